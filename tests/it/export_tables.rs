//! The dataset as files: what is exported reads back as the same ecosystem.

use std::io::Read as _;

use ecosysteemkaart::dataset::{ReadOptions, Reading, read_bytes, read_shipped, shipped};
use ecosysteemkaart::ecosystem::Ecosystem;
use ecosysteemkaart::export::tables::{dataset_files, dataset_workbook, zipped};
use proptest::prelude::*;

use super::folder::{Folder, contents, full};

/// Both ways out and in again.
fn read_back(ecosystem: &Ecosystem) -> [(&'static str, Reading); 2] {
    let options = ReadOptions { without_decisions: true, ..ReadOptions::default() };
    let zip = zipped(&dataset_files(ecosystem)).unwrap();
    let workbook = dataset_workbook(ecosystem).unwrap();
    [
        ("zip", read_bytes("export.zip", &zip, &options).unwrap()),
        ("xlsx", read_bytes("export.xlsx", &workbook, &options).unwrap()),
    ]
}

fn assert_comes_back(ecosystem: &Ecosystem) {
    for (way, reading) in read_back(ecosystem) {
        let found = reading.findings.text(Default::default());
        let again = reading.ecosystem.unwrap_or_else(|| panic!("{way}: {found}"));
        assert_eq!(contents(&again), contents(ecosystem), "{way}");
        assert_eq!(again.about(), ecosystem.about(), "{way}");
    }
}

#[test]
fn shipped_datasets_come_back_the_same() {
    for id in shipped() {
        let options = ReadOptions { without_decisions: true, ..ReadOptions::default() };
        let ecosystem = read_shipped(&id, &options).unwrap().ecosystem.unwrap();
        assert_comes_back(&ecosystem);
        for (way, reading) in read_back(&ecosystem) {
            let found: Vec<_> = reading.findings.iter().map(|finding| finding.problem.clone()).collect();
            assert!(found.is_empty(), "{id} {way}: {found:?}");
        }
    }
}

#[test]
fn every_table_and_column_comes_back() {
    assert_comes_back(&full().ecosystem());
    // Roles: a listed one beside a row without, one outside the list, and the two together.
    let folder = Folder::new().with(
        "participations.csv",
        "initiative,actor,role\ni1,a1,funder\ni1,a1,\ni1,a2,toehoorder\ni2,a1,toehoorder|partner\ni2,a2,\n",
    );
    assert_comes_back(&folder.ecosystem());
    // Open regions, a dimension dropped, one replaced, one new, and another lead.
    let overlay = r#"{"regions": "open", "lead": "vak", "drop": ["sector"], "dimensions": [
        {"id": "vak", "nl": "Vak", "en": "Trade", "values": [{"id": "a", "nl": "A|nl", "en": "A", "aliases": ["aa"]}, "b"]},
        {"id": "maturity", "several": false, "aspect": null}]}"#;
    let folder = Folder::new()
        .with("initiatives.csv", "id,name,regions\ni1,Een,NUTS1|NUTS2\ni2,Twee,\n")
        .with("activities.csv", "id,initiative,vak,maturity\nx1,i1,b,\nx2,i1,alle,laag\n")
        .overlay(overlay);
    assert_comes_back(&folder.ecosystem());
}

#[test]
fn hostile_names_come_back() {
    let names = [
        "=1+1",
        "'=1+1",
        "''=1",
        "'naam",
        "+31 6",
        "-5",
        "@SUM(A1)",
        "<&\"'>",
        "regel een\r\nregel twee",
        "a,b",
        "🙂",
        "10",
        "1.250",
        "2023-01-01",
        "waar\u{1}e",
        "_x0041_",
        "=HYPERLINK(\"http://x\",\"y\")",
        "#niet",
        "50%",
        "TRUE",
    ];
    let quoted = |words: &str| format!("\"{}\"", words.replace('"', "\"\""));
    // The names as a sheet would hold them; the reader of CSV takes one apostrophe away before a formula.
    let written = |name: &str| {
        let is_formula = name.trim_start_matches('\'').starts_with(['=', '+', '-', '@']);
        quoted(&if is_formula { format!("'{name}") } else { name.to_owned() })
    };
    let rows: String = names.iter().map(|name| format!("{0},{0},{0}\n", written(name))).collect();
    let links: String = names.iter().map(|name| format!("i1,{}\n", written(name))).collect();
    let ecosystem = Folder::new()
        .with("actors.csv", format!("id,name,aliases\n{rows}"))
        .with("participations.csv", format!("initiative,actor\n{links}"))
        .ecosystem();
    let mut ids: Vec<&str> = ecosystem.actors().iter().map(|actor| &*actor.id).collect();
    let mut wanted = names.to_vec();
    ids.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(ids, wanted);
    assert_comes_back(&ecosystem);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_name_comes_back(names in proptest::collection::btree_set("[ -~\u{80}-\u{24F}'=+@\n-]{1,12}", 1..8)) {
        let names: std::collections::BTreeSet<String> =
            names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
            // What looks encoded twice is mended when it is read.
            .filter(|name| !name.contains(['Â', 'Ã', 'â'])).collect();
        let rows: String = names.iter().enumerate().map(|(n, name)| {
            let guard = if name.trim_start_matches('\'').starts_with(['=', '+', '-', '@']) { "'" } else { "" };
            format!("n{n},\"{guard}{}\"\n", name.replace('"', "\"\""))
        }).collect();
        let folder = Folder::new().with("actors.csv", format!("id,name\n{rows}a1,A\na2,B\n"));
        let reading = folder.read();
        prop_assume!(reading.ecosystem.is_some());
        let ecosystem = reading.ecosystem.unwrap();
        for (n, name) in names.iter().enumerate() {
            let position = ecosystem.actor_position(&format!("n{n}")).unwrap();
            prop_assert_eq!(&*ecosystem.actors()[position].name, name.as_str());
        }
        assert_comes_back(&ecosystem);
    }
}

#[test]
fn no_cell_of_a_csv_file_is_a_formula() {
    let folder = Folder::new().with("actors.csv", "id,name,url\na1,'=cmd|' /C calc'!A0,\"'@x\"\na2,-5,\n");
    for (name, bytes) in dataset_files(&folder.ecosystem()).iter().filter(|(name, _)| name.ends_with(".csv")) {
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        for row in reader.records().map(Result::unwrap) {
            let evil = row.iter().find(|cell| cell.starts_with(['=', '+', '-', '@']));
            assert_eq!(evil, None, "{name}");
        }
    }
}

#[test]
fn the_same_bytes_every_time_and_no_clock() {
    let ecosystem = read_shipped("voorbeeld", &ReadOptions::default()).unwrap().ecosystem.unwrap();
    let first = dataset_workbook(&ecosystem).unwrap();
    assert!(first == dataset_workbook(&ecosystem).unwrap());
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(first)).unwrap();
    let mut text = String::new();
    zip.by_name("docProps/core.xml").unwrap().read_to_string(&mut text).unwrap();
    assert!(text.contains("2026-03-01T00:00:00Z"), "{text}");
    let zips = [(); 2].map(|()| zipped(&dataset_files(&ecosystem)).unwrap());
    assert!(zips[0] == zips[1]);
}

#[test]
fn a_workbook_says_what_does_not_fit() {
    let long = "x".repeat(32_768);
    let folder = Folder::new().with("initiatives.csv", format!("id,name,description\ni1,A,\ni2,B,{long}\n"));
    let refused = dataset_workbook(&folder.ecosystem()).unwrap_err().sentence();
    assert!(refused.nl.starts_with("description in rij 3 van initiatives"), "{}", refused.nl);
    assert!(refused.en.contains("32767") && refused.en.contains("csv"), "{}", refused.en);
}

#[test]
fn describing_sheets_of_a_workbook_are_read() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (name, rows) in [
        ("actors", vec![vec!["id", "name"], vec!["a", "A"]]),
        ("initiatives", vec![vec!["id", "name", "regions"], vec!["i", "I", "X1"]]),
        ("participations", vec![vec!["initiative", "actor"], vec!["i", "a"]]),
        ("Taxonomy.json", vec![vec!["{\"regions\":", " \"open\""], vec!["}"]]),
        ("datapackage.json", vec![vec!["{\"version\": \"7\"}"]]),
    ] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (column, words) in cells.iter().enumerate() {
                sheet.write_string(row as u32, column as u16, *words).unwrap();
            }
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let reading = read_bytes("boek.xlsx", &bytes, &ReadOptions::default()).unwrap();
    let found = reading.findings.text(Default::default());
    let ecosystem = reading.ecosystem.unwrap_or_else(|| panic!("{found}"));
    assert_eq!(reading.findings.iter().count(), 0, "{found}");
    assert_eq!(ecosystem.about().version, "7");
    assert!(ecosystem.regions().position("X1").is_some());
}
