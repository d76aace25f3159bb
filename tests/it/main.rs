//! The analyses against slow references that are written here from the definitions.

mod analysis_centrality;
mod analysis_clusters;
mod analysis_distribution;
mod analysis_overlap;
mod analysis_region_overlap;
mod analysis_white_spots;
mod network;
mod real_data;
mod selection;
mod support;
mod worlds;
