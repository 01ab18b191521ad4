//! The tables as the charts see them.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use crate::model::Outcome;
use crate::report::error::ReportError;
use crate::report::plain::outcome_name;
use crate::results::tables::{ALL, ConvergenceRow, DefinitionRow, InfluenceRow, OutcomeRow, Row, SeriesRow, SummaryRow, read, read_where};
use crate::results::{Manifest, RunInfo, Selection};
use crate::text::compact;

/// The outcomes whose tails are drawn: one that each camp asks for.
pub(super) const TAILS: [Outcome; 2] = [Outcome::ContentUnlawful, Outcome::ChildrenHarmed];

/// The run, the outcomes asked for, and the rows of the whole world.
#[derive(Debug, Clone)]
pub struct Inputs<'a> {
    dir: PathBuf,
    pub(in crate::report) run: &'a RunInfo,
    /// Replications that share one draw of the assumptions.
    pub(super) per_draw: NonZeroU32,
    pub(in crate::report) selection: &'a Selection,
    pub(in crate::report) summary: Vec<SummaryRow>,
    /// The same on the platform that the policies change, if it is one alone.
    pub(in crate::report) on_platform: Vec<SummaryRow>,
    /// Values of whole windows: the counts of one that is cut short would look like a fall.
    pub(super) series: Vec<SeriesRow>,
    /// Days at the end that are less than a window, if there are any.
    rest: Option<f64>,
    /// The time series of age bands and markets, on all platforms, of the outcomes drawn over time.
    pub(super) groups: Vec<SeriesRow>,
    pub(super) definitions: Vec<DefinitionRow>,
    pub(super) outcomes: Vec<OutcomeRow>,
    pub(super) convergence: Vec<ConvergenceRow>,
    pub(in crate::report) influences: Vec<InfluenceRow>,
}

impl<'a> Inputs<'a> {
    /// Reads the tables in `dir`, keeping what the charts use.
    ///
    /// # Errors
    ///
    /// A table is missing or holds a row that cannot be read.
    pub fn read(dir: &Path, manifest: &'a Manifest) -> Result<Self, ReportError> {
        let (run, selection) = (&manifest.run, &manifest.charts);
        let traded = selection.trade_offs.iter().flat_map(|(x, y)| [x.as_str(), y.as_str()]);
        let used: Vec<&str> = traded.chain(TAILS.map(|outcome| outcome.definition().id)).collect();
        let is_shown = |arm: &String| run.arms.contains(arm);
        let series: Vec<SeriesRow> = read_where(dir, |row: &SeriesRow| row.is_total() && is_shown(&row.arm))?;
        let window = series.iter().map(|row| row.days).fold(0.0, f64::max);
        let whole = |row: &SeriesRow| row.days > 0.999 * window;
        let rest = series.iter().find(|row| !whole(row)).map(|row| row.days);
        Ok(Self {
            dir: dir.to_owned(),
            rest,
            run,
            per_draw: manifest.replications_per_draw,
            selection,
            summary: read_where(dir, |row: &SummaryRow| row.is_total() && is_shown(&row.arm))?,
            on_platform: read_where(dir, |row: &SummaryRow| {
                run.platform.as_ref() == Some(&row.platform) && row.market == ALL && row.age_band == ALL && is_shown(&row.arm)
            })?,
            series: series.into_iter().filter(whole).collect(),
            groups: read_where(dir, |row: &SeriesRow| {
                row.platform == ALL && !row.is_total() && whole(row) && selection.over_time.contains(&row.outcome)
            })?,
            definitions: read(dir)?,
            outcomes: read_where(dir, |row: &OutcomeRow| used.contains(&row.outcome.as_str()) && row.is_total())?,
            convergence: read_where(dir, |row: &ConvergenceRow| is_shown(&row.arm))?,
            influences: read_where(dir, |row: &InfluenceRow| is_shown(&row.arm))?,
        })
    }

    /// Rows of a summary that were never written down: for charts that draw from them alone.
    pub(in crate::report) fn of_summary(
        (run, selection, per_draw): (&'a RunInfo, &'a Selection, NonZeroU32),
        summary: Vec<SummaryRow>,
        definitions: Vec<DefinitionRow>,
    ) -> Self {
        Self {
            dir: PathBuf::new(),
            run,
            per_draw,
            selection,
            summary,
            on_platform: Vec::new(),
            series: Vec::new(),
            rest: None,
            groups: Vec::new(),
            definitions,
            outcomes: Vec::new(),
            convergence: Vec::new(),
            influences: Vec::new(),
        }
    }

    /// Reads what the charts of a method share; each reads its own table.
    ///
    /// # Errors
    ///
    /// The table of definitions cannot be read.
    pub fn of_method(dir: &Path, manifest: &'a Manifest) -> Result<Self, ReportError> {
        Ok(Self {
            dir: dir.to_owned(),
            run: &manifest.run,
            per_draw: manifest.replications_per_draw,
            selection: &manifest.charts,
            summary: Vec::new(),
            on_platform: Vec::new(),
            series: Vec::new(),
            rest: None,
            groups: Vec::new(),
            definitions: read(dir)?,
            outcomes: Vec::new(),
            convergence: Vec::new(),
            influences: Vec::new(),
        })
    }

    /// What people call a policy.
    pub(in crate::report) fn title<'b>(&'b self, arm: &'b str) -> &'b str {
        self.run.title(arm)
    }

    /// The baseline's title, in quotes.
    pub(super) fn baseline(&self) -> String {
        format!("\u{201c}{}\u{201d}", self.title(&self.run.baseline))
    }

    /// All policies but the baseline, each with its place in the order of display.
    pub(in crate::report) fn others(&self) -> impl Iterator<Item = (usize, &str)> {
        self.run.arms.iter().map(String::as_str).enumerate().filter(|(_, arm)| *arm != self.run.baseline)
    }

    /// The day until which a policy's time series are the baseline's, bit by bit: it starts in the window after. None for a
    /// policy that never differs, or differs at once.
    pub(super) fn start(&self, arm: &str) -> Option<f64> {
        let (own, base) = (self.windows(arm), self.windows(&self.run.baseline));
        let differs = |window: &(&(u64, &str), &u64)| base.get(window.0).is_some_and(|other| other != window.1);
        let first = own.iter().find(differs)?.0.0;
        own.keys().rev().find(|(day, _)| *day < first).map(|(day, _)| f64::from_bits(*day))
    }

    /// The bits of the means of a policy's time series, by the bits of the day, which are in the days' order, and by outcome.
    fn windows(&self, arm: &str) -> BTreeMap<(u64, &str), u64> {
        let rows = self.series.iter().filter(|row| row.arm == arm && row.day > 0.0);
        rows.map(|row| ((row.day.to_bits(), row.outcome.as_str()), row.mean.to_bits())).collect()
    }

    /// That the time series end before the horizon does, where they do.
    pub(super) fn cut_short(&self) -> Vec<String> {
        let note = |days: f64| format!("The last {} days are less than a window, and are not drawn.", compact(days));
        self.rest.map(note).into_iter().collect()
    }

    /// The rows of a table that one chart alone needs.
    pub(super) fn table<R: Row>(&self) -> Result<Vec<R>, ReportError> {
        Ok(read(&self.dir)?)
    }

    /// A policy's windows of an outcome, by time.
    pub(super) fn over_time(&self, arm: &str, outcome: &str) -> Vec<&SeriesRow> {
        let of_arm = |row: &&SeriesRow| row.arm == arm && row.outcome == outcome && row.day.is_finite() && row.mean.is_finite();
        let mut rows: Vec<&SeriesRow> = self.series.iter().filter(of_arm).collect();
        rows.sort_by(|a, b| a.day.total_cmp(&b.day));
        rows
    }

    pub(in crate::report) fn summary(&self, arm: &str, outcome: &str) -> Option<&SummaryRow> {
        self.summary.iter().find(|row| row.arm == arm && row.outcome == outcome)
    }

    /// What people call an outcome; one that this version does not know, as the table of definitions calls it, or by its id.
    pub(in crate::report) fn name<'b>(&'b self, outcome: &'b str) -> &'b str {
        if Outcome::by_id(outcome).is_some() {
            return outcome_name(outcome);
        }
        self.definition(outcome).map(|definition| definition.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(outcome)
    }

    pub(in crate::report) fn unit(&self, outcome: &str) -> &str {
        let defined = self.definition(outcome).map(|definition| definition.unit.as_str());
        let summarised = || self.summary.iter().find(|row| row.outcome == outcome).map(|row| row.unit.as_str());
        defined.or_else(summarised).unwrap_or_default()
    }

    pub(in crate::report) fn definition(&self, outcome: &str) -> Option<&DefinitionRow> {
        self.definitions.iter().find(|row| row.outcome == outcome)
    }

    /// For whom less, or more, of an outcome is better; none if neither is.
    pub(in crate::report) fn direction(&self, outcome: &str) -> Option<String> {
        let definition = self.definition(outcome).filter(|definition| ["lower", "higher"].contains(&definition.better.as_str()))?;
        Some(match definition.concerns.as_str() {
            "" => format!("{} is better", definition.better),
            concerned => format!("{} is better for {concerned}", definition.better),
        })
    }

    /// The paired differences from the baseline in two outcomes, in the replications that have both in both arms, in order.
    pub(super) fn differences(&self, arm: &str, (x, y): (&str, &str)) -> (Vec<f64>, Vec<f64>) {
        let of = |arm: &str, outcome: &str| -> BTreeMap<u32, f64> {
            self.outcomes
                .iter()
                .filter(|row| row.arm == arm && row.outcome == outcome && row.value.is_finite())
                .map(|row| (row.replication, row.value))
                .collect()
        };
        let base = self.run.baseline.as_str();
        let (base_x, base_y, ys) = (of(base, x), of(base, y), of(arm, y));
        let pair = |(replication, x): (u32, f64)| Some((x - base_x.get(&replication)?, ys.get(&replication)? - base_y.get(&replication)?));
        of(arm, x).into_iter().filter_map(pair).unzip()
    }
}
