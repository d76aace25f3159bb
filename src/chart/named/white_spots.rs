//! White spots: regions by the values of a dimension, ordered so that blocks show or as the taxonomy has them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::analysis::selection::Selection;
use crate::analysis::white_spots::{CellStatus, WhiteSpots, white_spots as find};
use crate::chart::catalog::{Chart, ChartError, Drawing, Drawn};
use crate::chart::framing::frame;
use crate::chart::order::{blocks, distances};
use crate::chart::results::white_spots_of;
use crate::chart::settings::{Choice, Parameter, Takes, Words, WrongValue};
use crate::chart::table::{DataTable, Datum};
use crate::chart::white_spots::{SpotCell, SpotState, WhiteSpotMap};
use crate::ecosystem::{Place, ValueIndex};
use crate::language::{Language, integer, pick};
use crate::snapshot::{Section, place_name, white_spots_provenance};

pub const CHART: Chart = Chart {
    code: "white-spots",
    title: Words::new("Witte vlekken: aanbod per regio", "White spots: supply by region"),
    description: Words::new(
        "Per regio en waarde van een kenmerk het aantal activiteiten en of dat weinig of veel is.",
        "By region and value of a dimension the number of activities and whether that is little or much.",
    ),
    parameters: &[BY, ORDER],
    sections: &[Section::WhiteSpots],
    earlier: 0,
    draw,
};

const BY: Parameter = Parameter {
    key: "by",
    meaning: Words::new(
        "Het kenmerk op de kolommen; het leidende kenmerk als niets is gevraagd.",
        "The dimension of the columns; the lead dimension where nothing is asked.",
    ),
    takes: Takes::Dimension,
};

pub(super) const ORDER: Parameter = Parameter {
    key: "order",
    meaning: Words::new(
        "Volgorde van rijen en kolommen: zo dat blokken zichtbaar worden, of vast.",
        "Order of rows and columns: so that blocks show, or fixed.",
    ),
    takes: Takes::One(&[
        Choice::new("blocks", "wat op elkaar lijkt staat bij elkaar", "what is alike stands together"),
        Choice::new("taxonomy", "vaste volgorde", "fixed order"),
    ]),
};

fn draw(drawing: &Drawing<'_>) -> Result<Drawn, ChartError> {
    let snapshot = drawing.snapshot;
    let taxonomy = snapshot.ecosystem.taxonomy();
    let position = drawing.settings.get(&BY).and_then(|id| taxonomy.position(&id)).unwrap_or(taxonomy.lead());
    let result: Cow<'_, WhiteSpots> = if position == taxonomy.lead() {
        white_spots_of(snapshot)?
    } else {
        let selection = Selection::everything(&snapshot.ecosystem);
        let found = find(&snapshot.ecosystem, &selection, &[position]);
        Cow::Owned(found.map_err(|error| ChartError::TooLarge(error.to_string()))?)
    };
    let ordered = drawing.settings.choice(&ORDER).code == "blocks";
    let map = map(drawing, &result, position, ordered)?;
    Ok(Drawn::new(map.svg(), table(&map)))
}

/// Columns that can be drawn; more cannot be read.
const MOST_COLUMNS: usize = 120;

/// The numbers of the grid: one row per region.
fn table(map: &WhiteSpotMap) -> DataTable {
    let language = map.frame.language;
    let mut table = DataTable::new(std::iter::once(map.row_heading.clone()).chain(map.columns.iter().cloned()));
    table.columns.push(pick(language, "Totaal", "Total").to_owned());
    for (row, name) in map.rows.iter().enumerate() {
        let mut cells = vec![Datum::words(name.clone())];
        for cell in &map.cells[row] {
            let words = |own: usize| match cell.state {
                SpotState::NationalOnly => Datum::words(format!("0 (+{})", cell.national)),
                _ => Datum::count(own),
            };
            cells.push(cell.own.map_or(Datum::Unknown, words));
        }
        cells.push(map.row_totals.get(row).copied().flatten().map_or(Datum::Unknown, Datum::count));
        table.rows.push(cells);
    }
    table
}

/// Rows and columns in the order in which blocks show: by how much more or less there is than expected.
fn reorder(map: &mut WhiteSpotMap, expected: &[Vec<f64>]) {
    let residual = |row: usize, column: usize| -> f64 {
        let own = map.cells[row].get(column).and_then(|cell| cell.own).unwrap_or(0) as f64;
        let expected = expected.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0.0);
        if expected > 0.0 { (own - expected) / expected.sqrt() } else { 0.0 }
    };
    let (height, width) = (map.rows.len(), map.columns.len());
    if map.cells.iter().any(|row| row.len() != width) {
        return;
    }
    let by_row: Vec<Vec<f64>> = (0..height).map(|r| (0..width).map(|c| residual(r, c)).collect()).collect();
    let by_column: Vec<Vec<f64>> = (0..width).map(|c| by_row.iter().map(|row| row[c]).collect()).collect();
    // Regions in which nobody looked have no likeness: they stand below.
    let is_known = |row: &usize| map.cells[*row].iter().any(|cell| cell.state != SpotState::NotSurveyed);
    let (known, unknown): (Vec<usize>, Vec<usize>) = (0..height).partition(is_known);
    let known_rows: Vec<Vec<f64>> = known.iter().map(|row| by_row[*row].clone()).collect();
    let rows: Vec<usize> = blocks(&distances(&known_rows)).into_iter().map(|row| known[row]).chain(unknown).collect();
    let columns = blocks(&distances(&by_column));
    map.rows = rows.iter().map(|r| map.rows[*r].clone()).collect();
    map.row_totals = rows.iter().map(|r| map.row_totals[*r]).collect();
    map.cells = rows.iter().map(|r| columns.iter().map(|c| map.cells[*r][*c]).collect()).collect();
    map.columns = columns.iter().map(|c| map.columns[*c].clone()).collect();
    map.column_totals = columns.iter().map(|c| map.column_totals[*c]).collect();
}

/// The grid of one dimension.
fn map(drawing: &Drawing<'_>, result: &WhiteSpots, position: usize, ordered: bool) -> Result<WhiteSpotMap, ChartError> {
    let (ecosystem, language) = (&drawing.snapshot.ecosystem, drawing.language);
    let dimension = &ecosystem.taxonomy().dimensions()[position];
    let about = white_spots_provenance(ecosystem, &result.by);
    if result.column_totals.len() > MOST_COLUMNS {
        return Err(ChartError::Parameter(WrongValue {
            key: BY.key.to_owned(),
            value: dimension.id.to_string(),
            allowed: vec![pick(language, "een kenmerk met minder waarden", "a dimension with fewer values").to_owned()],
        }));
    }
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
    let word = |nl: &str, en: &str| pick(language, nl, en).to_owned();
    let mut map = WhiteSpotMap {
        frame: frame(drawing, CHART.code, CHART.title.get(language), subtitle, &about),
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
    };
    if ordered {
        let mut expected: BTreeMap<(Place, ValueIndex), f64> = BTreeMap::new();
        for cell in &result.cells {
            if let (Some(&value), Some(number)) = (cell.values.first(), cell.expected) {
                expected.insert((cell.place, value), number);
            }
        }
        let of = |place: Place, value: ValueIndex| expected.get(&(place, value)).copied().unwrap_or(0.0);
        let rows = result.row_totals.iter();
        let expected: Vec<Vec<f64>> =
            rows.map(|&(place, _)| columns.iter().map(|&(value, _)| of(place, value)).collect()).collect();
        reorder(&mut map, &expected);
    }
    Ok(map)
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
