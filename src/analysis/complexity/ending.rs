//! What ends within twelve months of a day, and which cells of the grid then fall empty.

use time::macros::format_description;
use time::{Date, Month};

use crate::analysis::selection::Selection;
use crate::analysis::white_spots::{CellStatus, WhiteSpotCell, WhiteSpots, WhiteSpotsError, white_spots};
use crate::ecosystem::{Area, EVERY_VALUE, Ecosystem, Place, ValueIndex};

/// What ends in the whole or in a region.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// Initiatives that run on the day or begin later, and end within twelve months, increasing.
    pub initiatives: Vec<usize>,
    /// Initiatives that had not ended before the day, and those of them that say when they end.
    pub running: usize,
    pub with_end: usize,
    /// Cells that lose all own supply, or the last national supply where there was no own.
    pub emptied: Vec<EmptiedCell>,
}

/// A cell region × lead value that falls empty.
#[derive(Debug, Clone, PartialEq)]
pub struct EmptiedCell {
    pub place: Place,
    pub value: ValueIndex,
    /// Supply on the day, in units as in [`super::super::white_spots`].
    pub own: u64,
    pub national: u64,
    /// The initiatives that take it away, increasing.
    pub initiatives: Vec<usize>,
    pub status_after: CellStatus,
}

/// The date of a dataset, where it is one.
pub fn dataset_date(ecosystem: &Ecosystem) -> Option<Date> {
    let day = ecosystem.about().date.get(..10)?;
    Date::parse(day, format_description!("[year]-[month]-[day]")).ok()
}

/// The same day a year on; for 29 February 28 February.
pub fn a_year_after(day: Date) -> Date {
    let year = day.year().saturating_add(1);
    let same = Date::from_calendar_date(year, day.month(), day.day());
    // The last year of the calendar has no next one; it stays where it is.
    same.or_else(|_| Date::from_calendar_date(year, Month::February, 28)).unwrap_or(day)
}

/// What ends everywhere within twelve months of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct EndingWithin {
    pub as_of: Date,
    /// The last day that counts.
    pub until: Date,
    pub ending: Ending,
}

/// What ends everywhere within twelve months of `as_of`, or of the date of the dataset. `None` where neither is known, or
/// no selected initiative says when it ends.
///
/// # Errors
/// As [`white_spots`].
pub fn ending_within_a_year(
    ecosystem: &Ecosystem,
    selection: &Selection,
    as_of: Option<Date>,
) -> Result<Option<EndingWithin>, WhiteSpotsError> {
    let Some(as_of) = as_of.or_else(|| dataset_date(ecosystem)) else { return Ok(None) };
    let until = a_year_after(as_of);
    let ends = ending(ecosystem, selection, as_of, until)?;
    let selected: Vec<usize> =
        (0..ecosystem.initiatives().len()).filter(|&initiative| selection.has_initiative(initiative)).collect();
    let whole = ends.of(ecosystem, Place::National, &selected);
    Ok(whole.map(|ending| EndingWithin { as_of, until, ending }))
}

/// What ends everywhere; [`Ends::of`] gives the part of a place.
pub(super) struct Ends {
    day: Date,
    ending: Vec<usize>,
    emptied: Vec<EmptiedCell>,
}

/// Initiatives with day ≤ end ≤ until, and the cells that are empty without them. Initiatives that ended before the day
/// are no supply on the day; those that have not yet begun are.
///
/// # Errors
/// As [`white_spots`].
pub(super) fn ending(
    ecosystem: &Ecosystem,
    selection: &Selection,
    day: Date,
    until: Date,
) -> Result<Ends, WhiteSpotsError> {
    let end = |initiative: usize| ecosystem.initiatives()[initiative].end;
    let now = selection.without(ecosystem, |initiative| end(initiative).is_some_and(|end| end < day));
    let later = now.without(ecosystem, |initiative| end(initiative).is_some_and(|end| end <= until));
    let ending: Vec<usize> = (0..ecosystem.initiatives().len())
        .filter(|&initiative| now.has_initiative(initiative) && !later.has_initiative(initiative))
        .collect();
    let lead = [ecosystem.taxonomy().lead()];
    let (before, after) = (white_spots(ecosystem, &now, &lead)?, white_spots(ecosystem, &later, &lead)?);
    Ok(Ends { day, emptied: emptied(ecosystem, &now, &before, &after, &ending), ending })
}

/// Cells of two answers over the same grid that fall empty.
fn emptied(
    ecosystem: &Ecosystem,
    now: &Selection,
    before: &WhiteSpots,
    after: &WhiteSpots,
    ending: &[usize],
) -> Vec<EmptiedCell> {
    let falls = |cell: &WhiteSpotCell, later: &WhiteSpotCell| {
        let nothing_left = later.own == 0 && later.national == 0 && cell.national > 0;
        (cell.own > 0 && later.own == 0) || (cell.own == 0 && nothing_left)
    };
    // Without a single activity left there are no cells: everything that was served falls empty.
    let find = |cell: &WhiteSpotCell| {
        let nothing = WhiteSpotCell { own: 0, national: 0, status: CellStatus::Absent, ..cell.clone() };
        let same = |later: &&WhiteSpotCell| later.place == cell.place && later.values == cell.values;
        after.cells.iter().find(same).cloned().unwrap_or(nothing)
    };
    let gone: Vec<WhiteSpotCell> = if after.cells.len() == before.cells.len() {
        after.cells.clone()
    } else {
        before.cells.iter().map(find).collect()
    };
    let pairs = before.cells.iter().zip(&gone).filter(|(cell, later)| falls(cell, later));
    pairs
        .filter_map(|(cell, later)| {
            let value = cell.values.first().copied()?;
            let takes = |&&initiative: &&usize| offers(ecosystem, now, initiative, cell, value);
            // Who looked before has looked: what falls empty is a white spot, not an unknown.
            let status = match later.national {
                0 => CellStatus::Absent,
                _ => CellStatus::NationalOnly,
            };
            Some(EmptiedCell {
                place: cell.place,
                value,
                own: cell.own,
                national: cell.national,
                initiatives: ending.iter().filter(takes).copied().collect(),
                status_after: status,
            })
        })
        .collect()
}

/// Whether an initiative has part in the supply of a cell that goes away: own supply where there is, else national.
fn offers(ecosystem: &Ecosystem, now: &Selection, initiative: usize, cell: &WhiteSpotCell, value: ValueIndex) -> bool {
    let column = ecosystem.classification().column(ecosystem.taxonomy().lead());
    ecosystem.activities_of(initiative).iter().map(|&activity| activity as usize).any(|activity| {
        let area = ecosystem.activity_area(activity);
        let here = match cell.place {
            Place::Region(region) if cell.own > 0 => area.own_regions().contains(&region),
            _ => *area == Area::National,
        };
        let values = column.of(activity);
        now.has_activity(activity) && here && (values.contains(&value) || values == [EVERY_VALUE])
    })
}

impl Ends {
    /// The part of a place, of which the initiatives are given; `None` where none of them says when it ends.
    pub(super) fn of(&self, ecosystem: &Ecosystem, place: Place, initiatives: &[usize]) -> Option<Ending> {
        let end = |&initiative: &usize| ecosystem.initiatives()[initiative].end;
        if !initiatives.iter().any(|initiative| end(initiative).is_some()) {
            return None;
        }
        let running: Vec<usize> = initiatives
            .iter()
            .copied()
            .filter(|initiative| end(initiative).is_none_or(|end| end >= self.day))
            .collect();
        Some(Ending {
            with_end: running.iter().filter(|initiative| end(initiative).is_some()).count(),
            running: running.len(),
            initiatives: running.iter().copied().filter(|found| self.ending.binary_search(found).is_ok()).collect(),
            emptied: self
                .emptied
                .iter()
                .filter(|cell| place == Place::National || cell.place == place)
                .cloned()
                .collect(),
        })
    }
}
