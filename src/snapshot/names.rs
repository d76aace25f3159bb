//! How clusters and places are called.

use super::compute::Snapshot;
use crate::analysis::cluster_matching::{Compared, carried_ids, match_clusters, member_ids};
use crate::analysis::clusters::{Cluster, Clusters};
use crate::ecosystem::{Ecosystem, Place};
use crate::language::{Language, Text};

/// The id of a cluster: that of the cluster that it continues, else that of its smallest member.
pub fn cluster_id<'a>(ecosystem: &'a Ecosystem, cluster: &'a Cluster) -> &'a str {
    let first = || cluster.members.first().map_or("", |member| &ecosystem.actors()[member.actor].id);
    cluster.carried_id.as_deref().unwrap_or_else(first)
}

/// The name that the dataset gives it, else its most central member and dominant region: "Hanzehogeschool – Groningen".
pub fn cluster_name(ecosystem: &Ecosystem, cluster: &Cluster, language: Language) -> String {
    if let Some(name) = ecosystem.about().cluster_names.get(cluster_id(ecosystem, cluster)) {
        return name.get(language).to_owned();
    }
    let place = cluster.places.first().map(|&(place, _)| place);
    central_name(ecosystem, cluster.central.first().copied(), place, language)
}

/// An actor and a place in one name.
pub fn central_name(ecosystem: &Ecosystem, actor: Option<usize>, place: Option<Place>, language: Language) -> String {
    let central = actor.map_or("", |actor| &*ecosystem.actors()[actor].name);
    match place {
        Some(place) => format!("{central} – {}", place_name(ecosystem, place, language)),
        None => central.to_owned(),
    }
}

/// What a cluster is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterLabel {
    pub id: String,
    pub name: Text,
}

/// Ids and names of all clusters, in their order.
pub fn cluster_labels(ecosystem: &Ecosystem, clusters: &Clusters) -> Vec<ClusterLabel> {
    let label = |cluster: &Cluster| ClusterLabel {
        id: cluster_id(ecosystem, cluster).to_owned(),
        name: Text::new(cluster_name(ecosystem, cluster, Language::Nl), cluster_name(ecosystem, cluster, Language::En)),
    };
    clusters.clusters.iter().map(label).collect()
}

/// Ids and names of clusters of a later version: a cluster that continues an earlier one keeps both, unless the later
/// dataset itself names it. `predecessor` is as in [`crate::analysis::cluster_matching::ClusterMatching`].
pub fn carried_labels(
    earlier: &[ClusterLabel],
    ecosystem: &Ecosystem,
    clusters: &Clusters,
    predecessor: &[Option<usize>],
) -> Vec<ClusterLabel> {
    let earlier_ids: Vec<&str> = earlier.iter().map(|label| label.id.as_str()).collect();
    let ids = carried_ids(&earlier_ids, &member_ids(ecosystem, clusters), predecessor);
    let own = cluster_labels(ecosystem, clusters);
    let labels = ids.into_iter().zip(predecessor).zip(own);
    labels
        .map(|((id, &before), own)| {
            let kept = || before.map(|before| earlier[before].name.clone());
            let name = ecosystem.about().cluster_names.get(&id).cloned().or_else(kept).unwrap_or(own.name);
            ClusterLabel { id, name }
        })
        .collect()
}

impl Snapshot {
    /// Gives clusters the ids and names of those of an earlier version that they continue. Does nothing where either has
    /// no clusters.
    pub fn carry_over(&mut self, earlier: &Self) {
        let (Some(before), Some(after)) = (earlier.clusters.get(), self.clusters.get_mut()) else { return };
        let old = member_ids(&earlier.ecosystem, before);
        let matching = match_clusters(&old, &member_ids(&self.ecosystem, after), Compared::Everyone);
        let labels = cluster_labels(&earlier.ecosystem, before);
        let labels = carried_labels(&labels, &self.ecosystem, after, &matching.predecessor);
        for (cluster, label) in after.clusters.iter_mut().zip(&labels) {
            cluster.carried_id = Some(label.id.as_str().into());
        }
        self.ecosystem.name_clusters(labels.into_iter().map(|label| (label.id, label.name)));
    }
}

/// The name of a region or of the whole country.
pub fn place_name(ecosystem: &Ecosystem, place: Place, language: Language) -> String {
    match (place, language) {
        (Place::Region(region), _) => ecosystem.regions().get(region).name.get(language).to_owned(),
        (Place::National, Language::Nl) => String::from("landelijk"),
        (Place::National, Language::En) => String::from("national"),
    }
}
