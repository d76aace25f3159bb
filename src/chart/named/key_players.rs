//! The actors with the most contacts, or highest on another measure, as a ranking.

use crate::analysis::centrality::ActorCentrality;
use crate::chart::catalog::{Chart, ChartError, Drawing, Drawn};
use crate::chart::figure::count;
use crate::chart::framing::frame;
use crate::chart::panels::{Bar, Panel, PanelChart, PanelRow};
use crate::chart::results::centrality_of;
use crate::chart::settings::{Choice, Parameter, Takes, Words};
use crate::chart::table::{DataTable, Datum};
use crate::ecosystem::{Ecosystem, StatedKind};
use crate::language::{Language, capital, decimal, pick};
use crate::snapshot::{Section, place_name, provenance};

pub const CHART: Chart = Chart {
    code: "key-players",
    title: Words::new("Sleutelspelers", "Key players"),
    description: Words::new(
        "De actoren met de meeste contacten, of het hoogst op een andere maat, met hun soort en hun initiatieven.",
        "The actors with most contacts, or highest on another measure, with their kind and their initiatives.",
    ),
    parameters: &[SORT, TOP],
    sections: &[Section::Centrality],
    earlier: 0,
    draw,
};

const SORT: Parameter = Parameter {
    key: "size",
    meaning: Words::new("De maat van de rangorde.", "The measure that ranks."),
    takes: Takes::One(MEASURES),
};

/// Measures of an actor; the map of the network sizes its discs by the same.
pub(super) const MEASURES: &[Choice] = &[
    Choice::new("degree", "aantal contacten", "number of contacts"),
    Choice::new("initiatives", "aantal initiatieven", "number of initiatives"),
    Choice::new("betweenness", "tussenpositie (0–1)", "betweenness (0–1)"),
    Choice::new("closeness", "nabijheid (0–1)", "closeness (0–1)"),
    Choice::new("pagerank", "PageRank (som 1)", "PageRank (sum 1)"),
    Choice::new(
        "strength",
        "gedeelde initiatieven, opgeteld over contacten",
        "shared initiatives, summed over contacts",
    ),
];

const TOP: Parameter = Parameter {
    key: "top",
    meaning: Words::new("Hoeveel actoren.", "How many actors."),
    takes: Takes::Integer { least: 1, most: 60, usual: 20 },
};

/// The value of an actor on a measure of [`MEASURES`].
pub(super) fn value(actor: &ActorCentrality, measure: &str) -> Option<f64> {
    match measure {
        "initiatives" => Some(actor.initiatives as f64),
        "betweenness" => actor.betweenness,
        "closeness" => actor.closeness,
        "pagerank" => Some(actor.pagerank),
        "strength" => Some(actor.strength as f64),
        _ => Some(actor.degree as f64),
    }
}

/// What sort of organisation, and where: "kennisinstelling · Groningen".
pub(super) fn kind_and_place(ecosystem: &Ecosystem, actor: usize, language: Language) -> String {
    let kind = ecosystem.actors()[actor].kind.as_ref().map(|kind| match kind {
        StatedKind::Listed(kind) => kind.label(language).to_owned(),
        StatedKind::Other(word) => word.to_string(),
    });
    let place = ecosystem.actor_place(actor).map(|place| place_name(ecosystem, place, language));
    kind.into_iter().chain(place).collect::<Vec<_>>().join(" · ")
}

fn draw(drawing: &Drawing<'_>) -> Result<Drawn, ChartError> {
    let (language, ecosystem) = (drawing.language, &drawing.snapshot.ecosystem);
    let measure = drawing.settings.choice(&SORT);
    let centrality = centrality_of(drawing.snapshot)?;
    let mut actors: Vec<&ActorCentrality> = centrality.actors.iter().filter(|actor| actor.degree > 0).collect();
    let rank = |actor: &ActorCentrality| value(actor, measure.code).unwrap_or(-1.0);
    actors.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then(a.actor.cmp(&b.actor)));
    let all = actors.len();
    actors.truncate(drawing.settings.integer(&TOP));
    let shown = |measure: &str, actor: &ActorCentrality| match (measure, value(actor, measure)) {
        (_, None) => String::from("?"),
        ("betweenness" | "closeness" | "pagerank", Some(value)) => decimal(value, 3, language),
        (_, Some(value)) => count(value as usize, language),
    };
    let mut measures = vec![measure.code];
    measures.extend(["degree", "initiatives", "betweenness"].into_iter().filter(|code| *code != measure.code));
    measures.truncate(3);
    let label =
        |code: &str| MEASURES.iter().find(|choice| choice.code == code).map_or("", |choice| choice.label.get(language));
    let panels = measures
        .iter()
        .enumerate()
        .map(|(position, code)| Panel {
            title: capital(label(code)),
            bars: actors
                .iter()
                .map(|actor| Bar { value: value(actor, code), text: shown(code, actor), mark: None })
                .collect(),
            weight: if position == 0 { 1.5 } else { 1.0 },
            most: None,
        })
        .collect();
    let rows = actors
        .iter()
        .enumerate()
        .map(|(position, actor)| PanelRow {
            badge: (position + 1).to_string(),
            label: ecosystem.actors()[actor.actor].name.to_string(),
            note: kind_and_place(ecosystem, actor.actor, language),
            ..PanelRow::default()
        })
        .collect();
    let (drawn, all, by) = (count(actors.len(), language), count(all, language), measure.label.get(language));
    let subtitle = match language {
        Language::Nl => format!(
            "De eerste {drawn} van {all} actoren met een contact, naar {by}. Wie veel contacten heeft, is niet vanzelf \
             belangrijk: één groot samenwerkingsverband geeft al zijn leden er veel."
        ),
        Language::En => format!(
            "The first {drawn} of {all} actors with a contact, by {by}. Many contacts do not make an actor important: one \
             large consortium gives many to all its members."
        ),
    };
    let about = provenance(ecosystem, Section::Centrality);
    let mut notes = Vec::new();
    if let Some(sampled) = &centrality.approximation {
        let bound = decimal(sampled.bound, 3, language);
        notes.push(match language {
            Language::Nl => format!("Tussenpositie en nabijheid uit een steekproef; hooguit {bound} ernaast (95%)."),
            Language::En => format!("Betweenness and closeness from a sample; off by at most {bound} (95%)."),
        });
    }
    let chart = PanelChart {
        frame: frame(drawing, CHART.code, CHART.title.get(language), subtitle, &about),
        rows,
        panels,
        bar_name: String::new(),
        mark_name: String::new(),
        notes,
        empty: pick(
            language,
            "Er zijn geen sleutelspelers: in deze gegevens deelt niemand een initiatief.",
            "There are no key players: nobody shares an initiative in these data.",
        )
        .to_owned(),
    };
    Ok(Drawn::new(chart.svg(), table(drawing, &actors)))
}

fn table(drawing: &Drawing<'_>, actors: &[&ActorCentrality]) -> DataTable {
    let (language, ecosystem) = (drawing.language, &drawing.snapshot.ecosystem);
    let mut table = DataTable::new(match language {
        Language::Nl => {
            ["Actor", "Soort en plaats", "Contacten", "Initiatieven", "Tussenpositie", "Nabijheid", "PageRank"]
        }
        Language::En => ["Actor", "Kind and place", "Contacts", "Initiatives", "Betweenness", "Closeness", "PageRank"],
    });
    for actor in actors {
        table.rows.push(vec![
            Datum::words(&*ecosystem.actors()[actor.actor].name),
            Datum::words(kind_and_place(ecosystem, actor.actor, language)),
            Datum::count(actor.degree),
            Datum::count(actor.initiatives),
            Datum::number(actor.betweenness, 3),
            Datum::number(actor.closeness, 3),
            Datum::Number(actor.pagerank, 4),
        ]);
    }
    table
}
