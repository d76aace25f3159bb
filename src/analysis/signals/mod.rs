//! Signals: what the analyses bring up for action, as one work list with stable keys.
//!
//! Nothing is measured here. Each signal points at a result of another analysis: overlap ([`super::overlap`]), white spots
//! and fragile cells ([`super::white_spots`], ranked by [`super::gaps`]), what ends ([`mod@super::complexity::ending`]),
//! articulation actors ([`mod@super::bridging::articulation`]), dead ends ([`super::referrals`]) and what is not measured
//! ([`super::monitoring`]). [`key`](mod@key) tells how a signal is named, [`urgency`] what comes first.
//!
//! # How to read it
//!
//! Every row is one thing that somebody could do something about, with the numbers behind it and the initiatives to call.
//! Start at the top; filter by province. A signal is a question, not a verdict: overlap may be wanted, a white spot may be a
//! choice. Then it gets the status "bewust zo", which hangs on its key and stays with it in the next version of the data.
//!
//! In `voorbeeld` (a *fictional* ecosystem) two initiatives that end within the year and leave a cell without supply of its
//! own (I0007 and I0009) are among the first four of 180; all eleven pairs with the same offer that do not work together are
//! of the high class.
//! `regioscan-2023` shows the 34 white spots of the published figure 7 only. Its network is *reconstructed*: overlap, fragile
//! cells and articulation actors of it are invented by rule, so 113 signals are left out, counted, and shown on request
//! with their basis.
//!
//! Do not trust the order between neighbours: the weights are agreed, not measured. Nor an empty list: the answer says per
//! kind whether the data allow one to look.

pub mod key;
pub mod urgency;

use std::collections::BTreeSet;

use time::Date;

use self::key::key;
use self::urgency::{part, scored};
use super::bridging::articulation::CutOff;
use super::complexity::ending::{EmptiedCell, EndingWithin};
use super::gaps::{Chance, Gap, Gaps, Unserved};
use super::monitoring::Monitoring;
use super::numbers::descending;
use super::overlap::{Overlap, OverlapPair, Relation};
use super::referrals::{Door, Referrals};
use super::selection::Selection;
use super::white_spots::{CellStatus, WhiteSpotCell, WhiteSpots};
use crate::ecosystem::{Area, EVERY_VALUE, Ecosystem, Funding, Place, RegionIndex, Role, SignalKind, ValueIndex};

/// The results that signals point at, all of the same ecosystem and selection.
#[derive(Debug, Clone, Copy)]
pub struct Findings<'a> {
    pub overlap: &'a Overlap,
    /// Over the lead dimension.
    pub white_spots: &'a WhiteSpots,
    pub gaps: &'a Gaps,
    /// `None` where the day is not known or nobody says when it ends.
    pub ending: Option<&'a EndingWithin>,
    /// Articulation actors (positions in the ecosystem) with who would be cut off.
    pub articulation: &'a [(usize, CutOff)],
    pub referrals: Option<&'a Referrals>,
    pub monitoring: &'a Monitoring,
}

/// The numbers behind a signal.
#[derive(Debug, Clone, PartialEq)]
pub enum Evidence {
    Overlap {
        overlap: f64,
        relation: Option<Relation>,
        dimensions_compared: usize,
        shared_funders: Vec<usize>,
        /// Enterprises that both reach together, as far as known.
        reach: Option<u64>,
    },
    /// A white spot.
    Cell {
        value: ValueIndex,
        own: u64,
        national: u64,
        expected: Option<f64>,
        chance: Option<Chance>,
        unserved: Option<Unserved>,
        enterprises: Option<u64>,
    },
    Fragile {
        value: ValueIndex,
        own: u64,
        national: u64,
        need: Option<f64>,
        funding: Option<Funding>,
        end: Option<Date>,
    },
    Ending {
        end: Date,
        days_left: i64,
        /// Cells that fall empty, by its end alone or together with others.
        emptied: Vec<EmptiedCell>,
    },
    Articulation {
        cut_off: usize,
        /// The first of those who would be cut off.
        listed: Vec<usize>,
        parts: usize,
    },
    DeadEnd {
        referrals: u64,
        links: usize,
        end_point: Option<bool>,
    },
    Unmeasured {
        activities: usize,
        funding: Option<Funding>,
    },
}

/// One item of the work list. Initiatives and actors are positions in the ecosystem.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    pub key: String,
    pub kind: SignalKind,
    /// Where it is felt.
    pub area: Area,
    /// 0 to 1.
    pub urgency: f64,
    pub evidence: Evidence,
    /// Whom to call: the initiatives involved, increasing; for an articulation actor those that it takes part in.
    pub initiatives: Vec<usize>,
    /// The actor that it is about.
    pub actor: Option<usize>,
    /// Initiatives of comparable regions that offer what is missing here.
    pub examples: Vec<usize>,
}

/// The result of [`signals`].
#[derive(Debug, Clone, PartialEq)]
pub struct Signals {
    /// By urgency descending, then kind, then key.
    pub signals: Vec<Signal>,
    /// Kinds that the data allow one to look for; none found of these means that there is none.
    pub looked_for: BTreeSet<SignalKind>,
    /// The day from which ends are counted.
    pub as_of: Option<Date>,
}

/// The work list.
///
/// Overlap: listed pairs with an offer overlap that do not collaborate. White spots: cells of a region that are absent,
/// national-only or thin; of the country only what is absent everywhere, since national supply is no gap there. Fragile: own
/// supply by one initiative. Ending: within twelve months. Articulation: every one. Dead end: every one. Unmeasured: only
/// where reach or answers are known of some initiative, else the data simply do not record them. O(what was found · ln).
pub fn signals(ecosystem: &Ecosystem, selection: &Selection, findings: &Findings<'_>) -> Signals {
    let maker = Maker { ecosystem, selection, findings };
    let mut signals: Vec<Signal> = Vec::new();
    signals.extend(findings.overlap.pairs.iter().filter_map(|pair| maker.overlap(pair)));
    let largest = maker.largest();
    for gap in &findings.gaps.gaps {
        let cell = &findings.white_spots.cells[gap.cell];
        signals.extend(maker.white_spot(cell, gap, &largest));
        signals.extend(maker.fragile(cell, gap, &largest));
    }
    if let Some(within) = findings.ending {
        signals.extend(within.ending.initiatives.iter().filter_map(|&initiative| maker.ending(within, initiative)));
    }
    signals.extend(findings.articulation.iter().map(|(actor, cut_off)| maker.articulation(*actor, cut_off)));
    if let Some(referrals) = findings.referrals {
        let dead_ends = || referrals.doors.iter().filter(|door| door.dead_end);
        let most = dead_ends().map(|door| door.referrals_in).max().unwrap_or(0);
        signals.extend(dead_ends().map(|door| maker.dead_end(door, most)));
    }
    let measured = findings.monitoring.coverage.first().is_some_and(|whole| whole.either.count > 0);
    if measured {
        signals.extend(findings.monitoring.unmeasured.iter().map(|&initiative| maker.unmeasured(initiative)));
    }
    signals.sort_by(|a, b| {
        descending(a.urgency, b.urgency).then_with(|| a.kind.cmp(&b.kind)).then_with(|| a.key.cmp(&b.key))
    });
    Signals { signals, looked_for: maker.looked_for(measured), as_of: findings.ending.map(|within| within.as_of) }
}

/// What weighs 1.
#[derive(Default)]
struct Largest {
    /// Unserved demand among white spots, per [`unit()`].
    unserved: [f64; 3],
    /// Shortfall among white spots.
    shortfall: f64,
    /// Enterprises with the need in any cell.
    need: f64,
}

fn need(gap: &Gap) -> Option<f64> {
    gap.demand.as_ref().and_then(|demand| demand.need)
}

struct Maker<'a> {
    ecosystem: &'a Ecosystem,
    selection: &'a Selection,
    findings: &'a Findings<'a>,
}

impl Maker<'_> {
    fn id(&self, initiative: usize) -> &str {
        &self.ecosystem.initiatives()[initiative].id
    }

    fn funding(&self, initiative: usize) -> Option<Funding> {
        self.ecosystem.initiatives()[initiative].funding
    }

    fn looked_for(&self, measured: bool) -> BTreeSet<SignalKind> {
        let findings = self.findings;
        let described =
            self.ecosystem.activities().iter().enumerate().any(|(position, _)| self.selection.has_activity(position));
        let surveyed = findings.white_spots.cells.iter().any(|cell| cell.status != CellStatus::NotSurveyed);
        let known = |kind: &SignalKind| match kind {
            SignalKind::Overlap => described,
            SignalKind::Absent | SignalKind::NationalOnly | SignalKind::Thin | SignalKind::Fragile => surveyed,
            SignalKind::Ending => findings.ending.is_some(),
            SignalKind::Articulation => !self.ecosystem.participations().is_empty(),
            SignalKind::DeadEnd => findings.referrals.is_some(),
            SignalKind::Unmeasured => measured,
        };
        SignalKind::ALL.iter().copied().filter(known).collect()
    }

    fn overlap(&self, pair: &OverlapPair) -> Option<Signal> {
        let overlap = pair.overlap.filter(|_| !pair.collaborates)?;
        Some(Signal {
            key: key(SignalKind::Overlap, &[self.id(pair.a), self.id(pair.b)]),
            kind: SignalKind::Overlap,
            area: pair.area.clone(),
            urgency: urgency::overlap(pair, overlap),
            evidence: Evidence::Overlap {
                overlap,
                relation: pair.relation,
                dimensions_compared: pair.dimensions_compared,
                shared_funders: pair.shared_funders.clone(),
                reach: self.reach(&[pair.a, pair.b]),
            },
            initiatives: vec![pair.a, pair.b],
            actor: None,
            examples: Vec::new(),
        })
    }

    fn reach(&self, initiatives: &[usize]) -> Option<u64> {
        let activities = initiatives.iter().flat_map(|&initiative| self.ecosystem.activities_of(initiative));
        let selected =
            activities.map(|&activity| activity as usize).filter(|&activity| self.selection.has_activity(activity));
        let known = selected.filter_map(|activity| self.ecosystem.activities()[activity].reach);
        known.fold(None, |sum, reach| Some(sum.unwrap_or(0).saturating_add(reach)))
    }

    fn largest(&self) -> Largest {
        let mut largest = Largest::default();
        for gap in &self.findings.gaps.gaps {
            largest.need = largest.need.max(need(gap).unwrap_or(0.0));
            if self.findings.white_spots.cells[gap.cell].status.is_gap() {
                largest.shortfall = largest.shortfall.max(gap.shortfall.unwrap_or(0.0));
                if let Some(amount) = gap.unserved {
                    let largest = &mut largest.unserved[unit(amount)];
                    *largest = largest.max(amount.amount());
                }
            }
        }
        largest
    }

    fn white_spot(&self, cell: &WhiteSpotCell, gap: &Gap, largest: &Largest) -> Option<Signal> {
        let (kind, floor) = match cell.status {
            CellStatus::Absent => (SignalKind::Absent, 0.4),
            CellStatus::NationalOnly => (SignalKind::NationalOnly, 0.2),
            CellStatus::Thin => (SignalKind::Thin, 0.1),
            CellStatus::NotSurveyed | CellStatus::Covered | CellStatus::Dense => return None,
        };
        if cell.place == Place::National && kind != SignalKind::Absent {
            return None;
        }
        let weight = match gap.unserved {
            Some(amount) => part(amount.amount(), largest.unserved[unit(amount)]),
            None => part(gap.shortfall.unwrap_or(0.0), largest.shortfall),
        };
        let by_chance = kind == SignalKind::Thin && gap.chance == Some(Chance::Likely);
        let value = *cell.values.first()?;
        let examples: BTreeSet<usize> =
            gap.comparable.iter().flat_map(|offer| &offer.initiatives).map(|&initiative| initiative as usize).collect();
        Some(Signal {
            key: self.cell_key(kind, cell, value, &[]),
            kind,
            area: area_of(cell.place),
            urgency: scored(floor, 0.6, if by_chance { 0.0 } else { weight }),
            evidence: Evidence::Cell {
                value,
                own: cell.own,
                national: cell.national,
                expected: cell.expected,
                chance: gap.chance,
                unserved: gap.unserved,
                enterprises: gap.demand.as_ref().and_then(|demand| demand.enterprises),
            },
            initiatives: self.providers(cell.place, value, kind),
            actor: None,
            examples: examples.into_iter().collect(),
        })
    }

    fn fragile(&self, cell: &WhiteSpotCell, gap: &Gap, largest: &Largest) -> Option<Signal> {
        let initiative = gap.hangs_on? as usize;
        let value = *cell.values.first()?;
        let temporary = if self.funding(initiative) == Some(Funding::Temporary) { 1.0 } else { 0.0 };
        let weight = f64::midpoint(part(need(gap).unwrap_or(0.0), largest.need), temporary);
        Some(Signal {
            key: self.cell_key(SignalKind::Fragile, cell, value, &[self.id(initiative)]),
            kind: SignalKind::Fragile,
            area: area_of(cell.place),
            urgency: scored(0.2, 0.4, weight),
            evidence: Evidence::Fragile {
                value,
                own: cell.own,
                national: cell.national,
                need: need(gap),
                funding: self.funding(initiative),
                end: self.ecosystem.initiatives()[initiative].end,
            },
            initiatives: vec![initiative],
            actor: None,
            examples: Vec::new(),
        })
    }

    /// Region, dimension and value, which name a cell in every taxonomy.
    fn cell_key(&self, kind: SignalKind, cell: &WhiteSpotCell, value: ValueIndex, further: &[&str]) -> String {
        let dimension = &self.ecosystem.taxonomy().dimensions()[self.ecosystem.taxonomy().lead()];
        let place = cell.place.code(self.ecosystem.regions());
        let parts = [&[place, &*dimension.id, dimension.value_code(value)], further].concat();
        key(kind, &parts)
    }

    /// Who serves a white spot: of a thin cell its own providers, of a national-only one the national ones.
    fn providers(&self, place: Place, value: ValueIndex, kind: SignalKind) -> Vec<usize> {
        let column = self.ecosystem.classification().column(self.ecosystem.taxonomy().lead());
        let serves = |activity: usize| {
            let values = column.of(activity);
            let area = self.ecosystem.activity_area(activity);
            let here = match (kind, place) {
                (SignalKind::Thin, Place::Region(region)) => area.own_regions().contains(&region),
                (SignalKind::NationalOnly, _) => *area == Area::National,
                _ => false,
            };
            here && self.selection.has_activity(activity) && (values.contains(&value) || values == [EVERY_VALUE])
        };
        let activities = (0..self.ecosystem.activities().len()).filter(|&activity| serves(activity));
        let initiatives: BTreeSet<usize> =
            activities.map(|activity| self.ecosystem.activities()[activity].initiative as usize).collect();
        initiatives.into_iter().collect()
    }

    fn ending(&self, within: &EndingWithin, initiative: usize) -> Option<Signal> {
        let end = self.ecosystem.initiatives()[initiative].end?;
        let takes = |cell: &&EmptiedCell| cell.initiatives.contains(&initiative);
        let emptied: Vec<EmptiedCell> = within.ending.emptied.iter().filter(takes).cloned().collect();
        let days_left = (end - within.as_of).whole_days();
        let days = (within.until - within.as_of).whole_days();
        let felt: Vec<RegionIndex> = emptied
            .iter()
            .filter_map(|cell| if let Place::Region(region) = cell.place { Some(region) } else { None })
            .collect();
        let area = match self.ecosystem.initiative_area(initiative) {
            Area::Regions(own) => Area::from_parts(false, [own, felt.as_slice()].concat()),
            // What ends everywhere is felt where a cell falls empty; where none does, everywhere alike.
            other if felt.is_empty() => other.clone(),
            _ => Area::from_parts(false, felt),
        };
        Some(Signal {
            key: key(SignalKind::Ending, &[self.id(initiative)]),
            kind: SignalKind::Ending,
            area,
            urgency: urgency::ending(days_left, days, !emptied.is_empty()),
            evidence: Evidence::Ending { end, days_left, emptied },
            initiatives: vec![initiative],
            actor: None,
            examples: Vec::new(),
        })
    }

    fn articulation(&self, actor: usize, cut_off: &CutOff) -> Signal {
        let links = self.ecosystem.participations().iter().filter(|link| link.actor as usize == actor);
        let initiatives = links.filter(|link| self.selection.has_link(link)).map(|link| link.initiative as usize);
        Signal {
            key: key(SignalKind::Articulation, &[&self.ecosystem.actors()[actor].id]),
            kind: SignalKind::Articulation,
            area: self.ecosystem.actor_place(actor).map_or(Area::Unknown, area_of),
            urgency: urgency::articulation(cut_off.count),
            evidence: Evidence::Articulation {
                cut_off: cut_off.count,
                listed: cut_off.listed.clone(),
                parts: cut_off.parts,
            },
            initiatives: initiatives.collect(),
            actor: Some(actor),
            examples: Vec::new(),
        }
    }

    fn dead_end(&self, door: &Door, most: u64) -> Signal {
        let weight = if door.end_point == Some(true) { 0.0 } else { part(door.referrals_in as f64, most as f64) };
        self.of_initiative(
            SignalKind::DeadEnd,
            door.initiative,
            scored(0.1, 0.4, weight),
            Evidence::DeadEnd { referrals: door.referrals_in, links: door.links_in, end_point: door.end_point },
        )
    }

    fn unmeasured(&self, initiative: usize) -> Signal {
        let funding = self.funding(initiative);
        let activities = self.ecosystem.activities_of(initiative).iter().map(|&activity| activity as usize);
        let weight = if funding == Some(Funding::Temporary) { 1.0 } else { 0.0 };
        self.of_initiative(
            SignalKind::Unmeasured,
            initiative,
            scored(0.05, 0.2, weight),
            Evidence::Unmeasured {
                activities: activities.filter(|&activity| self.selection.has_activity(activity)).count(),
                funding,
            },
        )
    }

    fn of_initiative(&self, kind: SignalKind, initiative: usize, urgency: f64, evidence: Evidence) -> Signal {
        Signal {
            key: key(kind, &[self.id(initiative)]),
            kind,
            area: self.ecosystem.initiative_area(initiative).clone(),
            urgency,
            evidence,
            initiatives: vec![initiative],
            actor: None,
            examples: Vec::new(),
        }
    }
}

/// Actors of an initiative that started or carry it out: whom to call. Increasing.
pub fn callable(ecosystem: &Ecosystem, initiative: usize) -> impl Iterator<Item = usize> {
    let links = ecosystem.participations();
    let first = links.partition_point(|link| (link.initiative as usize) < initiative);
    let own = links.iter().skip(first).take_while(move |link| link.initiative as usize == initiative);
    own.filter(|link| link.roles.has(Role::Initiator) || link.roles.has(Role::Executor)).map(|link| link.actor as usize)
}

fn area_of(place: Place) -> Area {
    match place {
        Place::National => Area::National,
        Place::Region(region) => Area::Regions([region].into()),
    }
}

fn unit(unserved: Unserved) -> usize {
    match unserved {
        Unserved::Need(_) => 0,
        Unserved::Share(_) => 1,
        Unserved::Enterprises(_) => 2,
    }
}
