//! Decisions on names (`names.csv`) as an overlay: what was found to be one is made one, every time the data are read.
//!
//! Nothing in the files changes, so taking a row away undoes it. "The same" is transitive: of all that rows chain together
//! one is kept, the one that no row merges away (of several, or in a circle, the first id). Merging itself is that of
//! [`super::edit`]: links of both in one initiative become one link with the roles of both.
//!
//! A decision that two are different holds for whatever they were merged into. Where it contradicts the rows that make them
//! the same, nothing of that group is merged: what is doubtful stays apart.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::coded::coded;
use super::edit::{Changes, EditError, Edits, Merge, Subject, edit_owned};
use super::{Ecosystem, ROWS_PER_TASK};
use crate::language::Text;

coded! {
    /// What was decided about two names. An empty cell is not decided.
    Ruling {
        Same = "same", "hetzelfde", "the same", "zelfde", "samen";
        Different = "different", "verschillend", "not the same", "anders", "apart", "niet hetzelfde";
    }
}

/// Why a decision does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoEffect {
    /// No decision in the cell.
    Undecided,
    UnknownWord,
    /// One of the two is not there.
    UnknownName,
    /// A name that several have.
    AmbiguousName,
    /// An actor and an initiative.
    TwoKinds,
    Itself,
    /// Other rows say the opposite, directly or by a chain.
    Contradicted,
}

impl NoEffect {
    pub fn code(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::UnknownWord => "unknown-word",
            Self::UnknownName => "unknown-name",
            Self::AmbiguousName => "ambiguous-name",
            Self::TwoKinds => "two-kinds",
            Self::Itself => "itself",
            Self::Contradicted => "contradicted",
        }
    }

    /// Why nothing came of it and what to do.
    pub fn sentence(self) -> Text {
        match self {
            Self::Undecided => Text::new(
                "Over deze namen is nog niet besloten. Vul same of different in.",
                "These names are not decided yet. Fill in same or different.",
            ),
            Self::UnknownWord => Text::new(
                "Dit besluit wordt niet begrepen en heeft geen gevolg. Schrijf same of different.",
                "This decision is not understood and has no effect. Write same or different.",
            ),
            Self::UnknownName => Text::new(
                "Deze naam of id komt niet voor. Herstel of verwijder het besluit.",
                "This name or id does not occur. Correct or remove the decision.",
            ),
            Self::AmbiguousName => Text::new(
                "Deze naam komt meer dan eens voor; het besluit heeft geen gevolg. Gebruik de id.",
                "Several have this name; the decision has no effect. Use the id.",
            ),
            Self::TwoKinds => Text::new(
                "Het ene is een actor, het andere een initiatief; die worden niet samengevoegd. Herstel het besluit.",
                "One is an actor, the other an initiative; these are not merged. Correct the decision.",
            ),
            Self::Itself => Text::new(
                "Dit is tweemaal hetzelfde; het besluit heeft geen gevolg. Verwijder het.",
                "This is the same one twice; the decision has no effect. Remove it.",
            ),
            Self::Contradicted => Text::new(
                "Andere besluiten zeggen het tegendeel; niets van deze groep is samengevoegd. Verander een van beide.",
                "Other decisions say the opposite; nothing of this group has been merged. Change one of them.",
            ),
        }
    }
}

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    Merged,
    KeptApart,
    None(NoEffect),
}

/// What became of one decision on names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub outcome: Outcome,
    /// `None` where the names are not known.
    pub subject: Option<Subject>,
    /// Ids as they are now: what both are part of, or the two that stay apart. As written where nothing came of it.
    pub keep: Box<str>,
    pub merge: Box<str>,
    /// Links of the merged one that went over unchanged in number, and links that were summed with one that was there.
    pub links_kept: usize,
    pub links_summed: usize,
    pub activities_moved: usize,
    /// Whether another one than the row asks is kept, since other rows merge that one away or keep it too.
    pub keeps_another: bool,
}

/// Two positions that a row is about.
type Resolved = Result<(Subject, usize, usize, Ruling), NoEffect>;

/// Carries out the decisions on names of an ecosystem. Time O(everything in it).
///
/// # Errors
/// As [`edit`](super::edit::edit()); does not happen for decisions, since what contradicts is left out.
pub fn decide(ecosystem: Ecosystem) -> Result<Ecosystem, EditError> {
    if ecosystem.name_decisions().is_empty() {
        return Ok(ecosystem);
    }
    let words: Words<'_> = ecosystem.name_decisions().iter().flat_map(|row| [&*row.keep, &*row.merge]).collect();
    let names = [Subject::Actor, Subject::Initiative].map(|subject| Names::of(&ecosystem, subject, &words));
    let rows: Vec<Resolved> = ecosystem.name_decisions().iter().map(|row| resolve(&names, row)).collect();
    let [actors, initiatives] = [Subject::Actor, Subject::Initiative].map(|subject| Groups::of(&rows, subject));
    let edits = Edits { actors: actors.changes(), initiatives: initiatives.changes() };
    let mut decided = report(&ecosystem, &rows, &actors, &initiatives);
    let mut ecosystem = if edits == Edits::default() { ecosystem } else { edit_owned(ecosystem, &edits)?.ecosystem };
    ecosystem.contents.decided.append(&mut decided);
    Ok(ecosystem)
}

/// Ids and names that decisions are about.
type Words<'a> = HashSet<&'a str, RandomState>;

/// The ids and names of one list that decisions are about; `None`: several have it.
struct Names<'a> {
    subject: Subject,
    ids: BTreeMap<&'a str, usize>,
    names: BTreeMap<&'a str, Option<usize>>,
}

impl<'a> Names<'a> {
    fn of(ecosystem: &'a Ecosystem, subject: Subject, words: &Words<'_>) -> Self {
        match subject {
            Subject::Actor => Self::among(ecosystem.actors(), |row| (&row.id, &row.name), subject, words),
            Subject::Initiative => Self::among(ecosystem.initiatives(), |row| (&row.id, &row.name), subject, words),
        }
    }

    fn among<T: Sync>(rows: &'a [T], called: fn(&T) -> (&str, &str), subject: Subject, words: &Words<'_>) -> Self {
        let is_meant = |row: &T| {
            let (id, name) = called(row);
            words.contains(id) || words.contains(name)
        };
        // Few are.
        let all = rows.par_iter().with_min_len(ROWS_PER_TASK).enumerate();
        let meant: Vec<(usize, &T)> = all.filter(|(_, row)| is_meant(row)).collect();
        let mut found = Self { subject, ids: BTreeMap::new(), names: BTreeMap::new() };
        for (position, row) in meant {
            let (id, name) = called(row);
            found.ids.insert(id, position);
            found.names.entry(name).and_modify(|known| *known = None).or_insert(Some(position));
        }
        found
    }

    fn find(&self, words: &str) -> Result<usize, NoEffect> {
        if let Some(&position) = self.ids.get(words) {
            return Ok(position);
        }
        match self.names.get(words) {
            Some(Some(position)) => Ok(*position),
            Some(None) => Err(NoEffect::AmbiguousName),
            None => Err(NoEffect::UnknownName),
        }
    }
}

fn resolve(names: &[Names<'_>; 2], row: &super::NameDecision) -> Resolved {
    let found = names.each_ref().map(|names| (names.subject, names.find(&row.keep), names.find(&row.merge)));
    let both = found.iter().find_map(|(subject, keep, merge)| Some((*subject, keep.ok()?, merge.ok()?)));
    let Some((subject, keep, merge)) = both else {
        let keep_is_known = found.iter().any(|found| found.1.is_ok());
        let merge_is_known = found.iter().any(|found| found.2.is_ok());
        let ambiguous = Err(NoEffect::AmbiguousName);
        return Err(if keep_is_known && merge_is_known {
            NoEffect::TwoKinds
        } else if found.iter().any(|found| found.1 == ambiguous || found.2 == ambiguous) {
            NoEffect::AmbiguousName
        } else {
            NoEffect::UnknownName
        });
    };
    if row.decision.trim().is_empty() {
        return Err(NoEffect::Undecided);
    }
    let ruling = Ruling::from_words(&row.decision).ok_or(NoEffect::UnknownWord)?;
    if keep == merge { Err(NoEffect::Itself) } else { Ok((subject, keep, merge, ruling)) }
}

/// What belongs together in one list.
#[derive(Default)]
struct Groups {
    /// Of everything that a row says is the same: the one that is kept.
    kept: BTreeMap<usize, usize>,
    /// Kept ones of groups that other rows contradict.
    contradicted: BTreeSet<usize>,
}

impl Groups {
    fn of(rows: &[Resolved], subject: Subject) -> Self {
        let of_subject = |wanted: Ruling| {
            rows.iter().filter_map(move |row| match *row {
                Ok((of, keep, merge, ruling)) if of == subject && ruling == wanted => Some((keep, merge)),
                _ => None,
            })
        };
        let mut neighbours: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (keep, merge) in of_subject(Ruling::Same) {
            neighbours.entry(keep).or_default().insert(merge);
            neighbours.entry(merge).or_default().insert(keep);
        }
        let merged_away: BTreeSet<usize> = of_subject(Ruling::Same).map(|(_, merge)| merge).collect();
        let mut groups = Self::default();
        for &start in neighbours.keys() {
            if groups.kept.contains_key(&start) {
                continue;
            }
            let mut members = BTreeSet::from([start]);
            let mut ahead = vec![start];
            while let Some(member) = ahead.pop() {
                ahead.extend(neighbours.get(&member).into_iter().flatten().filter(|&&next| members.insert(next)));
            }
            let kept = members.iter().find(|member| !merged_away.contains(member)).or(members.first());
            let kept = kept.copied().unwrap_or(start);
            groups.kept.extend(members.into_iter().map(|member| (member, kept)));
        }
        for (keep, merge) in of_subject(Ruling::Different) {
            if let (Some(home), Some(other)) = (groups.kept.get(&keep), groups.kept.get(&merge))
                && home == other
            {
                groups.contradicted.insert(*home);
            }
        }
        groups
    }

    /// Where a position is from now on.
    fn home(&self, position: usize) -> usize {
        self.kept.get(&position).copied().filter(|home| !self.contradicted.contains(home)).unwrap_or(position)
    }

    fn changes(&self) -> Changes {
        let mut merges: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &member in self.kept.keys() {
            let home = self.home(member);
            if home != member {
                merges.entry(home).or_default().push(member);
            }
        }
        let merge = merges.into_iter().map(|(keep, merge)| Merge { keep, merge }).collect();
        Changes { merge, ..Changes::default() }
    }

    fn is_contradicted(&self, one: usize, other: usize) -> bool {
        let homes = (self.kept.get(&one), self.kept.get(&other));
        matches!(homes, (Some(home), Some(other)) if home == other && self.contradicted.contains(home))
    }
}

/// Links of what is merged: how many stay, and how many are summed with one that is there.
fn link_counts(ecosystem: &Ecosystem, groups: [&Groups; 2]) -> [BTreeMap<usize, (usize, usize)>; 2] {
    let [actors, initiatives] = groups;
    let links = ecosystem.participations();
    let stays =
        |initiative: usize, actor: usize| initiatives.home(initiative) == initiative && actors.home(actor) == actor;
    let is_there = |pair: (usize, usize)| {
        links.binary_search_by_key(&pair, |link| (link.initiative as usize, link.actor as usize)).is_ok()
    };
    let mut added: BTreeSet<(usize, usize)> = BTreeSet::new();
    let (mut of_actors, mut of_initiatives) = (BTreeMap::new(), BTreeMap::new());
    for link in links {
        let (initiative, actor) = (link.initiative as usize, link.actor as usize);
        if stays(initiative, actor) {
            continue;
        }
        // A pair of two that are kept: if there is a link between them, it stays.
        let pair = (initiatives.home(initiative), actors.home(actor));
        let is_new = !is_there(pair) && added.insert(pair);
        let count = |of: &mut BTreeMap<usize, (usize, usize)>, position: usize| {
            let counts = of.entry(position).or_default();
            counts.0 += usize::from(is_new);
            counts.1 += usize::from(!is_new);
        };
        if actors.home(actor) != actor {
            count(&mut of_actors, actor);
        }
        if initiatives.home(initiative) != initiative {
            count(&mut of_initiatives, initiative);
        }
    }
    [of_actors, of_initiatives]
}

fn report(ecosystem: &Ecosystem, rows: &[Resolved], actors: &Groups, initiatives: &Groups) -> Vec<Decided> {
    let [of_actors, of_initiatives] = link_counts(ecosystem, [actors, initiatives]);
    let mut claimed: BTreeSet<(Subject, usize)> = BTreeSet::new();
    let mut decided = Vec::with_capacity(rows.len());
    for (row, resolved) in ecosystem.name_decisions().iter().zip(rows) {
        let mut found = Decided {
            outcome: Outcome::None(NoEffect::UnknownName),
            subject: None,
            keep: row.keep.clone(),
            merge: row.merge.clone(),
            links_kept: 0,
            links_summed: 0,
            activities_moved: 0,
            keeps_another: false,
        };
        match *resolved {
            Err(reason) => found.outcome = Outcome::None(reason),
            Ok((subject, keep, merge, ruling)) => {
                let (groups, counts) = match subject {
                    Subject::Actor => (actors, &of_actors),
                    Subject::Initiative => (initiatives, &of_initiatives),
                };
                let id = |position: usize| match subject {
                    Subject::Actor => ecosystem.actors()[position].id.clone(),
                    Subject::Initiative => ecosystem.initiatives()[position].id.clone(),
                };
                found.subject = Some(subject);
                if groups.is_contradicted(keep, merge) {
                    found.outcome = Outcome::None(NoEffect::Contradicted);
                } else if ruling == Ruling::Different {
                    found.outcome = Outcome::KeptApart;
                    (found.keep, found.merge) = (id(groups.home(keep)), id(groups.home(merge)));
                } else {
                    let home = groups.home(keep);
                    found.outcome = Outcome::Merged;
                    (found.keep, found.keeps_another) = (id(home), home != keep);
                    // Of two rows about one record only the first counts its links.
                    let gone = |position: &usize| *position != home && !claimed.contains(&(subject, *position));
                    let gone = [merge, keep].into_iter().find(gone);
                    found.merge = id(gone.unwrap_or(if merge == home { keep } else { merge }));
                    if let Some(gone) = gone {
                        claimed.insert((subject, gone));
                        (found.links_kept, found.links_summed) = counts.get(&gone).copied().unwrap_or_default();
                        if subject == Subject::Initiative {
                            found.activities_moved = ecosystem.activities_of(gone).len();
                        }
                    }
                }
            }
        }
        decided.push(found);
    }
    decided
}
