//! Offer overlap against token sets compared pair by pair.

use std::collections::BTreeMap;

use ecosysteemkaart::analysis::offer::{Offers, OverlapAspect};
use ecosysteemkaart::analysis::overlap::{
    AspectOverlaps, Overlap, OverlapConfig, OverlapPair, Relation, TooManyPairs, overlap, overlap_between,
};
use ecosysteemkaart::analysis::selection::{Filters, Selection};
use ecosysteemkaart::ecosystem::{Aspect, Ecosystem, Role};
use proptest::prelude::*;

use super::support::{ActivityRow, Served, Words, World, assert_steady, close, close_option, round12, words};
use super::worlds::worlds;

fn measure(ecosystem: &Ecosystem, config: &OverlapConfig) -> Overlap {
    overlap(ecosystem, &Selection::everything(ecosystem), config).expect("few pairs")
}

/// Whether a dimension belongs to what is asked: the table of aspects.
fn asked(aspect: OverlapAspect, of: Option<Aspect>) -> bool {
    match (aspect, of) {
        (_, None) => false,
        (OverlapAspect::Offer, Some(_)) => true,
        (OverlapAspect::Content, Some(of)) => of == Aspect::Content,
        (OverlapAspect::Method, Some(of)) => of == Aspect::Method,
        (OverlapAspect::Target, Some(of)) => of == Aspect::Target,
    }
}

/// Overlap by definition, over the activities that are kept.
pub struct Reference<'w> {
    pub world: &'w World,
    pub aspect: OverlapAspect,
    pub everywhere: bool,
    /// Activities that pass the filter; token weights are over all.
    pub kept: Words,
}

impl Reference<'_> {
    /// `dimension=value`; `alle` is a token of its own.
    pub fn tokens(&self, activity: &ActivityRow) -> Words {
        let dimensions = self.world.dimensions.iter().filter(|row| asked(self.aspect, row.aspect));
        dimensions
            .flat_map(|row| {
                let values = activity.values.get(row.id).cloned().unwrap_or_default();
                values.into_iter().map(|value| format!("{}={value}", row.id))
            })
            .collect()
    }

    fn filled_dimensions(&self) -> Words {
        dimensions_of(&self.world.activities.iter().flat_map(|activity| self.tokens(activity)).collect())
    }

    fn weight(&self, token: &str) -> f64 {
        let all = self.world.activities.len() as f64;
        let with = self.world.activities.iter().filter(|activity| self.tokens(activity).contains(token)).count();
        libm::log(1.0 + all / with as f64)
    }

    pub fn similarity(&self, a: &ActivityRow, b: &ActivityRow) -> f64 {
        let areas = (self.world.activity_area(a), self.world.activity_area(b));
        if !self.everywhere && !self.world.meet(&areas.0, &areas.1) {
            return 0.0;
        }
        let (a, b) = (self.tokens(a), self.tokens(b));
        let shared: Words = a.intersection(&b).cloned().collect();
        let must_agree = if self.aspect == OverlapAspect::Offer && self.filled_dimensions().len() >= 2 { 2 } else { 1 };
        if dimensions_of(&shared).len() < must_agree {
            return 0.0;
        }
        let sum = |tokens: &mut dyn Iterator<Item = &String>| tokens.map(|token| self.weight(token)).sum::<f64>();
        sum(&mut shared.iter()) / sum(&mut a.union(&b))
    }

    fn described(&self, initiative: &str) -> Vec<&ActivityRow> {
        let ids = self.world.activities_of(initiative);
        let kept = ids.iter().filter(|id| self.kept.contains(*id));
        kept.map(|id| self.world.activity_row(id)).filter(|row| !self.tokens(row).is_empty()).collect()
    }

    /// The best-match average.
    pub fn overlap(&self, x: &str, y: &str) -> Option<f64> {
        let (left, right) = (self.described(x), self.described(y));
        if left.is_empty() || right.is_empty() {
            return None;
        }
        let best = |one: &ActivityRow, others: &[&ActivityRow]| {
            others.iter().map(|other| self.similarity(one, other)).fold(0.0, f64::max)
        };
        let sum: f64 = left.iter().map(|a| best(a, &right)).chain(right.iter().map(|b| best(b, &left))).sum();
        Some(round12(sum / (left.len() + right.len()) as f64))
    }

    pub fn collaborates(&self, x: &str, y: &str) -> bool {
        let more_than_funder = |initiative: &str, actor: &str| {
            self.world.roles(initiative, actor).iter().any(|role| *role != Some(Role::Funder))
        };
        let shared = self.world.members(x).intersection(&self.world.members(y)).cloned().collect::<Words>();
        let refers = self
            .world
            .referrals
            .iter()
            .any(|(from, to, count)| *count > 0 && ((from == x && to == y) || (from == y && to == x)));
        refers || shared.iter().any(|actor| more_than_funder(x, actor) && more_than_funder(y, actor))
    }

    fn initiative_tokens(&self, initiative: &str) -> Words {
        self.described(initiative).into_iter().flat_map(|activity| self.tokens(activity)).collect()
    }
}

fn dimensions_of(tokens: &Words) -> Words {
    tokens.iter().filter_map(|token| token.split_once('=')).map(|(dimension, _)| dimension.to_owned()).collect()
}

/// Regions of a pair where the definition gives them: both areas known.
fn common_regions(world: &World, x: &str, y: &str) -> Option<Words> {
    match (world.initiative_area(x), world.initiative_area(y)) {
        (Served::Unknown, _) | (_, Served::Unknown) => None,
        (Served::National, Served::National) => Some(words(&["NL"])),
        (Served::National, Served::Regions(own)) | (Served::Regions(own), Served::National) => Some(own),
        (Served::Regions(a), Served::Regions(b)) => Some(world.common(&a, &b)),
    }
}

struct Expected {
    a: String,
    b: String,
    overlap: Option<f64>,
    provider: Option<f64>,
}

fn expected_pairs(reference: &Reference, initiatives: &Words, minimum: f64) -> Vec<Expected> {
    let world = reference.world;
    let mut pairs = Vec::new();
    for a in initiatives {
        for b in initiatives.iter().filter(|b| a.as_bytes() < b.as_bytes()) {
            let areas = (world.initiative_area(a), world.initiative_area(b));
            if !reference.everywhere && !world.meet(&areas.0, &areas.1) {
                continue;
            }
            let (left, right) = (world.members(a), world.members(b));
            let union = left.union(&right).count();
            let provider = (union > 0).then(|| round12(left.intersection(&right).count() as f64 / union as f64));
            let overlap = reference.overlap(a, b);
            // No overlap and no actors at all: there is nothing to hold against the minimum.
            if overlap.or(provider).is_some_and(|value| value >= minimum) {
                pairs.push(Expected { a: a.clone(), b: b.clone(), overlap, provider });
            }
        }
    }
    pairs.sort_by(|x, y| {
        let (first, second) = (x.overlap.unwrap_or(-1.0), y.overlap.unwrap_or(-1.0));
        let by_overlap = second.total_cmp(&first);
        let by_provider = y.provider.unwrap_or(-1.0).total_cmp(&x.provider.unwrap_or(-1.0));
        let by_id = (&x.a, &x.b).cmp(&(&y.a, &y.b));
        if x.overlap.is_none() && y.overlap.is_none() { by_provider.then(by_id) } else { by_overlap.then(by_id) }
    });
    pairs
}

fn compare(
    ecosystem: &Ecosystem,
    found: &Overlap,
    reference: &Reference,
    expected: &[Expected],
) -> Result<(), TestCaseError> {
    let world = reference.world;
    let initiative = |position: usize| ecosystem.initiatives()[position].id.to_string();
    let actors = |positions: &[usize]| -> Vec<String> {
        positions.iter().map(|&position| ecosystem.actors()[position].id.to_string()).collect()
    };
    let found_pairs: Vec<&OverlapPair> =
        found.pairs.iter().filter(|pair| pair.overlap.is_some() || pair.provider_overlap.is_some()).collect();
    let names = |a: &str, b: &str| format!("{a} {b}");
    prop_assert_eq!(
        found_pairs.iter().map(|pair| names(&initiative(pair.a), &initiative(pair.b))).collect::<Vec<_>>(),
        expected.iter().map(|pair| names(&pair.a, &pair.b)).collect::<Vec<_>>()
    );
    for (pair, wanted) in found_pairs.into_iter().zip(expected) {
        let (x, y) = (wanted.a.as_str(), wanted.b.as_str());
        prop_assert!(
            close_option(pair.overlap, wanted.overlap),
            "{} {}: {:?} {:?}",
            x,
            y,
            pair.overlap,
            wanted.overlap
        );
        prop_assert!(close_option(pair.provider_overlap, wanted.provider));
        let (left, right) = (world.members(x), world.members(y));
        prop_assert_eq!(actors(&pair.shared_actors), left.intersection(&right).cloned().collect::<Vec<_>>());
        let funds = |initiative: &str, actor: &str| world.roles(initiative, actor).contains(&Some(Role::Funder));
        let funders: Vec<String> =
            left.intersection(&right).filter(|actor| funds(x, actor) && funds(y, actor)).cloned().collect();
        prop_assert_eq!(actors(&pair.shared_funders), funders);
        prop_assert_eq!(pair.collaborates, reference.collaborates(x, y));

        let (tokens_x, tokens_y) = (reference.initiative_tokens(x), reference.initiative_tokens(y));
        let shared: Words = tokens_x.intersection(&tokens_y).cloned().collect();
        prop_assert_eq!(&pair.shared, &shared.iter().cloned().collect::<Vec<_>>());
        let (filled_x, filled_y) = (dimensions_of(&tokens_x), dimensions_of(&tokens_y));
        let compared: Words = filled_x.intersection(&filled_y).cloned().collect();
        prop_assert_eq!(pair.dimensions_compared, compared.len());
        let named = |positions: &[usize]| -> Words {
            positions.iter().map(|&position| ecosystem.taxonomy().dimensions()[position].id.to_string()).collect()
        };
        prop_assert_eq!(named(&pair.agreeing), dimensions_of(&shared));
        prop_assert_eq!(
            named(&pair.differing),
            compared.difference(&dimensions_of(&shared)).cloned().collect::<Words>()
        );
        if let Some(regions) = common_regions(world, x, y) {
            let codes: Vec<&str> = ecosystem.regions().codes(&pair.area);
            prop_assert_eq!(codes, regions.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn pairs_are_those_of_the_definition(
        world in worlds(),
        aspect in 0_usize..4,
        minimum in prop_oneof![Just(0.0), Just(0.2), Just(0.5), Just(1.0)],
        everywhere in any::<bool>(),
        day in prop_oneof![2 => Just(None), 1 => (1_u8..=20).prop_map(Some)],
        sector in prop_oneof![2 => Just(None), 1 => Just(Some("A"))],
    ) {
        let ecosystem = world.build();
        let aspect = OverlapAspect::ALL[aspect];
        let as_of = day.map(|day| time::Date::from_calendar_date(2024, time::Month::March, day).expect("a day"));
        let dimension = ecosystem.taxonomy().position("sector").expect("a known dimension");
        let value = ecosystem.taxonomy().dimensions()[dimension].position("A").expect("a known value");
        let filters = Filters { as_of, values: sector.map(|_| (dimension, value)).into_iter().collect(), ..Filters::default() };
        let runs = |id: &str| {
            let row = world.initiatives.iter().find(|row| row.id == id).expect("a known initiative");
            as_of.is_none_or(|day| row.start.is_none_or(|start| start <= day) && row.end.is_none_or(|end| end >= day))
        };
        let kept: Words = world.activities.iter()
            .filter(|row| runs(&row.initiative))
            .filter(|row| sector.is_none_or(|word| world.counted_values(row, "sector").contains(word)))
            .map(|row| row.id.clone())
            .collect();
        let initiatives: Words = world.initiative_ids().into_iter()
            .filter(|id| runs(id) && (sector.is_none() || world.activities_of(id).iter().any(|t| kept.contains(t))))
            .collect();
        let reference = Reference { world: &world, aspect, everywhere, kept };
        let config = OverlapConfig { aspect, minimum, everywhere, ..OverlapConfig::default() };
        let found = overlap(&ecosystem, &Selection::new(&ecosystem, &filters), &config).expect("few pairs");
        compare(&ecosystem, &found, &reference, &expected_pairs(&reference, &initiatives, minimum))?;
        for pair in &found.pairs {
            let id = |position: usize| &*ecosystem.initiatives()[position].id;
            let sides = [pair.by_aspect.content, pair.by_aspect.method, pair.by_aspect.target];
            for (aspect, found) in [OverlapAspect::Content, OverlapAspect::Method, OverlapAspect::Target].into_iter().zip(sides) {
                let of_aspect = Reference { world: &world, aspect, everywhere, kept: reference.kept.clone() };
                prop_assert!(close_option(found, of_aspect.overlap(id(pair.a), id(pair.b))));
            }
        }
        if aspect == OverlapAspect::Offer {
            prop_assert_eq!(found.thin, reference.filled_dimensions().len() < 2);
        }
        let unknown = initiatives.iter().filter(|id| world.initiative_area(id) == Served::Unknown).count();
        prop_assert_eq!(found.unknown_area, unknown);
    }

    #[test]
    fn two_given_initiatives_have_their_overlap_whatever_the_minimum(world in worlds(), everywhere in any::<bool>()) {
        let ecosystem = world.build();
        let offers = Offers::new(&ecosystem, OverlapAspect::Offer);
        let kept = world.activities.iter().map(|row| row.id.clone()).collect();
        let reference = Reference { world: &world, aspect: OverlapAspect::Offer, everywhere, kept };
        let ids: Vec<String> = world.initiative_ids().into_iter().collect();
        for (a, x) in ids.iter().enumerate() {
            for (b, y) in ids.iter().enumerate() {
                let found = overlap_between(&ecosystem, &offers, a, b, everywhere);
                prop_assert!(close_option(found, reference.overlap(x, y)));
            }
        }
    }
}

/// Found pairs as `a-b`.
fn listed(ecosystem: &Ecosystem, found: &Overlap) -> BTreeMap<String, OverlapPair> {
    let id = |position: usize| &ecosystem.initiatives()[position].id;
    found.pairs.iter().map(|pair| (format!("{}-{}", id(pair.a), id(pair.b)), pair.clone())).collect()
}

fn all_pairs(world: &World) -> BTreeMap<String, OverlapPair> {
    let ecosystem = world.build();
    let config = OverlapConfig { minimum: 0.0, ..OverlapConfig::default() };
    listed(&ecosystem, &measure(&ecosystem, &config))
}

const ADVICE: (&str, &[&str]) = ("activity_type", &["advisering"]);
const SIGNAL: (&str, &[&str]) = ("activity_type", &["signaleren"]);
const FARMERS: (&str, &[&str]) = ("sector", &["A"]);
const MAKERS: (&str, &[&str]) = ("sector", &["C"]);

#[test]
fn weighted_jaccard_by_hand() {
    // N = 3. advisering in 2: ln(1 + 3/2) = ln 2.5; A in 3: ln 2; robots and Zon in 1: ln 4.
    // t1 = {advisering, A, robots}, t2 = {advisering, A, Zon}: (ln 2.5 + ln 2)/(ln 2.5 + ln 2 + 2 ln 4) = ln 5/ln 80.
    let world = World::new()
        .initiative("x", &["PV20"], &[])
        .initiative("y", &["PV20"], &[])
        .initiative("z", &["PV20"], &[])
        .activity("t1", "x", &[], &[ADVICE, FARMERS, ("application", &["robots"])])
        .activity("t2", "y", &[], &[ADVICE, FARMERS, ("application", &["Zon"])])
        .activity("t3", "z", &[], &[FARMERS]);
    let pairs = all_pairs(&world);
    assert!(close(pairs["x-y"].overlap.expect("described"), libm::log(5.0) / libm::log(80.0)));
    assert_eq!(pairs["x-y"].shared, ["activity_type=advisering", "sector=A"]);
    assert_eq!((pairs["x-y"].dimensions_compared, pairs["x-y"].differing.len()), (3, 1));
    // Only one dimension agrees: not alike at all.
    assert_eq!(pairs["x-z"].overlap, Some(0.0));
}

#[test]
fn best_match_average_over_sides_of_different_size() {
    // x has one activity; y has one that is the same, one that also has `willen`, one that shares nothing, and t5 without
    // a token, which is in N but in no average. N = 5: advisering and A in 3: w = ln(1 + 5/3); willen in 1: ln 6.
    // s(t1,t2) = 1, s(t1,t3) = 2w/(2w + ln 6). Average: (1 + 1 + s(t1,t3) + 0)/(1 + 3).
    let world = World::new()
        .initiative("x", &["PV20"], &[])
        .initiative("y", &["PV20"], &[])
        .activity("t1", "x", &[], &[ADVICE, FARMERS])
        .activity("t2", "y", &[], &[ADVICE, FARMERS])
        .activity("t3", "y", &[], &[ADVICE, FARMERS, ("bottleneck", &["willen"])])
        .activity("t4", "y", &[], &[SIGNAL, MAKERS])
        .activity("t5", "y", &[], &[("journey_phase", &["willen"])]);
    let (w, need) = (libm::log(1.0 + 5.0 / 3.0), libm::log(1.0 + 5.0));
    let s13 = 2.0 * w / (2.0 * w + need);
    let pairs = all_pairs(&world);
    assert!(close(pairs["x-y"].overlap.expect("described"), (1.0 + 1.0 + s13) / 4.0));
}

#[test]
fn open_to_every_value_is_a_token_of_its_own() {
    let world = World::new()
        .initiative("x", &["PV20"], &[])
        .initiative("y", &["PV20"], &[])
        .initiative("z", &["PV20"], &[])
        .activity("t1", "x", &[], &[ADVICE, ("sector", &["alle"])])
        .activity("t2", "y", &[], &[ADVICE, ("sector", &["alle"])])
        .activity("t3", "z", &[], &[ADVICE, FARMERS]);
    let pairs = all_pairs(&world);
    assert_eq!((pairs["x-y"].overlap, pairs["x-z"].overlap), (Some(1.0), Some(0.0)));
    assert_eq!(pairs["x-y"].shared, ["activity_type=advisering", "sector=alle"]);
}

#[test]
fn areas_decide_who_is_compared() {
    let offer = [ADVICE, FARMERS];
    let world = World::new()
        .initiative("a", &["PV20"], &["p"])
        .initiative("b", &["PV21"], &["p"])
        .initiative("n", &["NL"], &["p"])
        .initiative("u", &[], &["p"])
        .actors(&["p"]);
    let world = ["a", "b", "n", "u"].iter().fold(world, |world, id| world.activity(&format!("t{id}"), id, &[], &offer));
    let pairs = all_pairs(&world);
    // Two regions that do not meet are not listed; national meets everything, not known cannot be excluded.
    assert_eq!(pairs.keys().map(String::as_str).collect::<Vec<_>>(), ["a-n", "a-u", "b-n", "b-u", "n-u"]);
    assert!(pairs.values().all(|pair| pair.overlap == Some(1.0) && pair.collaborates));
    let ecosystem = world.build();
    assert_eq!(ecosystem.regions().codes(&pairs["a-n"].area), ["PV20"]);
    let everywhere = OverlapConfig { everywhere: true, ..OverlapConfig::default() };
    let found = listed(&ecosystem, &measure(&ecosystem, &everywhere));
    assert_eq!((found.len(), found["a-b"].overlap), (6, Some(1.0)));
    assert!(ecosystem.regions().codes(&found["a-b"].area).is_empty());
}

#[test]
fn the_areas_of_activities_count_but_do_not_bring_initiatives_together() {
    // x and y both serve PV20 and PV21, but x offers it in the one and y in the other: s = 0, the pair is listed from 0.
    // v serves PV22 with an activity in PV20: its activity would meet that of x, its area does not.
    let both = ["PV20", "PV21"];
    let world = World::new()
        .initiative("x", &both, &[])
        .initiative("y", &both, &[])
        .initiative("v", &["PV22"], &[])
        .activity("t1", "x", &["PV20"], &[ADVICE, FARMERS])
        .activity("t2", "y", &["PV21"], &[ADVICE, FARMERS])
        .activity("t3", "v", &["PV20"], &[ADVICE, FARMERS]);
    let pairs = all_pairs(&world);
    assert_eq!(pairs.keys().map(String::as_str).collect::<Vec<_>>(), ["x-y"]);
    assert_eq!(pairs["x-y"].overlap, Some(0.0));
}

#[test]
fn who_only_funds_does_not_cooperate() {
    let offer = [ADVICE, FARMERS];
    let base = || {
        let world = World::new().actors(&["ministry", "rom"]);
        let world = ["x", "y"].iter().fold(world, |world, id| world.initiative(id, &["PV20"], &[]));
        ["x", "y"].iter().fold(world, |world, id| world.activity(&format!("t{id}"), id, &[], &offer))
    };
    let pair = |world: World| all_pairs(&world)["x-y"].clone();
    // The ministry that pays both.
    let funded = pair(base().role("x", "ministry", Role::Funder).role("y", "ministry", Role::Funder));
    assert_eq!((funded.collaborates, funded.shared_actors.len(), funded.shared_funders.len()), (false, 1, 1));
    assert_eq!(funded.provider_overlap, Some(1.0));
    // It pays one and takes part in the other: still only a funder on one side.
    let one_side = pair(base().role("x", "ministry", Role::Funder).role("y", "ministry", Role::Executor));
    assert_eq!((one_side.collaborates, one_side.shared_funders.len()), (false, 0));
    // A further role on the side where it pays: any role that is not funder counts.
    let more = base().role("x", "ministry", Role::Funder).role("x", "ministry", Role::Initiator);
    let more = pair(more.role("y", "ministry", Role::Executor));
    assert!(more.collaborates);
    // No role counts as partner, also beside a row as funder.
    let mut unstated = base().role("x", "rom", Role::Funder).role("y", "rom", Role::Partner);
    unstated.participations.push(("x".to_owned(), "rom".to_owned(), None));
    assert!(pair(unstated).collaborates);
    // A referral between them, in either direction; none were counted: no referral.
    assert!(pair(base().referral("y", "x", 4)).collaborates);
    assert!(pair(base().referral("x", "y", 1)).collaborates);
    assert!(!pair(base().referral("x", "y", 0)).collaborates);
    assert_eq!(pair(base()).provider_overlap, None, "nobody takes part: no denominator");
}

#[test]
fn undescribed_initiatives_come_last_by_providers() {
    // d1–d2 are described; u shares 2 of 3 actors with v (2/3) and 1 of 2 with w (1/2), v and w 1 of 3.
    let world = World::new()
        .actors(&["p", "q", "r"])
        .initiative("d1", &["PV20"], &[])
        .initiative("d2", &["PV20"], &[])
        .initiative("u", &["PV20"], &["p", "q"])
        .initiative("v", &["PV20"], &["p", "q", "r"])
        .initiative("w", &["PV20"], &["p"])
        .activity("t1", "d1", &[], &[ADVICE, FARMERS])
        .activity("t2", "d2", &[], &[ADVICE, FARMERS]);
    let ecosystem = world.build();
    let found = measure(&ecosystem, &OverlapConfig::default());
    let order: Vec<(String, Option<f64>, Option<f64>)> = found
        .pairs
        .iter()
        .map(|pair| {
            let id = |position: usize| ecosystem.initiatives()[position].id.to_string();
            (id(pair.a) + "-" + &id(pair.b), pair.overlap, pair.provider_overlap.map(round12))
        })
        .collect();
    let expected = [
        ("d1-d2".to_owned(), Some(1.0), None),
        ("u-v".to_owned(), None, Some(round12(2.0 / 3.0))),
        ("u-w".to_owned(), None, Some(0.5)),
    ];
    assert_eq!(order, expected);
}

#[test]
fn one_filled_dimension_is_enough_where_there_is_no_second() {
    let world = World::new()
        .initiative("x", &["PV20"], &[])
        .initiative("y", &["PV20"], &[])
        .activity("t1", "x", &[], &[ADVICE])
        .activity("t2", "y", &[], &[ADVICE, ("journey_phase", &["willen"])]);
    let ecosystem = world.build();
    let found = measure(&ecosystem, &OverlapConfig::default());
    assert!(found.thin);
    assert_eq!((found.pairs[0].overlap, found.pairs[0].dimensions_compared), (Some(1.0), 1));
    // A second filled dimension anywhere in the data: one is no longer enough.
    let world = world.activity("t3", "x", &[], &[FARMERS]);
    let ecosystem = world.build();
    let found = measure(&ecosystem, &OverlapConfig { minimum: 0.0, ..OverlapConfig::default() });
    assert_eq!((found.thin, found.pairs[0].overlap), (false, Some(0.0)));
    // For a single aspect one shared token is enough.
    let method = OverlapConfig { aspect: OverlapAspect::Method, ..OverlapConfig::default() };
    assert_eq!(measure(&ecosystem, &method).pairs[0].overlap, Some(1.0));
}

#[test]
fn competing_and_complementary() {
    let pair = |method: (&str, &[&str]), target: (&str, &[&str])| {
        let world = World::new()
            .initiative("x", &["PV20"], &[])
            .initiative("y", &["PV20"], &[])
            .activity("t1", "x", &[], &[ADVICE, FARMERS])
            .activity("t2", "y", &[], &[method, target]);
        all_pairs(&world)["x-y"].relation
    };
    assert_eq!(pair(ADVICE, FARMERS), Some(Relation::Competing));
    assert_eq!(pair(SIGNAL, FARMERS), Some(Relation::Complementary));
    assert_eq!(pair(ADVICE, MAKERS), None);
}

#[test]
fn regions_lie_in_regions() {
    let mut world = World::new().with_regions(&["PV20", "PV21"]);
    world.regions.push(("GM1".to_owned(), Some("PV20".to_owned())));
    let world = world
        .initiative("city", &["GM1"], &[])
        .initiative("north", &["PV20"], &[])
        .initiative("east", &["PV21"], &[])
        .activity("t1", "city", &[], &[ADVICE, FARMERS])
        .activity("t2", "north", &[], &[ADVICE, FARMERS])
        .activity("t3", "east", &[], &[ADVICE, FARMERS]);
    let pairs = all_pairs(&world);
    assert_eq!(pairs.keys().map(String::as_str).collect::<Vec<_>>(), ["city-north"]);
    assert_eq!(world.build().regions().codes(&pairs["city-north"].area), ["GM1"]);
}

#[test]
fn the_same_bits_for_any_threads_and_row_order() {
    let dimensions = super::support::default_dimensions();
    let world = (0..30).fold(World::new().actors(&["p", "q", "r"]), |world, n: usize| {
        let id = format!("i{n}");
        let world = world.initiative(&id, &["PV20", "PV21"][..n % 3], &["p", "q", "r"][..n % 4]);
        (0..n % 4).fold(world, |world, m| {
            let values: Vec<(&str, Vec<&str>)> = dimensions
                .iter()
                .enumerate()
                .filter(|(_, row)| !row.open)
                .map(|(position, row)| (row.id, vec![row.values[(n + m * position) % row.values.len()]]))
                .collect();
            let values: Vec<(&str, &[&str])> = values.iter().map(|(id, list)| (*id, list.as_slice())).collect();
            world.activity(&format!("t{n}.{m}"), &id, &[], &values)
        })
    });
    assert_steady(&world, |ecosystem| measure(ecosystem, &OverlapConfig { minimum: 0.1, ..OverlapConfig::default() }));
}

#[test]
fn aspects_stand_side_by_side_while_the_list_is_short() {
    // The same method and another target; nothing said of content.
    let world = World::new()
        .initiative("x", &["PV20"], &[])
        .initiative("y", &["PV20"], &[])
        .activity("t1", "x", &[], &[ADVICE, FARMERS])
        .activity("t2", "y", &[], &[ADVICE, MAKERS]);
    let by_aspect = all_pairs(&world)["x-y"].by_aspect;
    assert_eq!((by_aspect.content, by_aspect.method, by_aspect.target), (None, Some(1.0), Some(0.0)));
    let ecosystem = world.build();
    let list =
        |max_by_aspect| measure(&ecosystem, &OverlapConfig { minimum: 0.0, max_by_aspect, ..OverlapConfig::default() });
    assert!(list(1).has_aspects && list(1).pairs[0].by_aspect == by_aspect);
    assert!(!list(0).has_aspects && list(0).pairs[0].by_aspect == AspectOverlaps::default());
}

#[test]
fn too_long_a_list_is_refused() {
    let ids: Vec<String> = (0..10).map(|n| format!("i{n}")).collect();
    let world = ids.iter().fold(World::new().actors(&["p"]), |world, id| world.initiative(id, &[], &["p"]));
    let ecosystem = world.build();
    // 10·9/2 = 45 pairs, all with provider overlap 1.
    let list = |max_pairs| {
        let config = OverlapConfig { max_pairs, ..OverlapConfig::default() };
        overlap(&ecosystem, &Selection::everything(&ecosystem), &config)
    };
    assert_eq!(list(45).expect("just fits").pairs.len(), 45);
    assert_eq!(list(44).expect_err("one too many"), TooManyPairs::Listed { limit: 44 });
}
