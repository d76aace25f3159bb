//! Actors dealt out anew over initiatives.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;
use rayon::prelude::*;

use super::curveball::{curveball, trades};
use super::{AgainstChance, OverlapChanceConfig, ProvidersChance};
use crate::analysis::numbers::ratio;
use crate::analysis::selection::Selection;
use crate::ecosystem::Ecosystem;

pub(super) fn providers_chance(
    ecosystem: &Ecosystem,
    selection: &Selection,
    config: &OverlapChanceConfig,
) -> ProvidersChance {
    let network = selection.network(ecosystem);
    let with_actors = (0..network.initiative_count())
        .filter(|&initiative| selection.has_initiative(initiative) && !network.actors_of(initiative).is_empty());
    let initiatives: Vec<usize> = with_actors.collect();
    let rows: Vec<Vec<u32>> = initiatives.iter().map(|&initiative| network.actors_of(initiative).to_vec()).collect();
    let mut degrees = vec![0_u64; network.actor_count()];
    rows.iter().flatten().for_each(|&actor| degrees[actor as usize] += 1);
    let pairs = Pairs { ecosystem, initiatives, actors: network.actor_count(), config };
    let compared = pairs.count();
    let trades = trades(&rows);
    let visits = degrees.iter().map(|degree| degree * degree / 2).sum::<u64>() + trades as u64;
    let runs = if compared == 0 { 0 } else { config.affordable_runs(visits) };
    let observed = pairs.shared(&rows);
    let draws: Vec<Shared> = (0..runs as u64)
        .into_par_iter()
        .map(|run| {
            let mut random = Pcg64::seed_from_u64(config.first_seed.wrapping_add(run));
            let mut drawn = rows.clone();
            curveball(&mut drawn, trades, &mut random);
            pairs.shared(&drawn)
        })
        .collect();
    let figure = |of: &dyn Fn(&Shared) -> Option<f64>| {
        let observed = of(&observed)?;
        // Where no pair shares anything the mean over such pairs is none: nothing is shared.
        Some(AgainstChance::new(observed, draws.iter().map(|draw| of(draw).unwrap_or(0.0)).collect()))
    };
    // From a minimum of 0 on every pair counts.
    let overlapping = |shared: &Shared| {
        let count = if config.minimum > 0.0 { shared.overlapping } else { compared };
        (compared > 0).then_some(count as f64)
    };
    ProvidersChance {
        runs,
        trades,
        pairs: compared,
        overlapping: figure(&overlapping),
        shared_actors: figure(&|shared| ratio(shared.actors as f64, compared as f64)),
        shared_actors_where_any: figure(&|shared| ratio(shared.actors as f64, shared.sharing as f64)),
    }
}

/// What the pairs share in one draw.
#[derive(Debug, Clone, Copy, Default)]
struct Shared {
    /// Pairs with at least one shared actor, and those of at least the minimum.
    sharing: usize,
    overlapping: usize,
    /// Summed over the pairs.
    actors: u64,
}

struct Pairs<'a> {
    ecosystem: &'a Ecosystem,
    /// Position in the ecosystem of each row.
    initiatives: Vec<usize>,
    /// Actors of the network.
    actors: usize,
    config: &'a OverlapChanceConfig,
}

impl Pairs<'_> {
    fn meet(&self, a: usize, b: usize) -> bool {
        let area = |row: usize| self.ecosystem.initiative_area(self.initiatives[row]);
        self.config.everywhere || self.ecosystem.regions().meet(area(a), area(b))
    }

    fn count(&self) -> usize {
        let rows = self.initiatives.len();
        (0..rows).into_par_iter().map(|a| (a + 1..rows).filter(|&b| self.meet(a, b)).count()).sum()
    }

    fn shared(&self, rows: &[Vec<u32>]) -> Shared {
        let mut of_actor: Vec<Vec<u32>> = vec![Vec::new(); self.actors];
        let mut shared = vec![0_u32; rows.len()];
        let mut touched = Vec::new();
        let mut sum = Shared::default();
        // Every row meets those before it.
        for (b, row) in rows.iter().enumerate() {
            for &actor in row {
                for &a in &of_actor[actor as usize] {
                    if shared[a as usize] == 0 {
                        touched.push(a as usize);
                    }
                    shared[a as usize] += 1;
                }
                of_actor[actor as usize].push(b as u32);
            }
            for a in touched.drain(..) {
                let both = std::mem::take(&mut shared[a]);
                if self.meet(a, b) {
                    let either = (rows[a].len() + row.len()) as f64 - f64::from(both);
                    let jaccard = ratio(f64::from(both), either);
                    sum.sharing += 1;
                    sum.overlapping += usize::from(jaccard.is_some_and(|jaccard| jaccard >= self.config.minimum));
                    sum.actors += u64::from(both);
                }
            }
        }
        sum
    }
}
