//! Doors: initiatives that are open to an enterprise in a region, in all and by what sort of enterprise it is.

use crate::analysis::selection::Selection;
use crate::ecosystem::{Area, Aspect, EVERY_VALUE, Ecosystem, Place, ValueIndex};

/// Doors for enterprises with one value of a target dimension (a sector, a size, …).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileDoors {
    pub dimension: usize,
    pub value: ValueIndex,
    /// Initiatives with an activity there that names the value, or is open to all (`alle`).
    pub open: usize,
    /// Initiatives of which no activity there says for which values it is: perhaps open, perhaps not.
    pub unstated: usize,
}

/// Whether an area serves a place: the country, the region itself, or one it lies in. An area that is not known serves
/// nobody for certain. The whole ([`Place::National`]) is served by any known area.
pub fn serves(ecosystem: &Ecosystem, area: &Area, place: Place) -> bool {
    match (area, place) {
        (Area::Unknown, _) => false,
        (Area::National, _) | (_, Place::National) => true,
        (Area::Regions(regions), Place::Region(region)) => {
            regions.iter().any(|&outer| ecosystem.regions().lies_in(region, outer))
        }
    }
}

/// Selected initiatives that serve a place, increasing.
pub fn doors(ecosystem: &Ecosystem, selection: &Selection, place: Place) -> impl Iterator<Item = usize> {
    (0..ecosystem.initiatives().len()).filter(move |&initiative| {
        selection.has_initiative(initiative) && serves(ecosystem, ecosystem.initiative_area(initiative), place)
    })
}

/// Doors per value of every target dimension that the data fill, in the order of the taxonomy.
pub fn profile_doors(ecosystem: &Ecosystem, selection: &Selection, place: Place) -> Vec<ProfileDoors> {
    let dimensions = ecosystem.taxonomy().dimensions().iter().enumerate();
    let targets = dimensions.filter(|(position, dimension)| {
        dimension.aspect == Some(Aspect::Target) && ecosystem.classification().column(*position).is_filled()
    });
    let open_doors: Vec<usize> = doors(ecosystem, selection, place).collect();
    let mut found = Vec::new();
    for (position, dimension) in targets {
        let column = ecosystem.classification().column(position);
        let mut open = vec![0_usize; dimension.values.len()];
        let mut unstated = 0;
        for &initiative in &open_doors {
            let mut named = vec![false; dimension.values.len()];
            let mut any = false;
            for activity in ecosystem.activities_of(initiative).iter().map(|&activity| activity as usize) {
                let here =
                    selection.has_activity(activity) && serves(ecosystem, ecosystem.activity_area(activity), place);
                let values = if here { column.of(activity) } else { &[] };
                any |= !values.is_empty();
                match values {
                    [EVERY_VALUE] => named.fill(true),
                    values => values.iter().for_each(|&value| named[usize::from(value)] = true),
                }
            }
            unstated += usize::from(!any);
            open.iter_mut().zip(named).for_each(|(count, named)| *count += usize::from(named));
        }
        found.extend(open.into_iter().enumerate().map(|(value, open)| ProfileDoors {
            dimension: position,
            value: value as ValueIndex,
            open,
            unstated,
        }));
    }
    found
}
