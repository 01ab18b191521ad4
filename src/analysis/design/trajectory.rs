//! Morris trajectories.

use super::super::uniform::{below, permutation};
use rand::Rng;

/// A walk that moves every column once, one a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectory {
    /// `columns + 1` points, `points[step][column]`.
    pub points: Vec<Vec<f64>>,
    /// Which column step k moves, from `points[k]` to `points[k + 1]`.
    pub moved: Vec<usize>,
    /// By how much step k moves it: half the range up or down.
    pub by: Vec<f64>,
}

/// `count` random trajectories over `columns`, on `levels` levels at (l + ½) / levels. Every step is half the range long, up or down.
/// Four levels and 10 to 30 trajectories are usual. `None` where `levels` is odd or 0.
///
/// The levels are the middles of cells, where Morris has the ends 0 and 1 among them, since the quantile of an end may be infinite.
///
/// Source: Morris, *Technometrics* 33 (1991).
#[must_use]
pub fn trajectories(count: usize, columns: usize, levels: usize, rng: &mut impl Rng) -> Option<Vec<Trajectory>> {
    (levels > 0 && levels.is_multiple_of(2)).then(|| (0..count).map(|_| walk(columns, levels, rng)).collect())
}

fn walk(columns: usize, levels: usize, rng: &mut impl Rng) -> Trajectory {
    let level = |l: usize| (l as f64 + 0.5) / levels as f64;
    let ends: Vec<[f64; 2]> = (0..columns)
        .map(|_| {
            let low = below(rng, levels / 2);
            let ends = [level(low), level(low + levels / 2)];
            if below(rng, 2) == 0 { ends } else { [ends[1], ends[0]] }
        })
        .collect();
    let moved = permutation(rng, columns);
    let mut points = vec![ends.iter().map(|[from, _]| *from).collect::<Vec<f64>>()];
    for (step, column) in moved.iter().enumerate() {
        let mut next = points[step].clone();
        next[*column] = ends[*column][1];
        points.push(next);
    }
    let by = moved.iter().map(|column| ends[*column][1] - ends[*column][0]).collect();
    Trajectory { points, moved, by }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{SeedableRng, rngs::Xoshiro256PlusPlus};

    #[test]
    fn each_step_moves_one_column_by_half_the_range() {
        let walks = trajectories(40, 5, 4, &mut Xoshiro256PlusPlus::seed_from_u64(8)).unwrap();
        let mut ups = 0;
        for walk in &walks {
            for (step, column) in walk.moved.iter().enumerate() {
                let (from, to) = (&walk.points[step], &walk.points[step + 1]);
                assert!((walk.by[step].abs() - 0.5).abs() < 1e-15);
                for c in 0..5 {
                    let expected = if c == *column { walk.by[step] } else { 0.0 };
                    assert!((to[c] - from[c] - expected).abs() < 1e-15);
                }
                ups += usize::from(to[*column] > from[*column]);
            }
            let mut moved = walk.moved.clone();
            moved.sort_unstable();
            assert_eq!(moved, [0, 1, 2, 3, 4]);
        }
        assert!((60..140).contains(&ups), "{ups} of 200 steps go up");
        assert!(walks.iter().flat_map(|w| &w.points).flatten().all(|x| *x > 0.0 && *x < 1.0));
        assert!(trajectories(1, 1, 3, &mut Xoshiro256PlusPlus::seed_from_u64(8)).is_none());
    }
}
