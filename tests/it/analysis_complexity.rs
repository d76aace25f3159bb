//! Complexity against counts over words, all subsets, all pairs of shortest paths, and hand-derived draws.

use std::collections::BTreeMap;

use ecosysteemkaart::analysis::clusters::{ClustersConfig, clusters};
use ecosysteemkaart::analysis::complexity::diversity::{effective_types, rarefied_types};
use ecosysteemkaart::analysis::complexity::ending::a_year_after;
use ecosysteemkaart::analysis::complexity::ranks::RemovalConfig;
use ecosysteemkaart::analysis::complexity::{AreaComplexity, Complexity, ComplexityConfig, Share, complexity};
use ecosysteemkaart::analysis::offer::OverlapAspect;
use ecosysteemkaart::analysis::overlap::{OverlapConfig, overlap};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::analysis::white_spots::CellStatus;
use ecosysteemkaart::ecosystem::{Aspect, Ecosystem, Funding, Place};
use ecosysteemkaart::export::complexity_record;
use ecosysteemkaart::network::{DEFAULT_MEMORY_BUDGET, Projection};
use proptest::prelude::*;
use time::macros::date;

use super::analysis_overlap::Reference;
use super::shipped::{planted, read};
use super::support::{Served, Words, World, assert_steady, close, close_option, round12, words};
use super::worlds::worlds;

const ADVICE: (&str, &[&str]) = ("activity_type", &["advisering"]);
const SIGNAL: (&str, &[&str]) = ("activity_type", &["signaleren"]);

fn measure(ecosystem: &Ecosystem, config: &ComplexityConfig) -> Complexity {
    let selection = Selection::everything(ecosystem);
    let pairs = overlap(ecosystem, &selection, &OverlapConfig::default()).expect("few pairs");
    complexity(ecosystem, &selection, &pairs, config).expect("few actors")
}

fn area<'c>(ecosystem: &Ecosystem, found: &'c Complexity, code: &str) -> &'c AreaComplexity {
    found.areas.iter().find(|area| area.place.code(ecosystem.regions()) == code).expect("a listed area")
}

fn share(count: usize, of: usize) -> Share {
    Share { count, of, share: (of > 0).then(|| round12(count as f64 / of as f64)) }
}

/// Mean entropy over every subset of `to` of the counted things.
fn mean_entropy(counts: &[u64], to: u32) -> f64 {
    let things: Vec<usize> =
        counts.iter().enumerate().flat_map(|(kind, &count)| (0..count).map(move |_| kind)).collect();
    let (mut sum, mut subsets) = (0.0, 0.0);
    for subset in 0_u32..1 << things.len() {
        if subset.count_ones() == to {
            let mut met = vec![0.0_f64; counts.len()];
            (0..things.len()).filter(|&thing| subset & (1 << thing) != 0).for_each(|thing| met[things[thing]] += 1.0);
            let shares = met.iter().filter(|&&met| met > 0.0).map(|met| met / f64::from(to));
            sum -= shares.map(|share| share * libm::log(share)).sum::<f64>();
            subsets += 1.0;
        }
    }
    sum / subsets
}

#[test]
fn rarefied_variety_is_that_of_the_mean_entropy_over_all_samples() {
    for counts in [vec![1, 2, 3], vec![5, 1, 1, 0, 4], vec![6], vec![3, 3, 3, 3], vec![1; 9]] {
        let n: u64 = counts.iter().sum();
        for to in 1..=n {
            let expected = libm::exp(mean_entropy(&counts, to as u32));
            assert!(close_option(rarefied_types(&counts, to), Some(expected)), "{counts:?} {to}");
        }
        assert_eq!(rarefied_types(&counts, n), effective_types(&counts));
        assert_eq!((rarefied_types(&counts, 0), rarefied_types(&counts, n + 1)), (None, None));
    }
    // k types alike count as k; one type as 1; of nothing nothing is said.
    assert!(close_option(effective_types(&[7, 7, 7]), Some(3.0)));
    assert_eq!((effective_types(&[9, 0]), effective_types(&[]), rarefied_types(&[], 1)), (Some(1.0), None, None));
    // Large samples: twelve types alike stay near twelve, and a smaller sample never shows more in effect.
    let even = vec![1_000_000; 12];
    let found: Vec<f64> = [10, 100, 1_000].iter().map(|&to| rarefied_types(&even, to).unwrap()).collect();
    assert!(found[0] < found[1] && found[1] < found[2] && found[2] < 12.0 && found[2] > 11.9, "{found:?}");
}

#[test]
fn a_year_after_a_leap_day() {
    assert_eq!(a_year_after(date!(2024 - 02 - 29)), date!(2025 - 02 - 28));
    assert_eq!(a_year_after(date!(2026 - 03 - 01)), date!(2027 - 03 - 01));
    assert_eq!(a_year_after(date!(9999 - 12 - 31)), date!(9999 - 12 - 31));
}

/// Whether an area serves an enterprise in a region; `None`: in any.
fn serves(world: &World, area: &Served, code: Option<&str>) -> bool {
    match (area, code) {
        (Served::Unknown, _) => false,
        (Served::National, _) | (_, None) => true,
        (Served::Regions(own), Some(code)) => world.with_parents(code).iter().any(|outer| own.contains(outer)),
    }
}

struct Slow<'w> {
    world: &'w World,
    /// `None`: the whole.
    code: Option<&'w str>,
}

impl Slow<'_> {
    fn owns(&self, area: &Served) -> bool {
        self.code.is_none_or(|code| area.own().contains(code))
    }

    fn initiatives(&self) -> Words {
        let mine = |id: &String| self.owns(&self.world.initiative_area(id));
        self.world.initiative_ids().into_iter().filter(mine).collect()
    }

    fn actors(&self) -> Words {
        if self.code.is_none() {
            return self.world.actor_ids();
        }
        self.initiatives().iter().flat_map(|initiative| self.world.members(initiative)).collect()
    }

    fn doors(&self) -> Words {
        let open = |id: &String| serves(self.world, &self.world.initiative_area(id), self.code);
        self.world.initiative_ids().into_iter().filter(open).collect()
    }

    /// (dimension, value) → (open, unstated).
    fn doors_by_profile(&self) -> BTreeMap<(String, String), (usize, usize)> {
        let mut found = BTreeMap::new();
        let targets = self.world.dimensions.iter().filter(|row| row.aspect == Some(Aspect::Target));
        for dimension in targets {
            if self.world.activities.iter().all(|row| row.values.get(dimension.id).is_none_or(Words::is_empty)) {
                continue;
            }
            let named = |door: &String| -> Words {
                let rows = self.world.activities.iter().filter(|row| row.initiative == *door);
                let here = rows.filter(|row| serves(self.world, &self.world.activity_area(row), self.code));
                here.flat_map(|row| self.world.counted_values(row, dimension.id)).collect()
            };
            let doors: Vec<Words> = self.doors().iter().map(named).collect();
            let unstated = doors.iter().filter(|named| named.is_empty()).count();
            for value in self.world.values_of(dimension.id) {
                let open = doors.iter().filter(|named| named.contains(&value)).count();
                found.insert((dimension.id.to_owned(), value), (open, unstated));
            }
        }
        found
    }

    fn redundancy(&self) -> Share {
        let kept = self.world.activities.iter().map(|row| row.id.clone()).collect();
        let reference = Reference { world: self.world, aspect: OverlapAspect::Offer, everywhere: false, kept };
        let mine = self.world.activities.iter().filter(|row| self.owns(&self.world.activity_area(row)));
        let described: Vec<_> = mine.filter(|row| !reference.tokens(row).is_empty()).collect();
        let here = Served::Regions(self.code.iter().map(|code| (*code).to_owned()).collect());
        let with = described.iter().filter(|row| {
            self.world.activities.iter().any(|other| {
                other.initiative != row.initiative
                    && (self.code.is_none() || self.world.meet(&self.world.activity_area(other), &here))
                    && round12(reference.similarity(row, other)) >= 0.6
            })
        });
        share(with.count(), described.len())
    }

    fn overlap(&self) -> Share {
        let kept = self.world.activities.iter().map(|row| row.id.clone()).collect();
        let reference = Reference { world: self.world, aspect: OverlapAspect::Offer, everywhere: false, kept };
        let ids: Vec<String> = self.world.initiative_ids().into_iter().collect();
        let (mut apart, mut all) = (0, 0);
        for (position, a) in ids.iter().enumerate() {
            for b in &ids[position + 1..] {
                let (x, y) = (self.world.initiative_area(a), self.world.initiative_area(b));
                let common = match (&x, &y) {
                    (Served::Unknown, other) | (other, Served::Unknown) => other.clone(),
                    (Served::National, other) | (other, Served::National) => other.clone(),
                    (Served::Regions(x), Served::Regions(y)) => Served::Regions(self.world.common(x, y)),
                };
                let meets = self.world.meet(&x, &y)
                    && match self.code {
                        None => true,
                        Some(code) => {
                            common != Served::Unknown && self.world.meet(&common, &Served::of(&words(&[code])))
                        }
                    };
                if meets && reference.overlap(a, b).is_some_and(|overlap| overlap >= 0.5) {
                    all += 1;
                    apart += usize::from(!reference.collaborates(a, b));
                }
            }
        }
        share(apart, all)
    }

    fn types(&self) -> Vec<u64> {
        let mine: Vec<_> =
            self.world.activities.iter().filter(|row| self.owns(&self.world.activity_area(row))).collect();
        let counted = |value: &String| {
            mine.iter().filter(|row| self.world.counted_values(row, &self.world.lead).contains(value)).count() as u64
        };
        self.world.values_of(&self.world.lead).iter().map(counted).collect()
    }

    /// Linked actors, by name.
    fn linked(&self) -> Vec<Vec<bool>> {
        let actors: Vec<String> = self.actors().into_iter().collect();
        let members: Vec<Words> = self.initiatives().iter().map(|id| self.world.members(id)).collect();
        let link = |a: &String, b: &String| a != b && members.iter().any(|list| list.contains(a) && list.contains(b));
        actors.iter().map(|a| actors.iter().map(|b| link(a, b)).collect()).collect()
    }

    /// Links, density, mean path length, reachable share, by Floyd and Warshall.
    fn structure(&self) -> (usize, Option<f64>, Option<f64>, Option<f64>) {
        let linked = self.linked();
        let n = linked.len();
        let mut steps: Vec<Vec<Option<usize>>> =
            linked.iter().map(|row| row.iter().map(|&linked| linked.then_some(1)).collect()).collect();
        for via in 0..n {
            for a in 0..n {
                for b in 0..n {
                    if let (Some(x), Some(y)) = (steps[a][via], steps[via][b]) {
                        steps[a][b] = Some(steps[a][b].map_or(x + y, |known| known.min(x + y)));
                    }
                }
            }
        }
        let known: Vec<usize> = (0..n)
            .flat_map(|a| (0..n).filter(move |&b| a != b).map(move |b| (a, b)))
            .filter_map(|(a, b)| steps[a][b])
            .collect();
        let links = linked.iter().flatten().filter(|&&linked| linked).count() / 2;
        let pairs = (n * n.saturating_sub(1)) as f64;
        (
            links,
            (n > 1).then(|| 2.0 * links as f64 / pairs),
            (!known.is_empty()).then(|| known.iter().sum::<usize>() as f64 / known.len() as f64),
            (n > 1).then(|| known.len() as f64 / pairs),
        )
    }
}

proptest! {
    #[test]
    fn agrees_with_counts_over_words(world in worlds()) {
        let ecosystem = world.build();
        let found = measure(&ecosystem, &ComplexityConfig { rarefy_to: Some(3), ..ComplexityConfig::default() });
        for area in &found.areas {
            let code = match area.place {
                Place::National => None,
                place @ Place::Region(_) => Some(place.code(ecosystem.regions())),
            };
            let slow = Slow { world: &world, code };
            prop_assert_eq!(area.initiatives, slow.initiatives().len());
            prop_assert_eq!(area.actors, slow.actors().len());
            let mine = world.activities.iter().filter(|row| slow.owns(&world.activity_area(row)));
            prop_assert_eq!(area.activities, mine.count());
            prop_assert_eq!(area.doors, slow.doors().len());
            let dimensions = ecosystem.taxonomy().dimensions();
            let doors: BTreeMap<(String, String), (usize, usize)> = area
                .doors_by_profile
                .iter()
                .map(|doors| {
                    let dimension = &dimensions[doors.dimension];
                    let key = (dimension.id.to_string(), dimension.value_code(doors.value).to_owned());
                    (key, (doors.open, doors.unstated))
                })
                .collect();
            prop_assert_eq!(doors, slow.doors_by_profile());
            prop_assert_eq!(area.redundancy, slow.redundancy());
            prop_assert_eq!(area.overlap_without_collaboration, slow.overlap());
            let types = slow.types();
            prop_assert_eq!(area.types, types.iter().filter(|&&count| count > 0).count());
            let n: u64 = types.iter().sum();
            prop_assert_eq!(area.type_sample, n);
            let entropy = |to: u64| libm::exp(mean_entropy(&types, to as u32));
            if n <= 14 {
                prop_assert!(close_option(area.effective_types_observed, (n > 0).then(|| entropy(n))));
                prop_assert!(close_option(area.effective_types, (n >= 3).then(|| entropy(3))));
            }
            let (links, density, path, reachable) = slow.structure();
            prop_assert_eq!(area.structure.links, links);
            prop_assert!(close_option(area.structure.density, density));
            prop_assert!(close_option(area.structure.mean_path_length, path), "{:?} {path:?}", area.structure);
            prop_assert!(close_option(area.structure.reachable, reachable));
        }
    }

    #[test]
    fn modularity_is_that_of_the_clusters(world in worlds()) {
        let ecosystem = world.build();
        let found = measure(&ecosystem, &ComplexityConfig::default());
        for area in &found.areas {
            let slow = Slow { world: &world, code: match area.place {
                Place::National => None,
                place @ Place::Region(_) => Some(place.code(ecosystem.regions())),
            }};
            // A world of this area only.
            let (actors, initiatives) = (slow.actors(), slow.initiatives());
            let mut part = world.clone();
            part.actors.retain(|row| actors.contains(&row.id));
            part.initiatives.retain(|row| initiatives.contains(&row.id));
            part.participations.retain(|row| initiatives.contains(&row.0));
            part.activities.retain(|row| initiatives.contains(&row.initiative));
            part.referrals.clear();
            let part = part.build();
            let network = Selection::everything(&part).network(&part);
            let projection = Projection::new(&network, DEFAULT_MEMORY_BUDGET).expect("small");
            let expected = clusters(&part, &network, &projection, &ClustersConfig::default()).modularity;
            prop_assert_eq!(area.structure.modularity, expected);
        }
    }
}

#[test]
fn covered_cells_are_those_that_are_neither_empty_nor_thin_nor_unseen() {
    // R1 has advice twice and signals once, R2 signals once; R3 was surveyed and has nothing, R4 was not.
    let mut world = World::new()
        .with_regions(&["R1", "R2", "R3", "R4"])
        .initiative("x", &["R1"], &[])
        .initiative("y", &["R2"], &[])
        .activity("t1", "x", &[], &[ADVICE])
        .activity("t2", "x", &[], &[ADVICE])
        .activity("t3", "x", &[], &[SIGNAL])
        .activity("t4", "y", &[], &[SIGNAL]);
    world.surveyed = words(&["R3"]);
    let ecosystem = world.build();
    let found = measure(&ecosystem, &ComplexityConfig::default());
    // Three types: 2 of 3 cells in R1, 1 of 3 in R2, none of 3 in R3, nothing to say of R4.
    let covered = |code: &str| area(&ecosystem, &found, code).covered_cells;
    assert_eq!(
        (covered("R1"), covered("R2"), covered("R3"), covered("R4")),
        (share(2, 3), share(1, 3), share(0, 3), share(0, 0))
    );
    assert_eq!(found.areas[0].covered_cells, share(3, 9));
    let surveyed: Vec<bool> = found.areas.iter().map(|area| area.surveyed).collect();
    assert_eq!(surveyed, [true, true, true, true, false]);
    // Fewer than ten values anywhere: no common sample size.
    assert_eq!((found.rarefied_to, area(&ecosystem, &found, "R1").effective_types), (None, None));
}

/// A world with what worlds of words do not say: funding, a date, a population.
fn told(world: &World, funding: &[(&str, Funding)], date: &str, known: Option<u64>) -> Ecosystem {
    let mut contents = world.build().contents().clone();
    for initiative in &mut contents.initiatives {
        initiative.funding = funding.iter().find(|(id, _)| *id == &*initiative.id).map(|&(_, funding)| funding);
    }
    contents.about.date = date.to_owned();
    contents.about.known_population = known;
    Ecosystem::new(contents).expect("as valid as before")
}

#[test]
fn what_ends_within_a_year_and_the_cells_it_leaves_empty() {
    let mut world = World::new()
        .with_regions(&["R1", "R2"])
        .initiative("gone", &["R1"], &[])
        .initiative("in-time", &["R1"], &[])
        .initiative("last-day", &["R1"], &[])
        .initiative("late", &["R2"], &[])
        .initiative("national", &["NL"], &[])
        .activity("t1", "gone", &[], &[ADVICE])
        .activity("t2", "in-time", &[], &[ADVICE])
        .activity("t3", "last-day", &[], &[ADVICE, ("sector", &["A"])])
        .activity("t4", "late", &[], &[ADVICE])
        .activity("t5", "national", &[], &[SIGNAL]);
    let ends = [date!(2026 - 02 - 28), date!(2026 - 03 - 01), date!(2027 - 03 - 01), date!(2027 - 03 - 02)];
    for (row, end) in world.initiatives.iter_mut().zip(ends) {
        row.end = Some(end);
    }
    world.initiatives[4].end = Some(date!(2026 - 12 - 31));
    let funding = [("gone", Funding::Temporary), ("in-time", Funding::Temporary), ("last-day", Funding::Structural)];
    let ecosystem = told(&world, &funding, "2026-03-01", None);
    let found = measure(&ecosystem, &ComplexityConfig::default());
    assert_eq!((found.as_of, found.until), (Some(date!(2026 - 03 - 01)), Some(date!(2027 - 03 - 01))));
    let ids = |list: &[usize]| -> Vec<String> {
        list.iter().map(|&initiative| ecosystem.initiatives()[initiative].id.to_string()).collect()
    };
    let of = |code: &str| area(&ecosystem, &found, code).ending.clone().expect("ends are known");
    let r1 = of("R1");
    assert_eq!((ids(&r1.initiatives), r1.running, r1.with_end), (vec!["in-time".into(), "last-day".into()], 2, 2));
    // Advice in R1 loses its own supply; signals lose the national supply.
    let cells: Vec<_> =
        r1.emptied.iter().map(|cell| (cell.own, cell.national, ids(&cell.initiatives), cell.status_after)).collect();
    assert_eq!(
        cells,
        [
            (2, 0, vec!["in-time".to_owned(), "last-day".to_owned()], CellStatus::Absent),
            (0, 1, vec!["national".to_owned()], CellStatus::Absent)
        ]
    );
    let r2 = of("R2");
    assert_eq!((r2.initiatives.len(), r2.emptied.len()), (0, 1));
    assert_eq!(
        found.areas[0].ending.as_ref().map(|ending| (ending.initiatives.len(), ending.emptied.len())),
        Some((3, 3))
    );
    assert_eq!(area(&ecosystem, &found, "R1").temporary, share(2, 3));
    assert_eq!(area(&ecosystem, &found, "R2").temporary, share(0, 0));
    // Another day gives another year.
    let later = ComplexityConfig { as_of: Some(date!(2026 - 03 - 02)), ..ComplexityConfig::default() };
    let found = measure(&ecosystem, &later);
    assert_eq!(ids(&found.areas[0].ending.as_ref().unwrap().initiatives), ["last-day", "late", "national"]);
    // No date, no year; no end dates, nothing said.
    assert!(
        measure(&told(&world, &[], "", None), &ComplexityConfig::default())
            .areas
            .iter()
            .all(|area| area.ending.is_none())
    );
    world.initiatives.iter_mut().for_each(|row| row.end = None);
    let ecosystem = told(&world, &[], "2026-03-01T00:00:00Z", None);
    let found = measure(&ecosystem, &ComplexityConfig::default());
    assert_eq!(found.as_of, Some(date!(2026 - 03 - 01)));
    assert!(found.areas.iter().all(|area| area.ending.is_none()));
}

#[test]
fn ranks_waver_as_far_as_the_draws_let_them() {
    // Half is missing, so one of the two initiatives is removed. Without the second, a, b, c have two links each and
    // rank 1; without the first they share rank 3. For d and e it is 4 or 1. The hub of a third test is always first.
    let world = World::new().actors(&["a", "b", "c", "d", "e"]).initiative("x", &[], &["a", "b", "c"]).initiative(
        "y",
        &[],
        &["d", "e"],
    );
    let ecosystem = told(&world, &[], "", Some(4));
    let found = measure(&ecosystem, &ComplexityConfig::default());
    assert_eq!(found.survey_coverage, Some(0.5));
    let ranges = found.rank_ranges.expect("half is missing");
    assert_eq!((ranges.missing_share, ranges.removed, ranges.runs), (0.5, 1, 200));
    let rows: Vec<_> =
        ranges.actors.iter().map(|range| (range.actor, range.degree, range.rank, range.low, range.high)).collect();
    assert_eq!(rows, [(0, 2, 1, 1, 3), (1, 2, 1, 1, 3), (2, 2, 1, 1, 3), (3, 1, 4, 1, 4), (4, 1, 4, 1, 4)]);
    let hub = World::new()
        .actors(&["a", "b", "c", "hub"])
        .initiative("x", &[], &["a", "hub"])
        .initiative("y", &[], &["b", "hub"])
        .initiative("z", &[], &["c", "hub"]);
    let found = measure(&told(&hub, &[], "", Some(4)), &ComplexityConfig::default());
    let ranges = found.rank_ranges.expect("a quarter is missing");
    assert_eq!((ranges.removed, ranges.actors[0].actor, ranges.actors[0].high), (1, 3, 1));
    for known in [None, Some(0), Some(2), Some(3)] {
        assert_eq!(measure(&told(&hub, &[], "", known), &ComplexityConfig::default()).rank_ranges, None, "{known:?}");
    }
    let none = ComplexityConfig {
        removal: RemovalConfig { runs: 0, ..RemovalConfig::default() },
        ..ComplexityConfig::default()
    };
    assert_eq!(measure(&told(&hub, &[], "", Some(9)), &none).rank_ranges, None);
}

#[test]
fn sampled_path_lengths_are_near_the_exact_ones() {
    let ecosystem = read("voorbeeld");
    let mut config = ComplexityConfig {
        removal: RemovalConfig { runs: 0, ..RemovalConfig::default() },
        ..ComplexityConfig::default()
    };
    config.structure.runs = 1;
    let exact = measure(&ecosystem, &config).areas.swap_remove(0).structure;
    config.structure.exact_link_visits = 1;
    config.structure.pivots = 400;
    let sampled = measure(&ecosystem, &config).areas.swap_remove(0).structure;
    assert!(!exact.approximate && sampled.approximate);
    let (exact, sampled) = (exact.mean_path_length.unwrap(), sampled.mean_path_length.unwrap());
    assert!((exact - sampled).abs() < 0.05 * exact, "{exact} {sampled}");
}

#[test]
fn the_same_bits_for_any_threads_and_row_order() {
    let world = (0..14).fold(World::new().actors(&["a", "b", "c", "d", "e", "f"]), |world, n: usize| {
        let id = format!("i{n}");
        let partners = [["a", "b"], ["c", "d"], ["b", "e"]][n % 3];
        let world = world.initiative(&id, &["PV20", "PV21", "PV31"][..n % 4], &partners);
        world.activity(
            &format!("t{n}"),
            &id,
            &[],
            &[if n.is_multiple_of(2) { ADVICE } else { SIGNAL }, ("sector", &["A"])],
        )
    });
    assert_steady(&world, |ecosystem| {
        let mut contents = ecosystem.contents().clone();
        contents.about.known_population = Some(30);
        measure(&Ecosystem::new(contents).expect("valid"), &ComplexityConfig::default())
    });
}

#[test]
fn planted_truths_of_the_example() {
    let ecosystem = read("voorbeeld");
    let found = measure(&ecosystem, &ComplexityConfig::default());
    let record = complexity_record(&ecosystem, &found);
    assert_eq!((record.as_of.as_deref(), record.survey_coverage), (Some("2026-03-01"), Some(0.55)));
    for row in planted("ending-empties") {
        let area = record.areas.iter().find(|area| area.region == row[0]).unwrap();
        let cells = area.emptied_cells.as_ref().unwrap();
        let cell = cells.iter().find(|cell| cell.value == row[1]).unwrap_or_else(|| panic!("{row:?}: {cells:?}"));
        assert_eq!(cell.initiatives.join(" "), row[2], "{row:?}");
        assert_eq!(cell.status_after, row[3], "{row:?}");
    }
    let unseen = record.areas.iter().find(|area| area.region == "PV31").unwrap();
    assert!(!unseen.surveyed && unseen.covered_cells.is_none() && unseen.effective_types.is_none());
    // Pairs planted as overlapping in one province are among those that are counted there.
    let overlapping = record.areas.iter().map(|area| area.overlapping_pairs).sum::<usize>();
    assert!(overlapping >= 2 * planted("overlap-without-collaboration").len());
    let ranges = record.rank_ranges.unwrap();
    assert_eq!((ranges.removed_initiatives, ranges.actors.len()), (99, 20));
    assert!(
        ranges.actors.iter().all(|range| range.rank_low <= range.rank_median && range.rank_median <= range.rank_high)
    );
    assert!(ranges.actors.windows(2).all(|pair| pair[0].rank <= pair[1].rank));
}

#[test]
fn the_regioscan_is_rarefied_to_its_smallest_province() {
    let ecosystem = read("regioscan-2023");
    let found = measure(&ecosystem, &ComplexityConfig::default());
    // Figure 7: column totals are the activities by province; the smallest sets the sample.
    let sizes: Vec<u64> = found.areas[1..].iter().map(|area| area.type_sample).collect();
    assert_eq!((sizes.len(), sizes.iter().sum::<u64>()), (12, 582));
    assert_eq!(found.rarefied_to, sizes.iter().min().copied());
    for area in &found.areas {
        let (rarefied, observed) = (area.effective_types.unwrap(), area.effective_types_observed.unwrap());
        assert!(rarefied <= observed + 1e-9 && (1.0..=12.0).contains(&rarefied));
    }
    assert!(close(found.survey_coverage.unwrap(), 0.55));
    // Nobody says when anything ends or how it is paid for.
    assert!(found.areas.iter().all(|area| area.ending.is_none() && area.temporary.share.is_none()));
}
