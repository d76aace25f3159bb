//! `actors.csv`.

use super::columns::Columns;
use super::finding::Collector;
use super::layout::Table;
use super::problem::Problem;
use super::regions::RegionReader;
use super::rows::{RowIds, Rows, read_rows};
use super::spellings::Listed;
use super::table::TextTable;
use crate::ecosystem::{Actor, ActorKind, Level, Publicness, StatedKind, Taxonomy};

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
    let actors = read_rows(table, regions, findings, |row, regions, findings| {
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
        Actor {
            id: row_id.as_deref().unwrap_or_default().into(),
            name: row_name.unwrap_or_default().into(),
            kind: row_kind,
            public: row.listed(&public, &publics, findings),
            level: row.listed(&level, &levels, findings),
            place: regions.place(row, &region, findings),
            aliases: row.parts(&aliases).map(Into::into).collect(),
            url: row.words(&url),
        }
    });
    let (rows, _) = Rows::sorted(table, actors, |actor| &actor.id, findings);
    Rows { ids_are_names: ids.are_names, ..rows }
}
