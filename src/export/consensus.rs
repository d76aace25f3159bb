//! Records of consensus clusters.

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::consensus::{Consensus, ConsensusCluster, ConsensusMember, Firmness, SignOff};
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::{Language, Text, percentage};
use crate::snapshot::{central_name, provenance_consensus};

/// What the runs agree on.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsensusRecord {
    #[serde(flatten)]
    pub summary: ConsensusSummary,
    pub clusters: Vec<ConsensusClusterRecord>,
}

/// The figures about the whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsensusSummary {
    pub resolution: f64,
    pub runs: usize,
    pub seed: u64,
    pub threshold: f64,
    pub rounds: usize,
    pub agreed: bool,
    pub modularity: Option<f64>,
    pub best_modularity: Option<f64>,
    pub two_mode_modularity: Option<f64>,
    /// Adjusted Rand index of the single runs with the consensus: mean, and between which values 95 % of the runs lie.
    pub agreement: Option<f64>,
    pub agreement_low: Option<f64>,
    pub agreement_high: Option<f64>,
    /// Different outcomes among the runs, and how many runs had the best.
    pub distinct_partitions: usize,
    pub best_found: usize,
    /// Share of the actors in firm or stable clusters.
    pub settled_share: Option<f64>,
    /// Actors that belong to two clusters.
    pub between_two: usize,
    pub sign_off: Option<&'static str>,
    pub in_words: Text,
}

/// One cluster.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsensusClusterRecord {
    pub id: String,
    pub name: String,
    pub size: usize,
    pub stability: Option<f64>,
    /// How well the runs find it again, 0 to 1.
    pub recovery: f64,
    pub verdict: &'static str,
    pub in_words: Text,
    pub members: Vec<ConsensusMemberRecord>,
}

/// One member; flat.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsensusMemberRecord {
    pub actor: String,
    pub name: String,
    /// Mean share of the runs in which it is with its cluster mates.
    pub share: Option<f64>,
    /// Id of the other cluster with which it is most, and that mean share.
    pub second_cluster: Option<String>,
    pub second_share: Option<f64>,
    pub between_two: bool,
}

pub fn consensus_record(ecosystem: &Ecosystem, consensus: &Consensus, language: Language) -> ConsensusRecord {
    let actor = |position: usize| &ecosystem.actors()[position];
    let ids: Vec<String> = consensus
        .clusters
        .iter()
        .map(|cluster| cluster.members.first().map_or_else(String::new, |member| actor(member.actor).id.to_string()))
        .collect();
    let member = |member: &ConsensusMember| ConsensusMemberRecord {
        actor: actor(member.actor).id.to_string(),
        name: actor(member.actor).name.to_string(),
        share: member.own,
        second_cluster: member.second.map(|(cluster, _)| ids[cluster].clone()),
        second_share: member.second.map(|(_, share)| share),
        between_two: member.between,
    };
    let cluster = |(cluster, id): (&ConsensusCluster, &String)| ConsensusClusterRecord {
        id: id.clone(),
        name: central_name(ecosystem, Some(cluster.central), cluster.place, language),
        size: cluster.members.len(),
        stability: cluster.stability,
        recovery: cluster.recovery,
        verdict: cluster.firmness.code(),
        in_words: cluster_in_words(cluster),
        members: cluster.members.iter().map(member).collect(),
    };
    ConsensusRecord {
        clusters: consensus.clusters.iter().zip(&ids).map(cluster).collect(),
        summary: summary(ecosystem, consensus),
    }
}

fn summary(ecosystem: &Ecosystem, consensus: &Consensus) -> ConsensusSummary {
    let agreement = consensus.agreement;
    let members = consensus.clusters.iter().flat_map(|cluster| &cluster.members);
    ConsensusSummary {
        resolution: consensus.resolution,
        runs: consensus.runs,
        seed: consensus.first_seed,
        threshold: consensus.threshold,
        rounds: consensus.rounds,
        agreed: consensus.agreed,
        modularity: consensus.modularity,
        best_modularity: consensus.best_modularity,
        two_mode_modularity: consensus.two_mode_modularity,
        agreement: agreement.map(|agreement| agreement.mean),
        agreement_low: agreement.map(|agreement| agreement.low),
        agreement_high: agreement.map(|agreement| agreement.high),
        distinct_partitions: consensus.distinct,
        best_found: consensus.best_found,
        settled_share: consensus.settled_share,
        between_two: members.filter(|member| member.between).count(),
        sign_off: consensus.sign_off.map(SignOff::code),
        in_words: with_basis(whole_in_words(consensus), provenance_consensus::basis(ecosystem)),
    }
}

/// Adds that a network that is not observed cannot be signed off, however sure the method is.
fn with_basis(words: Text, basis: Basis) -> Text {
    let (nl, en) = match basis {
        Basis::Reconstructed => ("gereconstrueerd", "reconstructed"),
        Basis::Fictional => ("verzonnen", "invented"),
        Basis::Published | Basis::Registered | Basis::Modelled => return words,
    };
    Text::new(
        format!(
            "{} Maar de verbanden in deze gegevens zijn {nl}: het oordeel gaat over de methode, niet over de praktijk.",
            words.nl
        ),
        format!(
            "{} But the links in these data are {en}: the verdict is about the method, not about practice.",
            words.en
        ),
    )
}

fn whole_in_words(consensus: &Consensus) -> Text {
    let (Some(sign_off), Some(share)) = (consensus.sign_off, consensus.settled_share) else {
        return Text::new("Er zijn geen verbanden, dus ook geen clusters.", "There are no links, hence no clusters.");
    };
    let (nl, en) = (percentage(share, 0, Language::Nl), percentage(share, 0, Language::En));
    match sign_off {
        SignOff::Yes => Text::new(
            format!(
                "Deze indeling kan worden vastgesteld: {nl} van de actoren zit in een cluster dat stevig of stabiel is."
            ),
            format!("These clusters can be signed off: {en} of the actors are in a cluster that is firm or stable."),
        ),
        SignOff::WithCare => Text::new(
            format!(
                "Deze indeling is bruikbaar met voorbehoud: {nl} van de actoren zit in een cluster dat stevig of stabiel is. \
                 Stel alleen die clusters vast en bespreek de twijfelgevallen."
            ),
            format!(
                "These clusters can be used with care: {en} of the actors are in a cluster that is firm or stable. Sign off \
                 only those and discuss the borderline cases."
            ),
        ),
        SignOff::No => Text::new(
            format!(
                "Stel deze indeling niet vast: maar {nl} van de actoren zit in een cluster dat stevig of stabiel is. Met een \
                 ander startgetal komt er een andere indeling uit."
            ),
            format!(
                "Do not sign off these clusters: only {en} of the actors are in a cluster that is firm or stable. Another \
                 seed gives other clusters."
            ),
        ),
    }
}

fn cluster_in_words(cluster: &ConsensusCluster) -> Text {
    let between = cluster.members.iter().filter(|member| member.between).count();
    let (nl, en) = match cluster.firmness {
        Firmness::Firm => ("stevig: komt steeds terug", "firm: always returns"),
        Firmness::Stable => ("stabiel: de kern komt steeds terug", "stable: the core always returns"),
        Firmness::Doubtful => ("twijfelachtig: de grens verschuift", "doubtful: its border moves"),
        Firmness::Unstable => ("wankel: niet vaststellen", "unstable: do not sign off"),
    };
    match between {
        0 => Text::new(nl, en),
        1 => Text::new(format!("{nl}; één twijfelgeval"), format!("{en}; one borderline case")),
        _ => Text::new(format!("{nl}; {between} twijfelgevallen"), format!("{en}; {between} borderline cases")),
    }
}
