//! `activities.csv`.

use rayon::prelude::*;

use super::columns::Columns;
use super::finding::{Collector, Place};
use super::ids::Ids;
use super::layout::Table;
use super::problem::Problem;
use super::regions::RegionReader;
use super::row::Row;
use super::rows::{Rows, read_rows};
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
    let found = initiatives.find_all(table, &initiative);
    let (mut activities, beside) = rayon::join(
        || {
            read_rows(table, regions, findings, |row, regions, findings| Activity {
                id: row.required(&id, findings).unwrap_or_default().into(),
                name: row.text(&name).into(),
                initiative: found[row.position].unwrap_or_default(),
                stated_area: regions.area(row, &area, findings),
                reach: row.integer(&reach, findings),
                reach_year: row.year(&year, findings),
                reach_class: row.listed(&class, &classes, findings),
                url: row.words(&url),
            })
        },
        || columns_beside(table, &columns, values),
    );
    for (activity, row) in activities.iter_mut().zip(Row::all(table)).filter(|(_, row)| found[row.position].is_none()) {
        activity.initiative = initiatives.reference(row, &initiative, findings).unwrap_or_default();
    }
    let (readers, filled, reported) = beside;
    let filled = if findings.take_parts(reported) {
        values.iter_mut().zip(readers).for_each(|(value, reader)| *value = reader);
        filled
    } else {
        read_columns(table, &columns, values, findings)
    };
    let (rows, order) = Rows::sorted(table, activities, |activity| &activity.id, findings);
    Activities { rows, columns: filled.into_par_iter().map(|column| column.reordered(&order)).collect() }
}

/// Dimensions that are read in one go over the rows: their cells lie side by side, and come from memory together.
const SIDE_BY_SIDE: usize = 4;

/// The values of every dimension, the readers after them, and what there is to report: a few columns do not wait for others.
fn columns_beside(
    table: &TextTable,
    columns: &Columns,
    values: &[ValueReader],
) -> (Vec<ValueReader>, Vec<Column>, Vec<Collector>) {
    let read = |(readers, columns): (&[ValueReader], &[super::columns::Column])| {
        let mut scratch = Vec::new();
        let empty = |reader: &ValueReader| (reader.clone(), Column::with_capacity(table.len()), Collector::default());
        let mut read: Vec<_> = readers.iter().map(empty).collect();
        for row in Row::all(table) {
            for ((reader, filled, findings), column) in read.iter_mut().zip(columns) {
                reader.read(row, column, &mut scratch, findings);
                filled.push(&mut scratch);
            }
        }
        read
    };
    let read = values.par_chunks(SIDE_BY_SIDE).zip(columns.dimensions.par_chunks(SIDE_BY_SIDE)).flat_map_iter(read);
    let (readers, read): (Vec<_>, Vec<_>) = read.map(|(reader, filled, findings)| (reader, (filled, findings))).unzip();
    let (filled, findings) = read.into_iter().unzip();
    (readers, filled, findings)
}

/// As [`columns_beside`], row by row: the findings that are listed where there are too many.
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
