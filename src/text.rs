//! Numbers for people: three significant digits, narrow spaces, a true minus.

/// Keeps a number and its suffix on one line, and parts thousands.
const NARROW_SPACE: char = '\u{202f}';
const MINUS: char = '−';
/// Shown where there is no number.
const ABSENT: &str = "–";

const TIERS: [(f64, &str); 4] = [(1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e3, "k")];
const LARGEST_TIER: f64 = 1e15;
const SMALLEST_PLAIN: f64 = 1e-3;

/// A value in three significant digits: `1.24 M`, `35 k`, `1 234`, `0.052`.
///
/// ```
/// use veilsim::text::compact;
/// assert_eq!(compact(1_240_000.0), "1.24\u{202f}M");
/// assert_eq!(compact(-35_000.0), "−35\u{202f}k");
/// ```
#[must_use]
pub fn compact(value: f64) -> String {
    if value.is_nan() {
        return ABSENT.to_owned();
    }
    let size = magnitude(value.abs());
    if value < 0.0 && size != "0" { format!("{MINUS}{size}") } else { size }
}

/// [`compact`] with a sign in front of all but zero.
#[must_use]
pub fn signed(value: f64) -> String {
    let text = compact(value);
    if value > 0.0 && text != "0" { format!("+{text}") } else { text }
}

/// A signed change in per cent, where 5 is 5 %: `+4.2 %`, `−34 %`.
#[must_use]
pub fn percent(value: f64) -> String {
    let digits = if value.abs() < 9.95 { 10.0 } else { 1.0 };
    let nearest = (value * digits).round() / digits;
    // "−100 %" would say that nothing is left.
    let rounded = if value > -100.0 && nearest <= -100.0 { (value * 10.0).trunc() / 10.0 } else { nearest };
    if value.is_nan() {
        return ABSENT.to_owned();
    }
    if rounded == 0.0 && value != 0.0 {
        let sign = if value < 0.0 { MINUS } else { '+' };
        return format!("{sign}<0.1{NARROW_SPACE}%");
    }
    format!("{}{NARROW_SPACE}%", signed(rounded))
}

/// Labels of evenly spaced ticks: one suffix and one number of decimals for all.
pub fn tick_labels(ticks: &[f64]) -> Vec<String> {
    let largest = ticks.iter().fold(0.0_f64, |a, b| a.max(b.abs()));
    if !(1e-4..LARGEST_TIER).contains(&largest) {
        return ticks.iter().map(|&t| compact(t)).collect();
    }
    let (tier, suffix) = TIERS.into_iter().find(|(tier, _)| largest >= 9_999.5_f64.max(*tier)).unwrap_or((1.0, ""));
    let step = ticks.windows(2).map(|w| (w[1] - w[0]).abs()).fold(f64::INFINITY, f64::min);
    // As many decimals as show every step exactly: ticks at 2.5 k apart must not read 2 k, 5 k, 8 k.
    let exact = |decimals: &usize| {
        let scaled = step / tier * libm::pow(10.0, *decimals as f64);
        scaled >= 0.5 && (scaled - scaled.round()).abs() < 1e-6 * scaled
    };
    let decimals = (0..=6).find(exact).unwrap_or(0);
    ticks
        .iter()
        .map(|&tick| {
            if tick == 0.0 {
                return "0".to_owned();
            }
            let sign = if tick < 0.0 { "−" } else { "" };
            let digits = grouped(&format!("{:.decimals$}", tick.abs() / tier));
            with_suffix(format!("{sign}{digits}"), suffix)
        })
        .collect()
}

fn magnitude(size: f64) -> String {
    if size == 0.0 {
        return "0".to_owned();
    }
    if size.is_infinite() {
        return "∞".to_owned();
    }
    if !(SMALLEST_PLAIN..LARGEST_TIER).contains(&size) {
        return scientific(size);
    }
    if (999.5..9_999.5).contains(&size) {
        return grouped(&format!("{size:.0}"));
    }
    // Rounding comes first, so that 999 950 becomes 1 M rather than 1000 k.
    let rounded = three_digits(size);
    let (tier, suffix) = TIERS.into_iter().find(|(tier, _)| rounded >= *tier).unwrap_or((1.0, ""));
    with_suffix(trimmed(rounded / tier), suffix)
}

fn three_digits(size: f64) -> f64 {
    format!("{size:.2e}").parse().unwrap_or(size)
}

/// At most three significant digits, without trailing zeros.
fn trimmed(size: f64) -> String {
    let decimals = (2.0 - libm::log10(size).floor()).clamp(0.0, 6.0) as usize;
    let text = format!("{size:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn scientific(size: f64) -> String {
    let text = format!("{size:.1e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mantissa = mantissa.trim_end_matches(".0");
    let raised: String = exponent.chars().map(superscript).collect();
    format!("{mantissa}×10{raised}")
}

fn superscript(character: char) -> char {
    match character {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32('⁰' as u32 + character as u32 - '0' as u32).unwrap_or(character),
        other => other,
    }
}

/// Parts the thousands of a decimal number.
fn grouped(digits: &str) -> String {
    let (whole, rest) = digits.split_once('.').map_or((digits, String::new()), |(w, f)| (w, format!(".{f}")));
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(NARROW_SPACE);
        }
        text.push(digit);
    }
    text + &rest
}

fn with_suffix(digits: String, suffix: &str) -> String {
    if suffix.is_empty() { digits } else { format!("{digits}{NARROW_SPACE}{suffix}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spaced(text: &str) -> String {
        text.replace(NARROW_SPACE, " ")
    }

    #[test]
    fn ticks_show_their_steps() {
        assert_eq!(tick_labels(&[0.0, 2_500.0, 5_000.0, 7_500.0, 10_000.0])[1..4], ["2.5\u{202f}k", "5.0\u{202f}k", "7.5\u{202f}k"]);
        assert_eq!(tick_labels(&[0.0, 0.05, 0.1])[1..], ["0.05", "0.10"]);
        assert_eq!(tick_labels(&[0.0, 200.0, 400.0])[1..], ["200", "400"]);
    }

    #[test]
    fn compact_at_every_scale() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (0.000_042, "4.2×10⁻⁵"),
            (0.05, "0.05"),
            (0.333_33, "0.333"),
            (12.345, "12.3"),
            (999.4, "999"),
            (999.6, "1 000"),
            (1_234.4, "1 234"),
            (9_999.6, "10 k"),
            (-35_000.0, "−35 k"),
            (999_950.0, "1 M"),
            (1.24e6, "1.24 M"),
            (7.7e9, "7.7 bn"),
            (3.0e12, "3 tn"),
            (2.0e300, "2×10³⁰⁰"),
            (f64::NAN, "–"),
            (f64::NEG_INFINITY, "−∞"),
        ] {
            assert_eq!(spaced(&compact(value)), expected);
        }
    }

    #[test]
    fn percent_keeps_small_changes_visible() {
        for (value, expected) in [
            (0.0, "0 %"),
            (-34.2, "−34 %"),
            (4.23, "+4.2 %"),
            (-99.96, "−99.9 %"),
            (-100.0, "−100 %"),
            (0.01, "+<0.1 %"),
            (1_234.0, "+1 234 %"),
        ] {
            assert_eq!(spaced(&percent(value)), expected);
        }
    }

    #[test]
    fn ticks_share_suffix_and_decimals() {
        let labels = |ticks: &[f64]| tick_labels(ticks).iter().map(|t| spaced(t)).collect::<Vec<_>>();
        assert_eq!(labels(&[0.0, 500_000.0, 1_000_000.0]), ["0", "0.5 M", "1.0 M"]);
        assert_eq!(labels(&[-2_000.0, 0.0, 2_000.0]), ["−2 000", "0", "2 000"]);
        assert_eq!(labels(&[0.0, 0.05, 0.1]), ["0", "0.05", "0.10"]);
        assert_eq!(labels(&[20_000.0, 40_000.0]), ["20 k", "40 k"]);
    }

    proptest! {
        #[test]
        fn any_float_has_a_short_label(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            for text in [compact(value), signed(value), percent(value)] {
                prop_assert!((1..=16).contains(&text.chars().count()), "{}", text);
            }
        }
    }
}
