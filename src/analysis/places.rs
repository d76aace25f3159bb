//! The places that an analysis by region lists, and whether anybody looked there.

use crate::ecosystem::{Area, Ecosystem, Place, RegionIndex};

/// Every region by code; only the whole country where nothing has an own area.
pub(crate) fn regions_or_country(ecosystem: &Ecosystem) -> Vec<Place> {
    if any_area(ecosystem, |area| !area.own_regions().is_empty()) {
        (0..ecosystem.regions().len()).map(|region| Place::Region(region as RegionIndex)).collect()
    } else {
        vec![Place::National]
    }
}

/// Whether a region has own supply in the data or is named as surveyed. A filter does not undo a survey: what counts is
/// all data. The whole country always counts as surveyed.
pub(crate) fn is_surveyed(ecosystem: &Ecosystem, place: Place) -> bool {
    let Place::Region(region) = place else { return true };
    ecosystem.about().surveyed_regions.contains(ecosystem.regions().code(region))
        || any_area(ecosystem, |area| area.own_regions().contains(&region))
}

fn any_area(ecosystem: &Ecosystem, holds: impl Fn(&Area) -> bool) -> bool {
    (0..ecosystem.initiatives().len()).any(|initiative| holds(ecosystem.initiative_area(initiative)))
        || (0..ecosystem.activities().len()).any(|activity| holds(ecosystem.activity_area(activity)))
}
