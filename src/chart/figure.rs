//! The frame around every figure: title, subtitle, warning banner above; source, method and basis below.

use super::canvas::{Font, Head, Paint, SvgCanvas};
use super::palette::{ACCENT, INK, RULE, SOFT_INK, WARNING, WARNING_GROUND, WHITE};
use super::text::{self, LINE};
use crate::language::Language;

/// Width of a figure in pixels.
pub const WIDTH: f64 = 1280.0;
/// Free space around the content.
pub const MARGIN: f64 = 36.0;

const TITLE_SIZE: f64 = 25.0;
const SUBTITLE_SIZE: f64 = 15.0;
const BANNER_SIZE: f64 = 14.5;
const FOOTER_SIZE: f64 = 12.0;

/// One line below the figure: "Bron", "Regioscan 2023, …".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FooterLine {
    /// What the line tells: source, date, method, basis.
    pub term: String,
    /// The text.
    pub text: String,
}

impl FooterLine {
    /// A line from its two parts.
    #[must_use]
    pub fn new(term: impl Into<String>, text: impl Into<String>) -> Self {
        Self { term: term.into(), text: text.into() }
    }
}

/// What every figure carries inside the picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Prefix of the element ids, so that several figures can stand in one page.
    pub id: String,
    /// Title.
    pub title: String,
    /// What is seen and of when; may be empty.
    pub subtitle: String,
    /// A word of warning in a banner, for instance that the figure is a reconstruction.
    pub warning: Option<String>,
    /// Source, date, method, projection and weighting, basis.
    pub footer: Vec<FooterLine>,
    /// Language of the figure's own words and numbers.
    pub language: Language,
}

/// A count in the figure's number format.
#[must_use]
pub(super) fn count(value: usize, language: Language) -> String {
    crate::language::integer(i64::try_from(value).unwrap_or(i64::MAX), language)
}

impl Frame {
    /// Draws title, subtitle and banner; the height at which the content begins.
    pub(super) fn draw_header(&self, canvas: &mut SvgCanvas) -> f64 {
        let width = canvas.width() - 2.0 * MARGIN;
        canvas.open("header", &[]);
        canvas.rect((0.0, 0.0), (canvas.width(), 6.0), Paint::fill(ACCENT));
        let mut y = 22.0;
        let font = Font::new(TITLE_SIZE, INK).bold();
        for line in text::wrap(&self.title, TITLE_SIZE, true, width, 3) {
            y += TITLE_SIZE * LINE;
            canvas.text(&line, (MARGIN, y - TITLE_SIZE * 0.5), font);
        }
        y += 4.0;
        for line in text::wrap(&self.subtitle, SUBTITLE_SIZE, false, width, 3) {
            y += SUBTITLE_SIZE * LINE + 1.0;
            canvas.text(&line, (MARGIN, y - SUBTITLE_SIZE * 0.5), Font::new(SUBTITLE_SIZE, SOFT_INK));
        }
        canvas.close();
        if let Some(warning) = self.warning.as_deref().filter(|w| !text::clean(w).is_empty()) {
            y = Self::draw_banner(canvas, warning, y + 14.0, width);
        }
        y + 18.0
    }

    /// A banner with a warning triangle; the height below it.
    fn draw_banner(canvas: &mut SvgCanvas, warning: &str, top: f64, width: f64) -> f64 {
        const INDENT: f64 = 52.0;
        let lines = text::wrap(warning, BANNER_SIZE, true, width - INDENT - 14.0, 4);
        let height = lines.len() as f64 * BANNER_SIZE * LINE + 18.0;
        canvas.open("warning", &[]);
        canvas.rect((MARGIN, top), (width, height), Paint::fill(WARNING_GROUND));
        canvas.rect((MARGIN, top), (6.0, height), Paint::fill(WARNING));
        let (x, middle) = (MARGIN + 29.0, top + height / 2.0);
        canvas.polygon(&[(x, middle - 11.0), (x + 12.0, middle + 9.0), (x - 12.0, middle + 9.0)], Paint::fill(WARNING));
        let mark = Font::new(13.0, WHITE).bold().aligned(super::canvas::Align::Center);
        canvas.text("!", (x, middle + 2.5), mark);
        for (index, line) in lines.iter().enumerate() {
            let y = top + 9.0 + (index as f64 + 0.5) * BANNER_SIZE * LINE;
            canvas.text(line, (MARGIN + INDENT, y), Font::new(BANNER_SIZE, INK).bold());
        }
        canvas.close();
        top + height
    }

    /// The figure as SVG: draws the footer from `top` on. `description` is the picture in words.
    pub(super) fn finish(&self, mut canvas: SvgCanvas, top: f64, description: &str) -> String {
        self.draw_footer(&mut canvas, top);
        canvas.finish(&Head { id: &self.id, title: &self.title, description, language: self.language })
    }

    /// Draws the footer from `top` on and sets the height of the canvas.
    fn draw_footer(&self, canvas: &mut SvgCanvas, top: f64) {
        let width = canvas.width() - 2.0 * MARGIN;
        let term_width = self.footer.iter().map(|l| text::width(&text::clean(&l.term), FOOTER_SIZE, true));
        let indent = term_width.fold(0.0, f64::max).min(width * 0.3) + 14.0;
        let mut y = top + 6.0;
        canvas.open("footer", &[("font-size", "12")]);
        canvas.line((MARGIN, y), (MARGIN + width, y), Paint::line(RULE, 1.0));
        y += 8.0;
        for line in &self.footer {
            let terms = text::wrap(&line.term, FOOTER_SIZE, true, indent - 14.0, 1);
            let lines = text::wrap(&line.text, FOOTER_SIZE, false, width - indent, 4);
            if let Some(term) = terms.first() {
                canvas.text(term, (MARGIN, y + FOOTER_SIZE * 0.75), Font::new(FOOTER_SIZE, INK).bold());
            }
            for text in &lines {
                canvas.text(text, (MARGIN + indent, y + FOOTER_SIZE * 0.75), Font::new(FOOTER_SIZE, SOFT_INK));
                y += FOOTER_SIZE * LINE + 1.0;
            }
            if lines.is_empty() {
                y += FOOTER_SIZE * LINE + 1.0;
            }
            y += 2.0;
        }
        canvas.close();
        canvas.set_height((y + 18.0).ceil());
    }
}

/// Says in the middle of an empty plot area that there is nothing to see, and why.
pub(super) fn draw_empty(canvas: &mut SvgCanvas, message: &str, top: f64, height: f64) {
    let (width, size) = (canvas.width() - 2.0 * MARGIN, 17.0);
    canvas.open("empty", &[]);
    canvas.rect((MARGIN, top), (width, height), Paint::fill(RULE.mixed(WHITE, 0.75)));
    let lines = text::wrap(message, size, false, width * 0.7, 3);
    let first = top + height / 2.0 - (lines.len() as f64 - 1.0) / 2.0 * size * LINE;
    let font = Font::new(size, INK).aligned(super::canvas::Align::Center);
    for (index, line) in lines.iter().enumerate() {
        canvas.text(line, (canvas.width() / 2.0, first + index as f64 * size * LINE), font);
    }
    canvas.close();
}
