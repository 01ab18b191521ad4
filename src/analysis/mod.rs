//! Statistics on plain slices.
//!
//! A leaf: nothing here knows of arms, outcomes or files, and nothing here is imported from the rest of the crate.
//! Sums run in index order, so that the same slice always gives the same bits.
//! Where a statistic is undefined (too few values, no spread) the answer is `None`, never a made-up number.
//! What needs random numbers takes a generator, so that whoever calls it decides what they depend on.

mod bounded;
mod chance;
pub mod decision;
mod descriptive;
pub mod design;
mod deviations;
pub mod discovery;
mod estimate;
mod holm;
mod interval;
pub mod kolmogorov;
mod linear;
mod paired;
mod rank;
mod reweighted;
pub mod sensitivity;
mod shapley;
mod skewed;
mod smoother;
mod student;
mod uniform;
mod welch;

pub use bounded::{bounded_interval, rare_interval, unseen_bound};
pub use chance::{Split, split, top_share, unshared_chance};
pub use descriptive::{Tail, mean, median, quantile, quantile_of_sorted, sorted, tail_mean, variance};
pub use estimate::{Estimate, GROUPS, jackknife};
pub use holm::holm;
pub use interval::{Interval, mean_interval, share_interval};
pub use paired::Paired;
pub use rank::{RankCorrelation, rank_scores};
pub use reweighted::{Reweighted, reweighted};
pub use shapley::{joining_orders, shapley, shapley_from_orders};
pub use skewed::{ratio_interval, skewed_interval, skewed_p_value};
pub use smoother::smooth;
pub use student::{normal_score, normal_share};
pub use welch::Welch;
