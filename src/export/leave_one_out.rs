//! Records of what would be lost without each initiative and each actor.

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::leave_one_out::{CellFate, LeaveOneOut, Loss, LostCell};
use crate::ecosystem::edit::Subject;
use crate::ecosystem::{Ecosystem, NATIONAL};
use crate::language::Text;

/// What would be lost without one initiative or actor. Cells are `region/value`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LossRecord {
    /// From 1, most lost first.
    pub rank: usize,
    /// `initiative` or `actor`.
    pub what: &'static str,
    pub id: String,
    pub name: String,
    /// Codes of the regions of its working area or place, of what stops, and of the cells.
    pub regions: Vec<String>,
    /// Initiatives that stop.
    pub stopped: Vec<String>,
    /// Initiatives that go on without their only funder.
    pub sole_funder_of: Vec<String>,
    pub activities: usize,
    pub doors: usize,
    pub cells_emptied: usize,
    pub cells_national_only: usize,
    pub cells_thinned: usize,
    pub cells_made_fragile: usize,
    pub emptied: Vec<String>,
    pub national_only: Vec<String>,
    pub thinned: Vec<String>,
    pub made_fragile: Vec<String>,
    /// Values of the lead dimension that nobody offers any more.
    pub types: Vec<String>,
    /// Linked pairs of actors that are linked no more.
    pub links: usize,
    pub isolated: Vec<String>,
    /// How many actors are cut off, and the first of them.
    pub cut_off: usize,
    pub cut_off_actors: Vec<String>,
    pub components_added: usize,
    /// Overlapping pairs of initiatives that end: without and with collaboration.
    pub overlap_ended: usize,
    pub collaboration_ended: usize,
    /// Overlapping pairs that go on without collaborating.
    pub collaboration_broken: usize,
    /// Change of the number of overlapping pairs without collaboration.
    pub overlap_without_collaboration_change: i64,
    pub in_words: Text,
}

/// Losses of initiatives and of actors.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LeaveOneOutRecord {
    pub initiatives: Vec<LossRecord>,
    pub actors: Vec<LossRecord>,
}

pub fn leave_one_out_record(ecosystem: &Ecosystem, result: &LeaveOneOut) -> LeaveOneOutRecord {
    LeaveOneOutRecord {
        initiatives: loss_records(ecosystem, &result.initiatives),
        actors: loss_records(ecosystem, &result.actors),
    }
}

/// Losses in their order.
pub fn loss_records(ecosystem: &Ecosystem, losses: &[Loss]) -> Vec<LossRecord> {
    losses.iter().enumerate().map(|(position, loss)| record(ecosystem, position + 1, loss)).collect()
}

fn record(ecosystem: &Ecosystem, rank: usize, loss: &Loss) -> LossRecord {
    let initiatives = |list: &[usize]| -> Vec<String> {
        list.iter().map(|&initiative| ecosystem.initiatives()[initiative].id.to_string()).collect()
    };
    let actors = |list: &[usize]| -> Vec<String> {
        list.iter().map(|&actor| ecosystem.actors()[actor].id.to_string()).collect()
    };
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    let cell = |cell: &LostCell| format!("{}/{}", cell.place.code(ecosystem.regions()), lead.value_code(cell.value));
    let cells = |fate: CellFate| -> Vec<String> {
        loss.cells.iter().filter(|lost| lost.fates.contains(&fate)).map(cell).collect()
    };
    let (what, id, name) = match loss.subject {
        Subject::Initiative => {
            let initiative = &ecosystem.initiatives()[loss.position];
            ("initiative", initiative.id.to_string(), initiative.name.to_string())
        }
        Subject::Actor => {
            let actor = &ecosystem.actors()[loss.position];
            ("actor", actor.id.to_string(), actor.name.to_string())
        }
    };
    // Counts of pairs stay far below 2^63.
    let change = loss.together_broken as i64 - loss.apart_ended as i64;
    LossRecord {
        rank,
        what,
        id,
        name,
        regions: regions(ecosystem, loss),
        stopped: initiatives(&loss.stopped),
        sole_funder_of: initiatives(&loss.sole_funder_of),
        activities: loss.activities,
        doors: loss.doors,
        cells_emptied: loss.count(CellFate::Emptied),
        cells_national_only: loss.count(CellFate::NationalOnly),
        cells_thinned: loss.count(CellFate::Thinned),
        cells_made_fragile: loss.count(CellFate::MadeFragile),
        emptied: cells(CellFate::Emptied),
        national_only: cells(CellFate::NationalOnly),
        thinned: cells(CellFate::Thinned),
        made_fragile: cells(CellFate::MadeFragile),
        types: loss.types.iter().map(|&value| lead.value_code(value).to_owned()).collect(),
        links: loss.links,
        isolated: actors(&loss.isolated),
        cut_off: loss.cut_off,
        cut_off_actors: actors(&loss.cut_off_listed),
        components_added: loss.components_added,
        overlap_ended: loss.apart_ended,
        collaboration_ended: loss.together_ended,
        collaboration_broken: loss.together_broken,
        overlap_without_collaboration_change: change,
        in_words: in_words(loss),
    }
}

fn regions(ecosystem: &Ecosystem, loss: &Loss) -> Vec<String> {
    let mut codes: Vec<&str> = loss.cells.iter().map(|cell| cell.place.code(ecosystem.regions())).collect();
    for &initiative in &loss.stopped {
        codes.extend(ecosystem.regions().codes(ecosystem.initiative_area(initiative)));
    }
    if loss.subject == Subject::Actor {
        codes.extend(ecosystem.actor_place(loss.position).map(|place| place.code(ecosystem.regions())));
    }
    codes.sort_by_key(|code| (*code == NATIONAL, *code));
    codes.dedup();
    codes.into_iter().map(str::to_owned).collect()
}

/// The heaviest losses in a sentence.
fn in_words(loss: &Loss) -> Text {
    let (mut nl, mut en): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut say = |count: usize, one: (&str, &str), more: (&str, &str)| {
        if count > 0 {
            let (dutch, english) = if count == 1 { one } else { more };
            nl.push(format!("{count} {dutch}"));
            en.push(format!("{count} {english}"));
        }
    };
    say(
        if loss.subject == Subject::Actor { loss.stopped.len() } else { 0 },
        ("initiatief stopt", "initiative stops"),
        ("initiatieven stoppen", "initiatives stop"),
    );
    say(
        loss.count(CellFate::Emptied),
        ("cel valt leeg", "cell falls empty"),
        ("cellen vallen leeg", "cells fall empty"),
    );
    say(
        loss.count(CellFate::NationalOnly),
        ("cel houdt alleen landelijk aanbod over", "cell is left with national supply only"),
        ("cellen houden alleen landelijk aanbod over", "cells are left with national supply only"),
    );
    say(
        loss.cut_off,
        ("actor raakt los van de rest", "actor is cut off from the rest"),
        ("actoren raken los van de rest", "actors are cut off from the rest"),
    );
    say(
        loss.count(CellFate::MadeFragile),
        ("cel hangt dan nog aan één initiatief", "cell then hangs on one initiative"),
        ("cellen hangen dan nog aan één initiatief", "cells then hang on one initiative"),
    );
    say(
        loss.count(CellFate::Thinned),
        ("cel wordt dun", "cell becomes thin"),
        ("cellen worden dun", "cells become thin"),
    );
    if nl.is_empty() {
        return Text::new(
            "geen cel verliest aanbod dat anderen niet ook hebben; niemand raakt los",
            "no cell loses supply that others do not have as well; nobody is cut off",
        );
    }
    Text::new(nl.join("; "), en.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_the_heaviest_first_and_what_there_is_none_of_not_at_all() {
        let mut loss = Loss {
            subject: Subject::Actor,
            position: 0,
            stopped: vec![3],
            sole_funder_of: Vec::new(),
            activities: 2,
            doors: 1,
            cells: Vec::new(),
            types: Vec::new(),
            links: 4,
            isolated: Vec::new(),
            cut_off: 2,
            cut_off_listed: vec![1, 2],
            components_added: 1,
            apart_ended: 0,
            together_ended: 0,
            together_broken: 0,
        };
        assert_eq!(in_words(&loss).nl, "1 initiatief stopt; 2 actoren raken los van de rest");
        loss.subject = Subject::Initiative;
        assert_eq!(in_words(&loss).en, "2 actors are cut off from the rest");
        loss.cut_off = 0;
        assert!(in_words(&loss).nl.starts_with("geen cel verliest"));
    }
}
