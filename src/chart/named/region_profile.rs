//! One region: its own supply per value of the lead dimension beside what the country leads one to expect.

use crate::analysis::white_spots::{CellStatus, WhiteSpotCell};
use crate::chart::catalog::{Chart, ChartError, Drawing, Drawn};
use crate::chart::figure::count;
use crate::chart::framing::frame;
use crate::chart::panels::{Bar, Panel, PanelChart, PanelRow};
use crate::chart::results::white_spots_of;
use crate::chart::settings::{Parameter, Takes, Words};
use crate::chart::table::{DataTable, Datum};
use crate::ecosystem::Place;
use crate::language::{Language, decimal, pick};
use crate::snapshot::{Section, place_name, white_spots_provenance};

pub const CHART: Chart = Chart {
    code: "region-profile",
    title: Words::new("Aanbod van een regio naast de verwachting", "Supply of a region beside the expectation"),
    description: Words::new(
        "Per waarde van het leidende kenmerk wat een regio zelf heeft, en wat te verwachten was als zij haar aanbod verdeelde \
         zoals het land.",
        "By value of the lead dimension what a region has of its own, and what was to be expected if it divided its supply as \
         the country does.",
    ),
    parameters: &[REGION],
    sections: &[Section::WhiteSpots],
    earlier: 0,
    draw,
};

const REGION: Parameter = Parameter {
    key: "region",
    meaning: Words::new(
        "De regio, met haar code of naam; zonder: de regio met het meeste eigen aanbod.",
        "The region, by its code or name; without: the region with most supply of its own.",
    ),
    takes: Takes::Region,
};

/// What a status is called.
pub(super) fn status(status: CellStatus, language: Language) -> &'static str {
    match status {
        CellStatus::NotSurveyed => pick(language, "niet onderzocht", "not surveyed"),
        CellStatus::Absent => pick(language, "geen aanbod", "no supply"),
        CellStatus::NationalOnly => pick(language, "alleen landelijk", "national only"),
        CellStatus::Thin => pick(language, "weinig", "thin"),
        CellStatus::Covered => pick(language, "gedekt", "covered"),
        CellStatus::Dense => pick(language, "veel", "dense"),
    }
}

fn draw(drawing: &Drawing<'_>) -> Result<Drawn, ChartError> {
    let (language, ecosystem) = (drawing.language, &drawing.snapshot.ecosystem);
    let spots = white_spots_of(drawing.snapshot)?;
    let asked = drawing.settings.get(&REGION).and_then(|code| ecosystem.regions().position(&code)).map(Place::Region);
    let fullest = spots.row_totals.iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(place, _)| *place);
    let place = asked.or(fullest);
    let dimension = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    let mut cells: Vec<&WhiteSpotCell> = spots.cells.iter().filter(|cell| Some(cell.place) == place).collect();
    cells.sort_by_key(|cell| cell.values.clone());
    let about = white_spots_provenance(ecosystem, &spots.by);
    let marks_fragile = about.exceptions.iter().all(|&(field, _)| field != "fragile");
    let name = place.map_or_else(String::new, |place| place_name(ecosystem, place, language));
    let label = |cell: &WhiteSpotCell| {
        let value = cell.values.first().and_then(|value| dimension.value(*value));
        value.map_or_else(String::new, |value| value.label.get(language).to_owned())
    };
    let is_known = |cell: &WhiteSpotCell| cell.status != CellStatus::NotSurveyed;
    let text = |cell: &WhiteSpotCell| {
        let own = count(cell.own as usize, language);
        match cell.expected.filter(|_| is_known(cell)) {
            Some(expected) => match language {
                Language::Nl => format!("{own} (verwacht {})", decimal(expected, 1, language)),
                Language::En => format!("{own} (expected {})", decimal(expected, 1, language)),
            },
            None if is_known(cell) => own,
            None => String::from("?"),
        }
    };
    let note = |cell: &WhiteSpotCell| {
        let mut note = status(cell.status, language).to_owned();
        if cell.own == 0 && cell.national > 0 {
            let national = count(cell.national as usize, language);
            note = format!("{note} ({national})");
        }
        if cell.fragile && marks_fragile {
            note += pick(language, " · hangt aan één initiatief", " · hangs on one initiative");
        }
        note
    };
    let bars = cells
        .iter()
        .map(|cell| Bar {
            value: is_known(cell).then_some(cell.own as f64),
            text: text(cell),
            mark: cell.expected.filter(|_| is_known(cell)),
        })
        .collect();
    let rows =
        cells.iter().map(|cell| PanelRow { label: label(cell), note: note(cell), ..PanelRow::default() }).collect();
    let subtitle = pick(
        language,
        "Verwacht: wat de regio zou hebben als zij haar aanbod verdeelde zoals het land. Dat is een vergelijking, geen norm; \
         kleine verschillen kunnen toeval zijn.",
        "Expected: what the region would have if it divided its supply as the country does. That is a comparison, not a norm; \
         small differences can be chance.",
    );
    let title = match (name.is_empty(), language) {
        (true, _) => CHART.title.get(language).to_owned(),
        (false, Language::Nl) => format!("Aanbod naast de verwachting: {name}"),
        (false, Language::En) => format!("Supply beside the expectation: {name}"),
    };
    let chart = PanelChart {
        frame: frame(drawing, CHART.code, &title, subtitle.to_owned(), &about),
        rows,
        panels: vec![Panel {
            title: pick(language, "Eigen activiteiten", "Activities of its own").to_owned(),
            bars,
            weight: 1.0,
            most: None,
        }],
        bar_name: pick(language, "eigen aanbod", "supply of its own").to_owned(),
        mark_name: pick(language, "verwacht", "expected").to_owned(),
        notes: Vec::new(),
        empty: pick(
            language,
            "Er is niets te vergelijken: deze gegevens hebben geen activiteiten met een regio en een indeling.",
            "There is nothing to compare: these data have no activities with a region and a classification.",
        )
        .to_owned(),
    };
    let mut table = DataTable::new(match language {
        Language::Nl => [dimension.label.get(language), "Eigen", "Verwacht", "Landelijk", "Stand"],
        Language::En => [dimension.label.get(language), "Own", "Expected", "National", "Status"],
    });
    for cell in &cells {
        let own = if is_known(cell) { Datum::Count(cell.own) } else { Datum::Unknown };
        table.rows.push(vec![
            Datum::words(label(cell)),
            own,
            Datum::number(cell.expected, 1),
            Datum::Count(cell.national),
            Datum::words(note(cell)),
        ]);
    }
    Ok(Drawn::new(chart.svg(), table))
}
