//! CSV as people's programs write it → [`TextTable`].
//!
//! UTF-8 with or without byte order mark, UTF-16 with one, else Windows-1252; `,` `;` or tab, found in the header; any
//! line ends; quotes after RFC 4180. The scanner is our own and not that of a library, because findings must name the row
//! that a spreadsheet shows (blank lines count, a line break within quotes does not) and an unclosed quote.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::finding::{Collector, Place};
use super::headers::{self, Wanted};
use super::limits::Limits;
use super::plain_rows;
use super::problem::Problem;
use super::table::{HEADER_ROWS, Origin, TableBuilder, TextTable};

/// Bytes from which the rows of a file are tried in parallel.
const LARGE: usize = 1 << 16;

/// Reads a CSV file. `None`, with findings, where it has no rows that can be relied on.
///
/// `layout` is whose header is looked for; `None`: the first row is the header.
pub(super) fn read(
    bytes: Vec<u8>,
    place: Place,
    layout: Option<Wanted>,
    limits: &Limits,
    findings: &mut Collector,
) -> Option<TextTable> {
    read_from(LARGE, bytes, place, layout, limits, findings)
}

/// As [`read`], trying rows in parallel from `large` bytes on.
fn read_from(
    large: usize,
    bytes: Vec<u8>,
    place: Place,
    layout: Option<Wanted>,
    limits: &Limits,
    findings: &mut Collector,
) -> Option<TextTable> {
    let mut text = decode(bytes, &place, findings);
    if let Some(row) = line_of_nul(&text) {
        findings.error(place.at(Some(row), None), Problem::NulByte);
        return None;
    }
    if let Some(row) = first_long_line(&text, limits.line_bytes) {
        let limit = limits.line_bytes as u64;
        findings.error(place.at(Some(row), None), Problem::LineTooLong { limit });
        return None;
    }
    let (delimiter, start) = delimiter(&text, layout);
    let mut builder = TableBuilder::new(place.clone(), Origin::Delimited(delimiter), layout, limits);
    let mut scanner = Scanner { text: &text, at: start, delimiter };
    let mut number = 0;
    let mut tried = false;
    while !scanner.is_done() && !builder.has_stopped() {
        if let Some(shape) = builder.shape(delimiter)
            && text.len() >= large
            && !tried
        {
            tried = true;
            let at = scanner.at;
            if let Some(rows) = plain_rows::read(&text, at, &shape) {
                match builder.take_rows(text, rows, number) {
                    Ok(()) => return builder.finish(findings),
                    Err(back) => text = back,
                }
            }
            builder.make_room(text.len());
            scanner = Scanner { text: &text, at, delimiter };
        }
        number += 1;
        if scanner.record(&mut builder) == Ended::InQuotes {
            findings.error(place.at(Some(number), None), Problem::UnclosedQuote);
            return None;
        }
        builder.end_row(number, findings);
    }
    drop(text);
    builder.finish(findings)
}

/// Text of a file in one of the encodings above, without byte order mark.
pub(super) fn decode(bytes: Vec<u8>, place: &Place, findings: &mut Collector) -> String {
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => return UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xFE, 0xFF, rest @ ..] => return UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        _ => {}
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{FEFF}') {
                text.drain(..'\u{FEFF}'.len_utf8());
            }
            text
        }
        Err(error) => {
            let bytes = error.into_bytes();
            // `Ã` followed by a sign of its upper half: seldom Windows-1252, nearly always an accented letter in UTF-8.
            if bytes.windows(2).any(|pair| pair[0] == 0xC3 && (0x80..0xC0).contains(&pair[1])) {
                findings.warn(place.whole(), Problem::MixedEncoding, "", || None);
            }
            WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned()
        }
    }
}

fn line_of_nul(text: &str) -> Option<u64> {
    let position = memchr::memchr(0, text.as_bytes())?;
    let before = text.get(..position)?;
    Some(before.bytes().filter(|&byte| byte == b'\n').count() as u64 + 1)
}

/// Number of the first line above a length.
fn first_long_line(text: &str, limit: usize) -> Option<u64> {
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let bytes = text.as_bytes();
    let mut at = 0;
    // From the start of a line, another one must start within the limit; the last of these is looked for from behind, so that
    // few bytes are looked at.
    while let Some(window) = bytes.get(at..=at + limit) {
        match window.iter().rposition(is_end) {
            Some(end) => at += end + 1,
            None => return Some(bytes.get(..at)?.iter().filter(|byte| is_end(byte)).count() as u64 + 1),
        }
    }
    None
}

const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The delimiter and where the rows start: as a first line `sep=;` says (Excel writes and hides it), else the one that makes
/// one of the first lines a complete header, else the one of the three that occurs most in the first line that is not blank.
fn delimiter(text: &str, layout: Option<Wanted>) -> (u8, usize) {
    let first = text.lines().next().unwrap_or("");
    if let [s, e, p, b'=', delimiter] = first.trim_end().as_bytes()
        && [s, e, p].map(u8::to_ascii_lowercase) == *b"sep"
        && delimiter.is_ascii()
    {
        let after = text.get(first.len()..).unwrap_or("");
        let line_end = after.len() - after.trim_start_matches(['\r', '\n']).len();
        return (*delimiter, first.len() + line_end.min(2));
    }
    let mut filled = text.lines().filter(|line| !line.trim().is_empty());
    if let Some(layout) = layout {
        for line in filled.clone().take(HEADER_ROWS) {
            let is_header = |delimiter: u8| {
                let cells = line.split(char::from(delimiter)).map(|cell| cell.trim().trim_matches('"'));
                headers::likeness(layout, cells).0
            };
            if let Some(delimiter) = DELIMITERS.into_iter().find(|&delimiter| is_header(delimiter)) {
                return (delimiter, 0);
            }
        }
    }
    let header = filled.next().unwrap_or("");
    let mut counts = DELIMITERS.map(|delimiter| (delimiter, 0_usize));
    let mut in_quotes = false;
    for byte in header.bytes() {
        in_quotes ^= byte == b'"';
        for (candidate, count) in &mut counts {
            *count += usize::from(byte == *candidate && !in_quotes);
        }
    }
    let mut best = counts[0];
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    (best.0, 0)
}

#[derive(Debug, PartialEq, Eq)]
enum Ended {
    Here,
    InQuotes,
}

/// Walks over records. `at` always lies on a letter boundary, since every step ends behind an ASCII sign or at the end.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    delimiter: u8,
}

impl<'t> Scanner<'t> {
    fn is_done(&self) -> bool {
        self.at >= self.text.len()
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Reads one record into the row of the builder.
    fn record(&mut self, row: &mut TableBuilder<'_>) -> Ended {
        loop {
            if self.rest().starts_with('"') {
                self.at += 1;
                if !self.quoted(row) {
                    return Ended::InQuotes;
                }
            }
            let rest = self.rest();
            let delimiter = self.delimiter;
            let stop = rest.bytes().position(|byte| byte == delimiter || byte == b'\n' || byte == b'\r');
            let plain = rest.get(..stop.unwrap_or(rest.len())).unwrap_or("");
            row.push(plain);
            row.end_cell();
            self.at += plain.len();
            let Some(stop) = stop else { return Ended::Here };
            self.at += 1;
            match rest.as_bytes().get(stop) {
                Some(b'\r') => {
                    if self.rest().starts_with('\n') {
                        self.at += 1;
                    }
                    return Ended::Here;
                }
                Some(b'\n') => return Ended::Here,
                _ => {}
            }
        }
    }

    /// Reads up to the closing quote; `false` where there is none.
    fn quoted(&mut self, row: &mut TableBuilder<'_>) -> bool {
        loop {
            let rest = self.rest();
            let Some(quote) = rest.find('"') else { return false };
            row.push(rest.get(..quote).unwrap_or(""));
            self.at += quote + 1;
            if !self.rest().starts_with('"') {
                return true;
            }
            row.push("\"");
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dataset::layout::Table;

    /// Cells, marks and line ends that a file may have, odd ones too.
    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "a",
            "b c",
            " d ",
            "é",
            "\u{200b}",
            "FryslÃ¢n",
            "\"q, r\"",
            "\"s \"\"t\"\"\"",
            "\"",
            "'=x",
            "#REF!",
            "#x",
            ",",
            ",",
            ",",
            ",",
            "\n",
            "\n",
            "\r\n",
            "\r",
            "\n\n",
            ",,",
            "\t",
        ])
    }

    fn lines(table: &TextTable) -> Vec<(u64, Vec<String>)> {
        let cells = |row| (0..table.header().len()).map(|column| table.cell(row, column).to_owned()).collect();
        (0..table.len()).map(|row| (table.row_number(row), cells(row))).collect()
    }

    proptest! {
        /// What is read in parallel is what the scanner reads, findings and row numbers too.
        #[test]
        fn rows_in_parallel_are_those_of_the_scanner(pieces in prop::collection::vec(piece(), 0..60)) {
            let text = format!("id,name\n{}", pieces.concat());
            let read = |large| {
                let mut findings = Collector::default();
                let place = Place::file("actors.csv");
                let layout = Some(Wanted::Table(Table::Actors));
                let table = read_from(large, text.clone().into_bytes(), place, layout, &Limits::default(), &mut findings);
                (table.as_ref().map(lines), findings.finish())
            };
            prop_assert_eq!(read(0), read(usize::MAX));
        }

        /// Plain files are read in parallel at all, whatever line ends and blank lines they have.
        #[test]
        fn plain_rows_need_no_scanner(
            rows in prop::collection::vec(("[a-z0-9]{1,6}", "[a-zé ]{0,6}", "\n|\r\n|\n\n|\n , \n"), 1..40),
        ) {
            let text: String = rows.iter().map(|(id, name, end)| format!("{id},{name}{end}")).collect();
            let shape = plain_rows::Shape { delimiter: b',', width: 2, limits: &Limits::default() };
            let read = plain_rows::read(&text, 0, &shape);
            prop_assert_eq!(read.map(|read| read.cells.len()), Some(2 * rows.len()));
        }
    }
}
