//! Records of offers that are there several times.

use serde::Serialize;
use utoipa::ToSchema;

use super::gaps::InitiativeName;
use super::learning_circles::{codes, initiative_name};
use crate::analysis::reinvented::{Reinvented, ReinventedGroup};
use crate::ecosystem::Ecosystem;
use crate::language::{Language, Text, integer};

/// Dimensions that all activities of a group have to fill before it can be judged.
const ENOUGH_DIMENSIONS: usize = 3;

/// The whole result.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReinventedRecord {
    /// Id of the dimension that says what kind of activity it is.
    pub dimension: String,
    pub groups: Vec<ReinventedGroupRecord>,
}

/// One offer that is there several times.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReinventedGroupRecord {
    pub dimension: String,
    /// Id of the value, and how people read it.
    pub value: String,
    pub title: Text,
    pub activity_count: usize,
    pub initiative_count: usize,
    pub region_count: usize,
    /// Groups of initiatives that do not work together.
    pub effort_count: usize,
    /// Ids per effort.
    pub efforts: Vec<Vec<String>>,
    pub regions: Vec<String>,
    pub initiatives: Vec<InitiativeName>,
    pub activities: Vec<String>,
    /// `dimension=value` that all activities have.
    pub shared: Vec<String>,
    /// Dimensions filled for all activities.
    pub dimensions_compared: usize,
    /// True where fewer than three dimensions are filled: too thinly described to judge.
    pub thinly_described: bool,
    /// Enterprises reached by the activities of which it is known, and how many those are.
    pub reach: Option<u64>,
    pub reach_known: usize,
    /// Ids of actors that fund at least two of the initiatives.
    pub shared_funders: Vec<String>,
    /// Initiatives that offer the same to the whole country.
    pub national: Vec<InitiativeName>,
    pub in_words: Text,
}

pub fn reinvented_record(ecosystem: &Ecosystem, found: &Reinvented) -> ReinventedRecord {
    ReinventedRecord {
        dimension: ecosystem.taxonomy().dimensions()[found.dimension].id.to_string(),
        groups: found.groups.iter().map(|group| group_record(ecosystem, found.dimension, group)).collect(),
    }
}

fn group_record(ecosystem: &Ecosystem, dimension: usize, group: &ReinventedGroup) -> ReinventedGroupRecord {
    let dimension = &ecosystem.taxonomy().dimensions()[dimension];
    let value = dimension.value(group.value);
    let title = value.map_or_else(|| Text::same(""), |value| value.label.clone());
    let id = |initiative: u32| ecosystem.initiatives()[initiative as usize].id.to_string();
    let names = |initiatives: &[u32]| -> Vec<InitiativeName> {
        initiatives.iter().map(|&initiative| initiative_name(ecosystem, initiative as usize)).collect()
    };
    let ids = |effort: &Vec<u32>| effort.iter().map(|&initiative| id(initiative)).collect();
    let activity = |&activity: &u32| ecosystem.activities()[activity as usize].id.to_string();
    ReinventedGroupRecord {
        dimension: dimension.id.to_string(),
        value: dimension.value_code(group.value).to_owned(),
        activity_count: group.activities.len(),
        initiative_count: group.initiatives.len(),
        region_count: group.regions.len(),
        effort_count: group.efforts.len(),
        efforts: group.efforts.iter().map(ids).collect(),
        regions: codes(ecosystem, &group.regions),
        initiatives: names(&group.initiatives),
        activities: group.activities.iter().map(activity).collect(),
        shared: group.shared.clone(),
        dimensions_compared: group.dimensions_compared,
        thinly_described: group.dimensions_compared < ENOUGH_DIMENSIONS,
        reach: group.reach,
        reach_known: group.reach_known,
        shared_funders: group.shared_funders.iter().map(|&actor| ecosystem.actors()[actor].id.to_string()).collect(),
        national: names(&group.national),
        in_words: in_words(group, &title),
        title,
    }
}

/// What the group says, in plain numbers.
fn in_words(group: &ReinventedGroup, title: &Text) -> Text {
    let count = |number: usize, language| integer(number as i64, language);
    let (nl, en) = (|number| count(number, Language::Nl), |number| count(number, Language::En));
    let (again, regions) = (group.efforts.len() - 1, group.regions.len());
    let (initiatives, efforts) = (group.initiatives.len(), group.efforts.len());
    // Where nobody works together the groups are the initiatives.
    let who = if efforts == initiatives {
        Text::new(format!("{} initiatieven", nl(initiatives)), format!("{} initiatives", en(initiatives)))
    } else {
        Text::new(
            format!("{} initiatieven in {} groepen", nl(initiatives), nl(efforts)),
            format!("{} initiatives in {} groups", en(initiatives), en(efforts)),
        )
    };
    let mut words_nl = format!(
        "{}: {} activiteiten met vergelijkbaar aanbod in {} regio's, van {} die niet met elkaar samenwerken: {} keer mogelijk \
         dubbel werk.",
        title.nl,
        nl(group.activities.len()),
        nl(regions),
        who.nl,
        nl(again),
    );
    let mut words_en = format!(
        "{}: {} activities with a like offer in {} regions, by {} that do not work together: possibly double work {} {}.",
        title.en,
        en(group.activities.len()),
        en(regions),
        who.en,
        en(again),
        if again == 1 { "time" } else { "times" },
    );
    if group.dimensions_compared < ENOUGH_DIMENSIONS {
        words_nl.push_str(" Te weinig kenmerken zijn bekend om te zeggen of het echt hetzelfde is.");
        words_en.push_str(" Too few dimensions are known to say whether it really is the same.");
    }
    Text::new(words_nl, words_en)
}
