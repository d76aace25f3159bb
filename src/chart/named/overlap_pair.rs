//! One pair of initiatives: in which dimensions they offer the same, and whether they share anybody.

use std::collections::BTreeSet;

use crate::analysis::overlap::{OverlapConfig, OverlapPair, Relation, overlap};
use crate::analysis::selection::Selection;
use crate::chart::catalog::{Chart, ChartError, Drawing, Drawn};
use crate::chart::framing::frame;
use crate::chart::pair::{Agreement, PairDiagram, PairRow};
use crate::chart::results::overlap_of;
use crate::chart::settings::{Parameter, Takes, Words, WrongValue};
use crate::chart::table::{DataTable, Datum};
use crate::ecosystem::{Area, EVERY_VALUE, Ecosystem};
use crate::language::{Language, decimal, pick};
use crate::snapshot::{Section, provenance};

pub const CHART: Chart = Chart {
    code: "overlap-pair",
    title: Words::new("Een paar initiatieven naast elkaar", "A pair of initiatives side by side"),
    description: Words::new(
        "Waarin twee initiatieven hetzelfde doen en waarin niet, per kenmerk, met hun aanbieders en werkgebied.",
        "Where two initiatives do the same and where not, by dimension, with their actors and working areas.",
    ),
    parameters: &[A, B],
    sections: &[Section::Overlap],
    earlier: 0,
    draw,
};

const A: Parameter = Parameter {
    key: "a",
    meaning: Words::new(
        "Het ene initiatief, met zijn id; zonder a en b het paar dat het meest overlapt zonder samen te werken.",
        "The one initiative, by its id; without a and b the pair that overlaps most without collaboration.",
    ),
    takes: Takes::Initiative,
};

const B: Parameter = Parameter {
    key: "b",
    meaning: Words::new("Het andere initiatief, met zijn id.", "The other initiative, by its id."),
    takes: Takes::Initiative,
};

/// The pair that is asked, or the one that is most worth a look; `None` where nothing overlaps.
fn chosen(drawing: &Drawing<'_>) -> Result<Option<(usize, usize)>, ChartError> {
    let ecosystem = &drawing.snapshot.ecosystem;
    let asked = |parameter| drawing.settings.get(parameter).and_then(|id| ecosystem.initiative_position(&id));
    let (a, b) = (asked(&A), asked(&B));
    match (a, b) {
        (Some(a), Some(b)) if a == b => Err(ChartError::Parameter(WrongValue {
            key: B.key.to_owned(),
            value: ecosystem.initiatives()[b].id.to_string(),
            allowed: vec![pick(drawing.language, "een ander initiatief dan a", "another initiative than a").to_owned()],
        })),
        (Some(a), Some(b)) => Ok(Some((a.min(b), a.max(b)))),
        _ => {
            let given = a.or(b);
            let found = overlap_of(drawing.snapshot)?;
            let fits = |pair: &&OverlapPair| given.is_none_or(|given| pair.a == given || pair.b == given);
            let apart = found.pairs.iter().filter(fits).find(|pair| !pair.collaborates);
            Ok(apart.or_else(|| found.pairs.iter().find(fits)).map(|pair| (pair.a, pair.b)))
        }
    }
}

fn draw(drawing: &Drawing<'_>) -> Result<Drawn, ChartError> {
    let (language, ecosystem) = (drawing.language, &drawing.snapshot.ecosystem);
    let about = provenance(ecosystem, Section::Overlap);
    let empty = pick(
        language,
        "Er zijn geen twee initiatieven die genoeg op elkaar lijken om naast elkaar te leggen.",
        "No two initiatives are alike enough to lay side by side.",
    );
    let title = CHART.title.get(language);
    let Some((a, b)) = chosen(drawing)? else {
        let diagram = PairDiagram {
            frame: frame(drawing, CHART.code, title, String::new(), &about),
            left: String::new(),
            right: String::new(),
            verdict: Vec::new(),
            rows: Vec::new(),
            empty: empty.to_owned(),
        };
        return Ok(Drawn::new(diagram.svg(), DataTable::default()));
    };
    let pair = measured(ecosystem, a, b)?;
    let name = |initiative: usize| {
        let initiative = &ecosystem.initiatives()[initiative];
        format!("{} ({})", initiative.name, initiative.id)
    };
    let rows = rows(ecosystem, (a, b), language);
    let mut table = DataTable::new([
        pick(language, "Kenmerk", "Dimension").to_owned(),
        name(a),
        pick(language, "Beide", "Both").to_owned(),
        name(b),
    ]);
    for row in &rows {
        let cells = [&row.label, &row.left, &row.both, &row.right];
        table.rows.push(cells.into_iter().map(|words| Datum::words(words.clone())).collect());
    }
    let diagram = PairDiagram {
        frame: frame(drawing, CHART.code, title, format!("{} – {}", name(a), name(b)), &about),
        left: name(a),
        right: name(b),
        verdict: verdict(pair.as_ref(), language),
        rows,
        empty: empty.to_owned(),
    };
    Ok(Drawn::new(diagram.svg(), table))
}

/// The two alone, whatever their overlap; `None` where nothing tells about the pair.
fn measured(ecosystem: &Ecosystem, a: usize, b: usize) -> Result<Option<OverlapPair>, ChartError> {
    let selection =
        Selection::everything(ecosystem).without(ecosystem, |initiative| initiative != a && initiative != b);
    let config = OverlapConfig { minimum: 0.0, ..OverlapConfig::default() };
    let found = overlap(ecosystem, &selection, &config).map_err(|error| ChartError::TooLarge(error.to_string()))?;
    Ok(found.pairs.into_iter().next())
}

fn verdict(pair: Option<&OverlapPair>, language: Language) -> Vec<String> {
    let Some(pair) = pair else {
        return vec![
            pick(
                language,
                "Deze twee overlappen niet: hun werkgebieden raken elkaar niet, of er is geen kenmerk dat zij delen.",
                "These two do not overlap: their working areas do not meet, or there is no value that they share.",
            )
            .to_owned(),
        ];
    };
    let dimensions = pair.dimensions_compared;
    let mut told = Vec::new();
    told.push(match (pair.overlap, language) {
        (Some(overlap), Language::Nl) => format!(
            "Overlap {} op een schaal van 0 (niets gemeen) tot 1 (hetzelfde aanbod), over {dimensions} kenmerken die van beide \
             bekend zijn.",
            decimal(overlap, 2, language)
        ),
        (Some(overlap), Language::En) => format!(
            "Overlap {} on a scale from 0 (nothing in common) to 1 (the same offer), over {dimensions} dimensions that are \
             known of both.",
            decimal(overlap, 2, language)
        ),
        (None, Language::Nl) => String::from("Van een van beide is het aanbod niet beschreven: alleen de aanbieders zijn te vergelijken."),
        (None, Language::En) => String::from("The offer of one of them is not described: only the actors can be compared."),
    });
    if dimensions < 3 {
        told.push(
            pick(
                language,
                "Dat is te dun beschreven voor een oordeel: met minder dan drie kenmerken lijkt veel op elkaar.",
                "That is too thinly described to judge: with fewer than three dimensions much looks alike.",
            )
            .to_owned(),
        );
    }
    let collaboration = match (pair.collaborates, pair.shared_actors.is_empty()) {
        (true, _) => pick(
            language,
            "Zij werken samen: iemand doet in beide meer dan betalen, of zij verwijzen naar elkaar door.",
            "They collaborate: somebody does more than pay in both, or they refer to each other.",
        ),
        (false, false) => pick(
            language,
            "Zij werken niet zichtbaar samen: wie zij delen, betaalt alleen.",
            "They do not visibly collaborate: whom they share only pays.",
        ),
        (false, true) => pick(
            language,
            "Zij werken niet zichtbaar samen: zij delen geen enkele actor.",
            "They do not visibly collaborate: they share no actor.",
        ),
    };
    told.push(collaboration.to_owned());
    let relation = pair.relation.map(|relation| match relation {
        Relation::Competing => pick(
            language,
            "Dezelfde doelgroep en dezelfde werkwijze: zij doen elkaars werk.",
            "The same audience and the same method: they do each other's work.",
        ),
        Relation::Complementary => pick(
            language,
            "Dezelfde doelgroep, een andere werkwijze: zij kunnen elkaar aanvullen.",
            "The same audience, another method: they can complement each other.",
        ),
    });
    told.extend(relation.map(str::to_owned));
    told
}

fn rows(ecosystem: &Ecosystem, (a, b): (usize, usize), language: Language) -> Vec<PairRow> {
    let mut rows = Vec::new();
    for (position, dimension) in ecosystem.taxonomy().dimensions().iter().enumerate() {
        let values = |initiative: usize| -> BTreeSet<String> {
            let column = ecosystem.classification().column(position);
            let activities = ecosystem.activities_of(initiative).iter();
            let every = || pick(language, "alle", "all").to_owned();
            let label = |value: u16| dimension.value(value).map(|value| value.label.get(language).to_owned());
            activities
                .flat_map(|activity| column.of(*activity as usize))
                .filter_map(|&value| if value == EVERY_VALUE { Some(every()) } else { label(value) })
                .collect()
        };
        let (left, right) = (values(a), values(b));
        if !(left.is_empty() && right.is_empty()) {
            rows.push(row(dimension.label.get(language), &left, &right));
        }
    }
    let area = |initiative: usize| -> BTreeSet<String> {
        match ecosystem.initiative_area(initiative) {
            Area::Unknown => BTreeSet::new(),
            Area::National => [pick(language, "landelijk", "national").to_owned()].into(),
            Area::Regions(regions) => {
                regions.iter().map(|region| ecosystem.regions().get(*region).name.get(language).to_owned()).collect()
            }
        }
    };
    rows.push(row(pick(language, "Werkgebied", "Working area"), &area(a), &area(b)));
    let actors = |initiative: usize| -> BTreeSet<String> {
        let links = ecosystem.participations().iter().filter(|link| link.initiative as usize == initiative);
        links
            .map(|link| {
                let name = &ecosystem.actors()[link.actor as usize].name;
                let pays = if link.roles.only_funds() { pick(language, " (betaalt)", " (pays)") } else { "" };
                format!("{name}{pays}")
            })
            .collect()
    };
    rows.push(row(pick(language, "Aanbieders", "Actors"), &actors(a), &actors(b)));
    rows
}

fn row(label: &str, left: &BTreeSet<String>, right: &BTreeSet<String>) -> PairRow {
    let list = |set: Vec<&String>| set.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let both: Vec<&String> = left.intersection(right).collect();
    let agreement = match (both.is_empty(), left.is_empty() || right.is_empty()) {
        (false, _) => Agreement::Agree,
        (true, true) => Agreement::Unknown,
        (true, false) => Agreement::Differ,
    };
    PairRow {
        label: label.to_owned(),
        left: list(left.difference(right).collect()),
        both: list(both),
        right: list(right.difference(left).collect()),
        agreement,
    }
}
