//! What may hold in a world: `difference(children-harmed, default-e2ee) > 0`.

use crate::model::Outcome;
use serde::{Deserialize, Serialize};
use std::fmt::{Display, Formatter, Result as FmtResult};
use std::str::FromStr;

/// What may hold in a world: an outcome of an arm, or its difference to the baseline, above or below a bound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// Whether it is of the difference to the baseline, or else of the level.
    pub difference: bool,
    /// Id of the outcome.
    pub outcome: String,
    /// Name of the arm.
    pub arm: String,
    /// Whether it is to be above the bound, or else below.
    pub above: bool,
    /// The bound, in the outcome's unit.
    pub bound: f64,
}

impl Condition {
    /// Whether a value meets it.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        if self.above { value > self.bound } else { value < self.bound }
    }

    /// The outcome.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        Outcome::by_id(&self.outcome)
    }
}

impl FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // Quotation marks of a shell that reached it mean nothing.
        let text = text.trim().trim_matches(['\'', '"']);
        let shape = || format!("{text:?} is no condition: write difference(OUTCOME, ARM) > 0, or level(OUTCOME, ARM) < 1000");
        let (what, rest) = text.split_once('(').ok_or_else(shape)?;
        let (inside, bound) = rest.split_once(')').ok_or_else(shape)?;
        let (outcome, arm) = inside.split_once(',').ok_or_else(shape)?;
        let difference = match what.trim() {
            "difference" => true,
            "level" => false,
            _ => return Err(shape()),
        };
        let (bound, outcome) = (bound.trim(), outcome.trim());
        let above = bound.starts_with('>');
        let bound = bound.strip_prefix(['>', '<']).and_then(|bound| bound.trim().parse::<f64>().ok()).filter(|bound| bound.is_finite());
        if Outcome::by_id(outcome).is_none() {
            return Err(format!("there is no outcome {outcome}; `veilsim explain` lists all"));
        }
        let (outcome, arm) = (outcome.to_owned(), arm.trim().to_owned());
        Ok(Self { difference, outcome, arm, above, bound: bound.ok_or_else(shape)? })
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        let (what, sign) = (if self.difference { "difference" } else { "level" }, if self.above { '>' } else { '<' });
        write!(f, "{what}({}, {}) {sign} {}", self.outcome, self.arm, self.bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_reads_back_as_written_and_its_mistakes_are_named() {
        for text in ["difference(children-harmed, default-e2ee) > 0", "level(reports, keep-readable) < 1500.5"] {
            assert_eq!(text.parse::<Condition>().unwrap().to_string(), text);
        }
        let found: Condition = " difference( reports ,a )<-2".parse().unwrap();
        assert!(found.holds(-3.0) && !found.holds(-2.0) && !found.holds(5.0));
        for wrong in
            ["reports > 0", "difference(reports) > 0", "ratio(reports, a) > 0", "difference(reports, a) = 0", "level(reports, a) > x"]
        {
            assert!(wrong.parse::<Condition>().unwrap_err().contains("no condition"), "{wrong}");
        }
        assert!("level(nonsense, a) > 0".parse::<Condition>().unwrap_err().contains("no outcome nonsense"));
    }
}
