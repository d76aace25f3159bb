//! The fictional dataset: its planted truths, each checked from the text of the files by a plain
//! computation (`data`, `truths`, `history`) that knows nothing of the generator or of the analyses.

mod data;
mod history;
mod truths;

use data::{Codes, Data, Row};
use ecosysteemkaart::generate::example::{DEFAULT_INITIATIVES, ExampleConfig, MIN_INITIATIVES, Version, example};
use history::{check_endings, check_history};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use truths::check_version;

fn check_all(initiatives: usize, seed: u64) {
    let (first, second) =
        (Data::made(initiatives, seed, Version::First), Data::made(initiatives, seed, Version::Second));
    check_version(&first);
    check_version(&second);
    assert_eq!(second.table("initiatives").len(), initiatives);
    let year = ExampleConfig::default().year;
    check_endings(&second, year);
    check_history(&first, &second, year);
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets").join(name)
}

#[test]
fn the_committed_files_are_what_the_generator_writes() {
    for (name, version) in [("voorbeeld", Version::Second), ("voorbeeld-eerder", Version::First)] {
        let files = example(&ExampleConfig { version, ..ExampleConfig::default() });
        for file in &files {
            let committed = std::fs::read_to_string(folder(name).join(&file.name)).unwrap();
            assert!(committed == file.content, "{name}/{} is not what the generator writes", file.name);
        }
        let made: Codes = files.into_iter().map(|file| file.name).collect();
        let committed: Codes = std::fs::read_dir(folder(name))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(made, committed);
    }
}

#[test]
fn a_seed_gives_the_same_bytes_and_another_seed_others() {
    let make = |seed| example(&ExampleConfig { seed, ..ExampleConfig::default() });
    assert_eq!(make(7), make(7));
    let (one, other) = (make(7), make(8));
    for (a, b) in one.iter().zip(&other) {
        let may_agree = a.name == "names.csv"; // a few ids
        assert!(may_agree || a.content != b.content, "{} does not depend on the seed", a.name);
    }
}

#[test]
fn every_planted_truth_of_the_default_holds() {
    check_all(DEFAULT_INITIATIVES, 1);
    // Names that differ in a number only would look like duplicates that nobody planted.
    let data = Data::made(DEFAULT_INITIATIVES, 1, Version::Second);
    assert!(data.table("actors").iter().all(|row| !row["name"].contains(" nr. ")));
}

#[test]
fn the_default_has_the_size_of_the_regioscan() {
    for seed in 1..20 {
        let data = Data::made(DEFAULT_INITIATIVES, seed, Version::Second);
        assert!((552..=612).contains(&data.table("activities").len()), "{}", data.table("activities").len());
        assert!((820..=980).contains(&data.table("actors").len()), "{}", data.table("actors").len());
        assert!((1_200..=1_400).contains(&data.table("participations").len()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_planted_truth_holds_for_any_seed_and_size(seed: u64, initiatives in MIN_INITIATIVES..500) {
        check_all(initiatives, seed);
    }
}

#[test]
fn a_small_wish_gives_the_smallest_example() {
    let data = Data::made(3, 1, Version::Second);
    assert_eq!(data.table("initiatives").len(), MIN_INITIATIVES);
}

#[test]
fn larger_examples_grow_in_proportion() {
    let data = Data::made(5_000, 1, Version::Second);
    assert_eq!(data.table("initiatives").len(), 5_000);
    let (factor, small) = (5_000.0 / DEFAULT_INITIATIVES as f64, Data::made(DEFAULT_INITIATIVES, 1, Version::Second));
    for table in ["actors", "participations", "activities"] {
        let ratio = data.table(table).len() as f64 / small.table(table).len() as f64;
        assert!((0.85..1.15).contains(&(ratio / factor)), "{table} grew by {ratio}");
    }
    assert_eq!(data.truths("overlap-without-collaboration").len(), 5_000 * 8 / 220);
    let names: Codes = data.table("actors").iter().map(|row| row["name"].clone()).collect();
    assert_eq!(names.len(), data.table("actors").len(), "names repeat");
    let most = data.table("participations").iter().fold(BTreeMap::new(), |mut counts: BTreeMap<&str, usize>, row| {
        *counts.entry(&row["initiative"]).or_default() += 1;
        counts
    });
    assert!(most.values().all(|count| *count <= 30), "an initiative with too many actors");
}

/// Most links stay within a province: what clusters must find.
#[test]
fn most_participations_stay_within_the_province() {
    let data = Data::made(DEFAULT_INITIATIVES, 1, Version::Second);
    let region: BTreeMap<&str, &str> =
        data.table("actors").iter().map(|row| (row["id"].as_str(), row["region"].as_str())).collect();
    let (mut inside, mut across) = (0, 0);
    for row in data.table("participations") {
        let (home, area) = (region[row["actor"].as_str()], data.initiative_area(&row["initiative"]));
        if home.starts_with("PV") && !area.is_empty() && !area.contains("NL") {
            if area.contains(home) { inside += 1 } else { across += 1 }
        }
    }
    assert!(inside > 20 * across && across > 0, "{inside} inside, {across} across");
}

/// No invented town is a municipality, past or present. Needs the reference data.
#[test]
fn no_name_holds_a_municipality() {
    let Some(folder) = std::env::var_os("ECOSYSTEEMKAART_TEST_DATA") else {
        eprintln!("skipped: ECOSYSTEEMKAART_TEST_DATA is not set");
        return;
    };
    let path = Path::new(&folder).join("nl-reference/gemeenten.csv");
    let Ok(mut reader) = csv::Reader::from_path(path) else {
        eprintln!("skipped: no reference data in ECOSYSTEEMKAART_TEST_DATA");
        return;
    };
    let rows: Vec<Row> = reader.deserialize().collect::<Result<_, _>>().unwrap();
    let real: BTreeSet<String> = rows.iter().map(|row| row["naam"].to_lowercase()).collect();
    assert!(real.len() > 300);
    let data = Data::made(5_000, 1, Version::Second);
    for table in ["actors", "initiatives"] {
        for row in data.table(table) {
            let name = row["name"].to_lowercase();
            for word in name.split([' ', '-', '(', ')']) {
                assert!(!real.contains(word), "{name} holds the municipality {word}");
            }
        }
    }
}
