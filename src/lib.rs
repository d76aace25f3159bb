//! Ecosysteemkaart: the network of organisations and public programmes that help Dutch small businesses.
//!
//! # Bird's eye
//!
//! ```text
//! files → dataset → ecosystem → network → analysis ┐
//!                                         layout   ┼→ snapshot → chart | export → report | web | cli
//! ```
//!
//! A dataset (CSV folder, zip or workbook) is read into one immutable [`ecosystem::Ecosystem`]; [`network`] turns it into
//! compressed rows; [`analysis`] measures; [`snapshot`] holds an ecosystem with its default results; [`chart`] draws and
//! [`export`] prints them; [`report`] makes pages of both; [`web`] and [`cli`] hand them out. [`store`] keeps what people
//! bring and decide.
//!
//! # Code map
//!
//! | room | what lives there | what must not be there |
//! | --- | --- | --- |
//! | [`language`] | Dutch and English words and number formats | the domain |
//! | [`ecosystem`] | the typed model, valid once built | I/O, analysis |
//! | [`mod@reference`] | what is known of the Netherlands beside any dataset: provinces, municipalities, sectors | the data of a dataset |
//! | [`dataset`] | the only reader of datasets; findings | analysis, printing |
//! | [`generate`] | datasets from a seed: the reconstruction, the fictional example | I/O, a clock |
//! | [`network`] | two-mode network and projection | measures |
//! | [`analysis`] | one file per analysis; pure functions to plain results | labels, I/O, a clock, unseeded chance |
//! | [`layout`] | positions of nodes and labels | drawing, the domain |
//! | [`snapshot`] | an ecosystem with its default results, method and basis | formats, HTTP |
//! | [`chart`] | figures as SVG and PNG | HTTP, files, system fonts |
//! | [`export`] | records, documents and files in many formats | computing measures |
//! | [`report`] | pages for the country and every region, with their tables | analysis of its own, files |
//! | [`store`] | versions, decisions and tokens in SQLite or PostgreSQL | reading datasets, a clock |
//! | [`web`] | the HTTP service and its pages | analysis of its own |
//! | [`cli`] | one file per command | analysis of its own |
//!
//! # Invariants
//!
//! - Lists are sorted by the bytes of their ids and refer to each other by position, so row order cannot matter.
//! - Parallel work is cut in fixed chunks and folded in order, chance comes from a seed and a run number, and logarithms
//!   from one portable library: the same data give the same bytes, for any number of threads, on any machine.
//! - Real results are rounded to 12 decimals before they are compared, sorted or printed. Unknown is null, never 0.
//! - Only [`web`] knows actix, only [`chart`] plotters, only [`store`] a database; only [`dataset`], [`store`] and [`cli`]
//!   touch files.
//!
//! `tests/it/tidy.rs` holds the code to the arrows of this map.

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
pub mod reference;
pub mod report;
pub mod snapshot;
pub mod store;
pub mod web;
