//! Edges and their attributes.

use super::build::NetworkPart;
use super::columns::{meaning as meaning_of, table_basis};
use super::{Column, Values};
use crate::ecosystem::Participation;
use crate::language::{Language, Text};
use crate::network::Projection;

/// Edges with their columns, sorted by their ends.
pub(super) struct Edges {
    pub ends: Vec<(u32, u32)>,
    pub weights: Vec<f64>,
    pub columns: Vec<Column>,
}

/// An edge per actor and initiative. Actors are the first nodes, the initiatives of the part follow.
pub(super) fn two_mode_edges(part: NetworkPart<'_>, initiatives: &[usize], language: Language) -> Edges {
    let (ecosystem, network) = (part.ecosystem, part.network);
    let n = network.actor_count();
    let mut node_of = vec![0_u32; ecosystem.initiatives().len()];
    for (number, &position) in initiatives.iter().enumerate() {
        node_of[position] = (n + number) as u32;
    }
    let mut ends = Vec::with_capacity(network.link_count());
    let (mut roles, mut other_roles) = (Vec::new(), Vec::new());
    let links = ecosystem.participations();
    for actor in 0..n {
        let position = network.ecosystem_position(actor) as u32;
        for &initiative in network.initiatives_of(actor) {
            ends.push((actor as u32, node_of[initiative as usize]));
            let key = |link: &Participation| (link.initiative, link.actor);
            let found = links.binary_search_by_key(&(initiative, position), key);
            let found = found.ok().and_then(|found| Some((found, links.get(found)?)));
            let codes: Vec<&str> =
                found.into_iter().flat_map(|(_, link)| link.roles.iter()).map(|role| role.code()).collect();
            roles.push((!codes.is_empty()).then(|| codes.join("|")));
            let words: Vec<&str> = found.map(|(found, _)| other_roles_of(part, found)).unwrap_or_default();
            other_roles.push((!words.is_empty()).then(|| words.join("|")));
        }
    }
    let meaning = Text::new(
        "rollen van de actor in het initiatief, met | ertussen; leeg: niet bekend",
        "roles of the actor in the initiative, | between them; empty: not known",
    );
    let mut columns =
        vec![Column { name: "roles", meaning: meaning.get(language).to_owned(), values: Values::Text(roles) }];
    let meaning = Text::new(
        "rollen buiten de lijst, zoals zij in de gegevens staan",
        "roles outside the list, as the data have them",
    );
    let meaning = meaning.get(language).to_owned();
    columns.push(Column { name: "otherRoles", meaning, values: Values::Text(other_roles) });
    let basis = Values::Text(vec![Some(table_basis(ecosystem, "participations")); ends.len()]);
    columns.push(Column { name: "basis", meaning: meaning_of("basis").get(language).to_owned(), values: basis });
    Edges { weights: vec![1.0; ends.len()], ends, columns }
}

fn other_roles_of(part: NetworkPart<'_>, participation: usize) -> Vec<&str> {
    let all = part.ecosystem.other_roles();
    let first = all.partition_point(|&(position, _)| (position as usize) < participation);
    let mine = all[first..].iter().take_while(|&&(position, _)| position as usize == participation);
    mine.map(|(_, words)| &**words).collect()
}

/// An edge per linked pair. `kept` are the positions that are nodes, increasing; `None`: all. What is not kept has no links.
pub(super) fn projected_edges(projection: &Projection, kept: Option<&[usize]>, language: Language) -> Edges {
    let count = projection.actor_count();
    let node_of: Option<Vec<u32>> = kept.map(|kept| {
        let mut node_of = vec![0; count];
        for (number, &position) in kept.iter().enumerate() {
            node_of[position] = number as u32;
        }
        node_of
    });
    let node = |position: u32| node_of.as_ref().map_or(position, |node_of| node_of[position as usize]);
    let (mut ends, mut weights, mut newman) = (Vec::new(), Vec::new(), Vec::new());
    for a in 0..count {
        let neighbors = projection.neighbors_of(a).iter().zip(projection.counts_of(a)).zip(projection.newman_of(a));
        for ((&b, &shared), &weight) in neighbors.filter(|((b, _), _)| **b as usize > a) {
            ends.push((node(a as u32), node(b)));
            weights.push(f64::from(shared));
            newman.push(Some(crate::analysis::round12(weight)));
        }
    }
    let meaning = Text::new(
        "gewicht volgens Newman (2001): som van 1/(k−1) over wat zij delen, k de omvang daarvan",
        "weight after Newman (2001): sum of 1/(k−1) over what they share, k its size",
    );
    let meaning = meaning.get(language).to_owned();
    Edges { ends, weights, columns: vec![Column { name: "newman", meaning, values: Values::Real(newman) }] }
}
