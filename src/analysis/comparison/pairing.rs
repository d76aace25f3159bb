//! Which thing of the later version is which of the earlier one: by id, by what the data state, by name, or by guess.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::numbers::{descending, ratio, round12};
use crate::ecosystem::fold;

/// Least similarity of names, 0 to 1, from which a rename is guessed.
pub const DEFAULT_NAME_SIMILARITY: f64 = 0.8;
/// Least Jaccard index of what two things share (an initiative its actors, an actor its initiatives) for a guess.
pub const DEFAULT_SHARED: f64 = 0.5;

/// Settings of the guesses.
#[derive(Debug, Clone, PartialEq)]
pub struct PairingConfig {
    pub name_similarity: f64,
    pub shared: f64,
}

impl Default for PairingConfig {
    fn default() -> Self {
        Self { name_similarity: DEFAULT_NAME_SIMILARITY, shared: DEFAULT_SHARED }
    }
}

/// How we know that two things are the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum How {
    SameId,
    /// The later version names the earlier id or name.
    Stated,
    /// Another id, but the same name, which no other unmatched thing has.
    SameName,
    /// Names that are alike, and shared links: a guess.
    Guessed {
        similarity: f64,
        shared: f64,
    },
}

impl How {
    pub fn code(self) -> &'static str {
        match self {
            Self::SameId => "same-id",
            Self::Stated => "stated",
            Self::SameName => "same-name",
            Self::Guessed { .. } => "guessed",
        }
    }
}

/// Two things that are the same, by position.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    pub earlier: usize,
    pub later: usize,
    pub how: How,
}

/// What the comparison of two lists looks at.
pub(super) struct Thing<'a> {
    pub id: &'a str,
    pub name: &'a str,
    /// Earlier ids and names that the thing itself states.
    pub formerly: Vec<&'a str>,
}

/// All pairs, sorted by earlier, then later. An earlier thing in several pairs was split, a later one in several merged.
pub(super) struct Pairing<'a> {
    pub earlier: &'a [Thing<'a>],
    pub later: &'a [Thing<'a>],
    pub pairs: Vec<Pair>,
}

impl<'a> Pairing<'a> {
    /// The same id, else what the later version states. A statement about an id that another thing still has is passed over:
    /// the id decides.
    pub fn by_id(earlier: &'a [Thing<'a>], later: &'a [Thing<'a>]) -> Self {
        let mut found = Self { earlier, later, pairs: Vec::new() };
        let later_ids: BTreeMap<&str, usize> = later.iter().enumerate().map(|(at, thing)| (thing.id, at)).collect();
        for (at, thing) in earlier.iter().enumerate() {
            if let Some(&to) = later_ids.get(thing.id) {
                found.pairs.push(Pair { earlier: at, later: to, how: How::SameId });
            }
        }
        let ids: BTreeMap<&str, usize> = earlier.iter().enumerate().map(|(at, thing)| (thing.id, at)).collect();
        let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, thing) in earlier.iter().enumerate().filter(|(_, thing)| !later_ids.contains_key(thing.id)) {
            names.entry(fold(thing.name)).or_default().push(at);
        }
        for (to, thing) in later.iter().enumerate() {
            let mut stated: BTreeSet<usize> = BTreeSet::new();
            for words in &thing.formerly {
                if later_ids.contains_key(words) {
                    continue;
                }
                match ids.get(words) {
                    Some(&at) => stated.extend([at]),
                    None => stated.extend(names.get(&fold(words)).into_iter().flatten()),
                }
            }
            found.pairs.extend(stated.into_iter().map(|earlier| Pair { earlier, later: to, how: How::Stated }));
        }
        found.pairs.sort_by_key(|pair| (pair.earlier, pair.later));
        found
    }

    /// Adds pairs of the same (folded) name where only one of what is left has it on either side.
    pub fn same_names(&mut self) {
        let (gone, added) = (self.gone(), self.added());
        let by_name = |things: &[Thing], open: &[usize]| {
            let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            open.iter().for_each(|&at| names.entry(fold(things[at].name)).or_default().push(at));
            names
        };
        let later = by_name(self.later, &added);
        for (name, earlier) in by_name(self.earlier, &gone) {
            if let ([earlier], Some([later]), false) =
                (earlier.as_slice(), later.get(&name).map(Vec::as_slice), name.is_empty())
            {
                self.pairs.push(Pair { earlier: *earlier, later: *later, how: How::SameName });
            }
        }
        self.pairs.sort_by_key(|pair| (pair.earlier, pair.later));
    }

    /// Adds guesses among what is left: names at least as similar as asked (1 − edit distance / length of the longer, on
    /// folded names) and links in common. The most similar pair goes first, ties to most in common, then lowest ids.
    ///
    /// `earlier_links` and `later_links` give per thing what it is linked to, in one numbering.
    pub fn guess(
        &mut self,
        earlier_links: &[BTreeSet<usize>],
        later_links: &[BTreeSet<usize>],
        config: &PairingConfig,
    ) {
        let mut linked_to: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in self.added() {
            later_links[at].iter().for_each(|&link| linked_to.entry(link).or_default().push(at));
        }
        let mut candidates: Vec<(f64, f64, usize, usize)> = Vec::new();
        for earlier in self.gone() {
            let reached: BTreeSet<usize> =
                earlier_links[earlier].iter().filter_map(|link| linked_to.get(link)).flatten().copied().collect();
            for later in reached {
                let (a, b) = (&earlier_links[earlier], &later_links[later]);
                let shared = ratio(a.intersection(b).count() as f64, a.union(b).count() as f64).unwrap_or(0.0);
                let names = [self.earlier[earlier].name, self.later[later].name].map(fold);
                let similarity = round12(strsim::normalized_levenshtein(&names[0], &names[1]));
                let named = names.iter().all(|name| !name.is_empty());
                if named && shared >= config.shared && similarity >= config.name_similarity {
                    candidates.push((similarity, shared, earlier, later));
                }
            }
        }
        candidates.sort_by(|a, b| descending(a.0, b.0).then(descending(a.1, b.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
        let (mut used_earlier, mut used_later) = (BTreeSet::new(), BTreeSet::new());
        for (similarity, shared, earlier, later) in candidates {
            if !used_earlier.contains(&earlier) && !used_later.contains(&later) {
                used_earlier.insert(earlier);
                used_later.insert(later);
                self.pairs.push(Pair { earlier, later, how: How::Guessed { similarity, shared } });
            }
        }
        self.pairs.sort_by_key(|pair| (pair.earlier, pair.later));
    }

    /// Earlier things without a later one.
    pub fn gone(&self) -> Vec<usize> {
        let known: BTreeSet<usize> = self.pairs.iter().map(|pair| pair.earlier).collect();
        (0..self.earlier.len()).filter(|at| !known.contains(at)).collect()
    }

    /// Later things without an earlier one.
    pub fn added(&self) -> Vec<usize> {
        let known: BTreeSet<usize> = self.pairs.iter().map(|pair| pair.later).collect();
        (0..self.later.len()).filter(|at| !known.contains(at)).collect()
    }

    /// Per earlier thing the first later one; for a split the one with the lowest id.
    pub fn successor(&self) -> Vec<Option<usize>> {
        let mut successor = vec![None; self.earlier.len()];
        for pair in &self.pairs {
            successor[pair.earlier].get_or_insert(pair.later);
        }
        successor
    }

    /// Per later thing the earlier one that stands for it: the one with its id, else the first.
    pub fn predecessor(&self) -> Vec<Option<usize>> {
        let mut predecessor = vec![None; self.later.len()];
        for pair in &self.pairs {
            if pair.how == How::SameId || predecessor[pair.later].is_none() {
                predecessor[pair.later] = Some(pair.earlier);
            }
        }
        predecessor
    }
}
