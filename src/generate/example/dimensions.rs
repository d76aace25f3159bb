//! The dimensions and values of the default taxonomy as the example fills them, with what goes
//! together: which bottlenecks, phases and failures belong to which activity type.
//!
//! Must not be here: random choices (`draw`), and the labels that users read (the taxonomy).

/// Position of the lead dimension among [`DIMENSIONS`].
pub(super) const ACTIVITY_TYPE: usize = 0;
pub(super) const SECTOR: usize = 1;
pub(super) const SIZE: usize = 2;
pub(super) const PHASE: usize = 3;
pub(super) const MATURITY: usize = 4;
pub(super) const FORM: usize = 5;
pub(super) const APPLICATION: usize = 6;
pub(super) const THEME: usize = 7;
pub(super) const BOTTLENECK: usize = 8;
pub(super) const SERVICE_LINE: usize = 9;
pub(super) const JOURNEY_PHASE: usize = 10;
pub(super) const MARKET_FAILURE: usize = 11;

/// A dimension: its id, its values in the order of the taxonomy (of the open ones those that the
/// example uses), and in how many hundredths of the background activities it is known.
pub(super) struct Dimension {
    pub(super) id: &'static str,
    pub(super) values: &'static [&'static str],
    pub(super) known: usize,
}

/// All dimensions of the default taxonomy.
pub(super) const DIMENSIONS: [Dimension; 12] = [
    Dimension {
        id: "activity_type",
        values: &[
            "signaleren",
            "netwerken-coordineren",
            "gezamenlijke-faciliteiten",
            "werken-met-studenten",
            "onderwijs-studenten",
            "onderwijs-professionals",
            "advisering",
            "subsidies-financiering",
            "workshops-kennisevents",
            "onderzoek-ontwikkeling",
            "scans-assessments",
            "kennisplatform",
        ],
        known: 100,
    },
    Dimension {
        id: "sector",
        values: &[
            "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U",
        ],
        known: 78,
    },
    Dimension { id: "size", values: &["micro", "klein", "middelgroot"], known: 72 },
    Dimension { id: "phase", values: &["starter", "scale-up", "overig"], known: 62 },
    Dimension { id: "maturity", values: &["laag", "middel", "hoog"], known: 78 },
    Dimension {
        id: "form",
        values: &["harde-infrastructuur", "zachte-infrastructuur", "data", "intelligentie", "diensten", "interface"],
        known: 66,
    },
    Dimension {
        id: "application",
        values: &[
            "3d-printen",
            "automatisering",
            "betaalverkeer",
            "blockchain",
            "cloud",
            "cybersecurity",
            "data-analyse",
            "datadeling",
            "digitale-tweeling",
            "kunstmatige-intelligentie",
            "logistieke-planning",
            "productiviteit",
            "robotica",
            "sensoren",
            "smart-industry",
            "virtual-reality",
            "webwinkel",
        ],
        known: 74,
    },
    Dimension {
        id: "theme",
        values: &[
            "arbeidsmarkt",
            "circulair",
            "digitalisering",
            "energie",
            "financiering",
            "innovatie",
            "internationalisering",
            "veiligheid",
        ],
        known: 82,
    },
    Dimension {
        id: "bottleneck",
        values: &[
            "probleemsignalering",
            "weten",
            "willen",
            "kunnen-interne-kennis",
            "kunnen-externe-kennis",
            "kunnen-financiering",
            "kunnen-technologie-data",
            "kunnen-regelgeving",
        ],
        known: 90,
    },
    Dimension { id: "service_line", values: &["eerste", "tweede"], known: 84 },
    Dimension { id: "journey_phase", values: &["ontmoeten", "weten", "willen", "kunnen"], known: 86 },
    Dimension {
        id: "market_failure",
        values: &[
            "informatiegebreken",
            "informatie-asymmetrie",
            "coordinatiegebreken",
            "marktmacht",
            "externaliteiten",
            "publieke-goederen",
            "overheidsfalen",
        ],
        known: 55,
    },
];

/// Number of activity types.
pub(super) const TYPES: usize = 12;

/// Share of the activity types, in hundredths.
pub(super) const TYPE_WEIGHTS: [usize; TYPES] = [4, 14, 7, 11, 7, 7, 12, 9, 14, 6, 5, 4];

/// What is typical of an activity type.
pub(super) struct TypeProfile {
    /// How an activity of the type is called.
    pub(super) noun: &'static str,
    /// Reach class of the type (Regioscan Digitalisering 2023, figure 4).
    pub(super) reach_class: &'static str,
    /// Lowest and highest reach drawn.
    pub(super) reach: (usize, usize),
    pub(super) bottlenecks: &'static [usize],
    pub(super) service_lines: &'static [usize],
    pub(super) journey_phases: &'static [usize],
    pub(super) market_failures: &'static [usize],
    /// Whether national initiatives offer it. Three types are bound to a place, which makes
    /// absent cells possible: what a province lacks, nobody brings.
    pub(super) national: bool,
}

const HIGH: (usize, usize) = (400, 6_000);
const MIDDLE: (usize, usize) = (60, 900);
const LOW: (usize, usize) = (8, 120);

#[rustfmt::skip] // a table reads better in rows
pub(super) const TYPE_PROFILES: [TypeProfile; TYPES] = [
    TypeProfile { noun: "Signaaldienst", reach_class: "hoog", reach: HIGH, bottlenecks: &[0, 1], service_lines: &[0], journey_phases: &[0, 1], market_failures: &[0], national: true },
    TypeProfile { noun: "Netwerkbijeenkomst", reach_class: "middel", reach: MIDDLE, bottlenecks: &[1, 4], service_lines: &[0], journey_phases: &[0], market_failures: &[2], national: true },
    TypeProfile { noun: "Gedeelde werkplaats", reach_class: "laag", reach: LOW, bottlenecks: &[6], service_lines: &[1], journey_phases: &[3], market_failures: &[2, 5], national: false },
    TypeProfile { noun: "Studentenproject", reach_class: "middel", reach: MIDDLE, bottlenecks: &[3, 4], service_lines: &[1], journey_phases: &[3], market_failures: &[0], national: false },
    TypeProfile { noun: "Keuzevak", reach_class: "middel", reach: MIDDLE, bottlenecks: &[3], service_lines: &[1], journey_phases: &[3], market_failures: &[4, 5], national: true },
    TypeProfile { noun: "Avondcursus", reach_class: "middel", reach: MIDDLE, bottlenecks: &[3], service_lines: &[1], journey_phases: &[3], market_failures: &[4], national: true },
    TypeProfile { noun: "Adviesgesprek", reach_class: "laag", reach: LOW, bottlenecks: &[1, 2, 4, 7], service_lines: &[0, 1], journey_phases: &[1, 2], market_failures: &[0, 1], national: true },
    TypeProfile { noun: "Waardebon", reach_class: "middel", reach: MIDDLE, bottlenecks: &[2, 5], service_lines: &[1], journey_phases: &[2, 3], market_failures: &[1, 4], national: true },
    TypeProfile { noun: "Workshop", reach_class: "middel", reach: MIDDLE, bottlenecks: &[1, 2], service_lines: &[0], journey_phases: &[1, 2], market_failures: &[0], national: true },
    TypeProfile { noun: "Onderzoekstraject", reach_class: "laag", reach: LOW, bottlenecks: &[4, 6], service_lines: &[1], journey_phases: &[3], market_failures: &[3, 4, 5], national: false },
    TypeProfile { noun: "Zelfscan", reach_class: "hoog", reach: HIGH, bottlenecks: &[0, 1], service_lines: &[0], journey_phases: &[1], market_failures: &[0, 6], national: true },
    TypeProfile { noun: "Kennisbank", reach_class: "middel", reach: MIDDLE, bottlenecks: &[1, 3], service_lines: &[0], journey_phases: &[1], market_failures: &[5], national: true },
];

/// The values of a dimension.
pub(super) fn values(dimension: usize) -> &'static [&'static str] {
    DIMENSIONS.get(dimension).map(|dimension| dimension.values).unwrap_or_default()
}

/// Id of an activity type.
pub(super) fn type_id(activity_type: usize) -> &'static str {
    values(ACTIVITY_TYPE).get(activity_type).copied().unwrap_or_default()
}

/// What is typical of an activity type; beyond the last one, the last.
pub(super) fn profile(activity_type: usize) -> &'static TypeProfile {
    &TYPE_PROFILES[activity_type.min(TYPES - 1)]
}
