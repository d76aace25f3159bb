//! The named charts: one file per chart, with its name, title, description, parameters and how it is made from a
//! snapshot. Drawing itself is in the figures of the room above; `cross` is the cross-table that several charts share.

mod cluster_map;
pub(super) mod clusters;
pub(super) mod comparison;
pub(super) mod complexity;
pub(super) mod complexity_history;
mod cross;
pub(super) mod distribution;
pub(super) mod key_players;
pub(super) mod network_map;
pub(super) mod overlap_pair;
pub(super) mod province_tiles;
pub(super) mod region_overlap;
pub(super) mod region_profile;
pub(super) mod regioscan;
pub(super) mod white_spots;
