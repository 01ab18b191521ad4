//! What a chart is, how wide it is drawn, and what comes of it.

use super::inputs::Inputs;
use crate::report::error::ReportError;

/// A kind of chart.
#[derive(Debug, Clone, Copy)]
pub struct Chart {
    /// Name, and the start of its files' names.
    pub name: &'static str,
    /// The table that it draws, beside `definitions.csv`.
    pub table: &'static str,
    /// What it shows, in a sentence.
    pub about: &'static str,
    /// Draws it, in as many pictures as it needs.
    pub draw: fn(&Inputs, Sheet) -> Vec<Picture>,
}

/// How wide a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// For a page or a screen: the text stays legible at half of it.
    Wide,
    /// For a phone upright.
    Narrow,
}

impl Sheet {
    /// Pixels across.
    #[must_use]
    pub fn width(self) -> f64 {
        if self.is_narrow() { 360.0 } else { 760.0 }
    }

    pub(super) fn is_narrow(self) -> bool {
        self == Self::Narrow
    }

    /// Clear space at the sides.
    pub(super) fn margin(self) -> f64 {
        if self.is_narrow() { 12.0 } else { 24.0 }
    }

    /// Width between the margins.
    pub(super) fn room(self) -> f64 {
        self.width() - 2.0 * self.margin()
    }

    /// How many of `items`, each `height` tall, a picture takes, so that it fits a page and pictures are alike in size.
    pub(super) fn per_page(self, items: usize, height: f64, least: usize) -> usize {
        // With title and notes, a page upright; a phone scrolls.
        let page = if self.is_narrow() { 1400.0 } else { 900.0 };
        let most = ((page / height).floor() as usize).max(least).max(1);
        items.div_ceil(items.div_ceil(most).max(1)).max(1)
    }
}

/// One picture of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Name of its files, without the ending.
    pub name: String,
    /// The SVG document, or why there is none.
    pub svg: Result<String, NotDrawn>,
}

/// Why a picture was not drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotDrawn {
    /// The tables hold nothing that it could show.
    #[error("skipped: {0}")]
    Skipped(String),
    /// Drawing went wrong.
    #[error("{0}")]
    Failed(String),
}

/// The only picture of a chart for which the tables hold nothing.
pub(super) fn skipped(name: &str, reason: impl Into<String>) -> Vec<Picture> {
    vec![Picture { name: name.to_owned(), svg: Err(NotDrawn::Skipped(reason.into())) }]
}

/// The only picture of a chart whose table cannot be read.
pub(super) fn failed(name: &str, error: &ReportError) -> Vec<Picture> {
    vec![Picture { name: name.to_owned(), svg: Err(NotDrawn::Failed(error.to_string())) }]
}

/// Which picture it is of a chart that takes several.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    index: usize,
    of: usize,
}

impl Page {
    /// End of the picture's title.
    pub fn part(self) -> String {
        if self.of > 1 { format!(" ({} of {})", self.index + 1, self.of) } else { String::new() }
    }

    pub fn is_last(self) -> bool {
        self.index + 1 == self.of
    }
}

/// A picture of each of these parts of a chart.
pub(super) fn pictures<T>(name: &str, parts: &[T], draw: impl Fn(&T, Page) -> Result<String, NotDrawn>) -> Vec<Picture> {
    let picture = |(index, part): (usize, &T)| Picture {
        name: if index == 0 { name.to_owned() } else { format!("{name}-{}", index + 1) },
        svg: draw(part, Page { index, of: parts.len() }),
    };
    parts.iter().enumerate().map(picture).collect()
}

/// An outcome id as a part of a file's name.
pub(super) fn file_part(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}
