//! VOSviewer JSON (<https://app.vosviewer.com/docs/file-types/json-file-type/>): items, links and clusters. VOSviewer Online
//! opens it from a file or by `https://app.vosviewer.com/?json=ADDRESS`.

use serde_json::{Map, Value as Json, json};

use super::place::place;
use super::{ExportedNetwork, Value};

/// Clusters that VOSviewer numbers at most.
const MOST_CLUSTERS: usize = 1000;

/// Measures that can color items.
const SCORES: [&str; 5] = ["betweenness", "closeness", "pagerank", "core", "degreeCentrality"];

/// The network as VOSviewer JSON, with the positions of the network map.
///
/// Weights are the number of edges and the sum of their weights. Items of no cluster, and those of clusters beyond a
/// thousand, have none. Descriptions are HTML and escaped.
pub fn vosviewer(network: &ExportedNetwork) -> Json {
    let links = network.links();
    let mut strengths = vec![0.0; network.ids.len()];
    for (&(a, b), &weight) in network.ends.iter().zip(&network.weights) {
        strengths[a as usize] += weight;
        strengths[b as usize] += weight;
    }
    let placed = place(network);
    // Half the larger side of the map: coordinates from -1 to 1.
    let scale = crate::layout::DEFAULT_WIDTH.max(crate::layout::DEFAULT_HEIGHT) / 2.0;
    let rounded = |value: f64| (value / scale * 10_000.0).round() / 10_000.0 + 0.0;
    let items = network.ids.iter().zip(&network.labels).enumerate().map(|(node, (id, label))| {
        let mut item = Map::new();
        item.insert(String::from("id"), id.as_str().into());
        item.insert(String::from("label"), label.as_str().into());
        item.insert(String::from("description"), description(network, node).into());
        if let Some(url) = text(network, node, "url").filter(|url| url.starts_with("http")) {
            item.insert(String::from("url"), url.into());
        }
        if let Some((x, y)) = placed[node].position {
            item.insert(String::from("x"), rounded(x).into());
            item.insert(String::from("y"), rounded(y).into());
        }
        if let Some(group) = network.groups[node].filter(|&group| group < MOST_CLUSTERS) {
            item.insert(String::from("cluster"), (group + 1).into());
        }
        item.insert(String::from("weights"), json!({ "Links": links[node], "Total link strength": strengths[node] }));
        let scores: Map<String, Json> = network
            .node_columns
            .iter()
            .filter(|column| SCORES.contains(&column.name))
            .filter_map(|column| Some((column.name.to_owned(), column.value(node)?.json())))
            .collect();
        if !scores.is_empty() {
            item.insert(String::from("scores"), scores.into());
        }
        Json::Object(item)
    });
    let items: Vec<Json> = items.collect();
    let strength = |(&(a, b), &weight): (&(u32, u32), &f64)| json!({ "source_id": network.ids[a as usize], "target_id": network.ids[b as usize], "strength": weight });
    let links: Vec<Json> = network.ends.iter().zip(&network.weights).map(strength).collect();
    let clusters = network.clusters.iter().take(MOST_CLUSTERS).enumerate();
    let clusters: Vec<Json> = clusters.map(|(group, name)| json!({ "cluster": group + 1, "label": name })).collect();
    let said: Vec<String> =
        network.about.texts().iter().map(|(name, words)| format!("{name}: {}", html(words))).collect();
    json!({
        "network": { "items": items, "links": links, "clusters": clusters },
        "info": { "title": network.about.title, "description": said.join("<br>") },
    })
}

fn text<'a>(network: &'a ExportedNetwork, node: usize, name: &str) -> Option<&'a str> {
    let column = network.node_columns.iter().find(|column| column.name == name)?;
    match column.value(node)? {
        Value::Text(words) => Some(words),
        _ => None,
    }
}

/// What kind of node it is, and where.
fn description(network: &ExportedNetwork, node: usize) -> String {
    let said = ["type", "kind", "level", "regions", "basis"].into_iter();
    let said = said.filter_map(|name| Some(format!("{name}: {}", html(text(network, node, name)?))));
    said.collect::<Vec<_>>().join("<br>")
}

fn html(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
