//! One result, many formats.
//!
//! Records are the serializable counterpart of results: ids and codes instead of positions, camelCase names, flat where a
//! table can hold them. The command line and the service print the same records.

mod actors;
mod address;
mod bridging;
mod comparison;
mod comparison_words;
mod complexity;
mod consensus;
mod consistency;
mod consistency_advice;
mod dcat;
mod document;
mod entities;
mod files;
mod flat;
mod gaps;
mod initiatives;
mod journey;
mod learning_circles;
mod leave_one_out;
mod matches;
mod measures;
mod overlap_chance;
mod places;
mod reinvented;
mod role_division;
mod scenario;
mod scenario_groups;
mod schema;

mod monitoring;
mod names;
pub mod network;
mod referrals;
mod signals;
pub mod tables;
mod template;

pub use actors::{CentralityRecord, ClusterRecord, ClustersRecord, RegionShare, centrality_records, clusters_record};
pub use address::path_part;
pub use bridging::{ActorBridgingRecord, BridgeRecord, BridgingRecord, bridging_record};
pub use comparison::{ChangeRecord, ChangesRecord, ComparisonRecord, MeasureRecord, comparison_record};
pub use complexity::{AreaComplexityRecord, ComplexityRecord, RankRangesRecord, complexity_record};
pub use consensus::{ConsensusClusterRecord, ConsensusRecord, ConsensusSummary, consensus_record};
pub use consistency::{ConsistencyDocument, ConsistencyRecord, consistency_document};
pub use dcat::{Publisher, dcat_catalog};
pub use document::{
    AboutSection, DatasetRecord, Document, about_overlap, about_region_overlap, about_section, document,
    too_large_warning,
};
pub use entities::{
    ActivityRecord, ActorRecord, InitiativeRecord, ParticipationRecord, RegionRecord, activity_records, actor_records,
    initiative_records, participation_records, region_records,
};
pub use files::{ExportError, ExportFormat, Exported, Source, file_name};
pub use flat::{CsvDialect, FlatTable, Labels, as_value, value_at};
pub use gaps::{ComparableRecord, CountryGapRecord, GapRecord, InitiativeName, country_gap_records, gap_records};
pub use initiatives::{OverlapRecord, overlap_records};
pub use journey::{JourneyRecord, JourneysRecord, PhaseRecord, journeys_record};
pub use learning_circles::{LearningCircleRecord, LearningCirclesRecord, learning_circles_record};
pub use leave_one_out::{LeaveOneOutRecord, LossRecord, leave_one_out_record, loss_records};
pub use matches::{DoorsCellRecord, DoorsRecord, MatchRecord, doors_cell_records, doors_record, match_records};
pub use measures::{is_share, measure_label};
pub use monitoring::{
    AnswerRecord, CoverageRecord, IndicatorRecord, MonitoringRecord, QuestionAnswersRecord, monitoring_record,
};
pub use names::{NameDecisionRecord, NameGroupRecord, NameSuggestionRecord, NamesRecord, names_record};
pub use overlap_chance::{OverlapChanceRecord, overlap_chance_records};
pub use places::{
    DistributionCellRecord, DistributionRecord, RegionPairRecord, WhiteSpotRecord, distribution_record,
    region_pair_records, white_spot_records,
};
pub use referrals::{DoorRecord, LevelFlowRecord, ReachRecord, ReferralRecord, ReferralsRecord, referrals_record};
pub use reinvented::{ReinventedGroupRecord, ReinventedRecord, reinvented_record};
pub use role_division::{
    InitiatorsRecord, KindRolesRecord, MarketRecord, RoleCellRecord, RoleDivisionRecord, role_division_record,
};
pub use scenario::{ScenarioDocument, scenario_document};
pub use schema::RecordSchema;
pub use signals::{ContactRecord, SignalKindRecord, SignalRecord, SignalsRecord, signals_record};
pub use template::{TemplateConfig, dataset_template};
