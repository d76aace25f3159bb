//! What is built on overlap: chance, offers made again, learning circles.

use serde_json::{Map, Value};

use crate::analysis::learning_circles::{LearningCirclesConfig, learning_circles as group};
use crate::analysis::offer::OverlapAspect;
use crate::analysis::overlap::TooManyPairs;
use crate::analysis::overlap_chance::{LEAST_RUNS, OverlapChanceConfig, overlap_chance as draw};
use crate::analysis::reinvented::{ReinventedConfig, reinvented as find};
use crate::analysis::selection::Selection;
use crate::ecosystem::Ecosystem;
use crate::export::{
    AboutSection, LearningCircleRecord, OverlapChanceRecord, RecordSchema, ReinventedGroupRecord,
    learning_circles_record, overlap_chance_records, reinvented_record,
};
use crate::language::Language;
use crate::snapshot::{Section, Snapshot, provenance};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// Most random draws of one question.
const MOST_RUNS: u64 = 999;

/// Overlap of offers and of providers beside what random draws give.
pub fn overlap_chance(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let mut config = OverlapChanceConfig::default();
    let aspect = query.aspect();
    if query.has("aspect") {
        config.aspects = vec![aspect];
    }
    config.minimum = query.number("minOverlap", 0.0, 1.0).unwrap_or(config.minimum);
    config.everywhere = query.choice("scope", &[("area", false), ("everywhere", true)]).unwrap_or(false);
    config.runs = query.integer("runs", LEAST_RUNS as u64, MOST_RUNS).map_or(config.runs, |runs| runs as usize);
    config.first_seed = query.integer("seed", 1, 1_000_000).unwrap_or(config.first_seed);
    let paging = query.paging();
    query.finish()?;
    let drawn;
    let result = match (snapshot.overlap_chance.get(), config == OverlapChanceConfig::default()) {
        (Some(result), true) => result,
        _ => {
            let selection = Selection::everything(ecosystem);
            drawn = draw(ecosystem, &selection, &config).map_err(|error| too_many(language, &error))?;
            &drawn
        }
    };
    let about = ListAbout { about: about(ecosystem, Section::OverlapChance), summary: Map::new() };
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
    let computed;
    let found = match (snapshot.reinvented.get(), filters.is_empty() && config == ReinventedConfig::default()) {
        (Some(found), true) => found,
        _ => {
            computed = find(ecosystem, &selection, &config).map_err(|error| too_many(language, &error))?;
            &computed
        }
    };
    let mut record = reinvented_record(ecosystem, found);
    record.groups.retain(|group| region.as_ref().is_none_or(|region| group.regions.contains(region)));
    let mut summary = Map::new();
    summary.insert(String::from("dimension"), Value::from(record.dimension));
    let about = ListAbout { about: about(ecosystem, Section::Reinvented), summary };
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
    let computed;
    let is_default = filters.is_empty() && config == LearningCirclesConfig::default();
    let found = match (snapshot.learning_circles.get(), is_default) {
        (Some(found), true) => found,
        _ => {
            computed = group(ecosystem, &selection, &config).map_err(|error| too_many(language, &error))?;
            &computed
        }
    };
    let mut record = learning_circles_record(ecosystem, found);
    record.circles.retain(|circle| region.as_ref().is_none_or(|region| circle.regions.contains(region)));
    let mut summary = Map::new();
    summary.insert(String::from("withCounterpart"), Value::from(record.with_counterpart));
    summary.insert(String::from("inACircle"), Value::from(record.in_a_circle));
    let about = ListAbout { about: about(ecosystem, Section::LearningCircles), summary };
    respond::list(asked, language, ecosystem, about, &record.circles, paging)
}

/// The same whether it came from the snapshot or is computed now.
fn about(ecosystem: &Ecosystem, section: Section) -> AboutSection {
    AboutSection::new(provenance(ecosystem, section))
}

fn too_many(language: Language, error: &TooManyPairs) -> Problem {
    Problem::too_large(language, "minOverlap", error.to_string())
}

pub fn about_chance() -> Operation {
    Operation::list(
        RecordSchema::of::<OverlapChanceRecord>(),
        "Overlap naast toeval",
        "Hoeveel overlap er is naast wat bij loting over dezelfde gebieden te verwachten is, per soort overlap.",
    )
    .keys(&["aspect", "minOverlap", "scope", "runs", "seed"])
    .without_filters()
}

pub fn about_reinvented() -> Operation {
    Operation::list(
        RecordSchema::of::<ReinventedGroupRecord>(),
        "Opnieuw uitgevonden",
        "Groepen initiatieven die in verschillende regio's hetzelfde aanbieden zonder elkaar te kennen.",
    )
    .keys(&["by=one", "minOverlap"])
}

pub fn about_circles() -> Operation {
    Operation::list(
        RecordSchema::of::<LearningCircleRecord>(),
        "Leerkringen",
        "Initiatieven uit verschillende regio's met hetzelfde aanbod die van elkaar kunnen leren, in kringen van vier tot twaalf.",
    )
    .keys(&["aspect", "minOverlap"])
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::dataset::{ReadOptions, read_shipped};
    use crate::snapshot::SnapshotConfig;
    use crate::web::api::Resource;

    fn ask(resource: Resource, dataset: &str, query: &str) -> Result<Value, Problem> {
        let ecosystem = read_shipped(dataset, &ReadOptions::default()).unwrap().ecosystem.unwrap();
        let config = SnapshotConfig { sections: [].into(), ..SnapshotConfig::default() };
        let snapshot = Snapshot::compute(ecosystem, &config, |_| ()).unwrap();
        let asked = Asked::new(&TestRequest::with_uri(&format!("/?{query}")).to_http_request());
        let answer = resource(&asked, &snapshot, Query::new(&asked))?;
        Ok(serde_json::from_slice(&answer.bytes).unwrap())
    }

    fn faults(answer: Result<Value, Problem>) -> Vec<String> {
        let problem = answer.unwrap_err();
        assert_eq!(problem.status, 400);
        problem.errors.into_iter().map(|fault| fault.parameter).collect()
    }

    #[test]
    fn chance_takes_its_settings() {
        let answer = ask(overlap_chance, "regioscan-2023", "aspect=target&runs=19&seed=7&minOverlap=0.6").unwrap();
        assert_eq!((answer["total"].as_u64(), answer["basis"].as_str()), (Some(5), Some("reconstructed")));
        for row in answer["items"].as_array().unwrap() {
            assert_eq!((row["runs"].as_u64(), row["seed"].as_u64()), (Some(19), Some(7)));
            assert!(row["aspect"].is_null() || row["aspect"] == "target");
            assert!(row["minOverlap"].is_null() || row["minOverlap"] == 0.6);
            assert!(row["observed"].is_number() && row["pValue"].as_f64().unwrap() >= 0.05);
        }
        let wide =
            ask(overlap_chance, "regioscan-2023", "aspect=target&runs=19&seed=7&minOverlap=0.6&scope=everywhere");
        assert!(wide.unwrap()["items"][0]["observed"].as_u64() > answer["items"][0]["observed"].as_u64());
        assert_eq!(ask(overlap_chance, "praktijkvoorbeelden-2023", "runs=19").unwrap()["total"], 11);
        let wrong = ask(overlap_chance, "voorbeeld", "aspect=colour&runs=5&seed=0&minOverlap=2&region=PV20");
        assert_eq!(faults(wrong), ["aspect", "minOverlap", "runs", "seed", "region"]);
    }

    #[test]
    fn groups_are_chosen_by_region_and_value() {
        let all = ask(reinvented, "regioscan-2023", "").unwrap();
        assert_eq!(all["dimension"], "activity_type");
        let scans = ask(reinvented, "regioscan-2023", "activity_type=scans-assessments&region=Utrecht").unwrap();
        let items = scans["items"].as_array().unwrap();
        assert!(!items.is_empty() && items.len() < all["items"].as_array().unwrap().len());
        for item in items {
            assert_eq!(
                (item["value"].as_str(), item["thinlyDescribed"].as_bool()),
                (Some("scans-assessments"), Some(true))
            );
            assert!(item["regions"].as_array().unwrap().contains(&"PV26".into()));
        }
        assert_eq!(ask(reinvented, "voorbeeld", "by=form&minOverlap=0.8").unwrap()["dimension"], "form");
        let wrong = ask(reinvented, "voorbeeld", "by=planet&minOverlap=-1&region=Atlantis&runs=3");
        assert_eq!(faults(wrong), ["region", "by", "minOverlap", "runs"]);
    }

    #[test]
    fn circles_are_chosen_by_region() {
        let all = ask(learning_circles, "voorbeeld", "").unwrap();
        assert_eq!((all["total"].as_u64(), all["inACircle"].as_u64()), (Some(1), Some(5)));
        assert_eq!(all["items"][0]["goodPractices"], serde_json::json!(["I0065"]));
        // The planted circle has a member in Groningen and none in Zeeland.
        assert_eq!(ask(learning_circles, "voorbeeld", "region=PV20").unwrap()["total"], 1);
        assert_eq!(ask(learning_circles, "voorbeeld", "region=PV29").unwrap()["total"], 0);
        assert!(ask(learning_circles, "voorbeeld", "aspect=method").unwrap()["total"].as_u64() > Some(1));
        assert_eq!(ask(learning_circles, "voorbeeld", "size=middelgroot&minOverlap=1").unwrap()["total"], 0);
        assert_eq!(faults(ask(learning_circles, "voorbeeld", "sector=ZZ&seed=1")), ["sector", "seed"]);
    }
}
