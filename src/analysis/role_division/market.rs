//! Markttoets: which natures of suppliers serve a region for a value, from public to private.
//!
//! Suppliers of a cell are the actors that do more than fund in an initiative with an activity of the value that serves
//! the place: own or national supply for a region, whatever the area for the country as a whole. `private-only`,
//! `public-only` (public and semi-public) and `mixed` go by the suppliers of which it is known whether they are public;
//! `certain` is false where something that is not known could change that: the nature of a supplier, the area of another
//! actor, who is behind an initiative, or a region that nobody surveyed. Only `mixed` is always certain.

use std::collections::BTreeMap;

use crate::analysis::complexity::doors::serves;
use crate::analysis::matches::doors::working_links;
use crate::analysis::matches::table::MAX_CELLS;
use crate::analysis::places::{is_surveyed, regions_or_country};
use crate::analysis::selection::Selection;
use crate::ecosystem::{Area, EVERY_VALUE, Ecosystem, Place, Publicness, RegionIndex, ValueIndex};

/// Which natures supply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarketStatus {
    PrivateOnly,
    PublicOnly,
    Mixed,
    /// There are suppliers, but of none is it known whether it is public.
    NotKnown,
    /// No supplier is known.
    NoSupplier,
}

impl MarketStatus {
    pub const ALL: &'static [Self] =
        &[Self::PrivateOnly, Self::PublicOnly, Self::Mixed, Self::NotKnown, Self::NoSupplier];

    pub fn code(self) -> &'static str {
        match self {
            Self::PrivateOnly => "private-only",
            Self::PublicOnly => "public-only",
            Self::Mixed => "mixed",
            Self::NotKnown => "not-known",
            Self::NoSupplier => "no-supplier",
        }
    }
}

/// One place × value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarketCell {
    /// [`Place::National`]: the whole, whatever the area.
    pub place: Place,
    pub surveyed: bool,
    pub value: ValueIndex,
    pub initiatives: usize,
    pub public: usize,
    pub semi_public: usize,
    pub private: usize,
    /// Suppliers of which it is not known.
    pub unknown: usize,
    /// Actors, not among the suppliers, that supply the value in an area that is not known, and the private ones of them.
    pub area_unknown: usize,
    pub private_area_unknown: usize,
    /// Initiatives here of which no supplier is named.
    pub unnamed: usize,
    pub status: MarketStatus,
    /// Whether nothing that is not known could change the status.
    pub certain: bool,
}

/// The whole first, then the regions by code; only the region where one is given, and only the whole where there would be
/// more than [`MAX_CELLS`] cells.
pub(super) fn market(
    ecosystem: &Ecosystem,
    selection: &Selection,
    by: usize,
    region: Option<RegionIndex>,
) -> Vec<MarketCell> {
    let places = match region {
        Some(region) => vec![Place::Region(region)],
        None => {
            let values = ecosystem.taxonomy().dimensions()[by].values.len();
            let regions = regions_or_country(ecosystem).into_iter().filter(|&place| place != Place::National);
            let places: Vec<Place> = std::iter::once(Place::National).chain(regions).collect();
            if places.len().saturating_mul(values) > MAX_CELLS { vec![Place::National] } else { places }
        }
    };
    places.into_iter().flat_map(|place| at(ecosystem, selection, by, place)).collect()
}

/// Suppliers of one value in one place.
#[derive(Default)]
struct Suppliers {
    initiatives: usize,
    unnamed: usize,
    /// Per actor whether it serves the place; false: its area is not known.
    actors: BTreeMap<usize, bool>,
}

fn at(ecosystem: &Ecosystem, selection: &Selection, by: usize, place: Place) -> Vec<MarketCell> {
    let column = ecosystem.classification().column(by);
    let values = ecosystem.taxonomy().dimensions()[by].values.len();
    let mut found: Vec<Suppliers> = (0..values).map(|_| Suppliers::default()).collect();
    for initiative in (0..ecosystem.initiatives().len()).filter(|&initiative| selection.has_initiative(initiative)) {
        // Value → whether it is served here for certain; only those that are offered.
        let mut served: BTreeMap<usize, bool> = BTreeMap::new();
        for &activity in ecosystem.activities_of(initiative) {
            let activity = activity as usize;
            let area = ecosystem.activity_area(activity);
            let here = place == Place::National || serves(ecosystem, area, place);
            if !selection.has_activity(activity) || !(here || *area == Area::Unknown) {
                continue;
            }
            let mut mark = |value: usize| *served.entry(value).or_default() |= here;
            match column.of(activity) {
                [EVERY_VALUE] => (0..values).for_each(mark),
                named => named.iter().for_each(|&value| mark(usize::from(value))),
            }
        }
        for (value, here) in served {
            let suppliers = &mut found[value];
            suppliers.initiatives += usize::from(here);
            suppliers.unnamed += usize::from(here && working_links(ecosystem, initiative).next().is_none());
            for link in working_links(ecosystem, initiative).filter(|link| selection.has_link(link)) {
                *suppliers.actors.entry(link.actor as usize).or_default() |= here;
            }
        }
    }
    let surveyed = is_surveyed(ecosystem, place);
    let cell = |(value, suppliers): (usize, &Suppliers)| cell(ecosystem, place, surveyed, value, suppliers);
    found.iter().enumerate().map(cell).collect()
}

fn cell(ecosystem: &Ecosystem, place: Place, surveyed: bool, value: usize, suppliers: &Suppliers) -> MarketCell {
    let count = |here: bool, nature: Option<Publicness>| {
        let found = suppliers
            .actors
            .iter()
            .filter(|&(&actor, &serves)| serves == here && ecosystem.actors()[actor].public == nature);
        found.count()
    };
    let [public, semi_public, private] =
        [Publicness::Public, Publicness::SemiPublic, Publicness::Private].map(|nature| count(true, Some(nature)));
    let unknown = count(true, None);
    let area_unknown = suppliers.actors.values().filter(|&&serves| !serves).count();
    let status = match (public + semi_public, private, unknown) {
        (0, 0, 0) => MarketStatus::NoSupplier,
        (0, 0, _) => MarketStatus::NotKnown,
        (0, ..) => MarketStatus::PrivateOnly,
        (_, 0, _) => MarketStatus::PublicOnly,
        _ => MarketStatus::Mixed,
    };
    MarketCell {
        place,
        surveyed,
        value: value as ValueIndex,
        initiatives: suppliers.initiatives,
        public,
        semi_public,
        private,
        unknown,
        area_unknown,
        private_area_unknown: count(false, Some(Publicness::Private)),
        unnamed: suppliers.unnamed,
        status,
        certain: status == MarketStatus::Mixed
            || (surveyed && unknown == 0 && area_unknown == 0 && suppliers.unnamed == 0),
    }
}
