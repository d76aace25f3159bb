//! `ForceAtlas2` on one component: repulsion (deg + 1)(deg + 1)/d, attraction along edges, gravity, adaptive speed.
//!
//! The forces are those of the paper; the steps are not. The paper's speed has a unit of length in it and hardly moves
//! a large `LinLog` layout, so each force is divided by the stiffness of its node, and a node that swings takes a part
//! of that step by the paper's measures of swing and traction.
//!
//! Every round computes each step on its own, in an order that does not depend on threads, so that parallel and
//! sequential runs agree in every bit.

use super::coarse::{Attraction, Coarse, Sources};
use super::components::Component;
use super::quadtree::{Body, Quadtree};
use super::{LayoutConfig, LayoutGraph, Point};
use std::ops::Range;

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;

/// Share of the rounds at the end in which the steps shrink to nothing, so that no swing is left.
const COOLING_SHARE: f64 = 0.3;
/// Share of the rounds at the beginning in which a fresh `LinLog` layout uses linear attraction: from a random start
/// it untangles far sooner, since far neighbors pull harder.
const LINEAR_SHARE: f64 = 0.4;
/// Below this size the work of one round is too small to share among threads.
const PARALLEL_FROM: usize = 512;

/// Above this size forces need not have the last digits, nor a start the very size.
const LARGE: usize = 10_000;
/// Halvings by which the size of a start is found: to nine digits, and of a large one to three.
const HALVINGS: usize = 30;
const HALVINGS_OF_LARGE: usize = 10;

/// Positions of the component's nodes around (0, 0), in the simulation's own unit.
pub(super) fn arrange(component: &Component, graph: &LayoutGraph, config: &LayoutConfig) -> Vec<Point> {
    let known = known_positions(component, graph);
    let stable = known.iter().any(Option::is_some);
    let mut simulation = Simulation::new(component, config);
    let mut positions = start_positions(component, config, &known);
    let reference = positions.clone();
    let size = positions.len();
    let rounds = config.iterations.unwrap_or_else(|| default_rounds(size, stable));
    simulation.run(&mut positions, rounds, !stable);
    center(&mut positions);
    if stable {
        align(&mut positions, &reference, &known);
    } else if size > 2 {
        lay_along(&mut positions, config.width >= config.height);
    } else {
        // A pair has no shape of its own: lay it flat.
        let half = distance(positions[0], positions[1]) / 2.0;
        positions = vec![Point { x: -half, y: 0.0 }, Point { x: half, y: 0.0 }];
    }
    positions
}

/// Rounds by size: small networks are cheap and get many; a stable start has little left to do.
fn default_rounds(size: usize, stable: bool) -> usize {
    let fresh = match size {
        0..=2 => 30,
        3..=200 => 500,
        201..=2000 => 300,
        2001..=10_000 => 150,
        _ => 80,
    };
    if stable { fresh / 4 } else { fresh }
}

/// Earlier positions of the component's nodes; all unknown where there is no usable one.
fn known_positions(component: &Component, graph: &LayoutGraph) -> Vec<Option<Point>> {
    component
        .nodes
        .iter()
        .map(|node| {
            let earlier = graph.previous.get(*node as usize).copied().flatten();
            earlier.filter(|p| p.x.is_finite() && p.y.is_finite())
        })
        .collect()
}

/// Start: seeded points in a square, or the earlier positions with new nodes at the mean of their known neighbors.
fn start_positions(component: &Component, config: &LayoutConfig, known: &[Option<Point>]) -> Vec<Point> {
    let first = u64::from(component.nodes[0]);
    let mut random = Pcg64Mcg::seed_from_u64(config.seed ^ (first << 20));
    // 53 random bits make every double in [0, 1) reachable and are the same on every machine.
    let mut unit = move || (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    let noise: Vec<Point> = known.iter().map(|_| Point { x: unit() - 0.5, y: unit() - 0.5 }).collect();
    let anchors: Vec<Point> = known.iter().copied().flatten().collect();
    if anchors.is_empty() {
        return noise;
    }
    let middle = mean(&anchors);
    let mut spread = anchors.iter().map(|p| distance(*p, middle)).sum::<f64>() / anchors.len() as f64;
    if spread == 0.0 {
        spread = 1.0;
    }
    (0..known.len())
        .map(|v| {
            let (base, jitter) = match known[v] {
                // A trace of noise parts nodes that stood on one spot.
                Some(p) => (p, 1e-3),
                None => {
                    let near: Vec<Point> = component.neighbors(v).iter().filter_map(|u| known[*u as usize]).collect();
                    (if near.is_empty() { middle } else { mean(&near) }, 0.2)
                }
            };
            Point {
                x: base.x - middle.x + noise[v].x * spread * jitter,
                y: base.y - middle.y + noise[v].y * spread * jitter,
            }
        })
        .collect()
}

struct Simulation<'a> {
    component: &'a Component,
    config: &'a LayoutConfig,
    /// Logarithmic attraction at this stage.
    lin_log: bool,
    /// deg + 1 per node.
    masses: Vec<f64>,
    /// (w / mean w)^δ, beside `component.neighbors`.
    weights: Vec<f64>,
    tree: Quadtree,
    /// What takes over on a large component.
    coarse: Option<Coarse>,
}

impl<'a> Simulation<'a> {
    fn new(component: &'a Component, config: &'a LayoutConfig) -> Self {
        let size = component.nodes.len();
        let masses = (0..size).map(|v| component.neighbors(v).len() as f64 + 1.0).collect();
        let total: f64 = component.weights.iter().sum();
        let average = total / component.weights.len() as f64;
        let weights: Vec<f64> = component
            .weights
            .iter()
            .map(|w| match config.edge_weight_influence {
                0.0 => 1.0,
                1.0 => w / average,
                exponent => libm::pow(w / average, exponent),
            })
            .collect();
        let coarse = (size > LARGE).then(|| Coarse::new(&weights));
        Self { component, config, lin_log: config.lin_log, masses, weights, tree: Quadtree::default(), coarse }
    }

    /// Attraction of an edge of weight 1 and length `d`, divided by `d`.
    fn pull(&self, d: f64) -> f64 {
        if !self.lin_log {
            1.0
        } else if d > 0.0 {
            libm::log1p(d) / d
        } else {
            1.0
        }
    }

    /// Scales the positions to the size at which attraction and gravity balance repulsion over the whole component
    /// (virial: Σ F·r = 0). Repulsion k/d contributes k_r Σ (deg+1)(deg+1) whatever the size, the rest grows with it,
    /// so bisection finds the one factor.
    fn rescale(&mut self, positions: &mut [Point]) {
        let sum: f64 = self.masses.iter().sum();
        let squares: f64 = self.masses.iter().map(|m| m * m).sum();
        let outward = self.config.repulsion * (sum * sum - squares) / 2.0;
        if let Some(coarse) = &mut self.coarse {
            coarse.place(positions);
        }
        let size = positions.len();
        let gravity = |v: usize, factor: f64| {
            self.config.gravity * self.masses[v] * factor * length(positions[v].x, positions[v].y)
        };
        // Each edge is met from both ends.
        let inward = |factor: f64| match &self.coarse {
            None => (0..size).fold(0.0, |total, v| {
                let pulls = self.links(v).fold(total, |total, (u, weight)| {
                    let d = factor * distance(positions[v], positions[u]);
                    total + 0.5 * weight * self.pull(d) * d * d
                });
                pulls + gravity(v, factor)
            }),
            Some(coarse) => {
                let of_node = |v| 0.5 * self.coarse_attraction(coarse, v, factor).work + gravity(v, factor);
                let parts = (0..size.div_ceil(PARALLEL_FROM)).into_par_iter();
                let sums: Vec<f64> = parts
                    .map(|part| part * PARALLEL_FROM..((part + 1) * PARALLEL_FROM).min(size))
                    .map(|nodes| nodes.map(of_node).sum())
                    .collect();
                sums.into_iter().sum::<f64>()
            }
        };
        let (mut low, mut high) = (0.0, 1.0);
        let mut doublings = 0;
        while inward(high) < outward && doublings < 60 {
            low = high;
            high *= 2.0;
            doublings += 1;
        }
        let halvings = if self.coarse.is_some() { HALVINGS_OF_LARGE } else { HALVINGS };
        for _ in 0..halvings {
            let middle = (low + high) / 2.0;
            if inward(middle) < outward {
                low = middle;
            } else {
                high = middle;
            }
        }
        for p in positions {
            *p = Point { x: p.x * high, y: p.y * high };
        }
    }

    /// Neighbors of node `v` and the weights of its edges.
    fn links(&self, v: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.component.offsets[v]..self.component.offsets[v + 1];
        let neighbors = self.component.neighbors[range.clone()].iter().map(|u| *u as usize);
        neighbors.zip(self.weights[range].iter().copied())
    }

    fn coarse_attraction(&self, coarse: &Coarse, v: usize, factor: f64) -> Attraction {
        let first = self.component.offsets[v];
        coarse.attraction(v, first, self.component.neighbors(v), self.lin_log, factor as f32)
    }

    /// The step of a body: the force on it, divided by its stiffness: Σ weight · pull over its edges, and gravity's.
    ///
    /// Were the others to stand still and repulsion to stay, one such step would bring the node to rest (the fixed
    /// point iteration of Weiszfeld). It makes the step as long as the layout is large, whatever its unit.
    fn step(&self, body: &Body, mut force: Point, mut stiffness: f64) -> Point {
        let from_middle = length(body.at.x, body.at.y);
        if from_middle > 0.0 {
            let pull = self.config.gravity * body.mass / from_middle;
            force.x -= pull * body.at.x;
            force.y -= pull * body.at.y;
            stiffness += pull;
        }
        Point { x: force.x / stiffness, y: force.y / stiffness }
    }

    fn exact_step(&self, body: &Body, positions: &[Point]) -> Point {
        let repulsion = self.tree.repulsion(body, self.config.theta);
        let k = self.config.repulsion * body.mass;
        let mut force = Point { x: k * repulsion.x, y: k * repulsion.y };
        let mut stiffness = 0.0;
        for (u, weight) in self.links(body.index as usize) {
            let (dx, dy) = (positions[u].x - body.at.x, positions[u].y - body.at.y);
            let pull = weight * self.pull(length(dx, dy));
            force.x += pull * dx;
            force.y += pull * dy;
            stiffness += pull;
        }
        self.step(body, force, stiffness)
    }

    fn coarse_step(&self, coarse: &Coarse, sources: &Sources, body: &Body) -> Point {
        let repulsion = sources.repulsion(body.at);
        let k = self.config.repulsion * body.mass;
        let Attraction { force, stiffness, .. } = self.coarse_attraction(coarse, body.index as usize, 1.0);
        self.step(body, Point { x: force.x + k * repulsion.x, y: force.y + k * repulsion.y }, stiffness)
    }

    /// The step of every body, in tree order, in which neighbors in the plane are neighbors in memory.
    fn steps(&mut self, positions: &[Point]) -> Vec<Point> {
        self.tree.rebuild(positions, &self.masses);
        if let Some(coarse) = &mut self.coarse {
            coarse.place(positions);
        }
        let bodies = &self.tree.bodies;
        match &self.coarse {
            None if bodies.len() < PARALLEL_FROM => {
                bodies.iter().map(|body| self.exact_step(body, positions)).collect()
            }
            None => bodies.par_iter().with_min_len(64).map(|body| self.exact_step(body, positions)).collect(),
            Some(coarse) => {
                let of_group = |sources: &mut Sources, group: Range<usize>| -> Vec<Point> {
                    self.tree.sources(group.clone(), self.config.theta, sources);
                    bodies[group].iter().map(|body| self.coarse_step(coarse, sources, body)).collect()
                };
                self.tree.groups().map_init(Sources::default, of_group).collect::<Vec<_>>().concat()
            }
        }
    }

    fn run(&mut self, positions: &mut [Point], rounds: usize, fresh: bool) {
        let size = positions.len();
        let linear_rounds = if fresh && self.config.lin_log { (rounds as f64 * LINEAR_SHARE) as usize } else { 0 };
        self.lin_log = linear_rounds == 0 && self.config.lin_log;
        self.rescale(positions);
        let mut earlier = vec![Point::default(); size];
        let mut steps = vec![Point::default(); size];
        for round in 0..rounds {
            if round == linear_rounds && self.config.lin_log && !self.lin_log {
                self.lin_log = true;
                self.rescale(positions);
            }
            for (step, body) in self.steps(positions).into_iter().zip(&self.tree.bodies) {
                steps[body.index as usize] = step;
            }
            let left = (rounds - round) as f64 / rounds as f64;
            let cooling = (left / COOLING_SHARE).min(1.0);
            for v in 0..size {
                let (now, before) = (steps[v], earlier[v]);
                let swing = length(now.x - before.x, now.y - before.y);
                let traction = length(now.x + before.x, now.y + before.y) / 2.0;
                if swing + traction > 0.0 {
                    // Steady nodes take the whole step, swinging ones a part of it.
                    let t = self.config.jitter_tolerance * traction;
                    let share = cooling * t / (t + swing);
                    positions[v].x += share * now.x;
                    positions[v].y += share * now.y;
                }
            }
            std::mem::swap(&mut earlier, &mut steps);
        }
    }
}

fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

pub(super) fn distance(a: Point, b: Point) -> f64 {
    length(a.x - b.x, a.y - b.y)
}

fn mean(points: &[Point]) -> Point {
    let count = points.len().max(1) as f64;
    Point { x: points.iter().map(|p| p.x).sum::<f64>() / count, y: points.iter().map(|p| p.y).sum::<f64>() / count }
}

fn center(positions: &mut [Point]) {
    let middle = mean(positions);
    for p in positions {
        *p = Point { x: p.x - middle.x, y: p.y - middle.y };
    }
}

/// Rotates by the direction (`cosine`, `sine`), which need not have length 1.
fn rotate(positions: &mut [Point], cosine: f64, sine: f64) {
    let size = length(cosine, sine);
    if size > 0.0 {
        let (c, s) = (cosine / size, sine / size);
        for p in positions {
            *p = Point { x: c * p.x + s * p.y, y: c * p.y - s * p.x };
        }
    }
}

/// Turns the first principal axis to the horizontal (or the vertical); positions are centered.
fn lay_along(positions: &mut [Point], horizontal: bool) {
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for p in positions.iter() {
        xx += p.x * p.x;
        yy += p.y * p.y;
        xy += p.x * p.y;
    }
    let half = (xx - yy) / 2.0;
    let root = (half * half + xy * xy).sqrt();
    // Eigenvector of the larger eigenvalue, in the form that does not cancel.
    let (x, y) = if half >= 0.0 { (half + root, xy) } else { (xy, root - half) };
    if horizontal {
        rotate(positions, x, y);
    } else {
        rotate(positions, y, -x);
    }
}

/// Turns the positions to the start they came from (Procrustes rotation over the nodes with an earlier position).
fn align(positions: &mut [Point], reference: &[Point], known: &[Option<Point>]) {
    let (mut cosine, mut sine) = (0.0, 0.0);
    for ((p, r), earlier) in positions.iter().zip(reference).zip(known) {
        if earlier.is_some() {
            cosine += p.x * r.x + p.y * r.y;
            sine += p.y * r.x - p.x * r.y;
        }
    }
    rotate(positions, cosine, sine);
}
