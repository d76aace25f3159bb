//! Files as people's programs write them, and files that mean harm.

use std::io::{Cursor, Write};

use ecosysteemkaart::dataset::{ReadOptions, Reading, Unreadable, read_bytes, read_path};
use ecosysteemkaart::ecosystem::Ecosystem;
use ecosysteemkaart::language::Language;
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook};
use zip::write::SimpleFileOptions;

use crate::folder::{Folder, INITIATIVES, contents, error, found, full, tables, warning};

fn loaded(reading: Reading) -> Ecosystem {
    let text = reading.findings.text(Language::En);
    reading.ecosystem.unwrap_or_else(|| panic!("{text}"))
}

/// Every table of the full dataset changed by a function from text to bytes.
fn rewritten(rewrite: impl Fn(&str) -> Vec<u8>) -> Folder {
    let mut folder = full();
    for (name, text) in tables(&full()) {
        folder = folder.with(&format!("{name}.csv"), rewrite(&text));
    }
    folder
}

#[test]
fn delimiters_line_ends_quotes_and_encodings_read_the_same() {
    let plain = contents(&full().ecosystem());
    let utf16 = |text: &str, to_bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>();
    let latin = |text: &str| text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect::<Vec<u8>>();
    type Rewrite = Box<dyn Fn(&str) -> Vec<u8>>;
    let ways: Vec<(&str, Rewrite)> = vec![
        ("semicolons", Box::new(|text| text.replace(',', ";").into_bytes())),
        ("tabs", Box::new(|text| text.replace(',', "\t").into_bytes())),
        ("Windows line ends", Box::new(|text| text.replace('\n', "\r\n").into_bytes())),
        ("old line ends", Box::new(|text| text.replace('\n', "\r").into_bytes())),
        ("byte order mark", Box::new(|text| format!("\u{FEFF}{text}").into_bytes())),
        ("Windows-1252", Box::new(move |text| latin(&text.replace(',', ";")))),
        ("UTF-16 LE", Box::new(move |text| [vec![0xFF, 0xFE], utf16(text, u16::to_le_bytes)].concat())),
        ("UTF-16 BE", Box::new(move |text| [vec![0xFE, 0xFF], utf16(text, u16::to_be_bytes)].concat())),
        ("sep= line", Box::new(|text| format!("sep=;\r\n{}", text.replace(',', ";")).into_bytes())),
        ("no last line end", Box::new(|text| text.trim_end().as_bytes().to_vec())),
        ("blank lines and blanks", Box::new(|text| text.replace('\n', " \n\n,,\n").replace(',', " , ").into_bytes())),
        (
            "quotes",
            Box::new(|text| {
                let quote =
                    |line: &str| line.split(',').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
                text.lines().map(quote).collect::<Vec<_>>().join("\n").into_bytes()
            }),
        ),
        (
            "capitals in the header",
            Box::new(|text| {
                let (header, rows) = text.split_once('\n').unwrap();
                format!(" {} \n{rows}", header.to_uppercase()).into_bytes()
            }),
        ),
        (
            "columns turned round",
            Box::new(|text| {
                let turn = |line: &str| line.split(',').rev().collect::<Vec<_>>().join(",");
                text.lines().map(turn).collect::<Vec<_>>().join("\n").into_bytes()
            }),
        ),
    ];
    for (way, rewrite) in ways {
        assert_eq!(contents(&rewritten(rewrite).ecosystem()), plain, "{way}");
    }
}

#[test]
fn quotes_hold_delimiters_line_breaks_and_quotes() {
    let folder =
        Folder::new().with("actors.csv", "id,name,region\na1,\"Jansen, Piet & \"\"Zn\"\"\r\nBV\",PV20\na2,B,Nergens\n");
    assert_eq!(folder.found(), [error("unknown-region", "actors.csv:3:region", Some("Nergens"), None)]);
    let ecosystem = Folder::new().with("actors.csv", "id,name\na1,\"Jansen, Piet & \"\"Zn\"\"\"\na2,B\n").ecosystem();
    assert_eq!(&*ecosystem.actors()[0].name, "Jansen, Piet & \"Zn\"");
    let folder = Folder::new().with("actors.csv", "id,name\na1,A\n\na2,\"B\na3,C\n");
    assert_eq!(folder.found(), [error("unclosed-quote", "actors.csv:4", None, None)]);
}

#[test]
fn ragged_rows() {
    let folder = Folder::new().with("initiatives.csv", "id,name,regions,budget\ni1,A,PV20,,over\ni2,B\ni3,C,,,,\n");
    assert_eq!(
        folder.found(),
        [
            error("too-many-cells", "initiatives.csv:2", Some("over"), None),
            warning("too-few-cells", "initiatives.csv:3", None, None),
        ]
    );
}

#[test]
fn headers_that_miss_repeat_or_do_not_belong() {
    let folder = Folder::new().with("actors.csv", "ID,naem,regoi,kind,Kind\na1,A,,,\n");
    assert_eq!(
        folder.found(),
        [
            error("repeated-column", "actors.csv:1:kind", Some("Kind"), None),
            warning("unknown-column", "actors.csv:1:naem", None, Some("name")),
            error("missing-column", "actors.csv:1:name", None, Some("naem")),
            warning("unknown-column", "actors.csv:1:regoi", None, Some("region")),
        ]
    );
    let folder = Folder::new().without("actors.csv").with("acters.csv", "id,name\n");
    assert_eq!(
        folder.found(),
        [
            error("missing-table", "actors.csv", None, Some("acters.csv")),
            warning("unknown-file", "acters.csv", None, Some("actors.csv")),
        ]
    );
}

#[test]
fn empty_and_header_only() {
    for empty in ["", "\n\n", "  \n;;\n"] {
        assert_eq!(
            Folder::new().with("actors.csv", empty).found()[0],
            error("empty-file", "actors.csv", None, None),
            "{empty:?}"
        );
    }
    let folder = Folder::new()
        .with("actors.csv", "id,name\n")
        .with("initiatives.csv", "id,name")
        .with("participations.csv", "initiative,actor\r\n");
    let ecosystem = folder.ecosystem();
    assert!(ecosystem.actors().is_empty() && ecosystem.participations().is_empty());
    assert_eq!(
        Folder::new().with("participations.csv", "initiative,aktor\n").found(),
        [
            error("missing-column", "participations.csv:1:actor", None, Some("aktor")),
            warning("unknown-column", "participations.csv:1:aktor", None, Some("actor")),
        ]
    );
}

#[test]
fn limits_are_findings_with_a_place() {
    let actors = "id,name\na1,A\na2,B\n";
    let folder = Folder::new().with("actors.csv", b"id,name\na1,A\na2,B\0\n");
    assert_eq!(folder.found(), [error("nul-byte", "actors.csv:3", None, None)]);
    let folder = Folder::new()
        .with("actors.csv", actors.replace('B', &"b".repeat(100)))
        .limited(|limits| limits.cell_bytes = 99);
    assert_eq!(folder.found()[0].place, "actors.csv:3:name");
    assert_eq!(folder.found()[0].problem, "cell-too-long");
    let folder = Folder::new()
        .with("actors.csv", actors.replace('B', &"b".repeat(100)))
        .limited(|limits| limits.line_bytes = 99);
    assert_eq!(folder.found(), [error("line-too-long", "actors.csv:3", None, None)]);
    let folder = Folder::new().with("actors.csv", actors).limited(|limits| limits.rows = 1);
    assert!(folder.found().contains(&error("too-many-rows", "actors.csv:3", None, None)));
    let folder = Folder::new()
        .with("actors.csv", actors)
        .limited(|limits| limits.columns = 2)
        .with("initiatives.csv", INITIATIVES);
    assert!(folder.found().contains(&error("too-many-columns", "initiatives.csv:1", None, None)));
    let folder = Folder::new().with("actors.csv", actors.repeat(100)).limited(|limits| limits.file_bytes = 1_000);
    assert_eq!(folder.found(), [error("file-too-large", "actors.csv", None, None)]);
}

#[test]
fn mixed_encodings_are_doubtful() {
    let bytes = [b"id,name\na1,Caf\xE9\na2,".as_slice(), "Één Café".as_bytes(), b"\n"].concat();
    let folder = Folder::new().with("actors.csv", bytes);
    assert_eq!(
        folder.found(),
        [
            warning("mixed-encoding", "actors.csv", None, None),
            warning("double-encoding", "actors.csv:3:name", Some("Ã‰Ã©n CafÃ©"), None),
        ]
    );
    let names: Vec<String> = folder.ecosystem().actors().iter().map(|actor| actor.name.to_string()).collect();
    assert_eq!(names, ["Café", "Één Café"]);
}

#[test]
fn a_zip_reads_as_its_folder() {
    let folder = full();
    let plain = contents(&folder.ecosystem());
    for below in ["", "mijn data/", "a/b/"] {
        let bytes = folder.zipped(below);
        assert_eq!(
            contents(&loaded(read_bytes("proef.zip", &bytes, &ReadOptions::default()).unwrap())),
            plain,
            "{below}"
        );
        let file = folder.path().join("proef.zip");
        std::fs::write(&file, &bytes).unwrap();
        let ecosystem = loaded(read_path(&file, &ReadOptions::default()).unwrap());
        assert_eq!(contents(&ecosystem), plain, "{below}");
        assert_eq!(ecosystem.about().id, "proef");
        std::fs::remove_file(file).unwrap();
    }
}

/// A zip of (name, contents).
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(contents).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn problems(reading: &Reading) -> Vec<&'static str> {
    assert!(reading.ecosystem.is_none());
    reading.findings.iter().map(|finding| found(finding).problem).collect()
}

#[test]
fn hostile_zips_are_refused() {
    let options = ReadOptions::default();
    for name in ["../actors.csv", "a/../../actors.csv", "/etc/actors.csv", "..\\actors.csv", "C:\\actors.csv"] {
        let reading = read_bytes("x.zip", &zip(&[(name, b"id,name\n")]), &options).unwrap();
        assert_eq!(problems(&reading), ["unsafe-member-name"], "{name}");
    }
    let two = zip(&[("a/actors.csv", b"id,name\n"), ("b/actors.csv", b"id,name\n")]);
    assert_eq!(problems(&read_bytes("x.zip", &two, &options).unwrap())[0], "several-datasets");

    // 64 MiB of zeros pack to 64 KiB.
    let bomb = zip(&[("actors.csv", &vec![b'0'; 64 << 20])]);
    assert!(bomb.len() < 100_000);
    assert_eq!(problems(&read_bytes("x.zip", &bomb, &options).unwrap()), ["archive-ratio"]);
    let mut small = ReadOptions::default();
    small.limits.archive_bytes = 1 << 20;
    assert_eq!(problems(&read_bytes("x.zip", &bomb, &small).unwrap()), ["archive-too-large"]);

    // A bomb that says it is small: its size is overwritten in both headers.
    let mut liar = bomb.clone();
    let size = (64_u32 << 20).to_le_bytes();
    let places: Vec<usize> = (0..liar.len() - 4).filter(|&at| liar[at..at + 4] == size).collect();
    assert!(!places.is_empty());
    for at in places {
        liar[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    let problems = problems(&read_bytes("x.zip", &liar, &small).unwrap());
    assert!(problems.contains(&"archive-too-large") || problems.contains(&"unreadable"), "{problems:?}");
}

#[test]
fn what_only_looks_like_a_zip_or_workbook_is_unreadable() {
    let options = ReadOptions::default();
    let folder = Folder::new()
        .with("nep.xlsx", "id,name\n")
        .with("nep.zip", "id,name\n")
        .with("half.zip", &full().zipped("")[..200]);
    let read = |name: &str| read_path(&folder.path().join(name), &options).unwrap_err();
    assert!(matches!(read("nep.xlsx"), Unreadable::NotAWorkbook { .. }));
    assert!(read("nep.xlsx").message(Language::Nl).contains("Sla haar op als .xlsx"));
    assert!(matches!(read("nep.zip"), Unreadable::NotAZip { .. }));
    assert!(matches!(read("half.zip"), Unreadable::NotAZip { .. }));
    assert!(matches!(
        read_bytes("nep.xlsx", b"", &options),
        Err(Unreadable::NotAWorkbook { .. } | Unreadable::NotADataset { .. })
    ));
    assert!(matches!(read_bytes("nep.zip", b"", &options), Err(Unreadable::NotADataset { .. })));
    let fake = zip(&[("xl/workbook.xml", b"<workbook"), ("[Content_Types].xml", b"")]);
    assert!(matches!(read_bytes("x.xlsx", &fake, &options), Err(Unreadable::NotAWorkbook { .. })));
}

/// The tables of a folder as a workbook: whole and broken numbers and dates as Excel keeps them.
fn workbook(folder: &Folder) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("dd-mm-yyyy");
    for (name, text) in tables(folder) {
        let sheet = workbook.add_worksheet().set_name(&name).unwrap();
        for (row, line) in text.lines().enumerate() {
            for (column, cell) in line.split(',').enumerate() {
                let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                let is_date = cell.len() == 10 && cell.as_bytes()[4] == b'-' && cell.as_bytes()[7] == b'-';
                if is_date {
                    let day = rust_xlsxwriter::ExcelDateTime::parse_from_str(cell).unwrap();
                    sheet.write_datetime_with_format(row, column, &day, &date).unwrap();
                } else if let Ok(number) = cell.parse::<f64>() {
                    sheet.write_number(row, column, number).unwrap();
                } else if !cell.is_empty() {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_reads_as_its_tables() {
    let folder = full();
    let bytes = workbook(&folder);
    let plain = contents(&folder.ecosystem());
    let reading = read_bytes("proef.xlsx", &bytes, &ReadOptions::default()).unwrap();
    assert_eq!(contents(&loaded(reading)), plain);
    let file = folder.path().join("proef.xlsx");
    std::fs::write(&file, &bytes).unwrap();
    assert_eq!(contents(&loaded(read_path(&file, &ReadOptions::default()).unwrap())), plain);
}

#[test]
fn findings_of_a_workbook_name_sheet_and_row() {
    let mut workbook = Workbook::new();
    let actors = workbook.add_worksheet().set_name("Actors").unwrap();
    for (row, cells) in [["id", "name", "region"], ["1", "A", "Frysland"]].iter().enumerate() {
        // The header is in row 3: rows above it are empty.
        actors.write_row(row as u32 + 2, 0, *cells).unwrap();
    }
    actors.write_number(5, 0, 2.0).unwrap();
    actors.write_formula(5, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    let initiatives = workbook.add_worksheet().set_name("initiatives").unwrap();
    initiatives.write_row(0, 0, ["id", "name", "budget"]).unwrap();
    initiatives.write_row(1, 0, ["i1", "Een"]).unwrap();
    initiatives.write_number(1, 2, 1.25).unwrap();
    initiatives.write_row(2, 0, ["i2", "Twee"]).unwrap();
    initiatives.write_number(2, 2, 1.234).unwrap();
    workbook.add_worksheet().set_name("Toelichting").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let reading = read_bytes("mijn.xlsx", &bytes, &ReadOptions::default()).unwrap();
    assert!(reading.ecosystem.is_none());
    let found: Vec<_> = reading.findings.iter().map(found).collect();
    assert_eq!(
        found,
        [
            error("unknown-region", "Actors:4:region", Some("Frysland"), Some("Friesland")),
            error("empty-cell", "Actors:6:name", None, None),
            error("spreadsheet-error", "Actors:6:name", Some("#DIV/0!"), None),
            error("wrong-integer", "initiatives:2:budget", Some("1.25"), None),
            error("wrong-integer", "initiatives:3:budget", Some("1.2340"), None),
            error("missing-table", "participations", None, None),
            warning("unknown-file", "Toelichting", None, None),
        ]
    );
    assert!(reading.findings.iter().all(|finding| finding.file == "mijn.xlsx"));
    assert!(reading.findings.text(Language::Nl).contains("mijn.xlsx, blad Actors, rij 4, kolom region"));
}

#[test]
fn cells_far_apart_do_not_fill_memory() {
    let mut workbook = Workbook::new();
    for name in ["actors", "initiatives"] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, ["id", "name"]).unwrap();
        sheet.write_row(1_048_575, 0, ["x", "y"]).unwrap();
        sheet.write_string(1_048_574, 16_383, "ver weg").unwrap();
    }
    let sheet = workbook.add_worksheet().set_name("participations").unwrap();
    sheet.write_row(0, 0, ["initiative", "actor"]).unwrap();
    let reading = read_bytes("x.xlsx", &workbook.save_to_buffer().unwrap(), &ReadOptions::default()).unwrap();
    let ecosystem = loaded(reading);
    assert_eq!((ecosystem.actors().len(), ecosystem.initiatives().len()), (1, 1));
}

#[test]
fn a_workbook_that_announces_strings_beyond_measure_is_refused() {
    let mut from = zip::ZipArchive::new(Cursor::new(workbook(&full()))).unwrap();
    let mut members: Vec<(String, Vec<u8>)> = Vec::new();
    for position in 0..from.len() {
        let mut member = from.by_index(position).unwrap();
        let mut contents = Vec::new();
        std::io::copy(&mut member, &mut contents).unwrap();
        members.push((member.name().unwrap().into_owned(), contents));
    }
    for count in ["uniqueCount=\"99999999999\"", "uniqueCount = '99999999999999999999999'"] {
        let changed: Vec<(String, Vec<u8>)> = members
            .iter()
            .map(|(name, contents)| {
                let text = String::from_utf8_lossy(contents);
                let claim = text.find("uniqueCount=").map(|at| (at, at + 13 + text[at + 13..].find('"').unwrap() + 1));
                let text = claim.map(|(from, to)| [&text[..from], count, &text[to..]].concat());
                (name.clone(), text.map_or(contents.clone(), String::into_bytes))
            })
            .collect();
        let changed: Vec<(&str, &[u8])> =
            changed.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let error = read_bytes("x.xlsx", &zip(&changed), &ReadOptions::default()).unwrap_err();
        assert!(
            matches!(&error, Unreadable::NotAWorkbook { detail, .. } if detail.contains("shared strings")),
            "{error}"
        );
    }
}

const FILES: [&str; 11] = [
    "actors.csv",
    "initiatives.csv",
    "participations.csv",
    "activities.csv",
    "demand.csv",
    "indicators.csv",
    "responses.csv",
    "referrals.csv",
    "names.csv",
    "taxonomy.json",
    "datapackage.json",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_bytes_in_any_file_cause_a_panic(file in 0..FILES.len(), bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let folder = full().with(FILES[file], bytes);
        let reading = folder.read();
        prop_assert_eq!(reading.ecosystem.is_none(), reading.findings.has_errors());
        let _ = (reading.findings.text(Language::Nl), serde_json::to_string(&reading.findings).unwrap());
    }

    #[test]
    fn no_text_below_a_good_header_causes_a_panic(table in 0..9_usize, rows in "([a-z0-9|;,\"#.%\\-éß ]{0,8}[,;\n\r\"|]){0,40}", is_open in any::<bool>()) {
        let (name, text) = tables(&full()).swap_remove(table);
        let header = text.lines().next().unwrap();
        let folder = full().with(&format!("{name}.csv"), format!("{header}\n{rows}"));
        let folder = if is_open { folder.overlay(r#"{"regions": "open"}"#) } else { folder };
        let reading = folder.read();
        prop_assert_eq!(reading.ecosystem.is_none(), reading.findings.has_errors());
    }

    #[test]
    fn no_change_to_a_zip_or_workbook_causes_a_panic(is_zip in any::<bool>(), changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = if is_zip { full().zipped("") } else { workbook(&full()) };
        for (place, value) in changes {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        if let Ok(reading) = read_bytes("x.zip", &bytes, &ReadOptions::default()) {
            prop_assert_eq!(reading.ecosystem.is_none(), reading.findings.has_errors());
        }
    }
}
