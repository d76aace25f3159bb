//! Find an offer: the profile of an entrepreneur in plain words, and the three best doors with reasons.

use askama::Template;

use super::address::Screen;
use super::frame::{Choice, Frame, Note, choices, counted};
use super::signal_view::{Link, region_names};
use super::visit::Visit;
use crate::analysis::matches::fit::wanted;
use crate::analysis::matches::{MatchesConfig, Profile, matches};
use crate::analysis::selection::Selection;
use crate::ecosystem::Aspect;
use crate::export::{MatchRecord, doors_record, match_records};
use crate::language::{Text, capital, pick};
use crate::snapshot::{Provenance, provenance_matches};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;

/// Further activities that are listed after the doors.
const MORE: usize = 20;

#[derive(Template)]
#[template(path = "pages/offer.html")]
struct OfferPage {
    f: Frame,
    regions: Vec<Choice>,
    /// Question, key and options.
    questions: Vec<Question>,
    asked: bool,
    doors: Vec<DoorView>,
    sentences: Vec<String>,
    more: Vec<DoorView>,
    note: Note,
}

struct Question {
    key: String,
    label: String,
    options: Vec<Choice>,
}

struct DoorView {
    initiative: Link,
    activity: String,
    verdict: &'static str,
    in_words: String,
    regions: String,
    contact: Option<String>,
    url: Option<String>,
}

/// The form and the doors.
pub fn page(visit: &Visit<'_>) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let mut asked = visit.asked.clone();
    // A list of choices sends an empty value for what is left open.
    asked.query = asked.query.split('&').filter(|pair| !pair.ends_with('=')).collect::<Vec<_>>().join("&");
    let mut query = Query::in_language(&asked, language);
    query.text("version");
    let region = query.region(ecosystem);
    let values = query.values(ecosystem);
    query.finish()?;
    let profile = Profile { region, wanted: wanted(&values) };
    let is_asked = region.is_some() || !values.is_empty();
    let found = matches(ecosystem, &Selection::everything(ecosystem), &profile, &MatchesConfig::default());
    let best = doors_record(ecosystem, &profile, &found);
    let chosen: Vec<String> = best.doors.iter().map(|door| door.activity.clone()).collect();
    let more = match_records(ecosystem, &profile, &found).into_iter();
    let more = more.filter(|one| !chosen.contains(&one.activity) && one.verdict != "other-need").take(MORE);
    let dimensions: Vec<usize> = profile.wanted.iter().map(|&(dimension, _)| dimension).collect();
    let about = Provenance {
        basis: provenance_matches::basis(ecosystem, &dimensions),
        exceptions: Vec::new(),
        method: provenance_matches::method(),
    };
    let anywhere = (String::new(), pick(language, "maakt niet uit", "does not matter").to_owned());
    let code = region.map(|region| ecosystem.regions().code(region)).unwrap_or_default();
    let regions = ecosystem.regions().iter().map(|one| (one.code.to_string(), one.name.get(language).to_owned()));
    let mut sentences = Vec::new();
    let mut say = |nl: String, en: String| sentences.push(Text::new(nl, en).get(language).to_owned());
    if best.tied > 0 {
        let tied = counted(
            best.tied,
            ("andere deur past", "other door fits"),
            ("andere deuren passen", "other doors fit"),
            language,
        );
        say(format!("Nog {tied} even goed."), format!("Another {tied} as well."));
    }
    if !best.without_activities.is_empty() {
        let silent = counted(
            best.without_activities.len(),
            ("initiatief", "initiative"),
            ("initiatieven", "initiatives"),
            language,
        );
        say(
            format!(
                "Van {silent} in dit gebied is niet beschreven wat er wordt aangeboden; dat kon niet worden beoordeeld."
            ),
            format!("Of {silent} in this area it is not described what is offered; that could not be judged."),
        );
    }
    let page = OfferPage {
        f: Frame::new(visit, Text::new("Aanbod zoeken", "Find an offer")),
        regions: choices(std::iter::once(anywhere).chain(regions), code),
        questions: questions(visit, &values),
        asked: is_asked,
        doors: if is_asked { best.doors.iter().map(|one| door(visit, one)).collect() } else { Vec::new() },
        sentences: if is_asked { sentences } else { Vec::new() },
        more: if is_asked { more.map(|one| door(visit, &one)).collect() } else { Vec::new() },
        note: Note::new(&about, language),
    };
    visit.page(&page)
}

/// What an entrepreneur can say of themselves: every dimension with a list, need and target group first.
fn questions(visit: &Visit<'_>, values: &[(usize, u16)]) -> Vec<Question> {
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let mut all: Vec<usize> = (0..ecosystem.taxonomy().dimensions().len())
        .filter(|&position| ecosystem.classification().column(position).is_filled())
        .collect();
    all.sort_by_key(|&position| match ecosystem.taxonomy().dimensions()[position].aspect {
        Some(Aspect::Need) => 0,
        Some(Aspect::Target) => 1,
        Some(Aspect::Method) => 2,
        _ => 3,
    });
    all.into_iter()
        .map(|position| {
            let dimension = &ecosystem.taxonomy().dimensions()[position];
            let asked =
                values.iter().find(|&&(asked, _)| asked == position).map(|&(_, value)| dimension.value_code(value));
            let open = (String::new(), pick(language, "maakt niet uit", "does not matter").to_owned());
            let options =
                dimension.values.iter().map(|value| (value.id.to_string(), value.label.get(language).to_owned()));
            Question {
                key: dimension.id.to_string(),
                label: capital(dimension.label.get(language)),
                options: choices(std::iter::once(open).chain(options), asked.unwrap_or_default()),
            }
        })
        .collect()
}

fn door(visit: &Visit<'_>, record: &MatchRecord) -> DoorView {
    let language = visit.language;
    DoorView {
        initiative: Link {
            name: record.initiative_name.clone(),
            href: visit.to(Screen::Initiative, Some(&record.initiative)),
        },
        activity: record.activity_name.clone(),
        verdict: match record.verdict {
            "fits" => pick(language, "past", "fits"),
            "possible" => pick(language, "past misschien", "may fit"),
            "partly" => pick(language, "past gedeeltelijk", "fits partly"),
            _ => pick(language, "past niet bij de vraag", "does not fit the question"),
        },
        in_words: record.in_words.get(language).to_owned(),
        regions: region_names(visit, &record.regions),
        contact: record.contact.clone(),
        url: record.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://")),
    }
}
