//! The rows of a table as typed values: read, known by id, and sorted by it.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::columns::{Column, Columns};
use super::finding::Collector;
use super::problem::Problem;
use super::regions::RegionReader;
use super::row::Row;
use super::table::TextTable;
use crate::ecosystem::{first_out_of_place, fold};

/// Rows that are worth a task of their own.
pub(super) const ROWS_PER_TASK: usize = 10_000;

/// Rows of a table sorted by id, each with its number in the file.
#[derive(Debug)]
pub(super) struct Rows<T> {
    pub rows: Vec<T>,
    pub numbers: Vec<u64>,
    /// Whether the table was there with all required columns, so that references to it can be judged.
    pub is_reliable: bool,
    /// Whether the table has no ids, so that they were made of names.
    pub ids_are_names: bool,
}

/// The ids of a table whose column `id` may be left out: they are then made of the names, which is said once.
pub(super) struct RowIds {
    id: Column,
    name: Column,
    pub are_names: bool,
}

impl RowIds {
    pub fn new(columns: &Columns, table: &TextTable, findings: &mut Collector) -> Self {
        let (id, name) = (columns.get("id"), columns.get("name"));
        let are_names = id.position.is_none();
        if are_names {
            let at = table.place().at(Some(table.header_number()), Some("id"));
            findings.warn(at, Problem::IdsFromNames, "", || None);
        }
        Self { id, name, are_names }
    }

    /// The id of a row; `None` with a finding where there is nothing to go by.
    pub fn of<'t>(&self, row: Row<'t>, findings: &mut Collector) -> Option<Cow<'t, str>> {
        if !self.are_names {
            return row.required(&self.id, findings).map(Cow::Borrowed);
        }
        // An empty name is reported where the name is read.
        let name = row.text(&self.name);
        (!name.is_empty()).then(|| Cow::Owned(id_of_name(name)))
    }
}

/// An id that a name gives: its letters and digits, small and without accents.
pub(super) fn id_of_name(name: &str) -> String {
    let folded = fold(name).replace(' ', "-");
    if folded.is_empty() { name.to_owned() } else { folded }
}

impl<T> Rows<T> {
    pub fn none(is_reliable: bool) -> Self {
        Self { rows: Vec::new(), numbers: Vec::new(), is_reliable, ids_are_names: false }
    }

    /// Takes what the rows of a table say, in their order, and sorts it by id; of rows with one id the first in the file stays
    /// and the others are errors. A row without an id was reported: it is left out. Also gives the rows in the file that
    /// they come from.
    pub fn sorted(
        table: &TextTable,
        mut rows: Vec<T>,
        id: impl Fn(&T) -> &str + Sync + Send,
        findings: &mut Collector,
    ) -> (Self, Vec<u32>)
    where
        T: Sync,
    {
        // The text of a table fits u32: so do its rows.
        let mut order: Vec<u32> = (0..rows.len() as u32).collect();
        // Most files are in order already.
        if rows.first().is_some_and(|first| id(first).is_empty())
            || first_out_of_place(&rows, |a, b| id(a) < id(b)).is_some()
        {
            let id = |position: u32| id(&rows[position as usize]);
            order.retain(|&position| !id(position).is_empty());
            order.par_sort_unstable_by(|&a, &b| id(a).cmp(id(b)).then(a.cmp(&b)));
            order.dedup_by(|later, first| {
                let repeated = id(*later) == id(*first);
                if repeated {
                    let (number, first_row) = (table.row_number(*later as usize), table.row_number(*first as usize));
                    let at = table.place().at(Some(number), Some("id"));
                    findings.wrong(at, Problem::DuplicateId { first_row }, id(*later), || None);
                }
                repeated
            });
            arrange(&mut rows, &order);
        }
        let numbers = order.par_iter().with_min_len(ROWS_PER_TASK);
        let numbers = numbers.map(|&position| table.row_number(position as usize)).collect();
        (Self { rows, numbers, is_reliable: true, ids_are_names: false }, order)
    }
}

/// Puts rows into an order that names each of them at most once; the others go. In place: memory for a copy takes longer to get
/// than this takes.
fn arrange<T>(rows: &mut Vec<T>, order: &[u32]) {
    // Once a place has its row: where the row went that stood there.
    let mut went = order.to_vec();
    for place in 0..went.len() {
        let mut from = went[place] as usize;
        // It made room for others before.
        while from < place {
            from = went[from] as usize;
        }
        rows.swap(place, from);
        went[place] = from as u32;
    }
    rows.truncate(went.len());
}

/// What every row of a table says, in their order: of a large table in parallel. Where regions get their positions in the order
/// of appearance, or there is too much to report, it is read from its start, row by row.
pub(super) fn read_rows<T: Send>(
    table: &TextTable,
    regions: &mut RegionReader,
    findings: &mut Collector,
    read: impl Fn(Row<'_>, &mut RegionReader, &mut Collector) -> T + Sync,
) -> Vec<T> {
    if is_large(table) && !regions.are_open() {
        let (regions, found) = (&*regions, Mutex::new(Vec::new()));
        let part = || Part { regions: regions.clone(), findings: Collector::default(), first: None, found: &found };
        let one = |part: &mut Part<'_>, position| {
            part.first.get_or_insert(position);
            read(Row { table, position }, &mut part.regions, &mut part.findings)
        };
        let rows = (0..table.len()).into_par_iter().with_min_len(ROWS_PER_TASK).map_init(part, one).collect();
        let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.sort_unstable_by_key(|&(first, _)| first);
        if findings.take_parts(found.into_iter().map(|(_, findings)| findings).collect()) {
            return rows;
        }
    }
    Row::all(table).map(|row| read(row, regions, findings)).collect()
}

/// Rows that follow each other and are read by one thread, with what there is to report about them.
struct Part<'f> {
    regions: RegionReader,
    findings: Collector,
    /// The first of the rows.
    first: Option<usize>,
    /// What was found in each part, by its first row.
    found: &'f Mutex<Vec<(Option<usize>, Collector)>>,
}

impl Drop for Part<'_> {
    fn drop(&mut self) {
        if self.findings.reports() > 0 {
            let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            found.push((self.first, std::mem::take(&mut self.findings)));
        }
    }
}

/// Whether a table is worth several threads.
pub(super) fn is_large(table: &TextTable) -> bool {
    table.len() >= 2 * ROWS_PER_TASK
}

/// What every row of a large table says, read in parallel; `None` where `read` says of a value that it does not count, or there
/// are few rows.
pub(super) fn clean_rows<'t, T: Send, S: Send>(
    table: &'t TextTable,
    scratch: impl Fn() -> S + Send + Sync,
    read: impl Fn(Row<'t>, &mut S) -> (T, bool) + Send + Sync,
) -> Option<Vec<T>> {
    if !is_large(table) {
        return None;
    }
    // What does not count is kept until the end, so that every value can be written where it will stay.
    let is_odd = AtomicBool::new(false);
    let one = |scratch: &mut S, position| {
        let (value, counts) = read(Row { table, position }, scratch);
        if !counts {
            is_odd.store(true, Ordering::Relaxed);
        }
        value
    };
    let rows = (0..table.len()).into_par_iter().with_min_len(ROWS_PER_TASK).map_init(scratch, one).collect();
    (!is_odd.load(Ordering::Relaxed)).then_some(rows)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_stand_where_an_order_names_them(
            (length, order) in (0_u32..60).prop_flat_map(|length| {
                let all = Just((0..length).collect::<Vec<u32>>()).prop_shuffle();
                (Just(length), all, 0..=length as usize)
            }).prop_map(|(length, mut order, kept)| {
                order.truncate(kept);
                (length, order)
            }),
        ) {
            let mut rows: Vec<u32> = (0..length).collect();
            arrange(&mut rows, &order);
            prop_assert_eq!(rows, order);
        }
    }

    #[test]
    fn a_row_that_goes_round_takes_no_detours() {
        // The last one first, which each of the others makes room for in turn.
        let count = 1_000_000;
        let order: Vec<u32> = std::iter::once(count - 1).chain(0..count - 1).collect();
        let mut rows: Vec<u32> = (0..count).collect();
        arrange(&mut rows, &order);
        assert!(rows == order);
    }
}
