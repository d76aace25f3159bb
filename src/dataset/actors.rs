//! `actors.csv`.

use std::borrow::Cow;

use super::columns::{Column, Columns};
use super::finding::{Collector, Place};
use super::layout::Table;
use super::problem::Problem;
use super::regions::RegionReader;
use super::row::Row;
use super::spellings::Listed;
use super::table::TextTable;
use crate::ecosystem::{Actor, ActorKind, Level, Publicness, StatedKind, Taxonomy, fold};

/// Rows of a table sorted by id, each with its number in the file.
#[derive(Debug)]
pub(super) struct Rows<T> {
    pub rows: Vec<T>,
    pub numbers: Vec<u64>,
    /// Whether the table was there with all required columns, so that references to it can be judged.
    pub is_reliable: bool,
    /// Whether the table has no ids, so that they were made of names.
    pub ids_are_names: bool,
}

/// The ids of a table whose column `id` may be left out: they are then made of the names, which is said once.
pub(super) struct RowIds {
    id: Column,
    name: Column,
    pub are_names: bool,
}

impl RowIds {
    pub fn new(columns: &Columns, table: &TextTable, findings: &mut Collector) -> Self {
        let (id, name) = (columns.get("id"), columns.get("name"));
        let are_names = id.position.is_none();
        if are_names {
            let at = table.place().at(Some(table.header_number()), Some("id"));
            findings.warn(at, Problem::IdsFromNames, "", || None);
        }
        Self { id, name, are_names }
    }

    /// The id of a row; `None` with a finding where there is nothing to go by.
    pub fn of<'t>(&self, row: Row<'t>, findings: &mut Collector) -> Option<Cow<'t, str>> {
        if !self.are_names {
            return row.required(&self.id, findings).map(Cow::Borrowed);
        }
        // An empty name is reported where the name is read.
        let name = row.text(&self.name);
        (!name.is_empty()).then(|| Cow::Owned(id_of_name(name)))
    }
}

/// An id that a name gives: its letters and digits, small and without accents.
pub(super) fn id_of_name(name: &str) -> String {
    let folded = fold(name).replace(' ', "-");
    if folded.is_empty() { name.to_owned() } else { folded }
}

impl<T> Rows<T> {
    pub fn none(is_reliable: bool) -> Self {
        Self { rows: Vec::new(), numbers: Vec::new(), is_reliable, ids_are_names: false }
    }

    /// Sorts by id; of rows with one id the first in the file stays and the others are errors.
    pub fn sorted(mut rows: Vec<(u64, T)>, id: impl Fn(&T) -> &str, place: &Place, findings: &mut Collector) -> Self {
        rows.sort_unstable_by(|a, b| id(&a.1).cmp(id(&b.1)).then(a.0.cmp(&b.0)));
        rows.dedup_by(|later, first| {
            let repeated = id(&later.1) == id(&first.1);
            if repeated {
                let at = place.at(Some(later.0), Some("id"));
                findings.wrong(at, Problem::DuplicateId { first_row: first.0 }, id(&later.1), || None);
            }
            repeated
        });
        let (numbers, rows) = rows.into_iter().unzip();
        Self { rows, numbers, is_reliable: true, ids_are_names: false }
    }
}

pub(super) fn read(
    table: &TextTable,
    taxonomy: &Taxonomy,
    regions: &mut RegionReader,
    findings: &mut Collector,
) -> Rows<Actor> {
    let columns = Columns::find(table, Table::Actors, taxonomy, findings);
    if !columns.complete {
        return Rows::none(false);
    }
    let ids = RowIds::new(&columns, table, findings);
    let (name, kind) = (columns.get("name"), columns.get("kind"));
    let (public, level, region) = (columns.get("public"), columns.get("level"), columns.get("region"));
    let (aliases, url) = (columns.get("aliases"), columns.get("url"));
    let (kinds, publics, levels) = (ActorKind::lookup(), Publicness::lookup(), Level::lookup());
    let mut actors = Vec::with_capacity(table.len());
    for row in Row::all(table) {
        let row_id = ids.of(row, findings);
        let row_name = row.required(&name, findings);
        let words = row.text(&kind);
        let row_kind = (!words.is_empty()).then(|| match kinds.find(words) {
            Some(listed) => StatedKind::Listed(listed),
            None => {
                findings.warn(row.at(&kind), Problem::UnknownKind, words, || kinds.nearest(words));
                StatedKind::Other(words.into())
            }
        });
        let actor = Actor {
            id: row_id.as_deref().unwrap_or_default().into(),
            name: row_name.unwrap_or_default().into(),
            kind: row_kind,
            public: row.listed(&public, &publics, findings),
            level: row.listed(&level, &levels, findings),
            place: regions.place(row, &region, findings),
            aliases: row.parts(&aliases).map(Into::into).collect(),
            url: row.words(&url),
        };
        if row_id.is_some() {
            actors.push((row.number(), actor));
        }
    }
    let rows = Rows::sorted(actors, |actor| &actor.id, table.place(), findings);
    Rows { ids_are_names: ids.are_names, ..rows }
}
