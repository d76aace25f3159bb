//! How good the suggestions are, on a truth set: names of which is known which organisation they stand for.
//!
//! Every two rows of one organisation are the same, all others are not. Precision is the share of suggested pairs that are
//! the same, recall the share of pairs that are the same that were suggested; `None` where there is nothing to divide by.
//!
//! Thresholds were set with the tuning half in view and are reported on the other. A pair is in the half of its
//! organisation, by the parity of the FNV-1a hash of its name; two organisations of different halves by that of both names.

use std::collections::{BTreeMap, BTreeSet};

use super::{Certainty, Likeness, Record, SharedLinks, suggest};
use crate::analysis::round12;
use crate::ecosystem::fold;

/// One row of a truth set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TruthRow {
    pub name: String,
    pub same_organisation: String,
    /// Country or the like; counts as region.
    pub place: Option<String>,
}

/// Which pairs are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Tuning,
    HeldOut,
    All,
}

impl Part {
    pub const ALL: [Self; 3] = [Self::Tuning, Self::HeldOut, Self::All];

    pub fn code(self) -> &'static str {
        match self {
            Self::Tuning => "tuning",
            Self::HeldOut => "held-out",
            Self::All => "all",
        }
    }
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// The same but for case, accents and marks.
    Baseline,
    Probable,
    /// Possible or better.
    Possible,
}

impl Method {
    pub const ALL: [Self; 3] = [Self::Baseline, Self::Probable, Self::Possible];

    pub fn code(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Probable => "probable",
            Self::Possible => "possible",
        }
    }
}

/// How one method does on one part.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    pub part: Part,
    pub method: Method,
    /// Pairs that are the same.
    pub same: usize,
    pub suggested: usize,
    pub right: usize,
    pub precision: Option<f64>,
    pub recall: Option<f64>,
}

/// Pairs of one organisation that were not suggested, with one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    pub organisation: String,
    pub pairs: usize,
    pub example: [String; 2],
}

/// A probable pair of two organisations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub part: Part,
    pub likeness: Likeness,
    pub names: [String; 2],
    pub organisations: [String; 2],
}

/// A measurement.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    pub rows: usize,
    pub organisations: usize,
    pub pairs: usize,
    /// By part, then method.
    pub scores: Vec<Score>,
    /// By number of pairs that even `possible` misses, the most first.
    pub missed: Vec<Missed>,
    pub mistakes: Vec<Mistake>,
    /// Probable pairs in all, and those that are right, by likeness.
    pub by_likeness: BTreeMap<Likeness, (usize, usize)>,
}

fn hash(words: &str) -> u64 {
    words.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The half of a pair of organisations.
fn half(one: &str, other: &str) -> Part {
    let part = |hash: u64| if hash.is_multiple_of(2) { Part::Tuning } else { Part::HeldOut };
    let [first, second] = [one, other].map(|name| part(hash(name)));
    let both = || format!("{}\n{}", one.min(other), one.max(other));
    if first == second { first } else { part(hash(&both())) }
}

/// Measures on a truth set; rows may be in any order.
pub fn measure(truth: &[TruthRow]) -> Measurement {
    let mut truth = truth.to_vec();
    truth.sort_by(|a, b| (&a.name, &a.same_organisation, &a.place).cmp(&(&b.name, &b.same_organisation, &b.place)));
    let record = |row: &TruthRow| Record {
        names: vec![row.name.clone()],
        regions: row.place.iter().cloned().collect(),
        ..Record::default()
    };
    let records: Vec<Record> = truth.iter().map(record).collect();
    let (pairs, _) = suggest(&records, &|_, _| SharedLinks::default());
    let organisation = |position: usize| truth[position].same_organisation.as_str();

    let same = pairs_within(truth.iter().map(|row| row.same_organisation.clone()));
    let baseline = pairs_within(truth.iter().map(|row| fold(&row.name)));
    let probable: BTreeSet<(usize, usize)> =
        pairs.iter().filter(|pair| pair.certainty == Certainty::Probable).map(|pair| (pair.a, pair.b)).collect();
    let possible: BTreeSet<(usize, usize)> = pairs.iter().map(|pair| (pair.a, pair.b)).collect();
    let mut scores = Vec::new();
    for part in Part::ALL {
        let within = |&&(a, b): &&(usize, usize)| part == Part::All || half(organisation(a), organisation(b)) == part;
        let same_here = same.iter().filter(within).count();
        for (method, found) in Method::ALL.into_iter().zip([&baseline, &probable, &possible]) {
            let suggested = found.iter().filter(within).count();
            let right = found.iter().filter(within).filter(|&&(a, b)| organisation(a) == organisation(b)).count();
            let ratio = |of: usize| (of > 0).then(|| round12(right as f64 / of as f64));
            let (precision, recall) = (ratio(suggested), ratio(same_here));
            scores.push(Score { part, method, same: same_here, suggested, right, precision, recall });
        }
    }
    let mut missed: BTreeMap<&str, (usize, (usize, usize))> = BTreeMap::new();
    for &(a, b) in same.difference(&possible) {
        missed.entry(organisation(a)).or_insert((0, (a, b))).0 += 1;
    }
    let name = |position: usize| truth[position].name.clone();
    let mut missed: Vec<Missed> = missed
        .into_iter()
        .map(|(organisation, (pairs, (a, b)))| Missed {
            organisation: organisation.to_owned(),
            pairs,
            example: [name(a), name(b)],
        })
        .collect();
    missed.sort_by(|a, b| b.pairs.cmp(&a.pairs).then(a.organisation.cmp(&b.organisation)));
    let mut mistakes = Vec::new();
    let mut by_likeness: BTreeMap<Likeness, (usize, usize)> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| pair.certainty == Certainty::Probable) {
        let organisations = [pair.a, pair.b].map(organisation);
        let counts = by_likeness.entry(pair.likeness).or_default();
        counts.0 += 1;
        counts.1 += usize::from(organisations[0] == organisations[1]);
        if organisations[0] != organisations[1] {
            mistakes.push(Mistake {
                part: half(organisations[0], organisations[1]),
                likeness: pair.likeness,
                names: [name(pair.a), name(pair.b)],
                organisations: organisations.map(str::to_owned),
            });
        }
    }
    let organisations = truth.iter().map(|row| &row.same_organisation).collect::<BTreeSet<_>>().len();
    Measurement { rows: truth.len(), organisations, pairs: same.len(), scores, missed, mistakes, by_likeness }
}

/// All pairs of positions with equal keys.
fn pairs_within(keys: impl Iterator<Item = String>) -> BTreeSet<(usize, usize)> {
    let mut members: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    keys.enumerate().for_each(|(position, key)| members.entry(key).or_default().push(position));
    let mut pairs = BTreeSet::new();
    for members in members.values() {
        for (at, &one) in members.iter().enumerate() {
            pairs.extend(members[at + 1..].iter().map(|&other| (one, other)));
        }
    }
    pairs
}
