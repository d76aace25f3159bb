//! Names of organisations, a record per line with `|` between its spellings: what blocking finds is found without it, alike.
#![no_main]

use ecosysteemkaart::analysis::names::{NamePair, POSSIBLE, Record, SharedLinks, suggest, suggest_all};
use ecosysteemkaart_fuzz::{seeds, shipped};
use libfuzzer_sys::fuzz_target;

const MOST_RECORDS: usize = 40;

fn start() -> Vec<Vec<u8>> {
    let ecosystem = shipped();
    let names: Vec<&str> = ecosystem.actors().iter().map(|actor| &*actor.name).collect();
    let mut seeds: Vec<Vec<u8>> = names.chunks(8).map(|names| names.join("\n").into_bytes()).collect();
    seeds.push("Hogeschool van Amsterdam|HvA\nHvA\nKvK Noord B.V.\nStichting KvK Noord\n's-Gravenhage 12".into());
    seeds
}

fuzz_target!(init: seeds(start), |bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let record = |line: &str| Record { names: line.split('|').map(str::to_owned).collect(), ..Record::default() };
    let records: Vec<Record> = text.lines().take(MOST_RECORDS).map(record).collect();
    let links = |_, _| SharedLinks::default();
    let all = suggest_all(&records, &links);
    assert!(all.iter().all(|pair| pair.a < pair.b && (POSSIBLE..=1.0).contains(&pair.score)), "{all:?}");
    let (found, _) = suggest(&records, &links);
    let only_blocked = |pair: &NamePair| !all.contains(pair);
    assert!(!found.iter().any(only_blocked), "{found:?} {all:?}");
    // Which of two names comes first says nothing about how alike they are.
    let turned: Vec<Record> = records.iter().rev().cloned().collect();
    let scores = |pairs: &[NamePair]| pairs.iter().map(|pair| pair.score).collect::<Vec<_>>();
    assert_eq!(scores(&all), scores(&suggest_all(&turned, &links)), "{records:?}");
});
