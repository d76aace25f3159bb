//! What every answer says about itself: how it was made and what it rests on.

use super::provenance_gaps::{gaps_method, gaps_provenance};
use super::section::Section;
use super::{
    provenance_bridging, provenance_complexity, provenance_consensus, provenance_journey, provenance_leave_one_out,
    provenance_matches, provenance_monitoring, provenance_names, provenance_overlap_depth, provenance_referrals,
    provenance_role_division, provenance_signals,
};
use crate::analysis::distribution::{Axis, Measure};
use crate::analysis::matches::table::question;
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// How a result came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The weakest basis among the data behind the result.
    pub basis: Basis,
    /// Fields that rest on something else.
    pub exceptions: Vec<(&'static str, Basis)>,
    pub method: Text,
}

/// Method and basis of a section with its default parameters.
pub fn provenance(ecosystem: &Ecosystem, section: Section) -> Provenance {
    let lead = ecosystem.taxonomy().lead();
    let about = ecosystem.about();
    let links = [("participations", "initiative"), ("participations", "actor")];
    let basis = match section {
        Section::Centrality | Section::Clusters => about.weakest(&links),
        Section::Overlap => about.weakest(&links).max(offer_basis(ecosystem)),
        Section::RegionOverlap => about.weakest(&links).max(offer_basis(ecosystem)).max(area_basis(ecosystem)),
        Section::WhiteSpots => return white_spots_provenance(ecosystem, &[lead]),
        Section::Gaps => return gaps_provenance(ecosystem, &[lead]),
        Section::Bridging => provenance_bridging::basis(ecosystem),
        Section::Complexity => provenance_complexity::basis(ecosystem),
        Section::Matches => provenance_matches::basis(ecosystem, &[question(ecosystem)]),
        Section::Journey => provenance_journey::basis(ecosystem, &[]),
        Section::RoleDivision => provenance_role_division::basis(ecosystem, lead),
        Section::OverlapChance | Section::Reinvented | Section::LearningCircles => {
            provenance_overlap_depth::basis(ecosystem)
        }
        Section::LeaveOneOut => provenance_leave_one_out::basis(ecosystem),
        Section::Consensus => provenance_consensus::basis(ecosystem),
        Section::Monitoring => return provenance_monitoring::provenance(ecosystem),
        Section::Referrals => provenance_referrals::basis(ecosystem),
        Section::Signals => provenance_signals::basis(ecosystem, false),
        Section::Names => provenance_names::basis(ecosystem),
        Section::Distribution => {
            return distribution_provenance(ecosystem, Axis::Region, Some(Axis::Dimension(lead)), Measure::Activities);
        }
    };
    Provenance { basis, exceptions: Vec::new(), method: method(section) }
}

/// Method and basis of white spots over given dimensions: published where the very table was published, but never the
/// number of initiatives behind a cell.
pub fn white_spots_provenance(ecosystem: &Ecosystem, by: &[usize]) -> Provenance {
    let about = ecosystem.about();
    let ids: Vec<&str> = by.iter().map(|&position| &*ecosystem.taxonomy().dimensions()[position].id).collect();
    let mut axes = vec!["region"];
    axes.extend(&ids);
    let single = ids.iter().map(|id| about.basis_of("activities", id)).max().unwrap_or(Basis::Registered);
    let rows = single.max(area_basis(ecosystem)).max(about.basis_of("activities", "initiative"));
    let (basis, exceptions) = if about.is_published_table(&axes) {
        (Basis::Published, vec![("initiatives", rows), ("fragile", rows)])
    } else {
        (rows, Vec::new())
    };
    Provenance { basis, exceptions, method: method(Section::WhiteSpots) }
}

/// Method and basis of a distribution: published where the very table was published, else the weakest of what it counts.
pub fn distribution_provenance(
    ecosystem: &Ecosystem,
    rows: Axis,
    columns: Option<Axis>,
    measure: Measure,
) -> Provenance {
    let about = ecosystem.about();
    let axes: Vec<Axis> = std::iter::once(rows).chain(columns).collect();
    let codes: Vec<&str> = axes.iter().map(|axis| axis.code(ecosystem)).collect();
    let basis = if measure == Measure::Activities && about.is_published_table(&codes) {
        Basis::Published
    } else {
        let counted = match measure {
            Measure::Activities => about.basis_of("activities", "id"),
            Measure::Reach => about.basis_of("activities", "reach"),
            Measure::Initiatives => about.basis_of("initiatives", "id"),
            Measure::Actors => about.weakest(&[("participations", "actor"), ("participations", "initiative")]),
        };
        axes.iter().map(|&axis| axis_basis(ecosystem, axis, measure)).fold(counted, Basis::max)
    };
    Provenance { basis, exceptions: Vec::new(), method: method(Section::Distribution) }
}

fn axis_basis(ecosystem: &Ecosystem, axis: Axis, measure: Measure) -> Basis {
    let about = ecosystem.about();
    let linked = about.weakest(&[("participations", "actor"), ("participations", "initiative")]);
    match axis {
        Axis::Dimension(position) => about.basis_of("activities", &ecosystem.taxonomy().dimensions()[position].id),
        Axis::Region if measure == Measure::Actors => about.basis_of("actors", "region"),
        Axis::Region => area_basis(ecosystem),
        Axis::ActorLevel => about.basis_of("actors", "level").max(linked),
        Axis::ActorKind => about.basis_of("actors", "kind").max(linked),
        Axis::InitiativeLevel => about.basis_of("initiatives", "level"),
        Axis::Role => about.basis_of("participations", "role").max(linked),
        Axis::ReachClass => about.basis_of("activities", "reach_class"),
        Axis::EffortClass => {
            let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
            about.basis_of("activities", &lead.id).max(Basis::Modelled)
        }
    }
}

pub(super) fn area_basis(ecosystem: &Ecosystem) -> Basis {
    let stated = ecosystem.activities().iter().any(|activity| activity.stated_area.is_known());
    let own = if stated { ecosystem.about().basis_of("activities", "regions") } else { Basis::Published };
    own.max(ecosystem.about().basis_of("initiatives", "regions"))
}

/// The weakest basis among the offer dimensions that are filled.
pub(super) fn offer_basis(ecosystem: &Ecosystem) -> Basis {
    let dimensions = ecosystem.taxonomy().dimensions().iter().enumerate();
    dimensions
        .filter(|(position, dimension)| {
            dimension.aspect.is_some() && ecosystem.classification().column(*position).is_filled()
        })
        .map(|(_, dimension)| ecosystem.about().basis_of("activities", &dimension.id))
        .max()
        .unwrap_or(Basis::Published)
}

fn method(section: Section) -> Text {
    match section {
        Section::Names => provenance_names::method(),
        Section::Bridging => provenance_bridging::method(),
        Section::Complexity => provenance_complexity::method(),
        Section::Gaps => gaps_method(),
        Section::Matches => provenance_matches::method(),
        Section::Journey => provenance_journey::method(),
        Section::RoleDivision => provenance_role_division::method(),
        Section::OverlapChance => provenance_overlap_depth::chance_method(),
        Section::Reinvented => provenance_overlap_depth::reinvented_method(),
        Section::LearningCircles => provenance_overlap_depth::circles_method(),
        Section::LeaveOneOut => provenance_leave_one_out::method(),
        Section::Consensus => provenance_consensus::method(),
        Section::Monitoring => provenance_monitoring::method(),
        Section::Referrals => provenance_referrals::method(),
        Section::Signals => provenance_signals::method(),
        Section::Centrality => Text::new(
            "Projectie op actoren: verbonden wie een initiatief deelt; geïsoleerde actoren tellen mee in n. \
             Tussenpositie volgens Brandes, nabijheid harmonisch, PageRank met demping 0,85 op aantallen gedeelde initiatieven.",
            "Projection on actors: linked when they share an initiative; isolated actors count in n. Betweenness by \
             Brandes, harmonic closeness, PageRank with damping 0.85 on counts of shared initiatives.",
        ),
        Section::Clusters => Text::new(
            "Leiden op de projectie op actoren, gewogen volgens Newman (1/(k−1) per gedeeld initiatief); twintig runs, de \
             beste modulariteit; stabiliteit is de gemiddelde gecorrigeerde Rand-index tussen de runs.",
            "Leiden on the actor projection with Newman weights (1/(k−1) per shared initiative); twenty runs, the best \
             modularity; stability is the mean adjusted Rand index between runs.",
        ),
        Section::Overlap => Text::new(
            "Gewogen Jaccard op de kenmerken van activiteiten, gemiddelde beste overeenkomst tussen initiatieven met een \
             gemeenschappelijk werkgebied. Samenwerking: een gedeelde actor die in beide meer doet dan financieren, of een \
             doorverwijzing.",
            "Weighted Jaccard on the values of activities, best-match average between initiatives whose working areas \
             meet. Collaboration: a shared actor that does more than fund in both, or a referral.",
        ),
        Section::RegionOverlap => Text::new(
            "Paren van regio's over initiatieven met een eigen, niet landelijk werkgebied; overlap van aanbod ongeacht \
             werkgebied.",
            "Pairs of regions over initiatives with an own, not national, working area; overlap of offers whatever the \
             working area.",
        ),
        Section::WhiteSpots => Text::new(
            "Eenheid: activiteit × regio van haar eigen werkgebied. Verwacht = rijtotaal × kolomtotaal / N; kans volgens de \
             hypergeometrische verdeling, gecorrigeerd volgens Benjamini en Hochberg.",
            "Unit: activity × region of its own working area. Expected = row total × column total / N; chance by the \
             hypergeometric distribution, corrected after Benjamini and Hochberg.",
        ),
        Section::Distribution => Text::new(
            "Aantallen; niet bekend is een eigen categorie; een activiteit met meer waarden telt in elke waarde en één keer \
             in het totaal.",
            "Counts; not known is a category of its own; an activity with several values counts in each and once in the \
             total.",
        ),
    }
}
