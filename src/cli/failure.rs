//! How a command ends early.

use crate::app::AppError;
use crate::experiment::Unplanned;
use crate::results::ResultsError;
use crate::scenario::Problems;

/// What can end a command early.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Input(#[from] Box<Problems>),
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    App(AppError),
    /// Data did not arrive where they were to go.
    #[error("the output cannot be written: {0}")]
    Output(std::io::Error),
    #[error("{0}")]
    Differs(String),
    /// The user ended a run; how far it came.
    #[error("interrupted {0}\nthe same command goes on from there")]
    Interrupted(String),
    /// A shard was stopped, or some are missing: another attempt may succeed.
    #[error("{0}")]
    TryAgain(String),
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Input(problems) | AppError::Unplanned(Unplanned::Point { problems, .. }) => Self::Input(problems),
            AppError::Results(ResultsError::Place { .. })
            | AppError::Unjudged(_)
            | AppError::Unplanned(_)
            | AppError::Nothing(_)
            | AppError::TooMuch(_) => Self::Usage(error.to_string()),
            AppError::CalibrationInterrupted => Self::Interrupted("before the calibration was done".to_owned()),
            AppError::Halfway { replications, planned } => {
                Self::Interrupted(format!("after {replications} of {planned} replications of every point"))
            }
            AppError::Interrupted => Self::Interrupted("before a replication was finished in every arm".to_owned()),
            other => Self::App(other),
        }
    }
}
