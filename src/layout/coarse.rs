//! Forces on large components, to some five digits: in single precision, eight at a time.
//!
//! Loops over eight lanes become vector instructions. Every lane adds up its own numbers and lanes are added in their
//! order, so the result is the same on every machine.

use super::Point;

const LANES: usize = 8;
/// Below this length ln(1 + d)/d is 1 − d/2 to as many digits, while 1 + d loses those of d.
const SHORT: f32 = 0.01;
/// Bodies nearer than the root of this count as coincident: the rounding of their places is as large.
const COINCIDENT: f32 = 1e-12;
/// Weights beyond this count as this: sums over them must stay finite in single precision.
const HEAVIEST: f64 = 1e12;

/// What the neighbors of a node do to it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Attraction {
    /// Σ weight · pull · (q − p).
    pub force: Point,
    /// Σ weight · pull.
    pub stiffness: f64,
    /// Σ weight · pull · d².
    pub work: f64,
}

/// Places and weights of a component's nodes and links in single precision.
pub(super) struct Coarse {
    places: Vec<[f32; 2]>,
    weights: Vec<f32>,
}

impl Coarse {
    pub fn new(weights: &[f64]) -> Self {
        Self { places: Vec::new(), weights: weights.iter().map(|w| w.min(HEAVIEST) as f32).collect() }
    }

    /// Takes over the positions.
    pub fn place(&mut self, positions: &[Point]) {
        self.places.clear();
        self.places.extend(positions.iter().map(|p| [p.x as f32, p.y as f32]));
    }

    /// Attraction of `neighbors` on node `v`, whose links begin at `first`, in a plane enlarged by `factor`.
    pub fn attraction(&self, v: usize, first: usize, neighbors: &[u32], lin_log: bool, factor: f32) -> Attraction {
        let at = self.places[v];
        let weights = &self.weights[first..first + neighbors.len()];
        let mut sums = Sums::default();
        let gather = |neighbors: &[u32], x: &mut [f32; LANES], y: &mut [f32; LANES]| {
            for ((u, x), y) in neighbors.iter().zip(x).zip(y) {
                let to = self.places[*u as usize];
                (*x, *y) = (to[0] - at[0], to[1] - at[1]);
            }
        };
        let (mut x, mut y) = ([0.0; LANES], [0.0; LANES]);
        let (neighbors, last_neighbors) = neighbors.as_chunks::<LANES>();
        let (weights, last_weights) = weights.as_chunks::<LANES>();
        for (neighbors, weights) in neighbors.iter().zip(weights) {
            gather(neighbors, &mut x, &mut y);
            sums.add(&x, &y, weights, lin_log, factor);
        }
        // Lanes beyond the last neighbor keep an old place, at weight 0.
        gather(last_neighbors, &mut x, &mut y);
        let mut weights = [0.0; LANES];
        weights.iter_mut().zip(last_weights).for_each(|(lane, weight)| *lane = *weight);
        sums.add(&x, &y, &weights, lin_log, factor);
        let total = |lanes: [f32; LANES]| lanes.iter().map(|lane| f64::from(*lane)).sum::<f64>();
        Attraction {
            force: Point { x: total(sums.x), y: total(sums.y) },
            stiffness: total(sums.stiffness),
            work: total(sums.work),
        }
    }
}

#[derive(Default)]
struct Sums {
    x: [f32; LANES],
    y: [f32; LANES],
    stiffness: [f32; LANES],
    work: [f32; LANES],
}

impl Sums {
    fn add(&mut self, x: &[f32; LANES], y: &[f32; LANES], weight: &[f32; LANES], lin_log: bool, factor: f32) {
        for lane in 0..LANES {
            let square = factor * factor * (x[lane] * x[lane] + y[lane] * y[lane]);
            let pull = weight[lane] * if lin_log { log_pull(square.sqrt()) } else { 1.0 };
            self.x[lane] += pull * x[lane];
            self.y[lane] += pull * y[lane];
            self.stiffness[lane] += pull;
            self.work[lane] += pull * square;
        }
    }
}

/// ln(1 + d)/d for d ≥ 0, without a call or a branch.
fn log_pull(d: f32) -> f32 {
    let bits = (1.0 + d).to_bits();
    let exponent = (bits >> 23) as i32 - 127;
    let mantissa = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000);
    // ln m = 2 artanh t with t = (m − 1)/(m + 1) ≤ 1/3; five terms leave less than 2e-6.
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let s = t * t;
    let series = 1.0 + s * (1.0 / 3.0 + s * (1.0 / 5.0 + s * (1.0 / 7.0 + s / 9.0)));
    let log = exponent as f32 * std::f32::consts::LN_2 + 2.0 * t * series;
    if d > SHORT { log / d } else { 1.0 - d / 2.0 }
}

/// Point masses that act on a group of bodies.
#[derive(Default)]
pub(super) struct Sources {
    x: Vec<f32>,
    y: Vec<f32>,
    mass: Vec<f32>,
}

impl Sources {
    pub fn clear(&mut self) {
        self.x.clear();
        self.y.clear();
        self.mass.clear();
    }

    pub fn push(&mut self, at: Point, mass: f64) {
        self.x.push(at.x as f32);
        self.y.push(at.y as f32);
        self.mass.push(mass as f32);
    }

    /// Σ mass · (p − q) / |p − q|² over all sources q that do not coincide with p.
    pub fn repulsion(&self, at: Point) -> Point {
        let (px, py) = (at.x as f32, at.y as f32);
        let (mut x, mut y) = ([0.0_f32; LANES], [0.0_f32; LANES]);
        let mut add = |lane: usize, qx: f32, qy: f32, mass: f32| {
            let (dx, dy) = (px - qx, py - qy);
            let square = dx * dx + dy * dy;
            let push = if square > COINCIDENT { mass / square } else { 0.0 };
            x[lane] += push * dx;
            y[lane] += push * dy;
        };
        let (qx, last_x) = self.x.as_chunks::<LANES>();
        let (qy, last_y) = self.y.as_chunks::<LANES>();
        let (mass, last_mass) = self.mass.as_chunks::<LANES>();
        for ((qx, qy), mass) in qx.iter().zip(qy).zip(mass) {
            for lane in 0..LANES {
                add(lane, qx[lane], qy[lane], mass[lane]);
            }
        }
        for (lane, ((qx, qy), mass)) in last_x.iter().zip(last_y).zip(last_mass).enumerate() {
            add(lane, *qx, *qy, *mass);
        }
        let total = |lanes: [f32; LANES]| lanes.iter().map(|lane| f64::from(*lane)).sum::<f64>();
        Point { x: total(x), y: total(y) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_pull_is_that_of_the_logarithm(exponent in -12.0..12.0_f64) {
            let d = libm::pow(10.0, exponent);
            let exact = libm::log1p(d) / d;
            prop_assert!((f64::from(log_pull(d as f32)) - exact).abs() < 4e-5 * exact);
        }

        #[test]
        fn attraction_is_the_sum_over_the_neighbors(
            places in prop::collection::vec((-50.0..50.0_f64, -50.0..50.0_f64, 0.1..9.0_f64), 1..40),
            lin_log: bool,
            factor in 0.5..2.0_f64,
        ) {
            let positions: Vec<Point> = places.iter().map(|&(x, y, _)| Point { x, y }).collect();
            let weights: Vec<f64> = places.iter().map(|&(_, _, weight)| weight).collect();
            // Node 0 is its own neighbor too, at distance 0; links before its own are passed over.
            let all: Vec<u32> = (0..places.len() as u32).collect();
            let mut coarse = Coarse::new(&[&[7.0, 7.0], weights.as_slice()].concat());
            coarse.place(&positions);
            let found = coarse.attraction(0, 2, &all, lin_log, factor as f32);
            let (mut force, mut stiffness, mut work) = (Point::default(), 0.0, 0.0);
            for (q, weight) in positions.iter().zip(&weights) {
                let (dx, dy) = (q.x - positions[0].x, q.y - positions[0].y);
                let d = factor * (dx * dx + dy * dy).sqrt();
                let pull = if lin_log && d > 0.0 { weight * libm::log1p(d) / d } else { *weight };
                force = Point { x: force.x + pull * dx, y: force.y + pull * dy };
                stiffness += pull;
                work += pull * d * d;
            }
            let scale = work.sqrt() * stiffness.sqrt();
            prop_assert!((found.force.x - force.x).abs() < 1e-4 * scale.max(1e-3));
            prop_assert!((found.force.y - force.y).abs() < 1e-4 * scale.max(1e-3));
            prop_assert!((found.stiffness - stiffness).abs() < 1e-4 * stiffness);
            prop_assert!((found.work - work).abs() < 1e-4 * work.max(1e-3));
        }
    }
}
