//! Ecosysteemkaart (draft map)
#![forbid(unsafe_code)]
pub mod ecosystem;
pub mod language;
