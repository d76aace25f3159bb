//! Text of figures: the embedded font, its widths, wrapping, and escaping for XML.

use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};
use std::sync::LazyLock;

/// The family every figure is drawn in.
pub const FAMILY: &str = "DejaVu Sans";
/// The family list for viewers without it: Verdana has nearly the same widths.
pub const FAMILY_LIST: &str = "DejaVu Sans, Verdana, sans-serif";
/// Height of a capital, in em (OS/2 table of DejaVu Sans).
pub const CAP_HEIGHT: f64 = 0.729;
/// From baseline to the top of accented capitals, in em (hhea table).
pub const ASCENT: f64 = 0.928;
/// From baseline to the bottom of descenders, in em (hhea table).
pub const DESCENT: f64 = 0.236;
/// Distance between the baselines of wrapped lines, in em.
pub const LINE: f64 = 1.25;

struct Face {
    font: FontRef<'static>,
    em: f64,
}

impl Face {
    fn load(data: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(data).ok()?;
        let em = f64::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        Some(Self { font, em })
    }

    fn width(&self, text: &str) -> f64 {
        let characters = self.font.charmap();
        let glyphs = GlyphMetrics::new(&self.font, Size::unscaled(), LocationRef::default());
        let advance = |c: char| {
            let glyph = characters.map(c).unwrap_or_default();
            f64::from(glyphs.advance_width(glyph).unwrap_or(0.0))
        };
        text.chars().map(advance).sum::<f64>() / self.em
    }
}

static REGULAR: LazyLock<Option<Face>> = LazyLock::new(|| Face::load(dejavu::sans::regular()));
static BOLD: LazyLock<Option<Face>> = LazyLock::new(|| Face::load(dejavu::sans::bold()));

/// Width of `text` in pixels at font size `size`, from the advance widths of the embedded font (kerning left out: it
/// makes text narrower, hardly ever wider).
#[must_use]
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    let face = if bold { &BOLD } else { &REGULAR };
    match face.as_ref() {
        Some(face) => face.width(text) * size,
        // Not reached with the embedded faces (a test loads them); a safe guess keeps the function total.
        None => text.chars().count() as f64 * size * 0.7,
    }
}

/// One line of printable text: white space becomes a single space, what XML or a reader cannot bear (control
/// characters, direction overrides) is dropped.
#[must_use]
pub fn clean(text: &str) -> String {
    let printable = text.chars().filter(|c| c.is_whitespace() || !is_forbidden(*c));
    let mut out = String::with_capacity(text.len());
    for c in printable {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
        || matches!(c as u32 & 0xFFFF, 0xFFFE | 0xFFFF)
}

/// Text as XML character data or attribute value.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_forbidden(c) && !c.is_whitespace() => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Breaks `text` into at most `lines` lines of at most `limit` pixels. Breaks at spaces and after hyphens and slashes,
/// inside a word only where it is wider than a line (with a hyphen); the last line ends in "…" if text is left.
#[must_use]
pub fn wrap(text: &str, size: f64, bold: bool, limit: f64, lines: usize) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    let fits = |candidate: &str| width(candidate.trim_end(), size, bold) <= limit;
    let mut pieces: std::collections::VecDeque<String> = pieces(&clean(text)).into();
    while let Some(piece) = pieces.pop_front() {
        let candidate = format!("{line}{piece}");
        if fits(&candidate) {
            line = candidate;
        } else if line.is_empty() {
            let (head, tail) = split_word(&piece, &fits);
            if tail.is_empty() {
                line = head;
            } else {
                done.push(head);
                pieces.push_front(tail);
            }
        } else {
            done.push(std::mem::take(&mut line));
            pieces.push_front(piece);
        }
    }
    if !line.is_empty() {
        done.push(line);
    }
    let mut done: Vec<String> = done.into_iter().map(|l| l.trim().to_owned()).collect();
    if done.len() > lines.max(1) {
        done.truncate(lines.max(1));
        if let Some(last) = done.last_mut() {
            let mut kept: Vec<char> = last.trim_end_matches(['-', '…']).chars().collect();
            while !kept.is_empty() && !fits(&format!("{}…", kept.iter().collect::<String>().trim_end())) {
                kept.pop();
            }
            *last = format!("{}…", kept.iter().collect::<String>().trim_end());
        }
    }
    done
}

/// Pieces a line may break between; each keeps its space, hyphen or slash.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for c in text.chars() {
        piece.push(c);
        if matches!(c, ' ' | '-' | '/' | '–') {
            pieces.push(std::mem::take(&mut piece));
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// The longest head of a word that fits with a hyphen, at least one character, and what is left.
fn split_word(word: &str, fits: &impl Fn(&str) -> bool) -> (String, String) {
    if fits(word) {
        return (word.to_owned(), String::new());
    }
    let characters: Vec<char> = word.chars().collect();
    let head = |count: usize| characters[..count].iter().collect::<String>();
    let mut count = 1;
    while count + 1 < characters.len() && fits(&format!("{}-", head(count + 1))) {
        count += 1;
    }
    // No lonely last letters on the next line, nor a break beside punctuation.
    let end = word.trim_end().chars().count();
    while count > 3 && (end - count.min(end) < 4 || !characters[count].is_alphabetic()) {
        count -= 1;
    }
    if characters.len() <= 1 {
        return (word.to_owned(), String::new());
    }
    (format!("{}-", head(count)), characters[count..].iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_come_from_the_font() {
        // hmtx of DejaVu Sans 2.37: 'A' 1401, 'i' 569, space 651 of 2048 units; bold 'A' 1585.
        assert!((width("A", 2048.0, false) - 1401.0).abs() < 1e-9);
        assert!((width("Ai ", 2048.0, false) - (1401.0 + 569.0 + 651.0)).abs() < 1e-9);
        assert!((width("A", 2048.0, true) - 1585.0).abs() < 1e-9);
        assert!(width("Súdwest-Fryslân", 10.0, false) > 60.0);
    }

    #[test]
    fn wrapped_lines_fit_and_nothing_is_lost() {
        let name = "Ministerie van Economische Zaken en Klimaat, directie Ondernemerschap";
        let lines = wrap(name, 12.0, true, 150.0, 9);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|l| width(l, 12.0, true) <= 150.0));
        assert_eq!(lines.join(" "), name);
    }

    #[test]
    fn long_words_break_and_long_texts_end_in_an_ellipsis() {
        let word = "Arbeidsongeschiktheidsverzekeringsmaatschappij";
        let lines = wrap(word, 12.0, false, 90.0, 9);
        assert!(lines.len() > 1 && lines.iter().all(|l| width(l, 12.0, false) <= 90.0));
        assert_eq!(lines.concat().replace('-', ""), word);
        let cut = wrap("een twee drie vier vijf zes zeven acht negen tien", 12.0, false, 80.0, 2);
        assert_eq!(cut.len(), 2);
        assert!(cut[1].ends_with('…') && width(&cut[1], 12.0, false) <= 80.0);
    }

    #[test]
    fn hostile_text_is_harmless() {
        assert_eq!(escape("<a href=\"x\">&'\u{0}\u{202E}"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
        assert_eq!(clean("  a\n\tb\u{7}\u{202E}c  "), "a bc");
        assert!(wrap("", 12.0, false, 80.0, 2).is_empty());
        assert!(!wrap("abc", 12.0, false, 0.0, 3).is_empty());
    }
}
