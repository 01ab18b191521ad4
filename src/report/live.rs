//! The report's own forest chart, of rows of a summary that are in memory still and in no file.

use super::charts::{BOLD, Inputs, NotDrawn, Picture, REGULAR, Sheet, forest};
use crate::inference::definitions;
use crate::results::tables::SummaryRow;
use crate::results::{RunInfo, Selection};
use std::num::NonZeroU32;

/// The fonts that charts are measured with, regular and bold: a page that shows charts needs them.
pub const FONTS: [&[u8]; 2] = [REGULAR, BOLD];

/// A chart on both sheets, as SVG in as many pictures as it needs, or why there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawn {
    /// For a page or a screen.
    pub wide: Vec<String>,
    /// For a phone upright.
    pub narrow: Vec<String>,
    /// Why nothing is drawn, where nothing is.
    pub left_out: Option<String>,
}

/// Draws how each policy of a run differs from its baseline in the outcomes of the answer.
#[must_use]
pub fn differences(run: &RunInfo, per_draw: NonZeroU32, summary: &[SummaryRow], title: &str) -> Drawn {
    let selection = Selection::standard();
    let rows = summary.iter().filter(|row| row.is_total()).cloned().collect();
    let inputs = Inputs::of_summary((run, &selection, per_draw), rows, definitions());
    let pictures = |sheet| forest(&inputs, sheet, "differences", &selection.answer, title.to_owned());
    let (wide, narrow) = (pictures(Sheet::Wide), pictures(Sheet::Narrow));
    let reason = |picture: &Picture| match &picture.svg {
        Err(NotDrawn::Skipped(reason) | NotDrawn::Failed(reason)) => Some(reason.clone()),
        Ok(_) => None,
    };
    let left_out = wide.iter().find_map(reason);
    Drawn { wide: drawn(wide), narrow: drawn(narrow), left_out }
}

fn drawn(pictures: Vec<Picture>) -> Vec<String> {
    pictures.into_iter().filter_map(|picture| picture.svg.ok()).collect()
}
