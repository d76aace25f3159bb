//! White spots: the grid over any dimension, and one cell of it in depth.

use askama::Template;
use std::borrow::Cow;

use super::address::Screen;
use super::frame::{Choice, Frame, Note, choices, counted};
use super::grid::{Grid, status_words};
use super::signal_view::{Link, initiative_link};
use super::visit::Visit;
use crate::analysis::gaps::{GapsConfig, gaps};
use crate::analysis::selection::Selection;
use crate::analysis::white_spots::{CellStatus, WhiteSpots, white_spots};
use crate::dataset::establishments;
use crate::ecosystem::{Area, Basis, EVERY_VALUE, Place};
use crate::export::{GapRecord, gap_records};
use crate::language::{Text, capital, decimal, integer, percentage, pick};
use crate::snapshot::{place_name, white_spots_provenance};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;

#[derive(Template)]
#[template(path = "pages/white_spots.html")]
struct WhiteSpotsPage {
    f: Frame,
    grid: Option<Grid>,
    /// Dimensions to cut by.
    dimensions: Vec<Choice>,
    unknown: Vec<String>,
    csv: String,
    note: Note,
}

/// The grid.
pub fn page(visit: &Visit<'_>) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let mut query = Query::in_language(visit.asked, language);
    query.text("version");
    let by = query.by(ecosystem).and_then(|by| by.first().copied()).unwrap_or(ecosystem.taxonomy().lead());
    query.finish()?;
    let spots = spots(visit, by)?;
    let mut unknown = Vec::new();
    if spots.unknown_area > 0 {
        let found = counted(spots.unknown_area, ("activiteit", "activity"), ("activiteiten", "activities"), language);
        unknown.push(
            Text::new(
                format!("Van {found} is niet bekend waar; die staan er niet in."),
                format!("Of {found} it is not known where; they are not in it."),
            )
            .get(language)
            .to_owned(),
        );
    }
    if spots.unclassified > 0 {
        let found = counted(spots.unclassified, ("activiteit", "activity"), ("activiteiten", "activities"), language);
        unknown.push(
            Text::new(
                format!("Van {found} is dit kenmerk niet bekend."),
                format!("Of {found} this feature is not known."),
            )
            .get(language)
            .to_owned(),
        );
    }
    let dimensions = ecosystem.taxonomy().dimensions();
    let id = &dimensions[by].id;
    let f = Frame::new(visit, Text::new("Witte vlekken", "White spots"));
    let is_filled = |position| ecosystem.classification().column(position).is_filled();
    let filled = dimensions.iter().enumerate().filter(|&(position, _)| is_filled(position)).map(|(_, one)| one);
    let page = WhiteSpotsPage {
        grid: Grid::new(visit, &spots),
        dimensions: choices(filled.map(|one| (one.id.to_string(), capital(one.label.get(language)))), id),
        unknown,
        csv: format!("{}/gaps?by={id}&format=csv-nl&lang={}", f.api, language.code()),
        note: Note::new(&white_spots_provenance(ecosystem, &[by]), language),
        f,
    };
    visit.page(&page)
}

fn spots<'a>(visit: &Visit<'a>, by: usize) -> Result<Cow<'a, WhiteSpots>, Problem> {
    match &visit.snapshot.white_spots {
        Some(kept) if kept.by == [by] => Ok(Cow::Borrowed(kept)),
        _ => {
            let ecosystem = &visit.snapshot.ecosystem;
            white_spots(ecosystem, &Selection::everything(ecosystem), &[by])
                .map(Cow::Owned)
                .map_err(|error| Problem::too_large(visit.language, "by", error.to_string()))
        }
    }
}

#[derive(Template)]
#[template(path = "pages/cell.html")]
struct CellPage {
    f: Frame,
    status: &'static str,
    status_words: String,
    in_words: String,
    sentences: Vec<String>,
    /// Who offers it here, of its own and nationally; `None` where the rows were reconstructed.
    here: Option<[Vec<Link>; 2]>,
    comparable: Vec<(Link, String, Vec<Link>)>,
    grid: String,
    region: Option<Link>,
    test: String,
    note: Note,
}

/// One cell.
pub fn cell(visit: &Visit<'_>) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let mut query = Query::in_language(visit.asked, language);
    query.text("version");
    let by = query.by(ecosystem).and_then(|by| by.first().copied()).unwrap_or(ecosystem.taxonomy().lead());
    let place = match query.text("region") {
        Some(words) if words == crate::ecosystem::NATIONAL => Some(Place::National),
        _ => query.region(ecosystem).map(Place::Region),
    };
    let dimension = &ecosystem.taxonomy().dimensions()[by];
    let values: Vec<(&str, u16)> = dimension.values.iter().map(|value| &*value.id).zip(0..).collect();
    let value = query.choice("value", &values);
    query.finish()?;
    let absent = || {
        visit.not_found("Kies een cel in het rooster van witte vlekken.", "Choose a cell in the grid of white spots.")
    };
    let (Some(place), Some(value)) = (place, value) else { return Err(absent()) };
    let spots = spots(visit, by)?;
    let Some(found) = spots.cells.iter().find(|cell| cell.place == place && cell.values == [value]) else {
        return Err(absent());
    };
    let selection = Selection::everything(ecosystem);
    let computed;
    let depth = match visit.snapshot.gaps.get() {
        Some(kept) if by == ecosystem.taxonomy().lead() => kept,
        _ => {
            computed = gaps(ecosystem, &selection, &spots, &establishments(), &GapsConfig::default())
                .map_err(|error| Problem::too_large(language, "by", error.to_string()))?;
            &computed
        }
    };
    let code = place.code(ecosystem.regions()).to_owned();
    let records = gap_records(ecosystem, &spots, depth);
    let record = records.iter().find(|record| {
        record.region == code
            && record.cell.get(&*dimension.id).and_then(|one| one.as_str()) == Some(dimension.value_code(value))
    });
    let name = match place {
        Place::National => pick(language, "Nederland", "The Netherlands").to_owned(),
        region @ Place::Region(_) => place_name(ecosystem, region, language),
    };
    let label = visit.value(by, value);
    let note = Note::new(&white_spots_provenance(ecosystem, &[by]), language);
    let rows = ecosystem.about().weakest(&[("initiatives", "id"), ("activities", "initiative")]);
    let f = Frame::new(visit, Text::same(format!("{label} – {name}")));
    let page = CellPage {
        status: found.status.code(),
        status_words: capital(status_words(found.status, language)),
        in_words: record.map_or_else(String::new, |record| capital(record.in_words.get(language))),
        sentences: record.map(|record| sentences(visit, record)).unwrap_or_default(),
        here: (rows != Basis::Reconstructed).then(|| here(visit, by, place, value)),
        comparable: match (rows != Basis::Reconstructed, record) {
            (true, Some(record)) => comparable(visit, record),
            _ => Vec::new(),
        },
        grid: visit.to(Screen::WhiteSpots, None),
        region: match place {
            Place::Region(_) => Some(Link { name, href: visit.to(Screen::Region, Some(&code)) }),
            Place::National => None,
        },
        test: visit.to(Screen::Test, None),
        note,
        f,
    };
    visit.page(&page)
}

/// Demand, supply beside size, relatedness and fragility, as far as known.
fn sentences(visit: &Visit<'_>, record: &GapRecord) -> Vec<String> {
    let language = visit.language;
    let mut said = Vec::new();
    let mut say = |nl: String, en: String| said.push(Text::new(nl, en).get(language).to_owned());
    if let Some(demand) = &record.demand {
        let whole = |value: f64| integer(value.round() as i64, language);
        if let Some(need) = demand.need {
            say(
                format!("Naar schatting hebben {} ondernemingen hier deze behoefte.", whole(need)),
                format!("About {} enterprises here are thought to have this need.", whole(need)),
            );
        } else if let Some(enterprises) = demand.enterprises {
            let found = integer(i64::try_from(enterprises).unwrap_or(i64::MAX), language);
            say(
                format!("Er zijn hier {found} ondernemingen waarvoor dit bedoeld is."),
                format!("There are {found} enterprises here for whom this is meant."),
            );
        } else if let Some(share) = demand.share_with_need {
            let share = percentage(share, 0, language);
            say(
                format!("{share} van de ondernemers vraagt hierom."),
                format!("{share} of entrepreneurs ask for this."),
            );
        }
    } else {
        say(
            String::from("Hoeveel vraag er hier is, is niet bekend."),
            String::from("How much demand there is here is not known."),
        );
    }
    if let (Some(here), Some(everywhere)) = (record.per_thousand, record.per_thousand_everywhere) {
        // Per thousand would be zeros.
        let [here, everywhere] = [here, everywhere].map(|per_thousand| decimal(100.0 * per_thousand, 1, language));
        say(
            format!(
                "Per 100.000 vestigingen zijn er {here} activiteiten; in alle onderzochte regio’s samen {everywhere}."
            ),
            format!("Per 100,000 establishments there are {here} activities; over all surveyed regions {everywhere}."),
        );
    }
    if let Some(relatedness) = record.relatedness {
        let share = percentage(relatedness, 0, language);
        say(
            format!("Van het aanbod dat elders met dit samengaat, is hier {share} al aanwezig."),
            format!("Of the supply that goes with this elsewhere, {share} is here already."),
        );
    }
    if record.fragile {
        match &record.hangs_on {
            Some(one) if visit.snapshot.ecosystem.about().basis_of("initiatives", "id") != Basis::Reconstructed => say(
                format!("Al het eigen aanbod hangt aan één initiatief: {}.", one.name),
                format!("All own supply hangs on one initiative: {}.", one.name),
            ),
            _ => {}
        }
    }
    said
}

/// Initiatives that offer it here by activities of its own, and nationally.
fn here(visit: &Visit<'_>, by: usize, place: Place, value: u16) -> [Vec<Link>; 2] {
    let ecosystem = &visit.snapshot.ecosystem;
    let column = ecosystem.classification().column(by);
    let mut found = [std::collections::BTreeSet::new(), std::collections::BTreeSet::new()];
    for (position, activity) in ecosystem.activities().iter().enumerate() {
        let values = column.of(position);
        if !values.contains(&value) && values != [EVERY_VALUE] {
            continue;
        }
        let area = ecosystem.activity_area(position);
        if *area == Area::National {
            found[1].insert(activity.initiative as usize);
        } else if matches!(place, Place::Region(region) if area.own_regions().contains(&region)) {
            found[0].insert(activity.initiative as usize);
        }
    }
    found.map(|set| set.into_iter().map(|initiative| visit.initiative(initiative)).collect())
}

fn comparable(visit: &Visit<'_>, record: &GapRecord) -> Vec<(Link, String, Vec<Link>)> {
    let one = |offer: &crate::export::ComparableRecord| {
        let region = Link {
            name: offer.region_name.get(visit.language).to_owned(),
            href: visit.to(Screen::Region, Some(&offer.region)),
        };
        let likeness = percentage(offer.similarity, 0, visit.language);
        (region, likeness, offer.initiatives.iter().map(|one| initiative_link(visit, one)).collect())
    };
    record.comparable.iter().map(one).collect()
}

impl CellPage {
    fn is_gap(&self) -> bool {
        CellStatus::ALL.iter().any(|status| status.code() == self.status && status.is_gap())
    }
}
