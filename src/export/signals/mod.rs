//! Records of the work list, each with one plain sentence.

mod sentence;

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::gaps::{InitiativeName, initiative_name, place_text};
use crate::analysis::complexity::ending::EmptiedCell;
use crate::analysis::gaps::{Chance, Unserved};
use crate::analysis::overlap::Relation;
use crate::analysis::signals::urgency::class;
use crate::analysis::signals::{Evidence, Signal, Signals, callable};
use crate::ecosystem::{Basis, Class, Ecosystem, Funding, Place, SignalKind, SignalStatus};
use crate::language::{Language, Text, enumerated};
use crate::snapshot::provenance_signals::{is_firm, kind_basis, rows_basis};

/// The work list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignalsRecord {
    /// The day from which ends are counted.
    pub as_of: Option<String>,
    pub kinds: Vec<SignalKindRecord>,
    pub signals: Vec<SignalRecord>,
}

/// What was found of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignalKindRecord {
    pub kind: SignalKind,
    pub label: Text,
    pub basis: Basis,
    /// Null where the data do not allow one to look.
    pub found: Option<usize>,
    /// Found and not shown, because they rest on a reconstruction.
    pub withheld: usize,
}

/// One item of the work list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignalRecord {
    pub key: String,
    pub kind: SignalKind,
    pub kind_label: Text,
    /// 0 to 1, and its class: `hoog`, `middel` or `laag`.
    pub urgency: f64,
    pub urgency_class: Class,
    pub basis: Basis,
    pub regions: Vec<String>,
    pub sentence: Text,
    /// The numbers; which ones depends on the kind.
    pub evidence: Map<String, Value>,
    pub actor: Option<String>,
    pub actor_name: Option<String>,
    /// Whom to call. Empty where the rows behind a published table were reconstructed.
    pub initiatives: Vec<ContactRecord>,
    /// Initiatives of comparable regions that offer what is missing here.
    pub examples: Vec<InitiativeName>,
    /// What was decided about it; `nieuw` where nothing was.
    pub status: SignalStatus,
    pub status_label: Text,
    /// Who takes it up: a desk or organisation.
    pub owner: Option<String>,
    /// The day that was agreed, as an ISO date.
    pub date: Option<String>,
    pub note: Option<String>,
}

impl SignalRecord {
    /// Lays over it what was decided.
    pub fn decide(&mut self, status: SignalStatus, owner: Option<&str>, date: Option<String>, note: Option<&str>) {
        self.status = status;
        self.status_label = status_label(status);
        self.owner = owner.map(str::to_owned);
        self.date = date;
        self.note = note.map(str::to_owned);
    }
}

fn status_label(status: SignalStatus) -> Text {
    Text::new(status.label(Language::Nl), status.label(Language::En))
}

/// An initiative with its desk, and those who started or carry it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContactRecord {
    pub id: String,
    pub name: String,
    pub contact: Option<String>,
    pub actors: Vec<ActorName>,
}

/// An actor as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ActorName {
    pub id: String,
    pub name: String,
}

/// The signals in their order; what rests on a reconstruction only where `reconstructed` is asked.
pub fn signals_record(ecosystem: &Ecosystem, signals: &Signals, reconstructed: bool) -> SignalsRecord {
    let shown = |kind: SignalKind| reconstructed || is_firm(kind_basis(ecosystem, kind));
    let kind_record = |&kind: &SignalKind| {
        let found = signals.signals.iter().filter(|signal| signal.kind == kind).count();
        SignalKindRecord {
            kind,
            label: Text::new(kind.label(Language::Nl), kind.label(Language::En)),
            basis: kind_basis(ecosystem, kind),
            found: signals.looked_for.contains(&kind).then_some(found),
            withheld: if shown(kind) { 0 } else { found },
        }
    };
    let kinds: Vec<SignalKindRecord> = SignalKind::ALL.iter().map(kind_record).collect();
    let basis = |kind: SignalKind| kinds.iter().find(|record| record.kind == kind).map(|record| record.basis);
    let with_rows = reconstructed || is_firm(rows_basis(ecosystem));
    let records = signals.signals.iter().filter(|signal| shown(signal.kind)).filter_map(|signal| {
        let basis = basis(signal.kind)?;
        Some(signal_record(ecosystem, signal, basis, with_rows))
    });
    SignalsRecord { as_of: signals.as_of.map(|day| day.to_string()), signals: records.collect(), kinds }
}

fn signal_record(ecosystem: &Ecosystem, signal: &Signal, basis: Basis, with_rows: bool) -> SignalRecord {
    let actor = signal.actor.map(|actor| &ecosystem.actors()[actor]);
    let rows = |initiatives: &[usize]| if with_rows { initiatives.to_vec() } else { Vec::new() };
    SignalRecord {
        key: signal.key.clone(),
        kind: signal.kind,
        kind_label: Text::new(signal.kind.label(Language::Nl), signal.kind.label(Language::En)),
        urgency: signal.urgency,
        urgency_class: class(signal.urgency),
        basis,
        regions: ecosystem.regions().codes(&signal.area).into_iter().map(str::to_owned).collect(),
        sentence: sentence::sentence(ecosystem, signal),
        evidence: evidence(ecosystem, &signal.evidence),
        actor: actor.map(|actor| actor.id.to_string()),
        actor_name: actor.map(|actor| actor.name.to_string()),
        initiatives: rows(&signal.initiatives).into_iter().map(|initiative| contact(ecosystem, initiative)).collect(),
        examples: rows(&signal.examples)
            .into_iter()
            .map(|initiative| initiative_name(ecosystem, initiative as u32))
            .collect(),
        status: SignalStatus::New,
        status_label: status_label(SignalStatus::New),
        owner: None,
        date: None,
        note: None,
    }
}

fn contact(ecosystem: &Ecosystem, initiative: usize) -> ContactRecord {
    let row = &ecosystem.initiatives()[initiative];
    let desk = row.particulars.as_ref().and_then(|particulars| particulars.contact.as_deref());
    ContactRecord {
        id: row.id.to_string(),
        name: row.name.to_string(),
        contact: desk.map(str::to_owned),
        actors: callable(ecosystem, initiative)
            .map(|actor| &ecosystem.actors()[actor])
            .map(|actor| ActorName { id: actor.id.to_string(), name: actor.name.to_string() })
            .collect(),
    }
}

fn evidence(ecosystem: &Ecosystem, evidence: &Evidence) -> Map<String, Value> {
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    let actors =
        |positions: &[usize]| -> Vec<&str> { positions.iter().map(|&actor| &*ecosystem.actors()[actor].id).collect() };
    let funding = |funding: Option<Funding>| funding.map(Funding::code);
    let cell = |cell: &EmptiedCell| {
        json!({
            "region": cell.place.code(ecosystem.regions()), "dimension": lead.id, "value": lead.value_code(cell.value),
            "own": cell.own, "national": cell.national, "statusAfter": cell.status_after.code(),
        })
    };
    let value = match evidence {
        Evidence::Overlap { overlap, relation, dimensions_compared, shared_funders, reach } => json!({
            "overlap": overlap, "relation": relation.map(Relation::code), "dimensionsCompared": dimensions_compared,
            "sharedFunders": actors(shared_funders), "reach": reach,
        }),
        Evidence::Cell { value, own, national, expected, chance, unserved, enterprises } => json!({
            "dimension": lead.id, "value": lead.value_code(*value), "own": own, "national": national,
            "expected": expected, "chance": chance.map(Chance::code), "unserved": unserved.map(Unserved::amount),
            "unservedIn": unserved.map(Unserved::code), "enterprises": enterprises,
        }),
        Evidence::Fragile { value, own, national, need, funding: paid, end } => json!({
            "dimension": lead.id, "value": lead.value_code(*value), "own": own, "national": national, "need": need,
            "funding": funding(*paid), "end": end.map(|end| end.to_string()),
        }),
        Evidence::Ending { end, days_left, emptied } => json!({
            "end": end.to_string(), "daysLeft": days_left, "cellsEmptied": emptied.len(),
            "emptied": emptied.iter().map(cell).collect::<Vec<_>>(),
        }),
        Evidence::Articulation { cut_off, listed, parts } => {
            json!({ "cutOff": cut_off, "parts": parts, "cutOffActors": actors(listed) })
        }
        Evidence::DeadEnd { referrals, links, end_point } => {
            json!({ "referrals": referrals, "referrers": links, "endPoint": end_point })
        }
        Evidence::Unmeasured { activities, funding: paid } => {
            json!({ "activities": activities, "funding": funding(*paid) })
        }
    };
    if let Value::Object(fields) = value { fields } else { Map::new() }
}

/// The names of the places of an area, joined: "Drenthe en Groningen", "heel Nederland".
fn area_text(ecosystem: &Ecosystem, places: &[Place]) -> Text {
    let name = |&place: &Place| match place {
        Place::National => Text::new("heel Nederland", "the whole country"),
        region @ Place::Region(_) => place_text(ecosystem, region),
    };
    let names: Vec<Text> = places.iter().map(name).collect();
    let nl: Vec<&str> = names.iter().map(|name| name.nl.as_str()).collect();
    let en: Vec<&str> = names.iter().map(|name| name.en.as_str()).collect();
    Text::new(enumerated(&nl, Language::Nl), enumerated(&en, Language::En))
}
