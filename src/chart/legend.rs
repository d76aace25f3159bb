//! The legend of the network map: clusters, sizes, line widths, and what was left out.

use super::canvas::{Align, Font, Paint, SvgCanvas};
use super::figure::{MARGIN, count};
use super::map_nodes::BRIDGING_WIDTH;
use super::map_scene::Scene;
use super::network_map::{NetworkMap, Shape};
use super::palette::{self, INITIATIVE, INK, SOFT_INK, WHITE};
use super::text::{self, LINE};
use crate::language::{Language, decimal, pick};

/// Clusters listed by letter; the rest shares one row.
pub(super) const LISTED: usize = 14;
const SIZE: f64 = 12.5;
const HEADING: f64 = 14.0;
const SWATCH: f64 = 9.0;

/// A value as people write it: at most two decimals, none for whole numbers.
pub(super) fn value(value: f64, language: Language) -> String {
    let decimals = (0..2).find(|d| {
        let factor = if *d == 0 { 1.0 } else { 10.0 };
        ((value * factor).round() / factor - value).abs() < 1e-9
    });
    decimal(value, decimals.unwrap_or(2), language)
}

/// Draws the legend; the height at which it ends.
pub(super) fn draw(map: &NetworkMap, scene: &Scene, canvas: &mut SvgCanvas, left: f64, top: f64) -> f64 {
    let width = canvas.width() - MARGIN - left;
    canvas.open("legend", &[]);
    let mut pen = Pen { canvas, left, width, y: top };
    clusters(map, &mut pen);
    sizes(map, scene, &mut pen);
    widths(map, scene, &mut pen);
    let y = pen.y;
    canvas.close();
    y
}

struct Pen<'a> {
    canvas: &'a mut SvgCanvas,
    left: f64,
    width: f64,
    y: f64,
}

impl Pen<'_> {
    fn heading(&mut self, content: &str) {
        for line in text::wrap(content, HEADING, true, self.width, 2) {
            self.canvas.text(&line, (self.left, self.y + HEADING * 0.6), Font::new(HEADING, INK).bold());
            self.y += HEADING * LINE;
        }
        self.y += 6.0;
    }

    fn note(&mut self, content: &str) {
        for line in text::wrap(content, 11.5, false, self.width, 5) {
            self.canvas.text(&line, (self.left, self.y + 7.0), Font::new(11.5, SOFT_INK));
            self.y += 11.5 * LINE;
        }
        self.y += 4.0;
    }

    /// A disc with an optional letter, a name over at most two lines, a number at the right.
    fn row(&mut self, fill: palette::Rgb, letter: &str, ring: bool, name: &str, number: &str) {
        let indent = 2.0 * SWATCH + 9.0;
        let number_width = text::width(number, SIZE, false) + 10.0;
        let lines = text::wrap(name, SIZE, false, self.width - indent - number_width, 2);
        let height = (lines.len().max(1) as f64 * SIZE * 1.2).max(2.0 * SWATCH) + 5.0;
        let middle = self.y + height / 2.0;
        let center = (self.left + SWATCH, middle);
        self.canvas.disc(center, SWATCH, Paint::fill(fill));
        self.canvas.ring(center, SWATCH, Paint::line(INK, 1.0));
        if ring {
            self.canvas.ring(center, SWATCH - 2.0, Paint::line(WHITE, 1.2));
        }
        let font = Font::new(11.0, palette::ink_on(fill)).bold().aligned(Align::Center);
        self.canvas.text(letter, center, font);
        let first = middle - (lines.len() as f64 - 1.0) / 2.0 * SIZE * 1.2;
        for (index, line) in lines.iter().enumerate() {
            let y = first + index as f64 * SIZE * 1.2;
            self.canvas.text(line, (self.left + indent, y), Font::new(SIZE, INK));
        }
        let font = Font::new(SIZE, SOFT_INK).aligned(Align::Right);
        self.canvas.text(number, (self.left + self.width, middle), font);
        self.y += height;
    }
}

fn clusters(map: &NetworkMap, pen: &mut Pen<'_>) {
    let language = map.frame.language;
    let discs = || map.nodes.iter().filter(|node| node.shape == Shape::Disc);
    let pies = map.nodes.iter().any(|node| !node.slices.is_empty());
    let size = |wanted: &dyn Fn(Option<usize>) -> bool| discs().filter(|n| wanted(n.group)).count();
    let heading = if pies {
        text::clean(&map.words.groups)
    } else {
        format!("{} ({} {})", text::clean(&map.words.groups), pick(language, "aantal", "number of"), map.words.discs)
    };
    pen.heading(&heading);
    if pies {
        pies_by_group(map, pen);
        return;
    }
    for (g, group) in map.groups.iter().enumerate().take(LISTED) {
        let members = count(size(&|of| of == Some(g)), language);
        let ring = g >= palette::GROUPS.len() && group.look.is_none();
        pen.row(map.color(g), &map.sign(g), ring, &group.name, &members);
    }
    let rest = size(&|of| of.is_some_and(|g| g >= LISTED || g >= map.groups.len()));
    if rest > 0 {
        let more = count(map.groups.len().saturating_sub(LISTED), language);
        let name = match language {
            Language::Nl => format!("{more} overige, kleinere groepen"),
            Language::En => format!("{more} other, smaller groups"),
        };
        pen.row(palette::OTHER, "", true, &name, &count(rest, language));
    }
    let alone = size(&|of| of.is_none());
    if alone > 0 {
        pen.row(WHITE, "", false, &map.words.no_group, &count(alone, language));
    }
    marks(map, pen);
    pen.y += 16.0;
}

/// What the pieces of pies stand for.
fn pies_by_group(map: &NetworkMap, pen: &mut Pen<'_>) {
    for (g, group) in map.groups.iter().enumerate().take(LISTED) {
        pen.row(map.color(g), "", false, &group.name, "");
    }
    if map.nodes.iter().any(|node| node.slices.iter().any(|(group, _)| group.is_none())) {
        pen.row(WHITE, "", false, &map.words.no_group, "");
    }
    pen.y += 16.0;
}

/// Squares and heavy outlines.
fn marks(map: &NetworkMap, pen: &mut Pen<'_>) {
    let squares = map.nodes.iter().filter(|node| node.shape == Shape::Square).count();
    let indent = 2.0 * SWATCH + 9.0;
    if squares > 0 {
        let (x, middle) = (pen.left + SWATCH, pen.y + 13.0);
        pen.canvas.rect((x - 6.0, middle - 6.0), (12.0, 12.0), Paint::fill(INITIATIVE));
        pen.canvas.frame((x - 6.0, middle - 6.0), (12.0, 12.0), Paint::line(INK, 0.9));
        pen.canvas.text(&map.words.squares, (pen.left + indent, middle), Font::new(SIZE, INK));
        let font = Font::new(SIZE, SOFT_INK).aligned(Align::Right);
        pen.canvas.text(&count(squares, map.frame.language), (pen.left + pen.width, middle), font);
        pen.y += 24.0;
    }
    if map.nodes.iter().any(|node| node.bridging) {
        let lines = text::wrap(&map.words.bridging, SIZE, false, pen.width - indent, 4);
        let height = (lines.len() as f64 * SIZE * 1.2).max(2.0 * SWATCH) + 6.0;
        let middle = pen.y + height / 2.0;
        pen.canvas.ring((pen.left + SWATCH, middle), SWATCH - 1.5, Paint::line(INK, BRIDGING_WIDTH));
        let first = middle - (lines.len() as f64 - 1.0) / 2.0 * SIZE * 1.2;
        for (index, line) in lines.iter().enumerate() {
            pen.canvas.text(line, (pen.left + indent, first + index as f64 * SIZE * 1.2), Font::new(SIZE, INK));
        }
        pen.y += height;
    }
}

/// Three nested discs with the values they stand for.
fn sizes(map: &NetworkMap, scene: &Scene, pen: &mut Pen<'_>) {
    let largest = map
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, n)| n.size_value.is_finite() && n.size_value > 0.0)
        .max_by(|a, b| a.1.size_value.total_cmp(&b.1.size_value).then(b.0.cmp(&a.0)));
    let Some((v, node)) = largest else { return };
    // Radius per root of the value; the floor for tiny values is not on the largest disc.
    let k = scene.layout.radii[v] / node.size_value.sqrt();
    let whole = map.nodes.iter().all(|n| n.size_value == n.size_value.round());
    let mut values: Vec<f64> =
        [1.0, 0.25, 0.05].iter().map(|share| rounded(node.size_value * share, whole)).filter(|v| *v > 0.0).collect();
    values.dedup();
    pen.heading(&map.words.size);
    let radius = k * values[0].sqrt();
    let (x, bottom) = (pen.left + radius.max(SWATCH), pen.y + 2.0 * radius.max(16.0));
    for (index, value_) in values.iter().enumerate() {
        let r = k * value_.sqrt();
        let top = bottom - 2.0 * r;
        pen.canvas.ring((x, bottom - r), r, Paint::line(INK, 1.2));
        // Numbers stand apart even where the discs do not.
        let y = (bottom - 2.0 * radius.max(16.0) + 6.0 + index as f64 * 16.0).min(bottom + 16.0);
        let to = x + radius.max(SWATCH) + 16.0;
        pen.canvas.line((x, top), (to, y), Paint::line(SOFT_INK, 0.7));
        pen.canvas.text(&value(*value_, map.frame.language), (to + 6.0, y), Font::new(SIZE, INK));
    }
    pen.y = bottom.max(pen.y + 44.0) + 22.0;
}

/// The nearest 1, 2 or 5 times a power of ten at or below `value`; whole and at least 1 where values are whole.
fn rounded(value: f64, whole: bool) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= value {
        power *= 10.0;
    }
    while power > value && power > 1e-9 && !whole {
        power /= 10.0;
    }
    let step = [5.0, 2.0, 1.0].into_iter().find(|s| s * power <= value);
    step.map_or(if whole { 1.0 } else { 0.0 }, |s| s * power)
}

/// Line widths, what their colors mean and how many were drawn.
fn widths(map: &NetworkMap, scene: &Scene, pen: &mut Pen<'_>) {
    let language = map.frame.language;
    if scene.shown.is_empty() {
        return;
    }
    pen.heading(&map.words.weight);
    let whole = scene.shown.iter().all(|e| map.edges[*e].weight == map.edges[*e].weight.round());
    let mut values: Vec<f64> =
        [1.0, 0.3, 0.05].iter().map(|s| rounded(scene.strongest * s, whole)).filter(|v| *v > 0.0).collect();
    values.dedup();
    for weight in values {
        let width = NetworkMap::line_width(scene, weight);
        pen.canvas.line((pen.left, pen.y + 8.0), (pen.left + 46.0, pen.y + 8.0), Paint::line(palette::EDGE, width));
        pen.canvas.text(&value(weight, language), (pen.left + 58.0, pen.y + 8.0), Font::new(SIZE, INK));
        pen.y += 18.0;
    }
    pen.y += 6.0;
    pen.note(&map.words.line_colors);
    let (shown, all) = (count(scene.shown.len(), language), count(scene.drawable, language));
    if scene.shown.len() < scene.drawable {
        let (node, edges) = (&map.words.node, &map.words.edges);
        let mut note = match language {
            Language::Nl => format!("{shown} van {all} {edges} getekend: de sterkste"),
            Language::En => format!("{shown} of {all} {edges} drawn: the strongest"),
        };
        if scene.covers_all {
            note += &match language {
                Language::Nl => format!(", en van elke {node} ten minste één"),
                Language::En => format!(", and at least one of each {node}"),
            };
        }
        pen.note(&format!("{note}."));
    }
}
