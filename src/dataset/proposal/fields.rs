//! The fields of JSON objects, with the path of everything that is wrong in them.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::super::finding::{Collector, Place};
use super::super::problem::Problem;
use super::super::row;
use super::super::spellings::{Listed, nearest};
use crate::ecosystem::{Dimension, fold};

/// Actors and activities that a proposal may have.
const MOST_ITEMS: usize = 200;
/// Values that one field may list.
const MOST_VALUES: usize = 200;
/// Bytes of one text.
const TEXT_BYTES: usize = 10_000;

/// The fields of an object by the name that the reader gives them, with the path and contents of each.
pub(super) struct Fields<'j> {
    path: String,
    found: HashMap<String, (String, &'j Json)>,
}

impl<'j> Fields<'j> {
    /// Path and contents of a field that is there and not null.
    pub fn get(&self, name: &str) -> Option<(&str, &'j Json)> {
        self.found.get(name).map(|(path, json)| (path.as_str(), *json)).filter(|(_, json)| !json.is_null())
    }

    pub fn path_of(&self, name: &str) -> String {
        self.found.get(name).map_or_else(|| join(&self.path, name), |(path, _)| path.clone())
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Reads JSON and collects what is wrong.
pub(super) struct JsonReader<'a> {
    pub place: Place,
    pub findings: &'a mut Collector,
}

impl JsonReader<'_> {
    pub fn wrong(&mut self, path: &str, problem: Problem, value: &str, nearest: impl FnOnce() -> Option<String>) {
        self.findings.wrong(self.place.at(None, (!path.is_empty()).then_some(path)), problem, value, nearest);
    }

    /// Finds the fields of an object; reports those that are unknown or repeated, and what is no object.
    pub fn fields<'j>(
        &mut self,
        json: &'j Json,
        path: &str,
        names: &[&str],
        dimensions: &[Dimension],
    ) -> Option<Fields<'j>> {
        let mut fields = Fields { path: path.to_owned(), found: HashMap::new() };
        let Some(object) = json.as_object() else {
            self.wrong(path, Problem::WrongShape { nl: "een object { … }", en: "an object { … }" }, "", || None);
            return None;
        };
        let mut spellings: Vec<(String, &str)> = names.iter().map(|name| (fold(name), *name)).collect();
        for dimension in dimensions {
            let words = [&*dimension.id, &dimension.label.nl, &dimension.label.en];
            spellings.extend(words.map(|word| (fold(word), &*dimension.id)));
        }
        for (key, value) in object {
            let (folded, path) = (fold(key), join(path, key));
            match spellings.iter().find(|(spelling, _)| *spelling == folded) {
                Some((_, name)) => {
                    if fields.found.insert((*name).to_owned(), (path.clone(), value)).is_some() {
                        self.wrong(&path, Problem::RepeatedColumn, "", || None);
                    }
                }
                None => {
                    let known = names.iter().copied().chain(dimensions.iter().map(|dimension| &*dimension.id));
                    let problem = Problem::UnknownField { allowed: known.collect::<Vec<_>>().join(", ") };
                    let offers = spellings.iter().map(|(spelling, name)| (spelling.as_str(), *name));
                    self.wrong(&path, problem, "", || nearest(key, offers).map(str::to_owned));
                }
            }
        }
        Some(fields)
    }

    /// The items of a list of objects, each with its path.
    pub fn items<'j>(&mut self, fields: &Fields<'j>, name: &str) -> Vec<(String, &'j Json)> {
        let Some((path, json)) = fields.get(name) else { return Vec::new() };
        let items = match json {
            Json::Array(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        if items.len() > MOST_ITEMS {
            self.wrong(path, Problem::TooManyItems { limit: MOST_ITEMS as u64 }, "", || None);
            return Vec::new();
        }
        let is_list = json.is_array();
        let path_of = |position| if is_list { format!("{path}[{position}]") } else { path.to_owned() };
        items.iter().enumerate().map(|(position, item)| (path_of(position), item)).collect()
    }

    /// The texts of a field that may hold several, each with its path; `|` separates.
    pub fn words(&mut self, fields: &Fields<'_>, name: &str) -> Vec<(String, String)> {
        let Some((path, json)) = fields.get(name) else { return Vec::new() };
        let mut words = Vec::new();
        let mut add = |text: Option<Box<str>>, path: &str| {
            for part in text.iter().flat_map(|text| text.split('|')).map(str::trim).filter(|part| !part.is_empty()) {
                words.push((path.to_owned(), part.to_owned()));
            }
        };
        match json {
            Json::Array(items) => {
                for (position, item) in items.iter().enumerate().take(MOST_VALUES) {
                    let path = format!("{path}[{position}]");
                    add(self.scalar(item, &path), &path);
                }
            }
            one => add(self.scalar(one, path), path),
        }
        let listed = json.as_array().map_or(0, Vec::len).max(words.len());
        if listed > MOST_VALUES {
            self.wrong(path, Problem::TooManyItems { limit: MOST_VALUES as u64 }, "", || None);
            words.truncate(MOST_VALUES);
        }
        words
    }

    /// A text or number as text; nothing where it is empty.
    pub fn scalar(&mut self, json: &Json, path: &str) -> Option<Box<str>> {
        let text = match json {
            Json::Null => return None,
            Json::String(text) => text.trim().to_owned(),
            Json::Number(number) => number.to_string(),
            Json::Bool(_) | Json::Array(_) | Json::Object(_) => {
                let problem = Problem::WrongShape { nl: "een tekst of getal", en: "a text or number" };
                self.wrong(path, problem, "", || None);
                return None;
            }
        };
        if text.len() > TEXT_BYTES {
            self.wrong(path, Problem::CellTooLong { limit: TEXT_BYTES as u64 }, &text, || None);
            return None;
        }
        (!text.is_empty()).then(|| text.into())
    }

    pub fn text(&mut self, fields: &Fields<'_>, name: &str) -> Option<Box<str>> {
        let (path, json) = fields.get(name)?;
        self.scalar(json, path)
    }

    /// A text that must be there; empty where it is not.
    pub fn required(&mut self, fields: &Fields<'_>, name: &str) -> Box<str> {
        let is_empty =
            fields.get(name).is_none_or(|(_, json)| json.as_str().is_some_and(|text| text.trim().is_empty()));
        if is_empty {
            self.wrong(&fields.path_of(name), Problem::MissingField, "", || None);
        }
        self.text(fields, name).unwrap_or_default()
    }

    pub fn read<T>(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Option<T> {
        let text = self.text(fields, name)?;
        let read = parse(&text);
        read.map_err(|problem| self.wrong(&fields.path_of(name), problem, &text, || None)).ok()
    }

    pub fn listed<T: Listed>(&mut self, fields: &Fields<'_>, name: &str) -> Option<T> {
        let text = self.text(fields, name)?;
        row::listed(&text, self.place.at(None, Some(&fields.path_of(name))), &T::lookup(), self.findings)
    }
}

/// The words of a piece: `;` separates too, but not within a label that is known as a whole.
pub(super) fn parts(piece: &str, whole: bool) -> impl Iterator<Item = &str> {
    piece.split(move |letter| !whole && letter == ';').map(str::trim).filter(|part| !part.is_empty())
}
