//! The rows of a large CSV file that has nothing odd in it, read in parallel.
//!
//! Odd is whatever a finding would be about, and whatever does not end with its line: then nothing is read here, and the
//! scanner of [`csv_text`](super::csv_text) reads the file from its start. So there is one place that knows what is wrong.

use rayon::prelude::*;

use super::letters;
use super::limits::Limits;

/// Bytes that are worth a task of their own.
const TASK: usize = 1 << 18;

/// Where a cell starts and ends in the text of its table.
pub(super) type Span = [u32; 2];

/// What all rows of a table have in common.
pub(super) struct Shape<'l> {
    pub delimiter: u8,
    /// Cells of a row, as many as the header has.
    pub width: usize,
    pub limits: &'l Limits,
}

/// Rows as a [`TextTable`](super::table::TextTable) keeps them.
#[derive(Default)]
pub(super) struct Rows {
    pub cells: Vec<Span>,
    /// Runs of rows that follow each other: (first position here, lines before it).
    pub runs: Vec<(usize, u64)>,
    pub lines: u64,
}

/// Reads the lines of a text from `start` on; `None` where something is odd.
pub(super) fn read(text: &str, start: usize, shape: &Shape<'_>) -> Option<Vec<Rows>> {
    if shape.width == 0 || u32::try_from(text.len()).is_err() {
        return None;
    }
    let mut pieces = Vec::new();
    let mut at = start;
    let mut rest = text.get(start..)?;
    while rest.len() > TASK {
        let line_end = TASK + rest.as_bytes().get(TASK..)?.iter().position(|&byte| byte == b'\n')? + 1;
        let (piece, after) = rest.split_at_checked(line_end)?;
        pieces.push((at, piece));
        (at, rest) = (at + piece.len(), after);
    }
    pieces.push((at, rest));
    pieces.into_par_iter().map(|(at, piece)| piece_rows(at, piece, shape)).collect()
}

fn piece_rows(start: usize, piece: &str, shape: &Shape<'_>) -> Option<Rows> {
    let mut rows = Rows::default();
    let mut follows = false;
    let mut at = start;
    for whole in piece.split_inclusive('\n') {
        let line = whole.strip_suffix('\n').unwrap_or(whole);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let position = rows.cells.len() / shape.width;
        let is_row = !line.is_empty() && rows.row(at, line, shape)?;
        if is_row && !follows {
            rows.runs.push((position, rows.lines));
        }
        follows = is_row;
        rows.lines += 1;
        at += whole.len();
    }
    Some(rows)
}

impl Rows {
    /// Whether the line, which starts at `at`, is a row: one of which all cells are empty counts as a line only.
    fn row(&mut self, at: usize, line: &str, shape: &Shape<'_>) -> Option<bool> {
        let before = self.cells.len();
        if line.len() > shape.limits.cell_bytes || line.contains('\r') {
            return None;
        }
        let is_plain = line.is_ascii();
        let mut is_filled = false;
        let mut rest = Some(line);
        for _ in 0..shape.width {
            let from = at + line.len() - rest?.len();
            let (raw, after) = next_cell(rest?, shape.delimiter)?;
            let quote = usize::from(rest?.starts_with('"'));
            rest = after;
            let cell = match (is_plain, raw.as_bytes()) {
                (true, [first, .., last]) if *first > b' ' && *last > b' ' => raw,
                (true, _) => raw.trim(),
                (false, _) => letters::trimmed(raw),
            };
            // The apostrophe that guards a formula, and what a spreadsheet shows where one failed, are the scanner's.
            let is_odd = cell.starts_with('\'')
                || letters::is_spreadsheet_error(cell)
                || (!is_plain && letters::repaired(cell).is_some());
            if is_odd {
                return None;
            }
            is_filled |= !cell.is_empty();
            // A cell is a part of what stands there, which `raw` begins behind a quote.
            let blanks = if cell.len() == raw.len() { 0 } else { raw.find(cell)? };
            let start = u32::try_from(from + quote + blanks).ok()?;
            self.cells.push([start, start + cell.len() as u32]);
        }
        if rest.is_some() {
            return None;
        }
        if !is_filled {
            self.cells.truncate(before);
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
