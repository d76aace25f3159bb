//! Headings above the columns of a grid: wrapped where a column is wide enough, else upright.

use super::canvas::{Align, Font, SvgCanvas};
use super::palette::INK;
use super::text;

/// Usual size of a heading.
const SIZE: f64 = 11.5;
/// Length of a line of upright headings.
const UPRIGHT_LENGTH: f64 = 150.0;
/// Free space between the last line and the cells.
pub(super) const RISE: f64 = 14.0;

/// Where columns stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    pub left: f64,
    /// Distance between columns.
    pub width: f64,
    /// Free space at the right of each.
    pub gap: f64,
}

impl Columns {
    /// The middle of a column.
    pub fn middle(&self, column: usize) -> f64 {
        self.left + (column as f64 + 0.5) * self.width - self.gap / 2.0
    }
}

/// Draws the headings below `top`, at least `least` pixels high; the height at which the cells begin.
pub(super) fn draw(canvas: &mut SvgCanvas, names: &[String], columns: Columns, top: f64, least: f64) -> f64 {
    let limit = columns.width - 4.0;
    let fits = |size: f64, part: &str| text::width(part.trim_end(), size, false) <= limit;
    let words_fit = |size: f64| {
        names.iter().all(|name| text::clean(name).split_inclusive([' ', '-', '/']).all(|part| fits(size, part)))
    };
    let flat = [SIZE, 11.0, 10.5, 10.0].into_iter().find(|size| words_fit(*size));
    let upright = flat.is_none();
    let size = flat.unwrap_or(SIZE);
    let step = size * 1.18;
    let (limit, most) = if upright { (UPRIGHT_LENGTH, (columns.width / step) as usize) } else { (limit, 5) };
    let heads: Vec<Vec<String>> =
        names.iter().map(|name| text::wrap(name, size, false, limit, most.clamp(1, 5))).collect();
    let height = if upright {
        heads.iter().flatten().map(|line| text::width(line, size, false)).fold(0.0, f64::max)
    } else {
        heads.iter().map(Vec::len).max().unwrap_or(1) as f64 * step
    };
    let bottom = top + height.max(least) + 10.0;
    for (column, lines) in heads.iter().enumerate() {
        let x = columns.middle(column);
        for (index, line) in lines.iter().enumerate() {
            let offset = index as f64 - (lines.len() as f64 - 1.0) / 2.0;
            if upright {
                let font = Font { upward: true, ..Font::new(size, INK) };
                canvas.text(line, (x + offset * step, bottom - 7.0), font);
            } else {
                // Last lines stand on one height, just above the cells.
                let y = bottom - RISE - (lines.len() - 1 - index) as f64 * step;
                canvas.text(line, (x, y), Font::new(size, INK).aligned(Align::Center));
            }
        }
    }
    bottom
}
