//! The figures as documents: read back with an XML parser, measured and compared with what was put in.

use super::canvas::{Paint, SvgCanvas};
use super::figure::{FooterLine, Frame};
use super::network_map::{MapEdge, MapGroup, MapNode, NetworkMap};
use super::palette::{self, Rgb, contrast};
use super::white_spots::{STATES, SpotCell, SpotState, WhiteSpotMap};
use super::{png, text};
use crate::language::Language;
use crate::layout::{LayoutConfig, LayoutGraph, Point, Rect, disc_radii, layout};
use resvg::tiny_skia::Pixmap;
use resvg::usvg::roxmltree::{Document, Node};
use std::collections::BTreeSet;

const HOSTILE: &str = "<script>alert(\"x\")</script> & 'Coöperatie' \u{202E}\u{0}\u{1B}]]> &amp;";

fn frame() -> Frame {
    Frame {
        id: "proef 1".into(),
        title: "Wie werkt met wie samen".into(),
        subtitle: "Stand 1 november 2023".into(),
        warning: Some("Reconstructie".into()),
        footer: vec![FooterLine::new("Bron", "Verzonnen"), FooterLine::new("Basis", "fictief")],
        language: Language::Nl,
    }
}

/// Rings of linked nodes with chords, one ring per group, linked by their first nodes; two nodes stand alone.
fn network(groups: usize, size: usize) -> NetworkMap {
    let n = groups * size + 2;
    let mut edges = Vec::new();
    for g in 0..groups {
        for i in 0..size {
            let at = |k: usize| (g * size + k % size) as u32;
            edges.push((at(i), at(i + 1), 1.0 + (i % 3) as f64));
            edges.push((at(i), at(i + 2), 0.5));
            edges.push((at(0), at(i), 1.0));
        }
        edges.push(((g * size) as u32, (((g + 1) % groups) * size) as u32, 0.25));
    }
    edges.retain(|e| e.0 != e.1);
    edges.sort_by_key(|e| (e.0.min(e.1), e.0.max(e.1)));
    edges.dedup_by_key(|e| (e.0.min(e.1), e.0.max(e.1)));
    let mut degree = vec![0.0; n];
    for e in &edges {
        degree[e.0 as usize] += 1.0;
        degree[e.1 as usize] += 1.0;
    }
    let config = LayoutConfig::default();
    let radii = disc_radii(&degree, &config);
    let done = layout(&LayoutGraph { nodes: n, edges: edges.clone(), radii, previous: Vec::new() }, &config);
    let nodes = (0..n)
        .map(|v| MapNode {
            label: if v == 1 {
                HOSTILE.into()
            } else {
                format!("Regionale ontwikkelingsmaatschappij Súdwest-Fryslân {v}")
            },
            detail: "semipubliek".into(),
            size_value: degree[v],
            group: (v < groups * size).then_some(v / size),
            position: done.positions[v],
            radius: done.radii[v],
            bridging: v == 0,
            ..MapNode::default()
        })
        .collect();
    let edges = edges.iter().map(|e| MapEdge { a: e.0 as usize, b: e.1 as usize, weight: e.2 }).collect();
    let groups = (0..groups).map(|g| MapGroup::named(format!("Cluster {g} {HOSTILE}"))).collect();
    let mut map = NetworkMap::new(frame(), nodes, edges, groups);
    map.isolated_area = done.isolated_area;
    map
}

fn group<'a>(document: &'a Document<'a>, class: &str) -> Node<'a, 'a> {
    document.descendants().find(|n| n.attribute("class") == Some(class)).expect("a group of this class")
}

fn number(node: &Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).and_then(|v| v.parse().ok()).unwrap_or_else(|| panic!("{name} is no number"))
}

fn inherited<'a>(node: &Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.ancestors().find_map(|n| n.attribute(name))
}

fn color(hex: &str) -> Rgb {
    let part = |i: usize| u8::from_str_radix(&hex[i..i + 2], 16).expect("two hexadecimal digits");
    Rgb(part(1), part(3), part(5))
}

/// The box of a `<text>` that is not turned, from the advance widths of the font.
fn text_box(node: &Node<'_, '_>) -> Rect {
    let size: f64 = inherited(node, "font-size").and_then(|v| v.parse().ok()).expect("a font size");
    let bold = inherited(node, "font-weight") == Some("bold");
    let width = text::width(node.text().unwrap_or_default(), size, bold);
    let left = number(node, "x")
        - match inherited(node, "text-anchor") {
            Some("middle") => width / 2.0,
            Some("end") => width,
            _ => 0.0,
        };
    let y = number(node, "y");
    Rect { left, right: left + width, top: y - text::CAP_HEIGHT * size, bottom: y }
}

fn texts<'a>(node: &Node<'a, 'a>) -> Vec<Node<'a, 'a>> {
    node.descendants().filter(|n| n.has_tag_name("text")).collect()
}

#[test]
fn figures_are_well_formed_and_say_what_they_are() {
    let svg = network(5, 9).svg();
    let document = Document::parse(&svg).expect("well-formed XML");
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    assert_eq!(root.attribute("lang"), Some("nl"));
    let ids: Vec<&str> = root.attribute("aria-labelledby").expect("a label").split(' ').collect();
    for (id, tag) in ids.iter().zip(["title", "desc"]) {
        let node = root.children().find(|n| n.attribute("id") == Some(*id)).expect("the labelling element");
        assert!(node.has_tag_name(tag) && !node.text().unwrap_or_default().is_empty());
    }
    assert!(root.descendants().all(|n| !n.has_tag_name("script")));
    let seen: String = root.descendants().filter_map(|n| n.text()).collect();
    for expected in ["Wie werkt met wie samen", "Reconstructie", "Verzonnen", "fictief", "Zonder verbanden (2)"] {
        assert!(seen.contains(expected), "{expected} is missing");
    }
    assert!(seen.contains("<script>alert"), "a hostile name is shown as it is written");
}

#[test]
fn the_legend_lists_every_color_used() {
    let svg = network(11, 8).svg();
    let document = Document::parse(&svg).expect("well-formed XML");
    let fills = |class: &str| -> BTreeSet<String> {
        let circles = group(&document, class).descendants().filter(|n| n.has_tag_name("circle"));
        circles.filter_map(|n| inherited(&n, "fill").map(str::to_owned)).filter(|f| f != "none").collect()
    };
    let (used, listed) = (fills("nodes"), fills("legend"));
    assert_eq!(used.len(), 10, "eight hues, grey and white");
    assert!(used.is_subset(&listed), "{used:?} against {listed:?}");
    // Letters tell the grey clusters apart.
    let letters: BTreeSet<&str> = texts(&group(&document, "legend")).iter().filter_map(Node::text).collect();
    for g in 0..11 {
        assert!(letters.contains(palette::letter(g).as_str()));
    }
}

#[test]
fn every_listed_cluster_has_its_letter_on_the_map() {
    let svg = network(11, 60).svg();
    let document = Document::parse(&svg).expect("well-formed XML");
    let mut seen = BTreeSet::new();
    for class in ["letters", "badges"] {
        seen.extend(texts(&group(&document, class)).iter().filter_map(|n| n.text().map(str::to_owned)));
    }
    let missing: Vec<String> = (0..11).map(palette::letter).filter(|l| !seen.contains(l)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn labels_overlap_neither_each_other_nor_discs_nor_the_edge() {
    for (groups, size) in [(3, 6), (6, 20), (9, 70)] {
        let svg = network(groups, size).svg();
        let document = Document::parse(&svg).expect("well-formed XML");
        let circles: Vec<(Point, f64)> = group(&document, "nodes")
            .descendants()
            .filter(|n| n.has_tag_name("circle"))
            .map(|n| (Point { x: number(&n, "cx"), y: number(&n, "cy") }, number(&n, "r")))
            .collect();
        assert_eq!(circles.len(), groups * size + 2);
        for (i, a) in circles.iter().enumerate() {
            for b in &circles[..i] {
                let d = ((a.0.x - b.0.x) * (a.0.x - b.0.x) + (a.0.y - b.0.y) * (a.0.y - b.0.y)).sqrt();
                // Coordinates are rounded to tenths.
                assert!(d > a.1 + b.1 - 0.3, "discs overlap by {}", a.1 + b.1 - d);
            }
        }
        let labels: Vec<Rect> = texts(&group(&document, "labels")).iter().map(text_box).collect();
        assert!(labels.len() >= 8, "{} lines of labels", labels.len());
        for (i, label) in labels.iter().enumerate() {
            assert!(labels[..i].iter().all(|other| !other.overlaps(label)), "{groups} × {size}: labels overlap");
            assert!(circles.iter().all(|(p, r)| !label.meets_disc(*p, r - 0.2)), "{groups} × {size}: label on a disc");
        }
    }
}

#[test]
fn all_text_stays_inside_the_canvas_and_has_contrast() {
    for svg in [network(6, 20).svg(), spots(12).svg(), spots(30).svg()] {
        let document = Document::parse(&svg).expect("well-formed XML");
        let root = document.root_element();
        let (width, height) = (number(&root, "width"), number(&root, "height"));
        for node in texts(&root) {
            if node.attribute("transform").is_none() {
                let b = text_box(&node);
                let inside = b.left >= 0.0 && b.right <= width + 0.5 && b.top >= 0.0 && b.bottom <= height;
                assert!(inside, "{:?} at {b:?} of {width} × {height}", node.text());
            }
            let ink = color(inherited(&node, "fill").expect("a text color"));
            let on_paper = contrast(ink, palette::WHITE) >= 4.5;
            // White text stands on dark grounds only; the palette's tests check those pairs.
            assert!(on_paper || ink == palette::WHITE, "{:?}", node.text());
        }
    }
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a thread pool");
        pool.install(|| network(9, 70).svg())
    };
    assert!(run(1) == run(4));
}

#[test]
fn many_edges_are_thinned_and_the_figure_says_so() {
    let mut map = network(6, 40);
    let all = map.edges.len();
    map.edge_limit = 400;
    let svg = map.svg();
    let document = Document::parse(&svg).expect("well-formed XML");
    let drawn = group(&document, "edges").descendants().filter(|n| n.has_tag_name("line")).count();
    assert_eq!(drawn, 400);
    let legend: Vec<&str> = texts(&group(&document, "legend")).iter().filter_map(Node::text).collect();
    let legend = legend.join(" ");
    assert!(legend.contains(&format!("400 van {all} verbanden getekend: de sterkste")), "{legend}");
}

#[test]
fn an_empty_network_says_that_it_is_empty() {
    let map = NetworkMap::new(frame(), Vec::new(), Vec::new(), Vec::new());
    let svg = map.svg();
    let document = Document::parse(&svg).expect("well-formed XML");
    let message: Vec<&str> = texts(&group(&document, "empty")).iter().filter_map(Node::text).collect();
    assert_eq!(message.join(" "), "Dit netwerk is leeg: er zijn geen aanbieders om te tekenen.");
    assert!(png(&svg, 1.0).is_ok());
    let alone = MapNode { label: "Alleen".into(), size_value: f64::NAN, radius: f64::NAN, ..MapNode::default() };
    let svg = NetworkMap::new(frame(), vec![alone], Vec::new(), Vec::new()).svg();
    assert!(Document::parse(&svg).is_ok());
}

#[test]
fn pixels_have_the_size_asked_for() {
    let svg = network(3, 6).svg();
    let document = Document::parse(&svg).expect("well-formed XML");
    let height = number(&document.root_element(), "height");
    let bytes = png(&svg, 0.5).expect("a picture");
    let pixels = Pixmap::decode_png(&bytes).expect("a readable PNG");
    assert_eq!((pixels.width(), pixels.height()), (640, (height / 2.0).round() as u32));
    // Not only paper.
    let distinct: BTreeSet<[u8; 3]> = pixels.pixels().iter().map(|p| [p.red(), p.green(), p.blue()]).collect();
    assert!(distinct.len() > 50);
    for scale in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e6] {
        assert!(png(&svg, scale).is_err());
    }
    assert!(png("no svg", 1.0).is_err());
}

#[test]
fn bold_text_is_drawn_bold() {
    // Bold drawn with the regular face was a fault of the bitmap backend; here the two must differ.
    let picture = |bold: bool| {
        let mut canvas = SvgCanvas::new(200.0);
        let font = super::canvas::Font { bold, ..super::canvas::Font::new(20.0, palette::INK) };
        canvas.text("Súdwest-Fryslân", (10.0, 20.0), font);
        canvas.line((0.0, 39.0), (200.0, 39.0), Paint::line(palette::RULE, 1.0));
        canvas.set_height(40.0);
        let head = super::canvas::Head { id: "a", title: "a", description: "a", language: Language::Nl };
        let bytes = png(&canvas.finish(&head), 1.0).expect("a picture");
        let pixels = Pixmap::decode_png(&bytes).expect("a readable PNG");
        pixels.pixels().iter().map(|p| u64::from(255 - p.red())).sum::<u64>()
    };
    assert!(picture(true) > picture(false) * 5 / 4, "bold has more ink");
}

/// All states by turns.
fn spots(columns: usize) -> WhiteSpotMap {
    let cell = |r: usize, c: usize| {
        let state = STATES[(r + c) % STATES.len()];
        let own = match state {
            SpotState::NotSurveyed => None,
            SpotState::Absent | SpotState::NationalOnly => Some(0),
            _ => Some(3 + c),
        };
        SpotCell { own, national: 2, state, fragile: state == SpotState::Thin && r.is_multiple_of(2) }
    };
    WhiteSpotMap {
        frame: frame(),
        rows: (0..12).map(|r| format!("Provincie {r} {HOSTILE}")).collect(),
        columns: (0..columns).map(|c| format!("Onderwijs aan professionals {c}")).collect(),
        cells: (0..12).map(|r| (0..columns).map(|c| cell(r, c)).collect()).collect(),
        row_totals: (0..12).map(|r| (r > 0).then_some(1200 + r)).collect(),
        column_totals: vec![Some(7); columns],
        total: Some(14_795),
        row_heading: "Provincie".into(),
        unit: "activiteiten".into(),
    }
}

#[test]
fn white_spots_show_every_cell_state_and_total() {
    let svg = spots(12).svg();
    let document = Document::parse(&svg).expect("well-formed XML");
    let cells = group(&document, "cells");
    let tips = cells.descendants().filter(|n| n.has_tag_name("title")).count();
    assert_eq!(tips, 144, "one hover title per cell");
    let shown: Vec<&str> = texts(&cells).iter().filter_map(Node::text).collect();
    assert_eq!(shown.iter().filter(|t| **t == "?").count(), 24, "a sixth of the cells was not surveyed");
    assert_eq!(shown.iter().filter(|t| **t == "+2").count(), 24);
    assert!(shown.contains(&"1.201") && shown.contains(&"–"));
    let totals: Vec<&str> = texts(&group(&document, "totals")).iter().filter_map(Node::text).collect();
    assert!(totals.contains(&"14.795") && totals.iter().filter(|t| **t == "7").count() == 12);
    let fills: BTreeSet<&str> = group(&document, "legend")
        .children()
        .filter(|n| n.has_tag_name("rect"))
        .filter_map(|n| n.attribute("fill"))
        .collect();
    for state in STATES {
        assert!(fills.contains(state.fill().hex().as_str()), "{state:?} is not in the legend");
        assert!(contrast(state.ink(), state.fill()) >= 4.5, "{state:?}");
    }
    assert!(png(&svg, 1.0).is_ok());
}

#[test]
fn states_differ_without_color() {
    // One figure per state, all colors taken out: what is left must differ in shapes or text.
    let bare = |state: SpotState| {
        let mut map = spots(1);
        map.rows.truncate(1);
        map.cells = vec![vec![SpotCell { own: Some(4), national: 2, state, fragile: false }]];
        let svg = map.svg();
        let document = Document::parse(&svg).expect("well-formed XML");
        let shapes: Vec<String> = group(&document, "cells")
            .descendants()
            .filter(|n| n.is_element() && !n.has_tag_name("title"))
            .map(|n| format!("{}{:?}{:?}", n.tag_name().name(), n.attribute("stroke-dasharray"), n.text()))
            .collect();
        shapes.join(" ")
    };
    let looks: BTreeSet<String> = STATES.into_iter().map(bare).collect();
    assert_eq!(looks.len(), STATES.len());
}

#[test]
fn a_white_spot_map_without_cells_says_so() {
    let svg = spots(0).svg();
    let document = Document::parse(&svg).expect("well-formed XML");
    assert!(!texts(&group(&document, "empty")).is_empty());
}

#[test]
fn plotters_charts_can_be_drawn_on_the_canvas() {
    use plotters::prelude::{ChartBuilder, PathElement, RED};
    let mut canvas = SvgCanvas::new(300.0);
    canvas.set_height(200.0);
    {
        let area = canvas.area();
        let mut chart = ChartBuilder::on(&area)
            .margin(100)
            .x_label_area_size(300)
            .y_label_area_size(400)
            .build_cartesian_2d(0.0..10.0, 0.0..100.0)
            .expect("a chart");
        chart.configure_mesh().draw().expect("axes");
        let points: Vec<(f64, f64)> = (0..10).map(|x| (f64::from(x), f64::from(x * x))).collect();
        chart.draw_series([PathElement::new(points, RED)]).expect("a line");
    }
    let head = super::canvas::Head { id: "b", title: "b", description: "b", language: Language::En };
    let svg = canvas.finish(&head);
    let document = Document::parse(&svg).expect("well-formed XML");
    assert!(document.descendants().any(|n| n.has_tag_name("polyline")));
    assert!(png(&svg, 1.0).is_ok());
}
