//! Why a text or a number is not the quantity it should be.

/// Why a text or number is not the quantity it should be.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{problem}")]
pub struct UnitError {
    /// What is wrong.
    pub problem: String,
    /// What to write instead.
    pub help: String,
}

impl UnitError {
    pub(super) fn new(problem: impl Into<String>, help: impl Into<String>) -> Self {
        Self { problem: problem.into(), help: help.into() }
    }
}
