//! References from one table to the ids of another.

use std::cell::{Cell, OnceCell};
use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::columns::Column;
use super::finding::Collector;
use super::positions::Positions;
use super::problem::Problem;
use super::row::Row;
use super::rows::ROWS_PER_TASK;
use super::spellings::nearest;
use super::table::TextTable;
use crate::ecosystem::fold;

/// Comparisons that looking for nearest ids may cost per table; beyond it findings go without a suggestion.
const COMPARISONS: usize = 1_000_000;

/// The ids of a table to their positions, with the names behind them.
pub(super) struct Ids<'a> {
    table: &'static str,
    positions: Positions<'a>,
    entries: Vec<(&'a str, &'a str)>,
    /// Folded ids and names, to what they stand for; made when first needed.
    offers: OnceCell<Vec<(String, &'a str)>>,
    names: OnceCell<HashSet<&'a str, RandomState>>,
    /// Folded names, to the one position that has it; `None` where several have.
    by_name: OnceCell<HashMap<String, Option<u32>>>,
    comparisons: Cell<usize>,
    /// Whether the table could be read; if not, references to it are not judged.
    is_reliable: bool,
    are_names: bool,
}

/// See [`Ids::finder`]. Rows that follow each other often refer to the same.
pub(super) struct Finder<'i, 't> {
    positions: &'i Positions<'i>,
    last: Option<(&'t str, Option<u32>)>,
}

impl<'t> Finder<'_, 't> {
    pub fn find(&mut self, id: &'t str) -> Option<u32> {
        match self.last {
            Some((last, found)) if last == id => found,
            _ => {
                let found = self.positions.find(id);
                self.last = Some((id, found));
                found
            }
        }
    }
}

impl<'a> Ids<'a> {
    /// Takes (id, name) in the order of positions.
    pub fn new(table: &'static str, is_reliable: bool, entries: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let entries: Vec<(&str, &str)> = entries.collect();
        let positions = Positions::new(entries.iter().map(|&(id, _)| id));
        Self {
            table,
            positions,
            entries,
            offers: OnceCell::new(),
            names: OnceCell::new(),
            by_name: OnceCell::new(),
            comparisons: Cell::new(0),
            is_reliable,
            are_names: false,
        }
    }

    /// Says that the ids were made of names, so that names are what others refer to.
    pub fn made_of_names(mut self, are_names: bool) -> Self {
        self.are_names = are_names;
        self
    }

    pub fn table(&self) -> &'static str {
        self.table
    }

    pub fn find(&self, id: &str) -> Option<u32> {
        self.positions.find(id)
    }

    /// As [`Ids::find`], for a thread that asks for one id after the other.
    pub fn finder<'i, 't>(&'i self) -> impl Fn() -> Finder<'i, 't> + Send + Sync {
        let positions = &self.positions;
        move || Finder { positions, last: None }
    }

    /// What every cell of a column refers to; in parallel, since looking up ids is what reading a large table waits for.
    pub fn find_all(&self, table: &TextTable, column: &Column) -> Vec<Option<u32>> {
        let rows = (0..table.len()).into_par_iter().with_min_len(ROWS_PER_TASK);
        rows.map_init(self.finder(), |finder, position| finder.find(Row { table, position }.text(column))).collect()
    }

    /// The position that a required cell refers to: by id, or by a name that only one has.
    pub fn reference(&self, row: Row<'_>, column: &Column, findings: &mut Collector) -> Option<u32> {
        let words = row.required(column, findings)?;
        self.find(words).or_else(|| self.named(words, row, column, findings)).or_else(|| {
            self.report(words, row, column, findings);
            None
        })
    }

    /// As [`Ids::reference`], of a cell that may name several, between marks that stand in none of their names.
    pub fn references(&self, row: Row<'_>, column: &Column, findings: &mut Collector) -> Vec<u32> {
        let Some(words) = row.required(column, findings) else { return Vec::new() };
        if let Some(found) = self.find(words).or_else(|| self.named(words, row, column, findings)) {
            return vec![found];
        }
        let is_known = |part: &str| self.find(part).is_some() || self.position_of_name(part).is_some();
        let Some(parts) = row.known_parts(column, is_known) else {
            self.report(words, row, column, findings);
            return Vec::new();
        };
        let found =
            parts.into_iter().filter_map(|part| self.find(part).or_else(|| self.named(part, row, column, findings)));
        found.collect()
    }

    fn report(&self, words: &str, row: Row<'_>, column: &Column, findings: &mut Collector) {
        if self.is_reliable {
            let problem = Problem::UnknownReference { table: self.table };
            findings.wrong(row.at(column), problem, words, || self.nearest(words));
        }
    }

    fn position_of_name(&self, name: &str) -> Option<u32> {
        let by_name = self.by_name.get_or_init(|| {
            let mut by_name = HashMap::with_capacity(self.entries.len());
            for (position, (_, name)) in self.entries.iter().enumerate() {
                let one = Some(position as u32);
                by_name.entry(fold(name)).and_modify(|known| *known = None).or_insert(one);
            }
            by_name.remove("");
            by_name
        });
        by_name.get(&fold(name)).copied().flatten()
    }

    /// What goes by this name; said where there is an id to refer by.
    fn named(&self, name: &str, row: Row<'_>, column: &Column, findings: &mut Collector) -> Option<u32> {
        let found = self.position_of_name(name)?;
        if !self.are_names {
            findings.warn(row.at(column), Problem::NamedInsteadOfId { table: self.table }, "", || None);
        }
        Some(found)
    }

    /// Whether words are an id or a name.
    pub fn is_id_or_name(&self, words: &str) -> bool {
        let names = || self.names.get_or_init(|| self.entries.iter().map(|(_, name)| *name).collect());
        self.positions.find(words).is_some() || names().contains(words)
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
