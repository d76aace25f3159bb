//! One row of a table and what its cells say: numbers, shares, dates and words of closed lists.

use time::Date;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::finding::{At, Collector};
use super::layout::Table;
use super::problem::Problem;
use super::spellings::{Spellings, nearest};
use super::table::TextTable;
use crate::ecosystem::{Taxonomy, fold};

/// A column of a table, found or not.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub name: String,
    pub position: Option<usize>,
}

/// The columns that a table has and may have.
#[derive(Debug)]
pub(super) struct Columns {
    fixed: Vec<Column>,
    /// One per dimension of the taxonomy; empty for tables without dimensions.
    pub dimensions: Vec<Column>,
    /// Whether every required column is there.
    pub complete: bool,
}

impl Columns {
    /// Finds the columns in the header of a table; reports those that are missing, unknown or repeated.
    pub fn find(table: &TextTable, layout: Table, taxonomy: &Taxonomy, findings: &mut Collector) -> Self {
        let header: Vec<String> = table.header().iter().map(|name| fold(name)).collect();
        let mut taken = vec![false; header.len()];
        let place = table.place();
        let number = Some(table.header_number());
        let mut column = |name: &str, spellings: &[&str], findings: &mut Collector| {
            let folded: Vec<String> = spellings.iter().map(|spelling| fold(spelling)).collect();
            let mut found = None;
            for (position, title) in header.iter().enumerate() {
                if title.is_empty() || taken[position] || !folded.contains(title) {
                    continue;
                }
                taken[position] = true;
                if found.is_none() {
                    found = Some(position);
                } else {
                    findings.wrong(
                        place.at(number, Some(name)),
                        Problem::RepeatedColumn,
                        &table.header()[position],
                        || None,
                    );
                }
            }
            Column { name: name.to_owned(), position: found }
        };
        let fixed: Vec<Column> = layout.columns().iter().map(|(name, _)| column(name, &[name], findings)).collect();
        let mut dimensions = Vec::new();
        if layout.has_dimensions() {
            for dimension in taxonomy.dimensions() {
                let spellings = [&*dimension.id, &dimension.label.nl, &dimension.label.en];
                dimensions.push(column(&dimension.id, &spellings, findings));
            }
        }
        let known = || {
            let fixed = layout.columns().iter().map(|(name, _)| *name);
            fixed
                .chain(taxonomy.dimensions().iter().filter(|_| layout.has_dimensions()).map(|dimension| &*dimension.id))
        };
        let offers: Vec<(String, &str)> = known().map(|name| (fold(name), name)).collect();
        for (title, _) in table.header().iter().zip(&taken).filter(|(title, taken)| !**taken && !title.is_empty()) {
            let offer =
                || nearest(title, offers.iter().map(|(folded, name)| (folded.as_str(), *name))).map(str::to_owned);
            findings.warn(place.at(number, Some(title)), Problem::UnknownColumn, "", offer);
        }
        let mut complete = true;
        for ((name, required), column) in layout.columns().iter().zip(&fixed) {
            if *required && column.position.is_none() {
                complete = false;
                let titles = table.header().iter().zip(&header).zip(&taken).filter(|(_, taken)| !**taken);
                let offer = || {
                    nearest(name, titles.map(|((title, folded), _)| (folded.as_str(), title.as_str())))
                        .map(str::to_owned)
                };
                findings.wrong(place.at(number, Some(name)), Problem::MissingColumn, "", offer);
            }
        }
        Self { fixed, dimensions, complete }
    }

    /// A fixed column of the layout. A name that the layout lacks gives a column that is nowhere filled.
    pub fn get(&self, name: &'static str) -> Column {
        let found = self.fixed.iter().find(|column| column.name == name).cloned();
        found.unwrap_or_else(|| Column { name: name.to_owned(), position: None })
    }
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'t> {
    pub table: &'t TextTable,
    pub position: usize,
}

const ISO_DATE: &[BorrowedFormatItem<'static>] = format_description!("[year]-[month]-[day]");

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
        let parts = self.text(column).split(move |letter| letter == '|' || (semicolon && letter == ';'));
        parts.map(str::trim).filter(|part| !part.is_empty())
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

    pub fn number_cell(self, column: &Column, findings: &mut Collector) -> Option<f64> {
        self.read(column, findings, |text| number(text).ok_or(Problem::WrongNumber))
    }

    pub fn share(self, column: &Column, findings: &mut Collector) -> Option<f64> {
        self.read(column, findings, share)
    }

    pub fn year(self, column: &Column, findings: &mut Collector) -> Option<u16> {
        self.read(column, findings, year)
    }

    pub fn date(self, column: &Column, findings: &mut Collector) -> Option<Date> {
        self.read(column, findings, date)
    }

    /// A word of a closed list.
    pub fn listed<T: Copy>(self, column: &Column, list: &Spellings<T>, findings: &mut Collector) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() { None } else { listed(text, self.at(column), list, findings) }
    }
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

pub(super) fn date(text: &str) -> Result<Date, Problem> {
    Date::parse(text, ISO_DATE).map_err(|_| Problem::WrongDate)
}

/// A whole number of zero or more: plain, or with a point per three digits.
pub(super) fn integer(text: &str) -> Option<u64> {
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    if digits(text) {
        return text.parse().ok();
    }
    let mut groups = text.split('.');
    let first = groups.next()?;
    let grouped =
        (1..=3).contains(&first.len()) && digits(first) && groups.all(|group| group.len() == 3 && digits(group));
    if grouped { text.replace('.', "").parse().ok() } else { None }
}

/// A finite number: `1234.5` as programs write it, or `1.234,5` and `1234,5` as Dutch people do. One point alone is a
/// decimal point.
fn number(text: &str) -> Option<f64> {
    decimal(text)?.parse().ok().filter(|value: &f64| value.is_finite())
}

/// A number in the notation of programs.
fn decimal(text: &str) -> Option<String> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let sign = if text.starts_with('-') { "-" } else { "" };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((whole, fraction)) = unsigned.split_once(',') {
        return digits(fraction).then_some(format!("{sign}{}.{fraction}", integer(whole)?));
    }
    if unsigned.matches('.').count() > 1 {
        return Some(format!("{sign}{}", integer(unsigned)?));
    }
    let mantissa = unsigned.split(['e', 'E']).next().unwrap_or("");
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    (digits(whole) && digits(fraction)).then(|| format!("{sign}{unsigned}"))
}

fn share(text: &str) -> Result<f64, Problem> {
    let value = match text.strip_suffix('%') {
        // Scaled in the text, so that 12.3% is the same number as 0.123.
        Some(digits) => decimal(digits.trim_end()).and_then(|digits| format!("{digits}e-2").parse().ok()),
        None => number(text),
    };
    let value: f64 = value.ok_or(Problem::WrongShare)?;
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(Problem::ShareOutOfRange) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_with_dutch_thousands() {
        for (text, value) in [("0", 0), ("1250", 1250), ("1.250", 1250), ("12.345.678", 12_345_678), ("007", 7)] {
            assert_eq!(integer(text), Some(value), "{text}");
        }
        for text in
            ["1.25", "1,250", "-3", "12.5000", "1234.567", ".250", "1..250", "3e4", "drie", "99999999999999999999"]
        {
            assert_eq!(integer(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_and_shares_in_both_notations() {
        let cases = [
            ("12.5", 12.5),
            ("12,5", 12.5),
            ("1.234,5", 1234.5),
            ("1.250", 1.25),
            ("1.234.567", 1_234_567.0),
            ("-3", -3.0),
        ];
        for (text, value) in cases {
            assert_eq!(number(text), Some(value), "{text}");
        }
        for text in ["", "veel", "1,2,3", "1,", "NaN", "inf", "--1", "1.23,4", "12%"] {
            assert_eq!(number(text), None, "{text}");
        }
        for text in ["0.5", "0,5", "50%", "50 %", "50,0%"] {
            assert_eq!(share(text), Ok(0.5), "{text}");
        }
        assert_eq!(share("50"), Err(Problem::ShareOutOfRange));
        assert_eq!(share("-0,1"), Err(Problem::ShareOutOfRange));
        assert_eq!(share("half"), Err(Problem::WrongShare));
    }
}
