//! What a method says in words, beside its tables.

use crate::results::tables::WarningRow;

/// What a method says in words.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Its answer in lines.
    pub lines: Vec<String>,
    /// What to know before using it.
    pub warnings: Vec<WarningRow>,
}
