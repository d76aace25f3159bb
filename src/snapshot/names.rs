//! How clusters and places are called.

use crate::analysis::clusters::Cluster;
use crate::ecosystem::{Ecosystem, Place};
use crate::language::Language;

/// The id of a cluster: that of its smallest member.
pub fn cluster_id<'a>(ecosystem: &'a Ecosystem, cluster: &Cluster) -> &'a str {
    cluster.members.first().map_or("", |member| &ecosystem.actors()[member.actor].id)
}

/// Most central member and dominant region: "Hanzehogeschool – Groningen".
pub fn cluster_name(ecosystem: &Ecosystem, cluster: &Cluster, language: Language) -> String {
    let central = cluster.central.first().map_or("", |&actor| &*ecosystem.actors()[actor].name);
    match cluster.places.first() {
        Some(&(place, _)) => format!("{central} – {}", place_name(ecosystem, place, language)),
        None => central.to_owned(),
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
