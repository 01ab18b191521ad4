//! The queues of reviewers and of police over time: waits, backlog and saturation under every policy.

use super::canvas::Point;
use super::chart::{Chart, NotDrawn, Page, Picture, Sheet, pictures, skipped};
use super::frame::Frame;
use super::inputs::Inputs;
use super::key::Key;
use super::panel::{Grid, Time, arm_pages, lines};
use super::scale::Scale;
use crate::model::Outcome;
use crate::results::tables::SeriesRow;

pub(super) const CHART: Chart = Chart {
    name: "queues",
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

/// A policy's values in one panel, by day.
type Line = Vec<Point>;

/// A panel and each policy's line in it.
struct Queue {
    name: &'static str,
    about: &'static str,
    /// The top of a share, so that a small one looks small.
    whole: Option<f64>,
    lines: Vec<Line>,
}

impl Queue {
    fn points(&self) -> impl Iterator<Item = &Point> {
        self.lines.iter().flatten()
    }
}

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let queue = |(name, about, trace): (&'static str, &'static str, Trace)| Queue {
        name,
        about,
        whole: matches!(trace, Trace::Percent(_) | Trace::Share(..)).then_some(100.0),
        lines: inputs.run.arms.iter().map(|arm| line(inputs, arm, trace)).collect(),
    };
    let known: Vec<Queue> = PANELS.map(queue).into_iter().filter(|queue| queue.points().next().is_some()).collect();
    let (queues, idle): (Vec<Queue>, Vec<Queue>) = known.into_iter().partition(|queue| queue.points().any(|point| point.1 != 0.0));
    if queues.is_empty() {
        return skipped(CHART.name, "no queue has rows other than 0 for all platforms in timeseries.csv");
    }
    let idle: Vec<&str> = idle.iter().map(|queue| queue.name).collect();
    pictures(CHART.name, &arm_pages(inputs.run), |arms, page| picture((inputs, sheet), (&queues, &idle), arms, page))
}

fn line(inputs: &Inputs, arm: &str, trace: Trace) -> Line {
    let means = |outcome: Outcome| -> Vec<&SeriesRow> {
        let id = outcome.definition().id;
        let mut rows: Vec<&SeriesRow> = inputs.series.iter().filter(|row| row.arm == arm && row.outcome == id).collect();
        rows.sort_by(|a, b| a.day.total_cmp(&b.day));
        rows
    };
    let both = |a: Outcome, b: Outcome| {
        let others = means(b);
        let pair = move |row: &SeriesRow| {
            others.iter().find(|other| other.day.total_cmp(&row.day).is_eq()).map(|other| (row.day, row.mean, other.mean))
        };
        means(a).into_iter().filter_map(pair).collect::<Vec<_>>()
    };
    let points: Line = match trace {
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

fn picture((inputs, sheet): (&Inputs, Sheet), (queues, idle): (&[Queue], &[&str]), arms: &[usize], page: Page) -> Result<String, NotDrawn> {
    let grid = Grid { sheet, columns: 3, head: 48.0, plot_height: 140.0, bottom: 44.0 };
    let key = Key::of_arms(inputs, sheet, arms);
    let time = Time::new(inputs, arms, queues.iter().flat_map(Queue::points).map(|point| point.0), grid.width());
    let mut notes = vec!["Lines that lie on one another show the mark of the last policy. Spread: timeseries.csv.".to_owned()];
    if !idle.is_empty() {
        notes.push(format!("Not drawn, as 0 throughout under every policy: {}.", idle.join(", ").to_lowercase()));
    }
    notes.extend(time.note());
    let frame = Frame {
        inputs,
        sheet,
        title: format!("The queues of reviewers and police over time{}", page.part()),
        lead: "Means over the runs, by window. First reviewers of flags, then investigators of cases.".to_owned(),
        notes,
        height: key.height() + grid.height(queues.len()),
    };
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        for (index, queue) in queues.iter().enumerate() {
            let panel = grid.panel(body, body.top + key.height(), index);
            let ups = queue.points().map(|point| point.1).chain([0.0]);
            let y = Scale::linear(ups.chain(queue.whole), panel.height, 0.0);
            panel.heading(canvas, queue.name, queue.about);
            panel.rows(canvas, &y.ticks(4), true);
            time.foot(canvas, &panel, true);
            lines(canvas, arms, |arm| queue.lines[arm].iter().map(|point| time.at(&panel, &y, *point)).collect());
        }
    })
}
