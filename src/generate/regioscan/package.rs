//! `datapackage.json`: the Data Package v2 descriptor of the dataset, with the basis of every table and column.
//!
//! Must not be here: numbers of the report.

use serde::Serialize;

use super::actors::NAMED;
use super::files::activity_id;
use super::notes::notes;
use super::provinces::PROVINCES;
use super::supply::Supply;
use super::tables::{ACTIVITY_TYPES, CLASSES};

const RECONSTRUCTED: &str = "reconstructed";
const PUBLISHED: &str = "published";

/// Number of initiatives that are thought to exist (section 4.1 of the report).
const KNOWN_POPULATION: u32 = 400;

/// Axes of which the cross-table of activities equals the published one.
const PUBLISHED_TABLES: [&[&str]; 9] = [
    &["region", "activity_type"],
    &["region", "maturity"],
    &["region", "reachClass"],
    &["region", "effortClass"],
    &["region"],
    &["activity_type"],
    &["maturity"],
    &["reachClass"],
    &["effortClass"],
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Package {
    #[serde(rename = "$schema")]
    schema: &'static str,
    name: &'static str,
    title: &'static str,
    titles: Words,
    description: &'static str,
    version: &'static str,
    created: &'static str,
    licenses: Vec<License>,
    sources: Vec<Source>,
    basis: &'static str,
    surveyed_regions: Vec<&'static str>,
    known_population: u32,
    published_tables: Vec<&'static [&'static str]>,
    published_actors: Vec<&'static str>,
    reach_class_departures: Vec<Departure>,
    notes: Vec<Words>,
    resources: Vec<Resource>,
}

#[derive(Serialize)]
struct Words {
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
    title: &'static str,
    version: &'static str,
}

/// An activity whose published reach class is not the modelled one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Departure {
    activity: String,
    region: &'static str,
    activity_type: &'static str,
    reach_class: &'static str,
}

#[derive(Serialize)]
struct Resource {
    name: &'static str,
    path: String,
    #[serde(rename = "type")]
    kind: &'static str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    basis: &'static str,
    schema: Schema,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    #[serde(rename = "$schema")]
    profile: &'static str,
    fields: Vec<Field>,
    missing_values: [&'static str; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    primary_key: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
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

#[derive(Serialize)]
struct Field {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    description: &'static str,
    basis: &'static str,
    #[serde(skip_serializing_if = "Constraints::is_empty")]
    constraints: Constraints,
}

#[derive(Serialize, Default)]
struct Constraints {
    #[serde(skip_serializing_if = "is_false")]
    required: bool,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    values: Vec<&'static str>,
}

impl Constraints {
    fn is_empty(&self) -> bool {
        !self.required && self.values.is_empty()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

impl Field {
    fn new(name: &'static str, basis: &'static str, description: &'static str) -> Self {
        Self { name, kind: "string", description, basis, constraints: Constraints::default() }
    }

    fn required(mut self) -> Self {
        self.constraints.required = true;
        self
    }

    fn one_of(mut self, values: &[&'static str]) -> Self {
        self.constraints.values = values.to_vec();
        self
    }

    fn of_type(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }
}

/// The descriptor, as indented JSON.
pub(super) fn datapackage(supply: &Supply) -> String {
    let departures: Vec<Departure> = departures(supply);
    let departing: Vec<String> = departures.iter().map(|departure| departure.activity.clone()).collect();
    let notes = notes(&departing).into_iter().map(|(nl, en)| Words { nl, en }).collect();
    let package = Package {
        schema: "https://datapackage.org/profiles/2.0/datapackage.json",
        name: "regioscan-2023",
        title: "Regioscan Digitalisering MKB 2023: gepubliceerde tabellen en gereconstrueerd netwerk",
        titles: Words {
            nl: "Regioscan Digitalisering MKB 2023: gepubliceerde tabellen en gereconstrueerd netwerk".to_owned(),
            en: "Regioscan Digitalisering MKB 2023: published tables and reconstructed network".to_owned(),
        },
        description: "De gepubliceerde tabellen van de Regioscan Digitalisering MKB, met daarop een gereconstrueerd \
                      netwerk dat die tabellen precies oplevert. Het netwerk zelf is niet gepubliceerd.",
        version: "1.0.0",
        created: "2023-03-01T00:00:00Z",
        licenses: vec![License {
            name: "EUPL-1.2",
            path: "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12",
            title: "European Union Public Licence 1.2",
        }],
        sources: vec![Source {
            title: "Regioscan Digitalisering MKB, landelijke synthese. Dialogic, Platform Talent voor Technologie en \
                    de provincies, op initiatief van het Ministerie van Economische Zaken en Klimaat",
            version: "2023",
        }],
        basis: RECONSTRUCTED,
        surveyed_regions: PROVINCES.iter().map(|province| province.code).collect(),
        known_population: KNOWN_POPULATION,
        published_tables: PUBLISHED_TABLES.to_vec(),
        published_actors: NAMED.iter().map(|named| named.id).collect(),
        reach_class_departures: departures,
        notes,
        resources: vec![actors(), initiatives(), participations(), activities(), indicators()],
    };
    // Text keys and plain values only, so there is nothing that cannot be written as JSON.
    let mut text = serde_json::to_string_pretty(&package).unwrap_or_default();
    text.push('\n');
    text
}

fn departures(supply: &Supply) -> Vec<Departure> {
    let departing = supply.activities.iter().filter(|activity| activity.departs_from_model);
    departing
        .map(|activity| Departure {
            activity: activity_id(&activity.label),
            region: supply.initiatives.get(activity.initiative).map_or("", |initiative| initiative.province.code),
            activity_type: activity.kind,
            reach_class: activity.reach_class,
        })
        .collect()
}

fn resource(name: &'static str, basis: &'static str, key: &[&'static str], fields: Vec<Field>) -> Resource {
    Resource {
        name,
        path: format!("{name}.csv"),
        kind: "table",
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        basis,
        schema: Schema {
            profile: "https://datapackage.org/profiles/2.0/tableschema.json",
            fields,
            missing_values: [""],
            primary_key: key.to_vec(),
            foreign_keys: Vec::new(),
        },
    }
}

fn foreign_key(field: &'static str, resource: &'static str) -> ForeignKey {
    ForeignKey { fields: [field], reference: Reference { resource, fields: ["id"] } }
}

fn actors() -> Resource {
    let reconstructed = |name, description| Field::new(name, RECONSTRUCTED, description);
    let fields = vec![
        reconstructed("id", "Kenmerk; de 18 van publishedActors zijn gepubliceerd").required(),
        reconstructed("name", "Naam; van de 18 van publishedActors zoals in figuur 16").required(),
        reconstructed("kind", "Soort organisatie").required(),
        reconstructed("public", "Publiek karakter").required().one_of(&["publiek", "semipubliek", "privaat"]),
        reconstructed("level", "Schaalniveau").required().one_of(&["european", "national", "regional", "local"]),
        reconstructed("region", "Provincie (CBS-code) of NL").required(),
        reconstructed("aliases", "Andere schrijfwijzen, gescheiden door |"),
    ];
    resource("actors", RECONSTRUCTED, &["id"], fields)
}

fn initiatives() -> Resource {
    let reconstructed = |name, description| Field::new(name, RECONSTRUCTED, description);
    let codes: Vec<&str> = PROVINCES.iter().map(|province| province.code).collect();
    let fields = vec![
        reconstructed("id", "Kenmerk").required(),
        reconstructed("name", "Plaatsvervangende naam").required(),
        reconstructed("regions", "Provincie (CBS-code)").required().one_of(&codes),
        reconstructed("level", "Schaalniveau").required().one_of(&["regional"]),
        reconstructed("source", "Herkomst").required(),
    ];
    resource("initiatives", RECONSTRUCTED, &["id"], fields)
}

fn participations() -> Resource {
    let reconstructed = |name, description| Field::new(name, RECONSTRUCTED, description);
    let roles = ["initiator", "funder", "executor", "partner"];
    let fields = vec![
        reconstructed("initiative", "Initiatief").required(),
        reconstructed("actor", "Aanbieder; van de 18 van publishedActors is het aantal initiatieven gepubliceerd")
            .required(),
        reconstructed("role", "Rol").required().one_of(&roles),
    ];
    let mut made = resource("participations", RECONSTRUCTED, &["initiative", "actor", "role"], fields);
    made.schema.foreign_keys = vec![foreign_key("initiative", "initiatives"), foreign_key("actor", "actors")];
    made
}

fn activities() -> Resource {
    let reconstructed = |name, description| Field::new(name, RECONSTRUCTED, description);
    let fields = vec![
        reconstructed("id", "Kenmerk").required(),
        reconstructed("initiative", "Initiatief").required(),
        reconstructed("name", "Plaatsvervangende naam").required(),
        reconstructed("activity_type", "Type activiteit; de tabel provincie × type is gepubliceerd (figuur 7)")
            .required()
            .one_of(&ACTIVITY_TYPES),
        reconstructed(
            "maturity",
            "Digitale maturiteit van de doelgroep, leeg is ongespecificeerd; de tabel provincie × maturiteit is \
             gepubliceerd (figuur 12)",
        )
        .one_of(&CLASSES),
        reconstructed("reach_class", "Bereikklasse; de tabel provincie × bereikklasse is gepubliceerd (figuur 19)")
            .required()
            .one_of(&CLASSES),
    ];
    let mut made = resource("activities", RECONSTRUCTED, &["id"], fields);
    made.schema.foreign_keys = vec![foreign_key("initiative", "initiatives")];
    made
}

fn indicators() -> Resource {
    let published = |name, description| Field::new(name, PUBLISHED, description);
    let fields = vec![
        published("region", "Provincie (CBS-code), NL, of leeg waar niet van toepassing"),
        published("activity_type", "Type activiteit, of leeg waar niet van toepassing").one_of(&ACTIVITY_TYPES),
        published("maturity", "Digitale maturiteit van de doelgroep, of leeg waar niet van toepassing")
            .one_of(&CLASSES),
        published("measure", "Wat het getal zegt; na een dubbele punt het kenmerk van een aanbieder").required(),
        published("value", "Getal zoals gedrukt, of afgeleid zoals source zegt").of_type("integer").required(),
        published("unit", "Eenheid").required(),
        published("n", "Aantal waarover een percentage is genomen").of_type("integer"),
        published("source", "Figuur of paragraaf van het rapport").required(),
    ];
    resource("indicators", PUBLISHED, &[], fields)
}
