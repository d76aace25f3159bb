//! What becomes of the cells of a sheet, whatever the program that wrote them: rows of a table, or lines of a text.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::super::finding::Collector;
use super::super::limits::Limits;
use super::super::table::TableBuilder;

/// A cell in which something stands; row and column from 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'c> {
    pub row: u32,
    pub column: u32,
    pub text: &'c str,
    /// Last row of what was merged downward, its own row where nothing was.
    pub last_row: u32,
    /// Whether it stands in the file only as a number of repetitions.
    pub is_repeated: bool,
}

/// Takes the cells of a sheet, row by row and from left to right.
pub(super) trait Cells {
    /// Takes a cell, or has enough.
    ///
    /// # Errors
    /// What is wrong with the sheet.
    fn take(&mut self, cell: Cell<'_>) -> Result<ControlFlow<()>, String>;
}

/// Bytes of the longest text that is repeated downward.
const REPEATED_BYTES: usize = 1_000;
/// What a repeated cell costs beside its text.
const CELL_BYTES: u64 = 16;

/// Cells as the rows of a table. Cells that were merged downward speak for each row that they span.
pub(super) struct Rows<'b, 'l, 'f> {
    builder: &'b mut TableBuilder<'l>,
    limits: &'l Limits,
    findings: &'f mut Collector,
    row: u32,
    /// Merged downward, by column: the last row, and what it says.
    open: BTreeMap<u32, (u32, String)>,
    /// Bytes that may still be repeated.
    left: u64,
    is_spent: bool,
}

impl<'b, 'l, 'f> Rows<'b, 'l, 'f> {
    pub fn new(builder: &'b mut TableBuilder<'l>, limits: &'l Limits, findings: &'f mut Collector) -> Self {
        Self { builder, limits, findings, row: 0, open: BTreeMap::new(), left: limits.workbook_bytes, is_spent: false }
    }

    /// Ends the last row; whether everything could be repeated that had to be.
    pub fn finish(mut self) -> bool {
        self.end_row();
        !self.is_spent
    }

    fn end_row(&mut self) {
        if self.builder.row_is_filled()
            && let Some((&last, _)) = self.open.last_key_value()
        {
            self.fill(last + 1);
        }
        self.builder.end_row(u64::from(self.row) + 1, self.findings);
    }

    /// Fills the row up to a column.
    fn fill(&mut self, until: u32) {
        while self.builder.cells_in_row() < until as usize {
            // The count stays below `until`.
            if let Some(text) = self.merged(self.builder.cells_in_row() as u32) {
                self.builder.push(&text);
            }
            self.builder.end_cell();
        }
    }

    /// What a cell without text says.
    fn merged(&mut self, column: u32) -> Option<String> {
        let (end, text) = self.open.get(&column)?;
        if *end < self.row {
            self.open.remove(&column);
            return None;
        }
        let text = text.clone();
        self.spend(&text).then_some(text)
    }

    /// Whether a text may be said once more.
    fn spend(&mut self, text: &str) -> bool {
        match self.left.checked_sub(text.len() as u64 + CELL_BYTES) {
            Some(left) => self.left = left,
            None => self.is_spent = true,
        }
        !self.is_spent
    }
}

impl Cells for Rows<'_, '_, '_> {
    fn take(&mut self, cell: Cell<'_>) -> Result<ControlFlow<()>, String> {
        if cell.row < self.row {
            return Err(String::from("rows of the sheet are out of order"));
        }
        if cell.row > self.row {
            self.end_row();
            self.row = cell.row;
        }
        if self.builder.has_stopped() || (cell.is_repeated && !self.spend(cell.text)) {
            return Ok(ControlFlow::Break(()));
        }
        if cell.text.is_empty() || cell.column as usize > self.limits.columns {
            return Ok(ControlFlow::Continue(()));
        }
        if (cell.column as usize) < self.builder.cells_in_row() {
            return Err(String::from("cells of the sheet are out of order"));
        }
        self.fill(cell.column);
        if cell.last_row > cell.row && cell.text.len() <= REPEATED_BYTES {
            self.open.insert(cell.column, (cell.last_row, cell.text.to_owned()));
        }
        self.builder.push(cell.text);
        self.builder.end_cell();
        Ok(ControlFlow::Continue(()))
    }
}

/// Cells as lines, those of a row put together; no more than so many bytes.
#[derive(Debug)]
pub(super) struct Lines {
    pub text: String,
    pub is_too_long: bool,
    row: u32,
    limit: u64,
}

impl Lines {
    pub fn new(limit: u64) -> Self {
        Self { text: String::new(), is_too_long: false, row: 0, limit }
    }
}

impl Cells for Lines {
    fn take(&mut self, cell: Cell<'_>) -> Result<ControlFlow<()>, String> {
        if cell.row != self.row {
            self.row = cell.row;
            self.text.push('\n');
        }
        self.text.push_str(cell.text);
        self.is_too_long = self.text.len() as u64 > self.limit;
        Ok(if self.is_too_long { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }
}
