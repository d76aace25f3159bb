//! What the rows of each table say.

use super::{Cell, DatasetColumn, DatasetTable, Sort};
use crate::ecosystem::{Ecosystem, NATIONAL, Participation, Roles, Scope};

fn table(name: &'static str, columns: &[(&str, Sort, bool)], rows: Vec<Vec<Cell>>) -> DatasetTable {
    let column = |&(name, sort, required): &(&str, Sort, bool)| DatasetColumn { name: name.to_owned(), sort, required };
    DatasetTable { name, columns: columns.iter().map(column).collect(), rows }
}

fn text(words: &str) -> Cell {
    Cell::words(words)
}

fn maybe(words: Option<&str>) -> Cell {
    Cell::maybe(words, text)
}

fn several(list: &[Box<str>]) -> Cell {
    Cell::several(list.iter().map(|words| &**words))
}

pub(super) fn actors(ecosystem: &Ecosystem) -> DatasetTable {
    let row = |actor: &crate::ecosystem::Actor| {
        vec![
            text(&actor.id),
            text(&actor.name),
            maybe(actor.kind.as_ref().map(|kind| kind.code())),
            maybe(actor.public.map(|public| public.code())),
            maybe(actor.level.map(|level| level.code())),
            maybe(actor.place.map(|place| place.code(ecosystem.regions()))),
            several(&actor.aliases),
            maybe(actor.url.as_deref()),
        ]
    };
    let columns = [
        ("id", Sort::Text, true),
        ("name", Sort::Text, true),
        ("kind", Sort::Text, false),
        ("public", Sort::Text, false),
        ("level", Sort::Text, false),
        ("region", Sort::Text, false),
        ("aliases", Sort::Text, false),
        ("url", Sort::Text, false),
    ];
    table("actors", &columns, ecosystem.actors().iter().map(row).collect())
}

pub(super) fn initiatives(ecosystem: &Ecosystem) -> DatasetTable {
    let row = |initiative: &crate::ecosystem::Initiative| {
        let said = initiative.particulars.as_deref().cloned().unwrap_or_default();
        vec![
            text(&initiative.id),
            text(&initiative.name),
            Cell::several(ecosystem.regions().codes(&initiative.stated_area)),
            maybe(initiative.level.map(|level| level.code())),
            Cell::maybe(initiative.start, Cell::Date),
            Cell::maybe(initiative.end, Cell::Date),
            maybe(initiative.funding.map(|funding| funding.code())),
            Cell::maybe(initiative.budget, Cell::Integer),
            maybe(said.contact.as_deref()),
            maybe(said.url.as_deref()),
            maybe(said.description.as_deref()),
            maybe(said.good_practice.as_deref()),
            several(&said.formerly),
            Cell::maybe(initiative.confirmed_on, Cell::Date),
            maybe(said.source.as_deref()),
        ]
    };
    let columns = [
        ("id", Sort::Text, true),
        ("name", Sort::Text, true),
        ("regions", Sort::Text, false),
        ("level", Sort::Text, false),
        ("start", Sort::Date, false),
        ("end", Sort::Date, false),
        ("funding", Sort::Text, false),
        ("budget", Sort::Integer, false),
        ("contact", Sort::Text, false),
        ("url", Sort::Text, false),
        ("description", Sort::Text, false),
        ("good_practice", Sort::Text, false),
        ("formerly", Sort::Text, false),
        ("confirmed_on", Sort::Date, false),
        ("source", Sort::Text, false),
    ];
    table("initiatives", &columns, ecosystem.initiatives().iter().map(row).collect())
}

/// A row per pair with its roles in one cell; a second row without a role where the data have that too.
pub(super) fn participations(ecosystem: &Ecosystem) -> DatasetTable {
    let mut other_roles = ecosystem.other_roles().iter().peekable();
    let mut rows = Vec::new();
    for (position, link) in ecosystem.participations().iter().enumerate() {
        let Participation { initiative, actor, roles } = *link;
        let mut words: Vec<&str> = roles.iter().map(|role| role.code()).collect();
        let listed = words.len();
        while let Some((_, other)) = other_roles.next_if(|(of, _)| *of as usize == position) {
            words.push(other);
        }
        let pair = |role: Cell| {
            let initiative = text(&ecosystem.initiatives()[initiative as usize].id);
            vec![initiative, text(&ecosystem.actors()[actor as usize].id), role]
        };
        let has_unstated = roles.union(Roles::UNSTATED) == roles;
        if listed > 0 && words.len() == listed && has_unstated {
            rows.push(pair(Cell::Empty));
        }
        rows.push(pair(Cell::several(words)));
    }
    let columns = [("initiative", Sort::Text, true), ("actor", Sort::Text, true), ("role", Sort::Text, false)];
    table("participations", &columns, rows)
}

/// Dimensions that a table has columns of: those that are filled, and those of which the dataset says what they rest on.
fn dimensions(ecosystem: &Ecosystem, table: &str, is_filled: impl Fn(usize) -> bool) -> Vec<usize> {
    let said = ecosystem.about().basis.get(table);
    let all = ecosystem.taxonomy().dimensions().iter().enumerate();
    all.filter(|(position, dimension)| {
        is_filled(*position) || said.is_some_and(|said| said.columns.contains_key(&*dimension.id))
    })
    .map(|(position, _)| position)
    .collect()
}

fn dimension_column(ecosystem: &Ecosystem, dimension: usize) -> DatasetColumn {
    let name = ecosystem.taxonomy().dimensions()[dimension].id.to_string();
    DatasetColumn { name, sort: Sort::Text, required: false }
}

pub(super) fn activities(ecosystem: &Ecosystem) -> DatasetTable {
    let classification = ecosystem.classification();
    let filled = dimensions(ecosystem, "activities", |dimension| classification.column(dimension).is_filled());
    let row = |(position, activity): (usize, &crate::ecosystem::Activity)| {
        let mut row = vec![
            text(&activity.id),
            text(&ecosystem.initiatives()[activity.initiative as usize].id),
            text(&activity.name),
            Cell::several(ecosystem.regions().codes(&activity.stated_area)),
            Cell::maybe(activity.reach, Cell::Integer),
            Cell::maybe(activity.reach_year, |year| Cell::Integer(u64::from(year))),
            maybe(activity.reach_class.map(|class| class.code())),
            maybe(activity.url.as_deref()),
        ];
        row.extend(filled.iter().map(|&number| {
            let dimension = &ecosystem.taxonomy().dimensions()[number];
            let values = classification.column(number).of(position);
            Cell::several(values.iter().map(|&value| dimension.value_code(value)))
        }));
        row
    };
    let columns = [
        ("id", Sort::Text, true),
        ("initiative", Sort::Text, true),
        ("name", Sort::Text, false),
        ("regions", Sort::Text, false),
        ("reach", Sort::Integer, false),
        ("reach_year", Sort::Year, false),
        ("reach_class", Sort::Text, false),
        ("url", Sort::Text, false),
    ];
    let rows = ecosystem.activities().iter().enumerate().map(row).collect();
    let mut table = table("activities", &columns, rows);
    table.columns.extend(filled.iter().map(|&dimension| dimension_column(ecosystem, dimension)));
    table
}

fn scope(ecosystem: &Ecosystem, scope: Scope) -> Cell {
    match scope {
        Scope::Unknown => Cell::Empty,
        Scope::National => text(NATIONAL),
        Scope::Region(region) => text(ecosystem.regions().code(region)),
    }
}

/// Cells of the dimensions of a row that lies in a cell of the taxonomy.
fn values(ecosystem: &Ecosystem, cell: &crate::ecosystem::Cell, filled: &[usize]) -> Vec<Cell> {
    let of = |&number: &usize| {
        let mine = cell.iter().filter(|(dimension, _)| *dimension == number);
        let dimension = &ecosystem.taxonomy().dimensions()[number];
        Cell::several(mine.map(|&(_, value)| dimension.value_code(value)))
    };
    filled.iter().map(of).collect()
}

pub(super) fn demand(ecosystem: &Ecosystem) -> DatasetTable {
    let has = |number: usize| ecosystem.demand().iter().any(|row| row.cell.iter().any(|&(of, _)| of == number));
    let filled = dimensions(ecosystem, "demand", has);
    let row = |demand: &crate::ecosystem::Demand| {
        let mut row = vec![
            scope(ecosystem, demand.scope),
            Cell::maybe(demand.enterprises, Cell::Integer),
            Cell::maybe(demand.share_with_need, Cell::Real),
        ];
        row.extend(values(ecosystem, &demand.cell, &filled));
        row
    };
    let columns =
        [("region", Sort::Text, false), ("enterprises", Sort::Integer, false), ("share_with_need", Sort::Share, false)];
    let mut table = table("demand", &columns, ecosystem.demand().iter().map(row).collect());
    table.columns.extend(filled.iter().map(|&dimension| dimension_column(ecosystem, dimension)));
    table
}

pub(super) fn indicators(ecosystem: &Ecosystem) -> DatasetTable {
    let has = |number: usize| ecosystem.indicators().iter().any(|row| row.cell.iter().any(|&(of, _)| of == number));
    let filled = dimensions(ecosystem, "indicators", has);
    let row = |indicator: &crate::ecosystem::Indicator| {
        let mut row = vec![
            scope(ecosystem, indicator.scope),
            text(&indicator.measure),
            Cell::maybe(indicator.value, Cell::Real),
            text(&indicator.unit),
            Cell::maybe(indicator.n, Cell::Integer),
            text(&indicator.source),
        ];
        row.extend(values(ecosystem, &indicator.cell, &filled));
        row
    };
    let columns = [
        ("region", Sort::Text, false),
        ("measure", Sort::Text, true),
        ("value", Sort::Real, false),
        ("unit", Sort::Text, false),
        ("n", Sort::Integer, false),
        ("source", Sort::Text, false),
    ];
    let mut table = table("indicators", &columns, ecosystem.indicators().iter().map(row).collect());
    table.columns.extend(filled.iter().map(|&dimension| dimension_column(ecosystem, dimension)));
    table
}

pub(super) fn responses(ecosystem: &Ecosystem) -> DatasetTable {
    let responses = ecosystem.responses();
    let row = |response: &crate::ecosystem::Response| {
        let word = |position| text(responses.word(position));
        let activity = text(&ecosystem.activities()[response.activity as usize].id);
        vec![activity, word(response.question), word(response.answer), Cell::Integer(response.count)]
    };
    let columns = [
        ("activity", Sort::Text, true),
        ("question", Sort::Text, true),
        ("answer", Sort::Text, true),
        ("count", Sort::Integer, true),
    ];
    table("responses", &columns, responses.rows().iter().map(row).collect())
}

pub(super) fn referrals(ecosystem: &Ecosystem) -> DatasetTable {
    let id = |position: u32| text(&ecosystem.initiatives()[position as usize].id);
    let row =
        |referral: &crate::ecosystem::Referral| vec![id(referral.from), id(referral.to), Cell::Integer(referral.count)];
    let columns = [("from", Sort::Text, true), ("to", Sort::Text, true), ("count", Sort::Integer, true)];
    table("referrals", &columns, ecosystem.referrals().iter().map(row).collect())
}

pub(super) fn names(ecosystem: &Ecosystem) -> DatasetTable {
    let row = |decision: &crate::ecosystem::NameDecision| {
        vec![text(&decision.keep), text(&decision.merge), text(&decision.decision)]
    };
    let columns = [("keep", Sort::Text, true), ("merge", Sort::Text, true), ("decision", Sort::Text, false)];
    table("names", &columns, ecosystem.name_decisions().iter().map(row).collect())
}
