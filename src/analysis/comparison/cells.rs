//! White spots that closed and opened between two versions.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::Changes;
use super::survey::Survey;
use super::{ComparisonError, Version};
use crate::analysis::selection::Selection;
use crate::analysis::white_spots::{CellStatus, Grid, WhiteSpotCell, white_spots};
use crate::ecosystem::Ecosystem;

/// What happened to a cell. A white spot is a cell that is absent, national only or thin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CellChange {
    /// A white spot before, none now.
    Closed,
    /// None before, a white spot now.
    Opened,
    /// Still a white spot, but less so: absent → national only → thin.
    Narrowed,
    /// A white spot before, and more so now.
    Widened,
    /// From covered to dense or back: no white spot in either version.
    Shifted,
}

impl CellChange {
    pub fn code(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Opened => "opened",
            Self::Narrowed => "narrowed",
            Self::Widened => "widened",
            Self::Shifted => "shifted",
        }
    }

    /// `None` where the status is the same or a version did not survey the region.
    pub fn between(earlier: CellStatus, later: CellStatus) -> Option<Self> {
        if earlier == later || [earlier, later].contains(&CellStatus::NotSurveyed) {
            return None;
        }
        Some(match (earlier.is_gap(), later.is_gap()) {
            (true, false) => Self::Closed,
            (false, true) => Self::Opened,
            // Statuses are ordered by how much there is.
            (true, true) if later > earlier => Self::Narrowed,
            (true, true) => Self::Widened,
            (false, false) => Self::Shifted,
        })
    }
}

/// A cell of which the status changed; surveyed in both versions.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedCell {
    pub change: CellChange,
    /// Region code and value id of the lead dimension.
    pub region: String,
    pub value: String,
    /// As either version says it of itself.
    pub earlier: WhiteSpotCell,
    pub later: WhiteSpotCell,
    /// Whether it is the same change when only what both versions surveyed is counted. If not, it comes from what the whole
    /// country was seen to have, not from supply in this region.
    pub also_in_both: bool,
    /// Initiatives that offer it here by own activities in one version only, by position in that version.
    pub stopped: Vec<usize>,
    pub started: Vec<usize>,
}

/// The cells over the lead dimension, by change, then region, then value; `None` where the versions have other lead
/// dimensions.
pub(super) fn changed_cells(
    versions: [&Version; 2],
    survey: &Survey,
    initiatives: &Changes,
) -> Result<Option<Vec<ChangedCell>>, ComparisonError> {
    let ecosystems = versions.map(|version| version.ecosystem);
    let lead = ecosystems.map(|ecosystem| ecosystem.taxonomy().lead());
    let id = |side: usize| &ecosystems[side].taxonomy().dimensions()[lead[side]].id;
    if id(0) != id(1) {
        return Ok(None);
    }
    let all = ecosystems.map(|ecosystem| cells(ecosystem, &Selection::everything(ecosystem)));
    let part = ecosystems.map(|ecosystem| cells(ecosystem, &survey.in_both(ecosystem)));
    let ([earlier, later], [earlier_part, later_part]) = (all, part);
    let (earlier, later, earlier_part, later_part) = (earlier?, later?, earlier_part?, later_part?);
    let suppliers = ecosystems.map(suppliers);
    let mut found = Vec::new();
    for (key, before) in &earlier {
        let Some(after) = later.get(key) else { continue };
        let Some(change) = CellChange::between(before.status, after.status) else { continue };
        let in_both = earlier_part.get(key).zip(later_part.get(key));
        let in_both = in_both.and_then(|(before, after)| CellChange::between(before.status, after.status));
        let none = BTreeSet::new();
        let [old, new] = [0, 1].map(|side| suppliers[side].get(key).unwrap_or(&none));
        let same = |pair: &&super::pairing::Pair| old.contains(&pair.earlier) && new.contains(&pair.later);
        let (stayed, goes_on): (BTreeSet<usize>, BTreeSet<usize>) =
            initiatives.pairs.iter().filter(same).map(|pair| (pair.earlier, pair.later)).unzip();
        found.push(ChangedCell {
            change,
            region: key.0.clone(),
            value: key.1.clone(),
            earlier: before.clone(),
            later: after.clone(),
            also_in_both: in_both == Some(change),
            stopped: old.difference(&stayed).copied().collect(),
            started: new.difference(&goes_on).copied().collect(),
        });
    }
    found.sort_by(|a, b| (a.change, &a.region, &a.value).cmp(&(b.change, &b.region, &b.value)));
    Ok(Some(found))
}

/// Cells by region code and value id.
type Keyed<T> = BTreeMap<(String, String), T>;

fn cells(ecosystem: &Ecosystem, selection: &Selection) -> Result<Keyed<WhiteSpotCell>, ComparisonError> {
    let lead = ecosystem.taxonomy().lead();
    let found = white_spots(ecosystem, selection, &[lead])?;
    let dimension = &ecosystem.taxonomy().dimensions()[lead];
    let key = |cell: &WhiteSpotCell| {
        let value = cell.values.first().map_or("", |&value| dimension.value_code(value));
        (cell.place.code(ecosystem.regions()).to_owned(), value.to_owned())
    };
    Ok(found.cells.into_iter().map(|cell| (key(&cell), cell)).collect())
}

/// The initiatives that offer a value in a region by own activities.
fn suppliers(ecosystem: &Ecosystem) -> Keyed<BTreeSet<usize>> {
    let lead = ecosystem.taxonomy().lead();
    let dimension = &ecosystem.taxonomy().dimensions()[lead];
    let grid = Grid::new(ecosystem, &[lead]);
    let mut found: Keyed<BTreeSet<usize>> = BTreeMap::new();
    for (at, activity) in ecosystem.activities().iter().enumerate() {
        for column in grid.columns_of(ecosystem, at) {
            for &region in ecosystem.activity_area(at).own_regions() {
                let value = grid.values(column).first().map_or("", |&value| dimension.value_code(value)).to_owned();
                let key = (ecosystem.regions().code(region).to_owned(), value);
                found.entry(key).or_default().insert(activity.initiative as usize);
            }
        }
    }
    found
}
