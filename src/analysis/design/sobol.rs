//! Owen-scrambled Sobol points and the pick-freeze design made of them.

use sobol_burley::parts::hash;

/// The most points that one block of the sequence has.
pub const MOST_POINTS: usize = 1 << 16;

/// Dimensions that are stratified jointly; columns beyond are stratified among themselves.
const JOINT: usize = 256;

/// `points` rows of `columns` quantiles from the Sobol sequence under Owen's scrambling. Each `block` of a `seed` is an independent
/// scramble of the same sequence, so that the spread between blocks gives an interval. A power of two is best, and any first half,
/// quarter … of the rows is a smaller design of the same kind. Columns are stratified jointly in sets of 256: put those that matter
/// first. `None` above [`MOST_POINTS`].
///
/// Values lie on a grid of 2^-23, in the middle of its cells.
///
/// Sources: Sobol (1967); Owen, *Annals of Statistics* 25 (1997); direction numbers of Joe and Kuo (2008); hashed scrambling of Burley,
/// *Journal of Computer Graphics Techniques* 9 (2020).
#[must_use]
pub fn sobol(points: usize, columns: usize, seed: u64, block: u32) -> Option<Vec<Vec<f64>>> {
    let value = |point: usize, column: usize| {
        let set = scramble(seed, block, column / JOINT);
        f64::from(sobol_burley::sample(point as u32, (column % JOINT) as u32, set)) + 0.5 / f64::from(1 << 23)
    };
    (points <= MOST_POINTS).then(|| (0..points).map(|point| (0..columns).map(|column| value(point, column)).collect()).collect())
}

/// The crate's 32-bit seed for one set of dimensions of one block.
fn scramble(seed: u64, block: u32, set: usize) -> u32 {
    [(seed >> 32) as u32, block, set as u32].iter().fold(hash(seed as u32), |mixed, part| hash(mixed.rotate_left(5) ^ part))
}

/// One block of a pick-freeze design: three kinds of points in rows, row j of each under the same two chances.
#[derive(Debug, Clone, PartialEq)]
pub struct PickFreezeDesign {
    /// The points A, `a[point][column]`.
    pub a: Vec<Vec<f64>>,
    /// The points B, independent of A.
    pub b: Vec<Vec<f64>>,
    /// By input i the points AB⁽ⁱ⁾: those of A with the columns of input i taken from B.
    pub mixed: Vec<Vec<Vec<f64>>>,
}

/// The pick-freeze design over `inputs`, each a list of columns that move together (one parameter, or "the rest" as one group):
/// `points` rows each of A, B and one AB⁽ⁱ⁾ an input. A column in no input differs between A and B and is never moved alone.
/// `None` above [`MOST_POINTS`], or where an input names a column that is not there.
///
/// Column c of A is dimension 2c of the [`sobol`] sequence and that of B is 2c + 1, so that the columns which come first have the best
/// points in both.
///
/// Source: Saltelli et al., *Computer Physics Communications* 181 (2010).
#[must_use]
pub fn pick_freeze(points: usize, columns: usize, inputs: &[Vec<usize>], seed: u64, block: u32) -> Option<PickFreezeDesign> {
    if inputs.iter().flatten().any(|column| *column >= columns) {
        return None;
    }
    let both = sobol(points, 2 * columns, seed, block)?;
    let half = |side: usize| both.iter().map(|row| row.iter().skip(side).step_by(2).copied().collect()).collect::<Vec<Vec<f64>>>();
    let (a, b) = (half(0), half(1));
    let mix = |input: &Vec<usize>| {
        let mut rows = a.clone();
        for (row, other) in rows.iter_mut().zip(&b) {
            for column in input {
                row[*column] = other[*column];
            }
        }
        rows
    };
    let mixed = inputs.iter().map(mix).collect();
    Some(PickFreezeDesign { a, b, mixed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_and_every_first_half_is_stratified() {
        let rows = sobol(256, 600, 7, 2).unwrap();
        for column in [0, 1, 255, 256, 599] {
            for n in [64, 128, 256] {
                let mut cells: Vec<usize> = rows[..n].iter().map(|row| (row[column] * n as f64) as usize).collect();
                cells.sort_unstable();
                assert_eq!(cells, (0..n).collect::<Vec<_>>(), "column {column} of {n}");
            }
        }
        assert!(rows.iter().flatten().all(|x| *x > 0.0 && *x < 1.0));
    }

    #[test]
    fn blocks_sets_and_seeds_are_unlike() {
        let column =
            |seed, block, column: usize| sobol(64, column + 1, seed, block).unwrap().iter().map(|row| row[column]).collect::<Vec<_>>();
        let first = column(1, 0, 0);
        for other in [column(1, 1, 0), column(2, 0, 0), column(1 << 32 | 1, 0, 0), column(1, 0, 256)] {
            let same = first.iter().zip(&other).filter(|(a, b)| a.to_bits() == b.to_bits()).count();
            assert!(same < 4, "{same} of 64 values agree");
        }
        assert!(sobol(MOST_POINTS + 1, 1, 0, 0).is_none());
    }

    #[test]
    fn a_mixed_point_differs_from_a_in_its_own_input_alone() {
        let design = pick_freeze(8, 4, &[vec![1], vec![0, 3]], 5, 0).unwrap();
        for (j, a) in design.a.iter().enumerate() {
            let b = &design.b[j];
            assert_eq!(design.mixed[0][j], [a[0], b[1], a[2], a[3]]);
            assert_eq!(design.mixed[1][j], [b[0], a[1], a[2], b[3]]);
        }
        assert!(pick_freeze(8, 4, &[vec![4]], 5, 0).is_none());
    }
}
