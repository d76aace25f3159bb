//! References from one table to the ids of another.

use std::cell::{Cell, OnceCell};
use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::finding::Collector;
use super::problem::Problem;
use super::row::{Column, Row};
use super::spellings::nearest;
use super::table::TextTable;
use crate::ecosystem::fold;

/// Comparisons that looking for nearest ids may cost per table; beyond it findings go without a suggestion.
const COMPARISONS: usize = 1_000_000;

/// Rows that are worth a task of their own.
const ROWS_PER_TASK: usize = 10_000;

/// The ids of a table to their positions, with the names behind them.
pub(super) struct Ids<'a> {
    table: &'static str,
    positions: HashMap<&'a str, u32>,
    entries: Vec<(&'a str, &'a str)>,
    /// Folded ids and names, to what they stand for; made when first needed.
    offers: OnceCell<Vec<(String, &'a str)>>,
    names: OnceCell<HashSet<&'a str>>,
    comparisons: Cell<usize>,
    /// Whether the table could be read; if not, references to it are not judged.
    is_reliable: bool,
}

impl<'a> Ids<'a> {
    /// Takes (id, name) in the order of positions.
    pub fn new(table: &'static str, is_reliable: bool, entries: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let entries: Vec<(&str, &str)> = entries.collect();
        let positions = entries.iter().enumerate().map(|(position, (id, _))| (*id, position as u32)).collect();
        let (offers, names, comparisons) = (OnceCell::new(), OnceCell::new(), Cell::new(0));
        Self { table, positions, entries, offers, names, comparisons, is_reliable }
    }

    pub fn table(&self) -> &'static str {
        self.table
    }

    pub fn find(&self, id: &str) -> Option<u32> {
        self.positions.get(id).copied()
    }

    /// What every cell of a column refers to; in parallel, since looking up ids is what reading a large table waits for.
    pub fn find_all(&self, table: &TextTable, column: &Column) -> Vec<Option<u32>> {
        let positions = &self.positions;
        let rows = (0..table.len()).into_par_iter().with_min_len(ROWS_PER_TASK);
        rows.map(|position| positions.get(Row { table, position }.text(column)).copied()).collect()
    }

    /// The position that a required cell refers to.
    pub fn reference(&self, row: Row<'_>, column: &Column, findings: &mut Collector) -> Option<u32> {
        let id = row.required(column, findings)?;
        let found = self.find(id);
        if found.is_none() && self.is_reliable {
            let problem = Problem::UnknownReference { table: self.table };
            findings.wrong(row.at(column), problem, id, || self.nearest(id));
        }
        found
    }

    /// Whether words are an id or a name.
    pub fn is_id_or_name(&self, words: &str) -> bool {
        let names = self.names.get_or_init(|| self.entries.iter().map(|(_, name)| *name).collect());
        self.positions.contains_key(words) || names.contains(words)
    }

    /// The id that was probably meant: one that differs in case or accents, one whose name was written instead, or a near
    /// miss.
    pub fn nearest(&self, words: &str) -> Option<String> {
        let spent = self.comparisons.get() + 2 * self.entries.len();
        if spent > COMPARISONS {
            return None;
        }
        self.comparisons.set(spent);
        let offers = self.offers.get_or_init(|| {
            let both = self.entries.iter().flat_map(|&(id, name)| [(fold(id), id), (fold(name), id)]);
            both.collect()
        });
        nearest(words, offers.iter().map(|(folded, id)| (folded.as_str(), *id))).map(str::to_owned)
    }
}
