//! White spots against sets of units, exact binomials and Benjamini–Hochberg by definition.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::selection::{Filters, Selection};
use ecosysteemkaart::analysis::statistics::{benjamini_hochberg, hypergeometric_lower_tail};
use ecosysteemkaart::analysis::white_spots::{CellStatus, WhiteSpotCell, WhiteSpots, WhiteSpotsError, white_spots};
use ecosysteemkaart::ecosystem::Ecosystem;
use proptest::prelude::*;

use super::support::{Served, Words, World, assert_steady, close, close_option, reference_figures, words};
use super::worlds::worlds;

fn measure(ecosystem: &Ecosystem, by: &[&str]) -> WhiteSpots {
    let by: Vec<usize> = by.iter().map(|id| ecosystem.taxonomy().position(id).expect("a known dimension")).collect();
    white_spots(ecosystem, &Selection::everything(ecosystem), &by).expect("few cells")
}

fn binomial(n: u128, k: u128) -> u128 {
    if k > n { 0 } else { (0..k).fold(1, |product, i| product * (n - i) / (i + 1)) }
}

/// P(X ≤ own) as a quotient of whole numbers.
fn tail(population: u64, successes: u64, draws: u64, own: u64) -> f64 {
    let (n, k, d) = (u128::from(population), u128::from(successes), u128::from(draws));
    let ways: u128 = (0..=u128::from(own)).filter(|x| *x <= d).map(|x| binomial(k, x) * binomial(n - k, d - x)).sum();
    ways as f64 / binomial(n, d) as f64
}

/// q of a test: the least, over thresholds t ≥ p that are p-values, of t · count / (number of p-values ≤ t); at most 1.
fn q_values(p_values: &[f64]) -> Vec<f64> {
    let at = |threshold: f64| {
        let called = p_values.iter().filter(|p| **p <= threshold).count() as f64;
        threshold * p_values.len() as f64 / called
    };
    p_values
        .iter()
        .map(|p| {
            p_values.iter().filter(|threshold| *threshold >= p).map(|&threshold| at(threshold)).fold(1.0, f64::min)
        })
        .collect()
}

#[derive(Debug)]
struct Expected {
    region: String,
    values: Vec<String>,
    own: u64,
    national: u64,
    initiatives: u64,
    expected: Option<f64>,
    location_quotient: Option<f64>,
    p_value: Option<f64>,
    q_value: Option<f64>,
    status: CellStatus,
}

/// Every combination of one value per dimension, in order.
fn combinations(lists: &[Words]) -> Vec<Vec<String>> {
    lists.iter().fold(vec![Vec::new()], |found, list| {
        found
            .iter()
            .flat_map(|head| list.iter().map(move |value| [head.clone(), vec![value.clone()]].concat()))
            .collect()
    })
}

fn reference(world: &World, by: &[&str]) -> Vec<Expected> {
    if world.activities.is_empty() {
        return Vec::new();
    }
    let cells_of = |activity: &super::support::ActivityRow| -> BTreeSet<Vec<String>> {
        let lists: Vec<Words> = by.iter().map(|dimension| world.counted_values(activity, dimension)).collect();
        combinations(&lists).into_iter().collect()
    };
    let columns = combinations(&by.iter().map(|dimension| world.values_of(dimension)).collect::<Vec<_>>());
    let national = |column: &Vec<String>| {
        let offers = |row: &&super::support::ActivityRow| {
            world.activity_area(row) == Served::National && cells_of(row).contains(column)
        };
        world.activities.iter().filter(offers).count() as u64
    };
    // (activity, region) with at least one value in every dimension.
    let mut units: Vec<(String, String)> = Vec::new();
    let mut any_own = false;
    for activity in &world.activities {
        for region in world.activity_area(activity).own() {
            any_own = true;
            if !cells_of(activity).is_empty() {
                units.push((activity.id.clone(), region));
            }
        }
    }
    let mut cells = Vec::new();
    if !any_own {
        for column in columns {
            let national = national(&column);
            cells.push(Expected {
                region: "NL".to_owned(),
                own: 0,
                national,
                initiatives: 0,
                expected: None,
                location_quotient: None,
                p_value: None,
                q_value: None,
                status: if national > 0 { CellStatus::NationalOnly } else { CellStatus::Absent },
                values: column,
            });
        }
        return cells;
    }
    let has = |activity: &str, column: &Vec<String>| cells_of(world.activity_row(activity)).contains(column);
    let n = units.len() as u64;
    for region in world.regions.iter().map(|(code, _)| code.clone()).collect::<Words>() {
        for column in &columns {
            let row = units.iter().filter(|unit| unit.1 == region).count() as u64;
            let total = units.iter().filter(|unit| has(&unit.0, column)).count() as u64;
            let here: Vec<&String> =
                units.iter().filter(|unit| unit.1 == region && has(&unit.0, column)).map(|unit| &unit.0).collect();
            let own = here.len() as u64;
            let initiatives: Words = here.iter().map(|id| world.activity_row(id).initiative.clone()).collect();
            let national = national(column);
            let surveyed = row > 0 || world.surveyed.contains(&region);
            let known = surveyed && n > 0;
            let expected = known.then(|| row as f64 * total as f64 / n as f64);
            let status = if !surveyed {
                CellStatus::NotSurveyed
            } else if own == 0 {
                if national == 0 { CellStatus::Absent } else { CellStatus::NationalOnly }
            } else if 2 * own * n < row * total {
                CellStatus::Thin
            } else if own * n > 2 * row * total {
                CellStatus::Dense
            } else {
                CellStatus::Covered
            };
            cells.push(Expected {
                region: region.clone(),
                values: column.clone(),
                own,
                national,
                initiatives: initiatives.len() as u64,
                expected,
                location_quotient: expected.filter(|&expected| expected > 0.0).map(|expected| own as f64 / expected),
                p_value: known.then(|| tail(n, total, row, own)),
                q_value: None,
                status,
            });
        }
    }
    let p_values: Vec<f64> = cells.iter().filter_map(|cell| cell.p_value).collect();
    let mut q_values = q_values(&p_values).into_iter();
    for cell in cells.iter_mut().filter(|cell| cell.p_value.is_some()) {
        cell.q_value = q_values.next();
    }
    cells
}

fn values_of(ecosystem: &Ecosystem, result: &WhiteSpots, cell: &WhiteSpotCell) -> Vec<String> {
    let dimensions = ecosystem.taxonomy().dimensions();
    let code = |(&dimension, &value): (&usize, &u16)| dimensions[dimension].value_code(value).to_owned();
    result.by.iter().zip(&cell.values).map(code).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn cells_are_those_of_the_definition(world in worlds(), asked in 0_usize..7) {
        let by: Vec<&str> = match asked {
            0..=2 => vec![world.lead.as_str()],
            3 => vec!["sector"],
            4 => vec!["sector", "activity_type"],
            5 => vec!["bottleneck", "application"],
            _ => vec!["journey_phase", "sector", "bottleneck"],
        };
        let ecosystem = world.build();
        let found = measure(&ecosystem, &by);
        let expected = reference(&world, &by);
        prop_assert_eq!(found.cells.len(), expected.len());
        for (cell, wanted) in found.cells.iter().zip(&expected) {
            prop_assert_eq!(cell.place.code(ecosystem.regions()), wanted.region.as_str());
            prop_assert_eq!(&values_of(&ecosystem, &found, cell), &wanted.values);
            prop_assert_eq!((cell.own, cell.national, cell.initiatives), (wanted.own, wanted.national, wanted.initiatives));
            prop_assert!(close_option(cell.expected, wanted.expected), "{:?} {:?}", cell, wanted);
            prop_assert!(close_option(cell.location_quotient, wanted.location_quotient), "{:?} {:?}", cell, wanted);
            prop_assert!(close_option(cell.p_value, wanted.p_value), "{:?} {:?}", cell, wanted);
            prop_assert!(close_option(cell.q_value, wanted.q_value), "{:?} {:?}", cell, wanted);
            prop_assert_eq!(cell.status, wanted.status);
            prop_assert_eq!(cell.fragile, wanted.own > 0 && wanted.initiatives == 1);
        }
        let unknown = world.activities.iter().filter(|row| world.activity_area(row) == Served::Unknown).count();
        prop_assert_eq!(found.unknown_area, unknown);
    }

    #[test]
    fn tails_are_quotients_of_whole_numbers((n, k, d) in (1_u64..=60).prop_flat_map(|n| (Just(n), 0..=n, 0..=n))) {
        for own in 0..=d {
            prop_assert!(close(hypergeometric_lower_tail(n, k, d, own), tail(n, k, d, own)), "{} {} {} {}", n, k, d, own);
        }
    }

    #[test]
    fn false_discovery_rates_are_those_of_the_definition(numbers in proptest::collection::vec(0_u32..=20, 0..15)) {
        let p_values: Vec<f64> = numbers.iter().map(|&number| f64::from(number) / 20.0).collect();
        let (found, expected) = (benjamini_hochberg(&p_values), q_values(&p_values));
        prop_assert!(found.len() == expected.len() && found.iter().zip(&expected).all(|(a, b)| close(*a, *b)));
    }
}

#[test]
fn chance_is_that_of_the_reference_figures() {
    let figures = reference_figures("hypergeom.json");
    let cases = figures["cases"].as_array().expect("cases");
    assert!(cases.len() > 50);
    for case in cases {
        let number = |key: &str| case[key].as_u64().expect("a count");
        let found =
            hypergeometric_lower_tail(number("population"), number("successes"), number("draws"), number("own"));
        let exact: f64 = case["pExact"].as_str().expect("digits").parse().expect("a number");
        assert!((found - exact).abs() <= 1e-12 * exact.max(1e-3), "{case}: {found}");
    }
    for case in figures["benjaminiHochberg"].as_array().expect("cases") {
        let list = |key: &str| -> Vec<f64> {
            case[key].as_array().expect("numbers").iter().map(|number| number.as_f64().expect("a number")).collect()
        };
        let found = benjamini_hochberg(&list("p"));
        assert!(found.iter().zip(list("q")).all(|(found, wanted)| close(*found, wanted)));
    }
}

/// Cells as `region value`.
fn by_name(world: &World, by: &[&str]) -> BTreeMap<String, WhiteSpotCell> {
    let ecosystem = world.build();
    let found = measure(&ecosystem, by);
    let name = |cell: &WhiteSpotCell| {
        format!("{} {}", cell.place.code(ecosystem.regions()), values_of(&ecosystem, &found, cell).join(" "))
    };
    found.cells.iter().map(|cell| (name(cell), cell.clone())).collect()
}

const ADVICE: (&str, &[&str]) = ("activity_type", &["advisering"]);
const SIGNAL: (&str, &[&str]) = ("activity_type", &["signaleren"]);
const PLATFORM: (&str, &[&str]) = ("activity_type", &["kennisplatform"]);

/// So many activities of one initiative, in its regions.
fn offers(world: World, initiative: &str, count: usize, value: (&str, &[&str])) -> World {
    (0..count).fold(world, |world, _| {
        let id = format!("t{:03}", world.activities.len());
        world.activity(&id, initiative, &[], &[value])
    })
}

#[test]
fn a_cell_of_every_status() {
    // R1: 7 advice by one initiative and 1 signal; R2: 1 advice, 4 signals, 1 platform; national 1 advice; R3 surveyed,
    // empty; R4 neither. N = 14, advice 8, signal 5, platform 1; rows 8 and 6.
    let mut world = World::new()
        .with_regions(&["R1", "R2", "R3", "R4"])
        .initiative("x", &["R1"], &[])
        .initiative("y", &["R2"], &[])
        .initiative("z", &["R2"], &[])
        .initiative("n", &["NL"], &[]);
    world.surveyed = words(&["R3"]);
    let world = offers(world, "x", 7, ADVICE);
    let world = offers(world, "x", 1, SIGNAL);
    let world = offers(world, "y", 1, ADVICE);
    let world = offers(world, "y", 2, SIGNAL);
    let world = offers(world, "z", 2, SIGNAL);
    let world = offers(world, "z", 1, PLATFORM);
    let world = offers(world, "n", 1, ADVICE);
    let cells = by_name(&world, &["activity_type"]);
    let status = |name: &str| cells[name].status;
    // Expected 8·8/14 = 32/7, LQ 49/32; 8·5/14 = 20/7, LQ 7/20 < 1/2; 6·8/14 = 24/7, LQ 7/24; 6·5/14 = 15/7, LQ 28/15;
    // 6·1/14 = 3/7, LQ 7/3 > 2.
    assert_eq!((status("R1 advisering"), status("R1 signaleren")), (CellStatus::Covered, CellStatus::Thin));
    assert_eq!((status("R2 advisering"), status("R2 signaleren")), (CellStatus::Thin, CellStatus::Covered));
    assert_eq!((status("R2 kennisplatform"), status("R1 kennisplatform")), (CellStatus::Dense, CellStatus::Absent));
    assert_eq!((status("R3 advisering"), status("R3 signaleren")), (CellStatus::NationalOnly, CellStatus::Absent));
    assert_eq!(status("R4 advisering"), CellStatus::NotSurveyed);
    assert!(close_option(cells["R1 signaleren"].expected, Some(20.0 / 7.0)));
    assert!(close_option(cells["R1 signaleren"].location_quotient, Some(0.35)));
    // P(X ≤ 1) with 14 units, 5 signals, 8 drawn: (C(9,8) + 5·C(9,7))/C(14,8) = (9 + 180)/3003.
    assert!(close_option(cells["R1 signaleren"].p_value, Some(189.0 / 3003.0)));
    // Seven activities, one initiative: fragile; four of two: not.
    assert_eq!((cells["R1 advisering"].fragile, cells["R1 advisering"].initiatives), (true, 1));
    assert_eq!((cells["R2 signaleren"].fragile, cells["R2 signaleren"].initiatives), (false, 2));
    assert!(!cells["R3 advisering"].fragile);
    // Surveyed and empty: expected 0, no quotient; what is not drawn cannot be more: p = 1.
    let empty = &cells["R3 signaleren"];
    assert_eq!((empty.expected, empty.location_quotient, empty.p_value), (Some(0.0), None, Some(1.0)));
    let silent = &cells["R4 advisering"];
    assert_eq!((silent.expected, silent.location_quotient, silent.p_value, silent.q_value), (None, None, None, None));
}

#[test]
fn exactly_half_or_double_is_covered() {
    // own 1, N = 8, row 4, column 4: expected 2, LQ exactly 1/2: 2·1·8 = 4·4, not thin. One unit elsewhere more: N = 9
    // with column 5 would be thin: 2·1·9 = 18 < 4·5 = 20.
    let base = || {
        let world =
            World::new().with_regions(&["R1", "R2"]).initiative("x", &["R1"], &[]).initiative("y", &["R2"], &[]);
        let world = offers(world, "x", 1, ADVICE);
        let world = offers(world, "x", 3, SIGNAL);
        let world = offers(world, "y", 3, ADVICE);
        offers(world, "y", 1, SIGNAL)
    };
    let cells = by_name(&base(), &["activity_type"]);
    assert_eq!(cells["R1 advisering"].location_quotient, Some(0.5));
    assert_eq!(cells["R1 advisering"].status, CellStatus::Covered);
    let cells = by_name(&offers(base(), "y", 1, ADVICE), &["activity_type"]);
    assert_eq!(cells["R1 advisering"].status, CellStatus::Thin);
    // Twice what is expected, exactly: own 2, N = 4, row 2, column 2: expected 1. Not dense.
    let world = World::new().with_regions(&["R1", "R2"]).initiative("x", &["R1"], &[]).initiative("y", &["R2"], &[]);
    let cells = by_name(&offers(offers(world, "x", 2, ADVICE), "y", 2, SIGNAL), &["activity_type"]);
    assert_eq!(
        (cells["R1 advisering"].location_quotient, cells["R1 advisering"].status),
        (Some(2.0), CellStatus::Covered)
    );
}

#[test]
fn without_own_areas_the_country_is_the_only_region() {
    let world = World::new().initiative("n", &["NL"], &[]).initiative("u", &[], &[]);
    let cells = by_name(&offers(offers(world, "n", 2, ADVICE), "u", 1, SIGNAL), &["activity_type"]);
    assert_eq!(
        cells.keys().map(String::as_str).collect::<Vec<_>>(),
        ["NL advisering", "NL kennisplatform", "NL signaleren"]
    );
    let advice = &cells["NL advisering"];
    assert_eq!((advice.own, advice.national, advice.status), (0, 2, CellStatus::NationalOnly));
    assert_eq!((advice.expected, advice.location_quotient, advice.p_value, advice.q_value), (None, None, None, None));
    // An area that is not known is neither own nor national supply.
    assert_eq!((cells["NL signaleren"].national, cells["NL signaleren"].status), (0, CellStatus::Absent));
    assert!(measure(&World::new().initiative("x", &["PV20"], &[]).build(), &["activity_type"]).cells.is_empty());
}

#[test]
fn values_of_several_dimensions_combine_pairwise() {
    // t1 has two sectors and two bottlenecks in two regions: 2 units, 4 cells each. t2 has no bottleneck: no unit.
    let world = World::new()
        .with_regions(&["R1", "R2"])
        .initiative("x", &["R1", "R2"], &[])
        .activity("t1", "x", &[], &[("sector", &["A", "C"]), ("bottleneck", &["willen", "weten"])])
        .activity("t2", "x", &["R1"], &[("sector", &["A"])])
        .activity("t3", "x", &["R1"], &[("sector", &["G"]), ("bottleneck", &["alle"])]);
    let ecosystem = world.build();
    let found = measure(&ecosystem, &["bottleneck", "sector"]);
    assert_eq!((found.units, found.unclassified, found.cells.len()), (3, 1, 12));
    let cells = by_name(&world, &["bottleneck", "sector"]);
    // Asked first, sorted first: by bottleneck, then sector, in the order of ids.
    let order: Vec<&str> = cells.keys().map(String::as_str).take(6).collect();
    assert_eq!(order, ["R1 weten A", "R1 weten C", "R1 weten G", "R1 willen A", "R1 willen C", "R1 willen G"]);
    assert_eq!((cells["R1 willen C"].own, cells["R1 weten G"].own, cells["R2 weten G"].own), (1, 1, 0));
    // Rows and columns count units, not values: R1 2, weten × A 2, N 3: expected 4/3.
    assert!(close_option(cells["R1 weten A"].expected, Some(4.0 / 3.0)));
}

#[test]
fn a_filter_keeps_the_rest() {
    let world = World::new()
        .initiative("x", &["PV20"], &[])
        .initiative("y", &["PV20"], &[])
        .activity("t1", "x", &[], &[ADVICE, ("sector", &["A"])])
        .activity("t2", "y", &[], &[ADVICE, ("sector", &["C"])]);
    let ecosystem = world.build();
    let sector = ecosystem.taxonomy().position("sector").expect("known");
    let value = ecosystem.taxonomy().dimensions()[sector].position("A").expect("known");
    let selection = Selection::new(&ecosystem, &Filters { values: vec![(sector, value)], ..Filters::default() });
    let found = white_spots(&ecosystem, &selection, &[ecosystem.taxonomy().lead()]).expect("few cells");
    assert_eq!((found.units, found.cells.iter().map(|cell| cell.own).sum::<u64>()), (1, 1));
}

#[test]
fn questions_that_cannot_be_answered() {
    let ecosystem = World::new().build();
    let ask = |by: &[usize]| white_spots(&ecosystem, &Selection::everything(&ecosystem), by);
    assert_eq!(ask(&[]), Err(WhiteSpotsError::Dimensions(0)));
    assert_eq!(ask(&[0, 1, 2, 3]), Err(WhiteSpotsError::Dimensions(4)));
    assert_eq!(ask(&[1, 0, 1]), Err(WhiteSpotsError::Twice(1)));
}

#[test]
fn the_same_bits_for_any_threads_and_row_order() {
    let world = (0..12).fold(World::new(), |world, n: usize| {
        let id = format!("i{n}");
        let world = world.initiative(&id, &["PV20", "PV21", "PV31"][..n % 4], &[]);
        let world = offers(world, &id, n % 5, ADVICE);
        offers(world, &id, n % 3, SIGNAL)
    });
    assert_steady(&world, |ecosystem| measure(ecosystem, &["activity_type"]));
}
