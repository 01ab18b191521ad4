//! Symmetric positive definite systems of a few dozen unknowns, by additions, multiplications, divisions and square roots alone: the
//! same last bit on every machine.

/// The factor L of a matrix A = L Lᵀ (Cholesky), by row up to the diagonal.
pub(super) struct Cholesky(Vec<Vec<f64>>);

impl Cholesky {
    /// Factors a symmetric matrix, of which only the lower triangle is read. `None` unless it is positive definite.
    pub(super) fn new(matrix: &[Vec<f64>]) -> Option<Self> {
        let mut lower: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
        for (i, given) in matrix.iter().enumerate() {
            let mut row: Vec<f64> = Vec::with_capacity(i + 1);
            for (j, above) in lower.iter().enumerate() {
                row.push((given[j] - dot(&row, &above[..j])) / above[j]);
            }
            let pivot = given[i] - dot(&row, &row);
            if pivot.is_nan() || pivot <= 0.0 {
                return None;
            }
            row.push(pivot.sqrt());
            lower.push(row);
        }
        Some(Self(lower))
    }

    /// x with A x = `right`.
    pub(super) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut x = right.to_vec();
        for (i, row) in self.0.iter().enumerate() {
            x[i] = (x[i] - dot(&row[..i], &x[..i])) / row[i];
        }
        for i in (0..x.len()).rev() {
            x[i] /= self.0[i][i];
            let solved = x[i];
            x[..i].iter_mut().zip(&self.0[i]).for_each(|(x, factor)| *x -= factor * solved);
        }
        x
    }

    /// ln det A.
    pub(super) fn log_determinant(&self) -> f64 {
        2.0 * self.0.iter().enumerate().map(|(i, row)| libm::log(row[i])).sum::<f64>()
    }
}

/// The inner product, of the shorter length where they differ.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_by_hand() {
        // 4x + 2y = 10, 2x + 5y = 13: x = 1.5, y = 2; the determinant is 16.
        let factor = Cholesky::new(&[vec![4.0, 2.0], vec![2.0, 5.0]]).unwrap();
        let x = factor.solve(&[10.0, 13.0]);
        assert!((x[0] - 1.5).abs() < 1e-14 && (x[1] - 2.0).abs() < 1e-14, "{x:?}");
        assert!((factor.log_determinant() - libm::log(16.0)).abs() < 1e-14);
        assert!(Cholesky::new(&[vec![1.0, 2.0], vec![2.0, 4.0]]).is_none());
    }

    #[test]
    fn a_random_system_is_solved() {
        // A = Gᵀ G + I of a fixed, well-mixed G.
        let n = 12;
        let g: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| f64::from((i * 7 + j * j * 5 + i * j) % 11) - 5.0).collect()).collect();
        let entry = |i: usize, j: usize| g.iter().map(|row| row[i] * row[j]).sum::<f64>() + f64::from(u8::from(i == j));
        let a: Vec<Vec<f64>> = (0..12).map(|i| (0..12).map(|j| entry(i, j)).collect()).collect();
        let truth: Vec<f64> = (0..n).map(|i| f64::from(i) - 4.0).collect();
        let right: Vec<f64> = a.iter().map(|row| dot(row, &truth)).collect();
        let found = Cholesky::new(&a).unwrap().solve(&right);
        assert!(found.iter().zip(&truth).all(|(a, b)| (a - b).abs() < 1e-9), "{found:?}");
    }
}
