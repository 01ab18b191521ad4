//! The default table: each headline outcome, arm by arm, with the paired difference to the baseline.

use super::Failure;
use super::streams::put;
use crate::model::Outcome;
use crate::results::tables::SummaryRow;
use crate::results::{RunInfo, Selection};
use crate::text::{compact, signed};

/// Prints the table on stdout.
pub(super) fn print(run: &RunInfo, selection: &Selection, summary: &[SummaryRow]) -> Result<(), Failure> {
    put(&render(run, selection, summary))
}

/// A share as a person says it: 0.01 is "1 %".
fn share(x: f64) -> String {
    format!("{} %", (x * 1e4).round() / 100.0)
}

fn render(run: &RunInfo, selection: &Selection, summary: &[SummaryRow]) -> String {
    let width = run.arms.iter().map(String::len).max().unwrap_or(0).max(12);
    let mut text = format!(
        "{}\n{} replications an arm, seed {}. Differences are paired, to {}, with their 95 % intervals.\n",
        run.question, run.replications, run.seed, run.baseline
    );
    if let Some(planned) = run.planned {
        text += &format!("Partial: the run was interrupted before its {planned} replications.\n");
    }
    if let Some(precision) = &run.precision {
        let wanted = share(precision.share);
        let which = if precision.outcomes == selection.headline { "headline outcomes".to_owned() } else { precision.outcomes.join(", ") };
        text += &format!("Played until differences in {which} are known to ±{wanted} of the baseline, {} times at most.\n", precision.most);
    }
    if run.sample < 1.0 {
        text += &format!("A sample of {} of the world is simulated and scaled up.\n", share(run.sample));
    }
    text += "Means of access and of harm by exposure are what each run had to expect, worked out exactly, not the few cases in it.\n";
    text += "These are consequences of the scenario's assumptions, not a forecast.\n";
    for id in &selection.headline {
        let Some(definition) = Outcome::by_id(id).map(Outcome::definition) else { continue };
        let mut rows = summary.iter().filter(|row| row.outcome == *id && row.is_total()).peekable();
        let base = rows.peek().map_or(f64::NAN, |row| row.mean);
        text += &format!("\n{} [{}]\n", definition.name, definition.unit);
        for row in rows {
            text += &format!("  {:width$}  {:>10}", row.arm, compact(row.mean));
            if let (Some(d), Some(low), Some(high)) = (row.difference, row.difference_low, row.difference_high) {
                let relative = if base == 0.0 { String::new() } else { format!(" ({} %)", signed((d / base * 1000.0).round() / 10.0)) };
                let held = row.sign_share.map_or_else(String::new, |s| format!("  sign held in {} of draws", share(s)));
                let reading = row.reading.map_or_else(String::new, |reading| format!("  {}", reading.word()));
                text += &format!("  {:>10} [{} to {}]{relative}{held}{reading}", signed(d), signed(low), signed(high));
            }
            text.push('\n');
        }
    }
    text
}
