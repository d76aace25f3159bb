//! The grid region × lead value as a table of links.

use super::address::{Screen, query};
use super::frame::count;
use super::visit::Visit;
use crate::analysis::white_spots::{CellStatus, WhiteSpotCell, WhiteSpots};
use crate::ecosystem::Place;
use crate::language::{Language, Text};
use crate::snapshot::place_name;

/// The grid.
pub struct Grid {
    pub caption: String,
    pub columns: Vec<String>,
    pub rows: Vec<GridRow>,
    pub column_totals: Vec<String>,
    pub total: String,
    /// Status, mark and words.
    pub legend: Vec<(&'static str, &'static str, &'static str)>,
}

/// One region.
pub struct GridRow {
    pub name: String,
    pub href: String,
    pub cells: Vec<GridCell>,
    pub total: String,
}

/// One cell.
pub struct GridCell {
    pub own: String,
    pub status: &'static str,
    /// Tells the status apart without colour.
    pub mark: &'static str,
    /// What a screen reader says.
    pub label: String,
    pub href: String,
}

impl Grid {
    /// The grid over one dimension.
    pub fn new(visit: &Visit<'_>, white_spots: &WhiteSpots) -> Option<Self> {
        let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
        let dimension = &ecosystem.taxonomy().dimensions()[*white_spots.by.first()?];
        let label = |values: &[u16]| {
            let value = values.first().and_then(|&value| dimension.value(value));
            value.map_or_else(String::new, |value| value.label.get(language).to_owned())
        };
        let number = |value: u64| count(usize::try_from(value).unwrap_or(usize::MAX), language);
        let width = white_spots.column_totals.len();
        if width == 0 {
            return None;
        }
        let row = |(cells, (place, total)): (&[WhiteSpotCell], &(Place, u64))| {
            let name = match place {
                Place::National => Text::new("Nederland", "The Netherlands").get(language).to_owned(),
                region @ Place::Region(_) => place_name(ecosystem, *region, language),
            };
            let code = place.code(ecosystem.regions());
            let href = match place {
                Place::National => Screen::Overview.address(language, &visit.entry.id, None),
                Place::Region(_) => Screen::Region.address(language, &visit.entry.id, Some(code)),
            };
            let cell = |cell: &WhiteSpotCell| {
                let value = label(&cell.values);
                let code_of = cell.values.first().map_or("", |&value| dimension.value_code(value));
                let own = number(cell.own);
                let status = status_words(cell.status, language);
                GridCell {
                    label: format!("{name}, {value}: {own}, {status}"),
                    own,
                    status: cell.status.code(),
                    mark: mark(cell.status),
                    href: Screen::Cell.address(language, &visit.entry.id, None)
                        + &query(&[("region", code), ("value", code_of)]),
                }
            };
            GridRow { cells: cells.iter().map(cell).collect(), name, href, total: number(*total) }
        };
        let dimension_label = dimension.label.get(language);
        Some(Self {
            caption: match language {
                Language::Nl => format!("Aantal activiteiten per regio en {}", dimension_label.to_lowercase()),
                Language::En => format!("Number of activities by region and {}", dimension_label.to_lowercase()),
            },
            columns: white_spots.column_totals.iter().map(|(values, _)| label(values)).collect(),
            rows: white_spots.cells.chunks(width).zip(&white_spots.row_totals).map(row).collect(),
            column_totals: white_spots.column_totals.iter().map(|&(_, total)| number(total)).collect(),
            total: number(white_spots.units),
            legend: CellStatus::ALL
                .iter()
                .rev()
                .filter(|&&status| white_spots.cells.iter().any(|cell| cell.status == status))
                .map(|&status| (status.code(), mark(status), status_words(status, language)))
                .collect(),
        })
    }
}

fn mark(status: CellStatus) -> &'static str {
    match status {
        CellStatus::NotSurveyed => "?",
        CellStatus::Absent => "○",
        CellStatus::NationalOnly => "◐",
        CellStatus::Thin => "▽",
        CellStatus::Covered => "",
        CellStatus::Dense => "▲",
    }
}

/// What a status means.
pub fn status_words(status: CellStatus, language: Language) -> &'static str {
    let (nl, en) = match status {
        CellStatus::NotSurveyed => ("niet onderzocht", "not surveyed"),
        CellStatus::Absent => ("witte vlek: geen aanbod", "white spot: no supply"),
        CellStatus::NationalOnly => ("alleen landelijk aanbod", "national supply only"),
        CellStatus::Thin => (
            "dun: minder dan de helft van wat de totalen doen verwachten",
            "thin: less than half of what the totals lead one to expect",
        ),
        CellStatus::Covered => ("gedekt", "covered"),
        CellStatus::Dense => (
            "veel: meer dan tweemaal wat de totalen doen verwachten",
            "dense: more than twice what the totals lead one to expect",
        ),
    };
    crate::language::pick(language, nl, en)
}
