//! An OpenDocument spreadsheet (`.ods`), as LibreOffice and Google Sheets write it.
//!
//! Read as a stream of elements. The library that reads Excel reads these too, but lays every sheet out as a rectangle of up
//! to a hundred million cells before it hands one out, and never comes to an end on a document that was cut off.
//!
//! Source: OASIS, Open Document Format for Office Applications 1.3, part 3 (9 and 19: tables and their attributes).

use std::mem::take as emptied;
use std::ops::Range;

use zip::ZipArchive;

use super::super::source::{Input, take};
use super::super::xml::{self, Attributes, Part};
use super::excel::number_text;
use super::sheet::{Cell, Cells};
use crate::language::Language;

/// What the first member of such a zip says; a template says more behind it.
const MEDIA_TYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// An open spreadsheet.
pub(super) struct OpenDocument {
    content: String,
    /// Name of each sheet, and where its contents lie.
    sheets: Vec<(String, Range<usize>)>,
    /// Bytes of one cell.
    cell_bytes: usize,
}

/// Whether a zip says that it is such a spreadsheet.
pub(super) fn is_one<R: Input>(zip: &mut ZipArchive<R>) -> bool {
    let Ok(mut member) = zip.by_name("mimetype") else { return false };
    let mut start = [0; MEDIA_TYPE.len()];
    std::io::Read::read_exact(&mut member, &mut start).is_ok() && start == MEDIA_TYPE
}

impl OpenDocument {
    /// Opens a spreadsheet whose sizes were found to be within the limits.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn open<R: Input>(zip: &mut ZipArchive<R>, limit: u64, cell_bytes: usize) -> Result<Self, String> {
        let mut part = |name: &str| {
            let member = zip.by_name(name).map_err(|error| format!("{name}: {error}"))?;
            take(member, limit, 0).map_err(|problem| problem.sentence(Language::En))
        };
        let manifest = part("META-INF/manifest.xml").unwrap_or_default();
        if manifest.windows(15).any(|words| words == b"encryption-data") {
            return Err(String::from("it is locked with a password"));
        }
        let content = String::from_utf8(part("content.xml")?).map_err(|error| format!("content.xml: {error}"))?;
        let tables = xml::within(&content, &["document-content", "body", "spreadsheet", "table"])?;
        let sheets = tables.into_iter().map(|(mut about, place)| (about.remove("name").unwrap_or_default(), place));
        Ok(Self { sheets: sheets.collect(), content, cell_bytes })
    }

    pub fn sheet_names(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Hands out the cells of a sheet.
    ///
    /// # Errors
    /// What is wrong with the sheet.
    pub fn read(&self, sheet: &str, into: &mut dyn Cells) -> Result<(), String> {
        let place = self.sheets.iter().find(|(name, _)| name == sheet).map(|(_, place)| place.clone());
        let contents = place.and_then(|place| self.content.get(place)).unwrap_or_default();
        if contents.trim().is_empty() {
            return Ok(());
        }
        let mut walk = Walk { cell_bytes: self.cell_bytes, ..Walk::default() };
        let walked = xml::read(contents, |part| walk.part(part, into));
        if walk.has_enough { Ok(()) } else { walked }
    }
}

/// Where the walk through a sheet is.
#[derive(Debug, Default)]
struct Walk {
    /// Elements within each other that say nothing of cells: notes, drawings, tables within cells.
    skipped: usize,
    row: u32,
    row_repeats: u32,
    column: u32,
    cells: Vec<Filled>,
    cell: Option<Open>,
    /// Paragraphs and parts of them that are open.
    in_paragraph: usize,
    cell_bytes: usize,
    has_enough: bool,
}

/// A cell of the row at hand in which something stands.
#[derive(Debug)]
struct Filled {
    column: u32,
    repeats: u32,
    rows_spanned: u32,
    text: String,
}

/// The cell at hand.
#[derive(Debug, Default)]
struct Open {
    about: Attributes,
    is_covered: bool,
    paragraphs: usize,
    text: String,
}

/// A number of repetitions, or of rows that are spanned.
fn count(about: &Attributes, name: &str) -> u32 {
    about.get(name).and_then(|count| count.parse().ok()).map_or(1, |count: u32| count.max(1))
}

impl Walk {
    fn part(&mut self, part: Part, into: &mut dyn Cells) -> Result<(), String> {
        match part {
            Part::Open(name, about) => self.open(&name, about),
            Part::Text(text) => {
                if self.in_paragraph > 0
                    && self.skipped == 0
                    && let Some(cell) = &mut self.cell
                {
                    cell.text.push_str(&text);
                }
            }
            Part::Close(name) => {
                if self.skipped > 0 {
                    self.skipped -= 1;
                } else if self.in_paragraph > 0 {
                    self.in_paragraph -= 1;
                } else if let Some(cell) = self.cell.take() {
                    self.close_cell(cell);
                } else if name == "table-row" {
                    return self.close_row(into);
                }
            }
        }
        Ok(())
    }

    fn open(&mut self, name: &str, about: Attributes) {
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        let Some(cell) = &mut self.cell else {
            match name {
                "table-row" => {
                    self.row_repeats = count(&about, "number-rows-repeated");
                    self.column = 0;
                }
                "table-cell" => self.cell = Some(Open { about, ..Open::default() }),
                "covered-table-cell" => self.cell = Some(Open { about, is_covered: true, ..Open::default() }),
                "table-row-group" | "table-rows" | "table-header-rows" => {}
                _ => self.skipped = 1,
            }
            return;
        };
        match name {
            "p" | "h" if self.in_paragraph == 0 => {
                if cell.paragraphs > 0 {
                    cell.text.push('\n');
                }
                cell.paragraphs += 1;
                self.in_paragraph = 1;
            }
            _ if self.in_paragraph == 0 => self.skipped = 1,
            "annotation" | "note" | "ruby-text" | "frame" => self.skipped = 1,
            _ => {
                match name {
                    "tab" => cell.text.push('\t'),
                    "line-break" => cell.text.push('\n'),
                    // Blanks are a number: no more of them than make the cell too long.
                    "s" => {
                        let room = (self.cell_bytes + 1).saturating_sub(cell.text.len());
                        cell.text.extend(std::iter::repeat_n(' ', room.min(count(&about, "c") as usize)));
                    }
                    _ => {}
                }
                self.in_paragraph += 1;
            }
        }
    }

    fn close_cell(&mut self, cell: Open) {
        let repeats = count(&cell.about, "number-columns-repeated");
        let rows_spanned = count(&cell.about, "number-rows-spanned");
        let text = if cell.is_covered { String::new() } else { text_of(cell) };
        if !text.is_empty() {
            self.cells.push(Filled { column: self.column, repeats, rows_spanned, text });
        }
        self.column = self.column.saturating_add(repeats);
    }

    fn close_row(&mut self, into: &mut dyn Cells) -> Result<(), String> {
        let cells = emptied(&mut self.cells);
        let first = self.row;
        self.row = self.row.saturating_add(self.row_repeats);
        if cells.is_empty() {
            return Ok(());
        }
        if self.row == u32::MAX {
            return Err(String::from("the sheet has more rows than can be counted"));
        }
        for row in first..self.row {
            for cell in &cells {
                for column in cell.column..cell.column.saturating_add(cell.repeats) {
                    let last_row = row.saturating_add(cell.rows_spanned - 1);
                    let is_repeated = row > first || column > cell.column;
                    let cell = Cell { row, column, text: &cell.text, last_row, is_repeated };
                    if into.take(cell)?.is_break() {
                        self.has_enough = true;
                        return Err(String::from("enough"));
                    }
                }
            }
        }
        Ok(())
    }
}

/// A cell as a CSV file would have it.
fn text_of(cell: Open) -> String {
    let value = |name: &str| cell.about.get(name).cloned().unwrap_or_default();
    let kind = cell.about.get("value-type").map_or("", String::as_str);
    match kind {
        "float" | "percentage" | "currency" => match value("value").parse() {
            Ok(number) => number_text(number),
            Err(_) => value("value"),
        },
        "date" => {
            let date = value("date-value");
            // The date part, where the time says nothing.
            let midnight = |time: &str| time.chars().all(|letter| matches!(letter, '0' | ':' | '.'));
            match date.split_once('T') {
                Some((day, time)) if midnight(time) => day.to_owned(),
                _ => date,
            }
        }
        "time" => value("time-value"),
        "boolean" => value("boolean-value"),
        // LibreOffice has words of its own for what a formula could not give.
        "error" if !cell.text.starts_with('#') => String::from("#VALUE!"),
        "string" if cell.paragraphs == 0 => value("string-value"),
        _ => cell.text,
    }
}
