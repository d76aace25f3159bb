//! Barnes–Hut quadtree: repulsion of all bodies on one in O(log n).

use std::ops::Range;

use rayon::prelude::*;

use super::Point;
use super::coarse::Sources;

/// Bodies in one leaf; small enough to be cheap, large enough to keep the tree shallow.
const LEAF_SIZE: usize = 8;
/// Bodies that look at the rest of the tree together, at most.
const GROUP_SIZE: usize = 32;
/// Depth at which a cell is a leaf whatever it holds, so that coincident bodies cannot recurse forever.
const MAX_DEPTH: u32 = 40;

/// A body: position and mass.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Body {
    pub at: Point,
    pub mass: f64,
    pub index: u32,
}

#[derive(Clone, Copy, Debug)]
struct Cell {
    center: Point,
    mass: f64,
    /// Squared side length.
    size_squared: f64,
    /// The cell that follows once this one with all below it is done.
    skip: u32,
    /// Bodies `begin..end`, in tree order.
    begin: u32,
    end: u32,
    leaf: bool,
}

/// Cells in depth-first order; bodies sorted so that each cell holds one range.
#[derive(Default)]
pub(super) struct Quadtree {
    cells: Vec<Cell>,
    pub bodies: Vec<Body>,
    spare: Vec<Body>,
    /// Ends of the groups of bodies that are near each other: the widest cells with few bodies, in tree order.
    group_ends: Vec<u32>,
}

impl Quadtree {
    /// Builds the tree anew from positions and masses of equal length; keeps its memory.
    pub fn rebuild(&mut self, positions: &[Point], masses: &[f64]) {
        self.cells.clear();
        self.group_ends.clear();
        self.bodies.clear();
        self.bodies.extend(positions.iter().zip(masses).enumerate().map(|(index, (at, mass))| Body {
            at: *at,
            mass: *mass,
            index: index as u32,
        }));
        self.spare.clear();
        self.spare.resize(self.bodies.len(), Body::default());
        let (mut low, mut high) = (positions.first().copied().unwrap_or_default(), Point::default());
        high.x = low.x;
        high.y = low.y;
        for p in positions {
            low = Point { x: low.x.min(p.x), y: low.y.min(p.y) };
            high = Point { x: high.x.max(p.x), y: high.y.max(p.y) };
        }
        let side = (high.x - low.x).max(high.y - low.y);
        let middle = Point { x: (low.x + high.x) / 2.0, y: (low.y + high.y) / 2.0 };
        self.divide(0, positions.len(), middle, side, 0);
    }

    /// Ranges of bodies that are near each other, in tree order.
    pub fn groups(&self) -> impl IndexedParallelIterator<Item = Range<usize>> + '_ {
        self.group_ends.par_iter().enumerate().map(|(group, end)| {
            let begin = group.checked_sub(1).map_or(0, |before| self.group_ends[before]);
            begin as usize..*end as usize
        })
    }

    /// Collects what repels a group: cells narrower than θ times their distance to the box around the group, and
    /// single bodies, among them its own.
    pub fn sources(&self, group: Range<usize>, theta: f64, sources: &mut Sources) {
        let first = self.bodies[group.start].at;
        let (low, high) = self.bodies[group].iter().fold((first, first), |(low, high), body| {
            (
                Point { x: low.x.min(body.at.x), y: low.y.min(body.at.y) },
                Point { x: high.x.max(body.at.x), y: high.y.max(body.at.y) },
            )
        });
        sources.clear();
        let mut next = 0;
        while let Some(cell) = self.cells.get(next) {
            let dx = cell.center.x - cell.center.x.clamp(low.x, high.x);
            let dy = cell.center.y - cell.center.y.clamp(low.y, high.y);
            if cell.size_squared < theta * theta * (dx * dx + dy * dy) {
                sources.push(cell.center, cell.mass);
                next = cell.skip as usize;
            } else if cell.leaf {
                for body in &self.bodies[cell.begin as usize..cell.end as usize] {
                    sources.push(body.at, body.mass);
                }
                next = cell.skip as usize;
            } else {
                next += 1;
            }
        }
    }

    /// Adds the cell of `bodies[begin..end]` and everything below it.
    fn divide(&mut self, begin: usize, end: usize, middle: Point, side: f64, depth: u32) {
        let (mut mass, mut x, mut y) = (0.0, 0.0, 0.0);
        for body in &self.bodies[begin..end] {
            mass += body.mass;
            x += body.mass * body.at.x;
            y += body.mass * body.at.y;
        }
        let leaf = end - begin <= LEAF_SIZE || depth >= MAX_DEPTH;
        let opens_group = self.group_ends.last().is_none_or(|last| (*last as usize) < end);
        if opens_group && (leaf || end - begin <= GROUP_SIZE) {
            self.group_ends.push(end as u32);
        }
        let center = if mass > 0.0 { Point { x: x / mass, y: y / mass } } else { middle };
        let place = self.cells.len();
        self.cells.push(Cell {
            center,
            mass,
            size_squared: side * side,
            skip: 0,
            begin: begin as u32,
            end: end as u32,
            leaf,
        });
        if !leaf {
            let quadrant = |p: &Point| usize::from(p.x >= middle.x) + 2 * usize::from(p.y >= middle.y);
            let mut counts = [0_usize; 4];
            for body in &self.bodies[begin..end] {
                counts[quadrant(&body.at)] += 1;
            }
            let mut next = [begin; 4];
            for q in 1..4 {
                next[q] = next[q - 1] + counts[q - 1];
            }
            let starts = next;
            for i in begin..end {
                let q = quadrant(&self.bodies[i].at);
                self.spare[next[q]] = self.bodies[i];
                next[q] += 1;
            }
            self.bodies[begin..end].copy_from_slice(&self.spare[begin..end]);
            let quarter = side / 4.0;
            for q in 0..4 {
                if counts[q] > 0 {
                    let dx = if q & 1 == 1 { quarter } else { -quarter };
                    let dy = if q & 2 == 2 { quarter } else { -quarter };
                    let middle = Point { x: middle.x + dx, y: middle.y + dy };
                    self.divide(starts[q], starts[q] + counts[q], middle, side / 2.0, depth + 1);
                }
            }
        }
        self.cells[place].skip = self.cells.len() as u32;
    }

    /// Σ over all other bodies of mass · (p − q) / |p − q|²: the direction and size of 1/d repulsion on `body`,
    /// without its own mass and the constant. Coincident bodies exert none.
    pub fn repulsion(&self, body: &Body, theta: f64) -> Point {
        let theta_squared = theta * theta;
        let mut force = Point::default();
        let mut next = 0;
        while let Some(cell) = self.cells.get(next) {
            let dx = body.at.x - cell.center.x;
            let dy = body.at.y - cell.center.y;
            let distance_squared = dx * dx + dy * dy;
            if cell.leaf {
                for other in &self.bodies[cell.begin as usize..cell.end as usize] {
                    let dx = body.at.x - other.at.x;
                    let dy = body.at.y - other.at.y;
                    let d = dx * dx + dy * dy;
                    // The body itself is at distance 0 too.
                    if d > 0.0 {
                        force.x += other.mass * dx / d;
                        force.y += other.mass * dy / d;
                    }
                }
                next = cell.skip as usize;
            } else if cell.size_squared < theta_squared * distance_squared {
                force.x += cell.mass * dx / distance_squared;
                force.y += cell.mass * dy / distance_squared;
                next = cell.skip as usize;
            } else {
                next += 1;
            }
        }
        force
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(count: u32) -> (Vec<Point>, Vec<f64>) {
        let place = |i: u32| Point { x: f64::from(i * 7919 % 1009), y: f64::from(i * 104_729 % 997) };
        ((0..count).map(place).collect(), (0..count).map(|i| 1.0 + f64::from(i % 7)).collect())
    }

    /// Repulsion on a body by all others, one by one.
    fn exact(body: &Body, positions: &[Point], masses: &[f64]) -> Point {
        let mut force = Point::default();
        for (p, m) in positions.iter().zip(masses) {
            let (dx, dy) = (body.at.x - p.x, body.at.y - p.y);
            let d = dx * dx + dy * dy;
            if d > 0.0 {
                force.x += m * dx / d;
                force.y += m * dy / d;
            }
        }
        force
    }

    fn apart(a: Point, b: Point) -> f64 {
        ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).sqrt()
    }

    #[test]
    fn agrees_with_the_sum_over_all_pairs() {
        let (positions, masses) = bodies(400);
        let mut tree = Quadtree::default();
        tree.rebuild(&positions, &masses);
        for body in &tree.bodies {
            let exact = exact(body, &positions, &masses);
            let size = apart(exact, Point::default());
            assert!(apart(tree.repulsion(body, 0.0), exact) < 1e-9);
            let error = apart(tree.repulsion(body, 0.7), exact);
            assert!(error < 0.05 * size + 0.05, "error {error} of {size}");
        }
    }

    #[test]
    fn groups_hold_every_body_once_and_see_the_others() {
        let (positions, masses) = bodies(997);
        let mut tree = Quadtree::default();
        tree.rebuild(&positions, &masses);
        let groups: Vec<Range<usize>> = tree.groups().collect();
        assert!(groups.iter().all(|group| (1..=GROUP_SIZE).contains(&group.len())));
        assert!(groups.len() > positions.len() / GROUP_SIZE);
        assert_eq!(groups.iter().cloned().flatten().collect::<Vec<_>>(), (0..positions.len()).collect::<Vec<_>>());
        let mut sources = Sources::default();
        for group in groups {
            for (theta, allowed) in [(0.0, 1e-5), (1.0, 0.05)] {
                tree.sources(group.clone(), theta, &mut sources);
                for body in &tree.bodies[group.clone()] {
                    let exact = exact(body, &positions, &masses);
                    let size = apart(exact, Point::default());
                    let error = apart(sources.repulsion(body.at), exact);
                    assert!(error < allowed * (size + 1.0), "θ {theta}: error {error} of {size}");
                }
            }
        }
    }

    #[test]
    fn survives_coincident_bodies_and_none() {
        let mut tree = Quadtree::default();
        tree.rebuild(&[], &[]);
        let positions = vec![Point { x: 3.0, y: 4.0 }; 50];
        tree.rebuild(&positions, &[1.0; 50]);
        let force = tree.repulsion(&tree.bodies[0], 1.0);
        assert!(force.x == 0.0 && force.y == 0.0);
    }
}
