//! A workbook with a sheet per table: of Excel (`.xlsx`) or OpenDocument (`.ods`).
//!
//! Sheets are read cell by cell and never as the rectangle that they claim to span: two cells far apart would make that
//! larger than any memory.

mod excel;
mod open_document;
mod sheet;

use std::io::Cursor;

use zip::ZipArchive;

use self::excel::Excel;
use self::open_document::OpenDocument;
use self::sheet::{Cells, Lines, Rows};
use super::archive::zip_is_safe;
use super::finding::{Collector, Place};
use super::headers::{Called, Wanted, find_table, is_of_a_table};
use super::layout::Table;
use super::limits::Limits;
use super::problem::Problem;
use super::source::{PACKAGE, TAXONOMY};
use super::spellings::nearest;
use super::table::{Origin, TableBuilder, TextTable};

/// An open workbook.
pub(super) struct Workbook<'b> {
    /// Name of the file, for findings.
    name: String,
    book: Book<'b>,
    sheets: Vec<String>,
}

/// Sheets of the template that are no tables.
const BESIDE_TEMPLATE: [&str; 4] = ["Lees mij", "Lijsten", "Read me", "Lists"];

/// Whether a file is a workbook: by what stands in it, or by its name where it cannot be opened.
pub(super) fn is_one(bytes: &[u8], extension: &str) -> bool {
    match ZipArchive::new(Cursor::new(bytes)) {
        Ok(mut zip) => {
            let excel = zip.file_names().any(|member| member.is_ok_and(|member| member == "xl/workbook.xml"));
            excel || open_document::is_one(&mut zip)
        }
        Err(_) => is_called_one(extension),
    }
}

/// Whether a file calls itself a workbook.
pub(super) fn is_called_one(extension: &str) -> bool {
    extension.starts_with("xls") || extension == "ods"
}

/// What program it is of.
enum Book<'b> {
    Excel(Box<Excel<'b>>),
    OpenDocument(OpenDocument),
    /// Nothing of it may be read.
    Refused,
}

impl Book<'_> {
    fn read(&mut self, sheet: &str, into: &mut dyn Cells) -> Result<(), String> {
        match self {
            Self::Excel(excel) => excel.read(sheet, into),
            Self::OpenDocument(document) => document.read(sheet, into),
            Self::Refused => Ok(()),
        }
    }
}

impl<'b> Workbook<'b> {
    /// Opens a workbook; one that goes beyond the limits has no sheets, and a finding says so.
    ///
    /// # Errors
    /// Why it is none.
    pub fn open(name: &str, bytes: &'b [u8], limits: &Limits, findings: &mut Collector) -> Result<Self, String> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
        let limit = limits.workbook_bytes;
        if !zip_is_safe(&mut zip, limit, limits, &Place::file(name), findings) {
            return Ok(Self { name: name.to_owned(), book: Book::Refused, sheets: Vec::new() });
        }
        let (book, sheets) = if open_document::is_one(&mut zip) {
            let document = OpenDocument::open(&mut zip, limit, limits.cell_bytes)?;
            let sheets = document.sheet_names();
            (Book::OpenDocument(document), sheets)
        } else {
            let excel = Excel::open(&mut zip, bytes, limit)?;
            let sheets = excel.sheet_names();
            (Book::Excel(Box::new(excel)), sheets)
        };
        Ok(Self { name: name.to_owned(), book, sheets })
    }

    /// Whether nothing of it may be read.
    pub fn is_refused(&self) -> bool {
        matches!(self.book, Book::Refused)
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
        let sheet = self.sheets.iter().find(|sheet| sheet.trim().eq_ignore_ascii_case(name))?;
        let place = Place { file: self.name.clone(), sheet: Some(sheet.clone()) };
        let limit = limits.document_bytes;
        let mut lines = Lines::new(limit);
        match self.book.read(sheet, &mut lines) {
            Ok(()) if !lines.is_too_long => return Some(lines.text),
            Ok(()) => findings.error(place.whole(), Problem::FileTooLarge { limit }),
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
                if table.is_required() && !self.is_refused() {
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
        let place = Place { file: self.name.clone(), sheet: Some(sheet.to_owned()) };
        let mut builder = TableBuilder::new(place.clone(), Origin::Sheet, wanted, limits);
        let mut rows = Rows::new(&mut builder, limits, findings);
        let read = self.book.read(sheet, &mut rows);
        let is_whole = rows.finish();
        if let Err(detail) = read {
            findings.error(place.whole(), Problem::Unreadable { detail });
            return None;
        }
        if !is_whole {
            findings.error(place.whole(), Problem::ArchiveTooLarge { limit: limits.workbook_bytes });
            return None;
        }
        builder.finish(findings)
    }
}
