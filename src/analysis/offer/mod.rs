//! What activities offer, as weighted tokens, and how alike two offers are.

mod bits;

use bits::Bits;

use super::numbers::descending;
use crate::ecosystem::{Aspect, EVERY_VALUE, EVERY_VALUE_CODE, Ecosystem};

/// Which dimensions of an offer are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum OverlapAspect {
    /// Content, method, target and need together.
    #[default]
    Offer,
    Content,
    Method,
    Target,
}

impl OverlapAspect {
    pub const ALL: &'static [Self] = &[Self::Offer, Self::Content, Self::Method, Self::Target];

    pub fn code(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Content => "content",
            Self::Method => "method",
            Self::Target => "target",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|aspect| aspect.code() == code)
    }

    pub(super) fn includes(self, aspect: Option<Aspect>) -> bool {
        match self {
            Self::Offer => aspect.is_some(),
            Self::Content => aspect == Some(Aspect::Content),
            Self::Method => aspect == Some(Aspect::Method),
            Self::Target => aspect == Some(Aspect::Target),
        }
    }
}

/// The offer of every activity as tokens (dimension = value), with the weight of each token.
///
/// Compressed rows: the tokens of activity `a` are `tokens[offsets[a]..offsets[a + 1]]`, strictly increasing. A token is a
/// number; those of one dimension are consecutive, so a row is grouped by dimension. `alle` is a token of its own. The
/// weight of a token is its inverse document frequency ln(1 + N/n_t) with N all activities of the ecosystem and n_t those
/// that have it, both before any filter (Spärck Jones 1972, doi:10.1108/eb026526).
#[derive(Debug, Clone, PartialEq)]
pub struct Offers {
    offsets: Vec<u32>,
    tokens: Vec<u32>,
    /// Per token: its weight and its dimension.
    weights: Vec<f64>,
    dimensions: Vec<u32>,
    /// Per activity: summed weight of its tokens.
    totals: Vec<f64>,
    /// Per token: its place among those that occur, by weight descending, then number; `u32::MAX` where it does not occur.
    ranks: Vec<u32>,
    /// Weights by rank.
    ranked_weights: Vec<f64>,
    /// `None` where too many tokens occur.
    bits: Option<Bits>,
    /// First token of each dimension that is compared; the last entry closes the last one.
    starts: Vec<(usize, u32)>,
    /// Dimensions in which two offers must agree to be alike at all.
    least_dimensions: usize,
    aspect: OverlapAspect,
}

impl Offers {
    /// The offers of all activities in the dimensions of an aspect.
    pub fn new(ecosystem: &Ecosystem, aspect: OverlapAspect) -> Self {
        Self::arranged(ecosystem, aspect, |_, activity| activity)
    }

    /// Offers in which activities swap cells: in dimension `d` activity `a` has what `source(d, a)` has in the data. Where
    /// the source is a permutation of the activities in every dimension, no token changes its weight.
    pub(super) fn arranged(
        ecosystem: &Ecosystem,
        aspect: OverlapAspect,
        source: impl Fn(usize, usize) -> usize,
    ) -> Self {
        let dimensions = ecosystem.taxonomy().dimensions();
        let mut starts = Vec::new();
        let mut next = 0_u32;
        let mut token_dimensions = Vec::new();
        for (position, dimension) in dimensions.iter().enumerate() {
            if aspect.includes(dimension.aspect) {
                starts.push((position, next));
                // One more than there are values, for `alle`.
                next += dimension.values.len() as u32 + 1;
                token_dimensions.resize(next as usize, position as u32);
            }
        }
        let activities = ecosystem.activities().len();
        let mut offsets = Vec::with_capacity(activities + 1);
        let mut tokens = Vec::new();
        offsets.push(0);
        for activity in 0..activities {
            for &(dimension, start) in &starts {
                let every = start + dimensions[dimension].values.len() as u32;
                let values = ecosystem.classification().column(dimension).of(source(dimension, activity));
                tokens.extend(values.iter().map(
                    |&value| {
                        if value == EVERY_VALUE { every } else { start + u32::from(value) }
                    },
                ));
            }
            offsets.push(tokens.len() as u32);
        }
        let mut frequency = vec![0_u32; next as usize];
        tokens.iter().for_each(|&token| frequency[token as usize] += 1);
        let weights: Vec<f64> = frequency
            .iter()
            .map(|&n| if n == 0 { 0.0 } else { libm::log(1.0 + activities as f64 / f64::from(n)) })
            .collect();
        let mut by_rank: Vec<u32> = (0..next).filter(|&token| frequency[token as usize] > 0).collect();
        by_rank.sort_by(|&a, &b| descending(weights[a as usize], weights[b as usize]));
        let mut ranks = vec![u32::MAX; next as usize];
        (0_u32..).zip(&by_rank).for_each(|(rank, &token)| ranks[token as usize] = rank);
        let ranked_weights: Vec<f64> = by_rank.iter().map(|&token| weights[token as usize]).collect();
        let ranked_dimensions: Vec<u32> = by_rank.iter().map(|&token| token_dimensions[token as usize]).collect();
        let row = |activity: usize| &tokens[offsets[activity] as usize..offsets[activity + 1] as usize];
        let bits = Bits::new((0..activities).map(row), &ranks, &ranked_weights, &ranked_dimensions);
        // Summed in the same order as what two share, so that twins are exactly alike.
        let totals = (0..activities)
            .map(|activity| match &bits {
                Some(bits) => bits.total(activity),
                None => row(activity).iter().map(|&token| weights[token as usize]).sum(),
            })
            .collect();
        let filled = |&&(dimension, _): &&(usize, u32)| ecosystem.classification().column(dimension).is_filled();
        let filled_dimensions = starts.iter().filter(filled).count();
        let least_dimensions = if aspect == OverlapAspect::Offer && filled_dimensions >= 2 { 2 } else { 1 };
        Self {
            offsets,
            tokens,
            weights,
            dimensions: token_dimensions,
            totals,
            ranks,
            ranked_weights,
            bits,
            starts,
            least_dimensions,
            aspect,
        }
    }

    /// Tokens of an activity, increasing.
    pub fn of(&self, activity: usize) -> &[u32] {
        &self.tokens[self.offsets[activity] as usize..self.offsets[activity + 1] as usize]
    }

    /// Position in the taxonomy of a token's dimension.
    pub fn dimension(&self, token: u32) -> usize {
        self.dimensions[token as usize] as usize
    }

    /// Whether the whole offer is asked, but so few dimensions are filled that one shared token is enough.
    pub fn is_thin(&self) -> bool {
        self.aspect == OverlapAspect::Offer && self.least_dimensions < 2
    }

    /// `dimension=value`, as answers print it.
    pub fn label(&self, ecosystem: &Ecosystem, token: u32) -> String {
        let position = self.dimension(token);
        let dimension = &ecosystem.taxonomy().dimensions()[position];
        let start = self.starts.iter().find(|(dimension, _)| *dimension == position).map_or(0, |&(_, start)| start);
        let value = dimension.values.get((token - start) as usize).map_or(EVERY_VALUE_CODE, |value| &value.id);
        format!("{}={}", dimension.id, value)
    }

    /// Weighted Jaccard of two activities: Σ w over the shared tokens / Σ w over the union; 0 where fewer dimensions agree
    /// than must (two for the whole offer, one for a single aspect).
    pub fn similarity(&self, a: usize, b: usize) -> f64 {
        let (shared, is_enough) = match &self.bits {
            Some(bits) => {
                let (shared, several) = bits.shared(a, b);
                (shared, several || self.least_dimensions < 2)
            }
            None => self.shared_of_lists(a, b),
        };
        // Where nothing is shared the first is 0 by itself, but for two offers without a token.
        if is_enough && shared > 0.0 { shared / (self.totals[a] + self.totals[b] - shared) } else { 0.0 }
    }

    fn shared_of_lists(&self, a: usize, b: usize) -> (f64, bool) {
        let (left, right) = (self.of(a), self.of(b));
        let (mut i, mut j) = (0, 0);
        let mut shared = 0.0;
        let (mut agreeing, mut last) = (0, u32::MAX);
        while i < left.len() && j < right.len() {
            match left[i].cmp(&right[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    let token = left[i] as usize;
                    shared += self.weights[token];
                    if self.dimensions[token] != last {
                        last = self.dimensions[token];
                        agreeing += 1;
                    }
                    i += 1;
                    j += 1;
                }
            }
        }
        (shared, agreeing >= self.least_dimensions)
    }

    /// Summed weight of an activity's tokens.
    pub(super) fn total(&self, activity: usize) -> f64 {
        self.totals[activity]
    }

    /// Weights of the tokens that occur, highest first: the place of a token here is its rank.
    pub(super) fn ranked_weights(&self) -> &[f64] {
        &self.ranked_weights
    }

    /// Ranks of an activity's tokens, increasing: the rarest first.
    pub(super) fn ranks_of(&self, activity: usize) -> Vec<u32> {
        let mut ranks: Vec<u32> = self.of(activity).iter().map(|&token| self.ranks[token as usize]).collect();
        ranks.sort_unstable();
        ranks
    }
}
