//! The queues of reviewers and of police over time: waits, backlog and saturation under every policy.

use super::canvas::Point;
use super::chart::{Chart, Picture, Sheet, skipped};
use super::inputs::Inputs;
use super::lines::{Lines, Plot};
use crate::model::Outcome;
use crate::results::tables::SeriesRow;

pub(super) const CHART: Chart = Chart {
    name: "queues",
    table: "timeseries.csv",
    about: "How long flags and cases wait, whether the backlog grows, and how much is closed unseen, over time under each policy",
    draw,
};

/// How the values of a panel follow from the means of the time series.
#[derive(Clone, Copy)]
enum Trace {
    /// As they stand.
    Of(Outcome),
    /// A share, in per cent.
    Percent(Outcome),
    /// One in per cent of another.
    Share(Outcome, Outcome),
    /// What came less what went, since the start.
    Growth(Outcome, Outcome),
}

/// Name, unit and values of each panel: reviewers first, then police.
const PANELS: [(&str, &str, Trace); 6] = [
    ("Wait for a reviewer", "days, mean", Trace::Of(Outcome::ReviewWait)),
    ("Flags seen in time", "% of flags", Trace::Percent(Outcome::ReviewTimely)),
    ("Flags closed unseen", "% of flags", Trace::Share(Outcome::FlagsExpired, Outcome::ReviewTaken)),
    ("Wait for police", "days, mean", Trace::Of(Outcome::CaseWait)),
    ("Growth of the backlog", "cases since the start", Trace::Growth(Outcome::CasesOpened, Outcome::CaseTaken)),
    ("Cases closed for age", "% of cases", Trace::Share(Outcome::CasesStale, Outcome::CaseTaken)),
];

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let plot = |(name, about, trace): (&str, &str, Trace)| Plot {
        name: name.to_owned(),
        about: about.to_owned(),
        whole: matches!(trace, Trace::Percent(_) | Trace::Share(..)).then_some(100.0),
        lines: inputs.run.arms.iter().map(|arm| line(inputs, arm, trace)).collect(),
        around: Vec::new(),
    };
    let known = PANELS.map(plot).into_iter().filter(|plot| plot.points().next().is_some());
    let (plots, idle): (Vec<Plot>, Vec<Plot>) = known.partition(|plot| plot.points().any(|point| point.1 != 0.0));
    if plots.is_empty() {
        return skipped(CHART.name, "no queue has rows other than 0 for all platforms in timeseries.csv");
    }
    let mut notes = vec!["Lines that lie on one another show the mark of the last policy. Spread: timeseries.csv.".to_owned()];
    if !idle.is_empty() {
        let idle: Vec<&str> = idle.iter().map(|plot| plot.name.as_str()).collect();
        notes.push(format!("Not drawn, as 0 throughout under every policy: {}.", idle.join(", ").to_lowercase()));
    }
    let lines = Lines {
        inputs,
        sheet,
        title: "The queues of reviewers and police over time".to_owned(),
        lead: "Means over the runs, by window. First reviewers of flags, then investigators of cases.",
        notes,
        columns: 3,
        plot_height: 140.0,
        plots,
    };
    lines.pictures(CHART.name)
}

/// A policy's values in one plot, by day.
fn line(inputs: &Inputs, arm: &str, trace: Trace) -> Vec<Point> {
    let means = |outcome: Outcome| inputs.over_time(arm, outcome.definition().id);
    let both = |a: Outcome, b: Outcome| {
        let others = means(b);
        let pair = move |row: &SeriesRow| {
            others.iter().find(|other| other.day.total_cmp(&row.day).is_eq()).map(|other| (row.day, row.mean, other.mean))
        };
        means(a).into_iter().filter_map(pair).collect::<Vec<_>>()
    };
    let points: Vec<Point> = match trace {
        Trace::Of(outcome) => means(outcome).iter().map(|row| (row.day, row.mean)).collect(),
        Trace::Percent(outcome) => means(outcome).iter().map(|row| (row.day, 100.0 * row.mean)).collect(),
        Trace::Share(part, whole) => both(part, whole).into_iter().map(|(day, part, whole)| (day, 100.0 * part / whole)).collect(),
        Trace::Growth(came, went) => {
            let mut waiting = 0.0;
            let add = |(day, came, went): (f64, f64, f64)| {
                waiting += came - went;
                (day, waiting)
            };
            both(came, went).into_iter().map(add).collect()
        }
    };
    points.into_iter().filter(|(day, value)| day.is_finite() && value.is_finite()).collect()
}
