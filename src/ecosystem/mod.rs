//! The typed model: everything one dataset version holds. Valid once built. No I/O, no analysis.
//!
//! Lists are sorted by the bytes of their ids and refer to each other by position (`u32`), so that position order is id
//! order everywhere and row order of the files cannot matter.

mod actor;
mod basis;
mod checks;
mod classification;
mod coded;
mod decisions;
pub mod edit;
mod establishments;
mod evidence;
mod initiative;
mod proposal;
mod region;
mod responses;
mod signal;
mod survey;
mod taxonomy;

pub use actor::{Actor, ActorKind, Level, Publicness, StatedKind};
pub use basis::{About, Basis, TableBasis};
pub(crate) use checks::first_out_of_place;
pub use classification::{Classification, Column};
pub use coded::fold;
pub use decisions::{Decided, NoEffect, Outcome, Ruling, decide};
pub use establishments::Establishments;
pub use evidence::{Cell, Demand, Indicator, NameDecision, Referral, Scope};
pub use initiative::{Activity, Class, Funding, Initiative, Participation, Particulars, Role, Roles};
pub use proposal::{CannotAdd, Participant, Proposal, ProposedActivity};
pub use region::{Area, NATIONAL, Place, Region, RegionIndex, Regions};
pub use responses::{Response, Responses};
pub use signal::{SignalKind, SignalStatus};
pub use survey::{Answer, Question, QuestionCategory};
pub use taxonomy::{Aspect, Dimension, EVERY_VALUE, EVERY_VALUE_CODE, Taxonomy, Value, ValueIndex};

use rayon::prelude::*;

use crate::language::Text;

/// Rows that are worth a task of their own.
const ROWS_PER_TASK: usize = 10_000;

/// The contents of an ecosystem before they are checked.
#[derive(Debug, Clone)]
pub struct Contents {
    pub about: About,
    pub taxonomy: Taxonomy,
    pub regions: Regions,
    /// Sorted by id.
    pub actors: Vec<Actor>,
    /// Sorted by id.
    pub initiatives: Vec<Initiative>,
    /// One per (initiative, actor), sorted by it.
    pub participations: Vec<Participation>,
    /// Roles that are not in the list, kept as written: (position in participations, words).
    pub other_roles: Vec<(u32, Box<str>)>,
    /// Sorted by id.
    pub activities: Vec<Activity>,
    /// A column per dimension with a row per activity.
    pub classification: Classification,
    pub demand: Vec<Demand>,
    pub indicators: Vec<Indicator>,
    pub responses: Responses,
    pub referrals: Vec<Referral>,
    pub name_decisions: Vec<NameDecision>,
    /// What became of the decisions on names; empty until [`decide`] carries them out.
    pub decided: Vec<Decided>,
}

impl Contents {
    /// No actor, no initiative: a start for tests and imports.
    pub fn empty(about: About, taxonomy: Taxonomy, regions: Regions) -> Self {
        let columns = taxonomy.dimensions().iter().map(|_| Column::default()).collect();
        Self {
            about,
            taxonomy,
            regions,
            actors: Vec::new(),
            initiatives: Vec::new(),
            participations: Vec::new(),
            other_roles: Vec::new(),
            activities: Vec::new(),
            classification: Classification { columns },
            demand: Vec::new(),
            indicators: Vec::new(),
            responses: Responses::default(),
            referrals: Vec::new(),
            name_decisions: Vec::new(),
            decided: Vec::new(),
        }
    }
}

/// Everything one dataset version holds. Built by [`Ecosystem::new`] and never changed.
#[derive(Debug, Clone)]
pub struct Ecosystem {
    contents: Contents,
    /// Per initiative that states no working area, the union of those that its activities state.
    derived_areas: Vec<Area>,
    /// Place per actor: as stated, else the region that most of its initiatives serve.
    actor_places: Vec<Option<Place>>,
    /// Activities of initiative `i`: `activity_order[activity_offsets[i]..activity_offsets[i + 1]]`, increasing.
    activity_offsets: Vec<u32>,
    activity_order: Vec<u32>,
}

/// What makes contents unfit to be an ecosystem. A reader reports these in its own words before it comes to this.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum InvalidContents {
    #[error("{table} must be sorted by id without repeats, found {id:?} out of place")]
    Order { table: &'static str, id: String },
    #[error("{table} refers to {what} {position}, but there are only {count}")]
    Reference { table: &'static str, what: &'static str, position: usize, count: usize },
    #[error("the classification has {found} {what}, expected {expected}")]
    Shape { what: &'static str, found: usize, expected: usize },
}

impl Ecosystem {
    /// Checks contents and derives working areas and places.
    ///
    /// # Errors
    /// [`InvalidContents`] where a list is not sorted, a position is out of range or columns have the wrong length.
    pub fn new(contents: Contents) -> Result<Self, InvalidContents> {
        checks::check(&contents)?;
        let (activity_offsets, activity_order) = group_activities(&contents);
        let derived_areas = derived_areas(&contents, &activity_offsets, &activity_order);
        let actor_places = actor_places(&contents, &derived_areas);
        Ok(Self { contents, derived_areas, actor_places, activity_offsets, activity_order })
    }

    /// What it was built from: a start for another ecosystem that differs from this one.
    pub fn contents(&self) -> &Contents {
        &self.contents
    }

    pub fn about(&self) -> &About {
        &self.contents.about
    }

    /// Names clusters that the dataset itself does not name.
    pub fn name_clusters(&mut self, names: impl IntoIterator<Item = (String, Text)>) {
        for (id, name) in names {
            self.contents.about.cluster_names.entry(id).or_insert(name);
        }
    }

    pub fn taxonomy(&self) -> &Taxonomy {
        &self.contents.taxonomy
    }

    pub fn regions(&self) -> &Regions {
        &self.contents.regions
    }

    pub fn actors(&self) -> &[Actor] {
        &self.contents.actors
    }

    pub fn initiatives(&self) -> &[Initiative] {
        &self.contents.initiatives
    }

    /// One per (initiative, actor), sorted by it.
    pub fn participations(&self) -> &[Participation] {
        &self.contents.participations
    }

    /// Roles that are not in the list, kept as written: (position in participations, words).
    pub fn other_roles(&self) -> &[(u32, Box<str>)] {
        &self.contents.other_roles
    }

    pub fn activities(&self) -> &[Activity] {
        &self.contents.activities
    }

    pub fn classification(&self) -> &Classification {
        &self.contents.classification
    }

    pub fn demand(&self) -> &[Demand] {
        &self.contents.demand
    }

    pub fn indicators(&self) -> &[Indicator] {
        &self.contents.indicators
    }

    pub fn responses(&self) -> &Responses {
        &self.contents.responses
    }

    pub fn referrals(&self) -> &[Referral] {
        &self.contents.referrals
    }

    pub fn name_decisions(&self) -> &[NameDecision] {
        &self.contents.name_decisions
    }

    /// What became of each of [`Ecosystem::name_decisions`], in that order.
    pub fn decided(&self) -> &[Decided] {
        &self.contents.decided
    }

    /// Position of an actor's id.
    pub fn actor_position(&self, id: &str) -> Option<usize> {
        self.actors().binary_search_by(|actor| (*actor.id).cmp(id)).ok()
    }

    /// Position of an initiative's id.
    pub fn initiative_position(&self, id: &str) -> Option<usize> {
        self.initiatives().binary_search_by(|initiative| (*initiative.id).cmp(id)).ok()
    }

    /// Working area of an initiative: its regions, else the union of its activities', else not known.
    pub fn initiative_area(&self, initiative: usize) -> &Area {
        area_of(&self.contents, &self.derived_areas, initiative)
    }

    /// Working area of an activity: its regions, else its initiative's.
    pub fn activity_area(&self, activity: usize) -> &Area {
        let activity = &self.activities()[activity];
        if activity.stated_area.is_known() {
            &activity.stated_area
        } else {
            self.initiative_area(activity.initiative as usize)
        }
    }

    /// Place of an actor: as stated, else the region that most of its initiatives serve (ties: lowest code).
    pub fn actor_place(&self, actor: usize) -> Option<Place> {
        self.actor_places[actor]
    }

    /// Positions of the activities of an initiative, increasing.
    pub fn activities_of(&self, initiative: usize) -> &[u32] {
        &self.activity_order[self.activity_offsets[initiative] as usize..self.activity_offsets[initiative + 1] as usize]
    }
}

/// Counting sort of activities by initiative; id order is kept within each.
fn group_activities(contents: &Contents) -> (Vec<u32>, Vec<u32>) {
    let mut offsets = vec![0_u32; contents.initiatives.len() + 1];
    for activity in &contents.activities {
        offsets[activity.initiative as usize + 1] += 1;
    }
    for index in 1..offsets.len() {
        offsets[index] += offsets[index - 1];
    }
    let mut next = offsets.clone();
    let mut order = vec![0_u32; contents.activities.len()];
    for (position, activity) in contents.activities.iter().enumerate() {
        let slot = &mut next[activity.initiative as usize];
        order[*slot as usize] = position as u32;
        *slot += 1;
    }
    (offsets, order)
}

fn area_of<'a>(contents: &'a Contents, derived: &'a [Area], initiative: usize) -> &'a Area {
    let stated = &contents.initiatives[initiative].stated_area;
    if stated.is_known() { stated } else { &derived[initiative] }
}

fn derived_areas(contents: &Contents, offsets: &[u32], order: &[u32]) -> Vec<Area> {
    let union = |initiative: usize| {
        let mine = &order[offsets[initiative] as usize..offsets[initiative + 1] as usize];
        let areas = mine.iter().map(|&activity| &contents.activities[activity as usize].stated_area);
        let national = areas.clone().any(|area| *area == Area::National);
        Area::from_parts(national, areas.flat_map(|area| area.own_regions().iter().copied()).collect())
    };
    let initiatives = contents.initiatives.par_iter().with_min_len(ROWS_PER_TASK).enumerate();
    let area = |(position, initiative): (usize, &Initiative)| match &initiative.stated_area {
        area if area.is_known() => Area::Unknown,
        _ => union(position),
    };
    initiatives.map(area).collect()
}

fn actor_places(contents: &Contents, derived: &[Area]) -> Vec<Option<Place>> {
    let mut places: Vec<Option<Place>> = contents.actors.iter().map(|actor| actor.place).collect();
    // Of actors without a place, the regions that their initiatives serve.
    let mut served: Vec<(u32, RegionIndex)> = Vec::new();
    for participation in contents.participations.iter().filter(|one| places[one.actor as usize].is_none()) {
        let regions = area_of(contents, derived, participation.initiative as usize).own_regions();
        served.extend(regions.iter().map(|&region| (participation.actor, region)));
    }
    served.par_sort_unstable();
    for mine in served.chunk_by(|a, b| a.0 == b.0) {
        let mut most = 0;
        for run in mine.chunk_by(|a, b| a == b) {
            if let (true, Some(&(actor, region))) = (run.len() > most, run.first()) {
                most = run.len();
                places[actor as usize] = Some(Place::Region(region));
            }
        }
    }
    places
}
