//! The nodes of the network map: discs, squares and pies, with letters and the outline of bridging actors.

use super::canvas::{Align, Font, Paint, SvgCanvas};
use super::legend;
use super::map_scene::Scene;
use super::network_map::{LETTER_RADIUS, MapNode, NetworkMap, Shape};
use super::palette::{self, INITIATIVE, INK, WHITE};
use crate::layout::Point;

/// Outline of a bridging actor.
pub(super) const BRIDGING_WIDTH: f64 = 3.0;

impl NetworkMap {
    pub(super) fn draw_nodes(&self, canvas: &mut SvgCanvas, scene: &Scene) {
        let outline = if self.nodes.len() > 2000 { "0.6" } else { "0.9" };
        canvas.open("nodes", &[("stroke", &INK.hex()), ("stroke-width", outline)]);
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        let look = |v: usize| (self.nodes[v].shape, self.nodes[v].group.is_none(), self.nodes[v].group);
        order.sort_by_key(|v| look(*v));
        for same in order.chunk_by(|p, q| look(*p) == look(*q)) {
            let node = &self.nodes[same[0]];
            let fill = match node.shape {
                Shape::Square => INITIATIVE,
                Shape::Disc => node.group.map_or(WHITE, |group| self.color(group)),
            };
            canvas.open(node.group.map_or("unclustered", |_| "cluster"), &[("fill", &fill.hex())]);
            for v in same {
                self.draw_node(canvas, &self.nodes[*v], (scene.layout.positions[*v], scene.layout.radii[*v]), fill);
            }
            canvas.close();
        }
        canvas.close();
        canvas.open("bridging", &[("fill", "none")]);
        for (v, _) in self.nodes.iter().enumerate().filter(|(_, node)| node.bridging) {
            let (at, r) = (scene.layout.positions[v], scene.layout.radii[v]);
            canvas.ring(
                (at.x, at.y),
                (r - BRIDGING_WIDTH / 2.0 + 0.6).max(1.0),
                Paint::line(INK, BRIDGING_WIDTH.min(r)),
            );
        }
        canvas.close();
        self.draw_rings(canvas, scene);
        self.draw_letters(canvas, scene);
    }

    fn draw_node(&self, canvas: &mut SvgCanvas, node: &MapNode, (at, r): (Point, f64), fill: palette::Rgb) {
        let language = self.frame.language;
        let cluster = node.group.and_then(|g| Some((g, self.groups.get(g)?)));
        let cluster = cluster.map(|(g, c)| format!(" · {} {}", self.sign(g), c.name)).unwrap_or_default();
        let detail = if node.detail.is_empty() { String::new() } else { format!(" · {}", node.detail) };
        match node.shape {
            Shape::Square => {
                // As much ink as the disc that the layout kept free.
                let half = r * 0.8;
                canvas.tip(&format!("{}{detail}", node.label));
                canvas.rect((at.x - half, at.y - half), (2.0 * half, 2.0 * half), Paint::fill(fill));
            }
            Shape::Disc => {
                let value = legend::value(node.size_value, language);
                canvas.tip(&format!("{}: {value}{detail}{cluster}", node.label));
                canvas.disc((at.x, at.y), r, Paint::fill(fill));
                self.draw_slices(canvas, node, (at, r));
            }
        }
    }

    /// A white ring inside the grey discs of groups beyond the hues.
    fn draw_rings(&self, canvas: &mut SvgCanvas, scene: &Scene) {
        canvas.open("rings", &[("fill", "none")]);
        for (v, node) in self.nodes.iter().enumerate() {
            let (at, r) = (scene.layout.positions[v], scene.layout.radii[v]);
            let beyond = node.group.is_some_and(|g| g >= palette::GROUPS.len()) && node.slices.is_empty();
            if beyond && r >= LETTER_RADIUS - 2.0 {
                canvas.ring((at.x, at.y), r - 1.8, Paint::line(WHITE, 1.2));
            }
        }
        canvas.close();
    }

    fn draw_letters(&self, canvas: &mut SvgCanvas, scene: &Scene) {
        canvas.open("letters", &[("text-anchor", "middle"), ("font-weight", "bold")]);
        for (v, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.slices.is_empty()) {
            let (at, r) = (scene.layout.positions[v], scene.layout.radii[v]);
            if let Some(g) = node.group.filter(|g| r >= LETTER_RADIUS && *g < legend::LISTED) {
                let letter = self.sign(g);
                let size = (r * 1.15).clamp(7.5, 17.0);
                let font = Font::new(size, palette::ink_on(self.color(g))).bold().aligned(Align::Center);
                canvas.text(&letter, (at.x, at.y), font);
            }
        }
        canvas.close();
    }

    /// Pieces of a pie, from the top clockwise.
    fn draw_slices(&self, canvas: &mut SvgCanvas, node: &MapNode, (at, r): (Point, f64)) {
        /// Corners of a whole circle.
        const CORNERS: f64 = 72.0;
        let mut from = 0.0;
        for &(group, share) in &node.slices {
            let to = (from + share).min(1.0);
            let steps = ((to - from) * CORNERS).ceil().max(1.0);
            let mut corners = vec![(at.x, at.y)];
            for step in 0..=steps as usize {
                let turn = (from + (to - from) * step as f64 / steps) * std::f64::consts::TAU;
                corners.push((at.x + r * libm::sin(turn), at.y - r * libm::cos(turn)));
            }
            let fill = group.map_or(WHITE, |group| self.color(group));
            if share >= 1.0 {
                canvas.disc((at.x, at.y), r, Paint::fill(fill));
            } else {
                canvas.polygon(&corners, Paint::fill(fill));
            }
            from = to;
        }
    }
}
