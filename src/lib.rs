//! Ecosysteemkaart (draft map)
#![forbid(unsafe_code)]
pub mod analysis;
pub mod ecosystem;
pub mod export;
pub mod language;
pub mod network;
pub mod snapshot;
