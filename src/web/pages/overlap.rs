//! Overlap: pairs of initiatives that do the same, and two of them side by side by dimension.

use std::collections::BTreeSet;

use askama::Template;

use super::address::{Screen, query as question};
use super::frame::{Choice, Frame, Note, choices, count, share};
use super::signal_view::{Link, region_names};
use super::visit::{Absent, Visit};
use crate::analysis::overlap::{OverlapConfig, OverlapPair, Relation, overlap};
use crate::analysis::selection::Selection;
use crate::ecosystem::{Area, EVERY_VALUE};
use crate::language::{Text, capital, pick};
use crate::snapshot::{Section, provenance};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;

/// Pairs in the table.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "pages/overlap.html")]
struct OverlapPage {
    f: Frame,
    lead: String,
    regions: Vec<Choice>,
    without: bool,
    rows: Vec<PairLine>,
    more: String,
    csv: String,
    note: Note,
}

struct PairLine {
    a: Link,
    b: Link,
    href: String,
    overlap: String,
    value: f64,
    where_: String,
    collaborates: bool,
    relation: &'static str,
}

/// All pairs that are listed.
pub fn page(visit: &Visit<'_>) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let mut query = Query::in_language(visit.asked, language);
    query.text("version");
    let region =
        if query.text("region").is_some_and(|words| !words.is_empty()) { query.region(ecosystem) } else { None };
    let without = query.choice("pairs", &[("alle", false), ("zonder-samenwerking", true)]).unwrap_or(true);
    query.finish()?;
    let found = visit.there(Section::Overlap, visit.snapshot.overlap.get())?;
    let here = |pair: &&OverlapPair| {
        region.is_none_or(|region| match &pair.area {
            Area::Unknown => false,
            Area::National => true,
            Area::Regions(regions) => regions.contains(&region),
        })
    };
    let described = || found.pairs.iter().filter(|pair| pair.overlap.is_some()).filter(here);
    let (all, apart) = (described().count(), described().filter(|pair| !pair.collaborates).count());
    let chosen: Vec<&OverlapPair> = described().filter(|pair| !without || !pair.collaborates).collect();
    let f = Frame::new(visit, Text::new("Overlap", "Overlap"));
    let lead = if found.is_complete() {
        Text::new(
            format!(
                "{} paren initiatieven bieden in hetzelfde gebied voor meer dan de helft hetzelfde aan; bij {} daarvan werken ze niet samen.",
                count(all, language),
                count(apart, language)
            ),
            format!(
                "{} pairs of initiatives offer more than half the same in the same area; {} of them do not work together.",
                count(all, language),
                count(apart, language)
            ),
        )
    } else {
        let [most, total] = [found.pairs.len(), found.total].map(|number| count(number, language));
        Text::new(
            format!(
                "{total} paren initiatieven bieden in hetzelfde gebied voor meer dan de helft hetzelfde aan. Hier staan alleen de {most} die het meest op elkaar lijken."
            ),
            format!(
                "{total} pairs of initiatives offer more than half the same in the same area. Only the {most} that are most alike are here."
            ),
        )
    };
    let codes = region.map(|region| ecosystem.regions().code(region)).unwrap_or_default();
    let everywhere = (String::new(), pick(language, "alle regio’s", "all regions").to_owned());
    let regions = ecosystem.regions().iter().map(|one| (one.code.to_string(), one.name.get(language).to_owned()));
    let page = OverlapPage {
        lead: lead.get(language).to_owned(),
        regions: choices(std::iter::once(everywhere).chain(regions), codes),
        without,
        more: if chosen.len() > SHOWN { count(chosen.len() - SHOWN, language) } else { String::new() },
        rows: chosen.iter().take(SHOWN).map(|pair| line(visit, pair)).collect(),
        csv: format!(
            "{}/overlap{}",
            f.api,
            question(&[("region", codes), ("format", "csv-nl"), ("lang", language.code())])
        ),
        note: Note::new(&provenance(ecosystem, Section::Overlap), language),
        f,
    };
    visit.page(&page)
}

fn line(visit: &Visit<'_>, pair: &OverlapPair) -> PairLine {
    let ecosystem = &visit.snapshot.ecosystem;
    let id = |initiative: usize| &*ecosystem.initiatives()[initiative].id;
    let codes: Vec<String> = ecosystem.regions().codes(&pair.area).into_iter().map(str::to_owned).collect();
    PairLine {
        a: visit.initiative(pair.a),
        b: visit.initiative(pair.b),
        href: visit.to(Screen::Pair, None) + &question(&[("a", id(pair.a)), ("b", id(pair.b))]),
        overlap: share(pair.overlap, visit.language),
        value: pair.overlap.unwrap_or(-1.0),
        where_: region_names(visit, &codes),
        collaborates: pair.collaborates,
        relation: relation(visit, pair.relation),
    }
}

fn relation(visit: &Visit<'_>, relation: Option<Relation>) -> &'static str {
    match relation {
        Some(Relation::Competing) => pick(visit.language, "zelfde doelgroep", "same target group"),
        Some(Relation::Complementary) => pick(visit.language, "andere doelgroep", "other target group"),
        None => pick(visit.language, "niet te zeggen", "cannot be told"),
    }
}

#[derive(Template)]
#[template(path = "pages/pair.html")]
struct PairPage {
    f: Frame,
    a: Link,
    b: Link,
    sentences: Vec<String>,
    rows: Vec<DimensionLine>,
    aspects: Vec<(&'static str, String)>,
    shared_actors: Vec<Link>,
    contacts: [Option<String>; 2],
    note: Note,
}

/// One dimension of both.
struct DimensionLine {
    label: String,
    a: Vec<String>,
    b: Vec<String>,
    verdict: &'static str,
    is_shared: bool,
}

/// Two initiatives side by side.
pub fn pair(visit: &Visit<'_>) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let mut query = Query::in_language(visit.asked, language);
    query.text("version");
    let one = query.text("a").and_then(|id| ecosystem.initiative_position(&id));
    let other = query.text("b").and_then(|id| ecosystem.initiative_position(&id));
    query.finish()?;
    let (Some(one), Some(other)) = (one, other) else {
        return Err(visit.not_found(
            "Kies twee initiatieven in de lijst van overlap.",
            "Choose two initiatives in the list of overlap.",
        ));
    };
    let (a, b) = (one.min(other), one.max(other));
    let config = OverlapConfig { minimum: 0.0, everywhere: true, ..OverlapConfig::default() };
    let found = overlap_of(visit, a, b, &config)?;
    let (first, second) = (visit.initiative(a), visit.initiative(b));
    let title = Text::new(format!("{} en {}", first.name, second.name), format!("{} and {}", first.name, second.name));
    let contact = |initiative: usize| {
        ecosystem.initiatives()[initiative].particulars.as_ref()?.contact.as_deref().map(str::to_owned)
    };
    let page = PairPage {
        f: Frame::new(visit, title),
        sentences: sentences(visit, found.as_ref()),
        rows: dimension_lines(visit, a, b),
        aspects: match &found {
            Some(pair) => [
                (pick(language, "inhoud", "content"), pair.by_aspect.content),
                (pick(language, "methode", "method"), pair.by_aspect.method),
                (pick(language, "doelgroep", "target group"), pair.by_aspect.target),
            ]
            .into_iter()
            .map(|(label, overlap)| (label, share(overlap, language)))
            .collect(),
            None => Vec::new(),
        },
        shared_actors: found.iter().flat_map(|pair| &pair.shared_actors).map(|&actor| visit.actor(actor)).collect(),
        contacts: [contact(a), contact(b)],
        note: Note::new(&provenance(ecosystem, Section::Overlap), language),
        a: first,
        b: second,
    };
    visit.page(&page)
}

/// The overlap of two given initiatives, wherever they work.
fn overlap_of(visit: &Visit<'_>, a: usize, b: usize, config: &OverlapConfig) -> Result<Option<OverlapPair>, Problem> {
    // A pair of the list is compared where both work, others wherever they do: which of them it is must be known.
    let listed = match (visit.snapshot.overlap.get(), visit.absent(Section::Overlap)) {
        (None, Absent::Waiting) => return Err(Problem::not_ready(visit.language)),
        (listed, _) => listed,
    };
    let listed = listed.into_iter().flat_map(|found| &found.pairs).find(|pair| (pair.a, pair.b) == (a, b));
    if let Some(pair) = listed {
        return Ok(Some(pair.clone()));
    }
    let ecosystem = &visit.snapshot.ecosystem;
    let mut found =
        overlap(ecosystem, &Selection::everything(ecosystem).without(ecosystem, |one| one != a && one != b), config)
            .map_err(|error| Problem::too_large(visit.language, "a", error.to_string()))?;
    Ok(found.pairs.pop())
}

fn sentences(visit: &Visit<'_>, pair: Option<&OverlapPair>) -> Vec<String> {
    let language = visit.language;
    let Some(pair) = pair else {
        return vec![pick(language, "Deze twee hebben niets gemeen.", "These two have nothing in common.").to_owned()];
    };
    let mut said = Vec::new();
    let mut say = |nl: &str, en: &str| said.push(pick(language, nl, en).to_owned());
    match pair.overlap {
        Some(overlap) => {
            let share = share(Some(overlap), language);
            say(&format!("Zij bieden voor {share} hetzelfde aan."), &format!("They offer {share} the same."));
        }
        None => say(
            "Van ten minste één van beide is niet beschreven wat het aanbiedt.",
            "Of at least one of them it is not described what it offers.",
        ),
    }
    if pair.dimensions_compared < 3 && pair.overlap.is_some() {
        say(
            "Er zijn te weinig kenmerken bekend om dat zeker te weten.",
            "Too few features are known to be sure of that.",
        );
    }
    if pair.collaborates {
        say("Zij werken samen.", "They work together.");
    } else {
        say("Zij werken, voor zover bekend, niet samen.", "As far as known, they do not work together.");
    }
    match pair.relation {
        Some(Relation::Competing) => say(
            "Zij zijn er voor dezelfde ondernemers: samengaan of verdelen ligt voor de hand.",
            "They are for the same entrepreneurs: joining or dividing the work is at hand.",
        ),
        Some(Relation::Complementary) => say(
            "Zij doen hetzelfde voor andere ondernemers: zij kunnen van elkaar leren en naar elkaar verwijzen.",
            "They do the same for other entrepreneurs: they can learn from and refer to each other.",
        ),
        None => {}
    }
    said
}

fn dimension_lines(visit: &Visit<'_>, a: usize, b: usize) -> Vec<DimensionLine> {
    let ecosystem = &visit.snapshot.ecosystem;
    let values = |initiative: usize, dimension: usize| -> BTreeSet<u16> {
        let column = ecosystem.classification().column(dimension);
        let activities = ecosystem.activities_of(initiative).iter();
        activities.flat_map(|&activity| column.of(activity as usize).iter().copied()).collect()
    };
    let words = |set: &BTreeSet<u16>, dimension: usize| -> Vec<String> {
        set.iter().map(|&value| visit.value(dimension, value)).collect()
    };
    (0..ecosystem.taxonomy().dimensions().len())
        .filter_map(|dimension| {
            let (left, right) = (values(a, dimension), values(b, dimension));
            if left.is_empty() && right.is_empty() {
                return None;
            }
            let open = left.contains(&EVERY_VALUE) || right.contains(&EVERY_VALUE);
            let is_shared = open || left.intersection(&right).next().is_some();
            let verdict = match (left.is_empty() || right.is_empty(), is_shared) {
                (true, _) => pick(visit.language, "niet bekend", "not known"),
                (false, true) => pick(visit.language, "gelijk", "same"),
                (false, false) => pick(visit.language, "anders", "different"),
            };
            Some(DimensionLine {
                label: capital(&visit.dimension(dimension)),
                a: words(&left, dimension),
                b: words(&right, dimension),
                verdict,
                is_shared: is_shared && !left.is_empty() && !right.is_empty(),
            })
        })
        .collect()
}
