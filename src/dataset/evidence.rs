//! The tables beside the network: `demand.csv`, `indicators.csv`, `referrals.csv`, `names.csv`.
//!
//! Their rows have no id. They are sorted by what they say, so that the order of the files cannot matter.

use super::columns::Columns;
use super::finding::{Collector, Place};
use super::ids::Ids;
use super::layout::Table;
use super::numbers::Notation;
use super::problem::Problem;
use super::regions::RegionReader;
use super::row::Row;
use super::table::TextTable;
use super::values::ValueReader;
use crate::ecosystem::{Cell, Demand, Ecosystem, Indicator, NameDecision, NoEffect, Outcome, Referral, Taxonomy};

/// The values of all dimension columns of a row.
fn cell(row: Row<'_>, columns: &Columns, values: &mut [ValueReader], findings: &mut Collector) -> Cell {
    let mut cell = Cell::new();
    let mut scratch = Vec::new();
    for (dimension, (reader, column)) in values.iter_mut().zip(&columns.dimensions).enumerate() {
        reader.read(row, column, &mut scratch, findings);
        cell.extend(scratch.iter().map(|&value| (dimension, value)));
    }
    cell
}

pub(super) fn read_demand(
    table: &TextTable,
    taxonomy: &Taxonomy,
    regions: &mut RegionReader,
    values: &mut [ValueReader],
    findings: &mut Collector,
) -> Vec<Demand> {
    let columns = Columns::find(table, Table::Demand, taxonomy, findings);
    if !columns.complete {
        return Vec::new();
    }
    let (region, enterprises, share) =
        (columns.get("region"), columns.get("enterprises"), columns.get("share_with_need"));
    let mut demand = Vec::with_capacity(table.len());
    for row in Row::all(table) {
        demand.push(Demand {
            scope: regions.scope(row, &region, findings),
            cell: cell(row, &columns, values, findings),
            enterprises: row.integer(&enterprises, findings),
            share_with_need: row.share(&share, findings),
        });
        if row.text(&enterprises).is_empty() && row.text(&share).is_empty() {
            let problem = Problem::NothingStated { columns: "enterprises, share_with_need" };
            findings.warn(table.place().at(Some(row.number()), None), problem, "", || None);
        }
    }
    demand
}

pub(super) fn read_indicators(
    table: &TextTable,
    taxonomy: &Taxonomy,
    regions: &mut RegionReader,
    values: &mut [ValueReader],
    findings: &mut Collector,
) -> Vec<Indicator> {
    let columns = Columns::find(table, Table::Indicators, taxonomy, findings);
    if !columns.complete {
        return Vec::new();
    }
    let (region, measure, value) = (columns.get("region"), columns.get("measure"), columns.get("value"));
    let (unit, n, source) = (columns.get("unit"), columns.get("n"), columns.get("source"));
    let notation = Notation::of(table, value.position);
    let mut indicators = Vec::with_capacity(table.len());
    for row in Row::all(table) {
        indicators.push(Indicator {
            scope: regions.scope(row, &region, findings),
            cell: cell(row, &columns, values, findings),
            measure: row.required(&measure, findings).unwrap_or_default().into(),
            value: row.number_cell(&value, notation, findings),
            unit: row.text(&unit).into(),
            n: row.integer(&n, findings),
            source: row.text(&source).into(),
        });
    }
    indicators
}

pub(super) fn sort_demand(demand: &mut [Demand]) {
    // Shares are not negative, so their bits are ordered as they are.
    let key = |row: &Demand| (row.enterprises, row.share_with_need.map(f64::to_bits));
    demand.sort_by(|a, b| (a.scope, &a.cell, key(a)).cmp(&(b.scope, &b.cell, key(b))));
}

pub(super) fn sort_indicators(indicators: &mut [Indicator]) {
    indicators.sort_by(|a, b| {
        let words = |row: &Indicator| (row.measure.clone(), row.unit.clone(), row.source.clone(), row.n);
        let number = |row: &Indicator| row.value.unwrap_or(f64::NEG_INFINITY);
        (a.scope, &a.cell)
            .cmp(&(b.scope, &b.cell))
            .then_with(|| words(a).cmp(&words(b)))
            .then_with(|| number(a).total_cmp(&number(b)))
    });
}

pub(super) fn read_referrals(
    table: &TextTable,
    taxonomy: &Taxonomy,
    initiatives: &Ids<'_>,
    findings: &mut Collector,
) -> Vec<Referral> {
    let columns = Columns::find(table, Table::Referrals, taxonomy, findings);
    if !columns.complete {
        return Vec::new();
    }
    let (from, to, count) = (columns.get("from"), columns.get("to"), columns.get("count"));
    let mut referrals = Vec::with_capacity(table.len());
    for row in Row::all(table) {
        let from = initiatives.reference(row, &from, findings);
        let to = initiatives.reference(row, &to, findings);
        row.required(&count, findings);
        let count = row.integer(&count, findings);
        if let (Some(from), Some(to), Some(count)) = (from, to, count) {
            referrals.push(Referral { from, to, count });
        }
    }
    referrals.sort_by_key(|referral| (referral.from, referral.to, referral.count));
    referrals
}

/// Decisions that do nothing, told where they stand. What is not decided yet, or about a name that is not there, is left to
/// [`read_names`].
pub(super) fn warn_of_decisions(ecosystem: &Ecosystem, place: &Place, rows: &[Option<u64>], findings: &mut Collector) {
    for ((decided, written), &row) in ecosystem.decided().iter().zip(ecosystem.name_decisions()).zip(rows) {
        let problem = match decided.outcome {
            Outcome::None(NoEffect::Undecided | NoEffect::UnknownName) => continue,
            Outcome::None(reason) => Problem::DecisionWithoutEffect { reason },
            _ if decided.keeps_another => Problem::KeptElsewhere { kept: decided.keep.to_string() },
            _ => continue,
        };
        let (column, value) = match decided.outcome {
            Outcome::None(NoEffect::UnknownWord | NoEffect::Contradicted) => ("decision", &written.decision),
            Outcome::None(NoEffect::AmbiguousName | NoEffect::Itself) => ("merge", &written.merge),
            _ => ("keep", &written.keep),
        };
        findings.warn(place.at(row, Some(column)), problem, value, || None);
    }
}

/// The decisions in order, each with the row that it stands in.
pub(super) fn read_names(
    table: &TextTable,
    taxonomy: &Taxonomy,
    actors: &Ids<'_>,
    initiatives: &Ids<'_>,
    findings: &mut Collector,
) -> Vec<(NameDecision, Option<u64>)> {
    let columns = Columns::find(table, Table::Names, taxonomy, findings);
    if !columns.complete {
        return Vec::new();
    }
    let (keep, merge, decision) = (columns.get("keep"), columns.get("merge"), columns.get("decision"));
    let mut decisions = Vec::with_capacity(table.len());
    for row in Row::all(table) {
        for column in [&keep, &merge] {
            // A merged name may have left the data since: a decision without effect is no reason to refuse a dataset.
            if let Some(words) = row.required(column, findings)
                && !actors.is_id_or_name(words)
                && !initiatives.is_id_or_name(words)
            {
                findings.warn(row.at(column), Problem::UnknownName, words, || None);
            }
        }
        let words = |column| row.text(column).into();
        let read = NameDecision { keep: words(&keep), merge: words(&merge), decision: words(&decision) };
        decisions.push((read, Some(row.number())));
    }
    sort_names(&mut decisions);
    decisions
}

pub(super) fn sort_names(decisions: &mut [(NameDecision, Option<u64>)]) {
    decisions.sort_by(|(a, _), (b, _)| (&a.keep, &a.merge, &a.decision).cmp(&(&b.keep, &b.merge, &b.decision)));
}
