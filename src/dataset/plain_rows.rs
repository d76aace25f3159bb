//! The rows of a large CSV file that has nothing odd in it, read in parallel.
//!
//! Odd is whatever a finding would be about, and whatever does not end with its line: then nothing is read here, and the
//! scanner of [`csv_text`](super::csv_text) reads the file from its start. So there is one place that knows what is wrong.

use rayon::prelude::*;

use super::letters;
use super::limits::Limits;
use super::table::is_spreadsheet_error;

/// Bytes that are worth a task of their own.
const TASK: usize = 1 << 18;

/// What all rows of a table have in common.
pub(super) struct Shape<'l> {
    pub delimiter: u8,
    /// Cells of a row, as many as the header has.
    pub width: usize,
    pub limits: &'l Limits,
}

/// Rows as a [`TextTable`](super::table::TextTable) keeps them: the text of the cells and where each ends.
#[derive(Default)]
pub(super) struct Rows {
    pub text: String,
    pub ends: Vec<u32>,
    /// Runs of rows that follow each other: (first position here, lines before it).
    pub runs: Vec<(usize, u64)>,
    pub lines: u64,
}

/// Reads lines up to the end of a text; `None` where something is odd.
pub(super) fn read(text: &str, shape: &Shape<'_>) -> Option<Vec<Rows>> {
    if shape.width == 0 {
        return None;
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > TASK {
        let line_end = TASK + rest.as_bytes().get(TASK..)?.iter().position(|&byte| byte == b'\n')? + 1;
        let (piece, after) = rest.split_at_checked(line_end)?;
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces.into_par_iter().map(|piece| piece_rows(piece, shape)).collect()
}

fn piece_rows(piece: &str, shape: &Shape<'_>) -> Option<Rows> {
    let mut rows = Rows { text: String::with_capacity(piece.len()), ..Rows::default() };
    let mut follows = false;
    for line in piece.split_inclusive('\n') {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let position = rows.ends.len() / shape.width;
        let is_row = !line.is_empty() && rows.row(line, shape)?;
        if is_row && !follows {
            rows.runs.push((position, rows.lines));
        }
        follows = is_row;
        rows.lines += 1;
    }
    Some(rows)
}

impl Rows {
    /// Whether the line is a row: one of which all cells are empty counts as a line only.
    fn row(&mut self, line: &str, shape: &Shape<'_>) -> Option<bool> {
        let (text, ends) = (self.text.len(), self.ends.len());
        if line.len() > shape.limits.cell_bytes || line.contains('\r') {
            return None;
        }
        let is_plain = line.is_ascii();
        let mut rest = Some(line);
        for _ in 0..shape.width {
            let (cell, after) = next_cell(rest?, shape.delimiter)?;
            rest = after;
            let cell = match (is_plain, cell.as_bytes()) {
                (true, [first, .., last]) if *first > b' ' && *last > b' ' => cell,
                (true, _) => cell.trim(),
                (false, _) => letters::trimmed(cell),
            };
            // The apostrophe that guards a formula, and what a spreadsheet shows where one failed, are the scanner's.
            let is_odd = cell.starts_with('\'')
                || is_spreadsheet_error(cell)
                || (!is_plain && letters::repaired(cell).is_some());
            if is_odd {
                return None;
            }
            self.text.push_str(cell);
            self.ends.push(u32::try_from(self.text.len()).ok()?);
        }
        if rest.is_some() {
            return None;
        }
        if self.text.len() == text {
            self.ends.truncate(ends);
            // What only looks empty is the scanner's.
            return is_plain.then_some(false);
        }
        Some(true)
    }
}

/// The first cell of a line, and the rest where there is more; `None` for quotes within quotes.
fn next_cell(line: &str, delimiter: u8) -> Option<(&str, Option<&str>)> {
    let bytes = line.as_bytes();
    if bytes.first() != Some(&b'"') {
        let mut end = 0;
        while end < bytes.len() && bytes[end] != delimiter {
            end += 1;
        }
        return Some(if end < bytes.len() { (line.get(..end)?, Some(line.get(end + 1..)?)) } else { (line, None) });
    }
    let quoted = line.get(1..)?;
    let end = quoted.find('"')?;
    let (cell, after) = (quoted.get(..end)?, quoted.get(end + 1..)?);
    match after.as_bytes().first() {
        None => Some((cell, None)),
        Some(&byte) if byte == delimiter => Some((cell, Some(after.get(1..)?))),
        Some(_) => None,
    }
}
