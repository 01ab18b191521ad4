//! Which assumptions decide: what remains without chance, and indices by three methods.

use super::{Column, Row};

words! {
    /// Whether effects of the assumptions on an outcome can be told from chance.
    Told {
        /// They can: the interval of the variance without chance lies above 0.
        #[default]
        Told "told",
        /// They cannot.
        Chance "not told from chance",
        /// Nothing varies.
        Constant "constant",
        /// Too few draws have a value.
        Missing "too few values",
    }
}

table! {
    /// How much of an outcome's variance comes from the assumptions. Of an arm it is of the paired difference; of the baseline, of the level.
    "signals.csv" SignalRow {
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Unit of the outcome.
        unit: String,
        /// Draws, each under two chances.
        draws: u32,
        /// Variance of the outcome's expectation over the assumptions: the covariance of the two chances; in the unit squared.
        variance: Option<f64>,
        /// Lower end of its 95 % interval.
        variance_low: Option<f64>,
        /// Upper end of it.
        variance_high: Option<f64>,
        /// Share of the whole variance that is chance; not kept within 0 and 1.
        share_of_chance: Option<f64>,
        /// Whether effects can be told from chance. Where they cannot, there are no indices.
        told: Told,
    }
}

table! {
    /// The first-order index of an assumption from the draws alone, of the eight largest for each arm and outcome.
    "indices.csv" IndexRow {
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Path of the assumption; "(none)" is a number that the model does not know: the floor of noise.
        parameter: String,
        /// Its unit.
        parameter_unit: String,
        /// Place in the order, from 1; 0 for the floor of noise.
        rank: u32,
        /// Share of the variance without chance that the assumption explains alone.
        index: Option<f64>,
        /// Lower end of its 95 % interval (jackknife over draws).
        index_low: Option<f64>,
        /// Upper end of it.
        index_high: Option<f64>,
        /// Chatterjee's ξ, by ranks alone: a heavy tail does not decide it; chance lowers it.
        xi: Option<f64>,
        /// The p-value, adjusted for all assumptions, arms and outcomes together (permutation of draws, maximum).
        p_adjusted: f64,
        /// Whether that is below 0.05.
        marked: bool,
    }
}

table! {
    /// The elementary effects of an assumption: what half of its range does, step by step, per whole range.
    "elementary.csv" ElementaryRow {
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Unit of the effects.
        unit: String,
        /// Path of the assumption.
        parameter: String,
        /// Walks that it moved in.
        walks: u32,
        /// Mean effect.
        mean: f64,
        /// Mean of the effects' absolute values (μ*); chance adds to it.
        absolute: f64,
        /// Standard deviation of the effects (σ); chance adds to it.
        spread: f64,
        /// Mean square of the expected effect, with no chance in it; in the unit squared.
        square: f64,
        /// Lower end of its 95 % interval.
        square_low: f64,
        /// Upper end of it.
        square_high: f64,
        /// Variance of the effects without chance: curvature and interaction; it may come out below 0.
        spread_without_chance: f64,
        /// Whether the interval of the mean square, widened for all assumptions of the arm and outcome, lies above 0.
        marked: bool,
    }
}

table! {
    /// Sobol indices of an assumption, with chance kept out.
    "sobol.csv" SobolRow {
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Path of the assumption; "(the rest)" for all others together, "(none)" for an input that does not exist: the floor of noise.
        parameter: String,
        /// Points of A, and as many of B: the indices at a quarter, at half and at all of them.
        points: u32,
        /// First-order index: the share of the variance that goes away where the input becomes known.
        first: Option<f64>,
        /// Lower end of its 95 % interval.
        first_low: Option<f64>,
        /// Upper end of it.
        first_high: Option<f64>,
        /// Total index: the share that remains while only the input is unknown; empty for the floor of noise.
        total: Option<f64>,
        /// Lower end of its 95 % interval.
        total_low: Option<f64>,
        /// Upper end of it.
        total_high: Option<f64>,
    }
}
