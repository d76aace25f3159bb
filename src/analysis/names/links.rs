//! What two records have in common beside their names.

use crate::ecosystem::Ecosystem;
use crate::ecosystem::edit::Subject;

/// Actors of an initiative from which it says nothing about who works with whom.
const MOST_ACTORS: usize = 500;

/// Shared partners of two records.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SharedLinks {
    /// Initiatives that both actors are in, or actors that both initiatives have.
    pub shared: usize,
    /// For actors: others that both meet in initiatives of at most 500 actors. For initiatives the shared actors again.
    pub partners: usize,
    /// Shared partners in all partners of the two; `None` where either has none.
    pub partner_share: Option<f64>,
}

/// Initiatives of actors and actors of initiatives, each increasing.
pub(super) struct Links {
    of_actors: Vec<Vec<u32>>,
    of_initiatives: Vec<Vec<u32>>,
}

impl Links {
    pub fn new(ecosystem: &Ecosystem) -> Self {
        let mut of_actors = vec![Vec::new(); ecosystem.actors().len()];
        let mut of_initiatives = vec![Vec::new(); ecosystem.initiatives().len()];
        for link in ecosystem.participations() {
            of_actors[link.actor as usize].push(link.initiative);
            of_initiatives[link.initiative as usize].push(link.actor);
        }
        Self { of_actors, of_initiatives }
    }

    pub fn count(&self, subject: Subject, position: usize) -> usize {
        self.of(subject)[position].len()
    }

    fn of(&self, subject: Subject) -> &[Vec<u32>] {
        match subject {
            Subject::Actor => &self.of_actors,
            Subject::Initiative => &self.of_initiatives,
        }
    }

    /// Partners of a record, increasing, without the two that are compared.
    fn partners(&self, subject: Subject, position: usize, pair: [usize; 2]) -> Vec<u32> {
        let links = &self.of(subject)[position];
        if subject == Subject::Initiative {
            return links.clone();
        }
        let actors = links.iter().map(|&initiative| &self.of_initiatives[initiative as usize]);
        let mut partners: Vec<u32> = actors.filter(|actors| actors.len() <= MOST_ACTORS).flatten().copied().collect();
        partners.retain(|&partner| !pair.contains(&(partner as usize)));
        partners.sort_unstable();
        partners.dedup();
        partners
    }

    pub fn between(&self, subject: Subject, a: usize, b: usize) -> SharedLinks {
        let of = self.of(subject);
        let shared = in_both(&of[a], &of[b]);
        let [one, other] = [a, b].map(|position| self.partners(subject, position, [a, b]));
        let partners = in_both(&one, &other);
        let all = one.len() + other.len() - partners;
        let partner_share = (!one.is_empty() && !other.is_empty()).then(|| partners as f64 / all as f64);
        SharedLinks { shared, partners, partner_share }
    }
}

/// How many values two increasing lists share.
fn in_both(one: &[u32], other: &[u32]) -> usize {
    one.iter().filter(|value| other.binary_search(value).is_ok()).count()
}
