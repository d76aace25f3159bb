//! Another ecosystem made from this one: initiatives and actors removed, or merged into one that is kept.
//!
//! For "what if" and for decisions on names. What is kept of a merged initiative or actor:
//!
//! - links: the union of both, each with the union of its roles;
//! - activities with all they say, and the working area that they had. The working area of the initiative is the union of
//!   the working areas, national if one is; not known adds nothing. An activity of which the area was not known takes that
//!   of the initiative that it now belongs to;
//! - referrals, summed; those that would now go from an initiative to itself are dropped;
//! - names: the ids of merged initiatives become `formerly`, the names and aliases of merged actors become aliases.
//!
//! Name, dates, funding and budget are those of the one that is kept: an end that it does not have must not come in from
//! another. Kind, level, place and texts are filled in where it says nothing, from the merged ones in order of id.
//!
//! Removing does not undo a survey: regions that had supply count as surveyed afterwards. Dimensions keep their values, so
//! that what nobody offers any more is seen as missing.

mod asked;
mod work;

pub use self::asked::{Changes, Conflict, ConflictReason, Edits, Merge, Subject};
use self::work::plan;
use super::proposal::CannotAdd;
use super::{Ecosystem, InvalidContents, Proposal};

/// What became of one merge. Counts are of what the merged ones had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeReport {
    pub subject: Subject,
    pub keep: usize,
    /// Increasing.
    pub merged: Vec<usize>,
    /// Links that went over to the kept one, and links that fell together with one that is there.
    pub links_moved: usize,
    pub links_combined: usize,
    /// Of initiatives only.
    pub activities_moved: usize,
}

/// What was done; positions are those of the ecosystem before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditReport {
    /// Increasing.
    pub removed_initiatives: Vec<usize>,
    pub removed_actors: Vec<usize>,
    /// Initiatives, then actors, each by the one that is kept.
    pub merges: Vec<MergeReport>,
    /// Links whose initiative and actor stayed what they were, that went over to another one, that fell together with
    /// another link, and that went with what was removed. Together all links.
    pub links_unchanged: usize,
    pub links_moved: usize,
    pub links_combined: usize,
    pub links_dropped: usize,
    pub activities_moved: usize,
    pub activities_dropped: usize,
    /// Answers go along with their activity, or are dropped with it.
    pub responses_moved: usize,
    pub responses_dropped: usize,
    /// Rows of referrals that were added to another row, that went with what was removed, and that would go from an
    /// initiative to itself.
    pub referrals_combined: usize,
    pub referrals_dropped: usize,
    pub self_referrals_dropped: usize,
    /// Ids of what was added afterwards, in order.
    pub added_initiatives: Vec<Box<str>>,
    pub added_actors: Vec<Box<str>>,
}

/// The result of [`edit`].
#[derive(Debug, Clone)]
pub struct Edited {
    pub ecosystem: Ecosystem,
    pub report: EditReport,
    /// Where each initiative, actor and activity of the ecosystem before is now; `None`: removed.
    pub initiatives: Vec<Option<u32>>,
    pub actors: Vec<Option<u32>>,
    pub activities: Vec<Option<u32>>,
}

/// Why there is no edited ecosystem.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Everything that is impossible, by subject and position.
    #[error("{} of the changes are impossible", .0.len())]
    Conflicts(Vec<Conflict>),
    #[error(transparent)]
    Contents(#[from] InvalidContents),
}

impl Edited {
    /// Adds a proposed initiative to the result.
    ///
    /// # Errors
    /// As [`Ecosystem::with`].
    pub fn with(mut self, proposal: &Proposal) -> Result<Self, CannotAdd> {
        let after = self.ecosystem.with(proposal)?;
        let before = &self.ecosystem;
        let moved = |position: &mut Option<u32>, find: &dyn Fn(usize) -> Option<usize>| {
            *position = position.and_then(|position| find(position as usize)).map(|position| position as u32);
        };
        let initiative = |position: usize| after.initiative_position(&before.initiatives()[position].id);
        let actor = |position: usize| after.actor_position(&before.actors()[position].id);
        let activity = |position: usize| {
            let id = &before.activities()[position].id;
            after.activities().binary_search_by(|activity| activity.id.cmp(id)).ok()
        };
        self.initiatives.iter_mut().for_each(|position| moved(position, &initiative));
        self.actors.iter_mut().for_each(|position| moved(position, &actor));
        self.activities.iter_mut().for_each(|position| moved(position, &activity));
        self.report.added_initiatives.push(proposal.initiative.id.clone());
        self.report.added_initiatives.sort();
        self.report.added_actors.extend(proposal.new_actors.iter().map(|actor| actor.id.clone()));
        self.report.added_actors.sort();
        self.ecosystem = after;
        Ok(self)
    }
}

/// Removes and merges. Time O(everything in the ecosystem).
///
/// # Errors
/// [`EditError::Conflicts`] with everything that is impossible.
pub fn edit(ecosystem: &Ecosystem, edits: &Edits) -> Result<Edited, EditError> {
    refuse_conflicts(ecosystem, edits)?;
    carry_out(ecosystem.clone(), edits)
}

/// As [`edit`], of an ecosystem that nobody needs any more: what stays as it is need not be copied.
///
/// # Errors
/// As [`edit`].
pub(super) fn edit_owned(ecosystem: Ecosystem, edits: &Edits) -> Result<Edited, EditError> {
    refuse_conflicts(&ecosystem, edits)?;
    carry_out(ecosystem, edits)
}

fn refuse_conflicts(ecosystem: &Ecosystem, edits: &Edits) -> Result<(), EditError> {
    let conflicts = edits.conflicts(ecosystem);
    if conflicts.is_empty() { Ok(()) } else { Err(EditError::Conflicts(conflicts)) }
}

fn carry_out(ecosystem: Ecosystem, edits: &Edits) -> Result<Edited, EditError> {
    let (report, homes, tables) = plan(&ecosystem, edits);
    let mut contents = ecosystem.contents;
    let activities = tables.put_into(&mut contents, &homes);
    Ok(Edited {
        ecosystem: Ecosystem::new(contents)?,
        report,
        initiatives: homes.initiatives.now,
        actors: homes.actors.now,
        activities,
    })
}
