//! Why an experiment did not begin.

/// Why an experiment did not begin.
#[derive(Debug, thiserror::Error)]
pub enum ExperimentError {
    /// The threads could not be started.
    #[error("the threads could not be started: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}
