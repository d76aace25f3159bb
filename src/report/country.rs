//! The page of the whole country.

use super::document::{Link, Sentence};
use super::page::{Head, Page, PageError, ReportFile, page_warning};
use super::region;
use super::sentences::{self, basis, is_rebuilt};
use super::tables;
use crate::analysis::overlap::OverlapPair;
use crate::ecosystem::{Basis, Ecosystem, RegionIndex};
use crate::export::{GapRecord, gap_records};
use crate::language::Language;
use crate::snapshot::{Section, Snapshot};

/// Figures of the Regioscan of which it printed numbers, with what each rests on.
const PRINTED_FIGURES: &[&str] = &["5", "6", "7", "12", "19", "20", "21"];

pub(super) fn pages(
    snapshot: &Snapshot,
    regions: &[RegionIndex],
    language: Language,
) -> Result<Vec<ReportFile>, PageError> {
    let mut page = Page::new(snapshot, language, "land");
    summary(&mut page);
    if !regions.is_empty() {
        links(&mut page, regions);
    }
    supply(&mut page)?;
    overlap(&mut page)?;
    regions_side_by_side(&mut page)?;
    actors(&mut page)?;
    clusters(&mut page)?;
    complexity(&mut page)?;
    regioscan(&mut page)?;
    quality(&mut page);
    network(&mut page)?;
    let head = head(&page);
    page.finish("index.html", head)
}

fn head(page: &Page<'_>) -> Head {
    let (ecosystem, language) = (&page.snapshot.ecosystem, page.language);
    let title = ecosystem.about().title.get(language);
    Head {
        title: page.say(format!("Ecosysteemkaart: {title}"), format!("Ecosystem map: {title}")),
        subtitle: page.say(
            "Wie helpt het mkb, met wie, waar, en waar niet.",
            "Who helps small businesses, with whom, where, and where not.",
        ),
        warning: page_warning(whole_basis(ecosystem), language),
        facts: facts(page),
        back: None,
    }
}

/// The weakest basis among the tables of a dataset.
pub(super) fn whole_basis(ecosystem: &Ecosystem) -> Basis {
    ecosystem.about().basis.values().map(|basis| basis.table).max().unwrap_or(Basis::Registered)
}

/// Version, date, sources and licence.
pub(super) fn facts(page: &Page<'_>) -> Vec<(String, String)> {
    let about = page.snapshot.ecosystem.about();
    let mut facts = Vec::new();
    let mut tell = |term: String, text: String| {
        if !text.is_empty() {
            facts.push((term, text));
        }
    };
    tell(page.say("Gegevens", "Data"), about.id.clone());
    tell(page.say("Versie", "Version"), about.version.clone());
    tell(page.say("Datum", "Date"), about.date.clone());
    tell(page.say("Bron", "Source"), about.sources.join("; "));
    tell(page.say("Licentie", "Licence"), about.licenses.join("; "));
    facts
}

fn summary(page: &mut Page<'_>) {
    page.part("samenvatting", page.say("Samenvatting", "Summary"), Basis::Published);
    let snapshot = page.snapshot;
    let mut told = vec![sentences::size(page)];
    let parts: [(Section, Option<Sentence>); 6] = [
        (Section::Overlap, sentences::overlap(page)),
        (Section::WhiteSpots, sentences::white_spots(page)),
        (Section::Centrality, sentences::key_players(page)),
        (Section::Bridging, sentences::bridging(page)),
        (Section::Clusters, sentences::clusters(page)),
        (Section::Complexity, sentences::complexity(page)),
    ];
    let mut withheld = false;
    for (section, sentence) in parts {
        let rebuilt = is_rebuilt(snapshot, section);
        withheld |= rebuilt && sentence.is_some();
        told.extend(sentence.filter(|_| !rebuilt));
    }
    if withheld {
        told.push(Sentence::new(
            page.say(
                "Over wie met wie samenwerkt, en wie de sleutelspelers zijn, zegt deze samenvatting niets.",
                "Of who works with whom, and who the key players are, this summary says nothing.",
            ),
            page.say(
                "Dat is niet gepubliceerd. Achter in dit rapport staat wat een reconstructie geeft, met een waarschuwing erbij.",
                "That was not published. What a reconstruction gives stands at the end of this report, with a warning.",
            ),
        ));
    }
    page.summary(told);
}

fn links(page: &mut Page<'_>, regions: &[RegionIndex]) {
    page.part("regios", page.say("Per regio", "By region"), Basis::Published);
    let links = regions
        .iter()
        .map(|&region| Link {
            name: page.snapshot.ecosystem.regions().get(region).name.get(page.language).to_owned(),
            href: region::file(&page.snapshot.ecosystem, region),
            note: String::new(),
        })
        .collect();
    page.links(links);
}

fn supply(page: &mut Page<'_>) -> Result<(), PageError> {
    let snapshot = page.snapshot;
    page.part(
        "witte-vlekken",
        page.say("Aanbod per regio en witte vlekken", "Supply by region and white spots"),
        basis(snapshot, Section::WhiteSpots),
    );
    page.figure("white-spots", &[])?;
    page.figure("province-tiles", &[])?;
    page.figure("province-tiles", &[("split", "lead")])?;
    let (Some(spots), Some(gaps)) = (&snapshot.white_spots, snapshot.gaps.get()) else { return Ok(()) };
    let records = gap_records(&snapshot.ecosystem, spots, gaps);
    let records: Vec<&GapRecord> = records.iter().filter(|record| is_open(record)).collect();
    if records.is_empty() {
        return Ok(());
    }
    page.part(
        "vraag",
        page.say("Witte vlekken, met wat erover te zeggen is", "White spots, with what can be said of them"),
        basis(snapshot, Section::WhiteSpots),
    );
    let has_demand = records.iter().any(|record| record.demand.is_some());
    let order = if has_demand {
        page.say(
            "Bovenaan staat waar de meeste ondernemers met een behoefte het minst vinden.",
            "At the top stands where most enterprises with a need find least.",
        )
    } else {
        page.say(
            "Bovenaan staat waar het meeste ontbreekt naast de verwachting; over de vraag van ondernemers zeggen deze gegevens niets.",
            "At the top stands what falls shortest of the expectation; of demand these data say nothing.",
        )
    };
    let caveat = page.say(
        "Verwacht is wat een regio zou hebben als zij haar aanbod verdeelde zoals het land: een vergelijking, geen norm.",
        "Expected is what a region would have if it divided its supply as the country does: a comparison, not a norm.",
    );
    page.words(order, caveat);
    let doors = basis(snapshot, Section::Gaps) <= basis(snapshot, Section::WhiteSpots);
    let table = tables::gaps(page.language, &records, true, doors);
    page.table(page.say("Witte vlekken op volgorde", "White spots in order"), "witte-vlekken", &table);
    Ok(())
}

/// Whether something is missing in a cell that was looked at.
pub(super) fn is_open(record: &GapRecord) -> bool {
    matches!(record.status, "absent" | "national-only" | "thin")
}

fn overlap(page: &mut Page<'_>) -> Result<(), PageError> {
    let snapshot = page.snapshot;
    let Some(overlap) = snapshot.overlap.get() else { return Ok(()) };
    page.part(
        "overlap",
        page.say("Overlap zonder samenwerking", "Overlap without collaboration"),
        basis(snapshot, Section::Overlap),
    );
    if let Some(sentence) = sentences::overlap(page) {
        page.words(sentence.text, sentence.caveat);
    }
    let pairs: Vec<&OverlapPair> = tables::apart(overlap, None);
    if pairs.is_empty() {
        return Ok(());
    }
    let table = tables::overlap(&snapshot.ecosystem, page.language, &pairs);
    page.table(page.say("Paren die niet samenwerken", "Pairs that do not collaborate"), "overlap", &table);
    page.words(
        page.say(
            "De eerste van deze paren, kenmerk voor kenmerk:",
            "The first of these pairs, dimension by dimension:",
        ),
        String::new(),
    );
    page.figure("overlap-pair", &[])
}

fn regions_side_by_side(page: &mut Page<'_>) -> Result<(), PageError> {
    page.part(
        "regios-naast-elkaar",
        page.say("Regio's naast elkaar", "Regions side by side"),
        basis(page.snapshot, Section::RegionOverlap),
    );
    page.figure("region-overlap", &[])
}

fn actors(page: &mut Page<'_>) -> Result<(), PageError> {
    let snapshot = page.snapshot;
    page.part(
        "sleutelspelers",
        page.say("Sleutelspelers en bruggenbouwers", "Key players and bridging actors"),
        basis(snapshot, Section::Centrality),
    );
    for sentence in [sentences::key_players(page), sentences::bridging(page)].into_iter().flatten() {
        page.words(sentence.text, sentence.caveat);
    }
    page.figure("key-players", &[])?;
    if let Some(bridging) = snapshot.bridging.get() {
        let actors = tables::bridging_actors(bridging);
        if !actors.is_empty() {
            let table = tables::bridging(&snapshot.ecosystem, page.language, &actors);
            page.table(page.say("Bruggenbouwers", "Bridging actors"), "bruggenbouwers", &table);
        }
    }
    Ok(())
}

fn clusters(page: &mut Page<'_>) -> Result<(), PageError> {
    page.part("clusters", page.say("Clusters", "Clusters"), basis(page.snapshot, Section::Clusters));
    if let Some(sentence) = sentences::clusters(page) {
        page.words(sentence.text, sentence.caveat);
    }
    page.figure("clusters", &[])?;
    page.figure("network-map", &[("depth", "clusters")])
}

fn complexity(page: &mut Page<'_>) -> Result<(), PageError> {
    page.part(
        "complexiteit",
        page.say("Complexiteit en dekking", "Complexity and coverage"),
        basis(page.snapshot, Section::Complexity),
    );
    if let Some(sentence) = sentences::complexity(page) {
        page.words(sentence.text, sentence.caveat);
    }
    page.figure("complexity", &[])
}

/// The figures of the Regioscan, where the data hold what it printed.
fn regioscan(page: &mut Page<'_>) -> Result<(), PageError> {
    let indicators = page.snapshot.ecosystem.indicators();
    let printed =
        |figure: &str| indicators.iter().any(|indicator| indicator.source.ends_with(&format!("figuur {figure}")));
    let figures: Vec<&str> =
        PRINTED_FIGURES.iter().copied().filter(|figure| printed(if *figure == "5" { "4" } else { figure })).collect();
    if figures.is_empty() {
        return Ok(());
    }
    page.part(
        "figuren-regioscan",
        page.say("De figuren van de Regioscan", "The figures of the Regioscan"),
        Basis::Published,
    );
    page.words(
        page.say(
            "De figuren van de Regioscan waarvan getallen gedrukt zijn, getekend uit deze gegevens met het gedrukte getal ernaast.",
            "The figures of the Regioscan of which numbers were printed, drawn from these data with the printed number beside.",
        ),
        page.say(
            "Figuren 8 tot en met 11, 13 tot en met 15 en 18 zijn in de bron plaatjes zonder getallen; daaruit is niets afgelezen.",
            "Figures 8 to 11, 13 to 15 and 18 are pictures without numbers in the source; nothing was read off them.",
        ),
    );
    for figure in figures {
        page.figure("regioscan", &[("figure", figure)])?;
    }
    Ok(())
}

fn quality(page: &mut Page<'_>) {
    let ecosystem = &page.snapshot.ecosystem;
    page.part("gegevens", page.say("Gegevens en betrouwbaarheid", "Data and reliability"), Basis::Published);
    let sentence = sentences::size(page);
    page.words(sentence.text, sentence.caveat);
    for note in &ecosystem.about().notes {
        page.words(note.get(page.language).to_owned(), String::new());
    }
    page.words(
        page.say(
            "Gepubliceerd: zo staat het in de bron. Geregistreerd: zo is het opgegeven. Gemodelleerd: een inschatting. \
             Gereconstrueerd: nagebouwd op gepubliceerde totalen. Fictief: verzonnen.",
            "Published: as the source has it. Registered: as it was stated. Modelled: an estimate. Reconstructed: rebuilt from \
             published totals. Fictional: invented.",
        ),
        String::new(),
    );
    let table = tables::basis(ecosystem, page.language);
    if !table.rows.is_empty() {
        page.table(page.say("Waar elke tabel op rust", "What each table rests on"), "basis", &table);
    }
    let table = tables::filled(ecosystem, page.language);
    if !table.rows.is_empty() {
        page.table(page.say("Hoe volledig de gegevens zijn", "How complete the data are"), "volledigheid", &table);
    }
}

/// The full network comes last.
fn network(page: &mut Page<'_>) -> Result<(), PageError> {
    page.part("netwerk", page.say("Het hele netwerk", "The whole network"), basis(page.snapshot, Section::Clusters));
    page.figure("network-map", &[])
}
