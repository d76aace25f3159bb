//! Which part of an ecosystem an analysis looks at.

use time::Date;

use crate::ecosystem::{Area, EVERY_VALUE, Ecosystem, Level, Participation, Place, RegionIndex, Role, ValueIndex};
use crate::network::TwoModeNetwork;

/// What is asked for; empty asks for everything.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Filters {
    /// Actors of this kind.
    pub kind: Option<String>,
    /// Actors of this level.
    pub level: Option<Level>,
    /// Actors in this region.
    pub region: Option<RegionIndex>,
    /// Participations with this role.
    pub role: Option<Role>,
    /// Initiatives of this level.
    pub initiative_level: Option<Level>,
    /// Initiatives that run on this day: start ≤ day ≤ end, open where not known.
    pub as_of: Option<Date>,
    /// Activities with these values (dimension, value), and initiatives that have such an activity.
    pub values: Vec<(usize, ValueIndex)>,
}

impl Filters {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The actors, initiatives and activities that pass the filters, by position in the ecosystem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    actors: Vec<bool>,
    initiatives: Vec<bool>,
    activities: Vec<bool>,
    role: Option<Role>,
}

impl Selection {
    pub fn everything(ecosystem: &Ecosystem) -> Self {
        Self::new(ecosystem, &Filters::default())
    }

    /// Actor filters leave out actors; date and dimension filters leave out initiatives and activities.
    pub fn new(ecosystem: &Ecosystem, filters: &Filters) -> Self {
        let actors = ecosystem
            .actors()
            .iter()
            .enumerate()
            .map(|(position, actor)| {
                let kind = actor.kind.as_ref().map(|kind| kind.code());
                filters.kind.as_deref().is_none_or(|wanted| kind == Some(wanted))
                    && filters.level.is_none_or(|wanted| actor.level == Some(wanted))
                    && filters
                        .region
                        .is_none_or(|wanted| ecosystem.actor_place(position) == Some(Place::Region(wanted)))
            })
            .collect();
        let fits = |activity: usize| {
            filters.values.iter().all(|&(dimension, wanted)| {
                let values = ecosystem.classification().column(dimension).of(activity);
                values.iter().any(|&value| value == wanted || value == EVERY_VALUE)
            })
        };
        let runs = |initiative: usize| {
            let initiative = &ecosystem.initiatives()[initiative];
            filters.initiative_level.is_none_or(|wanted| initiative.level == Some(wanted))
                && filters.as_of.is_none_or(|day| {
                    initiative.start.is_none_or(|start| start <= day) && initiative.end.is_none_or(|end| day <= end)
                })
        };
        let mut activities: Vec<bool> = (0..ecosystem.activities().len()).map(fits).collect();
        let initiatives: Vec<bool> = (0..ecosystem.initiatives().len())
            .map(|initiative| {
                let offers = ecosystem.activities_of(initiative).iter().any(|&activity| activities[activity as usize]);
                runs(initiative) && (filters.values.is_empty() || offers)
            })
            .collect();
        for (kept, activity) in activities.iter_mut().zip(ecosystem.activities()) {
            *kept &= initiatives[activity.initiative as usize];
        }
        Self { actors, initiatives, activities, role: filters.role }
    }

    /// The same part without some initiatives, and without their activities.
    #[must_use]
    pub fn without(&self, ecosystem: &Ecosystem, leave_out: impl Fn(usize) -> bool) -> Self {
        let mut smaller = self.clone();
        for (initiative, kept) in smaller.initiatives.iter_mut().enumerate() {
            *kept &= !leave_out(initiative);
        }
        for (kept, activity) in smaller.activities.iter_mut().zip(ecosystem.activities()) {
            *kept &= smaller.initiatives[activity.initiative as usize];
        }
        smaller
    }

    /// The same part, of which initiatives and activities stay whose working area is wanted. Actors that lose all their
    /// initiatives by it go as well; those that had none stay.
    #[must_use]
    pub fn within(&self, ecosystem: &Ecosystem, wanted: impl Fn(&Area) -> bool) -> Self {
        let mut smaller = self.without(ecosystem, |initiative| !wanted(ecosystem.initiative_area(initiative)));
        for (activity, kept) in smaller.activities.iter_mut().enumerate() {
            *kept &= wanted(ecosystem.activity_area(activity));
        }
        let (mut had, mut has) = (vec![false; smaller.actors.len()], vec![false; smaller.actors.len()]);
        for link in ecosystem.participations() {
            had[link.actor as usize] |= self.initiatives[link.initiative as usize];
            has[link.actor as usize] |= smaller.initiatives[link.initiative as usize];
        }
        for (kept, (had, has)) in smaller.actors.iter_mut().zip(had.into_iter().zip(has)) {
            *kept &= has || !had;
        }
        smaller
    }

    pub fn has_actor(&self, actor: usize) -> bool {
        self.actors[actor]
    }

    pub fn has_initiative(&self, initiative: usize) -> bool {
        self.initiatives[initiative]
    }

    pub fn has_activity(&self, activity: usize) -> bool {
        self.activities[activity]
    }

    /// Whether a participation counts: its actor, initiative and role are selected.
    pub fn has_link(&self, link: &Participation) -> bool {
        self.actors[link.actor as usize] && self.has_link_of_any(link)
    }

    /// Whether a participation counts if its actor does.
    fn has_link_of_any(&self, link: &Participation) -> bool {
        self.initiatives[link.initiative as usize] && self.role.is_none_or(|role| link.roles.has(role))
    }

    /// The two-mode network of the selected actors and participations.
    pub fn network(&self, ecosystem: &Ecosystem) -> TwoModeNetwork {
        TwoModeNetwork::filtered(ecosystem, |actor| self.actors[actor], |link| self.has_link_of_any(link))
    }
}
