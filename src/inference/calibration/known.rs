//! Simulation-based calibration: worlds whose assumptions are known are calibrated by their own figures, and the intervals of what these
//! figures inform are held against the truth (Talts and others, arXiv 1804.06788).

use super::diagnosis::correlation;
use super::{Calibration, Settings};
use crate::analysis::design::latin_hypercube;
use crate::analysis::{normal_score, quantile_of_sorted, sorted};
use crate::experiment::{ExperimentError, Runner};
use crate::scenario::Scenario;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

/// Most parameters that are looked at: those that the figures inform most.
const MOST: usize = 20;
/// Bins of the ranks.
pub const BINS: usize = 10;

/// What came of many made-up truths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Check {
    /// Truths.
    pub truths: u32,
    /// Parameters that the figures inform, by path.
    pub informed: Vec<String>,
    /// 90 % intervals of these, pooled over truths.
    pub intervals: u32,
    /// How many of them hold the truth.
    pub covered: u32,
    /// Where the truth lies among the members, in bins of equal size: even if the posterior is right.
    pub ranks: [u32; BINS],
    /// Mean width of the intervals against that of the range, both as normal scores.
    pub width: f64,
    /// By truth, how many intervals hold it.
    pub by_truth: Vec<u32>,
}

impl Check {
    /// Share of the intervals that hold the truth.
    #[must_use]
    pub fn coverage(&self) -> f64 {
        f64::from(self.covered) / f64::from(self.intervals.max(1))
    }
}

/// Calibrates a scenario by its own figures in so many made-up worlds.
///
/// # Errors
/// If there is nothing to calibrate, or threads cannot be started.
pub fn check(scenario: &Scenario, settings: Settings, truths: u32, threads: usize) -> Result<Check, Box<dyn std::error::Error>> {
    let mut calibration = Calibration::prepare(scenario)?;
    let runner = Runner::new(threads).map_err(|error: ExperimentError| Box::new(error))?;
    let fitted: Vec<usize> = (0..calibration.figures.len()).filter(|place| !calibration.observed[*place].is_nan()).collect();
    let mut found = Check { truths, ..Check::default() };
    let informed = informed(&calibration, settings, &runner, &fitted);
    found.informed = informed.iter().map(|place| calibration.parameters[*place].0.clone()).collect();
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(settings.seed ^ 0x7275_7468);
    let worlds = latin_hypercube(truths as usize, calibration.parameters.len(), &mut rng);
    for (number, world) in (0u64..).zip(&worlds) {
        let truth: Vec<f64> = world.iter().map(|q| normal_score(super::rounded(*q))).collect();
        let settings = Settings { seed: rng.next_u64(), ..settings };
        let stage = calibration.stage(u32::MAX, Settings { seed: settings.seed ^ number, ..settings }, std::slice::from_ref(&truth), 1);
        let figures = calibration.simulate(&runner, &stage, 0..1, &()).unwrap_or_default().concat();
        let noise = latin_hypercube(1, figures.len(), &mut rng).concat();
        for place in &fitted {
            let target = calibration.figures[*place].target;
            let error = target.scaled_deviation() * normal_score(super::rounded(noise[*place]));
            calibration.observed[*place] = target.scaled(figures[*place]).map_or(f64::NAN, |x| x + error);
        }
        let simulate = |stage: &super::Stage| {
            calibration.simulate(&runner, stage, 0..stage.members, &()).ok_or_else(|| unreachable!("nobody stops it"))
        };
        let smoothed = calibration.smooth::<std::convert::Infallible>(settings, simulate)?;
        let held = informed.iter().filter(|place| found.take(truth[**place], &smoothed.posterior, **place)).count();
        found.by_truth.push(held as u32);
    }
    found.width /= f64::from(found.intervals.max(1));
    Ok(found)
}

impl Check {
    /// Adds one interval; whether it holds the truth.
    fn take(&mut self, truth: f64, members: &[Vec<f64>], place: usize) -> bool {
        let own = sorted(&members.iter().map(|member| member[place]).collect::<Vec<_>>());
        let end = |share| quantile_of_sorted(&own, share).unwrap_or_default();
        let (low, high) = (end(0.05), end(0.95));
        let below = own.iter().filter(|score| **score < truth).count();
        let held = (low..=high).contains(&truth);
        self.intervals += 1;
        self.covered += u32::from(held);
        self.ranks[below * BINS / (own.len() + 1)] += 1;
        self.width += (high - low) / (2.0 * normal_score(0.95));
        held
    }
}

/// The parameters that the figures say most of, found in worlds of their own: correlations beyond what chance gives.
fn informed(calibration: &Calibration, settings: Settings, runner: &Runner, fitted: &[usize]) -> Vec<usize> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(!settings.seed);
    let rows = latin_hypercube(settings.members as usize, calibration.parameters.len(), &mut rng);
    let scores: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().map(|q| normal_score(super::rounded(*q))).collect()).collect();
    let stage = calibration.stage(u32::MAX - 1, settings, &scores, settings.members);
    let values = calibration.simulate(runner, &stage, 0..settings.members, &()).unwrap_or_default();
    let columns: Vec<Vec<f64>> = fitted.iter().map(|place| calibration.scaled(*place, &values)).collect();
    let strongest = |place: usize| {
        let own: Vec<f64> = scores.iter().map(|member| member[place]).collect();
        columns.iter().map(|column| correlation(&own, column).abs()).fold(0.0, f64::max)
    };
    let mut all: Vec<(usize, f64)> = (0..calibration.parameters.len()).map(|place| (place, strongest(place))).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    // Three standard errors of a correlation.
    let noise = 3.0 / libm::sqrt(f64::from(settings.members));
    all.into_iter().take(MOST).filter(|(_, correlation)| *correlation > noise).map(|(place, _)| place).collect()
}
