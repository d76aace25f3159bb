//! Ecosysteemkaart (draft map)
#![forbid(unsafe_code)]
pub mod analysis;
pub mod chart;
pub mod cli;
pub mod dataset;
pub mod ecosystem;
pub mod export;
pub mod generate;
pub mod language;
pub mod layout;
pub mod network;
pub mod snapshot;
pub mod web;
