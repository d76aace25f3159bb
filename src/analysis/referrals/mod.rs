//! Referral: who sends entrepreneurs on to whom, where that ends, and whether a fitting door is within two steps.
//!
//! A **link** from → to is a pair of selected initiatives, from ≠ to, between which referrals were counted (Σ count > 0;
//! a referral to oneself is none). Everything here counts links, with the referrals behind them beside it.
//!
//! # How to read it
//!
//! "No wrong door" asks that an entrepreneur who knocks at any door gets to a fitting one. [`reach`](mod@reach) answers it
//! per region and need: of the doors there, which share can bring someone to a fitting initiative without, with one, or with
//! two referrals. A *dead end* gets entrepreneurs from others and sends nobody on. That is as it should be for a specialist
//! (an *end point*: second line only) and a missed chance for a first-line desk. A door that nobody refers to is found by
//! those who know it already.
//!
//! In `voorbeeld` (a *fictional* ecosystem) 82 of 197 links go up a level and 21 go down: the pattern that providers describe
//! in the Dienstverlening study of 2021 (KplusV, section 6.4.2): sending up goes well, sending down does not, because
//! national parties do not know the local offer. Mind how many doors there are on either side: with 17 national and European
//! initiatives among 220 fewer links *can* start there. In Groningen 9 of 27 first-line doors have an offer for spotting the
//! problem themselves; with two referrals it becomes 10. 120 of the 220 are doors to which nobody refers.
//!
//! Do not trust it where referrals are counted by some desks only: a door without counted referrals is not a door that
//! never refers. The published datasets hold no referrals at all; then there is no answer, not a zero.

pub mod reach;

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use self::reach::{ReachCell, default_dimension, reach};
use super::complexity::Share;
use super::numbers::ratio;
use super::selection::Selection;
use crate::ecosystem::{EVERY_VALUE, Ecosystem, Level};

/// Referral steps within which a fitting door must be found.
pub const DEFAULT_STEPS: usize = 2;

/// Id of the dimension that tells first line from second, and the ids of both.
const SERVICE_LINE: &str = "service_line";
const FIRST_LINE: &str = "eerste";
const SECOND_LINE: &str = "tweede";

/// Settings of [`referrals`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralsConfig {
    /// Dimension of the profiles; `None`: the first one that says for what need an offer is, if it is filled, else the lead.
    pub dimension: Option<usize>,
    pub steps: usize,
}

impl Default for ReferralsConfig {
    fn default() -> Self {
        Self { dimension: None, steps: DEFAULT_STEPS }
    }
}

/// Where a link goes: European is above national, national above regional, regional above local.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    Up,
    Down,
    Same,
    /// A level is not known.
    Unknown,
}

impl Direction {
    pub const ALL: &'static [Self] = &[Self::Up, Self::Down, Self::Same, Self::Unknown];

    pub fn code(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Same => "same",
            Self::Unknown => "unknown",
        }
    }

    fn between(from: Option<Level>, to: Option<Level>) -> Self {
        match (from, to) {
            // Levels are listed from the highest down.
            (Some(from), Some(to)) if to < from => Self::Up,
            (Some(from), Some(to)) if to > from => Self::Down,
            (Some(_), Some(_)) => Self::Same,
            _ => Self::Unknown,
        }
    }
}

/// Initiatives are positions in the ecosystem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralLink {
    pub from: usize,
    pub to: usize,
    pub count: u64,
    pub direction: Direction,
    /// There is a link back.
    pub reciprocal: bool,
}

/// One initiative as a door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    pub initiative: usize,
    /// Links and referrals that come in and go out.
    pub links_in: usize,
    pub links_out: usize,
    pub referrals_in: u64,
    pub referrals_out: u64,
    /// Others refer to it and it refers to nobody.
    pub dead_end: bool,
    /// It is second line only, so that the road may end here; `None` where no activity says its line.
    pub end_point: Option<bool>,
    /// Nobody refers to it.
    pub unvisited: bool,
    /// Initiatives (itself included) from which one can go round and come back: its strongly connected part.
    pub circle: usize,
}

/// Links from one level to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelFlow {
    pub from: Option<Level>,
    pub to: Option<Level>,
    pub direction: Direction,
    pub links: usize,
    pub referrals: u64,
}

/// Links of one direction.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectionTotal {
    pub direction: Direction,
    pub links: usize,
    pub referrals: u64,
    /// Of the links, and of the referrals, between known levels; `None` for [`Direction::Unknown`].
    pub link_share: Option<f64>,
    pub referral_share: Option<f64>,
}

/// The result of [`referrals`].
#[derive(Debug, Clone, PartialEq)]
pub struct Referrals {
    /// By from, to.
    pub links: Vec<ReferralLink>,
    /// Every selected initiative, by position.
    pub doors: Vec<Door>,
    /// By level, not known last.
    pub levels: Vec<LevelFlow>,
    /// Per [`Direction::ALL`].
    pub directions: Vec<DirectionTotal>,
    /// Links that are answered by one back.
    pub reciprocity: Share,
    /// Doors to which somebody refers and that refer to nobody, of the doors to which somebody refers.
    pub dead_ends: Share,
    /// Doors nobody refers to, of all.
    pub unvisited: Share,
    /// Strongly connected parts of two or more initiatives, and the size of the largest.
    pub circles: usize,
    pub largest_circle: usize,
    /// Dimension of the profiles.
    pub dimension: usize,
    /// Every region of the taxonomy × every value.
    pub reach: Vec<ReachCell>,
}

/// Referral among the selected initiatives; `None` where the data say nothing of referrals.
///
/// Reciprocity = links with a link back / links (Newman, Forrest & Balthrop 2002, doi:10.1103/PhysRevE.66.035101); `None`
/// without links. Strongly connected parts by Tarjan (1972, doi:10.1137/0201010). An initiative is second line only where
/// the activities that name a line name the second and never the first. O(n + m), and [`reach`](fn@reach).
pub fn referrals(ecosystem: &Ecosystem, selection: &Selection, config: &ReferralsConfig) -> Option<Referrals> {
    if ecosystem.referrals().is_empty() {
        return None;
    }
    let links = links(ecosystem, selection);
    let doors = doors(ecosystem, selection, &links);
    let circles = doors.iter().map(|door| door.circle).filter(|&size| size > 1);
    let visited = doors.iter().filter(|door| !door.unvisited).count();
    let dimension = config.dimension.unwrap_or_else(|| default_dimension(ecosystem));
    Some(Referrals {
        levels: levels(ecosystem, &links),
        directions: directions(&links),
        reciprocity: Share::new(links.iter().filter(|link| link.reciprocal).count(), links.len()),
        dead_ends: Share::new(doors.iter().filter(|door| door.dead_end).count(), visited),
        unvisited: Share::new(doors.len() - visited, doors.len()),
        // A part of k initiatives is met k times, as 1/k each.
        circles: parts(circles.clone()),
        largest_circle: circles.max().unwrap_or(0),
        dimension,
        reach: reach(ecosystem, selection, &links, dimension, config.steps),
        links,
        doors,
    })
}

/// Number of parts, from the size of the part of each member.
fn parts(sizes: impl Iterator<Item = usize>) -> usize {
    let mut sizes: Vec<usize> = sizes.collect();
    sizes.sort_unstable();
    sizes.chunk_by(|a, b| a == b).map(|run| run.len() / run.first().copied().unwrap_or(1)).sum()
}

fn links(ecosystem: &Ecosystem, selection: &Selection) -> Vec<ReferralLink> {
    let mut rows: Vec<(usize, usize, u64)> = ecosystem
        .referrals()
        .iter()
        .map(|row| (row.from as usize, row.to as usize, row.count))
        .filter(|&(from, to, _)| from != to && selection.has_initiative(from) && selection.has_initiative(to))
        .collect();
    rows.sort_unstable();
    let level = |initiative: usize| ecosystem.initiatives()[initiative].level;
    let mut links: Vec<ReferralLink> = rows
        .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
        .filter_map(|run| {
            let &(from, to, _) = run.first()?;
            let count = run.iter().fold(0_u64, |sum, row| sum.saturating_add(row.2));
            let direction = Direction::between(level(from), level(to));
            (count > 0).then_some(ReferralLink { from, to, count, direction, reciprocal: false })
        })
        .collect();
    let pairs: Vec<(usize, usize)> = links.iter().map(|link| (link.from, link.to)).collect();
    for link in &mut links {
        link.reciprocal = pairs.binary_search(&(link.to, link.from)).is_ok();
    }
    links
}

fn doors(ecosystem: &Ecosystem, selection: &Selection, links: &[ReferralLink]) -> Vec<Door> {
    let initiatives = ecosystem.initiatives().len();
    let mut doors: Vec<Door> = (0..initiatives)
        .map(|initiative| Door {
            initiative,
            links_in: 0,
            links_out: 0,
            referrals_in: 0,
            referrals_out: 0,
            dead_end: false,
            end_point: end_point(ecosystem, selection, initiative),
            unvisited: false,
            circle: 1,
        })
        .collect();
    for link in links {
        doors[link.from].links_out += 1;
        doors[link.from].referrals_out = doors[link.from].referrals_out.saturating_add(link.count);
        doors[link.to].links_in += 1;
        doors[link.to].referrals_in = doors[link.to].referrals_in.saturating_add(link.count);
    }
    let mut graph = DiGraph::<(), ()>::new();
    let nodes: Vec<_> = (0..initiatives).map(|_| graph.add_node(())).collect();
    for link in links {
        graph.add_edge(nodes[link.from], nodes[link.to], ());
    }
    for part in tarjan_scc(&graph) {
        for node in &part {
            doors[node.index()].circle = part.len();
        }
    }
    for door in &mut doors {
        door.dead_end = door.links_in > 0 && door.links_out == 0;
        door.unvisited = door.links_in == 0;
    }
    doors.retain(|door| selection.has_initiative(door.initiative));
    doors
}

/// Whether an activity is of the first and of the second line; both false where it does not say.
fn lines(ecosystem: &Ecosystem, activity: usize) -> (bool, bool) {
    let taxonomy = ecosystem.taxonomy();
    let Some(position) = taxonomy.position(SERVICE_LINE) else { return (false, false) };
    let values = ecosystem.classification().column(position).of(activity);
    let names = |id: &str| {
        let value = taxonomy.dimensions()[position].position(id);
        value.is_some_and(|value| values.contains(&value) || values == [EVERY_VALUE])
    };
    (names(FIRST_LINE), names(SECOND_LINE))
}

fn end_point(ecosystem: &Ecosystem, selection: &Selection, initiative: usize) -> Option<bool> {
    let activities = ecosystem.activities_of(initiative).iter().map(|&activity| activity as usize);
    let stated: Vec<(bool, bool)> = activities
        .filter(|&activity| selection.has_activity(activity))
        .map(|activity| lines(ecosystem, activity))
        .filter(|&(first, second)| first || second)
        .collect();
    (!stated.is_empty()).then(|| stated.iter().all(|&(first, _)| !first))
}

fn levels(ecosystem: &Ecosystem, links: &[ReferralLink]) -> Vec<LevelFlow> {
    let level = |initiative: usize| ecosystem.initiatives()[initiative].level;
    let all = || Level::ALL.iter().copied().map(Some).chain([None]);
    let mut flows = Vec::new();
    for (from, to) in all().flat_map(|from| all().map(move |to| (from, to))) {
        let found = links.iter().filter(|link| (level(link.from), level(link.to)) == (from, to));
        let (links, referrals) = total(found);
        if links > 0 {
            flows.push(LevelFlow { from, to, direction: Direction::between(from, to), links, referrals });
        }
    }
    flows
}

fn directions(links: &[ReferralLink]) -> Vec<DirectionTotal> {
    let (known, referrals_known) = total(links.iter().filter(|link| link.direction != Direction::Unknown));
    let of = |&direction: &Direction| {
        let (links, referrals) = total(links.iter().filter(|link| link.direction == direction));
        let share = |part: f64, whole: f64| if direction == Direction::Unknown { None } else { ratio(part, whole) };
        DirectionTotal {
            direction,
            links,
            referrals,
            link_share: share(links as f64, known as f64),
            referral_share: share(referrals as f64, referrals_known as f64),
        }
    };
    Direction::ALL.iter().map(of).collect()
}

fn total<'a>(links: impl Iterator<Item = &'a ReferralLink>) -> (usize, u64) {
    links.fold((0, 0), |(links, referrals), link| (links + 1, referrals.saturating_add(link.count)))
}
