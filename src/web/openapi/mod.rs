//! The description of the HTTP interface as an OpenAPI 3.1 document, made from the table of routes.
//!
//! Each resource says what it is, which query keys it reads and which record it answers with ([`Operation`]); schemas come
//! from the records themselves. Descriptions are Dutch, as the Dutch design rules ask; names are the field's English terms.

mod bodies;
mod keys;

use serde_json::{Map, Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

pub use self::bodies::Body;
use self::keys::parameter;
use super::middleware::API_VERSION;
use super::well_known::Contact;
use crate::chart::catalog::ChartName;
use crate::ecosystem::Ecosystem;
use crate::export::{ExportFormat, RecordSchema};

/// What a resource is, reads and answers.
pub struct Operation {
    /// A few words.
    pub summary: String,
    /// A sentence or two.
    pub description: &'static str,
    /// Query keys beside `lang` and those that come with filters and lists; `key!` must be given, `by=one` takes one
    /// dimension.
    pub keys: &'static [&'static str],
    /// Whether it takes the filters on actors, initiatives and dimensions.
    pub filters: bool,
    pub answer: Answered,
    /// The JSON that is posted.
    pub body: Option<Body>,
    /// Fields of a form that is sent.
    pub form: Vec<FormField>,
    /// Whether it takes a token.
    pub token: bool,
    /// Whether something new comes of it: 201 instead of 200.
    pub created: bool,
}

/// A field of a form.
#[derive(Debug, Clone, Copy)]
pub struct FormField {
    pub name: &'static str,
    pub needed: bool,
    pub meaning: &'static str,
    /// A file instead of words.
    pub file: bool,
}

/// What a resource answers with.
pub enum Answered {
    /// A list of records, as JSON or CSV; which of several kinds of records depends on a key.
    List(Vec<RecordSchema>),
    /// One document.
    Document(RecordSchema),
    /// A picture, or the numbers in it.
    Picture(ChartName),
    /// A file of one of these media types, by what is asked.
    File(Vec<&'static str>),
}

/// Keys that every list reads.
pub const LIST_KEYS: &[&str] = &["page", "pageSize", "sort", "fields", "format"];
/// Keys that every resource with filters reads; the dimensions of the dataset come with them.
pub const FILTER_KEYS: &[&str] = &["kind", "level", "region", "role", "initiativeLevel", "asOf"];

impl Operation {
    /// A list of records with all filters.
    pub fn list(record: RecordSchema, summary: impl Into<String>, description: &'static str) -> Self {
        Self::lists(vec![record], summary, description)
    }

    /// As [`Self::list`], with several kinds of records of which one is asked.
    pub fn lists(records: Vec<RecordSchema>, summary: impl Into<String>, description: &'static str) -> Self {
        Self { filters: true, ..Self::new(Answered::List(records), summary, description) }
    }

    /// One document without filters.
    pub fn document(record: RecordSchema, summary: impl Into<String>, description: &'static str) -> Self {
        Self::new(Answered::Document(record), summary, description)
    }

    /// An answer without keys or filters.
    pub fn new(answer: Answered, summary: impl Into<String>, description: &'static str) -> Self {
        Self {
            summary: summary.into(),
            description,
            keys: &[],
            filters: false,
            answer,
            body: None,
            form: Vec::new(),
            token: false,
            created: false,
        }
    }

    /// A question with a body, answered by one document.
    pub fn posted(record: RecordSchema, summary: impl Into<String>, description: &'static str, body: Body) -> Self {
        Self { body: Some(body), ..Self::document(record, summary, description) }
    }

    #[must_use]
    pub fn keys(self, keys: &'static [&'static str]) -> Self {
        Self { keys, ..self }
    }

    #[must_use]
    pub fn without_filters(self) -> Self {
        Self { filters: false, ..self }
    }

    #[must_use]
    pub fn form(self, fields: &[FormField]) -> Self {
        Self { form: fields.to_vec(), ..self }
    }

    #[must_use]
    pub fn with_token(self) -> Self {
        Self { token: true, ..self }
    }

    #[must_use]
    pub fn created(self) -> Self {
        Self { created: true, ..self }
    }

    /// All query keys but those of dimensions, each once.
    pub fn all_keys(&self) -> Vec<&'static str> {
        let mut keys: Vec<&'static str> = self.keys.to_vec();
        if self.filters {
            keys.extend(FILTER_KEYS);
        }
        match self.answer {
            Answered::List(_) => keys.extend(LIST_KEYS),
            Answered::Picture(chart) => {
                keys.extend(chart.parameters().iter().map(|parameter| parameter.key));
                keys.extend(match chart.earlier() {
                    0 => None,
                    1 => Some("with"),
                    _ => Some("with=several"),
                });
                keys.push("format");
            }
            Answered::Document(_) | Answered::File(_) => {}
        }
        keys.push("lang");
        let mut seen = std::collections::BTreeSet::new();
        keys.retain(|key| seen.insert(keys::name(key)));
        keys
    }
}

/// How a path is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    /// A question with a body, or something new.
    Post,
    /// A decision that takes the place of an earlier one.
    Put,
}

/// One path of the interface, `{name}` for what varies.
pub struct DescribedPath {
    pub path: String,
    pub method: Method,
    pub operation: Operation,
}

/// What the document says of the datasets that are served: examples and lists of allowed values come from them.
pub struct Served<'a> {
    pub datasets: Vec<String>,
    /// The default dataset.
    pub example: Option<&'a Ecosystem>,
    /// Address of the service.
    pub origin: String,
    pub contact: Contact,
}

impl Served<'_> {
    fn regions(&self) -> Vec<&str> {
        let regions = self.example.map(Ecosystem::regions);
        regions.into_iter().flat_map(|regions| regions.iter().map(|region| &*region.code)).collect()
    }
}

/// The whole document.
pub fn document(paths: &[DescribedPath], served: &Served<'_>) -> Value {
    let mut schemas: Map<String, Value> = Map::new();
    let mut described: Map<String, Value> = Map::new();
    for DescribedPath { path, method, operation } in paths {
        let records: &[RecordSchema] = match &operation.answer {
            Answered::List(records) => records,
            Answered::Document(record) => std::slice::from_ref(record),
            Answered::Picture(_) | Answered::File(_) => &[],
        };
        for (name, schema) in records.iter().flat_map(RecordSchema::all) {
            schemas.entry(name).or_insert_with(|| schema_value(&schema));
        }
        let (method, item) = match method {
            Method::Get => ("get", describe(path, operation, served)),
            Method::Post => ("post", describe_sent("post", path, operation, served)),
            Method::Put => ("put", describe_sent("put", path, operation, served)),
        };
        described.entry(path.clone()).or_insert_with(|| json!({}))[method] = item;
    }
    schemas.sort_keys();
    for (name, schema) in shared_schemas().into_iter().chain(Body::schemas(served)) {
        schemas.insert(name.to_owned(), schema);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Ecosysteemkaart",
            "version": API_VERSION,
            "summary": "Wie helpt het Nederlandse mkb, met wie, waar, en waar niet.",
            "description": INTRODUCTION,
            "contact": {
                "name": served.contact.name,
                "url": format!("{}/docs", served.origin),
                "email": served.contact.email,
            },
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": format!("{}/v1", served.origin) }],
        "tags": [{ "name": "datasets", "description": "Datasets en wat eruit volgt" }],
        "paths": described,
        "components": {
            "schemas": schemas,
            "headers": headers(),
            "responses": problems(),
            "securitySchemes": { "token": {
                "type": "http",
                "scheme": "bearer",
                "description": "Een token met het recht read (gesloten datasets lezen) of write (ook bewaren). De beheerder maakt het met `ecosysteemkaart token create`.",
            } },
        },
    })
}

const INTRODUCTION: &str = "Alle uitkomsten over het netwerk van aanbieders en initiatieven die het mkb helpen. Lezen is open, \
    behalve van gesloten datasets; bewaren vraagt een token. Elk antwoord noemt de dataset, de methode en de basis \
    (gepubliceerd, geregistreerd, gemodelleerd, gereconstrueerd of fictief). Lijsten komen per pagina, als JSON of als CSV. \
    Waar filters kunnen, is ook elk kenmerk van de dataset een vraagsleutel, zoals sector=C; meer waarden worden met komma's \
    gescheiden. Een onbekende sleutel of waarde geeft een 400 die zegt wat wel kan. Namen van bronnen en velden zijn Engels, \
    de vaktermen van het vakgebied; labels zijn er in het \
    Nederlands en Engels.";

fn describe(path: &str, operation: &Operation, served: &Served<'_>) -> Value {
    let mut parameters: Vec<Value> = Vec::new();
    for name in path.split('{').skip(1).filter_map(|part| part.split('}').next()) {
        let allowed = match name {
            "dataset" => json!(served.datasets),
            "format" => json!(ExportFormat::ALL.iter().map(|format| format.code()).collect::<Vec<_>>()),
            "region" => json!(served.regions()),
            _ => Value::Null,
        };
        let mut schema = json!({ "type": "string" });
        if !allowed.is_null() {
            schema["enum"] = allowed;
        }
        parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": schema }));
    }
    // Decisions and tests hang on a dataset, not on one of its versions.
    if path.starts_with("/datasets/{dataset}") && !operation.token {
        parameters.push(parameter("version", operation, served));
    }
    parameters.extend(operation.all_keys().into_iter().map(|key| parameter(key, operation, served)));
    let mut responses = json!({
        "304": { "description": "De client heeft deze bytes al.", "headers": header_refs(&["API-Version", "ETag"]) },
        "400": { "$ref": "#/components/responses/BadRequest" },
        "404": { "$ref": "#/components/responses/NotFound" },
        "406": { "$ref": "#/components/responses/NotAcceptable" },
        "503": { "$ref": "#/components/responses/Unavailable" },
    });
    responses["200"] = json!({
        "description": operation.summary,
        "headers": header_refs(&["API-Version", "ETag", "Link", "Content-Language"]),
        "content": content(&operation.answer),
    });
    let mut item = json!({
        "tags": ["datasets"],
        "operationId": operation_id(path),
        "summary": operation.summary,
        "description": operation.description,
        "parameters": parameters,
        "responses": responses,
    });
    if operation.token {
        item["security"] = json!([{ "token": [] }]);
        for (status, name) in [("401", "Unauthorized"), ("403", "Forbidden")] {
            item["responses"][status] = json!({ "$ref": format!("#/components/responses/{name}") });
        }
    }
    item
}

/// A question with a body has no validator; it can be too large, too slow or not JSON.
fn describe_sent(method: &str, path: &str, operation: &Operation, served: &Served<'_>) -> Value {
    let mut item = describe(path, operation, served);
    item["operationId"] = json!(format!("{method}-{}", operation_id(path)));
    let (media, content) = match operation.body {
        Some(body) => {
            let schema = json!({ "$ref": format!("#/components/schemas/{}", body.name()) });
            ("application/json", json!({ "schema": schema, "example": body.example() }))
        }
        None => ("multipart/form-data", json!({ "schema": form_schema(&operation.form) })),
    };
    item["requestBody"] = json!({ "required": true, "content": { media: content } });
    let responses = &mut item["responses"];
    if let Some(responses) = responses.as_object_mut() {
        responses.remove("304");
        responses.remove("406");
    }
    responses["200"]["headers"] = header_refs(&["API-Version", "Content-Language"]);
    if operation.created
        && let Some(responses) = responses.as_object_mut()
        && let Some(mut answer) = responses.remove("200")
    {
        answer["headers"] = header_refs(&["API-Version", "Content-Language", "Location"]);
        responses.insert(String::from("201"), answer);
    }
    for (status, name) in [("408", "Slow"), ("413", "TooLarge"), ("415", "NotThisKind")] {
        responses[status] = json!({ "$ref": format!("#/components/responses/{name}") });
    }
    item
}

fn form_schema(fields: &[FormField]) -> Value {
    let needed = fields.iter().filter(|field| field.needed).map(|field| field.name);
    let mut schema = json!({ "type": "object", "required": needed.collect::<Vec<_>>() });
    for field in fields {
        schema["properties"][field.name] = json!({ "type": "string", "description": field.meaning });
        if field.file {
            schema["properties"][field.name]["contentMediaType"] = json!("application/octet-stream");
        }
    }
    schema
}

/// `/datasets/{dataset}/white-spots` → `datasets-white-spots`.
fn operation_id(path: &str) -> String {
    if path == "/datasets/{dataset}" {
        return String::from("dataset");
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != "{dataset}").collect();
    parts.join("-").replace(['{', '}'], "")
}

fn content(answer: &Answered) -> Value {
    match answer {
        Answered::Document(record) => json!({ "application/json": { "schema": reference(record) } }),
        Answered::File(media) => {
            let schema = |media: &str| match media.ends_with("json") {
                true => json!({ "schema": { "type": "object" } }),
                false => json!({ "schema": { "type": "string", "format": "binary" } }),
            };
            Value::Object(media.iter().map(|media| ((*media).to_owned(), schema(media))).collect())
        }
        Answered::Picture(_) => json!({
            "image/svg+xml": { "schema": { "type": "string" } },
            "image/png": { "schema": { "type": "string", "format": "binary" } },
            "text/csv": { "schema": { "type": "string" } },
        }),
        Answered::List(records) => json!({
            "application/json": { "schema": {
                "allOf": [
                    { "$ref": "#/components/schemas/List" },
                    { "type": "object", "properties": { "items": items(records) } },
                ],
            } },
            "text/csv": { "schema": { "type": "string" } },
        }),
    }
}

/// One of the records, or what `fields` leaves of it.
fn items(records: &[RecordSchema]) -> Value {
    let mut kinds: Vec<Value> = records.iter().map(reference).collect();
    kinds.push(json!({ "$ref": "#/components/schemas/Chosen" }));
    json!({ "type": "array", "items": { "anyOf": kinds } })
}

fn reference(record: &RecordSchema) -> Value {
    json!({ "$ref": format!("#/components/schemas/{}", record.name()) })
}

fn schema_value(schema: &RefOr<Schema>) -> Value {
    serde_json::to_value(schema).unwrap_or_default()
}

/// Schemas that no record of ours has: the envelope of lists, a record of which fields were chosen, and the error body.
fn shared_schemas() -> [(&'static str, Value); 3] {
    let text = json!({ "type": "object", "properties": { "nl": { "type": "string" }, "en": { "type": "string" } } });
    let link = json!({ "type": "object", "properties": { "href": { "type": "string", "format": "uri" } } });
    let basis = json!({ "$ref": "#/components/schemas/Basis" });
    [
        (
            "List",
            json!({
                "type": "object",
                "description": "Een pagina van een lijst, met waar zij op rust; sommige lijsten hebben meer kerngetallen.",
                "required": ["total", "items", "_links"],
                "properties": {
                    "dataset": { "type": "object", "properties": {
                        "id": { "type": "string" }, "title": text, "version": { "type": ["string", "null"] },
                        "date": { "type": ["string", "null"] },
                    } },
                    "method": text,
                    "basis": basis,
                    "basisExceptions": { "type": "object", "additionalProperties": basis },
                    "total": { "type": "integer", "minimum": 0 },
                    "items": { "type": "array", "items": {} },
                    "_links": { "type": "object", "properties": { "self": link, "prev": link, "next": link } },
                },
            }),
        ),
        ("Chosen", json!({ "type": "object", "description": "Alleen de velden die met `fields` zijn gevraagd." })),
        (
            "Problem",
            json!({
                "type": "object",
                "description": "Foutbeschrijving volgens RFC 9457, met alle fouten tegelijk.",
                "required": ["status", "title", "detail"],
                "properties": {
                    "status": { "type": "integer", "minimum": 400, "maximum": 599 },
                    "title": { "type": "string" },
                    "detail": { "type": "string" },
                    "errors": { "type": "array", "items": {
                        "type": "object",
                        "required": ["parameter", "detail"],
                        "properties": { "parameter": { "type": "string" }, "detail": { "type": "string" } },
                    } },
                    "findings": { "type": "array", "items": { "type": "object" } },
                },
            }),
        ),
    ]
}

fn headers() -> Value {
    let header = |description: &str| json!({ "description": description, "schema": { "type": "string" } });
    json!({
        "API-Version": header("Volledige versie van deze interface."),
        "ETag": header("Sterk kenmerk van precies deze bytes; stuur het terug in If-None-Match."),
        "Link": header("Vorige en volgende pagina, waar die er zijn."),
        "Content-Language": header("Taal van zinnen en labels."),
        "Location": header("Adres van wat is bewaard."),
        "WWW-Authenticate": header("Hoe een token moet worden meegestuurd."),
        "Retry-After": header("Seconden tot een nieuwe poging zin heeft."),
    })
}

fn header_refs(names: &[&str]) -> Value {
    let entries =
        names.iter().map(|name| ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{name}") })));
    Value::Object(entries.collect())
}

fn problems() -> Value {
    let problem = |description: &str, more: &[&str]| {
        let mut names = vec!["API-Version", "Content-Language"];
        names.extend(more);
        json!({
            "description": description,
            "headers": header_refs(&names),
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        })
    };
    json!({
        "BadRequest": problem("Een of meer vraagsleutels kloppen niet; alle fouten staan erin.", &[]),
        "NotFound": problem("Deze dataset, of dit onderdeel ervan, is er niet.", &[]),
        "NotAcceptable": problem("Geen van de gevraagde formaten is er.", &[]),
        "Slow": problem("De vraag kwam niet op tijd binnen.", &[]),
        "TooLarge": problem("De vraag is groter dan kan.", &[]),
        "NotThisKind": problem("Wat is gestuurd is van een andere soort dan hier wordt gelezen.", &[]),
        "Unauthorized": problem("Er is geen token meegestuurd, of het is niet goed.", &["WWW-Authenticate"]),
        "Forbidden": problem("Het token geeft hier geen recht op, of de dataset komt met de dienst mee.", &[]),
        "Unavailable": problem("Wordt nog berekend, het is te druk, of er kan nu niets worden bewaard.", &["Retry-After"]),
    })
}
