//! Real networks, where a folder with them is given. Their counts are those of the READMEs that came with them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use ecosysteemkaart::analysis::names::{Names, names};
use ecosysteemkaart::dataset::{Overlay, ReadOptions, read_path};
use ecosysteemkaart::ecosystem::edit::Subject;
use ecosysteemkaart::ecosystem::{Ecosystem, NameDecision, Outcome};
use ecosysteemkaart::export::tables::dataset_files;
use ecosysteemkaart::language::Language;
use tempfile::TempDir;

use crate::folder::contents;

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

/// Pairs among the Dutch schemes, by hand: the public bodies as their registers call them, with the misspellings of the source.
const SAME: [(&str, &str); 4] = [
    ("Geldrop-Mierlo", "Gedrop-Mierlo"),
    ("Haaksbergen", "Haasbergen"),
    ("Hoogheemraadschap van Rijnland", "Hoogheermraadschap van Rijnland"),
    ("Hoogheemraadschap van Schieland en de Krimpenerwaard", "Hoogheemraadschap van Schieland en Krimpenerwaard"),
];
const SAME_INITIATIVE: (&str, &str) = ("Erfgoedcentrum Nieuw Land", "Nieuw Land Erfgoedcentrum");
const DIFFERENT: (&str, &str) = ("Groningen", "Provincie Groningen");

fn schemes(folder: &Path, decisions: &[NameDecision]) -> Ecosystem {
    let taxonomy = OPEN.map(|text| Overlay { name: "overlay.json".to_owned(), text: text.to_owned() });
    let options = ReadOptions { taxonomy, name_decisions: decisions.to_vec(), ..ReadOptions::default() };
    let reading = read_path(folder, &options).unwrap();
    let text = reading.findings.text(Language::Nl);
    reading.ecosystem.unwrap_or_else(|| panic!("{text}"))
}

/// The ids of a suggested pair, that of the first name first.
fn suggested(ecosystem: &Ecosystem, found: &Names, (one, other): (&str, &str)) -> Option<(String, String)> {
    let named = |position: usize| match found.subject {
        Subject::Actor => (ecosystem.actors()[position].name.to_string(), ecosystem.actors()[position].id.to_string()),
        Subject::Initiative => {
            (ecosystem.initiatives()[position].name.to_string(), ecosystem.initiatives()[position].id.to_string())
        }
    };
    found.pairs.iter().find_map(|pair| match (named(pair.a), named(pair.b)) {
        ((a, id), (b, with)) if (a.as_str(), b.as_str()) == (one, other) => Some((id, with)),
        ((a, id), (b, with)) if (b.as_str(), a.as_str()) == (one, other) => Some((with, id)),
        _ => None,
    })
}

fn decision((keep, merge): &(String, String), words: &str) -> NameDecision {
    NameDecision { keep: keep.as_str().into(), merge: merge.as_str().into(), decision: words.into() }
}

/// Who takes part in what, by id.
fn links(ecosystem: &Ecosystem) -> BTreeSet<(String, String)> {
    let id = |link: &ecosysteemkaart::ecosystem::Participation| {
        let initiative = &ecosystem.initiatives()[link.initiative as usize].id;
        (initiative.to_string(), ecosystem.actors()[link.actor as usize].id.to_string())
    };
    ecosystem.participations().iter().map(id).collect()
}

#[test]
fn suggestions_on_real_names_are_decided_kept_and_undone() {
    let Some(folder) = folder("nl-opengr") else { return };
    let before = schemes(&folder, &[]);
    let found = [Subject::Actor, Subject::Initiative].map(|subject| names(&before, subject));
    let same: Vec<(String, String)> = SAME
        .iter()
        .map(|&pair| suggested(&before, &found[0], pair).unwrap_or_else(|| panic!("{pair:?} is not suggested")))
        .collect();
    let same_initiative = suggested(&before, &found[1], SAME_INITIATIVE).expect("suggested");
    let different = suggested(&before, &found[0], DIFFERENT).expect("suggested");
    // Neighbours in the alphabet, not one organisation.
    for pair in [("Assen", "Asten"), ("Haren", "Haaren"), ("Rhenen", "Rheden"), ("Lingewaal", "Lingewaard")] {
        let all: BTreeSet<&str> = before.actors().iter().map(|actor| &*actor.name).collect();
        assert!(all.contains(pair.0) && all.contains(pair.1), "{pair:?}");
        assert_eq!(suggested(&before, &found[0], pair), None, "{pair:?}");
    }

    let decisions: Vec<NameDecision> = same
        .iter()
        .chain([&same_initiative])
        .map(|pair| decision(pair, "same"))
        .chain([decision(&different, "different")])
        .collect();
    // What the links must become, from the file itself.
    let merged: BTreeMap<&str, &str> = same.iter().map(|(keep, merge)| (merge.as_str(), keep.as_str())).collect();
    let home =
        |id: &str, merged: &BTreeMap<&str, &str>| merged.get(id).map_or(id.to_owned(), |kept| (*kept).to_owned());
    let merged_initiative = BTreeMap::from([(same_initiative.1.as_str(), same_initiative.0.as_str())]);
    let mut rows = csv::Reader::from_path(folder.join("participations.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let wanted: BTreeSet<(String, String)> =
        rows.iter().map(|row| (home(&row[0], &merged_initiative), home(&row[1], &merged))).collect();
    let of = |id: &str| -> BTreeSet<String> {
        rows.iter().filter(|row| &row[1] == id).map(|row| home(&row[0], &merged_initiative)).collect()
    };

    let holds = |after: &Ecosystem| {
        assert_eq!((after.actors().len(), after.initiatives().len()), (597 - SAME.len(), 466 - 1));
        assert_eq!(links(after), wanted);
        assert_eq!(after.decided().len(), decisions.len());
        for (keep, merge) in &same {
            let row = after.decided().iter().find(|row| *row.keep == **keep && row.outcome == Outcome::Merged);
            let row = row.unwrap_or_else(|| panic!("{keep} {merge}: {:?}", after.decided()));
            let [kept, gone] = [of(keep), of(merge)];
            assert_eq!(row.links_kept, gone.difference(&kept).count(), "{keep} {merge}");
            assert_eq!(row.links_summed, gone.intersection(&kept).count(), "{keep} {merge}");
            let actor = &after.actors()[after.actor_position(keep).unwrap()];
            let name = &*before.actors()[before.actor_position(merge).unwrap()].name;
            assert!(actor.aliases.iter().any(|alias| &**alias == name), "{name} stays as another name");
        }
        assert_eq!(after.decided().iter().filter(|row| row.outcome == Outcome::KeptApart).count(), 1);
        // Nothing that was decided is asked again, and nothing else is forgotten.
        let again = names(after, Subject::Actor);
        assert_eq!(suggested(after, &again, DIFFERENT), None);
        assert_eq!(again.pairs.len(), found[0].pairs.len() - SAME.len() - 1);
        assert_eq!(names(after, Subject::Initiative).pairs.len(), found[1].pairs.len() - 1);
    };
    // Beside the data, as the service keeps them; and in `names.csv`, as an export writes them and a reader finds them.
    let after = schemes(&folder, &decisions);
    holds(&after);
    let copy = TempDir::new().unwrap();
    for name in ["actors.csv", "initiatives.csv", "participations.csv"] {
        fs::copy(folder.join(name), copy.path().join(name)).unwrap();
    }
    let decided: String =
        decisions.iter().map(|row| format!("{},{},{}\n", row.keep, row.merge, row.decision)).collect();
    fs::write(copy.path().join("names.csv"), format!("keep,merge,decision\n{decided}")).unwrap();
    let from_file = schemes(copy.path(), &[]);
    holds(&from_file);
    let exported = TempDir::new().unwrap();
    for (name, bytes) in dataset_files(&after) {
        fs::write(exported.path().join(name), bytes).unwrap();
    }
    assert_eq!(links(&schemes(exported.path(), &[])), wanted);

    // Undone one by one, and all at once.
    for (position, (keep, merge)) in same.iter().enumerate() {
        let mut fewer = decisions.clone();
        fewer.remove(position);
        let back = schemes(&folder, &fewer);
        assert!(back.actor_position(merge).is_some() && back.actor_position(keep).is_some());
        assert_eq!(back.actors().len(), 597 - SAME.len() + 1);
    }
    fs::remove_file(copy.path().join("names.csv")).unwrap();
    for back in [schemes(&folder, &[]), schemes(copy.path(), &[])] {
        assert_eq!(contents(&back), contents(&before));
        assert_eq!(names(&back, Subject::Actor), found[0]);
    }
}
