//! Distributions: counts over one or two axes. The one mechanism behind every table of the Regioscan.
//!
//! Everything is counted from facts: an activity with its initiative, joined with the initiative's actors where an axis or
//! the measure is about actors. A cell counts the distinct activities, initiatives or actors of its facts (or sums the
//! reach of the distinct activities); so does a total, which therefore counts a multi-valued activity once.
//!
//! # How to read it
//!
//! How much there is, of what, where: in the published table of `regioscan-2023` Zuid-Holland has 87 of 582 activities and
//! Zeeland 20. A row total may be less than the sum of its cells where an activity has several values, and an activity
//! without a value is counted apart. Do not read a large number as good supply: a province with more enterprises needs more,
//! and a survey that looked longer finds more.

use super::numbers::ratio;
use super::selection::Selection;
use crate::ecosystem::{Area, Class, EVERY_VALUE, Ecosystem, Level, NATIONAL, Role};

/// What is set out along a side of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Axis {
    /// A dimension, by position in the taxonomy.
    Dimension(usize),
    /// Working area; for the measure actors the place of the actor.
    Region,
    ActorLevel,
    InitiativeLevel,
    ActorKind,
    Role,
    /// As given with the activity, else as modelled for its type.
    ReachClass,
    /// As modelled for its type.
    EffortClass,
}

impl Axis {
    /// The axes that are not dimensions.
    pub const FIXED: &'static [(&'static str, Self)] = &[
        ("region", Self::Region),
        ("actorLevel", Self::ActorLevel),
        ("initiativeLevel", Self::InitiativeLevel),
        ("actorKind", Self::ActorKind),
        ("role", Self::Role),
        ("reachClass", Self::ReachClass),
        ("effortClass", Self::EffortClass),
    ];

    /// The axis of a name: a dimension id or one of [`Self::FIXED`].
    pub fn from_code(ecosystem: &Ecosystem, code: &str) -> Option<Self> {
        let fixed = Self::FIXED.iter().find(|(name, _)| *name == code).map(|&(_, axis)| axis);
        fixed.or_else(|| ecosystem.taxonomy().position(code).map(Self::Dimension))
    }

    pub fn code(self, ecosystem: &Ecosystem) -> &str {
        match self {
            Self::Dimension(position) => &ecosystem.taxonomy().dimensions()[position].id,
            other => Self::FIXED.iter().find(|(_, axis)| *axis == other).map_or("", |(name, _)| name),
        }
    }

    fn is_about_actors(self) -> bool {
        matches!(self, Self::ActorLevel | Self::ActorKind | Self::Role)
    }
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Measure {
    #[default]
    Activities,
    Initiatives,
    Actors,
    /// Enterprises reached, over the activities of which it is known.
    Reach,
}

impl Measure {
    pub const ALL: &'static [Self] = &[Self::Activities, Self::Initiatives, Self::Actors, Self::Reach];

    pub fn code(self) -> &'static str {
        match self {
            Self::Activities => "activities",
            Self::Initiatives => "initiatives",
            Self::Actors => "actors",
            Self::Reach => "reach",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|measure| measure.code() == code)
    }
}

/// One cell; a category is `None` where it is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct DistributionCell {
    /// Code of the row category.
    pub row: Option<String>,
    /// Code of the column category; `None` too where no columns were asked.
    pub column: Option<String>,
    pub count: u64,
    pub row_share: Option<f64>,
    pub column_share: Option<f64>,
    pub total_share: Option<f64>,
}

/// Total of a row or column.
#[derive(Debug, Clone, PartialEq)]
pub struct CategoryTotal {
    pub category: Option<String>,
    pub count: u64,
}

/// The result of [`distribution`].
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    pub rows: Axis,
    pub columns: Option<Axis>,
    pub measure: Measure,
    /// Every row with every column, sorted, not known last; empty cells are 0.
    pub cells: Vec<DistributionCell>,
    pub row_totals: Vec<CategoryTotal>,
    pub column_totals: Vec<CategoryTotal>,
    pub total: u64,
}

/// A category during counting: known ones sort by code, not known last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Category {
    Known(String),
    Unknown,
}

impl Category {
    fn code(&self) -> Option<String> {
        match self {
            Self::Known(code) => Some(code.clone()),
            Self::Unknown => None,
        }
    }
}

/// Where a fact comes from.
#[derive(Debug, Clone, Copy)]
struct Fact {
    initiative: Option<usize>,
    activity: Option<usize>,
    actor: Option<usize>,
    /// Position in the participations.
    participation: Option<usize>,
}

/// Counts over rows and, where asked, columns.
pub fn distribution(
    ecosystem: &Ecosystem,
    selection: &Selection,
    rows: Axis,
    columns: Option<Axis>,
    measure: Measure,
) -> Distribution {
    let with_actors =
        measure == Measure::Actors || rows.is_about_actors() || columns.is_some_and(Axis::is_about_actors);
    let mut entries: Vec<(Category, Category, u32)> = Vec::new();
    let mut record = |fact: Fact| {
        let Some(item) = counted(measure, fact) else { return };
        let row = categories(ecosystem, rows, fact, measure);
        let column = columns.map_or_else(|| vec![Category::Unknown], |axis| categories(ecosystem, axis, fact, measure));
        for row in &row {
            entries.extend(column.iter().map(|column| (row.clone(), column.clone(), item)));
        }
    };
    each_fact(ecosystem, selection, with_actors, &mut record);
    entries.sort_unstable();
    entries.dedup();
    let weight = |item: u32| match measure {
        Measure::Reach => ecosystem.activities()[item as usize].reach.unwrap_or(0),
        _ => 1,
    };
    let total_of = |mut items: Vec<u32>| -> u64 {
        items.sort_unstable();
        items.dedup();
        items.into_iter().map(weight).sum()
    };
    let distinct = |mut categories: Vec<Category>| {
        categories.sort_unstable();
        categories.dedup();
        categories
    };
    let row_categories = distinct(entries.iter().map(|entry| entry.0.clone()).collect());
    let column_categories = distinct(entries.iter().map(|entry| entry.1.clone()).collect());
    let total = total_of(entries.iter().map(|entry| entry.2).collect());
    let sum_where = |keep: &dyn Fn(&(Category, Category, u32)) -> bool| {
        total_of(entries.iter().filter(|entry| keep(entry)).map(|entry| entry.2).collect())
    };
    let row_sums: Vec<u64> =
        row_categories.iter().map(|row| sum_where(&|entry: &(Category, Category, u32)| entry.0 == *row)).collect();
    let column_sums: Vec<u64> = column_categories
        .iter()
        .map(|column| sum_where(&|entry: &(Category, Category, u32)| entry.1 == *column))
        .collect();
    let mut cells = Vec::with_capacity(row_categories.len() * column_categories.len());
    for (row, &row_sum) in row_categories.iter().zip(&row_sums) {
        for (column, &column_sum) in column_categories.iter().zip(&column_sums) {
            let start = entries.partition_point(|entry| (&entry.0, &entry.1) < (row, column));
            let end = entries.partition_point(|entry| (&entry.0, &entry.1) <= (row, column));
            let count: u64 = entries[start..end].iter().map(|entry| weight(entry.2)).sum();
            cells.push(DistributionCell {
                row: row.code(),
                column: column.code(),
                count,
                row_share: ratio(count as f64, row_sum as f64),
                column_share: ratio(count as f64, column_sum as f64),
                total_share: ratio(count as f64, total as f64),
            });
        }
    }
    let totals = |categories: &[Category], sums: &[u64]| {
        let total = |(category, &count): (&Category, &u64)| CategoryTotal { category: category.code(), count };
        categories.iter().zip(sums).map(total).collect()
    };
    Distribution {
        rows,
        columns,
        measure,
        cells,
        row_totals: totals(&row_categories, &row_sums),
        column_totals: if columns.is_some() { totals(&column_categories, &column_sums) } else { Vec::new() },
        total,
    }
}

/// Calls for every fact of the selection: activities, initiatives without activities, and with actors also actors without
/// initiatives.
fn each_fact(ecosystem: &Ecosystem, selection: &Selection, with_actors: bool, record: &mut impl FnMut(Fact)) {
    let mut next = 0;
    let participations = ecosystem.participations();
    let mut takes_part = vec![false; ecosystem.actors().len()];
    for initiative in 0..ecosystem.initiatives().len() {
        let first = next;
        while participations.get(next).is_some_and(|link| link.initiative as usize == initiative) {
            next += 1;
        }
        if !selection.has_initiative(initiative) {
            continue;
        }
        let links: Vec<usize> =
            (first..next).filter(|&link| selection.has_actor(participations[link].actor as usize)).collect();
        links.iter().for_each(|&link| takes_part[participations[link].actor as usize] = true);
        let activities: Vec<Option<usize>> = match ecosystem.activities_of(initiative) {
            [] => vec![None],
            mine => mine.iter().map(|&a| a as usize).filter(|&a| selection.has_activity(a)).map(Some).collect(),
        };
        for activity in activities {
            let fact = Fact { initiative: Some(initiative), activity, actor: None, participation: None };
            if with_actors && !links.is_empty() {
                for &link in &links {
                    let actor = Some(participations[link].actor as usize);
                    record(Fact { actor, participation: Some(link), ..fact });
                }
            } else {
                record(fact);
            }
        }
    }
    if with_actors {
        for actor in (0..takes_part.len()).filter(|&actor| !takes_part[actor] && selection.has_actor(actor)) {
            record(Fact { initiative: None, activity: None, actor: Some(actor), participation: None });
        }
    }
}

/// The thing that a fact counts for, by position.
fn counted(measure: Measure, fact: Fact) -> Option<u32> {
    let position = match measure {
        Measure::Activities | Measure::Reach => fact.activity,
        Measure::Initiatives => fact.initiative,
        Measure::Actors => fact.actor,
    };
    position.map(|position| position as u32)
}

/// The categories of a fact on an axis; not known is one.
fn categories(ecosystem: &Ecosystem, axis: Axis, fact: Fact, measure: Measure) -> Vec<Category> {
    let one = |code: Option<&str>| vec![code.map_or(Category::Unknown, |code| Category::Known(code.to_owned()))];
    match axis {
        Axis::Dimension(dimension) => match fact.activity {
            Some(activity) => dimension_categories(ecosystem, dimension, activity),
            None => vec![Category::Unknown],
        },
        Axis::Region if measure == Measure::Actors => {
            let place = fact.actor.and_then(|actor| ecosystem.actor_place(actor));
            one(place.map(|place| place.code(ecosystem.regions())))
        }
        Axis::Region => {
            let area = match (fact.activity, fact.initiative) {
                (Some(activity), _) => ecosystem.activity_area(activity),
                (None, Some(initiative)) => ecosystem.initiative_area(initiative),
                (None, None) => &Area::Unknown,
            };
            match area {
                Area::Unknown => one(None),
                Area::National => one(Some(NATIONAL)),
                Area::Regions(regions) => {
                    regions.iter().map(|&region| Category::Known(ecosystem.regions().code(region).to_owned())).collect()
                }
            }
        }
        Axis::ActorLevel => one(fact.actor.and_then(|actor| ecosystem.actors()[actor].level).map(Level::code)),
        Axis::InitiativeLevel => {
            one(fact.initiative.and_then(|initiative| ecosystem.initiatives()[initiative].level).map(Level::code))
        }
        Axis::ActorKind => {
            one(fact.actor.and_then(|actor| ecosystem.actors()[actor].kind.as_ref()).map(|kind| kind.code()))
        }
        Axis::Role => {
            let roles = fact.participation.map(|link| ecosystem.participations()[link].roles);
            let known: Vec<Category> = roles
                .into_iter()
                .flat_map(|roles| {
                    roles.iter().map(|role: Role| Category::Known(role.code().to_owned())).collect::<Vec<_>>()
                })
                .collect();
            if known.is_empty() { one(None) } else { known }
        }
        Axis::ReachClass => {
            let given = fact.activity.and_then(|activity| ecosystem.activities()[activity].reach_class);
            let class = given.or_else(|| fact.activity.and_then(|activity| modelled(ecosystem, activity, Reach)));
            one(class.map(Class::code))
        }
        Axis::EffortClass => {
            one(fact.activity.and_then(|activity| modelled(ecosystem, activity, Effort)).map(Class::code))
        }
    }
}

fn dimension_categories(ecosystem: &Ecosystem, dimension: usize, activity: usize) -> Vec<Category> {
    let about = &ecosystem.taxonomy().dimensions()[dimension];
    match ecosystem.classification().column(dimension).of(activity) {
        [] => vec![Category::Unknown],
        [EVERY_VALUE] => about.values.iter().map(|value| Category::Known(value.id.to_string())).collect(),
        values => values.iter().map(|&value| Category::Known(about.value_code(value).to_owned())).collect(),
    }
}

/// Which class of an activity type is asked.
#[derive(Clone, Copy)]
enum Modelled {
    Reach,
    Effort,
}
use Modelled::{Effort, Reach};

/// The modelled class of an activity: that of its only value in a dimension whose values have classes.
fn modelled(ecosystem: &Ecosystem, activity: usize, which: Modelled) -> Option<Class> {
    ecosystem.taxonomy().dimensions().iter().enumerate().find_map(|(position, dimension)| {
        match ecosystem.classification().column(position).of(activity) {
            &[value] => dimension.value(value).and_then(|value| match which {
                Reach => value.reach,
                Effort => value.effort,
            }),
            _ => None,
        }
    })
}
