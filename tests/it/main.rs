//! All integration tests in one binary, since each further binary links the whole tree again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod analysis_agreement;
mod analysis_bridging;
mod analysis_centrality;
mod analysis_cluster_matching;
mod analysis_clusters;
mod analysis_complexity;
mod analysis_consistency;
mod analysis_distribution;
mod analysis_gaps;
mod analysis_learning_circles;
mod analysis_leave_one_out;
mod analysis_overlap;
mod analysis_overlap_chance;
mod analysis_region_overlap;
mod analysis_reinvented;
mod analysis_relatedness;
mod analysis_scenario;
mod analysis_tight_groups;
mod analysis_white_spots;
mod command_line;
mod consistency_asked;
mod definitions;
mod ecosystem_edit;
mod example;
mod folder;
mod gaps_shipped;
mod network;
mod proposal;
mod reading;
mod reading_cells;
mod reading_files;
mod reading_real_data;
mod reading_taxonomy;
mod real_data;
mod regioscan;
mod row_order;
mod scenario_asked;
mod selection;
mod service;
mod service_formats;
mod service_openapi;
mod service_operations;
mod shipped;
mod support;
mod tidy;
mod worlds;

mod analysis_journey;
mod analysis_matches;
mod analysis_role_division;
