//! Greedy placement of labels beside their discs: none overlaps a disc, another label or a leader line.

use super::overlap::{DiscGrid, large_from};
use super::{Layout, Point, Rect};

/// A label that wants a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelRequest {
    /// The node it belongs to.
    pub node: u32,
    /// Width of the text box in pixels.
    pub width: f64,
    /// Height of the text box in pixels.
    pub height: f64,
    /// Higher is placed first; ties go to the smaller node.
    pub priority: f64,
    /// Room was made below the disc (see [`super::make_room`]): that place is tried first.
    pub reserved: bool,
    /// How far from the disc the label may stand, in pixels; beyond a few it gets a leader line.
    pub reach: f64,
}

/// Where a label came to stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlacedLabel {
    /// Index of the request.
    pub request: usize,
    /// The text box.
    pub area: Rect,
    /// From the edge of the disc to the edge of the box, where the box does not lie directly beside its disc.
    pub leader: Option<(Point, Point)>,
}

/// Free space between a disc and its label, in pixels.
pub(super) const NEAR: f64 = 3.0;
/// Free space around each label, in pixels.
const MARGIN: f64 = 2.0;
/// Distances tried, in pixels; from the second on a leader line is drawn.
const RINGS: [f64; 9] = [NEAR, 14.0, 24.0, 36.0, 50.0, 66.0, 86.0, 110.0, 140.0];
/// The direction in which room is made.
const BELOW: (f64, f64) = (0.0, 1.0);
/// Directions tried on each ring, best first for reading: right, left, below, above, then between.
const DIRECTIONS: [(f64, f64); 16] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.0, 1.0),
    (0.0, -1.0),
    (0.8, -0.6),
    (0.8, 0.6),
    (-0.8, -0.6),
    (-0.8, 0.6),
    (0.6, -0.8),
    (0.6, 0.8),
    (-0.6, -0.8),
    (-0.6, 0.8),
    (0.96, 0.28),
    (0.96, -0.28),
    (-0.96, 0.28),
    (-0.96, -0.28),
];

/// Places labels in order of priority at the first free candidate around their disc; what fits nowhere is left out.
///
/// `bounds` holds all labels; `obstacles` are further boxes to keep free. O(labels · candidates · neighborhood).
/// The manner is that of greedy point-feature labeling (Christensen, Marks & Shieber 1995, doi:10.1145/212332.212334).
#[must_use]
pub fn place_labels(layout: &Layout, requests: &[LabelRequest], bounds: Rect, obstacles: &[Rect]) -> Vec<PlacedLabel> {
    let limit = large_from(&layout.radii);
    let discs = DiscGrid::new(&layout.positions, &layout.radii, limit);
    let mut order: Vec<usize> = (0..requests.len())
        .filter(|r| {
            let (node, size) = (requests[*r].node as usize, (requests[*r].width, requests[*r].height));
            node < layout.positions.len() && node < layout.radii.len() && size.0 > 0.0 && size.1 > 0.0
        })
        .collect();
    order.sort_by(|a, b| {
        let (a, b) = (&requests[*a], &requests[*b]);
        b.priority.total_cmp(&a.priority).then(a.node.cmp(&b.node))
    });
    let mut scene = Scene { layout, discs, bounds, obstacles, placed: Vec::new(), near: Vec::new() };
    for request in order {
        if let Some(label) = scene.first_free(request, &requests[request]) {
            scene.placed.push(label);
        }
    }
    scene.placed
}

struct Scene<'a> {
    layout: &'a Layout,
    discs: DiscGrid,
    bounds: Rect,
    obstacles: &'a [Rect],
    placed: Vec<PlacedLabel>,
    near: Vec<u32>,
}

impl Scene<'_> {
    fn first_free(&mut self, index: usize, request: &LabelRequest) -> Option<PlacedLabel> {
        let node = request.node as usize;
        let (center, radius) = (self.layout.positions[node], self.layout.radii[node]);
        if request.reserved {
            let area = beside(center, radius + NEAR, BELOW, request);
            if self.is_free(&area) {
                return Some(PlacedLabel { request: index, area, leader: None });
            }
        }
        for (ring, gap) in RINGS.iter().enumerate().take_while(|(_, gap)| **gap <= request.reach.max(NEAR)) {
            for direction in DIRECTIONS {
                let area = beside(center, radius + gap, direction, request);
                if !self.is_free(&area) {
                    continue;
                }
                let leader = (ring > 0).then(|| leader(center, radius, &area));
                let crossed = leader.is_some_and(|line| self.crosses_a_label(line) || self.crosses_a_disc(line, node))
                    || self.placed.iter().filter_map(|p| p.leader).any(|line| meets(&grown(&area, MARGIN), line));
                if !crossed {
                    return Some(PlacedLabel { request: index, area, leader });
                }
            }
        }
        None
    }

    fn is_free(&mut self, area: &Rect) -> bool {
        let around = grown(area, MARGIN);
        if !self.bounds.contains(area)
            || self.obstacles.iter().any(|o| o.overlaps(&around))
            || self.placed.iter().any(|p| p.area.overlaps(&around))
        {
            return false;
        }
        let tight = grown(area, 1.0);
        let meets = |v: &u32| tight.meets_disc(self.layout.positions[*v as usize], self.layout.radii[*v as usize]);
        self.near.clear();
        self.discs.small_in(&tight, &mut self.near);
        !self.near.iter().any(meets) && !self.discs.large.iter().any(meets)
    }

    /// Whether the line runs over a disc other than its own.
    fn crosses_a_disc(&mut self, line: (Point, Point), own: usize) -> bool {
        let (a, b) = line;
        let around = Rect { left: a.x.min(b.x), top: a.y.min(b.y), right: a.x.max(b.x), bottom: a.y.max(b.y) };
        self.near.clear();
        self.discs.small_in(&around, &mut self.near);
        let (positions, radii) = (&self.layout.positions, &self.layout.radii);
        let crosses = |v: &u32| *v as usize != own && near(positions[*v as usize], line) < radii[*v as usize] + 0.5;
        self.near.iter().any(crosses) || self.discs.large.iter().any(crosses)
    }

    /// Whether the line runs through a label, or crosses another leader.
    fn crosses_a_label(&self, line: (Point, Point)) -> bool {
        self.placed
            .iter()
            .any(|p| meets(&grown(&p.area, 1.0), line) || p.leader.is_some_and(|other| cross(line, other)))
    }
}

/// The box that touches the circle around `center` in direction (`ux`, `uy`) from outside.
fn beside(center: Point, distance: f64, (ux, uy): (f64, f64), request: &LabelRequest) -> Rect {
    let anchor = Point { x: center.x + ux * distance, y: center.y + uy * distance };
    // Straight left and right center the box on the disc's height; slanted ones turn a corner toward it.
    let left = if ux.abs() < 0.1 {
        anchor.x - request.width / 2.0
    } else if ux > 0.0 {
        anchor.x
    } else {
        anchor.x - request.width
    };
    let top = if uy.abs() < 0.3 {
        anchor.y - request.height / 2.0
    } else if uy > 0.0 {
        anchor.y
    } else {
        anchor.y - request.height
    };
    Rect { left, top, right: left + request.width, bottom: top + request.height }
}

/// From the disc's edge to the nearest point of the box.
fn leader(center: Point, radius: f64, area: &Rect) -> (Point, Point) {
    let end = Point { x: center.x.clamp(area.left, area.right), y: center.y.clamp(area.top, area.bottom) };
    let (dx, dy) = (end.x - center.x, end.y - center.y);
    let size = (dx * dx + dy * dy).sqrt().max(1e-9);
    (Point { x: center.x + dx / size * radius, y: center.y + dy / size * radius }, end)
}

fn grown(area: &Rect, margin: f64) -> Rect {
    Rect { left: area.left - margin, top: area.top - margin, right: area.right + margin, bottom: area.bottom + margin }
}

/// Distance of a point from a segment.
fn near(p: Point, (a, b): (Point, Point)) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let square = dx * dx + dy * dy;
    let t = if square > 0.0 { (((p.x - a.x) * dx + (p.y - a.y) * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    super::forces::distance(p, Point { x: a.x + t * dx, y: a.y + t * dy })
}

/// Twice the signed area of the triangle a, b, c.
fn turn(a: Point, b: Point, c: Point) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// Whether two segments properly cross.
fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    turn(a, b, c) * turn(a, b, d) < 0.0 && turn(c, d, a) * turn(c, d, b) < 0.0
}

/// Whether the segment meets the rectangle (Liang–Barsky clipping).
fn meets(area: &Rect, (a, b): (Point, Point)) -> bool {
    let (mut enter, mut exit) = (0.0_f64, 1.0_f64);
    for (start, delta, low, high) in [(a.x, b.x - a.x, area.left, area.right), (a.y, b.y - a.y, area.top, area.bottom)]
    {
        if delta == 0.0 {
            if start < low || start > high {
                return false;
            }
        } else {
            let (p, q) = ((low - start) / delta, (high - start) / delta);
            enter = enter.max(p.min(q));
            exit = exit.min(p.max(q));
        }
    }
    enter <= exit
}
