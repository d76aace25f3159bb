//! Monitoring: of which activities reach or impact is known, and what participants answered.
//!
//! # How to read it
//!
//! The Regioscan (2023, sections 4.2 and 5.4) found that reach and impact are hardly measured. [`Coverage`] says for how many
//! activities they are: *reach* is a number of enterprises (a modelled class does not count), *impact* is that participants
//! answered any question. [`QuestionAnswers`] gives the answers to its ten questions. The figure to look at is `helped`: the
//! share of participants with an opinion whom it helped to a reasonable or important degree, with the interval in which the
//! true share lies with 95 % certainty. Two groups of which the intervals overlap widely do not differ for certain.
//!
//! In `voorbeeld` (a *fictional* ecosystem) reach is known of 447 of 592 activities and answers of 52, so that what follows
//! is about fewer than one activity in ten. In `regioscan-2023` reach is known of none of the 582: its reach classes are
//! modelled.
//!
//! Do not trust it where few activities ask their participants, or only the successful ones do; the answers are what
//! participants say, not what changed in their firms. Nobody can be recognised: groups with fewer than five answers are not
//! shown, see [`disclosure`](mod@disclosure).

pub mod disclosure;

use std::collections::{BTreeMap, BTreeSet};

use self::disclosure::{Total, suppressed};
use super::complexity::Share;
use super::numbers::{ratio, round12};
use super::selection::Selection;
use super::statistics::wilson_interval;
use crate::ecosystem::{
    Answer, Area, EVERY_VALUE, Ecosystem, Place, Question, RegionIndex, Response, Responses, ValueIndex,
};

/// Groups with fewer answers to a question are not shown.
pub const DEFAULT_LEAST_ANSWERS: u64 = 5;
/// Two-sided 95 % quantile of the normal distribution.
pub const DEFAULT_Z: f64 = 1.959_963_984_540_054;

/// Settings of [`monitoring`].
#[derive(Debug, Clone, PartialEq)]
pub struct MonitoringConfig {
    pub least_answers: u64,
    pub z: f64,
    /// Only activities with this region in their own working area.
    pub region: Option<RegionIndex>,
}

impl Default for MonitoringConfig {
    fn default() -> Self {
        Self { least_answers: DEFAULT_LEAST_ANSWERS, z: DEFAULT_Z, region: None }
    }
}

/// Whose activities are taken together. An activity counts in every region of its own area and in each of its lead values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    All,
    /// A region or the national activities; `None`: not known.
    Place(Option<Place>),
    /// `None`: not classified.
    Lead(Option<ValueIndex>),
    /// Position in the ecosystem.
    Initiative(usize),
}

/// How many activities of a group have their reach or impact known.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    pub group: Group,
    pub reach: Share,
    pub impact: Share,
    pub either: Share,
}

/// A share with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proportion {
    pub count: u64,
    pub of: u64,
    pub share: f64,
    pub low: f64,
    pub high: f64,
}

/// The answers of one group to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionAnswers {
    pub group: Group,
    /// Position in [`Monitoring::questions`].
    pub question: usize,
    /// `None` where there are too few answers to show, here or in a group that could be worked out from this one.
    pub shown: Option<ShownAnswers>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ShownAnswers {
    /// All answers, those without an opinion too.
    pub n: u64,
    /// Per answer of [`Monitoring::answers`], of all n.
    pub answers: Vec<Proportion>,
    /// Helped to a reasonable or important degree, of those with an opinion; `None` with fewer opinions than are shown.
    pub helped: Option<Proportion>,
}

/// The result of [`monitoring`].
#[derive(Debug, Clone, PartialEq)]
pub struct Monitoring {
    /// The whole, every region, national and not known where they occur, every lead value, not classified.
    pub coverage: Vec<Coverage>,
    /// Codes: those of [`Question::ALL`] first, then what else was asked.
    pub questions: Vec<Box<str>>,
    /// Codes: those of [`Answer::ALL`], then what else was answered.
    pub answers: Vec<Box<str>>,
    /// By group, then question; groups without answers are left out.
    pub groups: Vec<QuestionAnswers>,
    /// Initiatives with activities of which none has its reach or impact known, increasing.
    pub unmeasured: Vec<usize>,
}

/// What is known of reach and impact of the selected activities.
///
/// Coverage = activities with a reach, with answers, or with either / activities. For a group and a question n = Σ count over
/// its activities; share of an answer = its count / n with the interval of Wilson (1927,
/// doi:10.1080/01621459.1927.10502953) at z ([`wilson_interval`]). Answers outside the six of the questionnaire count in n
/// and as an opinion neither way. A group is shown from `least_answers` on, unless that gives away another one. O(activities
/// + responses · ln responses).
pub fn monitoring(ecosystem: &Ecosystem, selection: &Selection, config: &MonitoringConfig) -> Monitoring {
    let kept: Vec<usize> = (0..ecosystem.activities().len())
        .filter(|&activity| selection.has_activity(activity))
        .filter(|&activity| {
            config.region.is_none_or(|region| ecosystem.activity_area(activity).own_regions().contains(&region))
        })
        .collect();
    let counts = Counts::new(ecosystem, &kept);
    let mut groups = Vec::new();
    for question in 0..counts.questions.len() {
        groups.extend(counts.answers_to(ecosystem, question, config));
    }
    groups.sort_by_key(|answers| (answers.group, answers.question));
    let answered: BTreeSet<usize> = counts.rows.iter().map(|row| row.activity).collect();
    let is_measured =
        |activity: usize| ecosystem.activities()[activity].reach.is_some() || answered.contains(&activity);
    let with_activities: BTreeSet<usize> = kept.iter().map(|&activity| initiative_of(ecosystem, activity)).collect();
    let measured: BTreeSet<usize> = kept
        .iter()
        .filter(|&&activity| is_measured(activity))
        .map(|&activity| initiative_of(ecosystem, activity))
        .collect();
    Monitoring {
        coverage: coverage(ecosystem, &kept, &answered),
        unmeasured: with_activities.difference(&measured).copied().collect(),
        groups,
        questions: counts.questions,
        answers: counts.answers,
    }
}

fn initiative_of(ecosystem: &Ecosystem, activity: usize) -> usize {
    ecosystem.activities()[activity].initiative as usize
}

/// The places in which an activity counts.
fn places(ecosystem: &Ecosystem, activity: usize) -> Vec<Group> {
    match ecosystem.activity_area(activity) {
        Area::Unknown => vec![Group::Place(None)],
        Area::National => vec![Group::Place(Some(Place::National))],
        Area::Regions(regions) => regions.iter().map(|&region| Group::Place(Some(Place::Region(region)))).collect(),
    }
}

/// The lead values in which an activity counts; `alle` is every value.
fn leads(ecosystem: &Ecosystem, activity: usize) -> Vec<Group> {
    let lead = ecosystem.taxonomy().lead();
    match ecosystem.classification().column(lead).of(activity) {
        [] => vec![Group::Lead(None)],
        [EVERY_VALUE] => every_lead(ecosystem).collect(),
        values => values.iter().map(|&value| Group::Lead(Some(value))).collect(),
    }
}

fn every_lead(ecosystem: &Ecosystem) -> impl Iterator<Item = Group> {
    let values = ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()].values.len();
    (0..values).map(|value| Group::Lead(Some(value as ValueIndex)))
}

fn coverage(ecosystem: &Ecosystem, kept: &[usize], answered: &BTreeSet<usize>) -> Vec<Coverage> {
    let regions = (0..ecosystem.regions().len()).map(|region| Group::Place(Some(Place::Region(region as RegionIndex))));
    // Activities, with reach, with answers, with either.
    let mut counts: BTreeMap<Group, [usize; 4]> =
        std::iter::once(Group::All).chain(regions).chain(every_lead(ecosystem)).map(|group| (group, [0; 4])).collect();
    for &activity in kept {
        let reach = ecosystem.activities()[activity].reach.is_some();
        let impact = answered.contains(&activity);
        let groups = std::iter::once(Group::All).chain(places(ecosystem, activity)).chain(leads(ecosystem, activity));
        for group in groups {
            let [all, with_reach, with_impact, with_either] = counts.entry(group).or_default();
            *all += 1;
            *with_reach += usize::from(reach);
            *with_impact += usize::from(impact);
            *with_either += usize::from(reach || impact);
        }
    }
    let mut coverage: Vec<Coverage> = counts
        .into_iter()
        .map(|(group, [all, reach, impact, either])| Coverage {
            group,
            reach: Share::new(reach, all),
            impact: Share::new(impact, all),
            either: Share::new(either, all),
        })
        .collect();
    // Not known comes after what is known.
    coverage.sort_by_key(|row| match row.group {
        Group::All => 0,
        Group::Place(place) => 1 + u8::from(place.is_none()),
        Group::Lead(value) => 3 + u8::from(value.is_none()),
        Group::Initiative(_) => 5,
    });
    coverage
}

/// One cell of the answers, with codes as positions.
struct Row {
    activity: usize,
    question: usize,
    answer: usize,
    count: u64,
}

struct Counts {
    questions: Vec<Box<str>>,
    answers: Vec<Box<str>>,
    rows: Vec<Row>,
}

impl Counts {
    fn new(ecosystem: &Ecosystem, kept: &[usize]) -> Self {
        let responses = ecosystem.responses();
        let is_given = |row: &&Response| row.count > 0 && kept.binary_search(&(row.activity as usize)).is_ok();
        let given: Vec<&Response> = responses.rows().iter().filter(is_given).collect();
        let listed = |words: &str| Question::from_words(words).map_or(words.into(), |question| question.code().into());
        let chosen = |words: &str| Answer::from_words(words).map_or(words.into(), |answer| answer.code().into());
        let (questions, question_at) =
            codes(Question::ALL.iter().map(|one| one.code()), responses, given.iter().map(|row| row.question), listed);
        let (answers, answer_at) =
            codes(Answer::ALL.iter().map(|one| one.code()), responses, given.iter().map(|row| row.answer), chosen);
        let rows = given.iter().map(|row| Row {
            activity: row.activity as usize,
            question: question_at[&row.question],
            answer: answer_at[&row.answer],
            count: row.count,
        });
        let rows = rows.collect();
        Self { questions, answers, rows }
    }

    /// The answers of every group to one question.
    fn answers_to(&self, ecosystem: &Ecosystem, question: usize, config: &MonitoringConfig) -> Vec<QuestionAnswers> {
        let mut counts: BTreeMap<Group, Vec<u64>> = BTreeMap::new();
        // Initiative → answers by the group of a region or lead value.
        let mut parts: BTreeMap<(Group, usize), u64> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.question == question) {
            let initiative = initiative_of(ecosystem, row.activity);
            let places_and_leads = [places(ecosystem, row.activity), leads(ecosystem, row.activity)].concat();
            for &group in &places_and_leads {
                *parts.entry((group, initiative)).or_default() += row.count;
            }
            for group in [Group::All, Group::Initiative(initiative)].into_iter().chain(places_and_leads) {
                counts.entry(group).or_insert_with(|| vec![0; self.answers.len()])[row.answer] += row.count;
            }
        }
        let sizes: BTreeMap<Group, u64> = counts.iter().map(|(&group, counts)| (group, counts.iter().sum())).collect();
        let hidden = hidden(&sizes, &parts, config.least_answers);
        counts
            .into_iter()
            .map(|(group, counts)| QuestionAnswers {
                group,
                question,
                shown: (!hidden.contains(&group)).then(|| self.show(&counts, config)),
            })
            .collect()
    }

    fn show(&self, counts: &[u64], config: &MonitoringConfig) -> ShownAnswers {
        let n = counts.iter().sum();
        let known = |position: usize| Answer::from_words(&self.answers[position]);
        let sum = |wanted: fn(Answer) -> bool| -> u64 {
            let counted = counts.iter().enumerate().filter(|&(position, _)| known(position).is_some_and(wanted));
            counted.map(|(_, count)| count).sum()
        };
        let opinions = sum(Answer::is_opinion);
        ShownAnswers {
            n,
            answers: counts.iter().filter_map(|&count| proportion(count, n, config.z)).collect(),
            helped: proportion(sum(Answer::helped), opinions, config.z).filter(|_| opinions >= config.least_answers),
        }
    }
}

/// Listed codes, then the others by their bytes, and the position among these of every word that is used.
fn codes<'a>(
    listed: impl Iterator<Item = &'a str>,
    responses: &Responses,
    used: impl Iterator<Item = u32>,
    code_of: impl Fn(&str) -> Box<str>,
) -> (Vec<Box<str>>, BTreeMap<u32, usize>) {
    let mut codes: Vec<Box<str>> = listed.map(Box::from).collect();
    let used: BTreeSet<u32> = used.collect();
    let others: BTreeSet<Box<str>> =
        used.iter().map(|&word| code_of(responses.word(word))).filter(|code| !codes.contains(code)).collect();
    codes.extend(others);
    let position = |&word: &u32| {
        let code = code_of(responses.word(word));
        Some((word, codes.iter().position(|known| *known == code)?))
    };
    let positions = used.iter().filter_map(position).collect();
    (codes, positions)
}

/// Groups of one question that are not shown; `parts` are the answers of initiatives within a region or a lead value.
fn hidden(sizes: &BTreeMap<Group, u64>, parts: &BTreeMap<(Group, usize), u64>, least: u64) -> BTreeSet<Group> {
    let mut hidden = BTreeSet::new();
    if sizes.get(&Group::All).is_some_and(|&n| n < least) {
        hidden.insert(Group::All);
    }
    let groups_where = |wanted: fn(&Group) -> bool| -> Vec<Group> { sizes.keys().copied().filter(wanted).collect() };
    let places = groups_where(|group| matches!(group, Group::Place(_)));
    let leads = groups_where(|group| matches!(group, Group::Lead(_)));
    let initiatives = groups_where(|group| matches!(group, Group::Initiative(_)));
    for groups in [&places, &leads, &initiatives] {
        let sizes: Vec<u64> = groups.iter().map(|group| sizes[group]).collect();
        let whole = Total { shown: !hidden.contains(&Group::All), parts: sizes.iter().copied().enumerate().collect() };
        let within = |&total: &Group| Total {
            shown: !hidden.contains(&total),
            parts: (0..groups.len())
                .filter_map(|position| Some((position, of_initiative(parts, total, groups[position])?)))
                .collect(),
        };
        // Only initiatives are parts of a region or a lead value.
        let totals: Vec<Total> = std::iter::once(whole)
            .chain(places.iter().chain(&leads).map(within).filter(|total| !total.parts.is_empty()))
            .collect();
        let found = suppressed(&sizes, &totals, least);
        hidden.extend(groups.iter().zip(found).filter(|(_, suppressed)| *suppressed).map(|(&group, _)| group));
    }
    hidden
}

/// Answers of an initiative within a region or lead value.
fn of_initiative(parts: &BTreeMap<(Group, usize), u64>, total: Group, group: Group) -> Option<u64> {
    let Group::Initiative(initiative) = group else { return None };
    parts.get(&(total, initiative)).copied()
}

fn proportion(count: u64, of: u64, z: f64) -> Option<Proportion> {
    let share = ratio(count as f64, of as f64)?;
    let (low, high) = wilson_interval(count, of, z)?;
    Some(Proportion { count, of, share, low: round12(low), high: round12(high) })
}
