//! Which later initiatives may overlap with one at all, without comparing it with each of them.
//!
//! A mean of at least t needs one activity pair that is alike in t: a similarity join over activities. Alike in t, by weighted
//! Jaccard, means that the weight they share is at least t/(1 + t) · (w(x) + w(y)) (Xiao et al. 2008,
//! doi:10.1145/1367497.1367516). So many of the heaviest tokens of x as make up that weight must be shared at least. Which
//! activities share so many is counted for 64 of them at once: every token has a row of bits, one per activity, and rows are
//! added up in binary, a row of bits per digit. Activities lie in order of weight, so that a whole class of them is held to
//! one number.
//!
//! Tokens beyond the thousand most frequent have lists instead of rows; whoever shares one of these is looked at in any case.
//! Every bound is taken a little too wide, so that rounding cannot lose a pair; who calls this compares in full.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rayon::prelude::*;

use super::search::Described;
use crate::analysis::offer::Offers;
use crate::ecosystem::{Area, Ecosystem, RegionIndex};

/// How much wider than t the bounds are, for rounding.
const SLACK: f64 = 1e-6;

/// Weight classes of the activities of a group.
const CLASSES: usize = 16;

/// Tokens that have rows of bits: the most frequent ones.
const ROWS: usize = 1024;

/// Words that are added up together.
const BLOCK: usize = 8;

/// Digits of a count. An activity with more tokens than they can count is compared with all.
const DIGITS: usize = 6;

/// Activities in groups by area, and which of them have which token.
pub(in crate::analysis) struct Join<'a> {
    ecosystem: &'a Ecosystem,
    offers: &'a Offers,
    least: f64,
    areas: AreaGroups,
    groups: Vec<Group>,
    /// By rank, the number of its row; `None` for rare tokens.
    row_of: Vec<Option<usize>>,
}

/// The activities of an area group by weight class, then initiative; each class begins with a new word.
struct Group {
    classes: Vec<Class>,
    /// Activity and initiative of each bit; what fills up a word has none.
    members: Vec<Option<(u32, u32)>>,
    words: usize,
    /// `words` per row.
    bits: Vec<u64>,
    /// Positions in `members` of who has a rare token, by rank.
    rare: BTreeMap<u32, Vec<u32>>,
}

struct Class {
    lightest: f64,
    heaviest: f64,
    words: std::ops::Range<usize>,
}

/// An activity that others are looked for.
struct Probe {
    total: f64,
    /// Rows of its frequent tokens, and their weights, heaviest first.
    rows: Vec<usize>,
    weights: Vec<f64>,
}

impl<'a> Join<'a> {
    /// For likeness from `least` on, `everywhere` or where areas may meet.
    pub fn new(
        ecosystem: &'a Ecosystem,
        offers: &'a Offers,
        described: &Described,
        least: f64,
        everywhere: bool,
    ) -> Self {
        let areas = AreaGroups::new(ecosystem, everywhere);
        let mut members: Vec<Vec<(u32, u32)>> = vec![Vec::new(); areas.count];
        let mut mine = Vec::new();
        for initiative in 0..ecosystem.initiatives().len() {
            for &activity in described.of(initiative) {
                areas.of(ecosystem.activity_area(activity as usize), &mut mine);
                mine.iter().for_each(|&group| members[group].push((activity, initiative as u32)));
            }
        }
        // Ranks are by weight, so the last ones are the most frequent.
        let ranks = offers.ranked_weights().len();
        let rare = ranks.saturating_sub(ROWS);
        let row_of: Vec<Option<usize>> = (0..ranks).map(|rank| rank.checked_sub(rare)).collect();
        let groups = members.into_par_iter().map(|members| Group::new(members, offers, &row_of)).collect();
        Self { ecosystem, offers, least: (least - SLACK).max(0.0), areas, groups, row_of }
    }

    /// Initiatives after `a`, which offers `activities`, with an activity that may be alike enough, each once, in no
    /// order. `seen` has for every initiative the last one that met it.
    pub fn after(&self, a: usize, activities: &[u32], seen: &mut [u32], found: &mut Vec<u32>) {
        for &x in activities {
            let _ = self.visit(x as usize, a as u32 + 1, |y, b| {
                let slot = &mut seen[b];
                if b > a && *slot != a as u32 && self.offers.similarity(x as usize, y) >= self.least {
                    *slot = a as u32;
                    found.push(b as u32);
                }
                ControlFlow::Continue(())
            });
        }
    }

    /// Shows activities that may be alike enough to activity `x`, with their initiatives, until told to stop: all of
    /// initiative `first` and later ones where likeness and area allow it, some twice, and a few of before.
    pub fn visit(
        &self,
        x: usize,
        first: u32,
        mut show: impl FnMut(usize, usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let ranks = self.offers.ranks_of(x);
        let probe = self.probe(x);
        let (mut mine, mut positions) = (Vec::new(), Vec::new());
        self.areas.searched(self.ecosystem.activity_area(x), &mut mine);
        for &group in &mine {
            let group = &self.groups[group];
            let mut show_all = |positions: &mut Vec<u32>| {
                let mut members = positions.drain(..).filter_map(|position| group.members[position as usize]);
                members.try_for_each(|(y, b)| show(y as usize, b as usize))
            };
            for class in &group.classes {
                if let Some(count) = self.least_shared(&probe, class) {
                    group.sharing(class, &probe, count, first, &mut positions);
                    show_all(&mut positions)?;
                }
            }
            let rare = ranks.iter().filter(|&&rank| self.row_of[rank as usize].is_none());
            positions.extend(rare.filter_map(|rank| group.rare.get(rank)).flatten());
            show_all(&mut positions)?;
        }
        ControlFlow::Continue(())
    }

    fn probe(&self, x: usize) -> Probe {
        let ranks = self.offers.ranks_of(x);
        let frequent = || ranks.iter().filter_map(|&rank| Some((rank, self.row_of[rank as usize]?)));
        Probe {
            total: self.offers.total(x),
            rows: frequent().map(|(_, row)| row).collect(),
            weights: frequent().map(|(rank, _)| self.offers.ranked_weights()[rank as usize]).collect(),
        }
    }

    /// Pairs of activities that searching for all would look at: fewer from a higher likeness on, as fewer weight classes then
    /// come near enough.
    pub fn cost(&self, described: &Described) -> u64 {
        let pairs = |mine: &mut Vec<usize>, &activity: &u32| {
            let (probe, ranks) = (self.probe(activity as usize), self.offers.ranks_of(activity as usize));
            self.areas.searched(self.ecosystem.activity_area(activity as usize), mine);
            let of_group = |&group: &usize| {
                let group = &self.groups[group];
                let classes = group.classes.iter().filter(|class| self.least_shared(&probe, class).is_some());
                let searched: usize = classes.map(|class| 64 * class.words.len()).sum();
                let rare: usize = ranks.iter().filter_map(|rank| group.rare.get(rank)).map(Vec::len).sum();
                (searched + rare) as u64
            };
            mine.iter().map(of_group).sum::<u64>()
        };
        // Of each pair only one side is looked at.
        described.activities().par_iter().map_init(Vec::new, pairs).sum::<u64>() / 2
    }

    /// How many of its frequent tokens an activity must share with one of a class that shares no rare one with it; `None`
    /// where all of them are not enough.
    fn least_shared(&self, probe: &Probe, class: &Class) -> Option<usize> {
        let factor = self.least / (1.0 + self.least);
        let need = |weight: f64| factor * (probe.total + weight) - SLACK;
        // No activity of the class weighs as much as it would have to share.
        if class.heaviest < need(class.heaviest) {
            return None;
        }
        let (mut rest, mut count) = (need(class.lightest), 0);
        for weight in &probe.weights {
            if rest <= 0.0 {
                break;
            }
            rest -= weight;
            count += 1;
        }
        (rest <= 0.0).then_some(count)
    }
}

impl Group {
    fn new(mut activities: Vec<(u32, u32)>, offers: &Offers, row_of: &[Option<usize>]) -> Self {
        let weight = |&(activity, _): &(u32, u32)| offers.total(activity as usize);
        activities.sort_by(|x, y| weight(x).total_cmp(&weight(y)));
        let (mut classes, mut members) = (Vec::new(), Vec::new());
        let size = activities.len().div_ceil(CLASSES).max(1);
        for class in activities.chunks_mut(size) {
            let (lightest, heaviest) = (class.first().map_or(0.0, weight), class.last().map_or(0.0, weight));
            class.sort_unstable_by_key(|&(activity, initiative)| (initiative, activity));
            let first = members.len() / 64;
            members.extend(class.iter().copied().map(Some));
            members.resize(members.len().next_multiple_of(64), None);
            classes.push(Class { lightest, heaviest, words: first..members.len() / 64 });
        }
        let words = members.len() / 64;
        let rows = row_of.iter().flatten().count();
        let (mut bits, mut rare) = (vec![0_u64; rows * words], BTreeMap::<u32, Vec<u32>>::new());
        for (position, member) in members.iter().enumerate() {
            let Some((activity, _)) = member else { continue };
            for rank in offers.ranks_of(*activity as usize) {
                match row_of[rank as usize] {
                    Some(row) => bits[row * words + position / 64] |= 1 << (position % 64),
                    None => rare.entry(rank).or_default().push(position as u32),
                }
            }
        }
        Self { classes, members, words, bits, rare }
    }

    /// Adds the positions of those of a class that share `count` frequent tokens at least, from about initiative `first` on.
    fn sharing(&self, class: &Class, probe: &Probe, count: usize, first: u32, positions: &mut Vec<u32>) {
        let members = &self.members[64 * class.words.start..64 * class.words.end];
        let later = members.partition_point(|member| member.is_some_and(|(_, initiative)| initiative < first));
        let mut from = class.words.start + later / 64;
        // More tokens than the digits can count.
        let everything = count == 0 || probe.rows.len() >= 1 << DIGITS;
        while from < class.words.end {
            let length = BLOCK.min(class.words.end - from);
            let mut enough = [u64::MAX; BLOCK];
            if !everything {
                enough = self.at_least(&probe.rows, count, from, length);
            }
            for (word, mut bits) in enough.into_iter().take(length).enumerate() {
                while bits != 0 {
                    positions.push((64 * (from + word)) as u32 + bits.trailing_zeros());
                    bits &= bits - 1;
                }
            }
            from += length;
        }
    }

    /// Bits of those who have at least `count` of some tokens, for `length` words from one on.
    fn at_least(&self, rows: &[usize], count: usize, from: usize, length: usize) -> [u64; BLOCK] {
        let mut digits = [[0_u64; BLOCK]; DIGITS];
        for (added, &row) in rows.iter().enumerate() {
            let start = row * self.words + from;
            let mut carry = [0_u64; BLOCK];
            carry[..length].copy_from_slice(&self.bits[start..start + length]);
            // Digits that a count so far can have.
            let used = (usize::BITS - (added + 1).leading_zeros()) as usize;
            for digit in &mut digits[..used] {
                for (digit, carry) in digit.iter_mut().zip(&mut carry) {
                    let both = *digit & *carry;
                    *digit ^= *carry;
                    *carry = both;
                }
            }
        }
        let (mut more, mut equal) = ([0_u64; BLOCK], [u64::MAX; BLOCK]);
        for (place, digit) in digits.iter().enumerate().rev() {
            let wanted = if count >> place & 1 == 1 { u64::MAX } else { 0 };
            for ((digit, more), equal) in digit.iter().zip(&mut more).zip(&mut equal) {
                *more |= *equal & digit & !wanted;
                *equal &= !(digit ^ wanted);
            }
        }
        std::array::from_fn(|word| more[word] | equal[word])
    }
}

/// Areas by the outermost regions that they lie in: those of two areas that meet have one in common.
struct AreaGroups {
    everywhere: bool,
    /// Group of each region; 0 is kept for what may be anywhere.
    of_region: Vec<usize>,
    count: usize,
}

impl AreaGroups {
    fn new(ecosystem: &Ecosystem, everywhere: bool) -> Self {
        let regions = ecosystem.regions();
        let outermost = |region: RegionIndex| {
            let mut here = region;
            while let Some(parent) = regions.get(here).parent {
                here = parent;
            }
            usize::from(here) + 1
        };
        let of_region = (0..regions.len()).map(|region| outermost(region as RegionIndex)).collect();
        Self { everywhere, of_region, count: if everywhere { 1 } else { regions.len() + 1 } }
    }

    /// The groups that an area is in.
    fn of(&self, area: &Area, groups: &mut Vec<usize>) {
        groups.clear();
        match area {
            Area::Regions(regions) if !self.everywhere => {
                groups.extend(regions.iter().map(|&region| self.of_region[usize::from(region)]));
                groups.sort_unstable();
                groups.dedup();
            }
            _ => groups.push(0),
        }
    }

    /// The groups that have everything which may meet an area.
    fn searched(&self, area: &Area, groups: &mut Vec<usize>) {
        self.of(area, groups);
        if *groups == [0] {
            *groups = (0..self.count).collect();
        } else {
            groups.insert(0, 0);
        }
    }
}
