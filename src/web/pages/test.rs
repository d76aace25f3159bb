//! The test: a proposal goes in, a one-page advice for the file comes out.

use std::fmt::Write as _;

use askama::Template;
use sha2::{Digest, Sha256};

use super::address::Screen;
use super::frame::{Frame, MeasureLine, Note, measure_line, share};
use super::posted::Typed;
use super::proposal_form::{ProposalForm, json_of};
use super::signal_view::{Link, region_names};
use super::visit::Visit;
use crate::analysis::consistency::{ConsistencyConfig, consistency};
use crate::analysis::white_spots::CellStatus;
use crate::dataset::{Severity, establishments, read_proposal};
use crate::export::{ConsistencyRecord, consistency_document};
use crate::language::{Language, Text, pick};
use crate::snapshot::consistency_provenance;
use crate::web::problem::{Fault, Problem};
use crate::web::respond::Answer;

/// Rows of each list in the advice; it is to fit on a page.
const SHOWN: usize = 5;
/// Bytes of the hash that make a reference.
const REFERENCE_BYTES: usize = 4;

#[derive(Template)]
#[template(path = "pages/test.html")]
struct TestPage {
    f: Frame,
    form: ProposalForm,
    message: Option<String>,
    verdict: Option<Verdict>,
    earlier: Option<Vec<EarlierTest>>,
    action: String,
    note: Note,
}

/// The advice.
struct Verdict {
    reference: String,
    kept: Option<String>,
    name: String,
    regions: String,
    flags: Vec<(&'static str, &'static str)>,
    advice: String,
    cautions: Vec<String>,
    overlapping: Vec<(Link, String, Option<String>)>,
    joins: Vec<(Link, String, Option<String>, String)>,
    cells: Vec<(String, String, String, bool)>,
    participants: Vec<(String, String)>,
    complexity: Vec<MeasureLine>,
}

/// A test that was kept before.
#[derive(Clone, Debug)]
pub struct EarlierTest {
    pub number: i64,
    pub day: String,
    pub name: String,
    pub advice: Text,
    pub by: String,
}

impl EarlierTest {
    fn advice(&self, language: Language) -> &str {
        self.advice.get(language)
    }
}

/// The form, with the advice where a proposal was sent.
pub fn page(visit: &Visit<'_>) -> Result<Answer, Problem> {
    visit.no_question()?;
    let language = visit.language;
    let mut typed = visit.typed.cloned().unwrap_or_default();
    let mut verdict = None;
    if matches!(typed.get("do"), "test" | "paste") {
        match judged(visit, &typed)? {
            Ok(found) => verdict = Some(found),
            Err(faults) => {
                typed.faults = faults;
                typed.message = Some(
                    pick(
                        language,
                        "Het voorstel is nog niet te toetsen; zie wat er bij de velden staat.",
                        "The proposal cannot be tested yet; see what stands beside the fields.",
                    )
                    .to_owned(),
                );
            }
        }
    }
    let page = TestPage {
        form: ProposalForm::new(visit, &typed),
        message: typed.message.clone(),
        verdict,
        earlier: typed.earlier.clone(),
        action: visit.to(Screen::Test, None),
        note: Note::new(&consistency_provenance(&visit.snapshot.ecosystem), language),
        f: Frame::new(visit, Text::new("Toets een voorstel", "Test a proposal")),
    };
    visit.page(&page)
}

/// The proposal as it was sent on.
pub fn proposal_bytes(visit_dimensions: &[crate::ecosystem::Dimension], typed: &Typed, language: Language) -> Vec<u8> {
    if typed.get("do") == "paste" {
        return typed.get("pasted").as_bytes().to_vec();
    }
    json_of(typed, visit_dimensions, language).to_string().into_bytes()
}

/// The advice, or what is wrong with the proposal.
fn judged(visit: &Visit<'_>, typed: &Typed) -> Result<Result<Verdict, Vec<Fault>>, Problem> {
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let bytes = proposal_bytes(ecosystem.taxonomy().dimensions(), typed, language);
    let reading = read_proposal("proposal", &bytes, ecosystem);
    let Some(proposal) = reading.proposal else {
        let errors = reading.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let fault = |finding: &crate::dataset::Finding| {
            let value = finding.value.as_ref().map(|value| format!("«{value}»: ")).unwrap_or_default();
            let path = finding.column.clone().unwrap_or_default();
            let parameter = if typed.get("do") == "paste" { format!("pasted.{path}") } else { path };
            Fault { parameter, detail: value + &finding.message(language) }
        };
        return Ok(Err(errors.map(fault).collect()));
    };
    let config = ConsistencyConfig::default();
    let result = consistency(ecosystem, &proposal, &establishments(), &config)
        .map_err(|error| Problem::too_large(language, "proposal", error.to_string()))?;
    let document = consistency_document(ecosystem, &result, &config);
    let doubts = reading.findings.iter().map(|finding| {
        let place = finding.column.clone().unwrap_or_default();
        format!("{place}: {}", finding.message(language))
    });
    let mut verdict = Verdict::new(visit, &document.test);
    verdict.cautions.extend(doubts);
    verdict.reference = reference(&bytes, visit.entry.version_key());
    verdict.kept = typed.kept.clone();
    Ok(Ok(verdict))
}

/// The same for the same proposal beside the same version.
fn reference(proposal: &[u8], version: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(version.as_bytes());
    hash.update([0]);
    hash.update(proposal);
    let mut words = String::from("T-");
    for byte in hash.finalize().iter().take(REFERENCE_BYTES) {
        // Writing to a String cannot fail.
        let _ = write!(words, "{byte:02x}");
    }
    words
}

impl Verdict {
    fn new(visit: &Visit<'_>, test: &ConsistencyRecord) -> Self {
        let language = visit.language;
        let link = |id: &str, name: &str| Link { name: name.to_owned(), href: visit.to(Screen::Initiative, Some(id)) };
        Self {
            reference: String::new(),
            kept: None,
            name: test.proposal.name.clone(),
            regions: region_names(visit, &test.proposal.regions),
            flags: vec![
                (pick(language, "overlapt", "overlaps"), flag(test.overlaps, language)),
                (pick(language, "vult een gat", "fills a gap"), flag(test.fills_gap, language)),
                (pick(language, "past", "fits"), flag(test.fits, language)),
            ],
            advice: test.advice.get(language).to_owned(),
            cautions: test.cautions.iter().map(|text| text.get(language).to_owned()).collect(),
            overlapping: test
                .overlapping
                .iter()
                .filter(|one| one.pair.overlap.is_some())
                .take(SHOWN)
                .map(|one| {
                    let agreeing: Vec<String> = one
                        .pair
                        .agreeing
                        .iter()
                        .filter_map(|id| visit.snapshot.ecosystem.taxonomy().position(id))
                        .map(|dimension| visit.dimension(dimension).to_lowercase())
                        .collect();
                    let agreeing = (!agreeing.is_empty()).then(|| agreeing.join(", "));
                    (link(&one.initiative, &one.name), share(one.pair.overlap, language), agreeing)
                })
                .collect(),
            joins: test
                .initiatives_to_join
                .iter()
                .take(SHOWN)
                .map(|one| {
                    let run: Vec<&str> = one.run_by.iter().map(|actor| actor.name.as_str()).collect();
                    let overlap = share(Some(one.overlap), language);
                    (link(&one.initiative, &one.name), overlap, one.contact.clone(), run.join(", "))
                })
                .collect(),
            cells: test
                .cells
                .iter()
                .take(SHOWN * 2)
                .map(|cell| {
                    let status = |code: Option<&str>| {
                        let found = CellStatus::ALL.iter().find(|status| Some(status.code()) == code);
                        found.map_or("–", |&status| super::grid::status_words(status, language)).to_owned()
                    };
                    let title = format!("{}, {}", cell.title.get(language), cell.region_name.get(language));
                    (title, status(cell.status_before), status(cell.status_after), cell.fills == Some(true))
                })
                .collect(),
            participants: test
                .participants
                .iter()
                .map(|one| {
                    let others = one.initiatives.len();
                    let words = match (one.is_new, language) {
                        (true, _) => pick(language, "nieuw in deze gegevens", "new in these data").to_owned(),
                        (false, Language::Nl) => format!("zit al in {others} initiatieven"),
                        (false, Language::En) => format!("is in {others} initiatives already"),
                    };
                    (one.actor.name.clone(), words)
                })
                .collect(),
            complexity: test
                .complexity
                .iter()
                .filter(|one| {
                    one.region == crate::ecosystem::NATIONAL && one.difference.is_some_and(|change| change != 0.0)
                })
                .map(|one| measure_line(one.measure, (one.before, one.after), one.difference, language))
                .collect(),
        }
    }
}

fn flag(flag: Option<bool>, language: Language) -> &'static str {
    match flag {
        Some(true) => pick(language, "ja", "yes"),
        Some(false) => pick(language, "nee", "no"),
        None => pick(language, "niet te zeggen", "cannot be told"),
    }
}
