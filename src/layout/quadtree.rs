//! Barnes–Hut quadtree: repulsion of all bodies on one in O(log n).

use super::Point;

/// Bodies in one leaf; small enough to be cheap, large enough to keep the tree shallow.
const LEAF_SIZE: usize = 8;
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
}

impl Quadtree {
    /// Builds the tree anew from positions and masses of equal length; keeps its memory.
    pub fn rebuild(&mut self, positions: &[Point], masses: &[f64]) {
        self.cells.clear();
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

    /// Adds the cell of `bodies[begin..end]` and everything below it.
    fn divide(&mut self, begin: usize, end: usize, middle: Point, side: f64, depth: u32) {
        let (mut mass, mut x, mut y) = (0.0, 0.0, 0.0);
        for body in &self.bodies[begin..end] {
            mass += body.mass;
            x += body.mass * body.at.x;
            y += body.mass * body.at.y;
        }
        let leaf = end - begin <= LEAF_SIZE || depth >= MAX_DEPTH;
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

    #[test]
    fn agrees_with_the_sum_over_all_pairs() {
        let positions: Vec<Point> =
            (0..400_u32).map(|i| Point { x: f64::from(i * 7919 % 1009), y: f64::from(i * 104_729 % 997) }).collect();
        let masses: Vec<f64> = (0..400_u32).map(|i| 1.0 + f64::from(i % 7)).collect();
        let mut tree = Quadtree::default();
        tree.rebuild(&positions, &masses);
        for body in &tree.bodies {
            let mut exact = Point::default();
            for (p, m) in positions.iter().zip(&masses) {
                let (dx, dy) = (body.at.x - p.x, body.at.y - p.y);
                let d = dx * dx + dy * dy;
                if d > 0.0 {
                    exact.x += m * dx / d;
                    exact.y += m * dy / d;
                }
            }
            let opened = tree.repulsion(body, 0.0);
            assert!((opened.x - exact.x).abs() < 1e-9 && (opened.y - exact.y).abs() < 1e-9);
            let near = tree.repulsion(body, 0.7);
            let size = (exact.x * exact.x + exact.y * exact.y).sqrt();
            let error = ((near.x - exact.x) * (near.x - exact.x) + (near.y - exact.y) * (near.y - exact.y)).sqrt();
            assert!(error < 0.05 * size + 0.05, "error {error} of {size}");
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
