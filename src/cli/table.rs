//! The default table: each headline outcome, arm by arm, with the paired difference to the baseline.

use super::Failure;
use super::streams::put;
use crate::app::Ended;
use crate::inference::{CrossChecks, MOST_BROKEN_DOWN};
use crate::model::Outcome;
use crate::report::{Sentence, otherwise, outcome_name, sentences};
use crate::results::tables::{PeriodRow, SummaryRow};
use crate::results::{RunInfo, Selection};
use crate::text::{compact, signed};

/// Prints the table on stdout.
pub(super) fn print(ended: &Ended) -> Result<(), Failure> {
    let run = &ended.manifest.run;
    let shown = run.of_first(MOST_BROKEN_DOWN);
    let CrossChecks { draws, flips, moves } = &ended.cross_checks;
    let beside = otherwise(&shown, (draws, flips, moves));
    let mut text = render(&shown, &ended.manifest.charts, (&ended.summary, &ended.periods), &beside);
    if run.arms.len() > MOST_BROKEN_DOWN {
        text += &format!("\n{} more policies: their outcomes are in summary.csv.\n", run.arms.len() - MOST_BROKEN_DOWN);
    }
    put(&text)
}

/// A share as a person says it: 0.01 is "1 %".
fn share(x: f64) -> String {
    format!("{} %", (x * 1e4).round() / 100.0)
}

/// An interval; a dash where there is none.
fn span(low: Option<f64>, high: Option<f64>) -> String {
    low.zip(high).map_or_else(|| "–".to_owned(), |(low, high)| format!("{} to {}", signed(low), signed(high)))
}

/// The difference in a year since the policy starts.
fn in_year(year: &PeriodRow) -> String {
    let percent = |share: f64| (share * 1000.0).round() / 10.0;
    let change = match (year.relative, year.relative_low, year.relative_high) {
        (Some(share), Some(low), Some(high)) => {
            format!("{} [{}] %", signed(percent(share)), span(Some(percent(low)), Some(percent(high))))
        }
        _ => format!("{} [{}]", signed(year.difference), span(year.difference_low, year.difference_high)),
    };
    format!("{change}{}", year.reading.map_or_else(String::new, |reading| format!("  {}", reading.word())))
}

/// That the intervals pay for every look that there may have been, of a run that stops at a precision.
fn widened(run: &RunInfo) -> String {
    let looks = run.precision.as_ref().map_or(1, |precision| precision.looks().len());
    if looks > 1 { format!(", widened for {looks} looks") } else { String::new() }
}

fn render(run: &RunInfo, selection: &Selection, (summary, periods): (&[SummaryRow], &[PeriodRow]), beside: &[Sentence]) -> String {
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
    for sentence in sentences(run, &selection.answer, summary, periods).iter().chain(beside) {
        text += &format!("\n{sentence}\n");
    }
    for id in selection.shown() {
        let Some(definition) = Outcome::by_id(id).map(Outcome::definition) else { continue };
        let mut rows = summary.iter().filter(|row| row.outcome == *id && row.is_total() && run.arms.contains(&row.arm)).peekable();
        let base = rows.peek().map_or(f64::NAN, |row| row.mean);
        text += &format!("\n{} [{}]\n", outcome_name(id), definition.unit);
        for row in rows {
            text += &format!("  {:width$}  {:>10}", row.arm, compact(row.mean));
            if let Some(d) = row.difference {
                let relative = if base == 0.0 { String::new() } else { format!(" ({} %)", signed((d / base * 1000.0).round() / 10.0)) };
                let held = row.sign_share.map_or_else(String::new, |s| format!("  sign held in {} of draws", share(s)));
                let unseen = row.differs_high.filter(|_| row.is_unseen());
                let unseen = unseen.map_or_else(String::new, |high| format!(": no difference seen, at most {} of draws", share(high)));
                let reading = row.reading.map_or_else(String::new, |reading| format!("  {}{unseen}", reading.word()));
                text += &format!("  {:>10} [{}]{relative}{held}{reading}", signed(d), span(row.difference_low, row.difference_high));
            }
            text.push('\n');
            for year in periods.iter().filter(|year| year.arm == row.arm && year.outcome == row.outcome) {
                text += &format!("  {:width$}  {:>10}  {}\n", "", year.period, in_year(year));
            }
        }
    }
    text
}
