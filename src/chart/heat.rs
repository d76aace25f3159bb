//! A grid of numbers: rows × columns, each cell with its number on a color of the scale.

use super::canvas::{Align, Font, Paint, SvgCanvas};
use super::figure::{Frame, MARGIN, WIDTH, draw_empty};
use super::heads::{self, Columns, RISE};
use super::palette::{INK, SOFT_INK, WHITE, ink_on};
use super::scale::Scale;
use super::shapes::{beside, diamond, paragraph};
use super::text;
use crate::language::{Language, pick};

const ROW_LABEL_WIDTH: f64 = 168.0;
const LABEL_SIZE: f64 = 13.0;
const GAP: f64 = 3.0;
const TOTAL_WIDTH: f64 = 62.0;
/// Columns are never narrower; the figure becomes wider instead.
const LEAST_COLUMN: f64 = 38.0;

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatCell {
    /// What its color stands for; `None`: not known.
    pub value: Option<f64>,
    /// What is written in it.
    pub text: String,
    /// A second, smaller line; may be empty.
    pub second: String,
    /// On hover.
    pub tip: String,
    /// Nothing can stand here: on the diagonal of a matrix.
    pub blank: bool,
    /// A mark in the corner, explained by [`HeatGrid::mark`].
    pub marked: bool,
}

/// The grid with everything that stands in the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatGrid {
    pub frame: Frame,
    pub row_heading: String,
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    /// `cells[row][column]`.
    pub cells: Vec<Vec<HeatCell>>,
    /// Written at the end of each row; none: no column of totals.
    pub row_totals: Vec<String>,
    pub scale: Scale,
    /// What the colors stand for.
    pub scale_title: String,
    /// What a mark in a corner means; may be empty.
    pub mark: String,
    pub notes: Vec<String>,
    /// Said where there is nothing to draw.
    pub empty: String,
}

impl HeatGrid {
    /// The figure as SVG.
    #[must_use]
    pub fn svg(&self) -> String {
        let columns = self.columns.len() as f64;
        let totals = if self.row_totals.is_empty() { 0.0 } else { TOTAL_WIDTH };
        let fixed = 2.0 * MARGIN + ROW_LABEL_WIDTH + totals;
        let mut canvas = SvgCanvas::new(WIDTH.max(fixed + columns * LEAST_COLUMN));
        let top = self.frame.draw_header(&mut canvas);
        let bottom = if self.rows.is_empty() || self.columns.is_empty() {
            draw_empty(&mut canvas, &self.empty, top, 320.0);
            top + 320.0
        } else {
            let width = ((canvas.width() - fixed) / columns).min(150.0);
            self.draw_grid(&mut canvas, Columns { left: MARGIN + ROW_LABEL_WIDTH, width, gap: GAP }, top)
        };
        self.frame.finish(canvas, bottom + 12.0, &self.description())
    }

    /// The picture in words, for readers who do not see it.
    fn description(&self) -> String {
        let (rows, columns) = (self.rows.len(), self.columns.len());
        let (warning, title) = (self.frame.warning.as_deref().unwrap_or_default(), &self.scale_title);
        match self.frame.language {
            Language::Nl => format!(
                "{warning} Raster van {rows} rijen en {columns} kolommen. {title}. {} De tabel bij deze figuur geeft dezelfde \
                 cijfers.",
                self.frame.subtitle
            ),
            Language::En => format!(
                "{warning} Grid of {rows} rows and {columns} columns. {title}. {} The table beside this figure gives the same \
                 numbers.",
                self.frame.subtitle
            ),
        }
    }

    fn draw_grid(&self, canvas: &mut SvgCanvas, columns: Columns, top: f64) -> f64 {
        let two_lines = self.cells.iter().flatten().any(|cell| !cell.second.is_empty());
        let height = if two_lines { 44.0 } else { 38.0 };
        canvas.open("headers", &[]);
        let heading = text::wrap(&self.row_heading, LABEL_SIZE, true, ROW_LABEL_WIDTH - 12.0, 3);
        let least = heading.len() as f64 * LABEL_SIZE * 1.2;
        let cells_top = heads::draw(canvas, &self.columns, columns, top, least);
        for (index, line) in heading.iter().rev().enumerate() {
            let y = cells_top - RISE - index as f64 * LABEL_SIZE * 1.2;
            canvas.text(line, (MARGIN, y), Font::new(LABEL_SIZE, INK).bold());
        }
        let totals_x = columns.left + columns.width * self.columns.len() as f64 + TOTAL_WIDTH - 14.0;
        if !self.row_totals.is_empty() {
            let total = pick(self.frame.language, "Totaal", "Total");
            let font = Font::new(LABEL_SIZE, INK).bold().aligned(Align::Right);
            canvas.text(total, (totals_x, cells_top - RISE), font);
        }
        canvas.close();
        canvas.open("cells", &[]);
        for (r, row) in self.rows.iter().enumerate() {
            let y = cells_top + r as f64 * height;
            let middle = y + (height - GAP) / 2.0;
            beside(canvas, row, (MARGIN, middle), Font::new(LABEL_SIZE, INK), (ROW_LABEL_WIDTH - 12.0, 2));
            for (c, cell) in self.cells.get(r).into_iter().flatten().take(self.columns.len()).enumerate() {
                let corner = (columns.left + c as f64 * columns.width, y);
                self.draw_cell(canvas, corner, (columns.width - GAP, height - GAP), cell);
            }
            if let Some(total) = self.row_totals.get(r) {
                canvas.text(total, (totals_x, middle), Font::new(LABEL_SIZE, INK).bold().aligned(Align::Right));
            }
        }
        canvas.close();
        let mut y = cells_top + self.rows.len() as f64 * height + 16.0;
        canvas.open("legend", &[]);
        y = self.scale.draw_legend(canvas, &self.scale_title, (MARGIN, y), self.frame.language) + 10.0;
        let width = canvas.width() - 2.0 * MARGIN;
        if !self.mark.is_empty() && self.cells.iter().flatten().any(|cell| cell.marked) {
            draw_mark(canvas, (MARGIN + 8.0, y + 8.0));
            y = paragraph(canvas, &self.mark, (MARGIN + 24.0, y), Font::new(12.5, INK), (width - 24.0, 2)) + 4.0;
        }
        for note in &self.notes {
            y = paragraph(canvas, note, (MARGIN, y), Font::new(12.0, SOFT_INK), (width, 3)) + 2.0;
        }
        canvas.close();
        y
    }

    fn draw_cell(&self, canvas: &mut SvgCanvas, corner: (f64, f64), size: (f64, f64), cell: &HeatCell) {
        if cell.blank {
            return;
        }
        canvas.tip(&cell.tip);
        self.scale.draw_cell(canvas, corner, size, cell.value);
        let middle = (corner.0 + size.0 / 2.0, corner.1 + size.1 / 2.0);
        if cell.second.is_empty() {
            self.scale.draw_number(canvas, middle, 14.5, cell.value, &cell.text);
        } else {
            self.scale.draw_number(canvas, (middle.0, middle.1 - 7.5), 13.5, cell.value, &cell.text);
            let ink = ink_on(self.scale.color(cell.value));
            canvas.text(&cell.second, (middle.0, middle.1 + 10.0), Font::new(10.5, ink).aligned(Align::Center));
        }
        if cell.marked {
            draw_mark(canvas, (corner.0 + size.0 - 8.0, corner.1 + 8.0));
        }
    }
}

fn draw_mark(canvas: &mut SvgCanvas, at: (f64, f64)) {
    diamond(canvas, at, 6.5, Paint::fill(WHITE));
    diamond(canvas, at, 4.8, Paint::fill(INK));
}
