//! The analyses against slow references that are written here from the definitions.

mod analysis_agreement;
mod analysis_centrality;
mod analysis_clusters;
mod analysis_distribution;
mod analysis_overlap;
mod analysis_region_overlap;
mod analysis_white_spots;
mod definitions;
mod network;
mod real_data;
mod row_order;
mod selection;
mod support;
mod worlds;
