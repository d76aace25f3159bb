//! Dates as people write them: ISO, day-month-year as in Dutch, and months in words.
//!
//! Two numbers that could each be the month, with slashes between them (`3/4/2024`), are not guessed at: English and Dutch
//! read them differently.

use time::format_description::BorrowedFormatItem;
use time::macros::{date, format_description};
use time::{Date, Duration, Month};

use super::problem::Problem;
use crate::ecosystem::fold;

const ISO_DATE: &[BorrowedFormatItem<'static>] = format_description!("[year]-[month]-[day]");

/// Months by the first letters that tell them apart, in Dutch and English.
const MONTHS: [(&[&str], Month); 12] = [
    (&["januari", "january", "jan"], Month::January),
    (&["februari", "february", "feb", "febr"], Month::February),
    (&["maart", "march", "mrt", "mar"], Month::March),
    (&["april", "apr"], Month::April),
    (&["mei", "may"], Month::May),
    (&["juni", "june", "jun"], Month::June),
    (&["juli", "july", "jul"], Month::July),
    (&["augustus", "august", "aug"], Month::August),
    (&["september", "sep", "sept"], Month::September),
    (&["oktober", "october", "okt", "oct"], Month::October),
    (&["november", "nov"], Month::November),
    (&["december", "dec"], Month::December),
];

/// A date, whatever its notation.
pub(super) fn date(text: &str) -> Result<Date, Problem> {
    let day = without_time(text);
    if let Ok(date) = Date::parse(day, ISO_DATE) {
        return Ok(date);
    }
    if let Some(found) = numeric(day) {
        return found;
    }
    in_words(day).ok_or(Problem::WrongDate)
}

/// The date part of a date with a time behind it.
fn without_time(text: &str) -> &str {
    let is_time =
        |rest: &str| rest.contains(':') && rest.bytes().all(|byte| byte.is_ascii_digit() || b":.Z+-".contains(&byte));
    match text.split_once(['T', ' ']) {
        Some((day, rest)) if is_time(rest) => day,
        _ => text,
    }
}

fn digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<u16> {
    let fits = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

fn of_parts(year: u16, month: u16, day: u16) -> Result<Date, Problem> {
    let month = u8::try_from(month).ok().and_then(|month| Month::try_from(month).ok());
    let found = month.zip(u8::try_from(day).ok());
    let found = found.and_then(|(month, day)| Date::from_calendar_date(i32::from(year), month, day).ok());
    found.ok_or(Problem::WrongDate)
}

/// Three numbers; `None` where the text is no such thing.
fn numeric(text: &str) -> Option<Result<Date, Problem>> {
    let mark = text.chars().find(|letter| matches!(letter, '-' | '/' | '.'))?;
    let parts: Vec<&str> = text.split(mark).map(str::trim).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    if let (Some(year), Some(month), Some(day)) = (digits(first, 4..=4), digits(second, 1..=2), digits(third, 1..=2)) {
        return Some(of_parts(year, month, day));
    }
    let (day, month, year) = (digits(first, 1..=2)?, digits(second, 1..=2)?, digits(third, 4..=4)?);
    if mark == '/' && day != month && day <= 12 && month <= 12 {
        return Some(Err(Problem::AmbiguousDate));
    }
    // With a slash the month may stand first, as in English; it then is the only one of the two that can be a month.
    if mark == '/' && month > 12 && day <= 12 {
        return Some(of_parts(year, day, month));
    }
    Some(of_parts(year, month, day))
}

/// `1 maart 2024`, `March 1, 2024`.
fn in_words(text: &str) -> Option<Date> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let [first, second, third] = words.as_slice() else { return None };
    let month_of = |word: &str| MONTHS.iter().find(|(names, _)| names.contains(&word)).map(|(_, month)| *month);
    let (day, month) = match (month_of(first), month_of(second)) {
        (None, Some(month)) => (digits(first, 1..=2)?, month),
        (Some(month), None) => (digits(second, 1..=2)?, month),
        _ => return None,
    };
    of_parts(digits(third, 4..=4)?, u16::from(u8::from(month)), day).ok()
}

/// The day that a spreadsheet keeps as a number when a cell is not formatted as a date; of years from 1955 to 2119.
pub(super) fn of_serial(text: &str) -> Option<Date> {
    let number = digits(text, 5..=5)?;
    (20_000..=80_000).contains(&u32::from(number)).then_some(())?;
    date!(1899 - 12 - 30).checked_add(Duration::days(i64::from(number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notations_of_one_day() {
        let wanted = date!(2024 - 03 - 01);
        for text in [
            "2024-03-01",
            "2024-03-01T00:00:00",
            "2024-03-01 13:30",
            "2024/3/1",
            "1-3-2024",
            "01-03-2024",
            "1.3.2024",
            "1 maart 2024",
            "1 mrt. 2024",
            "March 1, 2024",
            "1 March 2024",
        ] {
            assert_eq!(date(text), Ok(wanted), "{text}");
        }
        assert_eq!(date("31/3/2024"), Ok(date!(2024 - 03 - 31)));
        assert_eq!(date("3/31/2024"), Ok(date!(2024 - 03 - 31)));
        assert_eq!(date("4/4/2024"), Ok(date!(2024 - 04 - 04)));
    }

    #[test]
    fn what_is_no_day_or_could_be_two() {
        assert_eq!(date("3/4/2024"), Err(Problem::AmbiguousDate));
        for text in [
            "",
            "2024",
            "maart 2024",
            "1-3-24",
            "30-2-2024",
            "1-13-2024",
            "13-13-2024",
            "45292",
            "morgen",
            "1-3-2024-5",
        ] {
            assert_eq!(date(text), Err(Problem::WrongDate), "{text}");
        }
    }

    /// LibreOffice and Excel show 45292 as 1 January 2024.
    #[test]
    fn serial_numbers() {
        assert_eq!(of_serial("45292"), Some(date!(2024 - 01 - 01)));
        for text in ["2024", "1250", "99999", "4529a"] {
            assert_eq!(of_serial(text), None, "{text}");
        }
    }
}
