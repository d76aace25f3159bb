//! Region cells → positions of regions.

use std::collections::{BTreeSet, HashMap};

use super::columns::Column;
use super::finding::{At, Collector};
use super::problem::Problem;
use super::row::{Row, known_parts};
use super::scheme::{ListedRegion, Scheme};
use super::spellings::Spellings;
use crate::ecosystem::{Area, NATIONAL, Place, Region, RegionIndex, Regions, Scope};
use crate::language::Text;
use crate::reference::{municipality, provinces};

/// What is read as the whole country.
const NATIONAL_SPELLINGS: [&str; 6] =
    ["Nederland", "landelijk", "heel Nederland", "nationaal", "Netherlands", "national"];

/// What a spelling stands for: a position among the listed regions, or the country.
#[derive(Debug, Clone, Copy)]
enum Meant {
    National,
    Listed(RegionIndex),
}

/// Resolves regions. Where the taxonomy is open, positions are given out in the order of appearance and
/// [`RegionReader::finish`] says what they become.
#[derive(Clone)]
pub(super) struct RegionReader {
    spellings: Spellings<Meant>,
    listed: Vec<ListedRegion>,
    open: Option<Appearing>,
}

/// The regions of an open taxonomy, as they appear.
#[derive(Debug, Clone, Default)]
struct Appearing {
    codes: Vec<Box<str>>,
    positions: HashMap<Box<str>, RegionIndex>,
}

impl RegionReader {
    pub fn new(scheme: &Scheme) -> Self {
        let mut spellings = Spellings::new();
        spellings.add(Meant::National, NATIONAL, NATIONAL, NATIONAL_SPELLINGS);
        for (position, listed) in scheme.regions.iter().enumerate() {
            let Ok(position) = RegionIndex::try_from(position) else { break };
            let region = &listed.region;
            let names = [region.name.nl.as_str(), region.name.en.as_str()];
            let names = names.into_iter().chain(region.aliases.iter().map(|alias| &**alias));
            spellings.add(Meant::Listed(position), &region.code, &region.name.nl, names);
        }
        // Codes of the provinces elsewhere; what a taxonomy says itself goes first. Abbreviations are no codes: FR is France too.
        for (position, listed) in scheme.regions.iter().enumerate().filter(|_| !scheme.open_regions) {
            let Ok(position) = RegionIndex::try_from(position) else { break };
            for province in provinces().iter().filter(|province| *province.code == *listed.region.code) {
                let words = [&province.tooi, &province.nuts2[0], &province.nuts2[1]];
                words.into_iter().for_each(|words| spellings.add_exact(Meant::Listed(position), words));
                let name =
                    [province.name.clone(), format!("Provincie {}", province.name), format!("Prov. {}", province.name)];
                spellings.add_folded(Meant::Listed(position), &name);
            }
        }
        let open = scheme.open_regions.then(Appearing::default);
        Self { spellings, listed: scheme.regions.clone(), open }
    }

    /// Whether regions get their positions in the order of appearance.
    pub fn are_open(&self) -> bool {
        self.open.is_some()
    }

    /// Where a code or name lies. `None`: not known, or in an open taxonomy one region more than fits.
    pub fn resolve(&mut self, words: &str) -> Option<Place> {
        let meant = self.spellings.find(words).or_else(|| self.of_municipality(words).map(|(meant, _)| meant));
        match (meant, &mut self.open) {
            (Some(Meant::National), _) => Some(Place::National),
            (Some(Meant::Listed(position)), None) => Some(Place::Region(position)),
            (None, None) => None,
            (meant, Some(open)) => {
                let code = match meant {
                    Some(Meant::Listed(position)) => &*self.listed.get(usize::from(position))?.region.code,
                    _ => words,
                };
                open.position(code).map(Place::Region)
            }
        }
    }

    /// The place of a cell that may hold one region.
    pub fn place(&mut self, row: Row<'_>, column: &Column, findings: &mut Collector) -> Option<Place> {
        let text = row.text(column);
        if text.is_empty() {
            return None;
        }
        if row.parts(column).nth(1).is_some() {
            findings.wrong(row.at(column), Problem::SeveralValues, text, || None);
            return None;
        }
        self.read(text, row, column, findings)
    }

    /// The area of a cell that may hold several regions.
    pub fn area(&mut self, row: Row<'_>, column: &Column, findings: &mut Collector) -> Area {
        let mut national = false;
        let mut regions = Vec::new();
        for part in row.parts(column) {
            // Between commas too, where every part is known.
            let parts = match self.is_known(part) {
                true => vec![part],
                false => known_parts(part, |word| self.is_known(word)).unwrap_or_else(|| vec![part]),
            };
            for part in parts {
                match self.read(part, row, column, findings) {
                    Some(Place::National) => national = true,
                    Some(Place::Region(region)) => regions.push(region),
                    None => {}
                }
            }
        }
        Area::from_parts(national, regions)
    }

    pub fn scope(&mut self, row: Row<'_>, column: &Column, findings: &mut Collector) -> Scope {
        match self.place(row, column, findings) {
            None => Scope::Unknown,
            Some(Place::National) => Scope::National,
            Some(Place::Region(region)) => Scope::Region(region),
        }
    }

    fn read(&mut self, words: &str, row: Row<'_>, column: &Column, findings: &mut Collector) -> Option<Place> {
        self.word(words, row.at(column), findings)
    }

    /// The place that a code or name stands for; one that is not known is reported.
    pub fn word(&mut self, words: &str, at: At<'_>, findings: &mut Collector) -> Option<Place> {
        self.warn_of_municipality(words, at, findings);
        let place = self.resolve(words);
        if place.is_none() {
            let problem = match self.open {
                None => Problem::UnknownRegion,
                Some(_) => Problem::TooManyRegions { limit: u64::from(RegionIndex::MAX) },
            };
            findings.wrong(at, problem, words, || self.spellings.nearest(words));
        }
        place
    }

    /// Whether words are a code or name that the taxonomy lists, or the country.
    pub fn is_listed(&self, words: &str) -> bool {
        self.spellings.find(words).is_some()
    }

    /// As [`RegionReader::is_listed`], or a municipality in a region that it lists.
    pub fn is_known(&self, words: &str) -> bool {
        self.spellings.find(words).is_some() || self.of_municipality(words).is_some()
    }

    /// Says that a municipality is read as its province.
    pub fn warn_of_municipality(&self, words: &str, at: At<'_>, findings: &mut Collector) {
        if self.spellings.find(words).is_none()
            && let Some((_, province)) = self.of_municipality(words)
        {
            let problem = Problem::MunicipalityRead { province: province.to_owned() };
            findings.warn(at, problem, words, || None);
        }
    }

    /// The province of a municipality, where the taxonomy lists it and is not open; with its name.
    fn of_municipality(&self, words: &str) -> Option<(Meant, &str)> {
        if self.open.is_some() {
            return None;
        }
        let province = &municipality(words, None)?.province;
        let position = self.listed.iter().position(|listed| *listed.region.code == **province)?;
        let name = self.listed.get(position)?.region.name.nl.as_str();
        Some((Meant::Listed(RegionIndex::try_from(position).ok()?), name))
    }

    pub fn nearest(&self, words: &str) -> Option<String> {
        self.spellings.nearest(words)
    }

    /// Codes of the listed regions.
    pub fn listed_codes(&self) -> impl Iterator<Item = &str> {
        self.listed.iter().map(|listed| &*listed.region.code)
    }

    /// The code of a position that was given out.
    pub fn code(&self, position: RegionIndex) -> &str {
        let position = usize::from(position);
        match &self.open {
            None => self.listed.get(position).map_or("", |listed| &*listed.region.code),
            Some(open) => open.codes.get(position).map_or("", |code| &**code),
        }
    }

    /// The regions of the ecosystem, and for each position given out the position it has there.
    pub fn finish(self) -> Result<(Regions, Vec<RegionIndex>), String> {
        let Some(open) = self.open else {
            let regions = build(self.listed)?;
            // `Regions` holds no more than fit.
            let unchanged = (0..regions.len()).map(|position| position as RegionIndex).collect();
            return Ok((regions, unchanged));
        };
        let listed: HashMap<&str, &ListedRegion> =
            self.listed.iter().map(|listed| (&*listed.region.code, listed)).collect();
        // A listed region brings those it lies in, even where no row names them.
        let mut codes: BTreeSet<&str> = open.codes.iter().map(|code| &**code).collect();
        for code in &open.codes {
            let mut parent = listed.get(&**code).and_then(|listed| listed.parent.as_deref());
            while let Some(code) = parent.filter(|code| codes.insert(code)) {
                parent = listed.get(code).and_then(|listed| listed.parent.as_deref());
            }
        }
        let regions = codes.into_iter().map(|code| match listed.get(code) {
            Some(listed) => (*listed).clone(),
            None => {
                let region = Region { code: code.into(), name: Text::same(code), parent: None, aliases: Vec::new() };
                ListedRegion { region, parent: None }
            }
        });
        let regions = build(regions.collect())?;
        let renumbered = open.codes.iter().map(|code| regions.position(code).unwrap_or_default()).collect();
        Ok((regions, renumbered))
    }
}

impl Appearing {
    fn position(&mut self, code: &str) -> Option<RegionIndex> {
        if let Some(position) = self.positions.get(code) {
            return Some(*position);
        }
        let position = RegionIndex::try_from(self.codes.len()).ok().filter(|position| *position < RegionIndex::MAX)?;
        self.codes.push(code.into());
        self.positions.insert(code.into(), position);
        Some(position)
    }
}

/// Regions of a list sorted by code, with parents as positions.
fn build(listed: Vec<ListedRegion>) -> Result<Regions, String> {
    let codes: Vec<Box<str>> = listed.iter().map(|listed| listed.region.code.clone()).collect();
    let position = |code: String| {
        let found = codes.binary_search_by(|other| (**other).cmp(&code)).ok()?;
        RegionIndex::try_from(found).ok()
    };
    Regions::new(
        listed.into_iter().map(|listed| Region { parent: listed.parent.and_then(position), ..listed.region }).collect(),
    )
}

/// An area with its positions changed: `renumber[old] = new`.
pub(super) fn renumbered(area: &Area, renumber: &[RegionIndex]) -> Area {
    let new = |region: &RegionIndex| renumber.get(usize::from(*region)).copied().unwrap_or(*region);
    match area {
        Area::Unknown | Area::National => area.clone(),
        Area::Regions(regions) => Area::from_parts(false, regions.iter().map(new).collect()),
    }
}
