//! Quantities with units: newtypes that refuse bad values.
//!
//! A probability, a share of a whole, a rate and a factor are all numbers, and confusing them is the commonest error in a
//! policy model. Here each is a type of its own. [`Kind`] describes such a type to the scenario reader, the schema and
//! `explain`: its name, unit, range and how a person writes it.

mod error;
mod time;

pub use error::UnitError;
pub use time::{DAY_MS, Span, Time, YEAR_DAYS};

use std::fmt;
use time::{parse_rate, parse_span, show_rate};

/// How a quantity is written in a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// A plain number: `0.35`.
    Number,
    /// A whole number: `40`, `1_600_000_000`.
    Whole,
    /// A length of time in quotes: `"3 days"`.
    Duration,
    /// A number per length of time in quotes: `"2 per day"`.
    Rate,
    /// One of these words in quotes.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Switch,
}

/// What a scenario reader, the schema and `explain` need to know of a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kind {
    /// The type's name for a reader.
    pub name: &'static str,
    /// Unit of the value; empty for words and switches.
    pub unit: &'static str,
    /// Least value accepted, in the unit.
    pub low: f64,
    /// Greatest value accepted, in the unit.
    pub high: f64,
    /// How it is written.
    pub syntax: Syntax,
    /// An example that parses.
    pub example: &'static str,
}

impl Kind {
    /// Reads a number written without quotes.
    ///
    /// # Errors
    /// If this quantity needs a unit, a word or a switch, or the number is out of range.
    pub fn number(&self, x: f64) -> Result<f64, UnitError> {
        match self.syntax {
            Syntax::Number => self.in_range(x),
            Syntax::Whole if x.fract() == 0.0 => self.in_range(x),
            Syntax::Whole => Err(UnitError::new(format!("{x} is not a whole number"), self.hint())),
            Syntax::Duration => {
                Err(UnitError::new(format!("{x} has no unit of time"), format!("write \"{x} days\" or another unit (ms s m h d w y)")))
            }
            Syntax::Rate => {
                Err(UnitError::new(format!("{x} has no unit of time"), format!("write \"{x} per day\", \"{x} per year\" or another span")))
            }
            // On the command line a word such as "16" comes without its quotes.
            Syntax::Word(words) if words.contains(&x.to_string().as_str()) => self.text(&x.to_string()),
            Syntax::Word(_) | Syntax::Switch => Err(UnitError::new(format!("a number where {} is expected", self.article()), self.hint())),
        }
    }

    /// Reads a text written in quotes.
    ///
    /// # Errors
    /// If the text is not how this quantity is written, or its value is out of range.
    pub fn text(&self, text: &str) -> Result<f64, UnitError> {
        match self.syntax {
            Syntax::Duration => self.in_range(parse_span(text)?.days()),
            Syntax::Rate => self.in_range(parse_rate(text)?),
            Syntax::Word(words) => words.iter().position(|w| *w == text).map(|i| i as f64).ok_or_else(|| {
                let near = nearest(text, words.iter().copied()).map(|w| format!("did you mean \"{w}\"? ")).unwrap_or_default();
                UnitError::new(format!("\"{text}\" is not one of the choices"), format!("{near}write one of {}", quoted(words)))
            }),
            Syntax::Number | Syntax::Whole => Err(match text.trim().strip_suffix('%').and_then(|p| p.trim().parse::<f64>().ok()) {
                Some(percent) => UnitError::new(
                    format!("\"{text}\" is a percentage"),
                    format!("write it as a number without quotes: {}", percent / 100.0),
                ),
                None => UnitError::new(format!("\"{text}\" is text where {} is expected", self.article()), self.hint()),
            }),
            Syntax::Switch => Err(UnitError::new(format!("\"{text}\" is text where a switch is expected"), self.hint())),
        }
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// If this quantity is not a switch.
    pub fn switch(&self, on: bool) -> Result<f64, UnitError> {
        match self.syntax {
            Syntax::Switch => Ok(f64::from(u8::from(on))),
            _ => Err(UnitError::new(format!("{on} where {} is expected", self.article()), self.hint())),
        }
    }

    /// The value as a person would write it.
    #[must_use]
    pub fn show(&self, x: f64) -> String {
        match self.syntax {
            Syntax::Number | Syntax::Whole => format!("{x}"),
            Syntax::Duration => Span::from_days(x).to_string(),
            Syntax::Rate => show_rate(x),
            Syntax::Word(words) => words.get(x as usize).copied().unwrap_or("?").to_owned(),
            Syntax::Switch => (x != 0.0).to_string(),
        }
    }

    /// The value as a scenario and `--set` take it, to the last digit.
    #[must_use]
    pub fn exact(&self, x: f64) -> String {
        if matches!(self.syntax, Syntax::Duration | Syntax::Rate) { format!("{x} {}", self.unit) } else { self.show(x) }
    }

    fn in_range(&self, x: f64) -> Result<f64, UnitError> {
        if (self.low..=self.high).contains(&x) {
            return Ok(x);
        }
        let problem = if x < self.low {
            format!("{x} is less than {}", self.show(self.low))
        } else {
            format!("{} is outside {} to {}", self.show_any(x), self.show(self.low), self.show(self.high))
        };
        let percent = (self.high - 1.0).abs() < f64::EPSILON && x > 1.0 && x <= 100.0;
        let help = if percent { format!("if this is a percentage, write {}", x / 100.0) } else { self.hint() };
        Err(UnitError::new(problem, help))
    }

    fn show_any(&self, x: f64) -> String {
        if x.is_finite() && x >= 0.0 { self.show(x) } else { format!("{x}") }
    }

    fn article(&self) -> String {
        let vowel = self.name.starts_with(['a', 'e', 'i', 'o', 'u']);
        format!("{} {}", if vowel { "an" } else { "a" }, self.name)
    }

    fn hint(&self) -> String {
        format!("write {}, for example {}", self.article(), self.example)
    }
}

/// Longer words are a slip of no name that there is.
const LONGEST_WORD: usize = 200;

/// The candidate most like `word`, if any is near enough to be a slip of the hand.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A slip changes few letters: what is much longer or shorter is another word, and need not be compared letter by letter.
    let near = |c: &&str| c.chars().count().abs_diff(word.chars().count()) <= 1 + c.len().min(word.len()) / 3;
    candidates
        .into_iter()
        .filter(|_| word.len() <= LONGEST_WORD)
        .filter(near)
        .map(|c| (strsim::damerau_levenshtein(word, c), c))
        .filter(|(distance, c)| *distance <= 1 + c.len().min(word.len()) / 3)
        .min()
        .map(|(_, c)| c)
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ")
}

/// A quantity a scenario can state: a newtype over `f64` with a [`Kind`].
pub trait Quantity: Copy + fmt::Debug {
    /// Its description.
    const KIND: Kind;
    /// What stands where nothing is stated; for most quantities nothing does, and a scenario has to state it.
    const UNSTATED: Option<f64> = None;
    /// From a value already known to be in range.
    fn from_value(x: f64) -> Self;
}

macro_rules! quantities {
    ($($(#[$doc:meta])* $name:ident = $kind:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
        pub struct $name(f64);
        impl $name {
            /// The number, in the unit of its kind.
            #[must_use]
            pub fn get(self) -> f64 { self.0 }
            /// Checks the range.
            ///
            /// # Errors
            /// If `x` is not in the range of this quantity, or not a number.
            pub fn new(x: f64) -> Result<Self, UnitError> { Self::KIND.in_range(x).map(Self) }
        }
        impl Quantity for $name {
            const KIND: Kind = $kind;
            fn from_value(x: f64) -> Self { Self(x) }
        }
    )*};
}

quantities! {
    /// The chance that something happens, 0 to 1.
    Probability = Kind { name: "probability", unit: "probability", low: 0.0, high: 1.0, syntax: Syntax::Number, example: "0.35" };
    /// A part of a whole, 0 to 1.
    Share = Kind { name: "share", unit: "share", low: 0.0, high: 1.0, syntax: Syntax::Number, example: "0.12" };
    /// Events per length of time, kept per day.
    PerTime = Kind { name: "rate", unit: "per day", low: 0.0, high: 1e9, syntax: Syntax::Rate, example: "\"2 per day\"" };
    /// A multiplier or a mean number, 0 or more.
    Factor = Kind { name: "factor", unit: "factor", low: 0.0, high: 1e9, syntax: Syntax::Number, example: "1.5" };
    /// A multiplier or a mean number, 1 or more.
    Multiple = Kind { name: "multiple", unit: "factor", low: 1.0, high: 1e9, syntax: Syntax::Number, example: "1.5" };
    /// Accounts that one person runs, on average of a class: 1 to 128.
    AccountsRun = Kind { name: "number of accounts", unit: "accounts", low: 1.0, high: 128.0, syntax: Syntax::Number, example: "2" };
    /// How many, a whole number.
    Count = Kind { name: "count", unit: "count", low: 0.0, high: 1e12, syntax: Syntax::Whole, example: "1_600_000_000" };
}

impl Quantity for Span {
    const KIND: Kind =
        Kind { name: "length of time", unit: "days", low: 0.0, high: 1000.0 * YEAR_DAYS, syntax: Syntax::Duration, example: "\"3 days\"" };
    fn from_value(days: f64) -> Self {
        Self::from_days(days)
    }
}

/// A multiplier that is 1 where nothing is stated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaling(f64);

impl Scaling {
    /// The number.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Quantity for Scaling {
    const KIND: Kind = Factor::KIND;
    const UNSTATED: Option<f64> = Some(1.0);
    fn from_value(x: f64) -> Self {
        Self(x)
    }
}

/// A length of time that is none where nothing is stated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct After(Span);

impl After {
    /// The length.
    #[must_use]
    pub fn get(self) -> Span {
        self.0
    }
}

impl Quantity for After {
    const KIND: Kind = Span::KIND;
    const UNSTATED: Option<f64> = Some(0.0);
    fn from_value(days: f64) -> Self {
        Self(Span::from_days(days))
    }
}

/// Whether a part of the model is simulated. It is, unless a scenario switches it off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enabled(bool);

impl Enabled {
    /// Whether it is simulated.
    #[must_use]
    pub fn get(self) -> bool {
        self.0
    }
}

impl Quantity for Enabled {
    const KIND: Kind = Kind { example: "false", ..bool::KIND };
    const UNSTATED: Option<f64> = Some(1.0);
    fn from_value(x: f64) -> Self {
        Self(x != 0.0)
    }
}

impl Quantity for bool {
    const KIND: Kind = Kind { name: "switch", unit: "", low: 0.0, high: 1.0, syntax: Syntax::Switch, example: "true" };
    fn from_value(x: f64) -> Self {
        x != 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_and_show() {
        for (text, days) in [("3 days", 3.0), ("2h 30m", 2.5 / 24.0), ("26 weeks", 182.0), ("2 years", 730.5), ("90s", 90.0 / 86_400.0)] {
            let x = Span::KIND.text(text).unwrap();
            assert!((x - days).abs() < 1e-8, "{text} is {x}");
            assert!((Span::KIND.text(&Span::KIND.show(x)).unwrap() - x).abs() < 1e-6, "{text} shows as {}", Span::KIND.show(x));
        }
    }

    #[test]
    fn rates_read_and_show() {
        for (text, per_day) in [("2 per day", 2.0), ("1 per 12 h", 2.0), ("70 per year", 70.0 / YEAR_DAYS), ("3 per week", 3.0 / 7.0)] {
            let x = PerTime::KIND.text(text).unwrap();
            assert!((x - per_day).abs() < 1e-12, "{text} is {x}");
            assert!((PerTime::KIND.text(&PerTime::KIND.show(x)).unwrap() / x - 1.0).abs() < 1e-5);
            assert_eq!(PerTime::KIND.text(&PerTime::KIND.exact(x)).map(f64::to_bits), Ok(x.to_bits()));
        }
    }

    #[test]
    fn refusals_say_what_to_write() {
        let percent = Probability::KIND.number(35.0).unwrap_err();
        assert!(percent.help.contains("0.35"), "{percent:?}");
        assert!(Probability::KIND.text("35%").unwrap_err().help.contains("0.35"));
        assert!(PerTime::KIND.number(2.0).unwrap_err().help.contains("2 per day"));
        assert!(Span::KIND.text("3 months").unwrap_err().help.contains("weeks"));
        assert!(Span::KIND.number(3.0).unwrap_err().help.contains("3 days"));
        assert!(Count::KIND.number(1.5).is_err());
        assert!(Probability::new(f64::NAN).is_err() && Probability::new(1.2).is_err());
    }

    #[test]
    fn time_saturates_and_never_wraps() {
        assert_eq!(Time::ZERO.after_days(f64::INFINITY), Time::NEVER);
        assert_eq!(Time::NEVER + Span(5), Time::NEVER);
        assert_eq!(Time(5) - Span(9), Time::ZERO);
    }
}
