//! One row of a table and what its cells say.

use time::Date;

use super::columns::Column;
use super::dates::{date, of_serial};
use super::finding::{At, Collector};
use super::numbers::{Notation, integer, is_ambiguous, number, share};
use super::problem::Problem;
use super::spellings::Spellings;
use super::table::TextTable;

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'t> {
    pub table: &'t TextTable,
    pub position: usize,
}

impl<'t> Row<'t> {
    pub fn all(table: &'t TextTable) -> impl Iterator<Item = Self> {
        (0..table.len()).map(move |position| Self { table, position })
    }

    /// Number in the file.
    pub fn number(self) -> u64 {
        self.table.row_number(self.position)
    }

    /// What stands in a column, without the blanks around it.
    pub fn text(self, column: &Column) -> &'t str {
        column.position.map_or("", |position| self.table.cell(self.position, position))
    }

    pub fn at<'c>(self, column: &'c Column) -> At<'c>
    where
        't: 'c,
    {
        self.table.place().at(Some(self.number()), Some(&column.name))
    }

    pub fn words(self, column: &Column) -> Option<Box<str>> {
        let text = self.text(column);
        (!text.is_empty()).then(|| text.into())
    }

    /// The cell of a required column; an empty one is an error.
    pub fn required(self, column: &Column, findings: &mut Collector) -> Option<&'t str> {
        let text = self.text(column);
        if text.is_empty() {
            findings.error(self.at(column), Problem::EmptyCell);
            return None;
        }
        Some(text)
    }

    /// The values of a cell that may hold several.
    pub fn parts(self, column: &Column) -> impl Iterator<Item = &'t str> {
        let semicolon = self.table.semicolon_is_free();
        let is_mark = move |letter| matches!(letter, '|' | '\n' | '\r') || (semicolon && letter == ';');
        let parts = self.text(column).split(is_mark);
        parts.map(str::trim).filter(|part| !part.is_empty())
    }

    /// The parts of a cell between the coarsest marks that leave nothing but known parts; `None` where no marks do. A comma
    /// and a stroke count too, since nothing is guessed: every part is known.
    pub fn known_parts(self, column: &Column, is_known: impl Fn(&str) -> bool) -> Option<Vec<&'t str>> {
        known_parts(self.text(column), is_known)
    }

    fn read<T>(
        self,
        column: &Column,
        findings: &mut Collector,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match parse(text) {
            Ok(value) => Some(value),
            Err(problem) => {
                findings.wrong(self.at(column), problem, text, || None);
                None
            }
        }
    }

    pub fn integer(self, column: &Column, findings: &mut Collector) -> Option<u64> {
        self.read(column, findings, |text| integer(text).ok_or(Problem::WrongInteger))
    }

    /// A number of a column of which the notation is known. What could be thousands as well is reported where the column
    /// does not show which of the two it is.
    pub fn number_cell(self, column: &Column, notation: Notation, findings: &mut Collector) -> Option<f64> {
        let text = self.text(column);
        if is_ambiguous(text) {
            match notation {
                Notation::Point => {}
                Notation::Comma => return number(&text.replacen('.', "", 1)),
                Notation::Unclear => findings.warn(self.at(column), Problem::AmbiguousNumber, text, || None),
            }
        }
        self.read(column, findings, |text| number(text).ok_or(Problem::WrongNumber))
    }

    pub fn share(self, column: &Column, findings: &mut Collector) -> Option<f64> {
        self.read(column, findings, share)
    }

    pub fn year(self, column: &Column, findings: &mut Collector) -> Option<u16> {
        self.read(column, findings, year)
    }

    pub fn date(self, column: &Column, findings: &mut Collector) -> Option<Date> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match date(text) {
            Ok(date) => Some(date),
            Err(problem) => {
                findings.wrong(self.at(column), problem, text, || of_serial(text).map(|date| date.to_string()));
                None
            }
        }
    }

    /// A word of a closed list.
    pub fn listed<T: Copy>(self, column: &Column, list: &Spellings<T>, findings: &mut Collector) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() { None } else { listed(text, self.at(column), list, findings) }
    }
}

/// See [`Row::known_parts`].
pub(super) fn known_parts(text: &str, is_known: impl Fn(&str) -> bool) -> Option<Vec<&str>> {
    const MARKS: [&[char]; 4] =
        [&['|', '\n', '\r'], &['|', '\n', '\r', ';'], &['|', '\n', '\r', ';', ','], &['|', '\n', '\r', ';', ',', '/']];
    MARKS.into_iter().find_map(|marks| {
        let parts: Vec<&str> = text.split(marks).map(str::trim).filter(|part| !part.is_empty()).collect();
        (parts.len() > 1 && parts.iter().all(|part| is_known(part))).then_some(parts)
    })
}

/// A word of a closed list; another one is reported.
pub(super) fn listed<T: Copy>(text: &str, at: At<'_>, list: &Spellings<T>, findings: &mut Collector) -> Option<T> {
    let found = list.find(text);
    if found.is_none() {
        let problem = Problem::UnknownValue { allowed: list.listing() };
        findings.wrong(at, problem, text, || list.nearest(text));
    }
    found
}

pub(super) fn year(text: &str) -> Result<u16, Problem> {
    let year = integer(text).and_then(|year| u16::try_from(year).ok());
    year.filter(|year| (1900..=2200).contains(year)).ok_or(Problem::WrongYear)
}
