//! Key numbers of complexity side by side: of everything, and of what both versions surveyed.

use std::collections::BTreeSet;

use super::survey::Survey;
use super::{ComparisonError, Version};
use crate::analysis::complexity::ranks::RemovalConfig;
use crate::analysis::complexity::{AreaComplexity, Complexity, ComplexityConfig, Share, complexity};
use crate::analysis::numbers::round12;
use crate::analysis::overlap::{OverlapConfig, overlap};
use crate::analysis::selection::Selection;
use crate::ecosystem::{Ecosystem, Place};

/// A key number; what each is, is said in [`crate::analysis::complexity`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    Initiatives,
    Actors,
    Activities,
    Doors,
    Redundancy,
    OverlapWithoutCollaboration,
    Types,
    EffectiveTypes,
    CoveredCells,
    TemporaryShare,
    EndingWithinYear,
    Links,
    Density,
    MeanPathLength,
    ReachableShare,
    Modularity,
}

impl Measure {
    pub const ALL: &'static [Self] = &[
        Self::Initiatives,
        Self::Actors,
        Self::Activities,
        Self::Doors,
        Self::Redundancy,
        Self::OverlapWithoutCollaboration,
        Self::Types,
        Self::EffectiveTypes,
        Self::CoveredCells,
        Self::TemporaryShare,
        Self::EndingWithinYear,
        Self::Links,
        Self::Density,
        Self::MeanPathLength,
        Self::ReachableShare,
        Self::Modularity,
    ];

    /// As the key number is called in the records of complexity.
    pub fn code(self) -> &'static str {
        match self {
            Self::Initiatives => "initiatives",
            Self::Actors => "actors",
            Self::Activities => "activities",
            Self::Doors => "doors",
            Self::Redundancy => "redundancy",
            Self::OverlapWithoutCollaboration => "overlapWithoutCollaboration",
            Self::Types => "types",
            Self::EffectiveTypes => "effectiveTypes",
            Self::CoveredCells => "coveredCells",
            Self::TemporaryShare => "temporaryShare",
            Self::EndingWithinYear => "endingWithinYear",
            Self::Links => "links",
            Self::Density => "density",
            Self::MeanPathLength => "meanPathLength",
            Self::ReachableShare => "reachableShare",
            Self::Modularity => "modularity",
        }
    }

    fn of(self, area: &AreaComplexity) -> Number {
        let count = |count: usize| Number { value: Some(count as f64), counts: None };
        let real = |value: Option<f64>| Number { value, counts: None };
        let share = |share: Share| Number { value: share.share, counts: Some((share.count, share.of)) };
        match self {
            Self::Initiatives => count(area.initiatives),
            Self::Actors => count(area.actors),
            Self::Activities => count(area.activities),
            Self::Doors => count(area.doors),
            Self::Redundancy => share(area.redundancy),
            Self::OverlapWithoutCollaboration => share(area.overlap_without_collaboration),
            Self::Types => count(area.types),
            Self::EffectiveTypes => real(area.effective_types),
            Self::CoveredCells => share(area.covered_cells),
            Self::TemporaryShare => share(area.temporary),
            Self::EndingWithinYear => real(area.ending.as_ref().map(|ending| ending.initiatives.len() as f64)),
            Self::Links => count(area.structure.links),
            Self::Density => real(area.structure.density),
            Self::MeanPathLength => real(area.structure.mean_path_length),
            Self::ReachableShare => real(area.structure.reachable),
            Self::Modularity => real(area.structure.modularity),
        }
    }
}

/// A key number of one version; a share with its counts (count, of).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Number {
    pub value: Option<f64>,
    pub counts: Option<(usize, usize)>,
}

/// What a number is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// All that a version holds.
    Everything,
    /// What is national, of unknown area, or serves a region that both versions surveyed.
    SurveyedInBoth,
}

impl Reach {
    pub fn code(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::SurveyedInBoth => "surveyed-in-both",
        }
    }
}

/// A key number of both versions.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasurePair {
    pub reach: Reach,
    /// Code of a region; `None`: the whole.
    pub region: Option<String>,
    pub measure: Measure,
    /// Not known for a region that this version did not survey.
    pub earlier: Number,
    pub later: Number,
    /// later − earlier, where both are known.
    pub change: Option<f64>,
}

/// All key numbers, of the whole first, then by region code; once over everything and once over what both surveyed.
///
/// Variety is brought back to one sample size for both versions, the smaller of the two.
pub(super) fn measures(versions: [&Version; 2], survey: &Survey) -> Result<Vec<MeasurePair>, ComparisonError> {
    let all = versions.map(|version| Selection::everything(version.ecosystem));
    let everything = pairs(versions, &all, Reach::Everything, survey)?;
    let both = if survey.same_regions() {
        everything.iter().map(|pair| MeasurePair { reach: Reach::SurveyedInBoth, ..pair.clone() }).collect()
    } else {
        let part = versions.map(|version| survey.in_both(version.ecosystem));
        pairs(versions, &part, Reach::SurveyedInBoth, survey)?
    };
    Ok(everything.into_iter().chain(both).collect())
}

fn pairs(
    versions: [&Version; 2],
    selections: &[Selection; 2],
    reach: Reach,
    survey: &Survey,
) -> Result<Vec<MeasurePair>, ComparisonError> {
    let numbers = |side: usize, rarefy_to| key_numbers(versions[side].ecosystem, &selections[side], rarefy_to);
    let (mut earlier, mut later) = (numbers(0, None)?, numbers(1, None)?);
    if let (Some(a), Some(b)) = (earlier.rarefied_to, later.rarefied_to) {
        if a > b {
            earlier = numbers(0, Some(b))?;
        }
        if b > a {
            later = numbers(1, Some(a))?;
        }
    }
    if reach == Reach::SurveyedInBoth {
        cover_both(versions[0].ecosystem, &mut earlier, &survey.both);
        cover_both(versions[1].ecosystem, &mut later, &survey.both);
    }
    let sides = [(versions[0].ecosystem, &earlier), (versions[1].ecosystem, &later)];
    let codes: BTreeSet<&String> = match reach {
        Reach::Everything => survey.surveyed.iter().flatten().collect(),
        Reach::SurveyedInBoth => survey.both.iter().collect(),
    };
    let mut found = Vec::new();
    for region in std::iter::once(None).chain(codes.into_iter().map(Some)) {
        let areas = sides.map(|(ecosystem, numbers)| area_of(ecosystem, numbers, region));
        for &measure in Measure::ALL {
            let [earlier, later] = areas.map(|area| area.map(|area| measure.of(area)).unwrap_or_default());
            let change = later.value.zip(earlier.value).map(|(later, earlier)| round12(later - earlier));
            found.push(MeasurePair { reach, region: region.cloned(), measure, earlier, later, change });
        }
    }
    Ok(found)
}

fn key_numbers(
    ecosystem: &Ecosystem,
    selection: &Selection,
    rarefy_to: Option<u64>,
) -> Result<Complexity, ComparisonError> {
    // Ranges of ranks are not compared.
    let removal = RemovalConfig { runs: 0, ..RemovalConfig::default() };
    let config = ComplexityConfig { rarefy_to, removal, ..ComplexityConfig::default() };
    let overlapping = overlap(ecosystem, selection, &OverlapConfig::default())?;
    Ok(complexity(ecosystem, selection, &overlapping, &config)?)
}

/// The whole, or a region where it was surveyed.
fn area_of<'a>(ecosystem: &Ecosystem, numbers: &'a Complexity, region: Option<&String>) -> Option<&'a AreaComplexity> {
    let is_it = |area: &&AreaComplexity| match (area.place, region) {
        (Place::National, None) => true,
        (Place::Region(place), Some(code)) => area.surveyed && ecosystem.regions().code(place) == code,
        _ => false,
    };
    numbers.areas.iter().find(is_it)
}

/// Covered cells of the whole, over the regions that both versions surveyed only.
fn cover_both(ecosystem: &Ecosystem, numbers: &mut Complexity, both: &BTreeSet<String>) {
    let shared = |area: &&AreaComplexity| match area.place {
        Place::National => false,
        Place::Region(place) => both.contains(ecosystem.regions().code(place)),
    };
    let cells: Vec<Share> = numbers.areas.iter().filter(shared).map(|area| area.covered_cells).collect();
    if let Some(whole) = numbers.areas.first_mut() {
        let sum = |part: fn(&Share) -> usize| cells.iter().map(part).sum();
        whole.covered_cells = Share::new(sum(|share| share.count), sum(|share| share.of));
    }
}
