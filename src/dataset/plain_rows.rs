//! The rows of a large CSV file that has nothing odd in it, read in parallel.
//!
//! Odd is whatever a finding would be about, and whatever does not end with its line: then nothing is read here, and the
//! scanner of [`csv_text`](super::csv_text) reads the file from its start. So there is one place that knows what is wrong.

use memchr::{memchr, memchr_iter, memchr2};
use rayon::prelude::*;

use super::letters;
use super::limits::Limits;
use super::room::defaults;

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
#[derive(Debug)]
pub(super) struct Rows {
    /// `width` per row.
    pub cells: Vec<Span>,
    /// Runs of rows that follow each other: (first position here, lines before it).
    pub runs: Vec<(usize, u64)>,
}

/// Reads the lines of a text from `start` on; `None` where something is odd.
pub(super) fn read(text: &str, start: usize, shape: &Shape<'_>) -> Option<Rows> {
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
    // Every cell is written where it will stay: getting memory takes as long as filling it.
    let room: Vec<usize> = pieces.par_iter().map(|(_, piece)| shape.width * longest_rows(piece, shape.width)).collect();
    let cells: usize = room.iter().sum();
    if cells / shape.width > shape.limits.rows {
        return None;
    }
    let mut cells: Vec<Span> = defaults(cells);
    let mut free = cells.as_mut_slice();
    let mut tasks = Vec::with_capacity(pieces.len());
    for (piece, &room) in pieces.iter().zip(&room) {
        let (mine, after) = free.split_at_mut(room);
        tasks.push((piece, mine));
        free = after;
    }
    let parts: Option<Vec<Part>> =
        tasks.into_par_iter().map(|(&(at, piece), cells)| Part::read(at, piece, shape, cells)).collect();
    let (mut runs, mut rows, mut lines, mut from) = (Vec::new(), 0, 0, 0);
    for (part, room) in parts?.into_iter().zip(room) {
        // Blank lines left a gap.
        if from != rows * shape.width {
            cells.copy_within(from..from + part.rows * shape.width, rows * shape.width);
        }
        runs.extend(part.runs.into_iter().map(|(first, before)| (rows + first, lines + before)));
        (rows, lines, from) = (rows + part.rows, lines + part.lines, from + room);
    }
    cells.truncate(rows * shape.width);
    Some(Rows { cells, runs })
}

/// Lines that are long enough for the marks between so many cells: no more than bytes / width, so that blank lines cost
/// nothing.
fn longest_rows(piece: &str, width: usize) -> usize {
    let mut start = 0;
    let ends = memchr_iter(b'\n', piece.as_bytes()).chain(std::iter::once(piece.len()));
    let is_long = |end: usize| {
        let length = end - start;
        start = end + 1;
        length >= width.max(2) - 1
    };
    ends.map(is_long).filter(|&is_long| is_long).count()
}

/// The rows of a piece of the text.
#[derive(Default)]
struct Part {
    rows: usize,
    runs: Vec<(usize, u64)>,
    lines: u64,
}

impl Part {
    /// Writes the cells of all rows of a piece, which starts at `at`.
    fn read(at: usize, piece: &str, shape: &Shape<'_>, cells: &mut [Span]) -> Option<Self> {
        let marks = Marks::new(shape.delimiter);
        let mut part = Self::default();
        let mut follows = false;
        let mut rows = cells.chunks_exact_mut(shape.width);
        let mut free = rows.next();
        let mut start = 0;
        while start < piece.len() {
            let fast = free.as_deref_mut().and_then(|cells| marks.row(at, piece, start, shape, cells));
            let (is_row, next) = match fast {
                Some(next) => (true, next),
                None => {
                    let rest = piece.get(start..)?;
                    let end = memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
                    let line = rest.get(..end)?;
                    let line = line.strip_suffix('\r').unwrap_or(line);
                    // A line that is too short for a row is not one, and there is room for all others.
                    let is_row = !line.is_empty() && read_row(at + start, line, shape, free.as_deref_mut()?)?;
                    (is_row, start + end + 1)
                }
            };
            if is_row {
                if !follows {
                    part.runs.push((part.rows, part.lines));
                }
                part.rows += 1;
                free = rows.next();
            }
            follows = is_row;
            part.lines += 1;
            start = next;
        }
        Some(part)
    }
}

/// What the bytes of a line mean to one who looks for the ends of cells only.
struct Marks([Mark; 256]);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Letter,
    Delimiter,
    LineEnd,
    /// Needs a closer look: quotes, and what is not ASCII.
    Other,
}

impl Marks {
    fn new(delimiter: u8) -> Self {
        let mut marks = [Mark::Letter; 256];
        marks[128..].fill(Mark::Other);
        marks[usize::from(b'"')] = Mark::Other;
        marks[usize::from(b'\r')] = Mark::Other;
        // Another mark than the usual ones may mean something else as well.
        let is_usual = matches!(delimiter, b',' | b';' | b'\t');
        marks[usize::from(delimiter)] = if is_usual { Mark::Delimiter } else { Mark::Other };
        marks[usize::from(b'\n')] = Mark::LineEnd;
        Self(marks)
    }

    /// Reads the row that starts at `start` of a piece, where there is nothing to do but to cut it; gives where the next line
    /// starts. Most rows of large files are such.
    fn row(&self, at: usize, piece: &str, start: usize, shape: &Shape<'_>, cells: &mut [Span]) -> Option<usize> {
        let bytes = piece.as_bytes();
        let (mut from, mut here, mut is_filled) = (start, start, false);
        let mut last = false;
        for cell in cells {
            if last {
                return None;
            }
            let mark = loop {
                let Some(&byte) = bytes.get(here) else { break Mark::LineEnd };
                let mark = self.0[usize::from(byte)];
                if mark != Mark::Letter {
                    break mark;
                }
                here += 1;
            };
            let end = here;
            here += 1;
            last = match mark {
                Mark::Letter | Mark::Delimiter => false,
                Mark::LineEnd => true,
                Mark::Other if bytes.get(end..end + 2) == Some(b"\r\n") => {
                    here += 1;
                    true
                }
                Mark::Other => return None,
            };
            let found = bytes.get(from..end)?;
            // Blanks around it go, and some first letters have a meaning.
            let is_plain = match found {
                [] => true,
                [first, .., last] => *first > b' ' && *last > b' ' && !matches!(first, b'\'' | b'#'),
                [only] => *only > b' ' && !matches!(only, b'\'' | b'#'),
            };
            if !is_plain {
                return None;
            }
            is_filled |= !found.is_empty();
            // The text fits.
            *cell = [(at + from) as u32, (at + end) as u32];
            from = here;
        }
        (last && is_filled && here - start <= shape.limits.cell_bytes).then_some(here)
    }
}

/// Reads a line, which starts at `at`, into the cells of a row. Says whether it is one: where all cells are empty it counts
/// as a line only.
fn read_row(at: usize, line: &str, shape: &Shape<'_>, cells: &mut [Span]) -> Option<bool> {
    if line.len() > shape.limits.cell_bytes {
        return None;
    }
    let is_plain = line.is_ascii();
    let mut free = cells.iter_mut();
    let mut is_filled = false;
    let mut take = |start: usize, raw: &str| {
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
        // A cell is a part of what stands there.
        let blanks = if cell.len() == raw.len() { 0 } else { raw.find(cell)? };
        let start = u32::try_from(at + start + blanks).ok()?;
        *free.next()? = [start, start + cell.len() as u32];
        Some(())
    };
    if memchr2(b'"', b'\r', line.as_bytes()).is_none() {
        let mut start = 0;
        for end in memchr_iter(shape.delimiter, line.as_bytes()) {
            take(start, line.get(start..end)?)?;
            start = end + 1;
        }
        take(start, line.get(start..)?)?;
    } else {
        with_quotes(line, shape.delimiter, take)?;
    }
    if free.next().is_some() {
        return None;
    }
    // What only looks empty is the scanner's.
    if is_filled || is_plain { Some(is_filled) } else { None }
}

/// Gives the cells of a line with quotes, each with its start; `None` for quotes within quotes and for another line end.
fn with_quotes(line: &str, delimiter: u8, mut take: impl FnMut(usize, &str) -> Option<()>) -> Option<()> {
    if line.contains('\r') {
        return None;
    }
    let mut rest = Some(line);
    while let Some(here) = rest {
        let quote = usize::from(here.starts_with('"'));
        let (raw, after) = next_cell(here, delimiter)?;
        take(line.len() - here.len() + quote, raw)?;
        rest = after;
    }
    Some(())
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
