//! The two versions of the shipped example: every planted difference is found, and nothing else.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ecosysteemkaart::dataset::{self, ReadOptions};
use ecosysteemkaart::export::{ChangesRecord, ComparisonRecord, comparison_record};
use ecosysteemkaart::snapshot::{Section, Snapshot, SnapshotConfig, cluster_labels, compare};

use super::shipped::planted;

fn snapshot(id: &str) -> Snapshot {
    let ecosystem = dataset::read_shipped(id, &ReadOptions::default()).unwrap().ecosystem.unwrap();
    let sections = [Section::Centrality, Section::Clusters].into_iter().collect();
    Snapshot::compute(ecosystem, &SnapshotConfig { sections, ..SnapshotConfig::default() }, |_| ()).unwrap()
}

static FOUND: LazyLock<ComparisonRecord> = LazyLock::new(|| {
    let (earlier, later) = (snapshot("voorbeeld-eerder"), snapshot("voorbeeld"));
    comparison_record(&earlier, &later, &compare(&earlier, &later).unwrap())
});

type Ids = BTreeSet<(String, String)>;

/// (earlier, later) of what changed so.
fn of(changes: &ChangesRecord, change: &str, by_survey: bool) -> Ids {
    let id = |id: &Option<String>| id.clone().unwrap_or_default();
    let list = changes.changes.iter().filter(|one| one.change == change && one.by_survey == by_survey);
    list.map(|one| (id(&one.earlier), id(&one.later))).collect()
}

#[test]
fn initiatives_that_came_went_and_changed_their_name() {
    let initiatives = &FOUND.initiatives;
    let column = |key: &str| -> Vec<String> { planted(key).into_iter().map(|row| row[0].clone()).collect() };
    let later = |key: &str| -> Ids { column(key).into_iter().map(|id| (String::new(), id)).collect() };
    assert_eq!(of(initiatives, "added", false), later("added"));
    assert_eq!(of(initiatives, "added", true), later("newly-surveyed"));
    let ended: Ids = column("ended").into_iter().map(|id| (id, String::new())).collect();
    assert_eq!(of(initiatives, "ended", false), ended);
    assert!(of(initiatives, "ended", true).is_empty());
    let pair = |row: &Vec<String>| (row[0].clone(), row[1].clone());
    let renumbered: Ids = planted("new-id").iter().chain(&planted("guessed-rename")).map(pair).collect();
    assert_eq!(of(initiatives, "renumbered", false), renumbered);
    let renamed = initiatives.changes.iter().find(|one| one.change == "renamed").unwrap();
    let row = &planted("renamed")[0];
    assert_eq!(
        [&renamed.earlier, &renamed.earlier_name, &renamed.later_name].map(|id| id.clone().unwrap()),
        [row[0].clone(), row[1].clone(), row[2].clone()]
    );
    assert_eq!(initiatives.renamed, 1);
    let row = &planted("merged")[0];
    let merged: Ids = [(&row[0], &row[0]), (&row[1], &row[0])].map(|(a, b)| (a.clone(), b.clone())).into();
    assert_eq!(of(initiatives, "merged", false), merged);
    // Only what is stated nowhere is a guess.
    let guesses: Ids = initiatives
        .changes
        .iter()
        .filter(|one| one.guess)
        .map(|one| (one.earlier.clone().unwrap(), one.later.clone().unwrap()))
        .collect();
    assert_eq!(guesses, planted("guessed-rename").iter().map(pair).collect());
    // The dates tell what began and ended between the versions, and that the others existed already.
    let known = initiatives.changes.iter().filter(|one| one.dated.is_some());
    assert!(known.clone().count() > 30 && known.clone().all(|one| one.dated == Some(!one.by_survey)));
}

#[test]
fn activities_go_along_with_their_initiative() {
    let changes = &FOUND.activities.changes;
    for row in planted("new-id").iter().chain(&planted("guessed-rename")) {
        let moved = changes.iter().filter(|one| {
            one.earlier.as_ref().is_some_and(|id| id.starts_with(&format!("{}-", row[0])))
                && one.later.as_ref().is_some_and(|id| id.starts_with(&format!("{}-", row[1])))
        });
        assert_eq!(moved.count(), 3, "{row:?}");
    }
    assert!(changes.iter().all(|one| one.change != "added" || !one.later.as_ref().unwrap().starts_with("I0018-")));
}

#[test]
fn white_spots_closed_and_opened() {
    let cells = FOUND.white_spots.as_ref().unwrap();
    let cell = |row: &[String]| cells.iter().find(|cell| cell.region == row[0] && cell.value == row[1]).unwrap();
    for row in planted("cell-closed") {
        let found = cell(&row);
        assert_eq!((found.change, found.earlier_status, found.filled), ("closed", "absent", true));
        assert_eq!((&found.started, found.also_in_both), (&vec![row[2].clone()], true));
    }
    for row in planted("cell-opened") {
        let found = cell(&row);
        assert_eq!((found.later_status, found.emptied, &found.stopped), ("absent", true, &vec![row[2].clone()]));
    }
    // Zeeland was not surveyed before: nothing is said of it, nor of Limburg, which neither surveyed.
    assert!(cells.iter().all(|cell| cell.region != "PV29" && cell.region != "PV31"));
}

#[test]
fn more_surveying_is_not_taken_for_growth() {
    let measure = |reach: &str| {
        let found = FOUND.measures.iter();
        let found = found.filter(|one| one.region == "NL" && one.measure == "initiatives" && one.reach == reach);
        found.map(|one| one.change.unwrap()).next().unwrap()
    };
    let newly = planted("newly-surveyed").len() as f64;
    assert_eq!(measure("everything") - measure("surveyed-in-both"), newly);
    assert!(measure("everything") > 0.0 && measure("surveyed-in-both") < 0.0);
    assert!(FOUND.measures.iter().all(|one| one.region != "PV31"));
    let zeeland: Vec<_> = FOUND.measures.iter().filter(|one| one.region == "PV29").collect();
    assert!(!zeeland.is_empty() && zeeland.iter().all(|one| one.earlier.is_none() && one.reach == "everything"));
    assert!(FOUND.about.warnings.iter().any(|words| words.nl.contains("alleen in de latere: Zeeland")));
    assert!(FOUND.in_words.nl.starts_with("Initiatieven: 13 erbij, 15 gestopt, 5 onder"), "{}", FOUND.in_words.nl);
}

#[test]
fn clusters_keep_id_and_name() {
    let (earlier, mut later) = (snapshot("voorbeeld-eerder"), snapshot("voorbeeld"));
    let before = cluster_labels(&earlier.ecosystem, earlier.clusters.get().unwrap());
    let own = cluster_labels(&later.ecosystem, later.clusters.get().unwrap());
    later.carry_over(&earlier);
    let after = cluster_labels(&later.ecosystem, later.clusters.get().unwrap());
    let mut kept = 0;
    for event in FOUND.clusters.events.iter().filter(|event| event.change == "continued") {
        let (old, new) = (&event.earlier[0], &event.later[0]);
        assert_eq!((&old.id, &old.name), (&new.id, &new.name));
        assert!(before.iter().any(|label| label.id == old.id && label.name == old.name));
        let size = new.size;
        let at = after.iter().position(|label| label.id == new.id).unwrap();
        assert_eq!((later.clusters.get().unwrap().clusters[at].members.len(), &after[at].name), (size, &new.name));
        kept += 1;
    }
    assert!(kept > 20);
    assert_ne!(own, after, "some would have another name of their own");
    assert_eq!(after.iter().map(|label| &label.id).collect::<BTreeSet<_>>().len(), after.len());
}
