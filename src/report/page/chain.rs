//! The headlines as factors that a reader can multiply.

use crate::model::Outcome;
use crate::report::charts::Inputs;
use crate::report::figure::Figure;
use crate::results::tables::ChainRow;
use serde::Serialize;

/// A headline on the platform that the policies change, under the baseline and under the policy that the question asks about.
#[derive(Serialize)]
pub(super) struct Chain<'a> {
    name: &'static str,
    unit: &'static str,
    platform: &'a str,
    arm: &'a str,
    factors: Vec<Factor<'a>>,
    /// What the products come to: the means of the summary, and the difference as a share.
    baseline: Option<Figure>,
    value: Option<Figure>,
    change: Option<Figure>,
}

#[derive(Serialize)]
struct Factor<'a> {
    words: &'a str,
    baseline: Option<Figure>,
    baseline_low: Option<Figure>,
    baseline_high: Option<Figure>,
    value: Option<Figure>,
    value_low: Option<Figure>,
    value_high: Option<Figure>,
    times: Option<Figure>,
    times_low: Option<Figure>,
    times_high: Option<Figure>,
    parameters: Vec<&'a str>,
    values: Option<Figure>,
    cited: Option<Figure>,
    evidence: Vec<&'a str>,
}

impl<'a> Chain<'a> {
    /// The chains of the policy that the question asks about, headline by headline.
    pub(super) fn all(inputs: &'a Inputs, rows: &'a [ChainRow]) -> Vec<Self> {
        let run = &inputs.run;
        let own: Vec<&ChainRow> = rows.iter().filter(|row| run.asks_about.as_ref() == Some(&row.arm)).collect();
        own.chunk_by(|a, b| a.outcome == b.outcome).filter_map(|rows| Self::new(inputs, rows)).collect()
    }

    fn new(inputs: &'a Inputs, rows: &[&'a ChainRow]) -> Option<Self> {
        let first = *rows.first()?;
        let definition = Outcome::by_id(&first.outcome)?.definition();
        let of = |arm: &str| inputs.on_platform.iter().find(|row| row.arm == arm && row.outcome == first.outcome);
        let own = of(&first.arm);
        Some(Self {
            name: definition.name,
            unit: definition.unit,
            platform: inputs.run.called(&first.platform),
            arm: &first.arm,
            factors: rows.iter().map(|row| Factor::new(row)).collect(),
            baseline: of(&inputs.run.baseline).and_then(|row| Figure::plain(row.mean)),
            value: own.and_then(|row| Figure::plain(row.mean)),
            change: own.and_then(|row| row.relative).and_then(Figure::change),
        })
    }
}

impl<'a> Factor<'a> {
    fn new(row: &'a ChainRow) -> Self {
        let plain = |value: Option<f64>| value.and_then(Figure::plain);
        Self {
            words: &row.factor,
            baseline: Figure::plain(row.baseline),
            baseline_low: plain(row.baseline_p05),
            baseline_high: plain(row.baseline_p95),
            value: Figure::plain(row.value),
            value_low: plain(row.value_p05),
            value_high: plain(row.value_p95),
            times: Figure::times(row.times),
            times_low: row.times_low.and_then(Figure::times),
            times_high: row.times_high.and_then(Figure::times),
            parameters: row.parameters.split(' ').collect(),
            values: Figure::plain(f64::from(row.values)),
            cited: Figure::plain(f64::from(row.cited)),
            evidence: row.evidence.split(' ').filter(|id| !id.is_empty()).collect(),
        }
    }
}
