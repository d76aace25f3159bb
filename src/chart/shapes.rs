//! Small drawings that several figures use.

use super::canvas::{Align, Font, Paint, SvgCanvas};
use super::text;

/// Diagonal lines inside a rectangle, `step` pixels apart.
pub(super) fn hatch(canvas: &mut SvgCanvas, (x, y): (f64, f64), (w, h): (f64, f64), step: f64, paint: Paint) {
    let mut offset = step;
    while offset < w + h {
        let from = (x + offset.min(w), y + (offset - w).max(0.0));
        let to = (x + (offset - h).max(0.0), y + offset.min(h));
        canvas.line(from, to, paint);
        offset += step;
    }
}

/// A dashed frame.
pub(super) fn dashes(canvas: &mut SvgCanvas, (x, y): (f64, f64), (w, h): (f64, f64), paint: Paint) {
    let inset = paint.width / 2.0;
    canvas.open("dashed", &[("stroke-dasharray", "3 3")]);
    canvas.frame((x + inset, y + inset), (w - paint.width, h - paint.width), paint);
    canvas.close();
}

/// A square on its point.
pub(super) fn diamond(canvas: &mut SvgCanvas, (x, y): (f64, f64), radius: f64, paint: Paint) {
    canvas.polygon(&[(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], paint);
}

/// Lines of text around a middle, wrapped to a width.
pub(super) fn centered(
    canvas: &mut SvgCanvas,
    words: &str,
    middle: (f64, f64),
    font: Font,
    (width, most): (f64, usize),
) {
    let lines = text::wrap(words, font.size, font.bold, width, most);
    let first = middle.1 - (lines.len() as f64 - 1.0) / 2.0 * font.size * 1.15;
    for (index, line) in lines.iter().enumerate() {
        canvas.text(line, (middle.0, first + index as f64 * font.size * 1.15), font.aligned(Align::Center));
    }
}

/// Lines of text from the left around a middle height, wrapped to a width.
pub(super) fn beside(canvas: &mut SvgCanvas, words: &str, at: (f64, f64), font: Font, (width, most): (f64, usize)) {
    let lines = text::wrap(words, font.size, font.bold, width, most);
    let first = at.1 - (lines.len() as f64 - 1.0) / 2.0 * font.size * 1.15;
    for (index, line) in lines.iter().enumerate() {
        canvas.text(line, (at.0, first + index as f64 * font.size * 1.15), font);
    }
}

/// Lines of text downward from a height; the height below them.
pub(super) fn paragraph(
    canvas: &mut SvgCanvas,
    words: &str,
    at: (f64, f64),
    font: Font,
    (width, most): (f64, usize),
) -> f64 {
    let mut y = at.1;
    for line in text::wrap(words, font.size, font.bold, width, most) {
        canvas.text(&line, (at.0, y + font.size * 0.6), font);
        y += font.size * text::LINE;
    }
    y
}
