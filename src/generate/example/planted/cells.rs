//! Planted white spots: cells of province and activity type with no, little or ending supply.
//!
//! Three activity types are never offered nationally (`dimensions`), so that a cell of theirs
//! without own supply is absent; of the other types one national initiative offers those of the
//! national-only cells.

use super::super::Version;
use super::super::background::quarter_end;
use super::super::dimensions::type_id;
use super::super::draw::Draw;
use super::super::model::{Area, Presence, World};
use super::super::places::code;
use super::super::truths::Truth;
use super::{fill, full_initiative, initiative, staff};

/// Own supply 0, national 0.
const ABSENT: [(usize, usize); 3] = [(2, 2), (4, 9), (0, 3)];
/// Own supply 0, national at least 1.
const NATIONAL_ONLY: [(usize, usize); 3] = [(2, 0), (1, 7), (5, 11)];
/// Two activities where the mix of the country has many more.
const THIN: [(usize, usize); 2] = [(8, 6), (7, 8)];
/// The activity types of the thin cells.
pub(super) const THIN_TYPES: [usize; 2] = [THIN[0].1, THIN[1].1];
/// Three activities, all of one initiative.
const FRAGILE: (usize, usize) = (10, 10);
/// Two initiatives that both end within a year; national supply remains.
const ENDING_TO_NATIONAL: (usize, usize) = (3, 11);
/// One initiative that ends within a year; nothing remains.
const ENDING_TO_ABSENT: (usize, usize) = (6, 2);
/// Covered in the first version, absent in the second.
const OPENED: (usize, usize) = (5, 2);
/// Absent in the first version, covered in the second.
const CLOSED: (usize, usize) = (4, 3);

/// The cell in which the most enterprises have a need that nobody meets.
pub(in super::super) const HIGH_DEMAND: (usize, usize) = ABSENT[0];

/// All cells (province, activity type) of the above, out of bounds to every other activity.
pub(in super::super) const RESERVED_CELLS: [(usize, usize); 13] = [
    ABSENT[0],
    ABSENT[1],
    ABSENT[2],
    NATIONAL_ONLY[0],
    NATIONAL_ONLY[1],
    NATIONAL_ONLY[2],
    THIN[0],
    THIN[1],
    FRAGILE,
    ENDING_TO_NATIONAL,
    ENDING_TO_ABSENT,
    OPENED,
    CLOSED,
];

/// A type that is reserved in no province, to give initiatives something besides.
const ORDINARY_TYPE: usize = 1;

pub(super) fn plant(world: &mut World, draw: &mut Draw) {
    let national = full_initiative(world, draw, &Area::National, &[0, 7, 11, ORDINARY_TYPE, 6]);
    let national = world.initiative_id(national);
    for cell in ABSENT {
        world.truths.plant(Truth::AbsentCell, &[code(cell.0), type_id(cell.1)]);
    }
    for cell in NATIONAL_ONLY {
        world.truths.plant(Truth::NationalOnlyCell, &[code(cell.0), type_id(cell.1), &national]);
    }
    for cell in THIN {
        let ids = [offering(world, draw, cell), offering(world, draw, cell)].map(|id| world.initiative_id(id));
        world.truths.plant(Truth::ThinCell, &[code(cell.0), type_id(cell.1), &ids.join(" ")]);
    }
    let fragile = full_initiative(world, draw, &province(FRAGILE.0), &[FRAGILE.1; 3]);
    let fragile = world.initiative_id(fragile);
    world.truths.plant(Truth::FragileCell, &[code(FRAGILE.0), type_id(FRAGILE.1), &fragile]);
    world.truths.plant(Truth::HighDemand, &[code(HIGH_DEMAND.0), type_id(HIGH_DEMAND.1)]);
    endings(world, draw);
    turnover(world, draw);
}

fn province(province: usize) -> Area {
    Area::Provinces(vec![province])
}

/// An initiative with one activity in the cell and one ordinary activity.
fn offering(world: &mut World, draw: &mut Draw, cell: (usize, usize)) -> usize {
    full_initiative(world, draw, &province(cell.0), &[cell.1, ORDINARY_TYPE])
}

fn endings(world: &mut World, draw: &mut Draw) {
    for (cell, quarters, after) in
        [(ENDING_TO_NATIONAL, [2, 4].as_slice(), "national-only"), (ENDING_TO_ABSENT, &[3], "absent")]
    {
        let mut ids = Vec::new();
        for &quarter in quarters {
            let initiative = offering(world, draw, cell);
            world.initiatives[initiative].end = Some(quarter_end(world.config.year, quarter));
            ids.push(world.initiative_id(initiative));
        }
        let row = [code(cell.0), type_id(cell.1), &ids.join(" "), after];
        world.truths.plant_in(Version::Second, Truth::EndingEmptiesCell, &row);
    }
}

/// A cell that opens because its initiative ended, and one that closes because one began.
fn turnover(world: &mut World, draw: &mut Draw) {
    let year = world.config.year;
    let ended = offering(world, draw, OPENED);
    world.initiatives[ended].presence = Presence::FirstOnly;
    world.initiatives[ended].end = Some(quarter_end(year - 1, 4));
    let ended = world.initiative_id(ended);
    world.truths.plant(Truth::Ended, &[&ended]);
    world.truths.plant(Truth::CellOpened, &[code(OPENED.0), type_id(OPENED.1), &ended]);

    let added = initiative(world, &province(CLOSED.0));
    world.initiatives[added].presence = Presence::SecondOnly;
    world.initiatives[added].start = Some(super::Day { year: year - 1, month: 9, day: 1 });
    staff(world, draw, added, 4);
    fill(world, draw, added, &[CLOSED.1, CLOSED.1, ORDINARY_TYPE]);
    let added = world.initiative_id(added);
    world.truths.plant(Truth::Added, &[&added]);
    world.truths.plant(Truth::CellClosed, &[code(CLOSED.0), type_id(CLOSED.1), &added]);
}
