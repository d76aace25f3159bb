//! All integration tests in one binary, since each further binary links the whole tree again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod analysis_agreement;
mod analysis_bridging;
mod analysis_centrality;
mod analysis_cluster_matching;
mod analysis_clusters;
mod analysis_comparison;
mod analysis_complexity;
mod analysis_consensus;
mod analysis_distribution;
mod analysis_gaps;
mod analysis_overlap;
mod analysis_region_overlap;
mod analysis_relatedness;
mod analysis_white_spots;
mod command_compare;
mod command_line;
mod comparison_shipped;
mod definitions;
mod example;
mod folder;
mod gaps_shipped;
mod network;
mod reading;
mod reading_cells;
mod reading_files;
mod reading_real_data;
mod reading_taxonomy;
mod real_data;
mod regioscan;
mod row_order;
mod selection;
mod service;
mod service_versions;
mod shipped;
mod support;
mod tidy;
mod worlds;
