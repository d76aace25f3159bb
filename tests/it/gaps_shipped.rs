//! White spots in depth of the shipped datasets: planted truths, figures computed elsewhere, and demand over supply.

use std::collections::BTreeMap;

use ecosysteemkaart::analysis::gaps::{Gaps, GapsConfig, gaps};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::analysis::white_spots::{WhiteSpots, white_spots};
use ecosysteemkaart::dataset::{self, ReadOptions};
use ecosysteemkaart::ecosystem::{Basis, Ecosystem};
use ecosysteemkaart::export::{CountryGapRecord, GapRecord, country_gap_records, gap_records};
use ecosysteemkaart::snapshot::{gaps_basis, gaps_provenance};

use super::support::{close, close_option};

fn read(id: &str) -> Ecosystem {
    dataset::read_shipped(id, &ReadOptions::default()).expect("shipped").ecosystem.expect("without errors")
}

fn measure(ecosystem: &Ecosystem) -> (WhiteSpots, Gaps) {
    let selection = Selection::everything(ecosystem);
    let cells = white_spots(ecosystem, &selection, &[ecosystem.taxonomy().lead()]).expect("few cells");
    let sizes = dataset::establishments();
    let found = gaps(ecosystem, &selection, &cells, &sizes, &GapsConfig::default()).expect("few cells");
    (cells, found)
}

fn records(id: &str) -> (Vec<GapRecord>, Vec<CountryGapRecord>, Gaps) {
    let ecosystem = read(id);
    let (cells, found) = measure(&ecosystem);
    (gap_records(&ecosystem, &cells, &found), country_gap_records(&ecosystem, &cells.by, &found), found)
}

#[test]
fn establishments_are_those_of_the_source() {
    let sizes = dataset::establishments();
    let of = |region: &str, year: u16| {
        sizes.iter().find(|row| &*row.region == region && row.year == year).map(|row| row.count)
    };
    assert_eq!(sizes.len(), 24);
    // CBS StatLine 81578NED, sums of COROP areas.
    assert_eq!((of("PV20", 2020), of("PV27", 2025), of("PV29", 2025)), (Some(57_490), Some(517_810), Some(50_280)));
}

#[test]
fn concentrations_are_those_of_another_optimizer() {
    // SciPy's bounded scalar minimizer on the same likelihood, with tables counted anew from the files.
    for (id, wanted) in [("regioscan-2023", 27.283_182), ("voorbeeld", 22.943_330)] {
        let (.., found) = records(id);
        assert!(
            found.concentration.is_some_and(|alpha| (alpha - wanted).abs() < 1e-4),
            "{id} {:?}",
            found.concentration
        );
    }
}

#[test]
fn planted_demand_and_fragile_supply_are_found() {
    let (cells, ..) = records("voorbeeld");
    let text = include_str!("../../datasets/voorbeeld/PLANTED.md");
    let planted = |key: &str| -> Vec<Vec<String>> {
        let section = text.split(&format!("## {key}\n")).nth(1).expect("planted").split("\n## ").next().expect("text");
        let rows = section.lines().filter(|line| line.starts_with('|') && !line.contains("---")).skip(1);
        rows.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
    };
    let value = |record: &GapRecord| record.cell["activity_type"].as_str().expect("a code").to_owned();
    // Among empty cells the planted one has the highest share with a need; in a table by share it would come first.
    let share = |record: &&GapRecord| record.demand.as_ref().and_then(|demand| demand.share_with_need).unwrap_or(0.0);
    let absent = || cells.iter().filter(|record| record.status == "absent");
    let highest = absent().max_by(|a, b| share(a).total_cmp(&share(b))).expect("empty cells");
    let planted_cell = &planted("high-demand")[0];
    assert_eq!((&highest.region, &value(highest)), (&planted_cell[0], &planted_cell[1]));
    for row in planted("fragile") {
        let found = cells.iter().find(|record| record.region == row[0] && value(record) == row[1]).expect("a cell");
        assert_eq!(found.hangs_on.as_ref().map(|initiative| &initiative.id), Some(&row[2]));
    }
    assert!(cells.iter().all(|record| record.hangs_on.is_some() == record.fragile));
    // Every cell of the surveyed provinces has its own demand; unserved demand never exceeds it.
    for record in &cells {
        let demand = record.demand.as_ref().expect("demand of every cell");
        assert_eq!(demand.share_of.as_deref(), Some(record.region.as_str()));
        assert!(demand.unserved.is_none_or(|unserved| Some(unserved) <= demand.need));
        assert_eq!(demand.unserved.is_none(), record.status == "not-surveyed");
    }
    let ranks = |status: &str| cells.iter().filter(|record| record.status == status).map(|record| record.rank).min();
    assert!(ranks("absent") < ranks("dense"));
    assert_eq!(cells.iter().rev().take(12).filter(|record| record.region == "PV31").count(), 12);
}

#[test]
fn regions_without_demand_rank_by_shortfall() {
    let (cells, country, found) = records("regioscan-2023");
    assert!(!found.has_demand && cells.iter().all(|record| record.demand.is_none()));
    assert!(cells.windows(2).all(|pair| pair[0].shortfall >= pair[1].shortfall));
    // 2023 lies nearer to 2025 than to 2020.
    assert_eq!((found.establishments_year, country.len()), (Some(2025), 12));
    // Figure 7: Groningen's activities per 1,000 of its 70,460 establishments.
    let own: u64 = cells.iter().filter(|record| record.region == "PV20").map(|record| record.own).sum();
    let level: f64 =
        cells.iter().filter(|record| record.region == "PV20").filter_map(|record| record.per_thousand).sum();
    assert!((level - 1000.0 * own as f64 / 70_460.0).abs() < 1e-9);
    for record in &cells {
        let shortfall = record.shortfall.expect("all provinces were surveyed");
        assert_eq!(record.chance.is_some(), shortfall > 0.0);
        assert_eq!(record.in_words.nl.contains("toeval"), record.chance.is_some());
        // Drawn towards 1, never past it.
        let (ratio, shrunken) =
            (1.0 - shortfall / record.expected.expect("surveyed"), record.shrunken_ratio.expect("surveyed"));
        assert!((shrunken - 1.0).abs() <= (ratio - 1.0).abs() && (shrunken - 1.0) * (ratio - 1.0) >= 0.0);
    }
}

#[test]
fn demand_of_a_survey_lies_over_the_supply_of_the_country() {
    let (cells, country, found) = records("dienstverlening-2021");
    assert!(found.has_demand);
    let table = |text: &'static str| -> Vec<BTreeMap<String, String>> {
        csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().expect("rows")
    };
    let demand: BTreeMap<String, f64> = table(include_str!("../../datasets/dienstverlening-2021/demand.csv"))
        .into_iter()
        .map(|row| (row["theme"].clone(), row["share_with_need"].parse().expect("a share")))
        .collect();
    let national: Vec<String> = table(include_str!("../../datasets/dienstverlening-2021/initiatives.csv"))
        .into_iter()
        .filter(|row| row["regions"] == "NL")
        .map(|row| row["id"].clone())
        .collect();
    // Activities name no regions of their own: theirs are the initiative's.
    let mut supply: BTreeMap<String, f64> = BTreeMap::new();
    for row in table(include_str!("../../datasets/dienstverlening-2021/activities.csv")) {
        if !row["theme"].is_empty() && national.contains(&row["initiative"]) {
            *supply.entry(row["theme"].clone()).or_default() += 1.0;
        }
    }
    let (all_supply, all_demand): (f64, f64) = (supply.values().sum(), demand.values().sum());
    assert_eq!(country.len(), 7);
    for record in &country {
        let theme = record.cell["theme"].as_str().expect("a code");
        assert!(close(record.national as f64, supply[theme]), "{theme}");
        let expected = all_supply * demand[theme] / all_demand;
        assert!(close_option(record.expected_by_demand, Some(expected)), "{theme}");
        let unserved = demand[theme] * f64::max(0.0, 1.0 - supply[theme] / expected);
        let shown = record.demand.as_ref().expect("every theme was asked");
        assert!(close_option(shown.unserved, Some(unserved)) && shown.need.is_none(), "{theme}");
        assert_eq!((shown.share_of.as_deref(), shown.unserved_in), (Some("NL"), Some("share")));
    }
    // Only Groningen was surveyed; its cells have the share of the country and say so.
    for record in &cells {
        assert_eq!(record.demand.as_ref().and_then(|demand| demand.share_of.as_deref()), Some("NL"));
        assert_eq!(record.status == "not-surveyed", record.region != "PV20");
    }
}

#[test]
fn each_says_what_it_rests_on() {
    let regioscan = read("regioscan-2023");
    let provenance = gaps_provenance(&regioscan, &[regioscan.taxonomy().lead()]);
    assert_eq!((provenance.basis, gaps_basis(&regioscan)), (Basis::Reconstructed, Basis::Reconstructed));
    // Figure 7 was published, so what follows from it alone is as firm.
    assert!(provenance.exceptions.contains(&("expected", Basis::Published)));
    assert!(!provenance.exceptions.iter().any(|(field, _)| ["hangsOn", "comparable", "relatedness"].contains(field)));
    assert_eq!(gaps_basis(&read("voorbeeld")), Basis::Fictional);
}
