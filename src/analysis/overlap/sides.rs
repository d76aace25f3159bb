//! Who takes part in what, with roles, from both sides; and who refers to whom.

use crate::analysis::selection::Selection;
use crate::ecosystem::{Ecosystem, Roles};

/// Who takes part in what, with roles, from both sides; and who refers to whom.
pub(in crate::analysis) struct Sides {
    initiative_offsets: Vec<usize>,
    initiative_links: Vec<(u32, Roles)>,
    /// Transposed: initiatives of actor `v`, increasing.
    actor_offsets: Vec<usize>,
    actor_links: Vec<u32>,
    /// Both directions, sorted.
    referrals: Vec<(u32, u32)>,
}

impl Sides {
    pub(in crate::analysis) fn new(ecosystem: &Ecosystem, selection: &Selection) -> Self {
        let links = || ecosystem.participations().iter().filter(|link| selection.has_link(link));
        let mut initiative_offsets = vec![0; ecosystem.initiatives().len() + 1];
        let mut actor_offsets = vec![0; ecosystem.actors().len() + 1];
        for link in links() {
            initiative_offsets[link.initiative as usize + 1] += 1;
            actor_offsets[link.actor as usize + 1] += 1;
        }
        for offsets in [&mut initiative_offsets, &mut actor_offsets] {
            for index in 1..offsets.len() {
                offsets[index] += offsets[index - 1];
            }
        }
        let initiative_links: Vec<(u32, Roles)> = links().map(|link| (link.actor, link.roles)).collect();
        let (mut next, mut actor_links) = (actor_offsets.clone(), vec![0; initiative_links.len()]);
        for link in links() {
            let slot = &mut next[link.actor as usize];
            actor_links[*slot] = link.initiative;
            *slot += 1;
        }
        let mut referrals: Vec<(u32, u32)> = ecosystem
            .referrals()
            .iter()
            .filter(|referral| referral.count > 0)
            .map(|referral| (referral.from.min(referral.to), referral.from.max(referral.to)))
            .collect();
        referrals.sort_unstable();
        Self { initiative_offsets, initiative_links, actor_offsets, actor_links, referrals }
    }

    /// Actors with their roles, increasing.
    pub(in crate::analysis) fn actors_of(&self, initiative: usize) -> &[(u32, Roles)] {
        &self.initiative_links[self.initiative_offsets[initiative]..self.initiative_offsets[initiative + 1]]
    }

    fn initiatives_of(&self, actor: usize) -> &[u32] {
        &self.actor_links[self.actor_offsets[actor]..self.actor_offsets[actor + 1]]
    }

    /// Counts the actors that an initiative shares with each later one. `shared` is by initiative and all zeros before;
    /// `touched` are those above zero.
    pub(super) fn count_shared(&self, initiative: usize, shared: &mut [u32], touched: &mut Vec<u32>) {
        for &(actor, _) in self.actors_of(initiative) {
            let all = self.initiatives_of(actor as usize);
            for &other in &all[all.partition_point(|&other| other as usize <= initiative)..] {
                if shared[other as usize] == 0 {
                    touched.push(other);
                }
                shared[other as usize] += 1;
            }
        }
    }

    /// Actors of both initiatives, increasing, with their roles in each.
    pub(super) fn shared(&self, a: usize, b: usize) -> impl Iterator<Item = (u32, Roles, Roles)> {
        let right = self.actors_of(b);
        self.actors_of(a).iter().filter_map(|&(actor, here)| {
            let there = right.binary_search_by_key(&actor, |&(actor, _)| actor).ok()?;
            Some((actor, here, right[there].1))
        })
    }

    /// A shared actor that does more than fund in both, or a referral between them.
    pub(in crate::analysis) fn collaborate(&self, a: usize, b: usize) -> bool {
        self.referrals.binary_search(&(a.min(b) as u32, a.max(b) as u32)).is_ok()
            || self.shared(a, b).any(|(_, here, there)| !here.only_funds() && !there.only_funds())
    }
}
