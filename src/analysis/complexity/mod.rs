//! How complex an ecosystem is, and how much of it is covered: key numbers of the whole and of every region.
//!
//! The numbers are a coordinate system, not a verdict: redundancy can be waste or resilience, and more doors can help or
//! confuse. [`complexity`] gives them all; the parts stand in files of their own: doors ([`doors`]), variety
//! ([`diversity`]), what ends ([`mod@ending`]), the shape of the network ([`mod@structure`]) how sure the ranks of actors are
//! when initiatives were missed ([`ranks`]), and what differs between two ecosystems ([`change`]).
//!
//! # How to read it
//!
//! Compare a region with itself a year before, hardly ever with another. In `voorbeeld` (*fictional*) an entrepreneur finds
//! 218 open doors among 220 initiatives; one activity in seven (14 %) has a twin; of what overlaps 73 % does not work
//! together; 80 % of the cells is covered; 24 initiatives end within the year and five cells then fall empty. In
//! `dienstverlening-2021` three quarters of the activities have a twin, because they are described by two dimensions only.
//!
//! Do not trust growth where more was surveyed: `regioscan-2023` coded 220 of about 400 initiatives (0.55), so a rescan of
//! 300 would count more doors in the same system. The effective number of types is therefore drawn to a common number of
//! activities, and ranks of actors come with the range they take when as many initiatives are missed again: Rabobank stays
//! first in all 200 draws, the tenth actor wanders between 4 and 70.

pub mod change;
pub mod diversity;
pub mod doors;
pub mod ending;
pub mod ranks;
mod redundancy;
pub mod structure;

use time::Date;

use self::diversity::{effective_types, rarefied_types};
use self::doors::{ProfileDoors, profile_doors};
use self::ending::{Ending, ending};
use self::ranks::{RankRanges, RemovalConfig, rank_ranges};
use self::redundancy::Redundancy;
use self::structure::{Structure, StructureConfig, structure};
use super::numbers::ratio;
use super::overlap::{DEFAULT_MINIMUM, Overlap};
use super::places::{is_surveyed, regions_or_country};
use super::selection::Selection;
use super::white_spots::{CellStatus, WhiteSpots, WhiteSpotsError, white_spots};
use crate::ecosystem::{Area, EVERY_VALUE, Ecosystem, Funding, Participation, Place};
use crate::network::{ProjectionTooLarge, TwoModeNetwork};

/// Likeness of offers from which an activity is the twin of another.
pub const DEFAULT_TWIN: f64 = 0.6;
/// Fewest counted values with which a region takes part in setting the common sample size.
pub const DEFAULT_LEAST_SAMPLE: u64 = 10;

/// Settings of [`complexity`].
#[derive(Debug, Clone, PartialEq)]
pub struct ComplexityConfig {
    /// Likeness of offers from which an activity is a twin, 0 to 1.
    pub twin: f64,
    /// Offer overlap from which a pair of initiatives counts as overlapping, 0 to 1.
    pub minimum: f64,
    /// The day from which "within twelve months" runs; `None`: the date of the dataset, if it has one.
    pub as_of: Option<Date>,
    /// Sample size to which variety is rarefied; `None`: the smallest among regions with `least_sample` or more.
    pub rarefy_to: Option<u64>,
    pub least_sample: u64,
    pub structure: StructureConfig,
    /// `runs: 0` leaves rank ranges out.
    pub removal: RemovalConfig,
}

impl Default for ComplexityConfig {
    fn default() -> Self {
        Self {
            twin: DEFAULT_TWIN,
            minimum: DEFAULT_MINIMUM,
            as_of: None,
            rarefy_to: None,
            least_sample: DEFAULT_LEAST_SAMPLE,
            structure: StructureConfig::default(),
            removal: RemovalConfig::default(),
        }
    }
}

/// A share with its counts; the share is `None` where there is nothing to count.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Share {
    pub count: usize,
    pub of: usize,
    pub share: Option<f64>,
}

impl Share {
    pub(crate) fn new(count: usize, of: usize) -> Self {
        Self { count, of, share: ratio(count as f64, of as f64) }
    }
}

/// Key numbers of the whole (first in the list) or of one region.
///
/// What counts for a region: initiatives and activities with the region in their own working area, and the actors of
/// those initiatives. For the whole: everything selected, isolated actors and what is national or not known included.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaComplexity {
    /// [`Place::National`]: the whole.
    pub place: Place,
    /// False where nobody looked: no own supply in the data and not named as surveyed. Counts of 0 then say nothing.
    pub surveyed: bool,
    pub initiatives: usize,
    pub actors: usize,
    pub activities: usize,
    /// Initiatives open to an enterprise in the region: their area has the region, one it lies in, or the whole country.
    /// For the whole: initiatives of which the area is known.
    pub doors: usize,
    /// Doors per value of the dimensions that say for whom an activity is.
    pub doors_by_profile: Vec<ProfileDoors>,
    /// Described activities of which an activity of another initiative, with a meeting area that serves the region too,
    /// has a like offer (s ≥ `twin`, with s of [`super::offer`]).
    pub redundancy: Share,
    /// Overlapping pairs that meet in the region, and how many of them do not collaborate.
    pub overlap_without_collaboration: Share,
    /// Values of the lead dimension that occur.
    pub types: usize,
    /// Counted values of the lead dimension: an activity counts once in each of its values.
    pub type_sample: u64,
    /// exp(H) with H the Shannon entropy over the lead dimension, as counted; `None` without values.
    pub effective_types_observed: Option<f64>,
    /// The same at the common sample size; `None` where fewer values were counted.
    pub effective_types: Option<f64>,
    /// Surveyed cells region × lead value that are covered or dense.
    pub covered_cells: Share,
    /// Initiatives with temporary funding among those of which the funding is known.
    pub temporary: Share,
    /// `None` where the day is not known, or no initiative here says when it ends.
    pub ending: Option<Ending>,
    pub structure: Structure,
}

/// The result of [`complexity`].
#[derive(Debug, Clone, PartialEq)]
pub struct Complexity {
    /// The day from which "within twelve months" runs, and the last day of it.
    pub as_of: Option<Date>,
    pub until: Option<Date>,
    /// The common sample size; `None` where no region has enough.
    pub rarefied_to: Option<u64>,
    /// The whole, then the regions by code; only the whole where nothing has an own area.
    pub areas: Vec<AreaComplexity>,
    /// Initiatives in the data / initiatives thought to exist; `None` where that is not known.
    pub survey_coverage: Option<f64>,
    /// `None` where the data hold all initiatives that are thought to exist, or nobody knows how many.
    pub rank_ranges: Option<RankRanges>,
}

/// The numbers cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComplexityError {
    #[error(transparent)]
    Projection(#[from] ProjectionTooLarge),
    #[error(transparent)]
    WhiteSpots(#[from] WhiteSpotsError),
}

/// Key numbers of the whole and of every region.
///
/// `overlap` is the result for the same selection, from a minimum not above `config.minimum`. Activities are compared where
/// they may be alike enough, O(activities²) at worst, and each region's network is projected: O(regions · (n·m)) for n
/// actors and m linked pairs of a region.
///
/// # Errors
/// [`ComplexityError`] where a projection or the cells would not fit.
pub fn complexity(
    ecosystem: &Ecosystem,
    selection: &Selection,
    overlap: &Overlap,
    config: &ComplexityConfig,
) -> Result<Complexity, ComplexityError> {
    let cells = white_spots(ecosystem, selection, &[ecosystem.taxonomy().lead()])?;
    let as_of = config.as_of.or_else(|| ending::dataset_date(ecosystem));
    let horizon = as_of.map(|day| (day, ending::a_year_after(day)));
    let ends = match horizon {
        Some((day, until)) => Some(ending(ecosystem, selection, day, until)?),
        None => None,
    };
    let redundancy = Redundancy::new(ecosystem, selection, config.twin);
    let places = places(ecosystem);
    let samples: Vec<Vec<u64>> = places.iter().map(|&place| type_counts(ecosystem, selection, place)).collect();
    let rarefied_to = config.rarefy_to.or_else(|| {
        let sizes = samples.iter().map(|sample| sample.iter().sum::<u64>());
        sizes.filter(|&size| size >= config.least_sample.max(1)).min()
    });
    let mut areas = Vec::with_capacity(places.len());
    for (&place, sample) in places.iter().zip(&samples) {
        let part = Part { ecosystem, selection, place };
        let network = part.network();
        let initiatives: Vec<usize> = part.initiatives().collect();
        let size: u64 = sample.iter().sum();
        areas.push(AreaComplexity {
            place,
            surveyed: is_surveyed(ecosystem, place),
            actors: network.actor_count(),
            activities: part.activities().count(),
            doors: doors::doors(ecosystem, selection, place).count(),
            doors_by_profile: profile_doors(ecosystem, selection, place),
            redundancy: redundancy.of(place),
            overlap_without_collaboration: without_collaboration(ecosystem, overlap, place, config.minimum),
            types: sample.iter().filter(|&&count| count > 0).count(),
            type_sample: size,
            effective_types_observed: effective_types(sample),
            effective_types: rarefied_to.and_then(|to| rarefied_types(sample, to)),
            covered_cells: covered_cells(&cells, place),
            temporary: temporary(ecosystem, &initiatives),
            ending: ends.as_ref().and_then(|ends| ends.of(ecosystem, place, &initiatives)),
            structure: structure(&network, &config.structure)?,
            initiatives: initiatives.len(),
        });
    }
    let known = ecosystem.about().known_population.filter(|&known| known > 0);
    Ok(Complexity {
        as_of,
        until: horizon.map(|(_, until)| until),
        rarefied_to,
        areas,
        survey_coverage: known.and_then(|known| ratio(ecosystem.initiatives().len() as f64, known as f64)),
        rank_ranges: known.and_then(|known| rank_ranges(ecosystem, selection, known, &config.removal)),
    })
}

/// The whole, then every region if anything has an own area.
fn places(ecosystem: &Ecosystem) -> Vec<Place> {
    let regions = regions_or_country(ecosystem).into_iter().filter(|&place| place != Place::National);
    std::iter::once(Place::National).chain(regions).collect()
}

/// What belongs to the whole or to a region.
struct Part<'a> {
    ecosystem: &'a Ecosystem,
    selection: &'a Selection,
    place: Place,
}

impl Part<'_> {
    fn owns(&self, area: &Area) -> bool {
        match self.place {
            Place::National => true,
            Place::Region(region) => area.own_regions().contains(&region),
        }
    }

    fn has_initiative(&self, initiative: usize) -> bool {
        self.selection.has_initiative(initiative) && self.owns(self.ecosystem.initiative_area(initiative))
    }

    fn initiatives(&self) -> impl Iterator<Item = usize> {
        (0..self.ecosystem.initiatives().len()).filter(|&initiative| self.has_initiative(initiative))
    }

    fn activities(&self) -> impl Iterator<Item = usize> {
        let kept = |&activity: &usize| self.selection.has_activity(activity);
        let activities = (0..self.ecosystem.activities().len()).filter(kept);
        activities.filter(|&activity| self.owns(self.ecosystem.activity_area(activity)))
    }

    /// The initiatives of this part with their actors; for the whole the isolated actors as well.
    fn network(&self) -> TwoModeNetwork {
        let mut takes_part = vec![self.place == Place::National; self.ecosystem.actors().len()];
        for link in self.ecosystem.participations() {
            takes_part[link.actor as usize] |= self.has_link(link);
        }
        let actor = |actor: usize| takes_part[actor] && self.selection.has_actor(actor);
        TwoModeNetwork::filtered(self.ecosystem, actor, |link| self.has_link(link))
    }

    fn has_link(&self, link: &Participation) -> bool {
        self.selection.has_link(link) && self.has_initiative(link.initiative as usize)
    }
}

/// How often each value of the lead dimension is offered by the activities of a place; `alle` is every value.
fn type_counts(ecosystem: &Ecosystem, selection: &Selection, place: Place) -> Vec<u64> {
    let lead = ecosystem.taxonomy().lead();
    let mut counts = vec![0_u64; ecosystem.taxonomy().dimensions()[lead].values.len()];
    for activity in (Part { ecosystem, selection, place }).activities() {
        match ecosystem.classification().column(lead).of(activity) {
            [EVERY_VALUE] => counts.iter_mut().for_each(|count| *count += 1),
            values => values.iter().for_each(|&value| counts[usize::from(value)] += 1),
        }
    }
    counts
}

/// Pairs with offer overlap that meet in a place, and those of them that do not collaborate.
fn without_collaboration(ecosystem: &Ecosystem, overlap: &Overlap, place: Place, minimum: f64) -> Share {
    let here = |area: &Area| match place {
        Place::National => true,
        Place::Region(region) => area.is_known() && ecosystem.regions().meet(area, &Area::Regions([region].into())),
    };
    let overlapping = overlap.pairs.iter().filter(|pair| pair.overlap.is_some_and(|overlap| overlap >= minimum));
    let (mut apart, mut all) = (0, 0);
    for pair in overlapping.filter(|pair| here(&pair.area)) {
        all += 1;
        apart += usize::from(!pair.collaborates);
    }
    Share::new(apart, all)
}

/// Surveyed cells that are covered or dense. Without own areas there is nothing to cover.
fn covered_cells(cells: &WhiteSpots, place: Place) -> Share {
    let here = cells.cells.iter().filter(|cell| place == Place::National || cell.place == place);
    let surveyed = here.filter(|cell| cell.status != CellStatus::NotSurveyed && cell.place != Place::National);
    let (mut covered, mut all) = (0, 0);
    for cell in surveyed {
        all += 1;
        covered += usize::from(matches!(cell.status, CellStatus::Covered | CellStatus::Dense));
    }
    Share::new(covered, all)
}

fn temporary(ecosystem: &Ecosystem, initiatives: &[usize]) -> Share {
    let funding = |&initiative: &usize| ecosystem.initiatives()[initiative].funding;
    let known: Vec<Funding> = initiatives.iter().filter_map(funding).collect();
    Share::new(known.iter().filter(|&&funding| funding == Funding::Temporary).count(), known.len())
}
