//! A proposed initiative, and the ecosystem as it would be with it.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::actor::Actor;
use super::classification::{Classification, Column};
use super::evidence::Cell;
use super::initiative::{Activity, Class, Initiative, Participation, Roles};
use super::region::Area;
use super::taxonomy::{Dimension, EVERY_VALUE, EVERY_VALUE_CODE, Taxonomy, Value, ValueIndex};
use super::{Contents, Ecosystem, InvalidContents};

/// An initiative that is not in the data. It speaks in ids and codes, so that it can be added to any ecosystem with the
/// same dimensions and regions, also to one to which something else was added before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its area holds positions of regions, which adding never changes.
    pub initiative: Initiative,
    /// Actors that are not in the data either.
    pub new_actors: Vec<Actor>,
    /// In any order; an actor that is named twice has the roles of both.
    pub participants: Vec<Participant>,
    pub activities: Vec<ProposedActivity>,
}

/// An actor in a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Id of an actor in the data or among the new ones.
    pub actor: Box<str>,
    pub roles: Roles,
}

/// An activity of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedActivity {
    pub id: Box<str>,
    /// Empty where not said.
    pub name: Box<str>,
    pub stated_area: Area,
    pub reach: Option<u64>,
    pub reach_year: Option<u16>,
    pub reach_class: Option<Class>,
    pub url: Option<Box<str>>,
    /// Codes of values per dimension of the taxonomy, in its order; `alle` for every value.
    pub values: Vec<Vec<Box<str>>>,
}

/// Why a proposal cannot be added.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotAdd {
    #[error("{table} already has the id {id:?}")]
    Taken { table: &'static str, id: String },
    #[error("there is no actor {id:?}, in the data or among the new ones")]
    UnknownActor { id: String },
    #[error("dimension {dimension} has no value {value:?}")]
    UnknownValue { dimension: String, value: String },
    #[error("an activity has values for {found} dimensions, expected {expected}")]
    Dimensions { found: usize, expected: usize },
    #[error("there is no room for another value of dimension {0}")]
    Full(String),
    #[error(transparent)]
    Invalid(#[from] InvalidContents),
}

impl Ecosystem {
    /// The ecosystem as it would be with a proposal: what was there keeps its ids and order, positions make room for
    /// what is new, and an open list gains the values that only the proposal has. Time O(everything · log everything).
    ///
    /// # Errors
    /// [`CannotAdd`] where an id is taken, or an actor or value of a closed list is not known.
    pub fn with(&self, proposal: &Proposal) -> Result<Self, CannotAdd> {
        Ok(Self::new(added(self.contents(), proposal)?)?)
    }
}

fn added(old: &Contents, proposal: &Proposal) -> Result<Contents, CannotAdd> {
    let (actors, actor_at) = merged("actors", &old.actors, proposal.new_actors.clone(), |actor| &actor.id)?;
    let new_initiative = vec![proposal.initiative.clone()];
    let (initiatives, initiative_at) =
        merged("initiatives", &old.initiatives, new_initiative, |initiative| &initiative.id)?;
    let new_activities = proposal.activities.iter().map(|activity| Activity {
        id: activity.id.clone(),
        name: activity.name.clone(),
        // Its position among what is merged, as for the old ones.
        initiative: old.initiatives.len() as u32,
        stated_area: activity.stated_area.clone(),
        reach: activity.reach,
        reach_year: activity.reach_year,
        reach_class: activity.reach_class,
        url: activity.url.clone(),
    });
    let (mut activities, activity_at) =
        merged("activities", &old.activities, new_activities.collect(), |activity| &activity.id)?;
    for activity in &mut activities {
        activity.initiative = initiative_at[activity.initiative as usize];
    }
    let (dimensions, value_at) = with_new_values(old.taxonomy.dimensions(), proposal)?;
    let lead = old.taxonomy.dimensions()[old.taxonomy.lead()].id.clone();
    // Ids and the lead are those of a valid taxonomy, and the number of values was checked.
    let taxonomy = Taxonomy::new(dimensions, &lead).map_err(CannotAdd::Full)?;
    let columns = columns(old, proposal, &taxonomy, &value_at, &activity_at)?;

    let mut contents = old.clone();
    let links = participants(proposal, &actors, initiative_at[old.initiatives.len()])?;
    let first = old.participations.partition_point(|link| initiative_at[link.initiative as usize] < links.initiative);
    for link in &mut contents.participations {
        link.initiative = initiative_at[link.initiative as usize];
        link.actor = actor_at[link.actor as usize];
    }
    for (position, _) in &mut contents.other_roles {
        if *position as usize >= first {
            *position += links.participations.len() as u32;
        }
    }
    contents.participations.splice(first..first, links.participations);
    contents.responses.moved(|activity| Some(activity_at[activity as usize]));
    for referral in &mut contents.referrals {
        referral.from = initiative_at[referral.from as usize];
        referral.to = initiative_at[referral.to as usize];
    }
    let renumber = |cell: &mut Cell| {
        for (dimension, value) in cell.iter_mut().filter(|(_, value)| *value != EVERY_VALUE) {
            *value = value_at[*dimension][usize::from(*value)];
        }
    };
    contents.demand.iter_mut().for_each(|row| renumber(&mut row.cell));
    contents.indicators.iter_mut().for_each(|row| renumber(&mut row.cell));
    contents.actors = actors;
    contents.initiatives = initiatives;
    contents.activities = activities;
    contents.taxonomy = taxonomy;
    contents.classification = Classification { columns };
    Ok(contents)
}

/// Old and new rows sorted by id, and for each (old ones first) its position there. Old rows keep their order.
fn merged<T: Clone>(
    table: &'static str,
    old: &[T],
    new: Vec<T>,
    id: impl Fn(&T) -> &str,
) -> Result<(Vec<T>, Vec<u32>), CannotAdd> {
    let mut rows: Vec<(u32, T)> = (0..).zip(old.iter().cloned().chain(new)).collect();
    rows.sort_by(|a, b| id(&a.1).cmp(id(&b.1)));
    if let Some(pair) = rows.windows(2).find(|pair| id(&pair[0].1) == id(&pair[1].1)) {
        return Err(CannotAdd::Taken { table, id: id(&pair[0].1).to_owned() });
    }
    let mut positions = vec![0; rows.len()];
    for (position, (before, _)) in rows.iter().enumerate() {
        positions[*before as usize] = position as u32;
    }
    Ok((rows.into_iter().map(|(_, row)| row).collect(), positions))
}

/// The dimensions with the words that a proposal adds to open lists, and per dimension the new position of each old
/// value.
fn with_new_values(
    dimensions: &[Dimension],
    proposal: &Proposal,
) -> Result<(Vec<Dimension>, Vec<Vec<ValueIndex>>), CannotAdd> {
    let mut found = (Vec::with_capacity(dimensions.len()), Vec::with_capacity(dimensions.len()));
    for (position, dimension) in dimensions.iter().enumerate() {
        let mut dimension = dimension.clone();
        let known: HashSet<&str> = dimension.values.iter().map(|value| &*value.id).collect();
        let stated = proposal.activities.iter().filter_map(|activity| activity.values.get(position)).flatten();
        let new: BTreeSet<&str> =
            stated.map(|word| &**word).filter(|word| *word != EVERY_VALUE_CODE && !known.contains(word)).collect();
        if let (Some(word), false) = (new.first(), dimension.open) {
            return Err(CannotAdd::UnknownValue { dimension: dimension.id.to_string(), value: (*word).to_owned() });
        }
        if known.len() + new.len() >= usize::from(EVERY_VALUE) {
            return Err(CannotAdd::Full(dimension.id.to_string()));
        }
        let mut positions: Vec<u32> = (0..known.len() as u32).collect();
        if !new.is_empty() {
            let new = new.into_iter().map(Value::bare).collect();
            (dimension.values, positions) = merged("values", &dimension.values, new, |value| &value.id)?;
        }
        found.0.push(dimension);
        // There are fewer values than the type holds.
        found.1.push(positions.into_iter().map(|position| position as ValueIndex).collect());
    }
    Ok(found)
}

/// The classification of old and new activities in their new order.
fn columns(
    old: &Contents,
    proposal: &Proposal,
    taxonomy: &Taxonomy,
    value_at: &[Vec<ValueIndex>],
    activity_at: &[u32],
) -> Result<Vec<Column>, CannotAdd> {
    let mut order = vec![0; activity_at.len()];
    (0..).zip(activity_at).for_each(|(before, &position)| order[position as usize] = before);
    let expected = taxonomy.dimensions().len();
    if let Some(odd) = proposal.activities.iter().find(|activity| activity.values.len() != expected) {
        return Err(CannotAdd::Dimensions { found: odd.values.len(), expected });
    }
    let mut columns = Vec::with_capacity(expected);
    for (position, dimension) in taxonomy.dimensions().iter().enumerate() {
        let known: HashMap<&str, ValueIndex> = dimension.values.iter().map(|value| &*value.id).zip(0..).collect();
        let mut column = old.classification.column(position).clone().renumbered(&value_at[position]);
        for activity in &proposal.activities {
            // What is not in the list by now is `alle`.
            let values =
                activity.values[position].iter().map(|word| known.get(&**word).copied().unwrap_or(EVERY_VALUE));
            column.push(&mut values.collect());
        }
        columns.push(column.reordered(&order));
    }
    Ok(columns)
}

struct Links {
    initiative: u32,
    /// One per actor, increasing.
    participations: Vec<Participation>,
}

fn participants(proposal: &Proposal, actors: &[Actor], initiative: u32) -> Result<Links, CannotAdd> {
    let mut participations: Vec<Participation> = Vec::with_capacity(proposal.participants.len());
    for participant in &proposal.participants {
        let found = actors.binary_search_by(|actor| actor.id.cmp(&participant.actor));
        let actor = found.map_err(|_| CannotAdd::UnknownActor { id: participant.actor.to_string() })? as u32;
        participations.push(Participation { initiative, actor, roles: participant.roles });
    }
    participations.sort_by_key(|link| link.actor);
    participations.dedup_by(|later, first| {
        let same = later.actor == first.actor;
        if same {
            first.roles = first.roles.union(later.roles);
        }
        same
    });
    Ok(Links { initiative, participations })
}
