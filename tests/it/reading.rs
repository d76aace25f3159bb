//! What good datasets become, and that neither spelling nor order of rows shows.

use ecosysteemkaart::dataset::{Severity, Unreadable, read, read_path, read_shipped, shipped};
use ecosysteemkaart::ecosystem::{ActorKind, Basis, EVERY_VALUE, Place, Role, Scope, StatedKind};
use ecosysteemkaart::language::Language;
use proptest::prelude::*;
use time::macros::date;

use crate::folder::{Folder, contents, full, tables};

#[test]
fn three_tables_are_enough() {
    let ecosystem = Folder::new().ecosystem();
    assert_eq!(ecosystem.actors().len(), 2);
    let emmen = &ecosystem.actors()[0];
    assert_eq!((&*emmen.id, &*emmen.name), ("a1", "Gemeente Emmen"));
    assert_eq!(emmen.kind, Some(StatedKind::Listed(ActorKind::Gemeente)));
    let drenthe = ecosystem.regions().position("PV22").unwrap();
    assert_eq!(emmen.place, Some(Place::Region(drenthe)));
    assert_eq!(ecosystem.actors()[1].place, Some(Place::National));
    assert_eq!(ecosystem.regions().codes(&ecosystem.initiatives()[1].stated_area), ["PV20", "PV21"]);
    let funder = ecosystem.participations()[1];
    assert_eq!((funder.initiative, funder.actor), (0, 1));
    assert!(funder.roles.only_funds());
    assert!(ecosystem.activities().is_empty());
    assert_eq!(ecosystem.regions().len(), 12);
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    assert_eq!((&*lead.id, lead.values.len()), ("activity_type", 12));
}

#[test]
fn every_table_arrives_typed() {
    let ecosystem = full().ecosystem();
    let ids: Vec<&str> = ecosystem.actors().iter().map(|actor| &*actor.id).collect();
    assert_eq!(ids, ["10", "9", "a1", "a2"], "ordered by bytes");
    let first = &ecosystem.initiatives()[0];
    assert_eq!((first.start, first.end), (Some(date!(2021 - 01 - 01)), Some(date!(2023 - 12 - 31))));
    assert_eq!(first.budget, Some(125_000));
    let particulars = first.particulars.as_ref().unwrap();
    assert_eq!(particulars.formerly.iter().map(|name| &**name).collect::<Vec<_>>(), ["oud-1", "Oude naam"]);
    assert!(ecosystem.initiatives()[2].particulars.is_none());

    // (i1, a1) stands in two rows with three roles; (i3, 9) twice with roles that are not in the list.
    assert_eq!(ecosystem.participations().len(), 5);
    let a1 = ecosystem.participations()[0];
    assert_eq!(a1.roles.iter().collect::<Vec<_>>(), [Role::Initiator, Role::Funder, Role::Partner]);
    let other: Vec<(u32, &str)> = ecosystem.other_roles().iter().map(|(at, words)| (*at, &**words)).collect();
    assert_eq!(other, [(4, "spreker"), (4, "toehoorder")]);

    let taxonomy = ecosystem.taxonomy();
    let values = |dimension: &str, activity: usize| {
        let position = taxonomy.position(dimension).unwrap();
        let dimension = &taxonomy.dimensions()[position];
        let values = ecosystem.classification().column(position).of(activity);
        values.iter().map(|&value| dimension.value_code(value).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(values("sector", 0), ["A", "C"]);
    assert_eq!(values("sector", 1), ["alle"]);
    assert!(values("sector", 2).is_empty());
    assert_eq!(values("theme", 0), ["bouw", "zorg"]);
    let themes = &taxonomy.dimensions()[taxonomy.position("theme").unwrap()].values;
    let themes: Vec<&str> = themes.iter().map(|value| &*value.id).collect();
    assert_eq!(themes, ["bouw", "energie", "water", "zorg"], "open values that occur, in any table, sorted");
    assert_eq!(ecosystem.classification().column(taxonomy.position("sector").unwrap()).of(1), [EVERY_VALUE]);

    assert_eq!(ecosystem.activities()[0].reach, Some(1250));
    assert_eq!(ecosystem.demand().len(), 3);
    assert_eq!(ecosystem.demand()[0].scope, Scope::National);
    assert_eq!(ecosystem.demand()[1].share_with_need, Some(0.25));
    assert_eq!(ecosystem.indicators()[0].scope, Scope::Unknown);
    assert_eq!(ecosystem.indicators()[1].value, Some(7.5));
    assert_eq!(ecosystem.responses().rows()[1].count, 3);
    assert_eq!((ecosystem.referrals()[1].from, ecosystem.referrals()[1].to), (2, 0));
    assert_eq!(&*ecosystem.name_decisions()[0].decision, "apart");
}

#[test]
fn data_package_says_what_the_dataset_is() {
    let package = r#"{
        "name": "proef", "title": {"nl": "Proef", "en": "Trial"}, "version": 2, "created": "2024-05-06T07:08:09Z",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://example.org"}], "sources": [{"title": "Een bron"}, "Nog een"],
        "notes": ["let op", {"nl": "ja", "en": "yes"}], "publishedTables": [["region", "activity_type"]],
        "surveyedRegions": ["Fryslân", "PV20", "Atlantis"], "knownPopulation": 400, "unheardOf": [1, 2],
        "resources": [
            {"name": "actors", "basis": "registered"},
            {"name": "activities", "path": "activities.csv", "basis": "reconstructed",
             "schema": {"fields": [{"name": "reach", "basis": "published"}, {"name": "id"}]}}]}"#;
    let folder = Folder::new().with("datapackage.json", package);
    let reading = folder.read();
    assert_eq!(reading.findings.iter().map(|f| f.problem.code()).collect::<Vec<_>>(), ["unknown-surveyed-region"]);
    let ecosystem = reading.ecosystem.unwrap();
    let about = ecosystem.about();
    assert_eq!((about.id.as_str(), about.title.nl.as_str(), about.title.en.as_str()), ("proef", "Proef", "Trial"));
    assert_eq!((about.version.as_str(), about.date.as_str()), ("2", "2024-05-06"));
    assert_eq!(about.licenses, ["CC-BY-4.0"]);
    assert_eq!(about.sources, ["Een bron", "Nog een"]);
    assert_eq!((about.notes[0].en.as_str(), about.notes[1].en.as_str()), ("let op", "yes"));
    assert_eq!(about.surveyed_regions.iter().collect::<Vec<_>>(), ["PV20", "PV21"]);
    assert_eq!(about.known_population, Some(400));
    assert!(about.is_published_table(&["activity_type", "region"]));
    assert_eq!(about.basis_of("activities", "reach"), Basis::Published);
    assert_eq!(about.basis_of("activities", "sector"), Basis::Reconstructed);
}

#[test]
fn without_a_data_package_the_folder_names_the_dataset() {
    let folder = Folder::new();
    let name = folder.path().file_name().unwrap().to_str().unwrap().to_owned();
    assert_eq!(folder.ecosystem().about().id, name);
}

#[test]
fn shipped_datasets_are_in_the_binary_and_load() {
    for id in shipped() {
        let reading = read_shipped(&id, &Default::default()).unwrap();
        assert_eq!(reading.findings.count(Severity::Error), 0, "{id}: {}", reading.findings.text(Language::En));
        assert_eq!(reading.ecosystem.unwrap().about().id, id);
    }
    assert!(matches!(read_shipped("nergens", &Default::default()), Err(Unreadable::NotFound { .. })));
}

#[test]
fn what_is_not_there_or_no_dataset_is_unreadable_with_a_remedy() {
    let folder = Folder::new().with("los.csv", "id\n").with("oud.xls", "x");
    let missing = read("/nergens/te/vinden", &Default::default()).unwrap_err();
    assert!(matches!(missing, Unreadable::NotFound { .. }));
    assert!(missing.message(Language::Nl).contains("Geef een map"));
    let error = read_path(&folder.path().join("los.csv"), &Default::default()).unwrap_err();
    assert!(matches!(error, Unreadable::NotADataset { .. }), "{error}");
    assert!(error.to_string().contains("Give the folder"));
    // What only an old Excel opens.
    let error = read_path(&folder.path().join("oud.xls"), &Default::default()).unwrap_err();
    assert!(matches!(error, Unreadable::NotAWorkbook { .. }), "{error}");
    assert!(error.to_string().contains("Save it as .xlsx or .ods"));
}

/// A table with its rows in another order; equal seeds give equal orders.
fn shuffled(text: &str, seed: u64) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut state = seed;
    for last in (2..lines.len()).rev() {
        // Knuth's MMIX generator: enough to mix a few rows.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        lines.swap(last, 1 + (state >> 33) as usize % last);
    }
    lines.join("\n") + "\n"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn order_of_rows_does_not_show(seed in any::<u64>(), is_open in any::<bool>()) {
        let plain = full();
        let mut mixed = full();
        for (position, (name, text)) in tables(&plain).into_iter().enumerate() {
            mixed = mixed.with(&format!("{name}.csv"), shuffled(&text, seed.wrapping_add(position as u64)));
        }
        let overlay = if is_open { r#"{"regions": "open"}"# } else { "{}" };
        prop_assert_eq!(contents(&plain.overlay(overlay).ecosystem()), contents(&mixed.overlay(overlay).ecosystem()));
    }
}
