//! Which doors for whom: per region and value of one dimension, what fits, and the best doors.

use rayon::prelude::*;

use super::fit::{Fit, Nearness};
use super::{Matches, MatchesConfig, Profile, matches};
use crate::analysis::places::{is_surveyed, regions_or_country};
use crate::analysis::selection::Selection;
use crate::ecosystem::{Aspect, Ecosystem, Place, ValueIndex};

/// Most cells that are listed.
pub const MAX_CELLS: usize = 100_000;

/// How many answer in which way, in the order of [`Fit::ALL`].
pub type FitCounts = [usize; 4];

/// One region and one value. The country as a whole ([`Place::National`]) only where nothing has an own area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorsCell {
    pub place: Place,
    pub value: ValueIndex,
    /// False where nobody looked: then only national supply is known.
    pub surveyed: bool,
    /// Activities whose area meets the region, or is not known.
    pub activities: FitCounts,
    /// Their initiatives, each by its best activity.
    pub initiatives: FitCounts,
    /// The best doors, with how and from how near they fit (`None` for the whole country).
    pub doors: Vec<(usize, Fit, Option<Nearness>)>,
    /// Doors beyond these that stand as high as the last.
    pub tied: usize,
}

/// The table; `None` where there would be more than [`MAX_CELLS`] cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorsTable {
    pub dimension: usize,
    pub cells: Option<Vec<DoorsCell>>,
}

/// The dimension of need that is filled, else the lead dimension.
pub fn question(ecosystem: &Ecosystem) -> usize {
    let dimensions = ecosystem.taxonomy().dimensions().iter().enumerate();
    let mut needs = dimensions.filter(|(position, dimension)| {
        dimension.aspect == Some(Aspect::Need) && ecosystem.classification().column(*position).is_filled()
    });
    needs.next().map_or(ecosystem.taxonomy().lead(), |(position, _)| position)
}

/// The table over the regions by code, then the values in the order of the taxonomy.
///
/// Each cell is a question of its own to [`matches()`]: O(cells · a log a) for a activities, in parallel over cells.
pub fn doors_table(ecosystem: &Ecosystem, selection: &Selection, config: &MatchesConfig) -> DoorsTable {
    let dimension = question(ecosystem);
    let values = ecosystem.taxonomy().dimensions()[dimension].values.len();
    let places = regions_or_country(ecosystem);
    let surveyed: Vec<bool> = places.iter().map(|&place| is_surveyed(ecosystem, place)).collect();
    if places.len().saturating_mul(values) > MAX_CELLS {
        return DoorsTable { dimension, cells: None };
    }
    let cells = (0..places.len() * values).into_par_iter().map(|cell| {
        let (place, value) = (places[cell / values], (cell % values) as ValueIndex);
        let region = if let Place::Region(region) = place { Some(region) } else { None };
        let profile = Profile { region, wanted: vec![(dimension, vec![value])] };
        let found = matches(ecosystem, selection, &profile, config);
        cell_of(ecosystem, &found, place, value, surveyed[cell / values])
    });
    DoorsTable { dimension, cells: Some(cells.collect()) }
}

fn cell_of(ecosystem: &Ecosystem, found: &Matches, place: Place, value: ValueIndex, surveyed: bool) -> DoorsCell {
    let (mut activities, mut initiatives) = (FitCounts::default(), FitCounts::default());
    let mut best: Vec<Option<Fit>> = vec![None; ecosystem.initiatives().len()];
    for (one, fit) in found.matches.iter().filter_map(|one| Some((one, *one.fits.first()?))) {
        activities[fit as usize] += 1;
        let sofar = &mut best[one.initiative];
        *sofar = Some(sofar.map_or(fit, |better| better.min(fit)));
    }
    best.into_iter().flatten().for_each(|fit| initiatives[fit as usize] += 1);
    let door = |&position: &usize| {
        let one = &found.matches[position];
        Some((one.initiative, *one.fits.first()?, one.nearness))
    };
    let doors = found.doors.iter().filter_map(door).collect();
    DoorsCell { place, value, surveyed, activities, initiatives, doors, tied: found.tied }
}
