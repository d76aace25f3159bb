//! From components to one picture: overlap removed, components packed, isolated nodes in rows, all fitted to the area.

use super::components::Component;
use super::forces::distance;
use super::overlap::{HangingBox, separate, separate_with_boxes};
use super::{Layout, LayoutConfig, LayoutGraph, Point, Rect};

/// Cells along the longer side of the area in the occupancy grid of the packing.
const PACKING_CELLS: f64 = 110.0;
/// The block of isolated nodes may take this share of the height; beyond it the discs shrink.
const ISOLATED_SHARE: f64 = 0.35;
/// Widest spacing of isolated nodes, in pixels.
const ISOLATED_SPACING: f64 = 130.0;
/// How much one axis may be stretched more than the other to fill the area.
const LARGEST_STRETCH: f64 = 1.5;
/// Attempts to fit by moving discs closer, before everything is scaled down.
const ATTEMPTS: usize = 14;
/// Networks beyond this size get two attempts: there the discs are dots, and pushing them apart is the longest work.
const LARGE: usize = 10_000;

/// Attempts to make room and stay inside the area.
const ROOM_ATTEMPTS: usize = 10;
/// Discs shrink to no less than this to make room.
const LEAST_ROOM_SCALE: f64 = 0.75;
/// Sweeps of pushing within one attempt to make room, before it is given up; fewer where a sweep is long.
const SWEEP_LIMIT: usize = 600;
/// Discs times sweeps that bound the work of one attempt.
const SWEEP_WORK: usize = 2_000_000;
/// Free space between a disc and the box reserved below it: that of a label.
pub(super) const BOX_OFFSET: f64 = super::labels::NEAR;

/// Makes room below some discs of a finished layout; see [`super::make_room`].
pub(super) fn make_room(layout: &Layout, area: Rect, gap: f64, wishes: &[(u32, f64, f64)]) -> Option<Layout> {
    let isolated: std::collections::BTreeSet<u32> = layout.isolated.iter().copied().collect();
    let linked: Vec<usize> = (0..layout.positions.len()).filter(|v| !isolated.contains(&(*v as u32))).collect();
    let mut met = std::collections::BTreeSet::new();
    let boxes: Vec<HangingBox> = wishes
        .iter()
        .filter_map(|(node, width, height)| {
            let disc = linked.binary_search(&(*node as usize)).ok()?;
            // Two boxes below one disc could never be parted.
            met.insert(disc).then_some(HangingBox { disc, width: *width, height: *height, offset: BOX_OFFSET })
        })
        .collect();
    if boxes.is_empty() {
        return None;
    }
    let bottom = layout.isolated_area.map_or(area.bottom, |block| block.top - 20.0);
    let room = Rect { bottom, ..area };
    // Between very small discs the gap is small too.
    let gap = gap.min(linked.iter().map(|v| layout.radii[*v]).sum::<f64>() / linked.len() as f64);
    // Distances change by these factors, discs by a root: there is more room between discs than in them.
    let (mut across, mut down) = (1.0_f64, 1.0_f64);
    let middle = Point { x: (room.left + room.right) / 2.0, y: (room.top + room.bottom) / 2.0 };
    let mut best = None;
    for _ in 0..ROOM_ATTEMPTS {
        let shrink = across.min(down).min(1.0).sqrt();
        if shrink < LEAST_ROOM_SCALE {
            break;
        }
        let radii: Vec<f64> = linked.iter().map(|v| layout.radii[*v] * shrink).collect();
        let mut placed: Vec<Point> = linked
            .iter()
            .map(|v| layout.positions[*v])
            .map(|p| Point { x: (p.x - middle.x) * across, y: (p.y - middle.y) * down })
            .collect();
        if !separate_with_boxes(&mut placed, &radii, gap, &boxes, SWEEP_LIMIT.min(SWEEP_WORK / linked.len())) {
            break;
        }
        let b = bounds_with_boxes(&placed, &radii, &boxes);
        let (fit_x, fit_y) = (room.width() / b.width(), room.height() / b.height());
        if fit_x >= 1.0 && fit_y >= 1.0 {
            let (dx, dy) = (middle.x - (b.left + b.right) / 2.0, middle.y - (b.top + b.bottom) / 2.0);
            let mut result = layout.clone();
            result.radius_scale *= shrink;
            result.radii.iter_mut().for_each(|r| *r *= shrink);
            for (v, p) in linked.iter().zip(&placed) {
                result.positions[*v] = Point { x: p.x + dx, y: p.y + dy };
            }
            best = Some(result);
            if fit_x.min(fit_y) < 1.06 {
                break;
            }
        } else if best.is_some() {
            break;
        }
        // Toward the full area on both axes, but not so as to distort the picture.
        across *= (fit_x * 0.99).clamp(0.8, 1.1);
        down *= (fit_y * 0.99).clamp(0.8, 1.1);
        across = across.min(down * LARGEST_STRETCH);
        down = down.min(across * LARGEST_STRETCH);
    }
    best
}

/// Bounding box of all discs and boxes.
fn bounds_with_boxes(placed: &[Point], radii: &[f64], boxes: &[HangingBox]) -> Rect {
    boxes.iter().map(|hanging| hanging.area(placed[hanging.disc], radii[hanging.disc])).fold(
        bounds(&[placed.to_vec()], &[radii.to_vec()]),
        |b, area| Rect {
            left: b.left.min(area.left),
            top: b.top.min(area.top),
            right: b.right.max(area.right),
            bottom: b.bottom.max(area.bottom),
        },
    )
}

/// Brings the shapes of the components together; `shapes[c][v]` belongs to `components[c].nodes[v]`.
pub(super) fn compose(
    graph: &LayoutGraph,
    config: &LayoutConfig,
    components: &[Component],
    shapes: &[Vec<Point>],
    isolated: &[u32],
    radii: &[f64],
) -> Layout {
    let mut result = Layout {
        positions: vec![Point::default(); graph.nodes],
        radii: radii.to_vec(),
        radius_scale: 1.0,
        components: components.len(),
        isolated: isolated.to_vec(),
        isolated_area: None,
    };
    let mut height = config.height;
    if !isolated.is_empty() {
        height = place_isolated(config, isolated, components.is_empty(), &mut result);
    }
    if !components.is_empty() {
        let targets = targets(graph, components);
        place_components(config, height, components, shapes, &targets, &mut result);
    }
    result
}

/// Rows of isolated nodes at the bottom (in the middle if there is nothing else); the height left above them.
fn place_isolated(config: &LayoutConfig, isolated: &[u32], alone: bool, result: &mut Layout) -> f64 {
    let largest = isolated.iter().map(|v| result.radii[*v as usize]).fold(0.0, f64::max);
    let count = isolated.len() as f64;
    let room = config.height * if alone { 0.9 } else { ISOLATED_SHARE };
    // A hair more, so that a width divided by a count gives that count.
    let columns_at = |cell: f64| (config.width / cell + 1e-9).floor().max(1.0);
    // Air around the discs, as long as the block stays low: one row over the whole width if that is possible.
    let mut cell = 2.0 * largest + config.node_gap.max(2.0);
    let airy = if alone { (config.width * room / count).sqrt() * 0.8 } else { (config.width / count).max(1.5 * cell) };
    let airy = airy.min(ISOLATED_SPACING.max(cell));
    let (rows, low) = ((count / columns_at(airy)).ceil(), if alone { 1.0 } else { 0.3 });
    if rows * airy <= room * low || (rows == 1.0 && !alone) {
        cell = airy;
    }
    while (count / columns_at(cell)).ceil() * cell > room || cell > config.width {
        cell *= 0.97;
    }
    let fit = (cell - config.node_gap.min(0.15 * cell)) / (2.0 * largest);
    if fit < result.radius_scale {
        scale_radii(result, fit);
    }
    let (columns, rows) = if alone {
        let columns = (count * config.width / config.height).sqrt().ceil().clamp(1.0, columns_at(cell));
        (columns, (count / columns).ceil())
    } else {
        (columns_at(cell).min(count), (count / columns_at(cell)).ceil())
    };
    // A single row of wide cells need not be as high as it is wide.
    let row = if rows == 1.0 { cell.min(2.0 * largest * result.radius_scale + 14.0) } else { cell };
    let (width, height) = (columns * cell, rows * row);
    let left = (config.width - width) / 2.0;
    let top = if alone { (config.height - height).max(0.0) / 2.0 } else { config.height - height };
    for (place, v) in isolated.iter().enumerate() {
        let (line, column) = (place / columns as usize, place % columns as usize);
        result.positions[*v as usize] =
            Point { x: left + (column as f64 + 0.5) * cell, y: top + (line as f64 + 0.5) * row };
    }
    result.isolated_area = Some(Rect { left, top, right: left + width, bottom: top + height });
    (top - config.component_gap * 1.5).max(0.0)
}

fn scale_radii(result: &mut Layout, factor: f64) {
    result.radius_scale *= factor;
    for r in &mut result.radii {
        *r *= factor;
    }
}

/// Where each component stood before: the mean of its earlier positions, if it has any.
fn targets(graph: &LayoutGraph, components: &[Component]) -> Vec<Option<Point>> {
    let earlier = |v: &u32| graph.previous.get(*v as usize).copied().flatten();
    components
        .iter()
        .map(|component| {
            let known: Vec<Point> =
                component.nodes.iter().filter_map(earlier).filter(|p| p.x.is_finite() && p.y.is_finite()).collect();
            let count = known.len() as f64;
            let mean = Point {
                x: known.iter().map(|p| p.x).sum::<f64>() / count,
                y: known.iter().map(|p| p.y).sum::<f64>() / count,
            };
            (!known.is_empty()).then_some(mean)
        })
        .collect()
}

/// Scales, separates and packs the components into width × height at the top of the area.
fn place_components(
    config: &LayoutConfig,
    height: f64,
    components: &[Component],
    shapes: &[Vec<Point>],
    targets: &[Option<Point>],
    result: &mut Layout,
) {
    let (width, height) = (config.width, height.max(config.height * 0.1));
    let mut scale = first_scale(width, height, shapes);
    let mut radii: Vec<Vec<f64>> =
        components.iter().map(|c| c.nodes.iter().map(|v| result.radii[*v as usize]).collect()).collect();
    let attempts = if result.positions.len() > LARGE { 2 } else { ATTEMPTS };
    let mut attempt = 0;
    let (mut placed, bounds) = loop {
        let mut placed: Vec<Vec<Point>> = shapes
            .iter()
            .map(|shape| shape.iter().map(|p| Point { x: p.x * scale, y: p.y * scale }).collect())
            .collect();
        for (positions, radii) in placed.iter_mut().zip(&radii) {
            // In a handful of discs the lines between them should be seen; between very small ones the gap is small.
            let mean = radii.iter().sum::<f64>() / radii.len() as f64;
            let air = if radii.len() <= 10 { mean } else { 0.0 };
            separate(positions, radii, config.node_gap.min(mean) + air);
        }
        pack(config, (width, height), components, &mut placed, &radii, targets);
        let bounds = bounds(&placed, &radii);
        let fit = (width / bounds.width()).min(height / bounds.height());
        attempt += 1;
        if fit >= 1.0 || attempt == attempts {
            break (placed, bounds);
        }
        // Closer together while that still helps; where the discs themselves are too many, smaller discs.
        scale *= (fit * 0.985).max(0.6);
        if attempt > ATTEMPTS / 2 {
            scale_radii(result, 0.92);
            radii.iter_mut().flatten().for_each(|r| *r *= 0.92);
        }
    };
    let fit = (width / bounds.width()).min(height / bounds.height());
    if fit < 1.0 {
        // Everything smaller by one factor: what does not overlap stays so.
        scale_radii(result, fit);
        radii.iter_mut().flatten().for_each(|r| *r *= fit);
        placed.iter_mut().flatten().for_each(|p| *p = Point { x: p.x * fit, y: p.y * fit });
    }
    spread(&mut placed, &radii, (width, height));
    for (component, positions) in components.iter().zip(&placed) {
        for (v, p) in component.nodes.iter().zip(positions) {
            result.positions[*v as usize] = *p;
        }
    }
}

/// The factor at which the shapes, were they boxes side by side, would fill the area.
fn first_scale(width: f64, height: f64, shapes: &[Vec<Point>]) -> f64 {
    let mut area = 0.0;
    let mut largest = 0.0_f64;
    for shape in shapes {
        let zero = vec![0.5; shape.len()];
        let b = bounds(std::slice::from_ref(shape), std::slice::from_ref(&zero));
        area += b.width() * b.height();
        largest = largest.max(b.width() / width).max(b.height() / height);
    }
    (1.1 * width * height / area).sqrt().min(1.0 / largest)
}

/// Bounding box of all discs.
fn bounds(placed: &[Vec<Point>], radii: &[Vec<f64>]) -> Rect {
    let mut b = Rect { left: f64::MAX, top: f64::MAX, right: f64::MIN, bottom: f64::MIN };
    for (p, r) in placed.iter().flatten().zip(radii.iter().flatten()) {
        b.left = b.left.min(p.x - r);
        b.top = b.top.min(p.y - r);
        b.right = b.right.max(p.x + r);
        b.bottom = b.bottom.max(p.y + r);
    }
    b
}

/// Moves the centers outward, the two axes almost alike, until the discs touch the edges of the area. Both factors
/// are at least 1, so no distance shrinks and no overlap can arise.
fn spread(placed: &mut [Vec<Point>], radii: &[Vec<f64>], (width, height): (f64, f64)) {
    // A handful of nodes need not be flung to the edges.
    let limit = 1.0 + placed.iter().flatten().count() as f64 / 4.0;
    let discs = |axis: fn(&Point) -> f64| {
        placed.iter().flatten().map(axis).zip(radii.iter().flatten().copied()).collect::<Vec<(f64, f64)>>()
    };
    let fx = largest_factor(&discs(|p| p.x), width, limit);
    let fy = largest_factor(&discs(|p| p.y), height, limit);
    let (fx, fy) = (fx.min(fy * LARGEST_STRETCH), fy.min(fx * LARGEST_STRETCH));
    placed.iter_mut().flatten().for_each(|p| *p = Point { x: p.x * fx, y: p.y * fy });
    let b = bounds(placed, radii);
    let (dx, dy) = ((width - b.width()) / 2.0 - b.left, (height - b.height()) / 2.0 - b.top);
    placed.iter_mut().flatten().for_each(|p| *p = Point { x: p.x + dx, y: p.y + dy });
}

/// The largest factor from 1 to `limit` on the centers (position, radius) at which the discs span at most `room`.
fn largest_factor(discs: &[(f64, f64)], room: f64, limit: f64) -> f64 {
    let span = |factor: f64| {
        let high = discs.iter().map(|(p, r)| factor * p + r).fold(f64::MIN, f64::max);
        let low = discs.iter().map(|(p, r)| factor * p - r).fold(f64::MAX, f64::min);
        high - low
    };
    let (mut low, mut high) = (1.0, limit);
    for _ in 0..30 {
        let middle = (low + high) / 2.0;
        if span(middle) <= room {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// Packs the components around the largest, each as the cells its discs and edges cover (polyomino packing): the free
/// place nearest the middle, or nearest to where the component stood before.
fn pack(
    config: &LayoutConfig,
    (width, height): (f64, f64),
    components: &[Component],
    placed: &mut [Vec<Point>],
    radii: &[Vec<f64>],
    targets: &[Option<Point>],
) {
    if placed.len() < 2 {
        return;
    }
    let side = (width.max(height) / PACKING_CELLS).max(config.component_gap / 2.0);
    let shapes: Vec<Vec<(i32, i32)>> = placed
        .iter()
        .enumerate()
        .map(|(c, positions)| covered_cells(positions, &radii[c], &components[c], side, config.component_gap))
        .collect();
    let area: usize = shapes.iter().map(Vec::len).sum();
    let widest = shapes.iter().flatten().map(|(x, y)| x.abs().max(y.abs())).max().unwrap_or(0);
    let half = 2 * widest + 2 * ((area as f64).sqrt() as i32) + 2;
    let mut occupied = Occupied { half, cells: vec![false; (2 * half as usize + 1) * (2 * half as usize + 1)] };
    let origin = targets[0].unwrap_or_default();
    let offsets = offsets_by_distance(half, width / height);
    for (c, shape) in shapes.iter().enumerate() {
        let wish = match targets[c] {
            Some(target) if targets[0].is_some() => {
                (((target.x - origin.x) / side).round() as i32, ((target.y - origin.y) / side).round() as i32)
            }
            _ => (0, 0),
        };
        // The list reaches beyond every cell that can be taken; the fallback keeps the type total.
        let free = offsets
            .iter()
            .map(|(x, y)| (x + wish.0, y + wish.1))
            .find(|place| occupied.is_free(shape, *place))
            .unwrap_or((half, half));
        occupied.take(shape, free);
        for p in &mut placed[c] {
            *p = Point { x: p.x + f64::from(free.0) * side, y: p.y + f64::from(free.1) * side };
        }
    }
}

/// Cells under the discs (with half the gap around) and under the edges, in row order.
fn covered_cells(positions: &[Point], radii: &[f64], component: &Component, side: f64, gap: f64) -> Vec<(i32, i32)> {
    let cell = |value: f64| nearest(value / side);
    let b = bounds(&[positions.to_vec()], &[radii.to_vec()]);
    let (left, top) = (cell(b.left - gap), cell(b.top - gap));
    let columns = (cell(b.right + gap) - left + 1) as usize;
    let rows = (cell(b.bottom + gap) - top + 1) as usize;
    let mut covered = vec![false; columns * rows];
    let mut cover = |p: Point, r: f64| {
        for y in cell(p.y - r)..=cell(p.y + r) {
            for x in cell(p.x - r)..=cell(p.x + r) {
                covered[(y - top) as usize * columns + (x - left) as usize] = true;
            }
        }
    };
    for (v, (p, r)) in positions.iter().zip(radii).enumerate() {
        cover(*p, r + gap / 2.0);
        if positions.len() > LARGE {
            // Among so many discs an edge lies over others, or in a hollow.
            continue;
        }
        for u in component.neighbors(v).iter().filter(|u| (**u as usize) > v) {
            let q = positions[*u as usize];
            let steps = (distance(*p, q) / side).ceil();
            for step in 1..steps as usize {
                let t = step as f64 / steps;
                cover(Point { x: p.x + t * (q.x - p.x), y: p.y + t * (q.y - p.y) }, gap / 4.0);
            }
        }
    }
    fill_hollows(&mut covered, columns);
    let place = |index: usize| ((index % columns) as i32 + left, (index / columns) as i32 + top);
    covered.iter().enumerate().filter(|(_, c)| **c).map(|(index, _)| place(index)).collect()
}

/// As `round`, without a call.
fn nearest(value: f64) -> i32 {
    let whole = value as i32;
    let rest = value - f64::from(whole);
    whole.saturating_add(i32::from(rest >= 0.5)).saturating_sub(i32::from(rest <= -0.5))
}

/// Covers every cell that lies between covered ones both in its row and in its column, so that no small component
/// ends up inside a large one and seems part of it.
fn fill_hollows(covered: &mut [bool], columns: usize) {
    let rows = covered.len() / columns;
    let span = |cells: &mut dyn Iterator<Item = (usize, bool)>| {
        let mut taken = cells.filter(|(_, c)| *c).map(|(index, _)| index);
        taken.next().map(|first| (first, taken.last().unwrap_or(first)))
    };
    let by_row: Vec<_> = (0..rows).map(|y| span(&mut (0..columns).map(|x| (x, covered[y * columns + x])))).collect();
    let by_column: Vec<_> = (0..columns).map(|x| span(&mut (0..rows).map(|y| (y, covered[y * columns + x])))).collect();
    for y in 0..rows {
        for x in 0..columns {
            let in_row = by_row[y].is_some_and(|(a, b)| a <= x && x <= b);
            covered[y * columns + x] |= in_row && by_column[x].is_some_and(|(a, b)| a <= y && y <= b);
        }
    }
}

/// Offsets within `half` of the middle, nearest first in the metric of an ellipse as wide as the area.
fn offsets_by_distance(half: i32, aspect: f64) -> Vec<(i32, i32)> {
    let mut offsets: Vec<(i32, i32)> = (-half..=half).flat_map(|y| (-half..=half).map(move |x| (x, y))).collect();
    let measure = |(x, y): (i32, i32)| {
        let x = f64::from(x) / aspect;
        x * x + f64::from(y) * f64::from(y)
    };
    offsets.sort_by(|p, q| measure(*p).total_cmp(&measure(*q)).then(p.cmp(q)));
    offsets
}

/// The cells that are taken, (−half, −half) … (half, half).
struct Occupied {
    half: i32,
    cells: Vec<bool>,
}

impl Occupied {
    fn index(&self, x: i32, y: i32) -> Option<usize> {
        let inside = x.abs() <= self.half && y.abs() <= self.half;
        inside.then(|| ((y + self.half) * (2 * self.half + 1) + x + self.half) as usize)
    }

    /// Cells outside the grid are free: nothing was ever put there.
    fn is_free(&self, shape: &[(i32, i32)], place: (i32, i32)) -> bool {
        shape.iter().all(|(x, y)| !self.index(x + place.0, y + place.1).is_some_and(|index| self.cells[index]))
    }

    fn take(&mut self, shape: &[(i32, i32)], place: (i32, i32)) {
        for (x, y) in shape {
            if let Some(index) = self.index(x + place.0, y + place.1) {
                self.cells[index] = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::nearest;

    proptest! {
        #[test]
        fn the_nearest_number_is_that_of_round(
            value in prop_oneof![-1e6..1e6_f64, any::<f64>(), (-9_i32..9).prop_map(|half| f64::from(half) / 2.0)],
        ) {
            prop_assert_eq!(nearest(value), value.round() as i32);
        }
    }
}
