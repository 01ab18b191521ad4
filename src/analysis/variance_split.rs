//! How much of the spread comes from what was assumed, and how much from chance.

use super::mean;

/// Share of the variance that lies between groups, by one-way random-effects analysis of variance.
///
/// With one group for each draw of the uncertain assumptions, the share is the part of the spread that assumptions
/// cause; the rest is chance. Clamped to 0..=1. `None` without two groups, without a group of two, or without spread.
#[must_use]
pub fn between_share<G: AsRef<[f64]>>(groups: &[G]) -> Option<f64> {
    let groups: Vec<&[f64]> = groups.iter().map(AsRef::as_ref).filter(|group| !group.is_empty()).collect();
    let total: usize = groups.iter().map(|group| group.len()).sum();
    if groups.len() < 2 || total == groups.len() {
        return None;
    }
    let grand = groups.iter().flat_map(|group| group.iter()).sum::<f64>() / total as f64;
    let (mut between, mut within, mut sizes_squared) = (0.0, 0.0, 0.0);
    for group in &groups {
        let centre = mean(group)?;
        let size = group.len() as f64;
        between += size * ((centre - grand) * (centre - grand));
        within += group.iter().map(|v| (v - centre) * (v - centre)).sum::<f64>();
        sizes_squared += size * size;
    }
    let freedom_between = (groups.len() - 1) as f64;
    let mean_within = within / (total - groups.len()) as f64;
    let mean_between = between / freedom_between;
    let typical_size = (total as f64 - sizes_squared / total as f64) / freedom_between;
    let component = ((mean_between - mean_within) / typical_size).max(0.0);
    let variance = component + mean_within;
    (variance > 0.0 && variance.is_finite()).then(|| component / variance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn balanced_case_by_hand() {
        // Mean squares 13 between and 1 within, so the component is (13 - 1) / 3 = 4.
        let groups = [[1.0, 2.0, 3.0], [2.0, 3.0, 4.0], [5.0, 6.0, 7.0]];
        assert!((between_share(&groups).unwrap() - 0.8).abs() < 1e-12);
    }

    #[test]
    fn the_ends_of_the_scale() {
        assert_eq!(between_share(&[[1.0, 1.0], [3.0, 3.0]]), Some(1.0));
        assert_eq!(between_share(&[[1.0, 3.0], [1.0, 3.0]]), Some(0.0));
    }

    #[test]
    fn undefined_is_none() {
        assert_eq!(between_share::<Vec<f64>>(&[]), None);
        assert_eq!(between_share(&[[1.0, 2.0]]), None);
        assert_eq!(between_share(&[[1.0], [2.0]]), None);
        assert_eq!(between_share(&[[2.0, 2.0], [2.0, 2.0]]), None);
    }

    proptest! {
        #[test]
        fn stays_a_share(groups in prop::collection::vec(prop::collection::vec(-1e9..1e9_f64, 0..6), 0..12)) {
            if let Some(share) = between_share(&groups) {
                prop_assert!((0.0..=1.0).contains(&share));
            }
        }
    }
}
