//! An Excel workbook (`.xlsx`) with a sheet per table.
//!
//! Sheets are read cell by cell and never as the rectangle that they claim to span: two cells far apart would make that
//! larger than any memory.

use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Dimensions, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use zip::ZipArchive;

use super::finding::{Collector, Place};
use super::headers::{Called, Wanted, find_table, is_of_a_table};
use super::layout::Table;
use super::limits::Limits;
use super::problem::Problem;
use super::source::{Input, PACKAGE, TAXONOMY, take};
use super::spellings::nearest;
use super::table::{Origin, TableBuilder, TextTable};
use crate::language::Language;

/// An open workbook.
pub(super) struct Workbook<'b> {
    /// Name of the file, for findings.
    name: String,
    xlsx: Option<Xlsx<Cursor<&'b [u8]>>>,
    sheets: Vec<String>,
}

/// Sheets of the template that are no tables.
const BESIDE_TEMPLATE: [&str; 4] = ["Lees mij", "Lijsten", "Read me", "Lists"];

/// Keeps a fault in the library that parses foreign files from taking the program down.
fn guarded<T>(parse: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(parse)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err(String::from("the contents of the workbook are broken")),
    }
}

/// Refuses a workbook that announces more shared strings than its bytes can hold.
///
/// The library reserves memory for the announced number, and memory that cannot be had ends the program at once.
pub(super) fn check_counts<R: Input>(zip: &mut ZipArchive<R>, limit: u64) -> Result<(), String> {
    for position in 0..zip.len() {
        let member = zip.by_index(position).map_err(|error| error.to_string())?;
        let name = member.name().map(|name| name.to_lowercase()).unwrap_or_default();
        if !name.ends_with("sharedstrings.xml") {
            continue;
        }
        let text = take(member, limit, 0).map_err(|problem| problem.sentence(Language::En))?;
        // Every string takes at least `<si/>`; without NUL bytes the attribute can only be spelled in ASCII.
        let most = text.len() / 5;
        if text.contains(&0) || announced(&text).any(|count| count > most) {
            return Err(String::from("the shared strings of the workbook are broken"));
        }
    }
    Ok(())
}

/// The numbers behind every `uniqueCount`; one that does not fit counts as the largest there is.
fn announced(xml: &[u8]) -> impl Iterator<Item = usize> {
    const NAME: &[u8] = b"uniqueCount";
    let places = xml.windows(NAME.len()).enumerate().filter(|(_, window)| *window == NAME).map(|(place, _)| place);
    places.map(|place| {
        let rest = xml.get(place + NAME.len()..).unwrap_or(&[]).iter();
        let value = rest.skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\'' | b'+'));
        let digits: String = value.take_while(|byte| byte.is_ascii_digit()).map(|&byte| char::from(byte)).collect();
        if digits.is_empty() { 0 } else { digits.parse().unwrap_or(usize::MAX) }
    })
}

impl<'b> Workbook<'b> {
    /// Opens a workbook whose sizes and counts were found to be within the limits.
    pub fn open(name: &str, bytes: &'b [u8]) -> Result<Self, String> {
        let xlsx = guarded(|| Xlsx::new(Cursor::new(bytes)))?;
        let sheets = xlsx.sheet_names();
        Ok(Self { name: name.to_owned(), xlsx: Some(xlsx), sheets })
    }

    /// A workbook of which nothing may be read.
    pub fn refused(name: &str) -> Self {
        Self { name: name.to_owned(), xlsx: None, sheets: Vec::new() }
    }

    /// Whether a sheet is one of the tables that every dataset has.
    pub fn has_a_needed_table(&self) -> bool {
        let names = || self.sheets.iter().map(String::as_str);
        let mut needed = Table::ALL.iter().filter(|table| table.is_required());
        needed.any(|table| find_table(*table, names()) != Called::Nowhere)
    }

    pub fn sheet_names(&self) -> Vec<String> {
        self.sheets.clone()
    }

    fn place(&self, sheet: &str) -> Place {
        Place { file: self.name.clone(), sheet: Some(sheet.to_owned()) }
    }

    /// Sheets that are no table of a dataset.
    pub fn unknown_sheets(&self) -> impl Iterator<Item = Place> {
        let known = [TAXONOMY, PACKAGE].into_iter().chain(BESIDE_TEMPLATE);
        let known: Vec<&str> = known.collect();
        let describes = move |sheet: &str| known.iter().any(|name| sheet.trim().eq_ignore_ascii_case(name));
        let names = || self.sheets.iter().map(String::as_str);
        let unknown = self.sheets.iter().filter(move |sheet| !describes(sheet) && !is_of_a_table(sheet, names()));
        unknown.map(|sheet| self.place(sheet))
    }

    /// The text of a describing file, from a sheet of its name: a line per row, its cells put together. `None`: not there,
    /// or with findings.
    pub fn document(&mut self, name: &str, limits: &Limits, findings: &mut Collector) -> Option<String> {
        let xlsx = self.xlsx.as_mut()?;
        let sheet = self.sheets.iter().find(|sheet| sheet.trim().eq_ignore_ascii_case(name))?;
        let place = Place { file: self.name.clone(), sheet: Some(sheet.clone()) };
        let limit = limits.document_bytes;
        match guarded(|| read_lines(xlsx, sheet, limit)) {
            Ok(Some(text)) => return Some(text),
            Ok(None) => findings.error(place.whole(), Problem::FileTooLarge { limit }),
            Err(detail) => findings.error(place.whole(), Problem::Unreadable { detail }),
        }
        None
    }

    pub fn table(&mut self, table: Table, limits: &Limits, findings: &mut Collector) -> Option<TextTable> {
        let names = || self.sheets.iter().map(String::as_str);
        let sheet = match find_table(table, names()) {
            Called::Once(sheet) => sheet.to_owned(),
            Called::Twice(second) => {
                findings.error(self.place(second).whole(), Problem::SeveralTables { table: table.name() });
                return None;
            }
            Called::Nowhere => {
                if table.is_required() && self.xlsx.is_some() {
                    let others = names().filter(|sheet| !is_of_a_table(sheet, names()));
                    let offer = nearest(table.name(), others.map(|sheet| (sheet, sheet))).map(str::to_owned);
                    let problem = Problem::MissingTable { columns: table.required_columns() };
                    findings.wrong(self.place(table.name()).whole(), problem, "", || offer);
                }
                return None;
            }
        };
        self.sheet(&sheet, Some(Wanted::Table(table)), limits, findings)
    }

    /// A sheet as a table, whose header is looked for by what it must have.
    pub fn sheet(
        &mut self,
        sheet: &str,
        wanted: Option<Wanted>,
        limits: &Limits,
        findings: &mut Collector,
    ) -> Option<TextTable> {
        let xlsx = self.xlsx.as_mut()?;
        let place = Place { file: self.name.clone(), sheet: Some(sheet.to_owned()) };
        let merged = guarded(|| xlsx.merge_cells_by_sheet_name(sheet)).unwrap_or_default();
        let mut merged = Merged::new(merged, limits);
        let mut builder = TableBuilder::new(place.clone(), Origin::Sheet, wanted, limits);
        let read = guarded(|| read_sheet(xlsx, sheet, &mut merged, &mut builder, limits, findings));
        if let Err(detail) = read {
            findings.error(place.whole(), Problem::Unreadable { detail });
            return None;
        }
        if merged.is_spent {
            findings.error(place.whole(), Problem::ArchiveTooLarge { limit: limits.workbook_bytes });
            return None;
        }
        builder.finish(findings)
    }
}

/// Cells that were merged downward: each row that they span says the same.
struct Merged {
    /// First row and column of a merged range, to its last row.
    ranges: HashMap<(u32, u32), u32>,
    /// By column: the last row, and what it says.
    open: BTreeMap<u32, (u32, String)>,
    /// Bytes that may still be repeated.
    left: u64,
    /// Whether more would have to be repeated.
    is_spent: bool,
}

/// Bytes of the longest text that is repeated downward.
const REPEATED_BYTES: usize = 1_000;

impl Merged {
    fn new(ranges: Vec<Dimensions>, limits: &Limits) -> Self {
        let downward = ranges.into_iter().filter(|range| range.end.0 > range.start.0);
        let ranges = downward.map(|range| (range.start, range.end.0)).collect();
        Self { ranges, open: BTreeMap::new(), left: limits.workbook_bytes, is_spent: false }
    }

    fn see(&mut self, row: u32, column: u32, text: &str) {
        if let Some(end) = self.ranges.get(&(row, column))
            && text.len() <= REPEATED_BYTES
        {
            self.open.insert(column, (*end, text.to_owned()));
        }
    }

    /// What a cell without text says.
    fn text(&mut self, row: u32, column: u32) -> Option<String> {
        let (end, text) = self.open.get(&column)?;
        if *end < row {
            self.open.remove(&column);
            return None;
        }
        let text = text.clone();
        match self.left.checked_sub(text.len() as u64) {
            Some(left) => self.left = left,
            None => self.is_spent = true,
        }
        (!self.is_spent).then_some(text)
    }

    /// Fills a row up to a column.
    fn fill(&mut self, row: u32, until: u32, builder: &mut TableBuilder<'_>) {
        while builder.cells_in_row() < until as usize {
            // The count stays below `until`.
            if let Some(text) = self.text(row, builder.cells_in_row() as u32) {
                builder.push(&text);
            }
            builder.end_cell();
        }
    }

    /// Fills the rest of a row in which something stands.
    fn finish(&mut self, row: u32, builder: &mut TableBuilder<'_>) {
        if builder.row_is_filled()
            && let Some((&last, _)) = self.open.last_key_value()
        {
            self.fill(row, last + 1, builder);
        }
    }
}

fn read_sheet(
    xlsx: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    merged: &mut Merged,
    builder: &mut TableBuilder<'_>,
    limits: &Limits,
    findings: &mut Collector,
) -> Result<(), XlsxError> {
    let mut cells = xlsx.worksheet_cells_reader(sheet)?;
    let mut row = 0;
    while let Some(cell) = cells.next_cell()? {
        let (cell_row, column) = cell.get_position();
        if cell_row < row {
            return Err(XlsxError::Unexpected("rows of the sheet are out of order"));
        }
        if cell_row > row {
            merged.finish(row, builder);
            builder.end_row(u64::from(row) + 1, findings);
            row = cell_row;
        }
        if builder.has_stopped() {
            return Ok(());
        }
        let text = text_of(cell.get_value());
        if text.is_empty() || column as usize > limits.columns {
            continue;
        }
        if (column as usize) < builder.cells_in_row() {
            return Err(XlsxError::Unexpected("cells of the sheet are out of order"));
        }
        merged.fill(row, column, builder);
        merged.see(row, column, &text);
        builder.push(&text);
        builder.end_cell();
    }
    merged.finish(row, builder);
    builder.end_row(u64::from(row) + 1, findings);
    Ok(())
}

/// The cells of a sheet as lines; `None` where they are more than a limit.
fn read_lines(xlsx: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, limit: u64) -> Result<Option<String>, XlsxError> {
    let mut cells = xlsx.worksheet_cells_reader(sheet)?;
    let (mut row, mut text) = (0, String::new());
    while let Some(cell) = cells.next_cell()? {
        if cell.get_position().0 != row {
            row = cell.get_position().0;
            text.push('\n');
        }
        text.push_str(&text_of(cell.get_value()));
        if text.len() as u64 > limit {
            return Ok(None);
        }
    }
    Ok(Some(text))
}

/// A cell as a CSV file would have it.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(date) => date_text(date),
        // The date part, where the time says nothing.
        DataRef::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A whole number without a fraction; another with a fraction that cannot be taken for Dutch thousands ("1.250").
fn number_text(number: f64) -> String {
    let text = number.to_string();
    match text.split_once('.') {
        Some((_, fraction)) if fraction.len() == 3 => format!("{text}0"),
        _ => text,
    }
}

fn date_text(date: &ExcelDateTime) -> String {
    if !date.is_datetime() {
        return number_text(date.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}
