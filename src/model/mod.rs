//! The model.
pub mod assumptions;
pub mod mechanism;
pub mod parameter;
pub mod plan;
pub mod population;
