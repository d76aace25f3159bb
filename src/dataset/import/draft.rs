//! A dataset in the making: rows by id, every cell checked before it is taken, and the files of the format in the end.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value as Json, json};

use super::super::finding::{At, Collector};
use super::super::layout::Table;
use super::super::problem::Problem;
use super::super::regions::RegionReader;
use super::super::row::{known_parts, year};
use super::super::rows::id_of_name;
use super::super::scheme::Scheme;
use super::super::spellings::{Listed, Spellings};
use super::super::values::ValueReader;
use super::super::{dates, numbers};
use crate::ecosystem::{ActorKind, Class, Funding, Level, NATIONAL, Place, Publicness, Role};
use crate::language::Text;

type Row = BTreeMap<String, String>;

/// Rows of a table in the order in which they first came, by id.
#[derive(Debug, Default)]
struct Rows {
    rows: Vec<Row>,
    positions: HashMap<String, usize>,
}

/// See the module.
pub(super) struct Draft {
    actors: Rows,
    initiatives: Rows,
    participations: BTreeMap<(String, String), BTreeSet<String>>,
    /// Without their ids, which follow from what they say.
    activities: BTreeSet<Row>,
    regions: RegionReader,
    values: Vec<ValueReader>,
    dimensions: Vec<String>,
    /// Whether regions that are not known are taken as they are written.
    pub open_regions: bool,
    has_foreign_regions: bool,
    about: Map<String, Json>,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    Actor,
    Initiative,
}

impl Draft {
    pub fn new(scheme: &Scheme) -> Self {
        Self {
            actors: Rows::default(),
            initiatives: Rows::default(),
            participations: BTreeMap::new(),
            activities: BTreeSet::new(),
            regions: RegionReader::new(scheme),
            dimensions: scheme.dimensions.iter().map(|dimension| dimension.id.to_string()).collect(),
            values: scheme.dimensions.iter().cloned().map(ValueReader::new).collect(),
            open_regions: scheme.open_regions,
            has_foreign_regions: false,
            about: Map::new(),
        }
    }

    /// Says something about the dataset as a whole.
    pub fn say(&mut self, key: &str, value: Json) {
        self.about.insert(key.to_owned(), value);
    }

    fn rows(&mut self, thing: Thing) -> &mut Rows {
        match thing {
            Thing::Actor => &mut self.actors,
            Thing::Initiative => &mut self.initiatives,
        }
    }

    /// A row by its id and name, made where it is new. Without an id the name makes one. `None` without both.
    pub fn thing(&mut self, thing: Thing, id: &str, name: &str) -> Option<String> {
        let id = match (id.trim(), name.trim()) {
            ("", "") => return None,
            ("", name) => id_of_name(name),
            (id, _) => id.to_owned(),
        };
        let name = if name.trim().is_empty() { id.as_str() } else { name.trim() };
        let rows = self.rows(thing);
        if !rows.positions.contains_key(&id) {
            rows.positions.insert(id.clone(), rows.rows.len());
            rows.rows.push([("id".to_owned(), id.clone()), ("name".to_owned(), name.to_owned())].into());
        }
        Some(id)
    }

    /// Takes what a cell says about a row that is there; what it cannot say is reported and left aside.
    pub fn set(&mut self, thing: Thing, id: &str, column: &str, cell: &str, at: At<'_>, findings: &mut Collector) {
        let table = if thing == Thing::Actor { Table::Actors } else { Table::Initiatives };
        let taken = self.checked(table, column, cell, at, findings);
        if taken.is_empty() {
            return;
        }
        let rows = self.rows(thing);
        let Some(row) = rows.positions.get(id).and_then(|&position| rows.rows.get_mut(position)) else { return };
        match row.get_mut(column) {
            None => drop(row.insert(column.to_owned(), taken)),
            Some(known) if *known == taken => {}
            Some(known) if matches!(column, "regions" | "aliases" | "formerly") => {
                for part in taken.split('|') {
                    if !known.split('|').any(|other| other == part) {
                        known.push('|');
                        known.push_str(part);
                    }
                }
            }
            Some(known) => {
                let problem = Problem::SaysOtherwise { kept: known.clone() };
                findings.warn(at, problem, cell, || None);
            }
        }
    }

    /// Says that an actor takes part in an initiative; without words its role is not known.
    pub fn link(&mut self, initiative: &str, actor: &str, roles: &str) {
        let said = self.participations.entry((initiative.to_owned(), actor.to_owned())).or_default();
        for part in roles.split(['|', ';', '\n', '\r']).map(str::trim).filter(|part| !part.is_empty()) {
            let parts = match Role::from_words(part) {
                Some(_) => vec![part],
                None => known_parts(part, |word| Role::from_words(word).is_some()).unwrap_or_else(|| vec![part]),
            };
            for part in parts {
                said.insert(Role::from_words(part).map_or_else(|| part.to_owned(), |role| role.code().to_owned()));
            }
        }
    }

    /// Takes an activity of an initiative from cells by column; the same words again are the same activity.
    pub fn activity(&mut self, initiative: &str, cells: &[(&str, &str, At<'_>)], findings: &mut Collector) {
        let mut row = Row::new();
        for &(column, cell, at) in cells {
            let taken = self.checked(Table::Activities, column, cell, at, findings);
            if !taken.is_empty() {
                row.insert(column.to_owned(), taken);
            }
        }
        if !row.is_empty() {
            row.insert("initiative".to_owned(), initiative.to_owned());
            self.activities.insert(row);
        }
    }

    /// A cell in the words of the format; empty where nothing of it can be said.
    fn checked(&mut self, table: Table, column: &str, cell: &str, at: At<'_>, findings: &mut Collector) -> String {
        let cell = cell.trim();
        if cell.is_empty() {
            return String::new();
        }
        if table == Table::Activities
            && let Some(position) = self.dimensions.iter().position(|id| id == column)
        {
            return self.dimension(position, cell, at, findings);
        }
        match column {
            "kind" => ActorKind::from_words(cell).map_or_else(|| cell.to_owned(), |kind| kind.code().to_owned()),
            "public" => listed::<Publicness>(cell, at, findings),
            "level" => listed::<Level>(cell, at, findings),
            "funding" => listed::<Funding>(cell, at, findings),
            "reach_class" => listed::<Class>(cell, at, findings),
            "region" | "regions" => self.places(column == "regions", cell, at, findings),
            "start" | "end" | "confirmed_on" => {
                let offer = || dates::of_serial(cell).map(|date| date.to_string());
                tried(dates::date(cell).map(|date| date.to_string()), cell, at, offer, findings)
            }
            "budget" | "reach" => {
                let number = numbers::integer(cell).ok_or(Problem::WrongInteger);
                tried(number.map(|number| number.to_string()), cell, at, || None, findings)
            }
            "reach_year" => tried(year(cell).map(|year| year.to_string()), cell, at, || None, findings),
            "aliases" | "formerly" => {
                let parts = cell.split(['|', ';', '\n', '\r']).map(str::trim).filter(|part| !part.is_empty());
                parts.collect::<Vec<_>>().join("|")
            }
            _ => cell.to_owned(),
        }
    }

    fn places(&mut self, several: bool, cell: &str, at: At<'_>, findings: &mut Collector) -> String {
        let mut codes: Vec<String> = Vec::new();
        for part in cell.split(['|', ';', '\n', '\r']).map(str::trim).filter(|part| !part.is_empty()) {
            let parts = match self.regions.is_known(part) {
                true => vec![part],
                false => known_parts(part, |word| self.regions.is_known(word)).unwrap_or_else(|| vec![part]),
            };
            for part in parts {
                // In a network from elsewhere a name is that of a place there, not of a Dutch municipality.
                if self.open_regions && !self.regions.is_listed(part) {
                    self.has_foreign_regions = true;
                    codes.push(part.to_owned());
                    continue;
                }
                self.regions.warn_of_municipality(part, at, findings);
                match self.regions.resolve(part) {
                    Some(Place::National) => codes.push(NATIONAL.to_owned()),
                    Some(Place::Region(region)) => codes.push(self.regions.code(region).to_owned()),
                    None => findings.warn(at, Problem::UnknownRegion, part, || self.regions.nearest(part)),
                }
            }
        }
        codes.sort_unstable();
        codes.dedup();
        if codes.len() > 1 && !several {
            findings.warn(at, Problem::SeveralValues, cell, || None);
            return String::new();
        }
        codes.join("|")
    }

    fn dimension(&mut self, position: usize, cell: &str, at: At<'_>, findings: &mut Collector) -> String {
        let Some(reader) = self.values.get_mut(position) else { return String::new() };
        let mut taken: Vec<String> = Vec::new();
        for piece in cell.split(['|', '\n', '\r']).map(str::trim).filter(|piece| !piece.is_empty()) {
            let parts = match reader.is_known(piece) {
                true => vec![piece],
                false => known_parts(piece, |part| reader.is_known(part))
                    .unwrap_or_else(|| piece.split(';').map(str::trim).filter(|part| !part.is_empty()).collect()),
            };
            for part in parts {
                if reader.is_known(part) || reader.is_open() {
                    // Codes are looked up when the files are read.
                    taken.push(part.to_owned());
                } else {
                    findings.warn(at, reader.unknown(), part, || reader.nearest(part));
                }
            }
        }
        if taken.len() > 1 && !reader.takes_several() {
            findings.warn(at, Problem::SeveralValues, cell, || None);
            return String::new();
        }
        taken.join("|")
    }

    /// How much there is, in words.
    pub fn counted(&self) -> Text {
        let (actors, initiatives) = (self.actors.rows.len(), self.initiatives.rows.len());
        let (links, activities) = (self.participations.len(), self.activities.len());
        Text::new(
            format!(
                "Organisaties: {actors}; initiatieven: {initiatives}; deelnames: {links}; activiteiten: {activities}."
            ),
            format!(
                "Organisations: {actors}; initiatives: {initiatives}; participations: {links}; activities: {activities}."
            ),
        )
    }

    pub fn is_empty(&self) -> bool {
        self.actors.rows.is_empty() && self.initiatives.rows.is_empty()
    }

    /// The files of the dataset, by name.
    pub fn files(self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        let columns = |table: Table| table.columns().iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>();
        files.push((Table::Actors.file(), table(&columns(Table::Actors), 2, &self.actors.rows)));
        files.push((Table::Initiatives.file(), table(&columns(Table::Initiatives), 2, &self.initiatives.rows)));
        let row = |((initiative, actor), roles): (&(String, String), &BTreeSet<String>)| {
            let roles = roles.iter().map(String::as_str).collect::<Vec<_>>().join("|");
            let cells = [("initiative", initiative.clone()), ("actor", actor.clone()), ("role", roles)];
            cells.into_iter().map(|(column, cell)| (column.to_owned(), cell)).collect::<Row>()
        };
        let links: Vec<Row> = self.participations.iter().map(row).collect();
        files.push((Table::Participations.file(), table(&columns(Table::Participations), 3, &links)));
        if !self.activities.is_empty() {
            let mut counts: HashMap<String, usize> = HashMap::new();
            let rows: Vec<Row> = self
                .activities
                .into_iter()
                .map(|mut row| {
                    let initiative = row.get("initiative").cloned().unwrap_or_default();
                    let count = counts.entry(initiative.clone()).or_default();
                    *count += 1;
                    row.insert("id".to_owned(), format!("{initiative}-{count}"));
                    row
                })
                .collect();
            let columns: Vec<String> = columns(Table::Activities).into_iter().chain(self.dimensions).collect();
            files.push((Table::Activities.file(), table(&columns, 2, &rows)));
        }
        let pretty = |json: &Json| {
            let mut bytes = serde_json::to_vec_pretty(json).unwrap_or_default();
            bytes.push(b'\n');
            bytes
        };
        let mut about = self.about;
        let resource = |(path, _): &(String, Vec<u8>)| {
            let name = path.trim_end_matches(".csv");
            json!({ "name": name, "type": "table", "path": path, "format": "csv", "mediatype": "text/csv", "encoding": "utf-8" })
        };
        about.insert(String::from("resources"), files.iter().map(resource).collect());
        files.push((String::from("datapackage.json"), pretty(&Json::Object(about))));
        if self.has_foreign_regions {
            files.push((String::from("taxonomy.json"), pretty(&json!({ "regions": "open" }))));
        }
        files
    }
}

/// A word of a closed list as its code; another one is reported and left aside.
fn listed<T: Listed>(cell: &str, at: At<'_>, findings: &mut Collector) -> String {
    let list: Spellings<T> = T::lookup();
    match list.find(cell) {
        Some(found) => found.code().to_owned(),
        None => {
            findings.warn(at, Problem::UnknownValue { allowed: list.listing() }, cell, || list.nearest(cell));
            String::new()
        }
    }
}

fn tried(
    read: Result<String, Problem>,
    cell: &str,
    at: At<'_>,
    offer: impl FnOnce() -> Option<String>,
    findings: &mut Collector,
) -> String {
    read.unwrap_or_else(|problem| {
        findings.warn(at, problem, cell, offer);
        String::new()
    })
}

/// A table as CSV: the first columns and those that are filled.
fn table(columns: &[String], always: usize, rows: &[Row]) -> Vec<u8> {
    let filled = |column: &String| rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()));
    let kept: Vec<&String> = columns
        .iter()
        .enumerate()
        .filter(|(number, column)| *number < always || filled(column))
        .map(|(_, column)| column)
        .collect();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(kept.iter().map(|column| column.as_str()));
    for row in rows {
        let _ = writer.write_record(kept.iter().map(|column| guarded(row.get(*column).map_or("", String::as_str))));
    }
    writer.into_inner().unwrap_or_default()
}

/// A text that a spreadsheet could take for a formula, with an apostrophe that the reader takes away (OWASP ASVS 5.0, 1.2.10).
fn guarded(words: &str) -> String {
    let first = words.trim_start_matches('\'').chars().next();
    let is_formula = first.is_some_and(|first| matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\0'));
    if is_formula { format!("'{words}") } else { words.to_owned() }
}
