//! What a page is made from, and how it is sent.

use askama::Template;

use super::address::Screen;
use super::posted::Typed;
use super::signal_view::Link;
use crate::ecosystem::ValueIndex;
use crate::export::too_large_warning;
use crate::language::{Language, Text, pick};
use crate::snapshot::{Progress, Section, Snapshot};
use crate::web::asked::Asked;
use crate::web::catalog::Entry;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;

/// A request for a page of a dataset.
pub struct Visit<'a> {
    pub screen: Screen,
    pub language: Language,
    pub asked: &'a Asked,
    pub entry: &'a Entry,
    pub snapshot: &'a Snapshot,
    /// Another dataset, or an earlier version, that the page asked to be laid beside this one.
    pub earlier: Option<&'a Snapshot>,
    /// Datasets that can be chosen, by id.
    pub datasets: &'a [(String, Text)],
    /// What was typed in a form that this page answers.
    pub typed: Option<&'a Typed>,
}

/// Makes a page.
pub type Page = fn(&Visit<'_>) -> Result<Answer, Problem>;

impl Visit<'_> {
    /// The page of a template.
    ///
    /// # Errors
    /// 500 where the template fails, which ours do not.
    pub fn page(&self, template: &impl Template) -> Result<Answer, Problem> {
        render(template, self.language)
    }

    /// The address of another page of this dataset.
    pub fn to(&self, screen: Screen, id: Option<&str>) -> String {
        screen.address(self.language, &self.entry.id, id)
    }

    /// An initiative by its position.
    pub fn initiative(&self, position: usize) -> Link {
        let initiative = &self.snapshot.ecosystem.initiatives()[position];
        Link { name: initiative.name.to_string(), href: self.to(Screen::Initiative, Some(&initiative.id)) }
    }

    /// An actor by its position.
    pub fn actor(&self, position: usize) -> Link {
        let actor = &self.snapshot.ecosystem.actors()[position];
        Link { name: actor.name.to_string(), href: self.to(Screen::Actor, Some(&actor.id)) }
    }

    /// The words of a value of a dimension, by position.
    pub fn value(&self, dimension: usize, value: ValueIndex) -> String {
        let dimension = &self.snapshot.ecosystem.taxonomy().dimensions()[dimension];
        match dimension.value(value) {
            Some(value) => value.label.get(self.language).to_owned(),
            None => pick(self.language, "open voor alle", "open to all").to_owned(),
        }
    }

    /// The words of a dimension.
    pub fn dimension(&self, dimension: usize) -> String {
        self.snapshot.ecosystem.taxonomy().dimensions()[dimension].label.get(self.language).to_owned()
    }

    /// Nothing but the version may be asked.
    ///
    /// # Errors
    /// 400 with every other key.
    pub fn no_question(&self) -> Result<(), Problem> {
        let mut query = Query::in_language(self.asked, self.language);
        query.text("version");
        query.finish()
    }

    /// There is no such thing in the data.
    pub fn not_found(&self, nl: &str, en: &str) -> Problem {
        Problem::not_found(self.language, &Text::new(nl, en))
    }

    /// A result of a section that may come later.
    ///
    /// # Errors
    /// 503 where it is to come, 404 where it will not.
    pub fn there<'a, T>(&self, section: Section, result: Option<&'a T>) -> Result<&'a T, Problem> {
        result.ok_or_else(|| self.absent(section).problem(self.language))
    }

    /// Why a result is not there.
    pub fn absent(&self, section: Section) -> Absent {
        match self.snapshot.progress(section) {
            Progress::TooLarge => Absent::TooLarge,
            Progress::Ready | Progress::Waiting => Absent::Waiting,
        }
    }
}

/// Why a result is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// It is still being computed.
    Waiting,
    /// Waiting for it would be in vain.
    TooLarge,
}

impl Absent {
    /// What a page says in its place.
    pub fn words(self) -> Text {
        match self {
            Self::Waiting => Text::new(
                "Dit wordt nog berekend; kijk over een minuut opnieuw.",
                "This is still being computed; look again in a minute.",
            ),
            Self::TooLarge => too_large_warning(),
        }
    }

    /// What is said where nothing else is left of a page.
    pub fn problem(self, language: Language) -> Problem {
        match self {
            Self::Waiting => Problem::not_ready(language),
            Self::TooLarge => Problem::not_found(language, &too_large_warning()),
        }
    }
}

/// HTML of a template.
///
/// # Errors
/// 500 where the template fails, which ours do not.
pub fn render(template: &impl Template, language: Language) -> Result<Answer, Problem> {
    match template.render() {
        Ok(html) => Ok(Answer::new("text/html; charset=utf-8", language, html.into_bytes())),
        Err(error) => {
            tracing::error!(%error, "a page cannot be written");
            Err(Problem::internal(language))
        }
    }
}
