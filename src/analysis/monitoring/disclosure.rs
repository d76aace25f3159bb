//! Which groups are not shown, so that nobody can be recognised.
//!
//! A group with fewer than `least` answers is suppressed. Groups add up to totals (all answers; for initiatives also a region
//! or a lead value), and what is suppressed must not follow by subtraction from a total that is shown: of its parts either
//! none is suppressed, or at least two that together have `least` answers. Where that does not hold the smallest part still
//! shown (ties: the first) is suppressed too. A total that is itself suppressed must not follow from its parts by addition:
//! at least one of them is suppressed. This is repeated until it holds for all totals (complementary cell suppression, as in
//! Hundepool et al. 2012, doi:10.1002/9781118348239, chapter 4; smallest first, not the least number of cells).
//!
//! It holds within one answer. Two answers with different filters can still be laid side by side: answers of which even that
//! would be harmful do not belong in a dataset that is served.

/// A total and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// Whether the total itself is shown.
    pub shown: bool,
    /// (position of the group, its answers in this total).
    pub parts: Vec<(usize, u64)>,
}

impl Total {
    fn is_safe(&self, suppressed: &[bool], least: u64) -> bool {
        let hidden = || self.parts.iter().filter(|&&(group, _)| suppressed[group]);
        let answers: u64 = hidden().map(|&(_, n)| n).sum();
        if self.shown {
            hidden().count() == 0 || (hidden().count() > 1 && answers >= least)
        } else {
            hidden().count() > 0
        }
    }
}

/// Which groups are not shown; `sizes` are their answers, all of them above 0. O(groups · totals · parts).
pub fn suppressed(sizes: &[u64], totals: &[Total], least: u64) -> Vec<bool> {
    let mut suppressed: Vec<bool> = sizes.iter().map(|&n| n < least).collect();
    loop {
        let unsafe_total = totals.iter().filter(|total| !total.is_safe(&suppressed, least));
        // Of the first total that is not safe the smallest part that is shown; where none is left nothing can be derived.
        let next = unsafe_total
            .filter_map(|total| {
                let shown = total.parts.iter().filter(|&&(group, _)| !suppressed[group]);
                shown.map(|&(group, _)| (sizes[group], group)).min()
            })
            .next();
        match next {
            Some((_, group)) => suppressed[group] = true,
            None => return suppressed,
        }
    }
}
