//! The work list of a snapshot, from the results that are there.

use std::borrow::Cow;

use super::compute::{Snapshot, SnapshotConfig, SnapshotError};
use crate::analysis::bridging::DEFAULT_LISTED;
use crate::analysis::bridging::articulation::{CutOff, articulation};
use crate::analysis::complexity::ending::ending_within_a_year;
use crate::analysis::gaps::{GapsConfig, gaps};
use crate::analysis::monitoring::{MonitoringConfig, monitoring};
use crate::analysis::referrals::{ReferralsConfig, referrals};
use crate::analysis::selection::Selection;
use crate::analysis::signals::{Findings, Signals, signals};
use crate::analysis::white_spots::white_spots;

/// Signals of the whole ecosystem. Results that the snapshot has are used; the others are computed.
///
/// # Errors
/// [`SnapshotError`] where a result would not fit.
pub fn default_signals(snapshot: &Snapshot, config: &SnapshotConfig) -> Result<Signals, SnapshotError> {
    let ecosystem = &snapshot.ecosystem;
    let selection = Selection::everything(ecosystem);
    let overlap = snapshot.need_whole_overlap(config)?;
    let white_spots = match &snapshot.white_spots {
        Some(result) => Cow::Borrowed(result),
        None => Cow::Owned(white_spots(ecosystem, &selection, &[ecosystem.taxonomy().lead()])?),
    };
    let gaps = match snapshot.gaps.get() {
        Some(result) => Cow::Borrowed(result),
        None => {
            let settings = GapsConfig::default();
            Cow::Owned(gaps(ecosystem, &selection, &white_spots, &config.establishments, &settings)?)
        }
    };
    let monitoring = match snapshot.monitoring.get() {
        Some(result) => Cow::Borrowed(result),
        None => Cow::Owned(monitoring(ecosystem, &selection, &MonitoringConfig::default())),
    };
    let referrals = match snapshot.referrals.get() {
        Some(result) => Cow::Borrowed(result),
        None => Cow::Owned(referrals(ecosystem, &selection, &ReferralsConfig::default())),
    };
    let ending = ending_within_a_year(ecosystem, &selection, None)?;
    let findings = Findings {
        overlap,
        white_spots: &white_spots,
        gaps: &gaps,
        ending: ending.as_ref(),
        articulation: &articulation_actors(snapshot, config)?,
        referrals: (*referrals).as_ref(),
        monitoring: &monitoring,
    };
    Ok(signals(ecosystem, &selection, &findings))
}

/// Articulation actors with who would be cut off, as positions in the ecosystem.
fn articulation_actors(snapshot: &Snapshot, config: &SnapshotConfig) -> Result<Vec<(usize, CutOff)>, SnapshotError> {
    if let Some(bridging) = snapshot.bridging.get() {
        let found = bridging.actors.iter().filter_map(|actor| Some((actor.actor, actor.cut_off.clone()?)));
        return Ok(found.collect());
    }
    let network = &snapshot.network;
    let found = articulation(snapshot.need_projection(config)?, DEFAULT_LISTED).actors.into_iter().map(|point| {
        let mut cut_off = point.cut_off;
        cut_off.listed.iter_mut().for_each(|actor| *actor = network.ecosystem_position(*actor));
        (network.ecosystem_position(point.actor), cut_off)
    });
    Ok(found.collect())
}
