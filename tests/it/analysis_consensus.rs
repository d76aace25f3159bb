//! Consensus clusters: every figure from the single runs by its definition, clear and unclear cases, and the karate club.

use std::collections::BTreeSet;

use ecosysteemkaart::analysis::clusters::{ClustersConfig, clusters};
use ecosysteemkaart::analysis::consensus::{Consensus, ConsensusConfig, ConsensusError, Firmness, SignOff, consensus};
use ecosysteemkaart::ecosystem::Ecosystem;
use proptest::prelude::*;

use super::analysis_agreement::rand_by_pairs;
use super::network::{naive_links, project};
use super::support::{World, assert_steady, close, close_option, reference_figures, round12};
use super::worlds::worlds;

fn measure(ecosystem: &Ecosystem, config: &ConsensusConfig) -> Consensus {
    let (network, projection) = project(ecosystem);
    consensus(ecosystem, &network, &projection, config).expect("small")
}

fn few() -> ConsensusConfig {
    ConsensusConfig { runs: 12, ..ConsensusConfig::default() }
}

/// The community of each linked actor in each run, by one run of the ordinary clusters per seed.
fn single_runs(ecosystem: &Ecosystem, config: &ConsensusConfig) -> Vec<Vec<Option<usize>>> {
    let (network, projection) = project(ecosystem);
    (0..config.runs as u64)
        .map(|run| {
            let config = ClustersConfig {
                resolution: config.resolution,
                runs: 1,
                first_seed: config.first_seed + run,
                permutations: 0,
            };
            clusters(ecosystem, &network, &projection, &config).membership
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_figure_follows_from_the_single_runs(world in worlds(), resolution in prop_oneof![2 => Just(1.0), 1 => Just(1.6)]) {
        let ecosystem = world.build();
        let config = ConsensusConfig { resolution, ..few() };
        let found = measure(&ecosystem, &config);
        let ids: Vec<String> = world.actor_ids().into_iter().collect();
        let links = naive_links(&world);
        let linked: Vec<usize> =
            (0..ids.len()).filter(|&at| links.keys().any(|pair| pair.0 == ids[at])).collect();
        prop_assert_eq!(found.membership.iter().filter(|cluster| cluster.is_some()).count(), linked.len());
        if linked.is_empty() {
            prop_assert!(found.clusters.is_empty() && found.sign_off.is_none() && found.agreement.is_none());
            prop_assert_eq!((found.modularity, found.settled_share, found.best_modularity), (None, None, None));
            return Ok(());
        }
        let runs = single_runs(&ecosystem, &config);
        let share = |a: usize, b: usize| runs.iter().filter(|run| run[a] == run[b]).count() as f64 / runs.len() as f64;
        let members = |cluster: usize| -> Vec<usize> { (0..ids.len()).filter(|&at| found.membership[at] == Some(cluster)).collect() };
        let mean = |values: Vec<f64>| (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64);
        let mut settled = 0;
        for (position, cluster) in found.clusters.iter().enumerate() {
            let own = members(position);
            prop_assert_eq!(cluster.members.iter().map(|member| member.actor).collect::<Vec<_>>(), own.clone());
            let mut pairs = Vec::new();
            for member in &cluster.members {
                let mates: Vec<f64> = own.iter().filter(|&&at| at != member.actor).map(|&at| share(member.actor, at)).collect();
                pairs.extend(mates.clone());
                prop_assert!(close_option(member.own, mean(mates)));
                let mut best: Option<(usize, f64)> = None;
                for other in (0..found.clusters.len()).filter(|&other| other != position) {
                    let there = mean(members(other).iter().map(|&at| share(member.actor, at)).collect()).expect("members");
                    if there > 0.0 && best.is_none_or(|(_, most)| there > most + 1e-12) {
                        best = Some((other, there));
                    }
                }
                prop_assert_eq!(member.second.map(|second| second.0), best.map(|best| best.0));
                prop_assert!(close_option(member.second.map(|second| second.1), best.map(|best| best.1)));
                let half = |own: Option<f64>| own.map_or(0.0, |own| own / 2.0);
                prop_assert_eq!(member.between, best.is_some_and(|best| best.1 >= half(member.own) - 1e-12));
            }
            prop_assert!(close_option(cluster.stability, mean(pairs)));
            let own: BTreeSet<usize> = own.into_iter().collect();
            let again = runs.iter().map(|run| {
                let communities: BTreeSet<Option<usize>> = own.iter().map(|&at| run[at]).collect();
                let jaccard = |community: Option<usize>| {
                    let there: BTreeSet<usize> = linked.iter().copied().filter(|&at| run[at] == community).collect();
                    own.intersection(&there).count() as f64 / own.union(&there).count() as f64
                };
                communities.into_iter().map(jaccard).fold(0.0, f64::max)
            });
            let recovery = mean(again.collect()).expect("runs");
            prop_assert!(close(cluster.recovery, recovery));
            let verdict = if cluster.recovery >= 0.85 { "firm" } else if cluster.recovery >= 0.75 { "stable" } else if cluster.recovery >= 0.6 { "doubtful" } else { "unstable" };
            prop_assert_eq!(cluster.firmness.code(), verdict);
            settled += if cluster.recovery >= 0.75 { own.len() } else { 0 };
        }
        let settled = settled as f64 / linked.len() as f64;
        prop_assert!(close_option(found.settled_share, Some(settled)));
        let verdict = if settled >= 0.9 { "yes" } else if settled >= 2.0 / 3.0 - 1e-12 { "with-care" } else { "no" };
        prop_assert_eq!(found.sign_off.map(SignOff::code), Some(verdict));
        // Agreement of the runs, and how many different ones there are.
        let labels = |of: &[Option<usize>]| -> Vec<usize> { linked.iter().map(|&at| of[at].expect("linked")).collect() };
        let consensus = labels(&found.membership);
        let indices: Vec<f64> = runs.iter().map(|run| rand_by_pairs(&consensus, &labels(run)).unwrap_or(1.0)).collect();
        let agreement = found.agreement.expect("runs");
        prop_assert!(close(agreement.mean, mean(indices.clone()).expect("runs")));
        // Of twelve runs the nearest ranks are the first and the last.
        prop_assert!(close(agreement.low, indices.iter().copied().fold(f64::INFINITY, f64::min)));
        prop_assert!(close(agreement.high, indices.iter().copied().fold(f64::NEG_INFINITY, f64::max)));
        let groups = |run: &Vec<Option<usize>>| -> BTreeSet<BTreeSet<usize>> {
            linked.iter().map(|&a| linked.iter().copied().filter(|&b| run[a] == run[b]).collect()).collect()
        };
        prop_assert_eq!(found.distinct, runs.iter().map(groups).collect::<BTreeSet<_>>().len());
        prop_assert!(found.best_found >= 1 && found.best_found <= config.runs);
        prop_assert!(found.modularity.expect("links") <= found.best_modularity.expect("links") + 1e-9 || found.distinct > 1);
        if found.distinct == 1 {
            prop_assert_eq!((found.rounds, found.agreed, &found.membership), (0, true, &runs[0]));
        }
        // Who is together in every run stays together.
        for &a in &linked {
            for &b in &linked {
                if share(a, b) == 1.0 && found.agreed {
                    prop_assert_eq!(found.membership[a], found.membership[b]);
                }
            }
        }
    }

    #[test]
    fn nothing_depends_on_rows_or_threads(world in worlds()) {
        assert_steady(&world, |ecosystem: &Ecosystem| measure(ecosystem, &few()));
    }
}

/// Links within groups, each with every other.
fn cliques(groups: &[&[&'static str]]) -> Vec<(&'static str, &'static str)> {
    let pairs = groups
        .iter()
        .flat_map(|group| group.iter().enumerate().flat_map(|(at, &a)| group[at + 1..].iter().map(move |&b| (a, b))));
    pairs.collect()
}

#[test]
fn clear_groups_are_signed_off() {
    let groups: [&[&str]; 3] = [&["a", "b", "c", "d"], &["e", "f", "g", "h"], &["k", "l", "m", "n"]];
    let mut links = cliques(&groups);
    links.extend([("d", "e"), ("h", "k")]);
    let found = measure(&World::graph(&groups.concat(), &links).build(), &ConsensusConfig::default());
    assert_eq!((found.clusters.len(), found.rounds, found.distinct, found.best_found), (3, 0, 1, 200));
    assert_eq!((found.sign_off, found.settled_share), (Some(SignOff::Yes), Some(1.0)));
    assert_eq!(found.agreement.map(|agreement| (agreement.mean, agreement.low)), Some((1.0, 1.0)));
    for cluster in &found.clusters {
        assert_eq!((cluster.stability, cluster.recovery, cluster.firmness), (Some(1.0), 1.0, Firmness::Firm));
        assert!(cluster.members.iter().all(|member| member.second.is_none() && !member.between));
    }
}

#[test]
fn a_ring_has_no_borders_to_sign_off() {
    // Twenty actors in a circle: where it is cut depends on the seed only.
    let ids: Vec<String> = (0..20).map(|n| format!("{n:02}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let links: Vec<(&str, &str)> = (0..20).map(|n| (ids[n], ids[(n + 1) % 20])).collect();
    let found = measure(&World::graph(&ids, &links).build(), &ConsensusConfig::default());
    assert!(found.distinct > 20, "{}", found.distinct);
    assert_eq!(found.sign_off, Some(SignOff::No));
    let between = found.clusters.iter().flat_map(|cluster| &cluster.members).filter(|member| member.between).count();
    assert!(between > 0);
    assert!(found.agreement.expect("runs").mean < 0.8);
}

#[test]
fn the_karate_club_has_the_proven_clusters() {
    let club = reference_figures("karate.json");
    let ids: Vec<String> = (0..34).map(|n| format!("{n:02}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let at = |node: &serde_json::Value| ids[node.as_u64().expect("a node") as usize];
    let links: Vec<(&str, &str)> =
        club["edgeList"].as_array().expect("links").iter().map(|link| (at(&link[0]), at(&link[1]))).collect();
    let found = measure(&World::graph(&ids, &links).build(), &ConsensusConfig::default());
    // What most runs find is the optimum of integer programming.
    assert!(found.agreed);
    assert_eq!(round12(found.modularity.expect("links")), round12(club["optimum"].as_f64().expect("a number")));
    assert_eq!(found.clusters.len() as u64, club["optimumClusters"].as_u64().expect("a number"));
}

#[test]
fn what_is_too_large_is_refused() {
    let ecosystem = World::graph(&["a", "b", "c"], &[("a", "b"), ("b", "c")]).build();
    let (network, projection) = project(&ecosystem);
    let ask = |config: &ConsensusConfig| consensus(&ecosystem, &network, &projection, config);
    let config = ConsensusConfig { runs: 10, link_runs: 19, ..ConsensusConfig::default() };
    assert_eq!(ask(&config), Err(ConsensusError::TooManyLinks { runs: 10, links: 2, limit: 19 }));
    assert!(ask(&ConsensusConfig { link_runs: 20, ..config }).is_ok());
}

#[test]
fn another_program_agrees_on_the_example() {
    // leidenalg draws other numbers and stops later, so its runs differ from ours; what they agree on should not.
    let figures = reference_figures("consensus-voorbeeld.json");
    use ecosysteemkaart::dataset::{ReadOptions, read_shipped};
    let read = read_shipped("voorbeeld", &ReadOptions { without_decisions: true, ..ReadOptions::default() });
    let ecosystem = read.expect("shipped").ecosystem.expect("without errors");
    let found = measure(&ecosystem, &ConsensusConfig::default());
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for row in figures["membership"].as_array().expect("rows") {
        let actor = ecosystem.actor_position(row[0].as_str().expect("an id")).expect("known");
        ours.push(found.membership[actor].expect("linked"));
        theirs.push(row[1].as_u64().expect("a label") as usize);
    }
    assert_eq!(found.membership.iter().flatten().count(), ours.len());
    assert!(rand_by_pairs(&ours, &theirs).expect("many") > 0.9);
    let number = |key: &str| figures[key].as_f64().expect("a number");
    assert!(found.best_modularity.expect("links") > number("bestModularity") - 0.001);
    assert!((found.agreement.expect("runs").mean - number("agreement")).abs() < 0.1);
    assert!(found.agreed);
}
