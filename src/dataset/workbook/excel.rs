//! An Excel workbook (`.xlsx`), cell by cell.

use std::collections::HashMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader as _, Xlsx};
use zip::ZipArchive;

use super::super::source::{Input, take};
use super::sheet::{Cell, Cells};
use crate::language::Language;

/// An open workbook.
pub(super) struct Excel<'b>(Xlsx<Cursor<&'b [u8]>>);

/// Keeps a fault in the library that parses foreign files from taking the program down.
fn guarded<T, E: std::fmt::Display>(parse: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(parse)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err(String::from("the contents of the workbook are broken")),
    }
}

impl<'b> Excel<'b> {
    /// Opens a workbook whose sizes were found to be within the limits.
    ///
    /// # Errors
    /// Why it is none.
    pub fn open<R: Input>(zip: &mut ZipArchive<R>, bytes: &'b [u8], limit: u64) -> Result<Self, String> {
        check_counts(zip, limit)?;
        Ok(Self(guarded(|| Xlsx::new(Cursor::new(bytes)))?))
    }

    pub fn sheet_names(&self) -> Vec<String> {
        self.0.sheet_names()
    }

    /// Hands out the cells of a sheet.
    ///
    /// # Errors
    /// What is wrong with the sheet.
    pub fn read(&mut self, sheet: &str, into: &mut dyn Cells) -> Result<(), String> {
        let merged = guarded(|| self.0.merge_cells_by_sheet_name(sheet)).unwrap_or_default();
        let downward = merged.into_iter().filter(|range| range.end.0 > range.start.0);
        let downward: HashMap<(u32, u32), u32> = downward.map(|range| (range.start, range.end.0)).collect();
        guarded(|| {
            let mut cells = self.0.worksheet_cells_reader(sheet).map_err(|error| error.to_string())?;
            while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
                let (row, column) = cell.get_position();
                let last_row = downward.get(&(row, column)).copied().unwrap_or(row);
                let text = text_of(cell.get_value());
                if into.take(Cell { row, column, text: &text, last_row, is_repeated: false })?.is_break() {
                    break;
                }
            }
            Ok::<_, String>(())
        })
    }
}

/// Refuses a workbook that announces more shared strings than its bytes can hold.
///
/// The library reserves memory for the announced number, and memory that cannot be had ends the program at once.
fn check_counts<R: Input>(zip: &mut ZipArchive<R>, limit: u64) -> Result<(), String> {
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
pub(super) fn number_text(number: f64) -> String {
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
