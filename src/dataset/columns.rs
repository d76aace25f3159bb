//! The columns of a table, found by the names of the format and by what people call them.

use super::finding::Collector;
use super::headers::Titles;
use super::layout::Table;
use super::problem::Problem;
use super::spellings::nearest;
use super::table::TextTable;
use crate::ecosystem::{Dimension, Taxonomy, fold};

/// A column of a table, found or not.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub name: String,
    pub position: Option<usize>,
}

/// The columns that a table has and may have.
#[derive(Debug)]
pub(super) struct Columns {
    fixed: Vec<Column>,
    /// One per dimension of the taxonomy; empty for tables without dimensions.
    pub dimensions: Vec<Column>,
    /// Whether every required column is there.
    pub complete: bool,
}

impl Columns {
    /// Finds the columns in the header of a table; reports those that are missing, unknown or repeated.
    pub fn find(table: &TextTable, layout: Table, taxonomy: &Taxonomy, findings: &mut Collector) -> Self {
        let titles = Titles::new(table.header().iter().map(String::as_str));
        let mut taken = vec![false; table.header().len()];
        let place = table.place();
        let number = Some(table.header_number());
        // Names of the format first: what is called so is meant so.
        let own_names = layout.columns().iter().map(|(name, _)| (*name, vec![*name]));
        let dimensions = taxonomy.dimensions().iter().filter(|_| layout.has_dimensions());
        let labels = |dimension: &'_ Dimension| [dimension.label.nl.clone(), dimension.label.en.clone()];
        let labels: Vec<[String; 2]> = dimensions.clone().map(labels).collect();
        let dimension_names =
            dimensions.zip(&labels).map(|(dimension, [nl, en])| (&*dimension.id, vec![&*dimension.id, &**nl, &**en]));
        let mut columns: Vec<Column> = Vec::new();
        for (name, words) in own_names.chain(dimension_names) {
            let called = titles.called(&words).into_iter().filter(|&position| !taken[position]).collect::<Vec<_>>();
            columns.push(Column { name: name.to_owned(), position: take(&called, name, table, &mut taken, findings) });
        }
        // Other words for what is still missing.
        let fixed_count = layout.columns().len();
        for (number, column) in columns.iter_mut().enumerate().filter(|(_, column)| column.position.is_none()) {
            let is_free = |position: usize| !taken[position];
            let spelled = if number < fixed_count {
                titles.spelled(layout, &column.name, is_free)
            } else {
                titles.spelled_dimension(&column.name, is_free)
            };
            column.position = take(&spelled, &column.name, table, &mut taken, findings);
        }
        let dimensions = columns.split_off(fixed_count);
        let fixed = columns;
        let known = || {
            let fixed = layout.columns().iter().map(|(name, _)| *name);
            fixed
                .chain(taxonomy.dimensions().iter().filter(|_| layout.has_dimensions()).map(|dimension| &*dimension.id))
        };
        let offers: Vec<(String, &str)> = known().map(|name| (fold(name), name)).collect();
        for (title, _) in table.header().iter().zip(&taken).filter(|(title, taken)| !**taken && !title.is_empty()) {
            let offer =
                || nearest(title, offers.iter().map(|(folded, name)| (folded.as_str(), *name))).map(str::to_owned);
            findings.warn(place.at(number, Some(title)), Problem::UnknownColumn, "", offer);
        }
        let mut complete = true;
        for ((name, required), column) in layout.columns().iter().zip(&fixed) {
            if *required && column.position.is_none() {
                if *name == "id" && layout.can_be_known_by_name() {
                    continue;
                }
                complete = false;
                let free = table.header().iter().zip(&taken).filter(|(_, taken)| !**taken);
                let free: Vec<(String, &str)> = free.map(|(title, _)| (fold(title), title.as_str())).collect();
                let offer =
                    || nearest(name, free.iter().map(|(folded, title)| (folded.as_str(), *title))).map(str::to_owned);
                findings.wrong(place.at(number, Some(name)), Problem::MissingColumn, "", offer);
            }
        }
        Self { fixed, dimensions, complete }
    }

    /// A fixed column of the layout. A name that the layout lacks gives a column that is nowhere filled.
    pub fn get(&self, name: &'static str) -> Column {
        let found = self.fixed.iter().find(|column| column.name == name).cloned();
        found.unwrap_or_else(|| Column { name: name.to_owned(), position: None })
    }
}

/// Takes the first of the positions; further ones contradict it.
fn take(
    positions: &[usize],
    name: &str,
    table: &TextTable,
    taken: &mut [bool],
    findings: &mut Collector,
) -> Option<usize> {
    for (number, &position) in positions.iter().enumerate() {
        taken[position] = true;
        if number > 0 {
            let title = table.header().get(position).map_or("", String::as_str);
            let at = table.place().at(Some(table.header_number()), Some(name));
            findings.wrong(at, Problem::RepeatedColumn, title, || None);
        }
    }
    positions.first().copied()
}
