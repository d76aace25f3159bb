//! Cells of dimension columns → positions of values.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::columns::Column;
use super::finding::{At, Collector};
use super::problem::Problem;
use super::row::{Row, known_parts};
use super::spellings::Spellings;
use crate::ecosystem::{Dimension, EVERY_VALUE, EVERY_VALUE_CODE, Value, ValueIndex, fold};
use crate::reference::{sbi_2008_section, sbi_2025_names};

/// Most values that a dimension may have: the largest position is [`EVERY_VALUE`].
const MOST_VALUES: usize = EVERY_VALUE as usize - 1;

/// Reads the cells of one dimension. Values of an open list get positions in the order of appearance, after those that
/// the taxonomy lists; [`ValueReader::finish`] says what they become.
#[derive(Clone)]
pub(super) struct ValueReader {
    dimension: Dimension,
    spellings: Spellings<ValueIndex>,
    /// For open lists: which values occur.
    occurs: Vec<bool>,
    is_sbi_2008: bool,
    /// What whole cells said about which there was nothing to report: in a large table the same ones come back.
    cells: HashMap<Box<str>, Box<[ValueIndex]>, RandomState>,
}

/// Cells that are remembered.
const MOST_CELLS: usize = 100_000;

/// What a word turned out to be.
enum Read {
    Value(ValueIndex),
    Unknown,
    Full,
}

impl ValueReader {
    pub fn new(dimension: Dimension) -> Self {
        let mut spellings = Spellings::new();
        for (position, value) in dimension.values.iter().enumerate().take(MOST_VALUES) {
            let labels = [value.label.nl.as_str(), value.label.en.as_str()];
            let labels = labels.into_iter().chain(value.aliases.iter().map(|alias| &**alias));
            // `take` keeps positions within the type.
            spellings.add(position as ValueIndex, &value.id, &value.id, labels);
        }
        // Sections of SBI 2025 by their names, which say which version they are of.
        let is_sbi_2008 = *dimension.id == *"sector" && dimension.label.nl.contains("SBI 2008");
        if is_sbi_2008 {
            for (name, old) in sbi_2025_names() {
                if let Some(value) = dimension.position(old) {
                    spellings.add_folded(value, &[name.to_owned()]);
                }
            }
        }
        let occurs = vec![false; dimension.values.len()];
        Self { dimension, spellings, occurs, is_sbi_2008, cells: HashMap::default() }
    }

    /// Puts the values of a cell into `values`, which is emptied first. Errors are reported and left out.
    pub fn read(&mut self, row: Row<'_>, column: &Column, values: &mut Vec<ValueIndex>, findings: &mut Collector) {
        values.clear();
        let cell = row.text(column);
        if cell.is_empty() {
            return;
        }
        let is_of_2025 = self.is_of_2025(row, column);
        if let Some(known) = self.cells.get(cell).filter(|_| !is_of_2025) {
            values.extend_from_slice(known);
            return;
        }
        let before = findings.reports();
        self.read_cell(cell, row, column, values, findings);
        if !is_of_2025 && findings.reports() == before && self.cells.len() < MOST_CELLS {
            self.cells.insert(cell.into(), values.as_slice().into());
        }
    }

    fn read_cell(
        &mut self,
        cell: &str,
        row: Row<'_>,
        column: &Column,
        values: &mut Vec<ValueIndex>,
        findings: &mut Collector,
    ) {
        // The whole first: a label may hold a `;` or a comma of its own.
        for piece in cell.split(['|', '\n', '\r']).map(str::trim).filter(|piece| !piece.is_empty()) {
            if self.is_known(piece) {
                self.take(piece, row, column, values, findings);
            } else if let Some(parts) = known_parts(piece, |part| self.is_known(part)) {
                for part in parts {
                    self.take(part, row, column, values, findings);
                }
            } else {
                let semicolon = row.table.semicolon_is_free();
                let is_mark = |letter| semicolon && letter == ';';
                for part in piece.split(is_mark).map(str::trim).filter(|part| !part.is_empty()) {
                    self.take(part, row, column, values, findings);
                }
            }
        }
        if !self.dimension.several {
            values.dedup();
            if values.len() > 1 {
                findings.wrong(row.at(column), Problem::SeveralValues, cell, || None);
                values.clear();
            }
        }
    }

    pub fn is_known(&self, word: &str) -> bool {
        self.spellings.find(word).is_some() || fold(word) == EVERY_VALUE_CODE
    }

    /// Whether any word is a value.
    pub fn is_open(&self) -> bool {
        self.dimension.open
    }

    pub fn takes_several(&self) -> bool {
        self.dimension.several
    }

    /// What to say of a word that is no value.
    pub fn unknown(&self) -> Problem {
        Problem::UnknownValue { allowed: self.spellings.listing() }
    }

    pub fn nearest(&self, word: &str) -> Option<String> {
        self.spellings.nearest(word)
    }

    /// Whether a column says that its letters are those of SBI 2025.
    fn is_of_2025(&self, row: Row<'_>, column: &Column) -> bool {
        let title = column.position.and_then(|position| row.table.header().get(position));
        self.is_sbi_2008 && title.is_some_and(|title| title.contains("2025"))
    }

    fn take(
        &mut self,
        word: &str,
        row: Row<'_>,
        column: &Column,
        values: &mut Vec<ValueIndex>,
        findings: &mut Collector,
    ) {
        // The letters of SBI 2025 mean something else from J on: a column that is called after it is read by it.
        let section = if self.is_of_2025(row, column) { sbi_2008_section(word) } else { None };
        if section.is_some() {
            findings.warn(row.at(column), Problem::SectionsOf2025, "", || None);
        }
        values.extend(self.word(section.unwrap_or(word), row.at(column), findings));
    }

    /// The value that a single word names; a word that names none is reported.
    pub fn word(&mut self, word: &str, at: At<'_>, findings: &mut Collector) -> Option<ValueIndex> {
        match self.resolve(word) {
            Read::Value(value) => return Some(value),
            Read::Full => findings.error(at, Problem::TooManyValues { limit: MOST_VALUES as u64 }),
            Read::Unknown => {
                findings.wrong(at, self.unknown(), word, || self.nearest(word));
            }
        }
        None
    }

    /// The code of a value that was given out.
    pub fn code(&self, value: ValueIndex) -> &str {
        self.dimension.value_code(value)
    }

    fn resolve(&mut self, word: &str) -> Read {
        // A list may have a value of its own that is called `alle`; it then wins.
        if let Some(value) = self.spellings.find(word) {
            if let Some(occurs) = self.occurs.get_mut(usize::from(value)) {
                *occurs = true;
            }
            return Read::Value(value);
        }
        if fold(word) == EVERY_VALUE_CODE {
            return Read::Value(EVERY_VALUE);
        }
        if !self.dimension.open {
            return Read::Unknown;
        }
        let position = self.dimension.values.len();
        if position >= MOST_VALUES {
            return Read::Full;
        }
        let value = position as ValueIndex;
        self.dimension.values.push(Value::bare(word));
        self.occurs.push(true);
        self.spellings.add_exact(value, word);
        Read::Value(value)
    }

    /// The dimension of the ecosystem, and for each position given out the position it has there. An open list ends up
    /// with the values that occur, sorted by id.
    pub fn finish(self) -> (Dimension, Vec<ValueIndex>) {
        let mut dimension = self.dimension;
        let count = dimension.values.len();
        if !dimension.open {
            return (dimension, (0..count).map(|position| position as ValueIndex).collect());
        }
        let mut order: Vec<usize> = (0..count).filter(|&position| self.occurs[position]).collect();
        order.sort_by(|&a, &b| dimension.values[a].id.cmp(&dimension.values[b].id));
        let mut renumber = vec![0; count];
        for (new, &old) in order.iter().enumerate() {
            renumber[old] = new as ValueIndex;
        }
        dimension.values = order.into_iter().map(|position| dimension.values[position].clone()).collect();
        (dimension, renumber)
    }
}
