//! A headline outcome over time in each age band and each market: one small plot a group, one line a policy.

use super::canvas::Point;
use super::chart::{Chart, Picture, Sheet, file_part, skipped};
use super::inputs::Inputs;
use super::lines::{Lines, Plot};
use crate::model::population::BAND_NAMES;
use crate::results::tables::{ALL, SeriesRow};

pub(super) const CHART: Chart = Chart {
    name: "by-group",
    table: "timeseries.csv",
    about: "A headline outcome over time in each age band and in each market under each policy",
    draw,
};

const NOTE: &str = "A report, flag or case is counted with whom it is about, and those who abuse are adults: one about a child is \
                    an error. Groups in which nothing happens under any policy are left out. Lines that lie on one another show the mark of the last policy. Spread: timeseries.csv.";

/// People of one age band, or of one market.
#[derive(Clone, Copy, PartialEq)]
enum Group<'a> {
    Ages(&'a str),
    Market(&'a str),
}

impl<'a> Group<'a> {
    fn of(row: &'a SeriesRow) -> Self {
        if row.market == ALL { Self::Ages(&row.age_band) } else { Self::Market(&row.market) }
    }

    fn name(self, inputs: &Inputs) -> String {
        match self {
            Self::Ages("adult") => "Adults".to_owned(),
            Self::Ages(band) => format!("Aged {}", band.replace('-', if band.starts_with("under") { " " } else { "\u{2013}" })),
            Self::Market(name) => inputs.run.called(name).to_owned(),
        }
    }
}

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    inputs.selection.over_time.iter().flat_map(|outcome| of_outcome(inputs, sheet, outcome)).collect()
}

fn of_outcome(inputs: &Inputs, sheet: Sheet, outcome: &str) -> Vec<Picture> {
    let name = format!("{}-{}", CHART.name, file_part(outcome));
    let plots = plots(inputs, outcome);
    // One group says no more than all together.
    if plots.len() < 2 {
        return skipped(&name, format!("{outcome} has rows other than 0 for fewer than two age bands and markets in timeseries.csv"));
    }
    let lines = Lines {
        inputs,
        sheet,
        title: format!("{} over time, by age and market", inputs.name(outcome)),
        lead: "Means over the runs, by window, on all platforms. Every plot has a scale of its own.",
        notes: vec![NOTE.to_owned()],
        columns: 3,
        plot_height: 112.0,
        plots,
    };
    lines.pictures(&name)
}

/// Age bands from the youngest, then markets by name, but those in which nothing happens under any policy.
fn plots(inputs: &Inputs, outcome: &str) -> Vec<Plot> {
    let rows = || inputs.groups.iter().filter(|row| row.outcome == outcome && row.day.is_finite() && row.mean.is_finite());
    let mut markets: Vec<&str> = rows().map(|row| row.market.as_str()).filter(|market| *market != ALL).collect();
    markets.sort_unstable();
    markets.dedup();
    let groups = BAND_NAMES.map(Group::Ages).into_iter().chain(markets.into_iter().map(Group::Market));
    let line = |group: Group, arm: &String| {
        let mut points: Vec<Point> =
            rows().filter(|row| row.arm == *arm && Group::of(row) == group).map(|row| (row.day, row.mean)).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points
    };
    let plot = |group: Group| Plot {
        name: group.name(inputs),
        about: inputs.unit(outcome).to_owned(),
        whole: None,
        lines: inputs.run.arms.iter().map(|arm| line(group, arm)).collect(),
        around: Vec::new(),
    };
    groups.map(plot).filter(|plot| plot.points().any(|point| point.1 != 0.0)).collect()
}
