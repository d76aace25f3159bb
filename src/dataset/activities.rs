//! `activities.csv`.

use rayon::prelude::*;

use super::actors::Rows;
use super::columns::Columns;
use super::finding::{Collector, Place};
use super::ids::Ids;
use super::layout::Table;
use super::problem::Problem;
use super::regions::RegionReader;
use super::row::Row;
use super::spellings::Listed;
use super::table::TextTable;
use super::values::ValueReader;
use crate::ecosystem::{Activity, Area, Class, Column, Initiative, Regions, Taxonomy};

/// Activities sorted by id, and their values as one column per dimension.
#[derive(Debug)]
pub(super) struct Activities {
    pub rows: Rows<Activity>,
    pub columns: Vec<Column>,
}

impl Activities {
    pub fn none(dimensions: usize, is_reliable: bool) -> Self {
        Self { rows: Rows::none(is_reliable), columns: vec![Column::default(); dimensions] }
    }
}

pub(super) fn read(
    table: &TextTable,
    taxonomy: &Taxonomy,
    initiatives: &Ids<'_>,
    regions: &mut RegionReader,
    values: &mut [ValueReader],
    findings: &mut Collector,
) -> Activities {
    let columns = Columns::find(table, Table::Activities, taxonomy, findings);
    if !columns.complete {
        return Activities::none(values.len(), false);
    }
    let (id, initiative, name, area) =
        (columns.get("id"), columns.get("initiative"), columns.get("name"), columns.get("regions"));
    let (reach, year, class) = (columns.get("reach"), columns.get("reach_year"), columns.get("reach_class"));
    let url = columns.get("url");
    let classes = Class::lookup();
    let mut activities = Vec::with_capacity(table.len());
    let mut clean = None;
    let found = initiatives.find_all(table, &initiative);
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| clean = clean_columns(table, &columns, values));
        for (row, found) in Row::all(table).zip(found) {
            let row_id = row.required(&id, findings);
            let row_initiative = found.or_else(|| initiatives.reference(row, &initiative, findings));
            let activity = Activity {
                id: row_id.unwrap_or_default().into(),
                name: row.text(&name).into(),
                initiative: row_initiative.unwrap_or_default(),
                stated_area: regions.area(row, &area, findings),
                reach: row.integer(&reach, findings),
                reach_year: row.year(&year, findings),
                reach_class: row.listed(&class, &classes, findings),
                url: row.words(&url),
            };
            // Position in the file, to bring the columns into the order of ids.
            activities.push((row.number(), (row.position as u32, activity)));
        }
    });
    let filled = match clean {
        Some((readers, filled)) => {
            values.iter_mut().zip(readers).for_each(|(value, reader)| *value = reader);
            filled
        }
        None => read_columns(table, &columns, values, findings),
    };
    // A row without an id was reported; it must not count as a repetition of another one.
    activities.retain(|(_, (_, activity))| !activity.id.is_empty());
    let sorted = Rows::sorted(activities, |(_, activity)| &activity.id, table.place(), findings);
    let (order, rows): (Vec<u32>, Vec<Activity>) = sorted.rows.into_iter().unzip();
    let columns = filled.into_iter().map(|column| column.reordered(&order)).collect();
    Activities { rows: Rows { rows, numbers: sorted.numbers, is_reliable: true, ids_are_names: false }, columns }
}

/// The values of every dimension, and the readers after them, where there is nothing to report: then columns do not wait for
/// each other. `None` where there is.
fn clean_columns(
    table: &TextTable,
    columns: &Columns,
    values: &[ValueReader],
) -> Option<(Vec<ValueReader>, Vec<Column>)> {
    let read = |(reader, column): (&ValueReader, &super::columns::Column)| {
        let (mut reader, mut findings, mut scratch) = (reader.clone(), Collector::default(), Vec::new());
        let mut filled = Column::with_capacity(table.len());
        for row in Row::all(table) {
            reader.read(row, column, &mut scratch, &mut findings);
            if findings.reports() > 0 {
                return None;
            }
            filled.push(&mut scratch);
        }
        Some((reader, filled))
    };
    values.par_iter().zip(&columns.dimensions).map(read).collect()
}

fn read_columns(
    table: &TextTable,
    columns: &Columns,
    values: &mut [ValueReader],
    findings: &mut Collector,
) -> Vec<Column> {
    let mut filled: Vec<Column> = values.iter().map(|_| Column::with_capacity(table.len())).collect();
    let mut scratch = Vec::new();
    for row in Row::all(table) {
        for ((reader, column), filled) in values.iter_mut().zip(&columns.dimensions).zip(&mut filled) {
            reader.read(row, column, &mut scratch, findings);
            filled.push(&mut scratch);
        }
    }
    filled
}

/// Warns of activities that state an area outside the one that their initiative states.
pub(super) fn warn_of_areas_outside(
    activities: &Rows<Activity>,
    initiatives: &[Initiative],
    regions: &Regions,
    place: &Place,
    findings: &mut Collector,
) {
    for (activity, number) in activities.rows.iter().zip(&activities.numbers) {
        let Some(initiative) = initiatives.get(activity.initiative as usize) else { continue };
        if !is_within(regions, &activity.stated_area, &initiative.stated_area) {
            let initiative_area = regions.codes(&initiative.stated_area).join("|");
            let value = regions.codes(&activity.stated_area).join("|");
            let at = place.at(Some(*number), Some("regions"));
            findings.warn(at, Problem::AreaOutside { initiative_area }, &value, || None);
        }
    }
}

/// Whether the stated area of an activity lies within that of its initiative. What is not known or national holds anything.
pub(super) fn is_within(regions: &Regions, inner: &Area, outer: &Area) -> bool {
    match (inner, outer) {
        (_, Area::Unknown | Area::National) | (Area::Unknown, _) => true,
        (Area::National, Area::Regions(_)) => false,
        (Area::Regions(inner), Area::Regions(outer)) => {
            inner.iter().all(|&inner| outer.iter().any(|&outer| regions.lies_in(inner, outer)))
        }
    }
}
