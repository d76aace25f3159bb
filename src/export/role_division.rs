//! Records of role division.

use serde::Serialize;
use utoipa::ToSchema;

use super::gaps::place_text;
use crate::analysis::role_division::annex::KindRoles;
use crate::analysis::role_division::initiators::{InitiativeInitiators, Initiators};
use crate::analysis::role_division::market::MarketCell;
use crate::analysis::role_division::{RoleCell, RoleDivision, coordinating_type};
use crate::ecosystem::{Ecosystem, Place, ValueIndex};
use crate::language::Text;

/// One level × value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleCellRecord {
    /// Of the actors; null: not known.
    pub level: Option<&'static str>,
    pub dimension: String,
    pub value: String,
    pub value_name: Text,
    pub initiatives: usize,
    /// Counts of actors; those with both roles count in both.
    pub coordinating: usize,
    pub executing: usize,
    pub both: usize,
    /// Actors that take part without a role that tells.
    pub not_known: usize,
    pub coordinators: Vec<String>,
    pub executors: Vec<String>,
    pub in_words: Text,
}

/// One kind of actor beside annex 3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KindRolesRecord {
    /// Null: not known.
    pub kind: Option<String>,
    /// What the annex gives the kind; null where it does not name it.
    pub annex_coordinates: Option<bool>,
    pub annex_executes: Option<bool>,
    pub actors: usize,
    pub coordinating: usize,
    pub executing: usize,
    pub not_known: usize,
    /// Ids of those that coordinate though the annex gives their kind no coordinating role.
    pub beyond_annex: Vec<String>,
}

/// An initiative that does not have exactly one initiator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InitiatorsRecord {
    pub initiative: String,
    pub name: String,
    /// `several`, `none-named` or `not-known`.
    pub status: &'static str,
    pub initiators: Vec<String>,
}

/// How many initiatives have how many initiators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InitiatorCountsRecord {
    pub one: usize,
    pub several: usize,
    pub none_named: usize,
    pub not_known: usize,
}

/// One region × value of the markttoets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MarketRecord {
    /// `NL`: the whole, whatever the area.
    pub region: String,
    pub region_name: Text,
    pub surveyed: bool,
    pub dimension: String,
    pub value: String,
    pub value_name: Text,
    pub status: &'static str,
    /// False where something that is not known could change the status.
    pub certain: bool,
    pub initiatives: usize,
    /// Counts of suppliers: actors that do more than fund.
    pub public: usize,
    pub semi_public: usize,
    pub private: usize,
    pub not_known: usize,
    /// Actors, not among the suppliers, that supply the value in an area that is not known, and the private ones of them.
    pub area_unknown: usize,
    pub private_area_unknown: usize,
    /// Initiatives here of which no supplier is named.
    pub unnamed: usize,
}

/// The whole result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleDivisionRecord {
    pub by: String,
    /// Activities without a value, and initiatives without activities: in no cell.
    pub unclassified: usize,
    pub without_activities: usize,
    pub initiator_counts: InitiatorCountsRecord,
    pub roles: Vec<RoleCellRecord>,
    pub kinds: Vec<KindRolesRecord>,
    pub initiators: Vec<InitiatorsRecord>,
    pub market: Vec<MarketRecord>,
}

/// The records of a result.
pub fn role_division_record(ecosystem: &Ecosystem, division: &RoleDivision) -> RoleDivisionRecord {
    let by = division.by;
    RoleDivisionRecord {
        by: ecosystem.taxonomy().dimensions()[by].id.to_string(),
        unclassified: division.unclassified,
        without_activities: division.without_activities,
        initiator_counts: counts(&division.initiators),
        roles: division.cells.iter().map(|cell| role_cell(ecosystem, by, cell)).collect(),
        kinds: division.kinds.iter().map(|kind| kind_record(ecosystem, kind)).collect(),
        initiators: division.initiators.listed.iter().map(|found| initiators_record(ecosystem, found)).collect(),
        market: division.market.iter().map(|cell| market_record(ecosystem, by, cell)).collect(),
    }
}

fn actor_ids(ecosystem: &Ecosystem, actors: &[usize]) -> Vec<String> {
    actors.iter().map(|&actor| ecosystem.actors()[actor].id.to_string()).collect()
}

/// Dimension id, value id and label.
fn value_of(ecosystem: &Ecosystem, by: usize, value: ValueIndex) -> (String, String, Text) {
    let dimension = &ecosystem.taxonomy().dimensions()[by];
    let label = dimension.value(value).map(|value| value.label.clone()).unwrap_or_default();
    (dimension.id.to_string(), dimension.value_code(value).to_owned(), label)
}

fn role_cell(ecosystem: &Ecosystem, by: usize, cell: &RoleCell) -> RoleCellRecord {
    let (dimension, value, value_name) = value_of(ecosystem, by, cell.value);
    let both = cell.coordinating.iter().filter(|actor| cell.executing.binary_search(actor).is_ok()).count();
    RoleCellRecord {
        level: cell.level.map(|level| level.code()),
        dimension,
        value,
        value_name,
        initiatives: cell.initiatives,
        coordinating: cell.coordinating.len(),
        executing: cell.executing.len(),
        both,
        not_known: cell.untold.len(),
        coordinators: actor_ids(ecosystem, &cell.coordinating),
        executors: actor_ids(ecosystem, &cell.executing),
        in_words: cell_in_words(cell, coordinating_type(ecosystem) == Some((by, cell.value))),
    }
}

/// In the row of the coordinating type nobody executes by definition; that is nothing to remark on.
fn cell_in_words(cell: &RoleCell, is_coordinating: bool) -> Text {
    let (coordinating, executing) = (cell.coordinating.len(), cell.executing.len());
    match (coordinating, executing, cell.untold.len()) {
        (0, 0, 0) => Text::new("niemand doet mee", "nobody takes part"),
        (0, 0, _) => Text::new("rollen niet bekend", "roles not known"),
        (0, _, _) => Text::new(
            format!("{}, van niemand is bekend dat die coördineert", execute(executing).nl),
            format!("{}, nobody is known to coordinate", execute(executing).en),
        ),
        (_, 0, _) if is_coordinating => coordinate(coordinating),
        (_, 0, _) => Text::new(
            format!("{}, van niemand is bekend dat die uitvoert", coordinate(coordinating).nl),
            format!("{}, nobody is known to execute", coordinate(coordinating).en),
        ),
        _ => {
            let (first, second) = (coordinate(coordinating), execute(executing));
            Text::new(format!("{}, {}", first.nl, second.nl), format!("{}, {}", first.en, second.en))
        }
    }
}

fn coordinate(count: usize) -> Text {
    match count {
        1 => Text::new("1 coördineert", "1 coordinates"),
        _ => Text::new(format!("{count} coördineren"), format!("{count} coordinate")),
    }
}

fn execute(count: usize) -> Text {
    match count {
        1 => Text::new("1 voert uit", "1 executes"),
        _ => Text::new(format!("{count} voeren uit"), format!("{count} execute")),
    }
}

fn kind_record(ecosystem: &Ecosystem, kind: &KindRoles) -> KindRolesRecord {
    let beyond = kind.annex.is_some_and(|annex| !annex.coordinates);
    KindRolesRecord {
        kind: kind.kind.as_deref().map(str::to_owned),
        annex_coordinates: kind.annex.map(|annex| annex.coordinates),
        annex_executes: kind.annex.map(|annex| annex.executes),
        actors: kind.actors,
        coordinating: kind.coordinating.len(),
        executing: kind.executing.len(),
        not_known: kind.untold,
        beyond_annex: if beyond { actor_ids(ecosystem, &kind.coordinating) } else { Vec::new() },
    }
}

fn counts(initiators: &Initiators) -> InitiatorCountsRecord {
    let [one, several, none_named, not_known] = initiators.counts;
    InitiatorCountsRecord { one, several, none_named, not_known }
}

fn initiators_record(ecosystem: &Ecosystem, found: &InitiativeInitiators) -> InitiatorsRecord {
    let initiative = &ecosystem.initiatives()[found.initiative];
    InitiatorsRecord {
        initiative: initiative.id.to_string(),
        name: initiative.name.to_string(),
        status: found.status.code(),
        initiators: actor_ids(ecosystem, &found.initiators),
    }
}

fn market_record(ecosystem: &Ecosystem, by: usize, cell: &MarketCell) -> MarketRecord {
    let (dimension, value, value_name) = value_of(ecosystem, by, cell.value);
    MarketRecord {
        region: cell.place.code(ecosystem.regions()).to_owned(),
        region_name: match cell.place {
            Place::National => Text::new("heel Nederland", "the whole country"),
            place => place_text(ecosystem, place),
        },
        surveyed: cell.surveyed,
        dimension,
        value,
        value_name,
        status: cell.status.code(),
        certain: cell.certain,
        initiatives: cell.initiatives,
        public: cell.public,
        semi_public: cell.semi_public,
        private: cell.private,
        not_known: cell.unknown,
        area_unknown: cell.area_unknown,
        private_area_unknown: cell.private_area_unknown,
        unnamed: cell.unnamed,
    }
}
