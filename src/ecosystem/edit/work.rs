//! Carrying out an edit, table by table: first what changes is found, then it is put into the contents.

use std::collections::{BTreeMap, BTreeSet};

use rayon::slice::ParallelSliceMut;

use super::{Changes, EditReport, Edits, MergeReport, Subject};
use crate::ecosystem::{
    Actor, Area, Contents, Ecosystem, Initiative, Participation, Particulars, Referral, RegionIndex,
};

/// What initiatives or actors become part of.
pub(super) struct Homes {
    /// In positions before; `None`: removed.
    homes: Vec<Option<usize>>,
    /// In positions after.
    pub now: Vec<Option<u32>>,
}

impl Homes {
    pub fn new(changes: &Changes, count: usize) -> Self {
        let homes = changes.homes(count);
        let mut next = 0;
        let mut numbers = vec![0_u32; count];
        for (position, home) in homes.iter().enumerate() {
            numbers[position] = next;
            next += u32::from(*home == Some(position));
        }
        let now = homes.iter().map(|home| home.map(|home| numbers[home])).collect();
        Self { homes, now }
    }

    fn of(&self, position: u32) -> Option<u32> {
        self.now[position as usize]
    }

    fn is_merged(&self, position: u32) -> bool {
        self.homes[position as usize].is_some_and(|home| home != position as usize)
    }

    fn stays(&self, position: usize) -> bool {
        self.homes[position] == Some(position)
    }

    /// Whether all stay what they are.
    fn are_unchanged(&self) -> bool {
        self.homes.iter().enumerate().all(|(position, home)| *home == Some(position))
    }

    pub fn removed(&self) -> Vec<usize> {
        (0..self.homes.len()).filter(|&position| self.homes[position].is_none()).collect()
    }

    /// The merged ones, increasing, by the one that is kept.
    fn groups(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (position, home) in self.homes.iter().enumerate() {
            if let Some(home) = home.filter(|&home| home != position) {
                groups.entry(home).or_default().push(position);
            }
        }
        groups
    }
}

/// What initiatives and actors become part of.
pub(super) struct BothHomes {
    pub initiatives: Homes,
    pub actors: Homes,
}

/// What an edit makes of the tables. `None`: a table stays as it is.
pub(super) struct Tables {
    participations: Vec<Participation>,
    other_roles: Vec<(u32, Box<str>)>,
    /// Where each activity is afterwards; `None` within: removed.
    activities: Option<Vec<Option<u32>>>,
    /// Areas, by position before, of activities that would otherwise take on the area of those that their initiative is
    /// merged with.
    areas: Vec<(usize, Area)>,
    referrals: Option<Vec<Referral>>,
    /// Kept initiatives and actors, by position before, with what the merged ones add.
    initiatives: Vec<(usize, Initiative)>,
    actors: Vec<(usize, Actor)>,
    /// Regions that had supply, where initiatives are removed.
    surveyed: Vec<RegionIndex>,
}

/// Finds out what an edit without conflicts comes to.
pub(super) fn plan(ecosystem: &Ecosystem, edits: &Edits) -> (EditReport, BothHomes, Tables) {
    let homes = BothHomes {
        initiatives: Homes::new(&edits.initiatives, ecosystem.initiatives().len()),
        actors: Homes::new(&edits.actors, ecosystem.actors().len()),
    };
    let mut work = Work { ecosystem, homes: &homes, report: EditReport::default() };
    work.report.merges = work.merges(Subject::Initiative, &homes.initiatives);
    work.report.merges.extend(work.merges(Subject::Actor, &homes.actors));
    work.report.removed_initiatives = homes.initiatives.removed();
    work.report.removed_actors = homes.actors.removed();
    let (participations, other_roles) = work.links();
    let mut tables = Tables {
        participations,
        other_roles,
        activities: None,
        areas: Vec::new(),
        referrals: None,
        initiatives: work.initiatives(),
        actors: work.actors(),
        surveyed: Vec::new(),
    };
    if !homes.initiatives.are_unchanged() {
        let (activities, areas) = work.activities();
        (tables.activities, tables.areas) = (Some(activities), areas);
        tables.referrals = Some(work.referrals());
    }
    if !work.report.removed_initiatives.is_empty() {
        tables.surveyed = surveyed(ecosystem);
    }
    (work.report, homes, tables)
}

/// Regions with own supply of the lead dimension.
fn surveyed(ecosystem: &Ecosystem) -> Vec<RegionIndex> {
    let lead = ecosystem.classification().column(ecosystem.taxonomy().lead());
    let classified = (0..ecosystem.activities().len()).filter(|&activity| !lead.of(activity).is_empty());
    let regions = classified.flat_map(|activity| ecosystem.activity_area(activity).own_regions().iter().copied());
    regions.collect::<BTreeSet<_>>().into_iter().collect()
}

impl Tables {
    /// Puts the tables into the contents that they were made from; gives where each activity is now.
    pub fn put_into(self, contents: &mut Contents, homes: &BothHomes) -> Vec<Option<u32>> {
        contents.participations = self.participations;
        contents.other_roles = self.other_roles;
        for (position, initiative) in self.initiatives {
            contents.initiatives[position] = initiative;
        }
        for (position, actor) in self.actors {
            contents.actors[position] = actor;
        }
        let mut position = 0..;
        contents.initiatives.retain(|_| position.next().is_some_and(|position| homes.initiatives.stays(position)));
        let mut position = 0..;
        contents.actors.retain(|_| position.next().is_some_and(|position| homes.actors.stays(position)));
        let regions = self.surveyed.iter().map(|&region| contents.regions.code(region).to_owned());
        contents.about.surveyed_regions.extend(regions);
        if let Some(referrals) = self.referrals {
            contents.referrals = referrals;
        }
        let Some(now) = self.activities else { return (0..contents.activities.len() as u32).map(Some).collect() };
        for (position, area) in self.areas {
            contents.activities[position].stated_area = area;
        }
        let order: Vec<u32> = (0..now.len() as u32).filter(|&position| now[position as usize].is_some()).collect();
        contents.activities.retain_mut(|activity| {
            let initiative = homes.initiatives.of(activity.initiative);
            activity.initiative = initiative.unwrap_or_default();
            initiative.is_some()
        });
        for column in &mut contents.classification.columns {
            *column = std::mem::take(column).reordered(&order);
        }
        contents.responses.moved(|activity| now[activity as usize]);
        now
    }
}

/// An edit under way.
struct Work<'a> {
    ecosystem: &'a Ecosystem,
    homes: &'a BothHomes,
    report: EditReport,
}

impl Work<'_> {
    fn merges(&self, subject: Subject, homes: &Homes) -> Vec<MergeReport> {
        let report = |(keep, merged)| MergeReport {
            subject,
            keep,
            merged,
            links_moved: 0,
            links_combined: 0,
            activities_moved: 0,
        };
        homes.groups().into_iter().map(report).collect()
    }

    /// The merge that a position is swallowed by.
    fn merge_of(&mut self, subject: Subject, position: u32) -> Option<&mut MergeReport> {
        let homes = match subject {
            Subject::Initiative => &self.homes.initiatives,
            Subject::Actor => &self.homes.actors,
        };
        let keep = homes.homes[position as usize].filter(|_| homes.is_merged(position))?;
        // Merges are in this order.
        let found = self.report.merges.binary_search_by_key(&(subject, keep), |merge| (merge.subject, merge.keep));
        self.report.merges.get_mut(found.ok()?)
    }

    /// The links afterwards, and their roles that are not in the list.
    fn links(&mut self) -> (Vec<Participation>, Vec<(u32, Box<str>)>) {
        let BothHomes { initiatives, actors } = self.homes;
        let before = self.ecosystem.participations();
        let target = |link: &Participation| Some((initiatives.of(link.initiative)?, actors.of(link.actor)?));
        // Of each the pair that it comes to, whether it was swallowed, and its position: what was there comes before what falls
        // together with it.
        let mut moved: Vec<((u32, u32), bool, u32)> = Vec::with_capacity(before.len());
        for (link, position) in before.iter().zip(0..) {
            let is_swallowed = initiatives.is_merged(link.initiative) || actors.is_merged(link.actor);
            match target(link) {
                Some(pair) => moved.push((pair, is_swallowed, position)),
                None => self.report.links_dropped += 1,
            }
        }
        if !moved.is_sorted() {
            moved.par_sort_unstable();
        }
        let mut after: Vec<Participation> = Vec::with_capacity(moved.len());
        for ((initiative, actor), is_swallowed, position) in moved {
            let link = before[position as usize];
            let there = after.last_mut().filter(|last| (last.initiative, last.actor) == (initiative, actor));
            let combined = there.is_some();
            match there {
                Some(there) => there.roles = there.roles.union(link.roles),
                None => after.push(Participation { initiative, actor, roles: link.roles }),
            }
            if !is_swallowed {
                self.report.links_unchanged += 1;
                continue;
            }
            self.report.links_moved += usize::from(!combined);
            self.report.links_combined += usize::from(combined);
            for (subject, swallowed) in [(Subject::Initiative, link.initiative), (Subject::Actor, link.actor)] {
                if let Some(merge) = self.merge_of(subject, swallowed) {
                    merge.links_moved += usize::from(!combined);
                    merge.links_combined += usize::from(combined);
                }
            }
        }
        let place = |pair: (u32, u32)| after.binary_search_by_key(&pair, |link| (link.initiative, link.actor)).ok();
        let other_roles =
            self.ecosystem.other_roles().iter().filter_map(|(position, words)| {
                Some((place(target(&before[*position as usize])?)? as u32, words.clone()))
            });
        let mut other_roles: Vec<(u32, Box<str>)> = other_roles.collect();
        other_roles.sort();
        other_roles.dedup();
        (after, other_roles)
    }

    /// Where each activity is afterwards, and the areas of [`Tables`].
    fn activities(&mut self) -> (Vec<Option<u32>>, Vec<(usize, Area)>) {
        let initiatives = &self.homes.initiatives;
        let (mut now, mut next) = (Vec::with_capacity(self.ecosystem.activities().len()), 0);
        let mut areas = Vec::new();
        let grown: BTreeSet<usize> = initiatives.groups().into_keys().collect();
        for (position, activity) in self.ecosystem.activities().iter().enumerate() {
            let Some(home) = initiatives.homes[activity.initiative as usize] else {
                self.report.activities_dropped += 1;
                now.push(None);
                continue;
            };
            if grown.contains(&home) && !activity.stated_area.is_known() {
                areas.push((position, self.ecosystem.activity_area(position).clone()));
            }
            if let Some(merge) = self.merge_of(Subject::Initiative, activity.initiative) {
                merge.activities_moved += 1;
                self.report.activities_moved += 1;
            }
            now.push(Some(next));
            next += 1;
        }
        for response in self.ecosystem.responses().rows() {
            let activity = &self.ecosystem.activities()[response.activity as usize];
            self.report.responses_moved += usize::from(initiatives.is_merged(activity.initiative));
            self.report.responses_dropped += usize::from(now[response.activity as usize].is_none());
        }
        (now, areas)
    }

    fn referrals(&mut self) -> Vec<Referral> {
        let initiatives = &self.homes.initiatives;
        let mut kept: Vec<Referral> = Vec::with_capacity(self.ecosystem.referrals().len());
        let mut places: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for referral in self.ecosystem.referrals() {
            let (Some(from), Some(to)) = (initiatives.of(referral.from), initiatives.of(referral.to)) else {
                self.report.referrals_dropped += 1;
                continue;
            };
            if from == to && referral.from != referral.to {
                self.report.self_referrals_dropped += 1;
                continue;
            }
            match places.get(&(from, to)) {
                Some(&place) => {
                    kept[place].count = kept[place].count.saturating_add(referral.count);
                    self.report.referrals_combined += 1;
                }
                None => {
                    places.insert((from, to), kept.len());
                    kept.push(Referral { from, to, count: referral.count });
                }
            }
        }
        kept.sort_by_key(|referral| (referral.from, referral.to));
        kept
    }

    /// Initiatives that others are merged into.
    fn initiatives(&self) -> Vec<(usize, Initiative)> {
        let grown = self.homes.initiatives.groups().into_iter().map(|(keep, merged)| {
            let mut kept = self.ecosystem.initiatives()[keep].clone();
            kept.stated_area = self.area(keep, &merged);
            let mut texts = kept.particulars.take().map(|texts| *texts).unwrap_or_default();
            for other in merged.into_iter().map(|other| &self.ecosystem.initiatives()[other]) {
                kept.level = kept.level.or(other.level);
                fill_texts(&mut texts, other);
            }
            kept.particulars = Some(Box::new(texts));
            (keep, kept)
        });
        grown.collect()
    }

    /// Actors that others are merged into.
    fn actors(&self) -> Vec<(usize, Actor)> {
        let grown = self.homes.actors.groups().into_iter().map(|(keep, merged)| {
            let mut kept = self.ecosystem.actors()[keep].clone();
            for other in merged.into_iter().map(|other| &self.ecosystem.actors()[other]) {
                kept.kind = kept.kind.take().or_else(|| other.kind.clone());
                kept.public = kept.public.or(other.public);
                kept.level = kept.level.or(other.level);
                kept.place = kept.place.or(other.place);
                kept.url = kept.url.take().or_else(|| other.url.clone());
                for name in std::iter::once(&other.name).chain(&other.aliases) {
                    add_name(&mut kept.aliases, name, &kept.name);
                }
            }
            (keep, kept)
        });
        grown.collect()
    }

    /// The union of working areas; left to the activities where none was stated.
    fn area(&self, keep: usize, merged: &[usize]) -> Area {
        let all = || std::iter::once(keep).chain(merged.iter().copied());
        if all().all(|initiative| !self.ecosystem.initiatives()[initiative].stated_area.is_known()) {
            return Area::Unknown;
        }
        let areas = || all().map(|initiative| self.ecosystem.initiative_area(initiative));
        let national = areas().any(|area| *area == Area::National);
        Area::from_parts(national, areas().flat_map(|area| area.own_regions().iter().copied()).collect())
    }
}

fn fill_texts(texts: &mut Particulars, other: &Initiative) {
    add_name(&mut texts.formerly, &other.id, "");
    let Some(more) = &other.particulars else { return };
    let fill = |text: &mut Option<Box<str>>, from: &Option<Box<str>>| *text = text.take().or_else(|| from.clone());
    fill(&mut texts.contact, &more.contact);
    fill(&mut texts.url, &more.url);
    fill(&mut texts.description, &more.description);
    fill(&mut texts.good_practice, &more.good_practice);
    fill(&mut texts.source, &more.source);
    more.formerly.iter().for_each(|name| add_name(&mut texts.formerly, name, ""));
}

fn add_name(names: &mut Vec<Box<str>>, name: &str, own: &str) {
    if name != own && names.iter().all(|known| **known != *name) {
        names.push(name.into());
    }
}
