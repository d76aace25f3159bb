//! Scenarios: what would be different if initiatives or actors were removed, merged or added.
//!
//! # Definition
//!
//! The ecosystem after ([`crate::ecosystem::edit`]) is measured anew, as if its data were the data, and laid beside the one
//! before. An initiative or actor that was merged is compared as the one that was kept. Given are differences only:
//!
//! - **complexity**: key numbers ([`super::complexity`]) of the whole and of every region in which one of them differs;
//!   variety is brought back to the same sample size on both sides;
//! - **coverage**: cells region × lead value ([`super::white_spots`]) whose status changes, or that become fragile or stop
//!   being so. A cell that is not listed any more, since nothing has an own area, has the national supply that is left;
//! - **centrality** ([`super::centrality`]): actors with the largest change of degree, then of betweenness (rounded to 12
//!   decimals); rank = 1 + the number of actors with a higher degree; components, isolated actors, and who is no longer in
//!   the largest component (equally large: the one with the lowest position);
//! - **clusters** ([`super::clusters`]): matched by the Jaccard index of their members, from one half on
//!   ([`super::cluster_matching`]); adjusted Rand index over actors that are in a cluster on both sides; a member moves when
//!   its cluster afterwards does not continue the one it was in. Where the two groupings agree at least as much as two runs
//!   over the data before do, who moves says nothing;
//! - **overlap without collaboration** ([`super::overlap`]): pairs that are in one of the two lists, and why.
//!
//! Time: that of these analyses, twice.
//!
//! # How to read it
//!
//! A scenario answers "what if" over the data as they are. It says nothing of what people would do next: whoever takes over
//! an activity, or the money that comes free, is not in it unless it is put in. Merging keeps all activities; what becomes
//! less are doors, links between the merged ones, and overlap between them.
//!
//! In `voorbeeld` (fictional) I0033 and I0034 offer nearly the same (overlap 0.88) without working together. Merged they leave
//! every cell as it was; there is one door less in 218, one pair less in 11 that overlap without collaboration, and 9 pairs
//! of actors more that know each other. Without I0006 PV30 keeps national scans only, and A0104 loses its last link.
//!
//! A status is measured by totals: without the three scans of I0006 the two of PV27 are no longer thin, though nothing was
//! added there. Such cells say `supplyChanges: false` and are not counted in the words on top.
//!
//! Not to be trusted: small shifts of clusters and of modularity. Clusters come from a search with chance in it: without
//! I0006 95 of 914 actors "move", yet the two groupings agree better (adjusted Rand index 0.90) than two runs over the same
//! data do (0.89). `withinChance` says so. In `regioscan-2023` the network is *reconstructed*: a scenario on its named
//! initiatives shows how the instrument works, not what would happen.

mod coverage;
mod network;
mod pairs;

use time::Date;

pub use self::coverage::{CellChange, CellSide, Coverage};
pub use self::network::{ActorChange, ActorSide, CentralityChange, ClustersChange, MovedMember};
pub use self::pairs::{PairChange, PairReason, PairsChange};
use super::centrality::{CentralityConfig, centrality};
use super::clusters::{Clusters, ClustersConfig, clusters};
use super::complexity::change::{Change, changes};
use super::complexity::ranks::RemovalConfig;
use super::complexity::{Complexity, ComplexityConfig, ComplexityError, complexity};
use super::overlap::{Overlap, OverlapConfig, TooManyPairs, overlap};
use super::selection::Selection;
use super::white_spots::{WhiteSpots, WhiteSpotsError, white_spots};
use crate::ecosystem::edit::Edited;
use crate::ecosystem::{Ecosystem, Place};
use crate::network::{DEFAULT_MEMORY_BUDGET, Projection, ProjectionTooLarge, TwoModeNetwork};

/// Actors of which the change is given.
pub const DEFAULT_MOST_ACTORS: usize = 20;

/// Settings of [`scenario`].
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioConfig {
    pub overlap: OverlapConfig,
    pub centrality: CentralityConfig,
    pub clusters: ClustersConfig,
    /// Actors of which the change of centrality is given.
    pub most_actors: usize,
    /// The day from which "within twelve months" runs; `None`: the date of the dataset, if it has one.
    pub as_of: Option<Date>,
    /// Bytes that an actor projection may take.
    pub memory_budget: u64,
}

impl Default for ScenarioConfig {
    fn default() -> Self {
        Self {
            overlap: OverlapConfig::default(),
            centrality: CentralityConfig::default(),
            clusters: ClustersConfig::default(),
            most_actors: DEFAULT_MOST_ACTORS,
            as_of: None,
            memory_budget: DEFAULT_MEMORY_BUDGET,
        }
    }
}

/// Key numbers of one area before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaChange {
    /// [`Place::National`]: the whole.
    pub place: Place,
    /// All of them for the whole, those that differ for a region.
    pub changes: Vec<Change>,
}

/// The result of [`scenario`]. Positions before and after are those of the two ecosystems.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The whole, then the regions that differ, by code.
    pub complexity: Vec<AreaChange>,
    pub coverage: Coverage,
    pub centrality: CentralityChange,
    pub clusters: ClustersChange,
    pub pairs: PairsChange,
}

/// The differences cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioError {
    #[error(transparent)]
    Projection(#[from] ProjectionTooLarge),
    #[error(transparent)]
    Pairs(#[from] TooManyPairs),
    #[error(transparent)]
    WhiteSpots(#[from] WhiteSpotsError),
    #[error(transparent)]
    Complexity(#[from] ComplexityError),
}

/// What differs between an ecosystem and the one that was made from it.
///
/// # Errors
/// [`ScenarioError`] where a result would not fit.
pub fn scenario(before: &Ecosystem, edited: &Edited, config: &ScenarioConfig) -> Result<Scenario, ScenarioError> {
    let after = &edited.ecosystem;
    let (was, is) = rayon::join(|| Side::new(before, config), || Side::new(after, config));
    let (was, is) = (was?, is?);
    // The same sample size, so that variety can be compared.
    let rarefied = ComplexityConfig {
        minimum: config.overlap.minimum,
        as_of: config.as_of,
        removal: RemovalConfig { runs: 0, ..RemovalConfig::default() },
        ..ComplexityConfig::default()
    };
    let numbers_before = complexity(before, &was.selection, &was.overlap, &rarefied)?;
    let rarefied = ComplexityConfig { rarefy_to: numbers_before.rarefied_to, ..rarefied };
    let numbers_after = complexity(after, &is.selection, &is.overlap, &rarefied)?;
    Ok(Scenario {
        complexity: areas(&numbers_before, &numbers_after),
        coverage: coverage::coverage(before, after, &was.white_spots, &is.white_spots),
        centrality: network::centrality_change(before, edited, &was, &is, config.most_actors),
        clusters: network::clusters_change(before, edited, &was, &is),
        pairs: pairs::pairs_change(edited, &was.overlap, &is.overlap, config.overlap.minimum),
    })
}

/// The results of one of the two ecosystems.
struct Side {
    selection: Selection,
    network: TwoModeNetwork,
    projection: Projection,
    centrality: super::centrality::Centrality,
    clusters: Clusters,
    overlap: Overlap,
    white_spots: WhiteSpots,
}

impl Side {
    fn new(ecosystem: &Ecosystem, config: &ScenarioConfig) -> Result<Self, ScenarioError> {
        let selection = Selection::everything(ecosystem);
        let network = selection.network(ecosystem);
        let projection = Projection::new(&network, config.memory_budget)?;
        Ok(Self {
            centrality: centrality(&network, &projection, &config.centrality),
            clusters: clusters(ecosystem, &network, &projection, &config.clusters),
            overlap: overlap(ecosystem, &selection, &config.overlap)?,
            white_spots: white_spots(ecosystem, &selection, &[ecosystem.taxonomy().lead()])?,
            selection,
            network,
            projection,
        })
    }
}

/// The whole with all key numbers, and the regions with those that differ.
fn areas(before: &Complexity, after: &Complexity) -> Vec<AreaChange> {
    let mut places: Vec<Place> = before.areas.iter().chain(&after.areas).map(|area| area.place).collect();
    places.sort_by_key(|place| (*place != Place::National, *place));
    places.dedup();
    let area = |side: &'_ Complexity, place| side.areas.iter().find(|area| area.place == place).cloned();
    let change = |place: Place| {
        let mut changes = changes(area(before, place).as_ref(), area(after, place).as_ref());
        if place != Place::National {
            changes.retain(|change| change.before != change.after);
        }
        AreaChange { place, changes }
    };
    places.into_iter().map(change).filter(|area| area.place == Place::National || !area.changes.is_empty()).collect()
}
