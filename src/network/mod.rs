//! Ecosystem → immutable networks in compressed rows (CSR).
//!
//! Positions are `u32` in id order. [`TwoModeNetwork`] links actors and initiatives; [`Projection`] links actors that share
//! an initiative. Nothing here measures anything: that is `analysis`.

mod degrees;
mod projection;
mod transpose;
mod two_mode;
mod visit;

pub use degrees::degrees;
pub use projection::{DEFAULT_MEMORY_BUDGET, Projection, ProjectionTooLarge};
pub use two_mode::TwoModeNetwork;
