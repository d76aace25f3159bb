//! Records of what the data hold: actors, initiatives, activities and regions, with what follows from them directly.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::ecosystem::{Area, Ecosystem, Participation, RegionIndex};
use crate::language::Text;

/// An organisation.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActorRecord {
    pub id: String,
    pub name: String,
    /// What sort of organisation; a word outside the list is kept as it was written.
    pub kind: Option<String>,
    /// `publiek`, `semipubliek` or `privaat`.
    pub public: Option<&'static str>,
    pub level: Option<&'static str>,
    /// Where it is: as stated, else the region that most of its initiatives serve.
    pub region: Option<String>,
    /// Whether the data state the region themselves.
    pub region_stated: bool,
    pub aliases: Vec<String>,
    pub url: Option<String>,
    /// Number of initiatives it takes part in.
    pub initiatives: usize,
}

/// A programme, desk or project.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InitiativeRecord {
    pub id: String,
    pub name: String,
    /// Working area: as stated, else the union of its activities'; empty where not known.
    pub regions: Vec<String>,
    pub level: Option<&'static str>,
    /// ISO date.
    pub start: Option<String>,
    /// ISO date.
    pub end: Option<String>,
    /// `tijdelijk` or `structureel`.
    pub funding: Option<&'static str>,
    /// Euro.
    pub budget: Option<u64>,
    pub contact: Option<String>,
    pub url: Option<String>,
    pub description: Option<String>,
    /// Evidence that it works, in words.
    pub good_practice: Option<String>,
    /// Earlier ids or names.
    pub formerly: Vec<String>,
    /// ISO date on which somebody last confirmed these data.
    pub confirmed_on: Option<String>,
    pub source: Option<String>,
    /// Number of actors that take part.
    pub actors: usize,
    /// Number of activities it offers.
    pub activities: usize,
}

/// One concrete offer of an initiative.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActivityRecord {
    pub id: String,
    pub name: Option<String>,
    pub initiative: String,
    pub initiative_name: String,
    /// Working area: its own, else its initiative's; empty where not known.
    pub regions: Vec<String>,
    /// Enterprises reached.
    pub reach: Option<u64>,
    /// Year of the reach.
    pub reach_year: Option<u16>,
    /// `laag`, `middel` or `hoog`.
    pub reach_class: Option<&'static str>,
    pub url: Option<String>,
    /// Dimension id → value ids; a dimension without known values is left out, `alle` is open to every value.
    pub values: BTreeMap<String, Vec<String>>,
}

/// A region with what is there.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegionRecord {
    pub region: String,
    pub name: Text,
    /// The region it lies in.
    pub parent: Option<String>,
    /// False where nobody looked: counts of 0 then say nothing.
    pub surveyed: bool,
    /// Initiatives with the region in their own working area.
    pub initiatives: usize,
    /// Activities with the region in their own working area.
    pub activities: usize,
    /// Actors of those initiatives.
    pub actors: usize,
}

/// An actor in an initiative.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParticipationRecord {
    pub initiative: String,
    pub initiative_name: String,
    pub actor: String,
    pub actor_name: String,
    /// Known roles; empty where none is known.
    pub roles: Vec<&'static str>,
    /// A role outside the list, as it was written.
    pub other_role: Option<String>,
}

/// Who takes part in what: of one actor, or of one initiative.
pub fn participation_records(ecosystem: &Ecosystem, keep: impl Fn(&Participation) -> bool) -> Vec<ParticipationRecord> {
    let other_role = |position: usize| {
        let found = ecosystem.other_roles().binary_search_by_key(&position, |&(position, _)| position as usize).ok()?;
        Some(ecosystem.other_roles()[found].1.to_string())
    };
    let all = ecosystem.participations().iter().enumerate().filter(|(_, link)| keep(link));
    all.map(|(position, link)| {
        let initiative = &ecosystem.initiatives()[link.initiative as usize];
        let actor = &ecosystem.actors()[link.actor as usize];
        ParticipationRecord {
            initiative: initiative.id.to_string(),
            initiative_name: initiative.name.to_string(),
            actor: actor.id.to_string(),
            actor_name: actor.name.to_string(),
            roles: link.roles.iter().map(|role| role.code()).collect(),
            other_role: other_role(position),
        }
    })
    .collect()
}

/// All actors, by id.
pub fn actor_records(ecosystem: &Ecosystem) -> Vec<ActorRecord> {
    let mut initiatives = vec![0; ecosystem.actors().len()];
    for link in ecosystem.participations() {
        initiatives[link.actor as usize] += 1;
    }
    let words = |words: &Option<Box<str>>| words.as_deref().map(str::to_owned);
    let record = |(position, initiatives): (usize, usize)| {
        let actor = &ecosystem.actors()[position];
        ActorRecord {
            id: actor.id.to_string(),
            name: actor.name.to_string(),
            kind: actor.kind.as_ref().map(|kind| kind.code().to_owned()),
            public: actor.public.map(|public| public.code()),
            level: actor.level.map(|level| level.code()),
            region: ecosystem.actor_place(position).map(|place| place.code(ecosystem.regions()).to_owned()),
            region_stated: actor.place.is_some(),
            aliases: actor.aliases.iter().map(ToString::to_string).collect(),
            url: words(&actor.url),
            initiatives,
        }
    };
    initiatives.into_iter().enumerate().map(record).collect()
}

/// All initiatives, by id.
pub fn initiative_records(ecosystem: &Ecosystem) -> Vec<InitiativeRecord> {
    let mut actors = vec![0; ecosystem.initiatives().len()];
    for link in ecosystem.participations() {
        actors[link.initiative as usize] += 1;
    }
    let record = |(position, actors): (usize, usize)| {
        let initiative = &ecosystem.initiatives()[position];
        let said = initiative.particulars.as_deref().cloned().unwrap_or_default();
        InitiativeRecord {
            id: initiative.id.to_string(),
            name: initiative.name.to_string(),
            regions: codes(ecosystem, ecosystem.initiative_area(position)),
            level: initiative.level.map(|level| level.code()),
            start: initiative.start.map(|date| date.to_string()),
            end: initiative.end.map(|date| date.to_string()),
            funding: initiative.funding.map(|funding| funding.code()),
            budget: initiative.budget,
            contact: said.contact.map(String::from),
            url: said.url.map(String::from),
            description: said.description.map(String::from),
            good_practice: said.good_practice.map(String::from),
            formerly: said.formerly.into_iter().map(String::from).collect(),
            confirmed_on: initiative.confirmed_on.map(|date| date.to_string()),
            source: said.source.map(String::from),
            actors,
            activities: ecosystem.activities_of(position).len(),
        }
    };
    actors.into_iter().enumerate().map(record).collect()
}

/// All activities that are kept, by id.
pub fn activity_records(ecosystem: &Ecosystem, keep: impl Fn(usize) -> bool) -> Vec<ActivityRecord> {
    let dimensions = ecosystem.taxonomy().dimensions();
    let record = |position: usize| {
        let activity = &ecosystem.activities()[position];
        let initiative = &ecosystem.initiatives()[activity.initiative as usize];
        let values = dimensions.iter().enumerate().filter_map(|(number, dimension)| {
            let values = ecosystem.classification().column(number).of(position);
            let ids = values.iter().map(|&value| dimension.value_code(value).to_owned());
            (!values.is_empty()).then(|| (dimension.id.to_string(), ids.collect()))
        });
        ActivityRecord {
            id: activity.id.to_string(),
            name: (!activity.name.is_empty()).then(|| activity.name.to_string()),
            initiative: initiative.id.to_string(),
            initiative_name: initiative.name.to_string(),
            regions: codes(ecosystem, ecosystem.activity_area(position)),
            reach: activity.reach,
            reach_year: activity.reach_year,
            reach_class: activity.reach_class.map(|class| class.code()),
            url: activity.url.as_deref().map(str::to_owned),
            values: values.collect(),
        }
    };
    (0..ecosystem.activities().len()).filter(|&position| keep(position)).map(record).collect()
}

/// All regions, by code.
pub fn region_records(ecosystem: &Ecosystem) -> Vec<RegionRecord> {
    let owns = |area: &Area, region: RegionIndex| area.own_regions().contains(&region);
    let initiatives = 0..ecosystem.initiatives().len();
    let activities = 0..ecosystem.activities().len();
    let record = |position: usize| {
        let region = position as RegionIndex;
        let about = ecosystem.regions().get(region);
        let own: Vec<bool> =
            initiatives.clone().map(|initiative| owns(ecosystem.initiative_area(initiative), region)).collect();
        let mut takes_part = vec![false; ecosystem.actors().len()];
        for link in ecosystem.participations() {
            takes_part[link.actor as usize] |= own[link.initiative as usize];
        }
        let count = |list: &[bool]| list.iter().filter(|&&is| is).count();
        let offered = activities.clone().filter(|&activity| owns(ecosystem.activity_area(activity), region)).count();
        RegionRecord {
            region: about.code.to_string(),
            name: about.name.clone(),
            parent: about.parent.map(|parent| ecosystem.regions().code(parent).to_owned()),
            surveyed: count(&own) + offered > 0 || ecosystem.about().surveyed_regions.contains(&*about.code),
            initiatives: count(&own),
            activities: offered,
            actors: count(&takes_part),
        }
    };
    (0..ecosystem.regions().len()).map(record).collect()
}

fn codes(ecosystem: &Ecosystem, area: &Area) -> Vec<String> {
    ecosystem.regions().codes(area).into_iter().map(str::to_owned).collect()
}
