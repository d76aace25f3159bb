//! Who can take part: the 18 actors of figure 16, provinces, municipalities, and numbered placeholders.
//!
//! Names and numbers of the 18 are published; their kind, publicness, level and home region are our description of
//! public organisations. All others are reconstructed.
//! Must not be here: who takes part in what.

use super::provinces::Province;

/// Kinds of actors that occur in this dataset; the codes of the dataset format.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Ministry,
    Province,
    Municipality,
    ExecutiveAgency,
    DevelopmentAgency,
    Research,
    Education,
    TradeAssociation,
    BusinessAssociation,
    Bank,
    Company,
    Foundation,
    Partnership,
    Europe,
}

impl Kind {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Ministry => "rijk",
            Self::Province => "provincie",
            Self::Municipality => "gemeente",
            Self::ExecutiveAgency => "uitvoeringsorganisatie",
            Self::DevelopmentAgency => "rom",
            Self::Research => "kennisinstelling",
            Self::Education => "onderwijs",
            Self::TradeAssociation => "brancheorganisatie",
            Self::BusinessAssociation => "ondernemersorganisatie",
            Self::Bank => "bank",
            Self::Company => "bedrijf",
            Self::Foundation => "stichting",
            Self::Partnership => "samenwerking",
            Self::Europe => "europa",
        }
    }

    /// `publiek`, `semipubliek` or `privaat`.
    pub(super) fn publicness(self) -> &'static str {
        match self {
            Self::Ministry | Self::Province | Self::Municipality | Self::ExecutiveAgency | Self::Europe => "publiek",
            Self::DevelopmentAgency | Self::Research | Self::Education | Self::Partnership => "semipubliek",
            Self::TradeAssociation | Self::BusinessAssociation | Self::Bank | Self::Company | Self::Foundation => {
                "privaat"
            }
        }
    }
}

/// An actor of the dataset.
pub(super) struct Actor {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) level: &'static str,
    pub(super) region: &'static str,
    pub(super) aliases: &'static str,
}

impl Actor {
    /// One of the 18.
    pub(super) fn named(named: &Named) -> Self {
        let &Named { id, name, kind, level, region, aliases, .. } = named;
        Self { id: id.to_owned(), name: name.to_owned(), kind, level, region, aliases }
    }

    /// A province that is not among the 18.
    pub(super) fn province(province: &Province) -> Self {
        let name = format!("Provincie {}", province.name);
        Self { id: id_of(&name), name, kind: Kind::Province, level: "regional", region: province.code, aliases: "" }
    }

    /// A municipality of a province.
    pub(super) fn municipality(province: &Province, municipality: &str) -> Self {
        let name = format!("Gemeente {municipality}");
        Self { id: id_of(&name), name, kind: Kind::Municipality, level: "local", region: province.code, aliases: "" }
    }

    /// A numbered placeholder of a province.
    pub(super) fn regional_partner(province: &Province, number: usize, kind: Kind) -> Self {
        let name = format!("Regionale partner {}-{number:02}", province.short);
        Self { id: id_of(&name), name, kind, level: "regional", region: province.code, aliases: "" }
    }

    /// A numbered placeholder that works nationwide.
    pub(super) fn nationwide_partner(number: usize, kind: Kind) -> Self {
        let name = format!("Landelijke partner NL-{number:02}");
        Self { id: id_of(&name), name, kind, level: "national", region: "NL", aliases: "" }
    }
}

/// The name in lower case, without accents and apostrophes, spaces as hyphens.
fn id_of(name: &str) -> String {
    let plain = name.chars().filter(|&letter| letter != '\'').map(|letter| match letter {
        ' ' => '-',
        'â' => 'a',
        'ú' => 'u',
        other => other.to_ascii_lowercase(),
    });
    plain.collect()
}

/// How an actor weighs initiatives by their number of actors. Figure 17 shows Rabobank linked to more actors than the
/// ministry, with fewer initiatives; so the bank prefers large ones and the ministry small ones.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Preference {
    None,
    Large,
    Small,
}

impl Preference {
    /// The weight of an initiative with this many actors; one of a single actor has none.
    pub(super) fn weight(self, size: u64) -> u64 {
        match (self, size) {
            (_, 0 | 1) => 0,
            (Self::None, _) => 1,
            (Self::Large, _) => size * size * size,
            (Self::Small, _) => 14_u64.saturating_sub(size),
        }
    }
}

/// An actor of figure 16.
pub(super) struct Named {
    pub(super) id: &'static str,
    /// As printed.
    name: &'static str,
    kind: Kind,
    level: &'static str,
    region: &'static str,
    aliases: &'static str,
    /// Provinces in which it draws its initiatives, with the weight of an initiative there; empty: all alike.
    pub(super) works_in: &'static [(&'static str, u64)],
    /// Which sizes of initiatives it prefers.
    pub(super) preference: Preference,
}

const fn nationwide(id: &'static str, name: &'static str, kind: Kind, aliases: &'static str) -> Named {
    Named { id, name, kind, level: "national", region: "NL", aliases, works_in: &[], preference: Preference::None }
}

const fn regional(
    id: &'static str,
    name: &'static str,
    kind: Kind,
    region: &'static str,
    works_in: &'static [(&'static str, u64)],
    aliases: &'static str,
) -> Named {
    Named { id, name, kind, level: "regional", region, aliases, works_in, preference: Preference::None }
}

/// The 18 actors of figure 16, in the order of the figure.
pub(super) const NAMED: [Named; 18] = [
    Named {
        preference: Preference::Small,
        ..nationwide("ezk", "Ministerie van EZK", Kind::Ministry, "Ministerie van Economische Zaken en Klimaat|EZK")
    },
    Named { preference: Preference::Large, ..nationwide("rabobank", "Rabobank", Kind::Bank, "") },
    regional("provincie-noord-holland", "Provincie Noord-Holland", Kind::Province, "PV27", &[("PV27", 1)], ""),
    regional(
        "hanzehogeschool-groningen",
        "Hanzehogeschool Groningen",
        Kind::Education,
        "PV20",
        &[("PV20", 6), ("PV21", 1), ("PV22", 3)],
        "Hanzehogeschool|Hanze",
    ),
    regional("provincie-noord-brabant", "Provincie Noord-Brabant", Kind::Province, "PV30", &[("PV30", 1)], ""),
    regional(
        "rijksuniversiteit-groningen",
        "Rijksuniversiteit Groningen",
        Kind::Research,
        "PV20",
        &[("PV20", 6), ("PV21", 1), ("PV22", 2)],
        "RUG",
    ),
    regional("oost-nl", "Oost NL", Kind::DevelopmentAgency, "PV25", &[("PV23", 1), ("PV25", 1)], ""),
    regional("provincie-overijssel", "Provincie Overijssel", Kind::Province, "PV23", &[("PV23", 1)], ""),
    regional(
        "nhl-stenden",
        "NHL Stenden",
        Kind::Education,
        "PV21",
        &[("PV20", 1), ("PV21", 6), ("PV22", 3)],
        "NHL Stenden Hogeschool",
    ),
    Named { level: "european", ..nationwide("europese-unie", "Europese Unie", Kind::Europe, "EU") },
    nationwide("tno", "TNO", Kind::Research, ""),
    regional("provincie-zuid-holland", "Provincie Zuid-Holland", Kind::Province, "PV28", &[("PV28", 1)], ""),
    nationwide("fme", "FME", Kind::TradeAssociation, ""),
    nationwide("mkb-nederland", "MKB Nederland", Kind::BusinessAssociation, "MKB-Nederland"),
    regional("jads", "JADS", Kind::Research, "PV30", &[("PV30", 8), ("PV31", 1)], "Jheronimus Academy of Data Science"),
    regional(
        "tilburg-university",
        "Tilburg University",
        Kind::Research,
        "PV30",
        &[("PV30", 8), ("PV31", 1)],
        "Universiteit van Tilburg",
    ),
    regional("provincie-gelderland", "Provincie Gelderland", Kind::Province, "PV25", &[("PV25", 1)], ""),
    regional(
        "hogeschool-van-amsterdam",
        "Hogeschool van Amsterdam",
        Kind::Education,
        "PV27",
        &[("PV24", 1), ("PV27", 6)],
        "HvA",
    ),
];
