//! Programmes, desks and projects, who takes part in them, and what they offer.

use super::actor::Level;
use super::coded::coded;
use super::region::Area;
use time::Date;

coded! {
    /// How an initiative is paid for.
    Funding {
        Temporary = "tijdelijk", "tijdelijk", "temporary";
        Structural = "structureel", "structureel", "structural";
    }
}

coded! {
    /// What an actor is in an initiative: the three roles of the Regioscan, and partner.
    Role {
        Initiator = "initiator", "initiatiefnemer", "initiator", "trekker", "penvoerder", "coördinator", "coordinator", "lead partner";
        Funder = "funder", "financier", "funder", "financer", "subsidiegever", "subsidieverstrekker", "cofinancier";
        Executor = "executor", "uitvoerder", "executor", "executer", "aanbieder", "uitvoerende partij", "uitvoerend", "provider";
        Partner = "partner", "partner", "partner", "samenwerkingspartner", "projectpartner", "deelnemer", "participant";
    }
}

/// The roles of one actor in one initiative. A participation without a (known) role is remembered as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles(u8);

impl Roles {
    /// A participation of which the role is not known.
    pub const UNSTATED: Self = Self(1 << 7);

    pub fn of(role: Role) -> Self {
        Self(1 << role as u8)
    }

    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a role, or that it is not known, is in both.
    pub fn have_in_common(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// Whether funding is all the actor does here. A participation without a role counts as partner.
    pub fn only_funds(self) -> bool {
        self == Self::of(Role::Funder)
    }

    /// The known roles, in the order of [`Role::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| self.has(*role))
    }
}

/// A programme, desk or project that offers activities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initiative {
    pub id: Box<str>,
    pub name: Box<str>,
    /// Regions as stated; [`super::Ecosystem::initiative_area`] falls back on its activities.
    pub stated_area: Area,
    pub level: Option<Level>,
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub funding: Option<Funding>,
    /// Euro.
    pub budget: Option<u64>,
    pub confirmed_on: Option<Date>,
    /// Columns that few datasets fill, together to keep large ecosystems small.
    pub particulars: Option<Box<Particulars>>,
}

/// Texts about an initiative.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Particulars {
    pub contact: Option<Box<str>>,
    pub url: Option<Box<str>>,
    pub description: Option<Box<str>>,
    /// Evidence that it works, in words.
    pub good_practice: Option<Box<str>>,
    /// Earlier ids or names.
    pub formerly: Vec<Box<str>>,
    pub source: Option<Box<str>>,
}

/// One actor in one initiative, with all its roles there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Participation {
    /// Position in [`super::Ecosystem::initiatives`].
    pub initiative: u32,
    /// Position in [`super::Ecosystem::actors`].
    pub actor: u32,
    pub roles: Roles,
}

coded! {
    /// A rough class of reach or effort (Regioscan, figure 4).
    Class {
        Low = "laag", "laag", "low";
        Middle = "middel", "middel", "middle", "gemiddeld", "medium";
        High = "hoog", "hoog", "high";
    }
}

/// One concrete offer of an initiative: the unit of analysis. Its dimension values are in [`super::Classification`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    pub id: Box<str>,
    /// Empty where not said.
    pub name: Box<str>,
    /// Position in [`super::Ecosystem::initiatives`].
    pub initiative: u32,
    /// Regions as stated; [`super::Ecosystem::activity_area`] falls back on the initiative's.
    pub stated_area: Area,
    /// Enterprises reached.
    pub reach: Option<u64>,
    pub reach_year: Option<u16>,
    pub reach_class: Option<Class>,
    pub url: Option<Box<str>>,
}
