//! What the definitions say of members, working areas, places and values, in words; the code under test is not called.

use ecosysteemkaart::ecosystem::Role;

use super::support::{ActivityRow, Served, Words, World, words};

impl World {
    pub fn actor_ids(&self) -> Words {
        self.actors.iter().map(|row| row.id.clone()).collect()
    }

    pub fn initiative_ids(&self) -> Words {
        self.initiatives.iter().map(|row| row.id.clone()).collect()
    }

    /// Distinct actors of an initiative.
    pub fn members(&self, initiative: &str) -> Words {
        let rows = self.participations.iter().filter(|row| row.0 == initiative);
        rows.map(|row| row.1.clone()).collect()
    }

    /// Initiatives of an actor.
    pub fn initiatives_of(&self, actor: &str) -> Words {
        let rows = self.participations.iter().filter(|row| row.1 == actor);
        rows.map(|row| row.0.clone()).collect()
    }

    pub fn roles(&self, initiative: &str, actor: &str) -> Vec<Option<Role>> {
        let rows = self.participations.iter().filter(|row| row.0 == initiative && row.1 == actor);
        rows.map(|row| row.2).collect()
    }

    pub fn activity_row(&self, activity: &str) -> &ActivityRow {
        self.activities.iter().find(|row| row.id == activity).expect("a known activity")
    }

    pub fn activities_of(&self, initiative: &str) -> Words {
        let rows = self.activities.iter().filter(|row| row.initiative == initiative);
        rows.map(|row| row.id.clone()).collect()
    }

    /// All values of a dimension: of a closed list those listed, of an open list those that occur.
    pub fn values_of(&self, dimension: &str) -> Words {
        let row = self.dimensions.iter().find(|row| row.id == dimension).expect("a known dimension");
        if !row.open {
            return words(&row.values);
        }
        let stated = self.activities.iter().flat_map(|activity| activity.values.get(dimension)).flatten();
        stated.filter(|word| *word != "alle").cloned().collect()
    }

    /// The values of an activity as sections 5.6 and 5.7 count them: `alle` is every value.
    pub fn counted_values(&self, activity: &ActivityRow, dimension: &str) -> Words {
        let stated = activity.values.get(dimension).cloned().unwrap_or_default();
        if stated.contains("alle") { self.values_of(dimension) } else { stated }
    }

    /// An initiative's area: its regions, else the union of its activities', else not known.
    pub fn initiative_area(&self, initiative: &str) -> Served {
        let row = self.initiatives.iter().find(|row| row.id == initiative).expect("a known initiative");
        if !row.regions.is_empty() {
            return Served::of(&row.regions);
        }
        let mine = self.activities.iter().filter(|activity| activity.initiative == initiative);
        Served::of(&mine.flat_map(|activity| activity.regions.clone()).collect())
    }

    /// An activity's area: its regions, else its initiative's.
    pub fn activity_area(&self, activity: &ActivityRow) -> Served {
        if activity.regions.is_empty() {
            self.initiative_area(&activity.initiative)
        } else {
            Served::of(&activity.regions)
        }
    }

    /// An actor's region, else the region most of its initiatives serve (ties: lowest code), else none.
    pub fn actor_region(&self, actor: &str) -> Option<String> {
        let row = self.actors.iter().find(|row| row.id == actor).expect("a known actor");
        if row.region.is_some() {
            return row.region.clone();
        }
        let mut best: Option<(usize, String)> = None;
        for (code, _) in &self.regions {
            let mine = self.initiatives_of(actor);
            let served = mine.iter().filter(|initiative| self.initiative_area(initiative).own().contains(code)).count();
            let better = match &best {
                None => served > 0,
                Some((most, lowest)) => served > *most || (served == *most && code < lowest),
            };
            if better {
                best = Some((served, code.clone()));
            }
        }
        best.map(|(_, code)| code)
    }

    /// The region and all that it lies in.
    pub fn with_parents(&self, code: &str) -> Words {
        let mut found = Words::from([code.to_owned()]);
        let mut here = code.to_owned();
        while let Some((_, Some(parent))) = self.regions.iter().find(|(known, _)| *known == here) {
            found.insert(parent.clone());
            here = parent.clone();
        }
        found
    }

    /// The smaller one of two regions of which one lies in the other.
    pub fn common(&self, a: &Words, b: &Words) -> Words {
        let mut found = Words::new();
        for x in a {
            for y in b {
                if self.with_parents(x).contains(y) {
                    found.insert(x.clone());
                }
                if self.with_parents(y).contains(x) {
                    found.insert(y.clone());
                }
            }
        }
        found
    }

    pub fn meet(&self, a: &Served, b: &Served) -> bool {
        match (a, b) {
            (Served::Regions(a), Served::Regions(b)) => !self.common(a, b).is_empty(),
            _ => true,
        }
    }
}
