//! The tables beside the network: demand, indicators and the answers of participants.
//!
//! All invented. The answers follow the ten questions that table 1 of the Regioscan Digitalisering
//! (2023) suggests; only their numbers are used. Must not be here: the network's own tables.

use super::dimensions::{ACTIVITY_TYPE, BOTTLENECK, DIMENSIONS, FORM, SECTOR, SIZE, THEME, values};
use super::draw::{Draw, Stream};
use super::model::World;
use super::places::{ENTERPRISES, PROVINCES, code};
use super::planted::HIGH_DEMAND;
use super::tables::{Table, activities_of};
use super::{GeneratedFile, Version};

/// Questions of the monitoring, numbered from 1.
pub(super) const QUESTIONS: usize = 10;

/// The answers to choose from, from "not at all" to "does not apply".
pub(super) const ANSWERS: [&str; 6] =
    ["niet", "in-geringe-mate", "in-redelijke-mate", "in-belangrijke-mate", "weet-niet", "niet-van-toepassing"];

pub(super) const RESPONSE_COLUMNS: [&str; 4] = ["activity", "question", "answer", "count"];

/// Sectors for which demand is laid out by size.
const DEMAND_SECTORS: [usize; 8] = [0, 2, 5, 6, 7, 8, 9, 16];

/// Columns of demand.csv.
pub(super) fn demand_columns() -> Vec<&'static str> {
    let dimensions = [ACTIVITY_TYPE, SECTOR, SIZE, FORM, THEME, BOTTLENECK].map(|dimension| DIMENSIONS[dimension].id);
    ["region"].into_iter().chain(dimensions).chain(["enterprises", "share_with_need"]).collect()
}

/// Columns of indicators.csv.
pub(super) fn indicator_columns() -> Vec<&'static str> {
    let dimensions = [THEME, BOTTLENECK].map(|dimension| DIMENSIONS[dimension].id);
    ["region"].into_iter().chain(dimensions).chain(["measure", "value", "unit", "n", "source"]).collect()
}

/// demand.csv, indicators.csv and responses.csv.
pub(super) fn surveys(world: &World, version: Version) -> Vec<GeneratedFile> {
    vec![demand(world), indicators(world, version), responses(world, version)]
}

/// A share in thousandths as a decimal number.
fn thousandths(share: usize) -> String {
    format!("0.{share:03}")
}

/// Demand per province: by activity type, bottleneck, form and theme, and by sector and size.
fn demand(world: &World) -> GeneratedFile {
    let mut draw = Draw::new(world.config.seed, Stream::Demand);
    let mut table = Table::new(&demand_columns());
    for (province, thousands) in ENTERPRISES.iter().enumerate() {
        let total = thousands * 1_000 + draw.below(900);
        for (dimension, column) in [(ACTIVITY_TYPE, 1), (FORM, 4), (THEME, 5), (BOTTLENECK, 6)] {
            for (value, id) in values(dimension).iter().enumerate() {
                let drawn = draw.between(40, 390);
                let planted = dimension == ACTIVITY_TYPE && (province, value) == HIGH_DEMAND;
                let mut row = vec![String::new(); 9];
                code(province).clone_into(&mut row[0]);
                (*id).clone_into(&mut row[column]);
                row[7] = total.to_string();
                row[8] = thousandths(if planted { 620 } else { drawn });
                table.row(&row);
            }
        }
        for sector in DEMAND_SECTORS {
            let in_sector = total * draw.between(50, 130) / 1_000;
            for (size, parts) in [78, 18, 4].into_iter().enumerate() {
                let mut row = vec![String::new(); 9];
                code(province).clone_into(&mut row[0]);
                values(SECTOR)[sector].clone_into(&mut row[2]);
                values(SIZE)[size].clone_into(&mut row[3]);
                row[7] = (in_sector * parts / 100).to_string();
                row[8] = thousandths(draw.between(80, 450));
                table.row(&row);
            }
        }
    }
    table.file("demand")
}

/// A fictional survey: how well the offer is known and valued per province, and what people need
/// nationally, by theme and by bottleneck.
fn indicators(world: &World, version: Version) -> GeneratedFile {
    let mut draw = Draw::new(world.config.seed, Stream::Indicators);
    let mut table = Table::new(&indicator_columns());
    let source = format!("Fictieve enquête {}, nooit gehouden", world.date(version).year);
    // The second survey asked again: a little is added to every figure.
    let later = if version == Version::Second { 2 } else { 0 };
    for province in 0..PROVINCES {
        let n = draw.between(90, 400);
        let known = draw.between(18, 55) + later;
        let mark = draw.between(62, 79) + later;
        let region = code(province);
        let n = n.to_string();
        table.row(&[region, "", "", "bekendheid van het aanbod", &known.to_string(), "procent", &n, &source]);
        let mark = format!("{}.{}", mark / 10, mark % 10);
        table.row(&[region, "", "", "rapportcijfer", &mark, "cijfer van 1 tot 10", &n, &source]);
    }
    for (dimension, column, measure) in
        [(THEME, 1, "vroeg hierover advies"), (BOTTLENECK, 2, "ervaart dit als knelpunt")]
    {
        for id in values(dimension) {
            let value = (draw.between(6, 48) + later).to_string();
            let mut row = ["NL", "", "", measure, &value, "procent", "2400", &source];
            row[column] = id;
            table.row(&row);
        }
    }
    table.file("indicators")
}

/// Answers of participants; every respondent answers all questions.
fn responses(world: &World, version: Version) -> GeneratedFile {
    let mut draw = Draw::new(world.config.seed, Stream::Responses);
    let mut table = Table::new(&RESPONSE_COLUMNS);
    for activity in activities_of(world, version) {
        let id = world.activity_id(activity);
        for question in 1..=QUESTIONS * usize::from(activity.respondents.is_some()) {
            let mut counts = [0_usize; ANSWERS.len()];
            // Some activities help more than others, some questions fit less.
            let weights = [10, 18, 26 + draw.below(20), 8 + draw.below(24), 6, if question > 8 { 25 } else { 7 }];
            for _ in 0..activity.respondents.unwrap_or(0) {
                counts[draw.weighted(&weights)] += 1;
            }
            for (answer, count) in ANSWERS.iter().zip(counts).filter(|(_, count)| *count > 0) {
                table.row(&[&id, &question.to_string(), *answer, &count.to_string()]);
            }
        }
    }
    table.file("responses")
}
