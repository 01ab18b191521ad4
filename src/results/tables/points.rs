//! Points that a method chose, what came out at them, and sweeps over one or two parameters.

use super::{Column, Row};

table! {
    /// What is set at a point beside what the scenario says.
    "points.csv" PointRow {
        /// The point, from 0.
        point: u32,
        /// Path of the parameter, as `--set` takes it.
        parameter: String,
        /// The value as `--set PATH=VALUE` takes it.
        set: String,
    }
}

table! {
    /// One total of one run at a point. All points and arms of a replication share its chance, and all of a draw its assumptions.
    "point-outcomes.csv" PointOutcomeRow {
        /// The point, from 0: a row of the design.
        point: u32,
        /// Arm.
        arm: String,
        /// Index of the replication.
        replication: u32,
        /// Index of the draw of the assumptions that are not set at the point.
        draw: u32,
        /// Outcome id.
        outcome: String,
        /// Unit of the value.
        unit: String,
        /// The value: what happened. A ratio over nothing has no row.
        value: f64,
        /// What the run says of the outcome's mean: what was to be expected in it, where it knows that, or else the value.
        estimate: f64,
    }
}

words! {
    /// What is looked at of an outcome.
    Measure {
        /// The outcome itself.
        #[default]
        Level "level",
        /// The paired difference to the baseline.
        Difference "difference",
    }
}

words! {
    /// Where a difference lies, by the band that holds at all points together.
    Sign {
        /// The band includes zero.
        #[default]
        Unclear "unclear",
        /// Above zero.
        Above "above",
        /// Below zero.
        Below "below",
        /// No run differs from the baseline.
        Same "the same",
    }
}

table! {
    /// A value that a sweep gives a parameter.
    "levers.csv" LeverRow {
        /// Which parameter: 1, or 2 where two are swept.
        lever: u32,
        /// Its path.
        parameter: String,
        /// Its unit; empty for words.
        unit: String,
        /// The value in the unit; of words its place, from 0.
        value: f64,
        /// The value as `--set PATH=VALUE` takes it.
        set: String,
        /// Whether it is a word.
        word: bool,
    }
}

table! {
    /// An outcome at a point of a sweep. All points share draws and chance.
    "sweep.csv" SweepRow {
        /// The point, as in `points.csv`.
        point: u32,
        /// Value of the first parameter, as in `levers.csv`.
        first: f64,
        /// Value of the second, if there is one.
        second: Option<f64>,
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Unit of the values.
        unit: String,
        /// "level", or "difference" to the baseline at the same point.
        measure: Measure,
        /// Draws behind the row.
        draws: u32,
        /// Mean over the draws.
        mean: f64,
        /// Lower end of the 95 % interval of the mean at this point alone; empty of a single draw, as are those below.
        low: Option<f64>,
        /// Upper end of it.
        high: Option<f64>,
        /// Lower end of the band that holds with 95 % at all points of the arm and outcome together (Bonferroni).
        band_low: Option<f64>,
        /// Upper end of it.
        band_high: Option<f64>,
        /// Where the difference lies by that band; empty for levels.
        sign: Option<Sign>,
    }
}
