//! What the fuzz targets share: a small dataset that is right, and what must hold of every reading.

use std::io::{Cursor, Write as _};
use std::path::Path;

use ecosysteemkaart::dataset::{ReadOptions, Reading, Shape, import_bytes, read_bytes, read_shipped};
use ecosysteemkaart::ecosystem::Ecosystem;
use ecosysteemkaart::export::tables::dataset_files;
use ecosysteemkaart::language::Language;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The smallest shipped dataset.
pub const SHIPPED: &str = "praktijkvoorbeelden-2023";

/// A dataset with every table and both describing files.
pub const FILES: &[(&str, &str)] = &[
    (
        "actors.csv",
        "id,name,kind,public,level,region,aliases,url\n\
         a1,Provincie Fryslân,provincie,publiek,regional,PV21,Prov. Fryslân|Friesland,https://example.org\n\
         a2,Café & Zn,bedrijf,privaat,local,PV20,,\n10,Tien,overig,semipubliek,national,NL,,\n9,Negen,,,,,,\n",
    ),
    (
        "initiatives.csv",
        "id,name,regions,level,start,end,funding,budget,formerly,good_practice,confirmed_on\n\
         i1,Één,PV20|PV21,regional,2021-01-01,2023-12-31,tijdelijk,125000,oud-1|Oude naam,bewezen,2023-05-01\n\
         i2,Twee,NL,national,2020-02-29,,structureel,,,,\ni3,Drie,,,,,,,,,\n",
    ),
    (
        "participations.csv",
        "initiative,actor,role\ni1,a1,initiator|funder\ni1,a2,executor\ni2,10,funder\ni3,9,spreker\n",
    ),
    (
        "activities.csv",
        "id,initiative,name,regions,reach,reach_year,reach_class,activity_type,sector,theme,application,maturity\n\
         x1,i1,Scan,PV20,1250,2022,hoog,scans-assessments,A|C,zorg|bouw,AI,laag|middel\n\
         x2,i1,Les,,,,,onderwijs-professionals,alle,bouw,drones|AI,\nx4,i3,,PV31,,,,,,,,\n",
    ),
    ("demand.csv", "region,sector,enterprises,share_with_need\nPV20,A,1200,0.25\nNL,,900000,\n"),
    (
        "indicators.csv",
        "region,theme,measure,value,unit,n,source\nPV20,zorg,tevreden,7.5,cijfer,120,tabel 5\n,water,bereik,12,procent,,\n",
    ),
    ("responses.csv", "activity,question,answer,count\nx1,nut,ja,12\nx1,nut,nee,3\nx2,nut,ja,7\n"),
    ("referrals.csv", "from,to,count\ni1,i2,4\ni3,i1,9\n"),
    ("names.csv", "keep,merge,decision\na1,a2,apart\ni2,i3,zelfde\n"),
    (
        "taxonomy.json",
        r#"{"dimensions": [{"id": "doel", "nl": "Doel", "en": "Goal", "values": [{"id": "a", "aliases": ["aa"]}, "b"]}]}"#,
    ),
    (
        "datapackage.json",
        r#"{"name": "klein", "title": {"nl": "Klein", "en": "Small"}, "created": "2023-05-01", "basis": "registered",
        "licenses": [{"name": "CC0-1.0"}], "sources": ["bron"], "notes": ["let op"], "surveyedRegions": ["NL"],
        "clusterNames": {"a1": "Noord"}, "publishedTables": [["theme", "region"]],
        "resources": [{"name": "actors", "path": "actors.csv", "schema": {"fields": [{"name": "id"}]}}]}"#,
    ),
];

/// Files as a zip without compression, so that a changed byte is a changed letter.
pub fn stored<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in files {
        zip.start_file(name, options).expect("a new member");
        zip.write_all(bytes).expect("room in memory");
    }
    zip.finish().expect("room in memory").into_inner()
}

/// [`FILES`] that are tables as the parts of an OpenDocument spreadsheet: with a merged cell, equal rows and a note.
pub fn open_document() -> Vec<(String, Vec<u8>)> {
    let cell = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        match text.parse::<f64>() {
            Ok(_) => format!(
                r#"<table:table-cell office:value-type="float" office:value="{text}"><text:p>{text}</text:p></table:table-cell>"#
            ),
            Err(_) if text.is_empty() => String::from("<table:table-cell/>"),
            Err(_) => {
                format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
            }
        }
    };
    let row =
        |line: &str| format!("<table:table-row>{}</table:table-row>", line.split(',').map(cell).collect::<String>());
    let table = |(name, text): &(&str, &str)| {
        let name = name.strip_suffix(".csv")?;
        let rows: String = text.lines().map(row).collect();
        Some(format!(
            r#"<table:table table:name="{name}"><table:table-column/>{rows}<table:table-row table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="99"/></table:table-row></table:table>"#
        ))
    };
    let tables: String = FILES.iter().filter_map(table).collect();
    let own = r#"<table:table table:name="Blad"><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" table:number-rows-spanned="2" office:value-type="string"><office:annotation><text:p>n</text:p></office:annotation><text:p>a<text:s text:c="3"/>b<text:tab/></text:p></table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="date" office:date-value="2024-03-01T00:00:00"/></table:table-row></table:table>"#;
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content><office:body><office:spreadsheet>{own}{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    [
        ("mimetype", String::from("application/vnd.oasis.opendocument.spreadsheet")),
        ("META-INF/manifest.xml", String::from("<manifest:manifest/>")),
        ("content.xml", content),
    ]
    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
    .to_vec()
}

/// [`FILES`] as a zip, with one file replaced or added.
pub fn with(name: &str, bytes: &[u8]) -> Vec<u8> {
    let others = FILES.iter().filter(|(other, _)| *other != name).map(|(other, text)| (*other, text.as_bytes()));
    stored(others.chain([(name, bytes)]))
}

/// The small dataset, its decisions on names not carried out.
pub fn small() -> Ecosystem {
    let files = FILES.iter().map(|(name, text)| (*name, text.as_bytes()));
    let reading = read_bytes("klein.zip", &stored(files), &without_decisions()).expect("a zip");
    let found = reading.findings.text(Language::En);
    reading.ecosystem.unwrap_or_else(|| panic!("{found}"))
}

pub fn shipped() -> Ecosystem {
    let reading = read_shipped(SHIPPED, &ReadOptions::default()).expect("a shipped dataset");
    reading.ecosystem.expect("a shipped dataset without errors")
}

/// The first lines of every file of the shipped dataset; descriptions whole.
pub fn heads(lines: usize) -> Vec<(String, Vec<u8>)> {
    let head = |bytes: &[u8]| bytes.split_inclusive(|byte| *byte == b'\n').take(lines).flatten().copied().collect();
    let files = dataset_files(&shipped()).into_iter();
    files.map(|(name, bytes)| if name.ends_with(".csv") { (name, head(&bytes)) } else { (name, bytes) }).collect()
}

fn without_decisions() -> ReadOptions {
    ReadOptions { without_decisions: true, ..ReadOptions::default() }
}

/// Reads a dataset and holds the reader to its word: it gives an ecosystem exactly when it finds no errors, never finds a
/// fault in itself, and reads what is exported as what it was.
pub fn read(name: &str, bytes: &[u8]) {
    let Ok(reading) = read_bytes(name, bytes, &without_decisions()).map_err(|error| error.to_string()) else { return };
    holds(&reading);
    let Some(ecosystem) = reading.ecosystem else { return };
    comes_back(&ecosystem);
    if !ecosystem.name_decisions().is_empty() {
        holds(&read_bytes(name, bytes, &ReadOptions::default()).expect("it was read before"));
    }
}

/// Reads a file as a shape and holds the importer to its word: files come out exactly when there are no errors, and they read.
pub fn import(name: &str, bytes: &[u8], shape: Shape) {
    let Ok(imported) = import_bytes(name, bytes, Some(shape), &ReadOptions::default()) else { return };
    findings_hold(&imported.findings, !imported.files.is_empty());
    if !imported.files.is_empty() {
        let files = imported.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        let reading = read_bytes("import.zip", &stored(files), &ReadOptions::default()).expect("a zip");
        assert!(reading.ecosystem.is_some(), "{}", reading.findings.text(Language::En));
    }
}

/// Whether two uploads are read as the same dataset.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    let [one, other] = [one, other].map(|bytes| read_bytes("upload.zip", bytes, &without_decisions()).expect("a zip"));
    one.ecosystem.as_ref().map(contents) == other.ecosystem.as_ref().map(contents)
}

fn holds(reading: &Reading) {
    findings_hold(&reading.findings, reading.ecosystem.is_some());
}

/// There is a result exactly when there are no errors, and every finding can be told.
pub fn findings_hold(findings: &ecosysteemkaart::dataset::Findings, is_there: bool) {
    let text = findings.text(Language::En);
    assert_ne!(findings.has_errors(), is_there, "{text}");
    assert!(findings.iter().all(|finding| finding.problem.code() != "internal"), "{text}");
    assert_eq!(findings.text(Language::Nl).is_empty(), text.is_empty());
}

/// What is exported is read as what it was. `;` within one of several values is documented not to come back.
fn comes_back(ecosystem: &Ecosystem) {
    let before = contents(ecosystem);
    let files = dataset_files(ecosystem);
    let zip = stored(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    let again = read_bytes("export.zip", &zip, &without_decisions()).expect("a zip");
    holds(&again);
    let found = again.findings.text(Language::En);
    let again = again.ecosystem.unwrap_or_else(|| panic!("{found}"));
    if !before.contains(';') {
        assert_eq!(before, contents(&again), "what was exported is read as something else; {found}");
    }
}

fn contents(ecosystem: &Ecosystem) -> String {
    let e = ecosystem;
    let network = (e.actors(), e.initiatives(), e.participations(), e.other_roles(), e.activities());
    let beside = (e.demand(), e.indicators(), e.responses(), e.referrals(), e.name_decisions());
    format!("{:?}", (e.about(), e.taxonomy(), e.regions(), network, e.classification(), beside))
}

/// Writes what fuzzing starts from into the folder that `FUZZ_SEEDS` names, if it is set.
pub fn seeds(seeds: impl FnOnce() -> Vec<Vec<u8>>) {
    let Some(folder) = std::env::var_os("FUZZ_SEEDS") else { return };
    for (number, seed) in seeds().into_iter().enumerate() {
        std::fs::write(Path::new(&folder).join(format!("seed-{number:02}")), seed).expect("a folder for seeds");
    }
}

/// Lets faults in the library that reads workbooks be caught, as the reader does, instead of ending the process.
pub fn let_the_reader_catch() {
    std::panic::set_hook(Box::new(|panic| {
        if panic.location().is_none_or(|place| !place.file().contains("calamine")) {
            eprintln!("{panic}");
        }
    }));
}
