//! Results and layout → figures: one file per figure, one palette, one frame.
//!
//! Every figure is a plain struct that says what is to be seen and gives SVG; [`png`] turns that SVG into pixels with
//! the same embedded font. Title, legend, source, method and basis are inside the picture, so that it can travel alone.
//! This is the only room that knows `plotters`: shapes are its elements, drawn on our own backend (`canvas`), which
//! writes decimals, groups, `<title>` and `<desc>`.
//!
//! Must not be here: analysis, files, HTTP, fonts of the system. Figures take names and numbers; only `catalog` and `grid`
//! know the results that they are made from.

pub mod canvas;
pub mod catalog;
pub mod figure;
mod grid;
mod legend;
mod map_labels;
pub mod network_map;
pub mod palette;
mod png;
pub mod text;
#[cfg(test)]
mod tests;
pub mod white_spots;

pub use png::{PngError, png};
