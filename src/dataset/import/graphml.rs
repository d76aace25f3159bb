//! GraphML (<http://graphml.graphdrawing.org/>) → a network.

use std::collections::HashMap;

use super::super::xml::{self, Attributes, Part};
use super::graph::{Edge, Graph, Node};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Graph,
    Node,
    Edge,
}

/// Reads a document of at most so many nodes and edges.
///
/// # Errors
/// What is wrong with the document.
pub(super) fn read(text: &str, most: usize) -> Result<Graph, String> {
    let mut graph = Graph::default();
    // What is declared: the name and the default of each key.
    let mut keys: HashMap<String, (String, Option<String>)> = HashMap::new();
    let (mut declared, mut data, mut words) = (None::<String>, None::<String>, String::new());
    let mut within: Vec<Within> = Vec::new();
    xml::read(text, |part| {
        match part {
            Part::Open(name, mut attributes) => {
                words.clear();
                match name.as_str() {
                    "key" => {
                        let id = attributes.remove("id").unwrap_or_default();
                        let called = attributes.remove("attr.name").or_else(|| attributes.remove("yfiles.type"));
                        keys.insert(id.clone(), (called.unwrap_or_else(|| id.clone()), None));
                        declared = Some(id);
                    }
                    "graph" => within.push(Within::Graph),
                    "node" => {
                        within.push(Within::Node);
                        let id = attributes.remove("id").unwrap_or_default();
                        graph.nodes.push(Node { key: id.clone(), id, ..Node::default() });
                    }
                    "edge" => {
                        within.push(Within::Edge);
                        let mut end = |name: &str| attributes.remove(name).unwrap_or_default();
                        let (source, target) = (end("source"), end("target"));
                        graph.edges.push(Edge { source, target, attributes: Attributes::new() });
                    }
                    "data" => data = attributes.remove("key"),
                    _ => {}
                }
            }
            Part::Text(text) => words.push_str(&text),
            Part::Close(name) => {
                match name.as_str() {
                    "default" => {
                        if let Some(key) = declared.as_ref().and_then(|id| keys.get_mut(id)) {
                            key.1 = Some(words.trim().to_owned());
                        }
                    }
                    "key" => declared = None,
                    "data" => {
                        if let Some(key) = data.take() {
                            let called = keys.get(&key).map_or(key, |(called, _)| called.clone());
                            let value = words.trim().to_owned();
                            let target = match within.last() {
                                Some(Within::Node) => graph.nodes.last_mut().map(|node| &mut node.attributes),
                                Some(Within::Edge) => graph.edges.last_mut().map(|edge| &mut edge.attributes),
                                Some(Within::Graph) => Some(&mut graph.about),
                                None => None,
                            };
                            if let Some(target) = target {
                                target.insert(called, value);
                            }
                        }
                    }
                    "graph" | "node" | "edge" => drop(within.pop()),
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
    for node in &mut graph.nodes {
        let label =
            ["label", "name", "naam", "title", "Label", "Name"].iter().find_map(|key| node.attributes.remove(*key));
        node.label = label.unwrap_or_default();
    }
    Ok(graph)
}
