//! Whether a fitting door can be reached from any door, per region and profile.

use rayon::prelude::*;

use super::{ReferralLink, lines};
use crate::analysis::complexity::Share;
use crate::analysis::complexity::doors::{doors, serves};
use crate::analysis::selection::Selection;
use crate::ecosystem::{Aspect, EVERY_VALUE, Ecosystem, Place, RegionIndex, ValueIndex};

/// One region and one value of the profile.
#[derive(Debug, Clone, PartialEq)]
pub struct ReachCell {
    pub region: RegionIndex,
    pub value: ValueIndex,
    /// The doors are those of the first line; false: no door here is known to be first line, and all are taken.
    pub first_line: bool,
    /// Initiatives that fit: with an activity for the value that serves the region.
    pub fitting: usize,
    /// Doors from which a fitting initiative is found within 0, 1, … steps, of all doors; `None` shares without doors.
    pub within: Vec<Share>,
    /// Doors from which none is found in time, increasing.
    pub stuck: Vec<usize>,
}

/// The first dimension of needs that the data fill, else the lead dimension.
pub fn default_dimension(ecosystem: &Ecosystem) -> usize {
    let taxonomy = ecosystem.taxonomy();
    let needs =
        taxonomy.dimensions().iter().enumerate().filter(|(_, dimension)| dimension.aspect == Some(Aspect::Need));
    let mut filled =
        needs.map(|(position, _)| position).filter(|&position| ecosystem.classification().column(position).is_filled());
    filled.next().unwrap_or(taxonomy.lead())
}

/// Per region r and value v: from which doors a fitting initiative is found within `steps` referrals.
///
/// Doors of r: initiatives open to an enterprise there ([`doors`]) with a first-line activity that serves r; where there is
/// none, all that are open. Fitting: initiatives with an activity that has v (or `alle`) and serves r. Distance 0: the door
/// itself fits. From a door d the initiatives at distance s are those to which someone at distance s − 1 refers, wherever
/// they are. A referral is taken to be given whenever it would help: this is the best that the links allow, not what happens.
///
/// Searched backwards from the fitting initiatives, breadth first; O(regions × values × (n + m)), parallel over regions.
pub fn reach(
    ecosystem: &Ecosystem,
    selection: &Selection,
    links: &[ReferralLink],
    dimension: usize,
    steps: usize,
) -> Vec<ReachCell> {
    let mut referrers: Vec<Vec<usize>> = vec![Vec::new(); ecosystem.initiatives().len()];
    for link in links {
        referrers[link.to].push(link.from);
    }
    let values = ecosystem.taxonomy().dimensions()[dimension].values.len() as ValueIndex;
    let regions: Vec<RegionIndex> = (0..ecosystem.regions().len()).map(|region| region as RegionIndex).collect();
    let of_region = |&region: &RegionIndex| -> Vec<ReachCell> {
        let part = Part { ecosystem, selection, place: Place::Region(region) };
        let (doors, first_line) = part.doors();
        (0..values)
            .map(|value| {
                let fitting = part.fitting(dimension, value);
                let distance = distances(&fitting, &referrers, steps);
                let within = |step: usize| {
                    let found = doors.iter().filter(|&&door| distance[door].is_some_and(|distance| distance <= step));
                    Share::new(found.count(), doors.len())
                };
                ReachCell {
                    region,
                    value,
                    first_line,
                    fitting: fitting.len(),
                    within: (0..=steps).map(within).collect(),
                    stuck: doors.iter().copied().filter(|&door| distance[door].is_none()).collect(),
                }
            })
            .collect()
    };
    regions.par_iter().flat_map_iter(of_region).collect()
}

struct Part<'a> {
    ecosystem: &'a Ecosystem,
    selection: &'a Selection,
    place: Place,
}

impl Part<'_> {
    /// The doors, and whether they are first line.
    fn doors(&self) -> (Vec<usize>, bool) {
        let open: Vec<usize> = doors(self.ecosystem, self.selection, self.place).collect();
        let first = |&&door: &&usize| self.activities(door).any(|activity| lines(self.ecosystem, activity).0);
        let first: Vec<usize> = open.iter().filter(first).copied().collect();
        if first.is_empty() { (open, false) } else { (first, true) }
    }

    fn fitting(&self, dimension: usize, value: ValueIndex) -> Vec<usize> {
        let column = self.ecosystem.classification().column(dimension);
        let fits = |activity: usize| {
            let values = column.of(activity);
            values.contains(&value) || values == [EVERY_VALUE]
        };
        let initiatives = 0..self.ecosystem.initiatives().len();
        initiatives.filter(|&initiative| self.activities(initiative).any(fits)).collect()
    }

    /// Activities of an initiative that serve the place.
    fn activities(&self, initiative: usize) -> impl Iterator<Item = usize> {
        let activities = self.ecosystem.activities_of(initiative).iter().map(|&activity| activity as usize);
        activities.filter(|&activity| {
            self.selection.has_activity(activity)
                && serves(self.ecosystem, self.ecosystem.activity_area(activity), self.place)
        })
    }
}

/// Steps from every initiative to the nearest fitting one; `None` beyond `steps`.
fn distances(fitting: &[usize], referrers: &[Vec<usize>], steps: usize) -> Vec<Option<usize>> {
    let mut distance = vec![None; referrers.len()];
    fitting.iter().for_each(|&initiative| distance[initiative] = Some(0));
    let mut front = fitting.to_vec();
    for step in 1..=steps {
        let mut next = Vec::new();
        for &from in front.iter().flat_map(|&initiative| &referrers[initiative]) {
            if distance[from].is_none() {
                distance[from] = Some(step);
                next.push(from);
            }
        }
        front = next;
    }
    distance
}
