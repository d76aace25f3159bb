//! Key numbers of complexity over versions, of the whole or of one region: a region is best compared with itself.

use super::complexity::{COLUMNS, NOTHING, key_number, table};
use crate::analysis::complexity::{AreaComplexity, Complexity};
use crate::chart::catalog::{Chart, ChartError, Drawing, Drawn};
use crate::chart::framing::frame;
use crate::chart::history::{HistoryChart, Point, Series};
use crate::chart::results::complexity_of;
use crate::chart::settings::{Parameter, Takes, Words};
use crate::ecosystem::Place;
use crate::language::{Language, pick};
use crate::snapshot::{Provenance, Section, Snapshot, provenance, provenance_comparison};

/// Earlier versions that are laid beside a dataset at most.
const MOST: usize = 12;

const REGION: Parameter = Parameter {
    key: "region",
    meaning: Words::new("Regio; het geheel als er geen is gevraagd.", "Region; the whole where none is asked."),
    takes: Takes::Region,
};

pub const CHART: Chart = Chart {
    code: "complexity-history",
    title: Words::new("Complexiteit en dekking door de tijd", "Complexity and coverage over time"),
    description: Words::new(
        "Deuren, dubbeling, overlap zonder samenwerking, verscheidenheid, dekking en tijdelijkheid van het geheel of van één \
         regio, over de versies die met `with` worden genoemd, de oudste eerst.",
        "Doors, redundancy, overlap without collaboration, variety, coverage and temporary supply of the whole or of one \
         region, over the versions that `with` names, the earliest first.",
    ),
    parameters: &[REGION],
    sections: &[Section::Complexity],
    earlier: MOST,
    draw,
};

/// The region of this code in a version, or the whole; `None` where the version does not know it.
fn area<'a>(snapshot: &Snapshot, complexity: &'a Complexity, region: Option<&str>) -> Option<&'a AreaComplexity> {
    let place = match region {
        Some(code) => Place::Region(snapshot.ecosystem.regions().position(code)?),
        None => Place::National,
    };
    complexity.areas.iter().find(|area| area.place == place && area.surveyed)
}

/// What a version is called: its date, else its number, else its title.
fn version_name(snapshot: &Snapshot, language: Language) -> String {
    let about = snapshot.ecosystem.about();
    match (about.date.is_empty(), about.version.is_empty()) {
        (false, _) => about.date.clone(),
        (true, false) => format!("{} {}", pick(language, "versie", "version"), about.version),
        (true, true) => about.title.get(language).to_owned(),
    }
}

/// What the versions are, and what stands for what is not known.
fn notes(drawing: &Drawing<'_>) -> Vec<String> {
    let language = drawing.language;
    let name = |snapshot: &&Snapshot| {
        format!("{} ({})", snapshot.ecosystem.about().title.get(language), version_name(snapshot, language))
    };
    let earlier: Vec<String> = drawing.earlier.iter().map(name).collect();
    let mut notes = Vec::new();
    if !earlier.is_empty() {
        let earlier = earlier.join("; ");
        notes.push(match language {
            Language::Nl => format!("Eerdere versies, op gelijke afstand getekend: {earlier}."),
            Language::En => format!("Earlier versions, drawn at equal distances: {earlier}."),
        });
    }
    notes.push(
        pick(
            language,
            "Achter elk aandeel staat tussen haakjes het aantal, en de lijn bovenin is 100%. Een vraagteken: toen niet \
             onderzocht of niet in de gegevens; een streepje: niet bekend.",
            "Behind each share the count stands in brackets, and the line at the top is 100%. A question mark: not surveyed \
             then, or not in the data; a dash: not known.",
        )
        .to_owned(),
    );
    notes
}

fn draw(drawing: &Drawing<'_>) -> Result<Drawn, ChartError> {
    let (language, now) = (drawing.language, &drawing.snapshot.ecosystem);
    let region = drawing.settings.get(&REGION);
    let region = region.as_deref();
    let snapshots: Vec<&Snapshot> = drawing.earlier.iter().copied().chain([drawing.snapshot]).collect();
    let results = snapshots.iter().map(|snapshot| complexity_of(snapshot)).collect::<Result<Vec<_>, _>>()?;
    let areas: Vec<Option<&AreaComplexity>> =
        snapshots.iter().zip(&results).map(|(snapshot, found)| area(snapshot, found, region)).collect();
    let versions: Vec<String> = snapshots.iter().map(|snapshot| version_name(snapshot, language)).collect();
    let point = |column, area: &Option<&AreaComplexity>| match area.map(|area| key_number(column, area)) {
        Some(number) => Point { value: number.value(), text: number.shown(language) },
        None => Point { value: None, text: String::from("?") },
    };
    let series = COLUMNS
        .iter()
        .map(|column| Series {
            title: column.title.get(language).to_owned(),
            points: areas.iter().map(|area| point(column, area)).collect(),
            most: column.share.then_some(1.0),
        })
        .collect();
    let place = match region.and_then(|code| now.regions().position(code)) {
        Some(region) => now.regions().get(region).name.get(language).to_owned(),
        None => pick(language, "Het geheel", "The whole").to_owned(),
    };
    let subtitle = match (language, drawing.earlier.is_empty()) {
        (Language::Nl, true) => {
            format!("{place}. Er is geen eerdere versie gevraagd: noem er een of meer met «with», de oudste eerst.")
        }
        (Language::En, true) => {
            format!("{place}. No earlier version was asked: name one or more by “with”, the earliest first.")
        }
        (Language::Nl, false) => format!(
            "{place}, in {} versies. Een ruimer onderzoek vindt meer deuren en overlap; dat is dan geen groei van het stelsel.",
            versions.len()
        ),
        (Language::En, false) => format!(
            "{place}, in {} versions. A wider survey finds more doors and overlap; that is no growth of the system.",
            versions.len()
        ),
    };
    let nothing = snapshots.iter().all(|snapshot| snapshot.ecosystem.initiatives().is_empty());
    let own = provenance(now, Section::Complexity);
    let basis = drawing
        .earlier
        .iter()
        .fold(own.basis, |basis, earlier| basis.max(provenance_comparison::basis(&earlier.ecosystem, now)));
    let chart = HistoryChart {
        frame: frame(drawing, CHART.code, CHART.title.get(language), subtitle, &Provenance { basis, ..own }),
        versions: if nothing { Vec::new() } else { versions.clone() },
        series,
        notes: notes(drawing),
        empty: NOTHING.get(language).to_owned(),
    };
    let rows = versions.into_iter().zip(areas);
    Ok(Drawn::new(chart.svg(), table(pick(language, "Versie", "Version"), rows, language)))
}
