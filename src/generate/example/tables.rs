//! The tables of one version as CSV text, in the columns of the dataset format.
//!
//! RFC 4180 with `,` and line feeds, an empty cell where something is not known. Must not be here:
//! random choices.

use super::background::is_of_type;
use super::dimensions::{ACTIVITY_TYPE, APPLICATION, DIMENSIONS, TYPES, profile as type_profile};
use super::model::{Activity, Area, Day, Initiative, Values, World};
use super::places::code;
use super::{GeneratedFile, Version};

/// A CSV file in the making. Written here because it cannot fail in memory, where a writer to
/// files returns errors.
pub(super) struct Table {
    text: String,
}

impl Table {
    pub(super) fn new(columns: &[&str]) -> Self {
        let mut table = Self { text: String::new() };
        table.row(columns);
        table
    }

    /// Adds a row; a cell with a comma, quote or line break is quoted.
    pub(super) fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
        for (position, cell) in cells.iter().enumerate() {
            if position > 0 {
                self.text.push(',');
            }
            let cell = cell.as_ref();
            if cell.contains([',', '"', '\n', '\r']) {
                self.text.push('"');
                self.text.push_str(&cell.replace('"', "\"\""));
                self.text.push('"');
            } else {
                self.text.push_str(cell);
            }
        }
        self.text.push('\n');
    }

    pub(super) fn file(self, name: &str) -> GeneratedFile {
        GeneratedFile { name: format!("{name}.csv"), content: self.text }
    }
}

/// Columns of actors.csv, and so on for the other tables.
pub(super) const ACTOR_COLUMNS: [&str; 8] = ["id", "name", "kind", "public", "level", "region", "aliases", "url"];
pub(super) const INITIATIVE_COLUMNS: [&str; 15] = [
    "id",
    "name",
    "regions",
    "level",
    "start",
    "end",
    "funding",
    "budget",
    "contact",
    "url",
    "description",
    "good_practice",
    "formerly",
    "confirmed_on",
    "source",
];
pub(super) const PARTICIPATION_COLUMNS: [&str; 3] = ["initiative", "actor", "role"];
pub(super) const ACTIVITY_COLUMNS: [&str; 8] =
    ["id", "initiative", "name", "regions", "reach", "reach_year", "reach_class", "url"];
pub(super) const REFERRAL_COLUMNS: [&str; 3] = ["from", "to", "count"];
pub(super) const NAME_COLUMNS: [&str; 3] = ["keep", "merge", "decision"];

/// The tables that describe the network and its offer.
pub(super) fn tables(world: &World, version: Version) -> Vec<GeneratedFile> {
    vec![
        actors(world, version),
        initiatives(world, version),
        participations(world, version),
        activities(world, version),
        referrals(world, version),
        names(world),
    ]
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

pub(super) fn area_cell(area: &Area) -> String {
    match area {
        Area::Unknown => String::new(),
        Area::National => "NL".to_owned(),
        Area::Provinces(provinces) => provinces.iter().map(|&province| code(province)).collect::<Vec<_>>().join("|"),
    }
}

/// Actors that take part in something of this version, and those that always stand there.
fn actors(world: &World, version: Version) -> GeneratedFile {
    let mut present: Vec<bool> = world.actors.iter().map(|actor| actor.standing).collect();
    for row in &world.participations {
        if row.presence.within(version) && world.has_initiative(row.initiative, version) {
            present[row.actor] = true;
        }
    }
    let mut table = Table::new(&ACTOR_COLUMNS);
    for (position, actor) in world.actors.iter().enumerate().filter(|(position, _)| present[*position]) {
        let id = world.actor_id(position);
        let (kind, public, level) = actor.kind.codes();
        // Some things stay unknown, as in any real scan.
        let region = if position % 19 == 7 { "" } else { actor.province.map_or("NL", code) };
        let public = if position % 23 == 11 { "" } else { public };
        let level = match actor.province {
            None if level != "european" => "national",
            Some(_) if level == "national" => "regional",
            _ => level,
        };
        let url =
            if position % 3 == 0 { String::new() } else { format!("https://{}.voorbeeld.example", id.to_lowercase()) };
        table.row(&[&id, &actor.name, kind, public, level, region, &actor.aliases.join("|"), &url]);
    }
    table.file("actors")
}

fn initiatives(world: &World, version: Version) -> GeneratedFile {
    let mut table = Table::new(&INITIATIVE_COLUMNS);
    for (position, initiative) in world.initiatives.iter().enumerate() {
        if initiative.presence.within(version) {
            table.row(&initiative_row(world, version, position, initiative));
        }
    }
    table.file("initiatives")
}

fn initiative_row(world: &World, version: Version, position: usize, initiative: &Initiative) -> Vec<String> {
    let id = world.initiative_id(position);
    let earlier = initiative.first_name.as_ref().filter(|_| version == Version::First);
    let name = earlier.unwrap_or(&initiative.name);
    let level = match &initiative.area {
        Area::National if position % 20 == 19 => "european",
        Area::National => "national",
        Area::Provinces(provinces) if provinces.len() == 1 && position % 4 == 1 => "local",
        Area::Provinces(_) => "regional",
        Area::Unknown => "",
    };
    let funding = match initiative.end {
        _ if position % 17 == 4 => "",
        Some(_) => "tijdelijk",
        None => "structureel",
    };
    let confirmed = initiative.confirmed.map(|months| {
        let date = world.date(version);
        // The version's date is the first of March: two months back is still the same year.
        let month_back = if months <= 2 { (date.year, 3 - months) } else { (date.year - 1, 15 - months) };
        let confirmed = Day { year: month_back.0, month: month_back.1, day: 1 };
        initiative.start.map_or(confirmed, |start| start.max(confirmed)) // not before it began
    });
    let town = world.towns.get(initiative.town).map_or("", |town| town.name.as_str());
    let formerly = initiative.formerly.clone().filter(|_| version == Version::Second);
    vec![
        id.clone(),
        name.clone(),
        area_cell(&initiative.area),
        level.to_owned(),
        text(initiative.start),
        text(initiative.end),
        funding.to_owned(),
        text(initiative.budget.map(|thousands| thousands * 1_000)),
        format!("Fictief loket {town}"),
        format!("https://{}.voorbeeld.example", id.to_lowercase()),
        format!("Fictief initiatief dat werkt vanuit {town}"),
        initiative.good_practice.unwrap_or_default().to_owned(),
        formerly.unwrap_or_default(),
        text(confirmed),
        "Fictief: gemaakt door het programma".to_owned(),
    ]
}

fn participations(world: &World, version: Version) -> GeneratedFile {
    let present = |row: &&super::model::Participation| {
        row.presence.within(version) && world.has_initiative(row.initiative, version)
    };
    let mut rows: Vec<_> = world.participations.iter().filter(present).collect();
    rows.sort_by_key(|row| (row.initiative, row.actor));
    let mut table = Table::new(&PARTICIPATION_COLUMNS);
    for row in rows {
        let roles: Vec<&str> = row.roles.iter().map(|role| role.code()).collect();
        table.row(&[world.initiative_id(row.initiative), world.actor_id(row.actor), roles.join("|")]);
    }
    table.file("participations")
}

/// The activities of a version, in the order of their initiatives.
pub(super) fn activities_of(world: &World, version: Version) -> Vec<&Activity> {
    let present = |row: &&Activity| row.presence.within(version) && world.has_initiative(row.initiative, version);
    let mut rows: Vec<&Activity> = world.activities.iter().filter(present).collect();
    rows.sort_by_key(|row| (row.initiative, row.ordinal));
    rows
}

fn activities(world: &World, version: Version) -> GeneratedFile {
    let dimension_ids = DIMENSIONS.iter().map(|dimension| dimension.id);
    let columns: Vec<&str> = ACTIVITY_COLUMNS.into_iter().chain(dimension_ids).collect();
    let mut table = Table::new(&columns);
    for row in activities_of(world, version) {
        let kind = (0..TYPES).find(|&kind| is_of_type(row, kind)).map(type_profile);
        let topic = match &row.profile[APPLICATION] {
            Values::Known(values) => values.first().and_then(|&value| DIMENSIONS[APPLICATION].values.get(value)),
            Values::Unknown | Values::Every => None,
        };
        let topic =
            topic.map_or_else(|| "voor ondernemers".to_owned(), |topic| format!("over {}", topic.replace('-', " ")));
        let noun = kind.map_or("Activiteit", |kind| kind.noun);
        let id = world.activity_id(row);
        let mut cells = vec![
            id.clone(),
            world.initiative_id(row.initiative),
            format!("{noun} {topic}"),
            row.area.as_ref().map(area_cell).unwrap_or_default(),
            text(row.reach),
            row.reach.map(|_| (world.date(version).year - 1).to_string()).unwrap_or_default(),
            kind.map(|kind| kind.reach_class.to_owned()).unwrap_or_default(),
            format!("https://{}.voorbeeld.example/{}", world.initiative_id(row.initiative).to_lowercase(), row.ordinal),
        ];
        cells.extend(row.profile.iter().enumerate().map(|(dimension, values)| values_cell(dimension, values)));
        table.row(&cells);
    }
    table.file("activities")
}

fn values_cell(dimension: usize, values: &Values) -> String {
    let ids = DIMENSIONS[dimension].values;
    match values {
        Values::Unknown => String::new(),
        Values::Every if dimension == ACTIVITY_TYPE => String::new(), // one value only; never drawn
        Values::Every => "alle".to_owned(),
        Values::Known(values) => {
            values.iter().filter_map(|&value| ids.get(value).copied()).collect::<Vec<_>>().join("|")
        }
    }
}

fn referrals(world: &World, version: Version) -> GeneratedFile {
    let present = |row: &&super::model::Referral| {
        world.has_initiative(row.from, version) && world.has_initiative(row.to, version)
    };
    let mut rows: Vec<_> = world.referrals.iter().filter(present).collect();
    rows.sort_by_key(|row| (row.from, row.to));
    let mut table = Table::new(&REFERRAL_COLUMNS);
    for row in rows {
        table.row(&[world.initiative_id(row.from), world.initiative_id(row.to), row.count.to_string()]);
    }
    table.file("referrals")
}

fn names(world: &World) -> GeneratedFile {
    let mut table = Table::new(&NAME_COLUMNS);
    for row in &world.decisions {
        table.row(&[world.actor_id(row.keep), world.actor_id(row.merge), row.decision.to_owned()]);
    }
    table.file("names")
}
