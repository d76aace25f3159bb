//! How an actor's initiatives are spread over regions.

use rayon::prelude::*;

use crate::analysis::numbers::ratio;
use crate::ecosystem::{Ecosystem, RegionIndex};
use crate::network::TwoModeNetwork;

/// The regions of one actor's initiatives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ActorSpread {
    /// Different regions.
    pub regions: usize,
    /// k: its initiatives, each counted once for every region of its own working area.
    pub region_links: usize,
    /// The participation coefficient; `None` where no initiative has own regions.
    pub participation: Option<f64>,
}

/// The participation coefficient of every actor over regions: 1 − Σ (k_r / k)².
///
/// k_r is the number of the actor's initiatives with region r in their own working area, k the sum of k_r over regions. An
/// initiative of several regions counts in each. National initiatives and those of which the area is not known have no
/// region and are left out: standing on both the national and the regional side is what the hinge measures. 0: one region
/// only; towards 1: spread evenly over many, at most 1 − 1/regions. Regions count as they are stated, whatever their
/// parents.
///
/// Source: Guimerà & Amaral 2005, doi:10.1038/nature03288, with regions in the place of modules and initiatives in the
/// place of links. Time O(links × regions per initiative).
pub fn spread(ecosystem: &Ecosystem, network: &TwoModeNetwork) -> Vec<ActorSpread> {
    let of = |actor: usize| {
        let mine = network.initiatives_of(actor).iter();
        let mut regions: Vec<RegionIndex> =
            mine.flat_map(|&one| ecosystem.initiative_area(one as usize).own_regions()).copied().collect();
        regions.sort_unstable();
        let runs = || regions.chunk_by(|a, b| a == b).map(|run| run.len() as u64);
        let all = (regions.len() as u64).pow(2);
        let alike: u64 = runs().map(|run| run.pow(2)).sum();
        ActorSpread {
            regions: runs().count(),
            region_links: regions.len(),
            participation: ratio((all - alike) as f64, all as f64),
        }
    };
    (0..network.actor_count()).into_par_iter().map(of).collect()
}
