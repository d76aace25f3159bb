//! An ecosystem with its default results, composed in one place for the command line, charts and the service.
//!
//! Every result comes with the method and the basis that answers must name. Nothing changes once it is there; parts that were
//! not asked for are absent, and some may come later ([`Snapshot::compute_later`]).

mod comparison;
mod compute;
mod first;
mod later;
mod method;
mod names;
pub mod provenance_bridging;
pub mod provenance_comparison;
pub mod provenance_complexity;
pub mod provenance_consensus;
mod provenance_consistency;
mod provenance_gaps;
pub mod provenance_journey;
mod provenance_leave_one_out;
pub mod provenance_matches;
pub mod provenance_monitoring;
pub mod provenance_names;
mod provenance_overlap_depth;
pub mod provenance_referrals;
pub mod provenance_role_division;
mod provenance_rows;
pub mod provenance_signals;
mod section;
mod signals;

pub use comparison::{CompareError, compare};
pub use compute::{Outcome, Snapshot, SnapshotConfig, SnapshotError, Step};
pub use later::Progress;
pub use method::{Provenance, distribution_provenance, provenance, white_spots_provenance};
pub use names::{ClusterLabel, carried_labels, central_name, cluster_id, cluster_labels, cluster_name, place_name};
pub use provenance_consistency::consistency_provenance;
pub use provenance_gaps::{gaps_basis, gaps_method, gaps_provenance};
pub use provenance_leave_one_out::scenario_provenance;
pub use provenance_rows::rows_provenance;
pub use section::Section;
pub use signals::default_signals;
