//! One result, many formats.
//!
//! Records are the serializable counterpart of results: ids and codes instead of positions, camelCase names, flat where a
//! table can hold them. The command line and the service print the same records.

mod actors;
mod bridging;
mod complexity;
mod consistency;
mod consistency_advice;
mod document;
mod gaps;
mod initiatives;
mod leave_one_out;
mod places;
mod scenario;
mod scenario_groups;

pub use actors::{CentralityRecord, ClusterRecord, ClustersRecord, centrality_records, clusters_record};
pub use bridging::{ActorBridgingRecord, BridgeRecord, BridgingRecord, bridging_record};
pub use complexity::{AreaComplexityRecord, ComplexityRecord, RankRangesRecord, complexity_record};
pub use consistency::{ConsistencyDocument, ConsistencyRecord, consistency_document};
pub use document::{AboutSection, DatasetRecord, Document, about_section, document};
pub use gaps::{CountryGapRecord, GapRecord, country_gap_records, gap_records};
pub use initiatives::{OverlapRecord, overlap_records};
pub use leave_one_out::{LeaveOneOutRecord, LossRecord, leave_one_out_record, loss_records};
pub use places::{
    DistributionRecord, RegionPairRecord, WhiteSpotRecord, distribution_record, region_pair_records, white_spot_records,
};
pub use scenario::{ScenarioDocument, scenario_document};
