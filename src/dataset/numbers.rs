//! Numbers as people and programs write them: `1250`, `1.250`, `1.234,5`, `12.5`, `€ 1.250,-`, `50%`.

use super::problem::Problem;
use super::table::TextTable;

/// How a column writes fractions, as its other cells show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// `12.5`: a point is a decimal point.
    Point,
    /// `12,5`: a point stands between thousands.
    Comma,
    /// Nothing shows it, or both occur.
    Unclear,
}

impl Notation {
    /// The notation of a column.
    pub fn of(table: &TextTable, column: Option<usize>) -> Self {
        let Some(column) = column else { return Self::Unclear };
        let (mut point, mut comma) = (false, false);
        for row in 0..table.len() {
            let cell = table.cell(row, column);
            if number(cell).is_some() {
                comma |= cell.contains(',');
                point |= cell.matches('.').count() == 1 && !cell.contains(',') && !is_ambiguous(cell);
            }
        }
        match (point, comma) {
            (true, false) => Self::Point,
            (false, true) => Self::Comma,
            _ => Self::Unclear,
        }
    }
}

/// Whether a number may as well be thousands: one to three digits, not beginning with zero, a point and three digits.
pub(super) fn is_ambiguous(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let Some((whole, fraction)) = unsigned.split_once('.') else { return false };
    fraction.len() == 3 && !whole.starts_with('0') && integer(unsigned).is_some()
}

/// A whole number of zero or more: plain, or with a point (or blank) per three digits. A sign of the euro before it, and
/// nothing behind the comma, are read as people mean them.
pub(super) fn integer(text: &str) -> Option<u64> {
    if digits(text) {
        return text.parse().ok();
    }
    let bare = text.trim_start_matches(['€', ' ', '\u{A0}']);
    let bare = [",-", ",--", ",00", ".00", ",0", ".0"].iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(bare);
    if digits(bare) {
        return bare.parse().ok();
    }
    let mark = bare.chars().find(|letter| !letter.is_ascii_digit())?;
    // A single comma before three digits is a fraction in Dutch and thousands in English: that is not guessed at.
    let is_mark = matches!(mark, '.' | ' ' | '\u{A0}' | '\u{202F}') || (mark == ',' && bare.matches(',').count() > 1);
    let mut groups = bare.split(mark);
    let first = groups.next()?;
    let grouped = is_mark
        && (1..=3).contains(&first.len())
        && digits(first)
        && groups.all(|group| group.len() == 3 && digits(group));
    if grouped { bare.replace(mark, "").parse().ok() } else { None }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A finite number: `1234.5` as programs write it, or `1.234,5` and `1234,5` as Dutch people do. One point alone is a
/// decimal point.
pub(super) fn number(text: &str) -> Option<f64> {
    decimal(text)?.parse().ok().filter(|value: &f64| value.is_finite())
}

/// A number in the notation of programs.
fn decimal(text: &str) -> Option<String> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let sign = if text.starts_with('-') { "-" } else { "" };
    if let Some((whole, fraction)) = unsigned.split_once(',') {
        return digits(fraction).then_some(format!("{sign}{}.{fraction}", integer(whole)?));
    }
    if unsigned.matches('.').count() > 1 {
        return Some(format!("{sign}{}", integer(unsigned)?));
    }
    let mantissa = unsigned.split(['e', 'E']).next().unwrap_or("");
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    (digits(whole) && digits(fraction)).then(|| format!("{sign}{unsigned}"))
}

/// A share of one, as such or as a percentage.
pub(super) fn share(text: &str) -> Result<f64, Problem> {
    let value = match text.strip_suffix('%') {
        // Scaled in the text, so that 12.3% is the same number as 0.123.
        Some(digits) => decimal(digits.trim_end()).and_then(|digits| format!("{digits}e-2").parse().ok()),
        None => number(text),
    };
    let value: f64 = value.ok_or(Problem::WrongShare)?;
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(Problem::ShareOutOfRange) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_with_dutch_thousands() {
        for (text, value) in [
            ("0", 0),
            ("1250", 1250),
            ("1.250", 1250),
            ("12.345.678", 12_345_678),
            ("007", 7),
            ("€ 1.250,-", 1250),
            ("1 250", 1250),
            ("1,250,000", 1_250_000),
            ("125000,00", 125_000),
            ("1.250,00", 1250),
        ] {
            assert_eq!(integer(text), Some(value), "{text}");
        }
        for text in [
            "1.25",
            "1,250",
            "€",
            "1 25",
            "-3",
            "12.5000",
            "1234.567",
            ".250",
            "1..250",
            "3e4",
            "drie",
            "99999999999999999999",
        ] {
            assert_eq!(integer(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_and_shares_in_both_notations() {
        let cases = [
            ("12.5", 12.5),
            ("12,5", 12.5),
            ("1.234,5", 1234.5),
            ("1.250", 1.25),
            ("1.234.567", 1_234_567.0),
            ("-3", -3.0),
        ];
        for (text, value) in cases {
            assert_eq!(number(text), Some(value), "{text}");
        }
        for text in ["", "veel", "1,2,3", "1,", "NaN", "inf", "--1", "1.23,4", "12%"] {
            assert_eq!(number(text), None, "{text}");
        }
        for text in ["0.5", "0,5", "50%", "50 %", "50,0%"] {
            assert_eq!(share(text), Ok(0.5), "{text}");
        }
        assert_eq!(share("50"), Err(Problem::ShareOutOfRange));
        assert_eq!(share("-0,1"), Err(Problem::ShareOutOfRange));
        assert_eq!(share("half"), Err(Problem::WrongShare));
    }
}
