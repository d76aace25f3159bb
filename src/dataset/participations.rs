//! `participations.csv`: the one table that may have tens of millions of rows.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::columns::{Column, Columns};
use super::finding::{Collector, MORE_ROWS};
use super::ids::Ids;
use super::layout::Table;
use super::problem::Problem;
use super::row::{Row, known_parts};
use super::rows::clean_rows;
use super::table::TextTable;
use crate::ecosystem::{Participation, Role, Roles, Taxonomy};

/// Participations, one per pair, and roles that are not in the list.
#[derive(Debug, Default)]
pub(super) struct Participations {
    pub participations: Vec<Participation>,
    pub other_roles: Vec<(u32, Box<str>)>,
}

/// One role of one actor in one initiative, as a row states it. Sixteen bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stated {
    initiative: u32,
    actor: u32,
    /// Position in [`Role::ALL`], [`NO_ROLE`], or beyond it a role that is not in the list.
    role: u32,
    row: u32,
}

const NO_ROLE: u32 = Role::ALL.len() as u32;

pub(super) fn read(
    table: &TextTable,
    taxonomy: &Taxonomy,
    initiatives: &Ids<'_>,
    actors: &Ids<'_>,
    findings: &mut Collector,
) -> Participations {
    let columns = Columns::find(table, Table::Participations, taxonomy, findings);
    if !columns.complete {
        return Participations::default();
    }
    let (initiative, actor) = (columns.get("initiative"), columns.get("actor"));
    let mut roles = RoleCells::new(columns.get("role"));
    if let Some(participations) = clean(table, initiatives, actors, [&initiative, &actor, &roles.column]) {
        return Participations { participations, other_roles: Vec::new() };
    }
    let mut stated = Vec::with_capacity(table.len());
    for row in Row::all(table) {
        let initiative = initiatives.reference(row, &initiative, findings);
        // An id is the rule; names, and several in a cell, are what people write.
        let found = actors.find(row.text(&actor));
        let several = if found.is_some() { Vec::new() } else { actors.references(row, &actor, findings) };
        let roles = roles.read(row);
        let Some(initiative) = initiative else { continue };
        // A row that is not blank has a byte, and the text of a table fits u32: so do its positions.
        let row = row.position as u32;
        for actor in found.into_iter().chain(several) {
            stated.extend(roles.iter().map(|&role| Stated { initiative, actor, role, row }));
        }
    }
    roles.report(table, findings);
    // Most files are in order already.
    if !stated.is_sorted() {
        stated.par_sort_unstable();
    }
    stated.dedup_by(|later, first| {
        let repeated = (later.initiative, later.actor, later.role) == (first.initiative, first.actor, first.role);
        if repeated {
            let number = table.row_number(later.row as usize);
            findings.warn(table.place().at(Some(number), None), Problem::RepeatedRow, "", || None);
        }
        repeated
    });
    roles.merge(&stated)
}

/// The participations of a large table of which each row refers by ids and has roles of the list only, none of them twice for
/// one pair: then there is nothing to report.
fn clean(
    table: &TextTable,
    initiatives: &Ids<'_>,
    actors: &Ids<'_>,
    [initiative, actor, role]: [&Column; 3],
) -> Option<Vec<Participation>> {
    let finders = (initiatives.finder(), actors.finder());
    let scratch = || (finders.0(), finders.1(), HashMap::<&str, Option<Roles>, RandomState>::default());
    let mut found = clean_rows(table, scratch, |row, (initiatives, actors, roles)| {
        // Each spelling is interpreted once.
        let roles = *roles.entry(row.text(role)).or_insert_with(|| listed_roles(row, role));
        let (initiative, actor) = (initiatives.find(row.text(initiative)), actors.find(row.text(actor)));
        let participation = Participation {
            initiative: initiative.unwrap_or_default(),
            actor: actor.unwrap_or_default(),
            roles: roles.unwrap_or_default(),
        };
        (participation, initiative.is_some() && actor.is_some() && roles.is_some())
    })?;
    let pair = |one: &Participation| (one.initiative, one.actor);
    // Most files have the links of an initiative together.
    if found.is_sorted_by_key(|one| one.initiative) {
        let together = found.par_chunk_by_mut(|a, b| a.initiative == b.initiative);
        together.for_each(|mine| mine.sort_unstable_by_key(|one| one.actor));
    } else {
        found.par_sort_unstable_by_key(pair);
    }
    let mut is_repeated = false;
    found.dedup_by(|later, first| {
        let is_same = pair(later) == pair(first);
        if is_same {
            is_repeated |= later.roles.have_in_common(first.roles);
            first.roles = first.roles.union(later.roles);
        }
        is_same
    });
    (!is_repeated).then_some(found)
}

/// The roles of a cell; `None` where one is not in the list.
fn listed_roles(row: Row<'_>, column: &Column) -> Option<Roles> {
    let parts = role_parts(row, column);
    if parts.is_empty() {
        return Some(Roles::UNSTATED);
    }
    let mut roles = Roles::default();
    for part in parts {
        roles = roles.union(Roles::of(Role::from_words(part)?));
    }
    Some(roles)
}

/// Role cells by their text, so that each spelling is interpreted once.
struct RoleCells<'t> {
    column: Column,
    cells: HashMap<&'t str, Vec<u32>, RandomState>,
    unknown: Vec<UnknownRole<'t>>,
    positions: HashMap<&'t str, u32>,
}

struct UnknownRole<'t> {
    words: &'t str,
    rows: Vec<u64>,
    count: u64,
}

impl<'t> RoleCells<'t> {
    fn new(column: Column) -> Self {
        Self { column, cells: HashMap::default(), unknown: Vec::new(), positions: HashMap::new() }
    }

    fn read(&mut self, row: Row<'t>) -> &[u32] {
        let text = row.text(&self.column);
        if !self.cells.contains_key(text) {
            let mut roles: Vec<u32> = Vec::new();
            for part in role_parts(row, &self.column) {
                roles.push(match Role::from_words(part) {
                    Some(role) => role as u32,
                    None => *self.positions.entry(part).or_insert_with(|| {
                        self.unknown.push(UnknownRole { words: part, rows: Vec::new(), count: 0 });
                        NO_ROLE + self.unknown.len() as u32
                    }),
                });
            }
            if roles.is_empty() {
                roles.push(NO_ROLE);
            }
            roles.sort_unstable();
            roles.dedup();
            self.cells.insert(text, roles);
        }
        let roles: &[u32] = self.cells.get(text).map_or(&[], Vec::as_slice);
        for role in roles.iter().filter(|role| **role > NO_ROLE) {
            if let Some(unknown) = self.unknown.get_mut((role - NO_ROLE - 1) as usize) {
                unknown.count += 1;
                if unknown.rows.len() <= MORE_ROWS {
                    unknown.rows.push(row.number());
                }
            }
        }
        roles
    }

    fn report(&self, table: &TextTable, findings: &mut Collector) {
        for unknown in &self.unknown {
            let at = table.place().at(unknown.rows.first().copied(), Some(&self.column.name));
            let more = unknown.rows.iter().skip(1).copied().collect();
            findings.warn_counted(at, Problem::UnknownRole, unknown.words, more, unknown.count);
        }
    }

    /// One participation per pair from rows sorted by pair.
    fn merge(&self, stated: &[Stated]) -> Participations {
        let mut merged = Participations::default();
        for pair in stated.chunk_by(|a, b| (a.initiative, a.actor) == (b.initiative, b.actor)) {
            let Some(first) = pair.first() else { continue };
            let mut roles = Roles::default();
            let position = merged.participations.len() as u32;
            for one in pair {
                let listed = Role::ALL.get(one.role as usize);
                roles = roles.union(listed.map_or(Roles::UNSTATED, |role| Roles::of(*role)));
                let unknown = one.role.checked_sub(NO_ROLE + 1).and_then(|role| self.unknown.get(role as usize));
                merged.other_roles.extend(unknown.map(|unknown| (position, unknown.words.into())));
            }
            merged.participations.push(Participation { initiative: first.initiative, actor: first.actor, roles });
        }
        // Numbers of unknown roles follow the rows; the order in the ecosystem must not.
        merged.other_roles.sort_unstable();
        merged
    }
}

/// The roles of a cell: between commas and strokes too, where every part is a role of the list.
fn role_parts<'t>(row: Row<'t>, column: &Column) -> Vec<&'t str> {
    let parts = row.parts(column);
    parts
        .flat_map(|part| match Role::from_words(part) {
            Some(_) => vec![part],
            None => known_parts(part, |word| Role::from_words(word).is_some()).unwrap_or_else(|| vec![part]),
        })
        .collect()
}
