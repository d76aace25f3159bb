//! The table with the numbers of a figure: what stands beside it on a page, and what a spreadsheet gets.

use serde_json::Value;

use crate::language::{Language, decimal, integer};

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    Words(String),
    /// A count.
    Count(u64),
    /// A real number, shown with so many decimals.
    Number(f64, usize),
    /// A share of one, shown as a percentage with so many decimals.
    Share(f64, usize),
    /// Not known, or does not apply.
    Unknown,
}

impl Datum {
    pub fn words(words: impl Into<String>) -> Self {
        Self::Words(words.into())
    }

    pub fn count(count: usize) -> Self {
        Self::Count(count as u64)
    }

    pub fn number(value: Option<f64>, decimals: usize) -> Self {
        value.filter(|value| value.is_finite()).map_or(Self::Unknown, |value| Self::Number(value, decimals))
    }

    pub fn share(value: Option<f64>, decimals: usize) -> Self {
        value.filter(|value| value.is_finite()).map_or(Self::Unknown, |value| Self::Share(value, decimals))
    }

    /// As people read it.
    pub fn shown(&self, language: Language) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Count(count) => integer(i64::try_from(*count).unwrap_or(i64::MAX), language),
            Self::Number(value, decimals) => decimal(*value, *decimals, language),
            Self::Share(value, decimals) => crate::language::percentage(*value, *decimals, language),
            Self::Unknown => match language {
                Language::Nl => String::from("niet bekend"),
                Language::En => String::from("not known"),
            },
        }
    }

    /// As a cell of a file of values: null where not known.
    fn value(&self) -> Value {
        match self {
            Self::Words(words) => Value::from(words.clone()),
            Self::Count(count) => Value::from(*count),
            Self::Number(number, _) | Self::Share(number, _) => Value::from(*number),
            Self::Unknown => Value::Null,
        }
    }

    pub fn is_number(&self) -> bool {
        !matches!(self, Self::Words(_))
    }
}

/// Rows of cells below their headings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataTable {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Datum>>,
}

impl DataTable {
    pub fn new(columns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { columns: columns.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// The rows as cells of a file of values.
    pub fn values(&self) -> Vec<Vec<Value>> {
        self.rows.iter().map(|row| row.iter().map(Datum::value).collect()).collect()
    }
}
