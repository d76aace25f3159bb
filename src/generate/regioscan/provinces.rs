//! The twelve provinces with codes (CBS), abbreviations (TOOI) and some of their municipalities.
//!
//! The municipalities are real and lie in the province (TOOI list of municipalities, in force in 2022 and 2023), larger
//! ones first; that they take part in an initiative of this dataset is reconstructed.
//! Must not be here: anything about initiatives.

/// Parts of the country, within which regional partners work across a provincial border.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    North,
    East,
    Center,
    SouthWest,
    South,
}

/// A province.
pub(super) struct Province {
    /// CBS code.
    pub(super) code: &'static str,
    /// TOOI abbreviation, used in ids and names.
    pub(super) short: &'static str,
    /// Official name.
    pub(super) name: &'static str,
    pub(super) part: Part,
    pub(super) municipalities: &'static [&'static str],
}

/// All provinces, in the order of their codes.
pub(super) const PROVINCES: [Province; 12] = [
    Province {
        code: "PV20",
        short: "GR",
        name: "Groningen",
        part: Part::North,
        municipalities: &[
            "Groningen",
            "Midden-Groningen",
            "Westerkwartier",
            "Het Hogeland",
            "Eemsdelta",
            "Oldambt",
            "Stadskanaal",
        ],
    },
    Province {
        code: "PV21",
        short: "FR",
        name: "Fryslân",
        part: Part::North,
        municipalities: &[
            "Leeuwarden",
            "Súdwest-Fryslân",
            "Smallingerland",
            "De Fryske Marren",
            "Heerenveen",
            "Waadhoeke",
        ],
    },
    Province {
        code: "PV22",
        short: "DR",
        name: "Drenthe",
        part: Part::North,
        municipalities: &["Emmen", "Assen", "Hoogeveen", "Coevorden", "Meppel"],
    },
    Province {
        code: "PV23",
        short: "OV",
        name: "Overijssel",
        part: Part::East,
        municipalities: &["Enschede", "Zwolle", "Deventer", "Hengelo", "Almelo", "Hardenberg", "Kampen"],
    },
    Province {
        code: "PV24",
        short: "FL",
        name: "Flevoland",
        part: Part::Center,
        municipalities: &["Almere", "Lelystad", "Noordoostpolder", "Dronten", "Zeewolde"],
    },
    Province {
        code: "PV25",
        short: "GLD",
        name: "Gelderland",
        part: Part::East,
        municipalities: &["Nijmegen", "Arnhem", "Apeldoorn", "Ede", "Doetinchem", "Tiel", "Wageningen"],
    },
    Province {
        code: "PV26",
        short: "UT",
        name: "Utrecht",
        part: Part::Center,
        municipalities: &["Utrecht", "Amersfoort", "Veenendaal", "Zeist", "Nieuwegein", "Woerden"],
    },
    Province {
        code: "PV27",
        short: "NH",
        name: "Noord-Holland",
        part: Part::Center,
        municipalities: &[
            "Amsterdam",
            "Haarlem",
            "Haarlemmermeer",
            "Zaanstad",
            "Alkmaar",
            "Hilversum",
            "Hoorn",
            "Den Helder",
        ],
    },
    Province {
        code: "PV28",
        short: "ZH",
        name: "Zuid-Holland",
        part: Part::SouthWest,
        municipalities: &[
            "Rotterdam",
            "Den Haag",
            "Leiden",
            "Zoetermeer",
            "Dordrecht",
            "Alphen aan den Rijn",
            "Westland",
            "Delft",
            "Gouda",
        ],
    },
    Province {
        code: "PV29",
        short: "ZL",
        name: "Zeeland",
        part: Part::SouthWest,
        municipalities: &["Terneuzen", "Middelburg", "Vlissingen", "Goes"],
    },
    Province {
        code: "PV30",
        short: "NB",
        name: "Noord-Brabant",
        part: Part::South,
        municipalities: &[
            "Eindhoven",
            "Tilburg",
            "Breda",
            "'s-Hertogenbosch",
            "Helmond",
            "Oss",
            "Roosendaal",
            "Bergen op Zoom",
        ],
    },
    Province {
        code: "PV31",
        short: "LB",
        name: "Limburg",
        part: Part::South,
        municipalities: &["Maastricht", "Venlo", "Sittard-Geleen", "Heerlen", "Roermond", "Weert"],
    },
];
