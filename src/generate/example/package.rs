//! `datapackage.json` of the fictional dataset: a Frictionless Data Package v2 with a schema per table.
//!
//! Written from structs, so that the order of the keys does not depend on how `serde_json` was built.
//! Must not be here: the tables themselves.

use super::dimensions::DIMENSIONS;
use super::model::World;
use super::places::{CODES, LATER_SURVEYED, NEVER_SURVEYED};
use super::surveys::{ANSWERS, QUESTIONS, RESPONSE_COLUMNS, demand_columns, indicator_columns};
use super::tables::{
    ACTIVITY_COLUMNS, ACTOR_COLUMNS, INITIATIVE_COLUMNS, NAME_COLUMNS, PARTICIPATION_COLUMNS, REFERRAL_COLUMNS,
};
use super::{GeneratedFile, Version};
use serde::Serialize;

#[derive(Serialize)]
struct Package {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: &'static str,
    title: String,
    titles: Text,
    description: &'static str,
    version: String,
    created: String,
    licenses: [License; 1],
    sources: Vec<Source>,
    keywords: [&'static str; 3],
    basis: &'static str,
    #[serde(rename = "surveyedRegions")]
    surveyed_regions: Vec<&'static str>,
    #[serde(rename = "knownPopulation")]
    known_population: usize,
    notes: Vec<Text>,
    resources: Vec<Resource>,
}

#[derive(Serialize)]
struct Text {
    nl: String,
    en: String,
}

#[derive(Serialize)]
struct License {
    name: &'static str,
    path: &'static str,
    title: &'static str,
}

#[derive(Serialize)]
struct Source {
    title: String,
}

#[derive(Serialize)]
struct Resource {
    name: &'static str,
    path: String,
    #[serde(rename = "type")]
    sort: &'static str,
    title: &'static str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    basis: &'static str,
    schema: Schema,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Field>,
    missing_values: [&'static str; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    primary_key: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    #[serde(rename = "type")]
    sort: &'static str,
    #[serde(skip_serializing_if = "Constraints::is_empty")]
    constraints: Constraints,
}

#[derive(Serialize, Default)]
struct Constraints {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<u8>,
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    allowed: Option<&'static [&'static str]>,
}

impl Constraints {
    fn is_empty(&self) -> bool {
        !self.required
            && self.pattern.is_none()
            && self.minimum.is_none()
            && self.maximum.is_none()
            && self.allowed.is_none()
    }
}

#[derive(Serialize)]
struct ForeignKey {
    fields: [&'static str; 1],
    reference: Reference,
}

#[derive(Serialize)]
struct Reference {
    resource: &'static str,
    fields: [&'static str; 1],
}

const KINDS: [&str; 15] = [
    "rijk",
    "provincie",
    "gemeente",
    "uitvoeringsorganisatie",
    "rom",
    "kennisinstelling",
    "onderwijs",
    "brancheorganisatie",
    "ondernemersorganisatie",
    "bank",
    "bedrijf",
    "stichting",
    "samenwerking",
    "europa",
    "overig",
];

/// The descriptor of a version.
pub(super) fn package(world: &World, version: Version) -> GeneratedFile {
    let date = world.date(version);
    let (nl, en) = match version {
        Version::First => (
            format!("Voorbeeld (fictief), eerdere versie: {}", date.year),
            format!("Example (fictional), earlier version: {}", date.year),
        ),
        Version::Second => {
            (format!("Voorbeeld (fictief): {}", date.year), format!("Example (fictional): {}", date.year))
        }
    };
    let surveyed =
        |province: usize| province != NEVER_SURVEYED && (province != LATER_SURVEYED || version == Version::Second);
    let package = Package {
        profile: "https://datapackage.org/profiles/2.0/datapackage.json",
        name: "voorbeeld",
        title: nl.clone(),
        titles: Text { nl, en },
        description: "Een geheel verzonnen ecosysteem op de schaal van Nederland. Geen enkele organisatie, plaats of \
                      regeling hierin bestaat. A wholly invented ecosystem: nothing in it exists.",
        version: format!("{}.1.0", date.year),
        created: format!("{date}T00:00:00Z"),
        licenses: [License {
            name: "CC0-1.0",
            path: "https://creativecommons.org/publicdomain/zero/1.0/",
            title: "Creative Commons CC0 1.0 Universal",
        }],
        sources: vec![
            Source {
                title: format!(
                    "Generator van ecosysteemkaart, seed {}, {} initiatieven, {}; niets hierin is gemeten",
                    world.config.seed, world.config.initiatives, world.config.year
                ),
            },
            Source {
                title: "Regioscan Digitalisering (2023): indelingen; tabel 1: nummers van de tien vragen".to_owned(),
            },
        ],
        keywords: ["fictief", "mkb", "ecosysteem"],
        basis: "fictional",
        surveyed_regions: CODES
            .iter()
            .enumerate()
            .filter(|(province, _)| surveyed(*province))
            .map(|(_, code)| *code)
            .collect(),
        known_population: world.config.initiatives * 400 / 220,
        notes: notes(version),
        resources: resources(),
    };
    // Serializing fails only for maps with keys that are no text; there are no maps.
    let mut content = serde_json::to_string_pretty(&package).unwrap_or_default();
    content.push('\n');
    GeneratedFile { name: "datapackage.json".to_owned(), content }
}

fn notes(version: Version) -> Vec<Text> {
    let mut notes = vec![
        Text {
            nl: "Alles is verzonnen. Alleen de codes van de provincies zijn echt.".to_owned(),
            en: "Everything is invented. Only the codes of the provinces are real.".to_owned(),
        },
        Text {
            nl: "PLANTED.md zegt waar overlap, witte vlekken, dubbele namen en verschillen zijn verstopt.".to_owned(),
            en: "PLANTED.md says where overlap, white spots, duplicate names and differences were planted.".to_owned(),
        },
        Text {
            nl: "PV31 is in geen van beide versies onderzocht.".to_owned(),
            en: "PV31 was not surveyed in either version.".to_owned(),
        },
    ];
    if version == Version::First {
        notes.push(Text {
            nl: "PV29 was in deze eerdere versie nog niet onderzocht.".to_owned(),
            en: "PV29 was not yet surveyed in this earlier version.".to_owned(),
        });
    }
    notes
}

/// How a field is checked.
fn field(table: &str, name: &'static str) -> Field {
    let mut constraints = Constraints { required: name == "id" || is_reference(table, name), ..Constraints::default() };
    let mut sort = "string";
    match name {
        "name" | "measure" | "unit" | "keep" | "merge" | "decision" => constraints.required = true,
        "region" | "regions" => constraints.pattern = Some(area_pattern()),
        "kind" => constraints.allowed = Some(&KINDS),
        "public" => constraints.allowed = Some(&["publiek", "semipubliek", "privaat"]),
        "level" => constraints.allowed = Some(&["european", "national", "regional", "local"]),
        "funding" => constraints.allowed = Some(&["tijdelijk", "structureel"]),
        "role" => constraints.pattern = Some(list_pattern(&["initiator", "funder", "executor", "partner"])),
        "reach_class" => constraints.allowed = Some(&["laag", "middel", "hoog"]),
        "answer" => constraints.allowed = Some(&ANSWERS),
        "start" | "end" | "confirmed_on" => sort = "date",
        "reach_year" => sort = "year",
        "budget" | "reach" | "enterprises" | "n" | "count" => {
            sort = "integer";
            constraints.minimum = Some(0);
        }
        "question" => {
            sort = "integer";
            constraints.minimum = Some(1);
            constraints.maximum = u8::try_from(QUESTIONS).ok();
        }
        "share_with_need" => {
            sort = "number";
            constraints.minimum = Some(0);
            constraints.maximum = Some(1);
        }
        "value" => sort = "number",
        _ => {
            if let Some(dimension) = DIMENSIONS.iter().find(|dimension| dimension.id == name) {
                let open = ["application", "theme"].contains(&name);
                constraints.pattern = (!open).then(|| list_pattern(dimension.values));
            }
        }
    }
    Field { name, sort, constraints }
}

fn is_reference(table: &str, name: &str) -> bool {
    foreign_keys(table).iter().any(|key| key.fields == [name])
}

/// One or more of the values or `alle`, separated by `|`.
fn list_pattern(values: &[&str]) -> String {
    let one = format!("(alle|{})", values.join("|"));
    format!("{one}(\\|{one})*")
}

fn area_pattern() -> String {
    "(NL|PV(2[0-9]|3[01])(\\|PV(2[0-9]|3[01]))*)".to_owned()
}

fn foreign_keys(table: &str) -> Vec<ForeignKey> {
    let key = |field, resource| ForeignKey { fields: [field], reference: Reference { resource, fields: ["id"] } };
    match table {
        "participations" => vec![key("initiative", "initiatives"), key("actor", "actors")],
        "activities" => vec![key("initiative", "initiatives")],
        "responses" => vec![key("activity", "activities")],
        "referrals" => vec![key("from", "initiatives"), key("to", "initiatives")],
        "names" => vec![key("keep", "actors"), key("merge", "actors")],
        _ => Vec::new(),
    }
}

fn resources() -> Vec<Resource> {
    let activity_columns: Vec<&'static str> =
        ACTIVITY_COLUMNS.into_iter().chain(DIMENSIONS.iter().map(|dimension| dimension.id)).collect();
    vec![
        resource("actors", "Aanbieders", ACTOR_COLUMNS.to_vec(), vec!["id"]),
        resource("initiatives", "Initiatieven", INITIATIVE_COLUMNS.to_vec(), vec!["id"]),
        resource("participations", "Betrokkenheid", PARTICIPATION_COLUMNS.to_vec(), vec!["initiative", "actor"]),
        resource("activities", "Activiteiten", activity_columns, vec!["id"]),
        resource("demand", "Vraag", demand_columns(), Vec::new()),
        resource("indicators", "Indicatoren", indicator_columns(), Vec::new()),
        resource("responses", "Antwoorden", RESPONSE_COLUMNS.to_vec(), vec!["activity", "question", "answer"]),
        resource("referrals", "Doorverwijzingen", REFERRAL_COLUMNS.to_vec(), vec!["from", "to"]),
        resource("names", "Besluiten over namen", NAME_COLUMNS.to_vec(), vec!["keep", "merge"]),
    ]
}

fn resource(
    name: &'static str,
    title: &'static str,
    columns: Vec<&'static str>,
    primary_key: Vec<&'static str>,
) -> Resource {
    Resource {
        name,
        path: format!("{name}.csv"),
        sort: "table",
        title,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        basis: "fictional",
        schema: Schema {
            fields: columns.into_iter().map(|column| field(name, column)).collect(),
            missing_values: [""],
            primary_key,
            foreign_keys: foreign_keys(name),
        },
    }
}
