//! Two classes against each other: a square of nine fields with the things that are in each.

use super::canvas::{Align, Font, Paint, SvgCanvas};
use super::figure::{Frame, MARGIN, WIDTH, draw_empty};
use super::palette::{COVERED_LINE, INK, RULE, SOFT_INK, STEPS, WHITE};
use super::shapes::{diamond, paragraph};
use super::text;
use crate::language::pick;

/// Something with a class from 0 (low) to 2 (high) on both axes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    pub label: String,
    pub note: String,
    pub across: usize,
    pub up: usize,
    /// Placed otherwise by the source.
    pub marked: bool,
}

/// The figure with everything that stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quadrant {
    pub frame: Frame,
    pub items: Vec<Placed>,
    pub across: String,
    pub up: String,
    /// Names of the three classes, low to high.
    pub classes: [String; 3],
    pub notes: Vec<String>,
    pub mark: String,
    pub empty: String,
}

const LEFT: f64 = 92.0;
const ITEM: f64 = 40.0;

impl Quadrant {
    /// The figure as SVG.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut canvas = SvgCanvas::new(WIDTH);
        let top = self.frame.draw_header(&mut canvas);
        let bottom = if self.items.is_empty() {
            draw_empty(&mut canvas, &self.empty, top, 320.0);
            top + 320.0
        } else {
            self.draw_fields(&mut canvas, top)
        };
        let told: Vec<String> = self
            .items
            .iter()
            .map(|item| {
                let class = |class: usize| self.classes.get(class).map_or("", String::as_str);
                format!("{}: {} {}, {} {}", item.label, self.up, class(item.up), self.across, class(item.across))
            })
            .collect();
        let description = format!("{} {}.", self.frame.warning.as_deref().unwrap_or_default(), told.join("; "));
        self.frame.finish(canvas, bottom + 12.0, &description)
    }

    fn draw_fields(&self, canvas: &mut SvgCanvas, top: f64) -> f64 {
        let left = MARGIN + LEFT;
        let width = (canvas.width() - MARGIN - left) / 3.0;
        let inside = |across: usize, up: usize| self.items.iter().filter(move |i| (i.across, i.up) == (across, up));
        let height = |up: usize| {
            let most = (0..3).map(|across| inside(across, up).count()).max().unwrap_or(0);
            (most as f64 * (ITEM + 8.0) + 24.0).max(90.0)
        };
        let mut y = top;
        canvas.open("fields", &[]);
        for up in [2, 1, 0] {
            let tall = height(up);
            let font = Font::new(13.0, INK).bold().aligned(Align::Right);
            canvas.text(&self.classes[up], (left - 12.0, y + tall / 2.0), font);
            for across in 0..3 {
                let corner = (left + across as f64 * width, y);
                canvas.frame(corner, (width, tall), Paint::line(RULE, 1.0));
                let mut item_top = y + 12.0;
                for item in inside(across, up) {
                    draw_item(canvas, item, (corner.0 + 12.0, item_top), width - 24.0);
                    item_top += ITEM + 8.0;
                }
            }
            y += tall;
        }
        // Low against high, through the middle field.
        canvas.line((left, top), (left, y), Paint::line(INK, 1.6));
        canvas.line((left, y), (left + 3.0 * width, y), Paint::line(INK, 1.6));
        canvas.close();
        canvas.open("axes", &[]);
        for (class, name) in self.classes.iter().enumerate() {
            let at = (left + (class as f64 + 0.5) * width, y + 16.0);
            canvas.text(name, at, Font::new(13.0, INK).bold().aligned(Align::Center));
        }
        let font = Font::new(14.0, INK).bold();
        canvas.text(&self.across, (left + 1.5 * width, y + 40.0), font.aligned(Align::Center));
        let upward = Font { upward: true, ..font.aligned(Align::Center) };
        canvas.text(&self.up, (MARGIN + 12.0, (top + y) / 2.0), upward);
        canvas.close();
        y += 60.0;
        canvas.open("legend", &[]);
        let width = canvas.width() - 2.0 * MARGIN;
        let sample = pick(
            self.frame.language,
            "een soort activiteit, met het aantal in deze gegevens",
            "a type of activity, with the number in these data",
        );
        canvas.rect((MARGIN, y), (26.0, 16.0), Paint::fill(STEPS[0]));
        canvas.frame((MARGIN, y), (26.0, 16.0), Paint::line(COVERED_LINE, 1.2));
        canvas.text(sample, (MARGIN + 36.0, y + 8.0), Font::new(12.5, INK));
        y += 26.0;
        if self.items.iter().any(|item| item.marked) {
            diamond(canvas, (MARGIN + 8.0, y + 8.0), 4.8, Paint::fill(INK));
            y = paragraph(canvas, &self.mark, (MARGIN + 24.0, y), Font::new(12.5, INK), (width - 24.0, 2)) + 4.0;
        }
        for note in &self.notes {
            y = paragraph(canvas, note, (MARGIN, y), Font::new(12.0, SOFT_INK), (width, 4)) + 2.0;
        }
        canvas.close();
        y
    }
}

fn draw_item(canvas: &mut SvgCanvas, item: &Placed, corner: (f64, f64), width: f64) {
    canvas.tip(&format!("{} {}", item.label, item.note));
    canvas.rect(corner, (width, ITEM), Paint::fill(STEPS[0]));
    canvas.frame(corner, (width, ITEM), Paint::line(COVERED_LINE, 1.2));
    let label = text::wrap(&item.label, 13.0, true, width - 24.0, 1);
    canvas.text(
        label.first().map_or("", String::as_str),
        (corner.0 + 10.0, corner.1 + 13.5),
        Font::new(13.0, INK).bold(),
    );
    canvas.text(&item.note, (corner.0 + 10.0, corner.1 + 29.0), Font::new(11.5, INK));
    if item.marked {
        diamond(canvas, (corner.0 + width - 10.0, corner.1 + 10.0), 6.5, Paint::fill(WHITE));
        diamond(canvas, (corner.0 + width - 10.0, corner.1 + 10.0), 4.8, Paint::fill(INK));
    }
}
