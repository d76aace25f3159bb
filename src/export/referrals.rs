//! Records of referral.

use serde::Serialize;
use utoipa::ToSchema;

use super::gaps::place_text;
use crate::analysis::complexity::Share;
use crate::analysis::referrals::reach::ReachCell;
use crate::analysis::referrals::{Direction, Door, Referrals};
use crate::ecosystem::{Ecosystem, Level, Place};
use crate::language::Text;

/// Who refers to whom, and where that leads.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReferralsRecord {
    pub totals: ReferralTotals,
    pub links: Vec<ReferralRecord>,
    pub doors: Vec<DoorRecord>,
    pub levels: Vec<LevelFlowRecord>,
    pub reach: Vec<ReachRecord>,
}

/// Shares stand beside the counts they come from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReferralTotals {
    /// False where the data say nothing of referrals: the lists are empty and the shares null for want of an answer.
    pub known: bool,
    pub reason: Option<Text>,
    pub links: Option<usize>,
    pub referrals: Option<u64>,
    pub reciprocity: Option<f64>,
    pub reciprocal_links: Option<usize>,
    pub dead_ends: Option<usize>,
    pub dead_end_share: Option<f64>,
    pub visited: Option<usize>,
    pub unvisited: Option<usize>,
    pub unvisited_share: Option<f64>,
    pub circles: Option<usize>,
    pub largest_circle: Option<usize>,
    pub directions: Vec<DirectionRecord>,
    /// Dimension of the profiles.
    pub dimension: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DirectionRecord {
    pub direction: &'static str,
    pub links: usize,
    pub referrals: u64,
    /// Among links, and referrals, of which both levels are known.
    pub link_share: Option<f64>,
    pub referral_share: Option<f64>,
}

/// One link.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReferralRecord {
    pub from: String,
    pub from_name: String,
    pub to: String,
    pub to_name: String,
    pub count: u64,
    pub from_level: Option<Level>,
    pub to_level: Option<Level>,
    pub direction: &'static str,
    pub reciprocal: bool,
}

/// One initiative as a door.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DoorRecord {
    pub initiative: String,
    pub name: String,
    pub level: Option<Level>,
    pub regions: Vec<String>,
    pub links_in: usize,
    pub links_out: usize,
    pub referrals_in: u64,
    pub referrals_out: u64,
    pub dead_end: bool,
    pub end_point: Option<bool>,
    pub unvisited: bool,
    pub circle: usize,
}

/// Links from one level to another; null: not known.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LevelFlowRecord {
    pub from: Option<Level>,
    pub to: Option<Level>,
    pub direction: &'static str,
    pub links: usize,
    pub referrals: u64,
}

/// Whether a fitting door is found from the doors of a region.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReachRecord {
    pub region: String,
    pub region_name: Text,
    pub dimension: String,
    pub value: String,
    pub value_label: Text,
    pub first_line: bool,
    pub doors: usize,
    pub fitting: usize,
    /// Doors that find it within 0, 1, … steps, and the shares.
    pub within: Vec<usize>,
    pub within_share: Vec<Option<f64>>,
    /// Doors that do not find it in time.
    pub stuck: Vec<String>,
}

/// The records; `None`: the data say nothing of referrals.
pub fn referrals_record(ecosystem: &Ecosystem, referrals: Option<&Referrals>) -> ReferralsRecord {
    let Some(referrals) = referrals else {
        return ReferralsRecord {
            totals: nothing_known(),
            links: Vec::new(),
            doors: Vec::new(),
            levels: Vec::new(),
            reach: Vec::new(),
        };
    };
    let link = |link: &crate::analysis::referrals::ReferralLink| {
        let (from, to) = (&ecosystem.initiatives()[link.from], &ecosystem.initiatives()[link.to]);
        ReferralRecord {
            from: from.id.to_string(),
            from_name: from.name.to_string(),
            to: to.id.to_string(),
            to_name: to.name.to_string(),
            count: link.count,
            from_level: from.level,
            to_level: to.level,
            direction: link.direction.code(),
            reciprocal: link.reciprocal,
        }
    };
    ReferralsRecord {
        totals: totals(ecosystem, referrals),
        links: referrals.links.iter().map(link).collect(),
        doors: referrals.doors.iter().map(|door| door_record(ecosystem, door)).collect(),
        levels: referrals
            .levels
            .iter()
            .map(|flow| LevelFlowRecord {
                from: flow.from,
                to: flow.to,
                direction: flow.direction.code(),
                links: flow.links,
                referrals: flow.referrals,
            })
            .collect(),
        reach: referrals.reach.iter().map(|cell| reach_record(ecosystem, referrals.dimension, cell)).collect(),
    }
}

fn nothing_known() -> ReferralTotals {
    ReferralTotals {
        known: false,
        reason: Some(Text::new(
            "De gegevens bevatten geen doorverwijzingen; er valt dus niets over te zeggen.",
            "The data hold no referrals; nothing can be said about them.",
        )),
        links: None,
        referrals: None,
        reciprocity: None,
        reciprocal_links: None,
        dead_ends: None,
        dead_end_share: None,
        visited: None,
        unvisited: None,
        unvisited_share: None,
        circles: None,
        largest_circle: None,
        directions: Vec::new(),
        dimension: None,
    }
}

fn totals(ecosystem: &Ecosystem, referrals: &Referrals) -> ReferralTotals {
    let counts = referrals.directions.iter();
    let directions = counts.clone().map(|total| DirectionRecord {
        direction: Direction::code(total.direction),
        links: total.links,
        referrals: total.referrals,
        link_share: total.link_share,
        referral_share: total.referral_share,
    });
    ReferralTotals {
        known: true,
        reason: None,
        links: Some(referrals.links.len()),
        referrals: Some(counts.fold(0, |sum, total| sum.saturating_add(total.referrals))),
        reciprocity: referrals.reciprocity.share,
        reciprocal_links: Some(referrals.reciprocity.count),
        dead_ends: Some(referrals.dead_ends.count),
        dead_end_share: referrals.dead_ends.share,
        visited: Some(referrals.dead_ends.of),
        unvisited: Some(referrals.unvisited.count),
        unvisited_share: referrals.unvisited.share,
        circles: Some(referrals.circles),
        largest_circle: Some(referrals.largest_circle),
        directions: directions.collect(),
        dimension: Some(ecosystem.taxonomy().dimensions()[referrals.dimension].id.to_string()),
    }
}

fn door_record(ecosystem: &Ecosystem, door: &Door) -> DoorRecord {
    let initiative = &ecosystem.initiatives()[door.initiative];
    let area = ecosystem.initiative_area(door.initiative);
    DoorRecord {
        initiative: initiative.id.to_string(),
        name: initiative.name.to_string(),
        level: initiative.level,
        regions: ecosystem.regions().codes(area).into_iter().map(str::to_owned).collect(),
        links_in: door.links_in,
        links_out: door.links_out,
        referrals_in: door.referrals_in,
        referrals_out: door.referrals_out,
        dead_end: door.dead_end,
        end_point: door.end_point,
        unvisited: door.unvisited,
        circle: door.circle,
    }
}

fn reach_record(ecosystem: &Ecosystem, dimension: usize, cell: &ReachCell) -> ReachRecord {
    let dimension = &ecosystem.taxonomy().dimensions()[dimension];
    ReachRecord {
        region: ecosystem.regions().code(cell.region).to_owned(),
        region_name: place_text(ecosystem, Place::Region(cell.region)),
        dimension: dimension.id.to_string(),
        value: dimension.value_code(cell.value).to_owned(),
        value_label: dimension.value(cell.value).map_or_else(Text::default, |value| value.label.clone()),
        first_line: cell.first_line,
        doors: cell.within.first().map_or(0, |share: &Share| share.of),
        fitting: cell.fitting,
        within: cell.within.iter().map(|share| share.count).collect(),
        within_share: cell.within.iter().map(|share| share.share).collect(),
        stuck: cell.stuck.iter().map(|&door| ecosystem.initiatives()[door].id.to_string()).collect(),
    }
}
