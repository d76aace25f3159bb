//! Key numbers of complexity and coverage per region, side by side.

use crate::analysis::complexity::{AreaComplexity, Share};
use crate::chart::catalog::{Chart, ChartError, Drawing, Drawn};
use crate::chart::figure::count;
use crate::chart::framing::frame;
use crate::chart::panels::{Bar, Panel, PanelChart, PanelRow};
use crate::chart::results::complexity_of;
use crate::chart::settings::Words;
use crate::chart::table::{DataTable, Datum};
use crate::ecosystem::Place;
use crate::language::{Language, decimal, percentage, pick};
use crate::snapshot::{Section, place_name, provenance};

pub const CHART: Chart = Chart {
    code: "complexity",
    title: Words::new("Complexiteit en dekking per regio", "Complexity and coverage by region"),
    description: Words::new(
        "Deuren, dubbeling, overlap zonder samenwerking, verscheidenheid, dekking en tijdelijkheid van elke regio.",
        "Doors, redundancy, overlap without collaboration, variety, coverage and temporary supply of each region.",
    ),
    parameters: &[],
    sections: &[Section::Complexity],
    earlier: 0,
    draw,
};

/// One number of a region: its heading, its value, and how it is written.
pub(super) struct Column {
    pub title: Words,
    short: Words,
    of: fn(&AreaComplexity) -> Number,
    pub share: bool,
}

/// A number, with the counts behind it where it is a share.
pub(super) enum Number {
    Count(usize),
    Share(Share),
    Real(Option<f64>),
}

impl Number {
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Count(count) => Some(*count as f64),
            Self::Share(share) => share.share,
            Self::Real(value) => *value,
        }
    }

    pub fn shown(&self, language: Language) -> String {
        match self {
            Self::Count(number) => count(*number, language),
            Self::Share(share) => share.share.map_or_else(
                || String::from("–"),
                |value| format!("{} ({})", percentage(value, 0, language), count(share.count, language)),
            ),
            Self::Real(value) => value.map_or_else(|| String::from("–"), |value| decimal(value, 1, language)),
        }
    }

    pub fn datum(&self) -> Datum {
        match self {
            Self::Count(number) => Datum::count(*number),
            Self::Share(share) => Datum::share(share.share, 0),
            Self::Real(value) => Datum::number(*value, 1),
        }
    }
}

pub(super) const COLUMNS: &[Column] = &[
    Column {
        title: Words::new("Deuren: initiatieven die hier openstaan", "Doors: initiatives open here"),
        short: Words::new("Deuren", "Doors"),
        of: |area| Number::Count(area.doors),
        share: false,
    },
    Column {
        title: Words::new("Activiteiten met een dubbelganger", "Activities with a twin"),
        short: Words::new("Dubbeling", "Redundancy"),
        of: |area| Number::Share(area.redundancy),
        share: true,
    },
    Column {
        title: Words::new("Overlap zonder samenwerking", "Overlap without collaboration"),
        short: Words::new("Overlap zonder samenwerking", "Overlap without collaboration"),
        of: |area| Number::Share(area.overlap_without_collaboration),
        share: true,
    },
    Column {
        title: Words::new("Verscheidenheid: soorten die ertoe doen", "Variety: types that matter"),
        short: Words::new("Verscheidenheid", "Variety"),
        of: |area| Number::Real(area.effective_types),
        share: false,
    },
    Column {
        title: Words::new("Gedekte cellen", "Covered cells"),
        short: Words::new("Gedekte cellen", "Covered cells"),
        of: |area| Number::Share(area.covered_cells),
        share: true,
    },
    Column {
        title: Words::new("Tijdelijke financiering", "Temporary funding"),
        short: Words::new("Tijdelijk", "Temporary"),
        of: |area| Number::Share(area.temporary),
        share: true,
    },
];

/// A number of a region.
pub(super) fn key_number(column: &Column, area: &AreaComplexity) -> Number {
    (column.of)(area)
}

/// The table of the numbers; `first` is the heading of the names of rows. `None`: not surveyed, so nothing is known.
pub(super) fn table<'a>(
    first: &str,
    rows: impl IntoIterator<Item = (String, Option<&'a AreaComplexity>)>,
    language: Language,
) -> DataTable {
    let counts = [pick(language, "Initiatieven", "Initiatives"), pick(language, "Activiteiten", "Activities")];
    let heads = COLUMNS.iter().map(|column| column.short.get(language));
    let mut table = DataTable::new([first].into_iter().chain(counts).chain(heads));
    for (name, area) in rows {
        let of = |number: &dyn Fn(&AreaComplexity) -> Datum| area.map_or(Datum::Unknown, number);
        let mut row = vec![
            Datum::words(name),
            of(&|area| Datum::count(area.initiatives)),
            of(&|area| Datum::count(area.activities)),
        ];
        row.extend(COLUMNS.iter().map(|column| of(&|area| key_number(column, area).datum())));
        table.rows.push(row);
    }
    table
}

/// What stands in the picture where there is nothing to count.
pub(super) const NOTHING: Words = Words::new(
    "Er zijn geen initiatieven in deze gegevens: er is niets te tellen.",
    "There are no initiatives in these data: there is nothing to count.",
);

fn draw(drawing: &Drawing<'_>) -> Result<Drawn, ChartError> {
    let (language, ecosystem) = (drawing.language, &drawing.snapshot.ecosystem);
    let complexity = complexity_of(drawing.snapshot)?;
    let name = |area: &AreaComplexity| match area.place {
        Place::National => pick(language, "Het geheel", "The whole").to_owned(),
        place => place_name(ecosystem, place, language),
    };
    let nothing = ecosystem.initiatives().is_empty();
    let areas: &[AreaComplexity] = if nothing { &[] } else { &complexity.areas };
    let bar = |column: &Column, area: &AreaComplexity| {
        if !area.surveyed {
            return Bar { text: String::from("?"), ..Bar::default() };
        }
        let number = key_number(column, area);
        Bar { value: number.value(), text: number.shown(language), mark: None }
    };
    let panels = COLUMNS
        .iter()
        .map(|column| Panel {
            title: column.title.get(language).to_owned(),
            bars: areas.iter().map(|area| bar(column, area)).collect(),
            weight: 1.0,
            most: column.share.then_some(1.0),
        })
        .collect();
    let rows = areas.iter().map(|area| PanelRow { label: name(area), ..PanelRow::default() }).collect();
    let subtitle = pick(
        language,
        "Vergelijk een regio met zichzelf een jaar eerder, niet zomaar met een andere. Dubbeling kan verspilling zijn of een \
         reserve, meer deuren kunnen helpen of verwarren.",
        "Compare a region with itself a year before, not simply with another. Redundancy can be waste or reserve, more doors \
         can help or confuse.",
    );
    let mut notes = vec![
        pick(
            language,
            "Achter elk aandeel staat tussen haakjes het aantal. Verscheidenheid telt naar een gelijk aantal activiteiten per \
             regio, zodat een regio die beter is onderzocht niet vanzelf meer soorten heeft.",
            "Behind each share the count stands in brackets. Variety is drawn to an equal number of activities by region, so \
             that a better surveyed region does not have more types by itself.",
        )
        .to_owned(),
    ];
    if let Some(coverage) = complexity.survey_coverage {
        let share = percentage(coverage, 0, language);
        notes.push(match language {
            Language::Nl => format!("In de gegevens staat {share} van de initiatieven die er naar schatting zijn."),
            Language::En => format!("The data hold {share} of the initiatives that are thought to exist."),
        });
    }
    let about = provenance(ecosystem, Section::Complexity);
    let chart = PanelChart {
        frame: frame(drawing, CHART.code, CHART.title.get(language), subtitle.to_owned(), &about),
        rows,
        panels,
        bar_name: String::new(),
        mark_name: String::new(),
        notes,
        empty: NOTHING.get(language).to_owned(),
    };
    let rows = areas.iter().map(|area| (name(area), Some(area).filter(|area| area.surveyed)));
    let table = table(pick(language, "Regio", "Region"), rows, language);
    Ok(Drawn::new(chart.svg(), table))
}
