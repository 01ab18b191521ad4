//! Calibration: an ensemble of assumptions moved towards what was observed.

use super::deviations::deviations;
use super::linear::{Cholesky, dot};

/// One step of the ensemble smoother with multiple data assimilation (ES-MDA).
///
/// - `members[j][p]`: the assumptions of member j as normal scores, Φ⁻¹ of their quantiles, so that the prior is independent standard
///   normal whatever the assumptions' distributions. A score of the result is turned back by Φ.
/// - `predictions[j][t]`: what member j predicts for target t, its mean over the chances it was evaluated under.
/// - `observed[t]` and `errors[t]`: the published figure, and the standard deviation of all that parts it from the model's expectation:
///   observation, chance of the one world that was observed, and discrepancy; above 0. Both in the target's unit.
/// - `inflation`: α of this step. The reciprocals over all steps must add up to 1: 4 in each of 4 steps.
/// - `perturbations[j][t]`: standard normal numbers, new in each step; taken less their mean over members.
///
/// With C the sample covariances over members and targets in units of their error,
/// `mⱼ ← mⱼ + (ρ ∘ C_MD) (C_DD + α I)⁻¹ (d + √α zⱼ − dⱼ)`. For a linear model and many members, members after the last step are draws from
/// the posterior; for curved models they are an approximation that simulation-based calibration must guard.
///
/// ρ damps an update where the sample correlation r of assumption and target is within the noise of N members:
/// `ρ = q / (q + (1 + q) / N)`, the factor that makes the squared error of a covariance least where the true r² is q, with what r² is
/// above that of two standard errors, `q = max(0, r² − 4/N)`, in its place. Without it hundreds of assumptions that a target says nothing
/// of are moved by accident, and the ensemble becomes too narrow.
///
/// `None` below three members, where shapes do not fit, an error or the inflation is not above 0, or a value is not finite.
///
/// Sources: Emerick and Reynolds, *Computers & Geosciences* 55 (2013); ρ after Furrer and Bengtsson, *Journal of Multivariate Analysis* 98
/// (2007).
#[must_use]
pub fn smooth(
    members: &[Vec<f64>],
    predictions: &[Vec<f64>],
    observed: &[f64],
    errors: &[f64],
    inflation: f64,
    perturbations: &[Vec<f64>],
) -> Option<Vec<Vec<f64>>> {
    let (parameters, targets) = (members.first()?.len(), observed.len());
    let shaped = |matrix: &[Vec<f64>], width: usize| {
        matrix.len() == members.len() && matrix.iter().all(|row| row.len() == width && row.iter().all(|value| value.is_finite()))
    };
    let positive = |value: &f64| value.is_finite() && *value > 0.0;
    let sound = errors.len() == targets && errors.iter().all(positive) && positive(&inflation) && observed.iter().all(|d| d.is_finite());
    if members.len() < 3 || !sound || !shaped(members, parameters) || !shaped(predictions, targets) || !shaped(perturbations, targets) {
        return None;
    }
    let predicted = |target: usize| predictions.iter().map(|row| row[target] / errors[target]).collect::<Vec<f64>>();
    let predicted: Vec<Vec<f64>> = (0..targets).map(predicted).collect();
    let spread: Vec<Vec<f64>> = predicted.iter().map(|values| deviations(values)).collect();
    let noise: Vec<Vec<f64>> =
        (0..targets).map(|target| deviations(&perturbations.iter().map(|row| row[target]).collect::<Vec<f64>>())).collect();
    let factor = Cholesky::new(&data_covariance(&spread, inflation))?;
    let steps: Vec<Vec<f64>> = (0..members.len())
        .map(|j| {
            let gap = |t: usize| observed[t] / errors[t] + inflation.sqrt() * noise[t][j] - predicted[t][j];
            factor.solve(&(0..targets).map(gap).collect::<Vec<f64>>())
        })
        .collect();
    let mut moved = members.to_vec();
    for parameter in 0..parameters {
        let scores = deviations(&members.iter().map(|member| member[parameter]).collect::<Vec<f64>>());
        let gain: Vec<f64> = spread.iter().map(|target| damped_covariance(&scores, target)).collect();
        moved.iter_mut().zip(&steps).for_each(|(member, step)| member[parameter] += dot(&gain, step));
    }
    Some(moved)
}

/// The covariance of the predictions with α on its diagonal.
fn data_covariance(deviations: &[Vec<f64>], inflation: f64) -> Vec<Vec<f64>> {
    let covariance = |a: &Vec<f64>, b: &Vec<f64>| dot(a, b) / (a.len() - 1) as f64;
    let mut matrix: Vec<Vec<f64>> = deviations.iter().map(|a| deviations.iter().map(|b| covariance(a, b)).collect()).collect();
    matrix.iter_mut().enumerate().for_each(|(t, row)| row[t] += inflation);
    matrix
}

/// ρ times the sample covariance of two centred samples; 0 where either has no spread.
fn damped_covariance(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (xx, yy, xy) = (dot(x, x), dot(y, y), dot(x, y));
    if xx * yy <= 0.0 {
        return 0.0;
    }
    let squared = (xy * xy / (xx * yy) - 4.0 / n).max(0.0);
    squared / (squared + (1.0 + squared) / n) * xy / (n - 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::mean;
    use super::super::sensitivity::test_functions::{noise, rng};
    use super::*;
    use rand::rngs::Xoshiro256PlusPlus;

    const PARAMETERS: usize = 284;
    const TARGETS: usize = 15;
    const MEMBERS: usize = 256;

    /// A linear model: each target depends on a few parameters of its own and one that all share.
    struct Toy {
        rows: Vec<Vec<f64>>,
        errors: Vec<f64>,
    }

    fn toy() -> Toy {
        let row = |t: usize| {
            let mut row = vec![0.0; PARAMETERS];
            row[0] = 0.5;
            for k in 0..4 {
                row[1 + 3 * t + k] = [1.0, -0.8, 0.6, 0.5][k];
            }
            row
        };
        Toy { rows: (0..TARGETS).map(row).collect(), errors: (0..TARGETS).map(|t| 0.5 + 0.05 * t as f64).collect() }
    }

    impl Toy {
        fn predict(&self, scores: &[f64]) -> Vec<f64> {
            self.rows.iter().map(|row| dot(row, scores)).collect()
        }

        /// A truth and what is observed of it.
        fn world(&self, rng: &mut Xoshiro256PlusPlus) -> (Vec<f64>, Vec<f64>) {
            let truth = noise(PARAMETERS, rng);
            let observed = self.predict(&truth).iter().zip(&self.errors).zip(noise(TARGETS, rng)).map(|((d, s), z)| d + s * z).collect();
            (truth, observed)
        }

        fn smoothed(&self, observed: &[f64], rng: &mut Xoshiro256PlusPlus) -> Vec<Vec<f64>> {
            let mut members: Vec<Vec<f64>> = (0..MEMBERS).map(|_| noise(PARAMETERS, rng)).collect();
            for _ in 0..4 {
                let predictions: Vec<Vec<f64>> = members.iter().map(|member| self.predict(member)).collect();
                let perturbations: Vec<Vec<f64>> = (0..MEMBERS).map(|_| noise(TARGETS, rng)).collect();
                members = smooth(&members, &predictions, observed, &self.errors, 4.0, &perturbations).unwrap();
            }
            members
        }

        /// Exact posterior mean and standard deviation of each parameter: Gᵀ K⁻¹ d and 1 − gᵀ K⁻¹ g with K = G Gᵀ + R.
        fn posterior(&self, observed: &[f64]) -> (Vec<f64>, Vec<f64>) {
            let mut k: Vec<Vec<f64>> = self.rows.iter().map(|a| self.rows.iter().map(|b| dot(a, b)).collect()).collect();
            k.iter_mut().zip(&self.errors).enumerate().for_each(|(t, (row, s))| row[t] += s * s);
            let factor = Cholesky::new(&k).unwrap();
            let column = |p: usize| self.rows.iter().map(|row| row[p]).collect::<Vec<f64>>();
            let solved = factor.solve(observed);
            (0..PARAMETERS).map(|p| (dot(&column(p), &solved), (1.0 - dot(&column(p), &factor.solve(&column(p)))).sqrt())).unzip()
        }
    }

    fn root_mean_square(values: &[f64]) -> f64 {
        let squares: Vec<f64> = values.iter().map(|value| value * value).collect();
        mean(&squares).unwrap().sqrt()
    }

    #[test]
    fn a_linear_gaussian_world_is_recovered_and_ranks_are_uniform() {
        let (toy, mut bins) = (toy(), [0_u32; 8]);
        let (mut misses, mut ratios) = (vec![Vec::new(); 2], vec![Vec::new(); 2]);
        for seed in 0..50 {
            let mut rng = rng(seed);
            let (truth, observed) = toy.world(&mut rng);
            let members = toy.smoothed(&observed, &mut rng);
            let (means, spreads) = toy.posterior(&observed);
            for p in 0..PARAMETERS {
                let own: Vec<f64> = members.iter().map(|member| member[p]).collect();
                let idle = usize::from(p > 3 * TARGETS + 1);
                misses[idle].push((mean(&own).unwrap() - means[p]) / spreads[p]);
                ratios[idle].push(super::super::variance(&own).unwrap().sqrt() / spreads[p]);
                if p == 0 || (idle == 0 && p % 3 == 1) {
                    bins[own.iter().filter(|score| **score < truth[p]).count() * 8 / (MEMBERS + 1)] += 1;
                }
            }
        }
        for (misses, ratios) in misses.iter().zip(&ratios) {
            let (miss, ratio) = (root_mean_square(misses), mean(ratios).unwrap());
            assert!(miss < 0.15, "means are off by {miss} standard deviations");
            assert!((0.9..=1.1).contains(&ratio), "standard deviations are {ratio} of the posterior's");
        }
        // Seven degrees of freedom: 24.3 is passed once in a thousand.
        let expected = f64::from(bins.iter().sum::<u32>()) / 8.0;
        let chi_squared: f64 = bins.iter().map(|n| (f64::from(*n) - expected) * (f64::from(*n) - expected) / expected).sum();
        assert!(chi_squared < 24.3, "{bins:?}");
    }

    #[test]
    fn what_no_target_depends_on_is_hardly_moved() {
        let mut rng = rng(9);
        let before: Vec<Vec<f64>> = (0..400).map(|_| noise(41, &mut rng)).collect();
        let predictions: Vec<Vec<f64>> = before.iter().map(|member| vec![2.0 * member[0]]).collect();
        let perturbations: Vec<Vec<f64>> = (0..400).map(|_| noise(1, &mut rng)).collect();
        let after = smooth(&before, &predictions, &[4.0], &[1.0], 1.0, &perturbations).unwrap();
        let column = |members: &[Vec<f64>], p: usize| members.iter().map(|member| member[p]).collect::<Vec<f64>>();
        // One target 2x of error 1 seen at 4: the posterior of x is N(1.6, 0.2).
        let moved = column(&after, 0);
        assert!((mean(&moved).unwrap() - 1.6).abs() < 0.07 && (super::super::variance(&moved).unwrap() - 0.2).abs() < 0.04);
        // Five in a hundred correlate beyond two standard errors by accident.
        let still = (1..41).filter(|p| column(&after, *p) == column(&before, *p)).count();
        assert!(still >= 34, "{still} of 40 have not moved");
    }

    #[test]
    fn undefined_is_none() {
        let members = vec![vec![0.0], vec![1.0], vec![2.0]];
        let step =
            |members: &[Vec<f64>], error: f64, inflation: f64| smooth(members, &members[..3], &[1.0], &[error], inflation, &members[..3]);
        assert!(step(&members, 1.0, 4.0).is_some());
        assert!(step(&members, 0.0, 4.0).is_none());
        assert!(step(&members, 1.0, 0.0).is_none());
        assert!(step(&vec![vec![0.0]; 4], 1.0, 4.0).is_none());
        assert!(step(&vec![vec![f64::NAN]; 3], 1.0, 4.0).is_none());
        assert!(smooth(&members[..2], &members[..2], &[1.0], &[1.0], 4.0, &members[..2]).is_none());
    }
}
