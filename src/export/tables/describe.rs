//! `taxonomy.json` and `datapackage.json` of a dataset.

use serde_json::{Map, Value as Json, json};

use super::{DatasetTable, Sort};
use crate::ecosystem::{Dimension, Ecosystem};
use crate::language::Text;

/// The default taxonomy, over which that of a dataset is laid.
const DEFAULT_TAXONOMY: &str = include_str!("../../../datasets/taxonomy.json");

/// The dimensions and regions of an ecosystem, complete: the default dimensions are dropped before they are listed, so that
/// nothing but these is left and in this order.
pub fn taxonomy_json(ecosystem: &Ecosystem) -> Json {
    let default: Json = serde_json::from_str(DEFAULT_TAXONOMY).unwrap_or_default();
    let drop: Vec<&Json> =
        default["dimensions"].as_array().into_iter().flatten().map(|dimension| &dimension["id"]).collect();
    let taxonomy = ecosystem.taxonomy();
    let regions = ecosystem.regions();
    let region = |region: &crate::ecosystem::Region| {
        let mut listed = labelled("code", &region.code, &region.name);
        if let Some(parent) = region.parent {
            listed.insert(String::from("parent"), regions.code(parent).into());
        }
        put_aliases(&mut listed, &region.aliases);
        Json::Object(listed)
    };
    json!({
        "lead": &*taxonomy.dimensions()[taxonomy.lead()].id,
        "drop": drop,
        "dimensions": taxonomy.dimensions().iter().map(dimension).collect::<Vec<_>>(),
        "regions": regions.iter().map(region).collect::<Vec<_>>(),
    })
}

fn labelled(key: &str, id: &str, label: &Text) -> Map<String, Json> {
    let mut object = Map::new();
    object.insert(key.to_owned(), id.into());
    object.insert(String::from("nl"), label.nl.as_str().into());
    object.insert(String::from("en"), label.en.as_str().into());
    object
}

fn put_aliases(object: &mut Map<String, Json>, aliases: &[Box<str>]) {
    if !aliases.is_empty() {
        object.insert(String::from("aliases"), aliases.iter().map(|alias| Json::from(&**alias)).collect());
    }
}

fn dimension(dimension: &Dimension) -> Json {
    let mut object = labelled("id", &dimension.id, &dimension.label);
    let values = dimension.values.iter().map(|value| {
        let mut listed = labelled("id", &value.id, &value.label);
        put_aliases(&mut listed, &value.aliases);
        for (key, class) in [("reach", value.reach), ("effort", value.effort)] {
            if let Some(class) = class {
                listed.insert(key.to_owned(), class.code().into());
            }
        }
        Json::Object(listed)
    });
    let values: Json = values.collect();
    object.insert(String::from("several"), dimension.several.into());
    object.insert(String::from("open"), dimension.open.into());
    object.insert(String::from("aspect"), dimension.aspect.map(|aspect| aspect.code()).into());
    object.insert(String::from("values"), values);
    Json::Object(object)
}

/// The particulars of a dataset as a Frictionless Data Package (v2), with a Table Schema and the basis of every table.
pub fn package_json(ecosystem: &Ecosystem, tables: &[DatasetTable]) -> Json {
    let about = ecosystem.about();
    let both = |text: &Text| json!({ "nl": text.nl, "en": text.en });
    let mut package = Map::new();
    let mut put = |key: &str, value: Json| {
        package.insert(key.to_owned(), value);
    };
    put("$schema", "https://datapackage.org/profiles/2.0/datapackage.json".into());
    put("name", about.id.as_str().into());
    put("title", about.title.nl.as_str().into());
    put("titles", both(&about.title));
    if !about.version.is_empty() {
        put("version", about.version.as_str().into());
    }
    if !about.date.is_empty() {
        put("created", format!("{}T00:00:00Z", about.date).into());
    }
    // A data package has no empty lists.
    if !about.licenses.is_empty() {
        put("licenses", about.licenses.iter().map(|name| license(name)).collect());
    }
    if !about.sources.is_empty() {
        put("sources", about.sources.iter().map(|title| json!({ "title": title })).collect());
    }
    if !about.notes.is_empty() {
        put("notes", about.notes.iter().map(both).collect());
    }
    if !about.published_tables.is_empty() {
        put("publishedTables", json!(about.published_tables));
    }
    if !about.surveyed_regions.is_empty() {
        put("surveyedRegions", json!(about.surveyed_regions));
    }
    if let Some(population) = about.known_population {
        put("knownPopulation", population.into());
    }
    if !about.cluster_names.is_empty() {
        put("clusterNames", about.cluster_names.iter().map(|(id, name)| (id.clone(), both(name))).collect());
    }
    put("resources", tables.iter().map(|table| resource(ecosystem, table)).collect());
    Json::Object(package)
}

/// A licence by address where it is one, else by name.
fn license(words: &str) -> Json {
    if words.starts_with("http") { json!({ "path": words }) } else { json!({ "name": words }) }
}

fn resource(ecosystem: &Ecosystem, table: &DatasetTable) -> Json {
    let basis = ecosystem.about().basis.get(table.name);
    let mut resource = Map::new();
    resource.insert(String::from("name"), table.name.into());
    resource.insert(String::from("path"), format!("{}.csv", table.name).into());
    for (key, value) in [("type", "table"), ("format", "csv"), ("mediatype", "text/csv"), ("encoding", "utf-8")] {
        resource.insert(key.to_owned(), value.into());
    }
    if let Some(basis) = basis {
        resource.insert(String::from("basis"), basis.table.code().into());
    }
    let fields = table.columns.iter().map(|column| {
        let sort = match column.sort {
            Sort::Text => "string",
            Sort::Integer => "integer",
            Sort::Year => "year",
            Sort::Real | Sort::Share => "number",
            Sort::Date => "date",
        };
        let mut field = Map::new();
        field.insert(String::from("name"), column.name.as_str().into());
        field.insert(String::from("type"), sort.into());
        if column.required {
            field.insert(String::from("constraints"), json!({ "required": true }));
        }
        if let Some(basis) = basis.and_then(|basis| basis.columns.get(&column.name)) {
            field.insert(String::from("basis"), basis.code().into());
        }
        Json::Object(field)
    });
    let fields: Json = fields.collect();
    resource.insert(String::from("schema"), json!({ "fields": fields, "missingValues": [""] }));
    Json::Object(resource)
}
