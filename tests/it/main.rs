//! The analyses against slow references that are written here from the definitions.

mod analysis_centrality;
mod analysis_clusters;
//D
mod analysis_overlap;
mod analysis_region_overlap;
mod analysis_white_spots;
mod network;
//X
mod selection;
mod support;
mod worlds;
