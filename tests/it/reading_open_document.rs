//! Spreadsheets of LibreOffice (`.ods`), with the notations that it writes, and some that mean harm. `.ci/exports` reads files
//! that LibreOffice itself wrote.

use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use ecosysteemkaart::dataset::{ReadOptions, Reading, Shape, Unreadable, import_bytes, read_bytes, read_path};
use ecosysteemkaart::language::Language;
use proptest::prelude::*;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use crate::folder::{Folder, contents, error, found, full, tables, warning};

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
const MANIFEST: &str = r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#;

/// What LibreOffice ends every sheet with: the rows that nobody filled.
const REST: &str = r#"<table:table-row table:style-name="ro1" table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in parts {
        // As the format wants it, so that any program can tell what it is.
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(contents).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn with_content(content: &[u8]) -> Vec<u8> {
    zipped(&[
        ("mimetype", MIMETYPE.as_bytes()),
        ("META-INF/manifest.xml", MANIFEST.as_bytes()),
        ("content.xml", content),
    ])
}

/// The document of sheets, each a name and its rows in XML.
fn content(sheets: &[(&str, String)]) -> String {
    let sheet = |(name, rows): &(&str, String)| {
        format!(
            r#"<table:table table:name="{name}" table:style-name="ta1"><office:forms form:automatic-focus="false"/><table:table-column table:style-name="co1" table:number-columns-repeated="16384"/>{rows}</table:table>"#
        )
    };
    let sheets: String = sheets.iter().map(sheet).collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0" office:version="1.3"><office:automatic-styles><style:style style:name="ta1" style:family="table"/></office:automatic-styles><office:body><office:spreadsheet><table:content-validations><table:content-validation table:name="val1"><table:help-message><text:p>id</text:p></table:help-message></table:content-validation></table:content-validations>{sheets}<table:named-expressions/></office:spreadsheet></office:body></office:document-content>"#
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A cell as LibreOffice keeps it: numbers and dates with their value beside what is shown.
fn cell(text: &str) -> String {
    let is_date = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    if text.is_empty() {
        String::from("<table:table-cell/>")
    } else if is_date {
        format!(
            r#"<table:table-cell table:style-name="ce1" office:value-type="date" office:date-value="{text}" calcext:value-type="date"><text:p>op die dag</text:p></table:table-cell>"#
        )
    } else if text.parse::<f64>().is_ok() {
        format!(
            r#"<table:table-cell office:value-type="float" office:value="{text}" calcext:value-type="float"><text:p>ongeveer</text:p></table:table-cell>"#
        )
    } else {
        let text = escaped(text);
        format!(
            r#"<table:table-cell office:value-type="string" calcext:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    }
}

fn row(cells: &str) -> String {
    format!(r#"<table:table-row table:style-name="ro1">{cells}</table:table-row>"#)
}

fn rows(lines: &[&str]) -> String {
    lines.iter().map(|line| row(&line.split(',').map(cell).collect::<String>())).collect()
}

/// The tables of a folder as a spreadsheet.
pub fn spreadsheet(folder: &Folder) -> Vec<u8> {
    let tables = tables(folder);
    let sheet = |(name, text): &'_ (String, String)| {
        let lines: Vec<&str> = text.lines().collect();
        (name.clone(), format!("{}{REST}", rows(&lines)))
    };
    let sheets: Vec<(String, String)> = tables.iter().map(sheet).collect();
    let sheets: Vec<(&str, String)> = sheets.iter().map(|(name, rows)| (name.as_str(), rows.clone())).collect();
    with_content(content(&sheets).as_bytes())
}

/// A spreadsheet with the three needed tables, of which the actors are given.
fn with_actors(actors: &str) -> Vec<u8> {
    let document = content(&[
        ("actors", actors.to_owned()),
        ("initiatives", rows(&["id,name", "i1,Een"])),
        ("participations", rows(&["initiative,actor"])),
    ]);
    with_content(document.as_bytes())
}

fn read(bytes: &[u8]) -> Reading {
    read_bytes("proef.ods", bytes, &ReadOptions::default()).unwrap()
}

fn names(reading: &Reading) -> Vec<String> {
    let text = reading.findings.text(Language::En);
    let ecosystem = reading.ecosystem.as_ref().unwrap_or_else(|| panic!("{text}"));
    ecosystem.actors().iter().map(|actor| actor.name.to_string()).collect()
}

#[test]
fn a_spreadsheet_reads_as_its_tables() {
    let folder = full();
    let (bytes, plain) = (spreadsheet(&folder), contents(&folder.ecosystem()));
    let reading = read(&bytes);
    assert_eq!(contents(reading.ecosystem.as_ref().unwrap()), plain, "{}", reading.findings.text(Language::En));
    let file = folder.path().join("proef.ods");
    std::fs::write(&file, &bytes).unwrap();
    let ecosystem = read_path(&file, &ReadOptions::default()).unwrap().ecosystem.unwrap();
    assert_eq!((contents(&ecosystem), &*ecosystem.about().id), (plain, "proef"));
}

#[test]
fn text_is_what_people_see_in_the_cell() {
    let name = |inner: &str| {
        let text = r#"office:value-type="string" calcext:value-type="string""#;
        let actors =
            format!("{}{}", rows(&["id,name"]), row(&format!("{}{}", cell("a1"), inner.replace("TEXT", text))));
        names(&read(&with_actors(&actors))).concat()
    };
    for (cell, wanted) in [
        (
            "<table:table-cell TEXT><text:p>Bouw <text:span text:style-name=\"T1\">&amp;</text:span> Zn</text:p></table:table-cell>",
            "Bouw & Zn",
        ),
        ("<table:table-cell TEXT><text:p>A<text:s text:c=\"2\"/>B<text:tab/>C</text:p></table:table-cell>", "A  B\tC"),
        (
            "<table:table-cell TEXT><text:p><text:a xlink:href=\"https://example.org\">Met adres</text:a></text:p></table:table-cell>",
            "Met adres",
        ),
        // A note is not part of the name, whether it stands before or within it.
        (
            "<table:table-cell TEXT><office:annotation><dc:creator>X</dc:creator><text:p>nog vragen</text:p></office:annotation><text:p>Kring</text:p></table:table-cell>",
            "Kring",
        ),
        (
            "<table:table-cell TEXT><draw:frame><draw:text-box><text:p>plaatje</text:p></draw:text-box></draw:frame><text:p>Kring</text:p></table:table-cell>",
            "Kring",
        ),
        (
            "<table:table-cell office:value-type=\"string\" office:string-value=\"Uit een formule\" table:formula=\"of:=A1\"/>",
            "Uit een formule",
        ),
        (
            "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>WAAR</text:p></table:table-cell>",
            "true",
        ),
        (
            "<table:table-cell office:value-type=\"date\" office:date-value=\"2024-03-01T00:00:00\"><text:p>1 mrt</text:p></table:table-cell>",
            "2024-03-01",
        ),
        (
            "<table:table-cell office:value-type=\"float\" office:value=\"1250\"><text:p>1.250,00</text:p></table:table-cell>",
            "1250",
        ),
        (
            "<table:table-cell office:value-type=\"percentage\" office:value=\"0.25\"><text:p>25%</text:p></table:table-cell>",
            "0.25",
        ),
    ] {
        assert_eq!(name(cell), wanted, "{cell}");
    }
}

#[test]
fn findings_name_the_row_that_people_see() {
    let empty = r#"<table:table-row table:number-rows-repeated="7"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let wrong = r##"<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>Err:502</text:p></table:table-cell>"##;
    let actors = [
        // What was filtered away and what is repeated on every page are rows like others.
        format!("<table:table-header-rows>{}</table:table-header-rows>", rows(&["id,name,region"])),
        empty.to_owned(),
        format!("<table:table-row-group>{}</table:table-row-group>", rows(&["a1,A,Frysland"])),
        row(&format!("{}{wrong}", cell("a2"))),
    ];
    let reading = read(&with_actors(&actors.concat()));
    let all: Vec<_> = reading.findings.iter().map(found).collect();
    assert_eq!(
        all,
        [
            error("unknown-region", "actors:9:region", Some("Frysland"), Some("Friesland")),
            error("empty-cell", "actors:10:name", None, None),
            error("spreadsheet-error", "actors:10:name", Some("#VALUE!"), None),
        ]
    );
    assert!(reading.findings.text(Language::Nl).contains("proef.ods, blad actors, rij 9, kolom region"));
}

#[test]
fn merged_and_repeated_cells_speak_for_every_row() {
    let merged = r#"<table:table-cell table:number-columns-spanned="1" table:number-rows-spanned="2" office:value-type="string"><text:p>bank</text:p></table:table-cell>"#;
    let covered =
        r#"<table:covered-table-cell office:value-type="string"><text:p>gemeente</text:p></table:covered-table-cell>"#;
    // What a cell covers is hidden.
    let actors = [
        rows(&["id,name,kind"]),
        row(&format!("{}{}{merged}", cell("a1"), cell("A"))),
        row(&format!("{}{}{covered}", cell("a2"), cell("B"))),
        rows(&["a3,C,"]),
    ];
    let reading = read(&with_actors(&actors.concat()));
    let kinds = reading.ecosystem.unwrap();
    let kinds: Vec<_> = kinds.actors().iter().map(|actor| actor.kind.as_ref().map(|kind| kind.code())).collect();
    assert_eq!(kinds, [Some("bank"), Some("bank"), None]);

    // Equal rows, and equal cells beside each other, stand in the file once.
    let links = r#"<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>"#;
    let document = content(&[
        ("actors", rows(&["id,name", "x,Organisatie"])),
        ("initiatives", rows(&["id,name", "x,Initiatief"])),
        ("participations", format!("{}{links}{REST}", rows(&["initiative,actor"]))),
    ]);
    let reading = read(&with_content(document.as_bytes()));
    assert_eq!(
        reading.findings.iter().map(found).collect::<Vec<_>>(),
        [warning("repeated-row", "participations:3", None, None)]
    );
    assert_eq!(reading.ecosystem.unwrap().participations().len(), 1);
}

#[test]
fn describing_sheets_and_a_flat_sheet_are_read() {
    let taxonomy = rows(&["{\"regions\":", "\"open\"}"]);
    let document = content(&[
        ("actors", rows(&["id,name,region", "a1,A,Nergens"])),
        ("initiatives", rows(&["id,name"])),
        ("participations", rows(&["initiative,actor"])),
        ("taxonomy.json", taxonomy),
    ]);
    assert_eq!(names(&read(&with_content(document.as_bytes()))), ["A"]);

    let flat = rows(&["Overzicht", "Naam initiatief,Aanbieder,Rol", "Scan,Kring Noord,Trekker", "Scan,Bank,Financier"]);
    let bytes = with_content(content(&[("Blad1", flat)]).as_bytes());
    let reading = read(&bytes);
    assert_eq!(names(&reading), ["Bank", "Kring Noord"]);
    assert!(reading.findings.iter().any(|finding| finding.problem.code() == "flat-sheet"));
    let imported = import_bytes("plat.ods", &bytes, None, &ReadOptions::default()).unwrap();
    assert_eq!(imported.shape, Shape::Flat);
}

/// How a reading went: the problem of the first error, or why there is none.
fn refused(bytes: &[u8], options: &ReadOptions) -> String {
    match read_bytes("x.ods", bytes, options) {
        Ok(reading) => {
            assert!(reading.ecosystem.is_none());
            let first = reading.findings.iter().next().expect("an error");
            first.problem.code().to_owned()
        }
        Err(Unreadable::NotAWorkbook { detail, .. }) => detail,
        Err(other) => other.to_string(),
    }
}

#[test]
fn what_repeats_beyond_measure_is_refused_before_it_is_laid_out() {
    let mut options = ReadOptions::default();
    options.limits.workbook_bytes = 8 << 20;
    let repeated = |rows: &str, columns: &str, text: &str| {
        format!(
            r#"{}<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}" office:value-type="string"><text:p>{text}</text:p></table:table-cell></table:table-row>"#,
            self::rows(&["id,name"])
        )
    };
    let started = Instant::now();
    for actors in [
        repeated("1048576", "16384", "x"),
        repeated("1", "4294967295", "x"),
        repeated("4294967290", "1", "x"),
        repeated("1000", "1", &"lang ".repeat(20_000)),
    ] {
        assert_eq!(refused(&with_actors(&actors), &options), "archive-too-large");
    }
    let beyond = format!(r#"<table:table-row table:number-rows-repeated="4294967295"/>{}"#, rows(&["id,name"]));
    assert_eq!(refused(&with_actors(&beyond), &options), "unreadable");
    let spaces = r#"<table:table-cell office:value-type="string"><text:p>a<text:s text:c="4000000000"/>b</text:p></table:table-cell>"#;
    let actors = format!(
        "{}{}",
        rows(&["id,name"]),
        row(&format!("{}{}", cell("a1"), spaces.replace("</text:p>", "<text:s text:c=\"4000000000\"/></text:p>")))
    );
    assert_eq!(refused(&with_actors(&actors), &options), "cell-too-long");
    // Two cells far apart are two cells.
    let far = format!(
        r#"{}<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row><table:table-row>{}{}<table:table-cell table:number-columns-repeated="16380"/>{}</table:table-row>"#,
        rows(&["id,name"]),
        cell("a1"),
        cell("A"),
        cell("ver weg")
    );
    assert_eq!(names(&read(&with_actors(&far))), ["A"]);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

#[test]
fn what_is_no_spreadsheet_says_so() {
    let options = ReadOptions::default();
    let whole = content(&[("actors", rows(&["id,name", "a1,A"]))]);
    // Cut off anywhere, it comes to an end with a word.
    for end in (0..whole.len()).step_by(7) {
        let said = refused(&with_content(&whole.as_bytes()[..end]), &options);
        assert!(!said.is_empty(), "{end}");
    }
    let locked = MANIFEST
        .replace("/></manifest:manifest>", "><manifest:encryption-data/></manifest:file-entry></manifest:manifest>");
    let parts: [(&str, &[u8]); 3] =
        [("mimetype", MIMETYPE.as_bytes()), ("META-INF/manifest.xml", locked.as_bytes()), ("content.xml", b"\x8f\x01")];
    assert!(refused(&zipped(&parts), &options).contains("password"));
    let entities =
        whole.replace("<office:document-content", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><office:document-content");
    assert!(refused(&with_content(entities.as_bytes()), &options).contains("entities"));
    assert!(refused(&with_content(&[0xFF, 0xFE, 0x3C]), &options).contains("content.xml"));
    assert!(refused(&zipped(&[("mimetype", MIMETYPE.as_bytes())]), &options).contains("content.xml"));
    let deep = rows(&["id,name"]) + &row(&format!("<table:table-cell>{}", "<text:span>".repeat(100)));
    assert!(!refused(&with_actors(&deep), &options).is_empty());
    // A text document is a zip without tables, and what is called .ods but is no zip is no workbook.
    let text = zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", whole.as_bytes())]);
    assert_eq!(refused(&text, &options), "missing-table");
    assert!(matches!(
        read_bytes("x.ods", b"id,name\n", &options),
        Err(Unreadable::NotAWorkbook { .. } | Unreadable::NotADataset { .. })
    ));
    // 64 MiB of blanks pack to 64 KiB.
    let bomb = [whole.as_bytes(), &vec![b' '; 64 << 20]].concat();
    assert_eq!(refused(&with_content(&bomb), &options), "archive-ratio");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_change_to_a_document_causes_a_panic(changes in proptest::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b"<>/=\"' 0129-&;aenptx\xC3".to_vec())), 1..8)) {
        let actors = rows(&["id,name,kind", "a1,A,bank", "a2,B,"]);
        let mut document = content(&[("actors", actors), ("initiatives", rows(&["id,name"])), ("participations", rows(&["initiative,actor"]))]).into_bytes();
        for (place, value) in changes {
            let place = place.index(document.len());
            document[place] = value;
        }
        let mut options = ReadOptions::default();
        options.limits.workbook_bytes = 1 << 20;
        if let Ok(reading) = read_bytes("x.ods", &with_content(&document), &options) {
            prop_assert_eq!(reading.ecosystem.is_none(), reading.findings.has_errors());
            prop_assert!(reading.findings.iter().all(|finding| finding.problem.code() != "internal"));
        }
    }

    #[test]
    fn no_order_of_elements_causes_a_panic(parts in proptest::collection::vec(prop::sample::select(vec![
        "<table:table-row>", "</table:table-row>", "<table:table-row table:number-rows-repeated=\"3\">", "<table:table-cell>",
        "</table:table-cell>", "<table:table-cell table:number-columns-repeated=\"9\" office:value-type=\"float\" office:value=\"1e400\"/>",
        "<table:table-cell table:number-rows-spanned=\"4\">", "<table:covered-table-cell/>", "<text:p>", "</text:p>", "id", "<text:s/>",
        "<office:annotation>", "</office:annotation>", "<table:table>", "</table:table>", "<table:table-row-group>", "</table:table-row-group>",
    ]), 0..40)) {
        let bytes = with_actors(&format!("{}{}", rows(&["id,name"]), parts.concat()));
        if let Ok(reading) = read_bytes("x.ods", &bytes, &ReadOptions::default()) {
            prop_assert_eq!(reading.ecosystem.is_none(), reading.findings.has_errors());
        }
    }
}
