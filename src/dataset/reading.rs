//! One pass over a dataset: describing files first, then table by table, then the typed model.

use rayon::prelude::*;

use super::ReadOptions;
use super::activities::{self, Activities};
use super::actors;
use super::evidence;
use super::finding::{Collector, Findings, Place};
use super::ids::Ids;
use super::initiatives;
use super::layout::Table;
use super::limits::Limits;
use super::package;
use super::participations::{self, Participations};
use super::problem::Problem;
use super::regions::{self, RegionReader};
use super::responses;
use super::rows::Rows;
use super::scheme::Scheme;
use super::source::{PACKAGE, Source, TAXONOMY};
use super::table::TextTable;
use super::values::ValueReader;
use crate::ecosystem::{
    About, Classification, Contents, Demand, Dimension, EVERY_VALUE, Ecosystem, Indicator, NameDecision,
    Place as Where, Referral, RegionIndex, Responses, Scope, Taxonomy, ValueIndex, decide,
};

/// What came of reading a dataset.
#[derive(Debug)]
pub struct Reading {
    pub findings: Findings,
    /// `None` where there is an error among the findings: a dataset is never half-loaded.
    pub ecosystem: Option<Ecosystem>,
}

/// Reads a whole dataset. `name` is what it is called where it does not say so itself.
pub(super) fn read(source: &mut Source<'_>, name: &str, options: &ReadOptions, mut findings: Collector) -> Reading {
    let contents = contents(source, name, options, &mut findings);
    let ecosystem = match contents {
        Some((contents, name_rows)) if !findings.has_errors() => {
            let internal = |detail: String, findings: &mut Collector| {
                findings.error(Place::file(name).whole(), Problem::Internal { detail });
            };
            let built = Ecosystem::new(contents).map_err(|error| error.to_string());
            match built.and_then(|ecosystem| match options.without_decisions {
                true => Ok(ecosystem),
                false => decide(ecosystem).map_err(|error| error.to_string()),
            }) {
                Ok(ecosystem) => {
                    evidence::warn_of_decisions(&ecosystem, &name_rows.place, &name_rows.rows, &mut findings);
                    Some(ecosystem)
                }
                Err(detail) => {
                    internal(detail, &mut findings);
                    None
                }
            }
        }
        _ => None,
    };
    Reading { findings: findings.finish(), ecosystem }
}

/// Where the decisions on names stand, in their order.
struct NameRows {
    place: Place,
    /// `None`: decided outside the files.
    rows: Vec<Option<u64>>,
}

fn contents(
    source: &mut Source<'_>,
    name: &str,
    options: &ReadOptions,
    findings: &mut Collector,
) -> Option<(Contents, NameRows)> {
    let limits = &options.limits;
    let scheme = scheme(source, options, findings);
    let internal = |detail: String, findings: &mut Collector| {
        findings.error(Place::file(TAXONOMY).whole(), Problem::Internal { detail });
    };
    let taxonomy = scheme.taxonomy().map_err(|detail| internal(detail, findings)).ok()?;
    let mut reader = Reader {
        limits,
        regions: RegionReader::new(&scheme),
        values: scheme.dimensions.iter().cloned().map(ValueReader::new).collect(),
        taxonomy,
        findings,
    };
    let mut about = About::named(name);
    if let Some(text) = source.document(PACKAGE, limits, reader.findings) {
        package::read(&text, &Place::file(PACKAGE), &mut about, &mut reader.regions, reader.findings);
    }
    if matches!(source, Source::Shipped { .. }) {
        // It is found by the name of its folder.
        name.clone_into(&mut about.id);
    }
    if let Some(id) = &options.id {
        about.id.clone_from(id);
    }
    let mut tables = reader.tables(source);
    lay_over(&mut tables.name_decisions, &options.name_decisions);
    let rows = tables.name_decisions.iter().map(|(_, row)| *row).collect();
    let name_rows = NameRows { place: tables.names_place.clone(), rows };
    source.report_unknown(reader.findings);
    let (lead, values, regions) = (scheme.lead, reader.values, reader.regions);
    finish(about, &lead, tables, values, regions, findings)
        .map_err(|detail| findings.error(Place::file(name).whole(), Problem::Internal { detail }))
        .ok()
        .map(|contents| (contents, name_rows))
}

/// Decisions of a table, each with its row, with others laid over them that stand in no row.
fn lay_over(decisions: &mut Vec<(NameDecision, Option<u64>)>, others: &[NameDecision]) {
    let same_names = |a: &NameDecision, b: &NameDecision| a.keep == b.keep && a.merge == b.merge;
    decisions.retain(|(row, _)| !others.iter().any(|other| same_names(row, other)));
    decisions.extend(others.iter().map(|decision| (decision.clone(), None)));
    evidence::sort_names(decisions);
}

/// The default taxonomy with the dataset's own and the overlay laid over it.
fn scheme(source: &mut Source<'_>, options: &ReadOptions, findings: &mut Collector) -> Scheme {
    let mut scheme = Scheme::default_taxonomy(findings);
    let before = findings.has_errors();
    if let Some(text) = source.document(TAXONOMY, &options.limits, findings) {
        scheme.lay_over(&text, &Place::file(TAXONOMY), &options.limits, findings);
    }
    if let Some(overlay) = &options.taxonomy {
        scheme.lay_over(&overlay.text, &Place::file(overlay.name.as_str()), &options.limits, findings);
    }
    if !before && findings.has_errors() { scheme.tolerant() } else { scheme }
}

/// What the tables say, with positions of regions and open values as they were given out while reading.
struct Tables {
    actors: Rows<crate::ecosystem::Actor>,
    initiatives: Rows<crate::ecosystem::Initiative>,
    participations: Participations,
    activities: Activities,
    activities_place: Place,
    demand: Vec<Demand>,
    indicators: Vec<Indicator>,
    responses: Responses,
    referrals: Vec<Referral>,
    /// Each with its row.
    name_decisions: Vec<(NameDecision, Option<u64>)>,
    names_place: Place,
}

struct Reader<'a> {
    limits: &'a Limits,
    taxonomy: Taxonomy,
    regions: RegionReader,
    values: Vec<ValueReader>,
    findings: &'a mut Collector,
}

impl Reader<'_> {
    /// Reads every table that is there; each text is given up before the next is read.
    fn tables(&mut self, source: &mut Source<'_>) -> Tables {
        let Self { limits, taxonomy, regions, values, findings } = self;
        let actors = match source.table(Table::Actors, limits, findings) {
            Some(table) => {
                warn_of_no_rows(&table, findings);
                actors::read(&table, taxonomy, regions, findings)
            }
            None => Rows::none(false),
        };
        let initiatives = match source.table(Table::Initiatives, limits, findings) {
            Some(table) => {
                warn_of_no_rows(&table, findings);
                initiatives::read(&table, taxonomy, regions, findings)
            }
            None => Rows::none(false),
        };
        let (actor_ids, initiative_ids) = rayon::join(
            || {
                let entries = actors.rows.iter().map(|row| (&*row.id, &*row.name));
                Ids::new("actors", actors.is_reliable, entries).made_of_names(actors.ids_are_names)
            },
            || {
                let entries = initiatives.rows.iter().map(|row| (&*row.id, &*row.name));
                Ids::new("initiatives", initiatives.is_reliable, entries).made_of_names(initiatives.ids_are_names)
            },
        );
        let participations = match source.table(Table::Participations, limits, findings) {
            Some(table) => participations::read(&table, taxonomy, &initiative_ids, &actor_ids, findings),
            None => Participations::default(),
        };
        let mut activities_place = Place::file(Table::Activities.file());
        let had_errors = findings.has_errors();
        let activities = match source.table(Table::Activities, limits, findings) {
            Some(table) => {
                activities_place = table.place().clone();
                activities::read(&table, taxonomy, &initiative_ids, regions, values, findings)
            }
            // Without the file there are no activities to refer to; with a broken one nothing is known about them.
            None => Activities::none(values.len(), findings.has_errors() == had_errors),
        };
        let mut demand = Vec::new();
        if let Some(table) = source.table(Table::Demand, limits, findings) {
            demand = evidence::read_demand(&table, taxonomy, regions, values, findings);
        }
        let mut indicators = Vec::new();
        if let Some(table) = source.table(Table::Indicators, limits, findings) {
            indicators = evidence::read_indicators(&table, taxonomy, regions, values, findings);
        }
        // Ids of activities take as long as the table that refers to them.
        let (table, activity_ids) = rayon::join(
            || source.table(Table::Responses, limits, findings),
            || {
                let entries = activities.rows.rows.iter().map(|row| (&*row.id, &*row.name));
                Ids::new("activities", activities.rows.is_reliable, entries)
            },
        );
        let answers = match table {
            Some(table) => responses::read(&table, taxonomy, &activity_ids, findings),
            None => Responses::default(),
        };
        let mut referrals = Vec::new();
        if let Some(table) = source.table(Table::Referrals, limits, findings) {
            referrals = evidence::read_referrals(&table, taxonomy, &initiative_ids, findings);
        }
        let mut name_decisions = Vec::new();
        let mut names_place = Place::file(Table::Names.file());
        if let Some(table) = source.table(Table::Names, limits, findings) {
            names_place = table.place().clone();
            name_decisions = evidence::read_names(&table, taxonomy, &actor_ids, &initiative_ids, findings);
        }
        Tables {
            actors,
            initiatives,
            participations,
            activities,
            activities_place,
            demand,
            indicators,
            responses: answers,
            referrals,
            name_decisions,
            names_place,
        }
    }
}

fn warn_of_no_rows(table: &TextTable, findings: &mut Collector) {
    if table.len() == 0 {
        findings.warn(table.place().whole(), Problem::NoRows, "", || None);
    }
}

/// An ecosystem without rows, with the taxonomy and regions that a dataset without its own would have.
pub(super) fn without_rows(options: &ReadOptions) -> Reading {
    let mut findings = Collector::default();
    let mut source = Source::Folder { folder: std::path::PathBuf::new(), names: Vec::new() };
    let scheme = scheme(&mut source, options, &mut findings);
    let built = scheme.taxonomy().and_then(|taxonomy| {
        let (regions, _) = RegionReader::new(&scheme.clone()).finish()?;
        Ecosystem::new(Contents::empty(About::named(""), taxonomy, regions)).map_err(|error| error.to_string())
    });
    let ecosystem = match built {
        Ok(ecosystem) => (!findings.has_errors()).then_some(ecosystem),
        Err(detail) => {
            findings.error(Place::file(TAXONOMY).whole(), Problem::Internal { detail });
            None
        }
    };
    Reading { findings: findings.finish(), ecosystem }
}

/// Gives regions and open values their final positions.
fn finish(
    about: About,
    lead: &str,
    mut tables: Tables,
    values: Vec<ValueReader>,
    regions: RegionReader,
    findings: &mut Collector,
) -> Result<Contents, String> {
    let (regions, region_numbers) = regions.finish()?;
    let (dimensions, value_numbers): (Vec<Dimension>, Vec<Vec<ValueIndex>>) =
        values.into_iter().map(ValueReader::finish).unzip();
    let new_region = |region: RegionIndex| region_numbers.get(usize::from(region)).copied().unwrap_or(region);
    for actor in &mut tables.actors.rows {
        if let Some(Where::Region(region)) = &mut actor.place {
            *region = new_region(*region);
        }
    }
    if region_numbers.iter().zip(0..).any(|(&new, old)| new != old) {
        for initiative in &mut tables.initiatives.rows {
            initiative.stated_area = regions::renumbered(&initiative.stated_area, &region_numbers);
        }
        for activity in &mut tables.activities.rows.rows {
            activity.stated_area = regions::renumbered(&activity.stated_area, &region_numbers);
        }
    }
    let demand_cells = tables.demand.iter_mut().map(|row| (&mut row.scope, &mut row.cell));
    let indicator_cells = tables.indicators.iter_mut().map(|row| (&mut row.scope, &mut row.cell));
    for (scope, cell) in demand_cells.chain(indicator_cells) {
        if let Scope::Region(region) = scope {
            *region = new_region(*region);
        }
        for (dimension, value) in cell.iter_mut().filter(|(_, value)| *value != EVERY_VALUE) {
            let new = value_numbers.get(*dimension).and_then(|numbers| numbers.get(usize::from(*value)));
            *value = new.copied().unwrap_or(*value);
        }
        cell.sort_unstable();
        cell.dedup();
    }
    evidence::sort_demand(&mut tables.demand);
    evidence::sort_indicators(&mut tables.indicators);
    let columns = tables.activities.columns.into_par_iter().zip(&value_numbers);
    let columns = columns.map(|(column, numbers)| column.renumbered(numbers)).collect();
    activities::warn_of_areas_outside(
        &tables.activities.rows,
        &tables.initiatives.rows,
        &regions,
        &tables.activities_place,
        findings,
    );
    let lead = if dimensions.iter().any(|dimension| *dimension.id == *lead) { lead } else { "" };
    let lead = if lead.is_empty() {
        dimensions.first().map_or(String::new(), |first| first.id.to_string())
    } else {
        lead.to_owned()
    };
    Ok(Contents {
        about,
        taxonomy: Taxonomy::new(dimensions, &lead)?,
        regions,
        actors: tables.actors.rows,
        initiatives: tables.initiatives.rows,
        participations: tables.participations.participations,
        other_roles: tables.participations.other_roles,
        activities: tables.activities.rows.rows,
        classification: Classification { columns },
        demand: tables.demand,
        indicators: tables.indicators,
        responses: tables.responses,
        referrals: tables.referrals,
        name_decisions: tables.name_decisions.into_iter().map(|(decision, _)| decision).collect(),
        decided: Vec::new(),
    })
}
