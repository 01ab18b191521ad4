//! Calibration: which draws of the assumptions published figures leave.
//!
//! [`Calibration::prepare`] finds the figures that a scenario can be held against, the arms that they need, and the parameters that are
//! uncertain. [`Calibration::smooth`] moves an ensemble of draws towards the figures that may be fitted, by an ensemble smoother with
//! multiple data assimilation ([`crate::analysis::smooth`]): a stratified sample of the ranges is simulated, moved a part of the
//! way, simulated again under other chance, and so on; what comes of it is simulated once more. Figures that are a test are never looked
//! at on the way. Whoever calls it says how a batch of members is simulated, so that it can show progress and go on where it was
//! interrupted. [`check`] does it for made-up truths, to see whether intervals hold them.
//!
//! Chance is seen by simulating some members twice, and counts as a part of the error of each figure: with few accounts simulated it is
//! larger than that of the world, so that what is said is on the careful side. A figure that a tenth of the members lack, such as a ratio
//! over nothing, moves nothing; where fewer lack it, these stand at the mean of the others. Nor does a figure that no draw of the ranges
//! comes near to: no value of an assumption explains it, and assumptions pulled towards it would make up for something else.
//!
//! A switch or a choice has no distribution in a scenario, so that every parameter here has a normal score.

mod diagnosis;
mod known;

pub use diagnosis::{Diagnosis, diagnose};
pub use known::{Check, check};

use super::figure::Figure;
use crate::analysis::design::latin_hypercube;
use crate::analysis::{mean, normal_score, normal_share, smooth};
use crate::experiment::{Design, Draw, Observer, Quantiles, Runner, Task};
use crate::model::Outcomes;
use crate::scenario::Scenario;
use crate::scenario::posterior::{Posterior, ranges};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

/// Members that are simulated twice, to see chance.
const TWICE: u32 = 64;
/// Share of the members that may lack a figure which moves assumptions.
const MAY_LACK: f64 = 0.1;
/// Standard deviations beyond which a member is not plausible (Pukelsheim's rule).
const IMPLAUSIBLE: f64 = 3.0;
/// Quantiles nearer to 0 or 1 than this are drawn in.
const EDGE: f64 = 1e-6;

/// How a calibration is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Members of the ensemble.
    pub members: u32,
    /// Rounds of moving.
    pub rounds: u32,
    /// Root of all chance.
    pub seed: u64,
}

/// A scenario held against its targets, ready to be calibrated.
#[derive(Debug)]
pub struct Calibration<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The figures that it has, in the order of the targets.
    pub figures: Vec<Figure<'a>>,
    /// Published figures on the scale of their errors; not a number where one is not to be used.
    observed: Vec<f64>,
    /// The arms that the figures look at.
    arms: Vec<usize>,
    /// Paths of the uncertain parameters, and their ranges.
    pub parameters: Vec<(String, String)>,
}

/// What came of a calibration.
#[derive(Clone, Debug)]
pub struct Smoothed {
    /// By member, the normal score of each parameter, before.
    pub prior: Vec<Vec<f64>>,
    /// The same after.
    pub posterior: Vec<Vec<f64>>,
    /// By member, the value of each figure, before.
    pub before: Vec<Vec<f64>>,
    /// The same after.
    pub after: Vec<Vec<f64>>,
    /// Standard deviation of chance in each figure, on the scale of its errors.
    pub chance: Vec<f64>,
    /// The figures that moved assumptions.
    pub used: Vec<usize>,
    /// By stage, mean squared distance from the figures used, in squared errors: about 1 where the model can be as the figures are.
    pub misfits: Vec<f64>,
}

/// Members of an ensemble that are to be simulated: in which stage, and as which points.
#[derive(Debug)]
pub struct Stage {
    /// Its number: 0 for the ranges, then the rounds, then the posterior, then members simulated twice.
    pub number: u32,
    /// The points.
    pub design: Design,
    /// How many members.
    pub members: u32,
}

impl<'a> Calibration<'a> {
    /// A scenario and its targets.
    ///
    /// # Errors
    /// If there is nothing to calibrate by, or nothing to calibrate.
    pub fn prepare(scenario: &'a Scenario) -> Result<Self, String> {
        let all = scenario.targets.iter().filter_map(|target| Figure::of(target, scenario));
        let figures: Vec<Figure> = all.filter(|figure| figure.missing().is_none()).collect();
        let observed: Vec<f64> = figures.iter().map(observed).collect();
        if observed.iter().all(|value| value.is_nan()) {
            return Err("no published figure that may be fitted is counted in its arms and places; name others with --targets".to_owned());
        }
        let parameters: Vec<(String, String)> = ranges(scenario).into_iter().collect();
        if parameters.is_empty() {
            return Err("no parameter has a range, so there is nothing to calibrate".to_owned());
        }
        let mut arms: Vec<usize> = figures.iter().flat_map(Figure::arms).collect();
        arms.sort_unstable();
        arms.dedup();
        Ok(Self { scenario, figures, observed, arms, parameters })
    }

    /// Runs that a calibration needs.
    #[must_use]
    pub fn runs(&self, settings: Settings) -> u64 {
        let members = u64::from(settings.members) * u64::from(settings.rounds + 1) + u64::from(settings.members.min(TWICE));
        members * self.arms.len() as u64
    }

    /// How many runs a member is.
    #[must_use]
    pub fn arms(&self) -> usize {
        self.arms.len()
    }

    /// Simulates some members of a stage; none if it was stopped.
    pub fn simulate(
        &self,
        runner: &Runner,
        stage: &Stage,
        members: Range<u32>,
        observer: &dyn Observer<Outcomes>,
    ) -> Option<Vec<Vec<f64>>> {
        let points = 0..stage.design.points.len();
        let tasks = members.clone().flat_map(|replication| points.clone().map(move |point| Task { replication, point }));
        let runs: BTreeMap<Task, Outcomes> =
            runner.run(&stage.design, &tasks.collect::<Vec<_>>(), observer).into_iter().map(|(task, run)| (task, run.record)).collect();
        let whole = runs.len() == members.len() * points.len();
        let place = |arm: usize| self.arms.iter().position(|own| *own == arm).unwrap_or_default();
        let values = |replication: u32| {
            let run = |arm: usize| &runs[&Task { replication, point: place(arm) }];
            self.figures.iter().map(|figure| figure.value(&run)).collect::<Vec<f64>>()
        };
        whole.then(|| members.map(values).collect())
    }

    fn stage(&self, number: u32, settings: Settings, scores: &[Vec<f64>], members: u32) -> Stage {
        let mut design = Design::of(self.scenario);
        let points = std::mem::take(&mut design.points);
        design.points = self.arms.iter().filter_map(|arm| points.get(*arm).cloned()).collect();
        let paths = self.parameters.iter().map(|(path, _)| path.clone()).collect();
        let rows = scores.iter().map(|member| member.iter().map(|score| quantile(*score)).collect()).collect();
        let quantiles = Arc::new(Quantiles { paths, rows });
        design.points.iter_mut().for_each(|point| point.draw = Draw::Quantiles(Arc::clone(&quantiles)));
        design.per_draw = NonZeroU32::MIN;
        // Every stage has its own chance, or what chance did once would be fitted.
        design.seed = Xoshiro256PlusPlus::seed_from_u64(settings.seed ^ (u64::from(number) << 32)).next_u64();
        Stage { number, design, members }
    }

    /// Moves an ensemble of draws towards the published figures. `simulate` gives the value of each figure by member of a stage.
    ///
    /// # Errors
    /// The first of `simulate`.
    pub fn smooth<E>(&self, settings: Settings, mut simulate: impl FnMut(&Stage) -> Result<Vec<Vec<f64>>, E>) -> Result<Smoothed, E> {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(settings.seed);
        let start = latin_hypercube(settings.members as usize, self.parameters.len(), &mut rng);
        let prior: Vec<Vec<f64>> = start.iter().map(|row| row.iter().map(|q| normal_score(rounded(*q))).collect()).collect();
        let before = simulate(&self.stage(0, settings, &prior, settings.members))?;
        let twice = settings.members.min(TWICE);
        let again = simulate(&self.stage(settings.rounds + 1, settings, &prior, twice))?;
        let chance = self.chance(&before, &again);
        let used: Vec<usize> = (0..self.figures.len()).filter(|place| self.moves(*place, &chance, &before)).collect();
        let (mut scores, mut values, mut misfits) = (prior.clone(), before.clone(), Vec::new());
        for round in 0..settings.rounds {
            misfits.push(self.misfit(&used, &chance, &values));
            let moved = self.moved(&scores, &values, (&used, &chance), f64::from(settings.rounds), &mut rng);
            scores = moved.unwrap_or(scores);
            if round + 1 == settings.rounds {
                // The posterior is what its table holds.
                scores.iter_mut().flatten().for_each(|score| *score = normal_score(quantile(*score)));
            }
            values = simulate(&self.stage(round + 1, settings, &scores, settings.members))?;
        }
        misfits.push(self.misfit(&used, &chance, &values));
        Ok(Smoothed { prior, posterior: scores, before, after: values, chance, used, misfits })
    }

    /// One round of the smoother.
    fn moved(
        &self,
        scores: &[Vec<f64>],
        values: &[Vec<f64>],
        (used, chance): (&[usize], &[f64]),
        inflation: f64,
        rng: &mut Xoshiro256PlusPlus,
    ) -> Option<Vec<Vec<f64>>> {
        let columns: Vec<Vec<f64>> = used.iter().map(|place| self.scaled(*place, values)).collect();
        let predictions: Vec<Vec<f64>> = (0..values.len()).map(|member| columns.iter().map(|column| column[member]).collect()).collect();
        let observed: Vec<f64> = used.iter().map(|place| self.observed[*place]).collect();
        let errors: Vec<f64> = used.iter().map(|place| self.error(*place, chance)).collect();
        let noise = latin_hypercube(values.len(), used.len(), rng);
        let noise: Vec<Vec<f64>> = noise.iter().map(|row| row.iter().map(|q| normal_score(rounded(*q))).collect()).collect();
        smooth(scores, &predictions, &observed, &errors, inflation, &noise)
    }

    /// Standard deviation of all that parts a published figure from the model's expectation, on the scale of its errors.
    fn error(&self, place: usize, chance: &[f64]) -> f64 {
        libm::hypot(self.figures[place].target.scaled_deviation(), chance[place])
    }

    /// A figure over the members on the scale of its errors; who lacks it has the mean of the others.
    fn scaled(&self, place: usize, values: &[Vec<f64>]) -> Vec<f64> {
        let target = self.figures[place].target;
        let scaled: Vec<Option<f64>> = values.iter().map(|row| target.scaled(row[place])).collect();
        let centre = mean(&scaled.iter().copied().flatten().collect::<Vec<_>>()).unwrap_or_default();
        scaled.into_iter().map(|value| value.unwrap_or(centre)).collect()
    }

    /// Share of the members that lack a figure.
    fn lacking(&self, place: usize, values: &[Vec<f64>]) -> f64 {
        let target = self.figures[place].target;
        values.iter().filter(|row| target.scaled(row[place]).is_none()).count() as f64 / values.len().max(1) as f64
    }

    /// Whether a figure moves assumptions: it may, most members have it, and some come near to it.
    fn moves(&self, place: usize, chance: &[f64], values: &[Vec<f64>]) -> bool {
        let near = |x: &f64| (x - self.observed[place]).abs() <= IMPLAUSIBLE * self.error(place, chance);
        self.lacking(place, values) <= MAY_LACK && self.scaled(place, values).iter().any(near)
    }

    /// Standard deviation of chance in each figure: from members simulated twice.
    fn chance(&self, once: &[Vec<f64>], again: &[Vec<f64>]) -> Vec<f64> {
        let of = |(place, figure): (usize, &Figure)| {
            let scaled = |row: &Vec<f64>| figure.target.scaled(row[place]);
            let gaps = once.iter().zip(again).filter_map(|(one, two)| Some(scaled(one)? - scaled(two)?));
            libm::sqrt(mean(&gaps.map(|gap| gap * gap / 2.0).collect::<Vec<_>>()).unwrap_or_default())
        };
        self.figures.iter().enumerate().map(of).collect()
    }

    fn misfit(&self, used: &[usize], chance: &[f64], values: &[Vec<f64>]) -> f64 {
        let of = |place: &usize| {
            let error = self.error(*place, chance);
            let gaps = self.scaled(*place, values).into_iter().map(|x| (x - self.observed[*place]) / error);
            mean(&gaps.map(|gap| gap * gap).collect::<Vec<_>>()).unwrap_or_default()
        };
        mean(&used.iter().map(of).collect::<Vec<_>>()).unwrap_or_default()
    }

    /// The posterior as a table, of the parameters that the figures moved: of the others it would say no more than their ranges, from which
    /// they are drawn. Where none was moved it has all of them.
    #[must_use]
    pub fn posterior(&self, smoothed: &Smoothed, moved: &[String], about: Vec<(String, String)>) -> Posterior {
        let kept: Vec<usize> =
            (0..self.parameters.len()).filter(|place| moved.is_empty() || moved.contains(&self.parameters[*place].0)).collect();
        let (paths, ranges) = kept.iter().map(|place| self.parameters[*place].clone()).unzip();
        let members = smoothed.posterior.iter().map(|member| kept.iter().map(|place| quantile(member[*place])).collect()).collect();
        Posterior { about, paths, ranges, members }
    }
}

/// A published figure on the scale of its errors; not a number where it may not move assumptions.
fn observed(figure: &Figure) -> f64 {
    let usable = figure.target.fitted && figure.target.is_comparable();
    figure.target.scaled(figure.target.value).filter(|_| usable).unwrap_or(f64::NAN)
}

/// The quantile of a normal score, as the table of a posterior holds it.
fn quantile(score: f64) -> f64 {
    rounded(normal_share(score))
}

fn rounded(quantile: f64) -> f64 {
    (quantile.clamp(EDGE, 1.0 - EDGE) / EDGE).round() * EDGE
}
