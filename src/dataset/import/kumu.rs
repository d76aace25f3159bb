//! Kumu (<https://docs.kumu.io/guides/import>): a blueprint in JSON, or tables of elements and connections → a network.

use serde_json::{Map, Value as Json};

use super::super::columns::Column;
use super::super::headers::Titles;
use super::super::row::Row;
use super::super::table::TextTable;
use super::super::xml::Attributes;
use super::graph::{Edge, Graph, Node};

/// Reads a blueprint; `None` where the JSON is no such thing.
pub(super) fn read(json: &Json) -> Option<Graph> {
    let elements = json.get("elements")?.as_array()?;
    let none = Vec::new();
    let connections = json.get("connections").and_then(Json::as_array).unwrap_or(&none);
    let mut graph = Graph::default();
    for element in elements.iter().filter_map(Json::as_object) {
        let mut attributes = flat(element);
        let id = attributes.remove("_id").or_else(|| attributes.remove("id")).unwrap_or_default();
        let label = attributes.remove("label").unwrap_or_default();
        let id = if id.is_empty() { label.clone() } else { id };
        graph.nodes.push(Node { key: id.clone(), id, label, attributes });
    }
    let mut by_label = std::collections::HashMap::new();
    for node in &graph.nodes {
        by_label.entry(node.label.as_str()).or_insert(node.key.clone());
    }
    let keys: std::collections::HashSet<&str> = graph.nodes.iter().map(|node| node.key.as_str()).collect();
    let end = |words: String| {
        if keys.contains(words.as_str()) { words } else { by_label.get(words.as_str()).cloned().unwrap_or(words) }
    };
    for connection in connections.iter().filter_map(Json::as_object) {
        let mut attributes = flat(connection);
        let (from, to) = (attributes.remove("from").unwrap_or_default(), attributes.remove("to").unwrap_or_default());
        for name in ["_id", "id", "direction"] {
            attributes.remove(name);
        }
        graph.edges.push(Edge { source: end(from), target: end(to), attributes });
    }
    Some(graph)
}

/// The values of an object as texts, those of its `attributes` included; lists with `|` between their items.
fn flat(object: &Map<String, Json>) -> Attributes {
    let mut out = Attributes::new();
    for (key, value) in object {
        match value {
            Json::Object(inner) if key == "attributes" => {
                for (key, value) in inner {
                    if let Some(words) = text(value) {
                        out.entry(key.clone()).or_insert(words);
                    }
                }
            }
            other => {
                if let Some(words) = text(other) {
                    out.insert(key.clone(), words);
                }
            }
        }
    }
    out
}

fn text(value: &Json) -> Option<String> {
    match value {
        Json::String(words) => Some(words.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(value) => Some(value.to_string()),
        Json::Array(items) => Some(items.iter().filter_map(text).collect::<Vec<_>>().join("|")),
        Json::Null | Json::Object(_) => None,
    }
}

/// Elements from a table with a column `label` (or `id`), and connections from one with `from` and `to`.
pub(super) fn of_tables(elements: Option<&TextTable>, connections: Option<&TextTable>) -> Graph {
    let mut graph = Graph::default();
    for (_, mut attributes) in elements.into_iter().flat_map(rows) {
        let label = take(&mut attributes, &["label", "name", "naam"]);
        let id = take(&mut attributes, &["id", "_id"]);
        let id = if id.is_empty() { label.clone() } else { id };
        if !id.is_empty() {
            graph.nodes.push(Node { key: id.clone(), id, label, attributes });
        }
    }
    let mut known: std::collections::HashMap<String, String> = std::collections::HashMap::new();
    for node in &graph.nodes {
        known.insert(node.key.clone(), node.key.clone());
    }
    for node in &graph.nodes {
        known.entry(node.label.clone()).or_insert(node.key.clone());
    }
    for (_, mut attributes) in connections.into_iter().flat_map(rows) {
        let mut end = |names: &[&str]| take(&mut attributes, names);
        let (from, to) = (end(&["from", "van", "source"]), end(&["to", "naar", "target"]));
        for name in ["id", "direction"] {
            take(&mut attributes, &[name]);
        }
        // Kumu makes elements of what only connections name.
        let mut key = |words: String| match known.get(&words) {
            Some(key) => key.clone(),
            None => {
                known.insert(words.clone(), words.clone());
                graph.nodes.push(Node {
                    key: words.clone(),
                    id: words.clone(),
                    label: words.clone(),
                    ..Node::default()
                });
                words
            }
        };
        if !from.is_empty() && !to.is_empty() {
            let (source, target) = (key(from), key(to));
            graph.edges.push(Edge { source, target, attributes });
        }
    }
    graph
}

/// Rows as attributes by title.
pub(super) fn rows(table: &TextTable) -> impl Iterator<Item = (u64, Attributes)> {
    Row::all(table).map(move |row| {
        let cells = table.header().iter().enumerate().filter(|(_, title)| !title.is_empty());
        let cells = cells.map(|(position, title)| {
            let column = Column { name: title.clone(), position: Some(position) };
            (title.clone(), row.text(&column).to_owned())
        });
        (row.number(), cells.filter(|(_, cell)| !cell.is_empty()).collect())
    })
}

/// Takes an attribute by one of its names, in any case.
pub(super) fn take(attributes: &mut Attributes, names: &[&str]) -> String {
    for name in names {
        let found = attributes.keys().find(|key| key.trim().eq_ignore_ascii_case(name)).cloned();
        if let Some(value) = found.and_then(|key| attributes.remove(&key)) {
            return value;
        }
    }
    String::new()
}

/// Whether a table has the columns of connections.
pub(super) fn are_connections(table: &TextTable) -> bool {
    let titles = Titles::new(table.header().iter().map(String::as_str));
    !titles.called(&["from"]).is_empty() && !titles.called(&["to"]).is_empty()
}
