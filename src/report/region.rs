//! The page of one region.

use std::cmp::Reverse;

use super::country::{facts, is_open, whole_basis};
use super::document::{Link, Sentence};
use super::page::{Head, Page, PageError, ReportFile, page_warning};
use super::sentences::{basis, is_rebuilt};
use super::tables;
use crate::analysis::complexity::AreaComplexity;
use crate::analysis::overlap::OverlapPair;
use crate::analysis::region_overlap::RegionPair;
use crate::analysis::white_spots::CellStatus;
use crate::chart::table::{DataTable, Datum};
use crate::ecosystem::{Area, Basis, Ecosystem, Place, RegionIndex};
use crate::export::{GapRecord, gap_records};
use crate::language::{Language, percentage};
use crate::snapshot::{Section, Snapshot};

/// Actors in the ranking of a region.
const ACTORS: usize = 20;
/// Regions in the ranking of those that are alike.
const ALIKE: usize = 11;

/// Regions that have a page: those with supply of their own or that were surveyed.
pub(super) fn told(snapshot: &Snapshot) -> Vec<RegionIndex> {
    let Some(spots) = &snapshot.white_spots else { return Vec::new() };
    let mut regions: Vec<RegionIndex> = spots
        .row_totals
        .iter()
        .filter_map(|(place, _)| match place {
            Place::Region(region) => Some(*region),
            Place::National => None,
        })
        .collect();
    // Open taxonomies may name hundreds; a page for each region of which something is known.
    let known = |region: &RegionIndex| {
        let ecosystem = &snapshot.ecosystem;
        regions.len() <= 60
            || (0..ecosystem.initiatives().len())
                .any(|initiative| ecosystem.initiative_area(initiative).own_regions().contains(region))
    };
    let known: Vec<RegionIndex> = regions.iter().copied().filter(known).collect();
    regions = known;
    regions
}

/// Name of the page: `pv20-groningen.html`.
pub(super) fn file(ecosystem: &Ecosystem, region: RegionIndex) -> String {
    format!("{}.html", slug(ecosystem, region))
}

fn slug(ecosystem: &Ecosystem, region: RegionIndex) -> String {
    let about = ecosystem.regions().get(region);
    let words = crate::ecosystem::fold(&format!("{} {}", about.code, about.name.nl));
    let slug: String = words.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    // Names of foreign regions may have no letters that a file name should have; the code may then not be unique either.
    if slug.chars().all(|letter| letter == '-') { format!("regio-{region}") } else { slug }
}

pub(super) fn pages(
    snapshot: &Snapshot,
    region: RegionIndex,
    language: Language,
) -> Result<Vec<ReportFile>, PageError> {
    let ecosystem = &snapshot.ecosystem;
    let mut page = Page::new(snapshot, language, slug(ecosystem, region));
    let gaps = open_gaps(snapshot, region);
    summary(&mut page, region, &gaps);
    supply(&mut page, region, &gaps)?;
    overlap(&mut page, region);
    neighbors(&mut page, region);
    actors(&mut page, region);
    complexity(&mut page, region);
    initiatives(&mut page, region);
    let name = ecosystem.regions().get(region).name.get(language).to_owned();
    let head = Head {
        title: page.say(format!("Ecosysteemkaart {name}"), format!("Ecosystem map {name}")),
        subtitle: ecosystem.about().title.get(language).to_owned(),
        warning: page_warning(whole_basis(ecosystem), language),
        facts: facts(&page),
        back: Some(Link {
            name: page.say("Het hele land", "The whole country"),
            href: String::from("index.html"),
            note: String::new(),
        }),
    };
    page.finish(&file(ecosystem, region), head)
}

fn open_gaps(snapshot: &Snapshot, region: RegionIndex) -> Vec<GapRecord> {
    let (Some(spots), Some(gaps)) = (&snapshot.white_spots, snapshot.gaps.get()) else { return Vec::new() };
    let code = snapshot.ecosystem.regions().code(region);
    let records = gap_records(&snapshot.ecosystem, spots, gaps);
    records.into_iter().filter(|record| record.region == code && is_open(record)).collect()
}

fn is_surveyed(snapshot: &Snapshot, region: RegionIndex) -> bool {
    let Some(spots) = &snapshot.white_spots else { return false };
    let mut cells = spots.cells.iter().filter(|cell| cell.place == Place::Region(region)).peekable();
    cells.peek().is_none() || cells.any(|cell| cell.status != CellStatus::NotSurveyed)
}

fn area_of(snapshot: &Snapshot, region: RegionIndex) -> Option<&AreaComplexity> {
    snapshot.complexity.get()?.areas.iter().find(|area| area.place == Place::Region(region))
}

/// Overlapping pairs of the region that do not collaborate, own ones before those of the whole country.
fn pairs_of(snapshot: &Snapshot, region: RegionIndex) -> Vec<&OverlapPair> {
    let Some(overlap) = snapshot.overlap.get() else { return Vec::new() };
    let mut pairs = tables::apart(overlap, Some(region));
    pairs.sort_by_key(|pair| matches!(pair.area, Area::National));
    pairs
}

fn summary(page: &mut Page<'_>, region: RegionIndex, gaps: &[GapRecord]) {
    let snapshot = page.snapshot;
    let ecosystem = &snapshot.ecosystem;
    let name = ecosystem.regions().get(region).name.get(page.language).to_owned();
    page.part("samenvatting", page.say("Samenvatting", "Summary"), Basis::Published);
    if !is_surveyed(snapshot, region) {
        page.summary(vec![Sentence::new(
            page.say(format!("{name} is niet onderzocht."), format!("{name} was not surveyed.")),
            page.say(
                "Er staat geen aanbod van deze regio in de gegevens; dat zegt niet dat het er niet is.",
                "The data hold no supply of this region; that does not say that there is none.",
            ),
        )]);
        return;
    }
    let mut told = Vec::new();
    let units = snapshot.white_spots.as_ref().and_then(|spots| {
        let own = spots.row_totals.iter().find(|(place, _)| *place == Place::Region(region))?;
        Some((own.1 as usize, spots.units as usize))
    });
    if let Some((own, all)) = units {
        let share = if all > 0 { percentage(own as f64 / all as f64, 0, page.language) } else { String::from("–") };
        let (own, all) = (page.count(own), page.count(all));
        told.push(Sentence::new(
            page.say(
                format!("{name} heeft {own} eigen activiteiten: {share} van de {all} die bij een regio horen."),
                format!("{name} has {own} activities of its own: {share} of the {all} that belong to a region."),
            ),
            page.say(
                "Grote regio's hebben meer ondernemers en dus meer aanbod nodig.",
                "Large regions have more enterprises and need more supply.",
            ),
        ));
    }
    let unlikely: Vec<&GapRecord> = gaps.iter().filter(|gap| gap.chance == Some("unlikely-chance")).collect();
    let number = page.count(gaps.len());
    let first = gaps.first().map(|gap| (gap.title.get(page.language), gap.in_words.get(page.language)));
    if gaps.is_empty() {
        told.push(Sentence::new(
            page.say(
                "Er zijn geen witte vlekken: elke soort aanbod is er.",
                "There are no white spots: every type of supply is there.",
            ),
            String::new(),
        ));
    } else {
        let text = page.say(
            format!("Er zijn {number} witte vlekken: soorten aanbod die ontbreken, alleen landelijk zijn of dun zijn."),
            format!("There are {number} white spots: types of supply that are missing, only national or thin."),
        );
        let mut caveat = match unlikely.len() {
            0 => page.say("Elk ervan kan toeval zijn.", "Each of them may be chance."),
            number => page.say(
                format!("Bij {number} daarvan is toeval onwaarschijnlijk."),
                format!("For {number} of them chance is unlikely."),
            ),
        };
        if let Some((title, words)) = first {
            caveat +=
                &page.say(format!(" Bovenaan staat {title}: {words}."), format!(" First stands {title}: {words}."));
        }
        told.push(Sentence::new(text, caveat));
    }
    if !is_rebuilt(snapshot, Section::Overlap) {
        let number = page.count(pairs_of(snapshot, region).len());
        told.push(Sentence::new(
            page.say(
                format!("{number} paren initiatieven overlappen hier zonder zichtbare samenwerking."),
                format!("{number} pairs of initiatives overlap here without visible collaboration."),
            ),
            page.say(
                "Samenwerking die niet in de gegevens staat, is niet te zien.",
                "Collaboration that is not in the data does not show.",
            ),
        ));
    }
    if let Some(area) = area_of(snapshot, region).filter(|_| !is_rebuilt(snapshot, Section::Complexity)) {
        let doors = page.count(area.doors);
        told.push(Sentence::new(
            page.say(
                format!("Een ondernemer vindt hier {doors} deuren open, landelijke meegeteld."),
                format!("An entrepreneur finds {doors} doors open here, national ones included."),
            ),
            page.say("Meer deuren kunnen helpen of verwarren.", "More doors can help or confuse."),
        ));
    }
    page.summary(told);
}

fn supply(page: &mut Page<'_>, region: RegionIndex, gaps: &[GapRecord]) -> Result<(), PageError> {
    let snapshot = page.snapshot;
    let code = snapshot.ecosystem.regions().code(region).to_owned();
    page.part("aanbod", page.say("Aanbod", "Supply"), basis(snapshot, Section::WhiteSpots));
    page.figure("region-profile", &[("region", &code)])?;
    if gaps.is_empty() {
        return Ok(());
    }
    page.part(
        "witte-vlekken",
        page.say("Witte vlekken, met wat erover te zeggen is", "White spots, with what can be said of them"),
        basis(snapshot, Section::WhiteSpots),
    );
    let records: Vec<&GapRecord> = gaps.iter().collect();
    let doors = basis(snapshot, Section::Gaps) <= basis(snapshot, Section::WhiteSpots);
    let table = tables::gaps(page.language, &records, false, doors);
    page.table(page.say("Witte vlekken", "White spots"), "witte-vlekken", &table);
    let rebuilt = is_rebuilt(snapshot, Section::Centrality);
    let table = tables::comparable(page.language, &records);
    if !table.rows.is_empty() && !rebuilt {
        page.table(page.say("Waar het wel is", "Where it is"), "waar-wel", &table);
    }
    Ok(())
}

fn overlap(page: &mut Page<'_>, region: RegionIndex) {
    let snapshot = page.snapshot;
    let pairs = pairs_of(snapshot, region);
    if pairs.is_empty() {
        return;
    }
    page.part(
        "overlap",
        page.say("Overlap zonder samenwerking", "Overlap without collaboration"),
        basis(snapshot, Section::Overlap),
    );
    let table = tables::overlap(&snapshot.ecosystem, page.language, &pairs);
    page.table(page.say("Paren die niet samenwerken", "Pairs that do not collaborate"), "overlap", &table);
}

fn neighbors(page: &mut Page<'_>, region: RegionIndex) {
    let snapshot = page.snapshot;
    let Some(pairs) = snapshot.region_overlap.get() else { return };
    if !is_surveyed(snapshot, region) {
        return;
    }
    let mut mine: Vec<(RegionIndex, &RegionPair)> = pairs
        .iter()
        .filter(|pair| pair.a == region || pair.b == region)
        .map(|pair| (if pair.a == region { pair.b } else { pair.a }, pair))
        .filter(|(other, _)| is_surveyed(snapshot, *other))
        .collect();
    mine.sort_by(|a, b| {
        let likeness = |pair: &RegionPair| pair.profile_similarity.unwrap_or(-1.0);
        likeness(b.1).total_cmp(&likeness(a.1)).then(a.0.cmp(&b.0))
    });
    mine.truncate(ALIKE);
    if mine.is_empty() {
        return;
    }
    page.part("andere-regios", page.say("Andere regio's", "Other regions"), basis(snapshot, Section::RegionOverlap));
    page.words(
        page.say(
            "Wie hetzelfde aanbiedt en weinig deelt, kan van elkaar leren.",
            "Those who offer the same and share little can learn from each other.",
        ),
        page.say("Gelijkenis 1 is dezelfde verdeling over soorten.", "Likeness 1 is the same mix of types."),
    );
    let mut table = DataTable::new(match page.language {
        Language::Nl => [
            "Regio",
            "Gelijkenis aanbod",
            "Gedeelde actoren",
            "Gedeelde initiatieven",
            "Overlappende paren",
            "Zonder samenwerking",
        ],
        Language::En => [
            "Region",
            "Likeness of supply",
            "Shared actors",
            "Shared initiatives",
            "Overlapping pairs",
            "Without collaboration",
        ],
    });
    for (other, pair) in mine {
        table.rows.push(vec![
            Datum::words(snapshot.ecosystem.regions().get(other).name.get(page.language)),
            Datum::number(pair.profile_similarity, 2),
            Datum::count(pair.shared_actors),
            Datum::count(pair.shared_initiatives),
            pair.overlapping_pairs.map_or(Datum::Unknown, Datum::count),
            pair.without_collaboration.map_or(Datum::Unknown, Datum::count),
        ]);
    }
    page.table(page.say("Regio's naar gelijkenis", "Regions by likeness"), "andere-regios", &table);
}

fn actors(page: &mut Page<'_>, region: RegionIndex) {
    let snapshot = page.snapshot;
    let ecosystem = &snapshot.ecosystem;
    let Some(centrality) = snapshot.centrality.get() else { return };
    // Whoever works here counts, wherever it has its seat.
    let mut here = vec![0_usize; ecosystem.actors().len()];
    for link in ecosystem.participations() {
        if ecosystem.initiative_area(link.initiative as usize).own_regions().contains(&region) {
            here[link.actor as usize] += 1;
        }
    }
    let mut actors: Vec<_> = centrality.actors.iter().filter(|actor| here[actor.actor] > 0).collect();
    let all = actors.len();
    actors.sort_by_key(|actor| (Reverse(here[actor.actor]), Reverse(actor.degree), actor.actor));
    actors.truncate(ACTORS);
    if actors.is_empty() {
        return;
    }
    page.part("aanbieders", page.say("Wie hier werkt", "Who works here"), basis(snapshot, Section::Centrality));
    let (shown, all) = (page.count(actors.len()), page.count(all));
    page.words(
        page.say(
            format!(
                "De eerste {shown} van {all} aanbieders in initiatieven van deze regio, naar aantal initiatieven hier."
            ),
            format!("The first {shown} of {all} actors in initiatives of this region, by number of initiatives here."),
        ),
        String::new(),
    );
    let mut table = DataTable::new(match page.language {
        Language::Nl => ["Aanbieder", "Initiatieven hier", "Initiatieven in al", "Contacten"],
        Language::En => ["Actor", "Initiatives here", "Initiatives in all", "Contacts"],
    });
    for actor in actors {
        table.rows.push(vec![
            Datum::words(&*ecosystem.actors()[actor.actor].name),
            Datum::count(here[actor.actor]),
            Datum::count(actor.initiatives),
            Datum::count(actor.degree),
        ]);
    }
    page.table(page.say("Aanbieders", "Actors"), "aanbieders", &table);
}

fn complexity(page: &mut Page<'_>, region: RegionIndex) {
    let snapshot = page.snapshot;
    let (Some(area), Some(whole)) = (
        area_of(snapshot, region).filter(|area| area.surveyed),
        snapshot.complexity.get().and_then(|c| c.areas.first()),
    ) else {
        return;
    };
    page.part(
        "complexiteit",
        page.say("Complexiteit en dekking", "Complexity and coverage"),
        basis(snapshot, Section::Complexity),
    );
    let mut table = DataTable::new(match page.language {
        Language::Nl => ["Kerngetal", "Deze regio", "Het geheel"],
        Language::En => ["Key number", "This region", "The whole"],
    });
    let mut row = |name: String, of: &dyn Fn(&AreaComplexity) -> Datum| {
        table.rows.push(vec![Datum::words(name), of(area), of(whole)]);
    };
    row(page.say("Deuren", "Doors"), &|area| Datum::count(area.doors));
    row(page.say("Initiatieven", "Initiatives"), &|area| Datum::count(area.initiatives));
    row(page.say("Aanbieders", "Actors"), &|area| Datum::count(area.actors));
    row(page.say("Activiteiten met een dubbelganger", "Activities with a twin"), &|area| {
        Datum::share(area.redundancy.share, 0)
    });
    row(page.say("Overlap zonder samenwerking", "Overlap without collaboration"), &|area| {
        Datum::share(area.overlap_without_collaboration.share, 0)
    });
    row(page.say("Verscheidenheid (soorten die ertoe doen)", "Variety (types that matter)"), &|area| {
        Datum::number(area.effective_types, 1)
    });
    row(page.say("Gedekte cellen", "Covered cells"), &|area| Datum::share(area.covered_cells.share, 0));
    row(page.say("Tijdelijke financiering", "Temporary funding"), &|area| Datum::share(area.temporary.share, 0));
    row(page.say("Loopt binnen een jaar af", "Ends within a year"), &|area| {
        area.ending.as_ref().map_or(Datum::Unknown, |ending| Datum::count(ending.initiatives.len()))
    });
    page.table(page.say("Kerngetallen", "Key numbers"), "kerngetallen", &table);
}

fn initiatives(page: &mut Page<'_>, region: RegionIndex) {
    let ecosystem = &page.snapshot.ecosystem;
    let mine: Vec<usize> = (0..ecosystem.initiatives().len())
        .filter(|initiative| ecosystem.initiative_area(*initiative).own_regions().contains(&region))
        .collect();
    if mine.is_empty() {
        return;
    }
    page.part(
        "initiatieven",
        page.say("Initiatieven van deze regio", "Initiatives of this region"),
        ecosystem.about().weakest(&[("initiatives", "name"), ("initiatives", "regions")]),
    );
    let mut table = DataTable::new(match page.language {
        Language::Nl => ["Initiatief", "Id", "Activiteiten", "Aanbieders", "Loopt tot"],
        Language::En => ["Initiative", "Id", "Activities", "Actors", "Runs until"],
    });
    let mut partners = vec![0_usize; ecosystem.initiatives().len()];
    ecosystem.participations().iter().for_each(|link| partners[link.initiative as usize] += 1);
    for initiative in mine {
        let about = &ecosystem.initiatives()[initiative];
        table.rows.push(vec![
            Datum::words(&*about.name),
            Datum::words(&*about.id),
            Datum::count(ecosystem.activities_of(initiative).len()),
            Datum::count(partners[initiative]),
            about.end.map_or(Datum::Unknown, |day| Datum::words(day.to_string())),
        ]);
    }
    page.table(page.say("Initiatieven", "Initiatives"), "initiatieven", &table);
}
