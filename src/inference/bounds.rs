//! Bounds: the most that some outcomes can be in expectation, worked out from the parameters alone. A mean beyond its bound shows a
//! mistake in the program, or a parameter outside what the model means.
//!
//! Nothing here asks the model: it is a second way to the same figures, and shares no code with the first but the tree of parameters.

use crate::analysis::{mean, variance};
use crate::model::assumptions::{OffenderClass, Platform, World};
use crate::model::identity::Band;
use crate::model::mechanism::arrival::rules::ByAct;
use crate::model::{Outcome, Plan};
use crate::results::Results;

/// Standard errors by which a mean must exceed its bound. By chance that comes once in thirty thousand cases, and only where the bound
/// is reached.
const ERRORS: f64 = 4.0;

/// The outcomes that have a bound.
const OUTCOMES: [Outcome; 6] =
    [Outcome::FalseHash, Outcome::FalseImage, Outcome::FalseText, Outcome::OffenderDays, Outcome::ReviewHours, Outcome::ChildrenHarmed];

/// The most that an outcome can be in expectation, all platforms together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// The outcome.
    pub outcome: Outcome,
    /// The bound of its mean.
    pub mean: f64,
    /// The variance of one run in a world that reaches the bound.
    pub variance: f64,
}

/// Every bound of a plan whose uncertain parameters have been drawn.
#[must_use]
pub fn bounds(plan: &Plan) -> Vec<Bound> {
    let (world, days) = (&plan.world, plan.world.horizon.get().days());
    OUTCOMES
        .into_iter()
        .map(|outcome| {
            let of = |(name, start): (&str, &Platform)| match outcome {
                Outcome::OffenderDays => offender_days(world, start, days),
                Outcome::ReviewHours => review_hours(world, &regimes(plan, name, start), days),
                Outcome::ChildrenHarmed => (minors(world, start), 0.0),
                flags => {
                    let each = most(&regimes(plan, name, start), |rules| items(rules, flags)) * days;
                    let lawful = if flags == Outcome::FalseHash { lawful(world, start) * days } else { 0.0 };
                    false_flags(world, start, each, lawful)
                }
            };
            let (mean, variance) = world.platform.iter().map(of).fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
            Bound { outcome, mean, variance }
        })
        .collect()
}

/// The rules of a platform at the start and after each of its changes.
fn regimes<'a>(plan: &'a Plan, name: &str, start: &'a Platform) -> Vec<&'a Platform> {
    std::iter::once(start).chain(plan.changes.iter().filter(|c| c.platform == name).map(|c| &c.after)).collect()
}

/// The largest value over the timeline.
fn most(regimes: &[&Platform], of: impl Fn(&Platform) -> f64) -> f64 {
    regimes.iter().map(|rules| of(rules)).fold(0.0, f64::max)
}

/// The accounts of a platform, each weighted by its market.
fn accounts(platform: &Platform, weight: impl Fn(&str) -> f64) -> f64 {
    platform.market.iter().map(|(market, there)| there.users.number() * weight(market)).sum()
}

/// False flags a day and account of a server channel that sees everything.
fn items(rules: &Platform, outcome: Outcome) -> f64 {
    let (traffic, detection) = (&rules.traffic, &rules.detection);
    let images = traffic.messages.number() * traffic.images.number();
    let (items, channel) = match outcome {
        Outcome::FalseHash => (images, &detection.hash_match),
        Outcome::FalseImage => (images, &detection.image_classifier),
        _ => (traffic.conversations.number(), &detection.text_classifier),
    };
    if channel.enabled.get() { items * channel.false_positives.number() } else { 0.0 }
}

/// Ordinary users a day who pass on lawful content that lists hold: at most all of them are flagged.
fn lawful(world: &World, platform: &Platform) -> f64 {
    let sharers = world
        .offender
        .iter()
        .filter(|(_, class)| class.sharing.rate.number() > 0.0)
        .map(|(_, class)| arrivals(world, platform, class) * (class.sharing.known.number() + class.sharing.near_duplicate.number()));
    platform.detection.list_lawful.number() * sharers.sum::<f64>()
}

/// Encryption, exceptions, users who leave and users who hold back thin the Poisson stream of false flags; lawful content that lists
/// hold adds `lawful`, and nothing else does.
fn false_flags(world: &World, platform: &Platform, each: f64, lawful: f64) -> (f64, f64) {
    let flags = accounts(platform, |_| 1.0) * each + lawful;
    (flags, flags / world.sample.number())
}

/// At the start there are arrivals × lifetime, the long-run stock, so that their number has that mean at every instant, after any
/// warm-up. Enforcement, arrest and deterrence only lower it; who goes on elsewhere keeps the lifetime and changes the platform alone.
fn offender_days(world: &World, platform: &Platform, days: f64) -> (f64, f64) {
    let of = |class: &OffenderClass| {
        let (arrivals, lifetime) = (arrivals(world, platform, class), class.lifetime.get().days());
        let mean = arrivals * lifetime * days;
        // The number at large is M/G/∞ and its covariance at lag t is arrivals × lifetime × exp(-t / lifetime): integrated twice.
        let spread =
            if days > 0.0 { 2.0 * lifetime * (1.0 - lifetime / days * (1.0 - libm::exp(-days / lifetime.max(1e-9)))) } else { 0.0 };
        (mean, mean * spread / world.sample.number())
    };
    let classes = world.offender.iter().filter(|(_, class)| class.malice.get()).map(|(_, class)| of(class));
    classes.fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1))
}

/// New offenders of a class a day: of those who approach people, who are after minors or else after adults, and of those who do not.
fn arrivals(world: &World, platform: &Platform, class: &OffenderClass) -> f64 {
    let (approaching, of_adults) = (class.approach.rate.number(), class.approach.targets.adult.number());
    let factor = |by: &ByAct| if approaching > 0.0 { by.approaching.number() } else { by.sharing.number() };
    let minors = 1.0 - platform.ages.adult.number();
    let drawn = if approaching > 0.0 && of_adults < 0.5 { minors } else { 1.0 };
    let offending = accounts(platform, |market| world.market.get(market).map_or(0.0, |m| factor(&m.offenders))) / 1e6;
    // As many as there are ever, lest what comes from outside let a mean exceed its bound.
    let grown: f64 = class.driver.iter().map(|(_, driver)| driver.arrivals.number().max(1.0)).product();
    class.arrivals.number() * offending * drawn * grown * factor(&platform.attraction)
}

/// Reviewers work no more than the hours that they are on duty. Work is counted when it begins: at the end each may have one flag in
/// hand, counted whole, and at each change of staff one more than there are reviewers from then on.
fn review_hours(world: &World, regimes: &[&Platform], days: f64) -> (f64, f64) {
    let sample = world.sample.number();
    let on_duty = most(regimes, |rules| rules.review.staff.number() * rules.review.on_duty.number());
    let handling = most(regimes, |rules| rules.review.handling.get().days()) * 24.0;
    // Reviewers are simulated whole, at least one where there is any.
    let reviewers = if on_duty > 0.0 { (on_duty * sample).round().max(1.0) / sample } else { 0.0 };
    let mean = on_duty * days * 24.0 + regimes.len() as f64 * reviewers * handling;
    // Handling times are exponential: the second moment is twice the square of the mean.
    (mean, 2.0 * handling * mean / sample)
}

/// A child counts once in all and has an account where first approached. People are whole, by market and age band, in the world as it
/// is thinned.
fn minors(world: &World, platform: &Platform) -> f64 {
    let sample = world.sample.number();
    let ages = platform.ages.get();
    let cell = |users: f64, share: f64| (users * share * sample).round() / sample;
    platform
        .market
        .iter()
        .map(|(_, there)| ages[..Band::ADULT.index()].iter().map(|share| cell(there.users.number(), *share)).sum::<f64>())
        .sum()
}

/// A mean beyond its bound.
pub(super) struct Exceeded {
    pub(super) arm: String,
    pub(super) outcome: Outcome,
    pub(super) mean: f64,
    pub(super) bound: f64,
}

/// The outcomes of each arm whose mean over the runs lies beyond its bound.
pub(super) fn exceeded(results: &Results) -> Vec<Exceeded> {
    let mut found = Vec::new();
    for (number, arm) in results.arms().iter().enumerate() {
        let runs = results.runs(number);
        let by_draw: Vec<Vec<Bound>> = (0..results.draw_count()).map(|draw| bounds(&results.design().drawn(number, draw))).collect();
        for (place, outcome) in OUTCOMES.into_iter().enumerate() {
            let of_run = |run: usize| by_draw[run / results.per_draw() as usize][place];
            // Given its assumptions a run exceeds its own bound by chance alone, so runs that share a draw are independent here.
            let pairs: Vec<(f64, Bound)> = runs.iter().enumerate().filter_map(|(n, run)| Some((run.total(outcome)?, of_run(n)))).collect();
            found.extend(beyond(&pairs).map(|(mean, bound)| Exceeded { arm: arm.name.clone(), outcome, mean, bound }));
        }
    }
    found
}

/// The mean of the runs and that of their bounds, if the first lies beyond the second.
fn beyond(runs: &[(f64, Bound)]) -> Option<(f64, f64)> {
    let n = runs.len() as f64;
    let of = |value: &dyn Fn(&(f64, Bound)) -> f64| runs.iter().map(value).collect::<Vec<f64>>();
    let gaps = of(&|(value, bound)| value - bound.mean);
    // Few runs show little of their spread: theory's is the least there can be at the bound.
    let spread = variance(&gaps).unwrap_or(0.0).max(mean(&of(&|(_, bound)| bound.variance))?);
    // Sums are rounded.
    let rounding = 1e-9 * mean(&of(&|(_, bound)| bound.mean))?;
    let pair = (mean(&of(&|(value, _)| *value))?, mean(&of(&|(_, bound)| bound.mean))?);
    (mean(&gaps)? > ERRORS * (spread / n).sqrt() + rounding).then_some(pair)
}
