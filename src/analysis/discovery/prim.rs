//! The patient rule induction method: the box of assumptions in which something is most often so.

use super::hypergeometric::at_least;

/// Share of a box's draws that a peel cuts off.
const PEEL: f64 = 0.05;
/// Shares by which the ends of the chosen box are moved.
const ADJUST: [f64; 2] = [0.05, 0.01];
/// The box is not cut below this share of the draws.
const LEAST: f64 = 0.05;
/// Chance of a false box that is accepted.
const ALPHA: f64 = 0.05;

/// Limits of one input, both inclusive; infinite where the input is not limited.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The least value inside.
    pub low: f64,
    /// The greatest value inside.
    pub high: f64,
}

impl Bounds {
    const FREE: Self = Self { low: f64::NEG_INFINITY, high: f64::INFINITY };

    /// Whether the input is not limited.
    #[must_use]
    pub fn is_free(&self) -> bool {
        *self == Self::FREE
    }

    fn holds(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// What a box holds of one half of the draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Draws inside.
    pub inside: usize,
    /// Draws inside for which it is so.
    pub hits: usize,
    /// Draws in the half.
    pub draws: usize,
    /// Draws in the half for which it is so.
    pub all: usize,
}

impl Score {
    /// Share of the draws inside for which it is so; `None` of an empty box.
    #[must_use]
    pub fn density(&self) -> Option<f64> {
        (self.inside > 0).then(|| self.hits as f64 / self.inside as f64)
    }

    /// Share of the draws for which it is so that lie inside; `None` where it never is.
    #[must_use]
    pub fn coverage(&self) -> Option<f64> {
        (self.all > 0).then(|| self.hits as f64 / self.all as f64)
    }

    /// Share of the draws that lie inside.
    #[must_use]
    pub fn mass(&self) -> f64 {
        self.inside as f64 / self.draws as f64
    }

    /// The p-value of the box against a random pick of as many draws (Fisher's exact test, one-sided).
    #[must_use]
    pub fn p_value(&self) -> f64 {
        at_least(self.hits, self.inside, self.all, self.draws)
    }

    /// χ² of the two-by-two table of being inside and being so; below 0 where it is less often so inside than elsewhere.
    fn chi_squared(&self) -> f64 {
        let [inside, hits, draws, all] = [self.inside, self.hits, self.draws, self.all].map(|count| count as f64);
        let excess = hits - inside * all / draws;
        let scale = inside * (draws - inside) * all * (draws - all);
        if scale > 0.0 { excess * excess.abs() * draws * draws * draws / scale } else { 0.0 }
    }
}

/// One box of the peeling, with its scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Limits by input.
    pub bounds: Vec<Bounds>,
    /// On the half that was searched.
    pub searched: Score,
    /// On the half that was held out.
    pub held_out: Score,
}

/// Whether a box was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A box, more often so on the held-out half than chance allows (p ≤ 0.05).
    Box(Step),
    /// No box: the best one of the searched half, given here, does no better on the other than a random pick may.
    NoBox(Step),
}

/// What the search did and found.
#[derive(Debug, Clone, PartialEq)]
pub struct Prim {
    /// The whole, then the box after each peel.
    pub peeling: Vec<Step>,
    /// The verdict.
    pub found: Found,
}

/// Searches the box of inputs in which `so[draw]` is most often true; `inputs[column][draw]`.
///
/// On the even draws: *peel*, again and again, the 5 % of the box at one end of one input (a lowest or highest value with all its ties)
/// whose removal leaves the greatest density, until the box would hold less than 5 % of the draws. A box is worth χ² (of being inside and
/// being so) less ln n + 2 ln p for each of its limits (n draws, p inputs), so that a limit must explain more than chance can; take the box
/// passed that is worth most. Among many inputs the first peels are accidents of noise, so *grow* another from the whole, by the one limit
/// after another, on a grid of 5 % of the box, that makes it worth most, and keep the better of the two. Then, as long as the box becomes
/// worth more, *drop* limits and *paste*: move ends out or in by 5 or 1 % of the box. Score on the odd draws, and accept by Fisher's exact
/// test there. Limits lie halfway between the last value inside and the first outside.
///
/// `None` below 40 draws, where slices differ in length or hold a value that is not a number, and where it is so always or never on either
/// half: then no box can say more.
///
/// Sources: Friedman and Fisher, *Statistics and Computing* 9 (1999), who take the box by eye from the peeling; the price of a limit,
/// Chen and Chen, *Biometrika* 95 (2008); density and coverage as in Bryant and Lempert, *Technological Forecasting and Social Change* 77
/// (2010).
#[must_use]
pub fn prim(inputs: &[Vec<f64>], so: &[bool]) -> Option<Prim> {
    let sound = inputs.iter().all(|column| column.len() == so.len() && column.iter().all(|value| !value.is_nan()));
    let [searched, held_out] = [0, 1].map(|half| Half::new(inputs, so, half));
    if so.len() < 40 || !sound || [&searched, &held_out].iter().any(|half| half.all == 0 || half.all == half.draws.len()) {
        return None;
    }
    let step = |bounds: &[Bounds]| Step { bounds: bounds.to_vec(), searched: searched.score(bounds), held_out: held_out.score(bounds) };
    let mut peeling = vec![step(&vec![Bounds::FREE; inputs.len()])];
    while let Some(bounds) = searched.peel(&peeling[peeling.len() - 1].bounds) {
        peeling.push(step(&bounds));
    }
    let passed = peeling.iter().map(|step| (searched.worth(&step.bounds), &step.bounds));
    let (_, most) = passed.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let better = [most.clone(), searched.grown(&vec![Bounds::FREE; inputs.len()])].map(|bounds| searched.without_idle_limits(bounds));
    let better = better.into_iter().map(|bounds| searched.adjusted(bounds)).map(|bounds| (searched.worth(&bounds), bounds));
    let (_, best) = better.reduce(|one, other| if other.0 > one.0 { other } else { one })?;
    let best = step(&best);
    let found = if best.held_out.p_value() <= ALPHA { Found::Box(best) } else { Found::NoBox(best) };
    Some(Prim { peeling, found })
}

/// Half of the draws.
struct Half<'a> {
    inputs: &'a [Vec<f64>],
    so: &'a [bool],
    draws: Vec<usize>,
    /// Draws for which it is so.
    all: usize,
}

impl<'a> Half<'a> {
    fn new(inputs: &'a [Vec<f64>], so: &'a [bool], first: usize) -> Self {
        let draws: Vec<usize> = (first..so.len()).step_by(2).collect();
        let all = draws.iter().filter(|draw| so[**draw]).count();
        Self { inputs, so, draws, all }
    }

    /// The draws that lie within the limits of all inputs but `free`.
    fn within(&self, bounds: &[Bounds], free: Option<usize>) -> Vec<usize> {
        let limits: Vec<(&Vec<f64>, Bounds)> = self
            .inputs
            .iter()
            .zip(bounds)
            .enumerate()
            .filter(|(i, (_, b))| Some(*i) != free && !b.is_free())
            .map(|(_, (x, b))| (x, *b))
            .collect();
        self.draws.iter().copied().filter(|draw| limits.iter().all(|(column, bounds)| bounds.holds(column[*draw]))).collect()
    }

    fn score(&self, bounds: &[Bounds]) -> Score {
        let inside = self.within(bounds, None);
        let hits = inside.iter().filter(|draw| self.so[**draw]).count();
        Score { inside: inside.len(), hits, draws: self.draws.len(), all: self.all }
    }

    /// The box after the best cut; `None` where every cut would leave too few draws or nothing can be cut.
    fn peel(&self, bounds: &[Bounds]) -> Option<Vec<Bounds>> {
        let inside = self.within(bounds, None);
        let least = (LEAST * self.draws.len() as f64).ceil() as usize;
        let mut best: Option<(f64, Vec<Bounds>)> = None;
        for (input, column) in self.inputs.iter().enumerate() {
            let mut values: Vec<(f64, bool)> = inside.iter().map(|draw| (column[*draw], self.so[*draw])).collect();
            for end in [End::Low, End::High] {
                values.sort_by(|a, b| if matches!(end, End::High) { b.0.total_cmp(&a.0) } else { a.0.total_cmp(&b.0) });
                let Some(kept) = first_kept(&values) else { continue };
                let hits = values[kept..].iter().filter(|(_, so)| *so).count();
                let density = hits as f64 / (values.len() - kept) as f64;
                if values.len() - kept >= least && best.as_ref().is_none_or(|(most, _)| density > *most) {
                    let limit = f64::midpoint(values[kept - 1].0, values[kept].0);
                    best = Some((density, end.moved_to(bounds, input, limit)));
                }
            }
        }
        best.map(|(_, bounds)| bounds)
    }

    /// χ² of the box less the price of its limits.
    fn worth(&self, bounds: &[Bounds]) -> f64 {
        let price = libm::log(self.draws.len() as f64) + 2.0 * libm::log(self.inputs.len().max(1) as f64);
        self.score(bounds).chi_squared() - price * limited(bounds).len() as f64
    }

    /// The box limited where that is worth most, one limit after another.
    fn grown(&self, bounds: &[Bounds]) -> Vec<Bounds> {
        self.climbed(bounds.to_vec(), |bounds| {
            let inside = self.within(bounds, None).len();
            let steps: Vec<usize> = (1..20).map(|twentieth| (inside * twentieth / 20).max(1)).collect();
            ends(bounds).flat_map(|(input, end)| self.neighbours(bounds, input, end, &steps)).collect()
        })
    }

    /// The box without the limits that are not worth their price.
    fn without_idle_limits(&self, bounds: Vec<Bounds>) -> Vec<Bounds> {
        self.climbed(bounds, |bounds| {
            let freed = |(input, end): (usize, End)| end.moved_to(bounds, input, end.outermost());
            limited(bounds).into_iter().map(freed).collect()
        })
    }

    /// The box with its ends moved to where it is worth most.
    fn adjusted(&self, bounds: Vec<Bounds>) -> Vec<Bounds> {
        self.climbed(bounds, |bounds| {
            let inside = self.within(bounds, None).len();
            let steps = ADJUST.map(|share| ((share * inside as f64) as usize).max(1));
            limited(bounds).into_iter().flat_map(|(input, end)| self.neighbours(bounds, input, end, &steps)).collect()
        })
    }

    /// Takes the best of the neighbours of a box as long as it is worth more.
    fn climbed(&self, mut bounds: Vec<Bounds>, neighbours: impl Fn(&[Bounds]) -> Vec<Vec<Bounds>>) -> Vec<Bounds> {
        loop {
            let now = self.worth(&bounds);
            let scored = neighbours(&bounds).into_iter().map(|next| (self.worth(&next), next));
            match scored.reduce(|best, next| if next.0 > best.0 { next } else { best }) {
                Some((worth, next)) if worth > now => bounds = next,
                _ => return bounds,
            }
        }
    }

    /// The boxes with one end moved out or in past so many draws.
    fn neighbours(&self, bounds: &[Bounds], input: usize, end: End, steps: &[usize]) -> Vec<Vec<Bounds>> {
        let (column, limit) = (&self.inputs[input], end.of(bounds[input]));
        let mut values: Vec<f64> = self.within(bounds, Some(input)).iter().map(|draw| column[*draw]).collect();
        values.sort_by(f64::total_cmp);
        let at = values.partition_point(|value| *value < limit);
        let reached = steps.iter().flat_map(|step| [at.checked_sub(*step), Some(at + step)]).flatten();
        // Between two values, and on from a tie to where the values differ.
        let limits = reached.filter_map(|to| {
            let gap = if to < at {
                (1..=to).rev().find(|i| values[i - 1] < values[*i])
            } else {
                (to..values.len()).find(|i| values[i - 1] < values[*i])
            };
            gap.map(|i| f64::midpoint(values[i - 1], values[i]))
        });
        limits.map(|limit| end.moved_to(bounds, input, limit)).collect()
    }
}

/// One end of an input's limits.
#[derive(Clone, Copy)]
enum End {
    Low,
    High,
}

impl End {
    fn of(self, bounds: Bounds) -> f64 {
        match self {
            Self::Low => bounds.low,
            Self::High => bounds.high,
        }
    }

    fn outermost(self) -> f64 {
        self.of(Bounds::FREE)
    }

    fn moved_to(self, bounds: &[Bounds], input: usize, limit: f64) -> Vec<Bounds> {
        let mut moved = bounds.to_vec();
        match self {
            Self::Low => moved[input].low = limit,
            Self::High => moved[input].high = limit,
        }
        moved
    }
}

/// Both ends of every input.
fn ends(bounds: &[Bounds]) -> impl Iterator<Item = (usize, End)> {
    (0..bounds.len()).flat_map(|input| [(input, End::Low), (input, End::High)])
}

/// The ends that limit a box.
fn limited(bounds: &[Bounds]) -> Vec<(usize, End)> {
    ends(bounds).filter(|(input, end)| end.of(bounds[*input]).is_finite()).collect()
}

/// How many of the values, sorted from the end that is cut, a cut removes: 5 %, at least one, with all ties of the last. `None` where that
/// would be all.
fn first_kept(values: &[(f64, bool)]) -> Option<usize> {
    let wanted = ((PEEL * values.len() as f64).floor() as usize).max(1);
    let last = values.get(wanted - 1)?.0;
    let tied = |(value, _): &(f64, bool)| value.total_cmp(&last).is_eq();
    let (start, end) = (values.iter().position(tied)?, values.iter().rposition(tied)? + 1);
    // A cut never splits a tie: it stops before it, or takes it whole where the sample starts with it.
    let kept = if end == wanted || start == 0 { end } else { start };
    (kept < values.len()).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::super::super::design::latin_hypercube;
    use super::super::super::sensitivity::test_functions::rng;
    use super::super::super::uniform::uniform;
    use super::*;

    fn columns(draws: usize, inputs: usize, seed: u64) -> Vec<Vec<f64>> {
        let rows = latin_hypercube(draws, inputs, &mut rng(seed));
        (0..inputs).map(|c| rows.iter().map(|row| row[c]).collect()).collect()
    }

    #[test]
    fn a_planted_box_is_found_and_other_inputs_stay_free() {
        // 0.3 to 0.7 in the first input, 0.5 and more below 0.9 in the second: a mass of 0.16.
        let sides = [(0.3, 0.7), (0.5, 0.9)];
        for seed in 0..5 {
            let inputs = columns(4000, 10, seed);
            let so: Vec<bool> =
                (0..4000).map(|d| sides.iter().zip(&inputs).all(|((low, high), x)| *low <= x[d] && x[d] <= *high)).collect();
            let result = prim(&inputs, &so).unwrap();
            let off = |step: &Step| (step.searched.mass() - 0.16).abs();
            let nearest = result.peeling.iter().reduce(|best, step| if off(step) < off(best) { step } else { best }).unwrap();
            let Found::Box(found) = &result.found else { panic!("no box: {:?}", result.found) };
            for step in [nearest, found] {
                for (bounds, (low, high)) in step.bounds.iter().zip(sides) {
                    assert!((bounds.low - low).abs() < 0.05 && (bounds.high - high).abs() < 0.05, "seed {seed}: {bounds:?}");
                }
                assert!(step.bounds[2..].iter().all(Bounds::is_free), "seed {seed}: {:?}", step.bounds);
                assert!(step.held_out.density().unwrap() > 0.85 && step.held_out.coverage().unwrap() > 0.85, "{step:?}");
            }
            assert!(found.held_out.density().unwrap() > 0.95 && found.held_out.coverage().unwrap() > 0.95, "seed {seed}: {found:?}");
        }
    }

    #[test]
    fn a_blurred_box_is_found_too() {
        let (inputs, mut rng) = (columns(2000, 10, 3), rng(3));
        let so: Vec<bool> = (0..2000).map(|d| uniform(&mut rng) < if inputs[4][d] > 0.8 { 0.6 } else { 0.2 }).collect();
        let Found::Box(found) = prim(&inputs, &so).unwrap().found else { panic!("no box") };
        assert!((found.bounds[4].low - 0.8).abs() < 0.05 && found.bounds[4].high.is_infinite(), "{:?}", found.bounds);
    }

    #[test]
    fn in_pure_noise_there_is_no_box() {
        let boxes = (0..100).filter(|seed| {
            let (inputs, mut rng) = (columns(400, 20, *seed), rng(1000 + seed));
            let so: Vec<bool> = (0..400).map(|_| uniform(&mut rng) < 0.3).collect();
            matches!(prim(&inputs, &so).unwrap().found, Found::Box(_))
        });
        let boxes = boxes.count();
        assert!(boxes <= 5, "{boxes} of 100");
    }

    #[test]
    fn cuts_take_ties_whole() {
        let so = |values: &[f64]| values.iter().map(|value| (*value, true)).collect::<Vec<_>>();
        assert_eq!(first_kept(&so(&[0.0, 0.0, 0.0, 1.0])), Some(3));
        assert_eq!(first_kept(&so(&[0.0, 1.0])), Some(1));
        assert_eq!(first_kept(&so(&[1.0; 30])), None);
        let forty: Vec<f64> = (0..40).map(|i| f64::from(i.clamp(1, 30))).collect();
        assert_eq!(first_kept(&so(&forty)), Some(2));
        // A switch: the box is one of its two values.
        let inputs = vec![(0..400).map(|d| f64::from(d / 2 % 2)).collect::<Vec<_>>()];
        let so: Vec<bool> = inputs[0].iter().map(|x| *x > 0.5).collect();
        let Found::Box(found) = prim(&inputs, &so).unwrap().found else { panic!("no box") };
        assert_eq!((found.bounds[0].low, found.held_out.hits, found.held_out.inside), (0.5, 100, 100));
    }

    #[test]
    fn undefined_is_none() {
        let inputs = columns(100, 2, 1);
        assert_eq!(prim(&inputs, &[true; 100]), None);
        assert_eq!(prim(&inputs, &[false; 100]), None);
        assert_eq!(prim(&inputs, &[true; 99]), None);
        assert_eq!(prim(&[], &[true, false]), None);
    }
}
