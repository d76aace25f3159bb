//! What is asked of an edit, and what is impossible about it.

use std::collections::{BTreeMap, BTreeSet};

use crate::ecosystem::Ecosystem;

/// Several initiatives or actors that become one; positions in the ecosystem.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merge {
    pub keep: usize,
    pub merge: Vec<usize>,
}

/// What happens to the initiatives, or to the actors. Order and repeats do not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    pub remove: Vec<usize>,
    pub merge: Vec<Merge>,
}

/// What is asked of [`edit`](fn@super::edit).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edits {
    pub initiatives: Changes,
    pub actors: Changes,
}

/// Which list a position is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Initiative,
    Actor,
}

/// Why a change is impossible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConflictReason {
    /// There is no such position.
    Unknown,
    MergedIntoItself,
    RemovedAndKept,
    RemovedAndMerged,
    /// Merged into two different ones.
    MergedTwice,
    /// Others are merged into it while it is merged into another.
    KeptAndMerged,
}

/// Something that cannot be done, and to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Conflict {
    pub subject: Subject,
    pub position: usize,
    pub reason: ConflictReason,
}

impl Edits {
    /// Everything that makes the changes impossible in an ecosystem, by subject and position.
    pub fn conflicts(&self, ecosystem: &Ecosystem) -> Vec<Conflict> {
        let mut found = self.initiatives.conflicts(Subject::Initiative, ecosystem.initiatives().len());
        found.extend(self.actors.conflicts(Subject::Actor, ecosystem.actors().len()));
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Changes {
    fn conflicts(&self, subject: Subject, count: usize) -> Vec<Conflict> {
        let removed: BTreeSet<usize> = self.remove.iter().copied().collect();
        let kept: BTreeSet<usize> = self.merge.iter().map(|merge| merge.keep).collect();
        let mut homes: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for merge in &self.merge {
            merge.merge.iter().for_each(|&merged| _ = homes.entry(merged).or_default().insert(merge.keep));
        }
        let mut found = Vec::new();
        let mut say = |position, reason| found.push(Conflict { subject, position, reason });
        let named = removed.iter().chain(&kept).chain(homes.keys());
        named.filter(|&&position| position >= count).for_each(|&position| say(position, ConflictReason::Unknown));
        removed.intersection(&kept).for_each(|&position| say(position, ConflictReason::RemovedAndKept));
        for (&merged, homes) in &homes {
            if homes.contains(&merged) {
                say(merged, ConflictReason::MergedIntoItself);
            } else if kept.contains(&merged) {
                say(merged, ConflictReason::KeptAndMerged);
            }
            if removed.contains(&merged) {
                say(merged, ConflictReason::RemovedAndMerged);
            }
            if homes.iter().filter(|&&home| home != merged).count() > 1 {
                say(merged, ConflictReason::MergedTwice);
            }
        }
        found
    }

    /// For every position the one that it is part of from now on; `None`: removed.
    pub(super) fn homes(&self, count: usize) -> Vec<Option<usize>> {
        let mut homes: Vec<Option<usize>> = (0..count).map(Some).collect();
        self.remove.iter().for_each(|&position| homes[position] = None);
        for merge in &self.merge {
            merge.merge.iter().for_each(|&merged| homes[merged] = Some(merge.keep));
        }
        homes
    }
}
