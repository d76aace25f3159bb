//! A map of regions as tiles of equal size, each with its number on a color of the scale.
//!
//! The arrangement of the twelve provinces is our own: neighbors mostly touch, north is up. Other regions stand in rows in
//! the order of their codes.

use super::canvas::{Align, Font, SvgCanvas};
use super::figure::{Frame, MARGIN, WIDTH, draw_empty};
use super::palette::{INK, SOFT_INK, ink_on};
use super::scale::Scale;
use super::shapes::{centered, paragraph};
use super::text;
use crate::language::Language;

/// Province → column and row.
const PROVINCES: [(&str, &str, (usize, usize)); 12] = [
    ("PV20", "GR", (3, 0)),
    ("PV21", "FR", (2, 0)),
    ("PV22", "DR", (3, 1)),
    ("PV23", "OV", (3, 2)),
    ("PV24", "FL", (2, 1)),
    ("PV25", "GE", (2, 2)),
    ("PV26", "UT", (1, 2)),
    ("PV27", "NH", (1, 1)),
    ("PV28", "ZH", (0, 2)),
    ("PV29", "ZE", (0, 3)),
    ("PV30", "NB", (1, 3)),
    ("PV31", "LI", (2, 3)),
];

/// One region.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tile {
    pub code: String,
    pub name: String,
    /// What its color stands for; `None`: not known.
    pub value: Option<f64>,
    pub text: String,
    pub tip: String,
}

/// One map of all regions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TileSet {
    /// Above the map, where there are several; may be empty.
    pub title: String,
    pub tiles: Vec<Tile>,
    /// What has no place on the map: "landelijk: 12".
    pub beside: String,
}

/// The figure with everything that stands in it.
#[derive(Clone, Debug, PartialEq)]
pub struct TileMap {
    pub frame: Frame,
    /// One large map, or small ones beside each other.
    pub sets: Vec<TileSet>,
    pub scale: Scale,
    pub scale_title: String,
    pub notes: Vec<String>,
    pub empty: String,
}

/// Column and row of every tile, and how many of each there are.
fn places(tiles: &[Tile]) -> (Vec<(usize, usize)>, (usize, usize)) {
    let place = |tile: &Tile| PROVINCES.iter().find(|(code, ..)| *code == tile.code).map(|&(_, _, place)| place);
    let own: Option<Vec<(usize, usize)>> = tiles.iter().map(place).collect();
    let columns = if own.is_some() { 4 } else { (tiles.len() as f64).sqrt().ceil().max(1.0) as usize };
    let places = own.unwrap_or_else(|| (0..tiles.len()).map(|index| (index % columns, index / columns)).collect());
    let rows = places.iter().map(|(_, row)| row + 1).max().unwrap_or(1);
    (places, (columns, rows))
}

fn short(tile: &Tile) -> &str {
    PROVINCES.iter().find(|(code, ..)| *code == tile.code).map_or(&tile.code, |&(_, short, _)| short)
}

impl TileMap {
    /// The figure as SVG.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut canvas = SvgCanvas::new(WIDTH);
        let top = self.frame.draw_header(&mut canvas);
        let bottom = if self.sets.iter().all(|set| set.tiles.is_empty()) {
            draw_empty(&mut canvas, &self.empty, top, 320.0);
            top + 320.0
        } else if let [set] = self.sets.as_slice() {
            self.draw_large(&mut canvas, set, top)
        } else {
            self.draw_small(&mut canvas, top)
        };
        self.frame.finish(canvas, bottom + 12.0, &self.description())
    }

    /// The picture in words, for readers who do not see it.
    fn description(&self) -> String {
        let tell = |set: &TileSet| {
            let tiles: Vec<String> = set.tiles.iter().map(|tile| format!("{} {}", tile.name, tile.text)).collect();
            format!("{} {}", set.title, tiles.join("; "))
        };
        let told: Vec<String> = self.sets.iter().take(1).map(tell).collect();
        let (warning, title) = (self.frame.warning.as_deref().unwrap_or_default(), &self.scale_title);
        let told = told.join(". ");
        match self.frame.language {
            Language::Nl => format!(
                "{warning} Kaart van de regio's als tegels. {title}. {told}. De tabel bij deze figuur geeft dezelfde cijfers."
            ),
            Language::En => format!(
                "{warning} Map of the regions as tiles. {title}. {told}. The table beside this figure gives the same numbers."
            ),
        }
    }

    fn draw_large(&self, canvas: &mut SvgCanvas, set: &TileSet, top: f64) -> f64 {
        let (places, (columns, rows)) = places(&set.tiles);
        let size = (720.0 / columns as f64).min(560.0 / rows.min(columns) as f64).clamp(54.0, 138.0);
        canvas.open("tiles", &[]);
        for (tile, (column, row)) in set.tiles.iter().zip(places) {
            let corner = (MARGIN + column as f64 * (size + 6.0), top + row as f64 * (size + 6.0));
            canvas.tip(&tile.tip);
            self.scale.draw_cell(canvas, corner, (size, size), tile.value);
            let ink = ink_on(self.scale.color(tile.value));
            let middle = corner.0 + size / 2.0;
            let name = Font::new(if size > 90.0 { 13.5 } else { 10.5 }, ink);
            centered(canvas, &tile.name, (middle, corner.1 + size * 0.28), name, (size - 10.0, 2));
            let number = if size > 90.0 { 26.0 } else { 15.0 };
            self.scale.draw_number(canvas, (middle, corner.1 + size * 0.64), number, tile.value, &tile.text);
        }
        canvas.close();
        let map_bottom = top + rows as f64 * (size + 6.0);
        let left = MARGIN + columns as f64 * (size + 6.0) + 40.0;
        let width = canvas.width() - MARGIN - left;
        if width < 300.0 {
            return self.draw_words(canvas, set, (MARGIN, map_bottom + 14.0));
        }
        self.draw_words(canvas, set, (left, top)).max(map_bottom)
    }

    /// The legend and the notes; the height at which they end.
    fn draw_words(&self, canvas: &mut SvgCanvas, set: &TileSet, (left, top): (f64, f64)) -> f64 {
        let width = canvas.width() - MARGIN - left;
        canvas.open("legend", &[]);
        let mut y = self.scale.draw_legend(canvas, &self.scale_title, (left, top), self.frame.language) + 18.0;
        if !set.beside.is_empty() {
            y = paragraph(canvas, &set.beside, (left, y), Font::new(13.0, INK), (width, 4)) + 8.0;
        }
        for note in &self.notes {
            y = paragraph(canvas, note, (left, y), Font::new(12.0, SOFT_INK), (width, 6)) + 4.0;
        }
        canvas.close();
        y
    }

    fn draw_small(&self, canvas: &mut SvgCanvas, top: f64) -> f64 {
        let across = 4;
        let room = (canvas.width() - 2.0 * MARGIN + 26.0) / across as f64;
        let rows_of = |set: &TileSet| places(&set.tiles).1;
        let (columns, rows) =
            self.sets.iter().map(rows_of).fold((1, 1), |most, one| (most.0.max(one.0), most.1.max(one.1)));
        let size = ((room - 30.0) / columns as f64 - 3.0).clamp(18.0, 62.0);
        let height = rows as f64 * (size * 0.72 + 3.0) + 60.0;
        canvas.open("tiles", &[]);
        for (index, set) in self.sets.iter().enumerate() {
            let left = MARGIN + (index % across) as f64 * room;
            let upper = top + (index / across) as f64 * height;
            let title = Font::new(13.0, INK).bold();
            for line in text::wrap(&set.title, 13.0, true, room - 30.0, 1) {
                canvas.text(&line, (left, upper + 8.0), title);
            }
            canvas.text(&set.beside, (left, upper + 25.0), Font::new(11.0, SOFT_INK));
            let (places, _) = places(&set.tiles);
            for (tile, (column, row)) in set.tiles.iter().zip(places) {
                let corner = (left + column as f64 * (size + 3.0), upper + 36.0 + row as f64 * (size * 0.72 + 3.0));
                self.draw_small_tile(canvas, tile, corner, (size, size * 0.72));
            }
        }
        canvas.close();
        let bottom = top + self.sets.len().div_ceil(across) as f64 * height;
        let none = TileSet::default();
        self.draw_words(canvas, &none, (MARGIN, bottom))
    }

    fn draw_small_tile(&self, canvas: &mut SvgCanvas, tile: &Tile, corner: (f64, f64), size: (f64, f64)) {
        canvas.tip(&tile.tip);
        self.scale.draw_cell(canvas, corner, size, tile.value);
        let ink = ink_on(self.scale.color(tile.value));
        let middle = corner.0 + size.0 / 2.0;
        let name = Font::new(9.5, ink).aligned(Align::Center);
        let shown = text::wrap(short(tile), 9.5, false, size.0 - 2.0, 1);
        canvas.text(shown.first().map_or("", String::as_str), (middle, corner.1 + size.1 * 0.27), name);
        self.scale.draw_number(canvas, (middle, corner.1 + size.1 * 0.68), 13.0, tile.value, &tile.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn provinces_have_a_place_each_and_others_stand_in_rows() {
        let tiles: Vec<Tile> =
            PROVINCES.iter().map(|(code, ..)| Tile { code: (*code).to_owned(), ..Tile::default() }).collect();
        let (twelve, size) = places(&tiles);
        assert_eq!((twelve.iter().collect::<BTreeSet<_>>().len(), size), (12, (4, 4)));
        let foreign = vec![Tile { code: "DE-NW".into(), ..Tile::default() }; 5];
        assert_eq!(places(&foreign).0.last(), Some(&(1, 1)));
    }
}
