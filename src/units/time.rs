//! Instants and lengths of time: an integer clock, and how a person writes a length or a rate.

use super::error::UnitError;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, Sub};

/// Milliseconds in a day.
pub const DAY_MS: u64 = 86_400_000;
/// Days in a year (the Julian year, so that rates per year and per day convert in one way).
pub const YEAR_DAYS: f64 = 365.25;

/// An instant on the simulation clock \[ms since the start of the run\].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub u64);

/// A length of time \[ms\]. Written "3 days", "2h 30m", "26 weeks", "2 years"; there are no months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span(pub u64);

impl Time {
    /// The start of the run.
    pub const ZERO: Self = Self(0);
    /// Later than every instant a run reaches.
    pub const NEVER: Self = Self(u64::MAX >> 8);

    /// Days since the start of the run.
    #[must_use]
    #[inline]
    pub fn days(self) -> f64 {
        self.0 as f64 / DAY_MS as f64
    }

    /// The instant `days` after this one, rounded to the millisecond; [`Time::NEVER`] if it lies beyond the clock.
    #[must_use]
    #[inline]
    pub fn after_days(self, days: f64) -> Self {
        // A float of this size counts in ones: adding it rounds, and its low bits are then the count.
        const ONES: f64 = (1_u64 << 52) as f64;
        let ms = days * DAY_MS as f64;
        if (0.0..ONES).contains(&ms) {
            Self(self.0.saturating_add((ms + ONES).to_bits() - ONES.to_bits()).min(Self::NEVER.0))
        } else if ms < 0.0 {
            self
        } else {
            Self::NEVER
        }
    }

    /// The span from `earlier` to here; zero if `earlier` is later.
    #[must_use]
    #[inline]
    pub fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Span> for Time {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0).min(Self::NEVER.0))
    }
}

impl Sub<Span> for Time {
    type Output = Self;
    /// Stops at the start of the run.
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Span {
    /// Its length in days.
    #[must_use]
    #[inline]
    pub fn days(self) -> f64 {
        self.0 as f64 / DAY_MS as f64
    }

    /// The span of so many days, rounded to the millisecond.
    #[must_use]
    #[inline]
    pub fn from_days(days: f64) -> Self {
        Self((days * DAY_MS as f64 + 0.5) as u64)
    }
}
const SPAN_UNITS: [(&str, f64); 7] = [
    ("year", YEAR_DAYS),
    ("week", 7.0),
    ("day", 1.0),
    ("hour", 1.0 / 24.0),
    ("minute", 1.0 / 1440.0),
    ("second", 1.0 / 86_400.0),
    ("millisecond", 1.0 / 86_400_000.0),
];

/// Days in the named unit of time, by full name, plural or abbreviation.
pub(super) fn unit_days(unit: &str) -> Result<f64, UnitError> {
    let full = match unit {
        "y" | "yr" => "year",
        "w" => "week",
        "d" => "day",
        "h" | "hr" => "hour",
        "m" | "min" => "minute",
        "s" | "sec" => "second",
        "ms" => "millisecond",
        other => other.strip_suffix('s').unwrap_or(other),
    };
    SPAN_UNITS.iter().find(|(name, _)| *name == full).map(|(_, days)| *days).ok_or_else(|| {
        let help = if full == "month" {
            "months differ in length: write days or weeks".to_owned()
        } else {
            "units of time are ms, s, m, h, d, w, y or their full names".to_owned()
        };
        UnitError::new(format!("\"{unit}\" is not a unit of time"), help)
    })
}

/// Reads "3 days", "2h 30m", "1 year 6 weeks".
pub(super) fn parse_span(text: &str) -> Result<Span, UnitError> {
    let help = "write a number and a unit, for example \"3 days\" or \"2h 30m\"";
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(UnitError::new("an empty length of time", help));
    }
    let mut days = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_')).unwrap_or(rest.len());
        let number: f64 =
            rest[..digits].replace('_', "").parse().map_err(|_| UnitError::new(format!("\"{text}\" is not a length of time"), help))?;
        rest = rest[digits..].trim_start();
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        if letters == 0 {
            return Err(UnitError::new(format!("\"{text}\" has no unit of time"), format!("write \"{text} days\" or another unit")));
        }
        days += number * unit_days(&rest[..letters])?;
        rest = rest[letters..].trim_start();
    }
    if days > 1000.0 * YEAR_DAYS {
        return Err(UnitError::new(format!("\"{text}\" is longer than 1000 years"), help));
    }
    Ok(Span::from_days(days))
}

/// Reads "2 per day", "0.5 per year", "1 per 12 h" as a number per day.
pub(super) fn parse_rate(text: &str) -> Result<f64, UnitError> {
    let help = "write a number per length of time, for example \"2 per day\" or \"0.5 per year\"";
    let wrong = || UnitError::new(format!("\"{text}\" is not a rate"), help);
    let (number, span) =
        text.split_once(" per ").ok_or_else(|| UnitError::new(format!("\"{text}\" is not a rate: it has no \"per\""), help))?;
    let number: f64 = number.trim().replace('_', "").parse().map_err(|_| wrong())?;
    let days = if span.trim().starts_with(|c: char| c.is_ascii_digit()) { parse_span(span)?.days() } else { unit_days(span.trim())? };
    if days <= 0.0 {
        return Err(wrong());
    }
    Ok(number / days)
}

pub(super) fn show_rate(per_day: f64) -> String {
    let (x, unit) = match per_day {
        x if x == 0.0 || x >= 1.0 => (x, "day"),
        x if x * 7.0 >= 1.0 => (x * 7.0, "week"),
        x => (x * YEAR_DAYS, "year"),
    };
    format!("{} per {unit}", round_significant(x))
}

/// Six significant digits, so that a converted unit does not show floating-point dust.
pub(super) fn round_significant(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(x)
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.days();
        let (name, unit) = SPAN_UNITS
            .into_iter()
            .find(|(_, unit)| days >= *unit && (round_significant(days / unit) - (days / unit).round()).abs() < 1e-4)
            .or_else(|| SPAN_UNITS.into_iter().find(|(_, unit)| days >= *unit))
            .unwrap_or(("day", 1.0));
        let n = round_significant(days / unit);
        write!(f, "{n} {name}{}", if (n - 1.0).abs() < f64::EPSILON { "" } else { "s" })
    }
}
