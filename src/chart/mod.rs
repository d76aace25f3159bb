//! Results and layout → figures: one file per figure, one palette, one frame.
//!
//! Every figure is a plain struct that says what is to be seen and gives SVG; [`png()`] turns that SVG into pixels with
//! the same embedded font. Title, legend, source, method and basis are inside the picture, so that it can travel alone.
//! This is the only room that knows `plotters`: shapes are its elements, drawn on our own backend (`canvas`), which
//! writes decimals, groups, `<title>` and `<desc>`.
//!
//! A chart that can be asked by name is one file in `named`: title, description, parameters, and how it is made of a
//! snapshot. It comes with the table of its numbers ([`table`]).
//!
//! Must not be here: analysis, files, HTTP, fonts of the system. Figures take names and numbers; only `named`, `framing` and
//! `results` know the results that they are made from.

pub mod canvas;
pub mod catalog;
pub mod figure;
mod framing;
mod heads;
pub mod heat;
pub mod history;
mod labels;
mod legend;
mod map_labels;
mod map_nodes;
mod map_scene;
mod named;
pub mod network_map;
pub mod order;
pub mod pair;
pub mod palette;
pub mod panels;
mod png;
pub mod quadrant;
mod results;
pub mod scale;
pub mod settings;
mod shapes;
pub mod table;
#[cfg(test)]
mod tests;
pub mod text;
pub mod tiles;
pub mod white_spots;

pub use framing::warning;
pub use png::{PngError, png};
