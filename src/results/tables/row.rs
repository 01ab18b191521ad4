//! What a table is: a file, what a row is, and its columns.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// `true` or `false`.
    YesNo,
    /// A text.
    Text,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// What it says.
    pub about: &'static str,
    /// What its cells are; a cell without a value is empty.
    pub kind: Kind,
}

/// A row of one of the tables.
pub trait Row: Serialize + DeserializeOwned + 'static {
    /// Name of the table's file.
    const FILE: &'static str;
    /// What a row is.
    const ABOUT: &'static str;
    /// The columns, in order.
    const COLUMNS: &'static [Column];
}
