//! Records of the consistency test.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::complexity::area_name;
use super::consistency_advice::{advice, cautions};
use super::document::{AboutSection, DatasetRecord, thin_warning};
use super::gaps::{
    DemandRecord, InitiativeName, cell_in_words, cell_values, demand_record, initiative_name, place_text, title,
};
use super::initiatives::{OverlapRecord, overlap_record};
use super::measures::measure_label;
use crate::analysis::complexity::Share;
use crate::analysis::consistency::{CellChange, CellSide, Consistency, ConsistencyConfig, Publicness};
use crate::analysis::gaps::{Chance, Unserved};
use crate::ecosystem::{Ecosystem, Roles};
use crate::language::Text;
use crate::snapshot::consistency_provenance;

/// What the command prints and the service answers.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ConsistencyDocument {
    /// The data that the proposal was laid beside, without it.
    pub dataset: DatasetRecord,
    #[serde(flatten)]
    pub about: AboutSection,
    #[serde(flatten)]
    pub test: ConsistencyRecord,
}

/// The outcome of a test.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsistencyRecord {
    pub proposal: ProposalRecord,
    /// Flags; null where the data cannot tell.
    pub overlaps: Option<bool>,
    pub fills_gap: Option<bool>,
    pub fits: Option<bool>,
    pub grounds: GroundsRecord,
    pub advice: Text,
    /// What to keep in mind with all of it.
    pub cautions: Vec<Text>,
    pub overlapping: Vec<OverlappingRecord>,
    pub cells: Vec<FilledCellRecord>,
    pub participants: Vec<ParticipantRecord>,
    pub participants_public: PublicnessRecord,
    /// Actors with the same type of offer in the same area; null where the proposal does not say what it offers.
    pub field: Option<Vec<FieldActorRecord>>,
    pub field_public: Option<PublicnessRecord>,
    pub initiatives_to_join: Vec<InitiativeToJoinRecord>,
    pub actors_to_join: Vec<ActorToJoinRecord>,
    pub complexity: Vec<AddedComplexityRecord>,
}

/// The proposal as it was understood.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposalRecord {
    pub id: String,
    pub name: String,
    pub regions: Vec<String>,
    pub actors: usize,
    pub new_actors: usize,
    pub activities: usize,
}

/// The numbers behind the flags, with the limits that they were held against.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroundsRecord {
    pub overlaps_from: f64,
    pub highest_overlap: Option<f64>,
    pub initiatives_overlapping: usize,
    pub initiatives_compared: usize,
    /// In the same area, but without a described activity.
    pub initiatives_undescribed: usize,
    /// Dimensions of an offer that the proposal fills, and in how many two offers must agree to overlap at all.
    pub dimensions_filled: usize,
    pub least_dimensions: usize,
    pub cells_filled: usize,
    pub cells_known: usize,
    pub cells_touched: usize,
}

/// An initiative beside the proposal: as in the list of overlaps, where it is `a` or `b`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OverlappingRecord {
    pub initiative: String,
    pub name: String,
    #[serde(flatten)]
    pub pair: OverlapRecord,
}

/// A cell before and after.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FilledCellRecord {
    pub region: String,
    pub region_name: Text,
    /// Dimension id → value id.
    pub cell: Map<String, Value>,
    pub title: Text,
    pub fills: Option<bool>,
    pub added_own: u64,
    pub added_national: u64,
    pub status_before: Option<&'static str>,
    pub status_after: Option<&'static str>,
    pub own_before: Option<u64>,
    pub own_after: Option<u64>,
    pub national_before: Option<u64>,
    pub national_after: Option<u64>,
    pub initiatives_before: Option<u64>,
    pub initiatives_after: Option<u64>,
    pub expected_before: Option<f64>,
    pub expected_after: Option<f64>,
    pub shortfall_before: Option<f64>,
    pub shortfall_after: Option<f64>,
    pub chance_before: Option<&'static str>,
    /// How it was before.
    pub in_words: Option<Text>,
    /// With the demand that was unserved before; null where nothing is known of it.
    pub demand: Option<DemandRecord>,
    pub unserved_after: Option<f64>,
}

/// An initiative of an actor, with its roles there.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InvolvementRecord {
    pub id: String,
    pub name: String,
    pub roles: Vec<&'static str>,
}

/// What is known of an actor.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InvolvedActorRecord {
    pub actor: String,
    pub name: String,
    pub kind: Option<String>,
    pub public: Option<&'static str>,
    pub level: Option<&'static str>,
    pub region: Option<String>,
}

/// An actor of the proposal.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantRecord {
    #[serde(flatten)]
    pub actor: InvolvedActorRecord,
    pub is_new: bool,
    /// In the proposal; none where not stated.
    pub roles: Vec<&'static str>,
    /// What it takes part in already.
    pub initiatives: Vec<InvolvementRecord>,
}

/// An actor that is active in the field of the proposal.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FieldActorRecord {
    #[serde(flatten)]
    pub actor: InvolvedActorRecord,
    pub in_proposal: bool,
    pub initiatives: Vec<InvolvementRecord>,
}

/// Numbers of actors by sector, and their shares of those of which it is known.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublicnessRecord {
    pub public: usize,
    pub semi_public: usize,
    pub private: usize,
    pub unknown: usize,
    pub public_share: Option<f64>,
    pub semi_public_share: Option<f64>,
    pub private_share: Option<f64>,
}

/// An initiative to join.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InitiativeToJoinRecord {
    pub initiative: String,
    pub name: String,
    pub overlap: f64,
    pub regions: Vec<String>,
    pub collaborates: bool,
    pub contact: Option<String>,
    pub url: Option<String>,
    pub run_by: Vec<InvolvedActorRecord>,
}

/// An actor who runs what can be joined.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActorToJoinRecord {
    #[serde(flatten)]
    pub actor: InvolvedActorRecord,
    pub overlap: f64,
    pub in_proposal: bool,
    pub initiatives: Vec<InitiativeName>,
}

/// One key number of the whole (`NL`) or a region.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AddedComplexityRecord {
    pub region: String,
    pub region_name: Text,
    pub measure: &'static str,
    pub label: Text,
    pub before: Option<f64>,
    pub after: Option<f64>,
    pub difference: Option<f64>,
}

/// The outcome with what it rests on; `before` are the data without the proposal.
pub fn consistency_document(
    before: &Ecosystem,
    result: &Consistency,
    config: &ConsistencyConfig,
) -> ConsistencyDocument {
    let mut about = AboutSection::new(consistency_provenance(before));
    if result.thin {
        about.warnings.push(thin_warning());
    }
    let cautions = cautions(result, about.basis, config);
    let test = record(result, config, cautions.important, cautions.others);
    ConsistencyDocument { dataset: DatasetRecord::new(before), about, test }
}

fn record(
    result: &Consistency,
    config: &ConsistencyConfig,
    important: Vec<Text>,
    other_cautions: Vec<Text>,
) -> ConsistencyRecord {
    let ecosystem = &result.ecosystem;
    let proposal = &ecosystem.initiatives()[result.initiative];
    let grounds = &result.grounds;
    let involvements = |list: &[(usize, Roles)]| list.iter().map(|&one| involvement(ecosystem, one)).collect();
    let advice = advice(result, config, &important);
    ConsistencyRecord {
        proposal: ProposalRecord {
            id: proposal.id.to_string(),
            name: proposal.name.to_string(),
            regions: codes(ecosystem, ecosystem.initiative_area(result.initiative)),
            actors: result.participants.len(),
            new_actors: result.participants.iter().filter(|participant| participant.is_new).count(),
            activities: ecosystem.activities_of(result.initiative).len(),
        },
        overlaps: result.flags.overlaps,
        fills_gap: result.flags.fills_gap,
        fits: result.flags.fits,
        grounds: GroundsRecord {
            overlaps_from: config.overlaps_from,
            highest_overlap: grounds.highest,
            initiatives_overlapping: grounds.overlapping,
            initiatives_compared: grounds.compared,
            initiatives_undescribed: grounds.undescribed,
            dimensions_filled: grounds.dimensions,
            least_dimensions: grounds.least_dimensions,
            cells_filled: grounds.cells_filled,
            cells_known: grounds.cells_known,
            cells_touched: grounds.cells,
        },
        advice,
        cautions: important.into_iter().chain(other_cautions).collect(),
        overlapping: result
            .overlapping
            .iter()
            .map(|pair| {
                let other = if pair.a == result.initiative { pair.b } else { pair.a };
                let InitiativeName { id, name } = initiative_name(ecosystem, other as u32);
                OverlappingRecord { initiative: id, name, pair: overlap_record(ecosystem, pair) }
            })
            .collect(),
        cells: result.cells.iter().map(|change| cell_record(ecosystem, change)).collect(),
        participants: result
            .participants
            .iter()
            .map(|one| ParticipantRecord {
                actor: actor_record(ecosystem, one.actor),
                is_new: one.is_new,
                roles: role_codes(one.roles),
                initiatives: involvements(&one.others),
            })
            .collect(),
        participants_public: publicness_record(&result.participants_public),
        field: result.field.as_ref().map(|field| {
            let record = |one: &crate::analysis::consistency::FieldActor| FieldActorRecord {
                actor: actor_record(ecosystem, one.actor),
                in_proposal: one.in_proposal,
                initiatives: involvements(&one.initiatives),
            };
            field.iter().map(record).collect()
        }),
        field_public: result.field_public.as_ref().map(publicness_record),
        initiatives_to_join: result
            .initiatives_to_join
            .iter()
            .map(|join| {
                let initiative = &ecosystem.initiatives()[join.initiative];
                let particulars = initiative.particulars.as_deref();
                InitiativeToJoinRecord {
                    initiative: initiative.id.to_string(),
                    name: initiative.name.to_string(),
                    overlap: join.overlap,
                    regions: codes(ecosystem, &join.area),
                    collaborates: join.collaborates,
                    contact: particulars.and_then(|texts| texts.contact.as_deref()).map(str::to_owned),
                    url: particulars.and_then(|texts| texts.url.as_deref()).map(str::to_owned),
                    run_by: join.run_by.iter().map(|&actor| actor_record(ecosystem, actor)).collect(),
                }
            })
            .collect(),
        actors_to_join: result
            .actors_to_join
            .iter()
            .map(|join| ActorToJoinRecord {
                actor: actor_record(ecosystem, join.actor),
                overlap: join.overlap,
                in_proposal: join.in_proposal,
                initiatives: join.initiatives.iter().map(|&one| initiative_name(ecosystem, one as u32)).collect(),
            })
            .collect(),
        complexity: result
            .complexity
            .iter()
            .flat_map(|area| {
                area.changes.iter().map(|change| AddedComplexityRecord {
                    region: area.place.code(ecosystem.regions()).to_owned(),
                    region_name: area_name(ecosystem, area.place),
                    measure: change.measure,
                    label: measure_label(change.measure),
                    before: change.before,
                    after: change.after,
                    difference: change.difference,
                })
            })
            .collect(),
    }
}

fn cell_record(ecosystem: &Ecosystem, change: &CellChange) -> FilledCellRecord {
    let by = [ecosystem.taxonomy().lead()];
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    let demand = |side: &CellSide| demand_record(ecosystem, side.demand.as_ref(), side.unserved, None, None);
    FilledCellRecord {
        region: change.place.code(ecosystem.regions()).to_owned(),
        region_name: place_text(ecosystem, change.place),
        cell: cell_values(ecosystem, &by, &[change.value]),
        title: title(ecosystem, &by, &[change.value]),
        fills: change.fills,
        added_own: change.added_own,
        added_national: change.added_national,
        status_before: before.map(|side| side.cell.status.code()),
        status_after: after.map(|side| side.cell.status.code()),
        own_before: before.map(|side| side.cell.own),
        own_after: after.map(|side| side.cell.own),
        national_before: before.map(|side| side.cell.national),
        national_after: after.map(|side| side.cell.national),
        initiatives_before: before.map(|side| side.cell.initiatives),
        initiatives_after: after.map(|side| side.cell.initiatives),
        expected_before: before.and_then(|side| side.cell.expected),
        expected_after: after.and_then(|side| side.cell.expected),
        shortfall_before: before.and_then(|side| side.shortfall),
        shortfall_after: after.and_then(|side| side.shortfall),
        chance_before: before.and_then(|side| side.chance).map(Chance::code),
        in_words: before.map(|side| cell_in_words(&side.cell, side.chance)),
        demand: before.and_then(demand),
        unserved_after: after.and_then(|side| side.unserved).map(Unserved::amount),
    }
}

fn actor_record(ecosystem: &Ecosystem, position: usize) -> InvolvedActorRecord {
    let actor = &ecosystem.actors()[position];
    InvolvedActorRecord {
        actor: actor.id.to_string(),
        name: actor.name.to_string(),
        kind: actor.kind.as_ref().map(|kind| kind.code().to_owned()),
        public: actor.public.map(|public| public.code()),
        level: actor.level.map(|level| level.code()),
        region: ecosystem.actor_place(position).map(|place| place.code(ecosystem.regions()).to_owned()),
    }
}

fn involvement(ecosystem: &Ecosystem, (initiative, roles): (usize, Roles)) -> InvolvementRecord {
    let InitiativeName { id, name } = initiative_name(ecosystem, initiative as u32);
    InvolvementRecord { id, name, roles: role_codes(roles) }
}

fn role_codes(roles: Roles) -> Vec<&'static str> {
    roles.iter().map(|role| role.code()).collect()
}

fn codes(ecosystem: &Ecosystem, area: &crate::ecosystem::Area) -> Vec<String> {
    ecosystem.regions().codes(area).into_iter().map(str::to_owned).collect()
}

fn publicness_record(publicness: &Publicness) -> PublicnessRecord {
    let Publicness { public, semi_public, private, unknown } = *publicness;
    let share = |share: Share| share.share;
    PublicnessRecord {
        public: public.count,
        semi_public: semi_public.count,
        private: private.count,
        unknown,
        public_share: share(public),
        semi_public_share: share(semi_public),
        private_share: share(private),
    }
}
