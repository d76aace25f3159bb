//! Reference figures that are part of the program and of no dataset: establishments per province.

use serde::Deserialize;

use crate::ecosystem::Establishments;

/// `datasets/reference`: business establishments per province (CBS StatLine, table 81578NED).
const FIGURES: &str = include_str!("../../datasets/reference/establishments.csv");

#[derive(Deserialize)]
struct Row {
    region: Box<str>,
    year: u16,
    establishments: u64,
}

/// Business establishments per province on 1 January of 2020 and 2025, all sectors.
///
/// Source: CBS StatLine, table 81578NED; a province is the sum of its COROP areas.
pub fn establishments() -> Vec<Establishments> {
    let mut reader = csv::Reader::from_reader(FIGURES.as_bytes());
    let rows = reader.deserialize::<Row>().filter_map(Result::ok);
    rows.map(|row| Establishments { region: row.region, year: row.year, count: row.establishments }).collect()
}
