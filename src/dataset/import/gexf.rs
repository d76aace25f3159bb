//! GEXF (<https://gexf.net/>) → a network.

use std::collections::HashMap;

use super::super::xml::{self, Part};
use super::graph::{Edge, Graph, Node};

/// Reads a document of at most so many nodes and edges.
///
/// # Errors
/// What is wrong with the document.
pub(super) fn read(text: &str, most: usize) -> Result<Graph, String> {
    let mut graph = Graph::default();
    // Titles of attributes by class and id.
    let mut titles: HashMap<(String, String), String> = HashMap::new();
    let (mut class, mut words, mut in_edge) = (String::new(), String::new(), false);
    xml::read(text, |part| {
        match part {
            Part::Open(name, mut attributes) => {
                words.clear();
                let mut take = |name: &str| attributes.remove(name).unwrap_or_default();
                match name.as_str() {
                    "attributes" => class = take("class"),
                    "attribute" => {
                        let id = take("id");
                        titles.insert((class.clone(), id), take("title"));
                    }
                    "node" => {
                        in_edge = false;
                        let id = take("id");
                        let label = take("label");
                        graph.nodes.push(Node { key: id.clone(), id, label, ..Node::default() });
                    }
                    "edge" => {
                        in_edge = true;
                        let (source, target) = (take("source"), take("target"));
                        let weight = take("weight");
                        let weight = (!weight.is_empty()).then(|| (String::from("weight"), weight));
                        graph.edges.push(Edge { source, target, attributes: weight.into_iter().collect() });
                    }
                    "attvalue" => {
                        let id = match take("for") {
                            // GEXF 1.1 calls it `id`.
                            id if id.is_empty() => take("id"),
                            id => id,
                        };
                        let value = take("value");
                        let class = if in_edge { "edge" } else { "node" };
                        let title = titles.get(&(class.to_owned(), id.clone())).cloned().unwrap_or(id);
                        let target = match in_edge {
                            true => graph.edges.last_mut().map(|edge| &mut edge.attributes),
                            false => graph.nodes.last_mut().map(|node: &mut Node| &mut node.attributes),
                        };
                        if let Some(target) = target {
                            target.insert(title, value);
                        }
                    }
                    _ => {}
                }
            }
            Part::Text(text) => words.push_str(&text),
            Part::Close(name) => {
                match name.as_str() {
                    "title" => drop(graph.about.insert(name, words.trim().to_owned())),
                    // As our own export says it: "dataset: …; basis: …".
                    "description" => {
                        for said in words.split("; ") {
                            if let Some((key @ ("dataset" | "version" | "date" | "basis" | "license"), value)) =
                                said.split_once(": ")
                            {
                                graph.about.insert(key.to_owned(), value.to_owned());
                            }
                        }
                    }
                    _ => {}
                }
                words.clear();
            }
        }
        if graph.nodes.len() > most || graph.edges.len() > most {
            return Err(format!("more than {most} nodes or edges"));
        }
        Ok(())
    })?;
    Ok(graph)
}
