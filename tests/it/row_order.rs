//! Every analysis gives the same bits for any order of the rows and any number of threads.

use ecosysteemkaart::analysis::centrality::{CentralityConfig, centrality};
use ecosysteemkaart::analysis::clusters::{ClustersConfig, clusters};
use ecosysteemkaart::analysis::distribution::{Axis, Measure, distribution};
use ecosysteemkaart::analysis::overlap::{OverlapConfig, overlap};
use ecosysteemkaart::analysis::region_overlap::region_overlap;
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::analysis::white_spots::white_spots;
use ecosysteemkaart::ecosystem::Ecosystem;
use proptest::prelude::*;

use super::network::project;
use super::support::assert_steady;
use super::worlds::worlds;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_depends_on_rows_or_threads(world in worlds()) {
        assert_steady(&world, |ecosystem: &Ecosystem| {
            let (network, projection) = project(ecosystem);
            let all = Selection::everything(ecosystem);
            let few = OverlapConfig { minimum: 0.1, ..OverlapConfig::default() };
            let lead = ecosystem.taxonomy().lead();
            (
                centrality(&network, &projection, &CentralityConfig::default()),
                clusters(ecosystem, &network, &projection, &ClustersConfig { permutations: 9, ..ClustersConfig::default() }),
                overlap(ecosystem, &all, &few),
                region_overlap(ecosystem, &all, &few),
                white_spots(ecosystem, &all, &[lead]),
                distribution(ecosystem, &all, Axis::Region, Some(Axis::Dimension(lead)), Measure::Actors),
            )
        });
    }
}
