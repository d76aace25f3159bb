//! The labels of the network map: names of the most central nodes, letters of clusters with small discs only.

use super::canvas::{Align, Font, Paint, SvgCanvas};
use super::figure::MARGIN;
use super::legend;
use super::map_scene::Scene;
use super::network_map::{LETTER_RADIUS, NetworkMap};
use super::palette::{self, INK, WHITE};
use super::text;
use crate::layout::{LabelRequest, PlacedLabel, Rect, make_room, place_labels};

/// Networks up to this size get a label on every node.
const LABEL_ALL: usize = 60;
/// Labels tried in larger networks.
const LABELS: usize = 60;
/// The most central nodes, whose labels must not be missing.
const RESERVED: usize = 8;
/// Widest label in pixels.
const LABEL_WIDTH: f64 = 170.0;

/// A name, or the letter of a cluster, with its place.
pub(super) struct MapLabel {
    request: LabelRequest,
    lines: Vec<String>,
    size: f64,
    bold: bool,
    badge: Option<usize>,
    placed: Option<PlacedLabel>,
}

impl MapLabel {
    fn new(node: usize, lines: Vec<String>, size: f64, bold: bool, priority: f64) -> Self {
        let width = lines.iter().map(|l| text::width(l, size, bold)).fold(0.0, f64::max);
        let height = lines.len() as f64 * size * 1.12 + 2.0;
        let node = u32::try_from(node).unwrap_or(u32::MAX);
        let request = LabelRequest { node, width, height, priority, reserved: false, reach: 40.0 };
        Self { request, lines, size, bold, badge: None, placed: None }
    }

    fn draw(&self, canvas: &mut SvgCanvas, area: &Rect) {
        let mut font = Font::new(self.size, INK).aligned(Align::Center);
        font.bold = self.bold;
        let step = self.size * 1.12;
        for (index, line) in self.lines.iter().enumerate() {
            let y = area.top + 1.0 + (index as f64 + 0.5) * step;
            canvas.text(line, ((area.left + area.right) / 2.0, y), font);
        }
    }
}

/// Chooses the names of the largest nodes and a letter for each listed cluster without a disc to hold it, makes
/// room for the first of them and places what fits.
pub(super) fn place(map: &NetworkMap, scene: &mut Scene, area: Rect) -> Vec<MapLabel> {
    let mut order: Vec<usize> = (0..map.nodes.len()).collect();
    order.sort_by(|a, b| map.nodes[*b].size_value.total_cmp(&map.nodes[*a].size_value).then(a.cmp(b)));
    let all = order.len() <= LABEL_ALL;
    order.truncate(if all { LABEL_ALL } else { LABELS });
    let mut labels: Vec<MapLabel> = badges(map, scene);
    for (rank, v) in order.iter().enumerate() {
        let (size, bold, lines) = match rank {
            0..8 => (13.0, true, 3),
            8..24 => (12.0, false, 3),
            _ => (11.0, false, 2),
        };
        let lines = text::wrap(&map.nodes[*v].label, size, bold, LABEL_WIDTH, lines);
        if !lines.is_empty() {
            let mut label = MapLabel::new(*v, lines, size, bold, -(rank as f64));
            label.request.reserved =
                rank < RESERVED && !all && labels.iter().all(|l| l.request.node != label.request.node);
            label.request.reach = if rank < RESERVED || all { 140.0 } else { 40.0 };
            labels.push(label);
        }
    }
    let room: Vec<(u32, f64, f64)> =
        labels.iter().map(|l| l.request).filter(|r| r.reserved).map(|r| (r.node, r.width, r.height)).collect();
    let bounds = Rect { left: area.left - MARGIN / 2.0, right: area.right + 20.0, ..area };
    scene.layout = make_room(&scene.layout, area, 2.5, &room);
    // Where the discs did not have to shrink after all, the letter stands in the disc.
    labels.retain(|l| l.badge.is_none() || scene.layout.radii[l.request.node as usize] < LETTER_RADIUS);
    let requests: Vec<LabelRequest> = labels.iter().map(|l| l.request).collect();
    let caption = |block: Rect| Rect { left: area.left, top: block.top - 16.0, right: area.right, bottom: block.top };
    let obstacles: Vec<Rect> = scene.layout.isolated_area.map(caption).into_iter().collect();
    for placed in place_labels(&scene.layout, &requests, bounds, &obstacles) {
        labels[placed.request].placed = Some(placed);
    }
    labels
}

/// Letters below the largest disc of clusters whose discs are all too small to hold one.
fn badges(map: &NetworkMap, scene: &Scene) -> Vec<MapLabel> {
    let radii = &scene.layout.radii;
    let badge = |g: usize| {
        if map.sign(g).is_empty() || map.nodes.iter().any(|node| !node.slices.is_empty()) {
            return None;
        }
        let members = (0..map.nodes.len()).filter(|v| map.nodes[*v].group == Some(g));
        let largest = members.max_by(|a, b| radii[*a].total_cmp(&radii[*b]).then(b.cmp(a)))?;
        // Making room may shrink the discs to three quarters.
        if radii[largest] * 0.75 >= LETTER_RADIUS {
            return None;
        }
        let mut badge = MapLabel::new(largest, vec![map.sign(g)], 12.0, true, 1000.0 - g as f64);
        badge.badge = Some(g);
        badge.request.reserved = true;
        (badge.request.width, badge.request.height) = (badge.request.width.max(10.0) + 7.0, 17.0);
        Some(badge)
    };
    (0..map.groups.len().min(legend::LISTED)).filter_map(badge).collect()
}

/// Lines from labels to their discs, below the discs.
pub(super) fn draw_leaders(canvas: &mut SvgCanvas, labels: &[MapLabel]) {
    canvas.open("leaders", &[]);
    for (from, to) in labels.iter().filter_map(|l| l.placed?.leader) {
        canvas.line((from.x, from.y), (to.x, to.y), Paint::line(WHITE, 3.0).with_opacity(0.8));
        canvas.line((from.x, from.y), (to.x, to.y), Paint::line(INK, 0.9));
    }
    canvas.close();
}

pub(super) fn draw(map: &NetworkMap, canvas: &mut SvgCanvas, labels: &[MapLabel]) {
    let halo =
        [("paint-order", "stroke"), ("stroke", "#ffffff"), ("stroke-width", "3.2"), ("stroke-linejoin", "round")];
    canvas.open("labels", &halo);
    for label in labels.iter().filter(|l| l.badge.is_none()) {
        let Some(placed) = label.placed else { continue };
        label.draw(canvas, &placed.area);
    }
    canvas.close();
    canvas.open("badges", &[]);
    for label in labels {
        let (Some(placed), Some(g)) = (label.placed, label.badge) else { continue };
        let area = placed.area;
        let (corner, size) = ((area.left, area.top), (area.width(), area.height()));
        canvas.rect(corner, size, Paint::fill(map.color(g)));
        canvas.frame(corner, size, Paint::line(INK, 1.0));
        let font = Font::new(12.0, palette::ink_on(map.color(g))).bold().aligned(Align::Center);
        canvas.text(&map.sign(g), ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0), font);
    }
    canvas.close();
}
