//! The dataset as an Excel workbook: a sheet per table with filters, a header that stays in sight, numbers as numbers and
//! dates as dates; and a sheet for each describing file, a line per row.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use serde_json::Value as Json;

use super::{Cell, DatasetTable, Sort, dataset_tables, package_json, taxonomy_json};
use crate::ecosystem::Ecosystem;
use crate::language::Text;

/// Rows of a sheet, its header left out, and letters of a cell that Excel can hold.
const MOST_ROWS: usize = 1_048_575;
const MOST_LETTERS: usize = 32_767;
/// Whole numbers above this are texts, since Excel would change their last digits.
const LARGEST_EXACT: u64 = 1 << 53;
/// Letters of a description in one cell, all of which may count twice; longer lines go on in the next cell.
const LETTERS_PER_CELL: usize = 15_000;

/// Why a dataset cannot be a workbook.
#[derive(Debug, thiserror::Error)]
pub enum DoesNotFit {
    #[error("{}", self.sentence().en)]
    Rows { table: &'static str, rows: usize },
    #[error("{}", self.sentence().en)]
    Letters { table: &'static str, column: String, row: usize },
    #[error("the workbook cannot be made")]
    Library(#[from] XlsxError),
}

impl DoesNotFit {
    /// What is wrong and what to do about it.
    pub fn sentence(&self) -> Text {
        match self {
            Self::Rows { table, rows } => Text::new(
                format!("{table} heeft {rows} rijen; een Excel-blad houdt er ten hoogste {MOST_ROWS}. Neem csv."),
                format!("{table} has {rows} rows; an Excel sheet holds at most {MOST_ROWS}. Take csv."),
            ),
            Self::Letters { table, column, row } => Text::new(
                format!(
                    "{column} in rij {row} van {table} is langer dan de {MOST_LETTERS} tekens van een Excel-cel. Neem csv."
                ),
                format!(
                    "{column} in row {row} of {table} is longer than the {MOST_LETTERS} letters of an Excel cell. Take csv."
                ),
            ),
            Self::Library(error) => Text::new(
                format!("De werkmap kan niet worden gemaakt ({error}). Neem csv."),
                format!("The workbook cannot be made ({error}). Take csv."),
            ),
        }
    }
}

/// The dataset as a workbook. Its date of making is that of the data, else the first of 1970.
///
/// # Errors
/// [`DoesNotFit`] where Excel has no room for it.
pub fn dataset_workbook(ecosystem: &Ecosystem) -> Result<Vec<u8>, DoesNotFit> {
    let about = ecosystem.about();
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::parse_from_str(&about.date).or_else(|_| ExcelDateTime::from_ymd(1970, 1, 1))?;
    let properties =
        DocProperties::new().set_title(&about.title.nl).set_comment(about.id.as_str()).set_creation_datetime(&made);
    workbook.set_properties(&properties);
    let tables = dataset_tables(ecosystem);
    for table in &tables {
        fill(workbook.add_worksheet(), table)?;
    }
    for (name, json) in
        [("datapackage.json", package_json(ecosystem, &tables)), ("taxonomy.json", taxonomy_json(ecosystem))]
    {
        describe(workbook.add_worksheet(), name, &json)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// How the cells of a column are shown.
fn format(sort: Sort) -> Format {
    match sort {
        Sort::Text | Sort::Real => Format::new(),
        Sort::Integer => Format::new().set_num_format("#,##0"),
        Sort::Year => Format::new().set_num_format("0"),
        Sort::Share => Format::new().set_num_format("0.0%"),
        Sort::Date => Format::new().set_num_format("yyyy-mm-dd"),
    }
}

fn width(sort: Sort) -> f64 {
    if sort == Sort::Text { 24.0 } else { 14.0 }
}

fn fill(sheet: &mut Worksheet, table: &DatasetTable) -> Result<(), DoesNotFit> {
    let (rows, columns) = (table.rows.len(), table.columns.len());
    if rows > MOST_ROWS {
        return Err(DoesNotFit::Rows { table: table.name, rows });
    }
    sheet.set_name(table.name)?;
    let header = Format::new().set_bold();
    let formats: Vec<Format> = table.columns.iter().map(|column| format(column.sort)).collect();
    for (number, column) in table.columns.iter().enumerate() {
        let number = number as u16;
        sheet.set_column_width(number, width(column.sort))?;
        sheet.write_string_with_format(0, number, &column.name, &header)?;
    }
    for (position, row) in table.rows.iter().enumerate() {
        let at = position as u32 + 1;
        for (number, cell) in row.iter().enumerate() {
            if let Cell::Text(words) = cell
                && words.encode_utf16().count() > MOST_LETTERS
            {
                let column = table.columns[number].name.clone();
                return Err(DoesNotFit::Letters { table: table.name, column, row: position + 2 });
            }
            write(sheet, at, number as u16, cell, &formats[number])?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, rows as u32, columns.saturating_sub(1) as u16)?;
    Ok(())
}

/// A text is never taken for a formula, since it is written as a text.
fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, format: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(words) => drop(sheet.write_string(row, column, words)?),
        Cell::Integer(number) if *number > LARGEST_EXACT => {
            sheet.write_string(row, column, number.to_string())?;
        }
        Cell::Integer(number) => drop(sheet.write_number_with_format(row, column, *number as f64, format)?),
        Cell::Real(number) => drop(sheet.write_number_with_format(row, column, *number, format)?),
        Cell::Date(date) => {
            let (year, month, day) = (u16::try_from(date.year()), u8::from(date.month()), date.day());
            // Excel knows no days before 1900.
            match year.ok().and_then(|year| ExcelDateTime::from_ymd(year, month, day).ok()) {
                Some(day) => drop(sheet.write_datetime_with_format(row, column, &day, format)?),
                None => drop(sheet.write_string(row, column, date.to_string())?),
            }
        }
    }
    Ok(())
}

/// A describing file as a sheet, a line per row.
pub(in crate::export) fn describe(sheet: &mut Worksheet, name: &str, json: &Json) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let text = serde_json::to_string_pretty(json).unwrap_or_default();
    for (row, line) in text.lines().enumerate() {
        let letters: Vec<char> = line.chars().collect();
        for (column, part) in letters.chunks(LETTERS_PER_CELL).enumerate() {
            sheet.write_string(row as u32, column as u16, part.iter().collect::<String>())?;
        }
    }
    Ok(())
}
