//! `veilsim verify-model`.

use super::Failure;
use super::streams::say;
use crate::verification::{Check, ORACLES};
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  veilsim verify-model\n  veilsim verify-model 1 9")]
pub(super) struct VerifyModel {
    /// Which of the comparisons to make, by number; by default all, which takes some minutes
    #[arg(value_parser = clap::value_parser!(u8).range(1..=ORACLES.len() as i64))]
    number: Vec<u8>,
}

impl VerifyModel {
    pub(super) fn run(self) -> Result<(), Failure> {
        let (mut checked, mut wrong) = (0, Vec::new());
        for (number, oracle) in (1_u8..).zip(ORACLES) {
            if !self.number.is_empty() && !self.number.contains(&number) {
                continue;
            }
            say(format_args!("{number}. {}\n   {}.", oracle.name, oracle.statement))?;
            for check in (oracle.checks)() {
                say(format_args!("   {}", line(&check)))?;
                checked += 1;
                if !check.passes() {
                    wrong.push(format!("{number} ({})", check.what));
                }
            }
            say("")?;
        }
        if wrong.is_empty() {
            return say(format_args!("{checked} checks, all as they must be"));
        }
        Err(Failure::Differs(format!("of {checked} checks {} fail: {}", wrong.len(), wrong.join("; "))))
    }
}

fn line(check: &Check) -> String {
    let Check { what, found, expected, margin } = check;
    let verdict = if check.passes() { "ok  " } else { "FAIL" };
    let bound = if *margin > 0.0 { format!("{} ± {}", short(*expected), short(*margin)) } else { short(*expected) };
    format!("{verdict} {what}: {}, must be {bound}", short(*found))
}

/// Five significant digits.
fn short(x: f64) -> String {
    if x == 0.0 || !x.is_finite() || x.fract() == 0.0 && x.abs() < 1e9 {
        return format!("{x}");
    }
    let digits = (4 - libm::log10(x.abs()).floor() as i32).clamp(0, 12) as usize;
    format!("{x:.digits$}")
}
