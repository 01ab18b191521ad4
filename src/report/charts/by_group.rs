//! A headline outcome over time in each age band and each market: one small plot a group, one line a policy.

use super::canvas::Point;
use super::panel::{Grid, Key, arm_pages, lines};
use super::scale::Scale;
use super::theme::{Frame, page_name, part, time_unit};
use super::{Chart, Inputs, NotDrawn, Picture, file_part};
use crate::model::population::BAND_NAMES;
use crate::results::tables::{ALL, SeriesRow};

pub(super) const CHART: Chart =
    Chart { name: "by-group", about: "A headline outcome over time in each age band and in each market under each policy", draw };

const GRID: Grid = Grid { columns: 3, gap: 20.0, head: 44.0, plot_height: 112.0, bottom: 44.0 };
/// More plots than this do not fit on a page.
const MOST_PLOTS: usize = 12;

const NOTE: &str = "A report, flag or case is counted with whom it is about, and those who abuse are adults: one about a child is \
                    an error. Lines that lie on one another show the mark of the last policy. Spread: timeseries.csv.";

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

fn draw(inputs: &Inputs) -> Vec<Picture> {
    inputs.selection.over_time.iter().flat_map(|outcome| pictures(inputs, outcome)).collect()
}

fn pictures(inputs: &Inputs, outcome: &str) -> Vec<Picture> {
    let name = format!("{}-{}", CHART.name, file_part(outcome));
    let plots = plots(inputs, outcome);
    // One group says no more than all together.
    if plots.len() < 2 {
        let reason = format!("{outcome} has rows for fewer than two age bands and markets in timeseries.csv");
        return vec![Picture { name, svg: Err(NotDrawn::Skipped(reason)) }];
    }
    let arms = arm_pages(inputs.run);
    let pages: Vec<(&[Plot], &[usize])> =
        plots.chunks(MOST_PLOTS).flat_map(|plots| arms.iter().map(move |arms| (plots, arms.as_slice()))).collect();
    let picture = |(page, shown): (usize, &(&[Plot], &[usize]))| Picture {
        name: page_name(&name, page),
        svg: picture(inputs, outcome, *shown, (page, pages.len())),
    };
    pages.iter().enumerate().map(picture).collect()
}

/// Age bands from the youngest, then markets by name.
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
    groups.map(plot).filter(|plot| plot.lines.iter().any(|line| !line.is_empty())).collect()
}

fn picture(inputs: &Inputs, outcome: &str, (plots, arms): (&[Plot], &[usize]), page: (usize, usize)) -> Result<String, NotDrawn> {
    let key = Key::new(inputs.run, arms);
    let frame = Frame {
        inputs,
        title: format!("{} over time, by age and market{}", inputs.name(outcome), part(page)),
        lead: "Means over the runs, by window, on all platforms. Every plot has a scale of its own.".to_owned(),
        notes: vec![NOTE.to_owned()],
        height: key.height() + GRID.height(plots.len()),
    };
    let last = plots.iter().flat_map(|plot| plot.lines.iter().flatten()).map(|point| point.0).fold(0.0, f64::max);
    let (days, unit) = time_unit(last);
    let x = Scale::spanning((0.0, (last / days).max(1e-9)), 0.0, GRID.width());
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        for (index, plot) in plots.iter().enumerate() {
            let panel = GRID.panel(body, body.top + key.height(), index);
            let values = plot.lines.iter().flatten().map(|point| point.1);
            let y = Scale::linear(values.chain([0.0]), panel.height, 0.0);
            panel.heading(canvas, &plot.group.name(), inputs.unit(outcome));
            panel.rows(canvas, &y.ticks(4), true);
            panel.foot(canvas, &x, Some(&format!("{unit} since the start")));
            let at = |(day, value): &Point| panel.at((&x, &y), (day / days, *value));
            lines(canvas, arms, |arm| plot.lines[arm].iter().map(at).collect());
        }
    })
}
