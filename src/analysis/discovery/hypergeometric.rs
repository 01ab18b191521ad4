//! Fisher's exact test, one-sided.

/// The chance of at least `hits` among `inside` cases picked at random from `cases`, of which `all` are hits: 1 − F(hits − 1) of the
/// hypergeometric distribution.
pub(super) fn at_least(hits: usize, inside: usize, all: usize, cases: usize) -> f64 {
    let choose = |n: usize, k: usize| ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
    let least = (inside + all).saturating_sub(cases).max(hits);
    let chance = |k: usize| libm::exp(choose(all, k) + choose(cases - all, inside - k) - choose(cases, inside));
    (least..=inside.min(all)).map(chance).sum::<f64>().min(1.0)
}

fn ln_factorial(n: usize) -> f64 {
    libm::lgamma(n as f64 + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lady_tasting_tea() {
        // Fisher (1935): all four of four cups in 70 ways one, at least three in 17.
        assert!((at_least(4, 4, 4, 8) - 1.0 / 70.0).abs() < 1e-12);
        assert!((at_least(3, 4, 4, 8) - 17.0 / 70.0).abs() < 1e-12);
        assert!((at_least(0, 4, 4, 8) - 1.0).abs() < 1e-12);
        assert!(at_least(5, 5, 4, 8).abs() < 1e-300);
    }
}
