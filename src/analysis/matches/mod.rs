//! Matches (no wrong door): which activities fit an entrepreneur, ranked, with what fits and what does not.
//!
//! A profile is a region and, for any dimensions, the values of which one will do. Per asked dimension an activity fits
//! explicitly, is open to all (`alle`), does not say, or does not fit ([`Fit`]). What is left open, by `alle` or by saying
//! nothing, counts as open: below an explicit fit, above a misfit. With n asked dimensions, E explicit fits and O left open
//!
//! `score` = (E + O/2) / n, null for n = 0.
//!
//! Every dimension weighs the same: a weight that nobody set is a weight that nobody has to defend. The form is Gower's
//! general similarity coefficient (1971, doi:10.2307/2528823) with ½ for what is left open instead of leaving it out; since
//! (E + O/2)/n = ½ + (E − M)/2n with M misfits, it simply orders by what fits minus what does not.
//!
//! Activities are ranked by, in this order:
//!
//! 1. inside the region's reach before elsewhere (only `everywhere` shows the latter);
//! 2. fewest misfits in dimensions of need: help with another problem is the wrong door, whatever else fits;
//! 3. highest score, then fewest misfits;
//! 4. nearness: own area, national, a part of the region, area not known;
//! 5. fewest dimensions on which it says nothing: known to be open comes before not known;
//! 6. fewest further values in the dimensions that fit: made for this question before made for many;
//! 7. activity id.
//!
//! A **door** is an initiative by its best activity, if that does not miss the need and fits at least as much as it misses
//! (score ≥ ½). The best doors are simply the first in rank with different initiatives; how much they differ is said beside
//! them, and how many more are as good as the last, for then the id decided.
//!
//! Without `asOf` all rows count, also initiatives that ended; each match says when its initiative ends.
//!
//! # How to read it
//!
//! `voorbeeld` (**fictional**), a micro enterprise in industry in Drenthe that does not know where to begin
//! (`region=PV22&bottleneck=weten&sector=C&size=micro`): 64 activities can reach it, 4 fit, 35 fit in part, 24 are for
//! another need, 1 leaves everything open. The three doors are national (I0210, I0185, I0196), score 5/6 each: bottleneck
//! and size fit, sector is open or not stated. They are of two types and share no actor, so they are a real choice; nothing
//! of Drenthe's own fits as well, which is itself an answer.
//!
//! In the table of `analyse` the row Drenthe × financing has 3 fitting initiatives, 1 of its own, 2 that say nothing and 19
//! for other needs: one door to lose. In `dienstverlening-2021` Groningen × finance has 21, and 15 more stand level with the
//! third door: there the order of the ids chose, and the three shown are examples, not a verdict.
//!
//! Do not trust a rank where `tied` is large, where most is `not-stated` (in `praktijkvoorbeelden-2023` 22 of 29 activities
//! name no bottleneck), or where `surveyed` is false. A high score says that the description fits, not that the help is
//! good. In `regioscan-2023` which initiative offers what is **reconstructed**: its doors are not advice.
//!
//! Costs O(a·n + a log a) for a activities.

pub mod doors;
pub mod fit;
pub mod table;

use std::cmp::Reverse;

use self::doors::{Diversity, diversity};
use self::fit::{Fit, Nearness, Wanted, fits};
use super::complexity::doors::serves;
use super::numbers::ratio;
use super::selection::Selection;
use crate::ecosystem::{Aspect, Ecosystem, Place, RegionIndex};

/// Doors that are shown.
pub const DEFAULT_DOORS: usize = 3;

/// Settings of [`matches()`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatchesConfig {
    /// How many doors are shown at most.
    pub doors: usize,
    /// Whether activities whose area does not meet the region are shown too, after all others.
    pub everywhere: bool,
}

impl Default for MatchesConfig {
    fn default() -> Self {
        Self { doors: DEFAULT_DOORS, everywhere: false }
    }
}

/// Who stands at the counter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// `None`: not asked.
    pub region: Option<RegionIndex>,
    pub wanted: Wanted,
}

/// What a match comes down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Something fits explicitly, nothing does not.
    Fits,
    /// Nothing is excluded, but nothing is said to fit either.
    Possible,
    /// Something does not fit, but not the need.
    Partly,
    /// The need does not fit.
    OtherNeed,
}

impl Verdict {
    pub const ALL: &'static [Self] = &[Self::Fits, Self::Possible, Self::Partly, Self::OtherNeed];

    pub fn code(self) -> &'static str {
        match self {
            Self::Fits => "fits",
            Self::Possible => "possible",
            Self::Partly => "partly",
            Self::OtherNeed => "other-need",
        }
    }
}

/// One activity.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    pub activity: usize,
    pub initiative: usize,
    /// `None` where no region was asked.
    pub nearness: Option<Nearness>,
    /// One per asked dimension.
    pub fits: Vec<Fit>,
    /// `None` where no dimension was asked.
    pub score: Option<f64>,
    pub verdict: Verdict,
}

impl Match {
    /// How often an answer occurs.
    pub fn count(&self, fit: Fit) -> usize {
        self.fits.iter().filter(|&&found| found == fit).count()
    }

    /// Whether an initiative may be shown as a door by this activity.
    fn opens(&self) -> bool {
        self.verdict != Verdict::OtherNeed && self.score.is_none_or(|score| score >= 0.5)
    }
}

/// The result of [`matches()`].
#[derive(Debug, Clone, PartialEq)]
pub struct Matches {
    /// Best first.
    pub matches: Vec<Match>,
    /// Positions in `matches`: the best doors.
    pub doors: Vec<usize>,
    /// Doors that are not shown but stand as high as the last one that is, but for their id.
    pub tied: usize,
    pub diversity: Diversity,
    /// Selected activities whose area does not meet the region.
    pub elsewhere: usize,
    /// Initiatives that serve the region but have no activity that could be judged, increasing.
    pub silent: Vec<usize>,
}

/// All that rank looks at but the id; smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    elsewhere: bool,
    need_misfits: usize,
    /// The score times 2n: as firm as whole numbers are.
    half_fits: Reverse<usize>,
    misfits: usize,
    nearness: Option<Nearness>,
    unstated: usize,
    further: usize,
}

/// The selected activities, ranked for a profile.
pub fn matches(ecosystem: &Ecosystem, selection: &Selection, profile: &Profile, config: &MatchesConfig) -> Matches {
    let mut ranked: Vec<(Rank, Match)> = Vec::new();
    let mut elsewhere = 0;
    for activity in (0..ecosystem.activities().len()).filter(|&activity| selection.has_activity(activity)) {
        let area = ecosystem.activity_area(activity);
        let nearness = profile.region.map(|region| Nearness::of(ecosystem, area, region));
        let away = nearness == Some(Nearness::Elsewhere);
        elsewhere += usize::from(away);
        if config.everywhere || !away {
            ranked.push(judge(ecosystem, activity, nearness, &profile.wanted));
        }
    }
    ranked.sort_by_key(|(rank, found)| (*rank, found.activity));
    let mut seen = vec![false; ecosystem.initiatives().len()];
    let mut doors: Vec<usize> = Vec::new();
    for (position, (_, found)) in ranked.iter().enumerate() {
        if found.opens() && !std::mem::replace(&mut seen[found.initiative], true) {
            doors.push(position);
        }
    }
    let rest = doors.split_off(doors.len().min(config.doors));
    let last = doors.last().map(|&position| ranked[position].0);
    let tied = rest.iter().filter(|&&position| Some(ranked[position].0) == last).count();
    let matches: Vec<Match> = ranked.into_iter().map(|(_, found)| found).collect();
    let diversity = diversity(ecosystem, doors.iter().map(|&position| &matches[position]));
    Matches { doors, tied, diversity, elsewhere, silent: silent(ecosystem, selection, profile.region), matches }
}

fn judge(ecosystem: &Ecosystem, activity: usize, nearness: Option<Nearness>, wanted: &Wanted) -> (Rank, Match) {
    let fits = fits(ecosystem, activity, wanted);
    let count = |fit: Fit| fits.iter().filter(|&&found| found == fit).count();
    let (explicit, unstated, misfits) = (count(Fit::Explicit), count(Fit::Unstated), count(Fit::Misfit));
    let half_fits = 2 * explicit + count(Fit::Open) + unstated;
    let is_need = |dimension: usize| ecosystem.taxonomy().dimensions()[dimension].aspect == Some(Aspect::Need);
    let asked = wanted.iter().zip(&fits);
    let need_misfits =
        asked.clone().filter(|((dimension, _), fit)| **fit == Fit::Misfit && is_need(*dimension)).count();
    let further = asked.filter(|(_, fit)| **fit == Fit::Explicit).map(|((dimension, values), _)| {
        let stated = ecosystem.classification().column(*dimension).of(activity);
        stated.iter().filter(|value| !values.contains(value)).count()
    });
    let rank = Rank {
        elsewhere: nearness == Some(Nearness::Elsewhere),
        need_misfits,
        half_fits: Reverse(half_fits),
        misfits,
        nearness,
        unstated,
        further: further.sum(),
    };
    let verdict = match (need_misfits, misfits, explicit) {
        (0, 0, 0) => Verdict::Possible,
        (0, 0, _) => Verdict::Fits,
        (0, ..) => Verdict::Partly,
        _ => Verdict::OtherNeed,
    };
    let initiative = ecosystem.activities()[activity].initiative as usize;
    let score = ratio(half_fits as f64, 2.0 * wanted.len() as f64);
    (rank, Match { activity, initiative, nearness, fits, score, verdict })
}

/// Selected initiatives that serve the region but have no selected activity.
fn silent(ecosystem: &Ecosystem, selection: &Selection, region: Option<RegionIndex>) -> Vec<usize> {
    let here = |initiative: usize| {
        let area = ecosystem.initiative_area(initiative);
        region.is_none_or(|region| serves(ecosystem, area, Place::Region(region)))
    };
    let mute = |initiative: usize| {
        !ecosystem.activities_of(initiative).iter().any(|&activity| selection.has_activity(activity as usize))
    };
    (0..ecosystem.initiatives().len())
        .filter(|&initiative| selection.has_initiative(initiative) && here(initiative) && mute(initiative))
        .collect()
}
