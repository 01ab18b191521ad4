//! Assumption and chance told apart, from groups of runs that share a draw of the assumptions.

use super::interval::t_margin;
use super::{mean, variance};

/// Below so many draws that carry the variance, its parts are not told apart.
const LEAST_CARRIERS: f64 = 6.0;
/// Blocks of draws that the jackknife leaves out in turn, at most: more say little more and cost the square.
const BLOCKS: usize = 50;

/// Variance between groups and within them, by one-way random-effects analysis of variance. The first may come out below 0.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Components {
    between: f64,
    within: f64,
}

impl Components {
    fn new(groups: &[&[f64]]) -> Option<Self> {
        let total: usize = groups.iter().map(|group| group.len()).sum();
        if groups.len() < 2 || total == groups.len() {
            return None;
        }
        let grand = groups.iter().flat_map(|group| group.iter()).sum::<f64>() / total as f64;
        let (mut between, mut within, mut sizes_squared) = (0.0, 0.0, 0.0);
        for group in groups {
            let centre = mean(group)?;
            let size = group.len() as f64;
            between += size * (centre - grand) * (centre - grand);
            within += group.iter().map(|v| (v - centre) * (v - centre)).sum::<f64>();
            sizes_squared += size * size;
        }
        let freedom = (groups.len() - 1) as f64;
        let within = within / (total - groups.len()) as f64;
        let typical_size = (total as f64 - sizes_squared / total as f64) / freedom;
        Some(Self { between: (between / freedom - within) / typical_size, within })
    }

    fn share(self) -> Option<f64> {
        let whole = self.between + self.within;
        (whole > 0.0 && whole.is_finite()).then(|| self.between / whole)
    }
}

/// Share of the variance that comes from assumptions rather than chance, with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// The share; below 0 where draws lie nearer to each other than chance alone would have them.
    pub share: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// Splits the variance of groups, one a draw, with an interval at `confidence` by the jackknife over draws. Neither is clamped to 0 to 1.
/// `None` where the variance is carried by fewer than six draws, in effect: it says nothing then of a seventh; and without spread but
/// rounding.
#[must_use]
pub fn split<G: AsRef<[f64]>>(groups: &[G], confidence: f64) -> Option<Split> {
    let groups: Vec<&[f64]> = groups.iter().map(AsRef::as_ref).filter(|group| !group.is_empty()).collect();
    if carriers(&groups)? < LEAST_CARRIERS {
        return None;
    }
    let share = Components::new(&groups)?.share()?;
    let blocks = groups.len().min(BLOCKS);
    let without = |left_out: usize| {
        let rest: Vec<&[f64]> = (0..groups.len()).filter(|place| place % blocks != left_out).map(|place| groups[place]).collect();
        Components::new(&rest)?.share()
    };
    let replicates: Vec<f64> = (0..blocks).map(without).collect::<Option<_>>()?;
    let n = blocks as f64;
    let error = (variance(&replicates)? * (n - 1.0) * (n - 1.0) / n).sqrt();
    let margin = t_margin(error, n - 1.0, confidence)?;
    Some(Split { share, low: share - margin, high: share + margin })
}

/// How many groups would carry as much variance as these, if each carried the same: the square of the sum over the sum of the squares.
fn carriers(groups: &[&[f64]]) -> Option<f64> {
    let all: Vec<f64> = groups.iter().flat_map(|group| group.iter().copied()).collect();
    let (grand, size) = (mean(&all)?, mean(&all.iter().map(|x| x.abs()).collect::<Vec<_>>())?);
    let parts: Vec<f64> = groups.iter().map(|group| group.iter().map(|v| (v - grand) * (v - grand)).sum()).collect();
    let sum: f64 = parts.iter().sum();
    // Deviations of a few units in the last place are rounding.
    let rounding = libm::pow(16.0 * f64::EPSILON * size, 2.0) * all.len() as f64;
    (sum > rounding).then(|| sum * sum / parts.iter().map(|part| part * part).sum::<f64>())
}

/// How many times the variance of the mean difference would be, had the pairs of a group shared their assumptions but not their chance.
/// Groups hold pairs of runs under one draw of the assumptions; a difference of means over them is what is compared. `None` without
/// spread, without a group of two, and where the estimate is not above 0.
#[must_use]
pub fn unshared_chance(groups: &[Vec<(f64, f64)>]) -> Option<f64> {
    let groups: Vec<&Vec<(f64, f64)>> = groups.iter().filter(|group| !group.is_empty()).collect();
    let centre = |group: &[(f64, f64)], of: fn(&(f64, f64)) -> f64| mean(&group.iter().map(of).collect::<Vec<_>>());
    let (mut products, mut freedom, mut runs) = (0.0, 0, 0);
    let mut differences = Vec::new();
    for group in &groups {
        let (own, base) = (centre(group, |pair| pair.0)?, centre(group, |pair| pair.1)?);
        products += group.iter().map(|(a, b)| (a - own) * (b - base)).sum::<f64>();
        freedom += group.len() - 1;
        runs += group.len();
        differences.push(own - base);
    }
    let spread = variance(&differences).filter(|spread| *spread > 0.0 && freedom > 0)?;
    let per_group = runs as f64 / groups.len() as f64;
    let ratio = 1.0 + 2.0 * products / freedom as f64 / per_group / spread;
    (ratio > 0.0 && ratio.is_finite()).then_some(ratio)
}

/// Share of the sum that the top `part` of the values make, at least one of them: 1 where one run makes a mean. `None` where the sum is
/// not above 0.
#[must_use]
pub fn top_share(values: &[f64], part: f64) -> Option<f64> {
    let ordered = super::sorted(values);
    let sum: f64 = ordered.iter().sum();
    let count = ((part * ordered.len() as f64).ceil() as usize).clamp(1, ordered.len().max(1));
    (sum > 0.0).then(|| ordered[ordered.len() - count..].iter().sum::<f64>() / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twelve nearly normal numbers a seed: sums of uniforms from a linear congruential generator.
    fn noise(seed: u64) -> impl Iterator<Item = f64> {
        let mut state = seed.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(3_037_000_493);
        std::iter::repeat_with(move || {
            let mut sum = 0.0;
            for _ in 0..12 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                sum += (state >> 11) as f64 / (1_u64 << 53) as f64;
            }
            sum - 6.0
        })
    }

    fn groups(seed: u64, draws: usize, spread: f64) -> Vec<Vec<f64>> {
        let mut noise = noise(seed);
        let mut next = || noise.next().unwrap_or_default();
        (0..draws)
            .map(|_| {
                let centre = spread * next();
                vec![centre + next(), centre + next()]
            })
            .collect()
    }

    #[test]
    fn a_balanced_case_by_hand() {
        // Mean squares 13 between and 1 within, so that the component is 4.
        let three: [&[f64]; 3] = [&[1.0, 2.0, 3.0], &[2.0, 3.0, 4.0], &[5.0, 6.0, 7.0]];
        assert_eq!(Components::new(&three), Some(Components { between: 4.0, within: 1.0 }));
        let apart: [&[f64]; 2] = [&[1.0, 3.0], &[1.0, 3.0]];
        assert!(Components::new(&apart).unwrap().share().unwrap() < 0.0, "not clamped");
    }

    #[test]
    fn the_split_is_right_on_average_and_covered() {
        for (spread, truth) in [(0.0, 0.0), (1.0, 0.5), (2.0, 0.8)] {
            let found: Vec<Split> = (0..400).filter_map(|seed| split(&groups(seed, 40, spread), 0.95)).collect();
            assert!(found.len() > 390, "{}", found.len());
            let centre = mean(&found.iter().map(|split| split.share).collect::<Vec<_>>()).unwrap();
            let covered = found.iter().filter(|split| split.low <= truth && truth <= split.high).count() as f64 / found.len() as f64;
            assert!((centre - truth).abs() < 0.03 && covered > 0.9, "{truth}: {centre}, covered {covered}");
        }
    }

    #[test]
    fn what_few_draws_carry_is_withheld() {
        let mut one = groups(3, 40, 1.0);
        one[7] = vec![1e6, 1.1e6];
        assert_eq!(split(&one, 0.95), None);
        assert_eq!(split(&groups(3, 4, 1.0), 0.95), None, "four draws");
        let dust: Vec<Vec<f64>> = (0..20).map(|i| vec![0.1 + 0.2, if i % 2 == 0 { 0.3 } else { 0.1 + 0.2 }]).collect();
        assert_eq!(split(&dust, 0.95), None, "rounding is no spread");
    }

    #[test]
    fn unshared_chance_leaves_the_assumptions_shared() {
        // Arms that differ by noise of variance 2 · 0.25, share chance of variance 1 and assumptions of variance 9: a difference of
        // means over two runs has variance 0.25, and would have 1 more.
        let mut noise = noise(5);
        let mut next = || noise.next().unwrap_or_default();
        let pair = |assumed: f64, next: &mut dyn FnMut() -> f64| {
            let shared = assumed + next();
            (shared + 0.5 * next(), shared + 0.5 * next())
        };
        let groups: Vec<Vec<(f64, f64)>> = (0..4000)
            .map(|_| {
                let assumed = 3.0 * next();
                vec![pair(assumed, &mut next), pair(assumed, &mut next)]
            })
            .collect();
        let ratio = unshared_chance(&groups).unwrap();
        assert!((ratio - 5.0).abs() < 0.4, "{ratio}");
        assert_eq!(unshared_chance(&[vec![(1.0, 1.0), (2.0, 2.0)], vec![(5.0, 5.0), (4.0, 4.0)]]), None, "no spread");
    }

    #[test]
    fn the_top_of_a_mean() {
        let mut values = vec![1.0; 200];
        assert!((top_share(&values, 0.01).unwrap() - 0.01).abs() < 1e-12);
        values[17] = 801.0;
        assert!((top_share(&values, 0.01).unwrap() - 0.802).abs() < 1e-12);
        assert_eq!(top_share(&[0.0; 5], 0.01), None);
        assert_eq!(top_share(&[], 0.01), None);
    }
}
