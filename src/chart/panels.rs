//! Rows with one or more bars each: rankings, sizes, key numbers of regions. Every panel has its own scale from 0.

use super::canvas::{Align, Font, Paint, SvgCanvas};
use super::figure::{Frame, MARGIN, WIDTH, draw_empty};
use super::palette::{COVERED_LINE, INK, NOT_SURVEYED, RULE, Rgb, SOFT_INK, WHITE};
use super::scale::round_up;
use super::shapes::{beside, diamond, hatch, paragraph};
use super::text;
use crate::language::Language;

const ROW_HEIGHT: f64 = 34.0;
const LABEL_SIZE: f64 = 13.0;
const PANEL_GAP: f64 = 26.0;

/// One bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// Length; `None`: not known.
    pub value: Option<f64>,
    /// The number as it is written.
    pub text: String,
    /// A second value on the same scale, drawn as a mark: what a source printed.
    pub mark: Option<f64>,
}

/// A column of bars on one scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    pub title: String,
    /// One per row.
    pub bars: Vec<Bar>,
    /// Share of the width, relative to the other panels.
    pub weight: f64,
    /// End of the scale; `None`: the largest value, rounded up.
    pub most: Option<f64>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PanelRow {
    /// Before the name: a rank or a letter on its color; may be empty.
    pub badge: String,
    pub badge_color: Option<Rgb>,
    pub label: String,
    /// In small letters below the name; may be empty.
    pub note: String,
    pub tip: String,
}

/// The figure with everything that stands in it.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelChart {
    pub frame: Frame,
    pub rows: Vec<PanelRow>,
    pub panels: Vec<Panel>,
    /// What the bars are, for the legend where marks are drawn: "in deze gegevens".
    pub bar_name: String,
    /// What the marks are: "gedrukt in de bron".
    pub mark_name: String,
    pub notes: Vec<String>,
    pub empty: String,
}

impl PanelChart {
    /// The figure as SVG.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut canvas = SvgCanvas::new(WIDTH);
        let top = self.frame.draw_header(&mut canvas);
        let bottom = if self.rows.is_empty() || self.panels.is_empty() {
            draw_empty(&mut canvas, &self.empty, top, 320.0);
            top + 320.0
        } else {
            self.draw_rows(&mut canvas, top)
        };
        self.frame.finish(canvas, bottom + 12.0, &self.description())
    }

    /// The picture in words, for readers who do not see it.
    fn description(&self) -> String {
        let told: Vec<String> = self
            .rows
            .iter()
            .enumerate()
            .take(12)
            .map(|(row, about)| {
                let numbers: Vec<&str> =
                    self.panels.iter().filter_map(|panel| panel.bars.get(row)).map(|bar| bar.text.as_str()).collect();
                format!("{}: {}", about.label, numbers.join(", "))
            })
            .collect();
        let titles: Vec<&str> = self.panels.iter().map(|panel| panel.title.as_str()).collect();
        let (warning, told, titles) =
            (self.frame.warning.as_deref().unwrap_or_default(), told.join("; "), titles.join(", "));
        match self.frame.language {
            Language::Nl => {
                format!("{warning} Staven per rij: {titles}. {told}. De tabel bij deze figuur geeft dezelfde cijfers.")
            }
            Language::En => {
                format!("{warning} Bars by row: {titles}. {told}. The table beside this figure gives the same numbers.")
            }
        }
    }

    fn label_width(&self) -> f64 {
        let widest = |row: &PanelRow| {
            let label = text::width(&text::clean(&row.label), LABEL_SIZE, false);
            label.max(text::width(&text::clean(&row.note), 11.0, false))
        };
        let most = if self.panels.len() > 3 { 200.0 } else { 400.0 };
        self.rows.iter().map(widest).fold(80.0, f64::max).min(most) + if self.has_badges() { 46.0 } else { 14.0 }
    }

    fn has_badges(&self) -> bool {
        self.rows.iter().any(|row| !row.badge.is_empty())
    }

    fn draw_rows(&self, canvas: &mut SvgCanvas, top: f64) -> f64 {
        let labels = self.label_width();
        let weight = |panel: &Panel| if panel.weight > 0.0 { panel.weight } else { 1.0 };
        let whole: f64 = self.panels.iter().map(weight).sum();
        let room = canvas.width() - 2.0 * MARGIN - labels - PANEL_GAP * (self.panels.len() - 1) as f64;
        let mut left = MARGIN + labels;
        let mut spans = Vec::new();
        for panel in &self.panels {
            let width = room * weight(panel) / whole;
            spans.push((left, width));
            left += width + PANEL_GAP;
        }
        let heads: Vec<Vec<String>> = self
            .panels
            .iter()
            .zip(&spans)
            .map(|(panel, (_, width))| text::wrap(&panel.title, 12.5, true, *width, 4))
            .collect();
        let head_height = heads.iter().map(Vec::len).max().unwrap_or(0) as f64 * 15.5 + 8.0;
        let rows_top = top + head_height;
        canvas.open("headers", &[]);
        for (lines, (left, _)) in heads.iter().zip(&spans) {
            for (index, line) in lines.iter().enumerate() {
                let y = rows_top - 12.0 - (lines.len() - 1 - index) as f64 * 15.5;
                canvas.text(line, (*left, y), Font::new(12.5, INK).bold());
            }
        }
        canvas.close();
        let bottom = rows_top + self.rows.len() as f64 * ROW_HEIGHT;
        canvas.open("rows", &[]);
        for row in (1..self.rows.len()).step_by(2) {
            let y = rows_top + row as f64 * ROW_HEIGHT;
            canvas.rect((MARGIN, y), (canvas.width() - 2.0 * MARGIN, ROW_HEIGHT), Paint::fill(STRIPE));
        }
        canvas.close();
        canvas.open("bars", &[]);
        for (panel, (left, width)) in self.panels.iter().zip(&spans) {
            self.draw_panel(canvas, panel, (*left, *width), (rows_top, bottom));
        }
        canvas.close();
        canvas.open("labels", &[]);
        for (index, row) in self.rows.iter().enumerate() {
            self.draw_label(canvas, row, rows_top + index as f64 * ROW_HEIGHT, labels);
        }
        canvas.close();
        self.draw_notes(canvas, bottom + 14.0)
    }

    fn draw_label(&self, canvas: &mut SvgCanvas, row: &PanelRow, top: f64, width: f64) {
        let middle = top + ROW_HEIGHT / 2.0;
        let mut left = MARGIN;
        if self.has_badges() {
            match row.badge_color {
                Some(color) => {
                    canvas.disc((left + 12.0, middle), 11.0, Paint::fill(color));
                    canvas.ring((left + 12.0, middle), 11.0, Paint::line(INK, 1.0));
                    let font = Font::new(11.5, super::palette::ink_on(color)).bold().aligned(Align::Center);
                    canvas.text(&row.badge, (left + 12.0, middle), font);
                }
                None => canvas.text(
                    &row.badge,
                    (left + 22.0, middle),
                    Font::new(12.5, SOFT_INK).bold().aligned(Align::Right),
                ),
            }
            left += 32.0;
        }
        let room = width - (left - MARGIN) - 12.0;
        if row.note.is_empty() {
            beside(canvas, &row.label, (left, middle), Font::new(LABEL_SIZE, INK), (room, 2));
        } else {
            beside(canvas, &row.label, (left, middle - 6.5), Font::new(LABEL_SIZE, INK), (room, 1));
            beside(canvas, &row.note, (left, middle + 8.5), Font::new(10.5, SOFT_INK), (room, 1));
        }
    }

    fn draw_panel(&self, canvas: &mut SvgCanvas, panel: &Panel, (left, width): (f64, f64), (top, bottom): (f64, f64)) {
        let values = panel.bars.iter().flat_map(|bar| [bar.value, bar.mark]).flatten();
        let largest = values.filter(|value| value.is_finite()).fold(0.0, f64::max);
        let most = panel.most.unwrap_or_else(|| round_up(largest)).max(1e-12);
        // The longest number stands right of the longest bar.
        let words = panel.bars.iter().map(|bar| text::width(&bar.text, 12.5, true)).fold(0.0, f64::max) + 14.0;
        let length = (width - words).max(10.0);
        canvas.line((left, top), (left, bottom), Paint::line(SOFT_INK, 1.0));
        for (row, bar) in panel.bars.iter().enumerate().take(self.rows.len()) {
            let y = top + row as f64 * ROW_HEIGHT;
            let middle = y + ROW_HEIGHT / 2.0;
            let about = &self.rows[row];
            let scaled = |value: f64| (value / most).clamp(0.0, 1.0) * length;
            let mut end = left;
            match bar.value.filter(|value| value.is_finite()) {
                Some(value) => {
                    let size = (scaled(value), ROW_HEIGHT - 14.0);
                    canvas.tip(&format!("{} · {}: {}", about.label, panel.title, bar.text));
                    if size.0 > 0.0 {
                        canvas.rect((left, y + 7.0), size, Paint::fill(BAR));
                        canvas.frame((left, y + 7.0), size, Paint::line(COVERED_LINE, 1.0));
                    }
                    end += size.0;
                }
                None if bar.mark.is_none() => {
                    let size = (26.0_f64.min(length), ROW_HEIGHT - 18.0);
                    canvas.rect((left + 1.0, y + 9.0), size, Paint::fill(NOT_SURVEYED));
                    hatch(canvas, (left + 1.0, y + 9.0), size, 7.0, Paint::line(RULE, 1.0));
                    end += size.0 + 1.0;
                }
                None => {}
            }
            if let Some(mark) = bar.mark {
                let x = left + scaled(mark);
                diamond(canvas, (x, middle), 6.6, Paint::fill(WHITE));
                diamond(canvas, (x, middle), 5.0, Paint::fill(INK));
                end = end.max(x + 6.0);
            }
            canvas.text(&bar.text, (end + 6.0, middle), Font::new(12.5, INK).bold());
        }
    }

    fn draw_notes(&self, canvas: &mut SvgCanvas, top: f64) -> f64 {
        let mut y = top;
        let bars = || self.panels.iter().flat_map(|panel| &panel.bars);
        canvas.open("legend", &[]);
        let mut x = MARGIN;
        let mut entry = |canvas: &mut SvgCanvas, draw: &dyn Fn(&mut SvgCanvas, f64), name: &str| {
            draw(canvas, x);
            canvas.text(name, (x + 34.0, top + 10.0), Font::new(12.5, INK));
            x += 34.0 + text::width(name, 12.5, false) + 30.0;
        };
        if bars().any(|bar| bar.value.is_some()) && !self.bar_name.is_empty() {
            let sample = |canvas: &mut SvgCanvas, x: f64| {
                canvas.rect((x, top + 2.0), (26.0, 16.0), Paint::fill(BAR));
                canvas.frame((x, top + 2.0), (26.0, 16.0), Paint::line(COVERED_LINE, 1.0));
            };
            entry(canvas, &sample, &self.bar_name);
            y = top + 28.0;
        }
        if bars().any(|bar| bar.mark.is_some()) {
            let sample =
                |canvas: &mut SvgCanvas, x: f64| diamond(canvas, (x + 14.0, top + 10.0), 5.0, Paint::fill(INK));
            entry(canvas, &sample, &self.mark_name);
            y = top + 28.0;
        }
        if bars().any(|bar| bar.value.is_none() && bar.mark.is_none()) {
            let name = crate::language::pick(
                self.frame.language,
                "niet bekend of niet onderzocht",
                "not known or not surveyed",
            );
            let sample = |canvas: &mut SvgCanvas, x: f64| {
                canvas.rect((x, top + 2.0), (26.0, 16.0), Paint::fill(NOT_SURVEYED));
                hatch(canvas, (x, top + 2.0), (26.0, 16.0), 7.0, Paint::line(RULE, 1.0));
            };
            entry(canvas, &sample, name);
            y = top + 28.0;
        }
        let width = canvas.width() - 2.0 * MARGIN;
        for note in &self.notes {
            y = paragraph(canvas, note, (MARGIN, y), Font::new(12.0, SOFT_INK), (width, 4)) + 2.0;
        }
        canvas.close();
        y
    }
}

/// Fill of a bar; its outline has the contrast.
pub const BAR: Rgb = super::palette::STEPS[2];
/// Every second row.
const STRIPE: Rgb = Rgb(0xF6, 0xF8, 0xFA);
