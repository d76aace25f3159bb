//! GraphML 1.0 (<http://graphml.graphdrawing.org/>): for networkx, igraph, Gephi, Cytoscape and yEd.

use super::xml::Xml;
use super::{Column, ExportedNetwork, Values};

/// The network as GraphML, undirected, with a typed key per attribute.
pub fn graphml(network: &ExportedNetwork) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open(
        "graphml",
        &[
            ("xmlns", "http://graphml.graphdrawing.org/xmlns"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            (
                "xsi:schemaLocation",
                "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
            ),
        ],
    );
    let about = network.about.texts();
    for (name, _) in &about {
        key(&mut xml, &format!("g_{name}"), "graph", name, "string", "");
    }
    key(&mut xml, "n_label", "node", "label", "string", "");
    for column in &network.node_columns {
        key(&mut xml, &format!("n_{}", column.name), "node", column.name, sort(column), &column.meaning);
    }
    key(&mut xml, "e_weight", "edge", "weight", "double", "");
    for column in &network.edge_columns {
        key(&mut xml, &format!("e_{}", column.name), "edge", column.name, sort(column), &column.meaning);
    }
    xml.open("graph", &[("id", "network"), ("edgedefault", "undirected")]);
    for (name, words) in &about {
        xml.text("data", &[("key", &format!("g_{name}"))], words);
    }
    for (node, id) in network.ids.iter().enumerate() {
        xml.open("node", &[("id", id)]);
        xml.text("data", &[("key", "n_label")], &network.labels[node]);
        data(&mut xml, "n_", &network.node_columns, node);
        xml.close("node");
    }
    for (edge, &(a, b)) in network.ends.iter().enumerate() {
        xml.open("edge", &[("source", &network.ids[a as usize]), ("target", &network.ids[b as usize])]);
        xml.text("data", &[("key", "e_weight")], &network.weights[edge].to_string());
        data(&mut xml, "e_", &network.edge_columns, edge);
        xml.close("edge");
    }
    xml.close("graph");
    xml.close("graphml");
    xml.finish()
}

fn key(xml: &mut Xml, id: &str, of: &str, name: &str, sort: &str, meaning: &str) {
    let attributes = [("id", id), ("for", of), ("attr.name", name), ("attr.type", sort)];
    if meaning.is_empty() {
        return xml.empty("key", &attributes);
    }
    xml.open("key", &attributes);
    xml.text("desc", &[], meaning);
    xml.close("key");
}

/// GraphML has no dates: they are ISO texts.
fn sort(column: &Column) -> &'static str {
    match column.values {
        Values::Text(_) | Values::Date(_) => "string",
        Values::Integer(_) => "long",
        Values::Real(_) => "double",
    }
}

fn data(xml: &mut Xml, prefix: &str, columns: &[Column], position: usize) {
    for column in columns {
        if let Some(value) = column.value(position) {
            xml.text("data", &[("key", &format!("{prefix}{}", column.name))], &value.text());
        }
    }
}
