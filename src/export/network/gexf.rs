//! GEXF 1.3 (<https://gexf.net/>): for Gephi, with positions, sizes and colors.

use super::place::{color, place};
use super::xml::Xml;
use super::{Column, ExportedNetwork, Values};

/// The network as GEXF. It opens in Gephi as the network map looks; the date is that of the data.
pub fn gexf(network: &ExportedNetwork) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open(
        "gexf",
        &[
            ("xmlns", "http://gexf.net/1.3"),
            ("xmlns:viz", "http://gexf.net/1.3/viz"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xsi:schemaLocation", "http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd"),
            ("version", "1.3"),
        ],
    );
    let date: Vec<(&str, &str)> = network.about.date.iter().map(|date| ("lastmodifieddate", date.as_str())).collect();
    xml.open("meta", &date);
    xml.text("creator", &[], "Ecosysteemkaart");
    xml.text("title", &[], &network.about.title);
    let said: Vec<String> = network.about.texts().into_iter().map(|(name, words)| format!("{name}: {words}")).collect();
    xml.text("description", &[], &said.join("; "));
    xml.close("meta");
    xml.open("graph", &[("defaultedgetype", "undirected"), ("mode", "static")]);
    declare(&mut xml, "node", &network.node_columns);
    declare(&mut xml, "edge", &network.edge_columns);
    xml.open("nodes", &[("count", &network.ids.len().to_string())]);
    for (node, placed) in place(network).into_iter().enumerate() {
        xml.open("node", &[("id", &network.ids[node]), ("label", &network.labels[node])]);
        values(&mut xml, &network.node_columns, node);
        let [r, g, b] = color(network.groups[node]).map(|part| part.to_string());
        xml.empty("viz:color", &[("r", &r), ("g", &g), ("b", &b)]);
        if let Some((x, y)) = placed.position {
            xml.empty("viz:position", &[("x", &x.to_string()), ("y", &y.to_string()), ("z", "0")]);
        }
        xml.empty("viz:size", &[("value", &placed.radius.to_string())]);
        xml.close("node");
    }
    xml.close("nodes");
    xml.open("edges", &[("count", &network.ends.len().to_string())]);
    for (edge, &(a, b)) in network.ends.iter().enumerate() {
        xml.open(
            "edge",
            &[
                ("id", &edge.to_string()),
                ("source", &network.ids[a as usize]),
                ("target", &network.ids[b as usize]),
                ("weight", &network.weights[edge].to_string()),
            ],
        );
        values(&mut xml, &network.edge_columns, edge);
        xml.close("edge");
    }
    xml.close("edges");
    xml.close("graph");
    xml.close("gexf");
    xml.finish()
}

fn declare(xml: &mut Xml, class: &str, columns: &[Column]) {
    xml.open("attributes", &[("class", class), ("mode", "static")]);
    for column in columns {
        // Dates are texts: the date type of GEXF makes Gephi take a network for a changing one.
        let sort = match column.values {
            Values::Text(_) | Values::Date(_) => "string",
            Values::Integer(_) => "long",
            Values::Real(_) => "double",
        };
        xml.empty("attribute", &[("id", column.name), ("title", column.name), ("type", sort)]);
    }
    xml.close("attributes");
}

fn values(xml: &mut Xml, columns: &[Column], position: usize) {
    let filled = columns.iter().filter_map(|column| Some((column.name, column.value(position)?)));
    let filled: Vec<_> = filled.collect();
    if filled.is_empty() {
        return;
    }
    xml.open("attvalues", &[]);
    for (name, value) in filled {
        xml.empty("attvalue", &[("for", name), ("value", &value.text())]);
    }
    xml.close("attvalues");
}
