//! A scenario in JSON beside a shipped dataset: where everything is afterwards agrees with what was done.
#![no_main]

use std::sync::LazyLock;

use ecosysteemkaart::dataset::read_scenario;
use ecosysteemkaart::ecosystem::Ecosystem;
use ecosysteemkaart_fuzz::{findings_hold, seeds, shipped};
use libfuzzer_sys::fuzz_target;

static ECOSYSTEM: LazyLock<Ecosystem> = LazyLock::new(shipped);

fn start() -> Vec<Vec<u8>> {
    let [a, b, c] = [0, 1, 2].map(|position| &*ECOSYSTEM.actors()[position].id);
    let [i, j, k] = [0, 1, 2].map(|position| &*ECOSYSTEM.initiatives()[position].id);
    let merge = |keep: &str, merge: &str| format!(r#"[{{"keep": "{keep}", "merge": ["{merge}"]}}]"#);
    let (actors, initiatives) = (merge(a, b), merge(i, j));
    let texts = [
        format!(r#"{{"remove": {{"initiatives": ["{k}"], "actors": ["{c}"]}}}}"#),
        format!(r#"{{"merge": {{"initiatives": {initiatives}, "actors": {actors}}}}}"#),
        format!(r#"{{"remove": {{"actors": ["{a}"]}}, "merge": {{"actors": {actors}}}}}"#),
        String::from(r#"{"add": [{"name": "Digitale werkplaats", "regions": ["Drenthe"], "activities": []}]}"#),
    ];
    texts.into_iter().map(String::into_bytes).collect()
}

fuzz_target!(init: seeds(start), |bytes: &[u8]| {
    let reading = read_scenario("scenario.json", bytes, &ECOSYSTEM);
    findings_hold(&reading.findings, reading.edited.is_some());
    let Some(edited) = reading.edited else { return };
    let (after, report) = (&edited.ecosystem, &edited.report);
    let removed = edited.actors.iter().filter(|position| position.is_none()).count();
    assert_eq!(removed, report.removed_actors.len());
    for (before, after, added) in [
        (&edited.actors, after.actors().len(), report.added_actors.len()),
        (&edited.initiatives, after.initiatives().len(), report.added_initiatives.len()),
    ] {
        let mut left: Vec<u32> = before.iter().flatten().copied().collect();
        left.sort_unstable();
        left.dedup();
        assert_eq!(left.len() + added, after);
        assert!(left.iter().all(|position| (*position as usize) < after));
    }
});
