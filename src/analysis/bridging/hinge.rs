//! The hinge between national and regional supply, in the two-mode network.

use rayon::prelude::*;

use crate::analysis::numbers::ratio;
use crate::analysis::selection::Selection;
use crate::ecosystem::{Area, Ecosystem, Level};
use crate::network::TwoModeNetwork;

/// National initiatives are handled in chunks of this many: a fixed number, so that results do not depend on threads.
const CHUNK: usize = 16;

/// On which side of the hinge an initiative stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    National,
    Regional,
    /// Neither its level nor its working area tells.
    Unknown,
}

impl Side {
    /// The side of an initiative: its level where that is national or regional, else its working area, `NL` being national
    /// and own regions regional. So a European programme for the whole country is national supply, and a local desk is
    /// supply of its region.
    pub fn of(ecosystem: &Ecosystem, initiative: usize) -> Self {
        match (ecosystem.initiatives()[initiative].level, ecosystem.initiative_area(initiative)) {
            (Some(Level::National), _) | (Some(Level::European | Level::Local) | None, Area::National) => {
                Self::National
            }
            (Some(Level::Regional), _) | (Some(Level::European | Level::Local) | None, Area::Regions(_)) => {
                Self::Regional
            }
            (Some(Level::European | Level::Local) | None, Area::Unknown) => Self::Unknown,
        }
    }
}

/// What one actor holds together.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ActorHinge {
    /// Its national and regional initiatives.
    pub national: usize,
    pub regional: usize,
    /// Pairs (national, regional) of initiatives that it takes part in both of: national × regional.
    pub pairs: u64,
    /// Part of all connected pairs that it connects; a pair can have several actors, so shares may add up to more than 1.
    /// `None` where no pair is connected.
    pub share: Option<f64>,
    /// Pairs that no other actor connects.
    pub only: u64,
}

impl ActorHinge {
    /// Whether the actor stands on both sides.
    pub fn is_hinge(&self) -> bool {
        self.pairs > 0
    }
}

/// The hinge as a whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HingeTotal {
    /// Selected initiatives by side.
    pub national: usize,
    pub regional: usize,
    pub unknown: usize,
    /// Actors on both sides.
    pub hinge_actors: usize,
    /// Pairs (national, regional) of selected initiatives: national × regional.
    pub possible: u64,
    /// Those with at least one actor in both, and those with exactly one.
    pub connected: u64,
    pub single: u64,
    /// connected / possible; `None` where a side is empty.
    pub connected_share: Option<f64>,
}

/// The result of [`hinge`].
#[derive(Debug, Clone, PartialEq)]
pub struct Hinge {
    pub total: HingeTotal,
    /// Per actor of the network.
    pub actors: Vec<ActorHinge>,
}

/// Who connects national with regional initiatives.
///
/// A two-path national initiative – actor – regional initiative is brokerage by the actor (Jasny & Lubell 2015,
/// doi:10.1016/j.socnet.2014.11.005); it is closed where another actor makes the same connection, a cycle of four in the
/// two-mode network. Per actor of p national and q regional initiatives: p · q pairs, the share of all pairs that anybody
/// connects, and the pairs that are open, connected by this actor only. Roles do not count.
///
/// Time O(Σ over actors of p · q), space O(initiatives) per thread.
pub fn hinge(ecosystem: &Ecosystem, selection: &Selection, network: &TwoModeNetwork) -> Hinge {
    let sides: Vec<Side> = (0..network.initiative_count()).map(|initiative| Side::of(ecosystem, initiative)).collect();
    let on = |side: Side| {
        (0..sides.len()).filter(|&one| sides[one] == side && selection.has_initiative(one)).collect::<Vec<usize>>()
    };
    let (national, regional) = (on(Side::National), on(Side::Regional));
    let found: Vec<Connections> = national
        .par_chunks(CHUNK)
        .map_init(|| Meetings::new(sides.len()), |meetings, chunk| meetings.of(network, &sides, chunk))
        .collect();
    let mut actors = vec![ActorHinge::default(); network.actor_count()];
    let (mut connected, mut single) = (0, 0);
    for part in &found {
        connected += part.connected;
        for &(actor, pairs) in &part.only {
            actors[actor as usize].only += pairs;
            single += pairs;
        }
    }
    for (position, actor) in actors.iter_mut().enumerate() {
        let count = |side| network.initiatives_of(position).iter().filter(|&&one| sides[one as usize] == side).count();
        (actor.national, actor.regional) = (count(Side::National), count(Side::Regional));
        actor.pairs = actor.national as u64 * actor.regional as u64;
        actor.share = ratio(actor.pairs as f64, connected as f64);
    }
    let possible = national.len() as u64 * regional.len() as u64;
    let total = HingeTotal {
        national: national.len(),
        regional: regional.len(),
        unknown: on(Side::Unknown).len(),
        hinge_actors: actors.iter().filter(|actor| actor.is_hinge()).count(),
        possible,
        connected,
        single,
        connected_share: ratio(connected as f64, possible as f64),
    };
    Hinge { total, actors }
}

/// What a few national initiatives are connected to.
struct Connections {
    connected: u64,
    /// (actor, pairs that only it connects), by actor.
    only: Vec<(u32, u64)>,
}

/// Dense counts over regional initiatives, clean between national ones.
struct Meetings {
    actors: Vec<u32>,
    /// The actor that was met last; the only one where `actors` is 1.
    last: Vec<u32>,
    touched: Vec<u32>,
}

impl Meetings {
    fn new(initiatives: usize) -> Self {
        Self { actors: vec![0; initiatives], last: vec![0; initiatives], touched: Vec::new() }
    }

    fn of(&mut self, network: &TwoModeNetwork, sides: &[Side], nationals: &[usize]) -> Connections {
        let mut connected = 0;
        let mut only: Vec<u32> = Vec::new();
        for &national in nationals {
            for &actor in network.actors_of(national) {
                let theirs = network.initiatives_of(actor as usize).iter();
                for &regional in theirs.filter(|&&one| sides[one as usize] == Side::Regional) {
                    let count = &mut self.actors[regional as usize];
                    if *count == 0 {
                        self.touched.push(regional);
                    }
                    *count += 1;
                    self.last[regional as usize] = actor;
                }
            }
            connected += self.touched.len() as u64;
            for regional in self.touched.drain(..) {
                if std::mem::take(&mut self.actors[regional as usize]) == 1 {
                    only.push(self.last[regional as usize]);
                }
            }
        }
        only.sort_unstable();
        let runs = only.chunk_by(|a, b| a == b).filter_map(|run| Some((*run.first()?, run.len() as u64)));
        Connections { connected, only: runs.collect() }
    }
}
