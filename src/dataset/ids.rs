//! References from one table to the ids of another.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;

use super::finding::Collector;
use super::problem::Problem;
use super::row::{Column, Row};
use super::spellings::nearest;
use crate::ecosystem::fold;

/// Comparisons that looking for nearest ids may cost per table; beyond it findings go without a suggestion.
const COMPARISONS: usize = 2_000_000;

/// The ids of a table to their positions, with the names behind them.
pub(super) struct Ids<'a> {
    table: &'static str,
    positions: HashMap<&'a str, u32>,
    entries: Vec<(&'a str, &'a str)>,
    /// Folded ids and names, to what they stand for; made when first needed.
    offers: OnceCell<Vec<(String, &'a str)>>,
    comparisons: Cell<usize>,
    /// Whether the table could be read; if not, references to it are not judged.
    is_reliable: bool,
}

impl<'a> Ids<'a> {
    /// Takes (id, name) in the order of positions.
    pub fn new(table: &'static str, is_reliable: bool, entries: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let entries: Vec<(&str, &str)> = entries.collect();
        let positions = entries.iter().enumerate().map(|(position, (id, _))| (*id, position as u32)).collect();
        let (offers, comparisons) = (OnceCell::new(), Cell::new(0));
        Self { table, positions, entries, offers, comparisons, is_reliable }
    }

    pub fn find(&self, id: &str) -> Option<u32> {
        self.positions.get(id).copied()
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
        self.positions.contains_key(words) || self.entries.iter().any(|(_, name)| *name == words)
    }

    /// The id that was probably meant: one that differs in case or accents, one whose name was written instead, or a near
    /// miss.
    fn nearest(&self, words: &str) -> Option<String> {
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
