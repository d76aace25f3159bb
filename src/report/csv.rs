//! Tables as CSV: in the Dutch report as Dutch Excel opens them by a double click, in the English as RFC 4180 has them.

use crate::chart::table::DataTable;
use crate::export::{CsvDialect, FlatTable};
use crate::language::Language;

/// The bytes of a table.
pub(super) fn bytes(table: &DataTable, language: Language) -> Vec<u8> {
    let dialect = match language {
        Language::Nl => CsvDialect::Dutch,
        Language::En => CsvDialect::Plain,
    };
    FlatTable { columns: table.columns.clone(), rows: table.values() }.csv(dialect)
}
