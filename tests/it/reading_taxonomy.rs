//! A taxonomy of one's own: a data change, not a code change.

use ecosysteemkaart::ecosystem::{Aspect, Class};

use crate::folder::{Folder, error, warning};

const FOREIGN: &str = "id,name,region\na1,A,BE\na2,B,Groningen\n";

#[test]
fn open_regions_are_those_that_occur() {
    let folder = Folder::new()
        .with("actors.csv", FOREIGN)
        .with("initiatives.csv", "id,name,regions\ni1,A,FR|BE\ni2,B,NL\n")
        .overlay(r#"{"regions": "open"}"#);
    let ecosystem = folder.ecosystem();
    let regions: Vec<(&str, &str)> =
        ecosystem.regions().iter().map(|region| (&*region.code, &*region.name.nl)).collect();
    assert_eq!(regions, [("BE", "BE"), ("FR", "FR"), ("PV20", "Groningen")]);
    assert_eq!(ecosystem.regions().codes(&ecosystem.initiatives()[0].stated_area), ["BE", "FR"]);
    assert_eq!(ecosystem.regions().codes(&ecosystem.initiatives()[1].stated_area), ["NL"]);
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    assert_eq!(&*lead.id, "activity_type");
}

#[test]
fn the_datasets_own_file_and_the_overlay_are_laid_over_each_other() {
    let own = r#"{"regions": [{"code": "GM0114", "nl": "Emmen", "aliases": ["Gem. Emmen"], "parent": "PV22"}, {"code": "PV22", "label": "Drenthe"}, "PV20", "PV21"]}"#;
    let folder =
        Folder::new().with("taxonomy.json", own).with("actors.csv", "id,name,region\na1,A,gem. emmen\na2,B,\n");
    let ecosystem = folder.ecosystem();
    let regions = ecosystem.regions();
    let (emmen, drenthe) = (regions.position("GM0114").unwrap(), regions.position("PV22").unwrap());
    assert_eq!(regions.len(), 4);
    assert!(regions.lies_in(emmen, drenthe));
    assert_eq!(regions.get(drenthe).name.en, "Drenthe");
    // Opened, only what occurs is left, with the regions that it lies in.
    let ecosystem = folder.overlay(r#"{"regions": "open"}"#).ecosystem();
    let codes: Vec<&str> = ecosystem.regions().iter().map(|region| &*region.code).collect();
    assert_eq!(codes, ["GM0114", "PV20", "PV21", "PV22"]);
}

#[test]
fn one_dimension_is_changed_by_data_alone() {
    let taxonomy = r#"{
        "lead": "theme", "drop": ["form", "application"],
        "dimensions": [
            {"id": "theme", "label": "Thema", "several": false, "values": ["energie", {"id": "personeel", "nl": "Personeel", "en": "Staff", "aliases": ["HR"], "reach": "hoog"}]},
            {"id": "doelstelling", "nl": "Doelstelling", "en": "Goal", "aspect": "content"}]}"#;
    let activities = "id,initiative,theme,Goal\nx,i1,Energie,besparen|leren\ny,i1,hr,\n";
    let folder = Folder::new().with("taxonomy.json", taxonomy).with("activities.csv", activities);
    let ecosystem = folder.ecosystem();
    let taxonomy = ecosystem.taxonomy();
    let lead = &taxonomy.dimensions()[taxonomy.lead()];
    assert_eq!((&*lead.id, lead.label.en.as_str(), lead.open, lead.several), ("theme", "Thema", false, false));
    assert_eq!(lead.aspect, Some(Aspect::Content), "what a replacement does not say stays");
    assert_eq!(lead.values[1].reach, Some(Class::High));
    assert!(taxonomy.position("form").is_none());
    let theme = ecosystem.classification().column(taxonomy.lead());
    assert_eq!((theme.of(0), theme.of(1)), ([0].as_slice(), [1].as_slice()));
    let goal = taxonomy.position("doelstelling").unwrap();
    assert!(taxonomy.dimensions()[goal].open);
    assert_eq!(ecosystem.classification().column(goal).of(0), [0, 1]);
    assert_eq!(
        folder.with("activities.csv", "id,initiative,theme\nx,i1,energy\n").found(),
        [error("unknown-value", "activities.csv:2:theme", Some("energy"), Some("energie"))]
    );
}

#[test]
fn a_lead_that_is_not_there_is_an_error() {
    for overlay in [r#"{"lead": "thema"}"#, r#"{"drop": ["activity_type"]}"#] {
        let found = Folder::new().overlay(overlay).found();
        assert_eq!((found[0].problem, found[0].place.as_str(), found.len()), ("unknown-lead", "overlay.json:lead", 1));
    }
    assert_eq!(
        Folder::new().overlay(r#"{"lead": "theme", "drop": ["activity_type", "secter"]}"#).found(),
        [warning("unknown-dimension", "overlay.json:drop", Some("secter"), Some("sector"))]
    );
}

#[test]
fn mistakes_in_a_taxonomy_are_found_at_their_place() {
    let found = |text: &str| Folder::new().with("taxonomy.json", text).found();
    assert_eq!(found("{\n  \"lead\": \n}")[0].place, "taxonomy.json:3");
    assert_eq!(found("[1]"), [error("wrong-shape", "taxonomy.json", None, None)]);
    assert_eq!(found(r#"{"dimensions": {"id": "x"}}"#), [error("wrong-shape", "taxonomy.json:dimensions", None, None)]);
    assert_eq!(
        found(r#"{"dimensions": [{"nl": "x"}]}"#),
        [error("wrong-shape", "taxonomy.json:dimensions[0]", None, None)]
    );
    assert_eq!(
        found(r#"{"dimensions": [{"id": "x", "several": "ja", "aspect": "contnt", "values": ["a", "a"]}]}"#),
        [
            error("unknown-value", "taxonomy.json:dimensions[0].aspect", Some("contnt"), Some("content")),
            error("wrong-shape", "taxonomy.json:dimensions[0].several", None, None),
            error("repeated-in-taxonomy", "taxonomy.json:dimensions[0].values[1]", Some("a"), None),
        ]
    );
    assert_eq!(
        found(r#"{"regions": [{"code": "A", "parent": "B"}, {"code": "B", "parent": "A"}, {"code": "C", "parent": "D"}, "C", {"code": "NL"}]}"#)
            .iter()
            .map(|found| (found.problem, found.place.as_str()))
            .collect::<Vec<_>>(),
        [
            ("parent-circle", "taxonomy.json:regions[0]"),
            ("parent-circle", "taxonomy.json:regions[1]"),
            ("unknown-parent", "taxonomy.json:regions[2]"),
            ("repeated-in-taxonomy", "taxonomy.json:regions[3]"),
            ("wrong-shape", "taxonomy.json:regions[4]"),
        ]
    );
    let circle = r#"{"regions": [{"code": "PV20", "parent": "PV21"}, {"code": "PV21", "parent": "PV20"}]}"#;
    assert_eq!(found(circle).len(), 2, "and nothing else, though both regions occur");
    let folder = Folder::new().with("taxonomy.json", "{}").limited(|limits| limits.document_bytes = 1);
    assert_eq!(folder.found(), [error("file-too-large", "taxonomy.json", None, None)]);
    let found = Folder::new().with("datapackage.json", "{\"title\": }").found();
    assert_eq!((found[0].problem, found[0].place.as_str()), ("bad-json", "datapackage.json:1"));
    let found =
        Folder::new().with("datapackage.json", r#"{"resources": [{"name": "actors", "basis": "publiced"}]}"#).found();
    assert_eq!(
        found,
        [error("unknown-value", "datapackage.json:resources[0].basis", Some("publiced"), Some("published"))]
    );
}
