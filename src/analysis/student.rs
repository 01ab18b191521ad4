//! Student's t distribution and the normal one: upper tails, and the points beyond which a given share lies. All through `libm`, so
//! that the last digit of an interval is the same on every machine.

use libm::{erfc, exp, lgamma, log, log1p};
use std::f64::consts::{FRAC_1_SQRT_2, PI, TAU};

/// The t distribution with so many degrees of freedom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Student {
    freedom: f64,
    /// The logarithm of the density at 0.
    peak: f64,
}

impl Student {
    /// None unless `freedom` is positive and finite.
    pub(super) fn new(freedom: f64) -> Option<Self> {
        let half = 0.5 * freedom;
        let peak = lgamma(half + 0.5) - lgamma(half) - 0.5 * log(freedom * PI);
        (freedom > 0.0 && freedom.is_finite()).then_some(Self { freedom, peak })
    }

    fn density(self, t: f64) -> f64 {
        exp(self.peak - 0.5 * (self.freedom + 1.0) * log1p(t * t / self.freedom))
    }

    /// P(T > t), for t of 0 or more: half the regularised incomplete beta function of n/2 and 1/2 at n / (n + t²) for n degrees of
    /// freedom, whose leading factor is t times the density.
    pub(super) fn beyond(self, t: f64) -> f64 {
        let (half, ratio) = (0.5 * self.freedom, t * t / self.freedom);
        let (x, rest) = (1.0 / (1.0 + ratio), ratio / (1.0 + ratio));
        let front = t * self.density(t);
        if front == 0.0 {
            if t < 1.0 { 0.5 } else { 0.0 }
        } else if x < (half + 1.0) / (half + 2.5) {
            front * beta_fraction(half, 0.5, x) / self.freedom
        } else {
            0.5 - front * beta_fraction(0.5, half, rest)
        }
    }

    /// The point beyond which this share lies, of one half or less.
    pub(super) fn point(self, share: f64) -> f64 {
        climb(share, |t| self.beyond(t), |t| self.density(t))
    }
}

/// The point of the standard normal distribution beyond which this share lies, of one half or less.
pub(super) fn normal_point(share: f64) -> f64 {
    climb(share, |x| 0.5 * erfc(x * FRAC_1_SQRT_2), |x| exp(-0.5 * x * x) / TAU.sqrt())
}

/// The normal score of a quantile: the number below which this share of the standard normal distribution lies.
#[must_use]
pub fn normal_score(share: f64) -> f64 {
    if share < 0.5 { -normal_point(share) } else { normal_point(1.0 - share) }
}

/// The share of the standard normal distribution below a number: the quantile of a normal score.
#[must_use]
pub fn normal_share(score: f64) -> f64 {
    0.5 * erfc(-score * FRAC_1_SQRT_2)
}

/// Where a tail has fallen to `share`. Tails are convex above the centre: Newton's steps climb from there and never overshoot.
fn climb(share: f64, tail: impl Fn(f64) -> f64, density: impl Fn(f64) -> f64) -> f64 {
    if share <= 0.0 {
        return f64::INFINITY;
    }
    let mut x = 0.0;
    loop {
        let step = (tail(x) - share) / density(x);
        x += step.max(0.0);
        // What is left is the square of this: nothing.
        if step <= 1e-9 * x || !x.is_finite() {
            return x;
        }
    }
}

/// The continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8), by Lentz's method.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let (mut upper, mut lower) = (1.0, 1.0 / (1.0 - (a + b) * x / (a + 1.0)));
    let mut product = lower;
    let mut m = 1.0;
    loop {
        let along = a + 2.0 * m;
        for term in [m * (b - m) * x / ((along - 1.0) * along), -(a + m) * (a + b + m) * x / (along * (along + 1.0))] {
            lower = 1.0 / (1.0 + term * lower);
            upper = 1.0 + term / upper;
            product *= upper * lower;
        }
        if (upper * lower - 1.0).abs() < 2.0 * f64::EPSILON || m > 1e5 {
            return product;
        }
        m += 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

    #[test]
    fn points_are_those_of_the_tables() {
        for (freedom, share, point) in [
            (1.0, 0.025, 12.706_204_736_174_7),
            (2.0, 0.005, 9.924_843_200_918_07),
            (9.0, 0.025, 2.262_157_162_798_2),
            (199.0, 0.025, 1.971_956_544_249_4),
            (1e6, 0.025, 1.959_966_356_814_1),
        ] {
            let found = Student::new(freedom).unwrap().point(share);
            assert!((found / point - 1.0).abs() < 1e-10, "{freedom}: {found} is not {point}");
        }
        assert!((normal_point(0.025) - 1.959_963_984_540_054).abs() < 1e-14 && (normal_point(1e-9) - 5.997_807_015_007_687).abs() < 1e-13);
    }

    #[test]
    fn ends_of_the_range() {
        let t = Student::new(5.0).unwrap();
        assert!((t.beyond(0.0) - 0.5).abs() < 1e-300 && t.beyond(1e200) == 0.0);
        for share in [1e-6, 0.2, 0.5, 0.9, 0.999] {
            assert!((normal_share(normal_score(share)) - share).abs() < 1e-12, "{share}");
        }
        assert!(t.point(0.5) == 0.0 && normal_point(0.5) == 0.0);
        assert!(t.point(0.0).is_infinite() && normal_point(0.0).is_infinite());
        assert!([0.0, -1.0, f64::NAN, f64::INFINITY].iter().all(|freedom| Student::new(*freedom).is_none()));
        // Cauchy's distribution has closed forms.
        assert!((Student::new(1.0).unwrap().beyond(1e9) * PI * 1e9 - 1.0).abs() < 1e-13);
    }

    proptest! {
        #[test]
        fn tails_and_points_are_those_of_statrs(freedom in prop_oneof![0.5_f64..5.0, 1.0_f64..1e4], t in 0.0_f64..40.0, share in 1e-8_f64..0.5) {
            let (ours, theirs) = (Student::new(freedom).unwrap(), StudentsT::new(0.0, 1.0, freedom).unwrap());
            prop_assert!((ours.beyond(t) - theirs.sf(t)).abs() <= 1e-9 * theirs.sf(t) + 1e-15, "{} {}", ours.beyond(t), theirs.sf(t));
            prop_assert!((ours.beyond(ours.point(share)) / share - 1.0).abs() < 1e-9);
            prop_assert!((normal_point(share) + Normal::standard().inverse_cdf(share)).abs() < 1e-8);
        }
    }
}
