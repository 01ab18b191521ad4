//! The queues of reviewers and of police over time: waits, backlog and saturation under every policy.

use super::canvas::Point;
use super::panel::{Grid, Key, arm_pages, lines};
use super::scale::Scale;
use super::theme::{Frame, page_name, part, time_unit};
use super::{Chart, Inputs, NotDrawn, Picture};
use crate::model::Outcome;
use crate::results::tables::SeriesRow;

pub(super) const CHART: Chart = Chart {
    name: "queues",
    about: "How long flags and cases wait, whether the backlog grows, and how much is closed unseen, over time under each policy",
    draw,
};

const GRID: Grid = Grid { columns: 3, gap: 20.0, head: 48.0, plot_height: 140.0, bottom: 44.0 };

/// How the values of a panel follow from the means of the time series.
#[derive(Clone, Copy)]
enum Trace {
    /// As they stand.
    Of(Outcome),
    /// One as a share of another.
    Share(Outcome, Outcome),
    /// What came less what went, since the start.
    Growth(Outcome, Outcome),
}

/// Name, unit and values of each panel: reviewers above, police below.
const PANELS: [(&str, &str, Trace); 6] = [
    ("Wait for a reviewer", "days, mean", Trace::Of(Outcome::ReviewWait)),
    ("Flags seen in time", "share of flags", Trace::Of(Outcome::ReviewTimely)),
    ("Flags closed unseen", "share of flags", Trace::Share(Outcome::FlagsExpired, Outcome::ReviewTaken)),
    ("Wait for police", "days, mean", Trace::Of(Outcome::CaseWait)),
    ("Growth of the backlog", "cases since the start", Trace::Growth(Outcome::CasesOpened, Outcome::CaseTaken)),
    ("Cases closed for age", "share of cases", Trace::Share(Outcome::CasesStale, Outcome::CaseTaken)),
];

/// A policy's values in one panel, by day.
type Line = Vec<Point>;

fn draw(inputs: &Inputs) -> Vec<Picture> {
    let values: Vec<Vec<Line>> =
        PANELS.iter().map(|(_, _, trace)| inputs.run.arms.iter().map(|arm| line(inputs, arm, *trace)).collect()).collect();
    if values.iter().flatten().all(Vec::is_empty) {
        let reason = "no queue has rows for all platforms in timeseries.csv".to_owned();
        return vec![Picture { name: CHART.name.to_owned(), svg: Err(NotDrawn::Skipped(reason)) }];
    }
    let pages = arm_pages(inputs.run);
    let picture = |(page, arms): (usize, &Vec<usize>)| Picture {
        name: page_name(CHART.name, page),
        svg: picture(inputs, &values, arms, (page, pages.len())),
    };
    pages.iter().enumerate().map(picture).collect()
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
        Trace::Share(part, whole) => both(part, whole).into_iter().map(|(day, part, whole)| (day, part / whole)).collect(),
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

fn picture(inputs: &Inputs, values: &[Vec<Line>], arms: &[usize], page: (usize, usize)) -> Result<String, NotDrawn> {
    let key = Key::new(inputs.run, arms);
    let frame = Frame {
        inputs,
        title: format!("The queues of reviewers and police over time{}", part(page)),
        lead: "Means over the runs, by window. Above: reviewers of flags. Below: investigators of cases.".to_owned(),
        notes: vec!["Lines that lie on one another show the mark of the last policy. Spread: timeseries.csv.".to_owned()],
        height: key.height() + GRID.height(PANELS.len()),
    };
    let last = values.iter().flatten().flatten().map(|point| point.0).fold(0.0, f64::max);
    let (unit, unit_name) = time_unit(last);
    let x = Scale::spanning((0.0, (last / unit).max(1e-9)), 0.0, GRID.width());
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        for (index, ((name, about, trace), by_arm)) in PANELS.iter().zip(values).enumerate() {
            let panel = GRID.panel(body, body.top + key.height(), index);
            let ups = by_arm.iter().flatten().map(|point| point.1).chain([0.0]);
            // A share has a natural top, and a small one should look small.
            let whole = matches!(trace, Trace::Share(..) | Trace::Of(Outcome::ReviewTimely)).then_some(1.0);
            let y = Scale::linear(ups.chain(whole), panel.height, 0.0);
            panel.heading(canvas, name, about);
            panel.rows(canvas, &y.ticks(4), true);
            panel.foot(canvas, &x, Some(&format!("{unit_name} since the start")));
            let at = |(day, value): &Point| panel.at((&x, &y), (day / unit, *value));
            lines(canvas, arms, |arm| by_arm[arm].iter().map(at).collect());
        }
    })
}
