//! The white-spot map: regions × values of a classification, one cell each, state by color, pattern and mark.

use super::canvas::{Align, Font, Paint, SvgCanvas};
use super::figure::{Frame, MARGIN, WIDTH, count, draw_empty};
use super::heads::{self, Columns, RISE};
use super::palette::{self, INK, RULE, Rgb, SOFT_INK, WHITE};
use super::shapes::{dashes, hatch};
use super::text::{self, LINE};
use crate::language::{Language, pick};

const CELL_HEIGHT: f64 = 38.0;
const LABEL_SIZE: f64 = 13.0;
const ROW_LABEL_WIDTH: f64 = 150.0;
const TOTAL_WIDTH: f64 = 62.0;
/// Columns are never narrower; the figure becomes wider instead.
const LEAST_COLUMN: f64 = 34.0;
const GAP: f64 = 3.0;

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpotState {
    /// As much as expected, roughly.
    Covered,
    /// More than twice the expected number.
    Dense,
    /// Less than half the expected number.
    Thin,
    /// Only national supply.
    NationalOnly,
    /// No supply at all.
    Absent,
    /// The region was not surveyed: nothing can be said.
    NotSurveyed,
}

/// All states, in the order of the legend.
pub const STATES: [SpotState; 6] = [
    SpotState::Dense,
    SpotState::Covered,
    SpotState::Thin,
    SpotState::NationalOnly,
    SpotState::Absent,
    SpotState::NotSurveyed,
];

impl SpotState {
    /// Ground color of the cell.
    #[must_use]
    pub fn fill(self) -> Rgb {
        match self {
            Self::Dense => palette::DENSE,
            Self::Covered => palette::COVERED,
            Self::Thin => palette::THIN,
            Self::NationalOnly | Self::Absent => WHITE,
            Self::NotSurveyed => palette::NOT_SURVEYED,
        }
    }

    /// Color of the number in the cell.
    #[must_use]
    pub fn ink(self) -> Rgb {
        palette::ink_on(self.fill())
    }

    fn name(self, language: Language) -> &'static str {
        match self {
            Self::Dense => {
                pick(language, "veel: meer dan tweemaal de verwachting", "dense: over twice the expectation")
            }
            Self::Covered => pick(language, "gedekt", "covered"),
            Self::Thin => {
                pick(language, "dun: minder dan de helft van de verwachting", "thin: under half the expectation")
            }
            Self::NationalOnly => pick(language, "alleen landelijk aanbod", "national supply only"),
            Self::Absent => pick(language, "witte vlek: geen aanbod", "white spot: no supply"),
            Self::NotSurveyed => pick(language, "niet onderzocht", "not surveyed"),
        }
    }
}

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpotCell {
    /// Own activities of the region; `None` where that is not known.
    pub own: Option<usize>,
    /// National activities, shown where there is nothing else.
    pub national: usize,
    /// What the cell is.
    pub state: SpotState,
    /// Hangs on a single initiative.
    pub fragile: bool,
}

/// The white-spot map with everything that stands in the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhiteSpotMap {
    /// Title, warning, footer, language.
    pub frame: Frame,
    /// Names of the regions, top to bottom.
    pub rows: Vec<String>,
    /// Names of the values, left to right.
    pub columns: Vec<String>,
    /// `cells[row][column]`; a missing cell stays empty.
    pub cells: Vec<Vec<SpotCell>>,
    /// Total per row, as counted by the analysis (an activity with several values counts once).
    pub row_totals: Vec<Option<usize>>,
    /// Total per column.
    pub column_totals: Vec<Option<usize>>,
    /// Total of all.
    pub total: Option<usize>,
    /// Heading of the rows, for instance "Provincie".
    pub row_heading: String,
    /// What the numbers count, for instance "activiteiten".
    pub unit: String,
}

impl WhiteSpotMap {
    /// The figure as SVG.
    #[must_use]
    pub fn svg(&self) -> String {
        let columns = self.columns.len() as f64;
        let fixed = 2.0 * MARGIN + ROW_LABEL_WIDTH + TOTAL_WIDTH;
        let mut canvas = SvgCanvas::new(WIDTH.max(fixed + columns * LEAST_COLUMN));
        let top = self.frame.draw_header(&mut canvas);
        let bottom = if self.rows.is_empty() || self.columns.is_empty() {
            let message = pick(
                self.frame.language,
                "Er zijn geen cellen om te tekenen: deze gegevens hebben geen activiteiten met een indeling.",
                "There are no cells to draw: these data have no classified activities.",
            );
            draw_empty(&mut canvas, message, top, 320.0);
            top + 320.0
        } else {
            let column = ((canvas.width() - fixed) / columns).min(150.0);
            let grid = Grid { left: MARGIN + ROW_LABEL_WIDTH, top, column };
            self.draw_grid(&mut canvas, &grid)
        };
        self.frame.finish(canvas, bottom + 12.0, &self.description())
    }

    /// The picture in words, for readers who do not see it.
    fn description(&self) -> String {
        let language = self.frame.language;
        let of = |state: SpotState| count(self.cells.iter().flatten().filter(|c| c.state == state).count(), language);
        let (rows, columns) = (count(self.rows.len(), language), count(self.columns.len(), language));
        let states: Vec<String> = STATES.iter().map(|s| format!("{}: {}", s.name(language), of(*s))).collect();
        let (states, warning) = (states.join("; "), self.frame.warning.as_deref().unwrap_or_default());
        match language {
            Language::Nl => format!(
                "{warning} Raster van {rows} rijen en {columns} kolommen met aantallen {}. Aantal cellen: {states}. \
                 De tabel bij deze figuur geeft dezelfde cijfers.",
                self.unit
            ),
            Language::En => format!(
                "{warning} Grid of {rows} rows and {columns} columns with numbers of {}. Cells: {states}. \
                 The table beside this figure gives the same numbers.",
                self.unit
            ),
        }
    }

    /// Draws headers, cells, totals and legend; the height at which they end.
    fn draw_grid(&self, canvas: &mut SvgCanvas, grid: &Grid) -> f64 {
        let language = self.frame.language;
        let cells_top = self.draw_headers(canvas, grid);
        let totals_x = grid.left + grid.column * self.columns.len() as f64 + TOTAL_WIDTH - 14.0;
        let total = |value: Option<usize>| value.map_or_else(|| "–".to_owned(), |v| count(v, language));
        let bold = Font::new(LABEL_SIZE, INK).bold();
        canvas.open("cells", &[]);
        for (r, row) in self.rows.iter().enumerate() {
            let y = cells_top + r as f64 * CELL_HEIGHT;
            let middle = y + CELL_HEIGHT / 2.0;
            let lines = text::wrap(row, LABEL_SIZE, false, ROW_LABEL_WIDTH - 12.0, 2);
            let first = middle - (lines.len() as f64 - 1.0) / 2.0 * LABEL_SIZE * 1.15;
            for (index, line) in lines.iter().enumerate() {
                canvas.text(line, (MARGIN, first + index as f64 * LABEL_SIZE * 1.15), Font::new(LABEL_SIZE, INK));
            }
            for (c, column) in self.columns.iter().enumerate() {
                if let Some(cell) = self.cells.get(r).and_then(|cells| cells.get(c)) {
                    let corner = (grid.left + c as f64 * grid.column, y);
                    let size = (grid.column - GAP, CELL_HEIGHT - GAP);
                    canvas.tip(&format!("{row} · {column}: {}", self.cell_text(cell)));
                    draw_cell(canvas, corner, size, cell, language);
                }
            }
            let value = total(self.row_totals.get(r).copied().flatten());
            canvas.text(&value, (totals_x, middle), bold.aligned(Align::Right));
        }
        canvas.close();
        let bottom = cells_top + self.rows.len() as f64 * CELL_HEIGHT;
        canvas.open("totals", &[]);
        let middle = bottom + 18.0;
        canvas.line((MARGIN, bottom + 2.0), (totals_x, bottom + 2.0), Paint::line(INK, 1.0));
        canvas.text(pick(language, "Totaal", "Total"), (MARGIN, middle), bold);
        for c in 0..self.columns.len() {
            let value = total(self.column_totals.get(c).copied().flatten());
            let x = grid.left + (c as f64 + 0.5) * grid.column - GAP / 2.0;
            canvas.text(&value, (x, middle), bold.aligned(Align::Center));
        }
        canvas.text(&total(self.total), (totals_x, middle), bold.aligned(Align::Right));
        canvas.close();
        self.draw_legend(canvas, bottom + 46.0)
    }

    fn cell_text(&self, cell: &SpotCell) -> String {
        let language = self.frame.language;
        let own = cell.own.map_or_else(|| pick(language, "onbekend", "unknown").to_owned(), |v| count(v, language));
        let fragile = if cell.fragile { pick(language, ", één initiatief", ", one initiative") } else { "" };
        let national = pick(language, "landelijk", "national");
        let state = cell.state.name(language);
        format!("{own} ({national} {}); {state}{fragile}", count(cell.national, language))
    }

    /// Column headers; the height at which the cells begin.
    fn draw_headers(&self, canvas: &mut SvgCanvas, grid: &Grid) -> f64 {
        canvas.open("headers", &[]);
        let columns = Columns { left: grid.left, width: grid.column, gap: GAP };
        let bottom = heads::draw(canvas, &self.columns, columns, grid.top, 0.0);
        canvas.text(&self.row_heading, (MARGIN, bottom - RISE), Font::new(LABEL_SIZE, INK).bold());
        let x = grid.left + grid.column * self.columns.len() as f64 + TOTAL_WIDTH - 14.0;
        let total = pick(self.frame.language, "Totaal", "Total");
        canvas.text(total, (x, bottom - RISE), Font::new(LABEL_SIZE, INK).bold().aligned(Align::Right));
        canvas.close();
        bottom
    }

    /// The states and marks that occur, in a flowing row; the height at which it ends.
    fn draw_legend(&self, canvas: &mut SvgCanvas, top: f64) -> f64 {
        const SAMPLE: (f64, f64) = (40.0, 26.0);
        let language = self.frame.language;
        let right = canvas.width() - MARGIN;
        let (mut x, mut y) = (MARGIN, top);
        canvas.open("legend", &[]);
        let sample = |state, fragile| SpotCell {
            own: match state {
                SpotState::NotSurveyed => None,
                SpotState::Absent | SpotState::NationalOnly => Some(0),
                _ => Some(if fragile { 1 } else { 8 }),
            },
            national: usize::from(state == SpotState::NationalOnly) * 2,
            state,
            fragile,
        };
        let occurs = |state: SpotState| self.cells.iter().flatten().any(|c| c.state == state);
        let mut entries: Vec<(SpotCell, String)> =
            STATES.iter().filter(|s| occurs(**s)).map(|s| (sample(*s, false), s.name(language).to_owned())).collect();
        if let Some(cell) = self.cells.iter().flatten().find(|c| c.fragile) {
            let name = pick(language, "breekbaar: hangt aan één initiatief", "fragile: hangs on one initiative");
            entries.push((sample(cell.state, true), name.to_owned()));
        }
        for (cell, name) in &entries {
            let width = SAMPLE.0 + 9.0 + text::width(name, LABEL_SIZE, false) + 26.0;
            if x + width > right + 26.0 && x > MARGIN {
                (x, y) = (MARGIN, y + SAMPLE.1 + 10.0);
            }
            draw_cell(canvas, (x, y), SAMPLE, cell, language);
            canvas.text(name, (x + SAMPLE.0 + 9.0, y + SAMPLE.1 / 2.0), Font::new(LABEL_SIZE, INK));
            x += width;
        }
        y += SAMPLE.1 + 12.0;
        let unit = match language {
            Language::Nl => format!(
                "Getal: eigen {} van de regio. +n: landelijke {}, waar de regio zelf niets heeft.",
                self.unit, self.unit
            ),
            Language::En => format!(
                "Number: {} of the region itself. +n: national {}, where the region has none.",
                self.unit, self.unit
            ),
        };
        for line in text::wrap(&unit, 12.0, false, right - MARGIN, 2) {
            canvas.text(&line, (MARGIN, y + 7.0), Font::new(12.0, SOFT_INK));
            y += 12.0 * LINE;
        }
        canvas.close();
        y
    }
}

struct Grid {
    left: f64,
    top: f64,
    column: f64,
}

/// One cell: ground, pattern, frame, number, marks. Each state has a look of its own without color:
/// dense a corner wedge, thin hatching, national-only a dotted frame and "+n", absent a cross in a heavy frame,
/// not surveyed a question mark on crossed hatching.
fn draw_cell(canvas: &mut SvgCanvas, corner: (f64, f64), size: (f64, f64), cell: &SpotCell, language: Language) {
    let (x, y) = corner;
    let (w, h) = size;
    let state = cell.state;
    canvas.rect(corner, size, Paint::fill(state.fill()));
    match state {
        SpotState::Covered => canvas.frame(corner, size, Paint::line(palette::COVERED_LINE, 1.0)),
        SpotState::Dense => {
            let wedge = h * 0.36;
            canvas.polygon(&[(x + w - wedge, y), (x + w, y), (x + w, y + wedge)], Paint::fill(WHITE));
            canvas.frame(corner, size, Paint::line(state.fill(), 1.0));
        }
        SpotState::Thin => {
            hatch(canvas, corner, size, 7.0, Paint::line(palette::THIN_LINE, 1.1));
            canvas.frame(corner, size, Paint::line(palette::THIN_FRAME, 1.4));
        }
        SpotState::NationalOnly => dashes(canvas, corner, size, Paint::line(SOFT_INK, 1.4)),
        SpotState::Absent => {
            canvas.frame((x + 1.2, y + 1.2), (w - 2.4, h - 2.4), Paint::line(palette::ABSENT, 2.4));
        }
        SpotState::NotSurveyed => {
            hatch(canvas, corner, size, 9.0, Paint::line(RULE, 1.0));
            canvas.frame(corner, size, Paint::line(RULE, 1.0));
        }
    }
    let middle = (x + w / 2.0, y + h / 2.0);
    let font = Font::new(15.0, state.ink()).bold().aligned(Align::Center);
    // In a narrow cell the number makes way for the mark.
    let middle = if cell.fragile && w < 56.0 { (middle.0 + 5.0, middle.1 - 2.0) } else { middle };
    match (state, cell.own) {
        (SpotState::Absent, _) => {
            let a = (h * 0.16).min(w * 0.16);
            let paint = Paint::line(palette::ABSENT, 2.6);
            canvas.line((middle.0 - a, middle.1 - a), (middle.0 + a, middle.1 + a), paint);
            canvas.line((middle.0 - a, middle.1 + a), (middle.0 + a, middle.1 - a), paint);
        }
        (SpotState::NotSurveyed, _) | (_, None) => canvas.text("?", middle, font),
        (SpotState::NationalOnly, _) => {
            let font = Font { size: 13.0, bold: false, ..font };
            canvas.text(&format!("+{}", count(cell.national, language)), middle, font);
        }
        (_, Some(own)) => canvas.text(&count(own, language), middle, font),
    }
    if cell.fragile {
        // A ring with a dot, readable on every ground.
        let center = (x + 8.0, y + h - 8.0);
        canvas.disc(center, 4.6, Paint::fill(WHITE));
        canvas.ring(center, 4.6, Paint::line(INK, 1.2));
        canvas.disc(center, 1.7, Paint::fill(INK));
    }
}
