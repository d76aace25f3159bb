//! The register of what was planted: per kind of truth the rows that say where it is.
//!
//! Must not be here: the words around the rows (`document`).

use super::Version;
use std::collections::BTreeMap;

/// A kind of planted truth, in the order in which the document tells them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Truth {
    OverlapWithoutCollaboration,
    OverlapFunderOnly,
    OverlapWithCollaboration,
    LearningCircle,
    AbsentCell,
    NationalOnlyCell,
    ThinCell,
    FragileCell,
    EndingEmptiesCell,
    HighDemand,
    DuplicateName,
    Lookalike,
    Articulation,
    Hinge,
    Bridge,
    IsolatedActor,
    InitiativeWithoutActors,
    InitiativeWithoutActivities,
    UnknownArea,
    AreaFromActivities,
    EveryValue,
    National,
    GoodPractice,
    DeadEnd,
    DoorWithoutReferrals,
    FewAnswers,
    Added,
    Ended,
    Renamed,
    NewId,
    GuessedRename,
    Merged,
    CellClosed,
    CellOpened,
    NewlySurveyed,
}

/// A row of a truth's table, and the version it holds in (none: both).
type Row = (Option<Version>, Vec<String>);

/// The planted truths of both versions.
#[derive(Default)]
pub(super) struct Truths {
    rows: BTreeMap<Truth, Vec<Row>>,
}

impl Truths {
    /// Registers a truth that holds in both versions.
    pub(super) fn plant(&mut self, truth: Truth, row: &[&str]) {
        self.insert(truth, None, row);
    }

    /// Registers a truth that holds in one version.
    pub(super) fn plant_in(&mut self, version: Version, truth: Truth, row: &[&str]) {
        self.insert(truth, Some(version), row);
    }

    fn insert(&mut self, truth: Truth, version: Option<Version>, row: &[&str]) {
        let row = row.iter().map(|&cell| cell.to_owned()).collect();
        self.rows.entry(truth).or_default().push((version, row));
    }

    /// The rows of a kind that hold in a version.
    pub(super) fn of(&self, truth: Truth, version: Version) -> Vec<&[String]> {
        let rows = self.rows.get(&truth).map(Vec::as_slice).unwrap_or_default();
        let holds = |stated: Option<Version>| stated.is_none_or(|stated| stated == version);
        rows.iter().filter(|(stated, _)| holds(*stated)).map(|(_, row)| row.as_slice()).collect()
    }
}
