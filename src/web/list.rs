//! Lists: envelope, paging with links, order, choice of fields, and CSV of the same records.

use std::cmp::Ordering;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::asked::Asked;
use super::problem::{Fault, Problem};
use super::query::{DEFAULT_PAGE_SIZE, ListFormat, ListOptions, SortKey};
use super::respond::Answer;
use crate::ecosystem::Ecosystem;
use crate::export::{AboutSection, CsvDialect, FlatTable, RecordSchema, as_value, value_at};
use crate::language::{Language, Text};

/// The dataset that an answer is about.
#[derive(Debug, Clone, Serialize)]
struct DatasetStamp {
    id: String,
    title: Text,
    version: Option<String>,
    date: Option<String>,
}

impl DatasetStamp {
    fn new(ecosystem: &Ecosystem) -> Self {
        let about = ecosystem.about();
        let said = |words: &str| (!words.is_empty()).then(|| words.to_owned());
        Self {
            id: about.id.clone(),
            title: about.title.clone(),
            version: said(&about.version),
            date: said(&about.date),
        }
    }
}

/// An address in `_links`.
#[derive(Debug, Clone, Serialize)]
struct Href {
    href: String,
}

/// Links of a list; `next` and `prev` are left out where there is no such page.
#[derive(Debug, Clone, Serialize)]
pub struct Links {
    #[serde(rename = "self")]
    this: Href,
    #[serde(skip_serializing_if = "Option::is_none")]
    prev: Option<Href>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Href>,
}

impl Links {
    /// The `Link` header, where there is another page.
    pub fn header(&self) -> Option<String> {
        let parts: Vec<String> = [("prev", &self.prev), ("next", &self.next)]
            .into_iter()
            .filter_map(|(relation, link)| Some(format!("<{}>; rel=\"{relation}\"", link.as_ref()?.href)))
            .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// The answer for a list.
#[derive(Debug, Serialize)]
struct Envelope<'a, T> {
    dataset: DatasetStamp,
    #[serde(flatten)]
    about: AboutSection,
    /// Further figures about the whole list.
    #[serde(flatten)]
    summary: Map<String, Value>,
    total: usize,
    items: &'a [T],
    #[serde(rename = "_links")]
    links: Links,
}

/// What a list says besides its items.
pub struct ListAbout {
    pub about: AboutSection,
    /// Further figures about the whole list.
    pub summary: Map<String, Value>,
}

/// RFC 4180, section 3.
pub const MEDIA_TYPE_OF_CSV: &str = "text/csv; charset=utf-8; header=present";

/// A list in the format, order and with the fields that are asked; JSON in pages, CSV whole unless a page is asked.
///
/// # Errors
/// 400 for unknown fields, 406 where `Accept` takes neither JSON nor CSV; else as [`Answer::json`].
pub fn list<T: Serialize + ToSchema>(
    asked: &Asked,
    language: Language,
    ecosystem: &Ecosystem,
    about: ListAbout,
    items: &[T],
    options: ListOptions,
) -> Result<Answer, Problem> {
    let format = match options.format {
        Some(format) => format,
        None => match asked.accepted(&["application/json", "text/csv"]) {
            Some(0) => ListFormat::Json,
            Some(_) => ListFormat::Csv,
            None => return Err(Problem::not_acceptable(language, &["application/json", "text/csv"])),
        },
    };
    let whole = format != ListFormat::Json && options.page.is_none() && options.size.is_none();
    let size = if whole { items.len().max(1) } else { options.size.unwrap_or(DEFAULT_PAGE_SIZE) };
    let page = Page::new(asked, items.len(), options.page.unwrap_or(1), size);
    if format == ListFormat::Json && options.sort.is_empty() && options.fields.is_empty() {
        return page.json(language, ecosystem, about, &items[page.start..page.end]);
    }
    let mut values: Vec<Value> = items.iter().map(as_value).collect();
    check_fields(language, RecordSchema::of::<T>(), values.first(), &options)?;
    sort(&mut values, &options.sort);
    if !options.fields.is_empty() {
        values.iter_mut().for_each(|value| choose(value, &options.fields));
    }
    let columns = match options.fields.is_empty() {
        true => RecordSchema::of::<T>().fields().into_iter().map(|(name, _)| name).collect(),
        false => options.fields,
    };
    match format {
        ListFormat::Json => page.json(language, ecosystem, about, &values[page.start..page.end]),
        ListFormat::Csv => Ok(page.csv(language, ecosystem, &values, columns, CsvDialect::Plain)),
        ListFormat::CsvNl => Ok(page.csv(language, ecosystem, &values, columns, CsvDialect::Dutch)),
    }
}

/// A part of a list, with links to its neighbours.
pub struct Page {
    pub total: usize,
    pub start: usize,
    pub end: usize,
    pub links: Links,
}

impl Page {
    pub fn new(asked: &Asked, total: usize, page: usize, size: usize) -> Self {
        let pages = total.div_ceil(size);
        let start = (page - 1).saturating_mul(size).min(total);
        let end = start.saturating_add(size).min(total);
        let to = |page: usize| Href { href: address(asked, page) };
        let links = Links {
            this: to(page),
            prev: (page > 1 && pages > 0).then(|| to((page - 1).min(pages))),
            next: (end < total).then(|| to(page + 1)),
        };
        Self { total, start, end, links }
    }

    fn json<T: Serialize>(
        &self,
        language: Language,
        ecosystem: &Ecosystem,
        about: ListAbout,
        items: &[T],
    ) -> Result<Answer, Problem> {
        let envelope = Envelope {
            dataset: DatasetStamp::new(ecosystem),
            about: about.about,
            summary: about.summary,
            total: self.total,
            items,
            links: self.links.clone(),
        };
        let answer = Answer::json(language, &envelope)?;
        Ok(Answer { link: self.links.header(), ..answer })
    }

    fn csv(
        &self,
        language: Language,
        ecosystem: &Ecosystem,
        values: &[Value],
        columns: Vec<String>,
        dialect: CsvDialect,
    ) -> Answer {
        let labels = |column: &str, code: &str| label(ecosystem, language, column, code);
        // The whole list decides on the columns, so that every page has the same.
        let mut table = FlatTable::new(values, &labels);
        if values.is_empty() {
            table.columns = columns;
        }
        table.rows.truncate(self.end);
        table.rows.drain(..self.start);
        Answer { link: self.links.header(), ..Answer::new(MEDIA_TYPE_OF_CSV, language, table.csv(dialect)) }
    }
}

/// The name of a region beside its code, and the label of a value beside its id.
fn label(ecosystem: &Ecosystem, language: Language, column: &str, code: &str) -> Option<(String, String)> {
    if column == "region" {
        let name = &ecosystem.regions().get(ecosystem.regions().position(code)?).name;
        return Some((String::from("regionName"), name.get(language).to_owned()));
    }
    let id = column.strip_prefix("cell.")?;
    let taxonomy = ecosystem.taxonomy();
    let dimension = &taxonomy.dimensions()[taxonomy.position(id)?];
    let value = dimension.value(dimension.position(code)?)?;
    Some((format!("{column}.label"), value.label.get(language).to_owned()))
}

/// Every field that is asked must be a field of the record.
fn check_fields(
    language: Language,
    record: RecordSchema,
    first: Option<&Value>,
    options: &ListOptions,
) -> Result<(), Problem> {
    let fields = record.fields();
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    let mut sortable: Vec<String> = Vec::new();
    for (name, single) in &fields {
        match first.and_then(|record| record.get(name)) {
            // Which fields are within is known from the data only.
            Some(Value::Object(inner)) => sortable.extend(inner.keys().map(|part| format!("{name}.{part}"))),
            _ if *single => sortable.push(name.clone()),
            _ => {}
        }
    }
    let sortable: Vec<&str> = sortable.iter().map(String::as_str).collect();
    let wrong_fields = options.fields.iter().filter(|field| !names.contains(&field.as_str()));
    let wrong_keys = options.sort.iter().filter(|key| !sortable.contains(&key.field.as_str()));
    let faults: Vec<Fault> = wrong_fields
        .map(|field| Fault::not_allowed(language, "fields", field, &names))
        .chain(wrong_keys.map(|key| Fault::not_allowed(language, "sort", &key.field, &sortable)))
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(Problem::bad_request(language, faults)) }
}

/// Sorts by the keys in order; what is not known comes last in both directions, equal records keep their order.
fn sort(values: &mut [Value], keys: &[SortKey]) {
    if keys.is_empty() {
        return;
    }
    values.sort_by(|a, b| {
        let compared = keys.iter().map(|key| {
            let (a, b) = (value_at(a, &key.field), value_at(b, &key.field));
            compare(a.unwrap_or(&Value::Null), b.unwrap_or(&Value::Null), key.descending)
        });
        compared.fold(Ordering::Equal, Ordering::then)
    });
}

fn compare(a: &Value, b: &Value, descending: bool) -> Ordering {
    let ordering = match (a, b) {
        (Value::Null, Value::Null) => return Ordering::Equal,
        (Value::Null, _) => return Ordering::Greater,
        (_, Value::Null) => return Ordering::Less,
        (Value::Number(a), Value::Number(b)) => {
            a.as_f64().unwrap_or_default().total_cmp(&b.as_f64().unwrap_or_default())
        }
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        _ => Ordering::Equal,
    };
    if descending { ordering.reverse() } else { ordering }
}

/// Keeps the asked fields, in the asked order.
fn choose(value: &mut Value, fields: &[String]) {
    let Value::Object(record) = value else { return };
    let mut kept = Map::new();
    for field in fields {
        if let Some(inner) = record.get_mut(field) {
            kept.insert(field.clone(), inner.take());
        }
    }
    *record = kept;
}

/// The absolute address of this request with another page.
fn address(asked: &Asked, page: usize) -> String {
    let kept = asked.query.split('&').filter(|part| !part.is_empty() && *part != "page" && !part.starts_with("page="));
    let mut parts: Vec<String> = kept.map(str::to_owned).collect();
    if page != 1 {
        parts.push(format!("page={page}"));
    }
    let mark = if parts.is_empty() { "" } else { "?" };
    format!("{}{}{mark}{}", asked.origin, asked.path, parts.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn sorts_with_unknown_last_and_keeps_the_order_of_equals() {
        let mut values = vec![
            json!({"id": "c", "n": 2, "x": {"y": "b"}}),
            json!({"id": "a", "n": null, "x": {"y": "a"}}),
            json!({"id": "b", "n": 10, "x": {"y": "b"}}),
            json!({"id": "d", "n": 2, "x": {"y": "a"}}),
        ];
        let ids = |values: &[Value]| values.iter().map(|v| v["id"].as_str().unwrap().to_owned()).collect::<String>();
        let keys = |words: &[&str]| {
            words
                .iter()
                .map(|word| SortKey {
                    field: word.trim_start_matches('-').to_owned(),
                    descending: word.starts_with('-'),
                })
                .collect::<Vec<_>>()
        };
        sort(&mut values, &keys(&["n"]));
        assert_eq!(ids(&values), "cdba");
        sort(&mut values, &keys(&["-n"]));
        assert_eq!(ids(&values), "bcda");
        sort(&mut values, &keys(&["x.y", "-id"]));
        assert_eq!(ids(&values), "dacb");
    }

    #[test]
    fn keeps_fields_in_the_asked_order() {
        let mut value = json!({"a": 1, "b": {"c": 2}, "d": 3});
        choose(&mut value, &[String::from("d"), String::from("b")]);
        assert_eq!(value.to_string(), r#"{"d":3,"b":{"c":2}}"#);
    }
}
