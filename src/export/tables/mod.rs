//! The dataset itself as files that can be read again: the tables of the dataset format, with the taxonomy and the
//! particulars beside them, so that exporting and reading give the same ecosystem.
//!
//! Three things do not come back: `;` within one of several values of a cell, which the format cannot hold beside commas; what
//! became of decisions on names, since the ecosystem has them carried out already; and letters that look encoded twice (`Ã©`),
//! which the reader mends.

mod archive;
mod describe;
mod rows;
mod workbook;

use time::Date;

pub use archive::{dataset_files, zipped};
pub use describe::{package_json, taxonomy_json};
pub(super) use workbook::describe as write_json;
pub use workbook::{DoesNotFit, dataset_workbook};

use crate::ecosystem::Ecosystem;

/// A table of the dataset format.
#[derive(Debug, Clone, PartialEq)]
pub struct DatasetTable {
    /// Of the sheet, and of the file without `.csv`.
    pub name: &'static str,
    pub columns: Vec<DatasetColumn>,
    /// As long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatasetColumn {
    pub name: String,
    pub sort: Sort,
    pub required: bool,
}

/// What cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Text,
    /// A whole number.
    Integer,
    /// A year, written without thousands.
    Year,
    Real,
    /// Between 0 and 1.
    Share,
    Date,
}

/// A cell; empty: not known.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Integer(u64),
    Real(f64),
    Date(Date),
}

impl Cell {
    fn words(words: &str) -> Self {
        if words.is_empty() { Self::Empty } else { Self::Text(words.to_owned()) }
    }

    fn maybe<T>(value: Option<T>, cell: impl Fn(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }

    /// Several values in one cell.
    fn several<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self::words(&words.into_iter().collect::<Vec<_>>().join("|"))
    }
}

/// The tables that have rows, that must be there, or of which the dataset says what they rest on.
pub fn dataset_tables(ecosystem: &Ecosystem) -> Vec<DatasetTable> {
    let mut tables = vec![
        rows::actors(ecosystem),
        rows::initiatives(ecosystem),
        rows::participations(ecosystem),
        rows::activities(ecosystem),
        rows::demand(ecosystem),
        rows::indicators(ecosystem),
        rows::responses(ecosystem),
        rows::referrals(ecosystem),
        rows::names(ecosystem),
    ];
    let needed = ["actors", "initiatives", "participations"];
    let said = |name: &str| needed.contains(&name) || ecosystem.about().basis.contains_key(name);
    tables.retain(|table| !table.rows.is_empty() || said(table.name));
    tables
}
