//! A table as text: the common form of a CSV file and a sheet, before any cell has a meaning.

use std::borrow::Cow;

use super::finding::{At, Collector, Place};
use super::headers::{self, Wanted};
use super::letters;
use super::limits::Limits;
use super::plain_rows::{Rows, Shape, Span};
use super::problem::Problem;

/// A table whose cells lie in a single text, which may be that of the file itself.
///
/// `cells` has `width` entries per row: where each cell starts and ends in the text. Twenty million rows thus cost their text
/// and eight bytes per cell.
#[derive(Debug)]
pub(super) struct TextTable {
    place: Place,
    header: Vec<String>,
    header_number: u64,
    text: String,
    cells: Vec<Span>,
    /// Runs of rows that follow each other in the file: (first position here, its number in the file).
    runs: Vec<(usize, u64)>,
    origin: Origin,
}

/// What a table was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// CSV with this delimiter.
    Delimited(u8),
    /// A sheet, whose rows simply stop after their last filled cell.
    Sheet,
}

impl TextTable {
    pub fn place(&self) -> &Place {
        &self.place
    }

    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The number of the header in the file.
    pub fn header_number(&self) -> u64 {
        self.header_number
    }

    /// Count of rows, the header left out.
    pub fn len(&self) -> usize {
        self.cells.len() / self.header.len().max(1)
    }

    /// Whether `;` may separate values within a cell, since it does not separate cells.
    pub fn semicolon_is_free(&self) -> bool {
        self.origin != Origin::Delimited(b';')
    }

    /// The number of a row in the file, as a spreadsheet shows it.
    pub fn row_number(&self, row: usize) -> u64 {
        let run = self.runs.partition_point(|&(first, _)| first <= row);
        let (first, number) = run.checked_sub(1).and_then(|run| self.runs.get(run)).copied().unwrap_or((0, 2));
        number + (row - first) as u64
    }

    /// A cell without the blanks around it; empty where there is none.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        if column >= self.header.len() {
            return "";
        }
        let [start, end] = self.cells.get(row * self.header.len() + column).copied().unwrap_or_default();
        self.text.get(start as usize..end as usize).unwrap_or("")
    }
}

/// Rows among which the header is looked for, since titles may stand above it.
pub(super) const HEADER_ROWS: usize = 20;

/// The text of one row and the ends of its cells within it.
#[derive(Debug, Clone, Default)]
struct RowText {
    text: String,
    ends: Vec<usize>,
}

impl RowText {
    /// A cell as it stands; empty where the row has ended.
    fn raw(&self, cell: usize) -> &str {
        let end_of = |cell: usize| self.ends.get(cell).copied().unwrap_or(self.text.len());
        let start = cell.checked_sub(1).map_or(0, end_of);
        self.text.get(start..end_of(cell)).unwrap_or("")
    }

    fn cells(&self) -> impl Iterator<Item = &str> + Clone {
        (0..self.ends.len()).map(|cell| self.raw(cell).trim())
    }

    fn of(cells: &[String]) -> Self {
        let mut row = Self::default();
        for cell in cells {
            row.text.push_str(cell);
            row.ends.push(row.text.len());
        }
        row
    }
}

/// Builds a [`TextTable`] row by row and holds it to the limits.
pub(super) struct TableBuilder<'a> {
    table: TextTable,
    /// Whose header is looked for; `None`: the first row is the header.
    layout: Option<Wanted>,
    limits: &'a Limits,
    row: RowText,
    /// Rows, with their numbers, of which none was the header so far.
    waiting: Vec<(u64, RowText)>,
    next_number: u64,
    has_header: bool,
    stopped: bool,
}

impl<'a> TableBuilder<'a> {
    pub fn new(place: Place, origin: Origin, layout: Option<Wanted>, limits: &'a Limits) -> Self {
        let table = TextTable {
            place,
            header: Vec::new(),
            header_number: 1,
            text: String::new(),
            cells: Vec::new(),
            runs: Vec::new(),
            origin,
        };
        Self {
            table,
            layout,
            limits,
            row: RowText::default(),
            waiting: Vec::new(),
            next_number: 0,
            has_header: false,
            stopped: false,
        }
    }

    /// What rows look like, once the header is known and there is no row yet.
    pub fn shape(&self, delimiter: u8) -> Option<Shape<'a>> {
        let is_next = self.has_header && self.table.cells.is_empty() && self.row.text.is_empty();
        is_next.then_some(Shape { delimiter, width: self.table.header.len(), limits: self.limits })
    }

    /// Takes all rows of a text, which need no checking and follow row `number` of the file. The text comes back where they do
    /// not fit, and none is taken.
    pub fn take_rows(&mut self, text: String, rows: Rows, number: u64) -> Result<(), String> {
        let count = rows.cells.len().checked_div(self.table.header.len()).unwrap_or(0);
        if count > self.limits.rows {
            return Err(text);
        }
        for (position, lines) in rows.runs {
            let number = number + lines + 1;
            if number != self.table.row_number(position) {
                self.table.runs.push((position, number));
            }
        }
        self.table.text = text;
        self.table.cells = rows.cells;
        Ok(())
    }

    /// Makes room for a text of which the cells are part. Room that is not used costs nothing.
    pub fn make_room(&mut self, bytes: usize) {
        self.table.text.reserve(bytes);
    }

    /// Adds to the cell at hand.
    pub fn push(&mut self, text: &str) {
        self.row.text.push_str(text);
    }

    pub fn end_cell(&mut self) {
        // Cells beyond the limit are not kept; the row is refused when it ends.
        if self.row.ends.len() <= self.limits.columns {
            self.row.ends.push(self.row.text.len());
        }
    }

    /// Cells of the row at hand that have ended.
    pub fn cells_in_row(&self) -> usize {
        self.row.ends.len()
    }

    /// Whether something stands in the row at hand.
    pub fn row_is_filled(&self) -> bool {
        !self.row.text.trim().is_empty()
    }

    /// Whether a limit was met and nothing more is taken.
    pub fn has_stopped(&self) -> bool {
        self.stopped
    }

    /// Ends a row. The header is the first that has every column that the table must have, or else the one with most columns
    /// of the table among the first [`HEADER_ROWS`]; what stands above it are titles. `number` is its number in the file.
    pub fn end_row(&mut self, number: u64, findings: &mut Collector) {
        let row = std::mem::take(&mut self.row);
        if self.stopped || row.text.trim().is_empty() {
            // The room of the text is used again.
            self.row = RowText { text: cleared(row.text), ends: cleared_ends(row.ends) };
            return;
        }
        if self.has_header {
            self.take_row(&row, number, findings);
            self.row = RowText { text: cleared(row.text), ends: cleared_ends(row.ends) };
            return;
        }
        // The header of a flat sheet may go on below: it is settled one row later.
        let is_flat = self.layout == Some(Wanted::Flat);
        if is_flat && let Some((_, upper)) = self.waiting.last() {
            let (above, below) = (upper.cells().collect::<Vec<_>>(), row.cells().collect::<Vec<_>>());
            if let Some(titles) = headers::joined(&above, &below) {
                self.waiting.pop();
                self.waiting.push((number, RowText::of(&titles)));
                self.settle(self.waiting.len() - 1, findings);
                return;
            }
            if self.is_header(upper) {
                self.waiting.push((number, row));
                self.settle(self.waiting.len() - 2, findings);
                return;
            }
        }
        let is_header = !is_flat && self.is_header(&row);
        self.waiting.push((number, row));
        if is_header {
            self.settle(self.waiting.len() - 1, findings);
        } else if self.waiting.len() >= HEADER_ROWS {
            self.settle(self.likeliest(), findings);
        }
    }

    fn is_header(&self, row: &RowText) -> bool {
        self.layout.is_none_or(|layout| headers::likeness(layout, row.cells()).0)
    }

    /// The waiting row that is the header, or looks most like it; of equals the first.
    fn likeliest(&self) -> usize {
        let Some(layout) = self.layout else { return 0 };
        if let Some(header) = self.waiting.iter().position(|(_, row)| self.is_header(row)) {
            return header;
        }
        let mut best = (0, 0);
        for (position, (_, row)) in self.waiting.iter().enumerate() {
            let known = headers::likeness(layout, row.cells()).1;
            if known > best.0 {
                best = (known, position);
            }
        }
        best.1
    }

    /// Takes one of the waiting rows as the header and those below it as rows.
    fn settle(&mut self, header: usize, findings: &mut Collector) {
        let waiting = std::mem::take(&mut self.waiting);
        for (position, (number, row)) in waiting.into_iter().enumerate() {
            if position < header {
                let words = row.cells().find(|cell| !cell.is_empty()).unwrap_or_default().to_owned();
                findings.warn(self.table.place.at(Some(number), None), Problem::TitleRow, &words, || None);
            } else if position == header {
                self.take_header(&row, number, findings);
            } else if !self.stopped {
                self.take_row(&row, number, findings);
            }
        }
    }

    /// A cell of a CSV file without the apostrophe that keeps a spreadsheet from taking a text for a formula, as our own
    /// exports and careful programs write it (OWASP ASVS 5.0, 1.2.10). Of several one is taken away.
    fn unguarded<'c>(&self, cell: &'c str) -> &'c str {
        match cell.strip_prefix('\'') {
            Some(rest)
                if self.table.origin != Origin::Sheet
                    && rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) =>
            {
                rest
            }
            _ => cell,
        }
    }

    /// A cell as it is meant: nothing around it, double encoding undone with a warning.
    fn meant<'c>(&self, raw: &'c str, at: At<'_>, findings: &mut Collector) -> Cow<'c, str> {
        if raw.is_ascii() {
            return Cow::Borrowed(self.unguarded(raw.trim()));
        }
        match letters::repaired(raw) {
            Some(repaired) => {
                let plain = letters::trimmed(&repaired).to_owned();
                findings.warn(at, Problem::DoubleEncoding { repaired: plain.clone() }, raw.trim(), || None);
                Cow::Owned(self.unguarded(&plain).to_owned())
            }
            None => Cow::Borrowed(self.unguarded(letters::trimmed(raw))),
        }
    }

    fn take_header(&mut self, row: &RowText, number: u64, findings: &mut Collector) {
        if row.ends.len() > self.limits.columns {
            let limit = self.limits.columns as u64;
            findings.error(self.table.place.at(Some(number), None), Problem::TooManyColumns { limit });
            self.stopped = true;
        }
        let cells = (0..row.ends.len()).map(|cell| {
            let at = self.table.place.at(Some(number), None);
            self.meant(row.raw(cell), at, findings).into_owned()
        });
        self.table.header = cells.collect();
        // Columns without a name at the end come from a spreadsheet that once had more cells.
        while self.table.header.last().is_some_and(String::is_empty) {
            self.table.header.pop();
        }
        self.table.header_number = number;
        self.next_number = number + 1;
        self.table.runs.push((0, number + 1));
        self.has_header = true;
    }

    fn take_row(&mut self, row: &RowText, number: u64, findings: &mut Collector) {
        let rows = self.table.len();
        if rows >= self.limits.rows {
            let limit = self.limits.rows as u64;
            findings.error(self.table.place.at(Some(number), None), Problem::TooManyRows { limit });
            self.stopped = true;
            return;
        }
        let width = self.table.header.len();
        let at = self.table.place.at(Some(number), None);
        if let Some(extra) = (width..row.ends.len()).map(|cell| row.raw(cell).trim()).find(|c| !c.is_empty()) {
            findings.wrong(at, Problem::TooManyCells { expected: width as u64 }, extra, || None);
        }
        if row.ends.len() < width && self.table.origin != Origin::Sheet {
            findings.warn(at, Problem::TooFewCells, "", || None);
        }
        if number != self.next_number {
            self.table.runs.push((rows, number));
        }
        self.next_number = number + 1;
        for column in 0..width {
            let at = self.table.place.at(Some(number), self.table.header.get(column).map(String::as_str));
            let mut cell = self.meant(row.raw(column), at, findings);
            if cell.len() > self.limits.cell_bytes {
                let limit = self.limits.cell_bytes as u64;
                findings.wrong(at, Problem::CellTooLong { limit }, &cell, || None);
                cell = Cow::Borrowed("");
            } else if letters::is_spreadsheet_error(&cell) {
                findings.wrong(at, Problem::SpreadsheetError, &cell, || None);
                cell = Cow::Borrowed("");
            }
            // Fits: what does not is not kept.
            let start = self.table.text.len() as u32;
            self.table.text.push_str(&cell);
            let Ok(end) = u32::try_from(self.table.text.len()) else {
                findings.error(at, Problem::FileTooLarge { limit: u64::from(u32::MAX) });
                self.stopped = true;
                // Keeps every row whole: the one at hand is dropped.
                self.table.text.truncate(start as usize);
                self.table.cells.truncate(rows * width);
                return;
            };
            self.table.cells.push([start, end]);
        }
    }

    /// The table, or `None` with a finding where there was not even a header.
    pub fn finish(mut self, findings: &mut Collector) -> Option<TextTable> {
        if !self.has_header && !self.waiting.is_empty() {
            self.settle(self.likeliest(), findings);
        }
        if !self.has_header || self.table.header.is_empty() {
            findings.error(self.table.place.whole(), Problem::EmptyFile);
            return None;
        }
        self.table.text.shrink_to_fit();
        self.table.cells.shrink_to_fit();
        Some(self.table)
    }
}

fn cleared(mut text: String) -> String {
    text.clear();
    text
}

fn cleared_ends(mut ends: Vec<usize>) -> Vec<usize> {
    ends.clear();
    ends
}
