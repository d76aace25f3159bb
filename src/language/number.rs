//! Numbers as people write them: `1.234,5` in Dutch, `1,234.5` in English.

use super::Language;

/// A whole number with thousands separators.
pub fn integer(value: i64, language: Language) -> String {
    let digits = group(&value.unsigned_abs().to_string(), separators(language).0);
    if value < 0 { format!("-{digits}") } else { digits }
}

/// A number with a fixed count of decimals, rounded half away from zero as printed tables do.
pub fn decimal(value: f64, decimals: usize, language: Language) -> String {
    if !value.is_finite() {
        return String::from("–");
    }
    let (thousands, point) = separators(language);
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    if value < 0.0 && text.bytes().any(|b| b.is_ascii_digit() && b != b'0') {
        out.push('-');
    }
    out.push_str(&group(whole, thousands));
    if !fraction.is_empty() {
        out.push(point);
        out.push_str(fraction);
    }
    out
}

/// A share of one as a percentage without a space: `12,5%`.
pub fn percentage(share: f64, decimals: usize, language: Language) -> String {
    format!("{}%", decimal(share * 100.0, decimals, language))
}

fn separators(language: Language) -> (char, char) {
    match language {
        Language::Nl => ('.', ','),
        Language::En => (',', '.'),
    }
}

fn group(digits: &str, separator: char) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_both_languages() {
        assert_eq!(integer(1_234_567, Language::Nl), "1.234.567");
        assert_eq!(integer(-999, Language::En), "-999");
        assert_eq!(decimal(1234.5, 1, Language::Nl), "1.234,5");
        assert_eq!(decimal(1234.5, 1, Language::En), "1,234.5");
        assert_eq!(decimal(-0.04, 1, Language::Nl), "0,0");
        assert_eq!(decimal(f64::NAN, 1, Language::Nl), "–");
        assert_eq!(percentage(0.125, 1, Language::Nl), "12,5%");
    }
}
