//! The tables of a report that no figure brings along.

use std::cmp::Reverse;

use crate::analysis::bridging::{ActorBridging, Bridging};
use crate::analysis::overlap::{Overlap, OverlapPair};
use crate::chart::table::{DataTable, Datum};
use crate::ecosystem::{Area, Ecosystem, NATIONAL, RegionIndex, StatedKind};
use crate::export::GapRecord;
use crate::language::{Language, Text};

/// Words of a table in both languages.
fn heads(language: Language, nl: &[&str], en: &[&str]) -> DataTable {
    DataTable::new(match language {
        Language::Nl => nl.to_vec(),
        Language::En => en.to_vec(),
    })
}

/// White spots with how sure they are and what is asked there. `regions`: with the region of each; `doors`: with the doors
/// that are open there, which rest on single initiatives.
pub(super) fn gaps(language: Language, records: &[&GapRecord], regions: bool, doors: bool) -> DataTable {
    let need = |record: &GapRecord| record.demand.as_ref().and_then(|demand| demand.need);
    let has_need = records.iter().any(|record| need(record).is_some());
    let columns = [
        (regions, "Regio", "Region"),
        (true, "Soort aanbod", "Type of supply"),
        (true, "Eigen", "Own"),
        (true, "Verwacht", "Expected"),
        (true, "Landelijk", "National"),
        (doors, "Open deuren", "Open doors"),
        (has_need, "Ondernemers met deze behoefte", "Enterprises with the need"),
        (true, "In woorden", "In words"),
    ];
    let shown = columns.iter().filter(|(shown, ..)| *shown);
    let mut table = DataTable::new(shown.map(|&(_, nl, en)| if language == Language::Nl { nl } else { en }));
    for record in records {
        let cells = [
            Datum::words(record.region_name.get(language)),
            Datum::words(record.title.get(language)),
            Datum::Count(record.own),
            Datum::number(record.expected, 1),
            Datum::Count(record.national),
            record.doors.map_or(Datum::Unknown, Datum::count),
            Datum::number(need(record), 0),
            Datum::words(record.in_words.get(language)),
        ];
        let shown = cells.into_iter().zip(&columns).filter(|(_, (shown, ..))| *shown);
        table.rows.push(shown.map(|(cell, _)| cell).collect());
    }
    table
}

/// Where a white spot of a region is filled elsewhere.
pub(super) fn comparable(language: Language, records: &[&GapRecord]) -> DataTable {
    let mut table = heads(
        language,
        &["Witte vlek", "Regio die erop lijkt", "Initiatieven daar"],
        &["White spot", "Region that is alike", "Initiatives there"],
    );
    for record in records {
        for other in record.comparable.iter().filter(|other| !other.initiatives.is_empty()).take(2) {
            let names: Vec<&str> =
                other.initiatives.iter().take(5).map(|initiative| initiative.name.as_str()).collect();
            table.rows.push(vec![
                Datum::words(record.title.get(language)),
                Datum::words(other.region_name.get(language)),
                Datum::words(names.join("; ")),
            ]);
        }
    }
    table
}

/// Whether a pair meets in a region; national supply meets everywhere.
pub(super) fn meets(pair: &OverlapPair, region: RegionIndex) -> bool {
    matches!(pair.area, Area::National) || pair.area.own_regions().contains(&region)
}

/// Overlapping pairs that do not collaborate, most alike first.
pub(super) fn apart(overlap: &Overlap, region: Option<RegionIndex>) -> Vec<&OverlapPair> {
    let pairs = overlap.pairs.iter().filter(|pair| pair.overlap.is_some() && !pair.collaborates);
    pairs.filter(|pair| region.is_none_or(|region| meets(pair, region))).collect()
}

pub(super) fn overlap(ecosystem: &Ecosystem, language: Language, pairs: &[&OverlapPair]) -> DataTable {
    let mut table = heads(
        language,
        &[
            "Initiatief",
            "En initiatief",
            "Overlap (0–1)",
            "Vergeleken kenmerken",
            "Waar",
            "Wat zij delen",
            "Zelfde financier",
        ],
        &[
            "Initiative",
            "And initiative",
            "Overlap (0–1)",
            "Dimensions compared",
            "Where",
            "What they share",
            "Same funder",
        ],
    );
    let name = |initiative: usize| Datum::words(&*ecosystem.initiatives()[initiative].name);
    for pair in pairs {
        let place = |code: &str| match ecosystem.regions().position(code) {
            Some(region) => ecosystem.regions().get(region).name.get(language).to_owned(),
            None if code == NATIONAL => Text::new("landelijk", "national").get(language).to_owned(),
            None => code.to_owned(),
        };
        let places: Vec<String> = ecosystem.regions().codes(&pair.area).into_iter().map(place).collect();
        let agreeing: Vec<&str> = pair
            .agreeing
            .iter()
            .map(|dimension| ecosystem.taxonomy().dimensions()[*dimension].label.get(language))
            .collect();
        let funders: Vec<&str> = pair.shared_funders.iter().map(|actor| &*ecosystem.actors()[*actor].name).collect();
        table.rows.push(vec![
            name(pair.a),
            name(pair.b),
            Datum::number(pair.overlap, 2),
            Datum::count(pair.dimensions_compared),
            Datum::words(places.join(", ")),
            Datum::words(agreeing.join(", ")),
            Datum::words(funders.join(", ")),
        ]);
    }
    table
}

/// Actors that would cut others off, or that stand between national and regional initiatives.
pub(super) fn bridging_actors(bridging: &Bridging) -> Vec<&ActorBridging> {
    let lost = |actor: &ActorBridging| actor.cut_off.as_ref().map_or(0, |cut_off| cut_off.count);
    let mut actors: Vec<&ActorBridging> =
        bridging.actors.iter().filter(|actor| lost(actor) > 0 || actor.hinge.pairs > 0).collect();
    actors.sort_by_key(|actor| (Reverse(lost(actor)), Reverse(actor.hinge.pairs), actor.actor));
    actors
}

pub(super) fn bridging(ecosystem: &Ecosystem, language: Language, actors: &[&ActorBridging]) -> DataTable {
    let mut table = heads(
        language,
        &[
            "Actor",
            "Soort",
            "Raken zonder deze actor los",
            "Landelijke initiatieven",
            "Regionale initiatieven",
            "Verbonden paren landelijk–regionaal",
            "Waarvan door niemand anders",
        ],
        &[
            "Actor",
            "Kind",
            "Cut off without it",
            "National initiatives",
            "Regional initiatives",
            "Connected pairs national–regional",
            "Of them by nobody else",
        ],
    );
    for actor in actors {
        let about = &ecosystem.actors()[actor.actor];
        let kind = about.kind.as_ref().map_or_else(String::new, |kind| match kind {
            StatedKind::Listed(kind) => kind.label(language).to_owned(),
            StatedKind::Other(word) => word.to_string(),
        });
        table.rows.push(vec![
            Datum::words(&*about.name),
            Datum::words(kind),
            Datum::count(actor.cut_off.as_ref().map_or(0, |cut_off| cut_off.count)),
            Datum::count(actor.hinge.national),
            Datum::count(actor.hinge.regional),
            Datum::Count(actor.hinge.pairs),
            Datum::Count(actor.hinge.only),
        ]);
    }
    table
}

/// What each table of the dataset rests on.
pub(super) fn basis(ecosystem: &Ecosystem, language: Language) -> DataTable {
    let mut table = heads(language, &["Tabel", "Kolom", "Basis"], &["Table", "Column", "Basis"]);
    for (name, basis) in &ecosystem.about().basis {
        let all = Text::new("alle andere kolommen", "all other columns").get(language).to_owned();
        table.rows.push(vec![Datum::words(name.clone()), Datum::words(all), Datum::words(basis.table.label(language))]);
        for (column, basis) in &basis.columns {
            let cells = [name.as_str(), column.as_str(), basis.label(language)];
            table.rows.push(cells.into_iter().map(Datum::words).collect());
        }
    }
    table
}

/// How much of each field is filled.
pub(super) fn filled(ecosystem: &Ecosystem, language: Language) -> DataTable {
    let mut table =
        heads(language, &["Gegeven", "Bekend van", "Op", "Aandeel"], &["Field", "Known of", "Out of", "Share"]);
    let mut row = |nl: &str, en: &str, known: usize, of: usize| {
        if of > 0 {
            table.rows.push(vec![
                Datum::words(Text::new(nl, en).get(language)),
                Datum::count(known),
                Datum::count(of),
                Datum::share(Some(known as f64 / of as f64), 0),
            ]);
        }
    };
    let (actors, initiatives) = (ecosystem.actors(), ecosystem.initiatives());
    row("Actor: soort", "Actor: kind", actors.iter().filter(|actor| actor.kind.is_some()).count(), actors.len());
    row(
        "Actor: schaalniveau",
        "Actor: level",
        actors.iter().filter(|actor| actor.level.is_some()).count(),
        actors.len(),
    );
    let placed = (0..actors.len()).filter(|actor| ecosystem.actor_place(*actor).is_some()).count();
    row("Actor: plaats", "Actor: place", placed, actors.len());
    let area = (0..initiatives.len()).filter(|initiative| ecosystem.initiative_area(*initiative).is_known()).count();
    row("Initiatief: werkgebied", "Initiative: working area", area, initiatives.len());
    let ends = initiatives.iter().filter(|initiative| initiative.end.is_some()).count();
    row("Initiatief: einddatum", "Initiative: end date", ends, initiatives.len());
    let funding = initiatives.iter().filter(|initiative| initiative.funding.is_some()).count();
    row("Initiatief: soort financiering", "Initiative: funding", funding, initiatives.len());
    let confirmed = initiatives.iter().filter(|initiative| initiative.confirmed_on.is_some()).count();
    row("Initiatief: nagekeken op", "Initiative: confirmed on", confirmed, initiatives.len());
    let activities = ecosystem.activities().len();
    let reach = ecosystem.activities().iter().filter(|activity| activity.reach.is_some()).count();
    row("Activiteit: bereik", "Activity: reach", reach, activities);
    for (position, dimension) in ecosystem.taxonomy().dimensions().iter().enumerate() {
        let column = ecosystem.classification().column(position);
        let known = (0..activities).filter(|activity| !column.of(*activity).is_empty()).count();
        let nl = format!("Activiteit: {}", dimension.label.nl.to_lowercase());
        let en = format!("Activity: {}", dimension.label.en.to_lowercase());
        row(&nl, &en, known, activities);
    }
    table
}
