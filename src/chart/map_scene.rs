//! The network map in the coordinates of the figure: where discs stand and which edges are drawn.

use super::network_map::NetworkMap;
use crate::layout::{Layout, Point, Rect};

/// The map in the coordinates of the figure.
pub(super) struct Scene {
    /// Positions and radii inside the plot area.
    pub layout: Layout,
    /// Edges to draw (indices into `NetworkMap::edges`), weakest first.
    pub shown: Vec<usize>,
    /// Edges that could be drawn.
    pub drawable: usize,
    /// Whether each node with edges shows at least one.
    pub covers_all: bool,
    /// Strongest weight.
    pub strongest: f64,
    /// Widest line in pixels.
    pub widest: f64,
}

impl NetworkMap {
    /// Nodes without edges, ascending.
    pub(super) fn isolated(&self) -> Vec<u32> {
        let mut linked = vec![false; self.nodes.len()];
        for (_, e) in self.drawable() {
            (linked[e.a], linked[e.b]) = (true, true);
        }
        (0_u32..).zip(&linked).filter(|(_, l)| !**l).map(|(v, _)| v).collect()
    }

    /// Fits the layout into the plot area and chooses the edges.
    pub(super) fn scene(&self, area: Rect) -> Scene {
        let positions = self.nodes.iter().map(|n| n.position);
        let at = |p: Point| if p.x.is_finite() && p.y.is_finite() { p } else { Point::default() };
        let size = |r: f64| if r.is_finite() && r > 0.0 { r } else { 1.0 };
        let positions: Vec<Point> = positions.map(at).collect();
        let radii: Vec<f64> = self.nodes.iter().map(|n| size(n.radius)).collect();
        let mut b = Rect { left: 0.0, top: 0.0, right: area.width(), bottom: area.height() };
        for (p, r) in positions.iter().zip(&radii) {
            b.left = b.left.min(p.x - r);
            b.top = b.top.min(p.y - r);
            b.right = b.right.max(p.x + r);
            b.bottom = b.bottom.max(p.y + r);
        }
        // 1 with the default layout, which fills exactly this area.
        let scale = (area.width() / b.width()).min(area.height() / b.height());
        let place = |p: &Point| Point { x: area.left + (p.x - b.left) * scale, y: area.top + (p.y - b.top) * scale };
        let isolated_area = self.isolated_area.map(|i| {
            let (a, b) = (place(&Point { x: i.left, y: i.top }), place(&Point { x: i.right, y: i.bottom }));
            Rect { left: a.x, top: a.y, right: b.x, bottom: b.y }
        });
        let layout = Layout {
            positions: positions.iter().map(place).collect(),
            radii: radii.iter().map(|r| r * scale).collect(),
            isolated: if isolated_area.is_some() { self.isolated() } else { Vec::new() },
            isolated_area,
            ..Layout::default()
        };
        let drawable: Vec<usize> = self.drawable().map(|(index, _)| index).collect();
        let (shown, covers_all) = self.strongest(&drawable);
        let strongest = drawable.iter().map(|e| self.edges[*e].weight).fold(0.0, f64::max);
        let widest = match shown.len() {
            0..=150 => 4.0,
            151..=600 => 3.0,
            601..=1500 => 2.2,
            _ => 1.6,
        };
        Scene { layout, shown, drawable: drawable.len(), covers_all, strongest, widest }
    }

    /// At most `edge_limit` edges, weakest first: the strongest, and where the limit allows it the strongest of every
    /// node too, so that no linked node looks isolated; whether that was so.
    fn strongest(&self, drawable: &[usize]) -> (Vec<usize>, bool) {
        let mut order = drawable.to_vec();
        let key = |e: &usize| (self.edges[*e].a.min(self.edges[*e].b), self.edges[*e].a.max(self.edges[*e].b));
        order.sort_by(|p, q| {
            let (v, w) = (&self.edges[*p], &self.edges[*q]);
            w.weight.total_cmp(&v.weight).then_with(|| key(p).cmp(&key(q)))
        });
        if order.len() <= self.edge_limit {
            order.reverse();
            return (order, true);
        }
        let mut met = vec![false; self.nodes.len()];
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        for e in order.iter().copied() {
            let edge = &self.edges[e];
            if met[edge.a] && met[edge.b] {
                rest.push(e)
            } else {
                first.push(e)
            }
            (met[edge.a], met[edge.b]) = (true, true);
        }
        let covers_all = first.len() <= self.edge_limit;
        if covers_all {
            rest.truncate(self.edge_limit - first.len());
            let keep: std::collections::BTreeSet<usize> = first.into_iter().chain(rest).collect();
            order.retain(|e| keep.contains(e));
        } else {
            order.truncate(self.edge_limit);
        }
        order.reverse();
        (order, covers_all)
    }
}
