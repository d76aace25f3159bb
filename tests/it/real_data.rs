//! The analyses on real networks against figures from outside (`tests/reference`). The data are not in the repository:
//! they are read from the folder that `ECOSYSTEEMKAART_TEST_DATA` names, and without it these tests say so and stop.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;

use ecosysteemkaart::analysis::centrality::{ActorCentrality, CentralityConfig, centrality};
use ecosysteemkaart::analysis::clusters::{ClustersConfig, clusters, two_mode_modularity};
use ecosysteemkaart::analysis::overlap::OverlapConfig;
use ecosysteemkaart::analysis::region_overlap::region_overlap;
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::ecosystem::Ecosystem;
use ecosysteemkaart::network::{Projection, TwoModeNetwork};
use serde_json::Value;

use super::network::project;
use super::support::{at_threads, close, close_option, reference_figures, world_from_csv};

/// A dataset of the data folder; `None`, and a word, where the folder is not named.
fn dataset(path: &str) -> Option<Ecosystem> {
    let Some(folder) = std::env::var_os("ECOSYSTEEMKAART_TEST_DATA").filter(|folder| !folder.is_empty()) else {
        println!("skipped: ECOSYSTEEMKAART_TEST_DATA does not name the folder with {path}");
        return None;
    };
    Some(world_from_csv(&PathBuf::from(folder).join(path)).build())
}

fn count(value: &Value) -> usize {
    value.as_u64().expect("a count") as usize
}

fn real(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn components(projection: &Projection) -> usize {
    petgraph::algo::connected_components(projection)
}

fn centrality_is_that_of(file: &str) {
    let figures = reference_figures(file);
    let Some(ecosystem) = dataset(figures["dataset"].as_str().expect("a path")) else { return };
    let (network, projection) = project(&ecosystem);
    assert_eq!(network.actor_count(), count(&figures["actors"]));
    assert_eq!(network.initiative_count(), count(&figures["initiatives"]));
    assert_eq!(network.link_count(), count(&figures["distinctPairs"]));
    assert_eq!(projection.pair_count(), count(&figures["edges"]));
    assert_eq!(components(&projection), count(&figures["components"]));
    let newman: f64 = (0..network.actor_count()).flat_map(|actor| projection.newman_of(actor)).sum();
    assert!(close(newman / 2.0, real(&figures["newmanWeightSum"])));

    let result = centrality(&network, &projection, &CentralityConfig::default());
    assert!(result.approximation.is_none(), "small enough to be exact");
    assert_eq!(result.actors.iter().filter(|row| row.degree == 0).count(), count(&figures["isolatedActors"]));
    let by_id: BTreeMap<&str, &ActorCentrality> =
        result.actors.iter().map(|row| (&*ecosystem.actors()[row.actor].id, row)).collect();
    let columns = [
        "actor",
        "degree",
        "degreeCentrality",
        "strength",
        "initiatives",
        "betweenness",
        "closeness",
        "pagerank",
        "core",
    ];
    assert_eq!(
        figures["columns"].as_array().expect("columns").iter().filter_map(Value::as_str).collect::<Vec<_>>(),
        columns
    );
    let rows = figures["rows"].as_array().expect("rows");
    assert!(!rows.is_empty());
    for row in rows {
        let found = by_id[row[0].as_str().expect("an id")];
        assert_eq!(found.degree, count(&row[1]), "{row}");
        assert_eq!(found.strength, count(&row[3]) as u64, "{row}");
        assert_eq!(found.initiatives, count(&row[4]), "{row}");
        assert_eq!(found.core, count(&row[8]), "{row}");
        assert!(close_option(found.degree_centrality, row[2].as_f64()), "{row} {found:?}");
        assert!(close_option(found.betweenness, row[5].as_f64()), "{row} {found:?}");
        assert!(close_option(found.closeness, row[6].as_f64()), "{row} {found:?}");
        assert!(close(found.pagerank, real(&row[7])), "{row} {found:?}");
    }
    let sums = &figures["sums"];
    let sum = |of: &dyn Fn(&ActorCentrality) -> f64| result.actors.iter().map(of).sum::<f64>();
    assert!((sum(&|row| row.betweenness.expect("n > 2")) - real(&sums["betweenness"])).abs() < 1e-8);
    assert!((sum(&|row| row.closeness.expect("n > 1")) - real(&sums["closeness"])).abs() < 1e-8);
    assert!(close(sum(&|row| row.pagerank), 1.0));
    assert_eq!(result.actors.iter().map(|row| row.core).sum::<usize>() as f64, real(&sums["core"]));
    assert!(result.actors.windows(2).all(|pair| {
        (std::cmp::Reverse(pair[0].degree), pair[0].actor) < (std::cmp::Reverse(pair[1].degree), pair[1].actor)
    }));
}

#[test]
fn centrality_of_davis() {
    centrality_is_that_of("centrality-davis.json");
}

#[test]
fn centrality_of_clubs() {
    centrality_is_that_of("centrality-clubs.json");
}

#[test]
fn centrality_of_nl_opengr() {
    centrality_is_that_of("centrality-nl-opengr.json");
}

#[test]
fn centrality_of_eu_interreg_keep() {
    centrality_is_that_of("centrality-eu-interreg-keep.json");
}

#[test]
fn centrality_of_eu_interreg_keep_nl() {
    centrality_is_that_of("centrality-eu-interreg-keep-nl.json");
}

/// Whether every member is reached from the first through members.
fn is_connected(projection: &Projection, members: &BTreeSet<usize>) -> bool {
    let Some(&first) = members.first() else { return true };
    let (mut reached, mut queue) = (BTreeSet::from([first]), VecDeque::from([first]));
    while let Some(here) = queue.pop_front() {
        for &next in projection.neighbors_of(here) {
            if members.contains(&(next as usize)) && reached.insert(next as usize) {
                queue.push_back(next as usize);
            }
        }
    }
    reached == *members
}

/// Modularity by its sum over clusters and links.
fn modularity(projection: &Projection, membership: &[Option<usize>]) -> f64 {
    let n = projection.actor_count();
    let mut total = 0.0;
    let mut inside = 0.0;
    let mut strength: BTreeMap<usize, f64> = BTreeMap::new();
    for a in 0..n {
        for (&b, weight) in projection.neighbors_of(a).iter().zip(projection.newman_of(a)) {
            total += weight;
            if membership[a] == membership[b as usize] {
                inside += weight;
            }
        }
        if let Some(home) = membership[a] {
            *strength.entry(home).or_default() += projection.newman_of(a).iter().sum::<f64>();
        }
    }
    inside / total - strength.values().map(|sum| (sum / total) * (sum / total)).sum::<f64>()
}

#[test]
fn clusters_of_all_networks() {
    let figures = reference_figures("clusters.json");
    for case in figures["results"].as_array().expect("results") {
        let Some(ecosystem) = dataset(case["dataset"].as_str().expect("a path")) else { return };
        let (network, projection) = project(&ecosystem);
        let found = clusters(&ecosystem, &network, &projection, &ClustersConfig::default());
        let reached = found.modularity.expect("there are links");
        assert!(close(reached, modularity(&projection, &found.membership)), "{}", case["name"]);
        let best = real(&case["modularity"]);
        println!("{}: {reached} beside {best}, stability {:?}", case["name"], found.stability);
        assert!(reached >= 0.999 * best, "{}: {reached} of {best}", case["name"]);
        if let Some(optimum) = case["optimum"].as_f64() {
            assert!(reached <= optimum + 1e-9, "{}", case["name"]);
        }
        assert_eq!(found.membership.iter().filter(|home| home.is_none()).count(), count(&case["isolatedActors"]));
        for position in 0..found.clusters.len() {
            let members = (0..network.actor_count()).filter(|&actor| found.membership[actor] == Some(position));
            assert!(is_connected(&projection, &members.collect()), "{} cluster {position}", case["name"]);
        }
        // The figures' own membership has the modularity they say, so that both sides measure the same thing.
        let theirs: Vec<Option<usize>> = case["membership"]
            .as_array()
            .expect("labels")
            .iter()
            .map(|label| label.as_u64().map(|n| n as usize))
            .collect();
        assert!(close(modularity(&projection, &theirs), best), "{}", case["name"]);
    }
}

#[test]
fn two_mode_modularity_of_davis() {
    let figures = reference_figures("barber.json");
    let Some(ecosystem) = dataset(figures["dataset"].as_str().expect("a path")) else { return };
    let network = TwoModeNetwork::new(&ecosystem);
    assert_eq!(network.link_count(), count(&figures["m"]));
    for case in figures["cases"].as_array().expect("cases") {
        let labels = |key: &str| -> Vec<usize> { case[key].as_array().expect("labels").iter().map(count).collect() };
        let (actors, initiatives) = (labels("actorLabels"), labels("initiativeLabels"));
        let highest = actors.iter().copied().max().expect("labels") + 1;
        let membership: Vec<Option<usize>> = actors.iter().copied().map(Some).collect();
        let found = two_mode_modularity(&network, &membership, highest).expect("there are links");
        // Ours puts each initiative where it adds most, so it is at least that of any labels of the initiatives.
        assert!(found >= real(&case["q"]) - 1e-9, "{case} {found}");
        // The first labeling puts each initiative with most of its actors: where it adds most, too.
        if case["case"].as_str().expect("words").starts_with("best one-mode") {
            assert!(close(found, real(&case["q"])), "{found} {initiatives:?}");
        }
    }
}

fn regions_are_those_of(file: &str) {
    let figures = reference_figures(file);
    let Some(ecosystem) = dataset(figures["dataset"].as_str().expect("a path")) else { return };
    let found = region_overlap(&ecosystem, &Selection::everything(&ecosystem), &OverlapConfig::default());
    assert_eq!(found.len(), count(&figures["pairsInAll"]));
    let code = |region| ecosystem.regions().code(region).to_owned();
    let mut by_name: BTreeMap<(String, String), _> =
        found.into_iter().map(|pair| ((code(pair.a), code(pair.b)), pair)).collect();
    let pairs = figures["pairs"].as_array().expect("pairs");
    for pair in pairs {
        let name = |key: &str| pair[key].as_str().expect("a code").to_owned();
        let found = by_name.remove(&(name("a"), name("b"))).expect("the pair is listed");
        assert_eq!(found.shared_actors, count(&pair["sharedActors"]), "{pair}");
        assert_eq!(found.shared_initiatives, count(&pair["sharedInitiatives"]), "{pair}");
        assert!(close_option(found.actor_jaccard, pair["actorJaccard"].as_f64()), "{pair}");
        assert_eq!(
            (found.profile_similarity, found.overlapping_pairs, found.without_collaboration),
            (None, Some(0), Some(0))
        );
    }
    // Pairs that the figures leave out share nothing.
    assert!(by_name.values().all(|pair| (pair.shared_actors, pair.shared_initiatives) == (0, 0)));
}

#[test]
fn regions_of_nl_opengr() {
    regions_are_those_of("scan-regions.json");
}

#[test]
fn regions_of_eu_interreg_keep_nl() {
    regions_are_those_of("scan-regions-nl.json");
}

#[test]
fn the_same_bits_for_any_threads_on_nl_opengr() {
    let Some(ecosystem) = dataset("nl-opengr/converted") else { return };
    let run = || {
        let (network, projection) = project(&ecosystem);
        let found = clusters(&ecosystem, &network, &projection, &ClustersConfig::default());
        (centrality(&network, &projection, &CentralityConfig::default()), found)
    };
    let first = at_threads(1, run);
    assert_eq!(first, at_threads(2, run));
    assert_eq!(first, at_threads(5, run));
}

#[test]
#[ignore = "heavy: 145,000 participations, about a minute; for the campaign"]
fn totals_of_eu_h2020() {
    let figures = reference_figures("totals-eu-h2020.json");
    let Some(ecosystem) = dataset(figures["dataset"].as_str().expect("a path")) else { return };
    let (network, projection) = project(&ecosystem);
    assert_eq!(network.actor_count(), count(&figures["actors"]));
    assert_eq!(network.initiative_count(), count(&figures["initiatives"]));
    assert_eq!(network.link_count(), count(&figures["distinctPairs"]));
    assert_eq!(projection.pair_count(), count(&figures["edges"]));
    assert_eq!(components(&projection), count(&figures["components"]));
    let result = centrality(&network, &projection, &CentralityConfig::default());
    // n × 2m = 35,871 × 1,593,340: far above 10⁹.
    let approximation = result.approximation.as_ref().expect("sampled");
    assert_eq!(approximation.pivots, 1024);
    assert!(approximation.bound > 0.0 && approximation.bound < 0.1);
    let total = |of: &dyn Fn(&ActorCentrality) -> u64| result.actors.iter().map(of).sum::<u64>();
    assert_eq!(total(&|row| row.strength) as usize, 2 * count(&figures["countWeightSum"]));
    assert_eq!(result.actors.iter().filter(|row| row.degree == 0).count(), count(&figures["isolatedActors"]));
    let highest = |of: &dyn Fn(&ActorCentrality) -> usize| result.actors.iter().map(of).max().expect("actors");
    assert_eq!(highest(&|row| row.degree), count(&figures["maxDegree"]));
    assert_eq!(highest(&|row| row.strength as usize), count(&figures["maxStrength"]));
    assert_eq!(highest(&|row| row.initiatives), count(&figures["maxInitiatives"]));
    assert_eq!(highest(&|row| row.core), count(&figures["maxCore"]));
    let id = |row: &ActorCentrality| ecosystem.actors()[row.actor].id.to_string();
    let top: Vec<String> = result.actors.iter().take(20).map(id).collect();
    let wanted = figures["top20ByDegree"].as_array().expect("ids");
    assert_eq!(top, wanted.iter().map(|id| id.as_str().expect("an id")).collect::<Vec<_>>());
    for row in figures["top20ByPagerank"].as_array().expect("rows") {
        let found = result.actors.iter().find(|actor| id(actor) == row[0].as_str().expect("an id")).expect("listed");
        assert_eq!(
            (found.degree, found.strength as usize, found.initiatives),
            (count(&row[1]), count(&row[2]), count(&row[3]))
        );
        assert!(close(found.pagerank, real(&row[4])), "{row} {found:?}");
    }
}
