//! `datapackage.json` (Frictionless Data Package v2) → what is said about a dataset as a whole.
//!
//! Only what the product repeats in its answers is taken over; unknown keys are ignored. Keys beyond the standard:
//! `basis` (of a resource, or of a field in its schema), `notes`, `publishedTables`, `surveyedRegions`,
//! `knownPopulation`, `titles`, `clusterNames` (cluster id → name, as a text or with nl and en).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::finding::{Collector, Place};
use super::problem::Problem;
use super::regions::RegionReader;
use super::scheme::{parse, text_of};
use super::spellings::{Listed, Spellings};
use crate::ecosystem::{About, Basis, Place as Where, TableBasis};
use crate::language::Text;

/// Lays a data package over what is known of a dataset by its name alone.
pub(super) fn read(text: &str, place: &Place, about: &mut About, regions: &mut RegionReader, findings: &mut Collector) {
    let Some(json) = parse(text, place, findings) else { return };
    let mut package = Package { place, findings, bases: Basis::lookup() };
    let Some(root) = json.as_object() else {
        package.shape("", "een object { … }", "an object { … }");
        return;
    };
    if let Some(name) = root.get("name").and_then(|name| package.text(name, "name")).filter(|name| !name.is_empty()) {
        about.id = name;
    }
    for key in ["title", "titles"] {
        if let Some(title) = root.get(key) {
            text_of(title, &mut about.title);
        }
    }
    if let Some(version) = root.get("version") {
        about.version = match version {
            Json::Number(number) => number.to_string(),
            _ => package.text(version, "version").unwrap_or_default(),
        };
    }
    if let Some(date) = root.get("created").or_else(|| root.get("date")) {
        about.date = package.date(date);
    }
    about.licenses = package.names(root, "licenses", &["name", "title", "path"]);
    about.sources = package.names(root, "sources", &["title", "path"]);
    about.notes = package.notes(root);
    about.basis = package.basis(root);
    about.published_tables = package.published_tables(root);
    about.surveyed_regions = package.surveyed_regions(root, regions);
    about.cluster_names = package.cluster_names(root);
    if let Some(population) = root.get("knownPopulation").filter(|json| !json.is_null()) {
        about.known_population = population.as_u64();
        if about.known_population.is_none() {
            package.shape("knownPopulation", "een geheel getal", "a whole number");
        }
    }
}

struct Package<'a> {
    place: &'a Place,
    findings: &'a mut Collector,
    bases: Spellings<Basis>,
}

impl Package<'_> {
    fn shape(&mut self, path: &str, nl: &'static str, en: &'static str) {
        let column = (!path.is_empty()).then_some(path);
        self.findings.error(self.place.at(None, column), Problem::WrongShape { nl, en });
    }

    fn text(&mut self, json: &Json, path: &str) -> Option<String> {
        let text = json.as_str().map(|text| text.trim().to_owned());
        if text.is_none() {
            self.shape(path, "een tekst", "a text");
        }
        text
    }

    /// The items of a list; a missing key or `null` is an empty list.
    fn items<'j>(&mut self, object: &'j Map<String, Json>, key: &str, path: &str) -> &'j [Json] {
        match object.get(key) {
            None | Some(Json::Null) => &[],
            Some(Json::Array(items)) => items,
            Some(_) => {
                self.shape(path, "een lijst [ … ]", "a list [ … ]");
                &[]
            }
        }
    }

    /// Date part of a date or date and time.
    fn date(&mut self, json: &Json) -> String {
        let Some(text) = self.text(json, "created") else { return String::new() };
        let date: String = text.chars().take(10).collect();
        let format = time::macros::format_description!("[year]-[month]-[day]");
        if date.is_empty() || time::Date::parse(&date, format).is_ok() {
            return date;
        }
        self.findings.wrong(self.place.at(None, Some("created")), Problem::WrongDate, &text, || None);
        String::new()
    }

    /// Of each item of a list the first key that is filled; an item may be a plain text too.
    fn names(&mut self, root: &Map<String, Json>, key: &str, keys: &[&str]) -> Vec<String> {
        let mut names = Vec::new();
        for (position, item) in self.items(root, key, key).iter().enumerate() {
            let name = item.as_str().or_else(|| keys.iter().find_map(|key| item.get(*key).and_then(Json::as_str)));
            match name.map(str::trim).filter(|name| !name.is_empty()) {
                Some(name) => names.push(name.to_owned()),
                None => self.shape(
                    &format!("{key}[{position}]"),
                    "een tekst of een object met een naam",
                    "a text or an object with a name",
                ),
            }
        }
        names
    }

    fn notes(&mut self, root: &Map<String, Json>) -> Vec<Text> {
        let mut notes = Vec::new();
        for (position, item) in self.items(root, "notes", "notes").iter().enumerate() {
            let mut note = Text::default();
            text_of(item, &mut note);
            if note == Text::default() {
                self.shape(
                    &format!("notes[{position}]"),
                    "een tekst, of een object met nl en en",
                    "a text, or an object with nl and en",
                );
            } else {
                notes.push(note);
            }
        }
        notes
    }

    fn one_basis(&mut self, object: &Json, path: &str) -> Option<Basis> {
        let json = object.get("basis").filter(|json| !json.is_null())?;
        let words = json.as_str().unwrap_or_default();
        let found = self.bases.find(words);
        if found.is_none() {
            let column = format!("{path}.basis");
            let problem = Problem::UnknownValue { allowed: self.bases.listing() };
            let offer = self.bases.nearest(words);
            self.findings.wrong(self.place.at(None, Some(&column)), problem, words, || offer);
        }
        found
    }

    /// Basis per table: of the resource, else of the package, and of each field that differs.
    fn basis(&mut self, root: &Map<String, Json>) -> BTreeMap<String, TableBasis> {
        let mut tables = BTreeMap::new();
        let whole = match root.get("basis") {
            Some(_) => self.one_basis(&Json::Object(root.clone()), "datapackage"),
            None => None,
        };
        for (position, resource) in self.items(root, "resources", "resources").iter().enumerate() {
            let path = format!("resources[{position}]");
            let name = resource.get("name").or_else(|| resource.get("path")).and_then(Json::as_str).unwrap_or_default();
            let name = name.rsplit('/').next().unwrap_or_default();
            let name = name.strip_suffix(".csv").unwrap_or(name);
            let table = self.one_basis(resource, &path).or(whole);
            let mut columns = BTreeMap::new();
            let fields = resource.get("schema").and_then(|schema| schema.get("fields")).and_then(Json::as_array);
            for (position, field) in fields.into_iter().flatten().enumerate() {
                let basis = self.one_basis(field, &format!("{path}.schema.fields[{position}]"));
                if let (Some(name), Some(basis)) = (field.get("name").and_then(Json::as_str), basis) {
                    columns.insert(name.to_owned(), basis);
                }
            }
            if !name.is_empty() && (table.is_some() || !columns.is_empty()) {
                let basis = TableBasis { table: table.unwrap_or(Basis::Registered), columns };
                tables.insert(name.to_owned(), basis);
            }
        }
        tables
    }

    fn cluster_names(&mut self, root: &Map<String, Json>) -> BTreeMap<String, Text> {
        let mut names = BTreeMap::new();
        match root.get("clusterNames") {
            None | Some(Json::Null) => {}
            Some(Json::Object(given)) => {
                for (id, json) in given {
                    let mut name = Text::default();
                    text_of(json, &mut name);
                    if name == Text::default() {
                        let path = format!("clusterNames.{id}");
                        self.shape(
                            &path,
                            "een tekst, of een object met nl en en",
                            "a text, or an object with nl and en",
                        );
                    } else {
                        names.insert(id.clone(), name);
                    }
                }
            }
            Some(_) => self.shape("clusterNames", "een object { id: naam }", "an object { id: name }"),
        }
        names
    }

    fn published_tables(&mut self, root: &Map<String, Json>) -> BTreeSet<BTreeSet<String>> {
        let mut tables = BTreeSet::new();
        for (position, item) in self.items(root, "publishedTables", "publishedTables").iter().enumerate() {
            let axes = item.as_array().map(|axes| axes.iter().filter_map(Json::as_str).map(str::to_owned).collect());
            match axes {
                Some(axes) => drop(tables.insert(axes)),
                None => self.shape(&format!("publishedTables[{position}]"), "een lijst van assen", "a list of axes"),
            }
        }
        tables
    }

    /// Codes of the surveyed regions; `NL` is every region that the taxonomy lists.
    fn surveyed_regions(&mut self, root: &Map<String, Json>, regions: &mut RegionReader) -> BTreeSet<String> {
        let mut codes = BTreeSet::new();
        for (position, item) in self.items(root, "surveyedRegions", "surveyedRegions").iter().enumerate() {
            let words = item.as_str().map(str::trim).unwrap_or_default();
            match regions.resolve(words) {
                Some(Where::National) => codes.extend(regions.listed_codes().map(str::to_owned)),
                Some(Where::Region(region)) => drop(codes.insert(regions.code(region).to_owned())),
                None => {
                    let column = format!("surveyedRegions[{position}]");
                    let at = self.place.at(None, Some(&column));
                    self.findings.warn(at, Problem::UnknownSurveyedRegion, words, || regions.nearest(words));
                }
            }
        }
        codes
    }
}
