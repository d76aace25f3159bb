//! One sheet with a row per organisation per initiative, or per initiative with its organisations in cells → the tables.
//!
//! An organisation or initiative is the same where its name is, but for case, accents and marks. Columns that are called after a
//! role (`Trekker`, `Partners`) hold the organisations that have it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::columns::Column;
use super::super::finding::{Collector, Place};
use super::super::headers::{FLAT, FlatColumn, Titles, role_of_title};
use super::super::layout::Table;
use super::super::problem::Problem;
use super::super::row::Row;
use super::super::table::TextTable;
use super::Told;
use super::draft::{Draft, Thing};
use crate::ecosystem::{Role, Taxonomy, fold};

/// Which column of the sheet says what.
struct Found {
    columns: BTreeMap<(Table, String), Column>,
    /// Columns of organisations with a role of their own.
    roles: Vec<(Role, Column)>,
    unused: Vec<String>,
}

/// Reads a sheet into a draft, and tells how it was understood.
pub(super) fn convert(
    table: &TextTable,
    taxonomy: &Taxonomy,
    place: &Place,
    draft: &mut Draft,
    told: &mut Told,
    findings: &mut Collector,
) {
    let found = find(table, taxonomy, findings);
    tell(&found, table, told);
    let get = |of: Table, name: &str| found.columns.get(&(of, name.to_owned()));
    let cell = |row: Row<'_>, of: Table, name: &str| get(of, name).map_or("", |column| row.text(column)).to_owned();
    let known = names_alone(table, &found);
    let mut nameless: Vec<u64> = Vec::new();
    for row in Row::all(table) {
        let at = |column: &'_ Column| place.at(Some(row.number()), column_title(table, column));
        let (id, name) = (cell(row, Table::Initiatives, "id"), cell(row, Table::Initiatives, "name"));
        let initiative = draft.thing(Thing::Initiative, &id, &name);
        let mut actors: Vec<(String, String)> = Vec::new();
        let (actor_id, role) = (cell(row, Table::Actors, "id"), cell(row, Table::Participations, "role"));
        if let Some(column) = get(Table::Actors, "name") {
            let own = role_of_title(column_title(table, column).unwrap_or_default())
                .filter(|_| get(Table::Participations, "role").is_none());
            let role = own.map_or(role, |role| role.code().to_owned());
            let names = names_of(row, column, &known, findings);
            // An id belongs to a single name.
            let id = if names.len() > 1 { "" } else { actor_id.as_str() };
            for name in &names {
                actors.extend(draft.thing(Thing::Actor, id, name).map(|actor| (actor, role.clone())));
            }
            if names.is_empty() {
                actors.extend(draft.thing(Thing::Actor, &actor_id, "").map(|actor| (actor, role)));
            }
        } else {
            actors.extend(draft.thing(Thing::Actor, &actor_id, "").map(|actor| (actor, role)));
        }
        // What the row says of an organisation is about the one that it names by itself.
        if let [(actor, _)] = actors.as_slice() {
            let actor = actor.clone();
            for (of, name) in
                found.columns.keys().filter(|(of, name)| *of == Table::Actors && name != "id" && name != "name")
            {
                if let Some(column) = get(*of, name) {
                    draft.set(Thing::Actor, &actor, name, row.text(column), at(column), findings);
                }
            }
        }
        for (role, column) in &found.roles {
            for name in names_of(row, column, &known, findings) {
                actors.extend(draft.thing(Thing::Actor, "", &name).map(|actor| (actor, role.code().to_owned())));
            }
        }
        let Some(initiative) = initiative else {
            nameless.push(row.number());
            continue;
        };
        for (of, name) in
            found.columns.keys().filter(|(of, name)| *of == Table::Initiatives && name != "id" && name != "name")
        {
            if let Some(column) = get(*of, name) {
                draft.set(Thing::Initiative, &initiative, name, row.text(column), at(column), findings);
            }
        }
        for (actor, role) in &actors {
            draft.link(&initiative, actor, role);
        }
        let activity: Vec<_> = found.columns.iter().filter(|((of, _), _)| *of == Table::Activities).collect();
        let cells: Vec<_> =
            activity.iter().map(|((_, name), column)| (name.as_str(), row.text(column), at(column))).collect();
        draft.activity(&initiative, &cells, findings);
    }
    if let Some(first) = nameless.first() {
        let count = nameless.len();
        told.left(
            format!("{count} rijen zonder initiatief, de eerste is rij {first}."),
            format!("{count} rows without an initiative, the first is row {first}."),
        );
    }
}

fn column_title<'t>(table: &'t TextTable, column: &Column) -> Option<&'t str> {
    column.position.and_then(|position| table.header().get(position)).map(String::as_str)
}

fn find(table: &TextTable, taxonomy: &Taxonomy, findings: &mut Collector) -> Found {
    let titles = Titles::new(table.header().iter().map(String::as_str));
    let mut taken = vec![false; table.header().len()];
    let mut columns = BTreeMap::new();
    let mut put = |of: Table, name: &str, called: Vec<usize>, taken: &mut Vec<bool>, findings: &mut Collector| {
        let mut called = called.into_iter();
        let Some(position) = called.next() else { return };
        taken[position] = true;
        for other in called {
            // A second column of organisations may be one of a role.
            if of == Table::Actors
                && name == "name"
                && table.header().get(other).is_some_and(|title| role_of_title(title).is_some())
            {
                continue;
            }
            taken[other] = true;
            let title = table.header().get(other).map_or("", String::as_str);
            let at = table.place().at(Some(table.header_number()), Some(name));
            findings.wrong(at, Problem::RepeatedColumn, title, || None);
        }
        columns.insert((of, name.to_owned()), Column { name: name.to_owned(), position: Some(position) });
    };
    for dimension in taxonomy.dimensions() {
        let words = [&*dimension.id, &*dimension.label.nl, &*dimension.label.en];
        let called = titles.called(&words).into_iter().filter(|&position| !taken[position]).collect();
        put(Table::Activities, &dimension.id, called, &mut taken, findings);
    }
    for FlatColumn { table: of, name, groups } in FLAT {
        let called = titles.in_words(groups, |position| !taken[position]);
        put(*of, name, called, &mut taken, findings);
    }
    for dimension in taxonomy.dimensions() {
        let called = titles.spelled_dimension(&dimension.id, |position| !taken[position]);
        if !taken.is_empty() && !called.is_empty() {
            put(Table::Activities, &dimension.id, called, &mut taken, findings);
        }
    }
    let mut roles = Vec::new();
    let mut unused = Vec::new();
    for (position, title) in
        table.header().iter().enumerate().filter(|(position, title)| !taken[*position] && !title.is_empty())
    {
        match role_of_title(title) {
            Some(role) => roles.push((role, Column { name: title.clone(), position: Some(position) })),
            None => unused.push(title.clone()),
        }
    }
    Found { columns, roles, unused }
}

/// Names of organisations that stand alone in a cell, or between marks that no name has: folded.
fn names_alone(table: &TextTable, found: &Found) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let columns = found.columns.get(&(Table::Actors, String::from("name"))).into_iter();
    for column in columns.chain(found.roles.iter().map(|(_, column)| column)) {
        for row in Row::all(table) {
            known.extend(row.parts(column).filter(|part| !part.contains(',')).map(fold));
        }
    }
    known
}

/// The organisations of a cell. A comma separates them only where each is known by itself elsewhere.
fn names_of(row: Row<'_>, column: &Column, known: &BTreeSet<String>, findings: &mut Collector) -> Vec<String> {
    let mut names = Vec::new();
    for part in row.parts(column) {
        let pieces: Vec<&str> = part.split(',').map(str::trim).filter(|piece| !piece.is_empty()).collect();
        if pieces.len() > 1 && pieces.iter().all(|piece| known.contains(&fold(piece))) {
            names.extend(pieces.into_iter().map(str::to_owned));
        } else {
            if pieces.len() > 1 {
                findings.warn(row.at(column), Problem::CommaKept, part, || None);
            }
            names.push(part.to_owned());
        }
    }
    names
}

fn tell(found: &Found, table: &TextTable, told: &mut Told) {
    let title = |column: &Column| column_title(table, column).unwrap_or_default().to_owned();
    let meant =
        |((of, name), column): (&(Table, String), &Column)| format!("„{}” → {}.{name}", title(column), of.name());
    let roles = found.roles.iter().map(|(role, column)| format!("„{}” → {}", title(column), role.code()));
    let columns = found.columns.iter().map(meant).chain(roles).collect::<Vec<_>>().join("; ");
    let row = table.header_number();
    told.understood(
        format!("Eén blad met de kopregel in rij {row}. Kolommen: {columns}."),
        format!("One sheet with the header in row {row}. Columns: {columns}."),
    );
    if !found.unused.is_empty() {
        let names = found.unused.join(", ");
        told.left(format!("Kolommen: {names}."), format!("Columns: {names}."));
    }
}
