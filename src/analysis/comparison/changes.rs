//! What was added, ended, renamed, renumbered, merged and split: actors, initiatives and activities.

use std::collections::BTreeSet;

use time::Date;

use super::pairing::{How, Pair, Pairing, PairingConfig, Thing};
use super::survey::Survey;
use crate::analysis::complexity::ending::dataset_date;
use crate::ecosystem::{Ecosystem, fold};

/// What happened to one thing. A thing under another id and name is renumbered, and `renamed` is true as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    Added,
    Ended,
    Renamed,
    /// Another id.
    Renumbered,
    /// One of several that became one.
    Merged,
    /// One of several that came from one.
    Split,
}

impl Change {
    pub fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Ended => "ended",
            Self::Renamed => "renamed",
            Self::Renumbered => "renumbered",
            Self::Merged => "merged",
            Self::Split => "split",
        }
    }
}

/// One change. Positions are in the lists of the earlier and of the later ecosystem.
#[derive(Debug, Clone, PartialEq)]
pub struct ThingChange {
    pub change: Change,
    pub earlier: Option<usize>,
    pub later: Option<usize>,
    /// How we know that they are the same; `None` for what was added or ended.
    pub how: Option<How>,
    pub renamed: bool,
    /// Added or ended only because all its regions were surveyed in one of the versions: it may have been there all along.
    pub by_survey: bool,
    /// For an added initiative: it began after the date of the earlier version. For one that ended: its end date lies
    /// before the date of the later version. `None` where the dates are not known.
    pub dated: Option<bool>,
}

/// All changes of one kind of thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// Things in the earlier and in the later version.
    pub earlier: usize,
    pub later: usize,
    /// Same id and name.
    pub unchanged: usize,
    /// By kind of change, then by position.
    pub list: Vec<ThingChange>,
    /// All pairs, the unchanged ones too, sorted by earlier, then later.
    pub pairs: Vec<Pair>,
    /// Per later thing the earlier one that stands for it: the one with its id, else the first.
    pub predecessor: Vec<Option<usize>>,
}

/// The changes of the three kinds.
pub(super) struct AllChanges {
    pub actors: Changes,
    pub initiatives: Changes,
    pub activities: Changes,
}

/// Compares in the order in which one answer helps the next: what is certain about actors and initiatives, then guesses
/// from what they share, then activities within initiatives that are the same.
pub(super) fn changes(earlier: &Ecosystem, later: &Ecosystem, survey: &Survey, config: &PairingConfig) -> AllChanges {
    let (actors_before, actors_after) = (actor_things(earlier), actor_things(later));
    let (before, after) = (initiative_things(earlier), initiative_things(later));
    let mut actors = Pairing::by_id(&actors_before, &actors_after);
    let mut initiatives = Pairing::by_id(&before, &after);
    actors.same_names();
    initiatives.same_names();
    let (actor_numbers, initiative_numbers) = (actors.successor(), initiatives.successor());
    // What has no certain counterpart gets a number beyond those of the later version, so that it counts as not shared.
    let number = |successor: &[Option<usize>], at: usize, later: usize| successor[at].unwrap_or(later + at);
    let (mut links_before, mut links_after) = (Links::new(earlier), Links::new(later));
    for link in earlier.participations() {
        let (initiative, actor) = (link.initiative as usize, link.actor as usize);
        links_before.of_actor[actor].insert(number(&initiative_numbers, initiative, after.len()));
        links_before.of_initiative[initiative].insert(number(&actor_numbers, actor, actors_after.len()));
    }
    for link in later.participations() {
        links_after.of_actor[link.actor as usize].insert(link.initiative as usize);
        links_after.of_initiative[link.initiative as usize].insert(link.actor as usize);
    }
    actors.guess(&links_before.of_actor, &links_after.of_actor, config);
    initiatives.guess(&links_before.of_initiative, &links_after.of_initiative, config);
    let (offers_before, offers_after) = (activity_things(earlier), activity_things(later));
    let mut activities = Pairing::by_id(&offers_before, &offers_after);
    let homes = initiatives.successor();
    let home_before = earlier
        .activities()
        .iter()
        .map(|offer| BTreeSet::from([number(&homes, offer.initiative as usize, after.len())]));
    let home_after = later.activities().iter().map(|offer| BTreeSet::from([offer.initiative as usize]));
    activities.guess(&home_before.collect::<Vec<_>>(), &home_after.collect::<Vec<_>>(), config);

    let dates = (dataset_date(earlier), dataset_date(later));
    let mut initiatives = finish(initiatives);
    for change in &mut initiatives.list {
        match (change.change, change.earlier, change.later) {
            (Change::Ended, Some(at), _) => {
                change.dated = before_day(earlier.initiatives()[at].end, dates.1);
                change.by_survey = survey.only_here(earlier, earlier.initiative_area(at), 0);
            }
            (Change::Added, _, Some(at)) => {
                change.dated = before_day(dates.0, later.initiatives()[at].start);
                change.by_survey = survey.only_here(later, later.initiative_area(at), 1);
            }
            _ => {}
        }
    }
    let mut activities = finish(activities);
    for change in &mut activities.list {
        change.by_survey = match (change.change, change.earlier, change.later) {
            (Change::Ended, Some(at), _) => survey.only_here(earlier, earlier.activity_area(at), 0),
            (Change::Added, _, Some(at)) => survey.only_here(later, later.activity_area(at), 1),
            _ => false,
        };
    }
    let mut actors = finish(actors);
    let mine = [initiatives_of(earlier), initiatives_of(later)];
    let hidden = |ecosystem: &Ecosystem, actor: usize, side: usize| {
        let mut mine = mine[side][actor].iter();
        mine.len() > 0 && mine.all(|&at| survey.only_here(ecosystem, ecosystem.initiative_area(at), side))
    };
    for change in &mut actors.list {
        change.by_survey = match (change.change, change.earlier, change.later) {
            (Change::Ended, Some(at), _) => hidden(earlier, at, 0),
            (Change::Added, _, Some(at)) => hidden(later, at, 1),
            _ => false,
        };
    }
    AllChanges { actors, initiatives, activities }
}

fn before_day(day: Option<Date>, other: Option<Date>) -> Option<bool> {
    Some(day? < other?)
}

fn initiatives_of(ecosystem: &Ecosystem) -> Vec<Vec<usize>> {
    let mut mine = vec![Vec::new(); ecosystem.actors().len()];
    ecosystem.participations().iter().for_each(|link| mine[link.actor as usize].push(link.initiative as usize));
    mine
}

/// Per actor its initiatives and per initiative its actors, in the numbering of the later version.
struct Links {
    of_actor: Vec<BTreeSet<usize>>,
    of_initiative: Vec<BTreeSet<usize>>,
}

impl Links {
    fn new(ecosystem: &Ecosystem) -> Self {
        Self {
            of_actor: vec![BTreeSet::new(); ecosystem.actors().len()],
            of_initiative: vec![BTreeSet::new(); ecosystem.initiatives().len()],
        }
    }
}

fn actor_things(ecosystem: &Ecosystem) -> Vec<Thing<'_>> {
    let actors = ecosystem.actors().iter();
    actors
        .map(|actor| Thing {
            id: &actor.id,
            name: &actor.name,
            formerly: actor.aliases.iter().map(AsRef::as_ref).collect(),
        })
        .collect()
}

fn initiative_things(ecosystem: &Ecosystem) -> Vec<Thing<'_>> {
    let initiatives = ecosystem.initiatives().iter();
    initiatives
        .map(|initiative| Thing {
            id: &initiative.id,
            name: &initiative.name,
            formerly: initiative.particulars.iter().flat_map(|more| &more.formerly).map(AsRef::as_ref).collect(),
        })
        .collect()
}

/// Names of activities say what is done, not who does it: the same name under another id says nothing by itself.
fn activity_things(ecosystem: &Ecosystem) -> Vec<Thing<'_>> {
    let activities = ecosystem.activities().iter();
    activities.map(|activity| Thing { id: &activity.id, name: &activity.name, formerly: Vec::new() }).collect()
}

/// Pairs in words: what is one to one keeps, changes its name or its id; the others merged or were split.
fn finish(pairing: Pairing) -> Changes {
    let (mut of_earlier, mut of_later) = (vec![0_usize; pairing.earlier.len()], vec![0_usize; pairing.later.len()]);
    for pair in &pairing.pairs {
        of_earlier[pair.earlier] += 1;
        of_later[pair.later] += 1;
    }
    let mut list = Vec::new();
    let mut unchanged = 0;
    let alone = |change, earlier, later| ThingChange {
        change,
        earlier,
        later,
        how: None,
        renamed: false,
        by_survey: false,
        dated: None,
    };
    for pair in &pairing.pairs {
        let (before, after) = (&pairing.earlier[pair.earlier], &pairing.later[pair.later]);
        let renamed = before.name != after.name;
        let change = match (of_earlier[pair.earlier] > 1, of_later[pair.later] > 1) {
            (true, _) => Change::Split,
            (false, true) => Change::Merged,
            (false, false) if before.id != after.id => Change::Renumbered,
            (false, false) if renamed => Change::Renamed,
            (false, false) => {
                unchanged += 1;
                continue;
            }
        };
        // The same id, and the later version says so too.
        let stated =
            pair.how == How::SameId && renamed && after.formerly.iter().any(|words| fold(words) == fold(before.name));
        let how = Some(if stated { How::Stated } else { pair.how });
        list.push(ThingChange { how, renamed, ..alone(change, Some(pair.earlier), Some(pair.later)) });
    }
    list.extend(pairing.gone().into_iter().map(|at| alone(Change::Ended, Some(at), None)));
    list.extend(pairing.added().into_iter().map(|at| alone(Change::Added, None, Some(at))));
    list.sort_by_key(|change| (change.change, change.earlier, change.later));
    Changes {
        earlier: pairing.earlier.len(),
        later: pairing.later.len(),
        unchanged,
        list,
        predecessor: pairing.predecessor(),
        pairs: pairing.pairs,
    }
}
