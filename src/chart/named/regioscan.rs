//! The figures of the Regioscan Digitalisering (2023), drawn from any dataset that has the dimension, with the printed
//! numbers beside ours where they were printed.
//!
//! Figures 8 to 11, 13 to 15 and 18 are pictures in the source of which the text gives no numbers: they are drawn from the
//! data where the data have them, say so, and nothing is guessed.

use std::collections::BTreeMap;

use crate::analysis::distribution::{Axis, Measure};
use crate::chart::catalog::{Chart, ChartError, Drawing, Drawn};
use crate::chart::figure::count;
use crate::chart::framing::frame;
use crate::chart::panels::{Bar, Panel, PanelChart, PanelRow};
use crate::chart::quadrant::{Placed, Quadrant};
use crate::chart::settings::{Choice, Parameter, Settings, Takes, Words};
use crate::chart::table::{DataTable, Datum};
use crate::ecosystem::{Basis, Class, Ecosystem, Indicator, NATIONAL, Scope};
use crate::language::{Language, Text, pick};
use crate::snapshot::{Provenance, Section, distribution_provenance, provenance};

use super::cross::{self, Cross, Printed, Show};
use super::key_players::kind_and_place;

pub const CHART: Chart = Chart {
    code: "regioscan",
    title: Words::new("Figuren van de Regioscan", "Figures of the Regioscan"),
    description: Words::new(
        "De genummerde figuren van de Regioscan Digitalisering, getekend uit deze gegevens, met de gedrukte getallen ernaast.",
        "The numbered figures of the Regioscan Digitalisering, drawn from these data, with the printed numbers beside them.",
    ),
    parameters: &[FIGURE],
    sections: &[Section::Distribution],
    earlier: 0,
    draw,
};

const FIGURE: Parameter = Parameter {
    key: "figure",
    meaning: Words::new("Het nummer van de figuur.", "The number of the figure."),
    takes: Takes::One(&[
        Choice::new("7", "Soorten activiteiten per provincie", "Types of activity by province"),
        Choice::new(
            "5",
            "Ingeschat bereik en inspanning per soort activiteit",
            "Modelled reach and effort by type of activity",
        ),
        Choice::new("6", "Aantal activiteiten per soort", "Number of activities by type"),
        Choice::new("8", "Bereik per sector", "Reach by sector"),
        Choice::new("9", "Bereik per omvang van onderneming", "Reach by size of enterprise"),
        Choice::new("10", "Bereik per leeftijdstype van onderneming", "Reach by age of enterprise"),
        Choice::new("11", "Bereik per digitale maturiteit", "Reach by digital maturity"),
        Choice::new("12", "Digitale maturiteit per provincie", "Digital maturity by province"),
        Choice::new("13", "Activiteiten per digitaliseringsvorm", "Activities by form of digitalisation"),
        Choice::new("14", "Activiteiten per technologie en toepassing", "Activities by technology and field of use"),
        Choice::new("15", "Activiteiten per knelpunt", "Activities by bottleneck"),
        Choice::new("16", "Aanbieders bij de meeste initiatieven", "Actors in most initiatives"),
        Choice::new("17", "Netwerk, schijven naar aantal contacten", "Network, discs by number of contacts"),
        Choice::new("18", "Activiteiten per marktfalen", "Activities by market failure"),
        Choice::new("19", "Bereik (ingeschat) per provincie", "Reach (modelled) by province"),
        Choice::new("20", "Inspanning (ingeschat) per provincie", "Effort (modelled) by province"),
        Choice::new("21", "Bereik per soort activiteit", "Reach by type of activity"),
    ]),
};

/// What a figure counts.
enum Made {
    /// Counts by a dimension, or another axis.
    List(Axis, Measure),
    /// Shares of a region's activities.
    ByRegion(Axis),
    Quadrant,
    Actors,
    Network,
    /// The dimension is not in the taxonomy of these data.
    Absent,
}

fn made(ecosystem: &Ecosystem, figure: &str) -> Made {
    let lead = Axis::Dimension(ecosystem.taxonomy().lead());
    let list = |dimension: &str, measure| {
        ecosystem
            .taxonomy()
            .position(dimension)
            .map_or(Made::Absent, |position| Made::List(Axis::Dimension(position), measure))
    };
    match figure {
        "5" => Made::Quadrant,
        "6" => Made::List(lead, Measure::Activities),
        "8" => list("sector", Measure::Reach),
        "9" => list("size", Measure::Reach),
        "10" => list("phase", Measure::Reach),
        "11" => list("maturity", Measure::Reach),
        "12" => {
            ecosystem.taxonomy().position("maturity").map_or(Made::Absent, |at| Made::ByRegion(Axis::Dimension(at)))
        }
        "13" => list("form", Measure::Activities),
        "14" => list("application", Measure::Activities),
        "15" => list("bottleneck", Measure::Activities),
        "16" => Made::Actors,
        "17" => Made::Network,
        "18" => list("market_failure", Measure::Activities),
        "19" => Made::ByRegion(Axis::ReachClass),
        "20" => Made::ByRegion(Axis::EffortClass),
        "21" => Made::List(lead, Measure::Reach),
        _ => Made::ByRegion(lead),
    }
}

/// Pictures without numbers in the source.
const WITHOUT_NUMBERS: &[&str] = &["8", "9", "10", "11", "13", "14", "15", "18"];

/// Title of the figure with its number.
fn title(figure: &Choice, language: Language) -> String {
    let (label, number) = (figure.label.get(language), figure.code);
    match language {
        Language::Nl => format!("{label} (figuur {number} van de Regioscan)"),
        Language::En => format!("{label} (figure {number} of the Regioscan)"),
    }
}

fn draw(drawing: &Drawing<'_>) -> Result<Drawn, ChartError> {
    let ecosystem = &drawing.snapshot.ecosystem;
    let figure = drawing.settings.choice(&FIGURE);
    let printed = printed(ecosystem, figure.code);
    match made(ecosystem, figure.code) {
        Made::Network => {
            let settings = Settings::default();
            let title = title(&figure, drawing.language);
            super::network_map::actors(&Drawing { settings: &settings, ..*drawing }, &title, false)
        }
        Made::Quadrant => Ok(quadrant(drawing, &figure)),
        Made::Actors => Ok(actors(drawing, &figure)),
        Made::List(rows, measure) => {
            let about = distribution_provenance(ecosystem, rows, None, measure);
            Ok(counted(drawing, &figure, (rows, None, measure, Show::Count), &printed, &about))
        }
        Made::ByRegion(columns) => {
            let about = distribution_provenance(ecosystem, Axis::Region, Some(columns), Measure::Activities);
            let what = (Axis::Region, Some(columns), Measure::Activities, Show::RowShare);
            Ok(counted(drawing, &figure, what, &printed, &about))
        }
        Made::Absent => Ok(absent(drawing, &figure)),
    }
}

/// Numbers that a source printed of a figure, by codes of row and column; shares as shares of one.
fn printed(ecosystem: &Ecosystem, figure: &str) -> Printed {
    let mut printed = Printed::new();
    let of_figure = |indicator: &&Indicator| indicator.source.ends_with(&format!("figuur {figure}"));
    for indicator in ecosystem.indicators().iter().filter(of_figure) {
        let Some(value) = indicator.value else { continue };
        let place = match indicator.scope {
            Scope::Region(region) => ecosystem.regions().code(region).to_owned(),
            Scope::National => NATIONAL.to_owned(),
            Scope::Unknown => String::new(),
        };
        let category = match indicator.cell.as_slice() {
            [(dimension, value)] => ecosystem.taxonomy().dimensions()[*dimension].value_code(*value).to_owned(),
            _ => String::new(),
        };
        let share = value / 100.0;
        match (figure, &*indicator.measure) {
            ("6", "activities") | ("21", "reach") if !category.is_empty() => {
                printed.insert((category, String::new()), value);
            }
            ("7" | "12", "activity_share") => {
                printed.insert((place, category), share);
            }
            ("12", "activity_share_maturity_unspecified") => {
                printed.insert((place, String::new()), share);
            }
            ("19" | "20", measure) => {
                let class = ["activity_share_reach_class_", "activity_share_effort_class_"]
                    .iter()
                    .find_map(|prefix| measure.strip_prefix(prefix));
                if let Some(class) = class {
                    printed.insert((place, class.to_owned()), share);
                }
            }
            _ => {}
        }
    }
    printed
}

fn printed_name(language: Language) -> String {
    pick(language, "gedrukt in de bron", "printed in the source").to_owned()
}

/// What must be said of a figure of which the source gives no numbers.
fn note(figure: &str, language: Language) -> Vec<String> {
    if !WITHOUT_NUMBERS.contains(&figure) {
        return Vec::new();
    }
    let note = match language {
        Language::Nl => format!(
            "De Regioscan toont figuur {figure} als plaatje zonder getallen in de tekst: er is niets om deze telling naast te \
             leggen, en er is niets uit het plaatje afgelezen."
        ),
        Language::En => format!(
            "The Regioscan shows figure {figure} as a picture without numbers in the text: there is nothing to lay beside this \
             count, and nothing was read off the picture."
        ),
    };
    vec![note]
}

fn counted(
    drawing: &Drawing<'_>,
    figure: &Choice,
    (rows, columns, measure, show): (Axis, Option<Axis>, Measure, Show),
    printed: &Printed,
    about: &Provenance,
) -> Drawn {
    let language = drawing.language;
    let subtitle = match (measure, show) {
        (Measure::Reach, _) => pick(
            language,
            "Bereik is een minimum: het is niet overal bekend, en wie vaker meedoet telt vaker.",
            "Reach is a minimum: it is not known everywhere, and who takes part more often counts more often.",
        ),
        (_, Show::RowShare) => pick(
            language,
            "Waar een provincie naar verhouding op inzet. Bij kleine aantallen zegt een paar procent meer of minder niets.",
            "What a province puts its effort into. With small numbers a few percent more or less mean nothing.",
        ),
        _ => pick(
            language,
            "Wat meer waarden heeft, telt in elk ervan.",
            "What has several values counts in each of them.",
        ),
    };
    let frame = frame(drawing, CHART.code, &title(figure, language), subtitle.to_owned(), about);
    let notes = note(figure.code, language);
    let printed_name = printed_name(language);
    cross::draw(drawing, Cross { frame, rows, columns, measure, show, printed, printed_name, notes })
}

/// The dimension is not in these data: an empty picture that says so.
fn absent(drawing: &Drawing<'_>, figure: &Choice) -> Drawn {
    let language = drawing.language;
    let about = provenance(&drawing.snapshot.ecosystem, Section::Distribution);
    let chart = PanelChart {
        frame: frame(drawing, CHART.code, &title(figure, language), String::new(), &about),
        rows: Vec::new(),
        panels: Vec::new(),
        bar_name: String::new(),
        mark_name: String::new(),
        notes: Vec::new(),
        empty: pick(
            language,
            "Deze gegevens kennen het kenmerk van deze figuur niet.",
            "These data do not have the dimension of this figure.",
        )
        .to_owned(),
    };
    Drawn::new(chart.svg(), DataTable::default())
}

/// Figure 5: the values of the lead dimension by their modelled reach and effort.
fn quadrant(drawing: &Drawing<'_>, figure: &Choice) -> Drawn {
    let (language, ecosystem) = (drawing.language, &drawing.snapshot.ecosystem);
    let position = ecosystem.taxonomy().lead();
    let lead = &ecosystem.taxonomy().dimensions()[position];
    let mut stated: BTreeMap<(String, &str), f64> = BTreeMap::new();
    for indicator in ecosystem.indicators() {
        if let ([(dimension, value)], Some(class)) = (indicator.cell.as_slice(), indicator.value)
            && *dimension == position
            && indicator.measure.starts_with("modelled_")
        {
            stated.insert((lead.value_code(*value).to_owned(), &indicator.measure), class);
        }
    }
    let column = ecosystem.classification().column(position);
    let mut numbers = vec![0_usize; lead.values.len()];
    for value in (0..ecosystem.activities().len()).flat_map(|activity| column.of(activity)) {
        if let Some(number) = numbers.get_mut(usize::from(*value)) {
            *number += 1;
        }
    }
    let class = |class: Class| Class::ALL.iter().position(|one| *one == class).unwrap_or(0);
    let mut table = DataTable::new(match language {
        Language::Nl => ["Soort activiteit", "Bereik", "Inspanning", "Activiteiten"],
        Language::En => ["Type of activity", "Reach", "Effort", "Activities"],
    });
    let mut items = Vec::new();
    for (value, number) in lead.values.iter().zip(numbers) {
        let (Some(reach), Some(effort)) = (value.reach, value.effort) else { continue };
        let same = |measure: &'static str, ours: Class| {
            stated
                .get(&(value.id.to_string(), measure))
                .is_none_or(|printed| (printed - class(ours) as f64 - 1.0).abs() < 0.1)
        };
        let marked = !same("modelled_reach_class", reach) || !same("modelled_effort_class", effort);
        let label = value.label.get(language).to_owned();
        table.rows.push(vec![
            Datum::words(label.clone()),
            Datum::words(reach.label(language)),
            Datum::words(effort.label(language)),
            Datum::count(number),
        ]);
        let note = match language {
            Language::Nl => format!("{} activiteiten", count(number, language)),
            Language::En => format!("{} activities", count(number, language)),
        };
        items.push(Placed { label, note, across: class(effort), up: class(reach), marked });
    }
    let about = Provenance {
        basis: Basis::Modelled,
        exceptions: Vec::new(),
        method: Text::new(
            "Bereik en inspanning zijn per soort activiteit ingeschat (figuur 4 van de Regioscan), niet gemeten.",
            "Reach and effort were estimated by type of activity (figure 4 of the Regioscan), not measured.",
        ),
    };
    let subtitle = pick(
        language,
        "Boven: bereikt veel ondernemers. Rechts: vraagt meer van een ondernemer. Geen hoek is beter dan een andere.",
        "Top: reaches many enterprises. Right: asks more of an enterprise. No corner is better than another.",
    );
    let quadrant = Quadrant {
        frame: frame(drawing, CHART.code, &title(figure, language), subtitle.to_owned(), &about),
        items,
        across: pick(language, "Inspanning van de ondernemer", "Effort of the enterprise").to_owned(),
        up: pick(language, "Bereik", "Reach").to_owned(),
        classes: [Class::Low, Class::Middle, Class::High].map(|class| class.label(language).to_owned()),
        notes: Vec::new(),
        mark: pick(language, "de bron plaatst dit anders", "the source places this otherwise").to_owned(),
        empty: pick(
            language,
            "De soorten activiteiten van deze gegevens hebben geen ingeschat bereik of inspanning.",
            "The types of activity of these data have no modelled reach or effort.",
        )
        .to_owned(),
    };
    Drawn::new(quadrant.svg(), table)
}

/// Figure 16: actors in ten initiatives or more, with the printed number beside ours.
fn actors(drawing: &Drawing<'_>, figure: &Choice) -> Drawn {
    /// The source lists who is in at least so many.
    const LEAST: usize = 10;
    const MOST: usize = 40;
    let (language, ecosystem) = (drawing.language, &drawing.snapshot.ecosystem);
    let printed: BTreeMap<&str, f64> = ecosystem
        .indicators()
        .iter()
        .filter_map(|indicator| Some((indicator.measure.strip_prefix("involved_initiatives:")?, indicator.value?)))
        .collect();
    let network = &drawing.snapshot.network;
    let mut actors: Vec<(usize, usize)> = (0..network.actor_count())
        .map(|actor| (network.ecosystem_position(actor), network.initiatives_of(actor).len()))
        .filter(|&(actor, initiatives)| initiatives >= LEAST || printed.contains_key(&*ecosystem.actors()[actor].id))
        .collect();
    if actors.is_empty() {
        // A smaller ecosystem has its largest too.
        actors = (0..network.actor_count())
            .map(|actor| (network.ecosystem_position(actor), network.initiatives_of(actor).len()))
            .filter(|&(_, initiatives)| initiatives > 0)
            .collect();
    }
    actors.sort_by_key(|&(actor, initiatives)| (std::cmp::Reverse(initiatives), actor));
    actors.truncate(MOST);
    let mark = |actor: usize| printed.get(&*ecosystem.actors()[actor].id).copied();
    let mut table = DataTable::new([
        pick(language, "Aanbieder", "Actor"),
        pick(language, "Soort en plaats", "Kind and place"),
        pick(language, "Initiatieven", "Initiatives"),
    ]);
    if !printed.is_empty() {
        table.columns.push(printed_name(language));
    }
    let bar = |&(actor, initiatives): &(usize, usize)| {
        let ours = count(initiatives, language);
        let text = match mark(actor) {
            Some(printed) if (printed - initiatives as f64).abs() > 0.5 => {
                format!("{ours} / {}", count(printed as usize, language))
            }
            _ => ours,
        };
        Bar { value: Some(initiatives as f64), text, mark: mark(actor) }
    };
    for &(actor, initiatives) in &actors {
        let mut row = vec![
            Datum::words(&*ecosystem.actors()[actor].name),
            Datum::words(kind_and_place(ecosystem, actor, language)),
            Datum::count(initiatives),
        ];
        if !printed.is_empty() {
            row.push(Datum::number(mark(actor), 0));
        }
        table.rows.push(row);
    }
    let about = Provenance {
        method: Text::new(
            "Aantal initiatieven waarbij een aanbieder betrokken is, in welke rol ook; elk initiatief telt één keer.",
            "Number of initiatives an actor takes part in, in any role; each initiative counts once.",
        ),
        ..provenance(ecosystem, Section::Centrality)
    };
    let subtitle = match language {
        Language::Nl => format!("Aanbieders bij ten minste {LEAST} initiatieven; zijn die er niet, dan de grootste."),
        Language::En => format!("Actors in at least {LEAST} initiatives; where there are none, the largest."),
    };
    let chart = PanelChart {
        frame: frame(drawing, CHART.code, &title(figure, language), subtitle, &about),
        rows: actors
            .iter()
            .map(|&(actor, _)| PanelRow {
                label: ecosystem.actors()[actor].name.to_string(),
                note: kind_and_place(ecosystem, actor, language),
                ..PanelRow::default()
            })
            .collect(),
        panels: vec![Panel {
            title: pick(language, "Aantal initiatieven", "Number of initiatives").to_owned(),
            bars: actors.iter().map(bar).collect(),
            weight: 1.0,
            most: None,
        }],
        bar_name: pick(language, "in deze gegevens", "in these data").to_owned(),
        mark_name: printed_name(language),
        notes: Vec::new(),
        empty: pick(
            language,
            "Niemand is bij een initiatief betrokken: er is niets te tellen.",
            "Nobody takes part in an initiative: there is nothing to count.",
        )
        .to_owned(),
    };
    Drawn::new(chart.svg(), table)
}
