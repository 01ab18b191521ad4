//! veilsim: skeleton.
pub mod model;
pub mod units;
