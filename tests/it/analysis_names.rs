//! Suggestions of names against names made by hand, all pairs without blocking, a truth set, and planted duplicates;
//! decisions against what they should do.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ecosysteemkaart::analysis::names::measure::{Method, Part, TruthRow, measure};
use ecosysteemkaart::analysis::names::{
    Certainty, Likeness, NamePair, PROBABLE, Record, SharedLinks, cliques, names, suggest, suggest_all,
};
use ecosysteemkaart::ecosystem::edit::Subject;
use ecosysteemkaart::ecosystem::{Ecosystem, NameDecision, NoEffect, Outcome, decide};
use proptest::prelude::*;

use super::shipped::{planted, read};
use super::support::{World, at_threads};

fn record(names: &[&str]) -> Record {
    Record { names: names.iter().map(|&name| name.to_owned()).collect(), ..Record::default() }
}

fn no_links(_: usize, _: usize) -> SharedLinks {
    SharedLinks::default()
}

/// What two records (name, aliases) come to, among some others.
fn pair(one: &[&str], other: &[&str]) -> Option<NamePair> {
    let others = ["Waterbedrijf Zilt", "Coöperatie Morgenrood", "Hogeschool Achterland", "Fonds Groene Weide"];
    let mut records = vec![record(one), record(other)];
    records.extend(others.iter().map(|&name| record(&[name])));
    suggest(&records, &no_links).0.into_iter().find(|pair| (pair.a, pair.b) == (0, 1))
}

fn likeness(one: &str, other: &str) -> Option<(Likeness, Certainty)> {
    pair(&[one], &[other]).map(|pair| (pair.likeness, pair.certainty))
}

#[test]
fn dutch_names_are_read_as_people_mean_them() {
    use Certainty::{Possible, Probable};
    for (one, other, wanted) in [
        ("Prov. Fryslan", "Provincie Fryslân", Some((Likeness::Normalised, Probable))),
        ("Rabobank", "RABOBANK", Some((Likeness::SameLetters, Probable))),
        ("De Zaak B.V.", "Zaak", Some((Likeness::Normalised, Probable))),
        ("Handel & Ambacht Weert", "Handel en Ambacht, Weert", Some((Likeness::SameLetters, Probable))),
        ("Bouw Groep Zwijnsberg", "Bouwgroep Zwijnsberg", Some((Likeness::OtherSpacing, Probable))),
        ("Crematoria Oost Twente Lichaam", "Lichaam Crematoria Oost Twente", Some((Likeness::OtherOrder, Probable))),
        ("Openbaar Lichaam Crematoria (OLC)", "Openbaar Lichaam Crematoria", Some((Likeness::AddedAcronym, Probable))),
        ("Kenniscetrum Roerdomp", "Kenniscentrum Roerdomp", Some((Likeness::Misspelling, Probable))),
        ("KvK", "Kamer van Koophandel", Some((Likeness::Acronym, Possible))),
        ("Min. van EZK", "Ministerie van Economische Zaken en Klimaat", Some((Likeness::Acronym, Possible))),
        ("Stichting Oever", "Vereniging Oever", Some((Likeness::Normalised, Possible))),
        // Two municipalities, in the list of TOOI.
        ("Gemeente Haren", "Gemeente Haaren", None),
        ("Assen", "Asten", None),
        ("Rhenen", "Rheden", None),
        ("Gemeente Bergen (L.)", "Gemeente Bergen (NH.)", None),
        ("Bergen L", "Bergen NH", None),
        ("Bibliotheek Lingewaal", "Bibliotheek Lingewaard", None),
        ("Werkplein Assen en Emmen", "Werkplein Asten en Emmen", None),
        // Which Bergen is meant does not show, and nobody is called Gedrop-Mierlo.
        ("Bergen (L.)", "Bergen", Some((Likeness::Normalised, Probable))),
        ("Geldrop-Mierlo", "Gedrop-Mierlo", Some((Likeness::Misspelling, Probable))),
        ("Gemeente Haaksbergen", "Gemeente Haasbergen", Some((Likeness::NearlySame, Possible))),
        // One municipality by its names before and after 1 January 2009.
        ("Gemeente Dantumadeel", "Gemeente Dantumadiel", Some((Likeness::NearlySame, Possible))),
        ("Gemeente Groningen", "Provincie Groningen", None),
        ("KvK Noord", "KvK Zuid", None),
        ("Kamer van Koophandel", "Kamer van Koophandel Noord", None),
        ("Ambacht 12", "Ambacht 13", None),
        ("Universiteit van Amsterdam", "Universiteit van Tilburg", None),
    ] {
        assert_eq!(likeness(one, other), wanted, "{one} | {other}");
        assert_eq!(likeness(other, one), wanted, "{other} | {one}");
    }
    let by_alias = pair(&["Min. van EZK"], &["Ministerie EZ", "Ministerie van EZK"]).expect("an alias is a name");
    assert_eq!((by_alias.certainty, by_alias.names), (Certainty::Probable, [0, 1]));
}

#[test]
fn what_speaks_for_and_against_counts() {
    let at = |region: &str, url: Option<&str>| Record {
        regions: vec![region.to_owned()],
        url: url.map(str::to_owned),
        ..record(&["Ambachtshuis Roerdomp"])
    };
    let score = |one: &Record, other: &Record, links: SharedLinks| {
        let mut other = other.clone();
        other.names = vec!["AMBACHTSHUIS ROERDOMP".to_owned()];
        suggest(&[one.clone(), other], &move |_, _| links).0.first().map(|pair| pair.score)
    };
    let none = SharedLinks::default();
    let partners = SharedLinks { shared: 0, partners: 3, partner_share: Some(0.5) };
    assert_eq!(score(&at("PV20", None), &at("PV20", None), none), Some(0.99));
    assert_eq!(score(&at("PV20", None), &at("PV21", None), none), Some(0.84));
    // Half of what is missing to 1.
    assert_eq!(score(&at("PV20", None), &at("PV21", None), partners), Some(0.92));
    assert_eq!(score(&at("PV20", Some("x.example")), &at("PV21", Some("x.example")), none), Some(0.92));
    let few = SharedLinks { partners: 2, ..partners };
    assert_eq!(score(&at("PV20", None), &at("PV21", None), few), Some(0.84));
    // Letter for letter the same under two ids may be two branches.
    let twice = suggest(&[record(&["Kring Roerdomp"]), record(&["Kring Roerdomp"])], &no_links).0;
    assert_eq!((twice[0].score, twice[0].certainty), (0.85, Certainty::Possible));
}

#[test]
fn planted_duplicates_are_probable_and_lookalikes_are_not() {
    let ecosystem = read("voorbeeld");
    let found = names(&ecosystem, Subject::Actor);
    let id = |position: usize| ecosystem.actors()[position].id.to_string();
    let probable = found.pairs.iter().filter(|pair| pair.certainty == Certainty::Probable);
    let probable: BTreeSet<(String, String)> = probable.map(|pair| (id(pair.a), id(pair.b))).collect();
    let mut wanted = BTreeSet::new();
    for row in planted("duplicate-names") {
        let ids: Vec<&str> = row[0].split(' ').collect();
        if row[2] == "same" {
            // Decided: one of them is left, with the name of the other as an alias.
            assert!(
                ecosystem.actor_position(ids[0]).is_some() && ecosystem.actor_position(ids[1]).is_none(),
                "{row:?}"
            );
            continue;
        }
        for (at, one) in ids.iter().enumerate() {
            wanted.extend(ids[at + 1..].iter().map(|other| (one.to_string(), other.to_string())));
        }
    }
    assert_eq!(probable, wanted);
    let suggested: BTreeSet<(String, String)> = found.pairs.iter().map(|pair| (id(pair.a), id(pair.b))).collect();
    for row in planted("lookalikes") {
        let (one, other) = row[0].split_once(' ').expect("two");
        assert!(!suggested.contains(&(one.to_owned(), other.to_owned())), "{row:?}");
    }
    assert_eq!(names(&ecosystem, Subject::Initiative).groups, Vec::<Vec<usize>>::new());
}

fn decided(world: &World, rows: &[(&str, &str, &str)]) -> Ecosystem {
    let mut contents = world.contents();
    contents.name_decisions = rows
        .iter()
        .map(|&(keep, merge, decision)| NameDecision {
            keep: keep.into(),
            merge: merge.into(),
            decision: decision.into(),
        })
        .collect();
    decide(Ecosystem::new(contents).expect("consistent")).expect("decisions leave out what contradicts")
}

/// Actors a to d; a and b in i, b in j, c in j and k, d in none.
fn small() -> World {
    let world = World::new().actors(&["a", "b", "c", "d"]);
    world.initiative("i", &[], &["a", "b"]).initiative("j", &[], &["b", "c"]).initiative("k", &[], &["c"])
}

fn ids(ecosystem: &Ecosystem) -> Vec<&str> {
    ecosystem.actors().iter().map(|actor| &*actor.id).collect()
}

fn outcomes(ecosystem: &Ecosystem) -> Vec<Outcome> {
    ecosystem.decided().iter().map(|row| row.outcome).collect()
}

#[test]
fn decisions_merge_and_say_what_became_of_links() {
    let ecosystem = decided(&small(), &[("a", "b", "same")]);
    assert_eq!(ids(&ecosystem), ["a", "c", "d"]);
    let row = &ecosystem.decided()[0];
    // b was in i, where a is too, and in j, where a was not.
    assert_eq!((row.outcome, row.links_kept, row.links_summed), (Outcome::Merged, 1, 1));
    assert_eq!(ecosystem.participations().len(), 4);
    // Without the row nothing has happened.
    assert_eq!(ids(&decided(&small(), &[])), ["a", "b", "c", "d"]);
}

#[test]
fn chains_and_contradictions_have_one_meaning() {
    let chain = decided(&small(), &[("a", "b", "same"), ("b", "c", "same")]);
    assert_eq!((ids(&chain), outcomes(&chain)), (vec!["a", "d"], vec![Outcome::Merged; 2]));
    // Links of b: one summed, one kept; of c: j is summed with that of b, k is kept.
    let counts: Vec<_> = chain.decided().iter().map(|row| (row.links_kept, row.links_summed)).collect();
    assert_eq!(counts, [(1, 1), (1, 1)]);
    assert!(chain.decided()[1].keeps_another);

    let circle = decided(&small(), &[("a", "b", "same"), ("b", "a", "same")]);
    assert_eq!(ids(&circle), ["a", "c", "d"]);

    let contradicted = decided(&small(), &[("a", "b", "same"), ("a", "c", "different"), ("b", "c", "same")]);
    assert_eq!(ids(&contradicted), ["a", "b", "c", "d"]);
    assert_eq!(outcomes(&contradicted), [Outcome::None(NoEffect::Contradicted); 3]);

    // Apart from what something was merged into.
    let apart = decided(&small(), &[("a", "b", "same"), ("b", "d", "different")]);
    let row = &apart.decided()[1];
    assert_eq!((row.outcome, &*row.keep, &*row.merge), (Outcome::KeptApart, "a", "d"));

    let nothing = decided(
        &small(),
        &[("a", "a", "same"), ("a", "b", ""), ("a", "b", "perhaps"), ("a", "i", "same"), ("a", "nobody", "same")],
    );
    assert_eq!(ids(&nothing), ["a", "b", "c", "d"]);
    let reasons =
        [NoEffect::Itself, NoEffect::Undecided, NoEffect::UnknownWord, NoEffect::TwoKinds, NoEffect::UnknownName];
    assert_eq!(outcomes(&nothing), reasons.map(Outcome::None));
}

#[test]
fn what_was_rejected_is_not_asked_again() {
    let mut contents = small().contents();
    contents.actors[0].name = "Kring Roerdomp".into();
    contents.actors[3].name = "KRING Roerdomp".into();
    let before = Ecosystem::new(contents.clone()).expect("consistent");
    assert_eq!(names(&before, Subject::Actor).groups, [[0, 3]]);
    let row = NameDecision { keep: "d".into(), merge: "a".into(), decision: "different".into() };
    contents.name_decisions = vec![row];
    let after = decide(Ecosystem::new(contents).expect("consistent")).expect("nothing to merge");
    assert!(names(&after, Subject::Actor).pairs.is_empty());
}

proptest! {
    /// Groups are cliques, do not overlap, and no two of them could be joined.
    #[test]
    fn groups_are_cliques(pairs in proptest::collection::btree_set((0_usize..9, 0_usize..9), 0..25)) {
        let pairs: Vec<(usize, usize)> = pairs.into_iter().filter(|(a, b)| a < b).collect();
        let known: BTreeSet<(usize, usize)> = pairs.iter().copied().collect();
        let is_pair = |a: usize, b: usize| known.contains(&(a.min(b), a.max(b)));
        let groups = cliques(&pairs);
        for group in &groups {
            prop_assert!(group.iter().all(|&a| group.iter().all(|&b| a == b || is_pair(a, b))));
        }
        for (at, one) in groups.iter().enumerate() {
            for other in &groups[at + 1..] {
                prop_assert!(!one.iter().all(|&a| other.iter().all(|&b| is_pair(a, b))));
                prop_assert!(one.iter().all(|member| !other.contains(member)));
            }
        }
    }
}

#[test]
fn a_chain_is_no_group() {
    // 0 is like 1, 1 like 2, 0 not like 2.
    assert_eq!(cliques(&[(0, 1), (1, 2)]), [[0, 1]]);
}

fn truth() -> Option<Vec<TruthRow>> {
    let Some(folder) = std::env::var_os("ECOSYSTEEMKAART_TEST_DATA").filter(|folder| !folder.is_empty()) else {
        println!("skipped: ECOSYSTEEMKAART_TEST_DATA does not name the folder with name-variants");
        return None;
    };
    let mut reader =
        csv::Reader::from_path(PathBuf::from(folder).join("name-variants/organisations.csv")).expect("a file");
    let rows = reader.records().map(|row| {
        let row = row.expect("a row");
        TruthRow { name: row[0].to_owned(), same_organisation: row[1].to_owned(), place: Some(row[2].to_owned()) }
    });
    Some(rows.collect())
}

#[test]
fn probable_is_right_on_the_half_that_was_not_looked_at() {
    let Some(mut rows) = truth() else { return };
    let found = at_threads(1, || measure(&rows));
    let of = |method| found.scores.iter().find(|score| (score.part, score.method) == (Part::HeldOut, method)).unwrap();
    let (probable, baseline) = (of(Method::Probable), of(Method::Baseline));
    assert!(probable.precision.unwrap() >= 0.98, "{probable:?}");
    assert!(probable.recall.unwrap() >= 0.48, "{probable:?}");
    assert!(probable.right > baseline.right && probable.precision > baseline.precision);
    rows.reverse();
    assert_eq!(found, at_threads(3, || measure(&rows)));
}

#[test]
fn blocking_loses_nothing_probable() {
    let Some(rows) = truth() else { return };
    let record = |row: &TruthRow| Record { regions: row.place.iter().cloned().collect(), ..record(&[&row.name]) };
    let records: Vec<Record> = rows.iter().step_by(2).map(record).collect();
    let probable = |pairs: Vec<NamePair>| -> Vec<(usize, usize)> {
        pairs.into_iter().filter(|pair| pair.score >= PROBABLE).map(|pair| (pair.a, pair.b)).collect()
    };
    let blocked = probable(suggest(&records, &no_links).0);
    assert!(blocked.len() > 50);
    assert_eq!(blocked, probable(suggest_all(&records, &no_links)));
}
