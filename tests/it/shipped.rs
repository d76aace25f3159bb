//! The shipped datasets as users meet them: they read without errors, and the planted truths of the example are found.

use ecosysteemkaart::dataset::{self, ReadOptions, Severity};
use ecosysteemkaart::ecosystem::{Basis, Ecosystem};
use ecosysteemkaart::export::{Document, document};
use ecosysteemkaart::language::Language;
use ecosysteemkaart::snapshot::{Section, Snapshot, SnapshotConfig, provenance};

pub fn read(id: &str) -> Ecosystem {
    let reading = dataset::read_shipped(id, &ReadOptions::default()).unwrap();
    let text = reading.findings.text(Language::En);
    assert_eq!(reading.findings.count(Severity::Error), 0, "{id}: {text}");
    reading.ecosystem.unwrap()
}

fn analysed(id: &str) -> Document {
    let snapshot = Snapshot::compute(read(id), &SnapshotConfig::default(), |_| ()).unwrap();
    document(&snapshot, |_| true, Language::Nl)
}

#[test]
fn all_are_there_and_read_without_errors_or_unexpected_warnings() {
    let ids = dataset::shipped();
    assert_eq!(
        ids,
        ["dienstverlening-2021", "praktijkvoorbeelden-2023", "regioscan-2023", "voorbeeld", "voorbeeld-eerder"]
    );
    for id in ids {
        let reading = dataset::read_shipped(&id, &ReadOptions::default()).unwrap();
        assert!(reading.findings.is_empty(), "{id}: {}", reading.findings.text(Language::En));
    }
}

#[test]
fn each_says_what_it_rests_on() {
    let basis = |id: &str, section| provenance(&read(id), section).basis;
    assert_eq!(basis("regioscan-2023", Section::Centrality), Basis::Reconstructed);
    assert_eq!(basis("regioscan-2023", Section::Clusters), Basis::Reconstructed);
    assert_eq!(basis("regioscan-2023", Section::Overlap), Basis::Reconstructed);
    // Figure 7 of the Regioscan is this very table.
    assert_eq!(basis("regioscan-2023", Section::WhiteSpots), Basis::Published);
    assert_eq!(basis("regioscan-2023", Section::Distribution), Basis::Published);
    let exceptions = provenance(&read("regioscan-2023"), Section::WhiteSpots).exceptions;
    assert_eq!(exceptions, [("initiatives", Basis::Reconstructed), ("fragile", Basis::Reconstructed)]);
    for section in Section::ALL {
        assert_eq!(basis("voorbeeld", *section), Basis::Fictional, "{section:?}");
    }
}

#[test]
fn the_regioscan_has_its_published_sizes() {
    let document = analysed("regioscan-2023");
    // Regioscan section 3.1 and 4.1: 220 of about 400 initiatives, 582 activities.
    assert_eq!((document.dataset.initiatives, document.dataset.activities), (220, 582));
    assert_eq!(document.dataset.survey_coverage, Some(0.55));
    let key_players = document.centrality.unwrap();
    let of = |id: &str| key_players.iter().find(|player| player.actor == id).unwrap();
    // Figure 16: numbers of initiatives; figure 17: Rabobank is drawn larger than the ministry.
    assert_eq!((of("ezk").initiatives, of("rabobank").initiatives), (30, 25));
    assert!(of("rabobank").degree > of("ezk").degree);
    // Figure 7: Zeeland has no "signaleren", Noord-Brabant none of "onderwijs voor studenten".
    let cells = document.white_spots.unwrap().cells;
    let status = |region: &str, value: &str| {
        let cell = cells.iter().find(|cell| cell.region == region && cell.cell["activity_type"] == value).unwrap();
        (cell.own, cell.status)
    };
    assert_eq!(cells.len(), 144);
    assert_eq!(status("PV29", "signaleren"), (0, "absent"));
    assert_eq!(status("PV30", "onderwijs-studenten"), (0, "absent"));
    assert_eq!(status("PV29", "netwerken-coordineren").0, 6);
}

#[test]
fn the_taxonomy_changes_by_data_alone() {
    let ecosystem = read("dienstverlening-2021");
    let taxonomy = ecosystem.taxonomy();
    assert_eq!(&*taxonomy.dimensions()[taxonomy.lead()].id, "theme");
    assert_eq!(taxonomy.dimensions()[taxonomy.lead()].values.len(), 7);
    assert!(taxonomy.position("form").is_none());
}

/// Rows of the tables under a heading of PLANTED.md.
pub fn planted(key: &str) -> Vec<Vec<String>> {
    let text = include_str!("../../datasets/voorbeeld/PLANTED.md");
    let heading = format!("## {key}\n");
    let section = text.split(&heading).nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with('|') && !line.contains("---"));
    let cells = rows.skip(1).map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect());
    let cells: Vec<Vec<String>> = cells.collect();
    assert!(!cells.is_empty(), "nothing planted as {key}");
    cells
}

#[test]
fn planted_overlap_and_white_spots_are_found() {
    let document = analysed("voorbeeld");
    let pairs = document.overlap.unwrap().pairs;
    for (key, collaborates) in
        [("overlap-without-collaboration", false), ("overlap-funder-only", false), ("overlap-with-collaboration", true)]
    {
        for row in planted(key) {
            let found = pairs.iter().find(|pair| pair.a == row[0] && pair.b == row[1]);
            let found = found.unwrap_or_else(|| panic!("{key}: {row:?} is not listed"));
            assert_eq!(found.collaborates, collaborates, "{key}: {row:?}");
        }
    }
    let cells = document.white_spots.unwrap().cells;
    for key in ["absent", "national-only", "thin"] {
        for row in planted(key) {
            let found =
                cells.iter().find(|cell| cell.region == row[0] && cell.cell["activity_type"] == row[1].as_str());
            assert_eq!(found.unwrap().status, key, "{row:?}");
        }
    }
    for row in planted("fragile") {
        let found = cells.iter().find(|cell| cell.region == row[0] && cell.cell["activity_type"] == row[1].as_str());
        assert!(found.unwrap().fragile, "{row:?}");
    }
    assert!(cells.iter().filter(|cell| cell.region == "PV31").all(|cell| cell.status == "not-surveyed"));
    let key_players = document.centrality.unwrap();
    for row in planted("isolated-actors") {
        let found = key_players.iter().find(|player| player.actor == row[0]).unwrap();
        assert_eq!((found.degree, &found.cluster), (0, &None), "{row:?}");
    }
}
