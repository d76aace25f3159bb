//! The network map: actors, initiatives or clusters as discs, what links them as lines, groups by color and letter.

use super::canvas::{Font, Paint, SvgCanvas};
use super::figure::{Frame, MARGIN, WIDTH, count, draw_empty};
use super::map_scene::Scene;
use super::palette::{self, EDGE, INK, RULE, SOFT_INK};
use super::text;
use super::{legend, map_labels};
use crate::language::{Language, pick};
use crate::layout::{DEFAULT_HEIGHT, DEFAULT_WIDTH, Point, Rect};

/// Width of the plot area, that of the default layout.
pub const PLOT_WIDTH: f64 = DEFAULT_WIDTH;
/// Height of the plot area, that of the default layout.
pub const PLOT_HEIGHT: f64 = DEFAULT_HEIGHT;
/// Edges drawn at most; beyond it only the strongest are, and the figure says so.
pub const DEFAULT_EDGE_LIMIT: usize = 3000;
/// Below this radius a letter inside a disc cannot be read.
pub(super) const LETTER_RADIUS: f64 = 7.0;
/// Steps of line width, so that edges of one look share a group.
const WIDTH_STEPS: usize = 6;

/// How a node is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// An actor, or a cluster.
    #[default]
    Disc,
    /// An initiative beside actors: grey, without a group.
    Square,
}

/// A node of the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapNode {
    /// Name on the map.
    pub label: String,
    /// More on hover, for instance "Rijk · 23 initiatieven"; may be empty.
    pub detail: String,
    /// What the area of the disc stands for, for instance the number of contacts.
    pub size_value: f64,
    /// Cluster: index into [`NetworkMap::groups`]; `None` for nodes without cluster.
    pub group: Option<usize>,
    /// Position, as the layout gave it.
    pub position: Point,
    /// Radius in pixels, as the layout gave it.
    pub radius: f64,
    pub shape: Shape,
    /// Holds together what would otherwise stand apart: drawn with a heavy outline.
    pub bridging: bool,
    /// Pieces of a pie (group, share of one) in place of one color.
    pub slices: Vec<(Option<usize>, f64)>,
}

/// An edge of the map, between two indices of [`NetworkMap::nodes`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapEdge {
    /// One end.
    pub a: usize,
    /// The other end.
    pub b: usize,
    /// Strength; not positive or not finite: not drawn.
    pub weight: f64,
}

/// A cluster, in the order in which colors and letters are given out (largest first).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapGroup {
    /// Name in the legend.
    pub name: String,
    /// Its color and sign where they mean something of themselves; otherwise hues and letters in the order of the list. An
    /// empty sign is not drawn.
    pub look: Option<(palette::Rgb, &'static str)>,
}

impl MapGroup {
    /// A group that gets a hue and a letter by its place.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), look: None }
    }
}

/// The words for what the map shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapWords {
    /// The nodes, plural: "aanbieders".
    pub nodes: String,
    /// Those of them that are discs: the same, but where there are squares too.
    pub discs: String,
    /// One node: "aanbieder".
    pub node: String,
    /// The edges, plural: "verbanden".
    pub edges: String,
    /// Heading of the clusters.
    pub groups: String,
    /// What the area of a disc means.
    pub size: String,
    /// What the width of a line means.
    pub weight: String,
    /// A node without group: "Geen cluster".
    pub no_group: String,
    /// What the colors of lines mean.
    pub line_colors: String,
    /// Squares: "initiatieven"; not said where there are none.
    pub squares: String,
    /// A heavy outline: "bruggenbouwer: …".
    pub bridging: String,
}

impl MapWords {
    /// Words for the actor projection.
    #[must_use]
    pub fn actors(language: Language) -> Self {
        let word = |nl: &str, en: &str| pick(language, nl, en).to_owned();
        Self {
            nodes: word("aanbieders", "actors"),
            discs: word("aanbieders", "actors"),
            node: word("aanbieder", "actor"),
            edges: word("verbanden", "links"),
            groups: word("Clusters", "Clusters"),
            size: word("Oppervlakte: aantal contacten", "Area: number of contacts"),
            weight: word("Dikte: sterkte van het verband", "Width: strength of the link"),
            no_group: word("Geen cluster", "No cluster"),
            line_colors: word(
                "In kleur: binnen een cluster. Grijs: tussen clusters.",
                "Colored: inside a cluster. Grey: between clusters.",
            ),
            squares: word("Initiatief", "Initiative"),
            bridging: word(
                "Dikke rand: bruggenbouwer; zonder deze actor raken anderen los van elkaar",
                "Heavy outline: bridging actor; without it others lose touch",
            ),
        }
    }
}

/// The map with everything that stands in the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkMap {
    /// Title, warning, footer, language.
    pub frame: Frame,
    /// Nodes; their order decides ties, so sort them by id.
    pub nodes: Vec<MapNode>,
    /// Edges, in any order.
    pub edges: Vec<MapEdge>,
    /// Clusters, largest first.
    pub groups: Vec<MapGroup>,
    /// The words for nodes, edges, sizes.
    pub words: MapWords,
    /// The block of nodes without edges, as the layout gave it.
    pub isolated_area: Option<Rect>,
    /// Edges drawn at most.
    pub edge_limit: usize,
    /// Edges in grey only: what nodes have in common with a group says nothing of their links.
    pub plain_edges: bool,
    /// Said of a map without nodes; empty: that the network is empty.
    pub empty: String,
}

impl NetworkMap {
    /// A map of `nodes`, `edges` and `groups` with the default words and limits.
    #[must_use]
    pub fn new(frame: Frame, nodes: Vec<MapNode>, edges: Vec<MapEdge>, groups: Vec<MapGroup>) -> Self {
        let words = MapWords::actors(frame.language);
        Self {
            frame,
            nodes,
            edges,
            groups,
            words,
            isolated_area: None,
            edge_limit: DEFAULT_EDGE_LIMIT,
            plain_edges: false,
            empty: String::new(),
        }
    }

    /// The figure as SVG.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut canvas = SvgCanvas::new(WIDTH);
        let top = self.frame.draw_header(&mut canvas);
        let mut bottom = top + PLOT_HEIGHT;
        if self.nodes.is_empty() {
            let message = match self.frame.language {
                _ if !self.empty.is_empty() => self.empty.clone(),
                Language::Nl => format!("Dit netwerk is leeg: er zijn geen {} om te tekenen.", self.words.nodes),
                Language::En => format!("This network is empty: there are no {} to draw.", self.words.nodes),
            };
            bottom = top + 320.0;
            draw_empty(&mut canvas, &message, top, 320.0);
        } else {
            let area = Rect { left: MARGIN, top, right: MARGIN + PLOT_WIDTH, bottom };
            let mut scene = self.scene(area);
            let labels = map_labels::place(self, &mut scene, area);
            self.draw_edges(&mut canvas, &scene);
            self.draw_isolated(&mut canvas, &scene, area);
            map_labels::draw_leaders(&mut canvas, &labels);
            self.draw_nodes(&mut canvas, &scene);
            map_labels::draw(self, &mut canvas, &labels);
            let left = area.right + 30.0;
            bottom = bottom.max(legend::draw(self, &scene, &mut canvas, left, top));
        }
        self.frame.finish(canvas, bottom + 10.0, &self.description())
    }

    /// The picture in words, for readers who do not see it.
    fn description(&self) -> String {
        let language = self.frame.language;
        let (nodes, edges) = (count(self.nodes.len(), language), count(self.drawable().count(), language));
        let words = &self.words;
        let mut most: Vec<&MapNode> = self.nodes.iter().filter(|n| n.size_value > 0.0).collect();
        most.sort_by(|a, b| b.size_value.total_cmp(&a.size_value));
        let most: Vec<String> = most
            .iter()
            .take(5)
            .map(|n| format!("{} ({})", text::clean(&n.label), legend::value(n.size_value, language)))
            .collect();
        let clusters = count(self.groups.len(), language);
        let (most, warning) = (most.join("; "), self.frame.warning.as_deref().unwrap_or_default());
        match language {
            Language::Nl => format!(
                "{warning} Netwerkkaart van {nodes} {} en {edges} {} in {clusters} groepen. {}. Grootste: {most}. \
                 De tabel bij deze figuur geeft dezelfde cijfers.",
                words.nodes, words.edges, words.size
            ),
            Language::En => format!(
                "{warning} Network map of {nodes} {} and {edges} {} in {clusters} groups. {}. Largest: {most}. \
                 The table beside this figure gives the same numbers.",
                words.nodes, words.edges, words.size
            ),
        }
    }

    /// Fill of a group.
    pub(super) fn color(&self, group: usize) -> palette::Rgb {
        self.groups.get(group).and_then(|group| group.look).map_or_else(|| palette::group(group), |(color, _)| color)
    }

    /// Letter or sign of a group.
    pub(super) fn sign(&self, group: usize) -> String {
        let look = self.groups.get(group).and_then(|group| group.look);
        look.map_or_else(|| palette::letter(group), |(_, sign)| sign.to_owned())
    }

    pub(super) fn drawable(&self) -> impl Iterator<Item = (usize, &MapEdge)> {
        let n = self.nodes.len();
        self.edges
            .iter()
            .enumerate()
            .filter(move |(_, e)| e.a != e.b && e.a < n && e.b < n && e.weight.is_finite() && e.weight > 0.0)
    }

    /// Width step of an edge, 0 … `WIDTH_STEPS` − 1, by the square root of its share of the strongest.
    fn step(weight: f64, strongest: f64) -> usize {
        let share = (weight / strongest).sqrt();
        ((share * WIDTH_STEPS as f64) as usize).min(WIDTH_STEPS - 1)
    }

    /// Line width in pixels of an edge of `weight`.
    pub(super) fn line_width(scene: &Scene, weight: f64) -> f64 {
        let step = Self::step(weight, scene.strongest) as f64 / (WIDTH_STEPS - 1) as f64;
        0.5 + step * (scene.widest - 0.5)
    }

    /// Color of edges inside a cluster, or between clusters (`None`).
    pub(super) fn edge_color(&self, group: Option<usize>) -> palette::Rgb {
        group.map_or(EDGE, |g| self.color(g).mixed(INK, 0.15))
    }

    fn draw_edges(&self, canvas: &mut SvgCanvas, scene: &Scene) {
        canvas.open("edges", &[("stroke-linecap", "round")]);
        // Between clusters below, inside clusters above; thin below thick; weakest first within each.
        let group = |e: &MapEdge| {
            let shared = self.nodes[e.a].group.filter(|g| self.nodes[e.b].group == Some(*g));
            shared.filter(|_| !self.plain_edges)
        };
        let crowd = (300.0 / scene.shown.len().max(1) as f64).sqrt().clamp(0.0, 1.0);
        for inside in [false, true] {
            for step in 0..WIDTH_STEPS {
                let of_step = |e: &&usize| {
                    let edge = &self.edges[**e];
                    group(edge).is_some() == inside && Self::step(edge.weight, scene.strongest) == step
                };
                let mut edges: Vec<usize> = scene.shown.iter().filter(of_step).copied().collect();
                edges.sort_by_key(|e| group(&self.edges[*e]));
                for same in edges.chunk_by(|p, q| group(&self.edges[*p]) == group(&self.edges[*q])) {
                    let color = self.edge_color(group(&self.edges[same[0]]));
                    let width = Self::line_width(scene, self.edges[same[0]].weight);
                    let strength = step as f64 / (WIDTH_STEPS - 1) as f64;
                    let base = if inside { 0.30 } else { 0.20 };
                    let opacity = (base + 0.25 * strength) * (0.45 + 0.55 * crowd) + 0.25 * crowd;
                    let paint = Paint::line(color, width).with_opacity(opacity);
                    let width = format!("{width:.1}");
                    let opacity = format!("{opacity:.2}");
                    let width = width.trim_end_matches(".0");
                    canvas.open(
                        "edge",
                        &[
                            ("stroke", &color.hex()),
                            ("stroke-width", width),
                            ("stroke-opacity", &opacity),
                            ("fill", "none"),
                        ],
                    );
                    for e in same {
                        let (a, b) =
                            (scene.layout.positions[self.edges[*e].a], scene.layout.positions[self.edges[*e].b]);
                        canvas.line((a.x, a.y), (b.x, b.y), paint);
                    }
                    canvas.close();
                }
            }
        }
        canvas.close();
    }

    /// Says what the rows of unlinked nodes are.
    fn draw_isolated(&self, canvas: &mut SvgCanvas, scene: &Scene, area: Rect) {
        let Some(block) = scene.layout.isolated_area else { return };
        let alone = scene.layout.isolated.len();
        if alone == 0 {
            return;
        }
        let language = self.frame.language;
        let title = format!(
            "{} {} ({})",
            pick(language, "Zonder", "Without"),
            text::clean(&self.words.edges),
            count(alone, language)
        );
        canvas.open("isolated", &[]);
        if block.top - area.top > 20.0 {
            let y = block.top - 8.0;
            let end = area.left + text::width(&title, 11.0, false) + 8.0;
            canvas.text(&title, (area.left, y), Font::new(11.0, SOFT_INK));
            canvas.line((end, y), (area.right, y), Paint::line(RULE, 1.0));
        }
        canvas.close();
    }
}
