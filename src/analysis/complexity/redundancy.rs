//! How much of the offer is there twice: activities with a twin.

use std::ops::ControlFlow;

use rayon::prelude::*;

use super::Share;
use crate::analysis::numbers::round12;
use crate::analysis::offer::{Offers, OverlapAspect};
use crate::analysis::overlap::{Described, Join};
use crate::analysis::selection::Selection;
use crate::ecosystem::{Area, Ecosystem, Place, RegionIndex};

/// Per described activity of the selection, where it has a twin: an activity of another initiative with a meeting area
/// and s ≥ the least likeness. In a region the twin's area must meet that region too.
pub(super) struct Redundancy {
    twins: Vec<Twins>,
}

struct Twins {
    anywhere: bool,
    /// Own regions, and whether there is a twin there.
    regions: Vec<(RegionIndex, bool)>,
}

impl Redundancy {
    pub(super) fn new(ecosystem: &Ecosystem, selection: &Selection, least: f64) -> Self {
        let offers = Offers::new(ecosystem, OverlapAspect::Offer);
        let described = Described::new(ecosystem, selection, &offers);
        let join = Join::new(ecosystem, &offers, &described, least, false);
        let twins = described.activities().par_iter().map(|&x| twins(ecosystem, &offers, &join, x as usize, least));
        Self { twins: twins.collect() }
    }

    pub(super) fn of(&self, place: Place) -> Share {
        let (mut with, mut all) = (0, 0);
        for twins in &self.twins {
            let here = match place {
                Place::National => Some(twins.anywhere),
                Place::Region(region) => twins.regions.iter().find(|(own, _)| *own == region).map(|&(_, twin)| twin),
            };
            all += usize::from(here.is_some());
            with += usize::from(here == Some(true));
        }
        Share::new(with, all)
    }
}

fn twins(ecosystem: &Ecosystem, offers: &Offers, join: &Join<'_>, activity: usize, least: f64) -> Twins {
    let regions = ecosystem.regions();
    let area = ecosystem.activity_area(activity);
    let initiative = ecosystem.activities()[activity].initiative;
    let mut found = Twins { anywhere: false, regions: area.own_regions().iter().map(|&own| (own, false)).collect() };
    let _ = join.visit(activity, 0, |other, of| {
        let there = ecosystem.activity_area(other);
        let is_twin = of != initiative as usize
            && regions.meet(area, there)
            && round12(offers.similarity(activity, other)) >= least;
        if is_twin {
            found.anywhere = true;
            for (own, twin) in &mut found.regions {
                *twin |= regions.meet(there, &Area::Regions([*own].into()));
            }
            if found.regions.iter().all(|&(_, twin)| twin) {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    });
    found
}
