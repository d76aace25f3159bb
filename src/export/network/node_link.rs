//! JSON as `networkx.node_link_graph` reads it (networkx 3.6: the edges stand under `edges`).

use serde_json::{Map, Value as Json, json};

use super::{Column, ExportedNetwork};

/// The network as node-link JSON. Every node and every edge has every attribute; what is not known is null.
pub fn node_link(network: &ExportedNetwork) -> Json {
    let mut graph: Map<String, Json> =
        network.about.texts().into_iter().map(|(name, words)| (name.to_owned(), words.into())).collect();
    graph.insert(String::from("network"), network.kind.code().into());
    graph.insert(String::from("nodeAttributes"), meanings(&network.node_columns));
    graph.insert(String::from("edgeAttributes"), meanings(&network.edge_columns));
    let nodes = network.ids.iter().zip(&network.labels).enumerate().map(|(node, (id, label))| {
        let mut record = Map::new();
        record.insert(String::from("id"), id.as_str().into());
        record.insert(String::from("label"), label.as_str().into());
        fill(&mut record, &network.node_columns, node);
        Json::Object(record)
    });
    let edges = network.ends.iter().enumerate().map(|(edge, &(a, b))| {
        let mut record = Map::new();
        record.insert(String::from("source"), network.ids[a as usize].as_str().into());
        record.insert(String::from("target"), network.ids[b as usize].as_str().into());
        record.insert(String::from("weight"), network.weights[edge].into());
        fill(&mut record, &network.edge_columns, edge);
        Json::Object(record)
    });
    json!({
        "directed": false,
        "multigraph": false,
        "graph": graph,
        "nodes": nodes.collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
    })
}

fn meanings(columns: &[Column]) -> Json {
    columns.iter().map(|column| (column.name.to_owned(), Json::from(column.meaning.as_str()))).collect()
}

fn fill(record: &mut Map<String, Json>, columns: &[Column], position: usize) {
    for column in columns {
        record.insert(column.name.to_owned(), column.value(position).map_or(Json::Null, |value| value.json()));
    }
}
