//! What was drawn for the assumptions, and which of them decide.

use super::{Column, Row, Sign};

table! {
    /// The value of an uncertain parameter in one draw of the assumptions.
    "draws.csv" DrawRow {
        /// Index of the draw; neighbouring replications share one.
        draw: u32,
        /// Path of the parameter, as `--set` takes it; below its arm if it is uncertain there alone.
        parameter: String,
        /// Unit of the value.
        unit: String,
        /// The value drawn.
        value: f64,
        /// The value as `--set PATH=VALUE` takes it, with its unit.
        set: String,
    }
}

table! {
    /// One of the eight assumptions that go most with an outcome over the draws, for each arm and outcome of the answer.
    ///
    /// Of an arm it goes with the paired difference to the baseline; of the baseline itself, with the level. Eight are named whether or not
    /// any is told from chance.
    "influences.csv" InfluenceRow {
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Unit of the difference, or of the level.
        unit: String,
        /// Place in the order of the arm and outcome, from 1, the strongest.
        rank: u32,
        /// Path of the assumption, as in `draws.csv`.
        parameter: String,
        /// Unit of the assumption.
        parameter_unit: String,
        /// What its range rests on: cited, recalled, assumed or unstated.
        grounds: String,
        /// Draws behind the row.
        draws: u32,
        /// Spearman's rank correlation over the draws between the assumption and the difference.
        rank_correlation: f64,
        /// Lower end of its 95 % interval (jackknife over draws), which does not allow for the choice of the largest; empty where none can be had.
        correlation_low: Option<f64>,
        /// Upper end of it.
        correlation_high: Option<f64>,
        /// Its p-value, adjusted for all assumptions, arms and outcomes together (permutation of draws, maximum).
        p_adjusted: f64,
        /// Whether that is below 0.05: told from chance, all that was looked at allowed for.
        significant: bool,
        /// The assumption is this or less in the third of the draws in which it is lowest.
        low_third_below: f64,
        /// The assumption is this or more in the third of the draws in which it is highest.
        high_third_above: f64,
        /// Mean difference over the lowest third; of the baseline, mean level, as in the next.
        difference_low_third: f64,
        /// Mean difference over the highest third.
        difference_high_third: f64,
        /// Whether these two have opposite signs and the 95 % interval of each leaves out zero.
        flips: bool,
    }
}

table! {
    /// An assumption that was looked at, whether or not anything was found.
    "tested.csv" TestedRow {
        /// Path of the assumption, or of a mechanism that is switched.
        parameter: String,
        /// In how many pairs of arm and outcome it was looked at.
        pairs: u32,
        /// In how many of them its effect is told from chance, all that were looked at allowed for.
        marked: u32,
        /// The chance that its largest effect would be as large if it had none, looked at by itself (permutation of draws); empty where
        /// the method has no such test.
        p_alone: Option<f64>,
        /// Whether it changed nothing at all, exactly, wherever it moved. By draws alone that cannot be known.
        nothing: Option<bool>,
        /// A candidate to fix at one value or to drop: it moves none of the outcomes beyond the floor of noise. By draws, `p_alone` is not
        /// below 0.05: with more draws some of the candidates would stand out.
        candidate: bool,
    }
}

table! {
    /// What share of the influence on an outcome rests on evidence. Of an arm it is of the paired difference; of the baseline, of the level.
    "grounds.csv" GroundsRow {
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Draws behind the row.
        draws: u32,
        /// The influence of all assumptions together: squared rank correlations added up, each less what chance alone gives it. 1 where the
        /// outcome is a sum of steady effects of them.
        explained: f64,
        /// Lower end of its 95 % interval (jackknife over draws).
        explained_low: Option<f64>,
        /// Upper end of it.
        explained_high: Option<f64>,
        /// Share of it that is of assumptions whose range cites figures read at their source; unclamped. Empty where the influence of all
        /// cannot be told from nothing.
        cited: Option<f64>,
        /// Lower end of its 95 % interval (jackknife over draws).
        cited_low: Option<f64>,
        /// Upper end of it.
        cited_high: Option<f64>,
        /// The same of the eight largest alone, squared rank correlations as they are.
        cited_of_largest: f64,
    }
}

table! {
    /// The difference in the first outcome of the answer where the two largest assumptions lie in a cell of their ranges, over the draws.
    "sign-map.csv" SignMapRow {
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Unit of the difference.
        unit: String,
        /// Path of the assumption that goes most with the difference.
        first: String,
        /// Its unit.
        first_unit: String,
        /// Its part of the draws, from 0, the lowest.
        first_part: u32,
        /// Least value in that part.
        first_from: f64,
        /// Greatest value in it.
        first_to: f64,
        /// Path of the assumption that goes with it second.
        second: String,
        /// Its unit.
        second_unit: String,
        /// Its part of the draws, from 0, the lowest.
        second_part: u32,
        /// Least value in that part.
        second_from: f64,
        /// Greatest value in it.
        second_to: f64,
        /// Draws in the cell.
        draws: u32,
        /// Mean difference over them; empty where there is none.
        mean: Option<f64>,
        /// Lower end of the band that holds with 95 % on all cells of the arm together (Bonferroni); empty below two draws.
        band_low: Option<f64>,
        /// Upper end of it.
        band_high: Option<f64>,
        /// Where the difference lies by that band.
        sign: Sign,
    }
}
