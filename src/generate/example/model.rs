//! What the generator holds before it becomes tables: both versions at once, each row marked with
//! the versions it belongs to.
//!
//! Must not be here: random choices and texts of files.

use super::dimensions::DIMENSIONS;
use super::names::{ActorKind, Role, Town};
use super::truths::Truths;
use super::{ExampleConfig, Version};
use std::fmt;

/// A calendar date; only used for days that exist in every year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day {
    pub(super) year: u16,
    pub(super) month: usize,
    pub(super) day: usize,
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// In which of the two versions a row stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Both,
    FirstOnly,
    SecondOnly,
}

impl Presence {
    pub(super) fn within(self, version: Version) -> bool {
        match self {
            Self::Both => true,
            Self::FirstOnly => version == Version::First,
            Self::SecondOnly => version == Version::Second,
        }
    }
}

/// A working area as the data state it.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Area {
    Unknown,
    National,
    /// Positions of provinces, increasing.
    Provinces(Vec<usize>),
}

impl Area {
    /// The provinces of a regional area.
    pub(super) fn provinces(&self) -> &[usize] {
        match self {
            Self::Provinces(provinces) => provinces,
            Self::Unknown | Self::National => &[],
        }
    }
}

/// What an activity says about one dimension.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Values {
    Unknown,
    /// Open to every value (`alle`).
    Every,
    /// Positions in the taxonomy, increasing.
    Known(Vec<usize>),
}

/// The values of an activity, per dimension.
pub(super) type Profile = [Values; DIMENSIONS.len()];

/// A profile in which nothing is known.
pub(super) const UNKNOWN_PROFILE: Profile = [const { Values::Unknown }; DIMENSIONS.len()];

pub(super) struct Actor {
    pub(super) name: String,
    pub(super) kind: ActorKind,
    /// Position of the province; none for national actors.
    pub(super) province: Option<usize>,
    pub(super) aliases: Vec<String>,
    /// Listed even when no initiative of the version has it.
    pub(super) standing: bool,
}

pub(super) struct Initiative {
    pub(super) name: String,
    /// The name in the first version, where it was another.
    pub(super) first_name: Option<String>,
    pub(super) area: Area,
    /// Position of the town it works from.
    pub(super) town: usize,
    pub(super) start: Option<Day>,
    pub(super) end: Option<Day>,
    /// Thousands of euro.
    pub(super) budget: Option<usize>,
    pub(super) good_practice: Option<&'static str>,
    /// Earlier id or name, said by the second version.
    pub(super) formerly: Option<String>,
    /// Months before the version's date at which it was last confirmed.
    pub(super) confirmed: Option<usize>,
    pub(super) presence: Presence,
    pub(super) activity_count: usize,
}

pub(super) struct Participation {
    pub(super) initiative: usize,
    pub(super) actor: usize,
    pub(super) roles: Vec<Role>,
    pub(super) presence: Presence,
}

pub(super) struct Activity {
    pub(super) initiative: usize,
    /// Number within the initiative, from 1.
    pub(super) ordinal: usize,
    /// Narrower than the initiative's area, where stated.
    pub(super) area: Option<Area>,
    pub(super) profile: Profile,
    pub(super) reach: Option<usize>,
    pub(super) presence: Presence,
    /// Respondents of the monitoring, where it was asked.
    pub(super) respondents: Option<usize>,
}

pub(super) struct Referral {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) count: usize,
}

/// A decision on two actors' names.
pub(super) struct Decision {
    pub(super) keep: usize,
    pub(super) merge: usize,
    pub(super) decision: &'static str,
}

/// Both versions of the fictional ecosystem.
pub(super) struct World {
    pub(super) config: ExampleConfig,
    pub(super) towns: Vec<Town>,
    /// Towns of each province, by position; the first is its capital.
    pub(super) towns_of: Vec<Vec<usize>>,
    /// Actors without a province that background initiatives may ask.
    pub(super) national_actors: Vec<usize>,
    /// How often the kinds of invented national actor occurred so far.
    pub(super) national_count: usize,
    pub(super) actors: Vec<Actor>,
    pub(super) initiatives: Vec<Initiative>,
    pub(super) participations: Vec<Participation>,
    pub(super) activities: Vec<Activity>,
    pub(super) referrals: Vec<Referral>,
    pub(super) decisions: Vec<Decision>,
    pub(super) truths: Truths,
    /// Number of initiatives made before the background: those with planted truths.
    pub(super) planted: usize,
    pub(super) id_width: usize,
}

impl World {
    /// Date of a version: the first of March, a year apart.
    pub(super) fn date(&self, version: Version) -> Day {
        let year = match version {
            Version::First => self.config.year - 1,
            Version::Second => self.config.year,
        };
        Day { year, month: 3, day: 1 }
    }

    pub(super) fn actor_id(&self, actor: usize) -> String {
        format!("A{:0width$}", actor + 1, width = self.id_width)
    }

    pub(super) fn initiative_id(&self, initiative: usize) -> String {
        format!("I{:0width$}", initiative + 1, width = self.id_width)
    }

    pub(super) fn activity_id(&self, activity: &Activity) -> String {
        format!("{}-{}", self.initiative_id(activity.initiative), activity.ordinal)
    }

    /// Adds an actor and returns its position.
    pub(super) fn add_actor(&mut self, actor: Actor) -> usize {
        self.actors.push(actor);
        self.actors.len() - 1
    }

    /// Adds an initiative and returns its position.
    pub(super) fn add_initiative(&mut self, initiative: Initiative) -> usize {
        self.initiatives.push(initiative);
        self.initiatives.len() - 1
    }

    /// Lets an actor take part, in the versions of the initiative.
    pub(super) fn join(&mut self, initiative: usize, actor: usize, roles: &[Role]) {
        let presence = Presence::Both;
        self.participations.push(Participation { initiative, actor, roles: roles.to_vec(), presence });
    }

    /// Adds an activity in the versions of its initiative and returns its position.
    pub(super) fn offer(&mut self, initiative: usize, profile: Profile, reach: Option<usize>) -> usize {
        let ordinal = self.initiatives[initiative].activity_count + 1;
        self.initiatives[initiative].activity_count = ordinal;
        let presence = Presence::Both;
        self.activities.push(Activity { initiative, ordinal, area: None, profile, reach, presence, respondents: None });
        self.activities.len() - 1
    }

    /// Whether an initiative stands in a version.
    pub(super) fn has_initiative(&self, initiative: usize, version: Version) -> bool {
        self.initiatives.get(initiative).is_some_and(|initiative| initiative.presence.within(version))
    }
}
