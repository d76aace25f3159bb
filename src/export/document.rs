//! The document that `analyse` prints: all results of a snapshot.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    BridgingRecord, CentralityRecord, ClustersRecord, ComplexityRecord, ConsensusRecord, CountryGapRecord,
    DistributionRecord, DoorsCellRecord, GapRecord, JourneysRecord, LearningCirclesRecord, LeaveOneOutRecord,
    MonitoringRecord, NamesRecord, OverlapChanceRecord, OverlapRecord, ReferralsRecord, RegionPairRecord,
    ReinventedRecord, RoleDivisionRecord, SignalsRecord, WhiteSpotRecord, bridging_record, centrality_records,
    clusters_record, complexity_record, consensus_record, country_gap_records, distribution_record, doors_cell_records,
    gap_records, journeys_record, learning_circles_record, leave_one_out_record, monitoring_record, names_record,
    overlap_chance_records, overlap_records, referrals_record, region_pair_records, reinvented_record,
    role_division_record, signals_record, white_spot_records,
};
use crate::analysis::centrality::Approximation;
use crate::analysis::overlap::Overlap;
use crate::analysis::region_overlap::RegionPair;
use crate::analysis::round12;
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::{Language, Text};
use crate::snapshot::{Progress, Provenance, Section, Snapshot, provenance};

/// The particulars of a dataset.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DatasetRecord {
    pub id: String,
    pub title: Text,
    pub version: Option<String>,
    pub date: Option<String>,
    pub licenses: Vec<String>,
    pub sources: Vec<String>,
    pub notes: Vec<Text>,
    /// Table → basis.
    pub basis: BTreeMap<String, Basis>,
    pub actors: usize,
    pub initiatives: usize,
    pub participations: usize,
    pub activities: usize,
    /// How many initiatives are thought to exist, and the share of them in the data.
    pub known_population: Option<u64>,
    pub survey_coverage: Option<f64>,
}

impl DatasetRecord {
    pub fn new(ecosystem: &Ecosystem) -> Self {
        let about = ecosystem.about();
        let said = |words: &str| (!words.is_empty()).then(|| words.to_owned());
        let coverage = |known: u64| ecosystem.initiatives().len() as f64 / known as f64;
        Self {
            id: about.id.clone(),
            title: about.title.clone(),
            version: said(&about.version),
            date: said(&about.date),
            licenses: about.licenses.clone(),
            sources: about.sources.clone(),
            notes: about.notes.clone(),
            basis: about.basis.iter().map(|(table, basis)| (table.clone(), basis.table)).collect(),
            actors: ecosystem.actors().len(),
            initiatives: ecosystem.initiatives().len(),
            participations: ecosystem.participations().len(),
            activities: ecosystem.activities().len(),
            known_population: about.known_population,
            survey_coverage: about.known_population.filter(|&known| known > 0).map(|known| round12(coverage(known))),
        }
    }
}

/// How a section came about, beside its records.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AboutSection {
    pub method: Text,
    pub basis: Basis,
    /// Fields that rest on something else.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub basis_exceptions: BTreeMap<&'static str, Basis>,
    /// True where betweenness and closeness were sampled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approximate: Option<bool>,
    /// Start actors that were sampled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pivots: Option<usize>,
    /// With 95 % certainty no value is off by more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Text>,
}

impl AboutSection {
    pub fn new(provenance: Provenance) -> Self {
        Self {
            method: provenance.method,
            basis: provenance.basis,
            basis_exceptions: provenance.exceptions.into_iter().collect(),
            approximate: None,
            pivots: None,
            bound: None,
            warnings: Vec::new(),
        }
    }

    /// Takes a weaker basis where the data behind a part of the answer are weaker.
    pub fn weaken(&mut self, basis: Basis) {
        self.basis = self.basis.max(basis);
    }

    /// Says that values were sampled, and how far off they can be.
    pub fn set_approximation(&mut self, approximation: Option<&Approximation>) {
        self.approximate = approximation.map(|_| true);
        self.pivots = approximation.map(|approximation| approximation.pivots);
        self.bound = approximation.map(|approximation| approximation.bound);
    }
}

/// All results that were asked for.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    pub dataset: DatasetRecord,
    /// Section → method and basis.
    pub about: BTreeMap<&'static str, AboutSection>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub centrality: Option<Vec<CentralityRecord>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clusters: Option<ClustersRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overlap: Option<Pairs<OverlapRecord>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_overlap: Option<Pairs<RegionPairRecord>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub white_spots: Option<Cells>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distribution: Option<DistributionRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bridging: Option<BridgingRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complexity: Option<ComplexityRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gaps: Option<GapsDocument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matches: Option<Vec<DoorsCellRecord>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub journey: Option<JourneysRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_division: Option<RoleDivisionRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overlap_chance: Option<Vec<OverlapChanceRecord>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reinvented: Option<ReinventedRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning_circles: Option<LearningCirclesRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leave_one_out: Option<LeaveOneOutRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consensus: Option<ConsensusRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monitoring: Option<MonitoringRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referrals: Option<ReferralsRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signals: Option<SignalsRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub names: Option<NamesRecord>,
}

/// White spots in depth: ranked cells of the regions, and of the country as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GapsDocument {
    pub cells: Vec<GapRecord>,
    pub country: Vec<CountryGapRecord>,
}

/// A list of pairs.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Pairs<T> {
    pub pairs: Vec<T>,
}

/// A list of cells.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Cells {
    pub cells: Vec<WhiteSpotRecord>,
    /// Activities that are neither own nor national supply.
    pub unknown_area: usize,
    /// Activities without a value in the asked dimensions.
    pub unclassified: usize,
}

/// The sections of a snapshot that were asked for.
pub fn document(snapshot: &Snapshot, asked: impl Fn(Section) -> bool, language: Language) -> Document {
    let ecosystem = &snapshot.ecosystem;
    let clusters = snapshot.clusters.get();
    let about = Section::ALL
        .iter()
        .filter(|&&section| asked(section))
        .map(|&section| (section.key(), about_section(snapshot, section)))
        .collect();
    Document {
        dataset: DatasetRecord::new(ecosystem),
        about,
        centrality: snapshot
            .centrality
            .get()
            .map(|centrality| centrality_records(ecosystem, &snapshot.network, centrality, clusters)),
        clusters: clusters
            .filter(|_| asked(Section::Clusters))
            .map(|clusters| clusters_record(ecosystem, clusters, language)),
        overlap: snapshot
            .overlap
            .get()
            .filter(|_| asked(Section::Overlap))
            .map(|overlap| Pairs { pairs: overlap_records(ecosystem, overlap) }),
        region_overlap: snapshot
            .region_overlap
            .get()
            .map(|pairs| Pairs { pairs: region_pair_records(ecosystem, pairs) }),
        white_spots: snapshot.white_spots.as_ref().filter(|_| asked(Section::WhiteSpots)).map(|white_spots| Cells {
            cells: white_spot_records(ecosystem, white_spots),
            unknown_area: white_spots.unknown_area,
            unclassified: white_spots.unclassified,
        }),
        distribution: snapshot.distribution.as_ref().map(|distribution| distribution_record(ecosystem, distribution)),
        bridging: clusters
            .zip(snapshot.bridging.get())
            .map(|(clusters, bridging)| bridging_record(ecosystem, &snapshot.network, clusters, bridging)),
        complexity: snapshot.complexity.get().map(|complexity| complexity_record(ecosystem, complexity)),
        gaps: snapshot.white_spots.as_ref().zip(snapshot.gaps.get()).map(|(white_spots, gaps)| GapsDocument {
            cells: gap_records(ecosystem, white_spots, gaps),
            country: country_gap_records(ecosystem, &white_spots.by, gaps),
        }),
        matches: snapshot.matches.get().map(|table| doors_cell_records(ecosystem, table)),
        journey: snapshot.journey.get().map(|journey| journeys_record(ecosystem, journey)),
        role_division: snapshot.role_division.get().map(|division| role_division_record(ecosystem, division)),
        overlap_chance: snapshot.overlap_chance.get().map(overlap_chance_records),
        reinvented: snapshot.reinvented.get().map(|reinvented| reinvented_record(ecosystem, reinvented)),
        learning_circles: snapshot.learning_circles.get().map(|circles| learning_circles_record(ecosystem, circles)),
        consensus: snapshot.consensus.get().map(|consensus| consensus_record(ecosystem, consensus, language)),
        leave_one_out: snapshot.leave_one_out.get().map(|result| leave_one_out_record(ecosystem, result)),
        monitoring: snapshot.monitoring.get().map(|monitoring| monitoring_record(ecosystem, monitoring)),
        referrals: snapshot.referrals.get().map(|referrals| referrals_record(ecosystem, referrals.as_ref())),
        signals: snapshot.signals.get().map(|signals| signals_record(ecosystem, signals, false)),
        names: snapshot.names.get().map(|names| names_record(ecosystem, names)),
    }
}

/// Method, basis and what else must be said of a section.
pub fn about_section(snapshot: &Snapshot, section: Section) -> AboutSection {
    let mut about = AboutSection::new(provenance(&snapshot.ecosystem, section));
    if let (Section::Centrality, Some(result)) = (section, snapshot.centrality.get()) {
        about.set_approximation(result.approximation.as_ref());
    }
    if section == Section::Matches && snapshot.matches.get().is_some_and(|table| table.cells.is_none()) {
        about.warnings.push(Text::new(
            "Er zijn te veel regio's en waarden voor een tabel; vraag om de deuren van één profiel.",
            "There are too many regions and values for a table; ask for the doors of one profile.",
        ));
    }
    if let (Section::Overlap, Some(found)) = (section, snapshot.overlap.get()) {
        about.warnings.extend(overlap_warnings(found));
    }
    if let (Section::RegionOverlap, Some(pairs)) = (section, snapshot.region_overlap.get()) {
        about.warnings.extend(region_overlap_warning(pairs));
    }
    if section != Section::Consensus && snapshot.progress(section) == Progress::TooLarge {
        about.warnings.push(too_large_warning());
    }
    if section == Section::Consensus && snapshot.consensus.get().is_none() {
        about.warnings.push(Text::new(
            "Het netwerk is te groot voor zoveel herhalingen; vraag de service minder herhalingen of een deel van de actoren.",
            "The network is too large for so many runs; ask the service for fewer runs or for a part of the actors.",
        ));
    }
    about
}

/// Method, basis and what else must be said of overlap that was asked with other settings than those of the snapshot.
pub fn about_overlap(ecosystem: &Ecosystem, found: &Overlap) -> AboutSection {
    let mut about = AboutSection::new(provenance(ecosystem, Section::Overlap));
    about.warnings.extend(overlap_warnings(found));
    about
}

/// As [`about_overlap`], of regions side by side.
pub fn about_region_overlap(ecosystem: &Ecosystem, pairs: &[RegionPair]) -> AboutSection {
    let mut about = AboutSection::new(provenance(ecosystem, Section::RegionOverlap));
    about.warnings.extend(region_overlap_warning(pairs));
    about
}

fn region_overlap_warning(pairs: &[RegionPair]) -> Option<Text> {
    pairs.iter().any(|pair| pair.overlapping_pairs.is_none()).then(too_large_warning)
}

fn overlap_warnings(found: &Overlap) -> Vec<Text> {
    let mut warnings = Vec::new();
    if !found.has_aspects {
        warnings.push(Text::new(
            "De lijst is te lang om inhoud, methode en doelgroep ook apart te vergelijken; vraag met een hoger minimum.",
            "The list is too long to compare content, method and target as well; ask with a higher minimum.",
        ));
    }
    if !found.is_complete() {
        let (listed, total) = (found.pairs.len(), found.total);
        warnings.push(Text::new(
            format!(
                "Er zijn {total} paren; alleen de {listed} met de meeste overlap staan erin. Vraag met een hoger minimum of \
                 een filter."
            ),
            format!(
                "There are {total} pairs; only the {listed} with most overlap are listed. Ask with a higher minimum or a \
                 filter."
            ),
        ));
    }
    if found.thin {
        warnings.push(thin_warning());
    }
    warnings
}

/// What must be said where everything at once is too much.
pub fn too_large_warning() -> Text {
    Text::new(
        "De gegevens zijn te groot om dit als geheel te berekenen; vraag de service een deel, met een filter of een hoger minimum.",
        "The data are too large to compute this as a whole; ask the service for a part, with a filter or a higher minimum.",
    )
}

/// What must be said where one shared value makes an overlap.
pub(super) fn thin_warning() -> Text {
    Text::new(
        "De gegevens vullen minder dan twee kenmerken van het aanbod; één gemeenschappelijke waarde telt al als overlap.",
        "The data fill fewer than two dimensions of the offer; one shared value already counts as overlap.",
    )
}
