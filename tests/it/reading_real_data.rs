//! Real networks, where a folder with them is given. Their counts are those of the READMEs that came with them.

use std::path::PathBuf;

use ecosysteemkaart::dataset::{Overlay, ReadOptions, read_path};
use ecosysteemkaart::language::Language;

/// Folder of a network, or `None` with a word where there are no test data.
fn folder(name: &str) -> Option<PathBuf> {
    let Some(root) = std::env::var_os("ECOSYSTEEMKAART_TEST_DATA") else {
        println!("skipped: ECOSYSTEEMKAART_TEST_DATA is not set");
        return None;
    };
    let folder = PathBuf::from(root).join(name);
    let converted = folder.join("converted");
    let folder = if converted.is_dir() { converted } else { folder };
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

fn reads(name: &str, overlay: Option<&str>, actors: usize, initiatives: usize, participations: usize) {
    let Some(folder) = folder(name) else { return };
    let taxonomy = overlay.map(|text| Overlay { name: "overlay.json".to_owned(), text: text.to_owned() });
    let reading = read_path(&folder, &ReadOptions { taxonomy, ..ReadOptions::default() }).unwrap();
    let text = reading.findings.text(Language::Nl);
    let ecosystem = reading.ecosystem.unwrap_or_else(|| panic!("{text}"));
    let counts = (ecosystem.actors().len(), ecosystem.initiatives().len(), ecosystem.participations().len());
    assert_eq!(counts, (actors, initiatives, participations), "{text}");
}

const OPEN: Option<&str> = Some(r#"{"regions": "open"}"#);

#[test]
fn davis() {
    reads("davis", None, 18, 14, 89);
}

#[test]
fn clubs() {
    reads("clubs", OPEN, 26, 15, 98);
}

#[test]
fn dutch_intermunicipal_schemes() {
    reads("nl-opengr", OPEN, 597, 466, 3_748);
}

#[test]
fn interreg() {
    reads("eu-interreg-keep-2014-2020", OPEN, 6_889, 1_852, 8_619);
}

#[test]
fn horizon_2020() {
    reads("eu-h2020", OPEN, 35_871, 31_451, 144_726);
}

#[test]
fn foreign_regions_need_an_open_taxonomy() {
    let Some(folder) = folder("nl-opengr") else { return };
    let reading = read_path(&folder, &ReadOptions::default()).unwrap();
    assert!(reading.ecosystem.is_none());
    let unknown: Vec<&str> = reading
        .findings
        .iter()
        .filter(|f| f.problem.code() == "unknown-region")
        .filter_map(|f| f.value.as_deref())
        .collect();
    assert!(!unknown.is_empty() && unknown.iter().all(|value| *value == "DE-NW"), "{unknown:?}");
}
