//! Who offers what where, and which regions are most alike.

use crate::analysis::numbers::descending;
use crate::analysis::region_overlap::cosine;
use crate::analysis::selection::Selection;
use crate::analysis::white_spots::{CellStatus, Grid, WhiteSpots};
use crate::ecosystem::{Area, Ecosystem, Place, RegionIndex};

/// The initiatives behind each cell: by own activities, and per column those with national activities.
pub(super) struct Providers {
    /// (cell, initiative), strictly increasing; cells as in the answer.
    own: Vec<(u32, u32)>,
    /// (column, initiative), strictly increasing; columns in the order of the answer.
    national: Vec<(u32, u32)>,
    /// Activities per column in the order of the answer: with own areas, national, and with an area that is not known.
    pub activities: Vec<[u64; 3]>,
}

impl Providers {
    pub fn new(ecosystem: &Ecosystem, selection: &Selection, by: &[usize]) -> Self {
        let grid = Grid::new(ecosystem, by);
        let mut rank = vec![0_u32; grid.columns];
        for (position, &column) in grid.order.iter().enumerate() {
            rank[column] = position as u32;
        }
        let mut providers = Self { own: Vec::new(), national: Vec::new(), activities: vec![[0; 3]; grid.columns] };
        for activity in (0..ecosystem.activities().len()).filter(|&activity| selection.has_activity(activity)) {
            let initiative = ecosystem.activities()[activity].initiative;
            let area = ecosystem.activity_area(activity);
            for column in grid.columns_of(ecosystem, activity) {
                let column = rank[column];
                let counts = &mut providers.activities[column as usize];
                match area {
                    Area::Regions(regions) => {
                        counts[0] += 1;
                        let cells = regions.iter().map(|&region| u32::from(region) * grid.columns as u32 + column);
                        providers.own.extend(cells.map(|cell| (cell, initiative)));
                    }
                    Area::National => {
                        counts[1] += 1;
                        providers.national.push((column, initiative));
                    }
                    Area::Unknown => counts[2] += 1,
                }
            }
        }
        for list in [&mut providers.own, &mut providers.national] {
            list.sort_unstable();
            list.dedup();
        }
        providers
    }

    /// Initiatives that offer the column in the region by own activities, increasing.
    pub fn own(&self, region: RegionIndex, column: usize) -> impl Iterator<Item = u32> {
        of(&self.own, u32::from(region) * self.activities.len() as u32 + column as u32)
    }

    /// Initiatives that offer the column to the whole country, increasing.
    pub fn national(&self, column: usize) -> impl Iterator<Item = u32> {
        of(&self.national, column as u32)
    }

    /// Doors: initiatives with own or national activities, each once.
    pub fn doors(&self, region: RegionIndex, column: usize) -> usize {
        let national: Vec<u32> = self.national(column).collect();
        national.len()
            + self.own(region, column).filter(|initiative| national.binary_search(initiative).is_err()).count()
    }
}

fn of(list: &[(u32, u32)], key: u32) -> impl Iterator<Item = u32> {
    let start = list.partition_point(|&(other, _)| other < key);
    list[start..].iter().take_while(move |&&(other, _)| other == key).map(|&(_, initiative)| initiative)
}

/// Per region the most similar ones with their similarity, best first, ties by code; none for regions without own supply.
///
/// Similarity: cosine of the numbers of own activities per value of the lead dimension. Regions with nothing in common are
/// not comparable.
pub(super) fn similar_regions(ecosystem: &Ecosystem, lead: &WhiteSpots, count: usize) -> Vec<Vec<(RegionIndex, f64)>> {
    let mut profiles: Vec<Vec<u64>> = vec![Vec::new(); ecosystem.regions().len()];
    for cell in &lead.cells {
        if let (Place::Region(region), true) = (cell.place, cell.status != CellStatus::NotSurveyed) {
            profiles[usize::from(region)].push(cell.own);
        }
    }
    let of_region = |region: usize| {
        let others = profiles.iter().enumerate().filter(|&(other, _)| other != region);
        let mut found: Vec<(RegionIndex, f64)> = others
            .filter_map(|(other, profile)| Some((other as RegionIndex, cosine(&profiles[region], profile)?)))
            .filter(|&(_, similarity)| similarity > 0.0)
            .collect();
        found.sort_by(|a, b| descending(a.1, b.1).then(a.0.cmp(&b.0)));
        found.truncate(count);
        found
    };
    (0..profiles.len()).map(of_region).collect()
}
