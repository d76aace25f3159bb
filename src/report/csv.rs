//! Tables as CSV: in the Dutch report as Dutch Excel opens them by a double click, in the English as RFC 4180 has them.

use serde_json::{Number, Value};

use crate::chart::table::{DataTable, Datum};
use crate::export::{CsvDialect, FlatTable};
use crate::language::Language;

/// The bytes of a table.
pub(super) fn bytes(table: &DataTable, language: Language) -> Vec<u8> {
    let value = |datum: &Datum| match datum {
        Datum::Words(words) => Value::from(words.clone()),
        Datum::Count(count) => Value::from(*count),
        Datum::Number(number, _) | Datum::Share(number, _) => {
            Number::from_f64(*number).map_or(Value::Null, Value::Number)
        }
        Datum::Unknown => Value::Null,
    };
    let rows = table.rows.iter().map(|row| row.iter().map(value).collect()).collect();
    let dialect = match language {
        Language::Nl => CsvDialect::Dutch,
        Language::En => CsvDialect::Plain,
    };
    FlatTable { columns: table.columns.clone(), rows }.csv(dialect)
}
