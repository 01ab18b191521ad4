//! Expectations: what a run had to expect, beside what happened in it.
//!
//! Cases of access and of tampering with a list are counting processes whose rate is known at every instant of a run, and so is the
//! mean of what a case does. The integral of rate × mean over the run (the compensator of the process) has the outcome's mean exactly,
//! and nothing of the chance of whether and when a case comes and how large it is. Means and differences are told from it with a
//! fraction of the runs; quantiles, tails and the chance of any are told from what happened. Readable content on the servers has its mean
//! from the law of what regulators bring about. The draws of chance are the same with and
//! without it.

use super::identity::BANDS;
use super::layout::{Cell, Layout};
use super::outcome::{Measure, Outcome};

/// The outcomes of which a run keeps an expectation, sums of them apart. None is thinned by `sample`. Of one that happens once, the rate
/// is summed up, and the chance that it happens follows at the end.
pub const EXPECTED: [Outcome; 25] = [
    Outcome::HarmedByExposure,
    Outcome::AdultsHarmedByExposure,
    Outcome::LawfulDemands,
    Outcome::LawfulProduced,
    Outcome::LawfulAccounts,
    Outcome::ContentHeld,
    Outcome::ContentInsider,
    Outcome::ContentBreach,
    Outcome::ContentCovert,
    Outcome::ContentLawful,
    Outcome::ContentEndpoint,
    Outcome::ContentUnlawfulDemand,
    Outcome::ContentBulk,
    Outcome::ContentBackup,
    Outcome::MetadataInsider,
    Outcome::MetadataBreach,
    Outcome::MetadataCovert,
    Outcome::MetadataLawful,
    Outcome::MetadataEndpoint,
    Outcome::MetadataUnlawfulDemand,
    Outcome::MetadataBulk,
    Outcome::ScanExpanded,
    Outcome::ListExpanded,
    Outcome::ListPoisoned,
    Outcome::ListPoisonings,
];

/// By outcome: its place in [`EXPECTED`], or none.
const PLACES: [Option<usize>; Outcome::ALL.len()] = {
    let mut places = [None; Outcome::ALL.len()];
    let mut i = 0;
    while i < EXPECTED.len() {
        places[EXPECTED[i] as usize] = Some(i);
        i += 1;
    }
    places
};

/// The place of an outcome in [`EXPECTED`], if it is there.
#[must_use]
pub fn place(outcome: Outcome) -> Option<usize> {
    PLACES[outcome as usize]
}

/// Whether runs know what they had to expect of an outcome, so that its mean comes from there.
#[must_use]
pub fn is_expected(outcome: Outcome) -> bool {
    match outcome.definition().measure {
        Measure::Ratio(parts, []) => parts.iter().all(|part| place(*part).is_some()),
        _ => place(outcome).is_some(),
    }
}

/// What a run has to expect so far.
#[derive(Clone, Debug)]
pub(super) struct Expectations {
    layout: Layout,
    /// By platform, market, band and outcome.
    sums: Vec<f64>,
}

impl Expectations {
    /// Nothing yet.
    pub(super) fn new(layout: Layout) -> Self {
        Self { layout, sums: vec![0.0; layout.platforms * layout.markets * BANDS * EXPECTED.len()] }
    }

    /// Adds to an outcome; to one that has no expectation, nothing.
    pub(super) fn add(&mut self, outcome: Outcome, platform: usize, market: usize, band: usize, amount: f64) {
        debug_assert!(place(outcome).is_some(), "{outcome:?} has no expectation");
        if let Some(place) = place(outcome) {
            let row = (platform * self.layout.markets + market) * BANDS + band;
            self.sums[row * EXPECTED.len() + place] += amount;
        }
    }

    /// By cell, then outcome.
    pub(super) fn close(&self) -> Vec<f64> {
        let (layout, n) = (self.layout, EXPECTED.len());
        let mut cells = vec![0.0; layout.cell_count() * n];
        for (row, sums) in self.sums.chunks(n).enumerate() {
            let (band, market, platform) = (row % BANDS, row / BANDS % layout.markets, row / BANDS / layout.markets);
            for platform in [None, Some(platform)] {
                for (market, band) in [(None, None), (Some(market), None), (None, Some(band))] {
                    let at = layout.index(Cell { platform, market, band }) * n;
                    cells[at..at + n].iter_mut().zip(sums).for_each(|(cell, sum)| *cell += sum);
                }
            }
        }
        for (outcome, column) in EXPECTED.iter().zip(0..) {
            if outcome.definition().measure == Measure::Once {
                // It happens at the first case of a Poisson process.
                cells.iter_mut().skip(column).step_by(n).for_each(|sum| *sum = -libm::expm1(-*sum));
            }
        }
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_expected_is_thinned_by_no_sample() {
        assert!(EXPECTED.iter().all(|outcome| matches!(outcome.definition().measure, Measure::Whole | Measure::Once)));
        assert!(
            [Outcome::ContentUnlawful, Outcome::MetadataUnlawful, Outcome::ContentBreach, Outcome::ContentHeld]
                .into_iter()
                .all(is_expected)
        );
        assert!(![Outcome::Precision, Outcome::ChildrenHarmed].into_iter().any(is_expected));
    }
}
