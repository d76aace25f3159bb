//! A list of edges → a network: two names per line, between comma, semicolon, tab or blanks; a header or not.

use std::collections::BTreeSet;

use super::super::headers::Titles;
use super::super::table::TextTable;
use super::graph::{Edge, Graph, Node};
use super::kumu::{rows, take};
use crate::ecosystem::fold;

const SOURCES: [&str; 5] = ["source", "from", "van", "bron", "node1"];
const TARGETS: [&str; 5] = ["target", "to", "naar", "doel", "node2"];

/// Whether the header of a table names the ends of edges.
pub(super) fn has_header(table: &TextTable) -> bool {
    let titles = Titles::new(table.header().iter().map(String::as_str));
    !titles.called(&SOURCES).is_empty() && !titles.called(&TARGETS).is_empty()
}

/// Reads a table whose header may be an edge itself.
pub(super) fn of_table(table: &TextTable) -> Graph {
    let mut edges = Vec::new();
    if has_header(table) {
        for (_, mut attributes) in rows(table) {
            let (source, target) = (take(&mut attributes, &SOURCES), take(&mut attributes, &TARGETS));
            edges.push(Edge { source, target, attributes });
        }
    } else {
        let header = [table.header().first(), table.header().get(1)].map(|cell| cell.cloned().unwrap_or_default());
        let first = std::iter::once(header);
        let others = (0..table.len()).map(|row| [table.cell(row, 0).to_owned(), table.cell(row, 1).to_owned()]);
        edges.extend(first.chain(others).map(|[source, target]| Edge { source, target, ..Edge::default() }));
    }
    of_edges(edges)
}

/// Reads lines of two words, as networkx and others write them; `#` and `%` begin a remark.
pub(super) fn of_lines(text: &str) -> Graph {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '%']));
    let edge = |line: &str| {
        let mut words = line.split_whitespace().map(str::to_owned);
        let (source, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        Edge { source, target, ..Edge::default() }
    };
    of_edges(lines.map(edge).collect())
}

/// Where no name stands on both sides, the left are actors and the right initiatives; else all are actors.
fn of_edges(edges: Vec<Edge>) -> Graph {
    let edges: Vec<Edge> =
        edges.into_iter().filter(|edge| !edge.source.is_empty() && !edge.target.is_empty()).collect();
    let left: BTreeSet<&str> = edges.iter().map(|edge| edge.source.as_str()).collect();
    let right: BTreeSet<&str> = edges.iter().map(|edge| edge.target.as_str()).collect();
    let two_sided = left.is_disjoint(&right);
    let node = |name: &str, side: &str| {
        let kind = two_sided.then(|| (String::from("type"), side.to_owned()));
        Node {
            key: name.to_owned(),
            id: name.to_owned(),
            label: name.to_owned(),
            attributes: kind.into_iter().collect(),
        }
    };
    let actors = left.iter().map(|name| node(name, "actor"));
    let others = right.iter().filter(|name| !left.contains(*name)).map(|name| node(name, "initiative"));
    let nodes = actors.chain(others).collect();
    Graph { nodes, edges, ..Graph::default() }
}

/// Whether a table could be edges at all: two columns that are filled.
pub(super) fn could_be(table: &TextTable) -> bool {
    let width = table.header().iter().filter(|title| !fold(title).is_empty()).count();
    has_header(table) || (width == 2 && table.len() > 0)
}
