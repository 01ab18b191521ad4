//! Statistics on plain slices.
//!
//! A leaf: nothing here knows of arms, outcomes or files, and nothing here is imported from the rest of the crate.
//! Sums run in index order, so that the same slice always gives the same bits.
//! Where a statistic is undefined (too few values, no spread) the answer is `None`, never a made-up number.

mod bounded;
mod chance;
mod descriptive;
mod ellipse;
mod holm;
mod interval;
pub mod kolmogorov;
mod paired;
mod rank;

pub use bounded::{bounded_interval, ratio_interval, unseen_bound};
pub use chance::{Split, split, top_share, unshared_chance};
pub use descriptive::{Tail, mean, median, quantile, quantile_of_sorted, sorted, tail_mean, variance};
pub use ellipse::Ellipse;
pub use holm::holm;
pub use interval::{Interval, mean_interval, share_interval};
pub use paired::Paired;
pub use rank::RankCorrelation;
