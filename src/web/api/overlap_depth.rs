//! What is built on overlap: chance, offers made again, learning circles.

use serde_json::{Map, Value};

use crate::analysis::learning_circles::{LearningCirclesConfig, learning_circles as group};
use crate::analysis::offer::OverlapAspect;
use crate::analysis::overlap::TooManyPairs;
use crate::analysis::overlap_chance::{LEAST_RUNS, OverlapChanceConfig, overlap_chance as draw};
use crate::analysis::reinvented::{ReinventedConfig, reinvented as find};
use crate::analysis::selection::Selection;
use crate::export::{about_section, learning_circles_record, overlap_chance_records, reinvented_record};
use crate::language::Language;
use crate::snapshot::{Section, Snapshot};
use crate::web::asked::Asked;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// Most random draws of one question.
const MOST_RUNS: u64 = 999;

/// Overlap of offers and of providers beside what random draws give.
pub fn overlap_chance(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let mut config = OverlapChanceConfig::default();
    if query.has("aspect") {
        config.aspects = vec![query.aspect()];
    } else {
        query.aspect();
    }
    config.minimum = query.number("minOverlap", 0.0, 1.0).unwrap_or(config.minimum);
    config.everywhere = query.choice("scope", &[("area", false), ("everywhere", true)]).unwrap_or(false);
    config.runs = query.integer("runs", LEAST_RUNS as u64, MOST_RUNS).map_or(config.runs, |runs| runs as usize);
    config.first_seed = query.integer("seed", 1, 1_000_000).unwrap_or(config.first_seed);
    let paging = query.paging();
    query.finish()?;
    let drawn;
    let result = match (&snapshot.overlap_chance, config == OverlapChanceConfig::default()) {
        (Some(result), true) => result,
        _ => {
            let selection = Selection::everything(ecosystem);
            drawn = draw(ecosystem, &selection, &config).map_err(|error| too_many(language, &error))?;
            &drawn
        }
    };
    let about = ListAbout { about: about_section(snapshot, Section::OverlapChance), summary: Map::new() };
    respond::list(asked, language, ecosystem, about, &overlap_chance_records(result), paging)
}

/// Offers that are there several times in different regions without working together; `by` names the dimension that says
/// what kind it is, `minOverlap` the likeness of activities, `region` chooses groups with an activity there.
pub fn reinvented(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let mut filters = query.filters(ecosystem);
    let dimensions: Vec<(&str, usize)> = ecosystem
        .taxonomy()
        .dimensions()
        .iter()
        .enumerate()
        .map(|(place, dimension)| (&*dimension.id, place))
        .collect();
    let mut config = ReinventedConfig { dimension: query.choice("by", &dimensions), ..ReinventedConfig::default() };
    config.minimum = query.number("minOverlap", 0.0, 1.0).unwrap_or(config.minimum);
    let paging = query.paging();
    query.finish()?;
    let region = filters.region.take().map(|region| ecosystem.regions().code(region).to_owned());
    let selection = Selection::new(ecosystem, &filters);
    let found = find(ecosystem, &selection, &config).map_err(|error| too_many(language, &error))?;
    let mut record = reinvented_record(ecosystem, &found);
    record.groups.retain(|group| region.as_ref().is_none_or(|region| group.regions.contains(region)));
    let mut summary = Map::new();
    summary.insert(String::from("dimension"), Value::from(record.dimension));
    let about = ListAbout { about: about_section(snapshot, Section::Reinvented), summary };
    respond::list(asked, language, ecosystem, about, &record.groups, paging)
}

/// Circles of initiatives that can learn from each other; `region` chooses circles with a member there.
pub fn learning_circles(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let mut filters = query.filters(ecosystem);
    let aspect: OverlapAspect = query.aspect();
    let mut config = LearningCirclesConfig { aspect, ..LearningCirclesConfig::default() };
    config.minimum = query.number("minOverlap", 0.0, 1.0).unwrap_or(config.minimum);
    let paging = query.paging();
    query.finish()?;
    let region = filters.region.take().map(|region| ecosystem.regions().code(region).to_owned());
    let selection = Selection::new(ecosystem, &filters);
    let found = group(ecosystem, &selection, &config).map_err(|error| too_many(language, &error))?;
    let mut record = learning_circles_record(ecosystem, &found);
    record.circles.retain(|circle| region.as_ref().is_none_or(|region| circle.regions.contains(region)));
    let mut summary = Map::new();
    summary.insert(String::from("withCounterpart"), Value::from(record.with_counterpart));
    summary.insert(String::from("inACircle"), Value::from(record.in_a_circle));
    let about = ListAbout { about: about_section(snapshot, Section::LearningCircles), summary };
    respond::list(asked, language, ecosystem, about, &record.circles, paging)
}

fn too_many(language: Language, error: &TooManyPairs) -> Problem {
    Problem::too_large(language, "minOverlap", error.to_string())
}
