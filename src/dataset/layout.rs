//! The tables that a dataset consists of, by name. What their columns mean is in the reader of each.

/// A table of a dataset, in the order in which findings are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Table {
    Actors,
    Initiatives,
    Participations,
    Activities,
    Demand,
    Indicators,
    Responses,
    Referrals,
    Names,
}

impl Table {
    pub const ALL: [Self; 9] = [
        Self::Actors,
        Self::Initiatives,
        Self::Participations,
        Self::Activities,
        Self::Demand,
        Self::Indicators,
        Self::Responses,
        Self::Referrals,
        Self::Names,
    ];

    /// Name of the sheet, and of the file without `.csv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actors => "actors",
            Self::Initiatives => "initiatives",
            Self::Participations => "participations",
            Self::Activities => "activities",
            Self::Demand => "demand",
            Self::Indicators => "indicators",
            Self::Responses => "responses",
            Self::Referrals => "referrals",
            Self::Names => "names",
        }
    }

    pub fn file(self) -> String {
        format!("{}.csv", self.name())
    }

    pub fn is_required(self) -> bool {
        matches!(self, Self::Actors | Self::Initiatives | Self::Participations)
    }

    /// Fixed columns and whether they are required; dimension columns come on top where the table has them.
    pub fn columns(self) -> &'static [(&'static str, bool)] {
        match self {
            Self::Actors => &[
                ("id", true),
                ("name", true),
                ("kind", false),
                ("public", false),
                ("level", false),
                ("region", false),
                ("aliases", false),
                ("url", false),
            ],
            Self::Initiatives => &[
                ("id", true),
                ("name", true),
                ("regions", false),
                ("level", false),
                ("start", false),
                ("end", false),
                ("funding", false),
                ("budget", false),
                ("contact", false),
                ("url", false),
                ("description", false),
                ("good_practice", false),
                ("formerly", false),
                ("confirmed_on", false),
                ("source", false),
            ],
            Self::Participations => &[("initiative", true), ("actor", true), ("role", false)],
            Self::Activities => &[
                ("id", true),
                ("initiative", true),
                ("name", false),
                ("regions", false),
                ("reach", false),
                ("reach_year", false),
                ("reach_class", false),
                ("url", false),
            ],
            Self::Demand => &[("region", true), ("enterprises", false), ("share_with_need", false)],
            Self::Indicators => &[
                ("region", false),
                ("measure", true),
                ("value", true),
                ("unit", false),
                ("n", false),
                ("source", false),
            ],
            Self::Responses => &[("activity", true), ("question", true), ("answer", true), ("count", true)],
            Self::Referrals => &[("from", true), ("to", true), ("count", true)],
            Self::Names => &[("keep", true), ("merge", true), ("decision", false)],
        }
    }

    /// Whether rows may do without an id: they then go by their name.
    pub fn can_be_known_by_name(self) -> bool {
        matches!(self, Self::Actors | Self::Initiatives)
    }

    /// Whether dimensions of the taxonomy may be columns.
    pub fn has_dimensions(self) -> bool {
        matches!(self, Self::Activities | Self::Demand | Self::Indicators)
    }

    /// The required columns as a sentence names them.
    pub fn required_columns(self) -> String {
        let required = self.columns().iter().filter(|(_, required)| *required);
        required.map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }
}
