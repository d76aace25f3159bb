//! What activities offer: profiles drawn around what is typical of their type and of the focus of
//! their initiative.
//!
//! Must not be here: who offers it (`background`, `planted`).

use super::dimensions::{
    ACTIVITY_TYPE, APPLICATION, BOTTLENECK, DIMENSIONS, FORM, JOURNEY_PHASE, MARKET_FAILURE, MATURITY, PHASE, SECTOR,
    SERVICE_LINE, SIZE, THEME, TYPE_WEIGHTS, TYPES, profile as type_profile, values,
};
use super::draw::Draw;
use super::model::{Area, Profile, UNKNOWN_PROFILE, Values};
use super::places::PROVINCES;

/// What an initiative is about: its activities mostly keep to it.
pub(super) struct Focus {
    sectors: Vec<usize>,
    sizes: Vec<usize>,
    phases: Vec<usize>,
    maturity: usize,
    forms: Vec<usize>,
    applications: Vec<usize>,
    themes: Vec<usize>,
}

/// Sectors that the fictional provinces are strong in; each has three.
const STRONG_SECTORS: [[usize; 3]; PROVINCES] = [
    [0, 3, 9],
    [0, 8, 2],
    [0, 5, 7],
    [2, 5, 16],
    [0, 7, 6],
    [0, 16, 2],
    [9, 12, 16],
    [8, 10, 9],
    [7, 2, 12],
    [7, 8, 0],
    [2, 9, 0],
    [2, 7, 16],
];

/// How likely each sector is elsewhere, in parts; the last two hardly occur.
const SECTOR_WEIGHTS: [usize; 21] = [7, 1, 16, 2, 3, 8, 14, 7, 8, 10, 3, 2, 6, 5, 2, 3, 6, 4, 4, 1, 1];

impl Focus {
    /// The focus of an initiative in a working area.
    pub(super) fn draw(draw: &mut Draw, area: &Area) -> Self {
        let strong = area.provinces().first().and_then(|province| STRONG_SECTORS.get(*province));
        let mut sectors = Vec::new();
        for _ in 0..draw.between(1, 2) {
            let local = strong.filter(|_| draw.chance(1, 2)).and_then(|strong| draw.pick(strong).copied());
            sectors.push(local.unwrap_or_else(|| draw.weighted(&SECTOR_WEIGHTS)));
        }
        Self {
            sectors,
            sizes: some(draw, SIZE),
            phases: some(draw, PHASE),
            maturity: draw.weighted(&[45, 35, 20]),
            forms: some(draw, FORM),
            applications: some(draw, APPLICATION),
            themes: some(draw, THEME),
        }
    }
}

/// One or two values of a dimension.
fn some(draw: &mut Draw, dimension: usize) -> Vec<usize> {
    let count = values(dimension).len();
    (0..draw.between(1, 2)).map(|_| draw.below(count)).collect()
}

/// Weights of the activity types that an initiative of this area may offer: nothing in a reserved
/// cell, and nationally nothing that is bound to a place.
pub(super) fn type_weights(area: &Area, reserved: &[(usize, usize)]) -> [usize; TYPES] {
    let mut weights = TYPE_WEIGHTS;
    for (activity_type, weight) in weights.iter_mut().enumerate() {
        let taken =
            reserved.iter().any(|(province, kind)| *kind == activity_type && area.provinces().contains(province));
        if taken || (*area == Area::National && !type_profile(activity_type).national) {
            *weight = 0;
        }
    }
    weights
}

/// A profile as the background has them: dimensions are unknown as often as [`DIMENSIONS`] says,
/// and target dimensions sometimes open to all.
pub(super) fn background_profile(draw: &mut Draw, activity_type: usize, focus: &Focus) -> Profile {
    let mut profile = full_profile(draw, activity_type, focus);
    for (slot, dimension) in profile.iter_mut().zip(&DIMENSIONS) {
        if !draw.chance(dimension.known, 100) {
            *slot = Values::Unknown;
        }
    }
    for dimension in [SECTOR, SIZE, PHASE] {
        if draw.chance(1, 8) {
            profile[dimension] = Values::Every;
        }
    }
    profile
}

/// A profile in which every dimension is known.
pub(super) fn full_profile(draw: &mut Draw, activity_type: usize, focus: &Focus) -> Profile {
    let typical = type_profile(activity_type);
    let mut profile = UNKNOWN_PROFILE;
    profile[ACTIVITY_TYPE] = Values::Known(vec![activity_type]);
    profile[SECTOR] = around(draw, SECTOR, &focus.sectors);
    profile[SIZE] = around(draw, SIZE, &focus.sizes);
    profile[PHASE] = around(draw, PHASE, &focus.phases);
    profile[MATURITY] = around(draw, MATURITY, &[focus.maturity]);
    profile[FORM] = around(draw, FORM, &focus.forms);
    profile[APPLICATION] = around(draw, APPLICATION, &focus.applications);
    profile[THEME] = around(draw, THEME, &focus.themes);
    profile[BOTTLENECK] = around(draw, BOTTLENECK, typical.bottlenecks);
    profile[SERVICE_LINE] = around(draw, SERVICE_LINE, typical.service_lines);
    profile[JOURNEY_PHASE] = around(draw, JOURNEY_PHASE, typical.journey_phases);
    profile[MARKET_FAILURE] = around(draw, MARKET_FAILURE, typical.market_failures);
    profile
}

/// Some of the typical values, now and then another one besides.
fn around(draw: &mut Draw, dimension: usize, typical: &[usize]) -> Values {
    let mut chosen: Vec<usize> = typical.iter().copied().filter(|_| draw.chance(3, 4)).collect();
    let count = values(dimension).len();
    if chosen.is_empty() {
        chosen.extend(draw.pick(typical));
    }
    if draw.chance(1, 8) {
        chosen.push(draw.below(count));
    }
    chosen.sort_unstable();
    chosen.dedup();
    Values::Known(chosen)
}

/// The same offer with another application: near-identical, not equal.
pub(super) fn near_copy(draw: &mut Draw, original: &Profile) -> Profile {
    let mut copy = original.clone();
    let count = values(APPLICATION).len();
    let mut applications = match &original[APPLICATION] {
        Values::Known(values) => values.clone(),
        Values::Unknown | Values::Every => Vec::new(),
    };
    let further = (0..count).cycle().skip(draw.below(count)).take(count).find(|value| !applications.contains(value));
    applications.extend(further);
    applications.sort_unstable();
    copy[APPLICATION] = Values::Known(applications);
    copy
}

/// A reach that suits the activity type; unknown for one in five.
pub(super) fn reach(draw: &mut Draw, activity_type: usize) -> Option<usize> {
    let (low, high) = type_profile(activity_type).reach;
    let reach = draw.between(low, high);
    (!draw.chance(1, 5)).then_some(reach)
}
