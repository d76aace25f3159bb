//! Regions by regions: what they share, how alike they are, and what overlaps without collaboration.

use std::collections::BTreeMap;

use crate::analysis::region_overlap::RegionPair;
use crate::chart::catalog::{Chart, ChartError, Drawing, Drawn};
use crate::chart::figure::count;
use crate::chart::framing::frame;
use crate::chart::heat::{HeatCell, HeatGrid};
use crate::chart::named::province_tiles::not_surveyed;
use crate::chart::named::white_spots::ORDER;
use crate::chart::order::blocks;
use crate::chart::results::region_overlap_of;
use crate::chart::scale::Scale;
use crate::chart::settings::{Choice, Parameter, Takes, Words};
use crate::chart::table::{DataTable, Datum};
use crate::ecosystem::RegionIndex;
use crate::language::{Language, decimal, pick};
use crate::snapshot::{Section, provenance};

pub const CHART: Chart = Chart {
    code: "region-overlap",
    title: Words::new("Regio's naast elkaar", "Regions side by side"),
    description: Words::new(
        "Per paar regio's hoeveel initiatieven overlappen, of zij actoren delen en hoe hun aanbod op elkaar lijkt.",
        "By pair of regions how many initiatives overlap, whether they share actors and how alike their supply is.",
    ),
    parameters: &[MEASURE, ORDER],
    sections: &[Section::RegionOverlap],
    earlier: 0,
    draw,
};

const MEASURE: Parameter = Parameter {
    key: "measure",
    meaning: Words::new("Wat in de cellen staat.", "What stands in the cells."),
    takes: Takes::One(&[
        Choice::new(
            "without-collaboration",
            "Overlappende paren initiatieven zonder samenwerking",
            "Overlapping pairs of initiatives without collaboration",
        ),
        Choice::new("overlapping-pairs", "Overlappende paren initiatieven", "Overlapping pairs of initiatives"),
        Choice::new("shared-actors", "Gedeelde actoren", "Shared actors"),
        Choice::new("shared-initiatives", "Gedeelde initiatieven", "Shared initiatives"),
        Choice::new(
            "profile-similarity",
            "Gelijkenis van het aanbod (0 = niets gemeen, 1 = dezelfde verdeling)",
            "Likeness of supply (0 = nothing in common, 1 = the same mix)",
        ),
    ]),
};

fn draw(drawing: &Drawing<'_>) -> Result<Drawn, ChartError> {
    let (language, ecosystem) = (drawing.language, &drawing.snapshot.ecosystem);
    let measure = drawing.settings.choice(&MEASURE);
    let pairs = region_overlap_of(drawing.snapshot);
    let mut regions: Vec<RegionIndex> = pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
    regions.sort_unstable();
    regions.dedup();
    if ecosystem.initiatives().is_empty() {
        regions.clear();
    }
    let of: BTreeMap<(RegionIndex, RegionIndex), &RegionPair> =
        pairs.iter().map(|pair| ((pair.a, pair.b), pair)).collect();
    let pair = |a: RegionIndex, b: RegionIndex| of.get(&(a.min(b), a.max(b))).copied();
    let unknown = not_surveyed(drawing)?;
    let value = |pair: &RegionPair| {
        if unknown.contains(&pair.a) || unknown.contains(&pair.b) { None } else { value(pair, measure.code) }
    };
    if drawing.settings.choice(&ORDER).code == "blocks" {
        // Near is who has much in common.
        let most = pairs.iter().filter_map(value).fold(0.0, f64::max).max(1e-12);
        let near = |a, b| pair(a, b).and_then(value).unwrap_or(0.0) / most;
        let distance: Vec<Vec<f64>> = regions
            .iter()
            .map(|a| regions.iter().map(|b| if a == b { 0.0 } else { 1.0 - near(*a, *b) }).collect())
            .collect();
        regions = blocks(&distance).into_iter().map(|position| regions[position]).collect();
        // Regions in which nobody looked stand last.
        regions.sort_by_key(|region| unknown.contains(region));
    }
    let names: Vec<String> =
        regions.iter().map(|region| ecosystem.regions().get(*region).name.get(language).to_owned()).collect();
    let likeness = measure.code == "profile-similarity";
    let cell = |a: usize, b: usize| {
        if a == b {
            return HeatCell { blank: true, ..HeatCell::default() };
        }
        let Some(found) = pair(regions[a], regions[b]) else { return HeatCell::default() };
        let value = value(found);
        let text = match value {
            None => String::from("?"),
            Some(value) if likeness => decimal(value, 2, language),
            Some(value) => count(value as usize, language),
        };
        HeatCell {
            value,
            text,
            tip: format!("{} – {}: {}", names[a], names[b], told(found, language)),
            ..HeatCell::default()
        }
    };
    let cells: Vec<Vec<HeatCell>> =
        (0..regions.len()).map(|a| (0..regions.len()).map(|b| cell(a, b)).collect()).collect();
    let scale = Scale::new(cells.iter().flatten().filter(|cell| !cell.blank).map(|cell| cell.value), false);
    let sum = |of: fn(&RegionPair) -> Option<usize>| counted(pairs.iter().map(of).sum(), language);
    let (all, without) = (sum(|pair| pair.overlapping_pairs), sum(|pair| pair.without_collaboration));
    let subtitle = match language {
        Language::Nl => format!(
            "Over alle paren regio's samen {all} keer twee overlappende initiatieven, waarvan {without} keer zonder \
             samenwerking. Gelijk aanbod is niet verkeerd: elke regio heeft starters te helpen."
        ),
        Language::En => format!(
            "Over all pairs of regions together {all} times two overlapping initiatives, {without} times without \
             collaboration. Alike supply is not wrong: every region has starters to help."
        ),
    };
    let mut wide = DataTable::new(std::iter::once(pick(language, "Regio", "Region").to_owned()).chain(names.clone()));
    for (name, row) in names.iter().zip(&cells) {
        let number = |cell: &HeatCell| match cell.value {
            _ if cell.blank => Datum::words(""),
            None => Datum::Unknown,
            Some(value) if likeness => Datum::Number(value, 2),
            Some(value) => Datum::Count(value as u64),
        };
        wide.rows.push(std::iter::once(Datum::words(name.clone())).chain(row.iter().map(number)).collect());
    }
    let about = provenance(ecosystem, Section::RegionOverlap);
    let title = CHART.title.get(language);
    let grid = HeatGrid {
        frame: frame(drawing, CHART.code, title, subtitle, &about),
        row_heading: pick(language, "Regio", "Region").to_owned(),
        rows: names.clone(),
        columns: names,
        cells,
        row_totals: Vec::new(),
        scale,
        scale_title: measure.label.get(language).to_owned(),
        mark: String::new(),
        notes: vec![
            pick(
                language,
                "Elke rij is een regio en elke kolom ook; boven en onder de diagonaal staat hetzelfde. Een paar initiatieven dat \
                 meer regio's bedient, telt bij elk paar regio's.",
                "Every row is a region and every column too; above and below the diagonal stands the same. A pair of \
                 initiatives that serves more regions counts in every pair of regions.",
            )
            .to_owned(),
        ],
        empty: pick(
            language,
            "Er zijn geen paren regio's: deze gegevens noemen geen twee regio's met eigen aanbod.",
            "There are no pairs of regions: these data name no two regions with supply of their own.",
        )
        .to_owned(),
    };
    Ok(Drawn { wide: Some(wide), ..Drawn::new(grid.svg(), table(drawing, pairs, &unknown)) })
}

fn value(pair: &RegionPair, measure: &str) -> Option<f64> {
    match measure {
        "overlapping-pairs" => pair.overlapping_pairs.map(|pairs| pairs as f64),
        "shared-actors" => Some(pair.shared_actors as f64),
        "shared-initiatives" => Some(pair.shared_initiatives as f64),
        "profile-similarity" => pair.profile_similarity,
        _ => pair.without_collaboration.map(|pairs| pairs as f64),
    }
}

fn told(pair: &RegionPair, language: Language) -> String {
    let [overlapping, without] =
        [pair.overlapping_pairs, pair.without_collaboration].map(|number| counted(number, language));
    let [actors, initiatives] = [pair.shared_actors, pair.shared_initiatives].map(|number| count(number, language));
    match language {
        Language::Nl => format!(
            "{overlapping} overlappende paren, {without} zonder samenwerking; {actors} gedeelde actoren, {initiatives} \
             gedeelde initiatieven"
        ),
        Language::En => format!(
            "{overlapping} overlapping pairs, {without} without collaboration; {actors} shared actors, {initiatives} shared \
             initiatives"
        ),
    }
}

/// A number, or that nobody counted.
fn counted(number: Option<usize>, language: Language) -> String {
    match number {
        Some(number) => count(number, language),
        None => pick(language, "niet getelde", "uncounted").to_owned(),
    }
}

fn table(drawing: &Drawing<'_>, pairs: &[RegionPair], unknown: &[RegionIndex]) -> DataTable {
    let language = drawing.language;
    let name = |region: RegionIndex| Datum::words(drawing.snapshot.ecosystem.regions().get(region).name.get(language));
    let mut table = DataTable::new(match language {
        Language::Nl => [
            "Regio",
            "En regio",
            "Overlappende paren",
            "Zonder samenwerking",
            "Gedeelde actoren",
            "Gedeelde initiatieven",
            "Gelijkenis aanbod",
        ],
        Language::En => [
            "Region",
            "And region",
            "Overlapping pairs",
            "Without collaboration",
            "Shared actors",
            "Shared initiatives",
            "Likeness of supply",
        ],
    });
    for pair in pairs {
        let is_known = !unknown.contains(&pair.a) && !unknown.contains(&pair.b);
        let datum = |number: Option<usize>| number.filter(|_| is_known).map_or(Datum::Unknown, Datum::count);
        table.rows.push(vec![
            name(pair.a),
            name(pair.b),
            datum(pair.overlapping_pairs),
            datum(pair.without_collaboration),
            datum(Some(pair.shared_actors)),
            datum(Some(pair.shared_initiatives)),
            Datum::number(pair.profile_similarity, 2),
        ]);
    }
    table
}
