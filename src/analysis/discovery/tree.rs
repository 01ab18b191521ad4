//! A small tree: which policy is best where among the assumptions.

use super::super::estimate::Estimate;
use super::super::mean;

/// Questions asked at most, one after another.
const DEPTH: usize = 3;
/// A leaf holds at least this share of the draws searched, and at least ten.
const LEAST: f64 = 0.05;

/// A place in the tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A question: is the input at most the limit?
    Split {
        /// Which input.
        input: usize,
        /// The limit, halfway between two values of the draws.
        limit: f64,
        /// Where it is at most the limit.
        below: Box<Node>,
        /// Where it is above.
        above: Box<Node>,
    },
    /// An answer.
    Leaf(Leaf),
}

/// The draws that answer alike, and the policy that is best among them.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// The policy of the greatest mean benefit on the searched half, the first of those that tie.
    pub policy: usize,
    /// Draws of the searched half in this leaf.
    pub searched: usize,
    /// Draws of the held-out half in this leaf.
    pub held_out: usize,
    /// Mean benefit by policy over the held-out draws in this leaf; empty where there are none.
    pub benefits: Vec<f64>,
}

/// The tree and what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// Its first question, or the one answer.
    pub root: Node,
    /// The policy of the greatest mean benefit over the searched half as a whole.
    pub single: usize,
    /// How much better, in the mean over the held-out half, each draw's leaf chooses than the single policy does, in the benefit's unit.
    /// Where the interval does not lie above 0, the tree has not been shown to say anything.
    pub gain: Estimate,
}

impl Node {
    /// The leaf in which a draw with these inputs lies.
    #[must_use]
    pub fn leaf(&self, inputs: &dyn Fn(usize) -> f64) -> &Leaf {
        match self {
            Self::Leaf(leaf) => leaf,
            Self::Split { input, limit, below, above } => if inputs(*input) <= *limit { below } else { above }.leaf(inputs),
        }
    }
}

/// Grows a tree of at most three questions in a row from `inputs[column][draw]` and `benefits[policy][draw]` (more is better).
///
/// Each draw's benefits are taken less their mean over policies, since only differences decide. On the even draws, each question is the
/// one that explains most of their squared spread, `Σ over policies of (S²_below/n_below + S²_above/n_above − S²/n)` with S the sum over
/// a side's draws, among all inputs and limits that leave at least 5 % of the searched draws, and at least ten, on either side. Questions
/// whose answers name one policy are taken back. The odd draws score leaves and tree; `gain` has a Student t interval at `confidence`.
///
/// `None` without a policy, below 40 draws, and where slices differ in length or hold a value that is not finite.
///
/// Sources: Breiman, Friedman, Olshen and Stone, *Classification and Regression Trees* (1984); several outcomes at once, De'ath,
/// *Ecology* 83 (2002).
#[must_use]
pub fn policy_tree(inputs: &[Vec<f64>], benefits: &[Vec<f64>], confidence: f64) -> Option<Tree> {
    let draws = benefits.first()?.len();
    if draws < 40 || inputs.iter().chain(benefits).any(|column| column.len() != draws || column.iter().any(|value| !value.is_finite())) {
        return None;
    }
    let [searched, held_out] = [0, 1].map(|half| (half..draws).step_by(2).collect::<Vec<usize>>());
    let least = ((LEAST * searched.len() as f64).ceil() as usize).max(10);
    let grower = Grower { inputs, benefits, contrasts: contrasts(benefits), least };
    let root = grower.grow(&searched, &held_out, DEPTH);
    let single = grower.best(&searched);
    let chosen = |draw: usize| root.leaf(&|input| inputs[input][draw]).policy;
    let gains: Vec<f64> = held_out.iter().map(|draw| benefits[chosen(*draw)][*draw] - benefits[single][*draw]).collect();
    Some(Tree { gain: Estimate::of_mean(&gains, confidence)?, root, single })
}

/// Benefits less their mean over policies, by policy and draw. Taken from the first policy, policies that never differ leave exactly 0.
fn contrasts(benefits: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let differences: Vec<Vec<f64>> =
        benefits.iter().map(|own| own.iter().zip(&benefits[0]).map(|(own, first)| own - first).collect()).collect();
    let centres: Vec<f64> =
        (0..benefits[0].len()).map(|draw| differences.iter().map(|own| own[draw]).sum::<f64>() / benefits.len() as f64).collect();
    differences.iter().map(|own| own.iter().zip(&centres).map(|(own, centre)| own - centre).collect()).collect()
}

struct Grower<'a> {
    inputs: &'a [Vec<f64>],
    benefits: &'a [Vec<f64>],
    contrasts: Vec<Vec<f64>>,
    /// Draws that a side of a question must keep.
    least: usize,
}

impl Grower<'_> {
    fn grow(&self, searched: &[usize], held_out: &[usize], depth: usize) -> Node {
        let split = if depth == 0 { None } else { self.split(searched) };
        let Some((input, limit)) = split else { return Node::Leaf(self.leaf(searched, held_out)) };
        let is_below = |draw: &usize| self.inputs[input][*draw] <= limit;
        let (below, above): (Vec<usize>, Vec<usize>) = searched.iter().partition(|draw| is_below(draw));
        let (held_below, held_above): (Vec<usize>, Vec<usize>) = held_out.iter().partition(|draw| is_below(draw));
        let sides = (self.grow(&below, &held_below, depth - 1), self.grow(&above, &held_above, depth - 1));
        match sides {
            (Node::Leaf(one), Node::Leaf(other)) if one.policy == other.policy => Node::Leaf(self.leaf(searched, held_out)),
            (below, above) => Node::Split { input, limit, below: Box::new(below), above: Box::new(above) },
        }
    }

    /// The question that explains most; `None` where none explains anything.
    fn split(&self, draws: &[usize]) -> Option<(usize, f64)> {
        let totals: Vec<f64> = self.contrasts.iter().map(|own| draws.iter().map(|draw| own[*draw]).sum()).collect();
        let spread: f64 = self.contrasts.iter().flat_map(|own| draws.iter().map(|draw| own[*draw] * own[*draw])).sum();
        // Below this, what a question explains is the dust of rounding.
        let mut most = 1e-9 * spread;
        let mut best = None;
        for (input, column) in self.inputs.iter().enumerate() {
            let mut order = draws.to_vec();
            order.sort_by(|a, b| column[*a].total_cmp(&column[*b]));
            let mut sums = vec![0.0; totals.len()];
            for below in 1..order.len() {
                let (last, next) = (order[below - 1], order[below]);
                sums.iter_mut().zip(&self.contrasts).for_each(|(sum, own)| *sum += own[last]);
                if below < self.least || order.len() - below < self.least || column[last] >= column[next] {
                    continue;
                }
                let explained = explained(&sums, &totals, below, order.len());
                if explained > most {
                    (most, best) = (explained, Some((input, f64::midpoint(column[last], column[next]))));
                }
            }
        }
        best
    }

    fn leaf(&self, searched: &[usize], held_out: &[usize]) -> Leaf {
        let benefits = self.benefits.iter().filter_map(|own| mean(&held_out.iter().map(|draw| own[*draw]).collect::<Vec<_>>())).collect();
        Leaf { policy: self.best(searched), searched: searched.len(), held_out: held_out.len(), benefits }
    }

    fn best(&self, draws: &[usize]) -> usize {
        let sums: Vec<f64> = self.contrasts.iter().map(|own| draws.iter().map(|draw| own[*draw]).sum()).collect();
        (0..sums.len()).fold(0, |best, policy| if sums[policy] > sums[best] { policy } else { best })
    }
}

/// What a question explains of the squared spread, from sums by policy over the draws below and over all.
fn explained(below: &[f64], totals: &[f64], count: usize, all: usize) -> f64 {
    let (n_below, n_above, n) = (count as f64, (all - count) as f64, all as f64);
    let of_policy =
        |(below, total): (&f64, &f64)| below * below / n_below + (total - below) * (total - below) / n_above - total * total / n;
    below.iter().zip(totals).map(of_policy).sum()
}

#[cfg(test)]
mod tests {
    use super::super::super::design::latin_hypercube;
    use super::super::super::sensitivity::test_functions::{noise, rng};
    use super::*;

    fn columns(draws: usize, seed: u64) -> Vec<Vec<f64>> {
        let rows = latin_hypercube(draws, 10, &mut rng(seed));
        (0..10).map(|c| rows.iter().map(|row| row[c]).collect()).collect()
    }

    #[test]
    fn planted_regions_are_found_in_noise() {
        // Policy 1 is best where input 3 is above 0.6 and input 7 below 0.5; else policy 0; policy 2 never.
        let (inputs, mut rng) = (columns(4000, 1), rng(1));
        let good = |draw: usize| inputs[3][draw] > 0.6 && inputs[7][draw] < 0.5;
        let mut noisy =
            |of: &dyn Fn(usize) -> f64| noise(4000, &mut rng).iter().enumerate().map(|(d, e)| of(d) + 0.5 * e).collect::<Vec<_>>();
        let benefits = vec![noisy(&|_| 0.0), noisy(&|d| if good(d) { 1.0 } else { -1.0 }), noisy(&|_| -2.0)];
        let tree = policy_tree(&inputs, &benefits, 0.95).unwrap();
        let right = (1..4000).step_by(2).filter(|d| tree.root.leaf(&|i| inputs[i][*d]).policy == usize::from(good(*d))).count();
        assert!(right > 1950, "{right} of 2000 held-out draws: {:?}", tree.root);
        // The better choice gains 1 in a fifth of the draws.
        assert_eq!(tree.single, 0);
        assert!(tree.gain.interval.low > 0.1 && (tree.gain.value - 0.2).abs() < 0.05, "{:?}", tree.gain);
    }

    #[test]
    fn policies_that_never_differ_have_one_answer() {
        let inputs = columns(100, 1);
        let tree = policy_tree(&inputs, &vec![inputs[0].clone(); 3], 0.95).unwrap();
        let Node::Leaf(leaf) = &tree.root else { panic!("{tree:?}") };
        assert_eq!((leaf.policy, leaf.searched, leaf.held_out), (0, 50, 50));
        assert_eq!((tree.gain.value, tree.gain.interval.high), (0.0, 0.0));
    }

    #[test]
    fn a_tree_grown_in_noise_is_not_shown_to_gain() {
        let shown = (0..100).filter(|seed| {
            let mut rng = rng(500 + seed);
            let benefits: Vec<Vec<f64>> = (0..3).map(|_| noise(200, &mut rng)).collect();
            policy_tree(&columns(200, *seed), &benefits, 0.95).unwrap().gain.is_positive()
        });
        // One-sided 2.5 %: above 7 has a chance of one in 200.
        let shown = shown.count();
        assert!(shown <= 7, "{shown} of 100");
    }

    #[test]
    fn undefined_is_none() {
        let inputs = columns(40, 1);
        assert!(policy_tree(&inputs, &[], 0.95).is_none());
        assert!(policy_tree(&inputs, &[vec![0.0; 39]], 0.95).is_none());
        assert!(policy_tree(&inputs, &[vec![f64::NAN; 40]], 0.95).is_none());
        assert!(policy_tree(&inputs, &[vec![0.0; 40]], 0.95).is_some());
    }
}
