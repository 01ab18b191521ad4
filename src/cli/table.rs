//! The default table: each headline outcome, arm by arm, with the paired difference to the baseline.

use super::Failure;
use super::streams::put;
use crate::app::Ended;
use crate::model::Outcome;
use crate::results::tables::{PeriodRow, SummaryRow};
use crate::results::{RunInfo, Selection};
use crate::text::{compact, signed};

/// Prints the table on stdout.
pub(super) fn print(ended: &Ended) -> Result<(), Failure> {
    put(&render(&ended.manifest.run, &ended.manifest.charts, &ended.summary, &ended.periods))
}

/// A share as a person says it: 0.01 is "1 %".
fn share(x: f64) -> String {
    format!("{} %", (x * 1e4).round() / 100.0)
}

/// The difference in a year since the policy starts.
fn in_year(year: &PeriodRow) -> String {
    let of = |centre: String, low: String, high: String| format!("{centre} [{low} to {high}]");
    let percent = |share: f64| signed((share * 1000.0).round() / 10.0);
    let change = match (year.relative.zip(year.relative_low), year.relative_high, year.difference_low, year.difference_high) {
        (Some((share, low)), Some(high), ..) => of(percent(share), percent(low), percent(high)) + " %",
        (_, _, Some(low), Some(high)) => of(signed(year.difference), signed(low), signed(high)),
        _ => signed(year.difference),
    };
    format!("{change}{}", year.reading.map_or_else(String::new, |reading| format!("  {}", reading.word())))
}

/// That the intervals pay for every look that there may have been, of a run that stops at a precision.
fn widened(run: &RunInfo) -> String {
    let looks = run.precision.as_ref().map_or(1, |precision| precision.looks().len());
    if looks > 1 { format!(", widened for {looks} looks") } else { String::new() }
}

fn render(run: &RunInfo, selection: &Selection, summary: &[SummaryRow], periods: &[PeriodRow]) -> String {
    let width = run.arms.iter().map(String::len).max().unwrap_or(0).max(12);
    let mut text = format!(
        "{}\n{} replications an arm, seed {}. Differences are paired, to {}, with their 95 % intervals{}.\n",
        run.question,
        run.replications,
        run.seed,
        run.baseline,
        widened(run)
    );
    if let Some(planned) = run.planned {
        text += &format!("Partial: the run was interrupted before its {planned} replications.\n");
    }
    if let Some(precision) = &run.precision {
        let wanted = share(precision.share);
        let which = if precision.outcomes == selection.headline { "headline outcomes".to_owned() } else { precision.outcomes.join(", ") };
        text += &format!("Played until differences in {which} are known to ±{wanted} of the baseline, or {} times.\n", precision.most);
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
            for year in periods.iter().filter(|year| year.arm == row.arm && year.outcome == row.outcome) {
                text += &format!("  {:width$}  {:>10}  {}\n", "", year.period, in_year(year));
            }
        }
    }
    text
}
