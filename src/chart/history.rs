//! Numbers over versions: a panel per number, a point per version, each panel on a scale of its own from 0.

use super::canvas::{Align, Font, Paint, SvgCanvas};
use super::figure::{Frame, MARGIN, WIDTH, draw_empty};
use super::palette::{ACCENT, COVERED_LINE, INK, RULE, SOFT_INK, WHITE};
use super::scale::round_up;
use super::shapes::{beside, paragraph};
use super::text;
use crate::language::Language;

const COLUMNS: usize = 3;
const GAP: f64 = 34.0;
/// Room for the title of a panel, for its points, and for the names of versions below.
const TITLE: f64 = 44.0;
const PLOT: f64 = 150.0;
const NAMES: f64 = 30.0;
/// Of more versions than this, only the first and the last are written out.
const WRITTEN: usize = 5;

/// A number in one version.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// `None`: not known.
    pub value: Option<f64>,
    /// The number as it is written.
    pub text: String,
}

/// A number over all versions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    pub title: String,
    /// One per version.
    pub points: Vec<Point>,
    /// End of the scale, drawn as a line; `None`: the largest value, rounded up.
    pub most: Option<f64>,
}

/// The figure with everything that stands in it.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryChart {
    pub frame: Frame,
    /// Versions, the earliest first.
    pub versions: Vec<String>,
    pub series: Vec<Series>,
    pub notes: Vec<String>,
    pub empty: String,
}

impl HistoryChart {
    /// The figure as SVG.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut canvas = SvgCanvas::new(WIDTH);
        let top = self.frame.draw_header(&mut canvas);
        let mut y = if self.versions.is_empty() {
            draw_empty(&mut canvas, &self.empty, top, 320.0);
            top + 332.0
        } else {
            self.draw_series(&mut canvas, top + 6.0)
        };
        canvas.open("legend", &[]);
        let width = canvas.width() - 2.0 * MARGIN;
        for note in &self.notes {
            y = paragraph(&mut canvas, note, (MARGIN, y), Font::new(12.0, SOFT_INK), (width, 4)) + 2.0;
        }
        canvas.close();
        self.frame.finish(canvas, y + 12.0, &self.description())
    }

    /// The picture in words, for readers who do not see it.
    fn description(&self) -> String {
        let told: Vec<String> = self
            .series
            .iter()
            .map(|series| {
                let points = self.versions.iter().zip(&series.points);
                let points: Vec<String> = points.map(|(version, point)| format!("{version} {}", point.text)).collect();
                format!("{}: {}", series.title, points.join(", "))
            })
            .collect();
        let (warning, told) = (self.frame.warning.as_deref().unwrap_or_default(), told.join("; "));
        match self.frame.language {
            Language::Nl => {
                format!("{warning} Getallen per versie. {told}. De tabel bij deze figuur geeft dezelfde cijfers.")
            }
            Language::En => {
                format!("{warning} Numbers by version. {told}. The table beside this figure gives the same numbers.")
            }
        }
    }

    /// Draws the panels row by row; where the next thing begins.
    fn draw_series(&self, canvas: &mut SvgCanvas, top: f64) -> f64 {
        let width = (canvas.width() - 2.0 * MARGIN - GAP * (COLUMNS - 1) as f64) / COLUMNS as f64;
        let height = TITLE + PLOT + NAMES + 18.0;
        for (place, series) in self.series.iter().enumerate() {
            let left = MARGIN + (place % COLUMNS) as f64 * (width + GAP);
            let upper = top + (place / COLUMNS) as f64 * height;
            beside(canvas, &series.title, (left, upper + TITLE / 2.0 - 4.0), Font::new(13.0, INK).bold(), (width, 2));
            self.draw_points(canvas, series, (left, upper + TITLE), width);
        }
        top + self.series.len().div_ceil(COLUMNS) as f64 * height
    }

    fn draw_points(&self, canvas: &mut SvgCanvas, series: &Series, (left, top): (f64, f64), width: f64) {
        let (base, count) = (top + PLOT, self.versions.len());
        let known = || series.points.iter().filter_map(|point| point.value).filter(|value| value.is_finite());
        let most = series.most.unwrap_or_else(|| round_up(known().fold(0.0, f64::max))).max(1e-12);
        // The first and last have room for their words at both sides.
        let inset = 40.0;
        let x = |place: usize| match count {
            1 => left + width / 2.0,
            _ => left + inset + place as f64 / (count - 1) as f64 * (width - 2.0 * inset),
        };
        // Words above the highest point stay within the panel.
        let y = |value: f64| base - (value / most).clamp(0.0, 1.0) * (PLOT - 24.0);
        canvas.open("axis", &[]);
        if series.most.is_some() {
            canvas.line((left, y(most)), (left + width, y(most)), Paint::line(RULE, 1.0));
        }
        canvas.line((left, base), (left + width, base), Paint::line(SOFT_INK, 1.0));
        canvas.close();
        let is_written = |place: usize| count <= WRITTEN || place == 0 || place + 1 == count;
        let places: Vec<Option<(f64, f64)>> = series
            .points
            .iter()
            .enumerate()
            .map(|(place, point)| Some((x(place), y(point.value.filter(|value| value.is_finite())?))))
            .collect();
        canvas.open("lines", &[]);
        for run in places.split(Option::is_none) {
            let run: Vec<(f64, f64)> = run.iter().flatten().copied().collect();
            if run.len() > 1 {
                canvas.path(&run, Paint::line(COVERED_LINE, 2.0));
            }
        }
        canvas.close();
        canvas.open("points", &[]);
        for (place, (version, point)) in self.versions.iter().zip(&series.points).enumerate() {
            let is_last = place + 1 == count;
            if let Some(at) = places[place] {
                canvas.disc(at, 6.0, Paint::fill(WHITE));
                canvas.tip(&format!("{version} · {}: {}", series.title, point.text));
                canvas.disc(at, 5.0, Paint::fill(if is_last { ACCENT } else { COVERED_LINE }));
            }
            let at = places[place].unwrap_or((x(place), base));
            if is_written(place) {
                let font = Font::new(12.5, INK).aligned(Align::Center);
                let half = text::width(&point.text, 12.5, is_last) / 2.0 + 3.0;
                canvas.rect((at.0 - half, at.1 - 23.0), (2.0 * half, 16.0), Paint::fill(WHITE));
                canvas.text(&point.text, (at.0, at.1 - 15.0), if is_last { font.bold() } else { font });
                let font = Font::new(11.5, SOFT_INK).aligned(Align::Center);
                let room = (width - 2.0 * inset) / count.saturating_sub(1).clamp(1, WRITTEN - 1) as f64;
                for (line, words) in text::wrap(version, 11.5, false, room.max(2.0 * inset) - 6.0, 2).iter().enumerate()
                {
                    canvas.text(words, (at.0, base + 12.0 + line as f64 * 14.0), font);
                }
            }
        }
        canvas.close();
    }
}
