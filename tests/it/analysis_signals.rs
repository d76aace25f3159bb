//! Signals against what the results they point at say, hand-derived urgencies, and the planted truths of the example.

use std::collections::BTreeSet;

use ecosysteemkaart::analysis::complexity::ending::ending_within_a_year;
use ecosysteemkaart::analysis::gaps::{GapsConfig, gaps};
use ecosysteemkaart::analysis::monitoring::{MonitoringConfig, monitoring};
use ecosysteemkaart::analysis::overlap::{OverlapConfig, overlap};
use ecosysteemkaart::analysis::referrals::{ReferralsConfig, referrals};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::analysis::signals::key::key;
use ecosysteemkaart::analysis::signals::urgency::class;
use ecosysteemkaart::analysis::signals::{Findings, Signals, signals};
use ecosysteemkaart::analysis::white_spots::white_spots;
use ecosysteemkaart::dataset::establishments;
use ecosysteemkaart::ecosystem::{Basis, Class, Ecosystem, SignalKind};
use ecosysteemkaart::export::{SignalsRecord, signals_record};
use ecosysteemkaart::snapshot::{Section, Snapshot, SnapshotConfig};
use proptest::prelude::*;
use time::macros::date;

use super::shipped::{planted, read};
use super::support::{World, assert_steady, close};
use super::worlds::worlds;

/// Without articulation actors.
fn find(ecosystem: &Ecosystem) -> Signals {
    let everything = Selection::everything(ecosystem);
    let cells = white_spots(ecosystem, &everything, &[ecosystem.taxonomy().lead()]).expect("few cells");
    let ranked = gaps(ecosystem, &everything, &cells, &[], &GapsConfig::default()).expect("few cells");
    let ending = ending_within_a_year(ecosystem, &everything, Some(date!(2024 - 03 - 08))).expect("few cells");
    let referred = referrals(ecosystem, &everything, &ReferralsConfig::default());
    let findings = Findings {
        overlap: &overlap(ecosystem, &everything, &OverlapConfig::default()).expect("few pairs"),
        white_spots: &cells,
        gaps: &ranked,
        ending: ending.as_ref(),
        articulation: &[],
        referrals: referred.as_ref(),
        monitoring: &monitoring(ecosystem, &everything, &MonitoringConfig::default()),
    };
    signals(ecosystem, &everything, &findings)
}

fn shipped(id: &str, reconstructed: bool) -> SignalsRecord {
    let config = SnapshotConfig {
        sections: [Section::Signals].into(),
        establishments: establishments(),
        ..SnapshotConfig::default()
    };
    let snapshot = Snapshot::compute(read(id), &config, |_| ()).expect("it fits");
    signals_record(&snapshot.ecosystem, snapshot.signals.get().expect("asked"), reconstructed)
}

/// Reads a key back into its kind and parts.
fn parts(key: &str) -> (String, Vec<String>) {
    let read = |part: &str| {
        let mut bytes = Vec::new();
        let mut letters = part.bytes();
        while let Some(byte) = letters.next() {
            if byte == b'.' {
                let digits: Vec<u8> = letters.by_ref().take(2).collect();
                let text = String::from_utf8(digits).expect("digits");
                bytes.push(u8::from_str_radix(&text, 16).expect("hexadecimal"));
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).expect("text")
    };
    let mut pieces = key.split('~');
    let kind = pieces.next().expect("a kind").to_owned();
    (kind, pieces.map(read).collect())
}

#[test]
fn keys_are_readable_where_ids_are_plain() {
    assert_eq!(key(SignalKind::Overlap, &["I0033", "I0034"]), "overlap~I0033~I0034");
    assert_eq!(key(SignalKind::Absent, &["PV22", "activity_type", "x-y"]), "absent~PV22~activity_type~x-y");
    assert_eq!(key(SignalKind::Ending, &["é.~ /%"]), "ending~.C3.A9.2E.7E.20.2F.25");
}

proptest! {
    #[test]
    fn keys_can_be_read_back(list in proptest::collection::vec(any::<String>(), 1..4)) {
        let borrowed: Vec<&str> = list.iter().map(String::as_str).collect();
        let made = key(SignalKind::Thin, &borrowed);
        prop_assert!(made.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)));
        prop_assert_eq!(parts(&made), ("thin".to_owned(), list));
    }

    #[test]
    fn every_finding_is_one_signal(world in worlds()) {
        let ecosystem = world.build();
        let found = find(&ecosystem);
        let everything = Selection::everything(&ecosystem);
        let mut wanted: BTreeSet<(String, Vec<String>)> = BTreeSet::new();
        let mut want = |kind: &str, list: &[&str]| {
            wanted.insert((kind.to_owned(), list.iter().map(ToString::to_string).collect()));
        };
        for pair in overlap(&ecosystem, &everything, &OverlapConfig::default()).expect("few pairs").pairs {
            if pair.overlap.is_some() && !pair.collaborates {
                want("overlap", &[&ecosystem.initiatives()[pair.a].id, &ecosystem.initiatives()[pair.b].id]);
            }
        }
        let lead = ecosystem.taxonomy().lead();
        for cell in white_spots(&ecosystem, &everything, &[lead]).expect("few cells").cells {
            let region = cell.place.code(ecosystem.regions());
            let value = ecosystem.taxonomy().dimensions()[lead].value_code(cell.values[0]);
            let status = cell.status.code();
            if status == "absent" || (region != "NL" && ["national-only", "thin"].contains(&status)) {
                want(status, &[region, &world.lead, value]);
            }
            if cell.fragile {
                let offers = |row: &&super::support::ActivityRow| {
                    world.activity_area(row).own().contains(region)
                        && world.counted_values(row, &world.lead).contains(value)
                };
                let one = world.activities.iter().find(offers).expect("own supply");
                want("fragile", &[region, &world.lead, value, &one.initiative]);
            }
        }
        let (from, until) = (date!(2024 - 03 - 08), date!(2025 - 03 - 08));
        for row in &world.initiatives {
            if row.end.is_some_and(|end| from <= end && end <= until) {
                want("ending", &[&row.id]);
            }
            let link = |(from, to, count): &&(String, String, u64)| from != to && *count > 0;
            let links: Vec<_> = world.referrals.iter().filter(link).collect();
            if links.iter().any(|link| link.1 == row.id) && !links.iter().any(|link| link.0 == row.id) {
                want("dead-end", &[&row.id]);
            }
            let mine: Vec<_> = world.activities.iter().filter(|activity| activity.initiative == row.id).collect();
            let anybody = world.activities.iter().any(|activity| activity.reach.is_some());
            if anybody && !mine.is_empty() && mine.iter().all(|activity| activity.reach.is_none()) {
                want("unmeasured", &[&row.id]);
            }
        }
        let keys: Vec<_> = found.signals.iter().map(|signal| parts(&signal.key)).collect();
        prop_assert_eq!(keys.len(), wanted.len());
        prop_assert_eq!(keys.into_iter().collect::<BTreeSet<_>>(), wanted);
        for pair in found.signals.windows(2) {
            let order = |at: usize| (-pair[at].urgency, pair[at].kind, &pair[at].key);
            prop_assert!(order(0).partial_cmp(&order(1)) == Some(std::cmp::Ordering::Less));
        }
        prop_assert!(found.signals.iter().all(|signal| (0.0..=1.0).contains(&signal.urgency)));
        // Nothing is found of what could not be looked for.
        prop_assert!(found.signals.iter().all(|signal| found.looked_for.contains(&signal.kind)));
    }
}

/// Two pairs of like initiatives, one that ends, a dead end.
fn small() -> World {
    let like: &[(&str, &[&str])] =
        &[("activity_type", &["advisering"]), ("sector", &["A"]), ("bottleneck", &["weten"])];
    let mut world = World::new()
        .actors(&["x", "y"])
        .initiative("a", &["PV20"], &["x"])
        .initiative("b", &["PV20"], &["y"])
        .initiative("c", &["PV21"], &[])
        .activity("a1", "a", &[], like)
        .activity("b1", "b", &[], like)
        .activity("c1", "c", &[], &[("activity_type", &["signaleren"])])
        .referral("a", "c", 4);
    world.initiatives[2].end = Some(date!(2024 - 09 - 06));
    world
}

#[test]
fn urgency_follows_the_rule() {
    let ecosystem = small().build();
    let found = find(&ecosystem);
    let urgency = |key: &str| found.signals.iter().find(|signal| signal.key == key).expect("found").urgency;
    // Same audience and method, overlap 1: 0.2 + 0.6.
    assert!(close(urgency("overlap~a~b"), 0.8));
    // 182 of 365 days left, and the only signal in Friesland goes: 0.6 + 0.4 × 183/365.
    assert!(close(urgency("ending~c"), 0.6 + 0.4 * 183.0 / 365.0));
    // The only dead end gets most referrals: 0.1 + 0.4.
    assert!(close(urgency("dead-end~c"), 0.5));
    // Nothing known of demand or funding.
    assert!(close(urgency("fragile~PV21~activity_type~signaleren~c"), 0.2));
    assert_eq!([0.6, 0.599, 0.3, 0.299].map(class), [Class::High, Class::Middle, Class::Middle, Class::Low]);
}

#[test]
fn keys_do_not_depend_on_other_rows() {
    let keys = |world: &World| -> BTreeSet<String> {
        find(&world.build()).signals.into_iter().map(|signal| signal.key).collect()
    };
    let before = keys(&small());
    let more = small().actors(&["0", "zz"]).initiative("0", &["PV31"], &["0", "zz"]).activity("0", "0", &[], &[]);
    assert!(before.len() > 5 && keys(&more).is_superset(&before));
}

#[test]
fn order_of_rows_and_threads_do_not_matter() {
    assert_steady(&small(), find);
}

#[test]
fn nothing_known_gives_no_signals() {
    let found = find(&World::new().build());
    assert!(found.signals.is_empty() && found.looked_for.is_empty() && found.as_of.is_none());
}

#[test]
fn every_planted_truth_is_on_the_list() {
    let record = shipped("voorbeeld", false);
    let find = |key: &str| {
        record.signals.iter().find(|signal| signal.key == key).unwrap_or_else(|| panic!("{key} is not on the list"))
    };
    let has = |key: &str| record.signals.iter().any(|signal| signal.key == key);
    for row in planted("overlap-without-collaboration").iter().chain(&planted("overlap-funder-only")) {
        let signal = find(&format!("overlap~{}~{}", row[0], row[1]));
        let called: Vec<&str> = signal.initiatives.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(called, [&row[0], &row[1]]);
        assert!(signal.initiatives.iter().all(|one| one.contact.is_some() && !one.actors.is_empty()));
    }
    for row in planted("overlap-with-collaboration") {
        assert!(!has(&format!("overlap~{}~{}", row[0], row[1])));
    }
    for status in ["absent", "national-only", "thin"] {
        for row in planted(status) {
            let signal = find(&format!("{status}~{}~activity_type~{}", row[0], row[1]));
            assert_eq!(signal.regions, [row[0].clone()]);
            // Who serves the cell is named: nobody, national initiatives, or its own.
            let named: Vec<&str> = signal.initiatives.iter().map(|one| one.id.as_str()).collect();
            let planted = row.get(2).map_or("", String::as_str);
            assert!(planted.split_whitespace().all(|id| named.contains(&id)), "{row:?} {named:?}");
        }
    }
    for row in planted("fragile") {
        find(&format!("fragile~{}~activity_type~{}~{}", row[0], row[1], row[2]));
    }
    for row in planted("ending-empties") {
        for initiative in row[2].split_whitespace() {
            let signal = find(&format!("ending~{initiative}"));
            let emptied = signal.evidence["emptied"].as_array().expect("cells");
            assert!(
                emptied
                    .iter()
                    .any(|cell| cell["region"] == row[0] && cell["value"] == row[1] && cell["statusAfter"] == row[3])
            );
            // Supply that goes cannot wait.
            assert_eq!(signal.urgency_class, Class::High);
        }
    }
    for row in planted("articulation") {
        assert_eq!(find(&format!("articulation~{}", row[0])).actor.as_deref(), Some(row[0].as_str()));
    }
    for row in planted("dead-end") {
        assert!(find(&format!("dead-end~{}", row[0])).evidence["referrals"].as_u64() > Some(0));
    }
    let sentence = |key: &str| find(key).sentence.nl.clone();
    assert!(
        sentence("ending~I0009").contains("stopt op 30-9-2026, over 213 dagen. Daarmee valt het laatste eigen aanbod")
    );
    assert!(record.signals.iter().all(|signal| signal.basis == Basis::Fictional && !signal.sentence.en.is_empty()));
    assert_eq!(record.kinds.iter().filter_map(|kind| kind.found).sum::<usize>(), record.signals.len());
}

#[test]
fn what_was_reconstructed_is_shown_on_request_only() {
    let firm = shipped("regioscan-2023", false);
    assert!(!firm.signals.is_empty() && firm.signals.iter().all(|signal| signal.basis == Basis::Published));
    // Figure 7 was published, who stands behind its cells was not.
    assert!(firm.signals.iter().all(|signal| signal.initiatives.is_empty() && signal.examples.is_empty()));
    let withheld = |kind: SignalKind| firm.kinds.iter().find(|record| record.kind == kind).expect("listed").withheld;
    assert!(withheld(SignalKind::Overlap) > 0 && withheld(SignalKind::Fragile) > 0 && withheld(SignalKind::Thin) == 0);
    let all = shipped("regioscan-2023", true);
    let total: usize = SignalKind::ALL.iter().map(|&kind| withheld(kind)).sum();
    assert_eq!(all.signals.len(), firm.signals.len() + total);
    assert!(all.signals.iter().all(|signal| signal.basis != Basis::Fictional));
    let invented = all.signals.iter().filter(|signal| signal.kind == SignalKind::Overlap);
    assert!(invented.into_iter().all(|signal| signal.basis == Basis::Reconstructed));
    // Nobody says when anything ends, and there are no referrals: not looked for is not none.
    let found = |kind: SignalKind| all.kinds.iter().find(|record| record.kind == kind).expect("listed").found;
    assert_eq!(
        (found(SignalKind::Ending), found(SignalKind::DeadEnd), found(SignalKind::Unmeasured)),
        (None, None, None)
    );
}
