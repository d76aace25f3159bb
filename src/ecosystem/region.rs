//! Regions and working areas.

use crate::language::Text;

/// Position of a region in [`Regions`].
pub type RegionIndex = u16;

/// The code of the whole country.
pub const NATIONAL: &str = "NL";

/// A place from the taxonomy, by default one of the twelve provinces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Such as `PV20` (CBS).
    pub code: Box<str>,
    pub name: Text,
    /// The region it lies in.
    pub parent: Option<RegionIndex>,
    /// Other spellings that are read as this region.
    pub aliases: Vec<Box<str>>,
}

/// The regions of an ecosystem, sorted by the bytes of their codes; parents never form a circle.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Regions {
    regions: Vec<Region>,
}

impl Regions {
    /// Takes regions sorted by code with parents as positions in this order.
    ///
    /// # Errors
    /// A sentence, where codes are not strictly increasing, one is `NL`, or parents are out of range or form a circle.
    pub fn new(regions: Vec<Region>) -> Result<Self, String> {
        if regions.len() > usize::from(RegionIndex::MAX) {
            return Err(format!("at most {} regions are supported, found {}", RegionIndex::MAX, regions.len()));
        }
        if let Some(pair) = regions.windows(2).find(|pair| pair[0].code >= pair[1].code) {
            return Err(format!("regions must be sorted by code, found {} after {}", pair[1].code, pair[0].code));
        }
        if regions.iter().any(|region| &*region.code == NATIONAL) {
            return Err(String::from("NL is the whole country and cannot be a region"));
        }
        let regions = Self { regions };
        for (start, region) in regions.regions.iter().enumerate() {
            let mut parent = region.parent;
            for _ in 0..=regions.len() {
                let Some(index) = parent else { break };
                match regions.regions.get(usize::from(index)) {
                    None => return Err(format!("region {} has an unknown parent", region.code)),
                    Some(_) if usize::from(index) == start => {
                        return Err(format!("region {} lies within itself", region.code));
                    }
                    Some(next) => parent = next.parent,
                }
            }
            if parent.is_some() {
                return Err(format!("the parents of region {} form a circle", region.code));
            }
        }
        Ok(regions)
    }

    pub fn len(&self) -> usize {
        self.regions.len()
    }

    pub fn is_empty(&self) -> bool {
        self.regions.is_empty()
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Region> {
        self.regions.iter()
    }

    /// The region at a position. Positions come from this same list.
    pub fn get(&self, index: RegionIndex) -> &Region {
        &self.regions[usize::from(index)]
    }

    pub fn code(&self, index: RegionIndex) -> &str {
        &self.get(index).code
    }

    /// Position of a code.
    pub fn position(&self, code: &str) -> Option<RegionIndex> {
        let found = self.regions.binary_search_by(|region| (*region.code).cmp(code)).ok()?;
        RegionIndex::try_from(found).ok()
    }

    /// Whether `inner` is `outer` or lies within it.
    pub fn lies_in(&self, inner: RegionIndex, outer: RegionIndex) -> bool {
        let mut here = Some(inner);
        while let Some(index) = here {
            if index == outer {
                return true;
            }
            here = self.get(index).parent;
        }
        false
    }

    /// What two working areas have in common, or `None` where they do not meet.
    ///
    /// National meets everything; an area that is not known cannot be excluded and meets everything too. A region meets
    /// the region it lies in; the common part is then the smaller one. Both national: national. One national or not
    /// known: the other. Both not known: not known.
    pub fn intersection(&self, a: &Area, b: &Area) -> Option<Area> {
        match (a, b) {
            (Area::Unknown, other) | (other, Area::Unknown) | (Area::National, other) | (other, Area::National) => {
                Some(other.clone())
            }
            (Area::Regions(a), Area::Regions(b)) => {
                let mut common: Vec<RegionIndex> = Vec::new();
                common.extend(a.iter().filter(|&&inner| b.iter().any(|&outer| self.lies_in(inner, outer))));
                common.extend(b.iter().filter(|&&inner| a.iter().any(|&outer| self.lies_in(inner, outer))));
                common.sort_unstable();
                common.dedup();
                if common.is_empty() { None } else { Some(Area::Regions(common.into())) }
            }
        }
    }

    /// Whether two working areas meet, without building what they have in common.
    pub fn meet(&self, a: &Area, b: &Area) -> bool {
        match (a, b) {
            (Area::Regions(a), Area::Regions(b)) => {
                a.iter().any(|&x| b.iter().any(|&y| x == y || self.lies_in(x, y) || self.lies_in(y, x)))
            }
            _ => true,
        }
    }

    /// The codes of an area: region codes, `NL`, or none where not known.
    pub fn codes<'a>(&'a self, area: &'a Area) -> Vec<&'a str> {
        match area {
            Area::Unknown => Vec::new(),
            Area::National => vec![NATIONAL],
            Area::Regions(regions) => regions.iter().map(|&index| self.code(index)).collect(),
        }
    }
}

/// The regions that an initiative or activity serves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub enum Area {
    #[default]
    Unknown,
    National,
    /// At least one region, strictly increasing.
    Regions(Box<[RegionIndex]>),
}

impl Area {
    /// The area of a list of regions; `national` wins over single regions.
    pub fn from_parts(national: bool, mut regions: Vec<RegionIndex>) -> Self {
        if national {
            return Self::National;
        }
        regions.sort_unstable();
        regions.dedup();
        if regions.is_empty() { Self::Unknown } else { Self::Regions(regions.into()) }
    }

    pub fn is_known(&self) -> bool {
        *self != Self::Unknown
    }

    /// The single regions: none where national or not known.
    pub fn own_regions(&self) -> &[RegionIndex] {
        match self {
            Self::Regions(regions) => regions,
            Self::Unknown | Self::National => &[],
        }
    }
}

/// Where an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    Region(RegionIndex),
    National,
}

impl Place {
    pub fn code(self, regions: &Regions) -> &str {
        match self {
            Self::Region(index) => regions.code(index),
            Self::National => NATIONAL,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(code: &str, parent: Option<RegionIndex>) -> Region {
        Region { code: code.into(), name: Text::same(code), parent, aliases: Vec::new() }
    }

    #[test]
    fn areas_meet_through_parents_and_unknown_cannot_be_excluded() {
        let regions = Regions::new(vec![region("GM1", Some(1)), region("PV1", None), region("PV2", None)]).unwrap();
        let municipality = Area::from_parts(false, vec![0]);
        let province = Area::from_parts(false, vec![1]);
        let other = Area::from_parts(false, vec![2]);
        assert_eq!(regions.intersection(&municipality, &province), Some(municipality.clone()));
        assert_eq!(regions.intersection(&municipality, &other), None);
        assert_eq!(regions.intersection(&Area::National, &other), Some(other.clone()));
        assert_eq!(regions.intersection(&Area::Unknown, &Area::National), Some(Area::National));
        assert!(regions.meet(&province, &municipality) && !regions.meet(&other, &province));
    }

    #[test]
    fn refuses_circles() {
        assert!(Regions::new(vec![region("A", Some(1)), region("B", Some(0))]).is_err());
        assert!(Regions::new(vec![region("B", None), region("A", None)]).is_err());
        assert!(Regions::new(vec![region("A", Some(7))]).is_err());
    }
}
