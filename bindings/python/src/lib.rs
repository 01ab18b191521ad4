//! The part of the Python package `veilsim` that is compiled: the application's functions, and little else. What a user sees of it is in
//! `veilsim/`.

mod analysis;
mod error;
mod method;
mod record;
mod scenario;
mod work;

/// What is compiled of the package `veilsim`. Its parts are not for users: they change without notice.
#[pyo3::pymodule]
mod _core {
    use pyo3::pymodule;

    #[pymodule_export]
    use super::error::{Error, ScenarioError};
    #[pymodule_export]
    use super::method::{attribution, calibrate, discover, morris, robustness, sensitivity, sobol, sweep};
    #[pymodule_export]
    use super::record::{answer, charts, draw, put, read_table, recorded, verify};
    #[pymodule_export]
    use super::scenario::{Scenario, explain, scenarios};
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");

    /// Statistics on plain numbers.
    #[pymodule]
    mod estimators {
        #[pymodule_export]
        use crate::analysis::{
            holm, mean_interval, morris, paired, pick_freeze, pick_freeze_design, prim, rank_correlation, rank_index, shapley,
            share_interval, skewed_interval, welch,
        };
    }
}
