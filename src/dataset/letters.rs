//! Letters that went wrong on the way: UTF-8 that a program took for Windows-1252 and saved as UTF-8 again ("FryslÃ¢n"), signs
//! that nobody sees, and what a spreadsheet shows where a formula failed.

use encoding_rs::WINDOWS_1252;

/// The byte of a letter in Windows-1252, as the encoding standard of the web has it.
fn byte(letter: char) -> Option<u8> {
    if letter.is_ascii() {
        return None;
    }
    let mut buffer = [0; 4];
    let (bytes, _, lost) = WINDOWS_1252.encode(letter.encode_utf8(&mut buffer));
    match (bytes.as_ref(), lost) {
        ([byte], false) => Some(*byte),
        _ => None,
    }
}

/// A letter that text in Dutch and its neighbors has, and that double encoding breaks: accented letters and signs of the
/// upper half of Latin-1, typographic marks, the euro and the trade mark. Anything else is left alone: `É”` may be a capital with
/// a closing quote.
fn is_likely(letter: char) -> bool {
    matches!(letter, '\u{A0}'..='\u{FF}' | '\u{2010}'..='\u{2026}' | '\u{2030}'..='\u{203A}' | '€' | '™')
}

/// A letter that only stands in what was encoded three times: the others of Windows-1252, and what it leaves open.
fn is_remnant(letter: char) -> bool {
    matches!(letter, '\u{80}'..='\u{9F}') || byte(letter).is_some()
}

/// The letter at the start of a text that was encoded twice, and the bytes that it takes there. Remnants count where the text
/// is known to be broken.
fn decoded(text: &str, is_broken: bool) -> Option<(char, usize)> {
    let mut letters = text.chars();
    let first = letters.next()?;
    let lead = byte(first)?;
    let count = match lead {
        0xC2 | 0xC3 => 2,
        0xC5 | 0xC6 | 0xCB if is_broken => 2,
        0xE2 => 3,
        _ => return None,
    };
    let (mut bytes, mut taken) = (vec![lead], first.len_utf8());
    for letter in letters.take(count - 1) {
        bytes.push(byte(letter)?);
        taken += letter.len_utf8();
    }
    let letter = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    (is_likely(letter) || (is_broken && is_remnant(letter))).then_some((letter, taken))
}

/// The text with what was encoded twice decoded once; `None` where there is no such thing.
fn decoded_once(text: &str, is_broken: bool) -> Option<String> {
    let (mut out, mut rest, mut changed) = (String::with_capacity(text.len()), text, false);
    while let Some(first) = rest.chars().next() {
        let found = decoded(rest, is_broken);
        changed |= found.is_some();
        let (letter, taken) = found.unwrap_or((first, first.len_utf8()));
        out.push(letter);
        rest = rest.get(taken..).unwrap_or_default();
    }
    changed.then_some(out)
}

/// A text whose double encoding is undone, as often as it was done; `None` where there is nothing of it.
pub(super) fn repaired(text: &str) -> Option<String> {
    let once = |text: &str| {
        if text.is_ascii() || !text.contains(['Â', 'Ã', 'â']) {
            return None;
        }
        decoded_once(text, false)?;
        decoded_once(text, true)
    };
    // Every round shortens the text.
    let mut found = once(text)?;
    while let Some(again) = once(&found) {
        found = again;
    }
    Some(found)
}

/// A text without the blanks and the invisible signs around it.
pub(super) fn trimmed(text: &str) -> &str {
    let is_invisible =
        |letter: char| letter.is_whitespace() || matches!(letter, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}');
    text.trim_matches(is_invisible)
}

/// Words that a spreadsheet shows where a formula failed.
const SPREADSHEET_ERRORS: [&str; 9] =
    ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#N/B", "#WAARDE!"];

pub(super) fn is_spreadsheet_error(cell: &str) -> bool {
    cell.starts_with('#') && SPREADSHEET_ERRORS.contains(&cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a program does that takes UTF-8 for Windows-1252.
    fn broken(text: &str) -> String {
        WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn double_encoding_is_undone() {
        for text in ["Fryslân", "Coöperatie Súdwest-Fryslân", "€ 1.250", "één – “twee”", "à la carte", "MKB’er"]
        {
            assert_eq!(repaired(&broken(text)).as_deref(), Some(text));
            assert_eq!(repaired(&broken(&broken(text))).as_deref(), Some(text), "twice");
        }
        assert_eq!(
            repaired("FryslÃ¢n en Súdwest").as_deref(),
            Some("Fryslân en Súdwest"),
            "beside letters that are right"
        );
    }

    #[test]
    fn what_is_right_stays() {
        for text in ["", "Fryslân", "CAFÉ”", "São Tomé", "Ä“", "Â", "IRMÃ", "âge", "Ñandú", "Łódź", "日本", "🙂"]
        {
            assert_eq!(repaired(text), None, "{text}");
        }
    }

    #[test]
    fn invisible_signs_around_a_text_go() {
        assert_eq!(trimmed("\u{FEFF}\u{A0}Provincie\u{A0}Groningen\u{200B} "), "Provincie\u{A0}Groningen");
        assert_eq!(trimmed("é"), "é");
    }
}
