//! veilsim: skeleton.
pub mod engine;
pub mod model;
pub mod units;
