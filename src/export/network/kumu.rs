//! A Kumu blueprint (<https://docs.kumu.io/guides/import/blueprints>): elements and connections. Kumu opens it from a file or
//! by its address ("Link map to remote JSON").

use serde_json::{Map, Value as Json, json};

use super::{Column, ExportedNetwork, Value};

/// The network as a Kumu blueprint. Connections go by id, since names may repeat; what is not known is left out.
pub fn kumu(network: &ExportedNetwork) -> Json {
    let elements = network.ids.iter().zip(&network.labels).enumerate().map(|(node, (id, label))| {
        let mut element = Map::new();
        element.insert(String::from("id"), id.as_str().into());
        element.insert(String::from("label"), label.as_str().into());
        fill(&mut element, &network.node_columns, node);
        Json::Object(element)
    });
    let connections = network.ends.iter().enumerate().map(|(edge, &(a, b))| {
        let mut connection = Map::new();
        connection.insert(String::from("id"), format!("connection-{edge}").into());
        connection.insert(String::from("from"), network.ids[a as usize].as_str().into());
        connection.insert(String::from("to"), network.ids[b as usize].as_str().into());
        connection.insert(String::from("direction"), "undirected".into());
        connection.insert(String::from("weight"), network.weights[edge].into());
        fill(&mut connection, &network.edge_columns, edge);
        Json::Object(connection)
    });
    json!({ "elements": elements.collect::<Vec<_>>(), "connections": connections.collect::<Vec<_>>() })
}

/// Cells of several values are lists, which Kumu shows and filters one by one.
fn fill(record: &mut Map<String, Json>, columns: &[Column], position: usize) {
    for column in columns {
        let value = match column.value(position) {
            Some(Value::Text(words)) if matches!(column.name, "regions" | "roles" | "otherRoles") => {
                words.split('|').map(Json::from).collect()
            }
            Some(value) => value.json(),
            None => continue,
        };
        record.insert(column.name.to_owned(), value);
    }
}
