//! A cross-table of counts as a grid, or a list of counts as bars, with what a source printed beside it.

use std::collections::BTreeMap;

use crate::analysis::distribution::{Axis, Distribution, Measure};
use crate::chart::catalog::{Drawing, Drawn};
use crate::chart::figure::{Frame, count};
use crate::chart::heat::{HeatCell, HeatGrid};
use crate::chart::labels::{axis, category, measure as measure_name, rank};
use crate::chart::panels::{Bar, Panel, PanelChart, PanelRow};
use crate::chart::results::distribution_of;
use crate::chart::scale::Scale;
use crate::chart::table::{DataTable, Datum};
use crate::language::{Language, capital, percentage, pick};

/// What a cell shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Show {
    Count,
    RowShare,
    ColumnShare,
}

/// What a source printed, by the codes of row and column; "" for what is not known or not divided.
pub(super) type Printed = BTreeMap<(String, String), f64>;

/// Categories that can be read in one figure.
const MOST_ROWS: usize = 60;
const MOST_COLUMNS: usize = 40;

/// A table to be drawn.
pub(super) struct Cross<'a> {
    pub frame: Frame,
    pub rows: Axis,
    pub columns: Option<Axis>,
    pub measure: Measure,
    pub show: Show,
    /// Shares as printed (0–1), or counts.
    pub printed: &'a Printed,
    /// What the printed numbers are called.
    pub printed_name: String,
    pub notes: Vec<String>,
}

fn code(category: Option<&String>) -> String {
    category.cloned().unwrap_or_default()
}

/// Categories in their order, the largest where there are too many, and how many were left out.
fn categories(
    drawing: &Drawing<'_>,
    totals: &[(Option<String>, u64)],
    axis: Axis,
    most: usize,
) -> (Vec<Option<String>>, usize) {
    let mut sorted: Vec<(Option<String>, u64)> = totals.to_vec();
    let left_out = sorted.len().saturating_sub(most);
    if left_out > 0 {
        sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        sorted.truncate(most);
    }
    sorted.sort_by_cached_key(|(category, _)| rank(&drawing.snapshot.ecosystem, axis, category.as_deref()));
    (sorted.into_iter().map(|(category, _)| category).collect(), left_out)
}

fn left_out_note(left_out: usize, language: Language) -> String {
    let number = count(left_out, language);
    match language {
        Language::Nl => format!("Niet getekend: {number} kleinere categorieën."),
        Language::En => format!("Not drawn: {number} smaller categories."),
    }
}

/// Draws the table.
pub(super) fn draw(drawing: &Drawing<'_>, cross: Cross<'_>) -> Drawn {
    let found = distribution_of(drawing.snapshot, cross.rows, cross.columns, cross.measure);
    match cross.columns {
        Some(columns) => grid(drawing, cross, columns, &found),
        None => bars(drawing, cross, &found),
    }
}

fn empty(language: Language) -> String {
    pick(
        language,
        "Er is niets te tekenen: deze gegevens hebben hier geen indeling.",
        "There is nothing to draw: these data are not classified here.",
    )
    .to_owned()
}

fn grid(drawing: &Drawing<'_>, cross: Cross<'_>, columns_axis: Axis, found: &Distribution) -> Drawn {
    let (language, ecosystem) = (drawing.language, &drawing.snapshot.ecosystem);
    let totals = |totals: &[crate::analysis::distribution::CategoryTotal]| -> Vec<(Option<String>, u64)> {
        totals.iter().map(|total| (total.category.clone(), total.count)).collect()
    };
    let known = |totals: Vec<(Option<String>, u64)>| -> Vec<(Option<String>, u64)> {
        totals.into_iter().filter(|(category, number)| category.is_some() || *number > 0).collect()
    };
    let (row_totals, column_totals) = (known(totals(&found.row_totals)), known(totals(&found.column_totals)));
    let (rows, rows_left) = categories(drawing, &row_totals, cross.rows, MOST_ROWS);
    let (columns, columns_left) = categories(drawing, &column_totals, columns_axis, MOST_COLUMNS);
    let cells: BTreeMap<(String, String), &crate::analysis::distribution::DistributionCell> =
        found.cells.iter().map(|cell| ((code(cell.row.as_ref()), code(cell.column.as_ref())), cell)).collect();
    let row_name = |row: &Option<String>| category(ecosystem, cross.rows, row.as_deref(), language);
    let column_name = |column: &Option<String>| category(ecosystem, columns_axis, column.as_deref(), language);
    let total = |row: &Option<String>| row_totals.iter().find(|(category, _)| category == row).map_or(0, |(_, n)| *n);
    let (mut compared, mut differing) = (0_usize, 0_usize);
    let mut table = DataTable::new([axis(ecosystem, cross.rows, language), axis(ecosystem, columns_axis, language)]);
    table.columns.push(capital(measure_name(cross.measure, language)));
    if cross.show != Show::Count {
        table.columns.push(pick(language, "Aandeel", "Share").to_owned());
    }
    if !cross.printed.is_empty() {
        table.columns.push(cross.printed_name.clone());
    }
    let mut wide = DataTable::new([axis(ecosystem, cross.rows, language)]);
    wide.columns.extend(columns.iter().map(column_name));
    wide.columns.push(pick(language, "Totaal", "Total").to_owned());
    let mut grid_rows = Vec::new();
    for row in &rows {
        let mut drawn = Vec::new();
        let mut wide_row = vec![Datum::words(row_name(row))];
        for column in &columns {
            let key = (code(row.as_ref()), code(column.as_ref()));
            let cell = cells.get(&key).copied();
            let number = cell.map_or(0, |cell| cell.count);
            let value = match cross.show {
                Show::Count => Some(number as f64),
                Show::RowShare => cell.and_then(|cell| cell.row_share),
                Show::ColumnShare => cell.and_then(|cell| cell.column_share),
            };
            let text = match (cross.show, value) {
                (Show::Count, _) => count(number as usize, language),
                (_, Some(value)) => percentage(value, 0, language),
                (_, None) => String::from("–"),
            };
            let printed = cross.printed.get(&key).copied();
            // Sources print whole percentages.
            let same = |printed: f64| match cross.show {
                Show::Count => (number as f64 - printed).abs() < 0.5,
                _ => value.is_some_and(|value| (value - printed).abs() <= 0.005 + 1e-9),
            };
            let marked = printed.is_some_and(|printed| !same(printed));
            compared += usize::from(printed.is_some());
            differing += usize::from(marked);
            let told = printed.map(|printed| match cross.show {
                Show::Count => count(printed as usize, language),
                _ => percentage(printed, 0, language),
            });
            wide_row.push(match (&told, cross.show) {
                (Some(told), _) if marked => Datum::words(format!("{text} ({}: {told})", cross.printed_name)),
                (_, Show::Count) => Datum::Count(number),
                _ => Datum::share(value, 0),
            });
            let told = told.map(|told| format!("; {}: {told}", cross.printed_name)).unwrap_or_default();
            let mut line = vec![Datum::words(row_name(row)), Datum::words(column_name(column)), Datum::Count(number)];
            if cross.show != Show::Count {
                line.push(Datum::share(value, 1));
            }
            if !cross.printed.is_empty() {
                line.push(match (cross.show, printed) {
                    (Show::Count, Some(printed)) => Datum::Number(printed, 0),
                    (_, printed) => Datum::share(printed, 0),
                });
            }
            table.rows.push(line);
            let second = if cross.show == Show::Count { String::new() } else { count(number as usize, language) };
            let tip = format!("{} · {}: {text} ({number}){told}", row_name(row), column_name(column));
            drawn.push(HeatCell { value, text, second, tip, blank: false, marked });
        }
        wide_row.push(Datum::Count(total(row)));
        wide.rows.push(wide_row);
        grid_rows.push(drawn);
    }
    let mut notes = cross.notes;
    if compared > 0 {
        let (compared, differing) = (count(compared, language), count(differing, language));
        notes.insert(
            0,
            match language {
                Language::Nl => format!(
                    "Van de {compared} cijfers die de bron drukt, wijken er na afronding {differing} af van deze gegevens."
                ),
                Language::En => format!(
                    "Of the {compared} numbers that the source prints {differing} differ from these data after rounding."
                ),
            },
        );
    }
    if rows_left + columns_left > 0 {
        notes.push(left_out_note(rows_left + columns_left, language));
    }
    let unit = measure_name(cross.measure, language);
    let scale_title = match (cross.show, language) {
        (Show::Count, _) => capital(unit),
        (Show::RowShare, Language::Nl) => format!("Aandeel van de rij; klein: aantal {unit}"),
        (Show::RowShare, Language::En) => format!("Share of the row; small: number of {unit}"),
        (Show::ColumnShare, Language::Nl) => format!("Aandeel van de kolom; klein: aantal {unit}"),
        (Show::ColumnShare, Language::En) => format!("Share of the column; small: number of {unit}"),
    };
    let values = grid_rows.iter().flatten().map(|cell: &HeatCell| cell.value);
    let grid = HeatGrid {
        scale: Scale::new(values.map(|value| value.or(Some(0.0))), cross.show != Show::Count),
        frame: cross.frame,
        row_heading: axis(ecosystem, cross.rows, language),
        rows: rows.iter().map(row_name).collect(),
        columns: columns.iter().map(column_name).collect(),
        cells: grid_rows,
        row_totals: rows.iter().map(|row| count(total(row) as usize, language)).collect(),
        scale_title,
        mark: pick(language, "wijkt af van wat de bron drukt", "differs from what the source prints").to_owned(),
        notes,
        empty: empty(language),
    };
    Drawn { wide: Some(wide), ..Drawn::new(grid.svg(), table) }
}

fn bars(drawing: &Drawing<'_>, cross: Cross<'_>, found: &Distribution) -> Drawn {
    let (language, ecosystem) = (drawing.language, &drawing.snapshot.ecosystem);
    let mut totals: Vec<(Option<String>, u64)> =
        found.row_totals.iter().map(|total| (total.category.clone(), total.count)).collect();
    let has_known = totals.iter().any(|(category, _)| category.is_some());
    totals.retain(|(category, number)| category.is_some() || (*number > 0 && has_known));
    for (key, _) in cross.printed.keys() {
        if !key.is_empty() && !totals.iter().any(|(category, _)| category.as_deref() == Some(key)) {
            totals.push((Some(key.clone()), 0));
        }
    }
    let (rows, left_out) = categories(drawing, &totals, cross.rows, MOST_ROWS);
    // A reach of 0 is a reach that nobody wrote down.
    let counted = |row: &Option<String>| {
        let number = totals.iter().find(|(category, _)| category == row).map_or(0, |(_, number)| *number);
        (number > 0 || cross.measure != Measure::Reach).then_some(number)
    };
    let printed = |row: &Option<String>| cross.printed.get(&(code(row.as_ref()), String::new())).copied();
    let name = |row: &Option<String>| category(ecosystem, cross.rows, row.as_deref(), language);
    let unit = capital(measure_name(cross.measure, language));
    let mut table = DataTable::new([axis(ecosystem, cross.rows, language), unit.clone()]);
    if !cross.printed.is_empty() {
        table.columns.push(cross.printed_name.clone());
    }
    let mut bars = Vec::new();
    for row in &rows {
        let (ours, theirs) = (counted(row), printed(row));
        let ours_text = ours.map(|number| count(number as usize, language));
        let text = match (ours_text, theirs) {
            (Some(ours), None) => ours,
            (None, None) => pick(language, "niet bekend", "not known").to_owned(),
            (None, Some(theirs)) => count(theirs as usize, language),
            (Some(ours), Some(theirs)) if ours == count(theirs as usize, language) => ours,
            (Some(ours), Some(theirs)) => format!("{ours} / {}", count(theirs as usize, language)),
        };
        bars.push(Bar { value: ours.map(|number| number as f64), text, mark: theirs });
        let mut line = vec![Datum::words(name(row)), ours.map_or(Datum::Unknown, Datum::Count)];
        if !cross.printed.is_empty() {
            line.push(Datum::number(theirs, 0));
        }
        table.rows.push(line);
    }
    let mut notes = cross.notes;
    if left_out > 0 {
        notes.push(left_out_note(left_out, language));
    }
    let chart = PanelChart {
        frame: cross.frame,
        rows: rows.iter().map(|row| PanelRow { label: name(row), ..PanelRow::default() }).collect(),
        panels: vec![Panel { title: unit, bars, weight: 1.0, most: None }],
        bar_name: pick(language, "in deze gegevens", "in these data").to_owned(),
        mark_name: cross.printed_name,
        notes,
        empty: empty(language),
    };
    Drawn::new(chart.svg(), table)
}
