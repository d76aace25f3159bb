//! Every measure by itself, on fictional ecosystems of three sizes from one seed.
//!
//! `cargo bench --bench measures -- [SIZE] [MEASURE]…`: all measures on `european` when nothing is said; sizes are `national`
//! (220 initiatives), `european` (50,000) and `large` (500,000). Prints the median, the fastest and the slowest of several
//! rounds. The machine is noisy: compare two versions of the code within one run only, by turns.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may fail loudly")]

mod betweenness;
mod clusters;
mod degree;
mod layout;
mod leiden;
mod load;
mod network;
mod offer_overlap;
mod pagerank;
mod projection;
mod provider_overlap;
mod region_overlap;
mod white_spots;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::dataset::{ReadOptions, read_path};
use ecosysteemkaart::ecosystem::Ecosystem;
use ecosysteemkaart::generate::example::{ExampleConfig, example};
use ecosysteemkaart::network::{DEFAULT_MEMORY_BUDGET, Projection, TwoModeNetwork};

const SIZES: [(&str, usize); 3] = [("national", 220), ("european", 50_000), ("large", 500_000)];

/// A measure: its name, and one round of it.
type Measure = (&'static str, fn(&World));

const MEASURES: &[Measure] = &[
    ("load", load::round),
    ("network", network::round),
    ("projection", projection::round),
    ("degree", degree::round),
    ("pagerank", pagerank::round),
    ("betweenness", betweenness::round),
    ("leiden", leiden::round),
    ("clusters", clusters::round),
    ("provider-overlap", provider_overlap::round),
    ("offer-overlap", offer_overlap::round),
    ("region-overlap", region_overlap::round),
    ("white-spots", white_spots::round),
    ("layout", layout::round),
];

/// What measures start from.
struct World {
    folder: PathBuf,
    ecosystem: Ecosystem,
    selection: Selection,
    network: TwoModeNetwork,
    projection: Projection,
}

impl World {
    fn new(size: &str) -> Self {
        let initiatives = SIZES.iter().find(|(name, _)| *name == size).expect("national, european or large").1;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("measures-{size}"));
        std::fs::create_dir_all(&folder).unwrap();
        for file in example(&ExampleConfig { initiatives, ..ExampleConfig::default() }) {
            std::fs::write(folder.join(file.name), file.content).unwrap();
        }
        let ecosystem = read_path(&folder, &ReadOptions::default()).unwrap().ecosystem.expect("a valid example");
        let selection = Selection::everything(&ecosystem);
        let network = selection.network(&ecosystem);
        let projection = Projection::new(&network, DEFAULT_MEMORY_BUDGET).unwrap();
        Self { folder, ecosystem, selection, network, projection }
    }
}

fn main() {
    // `cargo bench` adds a flag of its own.
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let size = asked.iter().find(|word| SIZES.iter().any(|(name, _)| name == word)).map_or("european", String::as_str);
    let unknown = asked.iter().find(|word| *word != size && MEASURES.iter().all(|(name, _)| name != word));
    assert!(unknown.is_none(), "no measure is called {unknown:?}");
    let world = World::new(size);
    let is_asked = |name: &str| asked.iter().all(|word| word == size) || asked.iter().any(|word| word == name);
    println!("{size}, seconds: median (fastest to slowest) of rounds");
    for (name, round) in MEASURES.iter().filter(|(name, _)| is_asked(name)) {
        let mut rounds = Vec::new();
        let since = Instant::now();
        while rounds.is_empty() || (rounds.len() < 15 && since.elapsed() < Duration::from_secs(5)) {
            let start = Instant::now();
            round(&world);
            rounds.push(start.elapsed().as_secs_f64());
        }
        rounds.sort_unstable_by(f64::total_cmp);
        let [fastest, median, slowest] = [0, rounds.len() / 2, rounds.len() - 1].map(|place| rounds[place]);
        println!("{name:17} {median:9.4} ({fastest:.4} to {slowest:.4}) of {}", rounds.len());
    }
}
