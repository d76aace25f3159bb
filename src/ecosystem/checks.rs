//! What contents must be to become an ecosystem.

use rayon::prelude::*;

use super::{Area, Contents, EVERY_VALUE, InvalidContents, Participation, Place, ROWS_PER_TASK, Scope};

pub(super) fn check(contents: &Contents) -> Result<(), InvalidContents> {
    sorted("actors", &contents.actors, |actor| &actor.id)?;
    sorted("initiatives", &contents.initiatives, |initiative| &initiative.id)?;
    sorted("activities", &contents.activities, |activity| &activity.id)?;
    let (actors, initiatives) = (contents.actors.len(), contents.initiatives.len());
    let (activities, regions) = (contents.activities.len(), contents.regions.len());
    let within = |table, what, position: usize, count| {
        if position < count { Ok(()) } else { Err(InvalidContents::Reference { table, what, position, count }) }
    };
    let area_within = |table, area: &Area| {
        area.own_regions().iter().try_for_each(|&region| within(table, "region", usize::from(region), regions))
    };
    let follows =
        |first: &Participation, next: &Participation| (first.initiative, first.actor) < (next.initiative, next.actor);
    if let Some(next) = first_out_of_place(&contents.participations, follows) {
        let id = format!("{:?}", (next.initiative, next.actor));
        return Err(InvalidContents::Order { table: "participations", id });
    }
    each(&contents.participations, |participation| {
        within("participations", "initiative", participation.initiative as usize, initiatives)?;
        within("participations", "actor", participation.actor as usize, actors)
    })?;
    for (position, _) in &contents.other_roles {
        within("other roles", "participation", *position as usize, contents.participations.len())?;
    }
    each(&contents.actors, |actor| match actor.place {
        Some(Place::Region(region)) => within("actors", "region", usize::from(region), regions),
        _ => Ok(()),
    })?;
    each(&contents.initiatives, |initiative| area_within("initiatives", &initiative.stated_area))?;
    each(&contents.activities, |activity| {
        within("activities", "initiative", activity.initiative as usize, initiatives)?;
        area_within("activities", &activity.stated_area)
    })?;
    let dimensions = contents.taxonomy.dimensions();
    if contents.classification.columns.len() != dimensions.len() {
        let found = contents.classification.columns.len();
        return Err(InvalidContents::Shape { what: "columns", found, expected: dimensions.len() });
    }
    for (column, dimension) in contents.classification.columns.iter().zip(dimensions) {
        if column.len() != activities {
            return Err(InvalidContents::Shape { what: "rows", found: column.len(), expected: activities });
        }
        each(column.all(), |&value| match value {
            EVERY_VALUE => Ok(()),
            value => within("activities", "value", usize::from(value), dimension.values.len()),
        })?;
    }
    each(contents.responses.rows(), |response| {
        within("responses", "activity", response.activity as usize, activities)
    })?;
    for referral in &contents.referrals {
        within("referrals", "initiative", referral.from as usize, initiatives)?;
        within("referrals", "initiative", referral.to as usize, initiatives)?;
    }
    let scopes = contents.demand.iter().map(|row| (row.scope, &row.cell));
    for (scope, cell) in scopes.chain(contents.indicators.iter().map(|row| (row.scope, &row.cell))) {
        if let Scope::Region(region) = scope {
            within("demand and indicators", "region", usize::from(region), regions)?;
        }
        for &(dimension, value) in cell {
            within("demand and indicators", "dimension", dimension, dimensions.len())?;
            if value != EVERY_VALUE {
                within("demand and indicators", "value", usize::from(value), dimensions[dimension].values.len())?;
            }
        }
    }
    Ok(())
}

/// The first error in some rows.
fn each<T: Sync>(
    rows: &[T],
    check: impl Fn(&T) -> Result<(), InvalidContents> + Sync + Send,
) -> Result<(), InvalidContents> {
    let parts = rows.par_chunks(ROWS_PER_TASK);
    let found = parts.find_map_first(|part| part.iter().find_map(|row| check(row).err()));
    found.map_or(Ok(()), Err)
}

fn sorted<T: Sync>(table: &'static str, rows: &[T], id: fn(&T) -> &str) -> Result<(), InvalidContents> {
    match first_out_of_place(rows, |first, next| id(first) < id(next)) {
        Some(row) => Err(InvalidContents::Order { table, id: id(row).to_owned() }),
        None => Ok(()),
    }
}

/// The first row that does not follow the one before it.
pub(crate) fn first_out_of_place<T: Sync>(rows: &[T], follows: impl Fn(&T, &T) -> bool + Sync + Send) -> Option<&T> {
    // Parts share a row with the next one.
    (0..rows.len()).into_par_iter().step_by(ROWS_PER_TASK).find_map_first(|start| {
        let part = &rows[start..(start + ROWS_PER_TASK + 1).min(rows.len())];
        part.array_windows().find(|[first, next]| !follows(first, next)).map(|[_, next]| next)
    })
}
