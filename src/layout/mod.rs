//! Network → positions and label places.
//!
//! Holds the force-directed layout (ForceAtlas2 with a Barnes–Hut tree), the packing of components, the removal of
//! disc overlap and the greedy placement of labels. Everything is deterministic: the same graph and settings give the
//! same bits for any number of threads, since every force is summed in a fixed order and only `sqrt`, the four
//! operations and `libm` are used.
//!
//! Must not be here: drawing, colors, text, files, names of actors. A layout knows numbers only.

mod coarse;
mod components;
mod forces;
mod labels;
mod overlap;
mod packing;
mod quadtree;
#[cfg(test)]
mod tests;

pub use labels::{LabelRequest, PlacedLabel, place_labels};

use components::split;
use rayon::prelude::*;

/// A point of the layout plane; x to the right, y downward, in the unit of the radii (pixels of the figure).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Distance from the left.
    pub x: f64,
    /// Distance from the top.
    pub y: f64,
}

/// An axis-parallel rectangle with `left <= right` and `top <= bottom`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Smallest x.
    pub left: f64,
    /// Smallest y.
    pub top: f64,
    /// Largest x.
    pub right: f64,
    /// Largest y.
    pub bottom: f64,
}

impl Rect {
    /// Width, never negative.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height, never negative.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether the interiors of the two rectangles meet.
    #[must_use]
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether the disc around `center` reaches into the rectangle.
    #[must_use]
    pub fn meets_disc(&self, center: Point, radius: f64) -> bool {
        let dx = center.x - center.x.clamp(self.left, self.right);
        let dy = center.y - center.y.clamp(self.top, self.bottom);
        dx * dx + dy * dy < radius * radius
    }

    /// Whether `inner` lies wholly within this rectangle.
    #[must_use]
    pub fn contains(&self, inner: &Rect) -> bool {
        inner.left >= self.left && inner.right <= self.right && inner.top >= self.top && inner.bottom <= self.bottom
    }
}

/// What is to be laid out. Order matters for the bytes of the result: the caller sorts nodes by id.
#[derive(Clone, Debug, Default)]
pub struct LayoutGraph {
    /// Number of nodes; nodes are 0 … `nodes` − 1.
    pub nodes: usize,
    /// Undirected edges with their weight. Parallel edges are added up; loops, edges to nodes that do not exist and
    /// weights that are not finite and positive carry no force and are passed over.
    pub edges: Vec<(u32, u32, f64)>,
    /// Disc radius per node in pixels; a missing or invalid one counts as 1.
    pub radii: Vec<f64>,
    /// Stable start: the position each node had in an earlier layout (`None`: new node). Empty: a fresh layout.
    pub previous: Vec<Option<Point>>,
}

/// Settings of [`layout`].
#[derive(Clone, Debug, PartialEq)]
pub struct LayoutConfig {
    /// Width of the area to fill, in pixels.
    pub width: f64,
    /// Height of the area to fill, in pixels.
    pub height: f64,
    /// Seed of the start positions.
    pub seed: u64,
    /// Rounds of the force simulation per component; `None` chooses by size (fewer for large networks).
    pub iterations: Option<usize>,
    /// Logarithmic attraction (Noack's LinLog): clusters draw together more tightly.
    pub lin_log: bool,
    /// Repulsion constant k_r.
    pub repulsion: f64,
    /// Gravity constant k_g, a constant pull toward the middle.
    pub gravity: f64,
    /// Exponent δ on the edge weights (relative to their mean): 0 ignores the weights, 1 takes them as they are.
    pub edge_weight_influence: f64,
    /// Barnes–Hut opening angle θ: a cell narrower than θ times its distance counts as one body.
    pub theta: f64,
    /// Swing that is tolerated (τ of the paper): at 1 a node that swings as much as it proceeds takes half a step.
    pub jitter_tolerance: f64,
    /// Free space between two discs, in pixels.
    pub node_gap: f64,
    /// Free space between two components, in pixels.
    pub component_gap: f64,
}

/// Width of the default area: the plot area of the network map.
pub const DEFAULT_WIDTH: f64 = 900.0;
/// Height of the default area: the plot area of the network map.
pub const DEFAULT_HEIGHT: f64 = 740.0;

impl Default for LayoutConfig {
    fn default() -> Self {
        Self {
            width: DEFAULT_WIDTH,
            height: DEFAULT_HEIGHT,
            seed: 1,
            iterations: None,
            lin_log: true,
            repulsion: 1.0,
            gravity: 1.0,
            edge_weight_influence: 0.5,
            theta: 1.0,
            jitter_tolerance: 1.0,
            node_gap: 1.5,
            component_gap: 14.0,
        }
    }
}

/// Where everything came to stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Position per node, discs wholly inside 0 … width by 0 … height.
    pub positions: Vec<Point>,
    /// Radius per node: the given one times [`Layout::radius_scale`].
    pub radii: Vec<f64>,
    /// 1 where the discs fitted as given, smaller where all had to shrink alike.
    pub radius_scale: f64,
    /// Number of components with at least one edge.
    pub components: usize,
    /// Nodes without edges, ascending; they stand in rows in [`Layout::isolated_area`].
    pub isolated: Vec<u32>,
    /// The block of nodes without edges, if there are any.
    pub isolated_area: Option<Rect>,
}

/// Lays the network out by ForceAtlas2 and fits it to the area of `config`.
///
/// Each component is laid out by itself, rotated so that its long side lies along the long side of the area, and
/// packed around the largest; nodes without edges stand in rows below. Then discs are pushed apart until none overlap
/// and everything is scaled to the area. With `graph.previous` the earlier positions are the start, and neither
/// rotation nor new packing order moves what was there.
///
/// O(n log n + m) per round. Source: Jacomy, Venturini, Heymann & Bastian (2014), ForceAtlas2,
/// doi:10.1371/journal.pone.0098679; `LinLog`: Noack (2007), doi:10.7155/jgaa.00154; tree: Barnes & Hut (1986),
/// doi:10.1038/324446a0; packing: Freivalds, Dogrusoz & Kikusts (2002), doi:10.1007/3-540-45848-4_30.
#[must_use]
pub fn layout(graph: &LayoutGraph, config: &LayoutConfig) -> Layout {
    let radii: Vec<f64> = (0..graph.nodes)
        .map(|node| graph.radii.get(node).copied().filter(|r| r.is_finite() && *r > 0.0).unwrap_or(1.0))
        .collect();
    let (components, isolated) = split(graph);
    // Within a component forces run in parallel, and components run beside one another; both are order-free.
    let shapes: Vec<Vec<Point>> =
        components.par_iter().map(|component| forces::arrange(component, graph, config)).collect();
    packing::compose(graph, config, &components, &shapes, &isolated, &radii)
}

/// Makes room for a box of the given width and height directly below each named disc (node, width, height), for the
/// labels that must not be missing; nearby discs move aside and everything shrinks a little to stay inside `area`.
///
/// Nodes without edges keep their block. Where the room cannot be made the layout comes back unchanged.
#[must_use]
pub fn make_room(layout: &Layout, area: Rect, gap: f64, boxes: &[(u32, f64, f64)]) -> Layout {
    packing::make_room(layout, area, gap, boxes).unwrap_or_else(|| layout.clone())
}

/// Disc radii with area in proportion to `values` (degree, size), so that all discs together cover at most a ninth of
/// the area and the largest is at most 26 pixels.
///
/// r = k √value, at least r_min and at least the radius of a quarter of the smallest positive value, so that values of 0
/// stay visible; that is the only departure from proportional area. Negative and non-finite values count as 0.
#[must_use]
pub fn disc_radii(values: &[f64], config: &LayoutConfig) -> Vec<f64> {
    const LARGEST: f64 = 26.0;
    const SMALLEST: f64 = 2.2;
    const COVERAGE: f64 = 0.11;
    let value = |v: f64| if v.is_finite() && v > 0.0 { v } else { 0.0 };
    let total: f64 = values.iter().map(|v| value(*v)).sum();
    let largest = values.iter().map(|v| value(*v)).fold(0.0, f64::max);
    let area = config.width * config.height;
    let floor = SMALLEST.min((area * 0.05 / (std::f64::consts::PI * values.len().max(1) as f64)).sqrt());
    if largest == 0.0 {
        return vec![(3.0 * floor).min(area.sqrt() / 60.0); values.len()];
    }
    let by_coverage = (area * COVERAGE / (std::f64::consts::PI * total)).sqrt();
    let by_largest = LARGEST / largest.sqrt();
    let k = by_coverage.min(by_largest);
    let least = values.iter().map(|v| value(*v)).filter(|v| *v > 0.0).fold(largest, f64::min) / 4.0;
    values.iter().map(|v| (k * value(*v).max(least).sqrt()).max(floor)).collect()
}
