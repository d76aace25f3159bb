//! What the numbers of a report mean, in sentences, and how sure they are.

use super::document::Sentence;
use super::page::Page;
use super::tables::{apart, bridging_actors};
use crate::analysis::white_spots::CellStatus;
use crate::ecosystem::{Basis, Place};
use crate::language::{decimal, percentage};
use crate::snapshot::{Section, Snapshot, provenance};

impl Sentence {
    pub(super) fn new(text: String, caveat: String) -> Self {
        Self { text, caveat }
    }
}

/// Whether what a section says was rebuilt rather than observed.
pub(super) fn is_rebuilt(snapshot: &Snapshot, section: Section) -> bool {
    basis(snapshot, section) == Basis::Reconstructed
}

pub(super) fn basis(snapshot: &Snapshot, section: Section) -> Basis {
    provenance(&snapshot.ecosystem, section).basis
}

/// How much there is, and how much of it was seen.
pub(super) fn size(page: &Page<'_>) -> Sentence {
    let ecosystem = &page.snapshot.ecosystem;
    let [initiatives, activities, actors] =
        [ecosystem.initiatives().len(), ecosystem.activities().len(), ecosystem.actors().len()].map(|n| page.count(n));
    let text = page.say(
        format!("In deze gegevens staan {initiatives} initiatieven met samen {activities} activiteiten, en {actors} aanbieders."),
        format!("These data hold {initiatives} initiatives with {activities} activities together, and {actors} actors."),
    );
    let known = ecosystem.about().known_population.filter(|known| *known > 0);
    let caveat = known.map_or_else(String::new, |known| {
        let share = percentage(ecosystem.initiatives().len() as f64 / known as f64, 0, page.language);
        page.say(
            format!("Dat is naar schatting {share} van de initiatieven die er zijn: wat hier ontbreekt, kan er dus wel zijn."),
            format!("That is some {share} of the initiatives that are thought to exist: what is missing here may well exist."),
        )
    });
    Sentence::new(text, caveat)
}

/// White spots in numbers, and how many of them cannot well be chance.
pub(super) fn white_spots(page: &Page<'_>) -> Option<Sentence> {
    let spots = page.snapshot.white_spots.as_ref()?;
    let of = |status: CellStatus| spots.cells.iter().filter(|cell| cell.status == status).count();
    let unknown = of(CellStatus::NotSurveyed);
    if spots.cells.len() == unknown {
        return None;
    }
    let [surveyed, absent, national, thin] =
        [spots.cells.len() - unknown, of(CellStatus::Absent), of(CellStatus::NationalOnly), of(CellStatus::Thin)]
            .map(|number| page.count(number));
    let lead = &page.snapshot.ecosystem.taxonomy().dimensions()[page.snapshot.ecosystem.taxonomy().lead()];
    let label = lead.label.get(page.language).to_lowercase();
    let text = page.say(
        format!(
            "Van {surveyed} onderzochte combinaties van regio en {label} heeft {absent} geen enkel aanbod, {national} alleen \
             landelijk aanbod en {thin} minder dan de helft van wat te verwachten was."
        ),
        format!(
            "Of {surveyed} surveyed combinations of region and {label} {absent} have no supply at all, {national} only \
             national supply and {thin} less than half of what was to be expected."
        ),
    );
    let gaps: Vec<f64> =
        spots.cells.iter().filter(|cell| cell.status.is_gap()).filter_map(|cell| cell.q_value).collect();
    let unlikely = gaps.iter().filter(|q| **q <= 0.05).count();
    let mut caveat = match unlikely {
        0 => page.say(
            "Geen ervan steekt boven het toeval uit: met zulke kleine aantallen ontstaan er vanzelf gaten.",
            "None of them stands out from chance: with such small numbers gaps arise by themselves.",
        ),
        1 => page.say(
            "Bij één daarvan is toeval onwaarschijnlijk; de andere kunnen toeval zijn.",
            "For one of them chance is unlikely; the others may be chance.",
        ),
        number => page.say(
            format!("Bij {number} daarvan is toeval onwaarschijnlijk; de andere kunnen toeval zijn."),
            format!("For {number} of them chance is unlikely; the others may be chance."),
        ),
    };
    let mut places: Vec<Place> =
        spots.cells.iter().filter(|cell| cell.status == CellStatus::NotSurveyed).map(|cell| cell.place).collect();
    places.dedup();
    if !places.is_empty() {
        let names: Vec<String> = places
            .iter()
            .map(|place| crate::snapshot::place_name(&page.snapshot.ecosystem, *place, page.language))
            .collect();
        let names = names.join(", ");
        caveat += &page.say(
            format!(" Niet onderzocht: {names}. Daarover is niets te zeggen."),
            format!(" Not surveyed: {names}. Nothing can be said of it."),
        );
    }
    Some(Sentence::new(text, caveat))
}

/// Overlap without collaboration.
pub(super) fn overlap(page: &Page<'_>) -> Option<Sentence> {
    let overlap = page.snapshot.overlap.get()?;
    let all = overlap.pairs.iter().filter(|pair| pair.overlap.is_some()).count();
    let without = apart(overlap, None).len();
    if all == 0 {
        let text = page.say(
            "Er zijn geen twee initiatieven die in hetzelfde gebied ongeveer hetzelfde aanbieden.",
            "No two initiatives offer about the same in the same area.",
        );
        return Some(Sentence::new(text, String::new()));
    }
    let [all, without] = [all, without].map(|number| page.count(number));
    if !overlap.is_complete() {
        let total = page.count(overlap.total);
        let text = page.say(
            format!("{total} paren initiatieven bieden in hetzelfde gebied ongeveer hetzelfde aan (overlap van ten minste 0,5)."),
            format!("{total} pairs of initiatives offer about the same in the same area (overlap of at least 0.5)."),
        );
        let caveat = page.say(
            format!("Verder gaat het over de {all} paren die het meest op elkaar lijken."),
            format!("What follows is about the {all} pairs that are most alike."),
        );
        return Some(Sentence::new(text, caveat));
    }
    let text = page.say(
        format!(
            "{all} paren initiatieven bieden in hetzelfde gebied ongeveer hetzelfde aan (overlap van ten minste 0,5); {without} \
             daarvan werken niet zichtbaar samen."
        ),
        format!(
            "{all} pairs of initiatives offer about the same in the same area (overlap of at least 0.5); {without} of them do \
             not visibly collaborate."
        ),
    );
    let caveat = page.say(
        "Samenwerking die niet in de gegevens staat, is hier niet te zien; en hetzelfde aanbieden is niet vanzelf verkeerd.",
        "Collaboration that is not in the data does not show here; and offering the same is not wrong by itself.",
    );
    Some(Sentence::new(text, caveat))
}

/// Who has most contacts, and who lies between others.
pub(super) fn key_players(page: &Page<'_>) -> Option<Sentence> {
    let centrality = page.snapshot.centrality.get()?;
    let first = centrality.actors.first().filter(|actor| actor.degree > 0)?;
    let between = centrality.actors.iter().max_by(|a, b| {
        a.betweenness.unwrap_or(-1.0).total_cmp(&b.betweenness.unwrap_or(-1.0)).then(b.actor.cmp(&a.actor))
    })?;
    let ecosystem = &page.snapshot.ecosystem;
    let name = |actor: usize| &*ecosystem.actors()[actor].name;
    let (contacts, initiatives) = (page.count(first.degree), page.count(first.initiatives));
    let mut text = page.say(
        format!("De meeste contacten heeft {}: {contacts}, in {initiatives} initiatieven.", name(first.actor)),
        format!("{} has most contacts: {contacts}, in {initiatives} initiatives.", name(first.actor)),
    );
    if between.actor != first.actor
        && let Some(value) = between.betweenness
    {
        let value = percentage(value, 0, page.language);
        text += &page.say(
            format!(
                " Tussen anderen in ligt vooral {}: {value} van de kortste wegen loopt langs deze actor.",
                name(between.actor)
            ),
            format!(" {} lies most between others: {value} of the shortest ways run through it.", name(between.actor)),
        );
    }
    let caveat = page.say(
        "Veel contacten maken iemand niet belangrijk: één groot samenwerkingsverband geeft al zijn leden er veel.",
        "Many contacts do not make an actor important: one large consortium gives many to all its members.",
    );
    Some(Sentence::new(text, caveat))
}

/// Who would be missed.
pub(super) fn bridging(page: &Page<'_>) -> Option<Sentence> {
    let found = page.snapshot.bridging.get()?;
    let actors = bridging_actors(found);
    let first = actors.first()?;
    let lost = first.cut_off.as_ref()?.count;
    let name = &*page.snapshot.ecosystem.actors()[first.actor].name;
    let number = actors.iter().filter(|actor| actor.cut_off.as_ref().is_some_and(|cut_off| cut_off.count > 0)).count();
    let (lost, number) = (page.count(lost), page.count(number));
    let text = page.say(
        format!(
            "Zonder {name} raken {lost} actoren hun weg naar de rest van het netwerk kwijt; in totaal zijn er {number} actoren \
             zonder wie anderen los raken."
        ),
        format!(
            "Without {name} {lost} actors lose their way to the rest of the network; in all there are {number} actors without \
             whom others are cut off."
        ),
    );
    let caveat = page.say(
        "Wie hier door één initiatief verbonden is, kan andere contacten hebben die in geen tabel staan.",
        "Who is linked by one initiative here may have other contacts that no table holds.",
    );
    Some(Sentence::new(text, caveat))
}

/// How the network falls apart.
pub(super) fn clusters(page: &Page<'_>) -> Option<Sentence> {
    let found = page.snapshot.clusters.get()?;
    let stability = found.stability?;
    let (number, value) = (page.count(found.clusters.len()), decimal(stability, 2, page.language));
    let text = page.say(
        format!("Het netwerk valt uiteen in {number} clusters: groepen die vaker met elkaar werken dan met anderen."),
        format!(
            "The network falls apart into {number} clusters: groups that work with each other more than with others."
        ),
    );
    let caveat = if stability >= 0.9 {
        page.say(
            format!("De indeling is stevig: bij herhaling komt bijna steeds dezelfde eruit (stabiliteit {value})."),
            format!("The division is firm: repeated runs give nearly the same (stability {value})."),
        )
    } else if stability >= 0.7 {
        page.say(
            format!("De indeling is redelijk vast (stabiliteit {value}): over sommige leden zijn de herhalingen het niet eens."),
            format!("The division is fairly firm (stability {value}): runs disagree on some members."),
        )
    } else {
        page.say(
            format!("De indeling is niet vast (stabiliteit {value}): alleen de grote groepen betekenen iets."),
            format!("The division is not firm (stability {value}): only the large groups mean something."),
        )
    };
    Some(Sentence::new(text, caveat))
}

/// Doubles and what ends.
pub(super) fn complexity(page: &Page<'_>) -> Option<Sentence> {
    let whole = page.snapshot.complexity.get()?.areas.first()?;
    let twins = whole.redundancy;
    let (count, of) = (page.count(twins.count), page.count(twins.of));
    let share = percentage(twins.share?, 0, page.language);
    let mut text = page.say(
        format!("{count} van de {of} beschreven activiteiten ({share}) hebben een dubbelganger bij een ander initiatief in hetzelfde gebied."),
        format!("{count} of {of} described activities ({share}) have a twin of another initiative in the same area."),
    );
    if let Some(ending) = &whole.ending {
        let (ends, cells) = (page.count(ending.initiatives.len()), page.count(ending.emptied.len()));
        text += &page.say(
            format!(" Binnen een jaar lopen {ends} initiatieven af; daarmee vallen {cells} combinaties van regio en soort leeg."),
            format!(" Within a year {ends} initiatives end; {cells} combinations of region and type fall empty with them."),
        );
    }
    let caveat = page.say(
        "Dubbeling kan verspilling zijn, maar ook een reserve.",
        "Redundancy can be waste, and it can be a reserve.",
    );
    Some(Sentence::new(text, caveat))
}
