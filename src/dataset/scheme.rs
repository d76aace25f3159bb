//! `taxonomy.json` → the dimensions and regions that the tables are read by.
//!
//! The default taxonomy is data too (`datasets/taxonomy.json`, part of the binary). A dataset's own file and an overlay
//! are laid over it in this order; they share one shape, of which every key is optional.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value as Json};

use super::finding::{Collector, Place};
use super::letters::repaired;
use super::limits::Limits;
use super::problem::Problem;
use super::spellings::{Listed, nearest};
use crate::ecosystem::{Aspect, Class, Dimension, EVERY_VALUE, NATIONAL, Region, RegionIndex, Taxonomy, Value, fold};
use crate::language::Text;

/// The taxonomy of a dataset that brings none.
pub(super) const DEFAULT: &str = include_str!("../../datasets/taxonomy.json");

/// A region as the taxonomy lists it, its parent still a code.
#[derive(Debug, Clone)]
pub(super) struct ListedRegion {
    pub region: Region,
    pub parent: Option<String>,
}

/// Dimensions and regions before the tables are read.
#[derive(Debug, Clone, Default)]
pub(super) struct Scheme {
    pub dimensions: Vec<Dimension>,
    pub lead: String,
    /// Sorted by code.
    pub regions: Vec<ListedRegion>,
    /// Whether any region code is accepted.
    pub open_regions: bool,
}

impl Scheme {
    /// The default taxonomy. The text is part of the program and read by its tests; were it broken, findings would say so.
    pub fn default_taxonomy(findings: &mut Collector) -> Self {
        let mut scheme = Self::default();
        scheme.lay_over(DEFAULT, &Place::file("taxonomy.json"), &Limits::default(), findings);
        scheme
    }

    /// Lays a taxonomy file over this scheme.
    pub fn lay_over(&mut self, text: &str, place: &Place, limits: &Limits, findings: &mut Collector) {
        let Some(root) = parse(text, place, findings) else { return };
        let mut overlay = Overlay { place, findings };
        let Some(root) = overlay.object(&root, "") else { return };
        if let Some(drop) = root.get("drop") {
            overlay.drop(drop, &mut self.dimensions);
        }
        if let Some(dimensions) = root.get("dimensions") {
            for (position, item) in overlay.list(dimensions, "dimensions").iter().enumerate() {
                let path = format!("dimensions[{position}]");
                if self.dimensions.len() > limits.columns {
                    let limit = limits.columns as u64;
                    overlay.findings.error(place.at(None, Some(&path)), Problem::TooManyColumns { limit });
                    break;
                }
                overlay.dimension(item, &path, &mut self.dimensions);
            }
        }
        match root.get("regions") {
            None => {}
            Some(Json::String(word)) if fold(word) == "open" => self.open_regions = true,
            Some(regions) => {
                self.open_regions = false;
                self.regions = overlay.regions(regions);
            }
        }
        if let Some(lead) = root.get("lead") {
            match lead.as_str() {
                Some(id) => id.clone_into(&mut self.lead),
                None => overlay.shape("lead", "de id van een dimensie, als tekst", "the id of a dimension, as text"),
            }
        }
        // A lead that this file dropped or names wrongly; the default has no lead before it is read.
        if !self.dimensions.iter().any(|dimension| *dimension.id == *self.lead) {
            let ids = self.dimensions.iter().map(|dimension| (&*dimension.id, &*dimension.id));
            let offer = nearest(&self.lead, ids).map(str::to_owned);
            findings.wrong(place.at(None, Some("lead")), Problem::UnknownLead, &self.lead, || offer);
        }
    }

    /// The scheme made to accept any value and region: so that a taxonomy with errors does not make every row wrong.
    pub fn tolerant(mut self) -> Self {
        self.open_regions = true;
        for dimension in &mut self.dimensions {
            dimension.open = true;
            dimension.several = true;
        }
        self
    }

    /// The taxonomy by which columns are found; open lists hold what the scheme says about them.
    pub fn taxonomy(&self) -> Result<Taxonomy, String> {
        let lead = match self.dimensions.iter().find(|dimension| *dimension.id == *self.lead) {
            Some(_) => &*self.lead,
            None => self.dimensions.first().map_or("", |dimension| &*dimension.id),
        };
        Taxonomy::new(self.dimensions.clone(), lead)
    }
}

/// Parses JSON; an error becomes a finding with its line.
pub(super) fn parse(text: &str, place: &Place, findings: &mut Collector) -> Option<Json> {
    match serde_json::from_str(text) {
        Ok(mut value) => {
            repair(&mut value, place, findings);
            Some(value)
        }
        Err(error) => {
            let detail = error.to_string();
            findings.error(place.at(Some(error.line() as u64), None), Problem::BadJson { detail });
            None
        }
    }
}

/// Undoes double encoding in all texts and keys, as in the cells of tables.
fn repair(json: &mut Json, place: &Place, findings: &mut Collector) {
    let mut warn = |text: &str, repaired: &str| {
        let problem = Problem::DoubleEncoding { repaired: repaired.to_owned() };
        findings.warn(place.whole(), problem, text, || None);
    };
    match json {
        Json::String(text) => {
            if let Some(repaired) = repaired(text) {
                warn(text, &repaired);
                *text = repaired;
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| repair(item, place, findings)),
        Json::Object(object) => {
            if object.keys().any(|key| repaired(key).is_some()) {
                let old = std::mem::take(object);
                for (key, value) in old {
                    let new = repaired(&key).inspect(|new| warn(&key, new));
                    object.insert(new.unwrap_or(key), value);
                }
            }
            object.values_mut().for_each(|value| repair(value, place, findings));
        }
        _ => {}
    }
}

/// Reads the parts of one taxonomy file.
struct Overlay<'a> {
    place: &'a Place,
    findings: &'a mut Collector,
}

impl Overlay<'_> {
    fn shape(&mut self, path: &str, nl: &'static str, en: &'static str) {
        let column = (!path.is_empty()).then_some(path);
        self.findings.error(self.place.at(None, column), Problem::WrongShape { nl, en });
    }

    fn object<'j>(&mut self, json: &'j Json, path: &str) -> Option<&'j Map<String, Json>> {
        let object = json.as_object();
        if object.is_none() {
            self.shape(path, "een object { … }", "an object { … }");
        }
        object
    }

    fn list<'j>(&mut self, json: &'j Json, path: &str) -> &'j [Json] {
        match json.as_array() {
            Some(items) => items,
            None => {
                self.shape(path, "een lijst [ … ]", "a list [ … ]");
                &[]
            }
        }
    }

    fn words(&mut self, json: &Json, path: &str) -> Vec<String> {
        let mut words = Vec::new();
        for item in self.list(json, path) {
            match item.as_str().map(str::trim) {
                Some(word) if !word.is_empty() => words.push(word.to_owned()),
                _ => self.shape(path, "een lijst van teksten", "a list of texts"),
            }
        }
        words
    }

    fn id(&mut self, object: &Map<String, Json>, keys: &[&str], path: &str) -> Option<String> {
        let id = keys.iter().find_map(|key| object.get(*key)).and_then(Json::as_str).map(str::trim);
        match id {
            Some(id) if !id.is_empty() => Some(id.to_owned()),
            _ => {
                self.shape(
                    path,
                    "een sleutel id (bij regio's: code) met tekst",
                    "a key id (for regions: code) with text",
                );
                None
            }
        }
    }

    fn flag(&mut self, object: &Map<String, Json>, key: &str, path: &str) -> Option<bool> {
        let json = object.get(key)?;
        if json.as_bool().is_none() {
            self.shape(&format!("{path}.{key}"), "true of false", "true or false");
        }
        json.as_bool()
    }

    fn listed<T: Listed>(&mut self, object: &Map<String, Json>, key: &str, path: &str) -> Option<T> {
        let json = object.get(key).filter(|json| !json.is_null())?;
        let words = json.as_str().unwrap_or_default();
        let list = T::lookup();
        let found = list.find(words);
        if found.is_none() {
            let column = format!("{path}.{key}");
            let problem = Problem::UnknownValue { allowed: list.listing() };
            self.findings.wrong(self.place.at(None, Some(&column)), problem, words, || list.nearest(words));
        }
        found
    }

    fn drop(&mut self, json: &Json, dimensions: &mut Vec<Dimension>) {
        for id in self.words(json, "drop") {
            match dimensions.iter().position(|dimension| *dimension.id == *id) {
                Some(position) => drop(dimensions.remove(position)),
                None => {
                    let ids = dimensions.iter().map(|dimension| (&*dimension.id, &*dimension.id));
                    let offer = nearest(&id, ids).map(str::to_owned);
                    self.findings.warn(self.place.at(None, Some("drop")), Problem::UnknownDimension, &id, || offer);
                }
            }
        }
    }

    /// Adds a dimension, or replaces the one with its id. What a replacement does not say stays; with values of its own
    /// it is closed unless it says otherwise.
    fn dimension(&mut self, json: &Json, path: &str, dimensions: &mut Vec<Dimension>) {
        let Some(object) = self.object(json, path) else { return };
        let Some(id) = self.id(object, &["id"], path) else { return };
        let earlier = dimensions.iter().position(|dimension| *dimension.id == *id);
        let mut dimension = match earlier.and_then(|position| dimensions.get(position)) {
            Some(dimension) => dimension.clone(),
            None => Dimension {
                id: id.as_str().into(),
                label: Text::same(id.as_str()),
                several: true,
                open: true,
                aspect: None,
                values: Vec::new(),
            },
        };
        label(object, &mut dimension.label);
        if let Some(values) = object.get("values") {
            dimension.values = self.values(values, &format!("{path}.values"));
            dimension.open = dimension.values.is_empty();
        }
        dimension.several = self.flag(object, "several", path).unwrap_or(dimension.several);
        dimension.open = self.flag(object, "open", path).unwrap_or(dimension.open);
        if object.contains_key("aspect") {
            dimension.aspect = self.listed::<Aspect>(object, "aspect", path);
        }
        match earlier.and_then(|position| dimensions.get_mut(position)) {
            Some(place) => *place = dimension,
            None => dimensions.push(dimension),
        }
    }

    fn values(&mut self, json: &Json, path: &str) -> Vec<Value> {
        let mut values: Vec<Value> = Vec::new();
        let mut ids = HashSet::new();
        for (position, item) in self.list(json, path).iter().enumerate() {
            let path = format!("{path}[{position}]");
            let Some(value) = self.value(item, &path) else { continue };
            if !ids.insert(value.id.clone()) {
                self.findings.wrong(self.place.at(None, Some(&path)), Problem::RepeatedInTaxonomy, &value.id, || None);
            } else if values.len() + 1 >= usize::from(EVERY_VALUE) {
                let limit = u64::from(EVERY_VALUE) - 1;
                self.findings.error(self.place.at(None, Some(&path)), Problem::TooManyValues { limit });
                break;
            } else {
                values.push(value);
            }
        }
        values
    }

    fn value(&mut self, json: &Json, path: &str) -> Option<Value> {
        if let Some(word) = json.as_str().map(str::trim).filter(|word| !word.is_empty()) {
            return Some(Value::bare(word));
        }
        let object = self.object(json, path)?;
        let id = self.id(object, &["id", "code"], path)?;
        let mut value = Value::bare(&id);
        label(object, &mut value.label);
        if let Some(aliases) = object.get("aliases") {
            value.aliases = self.words(aliases, &format!("{path}.aliases")).into_iter().map(Into::into).collect();
        }
        value.reach = self.listed::<Class>(object, "reach", path);
        value.effort = self.listed::<Class>(object, "effort", path);
        Some(value)
    }

    fn regions(&mut self, json: &Json) -> Vec<ListedRegion> {
        let mut regions: Vec<ListedRegion> = Vec::new();
        let mut paths = Vec::new();
        for (position, item) in self.list(json, "regions").iter().enumerate() {
            let path = format!("regions[{position}]");
            if let Some(region) = self.region(item, &path) {
                regions.push(region);
                paths.push(path);
            }
        }
        let mut order: Vec<usize> = (0..regions.len()).collect();
        order.sort_by(|&a, &b| regions[a].region.code.cmp(&regions[b].region.code));
        let parents: HashMap<&str, Option<&str>> =
            regions.iter().map(|listed| (&*listed.region.code, listed.parent.as_deref())).collect();
        let mut sorted: Vec<ListedRegion> = Vec::new();
        for position in order {
            let at = self.place.at(None, Some(&paths[position]));
            let region = &regions[position];
            if sorted.len() >= usize::from(RegionIndex::MAX) {
                self.findings.error(at, Problem::TooManyRegions { limit: u64::from(RegionIndex::MAX) });
                break;
            }
            if sorted.last().is_some_and(|last| last.region.code == region.region.code) {
                self.findings.wrong(at, Problem::RepeatedInTaxonomy, &region.region.code, || None);
                continue;
            }
            let mut kept = region.clone();
            if let Some(parent) = &region.parent {
                let problem = if !parents.contains_key(parent.as_str()) {
                    Some((Problem::UnknownParent, parent.as_str()))
                } else if is_endless(&parents, &region.region.code) {
                    Some((Problem::ParentCircle, &*region.region.code))
                } else {
                    None
                };
                if let Some((problem, value)) = problem {
                    self.findings.wrong(at, problem, value, || None);
                    kept.parent = None;
                }
            }
            sorted.push(kept);
        }
        sorted
    }

    fn region(&mut self, json: &Json, path: &str) -> Option<ListedRegion> {
        if let Some(word) = json.as_str().map(str::trim).filter(|word| !word.is_empty()) {
            let region = Region { code: word.into(), name: Text::same(word), parent: None, aliases: Vec::new() };
            return Some(ListedRegion { region, parent: None });
        }
        let object = self.object(json, path)?;
        let code = self.id(object, &["code", "id"], path)?;
        if code == NATIONAL {
            self.shape(
                path,
                "een andere code dan NL, die voor heel Nederland staat",
                "another code than NL, which is the whole country",
            );
            return None;
        }
        let mut name = Text::same(code.as_str());
        label(object, &mut name);
        let aliases = match object.get("aliases") {
            Some(aliases) => self.words(aliases, &format!("{path}.aliases")).into_iter().map(Into::into).collect(),
            None => Vec::new(),
        };
        let parent = object.get("parent").and_then(Json::as_str).map(str::to_owned);
        Some(ListedRegion { region: Region { code: code.into(), name, parent: None, aliases }, parent })
    }
}

/// Steps up from a region to the uppermost one it lies in.
const MOST_PARENTS: usize = 32;

/// Whether the chain of parents does not end: a circle, or deeper than [`MOST_PARENTS`].
fn is_endless(parents: &HashMap<&str, Option<&str>>, start: &str) -> bool {
    let mut here = Some(start);
    for _ in 0..=MOST_PARENTS {
        let Some(code) = here else { return false };
        here = parents.get(code).copied().flatten();
    }
    here.is_some()
}

/// Label of an object, in any of the forms that people write: `nl` and `en`, or `label`, `name` or `title` as a text or
/// as an object of both.
fn label(object: &Map<String, Json>, label: &mut Text) {
    let mut take = |json: &Json| text_of(json, label);
    for key in ["label", "name", "title"] {
        if let Some(json) = object.get(key) {
            take(json);
        }
    }
    take(&Json::Object(
        object.iter().filter(|(key, _)| *key == "nl" || *key == "en").map(|(k, v)| (k.clone(), v.clone())).collect(),
    ));
}

/// Takes over a text, or an object with `nl` and `en`; one language alone stands for both where the other is unknown.
pub(super) fn text_of(json: &Json, text: &mut Text) {
    let word = |json: &Json| json.as_str().map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned);
    if let Some(both) = word(json) {
        *text = Text::same(both);
    }
    match (json.get("nl").and_then(word), json.get("en").and_then(word)) {
        (Some(nl), Some(en)) => *text = Text::new(nl, en),
        (Some(one), None) | (None, Some(one)) => *text = Text::same(one),
        (None, None) => {}
    }
}
