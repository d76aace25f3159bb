//! What either version looked at: without it more surveying passes for more supply.

use std::collections::BTreeSet;

use crate::analysis::numbers::ratio;
use crate::analysis::selection::Selection;
use crate::ecosystem::{Area, Ecosystem};

/// What the versions say of their surveys.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// Initiatives in the data divided by those thought to exist; `None` where nobody says how many.
    pub coverage: [Option<f64>; 2],
    /// Codes of the regions that each version surveyed: named as such, or with supply of their own.
    pub surveyed: [BTreeSet<String>; 2],
    /// Codes of the regions that both surveyed.
    pub both: BTreeSet<String>,
}

impl Survey {
    pub(super) fn new(earlier: &Ecosystem, later: &Ecosystem) -> Self {
        let surveyed = [earlier, later].map(surveyed);
        let both = surveyed[0].intersection(&surveyed[1]).cloned().collect();
        Self { coverage: [earlier, later].map(coverage), surveyed, both }
    }

    /// Whether both surveyed the same regions.
    pub fn same_regions(&self) -> bool {
        self.surveyed[0] == self.surveyed[1]
    }

    /// Whether an area of one side (0: earlier, 1: later) lies wholly in regions that the other side did not survey.
    pub(super) fn only_here(&self, ecosystem: &Ecosystem, area: &Area, side: usize) -> bool {
        let mut own = area.own_regions().iter().map(|&region| ecosystem.regions().code(region));
        own.len() > 0 && own.all(|code| !self.surveyed[1 - side].contains(code))
    }

    /// The part of an ecosystem that both versions looked at: what is national or of unknown area, and what serves a
    /// region that both surveyed.
    pub(super) fn in_both(&self, ecosystem: &Ecosystem) -> Selection {
        Selection::everything(ecosystem).within(ecosystem, |area| self.is_in_both(ecosystem, area))
    }

    fn is_in_both(&self, ecosystem: &Ecosystem, area: &Area) -> bool {
        let own = area.own_regions();
        own.is_empty() || own.iter().any(|&region| self.both.contains(ecosystem.regions().code(region)))
    }
}

fn coverage(ecosystem: &Ecosystem) -> Option<f64> {
    let known = ecosystem.about().known_population?;
    ratio(ecosystem.initiatives().len() as f64, known as f64)
}

fn surveyed(ecosystem: &Ecosystem) -> BTreeSet<String> {
    let initiatives = (0..ecosystem.initiatives().len()).map(|at| ecosystem.initiative_area(at));
    let activities = (0..ecosystem.activities().len()).map(|at| ecosystem.activity_area(at));
    let own = initiatives.chain(activities).flat_map(Area::own_regions);
    let own = own.map(|&region| ecosystem.regions().code(region).to_owned());
    own.chain(ecosystem.about().surveyed_regions.iter().cloned()).collect()
}
