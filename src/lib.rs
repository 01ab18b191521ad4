//! veilsim: skeleton.
pub mod engine;
pub mod experiment;
pub mod model;
pub mod units;
