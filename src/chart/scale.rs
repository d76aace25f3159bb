//! Numbers → colors: five steps of one hue, from light to dark, so that the legend can name every color.

use super::canvas::{Align, Font, Paint, SvgCanvas};
use super::palette::{COVERED_LINE, INK, NOT_SURVEYED, RULE, Rgb, SOFT_INK, STEPS, WHITE};
use super::shapes::hatch;
use super::text;
use crate::language::{Language, decimal, percentage};

/// A scale from 0 to a largest value in equal, round steps. 0 is white, not known is hatched.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// Width of a step.
    step: f64,
    /// Steps that occur.
    steps: usize,
    /// Whether values are shares of one.
    pub share: bool,
    /// Whether only whole numbers occur.
    whole: bool,
    /// Whether 0, or not known, occurs.
    has_zero: bool,
    has_unknown: bool,
}

impl Scale {
    /// A scale for these values; `None` is a value that is not known.
    pub fn new(values: impl IntoIterator<Item = Option<f64>>, share: bool) -> Self {
        let (mut most, mut whole, mut has_zero, mut has_unknown) = (0.0_f64, true, false, false);
        for value in values {
            match value.filter(|value| value.is_finite()) {
                Some(value) => {
                    most = most.max(value);
                    whole &= value == value.round();
                    has_zero |= value <= 0.0;
                }
                None => has_unknown = true,
            }
        }
        let whole = whole && !share;
        let least = if whole { 1.0 } else { 0.0 };
        let step = round_up(most / STEPS.len() as f64).max(least);
        let steps = if most > 0.0 { ((most / step - 1e-9).ceil() as usize).clamp(1, STEPS.len()) } else { 0 };
        Self { step, steps, share, whole, has_zero, has_unknown }
    }

    /// The color of a value; `None` is not known.
    pub fn color(&self, value: Option<f64>) -> Rgb {
        let Some(value) = value.filter(|value| value.is_finite()) else { return NOT_SURVEYED };
        if value <= 0.0 || self.steps == 0 {
            return WHITE;
        }
        let step = ((value / self.step - 1e-9).ceil().max(1.0) as usize - 1).min(self.steps - 1);
        // Where few steps occur they lie around the middle: "2" is not very much because nobody has 3.
        let spread: &[usize] = match self.steps {
            1 => &[2],
            2 => &[1, 3],
            3 => &[1, 2, 3],
            4 => &[0, 1, 2, 3],
            _ => &[0, 1, 2, 3, 4],
        };
        STEPS[spread[step]]
    }

    fn label(&self, step: usize, language: Language) -> String {
        let (low, high) = (step as f64 * self.step, (step + 1) as f64 * self.step);
        if self.share {
            let decimals = usize::from(self.step < 0.01);
            return format!("{}–{}", decimal(low * 100.0, decimals, language), percentage(high, decimals, language));
        }
        if self.whole {
            let low = low + 1.0;
            return if low >= high {
                decimal(high, 0, language)
            } else {
                format!("{}–{}", decimal(low, 0, language), decimal(high, 0, language))
            };
        }
        let is_whole = |factor: &f64| (self.step * factor - (self.step * factor).round()).abs() < 1e-9;
        let decimals = [1.0, 10.0, 100.0, 1000.0].iter().position(is_whole).unwrap_or(4);
        format!("{}–{}", decimal(low, decimals, language), decimal(high, decimals, language))
    }

    /// A row of samples from `at` on, with a title before them; the height at which it ends.
    pub fn draw_legend(&self, canvas: &mut SvgCanvas, title: &str, at: (f64, f64), language: Language) -> f64 {
        const SIZE: f64 = 12.5;
        const SAMPLE: (f64, f64) = (34.0, 20.0);
        let right = canvas.width() - super::figure::MARGIN;
        let (left, mut y) = at;
        canvas.open("scale", &[]);
        for line in text::wrap(title, 13.0, true, right - left, 2) {
            canvas.text(&line, (left, y + 8.0), Font::new(13.0, INK).bold());
            y += 18.0;
        }
        y += 4.0;
        let mut entries: Vec<(Option<f64>, String)> = Vec::new();
        if self.has_zero {
            entries.push((Some(0.0), String::from("0")));
        }
        for step in 0..self.steps {
            entries.push((Some((step as f64 + 1.0) * self.step), self.label(step, language)));
        }
        if self.has_unknown {
            let unknown = match language {
                Language::Nl => "niet bekend of niet onderzocht",
                Language::En => "not known or not surveyed",
            };
            entries.push((None, unknown.to_owned()));
        }
        let mut x = left;
        for (value, label) in entries {
            let width = SAMPLE.0 + 8.0 + text::width(&label, SIZE, false) + 22.0;
            if x + width > right && x > left {
                (x, y) = (left, y + SAMPLE.1 + 8.0);
            }
            self.draw_cell(canvas, (x, y), SAMPLE, value);
            canvas.text(&label, (x + SAMPLE.0 + 8.0, y + SAMPLE.1 / 2.0), Font::new(SIZE, INK));
            x += width;
        }
        canvas.close();
        y + SAMPLE.1
    }

    /// A cell in the color of its value with a line around it; not known is hatched.
    pub fn draw_cell(&self, canvas: &mut SvgCanvas, corner: (f64, f64), size: (f64, f64), value: Option<f64>) {
        canvas.rect(corner, size, Paint::fill(self.color(value)));
        if value.is_some_and(f64::is_finite) {
            canvas.frame(corner, size, Paint::line(COVERED_LINE, 1.0));
        } else {
            hatch(canvas, corner, size, 9.0, Paint::line(RULE, 1.0));
            canvas.frame(corner, size, Paint::line(SOFT_INK, 0.8));
        }
    }

    /// A number centered in a cell, in the ink that can be read on it.
    pub fn draw_number(&self, canvas: &mut SvgCanvas, middle: (f64, f64), size: f64, value: Option<f64>, words: &str) {
        let ink = super::palette::ink_on(self.color(value));
        canvas.text(words, middle, Font::new(size, ink).bold().aligned(Align::Center));
    }
}

/// The nearest 1, 2, 2.5 or 5 times a power of ten at or above `value`; 0 for 0.
pub fn round_up(value: f64) -> f64 {
    if value <= 0.0 || !value.is_finite() {
        return 0.0;
    }
    let mut power = 1.0;
    while power * 10.0 <= value {
        power *= 10.0;
    }
    while power > value {
        power /= 10.0;
    }
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|step| step * power >= value * (1.0 - 1e-12));
    let step = step.map_or(value, |step| step * power);
    // Steps of whole numbers: 2.5 only from 25 on.
    if (step - 2.5).abs() < 1e-9 { 3.0 } else { step }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::palette::{contrast, ink_on};

    #[test]
    fn steps_are_round_and_cover_all_values() {
        for (value, expected) in
            [(0.3, 0.5), (1.0, 1.0), (7.0, 10.0), (17.4, 20.0), (21.0, 25.0), (2.2, 3.0), (0.021, 0.025)]
        {
            assert!((round_up(value) - expected).abs() < 1e-9, "{value}: {}", round_up(value));
        }
        let scale = Scale::new([Some(87.0), Some(0.0), Some(20.0), None], false);
        assert_eq!(scale.color(Some(87.0)), STEPS[4]);
        assert_eq!(scale.color(Some(0.0)), WHITE);
        assert_eq!(scale.color(None), NOT_SURVEYED);
        assert_eq!(scale.label(0, Language::Nl), "1–20");
        assert_eq!(Scale::new([Some(0.43)], true).label(4, Language::Nl), "40–50%");
        assert_eq!(Scale::new([], false).color(Some(3.0)), WHITE);
    }

    #[test]
    fn numbers_can_be_read_on_every_step_and_steps_darken() {
        for pair in STEPS.windows(2) {
            assert!(pair[0].luminance() > pair[1].luminance() + 0.05);
        }
        for color in STEPS.into_iter().chain([WHITE, NOT_SURVEYED]) {
            assert!(contrast(ink_on(color), color) >= 4.5, "{}", color.hex());
        }
        assert!(contrast(COVERED_LINE, WHITE) >= 3.0 && contrast(SOFT_INK, NOT_SURVEYED) >= 3.0);
    }
}
