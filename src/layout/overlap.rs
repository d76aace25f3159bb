//! Pushes discs apart until none overlap.

use std::ops::Range;

use super::{Point, Rect, forces::distance};

/// Sweeps after which all positions are spread a little and the pushing starts anew.
const SWEEPS: usize = 40;
/// Discs from which there is a crowd, which is spread after fewer sweeps and pushed further: where there are so many,
/// pushing takes long to reach the rim.
const CROWD: usize = 5_000;
const SWEEPS_OF_CROWD: usize = 6;
/// The spread that then follows. It guarantees an end: any distinct points are apart at some size.
const SPREAD: f64 = 1.04;
/// How far a pair is pushed apart: a hair too far, so that rounding cannot bring it back; in a crowd the more
/// (over-relaxation), which takes a pressure to the rim in fewer sweeps.
const PUSH: f64 = 1.01;
const PUSH_OF_CROWD: f64 = 1.75;

/// Moves the discs so that every two are at least `gap` apart; near-by discs keep their places relative to each other.
///
/// Each sweep pushes every overlapping pair apart along the line between them, the smaller disc the more; pairs come
/// from a uniform grid. O(n) per sweep at bounded density. Coincident points part in a fixed direction by index.
pub(super) fn separate(positions: &mut [Point], radii: &[f64], gap: f64) {
    let done = separate_with_boxes(positions, radii, gap, &[], usize::MAX);
    debug_assert!(done);
}

/// The same with boxes that hang below some of the discs and that neither discs nor other boxes may enter; whether it
/// was done within `limit` sweeps.
pub(super) fn separate_with_boxes(
    positions: &mut [Point],
    radii: &[f64],
    gap: f64,
    boxes: &[HangingBox],
    limit: usize,
) -> bool {
    if positions.len() < 2 {
        return true;
    }
    for hanging in boxes {
        let area = hanging.area(positions[hanging.disc], radii[hanging.disc]);
        let inside = |(v, p): (usize, &Point)| v != hanging.disc && area.meets_disc(*p, radii[v] + gap);
        if positions.iter().enumerate().any(inside) {
            open_hole(positions, radii, hanging);
        }
    }
    let large_from = large_from(radii);
    let (spread_every, push) = if positions.len() < CROWD { (SWEEPS, PUSH) } else { (SWEEPS_OF_CROWD, PUSH_OF_CROWD) };
    let mut sweeps = 0_usize;
    loop {
        // Both must run; the discs go last, so that an end is an end for both.
        let boxes_moved = part_boxes(positions, radii, gap, boxes);
        if !sweep(positions, radii, gap, push, large_from) && !boxes_moved {
            return true;
        }
        sweeps += 1;
        if sweeps >= limit {
            return false;
        }
        if sweeps.is_multiple_of(spread_every) {
            for p in positions.iter_mut() {
                *p = Point { x: p.x * SPREAD, y: p.y * SPREAD };
            }
        }
    }
}

/// A box of fixed size centered below a disc, `offset` pixels under its edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct HangingBox {
    /// Index of the disc.
    pub disc: usize,
    pub width: f64,
    pub height: f64,
    pub offset: f64,
}

impl HangingBox {
    /// Where the box is while its disc is at `at`.
    pub fn area(&self, at: Point, radius: f64) -> Rect {
        let top = at.y + radius + self.offset;
        Rect { left: at.x - self.width / 2.0, top, right: at.x + self.width / 2.0, bottom: top + self.height }
    }

    /// The smallest rectangle around disc and box.
    fn body(&self, at: Point, radius: f64) -> Rect {
        let area = self.area(at, radius);
        Rect {
            left: area.left.min(at.x - radius),
            right: area.right.max(at.x + radius),
            top: at.y - radius,
            bottom: area.bottom,
        }
    }
}

/// Moves everything outward around the box so that it stands free, without crowding: in the metric of the box,
/// r → √(r² + c²) opens a hole of area π c² and preserves area everywhere else. What remains to push is little.
fn open_hole(positions: &mut [Point], radii: &[f64], hanging: &HangingBox) {
    // An ellipse through the corners would need √2; a little less wastes no room, and pushing does the rest.
    const HOLE: f64 = 1.1;
    let area = hanging.area(positions[hanging.disc], radii[hanging.disc]);
    let (x, y) = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
    let (half_width, half_height) = (hanging.width / 2.0, hanging.height / 2.0);
    for (v, p) in positions.iter_mut().enumerate() {
        let (u, w) = ((p.x - x) / half_width, (p.y - y) / half_height);
        let square = u * u + w * w;
        if v != hanging.disc && square > 0.0 {
            let factor = ((square + HOLE * HOLE) / square).sqrt();
            *p = Point { x: x + u * factor * half_width, y: y + w * factor * half_height };
        }
    }
}

/// Pushes discs out of boxes, and discs with boxes apart; whether anything moved.
fn part_boxes(positions: &mut [Point], radii: &[f64], gap: f64, boxes: &[HangingBox]) -> bool {
    let mut moved = false;
    for (index, hanging) in boxes.iter().enumerate() {
        for j in 0..positions.len() {
            let area = hanging.area(positions[hanging.disc], radii[hanging.disc]);
            let reach = radii[j] + gap;
            // Two discs with boxes are parted below, as wholes.
            if j == hanging.disc || !area.meets_disc(positions[j], reach) || boxes.iter().any(|b| b.disc == j) {
                continue;
            }
            moved = true;
            let p = positions[j];
            // The shortest way out of the four; half of it each, since the box can move too.
            let ways = [
                (area.left - reach - p.x, 0.0),
                (area.right + reach - p.x, 0.0),
                (0.0, area.top - reach - p.y),
                (0.0, area.bottom + reach - p.y),
            ];
            let way = shortest(&ways);
            shift(&mut positions[j], way, 0.7);
            shift(&mut positions[hanging.disc], way, -0.35);
        }
        for other in &boxes[..index] {
            let a = hanging.body(positions[hanging.disc], radii[hanging.disc]);
            let b = other.body(positions[other.disc], radii[other.disc]);
            if a.left >= b.right + gap || b.left >= a.right + gap || a.top >= b.bottom + gap || b.top >= a.bottom + gap
            {
                continue;
            }
            moved = true;
            let ways = [
                (b.left - gap - a.right, 0.0),
                (b.right + gap - a.left, 0.0),
                (0.0, b.top - gap - a.bottom),
                (0.0, b.bottom + gap - a.top),
            ];
            let way = shortest(&ways);
            shift(&mut positions[hanging.disc], way, 0.52);
            shift(&mut positions[other.disc], way, -0.52);
        }
    }
    moved
}

fn shortest(ways: &[(f64, f64); 4]) -> (f64, f64) {
    let size = |way: &(f64, f64)| way.0.abs() + way.1.abs();
    ways.iter().copied().fold(ways[0], |best, way| if size(&way) < size(&best) { way } else { best })
}

/// Moves a point by a share of the way and a hair more, so that rounding cannot keep it.
fn shift(p: &mut Point, way: (f64, f64), share: f64) {
    let hair = |d: f64| if d == 0.0 { 0.0 } else { 1e-6_f64.copysign(d) };
    p.x += (way.0 + hair(way.0)) * share;
    p.y += (way.1 + hair(way.1)) * share;
}

/// A disc in the order of the grid's cells, where those that may meet stand near each other in memory.
#[derive(Clone, Copy)]
struct Disc {
    at: Point,
    radius: f64,
    index: u32,
}

/// One pass over all close pairs, in the order of the discs; whether any was too close.
fn sweep(positions: &mut [Point], radii: &[f64], gap: f64, push: f64, large_from: f64) -> bool {
    let grid = DiscGrid::new(positions, radii, large_from);
    let small = grid.items.len();
    let order = grid.items.iter().chain(&grid.large);
    let mut discs: Vec<Disc> = order
        .map(|index| Disc { at: positions[*index as usize], radius: radii[*index as usize], index: *index })
        .collect();
    let mut slots = vec![0_u32; discs.len()];
    for (disc, slot) in discs.iter().zip(0..) {
        slots[disc.index as usize] = slot;
    }
    let mut moved = false;
    for slot in slots {
        let i = slot as usize;
        let Disc { at, radius, index } = discs[i];
        // A large disc meets the small ones only from its own side; pairs of one class meet twice.
        let is_small = i < small;
        for run in grid.runs_near(at, radius + gap) {
            for j in run {
                // Distance first: it is rarely met and so better foreseen than the order of two indices.
                if may_meet(&discs[i], &discs[j], gap) && (!is_small || discs[j].index > index) {
                    moved |= part(&mut discs, gap, push, i, j);
                }
            }
        }
        if !is_small {
            for j in i + 1..discs.len() {
                moved |= may_meet(&discs[i], &discs[j], gap) && part(&mut discs, gap, push, i, j);
            }
        }
    }
    if moved {
        for disc in discs {
            positions[disc.index as usize] = disc.at;
        }
    }
    moved
}

/// Whether two discs may be too close; most are far enough beyond doubt, which takes no root.
fn may_meet(a: &Disc, b: &Disc, gap: f64) -> bool {
    let apart = a.radius + b.radius + gap;
    let (dx, dy) = (a.at.x - b.at.x, a.at.y - b.at.y);
    dx * dx + dy * dy <= apart * apart * (1.0 + 1e-9)
}

/// Parts one pair if it is too close; whether it was.
fn part(discs: &mut [Disc], gap: f64, push: f64, i: usize, j: usize) -> bool {
    let (a, b) = (discs[i], discs[j]);
    let apart = a.radius + b.radius + gap;
    let d = distance(a.at, b.at);
    if d >= apart {
        return false;
    }
    let (ux, uy) =
        if d > 1e-9 { ((b.at.x - a.at.x) / d, (b.at.y - a.at.y) / d) } else { direction((a.index + b.index) as usize) };
    let way = (apart - d) * push + 1e-6;
    let (first, second) = (a.radius * a.radius, b.radius * b.radius);
    let share = second / (first + second);
    discs[i].at.x -= ux * way * share;
    discs[i].at.y -= uy * way * share;
    discs[j].at.x += ux * way * (1.0 - share);
    discs[j].at.y += uy * way * (1.0 - share);
    true
}

/// A unit vector by index: Pythagorean fractions, so that no trigonometry is needed.
fn direction(index: usize) -> (f64, f64) {
    let t = ((index * 7) % 11) as f64 / 11.0;
    let (x, y) = ((1.0 - t * t) / (1.0 + t * t), 2.0 * t / (1.0 + t * t));
    if index.is_multiple_of(2) { (x, y) } else { (-y, x) }
}

/// The radius above which a disc counts as large: three times the median, so that few large discs do not force wide
/// grid cells on the many small ones.
pub(super) fn large_from(radii: &[f64]) -> f64 {
    let mut sorted = radii.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).map_or(0.0, |median| 3.0 * median)
}

/// Uniform grid over the small discs by their centers, and a list of the large ones.
pub(super) struct DiscGrid {
    low: Point,
    side: f64,
    columns: usize,
    rows: usize,
    /// Discs of cell `c`: `items[starts[c]..starts[c + 1]]`, ascending.
    starts: Vec<u32>,
    items: Vec<u32>,
    /// Discs beyond the limit, ascending.
    pub large: Vec<u32>,
    /// The largest of the small radii.
    reach: f64,
}

impl DiscGrid {
    /// Sorts the discs into cells of about one small disc each.
    pub fn new(positions: &[Point], radii: &[f64], large_from: f64) -> Self {
        let (mut low, mut high) = (positions.first().copied().unwrap_or_default(), Point::default());
        (high.x, high.y) = (low.x, low.y);
        let mut reach = 0.0_f64;
        let (mut small, mut large) = (Vec::new(), Vec::new());
        for (index, (p, r)) in positions.iter().zip(radii).enumerate() {
            low = Point { x: low.x.min(p.x), y: low.y.min(p.y) };
            high = Point { x: high.x.max(p.x), y: high.y.max(p.y) };
            if *r <= large_from {
                reach = reach.max(*r);
                small.push(index as u32);
            } else {
                large.push(index as u32);
            }
        }
        // No more cells than four per disc, whatever the spread.
        let (width, height) = (high.x - low.x, high.y - low.y);
        let limit = 4.0 * positions.len().max(4) as f64;
        let side = (2.0 * reach).max((width * height / limit).sqrt()).max(width / limit).max(height / limit).max(1e-6);
        let columns = (width / side) as usize + 1;
        let rows = (height / side) as usize + 1;
        let mut grid = Self { low, side, columns, rows, starts: Vec::new(), items: Vec::new(), large, reach };
        let cells: Vec<usize> = small.iter().map(|i| grid.cell(positions[*i as usize])).collect();
        grid.starts = vec![0; columns * rows + 1];
        for cell in &cells {
            grid.starts[cell + 1] += 1;
        }
        for c in 0..columns * rows {
            grid.starts[c + 1] += grid.starts[c];
        }
        let mut next = grid.starts.clone();
        grid.items = vec![0; small.len()];
        for (index, cell) in small.iter().zip(&cells) {
            grid.items[next[*cell] as usize] = *index;
            next[*cell] += 1;
        }
        grid
    }

    fn axis(&self, value: f64, low: f64, count: usize) -> usize {
        // A cast of a negative or huge float saturates.
        (((value - low) / self.side) as usize).min(count - 1)
    }

    fn cell(&self, p: Point) -> usize {
        self.axis(p.y, self.low.y, self.rows) * self.columns + self.axis(p.x, self.low.x, self.columns)
    }

    /// Ranges of `items` with all small discs that may reach within `distance` of `p`.
    fn runs_near(&self, p: Point, distance: f64) -> impl Iterator<Item = Range<usize>> + '_ {
        self.runs_in(Rect { left: p.x - distance, top: p.y - distance, right: p.x + distance, bottom: p.y + distance })
    }

    /// Adds all small discs that may reach into the rectangle, in cell order.
    pub fn small_in(&self, rect: &Rect, found: &mut Vec<u32>) {
        self.runs_in(*rect).for_each(|run| found.extend_from_slice(&self.items[run]));
    }

    fn runs_in(&self, rect: Rect) -> impl Iterator<Item = Range<usize>> + '_ {
        let left = self.axis(rect.left - self.reach, self.low.x, self.columns);
        let right = self.axis(rect.right + self.reach, self.low.x, self.columns);
        let rows = self.axis(rect.top - self.reach, self.low.y, self.rows)
            ..=self.axis(rect.bottom + self.reach, self.low.y, self.rows);
        // Cells of one row are neighbors in memory.
        rows.map(move |row| {
            let cells = row * self.columns;
            self.starts[cells + left] as usize..self.starts[cells + right + 1] as usize
        })
    }
}
