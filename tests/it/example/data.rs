//! A version of the fictional dataset read back from its text, and plain computations on it.

use ecosysteemkaart::generate::GeneratedFile;
use ecosysteemkaart::generate::example::{ExampleConfig, Version, example};
use std::collections::{BTreeMap, BTreeSet};

pub(super) type Row = BTreeMap<String, String>;
pub(super) type Codes = BTreeSet<String>;

/// Dimensions that count for offer overlap: content, method, target and need.
pub(super) const OFFER: [&str; 10] = [
    "activity_type",
    "sector",
    "size",
    "phase",
    "maturity",
    "form",
    "application",
    "theme",
    "bottleneck",
    "service_line",
];

/// A version read back from its files.
pub(super) struct Data {
    pub(super) tables: BTreeMap<String, Vec<Row>>,
    pub(super) planted: BTreeMap<String, Vec<Vec<String>>>,
    pub(super) package: serde_json::Value,
}

impl Data {
    pub(super) fn read(files: &[GeneratedFile]) -> Self {
        let mut data =
            Self { tables: BTreeMap::new(), planted: BTreeMap::new(), package: serde_json::Value::default() };
        for file in files {
            if let Some(table) = file.name.strip_suffix(".csv") {
                let mut reader = csv::Reader::from_reader(file.content.as_bytes());
                data.tables.insert(table.to_owned(), reader.deserialize().collect::<Result<_, _>>().unwrap());
            } else if file.name == "PLANTED.md" {
                data.planted = planted(&file.content);
            } else {
                data.package = serde_json::from_str(&file.content).unwrap();
            }
        }
        data
    }

    pub(super) fn made(initiatives: usize, seed: u64, version: Version) -> Self {
        Self::read(&example(&ExampleConfig { initiatives, seed, version, ..ExampleConfig::default() }))
    }

    pub(super) fn table(&self, name: &str) -> &[Row] {
        &self.tables[name]
    }

    pub(super) fn ids(&self, table: &str) -> Codes {
        self.table(table).iter().map(|row| row["id"].clone()).collect()
    }

    /// Planted rows of a kind; at least one where the version must have it.
    pub(super) fn truths(&self, key: &str) -> &[Vec<String>] {
        let rows = self.planted.get(key).map(Vec::as_slice).unwrap_or_default();
        assert!(!rows.is_empty(), "nothing planted for {key}");
        rows
    }

    pub(super) fn initiative(&self, id: &str) -> Option<&Row> {
        self.table("initiatives").iter().find(|row| row["id"] == id)
    }

    pub(super) fn activities_of<'a>(&'a self, initiative: &'a str) -> impl Iterator<Item = &'a Row> {
        self.table("activities").iter().filter(move |row| row["initiative"] == initiative)
    }

    /// Actors of an initiative with their roles; no role counts as partner.
    pub(super) fn members(&self, initiative: &str) -> BTreeMap<String, Codes> {
        let rows = self.table("participations").iter().filter(|row| row["initiative"] == initiative);
        rows.map(|row| {
            let roles = if row["role"].is_empty() { "partner" } else { &row["role"] };
            (row["actor"].clone(), split(roles))
        })
        .collect()
    }

    pub(super) fn initiatives_of(&self, actor: &str) -> Codes {
        let rows = self.table("participations").iter().filter(|row| row["actor"] == actor);
        rows.map(|row| row["initiative"].clone()).collect()
    }

    /// Working area of an activity: its own regions, else those of its initiative.
    pub(super) fn activity_area(&self, activity: &Row) -> Codes {
        let own = split(&activity["regions"]);
        if own.is_empty() { self.initiative_area(&activity["initiative"]) } else { own }
    }

    pub(super) fn initiative_area(&self, id: &str) -> Codes {
        let stated = split(&self.initiative(id).unwrap()["regions"]);
        if stated.is_empty() { self.activities_of(id).flat_map(|row| split(&row["regions"])).collect() } else { stated }
    }

    /// Distinct (activity, region) of own areas with the activity type: (initiative, region, type).
    pub(super) fn units(&self) -> Vec<(String, String, String)> {
        let mut units = Vec::new();
        for row in self.table("activities") {
            let area = self.activity_area(row);
            if !area.contains("NL") {
                units.extend(
                    area.into_iter().map(|region| (row["initiative"].clone(), region, row["activity_type"].clone())),
                );
            }
        }
        units
    }

    pub(super) fn national(&self, activity_type: &str) -> usize {
        let fits = |row: &&Row| row["activity_type"] == activity_type && self.activity_area(row).contains("NL");
        self.table("activities").iter().filter(fits).count()
    }

    pub(super) fn collaborates(&self, a: &str, b: &str) -> bool {
        let works = |roles: &Codes| roles.iter().any(|role| role != "funder");
        let (in_a, in_b) = (self.members(a), self.members(b));
        let shared = in_a.iter().any(|(actor, roles)| works(roles) && in_b.get(actor).is_some_and(&works));
        let pair = BTreeSet::from([a, b]);
        let referred = self
            .table("referrals")
            .iter()
            .any(|row| BTreeSet::from([row["from"].as_str(), row["to"].as_str()]) == pair);
        shared || referred
    }

    pub(super) fn shared_actors(&self, a: &str, b: &str) -> Codes {
        let in_b = self.members(b);
        self.members(a).into_keys().filter(|actor| in_b.contains_key(actor)).collect()
    }

    /// Actors linked to this one by a chain of initiatives, when one actor is left out.
    pub(super) fn reachable(&self, from: &str, without: &str) -> Codes {
        let mut members: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut memberships: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in self.table("participations").iter().filter(|row| row["actor"] != without) {
            members.entry(&row["initiative"]).or_default().push(&row["actor"]);
            memberships.entry(&row["actor"]).or_default().push(&row["initiative"]);
        }
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(actor) = open.pop() {
            for initiative in memberships.get(actor).into_iter().flatten() {
                open.extend(members[initiative].iter().filter(|other| seen.insert(other)));
            }
        }
        seen.into_iter().map(str::to_owned).collect()
    }
}

pub(super) fn split(cell: &str) -> Codes {
    cell.split('|').filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

pub(super) fn words(cell: &str) -> Vec<&str> {
    cell.split_whitespace().collect()
}

/// The tables of PLANTED.md by the heading above them, without their header rows.
pub(super) fn planted(text: &str) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut tables: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            heading.clone_into(&mut key);
        } else if let Some(row) = line.strip_prefix("| ").and_then(|row| row.strip_suffix(" |")) {
            tables.entry(key.clone()).or_default().push(row.split(" | ").map(|cell| cell.trim().to_owned()).collect());
        }
    }
    for rows in tables.values_mut() {
        rows.drain(..2); // the header and the line below it
    }
    tables
}

/// Offer overlap of two initiatives wherever they work, in the words of the definition: idf-weighted
/// Jaccard between activities that agree in two dimensions or more, best match averaged both ways.
pub(super) struct Overlap {
    count: f64,
    occurrences: BTreeMap<String, f64>,
}

impl Overlap {
    pub(super) fn new(data: &Data) -> Self {
        let mut occurrences = BTreeMap::new();
        for activity in data.table("activities") {
            for token in tokens(activity) {
                *occurrences.entry(token).or_insert(0.0) += 1.0;
            }
        }
        Self { count: data.table("activities").len() as f64, occurrences }
    }

    pub(super) fn weight(&self, token: &str) -> f64 {
        libm::log(1.0 + self.count / self.occurrences[token])
    }

    pub(super) fn similarity(&self, a: &Row, b: &Row) -> f64 {
        let (a, b) = (tokens(a), tokens(b));
        let dimensions: BTreeSet<&str> = a.intersection(&b).filter_map(|token| token.split('=').next()).collect();
        if dimensions.len() < 2 {
            return 0.0;
        }
        let sum = |tokens: Vec<&String>| -> f64 { tokens.into_iter().map(|token| self.weight(token)).sum() };
        sum(a.intersection(&b).collect()) / sum(a.union(&b).collect())
    }

    pub(super) fn between(&self, data: &Data, a: &str, b: &str) -> f64 {
        let (of_a, of_b): (Vec<_>, Vec<_>) = (data.activities_of(a).collect(), data.activities_of(b).collect());
        let best =
            |one: &Row, others: &[&Row]| others.iter().map(|other| self.similarity(one, other)).fold(0.0_f64, f64::max);
        let forth: f64 = of_a.iter().map(|one| best(one, &of_b)).sum();
        let back: f64 = of_b.iter().map(|one| best(one, &of_a)).sum();
        (forth + back) / (of_a.len() + of_b.len()) as f64
    }
}

pub(super) fn tokens(activity: &Row) -> Codes {
    let values = OFFER.iter().flat_map(|dimension| {
        split(&activity[*dimension]).into_iter().map(move |value| format!("{dimension}={value}"))
    });
    values.collect()
}

pub(super) fn meet(a: &Codes, b: &Codes) -> bool {
    a.is_empty() || b.is_empty() || a.contains("NL") || b.contains("NL") || a.intersection(b).next().is_some()
}
