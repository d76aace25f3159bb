//! A proposed initiative in JSON beside a shipped dataset: what is read can be added.
#![no_main]

use std::sync::LazyLock;

use ecosysteemkaart::dataset::read_proposal;
use ecosysteemkaart::ecosystem::Ecosystem;
use ecosysteemkaart_fuzz::{findings_hold, seeds, shipped};
use libfuzzer_sys::fuzz_target;

static ECOSYSTEM: LazyLock<Ecosystem> = LazyLock::new(shipped);

fn start() -> Vec<Vec<u8>> {
    let (actor, initiative) = (&ECOSYSTEM.actors()[0], &ECOSYSTEM.initiatives()[0]);
    let texts = [
        format!(r#"{{"name": "Digitale werkplaats", "regions": ["Drenthe"], "actors": ["{}", "Nieuw"]}}"#, actor.id),
        format!(r#"{{"id": "{}", "name": "Dubbel", "actors": [{{"actor": "{}"}}]}}"#, initiative.id, actor.name),
        String::from(
            r#"{"name": "Werkplaats", "regions": "PV20|NL", "level": "regional", "start": "2024-01-01", "end": "2025-12-31",
            "funding": "tijdelijk", "budget": 1000, "formerly": ["oud"], "url": "https://example.org",
            "actors": [{"actor": "Werkplaats", "kind": "bedrijf", "public": "privaat", "region": "Drenthe", "role": "funder"}],
            "activities": [{"activity_type": "advisering", "sector": ["C", "F"], "theme": "alle", "reach": 12}]}"#,
        ),
    ];
    texts.into_iter().map(String::into_bytes).collect()
}

fuzz_target!(init: seeds(start), |bytes: &[u8]| {
    let reading = read_proposal("proposal.json", bytes, &ECOSYSTEM);
    findings_hold(&reading.findings, reading.proposal.is_some());
    if let Some(proposal) = reading.proposal {
        let with = ECOSYSTEM.with(&proposal).expect("what was read can be added");
        assert_eq!(with.initiatives().len(), ECOSYSTEM.initiatives().len() + 1);
        assert_eq!(with.actors().len(), ECOSYSTEM.actors().len() + proposal.new_actors.len());
    }
});
