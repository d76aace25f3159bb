//! The journey of an entrepreneur: which phases are served in a region, by whom, and where the chain breaks.
//!
//! Phases are the values of the dimension `journey_phase` in the order of the taxonomy (meeting, knowing, wanting, being
//! able: action agenda 2023, annex 3, p. 27). An activity serves a phase that it names, or every phase by `alle`. No phase
//! is ever guessed: activities that name none are counted beside the answer, and where the data fill no phase at all there
//! is no answer. (The Regioscan of 2023 codes bottlenecks and types, but no source lays types over phases.)
//!
//! For a region and a profile (per dimension the values of which any will do, see [`super::matches::fit`]) an initiative
//! serves a phase by an activity with that phase that no asked dimension excludes:
//!
//! - for certain, where every asked dimension fits or is open by `alle`: as **own** supply if its area is the region or one
//!   that the region lies in, else as **national** supply;
//! - **perhaps**, where a dimension is not stated, its area is not known, or only a part of the region.
//!
//! `status` of a phase: `not-surveyed` where nobody looked in the region, else `own`, `national-only`, `uncertain` (only
//! perhaps) or `unserved`, the first that holds. Served is own or national-only. The **missing link** is the first unserved
//! phase with a served one somewhere before and somewhere after it; `None` where there is none.
//!
//! Between two served phases that follow each other stands a **handoff**: initiatives that serve both, pairs with a referral
//! from the earlier to the later one, and actors that do more than fund in different initiatives on either side.
//! Without any of these an entrepreneur has to find the next door alone. `None` where either phase is not served.
//!
//! # How to read it
//!
//! In `voorbeeld` (**fictional**) every phase is served in each of the eleven surveyed provinces. In Drenthe meeting is
//! thinnest: 2 initiatives of its own and 6 national ones, against 3 and 11 for knowing. From meeting to knowing lead 5
//! initiatives that do both and 9 shared actors, but not one referral; from knowing to wanting lead 13, with 4 referrals.
//!
//! The chain shows its weak places once a profile is asked. Over 21 sectors × 3 phases of business, 227 of 693 profiles in
//! surveyed provinces meet a point where both phases are served and nothing leads on: a starter in agriculture in Overijssel
//! after meeting, for one. None of them has a missing link for certain; what is lacking there is `uncertain` first.
//!
//! Look at `without_phase` before believing "unserved": in `praktijkvoorbeelden-2023` 27 of 29 activities name no phase, so
//! that an unserved phase there says little. `regioscan-2023` and `dienstverlening-2021` name none and have no answer. A
//! shared actor makes a handoff possible; only a referral shows that it happens.
//!
//! Costs per region O(activities · dimensions + phases · (participations + referrals)).

use super::matches::doors::working_links;
use super::matches::fit::{Fit, Nearness, Wanted, fits};
use super::places::{is_surveyed, regions_or_country};
use super::selection::Selection;
use crate::ecosystem::{Area, EVERY_VALUE, Ecosystem, Place, RegionIndex, ValueIndex};

/// The dimension that names the phases.
pub const PHASES: &str = "journey_phase";

/// How well a phase is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhaseStatus {
    NotSurveyed,
    Own,
    NationalOnly,
    /// Only by initiatives of which it is not sure that they serve this profile here.
    Uncertain,
    Unserved,
}

impl PhaseStatus {
    pub const ALL: &'static [Self] =
        &[Self::NotSurveyed, Self::Own, Self::NationalOnly, Self::Uncertain, Self::Unserved];

    pub fn code(self) -> &'static str {
        match self {
            Self::NotSurveyed => "not-surveyed",
            Self::Own => "own",
            Self::NationalOnly => "national-only",
            Self::Uncertain => "uncertain",
            Self::Unserved => "unserved",
        }
    }

    pub fn is_served(self) -> bool {
        matches!(self, Self::Own | Self::NationalOnly)
    }
}

/// What leads from a phase to the next.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Handoff {
    /// Initiatives that serve both, increasing.
    pub initiatives: Vec<usize>,
    /// (from, to) with a referral, increasing.
    pub referrals: Vec<(usize, usize)>,
    /// Actors with part in different initiatives on either side, increasing.
    pub actors: Vec<usize>,
}

impl Handoff {
    pub fn is_empty(&self) -> bool {
        self.initiatives.is_empty() && self.referrals.is_empty() && self.actors.is_empty()
    }
}

/// One phase in one region. Initiatives stand in one of the three lists, increasing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseService {
    pub phase: ValueIndex,
    pub status: PhaseStatus,
    pub own: Vec<usize>,
    pub national: Vec<usize>,
    pub perhaps: Vec<usize>,
    /// To the next phase.
    pub handoff: Option<Handoff>,
}

/// One region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceJourney {
    pub place: Place,
    pub surveyed: bool,
    /// Activities that serve, or perhaps serve, this profile here, and those of them that name no phase.
    pub activities: usize,
    pub without_phase: usize,
    /// In the order of the taxonomy.
    pub phases: Vec<PhaseService>,
    /// Position in `phases`.
    pub missing_link: Option<usize>,
}

/// The result of [`journey`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// Position of the phases in the taxonomy; `None` where it has none, or no activity names one.
    pub dimension: Option<usize>,
    /// The regions by code; the whole country only where nothing has an own area. None without phases.
    pub places: Vec<PlaceJourney>,
}

/// The journey in one region, or in all, for a profile.
pub fn journey(ecosystem: &Ecosystem, selection: &Selection, region: Option<RegionIndex>, wanted: &Wanted) -> Journey {
    let filled = |&dimension: &usize| ecosystem.classification().column(dimension).is_filled();
    let Some(dimension) = ecosystem.taxonomy().position(PHASES).filter(filled) else {
        return Journey { dimension: None, places: Vec::new() };
    };
    let places = region.map_or_else(|| regions_or_country(ecosystem), |region| vec![Place::Region(region)]);
    let places = places.into_iter().map(|place| at(ecosystem, selection, dimension, place, wanted)).collect();
    Journey { dimension: Some(dimension), places }
}

/// How sure it is that an initiative serves a phase; the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Service {
    Own,
    National,
    Perhaps,
}

fn at(ecosystem: &Ecosystem, selection: &Selection, dimension: usize, place: Place, wanted: &Wanted) -> PlaceJourney {
    let phases = ecosystem.taxonomy().dimensions()[dimension].values.len();
    let column = ecosystem.classification().column(dimension);
    let surveyed = is_surveyed(ecosystem, place);
    let mut served: Vec<Vec<Option<Service>>> = vec![vec![None; ecosystem.initiatives().len()]; phases];
    let (mut activities, mut without_phase) = (0, 0);
    for activity in (0..ecosystem.activities().len()).filter(|&activity| selection.has_activity(activity)) {
        let Some(service) = service(ecosystem, activity, place, wanted) else { continue };
        activities += 1;
        let initiative = ecosystem.activities()[activity].initiative as usize;
        let mut mark = |phase: usize| {
            let sofar = &mut served[phase][initiative];
            *sofar = Some(sofar.map_or(service, |surer| surer.min(service)));
        };
        match column.of(activity) {
            [] => without_phase += 1,
            [EVERY_VALUE] => (0..phases).for_each(mark),
            named => named.iter().for_each(|&phase| mark(usize::from(phase))),
        }
    }
    let mut phases: Vec<PhaseService> =
        served.iter().enumerate().map(|(phase, served)| phase_service(phase, served, surveyed)).collect();
    for earlier in 0..phases.len().saturating_sub(1) {
        phases[earlier].handoff = handoff(ecosystem, &phases[earlier], &phases[earlier + 1]);
    }
    let missing_link = missing_link(&phases);
    PlaceJourney { place, surveyed, activities, without_phase, phases, missing_link }
}

/// How an activity serves a profile in a place; `None` where it does not.
fn service(ecosystem: &Ecosystem, activity: usize, place: Place, wanted: &Wanted) -> Option<Service> {
    let area = ecosystem.activity_area(activity);
    let near = match (place, area) {
        (Place::Region(region), area) => match Nearness::of(ecosystem, area, region) {
            Nearness::Own => Service::Own,
            Nearness::National => Service::National,
            Nearness::Part | Nearness::Unknown => Service::Perhaps,
            Nearness::Elsewhere => return None,
        },
        (Place::National, Area::National) => Service::National,
        (Place::National, Area::Regions(_)) => Service::Own,
        (Place::National, Area::Unknown) => Service::Perhaps,
    };
    fits(ecosystem, activity, wanted).into_iter().try_fold(near, |sofar, fit| match fit {
        Fit::Explicit | Fit::Open => Some(sofar),
        Fit::Unstated => Some(Service::Perhaps),
        Fit::Misfit => None,
    })
}

fn phase_service(phase: usize, served: &[Option<Service>], surveyed: bool) -> PhaseService {
    let with = |wanted: Service| -> Vec<usize> {
        let found = served.iter().enumerate().filter(|(_, service)| **service == Some(wanted));
        found.map(|(initiative, _)| initiative).collect()
    };
    let (own, national, perhaps) = (with(Service::Own), with(Service::National), with(Service::Perhaps));
    let status = match (surveyed, own.is_empty(), national.is_empty(), perhaps.is_empty()) {
        (false, ..) => PhaseStatus::NotSurveyed,
        (_, false, ..) => PhaseStatus::Own,
        (_, _, false, _) => PhaseStatus::NationalOnly,
        (.., false) => PhaseStatus::Uncertain,
        _ => PhaseStatus::Unserved,
    };
    PhaseService { phase: phase as ValueIndex, status, own, national, perhaps, handoff: None }
}

fn missing_link(phases: &[PhaseService]) -> Option<usize> {
    let served = |phase: &PhaseService| phase.status.is_served();
    let first = phases.iter().position(served)?;
    let last = phases.iter().rposition(served)?;
    (first..last).find(|&phase| phases[phase].status == PhaseStatus::Unserved)
}

fn handoff(ecosystem: &Ecosystem, earlier: &PhaseService, later: &PhaseService) -> Option<Handoff> {
    if !earlier.status.is_served() || !later.status.is_served() {
        return None;
    }
    let sure = |phase: &PhaseService| {
        let mut flags = vec![false; ecosystem.initiatives().len()];
        phase.own.iter().chain(&phase.national).for_each(|&initiative| flags[initiative] = true);
        flags
    };
    let (before, after) = (sure(earlier), sure(later));
    let initiatives = (0..before.len()).filter(|&initiative| before[initiative] && after[initiative]).collect();
    let mut referrals: Vec<(usize, usize)> = ecosystem
        .referrals()
        .iter()
        .map(|referral| (referral.from as usize, referral.to as usize, referral.count))
        .filter(|&(from, to, count)| count > 0 && from != to && before[from] && after[to])
        .map(|(from, to, _)| (from, to))
        .collect();
    referrals.sort_unstable();
    referrals.dedup();
    let actors = actors_across(ecosystem, &before, &after);
    Some(Handoff { initiatives, referrals, actors })
}

/// Actors at work in an initiative before and in another one after.
fn actors_across(ecosystem: &Ecosystem, before: &[bool], after: &[bool]) -> Vec<usize> {
    // Per actor the first initiative of each side, and whether there is a second one.
    let mut sides: Vec<[(Option<usize>, bool); 2]> = vec![[(None, false); 2]; ecosystem.actors().len()];
    for initiative in 0..before.len() {
        for link in working_links(ecosystem, initiative) {
            for (side, serves) in sides[link.actor as usize].iter_mut().zip([before[initiative], after[initiative]]) {
                if serves {
                    *side = (side.0.or(Some(initiative)), side.0.is_some());
                }
            }
        }
    }
    let crosses = |[(a, more_a), (b, more_b)]: &[(Option<usize>, bool); 2]| {
        a.is_some() && b.is_some() && (a != b || *more_a || *more_b)
    };
    (0..sides.len()).filter(|&actor| crosses(&sides[actor])).collect()
}
