//! Carrying out an edit, table by table.

use std::collections::{BTreeMap, BTreeSet};

use super::{Changes, EditReport, MergeReport, Subject};
use crate::ecosystem::{
    Activity, Area, Contents, Ecosystem, Initiative, Participation, Particulars, Referral, Response, Roles,
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

/// An edit under way.
pub(super) struct Work<'a> {
    pub ecosystem: &'a Ecosystem,
    pub initiatives: Homes,
    pub actors: Homes,
    pub report: EditReport,
}

impl Work<'_> {
    pub fn merges(&self, subject: Subject, homes: &Homes) -> Vec<MergeReport> {
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

    /// The merges that an initiative and an actor are swallowed by.
    fn merges_of(&mut self, initiative: u32, actor: Option<u32>) -> impl Iterator<Item = &mut MergeReport> {
        self.report.merges.iter_mut().filter(move |merge| {
            let position = match merge.subject {
                Subject::Initiative => Some(initiative),
                Subject::Actor => actor,
            };
            position.is_some_and(|position| merge.merged.binary_search(&(position as usize)).is_ok())
        })
    }

    pub fn links(&mut self, contents: &mut Contents) {
        let before = self.ecosystem.participations();
        let target = |link: &Participation| Some((self.initiatives.of(link.initiative)?, self.actors.of(link.actor)?));
        let targets: Vec<Option<(u32, u32)>> = before.iter().map(target).collect();
        let mut joined: BTreeMap<(u32, u32), Roles> = BTreeMap::new();
        let swallowed =
            |link: &Participation| self.initiatives.is_merged(link.initiative) || self.actors.is_merged(link.actor);
        // What was there already first, so that what falls together with it is what was merged.
        let (mut order, changed): (Vec<usize>, Vec<usize>) =
            (0..before.len()).partition(|&position| !swallowed(&before[position]));
        let unchanged = order.len();
        order.extend(changed);
        for (place, position) in order.into_iter().enumerate() {
            let link = before[position];
            let Some(pair) = targets[position] else {
                self.report.links_dropped += 1;
                continue;
            };
            let combined = joined.contains_key(&pair);
            let roles = joined.entry(pair).or_default();
            *roles = roles.union(link.roles);
            if place < unchanged {
                self.report.links_unchanged += 1;
            } else {
                self.report.links_moved += usize::from(!combined);
                self.report.links_combined += usize::from(combined);
                for merge in self.merges_of(link.initiative, Some(link.actor)) {
                    merge.links_moved += usize::from(!combined);
                    merge.links_combined += usize::from(combined);
                }
            }
        }
        contents.participations =
            joined.into_iter().map(|((initiative, actor), roles)| Participation { initiative, actor, roles }).collect();
        let place = |pair: (u32, u32)| {
            contents.participations.binary_search_by_key(&pair, |link| (link.initiative, link.actor)).ok()
        };
        let moved = self
            .ecosystem
            .other_roles()
            .iter()
            .filter_map(|(position, words)| Some((place(targets[*position as usize]?)? as u32, words.clone())));
        let mut other_roles: Vec<(u32, Box<str>)> = moved.collect();
        other_roles.sort();
        other_roles.dedup();
        contents.other_roles = other_roles;
    }

    /// The activities that stay, with their values and answers; gives where each is now.
    pub fn activities(&mut self, contents: &mut Contents) -> Vec<Option<u32>> {
        let mut now = Vec::with_capacity(self.ecosystem.activities().len());
        let (mut order, mut activities) = (Vec::new(), Vec::new());
        let grown: BTreeSet<usize> = self.initiatives.groups().into_keys().collect();
        for (position, activity) in self.ecosystem.activities().iter().enumerate() {
            let home = self.initiatives.homes[activity.initiative as usize];
            let (Some(home), Some(initiative)) = (home, self.initiatives.of(activity.initiative)) else {
                self.report.activities_dropped += 1;
                now.push(None);
                continue;
            };
            let mut activity = Activity { initiative, ..activity.clone() };
            if grown.contains(&home) && !activity.stated_area.is_known() {
                // It must not take on the area of those that its initiative is merged with.
                activity.stated_area = self.ecosystem.activity_area(position).clone();
            }
            let was = self.ecosystem.activities()[position].initiative;
            if self.initiatives.is_merged(was) {
                self.report.activities_moved += 1;
                self.merges_of(was, None).for_each(|merge| merge.activities_moved += 1);
            }
            now.push(Some(activities.len() as u32));
            order.push(position as u32);
            activities.push(activity);
        }
        contents.activities = activities;
        for column in &mut contents.classification.columns {
            *column = std::mem::take(column).reordered(&order);
        }
        let responses = self.ecosystem.responses().iter();
        let kept = responses
            .filter_map(|response| Some(Response { activity: now[response.activity as usize]?, ..response.clone() }));
        contents.responses = kept.collect();
        let moved = |response: &&Response| {
            let activity = &self.ecosystem.activities()[response.activity as usize];
            self.initiatives.is_merged(activity.initiative)
        };
        self.report.responses_moved = self.ecosystem.responses().iter().filter(moved).count();
        self.report.responses_dropped = self.ecosystem.responses().len() - contents.responses.len();
        now
    }

    pub fn referrals(&mut self, contents: &mut Contents) {
        let mut kept: Vec<Referral> = Vec::with_capacity(self.ecosystem.referrals().len());
        let mut places: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for referral in self.ecosystem.referrals() {
            let (Some(from), Some(to)) = (self.initiatives.of(referral.from), self.initiatives.of(referral.to)) else {
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
        contents.referrals = kept;
    }

    /// Initiatives and actors themselves.
    pub fn records(&self, contents: &mut Contents) {
        for (keep, merged) in self.initiatives.groups() {
            let area = self.area(keep, &merged);
            let others: Vec<&Initiative> = merged.iter().map(|&other| &self.ecosystem.initiatives()[other]).collect();
            let kept = &mut contents.initiatives[keep];
            kept.stated_area = area;
            others.iter().for_each(|other| kept.level = kept.level.or(other.level));
            let mut texts = kept.particulars.take().map(|texts| *texts).unwrap_or_default();
            for other in others {
                fill_texts(&mut texts, other);
            }
            kept.particulars = Some(Box::new(texts));
        }
        for (keep, merged) in self.actors.groups() {
            let kept = &mut contents.actors[keep];
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
        }
        let mut position = 0..;
        contents.initiatives.retain(|_| position.next().is_some_and(|position| self.initiatives.stays(position)));
        let mut position = 0..;
        contents.actors.retain(|_| position.next().is_some_and(|position| self.actors.stays(position)));
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
