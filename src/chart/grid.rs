//! White spots of a snapshot as a figure: regions by the values of the lead dimension, in the order of the taxonomy.

use std::collections::BTreeMap;

use super::catalog::{ChartName, frame};
use super::white_spots::{SpotCell, SpotState, WhiteSpotMap};
use crate::analysis::white_spots::{CellStatus, WhiteSpots};
use crate::ecosystem::{Place, ValueIndex};
use crate::language::{Language, Text, integer};
use crate::snapshot::{Snapshot, place_name, white_spots_provenance};

/// The grid of one dimension.
pub(super) fn white_spots(snapshot: &Snapshot, result: &WhiteSpots, language: Language) -> Option<WhiteSpotMap> {
    let ecosystem = &snapshot.ecosystem;
    let &[position] = result.by.as_slice() else { return None };
    let dimension = ecosystem.taxonomy().dimensions().get(position)?;
    let about = white_spots_provenance(ecosystem, &result.by);
    // A mark that rests on weaker data than the counts would pass for one of them.
    let marks_fragile = about.exceptions.iter().all(|&(field, _)| field != "fragile");
    // Values as the taxonomy orders them; open lists are sorted already.
    let mut columns: Vec<(ValueIndex, u64)> =
        result.column_totals.iter().filter_map(|(values, total)| Some((*values.first()?, *total))).collect();
    columns.sort_unstable();
    let cells: BTreeMap<(Place, ValueIndex), SpotCell> = result
        .cells
        .iter()
        .filter_map(|cell| {
            let spot = SpotCell {
                own: (cell.status != CellStatus::NotSurveyed).then(|| to_count(cell.own)),
                national: to_count(cell.national),
                state: state(cell.status),
                fragile: cell.fragile && marks_fragile,
            };
            Some(((cell.place, *cell.values.first()?), spot))
        })
        .collect();
    let label = dimension.label.get(language);
    let gaps = result.cells.iter().filter(|cell| cell.status.is_gap()).count();
    let unknown = result.cells.iter().filter(|cell| cell.status == CellStatus::NotSurveyed).count();
    let empty = result.cells.iter().filter(|cell| cell.status == CellStatus::Absent).count();
    let number = |count: usize| integer(i64::try_from(count).unwrap_or(i64::MAX), language);
    let title = format!("{} – {}", ChartName::WhiteSpots.title().get(language), ecosystem.about().title.get(language));
    let subtitle = match language {
        Language::Nl => format!(
            "Aantal activiteiten per regio en {}. Van {} onderzochte cellen zijn er {} zonder of met weinig eigen aanbod, \
             waarvan {} zonder enig aanbod. Kleine aantallen kunnen toeval zijn.",
            label.to_lowercase(),
            number(result.cells.len() - unknown),
            number(gaps),
            number(empty)
        ),
        Language::En => format!(
            "Number of activities by region and {}. Of {} surveyed cells {} have no or little supply of their own, {} of them \
             none at all. Small numbers can be chance.",
            label.to_lowercase(),
            number(result.cells.len() - unknown),
            number(gaps),
            number(empty)
        ),
    };
    let word = |nl: &str, en: &str| Text::new(nl, en).get(language).to_owned();
    Some(WhiteSpotMap {
        frame: frame(snapshot, ChartName::WhiteSpots.code(), title, subtitle, &about, language),
        rows: result.row_totals.iter().map(|&(place, _)| place_name(ecosystem, place, language)).collect(),
        columns: columns
            .iter()
            .filter_map(|&(value, _)| dimension.value(value))
            .map(|value| value.label.get(language).to_owned())
            .collect(),
        cells: result.row_totals.iter().map(|row| self::row(row, &columns, &cells)).collect(),
        row_totals: result
            .row_totals
            .iter()
            .map(|row @ &(_, total)| {
                let surveyed = self::row(row, &columns, &cells).iter().any(|cell| cell.state != SpotState::NotSurveyed);
                surveyed.then(|| to_count(total))
            })
            .collect(),
        column_totals: columns.iter().map(|&(_, total)| Some(to_count(total))).collect(),
        total: Some(to_count(result.units)),
        row_heading: word("Regio", "Region"),
        unit: word("activiteiten", "activities"),
    })
}

/// The cells of a place, beside the columns.
fn row(
    &(place, _): &(Place, u64),
    columns: &[(ValueIndex, u64)],
    cells: &BTreeMap<(Place, ValueIndex), SpotCell>,
) -> Vec<SpotCell> {
    columns.iter().filter_map(|&(value, _)| cells.get(&(place, value)).copied()).collect()
}

fn to_count(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn state(status: CellStatus) -> SpotState {
    match status {
        CellStatus::NotSurveyed => SpotState::NotSurveyed,
        CellStatus::Absent => SpotState::Absent,
        CellStatus::NationalOnly => SpotState::NationalOnly,
        CellStatus::Thin => SpotState::Thin,
        CellStatus::Covered => SpotState::Covered,
        CellStatus::Dense => SpotState::Dense,
    }
}
