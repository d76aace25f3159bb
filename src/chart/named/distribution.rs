//! Any cross-table of counts: rows by columns, as numbers or as shares.

use crate::analysis::distribution::{Axis, Measure};
use crate::chart::catalog::{Chart, ChartError, Drawing, Drawn};
use crate::chart::framing::frame;
use crate::chart::labels::{axis, measure as measure_name};
use crate::chart::settings::{Choice, Parameter, Takes, Words, WrongValue};
use crate::language::{Language, capital};
use crate::snapshot::{Section, distribution_provenance};

use super::cross::{self, Cross, Printed, Show};

pub const CHART: Chart = Chart {
    code: "distribution",
    title: Words::new("Verdeling", "Distribution"),
    description: Words::new(
        "Aantallen of aandelen over twee assen naar keuze: elke tabel van de Regioscan, en andere.",
        "Counts or shares over two axes of choice: every table of the Regioscan, and others.",
    ),
    parameters: &[ROWS, COLUMNS, MEASURE, SHARE],
    sections: &[Section::Distribution],
    earlier: 0,
    draw,
};

const ROWS: Parameter = Parameter {
    key: "rows",
    meaning: Words::new("Wat op de rijen staat; zonder: de regio's.", "What stands on the rows; without: the regions."),
    takes: Takes::Axis,
};

const COLUMNS: Parameter = Parameter {
    key: "columns",
    meaning: Words::new(
        "Wat op de kolommen staat; zonder: het leidende kenmerk.",
        "What stands on the columns; without: the lead dimension.",
    ),
    takes: Takes::Axis,
};

const MEASURE: Parameter = Parameter {
    key: "measure",
    meaning: Words::new("Wat wordt geteld.", "What is counted."),
    takes: Takes::One(&[
        Choice::new("activities", "activiteiten", "activities"),
        Choice::new("initiatives", "initiatieven", "initiatives"),
        Choice::new("actors", "actoren", "actors"),
        Choice::new("reach", "bereik", "reach"),
    ]),
};

const SHARE: Parameter = Parameter {
    key: "share",
    meaning: Words::new(
        "Aantallen, of aandelen van de rij of de kolom.",
        "Counts, or shares of the row or the column.",
    ),
    takes: Takes::One(&[
        Choice::new("none", "aantallen", "counts"),
        Choice::new("row", "aandeel van de rij", "share of the row"),
        Choice::new("column", "aandeel van de kolom", "share of the column"),
    ]),
};

fn draw(drawing: &Drawing<'_>) -> Result<Drawn, ChartError> {
    let (language, ecosystem) = (drawing.language, &drawing.snapshot.ecosystem);
    let asked = |parameter| drawing.settings.get(parameter).and_then(|code| Axis::from_code(ecosystem, &code));
    let rows = asked(&ROWS).unwrap_or(Axis::Region);
    let lead = Axis::Dimension(ecosystem.taxonomy().lead());
    let columns = asked(&COLUMNS).unwrap_or(if rows == lead { Axis::Region } else { lead });
    if rows == columns {
        return Err(ChartError::Parameter(WrongValue {
            key: COLUMNS.key.to_owned(),
            value: columns.code(ecosystem).to_owned(),
            allowed: vec![match language {
                Language::Nl => String::from("iets anders dan op de rijen"),
                Language::En => String::from("something else than on the rows"),
            }],
        }));
    }
    let measure = Measure::from_code(drawing.settings.choice(&MEASURE).code).unwrap_or_default();
    let show = match drawing.settings.choice(&SHARE).code {
        "row" => Show::RowShare,
        "column" => Show::ColumnShare,
        _ => Show::Count,
    };
    let about = distribution_provenance(ecosystem, rows, Some(columns), measure);
    let (unit, row, column) = (
        capital(measure_name(measure, language)),
        axis(ecosystem, rows, language).to_lowercase(),
        axis(ecosystem, columns, language).to_lowercase(),
    );
    let title = match language {
        Language::Nl => format!("{unit} naar {row} en {column}"),
        Language::En => format!("{unit} by {row} and {column}"),
    };
    let subtitle = match language {
        Language::Nl => "Wat meer waarden heeft, telt in elk ervan en één keer in het totaal.",
        Language::En => "What has several values counts in each of them and once in the total.",
    };
    let frame = frame(drawing, CHART.code, &title, subtitle.to_owned(), &about);
    let (columns, printed) = (Some(columns), Printed::new());
    let cross = Cross {
        frame,
        rows,
        columns,
        measure,
        show,
        printed: &printed,
        printed_name: String::new(),
        notes: Vec::new(),
    };
    Ok(cross::draw(drawing, cross))
}
