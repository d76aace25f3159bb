//! White spots in depth: demand, ranks and comparable regions by definition, and the shrunken ratio against its sources.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use ecosysteemkaart::analysis::gaps::{
    CellDemand, Chance, Gap, Gaps, GapsConfig, Unserved, concentration, gaps, shrunken_ratio,
};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::analysis::white_spots::{CellStatus, WhiteSpotCell, WhiteSpots, WhiteSpotsError, white_spots};
use ecosysteemkaart::ecosystem::{Demand, EVERY_VALUE, Ecosystem, Establishments, Place, Scope};
use proptest::collection::vec;
use proptest::prelude::*;

use super::support::{ActivityRow, Served, Words, World, at_threads, close, close_option, round12, words};
use super::worlds::worlds;

/// A row of demand in words.
#[derive(Debug, Clone)]
struct DemandRow {
    /// A region code, `NL` or nothing.
    region: String,
    values: BTreeMap<&'static str, Words>,
    enterprises: Option<u64>,
    share: Option<f64>,
}

fn row(region: &str, values: &[(&'static str, &[&str])], enterprises: Option<u64>, share: Option<f64>) -> DemandRow {
    let values = values.iter().map(|&(dimension, list)| (dimension, words(list))).collect();
    DemandRow { region: region.to_owned(), values, enterprises, share }
}

fn build(world: &World, demand: &[DemandRow], date: &str) -> Ecosystem {
    let mut contents = world.contents();
    date.clone_into(&mut contents.about.date);
    contents.demand = demand
        .iter()
        .map(|row| {
            let mut cell: Vec<(usize, u16)> = Vec::new();
            for (dimension, list) in &row.values {
                let position = contents.taxonomy.position(dimension).expect("a known dimension");
                let known = &contents.taxonomy.dimensions()[position];
                let value =
                    |word: &String| if word == "alle" { EVERY_VALUE } else { known.position(word).expect("known") };
                cell.extend(list.iter().map(|word| (position, value(word))));
            }
            cell.sort_unstable();
            let scope = match row.region.as_str() {
                "" => Scope::Unknown,
                "NL" => Scope::National,
                code => Scope::Region(contents.regions.position(code).expect("a known region")),
            };
            Demand { scope, cell, enterprises: row.enterprises, share_with_need: row.share }
        })
        .collect();
    Ecosystem::new(contents).expect("the rows of a test are consistent")
}

fn sizes(rows: &[(&str, u16, u64)]) -> Vec<Establishments> {
    rows.iter().map(|&(region, year, count)| Establishments { region: region.into(), year, count }).collect()
}

fn measure(ecosystem: &Ecosystem, by: &[&str], sizes: &[Establishments]) -> (WhiteSpots, Gaps) {
    let by: Vec<usize> = by.iter().map(|id| ecosystem.taxonomy().position(id).expect("a known dimension")).collect();
    let selection = Selection::everything(ecosystem);
    let cells = white_spots(ecosystem, &selection, &by).expect("few cells");
    let found = gaps(ecosystem, &selection, &cells, sizes, &GapsConfig::default()).expect("few cells");
    (cells, found)
}

/// What the definition says of the demand in a cell: (enterprises, share, where the share is of, for how many dimensions).
type Known = (Option<u64>, Option<f64>, Option<String>, usize);

fn demand_reference(world: &World, rows: &[DemandRow], by: &[&str], region: &str, values: &[String]) -> Known {
    // The rows that speak of the cell at a place with exactly these of the asked dimensions, best first.
    let speaking = |place: &str, asked: &[usize]| -> Vec<&DemandRow> {
        let fits = |row: &&DemandRow| {
            let named: Vec<&str> = asked.iter().map(|&i| by[i]).collect();
            row.region == place
                && row.values.len() == named.len()
                && asked.iter().all(|&i| {
                    row.values.get(by[i]).is_some_and(|list| list.contains("alle") || list.contains(&values[i]))
                })
        };
        let width = |row: &DemandRow| -> usize {
            let size = |(dimension, list): (&&str, &Words)| {
                if list.contains("alle") { world.values_of(dimension).len() } else { list.len() }
            };
            row.values.iter().map(size).product()
        };
        let mut found: Vec<&DemandRow> = rows.iter().filter(fits).collect();
        found.sort_by(|a, b| {
            let half = |row: &DemandRow| row.enterprises.is_none() || row.share.is_none();
            let share = |row: &DemandRow| row.share.unwrap_or(-1.0);
            let enterprises = |row: &DemandRow| row.enterprises.map_or(-1.0, |count| count as f64);
            (width(a), half(a))
                .cmp(&(width(b), half(b)))
                .then(share(b).total_cmp(&share(a)))
                .then(enterprises(b).total_cmp(&enterprises(a)))
        });
        found
    };
    let all: Vec<usize> = (0..by.len()).collect();
    let enterprises = speaking(region, &all).iter().find_map(|row| row.enterprises);
    let mut places = Vec::new();
    let mut here = Some(region.to_owned()).filter(|code| code != "NL");
    while let Some(code) = here {
        here = world.regions.iter().find(|(known, _)| *known == code).and_then(|(_, parent)| parent.clone());
        places.push(code);
    }
    places.push("NL".to_owned());
    let subsets: Vec<Vec<usize>> = match by.len() {
        1 => vec![vec![0]],
        2 => vec![vec![0, 1], vec![0], vec![1]],
        _ => vec![vec![0, 1, 2], vec![0, 1], vec![0, 2], vec![1, 2], vec![0], vec![1], vec![2]],
    };
    for place in places {
        for subset in &subsets {
            if let Some(share) = speaking(&place, subset).iter().find_map(|row| row.share) {
                return (enterprises, Some(share), Some(place), subset.len());
            }
        }
    }
    (enterprises, None, None, 0)
}

fn same_demand(ecosystem: &Ecosystem, found: Option<&CellDemand>, wanted: &Known) -> bool {
    let Some(found) = found else { return wanted.0.is_none() && wanted.1.is_none() };
    let of = found.share_of.map(|place| place.code(ecosystem.regions()).to_owned());
    let need = wanted.0.zip(wanted.1).map(|(count, share)| count as f64 * share);
    found.enterprises == wanted.0
        && close_option(found.share, wanted.1)
        && of == wanted.2
        && found.share_dimensions == wanted.3
        && close_option(found.need, need)
}

fn has(world: &World, row: &ActivityRow, by: &[&str], values: &[String]) -> bool {
    by.iter().zip(values).all(|(dimension, value)| world.counted_values(row, dimension).contains(value))
}

/// Initiatives with activities in a cell: in the region itself, or national ones.
fn providers(world: &World, by: &[&str], values: &[String], region: Option<&str>) -> Words {
    let serves = |row: &&ActivityRow| match (world.activity_area(row), region) {
        (Served::Regions(codes), Some(region)) => codes.contains(region),
        (Served::National, None) => true,
        _ => false,
    };
    let rows = world.activities.iter().filter(serves).filter(|row| has(world, row, by, values));
    rows.map(|row| row.initiative.clone()).collect()
}

fn missing(own: u64, expected: Option<f64>) -> Option<f64> {
    if own == 0 { Some(1.0) } else { expected.map(|expected| f64::max(0.0, 1.0 - own as f64 / expected)) }
}

/// (kind, amount): 0 need, 1 share, 2 enterprises.
fn unserved_reference(demand: &Known, missing: Option<f64>) -> Option<(u8, f64)> {
    let (kind, amount) = match (demand.0, demand.1) {
        (Some(count), Some(share)) => (0, count as f64 * share),
        (None, Some(share)) => (1, share),
        (Some(count), None) => (2, count as f64),
        (None, None) => return None,
    };
    missing.map(|missing| (kind, amount * missing))
}

fn kind(unserved: Unserved) -> u8 {
    match unserved {
        Unserved::Need(_) => 0,
        Unserved::Share(_) => 1,
        Unserved::Enterprises(_) => 2,
    }
}

/// Where a gap stands: kind of demand, shortfall, surveyed without figures, not surveyed; then the amounts.
fn standing(gap: &Gap, cell: &WhiteSpotCell) -> (u8, f64, f64) {
    let demand = gap.unserved.filter(|unserved| unserved.amount() > 0.0);
    let group = match (demand, gap.shortfall) {
        (Some(demand), _) => kind(demand),
        (None, Some(_)) => 3,
        (None, None) if cell.status != CellStatus::NotSurveyed => 4,
        _ => 5,
    };
    (group, demand.map_or(0.0, Unserved::amount), gap.shortfall.unwrap_or(0.0))
}

/// Own activities per value of the lead dimension.
fn profile(world: &World, region: &str) -> BTreeMap<String, f64> {
    let mut profile = BTreeMap::new();
    for activity in world.activities.iter().filter(|row| world.activity_area(row).own().contains(region)) {
        for value in world.counted_values(activity, &world.lead) {
            *profile.entry(value).or_insert(0.0) += 1.0;
        }
    }
    profile
}

fn similar_reference(world: &World, region: &str) -> Vec<(String, f64)> {
    let mine = profile(world, region);
    let norm = |profile: &BTreeMap<String, f64>| profile.values().map(|count| count * count).sum::<f64>().sqrt();
    let mut found = Vec::new();
    for code in world.regions.iter().map(|(code, _)| code.clone()).collect::<Words>() {
        let other = profile(world, &code);
        let dot: f64 = mine.iter().map(|(value, count)| count * other.get(value).unwrap_or(&0.0)).sum();
        if code != region && dot > 0.0 {
            found.push((code, round12(dot / (norm(&mine) * norm(&other)))));
        }
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found.truncate(3);
    found
}

/// (region, values per dimension, enterprises, share in tenths)
type RawDemand = (u8, [Vec<u8>; 3], Option<u16>, Option<u8>);

fn demand_rows() -> impl Strategy<Value = Vec<RawDemand>> {
    let list = || prop_oneof![3 => Just(vec![]), 4 => vec(0_u8..4, 1), 1 => vec(0_u8..4, 2)];
    let values = (list(), list(), prop_oneof![9 => Just(vec![]), 1 => vec(0_u8..3, 1)]).prop_map(|(a, b, c)| [a, b, c]);
    vec((0_u8..8, values, proptest::option::of(0_u16..500), proptest::option::of(0_u8..=10)), 0..14)
}

fn spell(world: &World, raw: &[RawDemand]) -> Vec<DemandRow> {
    let dimensions: [(&'static str, &[&str]); 3] = [
        ("activity_type", &["signaleren", "advisering", "kennisplatform", "alle"]),
        ("sector", &["C", "A", "G", "alle"]),
        ("bottleneck", &["willen", "weten", "alle"]),
    ];
    let read = |(region, values, enterprises, share): &RawDemand| {
        let mut row = DemandRow {
            region: match region {
                0 => String::new(),
                1 | 2 => "NL".to_owned(),
                n => world.regions[usize::from(*n) % world.regions.len()].0.clone(),
            },
            values: BTreeMap::new(),
            enterprises: enterprises.map(u64::from),
            share: share.map(|tenths| f64::from(tenths) / 10.0),
        };
        for ((dimension, choices), chosen) in dimensions.iter().zip(values) {
            let list: Words = chosen.iter().map(|&n| choices[usize::from(n)].to_owned()).collect();
            if !list.is_empty() {
                row.values.insert(dimension, list);
            }
        }
        row
    };
    raw.iter().map(read).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn cells_in_depth_are_those_of_the_definition(world in worlds(), raw in demand_rows(), asked in 0_usize..5, dated in 0_usize..4) {
        let by: &[&str] = [&["activity_type"][..], &["sector"], &["sector", "activity_type"], &["activity_type", "sector"],
            &["bottleneck", "sector", "activity_type"]][asked];
        let rows = spell(&world, &raw);
        // The nearest year; between two as near the earlier; without a date the latest.
        let (date, year) = [("", 2026), ("2021-03-01", 2020), ("2023-01-01", 2020), ("2024", 2026)][dated];
        let first = world.regions[0].0.clone();
        let third = world.regions[2].0.clone();
        let measured = sizes(&[(&first, 2026, 500), (&third, 2026, 2500), (&first, 2020, 400), (&third, 2020, 2000)]);
        let size = |code: &str| measured.iter().find(|row| row.year == year && *row.region == *code).map(|row| row.count);
        let ecosystem = build(&world, &rows, date);
        let (cells, found) = measure(&ecosystem, by, &measured);
        prop_assert_eq!(found.establishments_year, Some(year));

        let mut order: Vec<usize> = found.gaps.iter().map(|gap| gap.cell).collect();
        order.sort_unstable();
        prop_assert!(order.into_iter().eq(0..cells.cells.len()), "every cell once");
        for pair in found.gaps.windows(2) {
            let (a, b) = (standing(&pair[0], &cells.cells[pair[0].cell]), standing(&pair[1], &cells.cells[pair[1].cell]));
            let order = a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(b.2.total_cmp(&a.2)).then(pair[0].cell.cmp(&pair[1].cell));
            prop_assert_eq!(order, Ordering::Less, "{:?} {:?}", pair[0], pair[1]);
        }
        for gap in &found.gaps {
            let cell = &cells.cells[gap.cell];
            let region = cell.place.code(ecosystem.regions());
            let values: Vec<String> = by.iter().zip(&cell.values).map(|(dimension, &value)| {
                let position = ecosystem.taxonomy().position(dimension).expect("known");
                ecosystem.taxonomy().dimensions()[position].value_code(value).to_owned()
            }).collect();
            let demand = demand_reference(&world, &rows, by, region, &values);
            prop_assert!(same_demand(&ecosystem, gap.demand.as_ref(), &demand), "{:?} {:?}", gap.demand, demand);
            prop_assert!(close_option(gap.shortfall, cell.expected.map(|expected| expected - cell.own as f64)));
            let ratio = cell.expected.map(|expected| shrunken_ratio(cell.own, expected, found.concentration));
            prop_assert_eq!(gap.shrunken_ratio, ratio);
            let national = providers(&world, by, &values, None);
            if cell.place == Place::National {
                prop_assert!(gap.comparable.is_empty() && gap.chance.is_none() && gap.doors == Some(national.len()));
                continue;
            }
            let own = providers(&world, by, &values, Some(region));
            let comparable: Vec<(String, Words)> = gap.comparable.iter().map(|offer| {
                let ids = offer.initiatives.iter().map(|&id| ecosystem.initiatives()[id as usize].id.to_string());
                (ecosystem.regions().code(offer.region).to_owned(), ids.collect())
            }).collect();
            let wanted: Vec<(String, Words)> = similar_reference(&world, region).into_iter()
                .map(|(code, _)| { let there = providers(&world, by, &values, Some(&code)); (code, there) }).collect();
            prop_assert_eq!(comparable, wanted);
            if cell.status == CellStatus::NotSurveyed {
                let silent = gap.unserved.is_none() && gap.doors.is_none() && gap.per_thousand.is_none() && gap.hangs_on.is_none();
                prop_assert!(silent && gap.chance.is_none() && gap.need_per_door.is_none());
                continue;
            }
            let doors = own.union(&national).count();
            let need = demand.0.zip(demand.1).map(|(count, share)| count as f64 * share);
            let per = |count: usize| need.filter(|_| count > 0).map(|need| need / count as f64);
            prop_assert_eq!(gap.doors, Some(doors));
            prop_assert!(close_option(gap.need_per_door, per(doors)));
            prop_assert!(close_option(gap.need_per_activity, per(cell.own as usize)));
            let unserved = unserved_reference(&demand, missing(cell.own, cell.expected));
            prop_assert_eq!(gap.unserved.map(kind), unserved.map(|(kind, _)| kind));
            prop_assert!(close_option(gap.unserved.map(Unserved::amount), unserved.map(|(_, amount)| amount)));
            prop_assert!(close_option(gap.per_thousand, size(region).map(|size| 1000.0 * cell.own as f64 / size as f64)));
            let surveyed: Vec<&WhiteSpotCell> = cells.cells.iter().filter(|other| {
                other.values == cell.values && other.status != CellStatus::NotSurveyed && size(other.place.code(ecosystem.regions())).is_some()
            }).collect();
            let size_there: u64 = surveyed.iter().filter_map(|other| size(other.place.code(ecosystem.regions()))).sum();
            let own_there: u64 = surveyed.iter().map(|other| other.own).sum();
            let everywhere = (size_there > 0).then(|| 1000.0 * own_there as f64 / size_there as f64);
            prop_assert!(close_option(gap.per_thousand_everywhere, everywhere));
            let hangs_on = gap.hangs_on.map(|id| ecosystem.initiatives()[id as usize].id.to_string());
            prop_assert_eq!(hangs_on, if own.len() == 1 { own.first().cloned() } else { None });
            let chance = match (cell.expected, cell.p_value, cell.q_value) {
                (Some(expected), _, _) if cell.own as f64 >= expected => None,
                (Some(_), _, Some(q)) if q <= 0.05 => Some(Chance::Unlikely),
                (Some(_), Some(p), _) if p >= 0.2 => Some(Chance::Likely),
                (Some(_), _, _) => Some(Chance::MayBe),
                _ => None,
            };
            prop_assert_eq!(gap.chance, chance);
        }
    }

    #[test]
    fn the_country_is_national_supply_divided_by_need(world in worlds(), raw in demand_rows()) {
        let rows = spell(&world, &raw);
        let ecosystem = build(&world, &rows, "");
        let by = ["sector"];
        let (cells, found) = measure(&ecosystem, &by, &[]);
        prop_assert_eq!(found.country.len(), cells.column_totals.len());
        let code = |value: u16| ecosystem.taxonomy().dimensions()[cells.by[0]].value_code(value).to_owned();
        let known: BTreeMap<String, Known> = found.country.iter().map(|gap| {
            let value = code(gap.values[0]);
            let known = demand_reference(&world, &rows, &by, "NL", std::slice::from_ref(&value));
            (value, known)
        }).collect();
        let stated: Vec<&Known> = known.values().filter(|known| known.0.is_some() || known.1.is_some()).collect();
        let by_need = stated.iter().all(|known| known.0.is_some() && known.1.is_some());
        let weight = |known: &Known| {
            if by_need { known.0.zip(known.1).map(|(count, share)| count as f64 * share) } else { known.1 }
        };
        let all: f64 = known.values().filter_map(weight).sum();
        let count = |value: &str, wanted: &dyn Fn(&Served) -> bool| {
            let rows = world.activities.iter().filter(|row| world.counted_values(row, "sector").contains(value));
            rows.filter(|row| wanted(&world.activity_area(row))).count() as u64
        };
        let national = |value: &str| count(value, &|area| *area == Served::National);
        let supply: u64 = known.iter().filter(|(_, known)| weight(known).is_some()).map(|(value, _)| national(value)).sum();
        for gap in &found.country {
            let value = code(gap.values[0]);
            let demand = &known[&value];
            prop_assert!(same_demand(&ecosystem, gap.demand.as_ref(), demand));
            prop_assert_eq!(gap.national, national(&value));
            prop_assert_eq!(gap.regional, count(&value, &|area| matches!(area, Served::Regions(_))));
            prop_assert_eq!(gap.unknown_area, count(&value, &|area| *area == Served::Unknown));
            prop_assert_eq!(gap.doors, providers(&world, &by, &[value], None).len());
            let expected = weight(demand).filter(|_| all > 0.0).map(|weight| supply as f64 * weight / all);
            prop_assert!(close_option(gap.expected_by_demand, expected), "{:?} {:?}", gap, expected);
            prop_assert!(close_option(gap.shortfall, expected.map(|expected| expected - gap.national as f64)));
            let missing = match expected {
                // Supply without any need: nothing is missing.
                Some(expected) if gap.national > 0 && round12(expected) == 0.0 => Some(0.0),
                _ => missing(gap.national, expected),
            };
            let unserved = unserved_reference(demand, missing);
            prop_assert!(close_option(gap.unserved.map(Unserved::amount), unserved.map(|(_, amount)| amount)));
        }
    }

    #[test]
    fn the_concentration_is_the_most_likely(counts in vec((0_u64..30, 1_u32..2000), 1..60)) {
        let cells: Vec<(u64, f64)> = counts.iter().map(|&(own, expected)| (own, f64::from(expected) / 100.0)).collect();
        let found = concentration(&cells);
        let at_found = found.map_or_else(|| poisson(&cells), |alpha| negative_binomial(&cells, alpha));
        for k in -80..=160 {
            let alpha = libm::exp2(f64::from(k) / 8.0);
            prop_assert!(at_found >= negative_binomial(&cells, alpha) - 1e-6, "{:?} {}", found, alpha);
        }
        prop_assert!(at_found >= poisson(&cells) - 1e-6);
    }
}

/// Σ ln of the negative binomial with mean E and size α, by gamma functions.
fn negative_binomial(cells: &[(u64, f64)], alpha: f64) -> f64 {
    let one = |&(own, expected): &(u64, f64)| {
        let n = own as f64;
        libm::lgamma(alpha + n) - libm::lgamma(alpha) - libm::lgamma(n + 1.0)
            + alpha * libm::log(alpha / (alpha + expected))
            + n * libm::log(expected / (alpha + expected))
    };
    cells.iter().map(one).sum()
}

fn poisson(cells: &[(u64, f64)]) -> f64 {
    cells
        .iter()
        .map(|&(own, expected)| own as f64 * libm::log(expected) - expected - libm::lgamma(own as f64 + 1.0))
        .sum()
}

#[test]
fn concentration_of_published_counts() {
    // Bliss & Fisher (1953, doi:10.2307/3001850): red mites on 150 apple leaves, negative binomial by maximum likelihood
    // with mean 1.14667 and k = 1.0246.
    let leaves = [70, 38, 17, 10, 9, 3, 2, 1];
    let mean = 172.0 / 150.0;
    let counts = || leaves.iter().zip(0_u64..).flat_map(|(&leaves, mites)| std::iter::repeat_n(mites, leaves));
    assert_eq!((counts().count(), counts().sum::<u64>()), (150, 172));
    let cells: Vec<(u64, f64)> = counts().map(|mites| (mites, mean)).collect();
    assert!((concentration(&cells).expect("clumped") - 1.0246).abs() < 5e-5);
}

#[test]
fn ratios_that_differ_no_more_than_chance_are_one() {
    let even: Vec<(u64, f64)> = (0..40).map(|n| (n % 3 + 1, f64::from(n as u32 % 3 + 1))).collect();
    assert_eq!((concentration(&even), concentration(&[]), concentration(&[(0, 0.0)])), (None, None, None));
    assert!(close(shrunken_ratio(0, 7.0, None), 1.0));
}

#[test]
fn the_shrunken_ratio_is_the_mean_after_seeing_the_count() {
    // ∫ λ · λ^(α−1) e^(−αλ) · (λE)^n e^(−λE) dλ / the same without λ, by the trapezoid rule.
    for (own, expected, alpha) in [(3, 8.0, 4.0), (0, 2.5, 1.5), (12, 4.0, 20.0), (1, 0.3, 2.0)] {
        let step = 1e-4;
        let (mut above, mut below) = (0.0, 0.0);
        for k in 1..200_000 {
            let x = f64::from(k) * step;
            let weight = libm::exp((alpha - 1.0 + f64::from(own)) * libm::log(x) - (alpha + expected) * x);
            above += weight * x;
            below += weight;
        }
        let found = shrunken_ratio(u64::try_from(own).expect("small"), expected, Some(alpha));
        assert!((found - above / below).abs() < 1e-4, "{own} {expected} {alpha}: {found} {}", above / below);
    }
}

const ADVICE: (&str, &[&str]) = ("activity_type", &["advisering"]);
const SIGNAL: (&str, &[&str]) = ("activity_type", &["signaleren"]);
const PLATFORM: (&str, &[&str]) = ("activity_type", &["kennisplatform"]);

fn example() -> (World, Vec<DemandRow>) {
    let world = World::new()
        .with_regions(&["R1", "R2"])
        .initiative("x", &["R1"], &[])
        .initiative("y", &["R2"], &[])
        .initiative("n", &["NL"], &[])
        .activity("t1", "x", &[], &[ADVICE])
        .activity("t2", "x", &[], &[SIGNAL])
        .activity("t3", "y", &[], &[ADVICE])
        .activity("t4", "y", &[], &[ADVICE])
        .activity("t5", "y", &[], &[ADVICE])
        .activity("t6", "n", &[], &[SIGNAL]);
    let demand = vec![
        row("R1", &[ADVICE], Some(1000), Some(0.4)),
        row("R2", &[SIGNAL], Some(2000), Some(0.1)),
        row("NL", &[PLATFORM], None, Some(0.9)),
        row("NL", &[SIGNAL], None, Some(0.3)),
    ];
    (world, demand)
}

#[test]
fn demand_goes_before_shortfall() {
    let (world, demand) = example();
    let ecosystem = build(&world, &demand, "");
    let (cells, found) = measure(&ecosystem, &["activity_type"], &sizes(&[("R1", 2025, 4000)]));
    let names: Vec<String> = found
        .gaps
        .iter()
        .map(|gap| {
            let cell = &cells.cells[gap.cell];
            let value = ecosystem.taxonomy().dimensions()[cells.by[0]].value_code(cell.values[0]);
            format!("{} {value}", cell.place.code(ecosystem.regions()))
        })
        .collect();
    // N = 5; rows 2 and 3; advice 4, signal 1. R2 signal: none of its own, 200 enterprises. R1 advice: 1 of 2·4/5 = 1.6,
    // 400 · (1 − 1/1.6) = 150 enterprises. Platform in both: share 0.9, no supply. R2 advice: 3 of 2.4, nothing missing and
    // no demand known. R1 signal: 1 of 0.4, nothing missing of a share of 0.3.
    assert_eq!(
        names,
        ["R2 signaleren", "R1 advisering", "R1 kennisplatform", "R2 kennisplatform", "R1 signaleren", "R2 advisering"]
    );
    let amounts: Vec<Option<f64>> = found.gaps.iter().map(|gap| gap.unserved.map(Unserved::amount)).collect();
    let wanted = [Some(200.0), Some(150.0), Some(0.9), Some(0.9), Some(0.0), None];
    assert!(amounts.iter().zip(wanted).all(|(&found, wanted)| close_option(found, wanted)), "{amounts:?}");
    // R1: 1 activity of 4,000 establishments; R2 is not counted.
    assert_eq!((found.gaps[1].per_thousand, found.gaps[1].per_thousand_everywhere), (Some(0.25), Some(0.25)));
    assert_eq!((found.gaps[0].per_thousand, found.gaps[0].doors), (None, Some(1)));
    // Country: shares 0.9 and 0.3 over one national activity: 0.75 and 0.25 expected.
    let expected: Vec<Option<f64>> = found.country.iter().map(|gap| gap.expected_by_demand).collect();
    assert_eq!(expected, [Some(0.75), Some(0.25), None]);
}

#[test]
fn a_country_without_regions_ranks_by_its_own_demand() {
    let world = World::new()
        .initiative("n", &["NL"], &[])
        .activity("t1", "n", &[], &[ADVICE])
        .activity("t2", "n", &[], &[ADVICE])
        .activity("t3", "n", &[], &[SIGNAL]);
    let demand = [row("NL", &[ADVICE], None, Some(0.2)), row("NL", &[SIGNAL], None, Some(0.6))];
    let ecosystem = build(&world, &demand, "");
    let (cells, found) = measure(&ecosystem, &["activity_type"], &[]);
    assert_eq!(found.gaps.len(), 3);
    // 3 activities by need 0.2 : 0.6 are 0.75 and 2.25; of the latter 1 is there: 0.6 · (1 − 1/2.25) = 1/3 is unserved.
    let first = &found.gaps[0];
    let value = cells.cells[first.cell].values[0];
    assert_eq!(ecosystem.taxonomy().dimensions()[cells.by[0]].value_code(value), "signaleren");
    assert!(close_option(first.unserved.map(Unserved::amount), Some(1.0 / 3.0)));
}

#[test]
fn no_more_cells_than_asked() {
    let (world, _) = example();
    let ecosystem = world.build();
    let selection = Selection::everything(&ecosystem);
    let cells = white_spots(&ecosystem, &selection, &[0]).expect("few cells");
    let config = GapsConfig { max_cells: 5, ..GapsConfig::default() };
    let found = gaps(&ecosystem, &selection, &cells, &[], &config);
    assert_eq!(found, Err(WhiteSpotsError::TooManyCells { cells: 6, limit: 5 }));
}

#[test]
fn the_same_bits_for_any_threads_and_row_order() {
    let (world, demand) = example();
    let run = |world: &World, threads| {
        let ecosystem = build(world, &demand, "2024");
        at_threads(threads, || format!("{:?}", measure(&ecosystem, &["activity_type", "sector"], &[])))
    };
    let first = run(&world, 1);
    for (threads, seed) in [(1, 3), (2, 4), (5, 5)] {
        assert_eq!(run(&world, threads), first);
        assert_eq!(run(&world.shuffled(seed), threads), first);
    }
}
