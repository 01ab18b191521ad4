//! What a policy's levers add, what turns a sign, what a wrong choice costs, what knowledge is worth, and in which worlds something holds.

use super::{Column, Row, Sign};

table! {
    /// What a lever of an arm adds to its difference from the baseline: its Shapley value. They add up to the difference.
    "attribution.csv" AttributionRow {
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Unit of the outcome.
        unit: String,
        /// The lever: the path of a parameter, or of a table whose parameters the arm changes together; "(all)" for the difference itself.
        lever: String,
        /// The parameters of the lever, parted by spaces.
        parameters: String,
        /// Draws behind the row.
        draws: u32,
        /// What it adds, averaged over all orders in which levers may be pulled.
        contribution: f64,
        /// Lower end of the 95 % interval over draws.
        low: Option<f64>,
        /// Upper end of it.
        high: Option<f64>,
        /// What it does alone, all else as in the baseline.
        alone: Option<f64>,
        /// What its absence takes away, all else as in the arm.
        last: Option<f64>,
    }
}

table! {
    /// An arm's difference from the baseline where assumptions are moved together, farther and farther. All points share draws and chance.
    "flip.csv" FlipRow {
        /// Length of the move, in standard deviations of the assumptions' normal scores; empty for the world as it stands, in which they
        /// are drawn.
        length: Option<f64>,
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Unit of the values.
        unit: String,
        /// Draws behind the row.
        draws: u32,
        /// Mean difference over the draws.
        mean: f64,
        /// Lower end of the 95 % interval of the mean.
        low: Option<f64>,
        /// Upper end of it.
        high: Option<f64>,
        /// Lower end of the band that holds with 95 % at all lengths together (Bonferroni).
        band_low: Option<f64>,
        /// Upper end of it.
        band_high: Option<f64>,
        /// Where the difference lies by the band.
        sign: Sign,
    }
}

table! {
    /// An assumption that is moved, at a length of the move.
    "moves.csv" MoveRow {
        /// Length of the move, in standard deviations.
        length: f64,
        /// The assumption.
        parameter: String,
        /// Its unit.
        unit: String,
        /// How far it is moved, in standard deviations of its normal score.
        deviations: f64,
        /// Its value there.
        value: f64,
        /// That value as `--set PATH=VALUE` takes it.
        set: String,
        /// Its median.
        median: f64,
        /// What its range rests on.
        grounds: String,
    }
}

table! {
    /// What choosing an arm costs, draw by draw, against the best choice for the draw in one outcome.
    "regret.csv" RegretRow {
        /// Outcome id, or "weighted sum" by the scenario's own weights.
        objective: String,
        /// Unit of the regret.
        unit: String,
        /// Arm.
        arm: String,
        /// Draws.
        draws: u32,
        /// Mean regret, at least: the best choice is picked by one chance and scored by the other.
        least: f64,
        /// Mean regret, at most: the best choice is picked in hindsight.
        most: f64,
        /// Lower end of the 95 % interval of the former.
        low: Option<f64>,
        /// Upper end of the 95 % interval of the latter.
        high: Option<f64>,
        /// 90 % quantile over draws, in hindsight.
        p90: f64,
        /// The worst draw, in hindsight.
        worst: f64,
        /// Share of the draws in which this arm alone is best.
        best: f64,
        /// Lower end of the 95 % interval of that share (Wilson).
        best_low: f64,
        /// Upper end of it.
        best_high: f64,
    }
}

table! {
    /// How often an arm stays within a bound.
    "met.csv" MetRow {
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// The greatest value that meets the bound.
        at_most: f64,
        /// Draws.
        draws: u32,
        /// Share of the draws whose mean meets it.
        share: f64,
        /// Lower end of the 95 % interval of that share (Wilson).
        low: f64,
        /// Upper end of it.
        high: f64,
    }
}

table! {
    /// How much better, on average, one would choose if something were known before.
    "information.csv" InformationRow {
        /// Outcome id, or "weighted sum".
        objective: String,
        /// Unit of the value.
        unit: String,
        /// What would be known: the path of an assumption, or "(everything)".
        known: String,
        /// What it is worth; of everything, at most.
        value: f64,
        /// Lower end of its 95 % interval (jackknife over draws).
        low: f64,
        /// Upper end of it.
        high: f64,
        /// What everything is worth at least; empty for a single assumption.
        least: Option<f64>,
    }
}

table! {
    /// A limit of the box of assumptions in which something holds most often.
    "box.csv" BoxRow {
        /// What holds.
        condition: String,
        /// Path of the assumption that is limited.
        parameter: String,
        /// Its unit.
        unit: String,
        /// It is at least this in the box; empty without such a limit.
        from: Option<f64>,
        /// It is at most this in the box; empty without such a limit.
        to: Option<f64>,
        /// The least value drawn.
        least: f64,
        /// The greatest value drawn.
        most: f64,
    }
}

table! {
    /// A box on the way to the one that was chosen, scored on the half of the draws that was searched and on the other.
    "peeling.csv" PeelRow {
        /// Step of the peeling, from 0, the whole; the chosen box comes last.
        step: u32,
        /// Whether it is the chosen box.
        chosen: bool,
        /// Assumptions that it limits.
        limited: u32,
        /// Draws inside, of the half searched.
        inside: u32,
        /// Share of those in which it holds.
        density: Option<f64>,
        /// Share of all draws searched in which it holds that lie inside.
        coverage: Option<f64>,
        /// Draws inside, of the half held out.
        held_out_inside: u32,
        /// Share of those in which it holds.
        held_out_density: Option<f64>,
        /// Share of all draws held out in which it holds that lie inside.
        held_out_coverage: Option<f64>,
        /// Chance that as many draws picked at random would hold it as often (Fisher), on the half held out.
        held_out_p: f64,
        /// Lower end of the 95 % interval of the density on the half held out (Wilson).
        held_out_low: Option<f64>,
        /// Upper end of it.
        held_out_high: Option<f64>,
    }
}

table! {
    /// A leaf of the tree of at most three questions: which policy is best where.
    "tree.csv" LeafRow {
        /// Outcome id.
        outcome: String,
        /// The answers that lead here, such as `path <= 3; other > 2`; empty for the whole.
        questions: String,
        /// The policy that is best there, on the half searched.
        arm: String,
        /// Draws of the half searched.
        searched: u32,
        /// Draws of the half held out.
        held_out: u32,
        /// On the half held out, how much better the whole tree chooses than the one policy that is best over all, in the outcome's unit.
        gain: f64,
        /// Lower end of the 95 % interval of that: unless it lies above 0, the tree has not been shown to say anything.
        gain_low: f64,
        /// Upper end of it.
        gain_high: f64,
    }
}
