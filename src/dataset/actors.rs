//! `actors.csv`.

use super::finding::{Collector, Place};
use super::layout::Table;
use super::problem::Problem;
use super::regions::RegionReader;
use super::row::{Columns, Row};
use super::spellings::Listed;
use super::table::TextTable;
use crate::ecosystem::{Actor, ActorKind, Level, Publicness, StatedKind, Taxonomy};

/// Rows of a table sorted by id, each with its number in the file.
#[derive(Debug)]
pub(super) struct Rows<T> {
    pub rows: Vec<T>,
    pub numbers: Vec<u64>,
    /// Whether the table was there with all required columns, so that references to it can be judged.
    pub is_reliable: bool,
}

impl<T> Rows<T> {
    pub fn none(is_reliable: bool) -> Self {
        Self { rows: Vec::new(), numbers: Vec::new(), is_reliable }
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
        Self { rows, numbers, is_reliable: true }
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
    let (id, name, kind) = (columns.get("id"), columns.get("name"), columns.get("kind"));
    let (public, level, region) = (columns.get("public"), columns.get("level"), columns.get("region"));
    let (aliases, url) = (columns.get("aliases"), columns.get("url"));
    let (kinds, publics, levels) = (ActorKind::lookup(), Publicness::lookup(), Level::lookup());
    let mut actors = Vec::with_capacity(table.len());
    for row in Row::all(table) {
        let row_id = row.required(&id, findings);
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
            id: row_id.unwrap_or_default().into(),
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
    Rows::sorted(actors, |actor| &actor.id, table.place(), findings)
}
