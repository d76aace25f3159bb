//! Steps 1 to 5: initiatives and their activities, so that the province tables of the report come out exactly.
//!
//! Must not be here: actors.

use std::cmp::Reverse;

use super::provinces::{PROVINCES, Province};
use super::random::{Choice, Step};
use super::tables::{ACTIVITY_TYPES, CLASSES, PublishedTables};

/// A reconstructed initiative.
pub(super) struct Initiative {
    /// Province abbreviation and number, such as `NH-01`.
    pub(super) label: String,
    pub(super) province: &'static Province,
}

/// A reconstructed activity.
pub(super) struct Activity {
    /// Label of its initiative and number, such as `NH-01-03`.
    pub(super) label: String,
    /// Position of its initiative.
    pub(super) initiative: usize,
    pub(super) kind: &'static str,
    /// `laag`, `middel`, `hoog`, or empty where unspecified.
    pub(super) maturity: &'static str,
    pub(super) reach_class: &'static str,
    /// Whether the published reach class departs from the model of figure 4 here.
    pub(super) departs_from_model: bool,
}

/// All initiatives by province and number, and all activities in the same order.
pub(super) struct Supply {
    pub(super) initiatives: Vec<Initiative>,
    pub(super) activities: Vec<Activity>,
}

/// Makes the initiatives and activities.
pub(super) fn build(tables: &PublishedTables) -> Supply {
    let mut supply = Supply { initiatives: Vec::new(), activities: Vec::new() };
    let mut sizes = Choice::of(Step::ActivitiesPerInitiative);
    let mut types = Choice::of(Step::Types);
    let mut maturities = Choice::of(Step::Maturity);
    let widest = PROVINCES.iter().max_by_key(|province| tables.activities(province.code)).map(|province| province.code);

    for (province, count) in PROVINCES.iter().zip(initiatives_per_province(tables)) {
        let maximum = tables.largest_initiative();
        let activities = tables.activities(province.code);
        let first_size = if widest == Some(province.code) { maximum } else { 1 };
        let counts = activities_per_initiative(activities, count, first_size, maximum, &mut sizes);
        let first = supply.initiatives.len();
        supply.initiatives.extend(
            (1..=counts.len()).map(|number| Initiative { label: format!("{}-{number:02}", province.short), province }),
        );

        let mut remaining = deck(&ACTIVITY_TYPES, |value| tables.activities_of_type(province.code, value));
        types.shuffle(&mut remaining);
        let mut maturity =
            deck(&["laag", "middel", "hoog", ""], |value| tables.activities_of_maturity(province.code, value));
        maturities.shuffle(&mut maturity);
        let mut maturity = maturity.into_iter();

        let start = supply.activities.len();
        for (offset, &size) in counts.iter().enumerate() {
            let mut own: Vec<&'static str> = Vec::new();
            for number in 1..=size {
                let activity_type = deal(&mut remaining, &own);
                own.push(activity_type);
                supply.activities.push(Activity {
                    label: format!("{}-{:02}-{number:02}", province.short, offset + 1),
                    initiative: first + offset,
                    kind: activity_type,
                    maturity: maturity.next().unwrap_or(""),
                    reach_class: tables.modelled_reach(activity_type),
                    departs_from_model: false,
                });
            }
        }
        if let Some(own) = supply.activities.get_mut(start..) {
            follow_figure_19(tables, province, own);
        }
    }
    supply
}

/// The published number of initiatives divided in proportion to the activities, by largest remainder (equal
/// remainders: lowest code first). In the order of [`PROVINCES`].
fn initiatives_per_province(tables: &PublishedTables) -> Vec<u64> {
    let all = tables.activities("NL").max(1);
    let shares = PROVINCES.iter().map(|province| tables.initiatives() * tables.activities(province.code));
    let (mut counts, remainders): (Vec<u64>, Vec<u64>) = shares.map(|share| (share / all, share % all)).unzip();
    let left = tables.initiatives().saturating_sub(counts.iter().sum());
    let mut order: Vec<(usize, u64)> = remainders.into_iter().enumerate().collect();
    order.sort_by_key(|&(position, remainder)| (Reverse(remainder), position));
    for (position, _) in order.into_iter().zip(0..left).map(|(entry, _)| entry) {
        if let Some(count) = counts.get_mut(position) {
            *count += 1;
        }
    }
    counts
}

/// Activities of each initiative of a province, in random order of initiatives.
///
/// One initiative starts with `first_size`, the others with one; the rest is added one by one in
/// proportion to what an initiative has, as long as it stays at `maximum` or below.
fn activities_per_initiative(
    activities: u64,
    initiatives: u64,
    first_size: u64,
    maximum: u64,
    choice: &mut Choice,
) -> Vec<u64> {
    let mut counts: Vec<u64> = (0..initiatives).map(|number| if number == 0 { first_size } else { 1 }).collect();
    for _ in counts.iter().sum()..activities {
        let weights: Vec<u64> = counts.iter().map(|&count| if count < maximum { count } else { 0 }).collect();
        if let Some(count) = choice.weighted(&weights).and_then(|position| counts.get_mut(position)) {
            *count += 1;
        }
    }
    choice.shuffle(&mut counts);
    counts
}

/// Every value as often as it is counted.
fn deck(values: &[&'static str], count: impl Fn(&str) -> u64) -> Vec<&'static str> {
    values.iter().flat_map(|&value| (0..count(value)).map(move |_| value)).collect()
}

/// Takes the first type that the initiative does not have, else the first; empty where none is left.
fn deal(remaining: &mut Vec<&'static str>, own: &[&'static str]) -> &'static str {
    let position = remaining.iter().position(|value| !own.contains(value)).unwrap_or(0);
    if remaining.is_empty() { "" } else { remaining.remove(position) }
}

/// Moves activities from a class that the model fills above figure 19 to one that it fills below.
fn follow_figure_19(tables: &PublishedTables, province: &Province, activities: &mut [Activity]) {
    for class in CLASSES {
        let published = tables.activities_of_reach(province.code, class);
        while count(activities, class) < published {
            let surplus =
                |candidate: &str| count(activities, candidate) > tables.activities_of_reach(province.code, candidate);
            let Some(position) = activities.iter().position(|activity| surplus(activity.reach_class)) else { break };
            if let Some(activity) = activities.get_mut(position) {
                activity.reach_class = class;
                activity.departs_from_model = true;
            }
        }
    }
}

fn count(activities: &[Activity], class: &str) -> u64 {
    activities.iter().filter(|activity| activity.reach_class == class).count() as u64
}
