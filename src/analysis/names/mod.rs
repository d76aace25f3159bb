//! Names that probably stand for one organisation or one initiative: suggestions with evidence, never merged by themselves.
//!
//! Two records are laid beside each other when they share a word, a beginning, an end or initials ([`MOST_IN_BLOCK`] says how many at
//! most). Their names and aliases are read without case, accents, legal forms, articles and abbreviations; the two names
//! that are most alike count. How they are alike ([`Likeness`]) gives the score:
//!
//! > same letters 0.99 · normalised the same 0.97 · other spacing or order 0.95 · own acronym added 0.94 · a slip of the pen
//! > in a word that hardly occurs elsewhere 0.92 · nearly the same, or the acronym of the other 0.75 · contained
//! > 0.55 + 0.3 s · most words 0.5 + 0.25 s
//!
//! with s the weight of shared words in all words, a word weighing ln(1 + n / records that have it), a common one 0.3 of
//! that. Every conflict takes off 0.15: other legal forms, another kind of actor, another region. A name that two records
//! have letter for letter scores at most 0.85: who gives one name to two ids may have meant two branches. The same web
//! address, or at least three shared partners that are half of all partners, halves what is missing to 1. From
//! [`PROBABLE`] = 0.9 a pair is probable, from [`POSSIBLE`] = 0.6 possible.
//!
//! Numbers that differ (*Ambacht 12*, *Ambacht 13*), points of the compass on one side, and two sorts of bodies (*Gemeente
//! Groningen*, *Provincie Groningen*) are no suggestion at all. Nor are two names of which each speaks of a municipality that the
//! other does not (*Assen*, *Asten*; *Bergen (L)*, *Bergen (NH)*), as far as both municipalities were there at the same time: one
//! that was renamed is still suggested. Pairs that were decided upon are not suggested again.
//!
//! # How to read it
//!
//! In the fictional dataset `voorbeeld`, *Kenniscentrum Kletspraatdrecht* and *Kenniscetrum Kletspraatdrecht* are a
//! probable pair, score 0.92, `misspelling`: one letter is missing, and the town that they share occurs nowhere else.
//! Look at both records; if they are one, put the line in `names.csv` with `same` behind it, otherwise with `different`, and
//! it will not be asked again. *Kredietkring Oost* and *Kredietkring West* are not suggested: these are two.
//!
//! Do not trust it where branches bear the name of the mother (banks, chambers of commerce, institutes of an academy): they
//! look like one and may not be. Translations and new names without a shared word are not found: nothing is no proof that
//! there are no duplicates. A score is an order, not a chance.
//!
//! # Undefined
//!
//! A name without a letter or digit is compared with nothing. Shared partners are not known (`None`) where either has none.
//!
//! # Source
//!
//! Fellegi & Sunter (1969) for evidence for and against, with a class between; Cohen, Ravikumar & Fienberg (2003) for
//! words weighed by rarity; Christen (2012), *Data Matching*, for blocking; thresholds by reasoning, checked on a truth set
//! ([`measure`]).

mod blocks;
mod cliques;
mod compare;
mod links;
pub mod measure;
mod normal;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

pub use self::blocks::MOST_IN_BLOCK;
pub use self::cliques::cliques;
pub use self::compare::Likeness;
use self::compare::{Frequencies, NameMatch, compare};
use self::links::Links;
pub use self::links::SharedLinks;
pub use self::normal::Form;
use super::round12;
use crate::ecosystem::edit::Subject;
use crate::ecosystem::{Area, Ecosystem, Outcome, RegionIndex};

/// Score from which a pair is probable.
pub const PROBABLE: f64 = 0.9;
/// Score from which a pair is possible.
pub const POSSIBLE: f64 = 0.6;
/// What a conflict takes off.
const CONFLICT: f64 = 0.15;
/// The most that a name scores that two records have letter for letter.
const SHARED_NAME: f64 = 0.85;
/// Shared partners, and their share in all, from which they support a pair.
const PARTNERS: usize = 3;
const PARTNER_SHARE: f64 = 0.5;

/// How sure a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    Probable,
    Possible,
}

impl Certainty {
    pub const ALL: &'static [Self] = &[Self::Probable, Self::Possible];

    pub fn code(self) -> &'static str {
        match self {
            Self::Probable => "probable",
            Self::Possible => "possible",
        }
    }
}

/// What speaks against a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Conflict {
    LegalForm,
    Kind,
    Region,
    /// Several records have the name letter for letter.
    SharedName,
}

impl Conflict {
    pub fn code(self) -> &'static str {
        match self {
            Self::LegalForm => "legal-form",
            Self::Kind => "kind",
            Self::Region => "region",
            Self::SharedName => "shared-name",
        }
    }
}

/// What is known of a record beside its links.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// The name, then aliases.
    pub names: Vec<String>,
    pub kind: Option<String>,
    /// Where it is; empty where not known or everywhere.
    pub regions: Vec<String>,
    pub url: Option<String>,
}

/// Two records that may be one; positions, a < b.
#[derive(Debug, Clone, PartialEq)]
pub struct NamePair {
    pub a: usize,
    pub b: usize,
    pub certainty: Certainty,
    pub score: f64,
    pub likeness: Likeness,
    /// Which names of a and b were most alike: 0 the name, 1 and on the aliases.
    pub names: [usize; 2],
    /// Weight of shared words in all words.
    pub share: f64,
    /// Jaro–Winkler similarity of the two names without case, accents and marks.
    pub similarity: f64,
    /// Sorted.
    pub conflicts: Vec<Conflict>,
    /// `None` where either is not known.
    pub same_kind: Option<bool>,
    pub same_region: Option<bool>,
    pub same_url: Option<bool>,
    pub links: SharedLinks,
    /// The one with most links, of equals the first: a proposal of what to keep.
    pub keep: usize,
    /// Position in [`Names::groups`].
    pub group: Option<usize>,
}

/// Suggestions for one list.
#[derive(Debug, Clone, PartialEq)]
pub struct Names {
    pub subject: Subject,
    pub records: usize,
    /// By score, the highest first, then by position.
    pub pairs: Vec<NamePair>,
    /// Groups in which every two are probable.
    pub groups: Vec<Vec<usize>>,
    /// Words, beginnings and the like that too many names share to be compared by.
    pub skipped_blocks: usize,
}

/// Suggestions for the actors or the initiatives of an ecosystem.
pub fn names(ecosystem: &Ecosystem, subject: Subject) -> Names {
    let records = records(ecosystem, subject);
    let links = Links::new(ecosystem);
    let decided = decided(ecosystem, subject);
    let between = |a: usize, b: usize| links.between(subject, a, b);
    let (mut pairs, skipped_blocks) = suggest(&records, &between);
    pairs.retain(|pair| !decided.contains(&(pair.a, pair.b)));
    for pair in &mut pairs {
        let [a, b] = [pair.a, pair.b].map(|position| links.count(subject, position));
        pair.keep = if b > a { pair.b } else { pair.a };
    }
    let probable = pairs.iter().filter(|pair| pair.certainty == Certainty::Probable);
    let groups = cliques(&probable.map(|pair| (pair.a, pair.b)).collect::<Vec<_>>());
    let group_of: BTreeMap<usize, usize> = groups
        .iter()
        .enumerate()
        .flat_map(|(group, members)| members.iter().map(move |&member| (member, group)))
        .collect();
    for pair in &mut pairs {
        let group = group_of.get(&pair.a).copied();
        pair.group = group.filter(|_| group == group_of.get(&pair.b).copied());
    }
    Names { subject, records: records.len(), pairs, groups, skipped_blocks }
}

/// Pairs of records that may be one, by score, and how many blocks were skipped. `links` gives what two share; it is asked
/// only of names that are alike.
pub fn suggest(records: &[Record], links: &(dyn Fn(usize, usize) -> SharedLinks + Sync)) -> (Vec<NamePair>, usize) {
    let compared = Compared::new(records);
    let (candidates, skipped) = blocks::candidates(&compared.forms);
    let found = candidates.into_par_iter().filter_map(|(a, b)| compared.pair(a as usize, b as usize, links));
    let mut pairs: Vec<NamePair> = found.collect();
    sort(&mut pairs);
    (pairs, skipped)
}

/// As [`suggest`], but compares every two: for checking what blocking leaves out. Time O(n²).
pub fn suggest_all(records: &[Record], links: &(dyn Fn(usize, usize) -> SharedLinks + Sync)) -> Vec<NamePair> {
    let compared = Compared::new(records);
    let all = (0..records.len()).into_par_iter();
    let found =
        all.flat_map_iter(|a| (a + 1..records.len()).filter_map(|b| compared.pair(a, b, links)).collect::<Vec<_>>());
    let mut pairs: Vec<NamePair> = found.collect();
    sort(&mut pairs);
    pairs
}

fn sort(pairs: &mut [NamePair]) {
    pairs.sort_by(|one, other| other.score.total_cmp(&one.score).then((one.a, one.b).cmp(&(other.a, other.b))));
}

/// Records with their names read.
struct Compared<'a> {
    records: &'a [Record],
    forms: Vec<Vec<Form>>,
    frequencies: Frequencies,
    /// Joined words of names that several records have letter for letter.
    shared: BTreeSet<String>,
}

impl<'a> Compared<'a> {
    fn new(records: &'a [Record]) -> Self {
        let read = |record: &Record| record.names.iter().map(|name| Form::new(name)).collect();
        let forms: Vec<Vec<Form>> = records.par_iter().map(read).collect();
        let mut owners: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (position, forms) in forms.iter().enumerate() {
            forms.iter().for_each(|form| owners.entry(&form.written).or_default().push(position));
        }
        let several = |owners: &[usize]| owners.windows(2).any(|pair| pair[0] != pair[1]);
        let shared = forms.iter().flatten().filter(|form| several(&owners[form.written.as_str()]));
        let shared = shared.map(|form| form.compact.clone()).collect();
        let frequencies = Frequencies::new(&forms);
        Self { records, forms, frequencies, shared }
    }

    fn pair(&self, a: usize, b: usize, links: &(dyn Fn(usize, usize) -> SharedLinks + Sync)) -> Option<NamePair> {
        let (found, names) = self.best(a, b)?;
        let [one, other] = [&self.records[a], &self.records[b]];
        let [form, of_other] = [&self.forms[a][names[0]], &self.forms[b][names[1]]];
        let same_kind = one.kind.as_ref().zip(other.kind.as_ref()).map(|(one, other)| one == other);
        let regions = (!one.regions.is_empty() && !other.regions.is_empty())
            .then(|| one.regions.iter().any(|region| other.regions.contains(region)));
        let same_url = one.url.as_ref().zip(other.url.as_ref()).map(|(one, other)| one == other);
        let mut conflicts = Vec::new();
        let mut object = |conflict, is_so: bool| {
            if is_so {
                conflicts.push(conflict)
            }
        };
        object(Conflict::LegalForm, found.legal_forms_differ);
        object(Conflict::Kind, same_kind == Some(false));
        object(Conflict::Region, regions == Some(false));
        let mut score = found.score - CONFLICT * conflicts.len() as f64;
        if [form, of_other].iter().any(|form| self.shared.contains(&form.compact)) {
            conflicts.push(Conflict::SharedName);
            score = score.min(SHARED_NAME);
        }
        if score < POSSIBLE {
            return None;
        }
        let links = links(a, b);
        let links = SharedLinks { partner_share: links.partner_share.map(round12), ..links };
        let meet = links.partners >= PARTNERS && links.partner_share.is_some_and(|share| share >= PARTNER_SHARE);
        if same_url == Some(true) || meet {
            score += (1.0 - score) / 2.0;
        }
        let score = round12(score);
        Some(NamePair {
            a,
            b,
            certainty: if score >= PROBABLE { Certainty::Probable } else { Certainty::Possible },
            score,
            likeness: found.likeness,
            names,
            share: round12(found.share),
            similarity: round12(strsim::jaro_winkler(&form.plain, &of_other.plain)),
            conflicts,
            same_kind,
            same_region: regions,
            same_url,
            links,
            keep: a,
            group: None,
        })
    }

    /// The two names that are most alike; of equals the first.
    fn best(&self, a: usize, b: usize) -> Option<(NameMatch, [usize; 2])> {
        let mut best: Option<(NameMatch, [usize; 2])> = None;
        for (first, form) in self.forms[a].iter().enumerate() {
            for (second, other) in self.forms[b].iter().enumerate() {
                if let Some(found) = compare(form, other, &self.frequencies)
                    && best.is_none_or(|(known, _)| found.score > known.score)
                {
                    best = Some((found, [first, second]));
                }
            }
        }
        best
    }
}

/// Pairs that people have decided to keep apart, by position.
fn decided(ecosystem: &Ecosystem, subject: Subject) -> BTreeSet<(usize, usize)> {
    let position = |id: &str| match subject {
        Subject::Actor => ecosystem.actor_position(id),
        Subject::Initiative => ecosystem.initiative_position(id),
    };
    let apart =
        ecosystem.decided().iter().filter(|row| row.subject == Some(subject) && row.outcome == Outcome::KeptApart);
    let pairs = apart.filter_map(|row| position(&row.keep).zip(position(&row.merge)));
    pairs.map(|(one, other)| (one.min(other), one.max(other))).collect()
}

/// Names and particulars of a list, in its order.
fn records(ecosystem: &Ecosystem, subject: Subject) -> Vec<Record> {
    let code = |region: &RegionIndex| ecosystem.regions().code(*region).to_owned();
    let owned = |names: &[Box<str>]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
    match subject {
        Subject::Actor => {
            let record = |actor: &crate::ecosystem::Actor| Record {
                names: [vec![actor.name.to_string()], owned(&actor.aliases)].concat(),
                kind: actor.kind.as_ref().map(|kind| kind.code().to_owned()),
                // Only what is stated: where initiatives are is no evidence of where an actor is.
                regions: match actor.place {
                    Some(crate::ecosystem::Place::Region(region)) => vec![code(&region)],
                    _ => Vec::new(),
                },
                url: actor.url.as_deref().and_then(address),
            };
            ecosystem.actors().iter().map(record).collect()
        }
        Subject::Initiative => {
            let record = |(position, row): (usize, &crate::ecosystem::Initiative)| {
                let texts = row.particulars.as_deref();
                let earlier = texts.map(|texts| owned(&texts.formerly)).unwrap_or_default();
                Record {
                    names: [vec![row.name.to_string()], earlier].concat(),
                    kind: None,
                    regions: match ecosystem.initiative_area(position) {
                        Area::National => Vec::new(),
                        area => area.own_regions().iter().map(code).collect(),
                    },
                    url: texts.and_then(|texts| texts.url.as_deref()).and_then(address),
                }
            };
            ecosystem.initiatives().iter().enumerate().map(record).collect()
        }
    }
}

/// A web address without what people vary: scheme, `www.`, case and a slash at the end.
fn address(url: &str) -> Option<String> {
    let lower = url.trim().to_lowercase();
    let bare = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/');
    (!bare.is_empty()).then(|| bare.to_owned())
}
