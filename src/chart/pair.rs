//! Two things beside each other: per aspect what both have and what only one has.

use super::canvas::{Align, Font, Paint, SvgCanvas};
use super::figure::{Frame, MARGIN, WIDTH, draw_empty};
use super::palette::{COVERED_LINE, INK, RULE, SOFT_INK, STEPS, THIN, THIN_FRAME, WHITE};
use super::shapes::centered;
use super::text;
use crate::language::{Language, pick};

const SIZE: f64 = 12.5;
const STEP: f64 = SIZE * 1.2;
const LABEL_WIDTH: f64 = 190.0;
/// Lines of words in a box.
const MOST_LINES: usize = 5;

/// Whether the two agree in an aspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They share something.
    Agree,
    /// Both are filled and share nothing.
    Differ,
    /// One side is not known.
    Unknown,
}

/// One aspect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairRow {
    pub label: String,
    pub left: String,
    pub both: String,
    pub right: String,
    pub agreement: Agreement,
}

/// The diagram with everything that stands in the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairDiagram {
    pub frame: Frame,
    /// Names of the two; empty rows: there is nothing to compare.
    pub left: String,
    pub right: String,
    /// What follows from it, in a few sentences.
    pub verdict: Vec<String>,
    pub rows: Vec<PairRow>,
    pub empty: String,
}

struct Spans {
    left: f64,
    width: f64,
}

impl Spans {
    /// Left edge of the box of a column: only left, both, only right.
    fn at(&self, column: usize) -> f64 {
        self.left + column as f64 * (self.width + 10.0)
    }
}

impl PairDiagram {
    /// The figure as SVG.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut canvas = SvgCanvas::new(WIDTH);
        let top = self.frame.draw_header(&mut canvas);
        let bottom = if self.rows.is_empty() {
            draw_empty(&mut canvas, &self.empty, top, 320.0);
            top + 320.0
        } else {
            self.draw_rows(&mut canvas, top)
        };
        let told: Vec<String> =
            self.rows.iter().filter(|row| row.agreement == Agreement::Agree).map(|row| row.label.clone()).collect();
        let agree = pick(self.frame.language, "Zij komen overeen in", "They agree in");
        let warning = self.frame.warning.as_deref().unwrap_or_default();
        let description = format!(
            "{warning} {} – {}. {} {agree}: {}.",
            self.left,
            self.right,
            self.verdict.join(" "),
            told.join(", ")
        );
        self.frame.finish(canvas, bottom + 12.0, &description)
    }

    fn draw_rows(&self, canvas: &mut SvgCanvas, top: f64) -> f64 {
        let mut y = top;
        canvas.open("verdict", &[]);
        for sentence in &self.verdict {
            for line in text::wrap(sentence, 15.0, false, canvas.width() - 2.0 * MARGIN, 3) {
                canvas.text(&line, (MARGIN, y + 9.0), Font::new(15.0, INK));
                y += 20.0;
            }
        }
        canvas.close();
        y += 14.0;
        let left = MARGIN + LABEL_WIDTH;
        let spans = Spans { left, width: (canvas.width() - MARGIN - left - 20.0) / 3.0 };
        canvas.open("headers", &[]);
        let only = |name: &str| match self.frame.language {
            Language::Nl => format!("Alleen {name}"),
            Language::En => format!("Only {name}"),
        };
        let heads = [only(&self.left), pick(self.frame.language, "Beide", "Both").to_owned(), only(&self.right)];
        for (column, head) in heads.iter().enumerate() {
            let middle = (spans.at(column) + spans.width / 2.0, y + 16.0);
            centered(canvas, head, middle, Font::new(13.5, INK).bold(), (spans.width - 10.0, 2));
        }
        canvas.close();
        y += 40.0;
        canvas.open("rows", &[]);
        for row in &self.rows {
            y = self.draw_row(canvas, row, &spans, y) + 6.0;
        }
        canvas.close();
        self.draw_legend(canvas, y + 6.0)
    }

    fn draw_row(&self, canvas: &mut SvgCanvas, row: &PairRow, spans: &Spans, top: f64) -> f64 {
        let words = [&row.left, &row.both, &row.right];
        let lines = words.map(|words| text::wrap(words, SIZE, false, spans.width - 20.0, MOST_LINES));
        let label = text::wrap(&row.label, 13.0, true, LABEL_WIDTH - 40.0, 2);
        let most = lines.iter().map(Vec::len).chain([label.len()]).max().unwrap_or(1).max(1);
        let height = most as f64 * STEP + 14.0;
        let middle = top + height / 2.0;
        draw_sign(canvas, (MARGIN + 10.0, middle), row.agreement);
        let first = middle - (label.len() as f64 - 1.0) / 2.0 * 15.5;
        for (index, line) in label.iter().enumerate() {
            canvas.text(line, (MARGIN + 28.0, first + index as f64 * 15.5), Font::new(13.0, INK).bold());
        }
        for (column, lines) in lines.iter().enumerate() {
            let corner = (spans.at(column), top);
            let size = (spans.width, height);
            let both = column == 1;
            if both && !lines.is_empty() {
                canvas.rect(corner, size, Paint::fill(STEPS[1]));
                canvas.frame(corner, size, Paint::line(COVERED_LINE, 1.6));
            } else if !both && !lines.is_empty() {
                canvas.rect(corner, size, Paint::fill(THIN));
                canvas.frame(corner, size, Paint::line(THIN_FRAME, 1.0));
            } else {
                canvas.frame(corner, size, Paint::line(RULE, 1.0));
            }
            let first = middle - (lines.len() as f64 - 1.0) / 2.0 * STEP;
            for (index, line) in lines.iter().enumerate() {
                let at = (spans.at(column) + spans.width / 2.0, first + index as f64 * STEP);
                canvas.text(line, at, Font::new(SIZE, INK).aligned(Align::Center));
            }
        }
        top + height
    }

    fn draw_legend(&self, canvas: &mut SvgCanvas, top: f64) -> f64 {
        let language = self.frame.language;
        let entries = [
            (Agreement::Agree, pick(language, "komt overeen", "agrees")),
            (Agreement::Differ, pick(language, "verschilt", "differs")),
            (Agreement::Unknown, pick(language, "niet te vergelijken: niet bekend", "cannot be compared: not known")),
        ];
        canvas.open("legend", &[]);
        let mut x = MARGIN;
        for (agreement, name) in entries {
            if self.rows.iter().any(|row| row.agreement == agreement) {
                draw_sign(canvas, (x + 10.0, top + 10.0), agreement);
                canvas.text(name, (x + 28.0, top + 10.0), Font::new(SIZE, INK));
                x += 28.0 + text::width(name, SIZE, false) + 28.0;
            }
        }
        let boxes = [
            (STEPS[1], COVERED_LINE, pick(language, "hebben beide", "both have it")),
            (THIN, THIN_FRAME, pick(language, "heeft er één", "one has it")),
        ];
        for (fill, line, name) in boxes {
            canvas.rect((x, top + 1.0), (26.0, 18.0), Paint::fill(fill));
            canvas.frame((x, top + 1.0), (26.0, 18.0), Paint::line(line, 1.4));
            canvas.text(name, (x + 34.0, top + 10.0), Font::new(SIZE, INK));
            x += 34.0 + text::width(name, SIZE, false) + 28.0;
        }
        canvas.close();
        top + 24.0
    }
}

/// A filled disc, an open one, or a dash.
fn draw_sign(canvas: &mut SvgCanvas, (x, y): (f64, f64), agreement: Agreement) {
    match agreement {
        Agreement::Agree => canvas.disc((x, y), 8.0, Paint::fill(INK)),
        Agreement::Differ => {
            canvas.disc((x, y), 8.0, Paint::fill(WHITE));
            canvas.ring((x, y), 7.2, Paint::line(INK, 1.8));
        }
        Agreement::Unknown => canvas.line((x - 7.0, y), (x + 7.0, y), Paint::line(SOFT_INK, 2.0)),
    }
}
