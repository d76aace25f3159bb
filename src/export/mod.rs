//! One result, many formats.
//!
//! Records are the serializable counterpart of results: ids and codes instead of positions, camelCase names, flat where a
//! table can hold them. The command line and the service print the same records.

mod actors;
mod bridging;
mod comparison;
mod comparison_words;
mod complexity;
mod consensus;
mod document;
mod gaps;
mod initiatives;
mod places;

pub use actors::{CentralityRecord, ClusterRecord, ClustersRecord, centrality_records, clusters_record};
pub use bridging::{ActorBridgingRecord, BridgeRecord, BridgingRecord, bridging_record};
pub use comparison::{ChangeRecord, ChangesRecord, ComparisonRecord, MeasureRecord, comparison_record};
pub use complexity::{AreaComplexityRecord, ComplexityRecord, RankRangesRecord, complexity_record};
pub use consensus::{ConsensusClusterRecord, ConsensusRecord, ConsensusSummary, consensus_record};
pub use document::{AboutSection, DatasetRecord, Document, about_section, document};
pub use gaps::{CountryGapRecord, GapRecord, country_gap_records, gap_records};
pub use initiatives::{OverlapRecord, overlap_records};
pub use places::{
    DistributionRecord, RegionPairRecord, WhiteSpotRecord, distribution_record, region_pair_records, white_spot_records,
};
