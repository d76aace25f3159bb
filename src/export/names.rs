//! Records of names: suggestions, groups, and what became of decisions.

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::names::{Likeness, NamePair, Names};
use crate::ecosystem::edit::Subject;
use crate::ecosystem::{Decided, Ecosystem, Outcome};
use crate::language::Text;

/// Suggestions for actors and initiatives, and what became of the decisions of `names.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NamesRecord {
    /// Actors first, each by score.
    pub suggestions: Vec<NameSuggestionRecord>,
    pub groups: Vec<NameGroupRecord>,
    pub decisions: Vec<NameDecisionRecord>,
}

/// Two ids that may stand for one.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NameSuggestionRecord {
    /// `actors` or `initiatives`.
    pub of: &'static str,
    /// The one with most links, proposed to be kept, and the other.
    pub keep: String,
    pub keep_name: String,
    pub merge: String,
    pub merge_name: String,
    /// `probable` or `possible`.
    pub certainty: &'static str,
    /// 0 to 1: an order, not a chance.
    pub score: f64,
    /// How the names are alike.
    pub likeness: &'static str,
    pub likeness_label: Text,
    /// The names or aliases that are most alike.
    pub keep_matched: String,
    pub merge_matched: String,
    /// Weight of shared words in all words.
    pub shared_words: f64,
    /// Jaro–Winkler similarity of the two names without case, accents and marks.
    pub similarity: f64,
    /// What speaks against: `legal-form`, `kind`, `region`, `shared-name`.
    pub conflicts: Vec<&'static str>,
    /// Null where either is not known.
    pub same_kind: Option<bool>,
    pub same_region: Option<bool>,
    pub same_url: Option<bool>,
    /// Initiatives that both actors are in, or actors that both initiatives have.
    pub shared_links: usize,
    pub shared_partners: usize,
    /// Shared partners in all partners; null where either has none.
    pub partner_share: Option<f64>,
    /// Regions of both, sorted.
    pub regions: Vec<String>,
    /// First id of the group in which every two are probable; null where there is none with both.
    pub group: Option<String>,
}

/// Ids of which every two are a probable pair.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NameGroupRecord {
    pub of: &'static str,
    pub ids: Vec<String>,
    pub names: Vec<String>,
}

/// What became of one decision.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NameDecisionRecord {
    /// Null where the names are not known.
    pub of: Option<&'static str>,
    pub keep: String,
    pub merge: String,
    /// `merged`, `kept-apart` or `none`.
    pub outcome: &'static str,
    /// Why nothing came of it.
    pub reason: Option<&'static str>,
    pub reason_text: Option<Text>,
    /// Links of the merged one that went over, and that were summed with one that was there.
    pub links_kept: usize,
    pub links_summed: usize,
    pub activities_moved: usize,
    pub keeps_another: bool,
}

fn of(subject: Subject) -> &'static str {
    match subject {
        Subject::Actor => "actors",
        Subject::Initiative => "initiatives",
    }
}

pub fn names_record(ecosystem: &Ecosystem, names: &[Names]) -> NamesRecord {
    let suggestions = |names: &Names| -> Vec<NameSuggestionRecord> {
        names.pairs.iter().map(|pair| suggestion_record(ecosystem, names, pair)).collect()
    };
    let groups = |names: &Names| -> Vec<NameGroupRecord> {
        let record = |members: &Vec<usize>| {
            let entries = members.iter().map(|&member| entry(ecosystem, names.subject, member));
            let (ids, names_of) = entries.map(|(id, name)| (id.to_owned(), name.to_owned())).unzip();
            NameGroupRecord { of: of(names.subject), ids, names: names_of }
        };
        names.groups.iter().map(record).collect()
    };
    NamesRecord {
        suggestions: names.iter().flat_map(suggestions).collect(),
        groups: names.iter().flat_map(groups).collect(),
        decisions: ecosystem.decided().iter().map(decision_record).collect(),
    }
}

/// Id and name.
fn entry(ecosystem: &Ecosystem, subject: Subject, position: usize) -> (&str, &str) {
    match subject {
        Subject::Actor => {
            let actor = &ecosystem.actors()[position];
            (&actor.id, &actor.name)
        }
        Subject::Initiative => {
            let initiative = &ecosystem.initiatives()[position];
            (&initiative.id, &initiative.name)
        }
    }
}

/// The name or alias at a place of the list that was compared.
fn matched(ecosystem: &Ecosystem, subject: Subject, position: usize, place: usize) -> String {
    let others: &[Box<str>] = match subject {
        Subject::Actor => &ecosystem.actors()[position].aliases,
        Subject::Initiative => {
            ecosystem.initiatives()[position].particulars.as_ref().map_or(&[], |texts| texts.formerly.as_slice())
        }
    };
    let other = place.checked_sub(1).and_then(|place| others.get(place));
    other.map_or_else(|| entry(ecosystem, subject, position).1.to_owned(), |name| name.to_string())
}

fn regions_of(ecosystem: &Ecosystem, subject: Subject, position: usize) -> Vec<String> {
    match subject {
        Subject::Actor => {
            let place = ecosystem.actor_place(position);
            place.map(|place| place.code(ecosystem.regions()).to_owned()).into_iter().collect()
        }
        Subject::Initiative => {
            let own = ecosystem.initiative_area(position).own_regions().iter();
            own.map(|&region| ecosystem.regions().code(region).to_owned()).collect()
        }
    }
}

fn suggestion_record(ecosystem: &Ecosystem, names: &Names, pair: &NamePair) -> NameSuggestionRecord {
    let subject = names.subject;
    let [first, second] = pair.names;
    let (keep, merge, keep_place, merge_place) =
        if pair.keep == pair.a { (pair.a, pair.b, first, second) } else { (pair.b, pair.a, second, first) };
    let ((keep_id, keep_name), (merge_id, merge_name)) =
        (entry(ecosystem, subject, keep), entry(ecosystem, subject, merge));
    let mut regions = [regions_of(ecosystem, subject, keep), regions_of(ecosystem, subject, merge)].concat();
    regions.sort();
    regions.dedup();
    let leader = pair.group.and_then(|group| names.groups.get(group)).and_then(|members| members.first());
    NameSuggestionRecord {
        of: of(subject),
        keep: keep_id.to_owned(),
        keep_name: keep_name.to_owned(),
        merge: merge_id.to_owned(),
        merge_name: merge_name.to_owned(),
        certainty: pair.certainty.code(),
        score: pair.score,
        likeness: pair.likeness.code(),
        likeness_label: label(pair.likeness),
        keep_matched: matched(ecosystem, subject, keep, keep_place),
        merge_matched: matched(ecosystem, subject, merge, merge_place),
        shared_words: pair.share,
        similarity: pair.similarity,
        conflicts: pair.conflicts.iter().map(|conflict| conflict.code()).collect(),
        same_kind: pair.same_kind,
        same_region: pair.same_region,
        same_url: pair.same_url,
        shared_links: pair.links.shared,
        shared_partners: pair.links.partners,
        partner_share: pair.links.partner_share,
        regions,
        group: leader.map(|&leader| entry(ecosystem, subject, leader).0.to_owned()),
    }
}

/// How two names are alike, in words.
fn label(likeness: Likeness) -> Text {
    let (nl, en) = match likeness {
        Likeness::SameLetters => ("gelijk op hoofdletters en leestekens na", "the same but for capitals and marks"),
        Likeness::Normalised => {
            ("gelijk op rechtsvorm, lidwoord of afkorting na", "the same but for legal form, article or abbreviation")
        }
        Likeness::OtherSpacing => ("dezelfde letters, anders gesplitst", "the same letters, cut otherwise"),
        Likeness::OtherOrder => ("dezelfde woorden in andere volgorde", "the same words in another order"),
        Likeness::AddedAcronym => ("een van de twee voegt de afkorting toe", "one of the two adds the acronym"),
        Likeness::Misspelling => ("waarschijnlijk een spelfout", "probably a misspelling"),
        Likeness::NearlySame => ("een of twee letters anders", "a letter or two differ"),
        Likeness::Acronym => ("de ene is de afkorting van de andere", "one is the acronym of the other"),
        Likeness::Contained => ("de ene naam staat in de andere", "one name is part of the other"),
        Likeness::MostWords => ("de meeste woorden zijn gelijk", "most words are the same"),
    };
    Text::new(nl, en)
}

fn decision_record(decided: &Decided) -> NameDecisionRecord {
    let (outcome, reason) = match decided.outcome {
        Outcome::Merged => ("merged", None),
        Outcome::KeptApart => ("kept-apart", None),
        Outcome::None(reason) => ("none", Some(reason)),
    };
    NameDecisionRecord {
        of: decided.subject.map(of),
        keep: decided.keep.to_string(),
        merge: decided.merge.to_string(),
        outcome,
        reason: reason.map(|reason| reason.code()),
        reason_text: reason.map(|reason| reason.sentence()),
        links_kept: decided.links_kept,
        links_summed: decided.links_summed,
        activities_moved: decided.activities_moved,
        keeps_another: decided.keeps_another,
    }
}
