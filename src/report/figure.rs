//! A figure on the page: how it is written, and the value of the cell that it comes from.

use serde::Serialize;

use crate::text::{compact, percent, signed};

/// One figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Figure {
    /// The value of the cell, so that a reader or a test can find it.
    value: String,
    text: String,
}

impl Figure {
    /// How it is written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    fn new(value: f64, text: String) -> Option<Self> {
        value.is_finite().then(|| Self { value: value.to_string(), text })
    }

    pub(super) fn plain(value: f64) -> Option<Self> {
        Self::new(value, compact(value))
    }

    pub(super) fn signed(value: f64) -> Option<Self> {
        Self::new(value, signed(value))
    }

    /// A share as a signed change in per cent.
    pub(super) fn change(share: f64) -> Option<Self> {
        Self::new(share, percent(100.0 * share))
    }

    /// A share in per cent; below 0 it keeps its sign.
    pub(super) fn share(share: f64) -> Option<Self> {
        Self::new(share, percent(100.0 * share).trim_start_matches('+').to_owned())
    }

    /// So many times.
    pub(super) fn times(factor: f64) -> Option<Self> {
        Self::new(factor, format!("×{}", compact(factor)))
    }

    /// A p-value: below a thousandth, its size says nothing.
    pub(super) fn p_value(p: f64) -> Option<Self> {
        Self::new(p, if p < 0.001 { "<0.001".to_owned() } else { compact(p) })
    }
}
