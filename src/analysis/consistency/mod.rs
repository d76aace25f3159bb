//! The consistency test: does a proposed initiative overlap with what is there, does it fill a gap, or does it simply
//! fit?
//!
//! The proposal is added to the ecosystem ([`Ecosystem::with`]) and the analyses of the house are run on what comes of
//! it: [`overlap`](mod@super::overlap), [`white_spots`](mod@super::white_spots) and [`gaps`](mod@super::gaps),
//! [`complexity`](mod@super::complexity). Nothing is stored, and nothing here is a verdict: each flag stands beside the
//! numbers that led to it.
//!
//! # How to read it
//!
//! Take a proposal for Noord-Holland in `regioscan-2023`: a workshop for beginners and advice for businesses that are
//! half way, run by Rabobank. It is said to *overlap*: with two of the 26 initiatives there its offer is alike for 0.80
//! and 0.50. It also *fills a gap*: by the published table 7.1 activities of advice were to be expected there and 3
//! were found, so with the proposal the cell goes from thin to covered. Both can be true: a new offer may repeat a
//! neighbour and still add what is scarce. The complexity of the province goes from 26 to 27 initiatives, from 19 to 21
//! overlapping pairs (of which 14 and then 15 without collaboration), and from 10 to 11 covered cells out of 12.
//!
//! When not to trust it: the network of `regioscan-2023` is *reconstructed* (the table of regions and types was
//! published, who does what was not), so neither the names nor the 0.80 say anything about real initiatives; and only
//! two dimensions were compared, where a pair is well described from three on. That 3 were found where 7.1 were
//! expected may itself be chance, and the answer says so. On `voorbeeld` (*fictional*, all dimensions filled) a copy of
//! an initiative overlaps its original for 1.00, while an invented offer of shared facilities and advice in Drenthe
//! reaches no more than 0.11.
//!
//! *Fits* is no praise: the proposal neither repeats what is in the data nor adds what they lack. What is not in the
//! data is not seen, and the Regioscan holds 220 of about 400 initiatives.

mod actors;
mod cells;

pub use actors::{ActorToJoin, FieldActor, InitiativeToJoin, ParticipantNow, Publicness};
pub use cells::{CellChange, CellSide};

use std::collections::BTreeSet;

use super::complexity::change::{Change, changes};
use super::complexity::ranks::RemovalConfig;
use super::complexity::{ComplexityConfig, ComplexityError, complexity};
use super::gaps::GapsConfig;
use super::numbers::descending;
use super::offer::{Offers, OverlapAspect};
use super::overlap::{
    DEFAULT_MAX_PAIRS, DEFAULT_MINIMUM, OverlapConfig, OverlapPair, TooManyPairs, overlap, overlap_between,
};
use super::selection::Selection;
use super::white_spots::WhiteSpotsError;
use crate::ecosystem::{CannotAdd, Ecosystem, Establishments, Place, Proposal};

/// Overlap from which an initiative is listed beside the proposal.
pub const DEFAULT_LISTED_FROM: f64 = 0.3;
/// Initiatives that are named to join.
pub const DEFAULT_TO_JOIN: usize = 5;

/// Settings of [`consistency`].
#[derive(Debug, Clone, PartialEq)]
pub struct ConsistencyConfig {
    /// Least overlap (or provider overlap, where a side has no described activity) that is listed, 0 to 1.
    pub listed_from: f64,
    /// Least overlap with one initiative from which the proposal is said to overlap, 0 to 1.
    pub overlaps_from: f64,
    /// Initiatives that are named to join.
    pub to_join: usize,
    /// Pairs that the comparison of all initiatives may give.
    pub max_pairs: usize,
    pub gaps: GapsConfig,
    /// Its minimum and sample size are set by the test.
    pub complexity: ComplexityConfig,
}

impl Default for ConsistencyConfig {
    fn default() -> Self {
        Self {
            listed_from: DEFAULT_LISTED_FROM,
            overlaps_from: DEFAULT_MINIMUM,
            to_join: DEFAULT_TO_JOIN,
            max_pairs: DEFAULT_MAX_PAIRS,
            // Comparable regions and relatedness are not shown here.
            gaps: GapsConfig { comparable: 0, max_related: 0, max_cells: usize::MAX, ..GapsConfig::default() },
            // Rank ranges of key players say nothing about a proposal.
            complexity: ComplexityConfig {
                removal: RemovalConfig { runs: 0, ..RemovalConfig::default() },
                ..ComplexityConfig::default()
            },
        }
    }
}

/// What the numbers come down to. A flag is `None` where the data cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flags {
    pub overlaps: Option<bool>,
    pub fills_gap: Option<bool>,
    /// Neither.
    pub fits: Option<bool>,
}

/// The numbers behind [`Flags`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grounds {
    /// Other initiatives whose offer could be compared: their areas meet the proposal's, and both have a described
    /// activity.
    pub compared: usize,
    /// Other initiatives whose areas meet the proposal's, but which have no described activity.
    pub undescribed: usize,
    /// Dimensions of an offer in which the proposal has a value, and in how many two offers must agree to overlap at
    /// all.
    pub dimensions: usize,
    pub least_dimensions: usize,
    /// The highest overlap; `None` where nothing could be compared.
    pub highest: Option<f64>,
    /// Initiatives with an overlap of [`ConsistencyConfig::overlaps_from`] or more.
    pub overlapping: usize,
    /// Cells region × lead value to which the proposal adds supply, and of how many the status before is known.
    pub cells: usize,
    pub cells_known: usize,
    /// Cells that it fills.
    pub cells_filled: usize,
}

/// Key numbers of the whole or a region that the proposal serves, before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaChange {
    pub place: Place,
    pub changes: Vec<Change>,
}

/// The result of [`consistency`].
#[derive(Debug)]
pub struct Consistency {
    /// The ecosystem with the proposal in it; all positions below are positions in it.
    pub ecosystem: Ecosystem,
    /// The proposal.
    pub initiative: usize,
    pub flags: Flags,
    pub grounds: Grounds,
    /// Pairs of the proposal and another initiative, sorted as by [`overlap`].
    pub overlapping: Vec<OverlapPair>,
    /// The data fill so few dimensions that one shared value already counts as overlap.
    pub thin: bool,
    /// Cells to which the proposal adds supply: those that it fills first, by shortfall, then the others.
    pub cells: Vec<CellChange>,
    /// Who takes part in the proposal, and in what else.
    pub participants: Vec<ParticipantNow>,
    /// Who is active in the field of the proposal already; `None` where it does not say what it offers.
    pub field: Option<Vec<FieldActor>>,
    pub participants_public: Publicness,
    /// Of the field.
    pub field_public: Option<Publicness>,
    /// The initiatives to join, most overlap first, and the actors who run them.
    pub initiatives_to_join: Vec<InitiativeToJoin>,
    pub actors_to_join: Vec<ActorToJoin>,
    /// The whole, then the proposal's own regions by code.
    pub complexity: Vec<AreaChange>,
}

/// The test cannot be done.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum ConsistencyError {
    #[error(transparent)]
    CannotAdd(#[from] CannotAdd),
    #[error(transparent)]
    Pairs(#[from] TooManyPairs),
    #[error(transparent)]
    WhiteSpots(#[from] WhiteSpotsError),
    #[error(transparent)]
    Complexity(#[from] ComplexityError),
}

/// Tests a proposal against an ecosystem.
///
/// **overlaps**: some other initiative has an offer overlap of `overlaps_from` (0.5) or more with the proposal. The
/// overlap is the best-match average of [`super::overlap`] in the ecosystem *with* the proposal, so the proposal's own
/// activities count in the idf: N = all activities and n_t = those with token t, those of the proposal included. In
/// that way the test gives the very number that the list of overlaps will show once the initiative exists, and a token
/// that only the proposal has occurs once instead of never. `None` where there are initiatives that meet its area, but
/// none could be compared, or the proposal fills fewer dimensions than must agree.
///
/// **fillsGap**: by an own area it adds units (activity, region) to a cell region × lead value that was absent,
/// national-only or thin before ([`super::white_spots`]). A national activity adds no units: a cell that was absent
/// then becomes national-only, which is still a white spot. Only where nothing has an own area, so that the country is
/// the only region, national supply fills what was absent. `None` where it adds to no cell of which the status before
/// is known.
///
/// **fits** = neither; `None` where one of the two is not known and the other is not true.
///
/// **Field**: actors of the initiatives with an activity that shares a value of the lead dimension with an activity of
/// the proposal (`alle`: every value) and whose area meets that one's. **To join**: listed initiatives of which the
/// area is known, by overlap; run by their initiators and executors, or where nobody is called that by all who do more
/// than fund. Actors by the highest overlap of what they run, then by the number of initiatives, then id.
///
/// **Complexity**: [`changes`] of the whole and the own regions, rarefied to the sample size from before.
///
/// Time: that of all overlaps and twice that of [`complexity`].
///
/// # Errors
/// [`ConsistencyError`] where the proposal cannot be added, or a result would not fit.
pub fn consistency(
    before: &Ecosystem,
    proposal: &Proposal,
    establishments: &[Establishments],
    config: &ConsistencyConfig,
) -> Result<Consistency, ConsistencyError> {
    let ecosystem = before.with(proposal)?;
    // It was just added under this id.
    let initiative = ecosystem.initiative_position(&proposal.initiative.id).unwrap_or_default();
    let all_before = Selection::everything(before);
    let all = Selection::everything(&ecosystem);
    let pairs = OverlapConfig {
        minimum: config.listed_from.min(config.overlaps_from),
        max_pairs: config.max_pairs,
        ..OverlapConfig::default()
    };
    let overlaps = overlap(&ecosystem, &all, &pairs)?;
    let overlaps_before = overlap(before, &all_before, &OverlapConfig { minimum: config.overlaps_from, ..pairs })?;
    let cells = cells::changed_cells(before, &ecosystem, initiative, establishments, &config.gaps)?;
    let grounds = grounds(&ecosystem, initiative, &cells, config.overlaps_from);

    let settings = ComplexityConfig { minimum: config.overlaps_from, ..config.complexity.clone() };
    let numbers_before = complexity(before, &all_before, &overlaps_before, &settings)?;
    let settings = ComplexityConfig { rarefy_to: numbers_before.rarefied_to, ..settings };
    let numbers = complexity(&ecosystem, &all, &overlaps, &settings)?;
    let own = ecosystem.initiative_area(initiative).own_regions().iter().map(|&region| Place::Region(region));
    let area_change = |place| AreaChange {
        place,
        changes: changes(
            numbers_before.areas.iter().find(|area| area.place == place),
            numbers.areas.iter().find(|area| area.place == place),
        ),
    };
    let complexity = std::iter::once(Place::National).chain(own).map(area_change).collect();

    let mut overlapping = overlaps.pairs;
    overlapping.retain(|pair| {
        let value = pair.overlap.or(pair.provider_overlap);
        (pair.a == initiative || pair.b == initiative) && value.is_some_and(|value| value >= config.listed_from)
    });
    let participants = actors::participants(before, &ecosystem, initiative);
    let field = actors::field(&ecosystem, initiative);
    let (initiatives_to_join, actors_to_join) = actors::to_join(&ecosystem, initiative, &overlapping, config.to_join);
    Ok(Consistency {
        flags: flags(&grounds),
        grounds,
        thin: overlaps.thin,
        participants_public: Publicness::new(&ecosystem, participants.iter().map(|one| one.actor)),
        field_public: field.as_ref().map(|field| Publicness::new(&ecosystem, field.iter().map(|one| one.actor))),
        overlapping,
        cells,
        participants,
        field,
        initiatives_to_join,
        actors_to_join,
        complexity,
        initiative,
        ecosystem,
    })
}

fn grounds(ecosystem: &Ecosystem, initiative: usize, cells: &[CellChange], from: f64) -> Grounds {
    let offers = Offers::new(ecosystem, OverlapAspect::Offer);
    let (mut overlaps, mut undescribed) = (Vec::new(), 0);
    for other in (0..ecosystem.initiatives().len()).filter(|&other| other != initiative) {
        if !ecosystem.regions().meet(ecosystem.initiative_area(initiative), ecosystem.initiative_area(other)) {
            continue;
        }
        match overlap_between(ecosystem, &offers, initiative, other, false) {
            Some(overlap) => overlaps.push(overlap),
            None => undescribed += 1,
        }
    }
    let overlapping = overlaps.iter().filter(|&&overlap| overlap >= from).count();
    let compared = overlaps.len();
    let mine = ecosystem.activities_of(initiative).iter().flat_map(|&activity| offers.of(activity as usize));
    let dimensions: BTreeSet<usize> = mine.map(|&token| offers.dimension(token)).collect();
    overlaps.sort_by(|&a, &b| descending(a, b));
    Grounds {
        compared,
        undescribed,
        dimensions: dimensions.len(),
        least_dimensions: if offers.is_thin() { 1 } else { 2 },
        highest: overlaps.first().copied(),
        overlapping,
        cells: cells.len(),
        cells_known: cells.iter().filter(|cell| cell.fills.is_some()).count(),
        cells_filled: cells.iter().filter(|cell| cell.fills == Some(true)).count(),
    }
}

fn flags(grounds: &Grounds) -> Flags {
    let tells = grounds.compared > 0 && grounds.dimensions >= grounds.least_dimensions;
    let overlaps = (tells || grounds.compared + grounds.undescribed == 0).then_some(grounds.overlapping > 0);
    let fills_gap = (grounds.cells_known > 0).then_some(grounds.cells_filled > 0);
    let fits = match (overlaps, fills_gap) {
        (Some(true), _) | (_, Some(true)) => Some(false),
        (Some(false), Some(false)) => Some(true),
        _ => None,
    };
    Flags { overlaps, fills_gap, fits }
}
