//! Choosing between policies under uncertainty: what a wrong choice costs, and what it would be worth to know more.
//!
//! A benefit is a number of which more is better, in one unit for all policies; whoever has a harm negates it. Benefits are by policy,
//! then draw: `benefits[policy][draw]`. Policies share draws and chance, so that only differences between them count, and policies that
//! never differ give exactly 0.

mod evppi;
mod regret;
mod spline;

pub use evppi::evppi;
pub use regret::{Bracket, Regret, evpi, regret};
pub use spline::Spline;
