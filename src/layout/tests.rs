//! The layout against slow, obvious references: random starts, all pairs, breadth-first distances.

use super::*;
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{Rng, SeedableRng};

struct Random(Pcg64Mcg);

impl Random {
    fn new(seed: u64) -> Self {
        Self(Pcg64Mcg::seed_from_u64(seed))
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.0.next_u64() % limit as u64) as usize
    }
}

fn graph(nodes: usize, edges: Vec<(u32, u32, f64)>, radius: f64) -> LayoutGraph {
    LayoutGraph { nodes, edges, radii: vec![radius; nodes], previous: Vec::new() }
}

/// `groups` groups of `size` nodes; each node has some six links inside its group and one outside.
fn planted(groups: usize, size: usize, seed: u64) -> LayoutGraph {
    let mut random = Random::new(seed);
    let mut edges = Vec::new();
    for v in 0..groups * size {
        let group = v / size;
        for _ in 0..3 {
            edges.push((v as u32, (group * size + random.below(size)) as u32, 1.0));
        }
        if v % 2 == 0 {
            edges.push((v as u32, random.below(groups * size) as u32, 1.0));
        }
    }
    graph(groups * size, edges, 2.0)
}

fn apart(a: Point, b: Point) -> f64 {
    ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).sqrt()
}

/// Overlapping pairs and discs outside the area, by looking at all of them.
fn faults(layout: &Layout, config: &LayoutConfig) -> (usize, usize) {
    let n = layout.positions.len();
    let (mut overlaps, mut outside) = (0, 0);
    for i in 0..n {
        let (p, r) = (layout.positions[i], layout.radii[i]);
        let inside =
            p.x - r >= -1e-6 && p.y - r >= -1e-6 && p.x + r <= config.width + 1e-6 && p.y + r <= config.height + 1e-6;
        outside += usize::from(!inside);
        overlaps += (0..i).filter(|j| apart(p, layout.positions[*j]) < r + layout.radii[*j]).count();
    }
    (overlaps, outside)
}

/// Share of the eight nearest nodes that belong to the same planted group.
fn neighborhood_kept(layout: &Layout, size: usize) -> f64 {
    let n = layout.positions.len();
    let mut kept = 0;
    for v in 0..n {
        let mut others: Vec<usize> = (0..n).filter(|u| *u != v).collect();
        let near = |u: &usize| apart(layout.positions[v], layout.positions[*u]);
        others.sort_by(|a, b| near(a).total_cmp(&near(b)));
        kept += others.iter().take(8).filter(|u| **u / size == v / size).count();
    }
    kept as f64 / (8 * n) as f64
}

#[test]
fn planted_groups_come_to_lie_together() {
    let graph = planted(8, 40, 3);
    let config = LayoutConfig::default();
    let random = layout(&graph, &LayoutConfig { iterations: Some(0), ..config.clone() });
    let done = layout(&graph, &config);
    let (before, after) = (neighborhood_kept(&random, 40), neighborhood_kept(&done, 40));
    // One of eight by chance.
    assert!(before < 0.25, "the start already shows the groups: {before}");
    assert!(after > 0.85, "neighborhood kept: {after}, at the start {before}");
}

#[test]
fn distances_follow_the_paths_of_a_grid() {
    // Normalized stress Σ (s·d − g)² / Σ g² with the best s, g by breadth-first search, for a 14 × 14 grid.
    const SIDE: usize = 14;
    let id = |x: usize, y: usize| (y * SIDE + x) as u32;
    let mut edges = Vec::new();
    for y in 0..SIDE {
        for x in 0..SIDE {
            if x + 1 < SIDE {
                edges.push((id(x, y), id(x + 1, y), 1.0));
            }
            if y + 1 < SIDE {
                edges.push((id(x, y), id(x, y + 1), 1.0));
            }
        }
    }
    let graph = graph(SIDE * SIDE, edges, 2.0);
    let config = LayoutConfig { lin_log: false, ..LayoutConfig::default() };
    let stress = |layout: &Layout| {
        let (mut dd, mut dg, mut gg) = (0.0, 0.0, 0.0);
        for a in 0..SIDE * SIDE {
            for b in 0..a {
                let path = (a % SIDE).abs_diff(b % SIDE) + (a / SIDE).abs_diff(b / SIDE);
                let (d, g) = (apart(layout.positions[a], layout.positions[b]), path as f64);
                dd += d * d;
                dg += d * g;
                gg += g * g;
            }
        }
        1.0 - dg * dg / (dd * gg)
    };
    let random = stress(&layout(&graph, &LayoutConfig { iterations: Some(0), ..config.clone() }));
    let done = stress(&layout(&graph, &config));
    assert!(done < random / 3.0, "stress {done} against {random} at the start");
}

#[test]
fn same_bits_for_any_number_of_threads() {
    let mut graph = planted(15, 60, 5);
    graph.nodes += 20;
    graph.radii = disc_radii(&vec![3.0; graph.nodes], &LayoutConfig::default());
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a thread pool");
        pool.install(|| layout(&graph, &LayoutConfig { iterations: Some(60), ..LayoutConfig::default() }))
    };
    let bits = |l: &Layout| l.positions.iter().flat_map(|p| [p.x.to_bits(), p.y.to_bits()]).collect::<Vec<u64>>();
    let one = run(1);
    for threads in [2, 4] {
        let many = run(threads);
        assert_eq!(bits(&one), bits(&many));
        assert_eq!(one, many);
    }
}

/// More nodes than those of which forces have all their digits.
#[test]
fn a_large_layout_is_the_same_for_any_number_of_threads_and_free_of_overlap() {
    let graph = planted(105, 100, 3);
    let side = 4_000.0;
    let config = LayoutConfig { iterations: Some(6), width: side, height: side, ..LayoutConfig::default() };
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a thread pool");
        pool.install(|| layout(&graph, &config))
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(faults(&one, &config), (0, 0));
}

#[test]
fn order_and_direction_of_edges_do_not_matter() {
    let mut graph = planted(4, 30, 9);
    graph.edges.iter_mut().enumerate().for_each(|(i, e)| e.2 = 1.0 + i as f64 / 7.0);
    let first = layout(&graph, &LayoutConfig::default());
    graph.edges.reverse();
    graph.edges.iter_mut().for_each(|e| *e = (e.1, e.0, e.2));
    assert_eq!(first, layout(&graph, &LayoutConfig::default()));
}

#[test]
fn no_discs_overlap_and_all_stay_inside() {
    let config = LayoutConfig::default();
    let star = |n: u32| (1..n).map(|v| (0, v, 1.0)).collect::<Vec<_>>();
    let path = |n: u32| (1..n).map(|v| (v - 1, v, 1.0)).collect::<Vec<_>>();
    let clique = |n: u32| (0..n).flat_map(|a| (0..a).map(move |b| (a, b, 1.0))).collect::<Vec<_>>();
    let pairs = |n: u32| (0..n / 2).map(|v| (2 * v, 2 * v + 1, 1.0)).collect::<Vec<_>>();
    let mut mixed = planted(6, 50, 1);
    mixed.nodes = 420;
    let degrees: Vec<f64> = (0..420).map(|v| f64::from(v % 60)).collect();
    mixed.radii = disc_radii(&degrees, &config);
    let cases = [
        ("star", graph(300, star(300), 6.0)),
        ("path", graph(150, path(150), 5.0)),
        ("clique of large discs", graph(80, clique(80), 40.0)),
        ("pairs", graph(200, pairs(200), 5.0)),
        ("isolated nodes only", graph(333, Vec::new(), 4.0)),
        ("isolated nodes, too large", graph(500, Vec::new(), 60.0)),
        ("one node", graph(1, Vec::new(), 20.0)),
        ("two nodes", graph(2, vec![(0, 1, 1.0)], 20.0)),
        ("nothing", graph(0, Vec::new(), 1.0)),
        ("planted with isolated nodes", mixed),
    ];
    for (name, graph) in cases {
        let layout = layout(&graph, &config);
        assert_eq!(layout.positions.len(), graph.nodes, "{name}");
        assert_eq!(faults(&layout, &config), (0, 0), "{name}: overlaps, outside");
    }
}

#[test]
fn isolated_nodes_stand_in_rows_apart_from_the_rest() {
    let mut graph = planted(3, 30, 2);
    let linked = graph.nodes;
    graph.nodes += 70;
    graph.radii = vec![3.0; graph.nodes];
    let done = layout(&graph, &LayoutConfig::default());
    let area = done.isolated_area.expect("an area for the isolated nodes");
    let isolated: std::collections::BTreeSet<u32> = done.isolated.iter().copied().collect();
    assert!((linked..graph.nodes).all(|v| isolated.contains(&(v as u32))));
    for (v, p) in done.positions.iter().enumerate() {
        let r = done.radii[v];
        let disc = Rect { left: p.x - r, top: p.y - r, right: p.x + r, bottom: p.y + r };
        let inside = isolated.contains(&(v as u32));
        assert_eq!(inside, disc.overlaps(&area), "node {v}");
    }
    let rows: std::collections::BTreeSet<u64> =
        done.isolated.iter().map(|v| done.positions[*v as usize].y.to_bits()).collect();
    assert!(rows.len() <= 3, "{} rows", rows.len());
}

#[test]
fn a_stable_start_keeps_what_was_there() {
    let config = LayoutConfig::default();
    let old = planted(6, 40, 4);
    let before = layout(&old, &config);
    let mut new = old.clone();
    new.nodes += 6;
    new.radii = vec![2.0; new.nodes];
    for v in 0..6_u32 {
        new.edges.extend([(240 + v, 40 * v, 1.0), (240 + v, 40 * v + 7, 1.0)]);
    }
    let moved = |after: &Layout| {
        let all: f64 = (0..240).map(|v| apart(before.positions[v], after.positions[v])).sum();
        all / 240.0
    };
    let fresh = moved(&layout(&new, &LayoutConfig { seed: 2, ..config.clone() }));
    new.previous = before.positions.iter().copied().map(Some).collect();
    let done = layout(&new, &config);
    let stable = moved(&done);
    assert!(stable < config.width / 20.0 && stable < fresh / 4.0, "moved {stable} pixels, fresh {fresh}");
    assert_eq!(faults(&done, &config), (0, 0));
}

#[test]
fn senseless_input_does_no_harm() {
    let mut graph = planted(2, 20, 8);
    graph.edges.extend([
        (0, 0, 1.0),
        (0, 999, 1.0),
        (1, 2, f64::NAN),
        (3, 4, -1.0),
        (5, 6, f64::INFINITY),
        (7, 8, 1e-300),
    ]);
    graph.radii = vec![f64::NAN, -1.0, 0.0, 3.0];
    graph.previous = vec![Some(Point { x: 5.0, y: 5.0 }); 30];
    graph.previous[3] = Some(Point { x: f64::NAN, y: 0.0 });
    let config = LayoutConfig::default();
    let done = layout(&graph, &config);
    assert!(done.positions.iter().all(|p| p.x.is_finite() && p.y.is_finite()));
    assert_eq!(faults(&done, &config), (0, 0));
}

/// Sums of the heaviest overflow, the lightest are nothing beside any other: in double and in single precision.
#[test]
fn weights_as_far_apart_as_numbers_go_do_no_harm() {
    let side = 4_000.0;
    for (groups, heaviest) in [(3, f64::MAX), (105, f64::MAX), (105, 1e300), (105, 1e30)] {
        let mut graph = planted(groups, 100, 3);
        for (edge, number) in graph.edges.iter_mut().zip(0_usize..) {
            edge.2 = [1.0, heaviest, f64::MIN_POSITIVE, 1e-30][number % 4];
        }
        let config = LayoutConfig { iterations: Some(6), width: side, height: side, ..LayoutConfig::default() };
        let done = layout(&graph, &config);
        assert!(done.positions.iter().all(|p| p.x.is_finite() && p.y.is_finite()), "{groups} {heaviest}");
        assert_eq!(faults(&done, &config), (0, 0), "{groups} {heaviest}");
    }
}

#[test]
fn disc_area_follows_the_value() {
    let radii = disc_radii(&[4.0, 16.0, 0.0, 100.0], &LayoutConfig::default());
    assert!((radii[1] / radii[0] - 2.0).abs() < 1e-12 && (radii[3] / radii[0] - 5.0).abs() < 1e-12);
    assert!(radii[2] > 0.0 && radii[2] < radii[0]);
}

fn requests(layout: &Layout) -> Vec<LabelRequest> {
    let label = |v: usize| LabelRequest {
        node: v as u32,
        width: 60.0 + (v % 5) as f64 * 12.0,
        height: 14.0,
        priority: -(v as f64),
        reserved: v < 8,
        reach: 60.0,
    };
    (0..layout.positions.len()).map(label).collect()
}

fn area(config: &LayoutConfig) -> Rect {
    Rect { left: 0.0, top: 0.0, right: config.width, bottom: config.height }
}

#[test]
fn labels_overlap_nothing_and_stay_inside() {
    let config = LayoutConfig::default();
    let done = layout(&planted(6, 40, 4), &config);
    let bounds = area(&config);
    let placed = place_labels(&done, &requests(&done), bounds, &[]);
    assert!(placed.len() > 20, "only {} labels placed", placed.len());
    for (i, label) in placed.iter().enumerate() {
        assert!(bounds.contains(&label.area));
        assert!(placed[..i].iter().all(|other| !other.area.overlaps(&label.area)));
        let met = (0..done.positions.len()).filter(|v| label.area.meets_disc(done.positions[*v], done.radii[*v]));
        assert_eq!(met.count(), 0, "label {i} on a disc");
    }
    // The first in priority was placed before all others could stand in its way.
    assert_eq!(placed[0].request, 0);
}

#[test]
fn room_is_made_for_labels_that_must_not_be_missing() {
    let config = LayoutConfig::default();
    let graph = planted(10, 90, 4);
    let done = layout(&graph, &config);
    let wanted: Vec<(u32, f64, f64)> = (0..8).map(|v| (v * 100, 120.0, 30.0)).collect();
    let roomy = make_room(&done, area(&config), 2.0, &wanted);
    assert_eq!(faults(&roomy, &config), (0, 0));
    let request = |(node, width, height): &(u32, f64, f64)| LabelRequest {
        node: *node,
        width: *width,
        height: *height,
        priority: 1.0,
        reserved: true,
        reach: 0.0,
    };
    let requests: Vec<LabelRequest> = wanted.iter().map(request).collect();
    let placed = |layout: &Layout| place_labels(layout, &requests, area(&config), &[]).len();
    assert_eq!(placed(&roomy), 8);
    assert!(placed(&done) < 8, "the test shows nothing if there was room before");
}
