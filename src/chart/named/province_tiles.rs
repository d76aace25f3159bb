//! One number per region on a map of tiles, or small maps per value of the lead dimension.

use std::collections::BTreeMap;

use crate::analysis::distribution::{Axis, Distribution, Measure};
use crate::analysis::white_spots::CellStatus;
use crate::chart::catalog::{Chart, ChartError, Drawing, Drawn};
use crate::chart::figure::count;
use crate::chart::framing::frame;
use crate::chart::results::{distribution_of, overlap_of, white_spots_of};
use crate::chart::scale::Scale;
use crate::chart::settings::{Choice, Parameter, Takes, Words, WrongValue};
use crate::chart::table::{DataTable, Datum};
use crate::chart::tiles::{Tile, TileMap, TileSet};
use crate::ecosystem::{Area, NATIONAL, Place, RegionIndex};
use crate::language::{Language, percentage, pick};
use crate::snapshot::{Provenance, Section, distribution_provenance, provenance};

pub const CHART: Chart = Chart {
    code: "province-tiles",
    title: Words::new("Kaart van de regio's", "Map of the regions"),
    description: Words::new(
        "De regio's als tegels van gelijke grootte, met één maat als kleur en getal; of kleine kaarten per waarde van het \
         leidende kenmerk.",
        "The regions as tiles of equal size, with one measure as color and number; or small maps by value of the lead \
         dimension.",
    ),
    parameters: &[MEASURE, SPLIT],
    sections: &[Section::Distribution, Section::WhiteSpots],
    earlier: 0,
    draw,
};

const MEASURE: Parameter = Parameter {
    key: "measure",
    meaning: Words::new("Wat de kleur en het getal zijn.", "What color and number stand for."),
    takes: Takes::One(&[
        Choice::new("activities", "Activiteiten per regio", "Activities by region"),
        Choice::new("initiatives", "Initiatieven per regio", "Initiatives by region"),
        Choice::new("actors", "Aanbieders per regio van vestiging", "Actors by region of their seat"),
        Choice::new(
            "white-spots",
            "Witte vlekken per regio: geen, alleen landelijk of weinig aanbod",
            "White spots by region: no, only national or little supply",
        ),
        Choice::new(
            "overlap-without-collaboration",
            "Overlappende paren initiatieven zonder samenwerking",
            "Overlapping pairs of initiatives without collaboration",
        ),
        Choice::new("covered-cells", "Aandeel gedekte cellen", "Share of covered cells"),
    ]),
};

const SPLIT: Parameter = Parameter {
    key: "split",
    meaning: Words::new(
        "Eén kaart, of een kleine kaart per waarde van het leidende kenmerk (bij activiteiten, initiatieven en aanbieders).",
        "One map, or a small map by value of the lead dimension (for activities, initiatives and actors).",
    ),
    takes: Takes::One(&[
        Choice::new("none", "één kaart", "one map"),
        Choice::new("lead", "per waarde van het leidende kenmerk", "by value of the lead dimension"),
    ]),
};

/// A number per region code; a region that is not in it is not known.
struct Numbers {
    title: String,
    of: BTreeMap<String, f64>,
    beside: String,
}

fn draw(drawing: &Drawing<'_>) -> Result<Drawn, ChartError> {
    let language = drawing.language;
    let ecosystem = &drawing.snapshot.ecosystem;
    let measure = drawing.settings.choice(&MEASURE);
    let split = drawing.settings.choice(&SPLIT).code == "lead";
    let share = measure.code == "covered-cells";
    let counted = Measure::from_code(measure.code);
    if split && counted.is_none() {
        return Err(ChartError::Parameter(WrongValue {
            key: SPLIT.key.to_owned(),
            value: String::from("lead"),
            allowed: vec![String::from("none")],
        }));
    }
    let (maps, about) = match counted {
        Some(counted) => from_distribution(drawing, counted, split),
        None => (vec![derived(drawing, measure.code)?], provenance_of(drawing, measure.code)),
    };
    let shown = |value: Option<f64>| match value {
        None => String::from("?"),
        Some(value) if share => percentage(value, 0, language),
        Some(value) => count(value as usize, language),
    };
    let tile = |numbers: &Numbers, region: &crate::ecosystem::Region| {
        let value = numbers.of.get(&*region.code).copied();
        let (name, text) = (region.name.get(language).to_owned(), shown(value));
        let told = if value.is_some() { text.clone() } else { pick(language, "niet bekend", "not known").to_owned() };
        Tile { code: region.code.to_string(), tip: format!("{} {name}: {told}", numbers.title), name, value, text }
    };
    let sets: Vec<TileSet> = maps
        .iter()
        .map(|numbers| TileSet {
            title: numbers.title.clone(),
            tiles: ecosystem.regions().iter().map(|region| tile(numbers, region)).collect(),
            beside: numbers.beside.clone(),
        })
        .collect();
    let scale = Scale::new(sets.iter().flat_map(|set| set.tiles.iter().map(|tile| tile.value)), share);
    let title = measure.label.get(language).to_owned();
    let table = table(&sets, &title, share, language);
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    let subtitle = if split {
        let by = lead.label.get(language).to_lowercase();
        match language {
            Language::Nl => format!("Eén kaart per {by}; alle kaarten op dezelfde schaal."),
            Language::En => format!("One map by {by}; all maps on the same scale."),
        }
    } else {
        pick(
            language,
            "Elke tegel is een regio; de grootte zegt niets, het getal en de kleur wel. Meer is niet vanzelf beter: grote \
             regio's hebben meer ondernemers.",
            "Each tile is a region; its size means nothing, the number and color do. More is not better by itself: large \
             regions have more enterprises.",
        )
        .to_owned()
    };
    let map = TileMap {
        frame: frame(drawing, CHART.code, &title, subtitle, &about),
        sets,
        scale,
        scale_title: title.clone(),
        notes: Vec::new(),
        empty: pick(
            language,
            "Er zijn geen regio's om te tekenen: deze gegevens noemen er geen.",
            "There are no regions to draw: these data name none.",
        )
        .to_owned(),
    };
    Ok(Drawn::new(map.svg(), table))
}

fn table(sets: &[TileSet], title: &str, share: bool, language: Language) -> DataTable {
    let single = sets.len() == 1;
    let titles =
        sets.iter().map(|set| if single && set.title.is_empty() { title.to_owned() } else { set.title.clone() });
    let mut table = DataTable::new(std::iter::once(pick(language, "Regio", "Region").to_owned()).chain(titles));
    for (row, first) in sets.first().map(|set| set.tiles.as_slice()).unwrap_or_default().iter().enumerate() {
        let number = |set: &TileSet| {
            let value = set.tiles.get(row).and_then(|tile| tile.value);
            if share {
                Datum::share(value, 0)
            } else {
                value.map_or(Datum::Unknown, |value| Datum::Count(value as u64))
            }
        };
        table.rows.push(std::iter::once(Datum::words(first.name.clone())).chain(sets.iter().map(number)).collect());
    }
    table
}

/// Regions in which nobody looked.
pub(super) fn not_surveyed(drawing: &Drawing<'_>) -> Result<Vec<RegionIndex>, ChartError> {
    let spots = white_spots_of(drawing.snapshot)?;
    let mut regions: Vec<RegionIndex> = spots
        .cells
        .iter()
        .filter(|cell| cell.status == CellStatus::NotSurveyed)
        .filter_map(|cell| match cell.place {
            Place::Region(region) => Some(region),
            Place::National => None,
        })
        .collect();
    regions.dedup();
    Ok(regions)
}

fn from_distribution(drawing: &Drawing<'_>, measure: Measure, split: bool) -> (Vec<Numbers>, Provenance) {
    let ecosystem = &drawing.snapshot.ecosystem;
    let lead = Axis::Dimension(ecosystem.taxonomy().lead());
    // The table by region and lead dimension is the one that sources publish: totals of it rest on the same.
    let columns = (split || measure == Measure::Activities).then_some(lead);
    let result = distribution_of(drawing.snapshot, Axis::Region, columns, measure);
    let about = distribution_provenance(ecosystem, Axis::Region, columns, measure);
    let unknown = not_surveyed(drawing).unwrap_or_default();
    let numbers = |title: String, counts: Vec<(Option<&str>, u64)>| {
        let mut of: BTreeMap<String, f64> = ecosystem
            .regions()
            .iter()
            .enumerate()
            .filter(|(position, _)| {
                measure == Measure::Actors || !unknown.iter().any(|region| usize::from(*region) == *position)
            })
            .map(|(_, region)| (region.code.to_string(), 0.0))
            .collect();
        let (mut national, mut nowhere) = (0, 0);
        for (code, number) in counts {
            match code {
                Some(NATIONAL) => national = number,
                Some(code) => {
                    of.insert(code.to_owned(), number as f64);
                }
                None => nowhere = number,
            }
        }
        Numbers { title, of, beside: beside(national, nowhere, drawing.language) }
    };
    if !split {
        let counts = result.row_totals.iter().map(|total| (total.category.as_deref(), total.count)).collect();
        return (vec![numbers(String::new(), counts)], about);
    }
    (split_maps(drawing, &result, &numbers), about)
}

fn split_maps<'a>(
    drawing: &Drawing<'_>,
    result: &'a Distribution,
    numbers: &impl Fn(String, Vec<(Option<&'a str>, u64)>) -> Numbers,
) -> Vec<Numbers> {
    let ecosystem = &drawing.snapshot.ecosystem;
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    let has = |code: &str| result.column_totals.iter().any(|total| total.category.as_deref() == Some(code));
    // An open list may have hundreds of values: the largest are drawn.
    let mut values: Vec<&crate::ecosystem::Value> = lead.values.iter().filter(|value| has(&value.id)).collect();
    if values.len() > MOST_MAPS {
        let size = |code: &str| {
            let total = result.column_totals.iter().find(|total| total.category.as_deref() == Some(code));
            total.map_or(0, |total| total.count)
        };
        values.sort_by_key(|value| std::cmp::Reverse(size(&value.id)));
        values.truncate(MOST_MAPS);
    }
    values
        .into_iter()
        .map(|value| {
            let cells = result.cells.iter().filter(|cell| cell.column.as_deref() == Some(&*value.id));
            let counts = cells.map(|cell| (cell.row.as_deref(), cell.count)).collect();
            numbers(value.label.get(drawing.language).to_owned(), counts)
        })
        .collect()
}

/// Small maps that can be drawn.
const MOST_MAPS: usize = 24;

fn beside(national: u64, nowhere: u64, language: Language) -> String {
    let mut parts = Vec::new();
    if national > 0 {
        parts.push(format!("{}: {}", pick(language, "landelijk", "national"), count(national as usize, language)));
    }
    if nowhere > 0 {
        parts.push(format!(
            "{}: {}",
            pick(language, "regio niet bekend", "region not known"),
            count(nowhere as usize, language)
        ));
    }
    parts.join(" · ")
}

fn provenance_of(drawing: &Drawing<'_>, measure: &str) -> Provenance {
    let section = if measure == "overlap-without-collaboration" { Section::Overlap } else { Section::WhiteSpots };
    provenance(&drawing.snapshot.ecosystem, section)
}

/// White spots, covered cells, and overlap without collaboration.
fn derived(drawing: &Drawing<'_>, measure: &str) -> Result<Numbers, ChartError> {
    let ecosystem = &drawing.snapshot.ecosystem;
    let code = |region: RegionIndex| ecosystem.regions().code(region).to_owned();
    let mut of: BTreeMap<String, f64> = BTreeMap::new();
    if measure == "overlap-without-collaboration" {
        let unknown = not_surveyed(drawing)?;
        for position in 0..ecosystem.regions().len() {
            let region = position as RegionIndex;
            if !unknown.contains(&region) {
                of.insert(code(region), 0.0);
            }
        }
        let mut national = 0;
        let overlap = overlap_of(drawing.snapshot)?;
        for pair in overlap.pairs.iter().filter(|pair| pair.overlap.is_some() && !pair.collaborates) {
            match &pair.area {
                Area::National => national += 1,
                area => area.own_regions().iter().for_each(|region| *of.entry(code(*region)).or_default() += 1.0),
            }
        }
        return Ok(Numbers { title: String::new(), of, beside: beside(national, 0, drawing.language) });
    }
    let spots = white_spots_of(drawing.snapshot)?;
    let mut cells: BTreeMap<RegionIndex, (usize, usize, usize)> = BTreeMap::new();
    for cell in spots.cells.iter().filter(|cell| cell.status != CellStatus::NotSurveyed) {
        if let Place::Region(region) = cell.place {
            let (all, gaps, covered) = cells.entry(region).or_default();
            *all += 1;
            *gaps += usize::from(cell.status.is_gap());
            *covered += usize::from(matches!(cell.status, CellStatus::Covered | CellStatus::Dense));
        }
    }
    for (region, (all, gaps, covered)) in cells {
        of.insert(code(region), if measure == "white-spots" { gaps as f64 } else { covered as f64 / all as f64 });
    }
    Ok(Numbers { title: String::new(), of, beside: String::new() })
}
