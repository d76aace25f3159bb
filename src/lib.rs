//! Ecosysteemkaart (draft map)
#![forbid(unsafe_code)]
pub mod dataset;
pub mod ecosystem;
pub mod language;
