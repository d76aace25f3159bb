//! The tables as CSV text: comma, `\n`, quotes only where needed, rows in the byte order of their ids.
//!
//! Must not be here: choices about content.

use super::actors::Actor;
use super::roles::Participation;
use super::supply::{Initiative, Supply};

const SOURCE: &str = "Reconstructie op de gepubliceerde tabellen van de Regioscan Digitalisering MKB (2023)";

fn initiative_id(initiative: &Initiative) -> String {
    format!("R-{}", initiative.label)
}

/// The id of an activity, from its label.
pub(super) fn activity_id(label: &str) -> String {
    format!("A-{label}")
}

/// `actors.csv`.
pub(super) fn actors(actors: &[Actor]) -> String {
    let row = |actor: &Actor| {
        let fields = [actor.name.as_str(), actor.kind.code(), actor.kind.publicness(), actor.level, actor.region];
        let rest = fields.into_iter().chain([actor.aliases]).map(str::to_owned);
        std::iter::once(actor.id.clone()).chain(rest).collect()
    };
    table("id,name,kind,public,level,region,aliases", actors.iter().map(row).collect())
}

/// `initiatives.csv`.
pub(super) fn initiatives(initiatives: &[Initiative]) -> String {
    let row = |initiative: &Initiative| {
        vec![
            initiative_id(initiative),
            format!("Initiatief {} (reconstructie)", initiative.label),
            initiative.province.code.to_owned(),
            "regional".to_owned(),
            SOURCE.to_owned(),
        ]
    };
    table("id,name,regions,level,source", initiatives.iter().map(row).collect())
}

/// `participations.csv`.
pub(super) fn participations(initiatives: &[Initiative], actors: &[Actor], rows: &[Participation]) -> String {
    let row = |participation: &Participation| {
        let initiative = initiatives.get(participation.initiative).map(initiative_id).unwrap_or_default();
        let actor = actors.get(participation.actor).map(|actor| actor.id.clone()).unwrap_or_default();
        vec![initiative, actor, participation.role.to_owned()]
    };
    table("initiative,actor,role", rows.iter().map(row).collect())
}

/// `activities.csv`.
pub(super) fn activities(supply: &Supply) -> String {
    let row = |activity: &super::supply::Activity| {
        let remark = if activity.departs_from_model { "; bereikklasse wijkt af van figuur 4" } else { "" };
        vec![
            activity_id(&activity.label),
            supply.initiatives.get(activity.initiative).map(initiative_id).unwrap_or_default(),
            format!("Activiteit {} (reconstructie{remark})", activity.label),
            activity.kind.to_owned(),
            activity.maturity.to_owned(),
            activity.reach_class.to_owned(),
        ]
    };
    table("id,initiative,name,activity_type,maturity,reach_class", supply.activities.iter().map(row).collect())
}

fn table(header: &str, mut rows: Vec<Vec<String>>) -> String {
    rows.sort();
    let mut text = format!("{header}\n");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
