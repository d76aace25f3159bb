//! Query keys, read strictly: every unknown key and every wrong value is told at once.

use actix_web::web;
use time::Date;
use time::macros::format_description;

use super::asked::Asked;
use super::problem::{Fault, Problem};
use crate::analysis::distribution::{Axis, Measure};
use crate::analysis::offer::OverlapAspect;
use crate::analysis::selection::Filters;
use crate::ecosystem::{ActorKind, Ecosystem, Level, RegionIndex, Role};
use crate::language::Language;

/// Items on a page when nothing is asked.
pub const DEFAULT_PAGE_SIZE: usize = 1000;
/// Items on a page at most.
pub const MAX_PAGE_SIZE: usize = 10_000;

/// The query of a request while it is being read. Each reader marks its key as known; [`Query::finish`] gives the faults.
pub struct Query {
    language: Language,
    pairs: Vec<(String, String)>,
    known: Vec<String>,
    faults: Vec<Fault>,
}

impl Query {
    /// Splits the query and settles the language: `lang`, else `Accept-Language`, else Dutch.
    pub fn new(asked: &Asked) -> Self {
        let pairs = pairs(&asked.query);
        let wanted = pairs.iter().find(|(key, _)| key == "lang").map(|(_, value)| value.as_str());
        let language = wanted.and_then(Language::from_code).or_else(|| asked.preferred_language()).unwrap_or_default();
        let mut query = Self { language, pairs, known: Vec::new(), faults: Vec::new() };
        if let Some(words) = query.text("lang")
            && Language::from_code(&words).is_none()
        {
            query.fault("lang", &words, &["nl", "en"]);
        }
        query
    }

    /// The query of a page, whose address says the language.
    pub fn in_language(asked: &Asked, language: Language) -> Self {
        Self { language, pairs: pairs(&asked.query), known: Vec::new(), faults: Vec::new() }
    }

    /// The query of a resource below a dataset: `version` was read when its dataset was found.
    pub fn below_a_dataset(asked: &Asked) -> Self {
        let mut query = Self::new(asked);
        query.text("version");
        query
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether a key is given.
    pub fn has(&self, key: &str) -> bool {
        self.pairs.iter().any(|(name, _)| name == key)
    }

    /// The value of a key that may be given once.
    pub fn text(&mut self, key: &str) -> Option<String> {
        self.known.push(key.to_owned());
        let mut values = self.pairs.iter().filter(|(name, _)| name == key).map(|(_, value)| value.clone());
        let first = values.next()?;
        if values.next().is_some() {
            self.say(key, "Geef deze sleutel één keer.", "Give this key once.");
        }
        Some(first)
    }

    /// One of a list of codes.
    pub fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let words = self.text(key)?;
        let found = choices.iter().find(|(code, _)| *code == words).map(|&(_, choice)| choice);
        if found.is_none() {
            let codes: Vec<&str> = choices.iter().map(|&(code, _)| code).collect();
            self.fault(key, &words, &codes);
        }
        found
    }

    /// Some of a list of codes, separated by commas.
    pub fn choices<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<Vec<T>> {
        let words = self.text(key)?;
        let mut chosen = Vec::new();
        for word in words.split(',') {
            match choices.iter().find(|(code, _)| *code == word.trim()) {
                Some(&(_, choice)) => chosen.push(choice),
                None => {
                    let codes: Vec<&str> = choices.iter().map(|&(code, _)| code).collect();
                    self.fault(key, word, &codes);
                }
            }
        }
        Some(chosen)
    }

    /// A number from a range, with a decimal point.
    pub fn number(&mut self, key: &str, least: f64, most: f64) -> Option<f64> {
        let words = self.text(key)?;
        let number = words.parse::<f64>().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let range = format!("{least} … {most}");
            self.fault(key, &words, &[&range]);
        }
        number
    }

    /// A whole number from a range.
    pub fn integer(&mut self, key: &str, least: u64, most: u64) -> Option<u64> {
        let words = self.text(key)?;
        let number = words.parse::<u64>().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let range = format!("{least} … {most}");
            self.fault(key, &words, &[&range]);
        }
        number
    }

    /// What is asked of a list: page, order, fields and format.
    pub fn paging(&mut self) -> ListOptions {
        let page = self.integer("page", 1, u64::from(u32::MAX)).map(|page| page as usize);
        let size = self.integer("pageSize", 1, MAX_PAGE_SIZE as u64).map(|size| size as usize);
        let formats: Vec<(&str, ListFormat)> = ListFormat::ALL.iter().map(|&format| (format.code(), format)).collect();
        ListOptions {
            page,
            size,
            format: self.choice("format", &formats),
            sort: self.words("sort").iter().map(|word| SortKey::new(word)).collect(),
            fields: self.words("fields"),
        }
    }

    /// Words separated by commas; none where the key is not given.
    fn words(&mut self, key: &str) -> Vec<String> {
        let words = self.text(key).unwrap_or_default();
        words.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    /// Actor filters, date and dimension values.
    pub fn filters(&mut self, ecosystem: &Ecosystem) -> Filters {
        let levels: Vec<(&str, Level)> = Level::ALL.iter().map(|&level| (level.code(), level)).collect();
        let roles: Vec<(&str, Role)> = Role::ALL.iter().map(|&role| (role.code(), role)).collect();
        Filters {
            kind: self.kind(ecosystem),
            level: self.choice("level", &levels),
            region: self.region(ecosystem),
            role: self.choice("role", &roles),
            initiative_level: self.choice("initiativeLevel", &levels),
            as_of: self.date("asOf"),
            values: self.values(ecosystem),
        }
    }

    fn kind(&mut self, ecosystem: &Ecosystem) -> Option<String> {
        let words = self.text("kind")?;
        let mut kinds: Vec<&str> =
            ecosystem.actors().iter().filter_map(|actor| actor.kind.as_ref()).map(|kind| kind.code()).collect();
        // A kind of the list that no actor here has is a right question with an empty answer.
        kinds.extend(ActorKind::ALL.iter().map(|kind| kind.code()));
        kinds.sort_unstable();
        kinds.dedup();
        if !kinds.contains(&words.as_str()) {
            self.fault("kind", &words, &kinds);
            return None;
        }
        Some(words)
    }

    /// A region by code or name.
    pub fn region(&mut self, ecosystem: &Ecosystem) -> Option<RegionIndex> {
        let words = self.text("region")?;
        let folded = crate::ecosystem::fold(&words);
        let regions = ecosystem.regions();
        let found = regions.position(&words).or_else(|| {
            let mut names = regions.iter().enumerate();
            let named = names.find(|(_, region)| {
                let spellings = [&*region.code, &region.name.nl, &region.name.en];
                let aliases = region.aliases.iter().map(AsRef::as_ref);
                spellings.into_iter().chain(aliases).any(|spelling| crate::ecosystem::fold(spelling) == folded)
            });
            named.and_then(|(position, _)| RegionIndex::try_from(position).ok())
        });
        if found.is_none() {
            let codes: Vec<&str> = regions.iter().map(|region| &*region.code).collect();
            self.fault("region", &words, &codes);
        }
        found
    }

    /// An ISO date.
    pub fn date(&mut self, key: &str) -> Option<Date> {
        let words = self.text(key)?;
        let date = Date::parse(&words, format_description!("[year]-[month]-[day]")).ok();
        if date.is_none() {
            self.fault(key, &words, &["2026-01-31"]);
        }
        date
    }

    /// Values of any dimension, by its id as key; several values in one key are separated by commas. As filters all must
    /// hold, in a profile any will do.
    pub fn values(&mut self, ecosystem: &Ecosystem) -> Vec<(usize, u16)> {
        let mut wanted = Vec::new();
        for (position, dimension) in ecosystem.taxonomy().dimensions().iter().enumerate() {
            let Some(words) = self.text(&dimension.id) else { continue };
            for word in words.split(',') {
                match dimension.position(word.trim()) {
                    Some(value) => wanted.push((position, value)),
                    None => {
                        let ids: Vec<&str> = dimension.values.iter().map(|value| &*value.id).collect();
                        self.fault(&dimension.id, word, &ids);
                    }
                }
            }
        }
        wanted
    }

    pub fn aspect(&mut self) -> OverlapAspect {
        let aspects: Vec<(&str, OverlapAspect)> =
            OverlapAspect::ALL.iter().map(|&aspect| (aspect.code(), aspect)).collect();
        self.choice("aspect", &aspects).unwrap_or_default()
    }

    pub fn measure(&mut self) -> Measure {
        let measures: Vec<(&str, Measure)> = Measure::ALL.iter().map(|&measure| (measure.code(), measure)).collect();
        self.choice("measure", &measures).unwrap_or_default()
    }

    /// One axis of a distribution.
    pub fn axis(&mut self, key: &str, ecosystem: &Ecosystem) -> Option<Axis> {
        let words = self.text(key)?;
        let axis = Axis::from_code(ecosystem, &words);
        if axis.is_none() {
            let mut codes: Vec<&str> = Axis::FIXED.iter().map(|&(code, _)| code).collect();
            codes.extend(ecosystem.taxonomy().dimensions().iter().map(|dimension| &*dimension.id));
            self.fault(key, &words, &codes);
        }
        axis
    }

    /// Dimension ids, separated by commas.
    pub fn by(&mut self, ecosystem: &Ecosystem) -> Option<Vec<usize>> {
        let words = self.text("by")?;
        let mut by = Vec::new();
        for word in words.split(',') {
            match ecosystem.taxonomy().position(word.trim()) {
                Some(position) if !by.contains(&position) => by.push(position),
                Some(_) => self.say("by", "Noem elk kenmerk één keer.", "Name each dimension once."),
                None => {
                    let ids: Vec<&str> = ecosystem.taxonomy().dimensions().iter().map(|d| &*d.id).collect();
                    self.fault("by", word, &ids);
                }
            }
        }
        if by.len() > 3 {
            self.say("by", "Noem ten hoogste drie kenmerken.", "Name at most three dimensions.");
        }
        Some(by)
    }

    /// Takes over a fault in a key that was read elsewhere.
    pub fn blame(&mut self, fault: Fault) {
        self.known.push(fault.parameter.clone());
        self.faults.push(fault);
    }

    fn fault(&mut self, key: &str, value: &str, allowed: &[&str]) {
        self.faults.push(Fault::not_allowed(self.language, key, value, allowed));
    }

    fn say(&mut self, key: &str, nl: &str, en: &str) {
        let detail = match self.language {
            Language::Nl => nl.to_owned(),
            Language::En => en.to_owned(),
        };
        self.faults.push(Fault { parameter: key.to_owned(), detail });
    }

    /// All faults, unknown keys among them.
    ///
    /// # Errors
    /// A 400 that lists every fault.
    pub fn finish(mut self) -> Result<(), Problem> {
        let mut known = self.known.clone();
        known.sort_unstable();
        known.dedup();
        let unknown: Vec<String> =
            self.pairs.iter().map(|(key, _)| key.clone()).filter(|key| !known.contains(key)).collect();
        for key in unknown {
            let allowed = known.join(", ");
            let detail = match self.language {
                Language::Nl => format!("Onbekende vraagsleutel. Toegestaan: {allowed}."),
                Language::En => format!("Unknown query key. Allowed: {allowed}."),
            };
            self.faults.push(Fault { parameter: key.chars().take(60).collect(), detail });
        }
        if self.faults.is_empty() { Ok(()) } else { Err(Problem::bad_request(self.language, self.faults)) }
    }
}

/// Keys and values of a query or of a form as browsers send it.
pub fn pairs(encoded: &str) -> Vec<(String, String)> {
    // A list of pairs takes any query string.
    let pairs = web::Query::<Vec<(String, String)>>::from_query(encoded);
    pairs.map(web::Query::into_inner).unwrap_or_default()
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFormat {
    Json,
    Csv,
    CsvNl,
}

impl ListFormat {
    pub const ALL: &'static [Self] = &[Self::Json, Self::Csv, Self::CsvNl];

    pub fn code(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::CsvNl => "csv-nl",
        }
    }
}

/// One key of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortKey {
    /// A field, or a field within a field: `cell.sector`.
    pub field: String,
    pub descending: bool,
}

impl SortKey {
    fn new(word: &str) -> Self {
        let field = word.strip_prefix('-');
        Self { field: field.unwrap_or(word).to_owned(), descending: field.is_some() }
    }
}

/// What is asked of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListOptions {
    /// From 1.
    pub page: Option<usize>,
    pub size: Option<usize>,
    /// `None`: by `Accept`.
    pub format: Option<ListFormat>,
    /// None: the order of the analysis.
    pub sort: Vec<SortKey>,
    /// Fields to give, in this order; none: all.
    pub fields: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn lists_every_fault_at_once() {
        let request = TestRequest::with_uri("/?page=0&lang=fr&foo=1&pageSize=3&pageSize=4").to_http_request();
        let mut query = Query::new(&Asked::new(&request));
        query.paging();
        let problem = query.finish().unwrap_err();
        let keys: Vec<&str> = problem.errors.iter().map(|fault| fault.parameter.as_str()).collect();
        assert_eq!(keys, ["lang", "page", "pageSize", "foo"]);
    }
}
