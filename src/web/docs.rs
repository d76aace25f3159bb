//! The description of the interface: as OpenAPI for programs, and for people at `/docs`, made from that document itself.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::asked::Asked;
use super::catalog::Catalog;
use super::openapi::{Served, document};
use super::problem::Problem;
use super::query::Query;
use super::respond::{Answer, Prepared};
use super::routes::described;
use super::well_known::Contact;
use crate::language::Language;

/// The description of this interface.
pub async fn openapi(
    request: HttpRequest,
    catalog: web::Data<Catalog>,
    contact: web::Data<Contact>,
) -> Result<HttpResponse, Problem> {
    let asked = Asked::new(&request);
    let query = Query::new(&asked);
    let language = query.language();
    query.finish()?;
    let answer = Prepared::new(Answer::json(language, &description(&asked, &catalog, &contact))?);
    answer.encode(asked.accept_encoding.as_deref());
    Ok(answer.respond(&asked))
}

/// The style of this page.
pub async fn style() -> HttpResponse {
    HttpResponse::Ok().content_type("text/css; charset=utf-8").body(include_str!("style.css"))
}

/// The same for people.
pub async fn page(
    request: HttpRequest,
    catalog: web::Data<Catalog>,
    contact: web::Data<Contact>,
) -> Result<HttpResponse, Problem> {
    let asked = Asked::new(&request);
    let page = DocsPage::new(&description(&asked, &catalog, &contact)).render().map_err(|error| {
        tracing::error!(%error, "page cannot be rendered");
        Problem::internal(Language::Nl)
    })?;
    let answer = Prepared::new(Answer::new("text/html; charset=utf-8", Language::Nl, page.into_bytes()));
    answer.encode(asked.accept_encoding.as_deref());
    Ok(answer.respond(&asked))
}

fn description(asked: &Asked, catalog: &Catalog, contact: &Contact) -> Value {
    let now = catalog.served();
    let served = Served {
        datasets: now.visible(None).map(|entry| entry.id.clone()).collect(),
        example: now.visible(None).find_map(|entry| entry.snapshot()).map(|snapshot| &snapshot.ecosystem),
        origin: asked.origin.clone(),
        contact: contact.clone(),
    };
    document(&described(), &served)
}

/// The page; every text comes from the document.
#[derive(Debug, Template)]
#[template(path = "docs.html")]
pub struct DocsPage {
    title: String,
    version: String,
    base: String,
    introduction: String,
    operations: Vec<OperationView>,
    records: Vec<RecordView>,
}

#[derive(Debug)]
struct OperationView {
    id: String,
    method: String,
    path: String,
    summary: String,
    description: String,
    /// An address that answers, where one can be made.
    example: Option<String>,
    parameters: Vec<ParameterView>,
    /// Name of the record that it answers with.
    record: Option<String>,
    is_list: bool,
}

#[derive(Debug)]
struct ParameterView {
    name: String,
    description: String,
    takes: String,
}

#[derive(Debug)]
struct RecordView {
    name: String,
    description: String,
    fields: Vec<FieldView>,
}

#[derive(Debug)]
struct FieldView {
    name: String,
    kind: String,
    description: String,
}

impl DocsPage {
    /// The page of a document as [`super::openapi::document`] makes it.
    pub fn new(document: &Value) -> Self {
        let base = words(&document["servers"][0]["url"]);
        let paths = document["paths"].as_object().into_iter().flatten();
        let operations = paths.flat_map(|(path, item)| {
            let base = base.clone();
            item.as_object()
                .into_iter()
                .flatten()
                .map(move |(method, operation)| OperationView::new(&base, path, method, operation))
        });
        let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
        Self {
            title: words(&document["info"]["title"]),
            version: words(&document["info"]["version"]),
            introduction: words(&document["info"]["description"]),
            operations: operations.collect(),
            records: schemas.map(|(name, schema)| RecordView::new(name, schema)).collect(),
            base,
        }
    }
}

impl OperationView {
    fn new(base: &str, path: &str, method: &str, operation: &Value) -> Self {
        let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut filled = Some(path.to_owned());
        for parameter in parameters.iter().filter(|parameter| parameter["in"] == "path") {
            let value = parameter["schema"]["enum"][0].as_str();
            let place = format!("{{{}}}", words(&parameter["name"]));
            filled = filled.zip(value).map(|(filled, value)| filled.replace(&place, value));
        }
        let status = if operation["responses"]["201"].is_null() { "200" } else { "201" };
        let content = &operation["responses"][status]["content"]["application/json"]["schema"];
        let items = content["allOf"][1]["properties"]["items"]["items"]["$ref"].as_str();
        let name = items.or_else(|| content["$ref"].as_str()).and_then(|reference| reference.rsplit('/').next());
        Self {
            id: words(&operation["operationId"]),
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary: words(&operation["summary"]),
            description: words(&operation["description"]),
            example: filled.filter(|_| method == "get").map(|path| format!("{base}{path}")),
            parameters: parameters.iter().map(ParameterView::new).collect(),
            record: name.map(str::to_owned),
            is_list: items.is_some(),
        }
    }
}

impl ParameterView {
    fn new(parameter: &Value) -> Self {
        let schema = &parameter["schema"];
        let (several, one) = match &schema["items"] {
            Value::Null => ("", schema),
            items => ("een of meer van: ", items),
        };
        let takes = match (&one["enum"], &one["minimum"], &one["maximum"]) {
            (Value::Array(codes), ..) => {
                format!("{several}{}", codes.iter().map(words).collect::<Vec<_>>().join(", "))
            }
            (_, Value::Number(least), Value::Number(most)) => format!("{least} tot en met {most}"),
            _ if one["format"] == "date" => String::from("datum, zoals 2026-01-31"),
            _ => String::from("tekst"),
        };
        Self { name: words(&parameter["name"]), description: words(&parameter["description"]), takes }
    }
}

impl RecordView {
    fn new(name: &str, schema: &Value) -> Self {
        let fields = schema["properties"].as_object().into_iter().flatten();
        Self {
            name: name.to_owned(),
            description: words(&schema["description"]),
            fields: fields
                .map(|(name, field)| FieldView {
                    name: name.clone(),
                    kind: kind(field),
                    description: words(&field["description"]),
                })
                .collect(),
        }
    }
}

/// The type of a field in a few words.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(codes) = schema["enum"].as_array() {
        return codes.iter().map(words).collect::<Vec<_>>().join(", ");
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        if let Some(list) = schema[choice].as_array() {
            return list.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    match &schema["type"] {
        Value::String(word) if word == "array" => format!("list of {}", kind(&schema["items"])),
        Value::String(word) => word.clone(),
        Value::Array(list) => list.iter().map(words).collect::<Vec<_>>().join(" or "),
        _ => String::from("any"),
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::String(words) => words.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
