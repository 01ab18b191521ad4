//! A headline outcome over time in each age band and each market: one small plot a group, one line a policy.

use super::canvas::Point;
use super::chart::{Chart, NotDrawn, Page, Picture, Sheet, file_part, pictures, skipped};
use super::frame::Frame;
use super::inputs::Inputs;
use super::key::Key;
use super::panel::{Grid, Time, arm_pages, lines};
use super::scale::Scale;
use crate::model::population::BAND_NAMES;
use crate::results::tables::{ALL, SeriesRow};

pub(super) const CHART: Chart =
    Chart { name: "by-group", about: "A headline outcome over time in each age band and in each market under each policy", draw };

/// More plots than this do not fit on a page.
const MOST_PLOTS: usize = 12;

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

    fn name(self) -> String {
        match self {
            Self::Ages("adult") => "Adults".to_owned(),
            Self::Ages(band) => format!("Aged {}", band.replace('-', if band.starts_with("under") { " " } else { "\u{2013}" })),
            Self::Market(name) => format!("Market: {name}"),
        }
    }
}

/// A group's means over the runs: a line for each policy, by day.
struct Plot<'a> {
    group: Group<'a>,
    lines: Vec<Vec<Point>>,
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
    let arms = arm_pages(inputs.run);
    let pages: Vec<(&[Plot], &[usize])> =
        plots.chunks(MOST_PLOTS).flat_map(|plots| arms.iter().map(move |arms| (plots, arms.as_slice()))).collect();
    pictures(&name, &pages, |shown, page| picture((inputs, sheet), outcome, *shown, page))
}

/// Age bands from the youngest, then markets by name, but those in which nothing happens under any policy.
fn plots<'a>(inputs: &'a Inputs, outcome: &str) -> Vec<Plot<'a>> {
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
    let plot = |group| Plot { group, lines: inputs.run.arms.iter().map(|arm| line(group, arm)).collect() };
    groups.map(plot).filter(|plot| plot.lines.iter().flatten().any(|point| point.1 != 0.0)).collect()
}

fn picture((inputs, sheet): (&Inputs, Sheet), outcome: &str, (plots, arms): (&[Plot], &[usize]), page: Page) -> Result<String, NotDrawn> {
    let grid = Grid { sheet, columns: 3, head: 44.0, plot_height: 112.0, bottom: 44.0 };
    let key = Key::of_arms(inputs, sheet, arms);
    let time = Time::new(inputs, arms, plots.iter().flat_map(|plot| plot.lines.iter().flatten()).map(|point| point.0), grid.width());
    let frame = Frame {
        inputs,
        sheet,
        title: format!("{} over time, by age and market{}", inputs.name(outcome), page.part()),
        lead: "Means over the runs, by window, on all platforms. Every plot has a scale of its own.".to_owned(),
        notes: [NOTE.to_owned()].into_iter().chain(time.note()).collect(),
        height: key.height() + grid.height(plots.len()),
    };
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        for (index, plot) in plots.iter().enumerate() {
            let panel = grid.panel(body, body.top + key.height(), index);
            let values = plot.lines.iter().flatten().map(|point| point.1);
            let y = Scale::linear(values.chain([0.0]), panel.height, 0.0);
            panel.heading(canvas, &plot.group.name(), inputs.unit(outcome));
            panel.rows(canvas, &y.ticks(4), true);
            time.foot(canvas, &panel, true);
            lines(canvas, arms, |arm| plot.lines[arm].iter().map(|point| time.at(&panel, &y, *point)).collect());
        }
    })
}
