//! What is wrong with a scenario, where, and what to write instead.

use super::source::{Excerpt, SHOWN, Spot, plain};
use miette::{Diagnostic, LabeledSpan, SourceCode};
use std::collections::BTreeSet;
use std::fmt::Display;
use std::ops::Range;

/// Problems beyond these are not kept: the file is of another kind.
const MOST: usize = 1000;

/// One thing wrong with a scenario.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The file it is in: the scenario, a preset, or `--set`.
    pub file: String,
    /// The bytes at fault in that file's text. None where the file itself cannot be read.
    pub span: Option<Range<usize>>,
    /// Line of the first byte at fault, from 1; 0 if there is none.
    pub line: usize,
    /// Column of the first byte at fault in characters, from 1; 0 if there is none.
    pub column: usize,
    code: Option<Excerpt>,
}

impl Problem {
    pub(super) fn at(spot: &Spot, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (line, column) = spot.source.position(spot.at.start);
        Self {
            message: plain(&message.into()).into_owned(),
            help: Some(plain(&help.into()).into_owned()).filter(|h| !h.is_empty()),
            file: spot.source.file.clone(),
            span: Some(spot.at.clone()),
            line,
            column,
            code: Some(Excerpt::new(&spot.source)),
        }
    }

    /// A problem with a file as a whole.
    pub(super) fn of_file(file: &str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: plain(&message.into()).into_owned(),
            help: Some(plain(&help.into()).into_owned()),
            file: file.to_owned(),
            span: None,
            line: 0,
            column: 0,
            code: None,
        }
    }
}

impl Diagnostic for Problem {
    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.help.as_ref().map(|h| Box::new(h) as Box<dyn Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.code.as_ref().map(|s| s as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let Range { start, end } = self.span.clone()?;
        // Nobody follows a caret further than that.
        Some(Box::new(std::iter::once(LabeledSpan::underline(start..end.min(start + SHOWN)))))
    }
}

/// All that is wrong with a scenario. Never empty where it is returned as an error.
#[derive(Clone, Debug, Default, thiserror::Error)]
#[error("{}", self.summary())]
pub struct Problems {
    /// The scenario's name.
    pub name: String,
    /// The problems: those of the scenario by line, then those of presets and of `--set`.
    pub list: Vec<Problem>,
    seen: BTreeSet<(String, usize, String)>,
}

impl Problems {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Adds a problem unless it is there already, as where one line is read for every arm.
    pub(super) fn add(&mut self, problem: Problem) {
        let start = problem.span.as_ref().map_or(0, |span| span.start);
        if !self.is_full() && self.seen.insert((problem.file.clone(), start, problem.message.clone())) {
            self.list.push(problem);
        }
    }

    /// Whether there is no point in looking for more.
    pub(super) fn is_full(&self) -> bool {
        self.list.len() >= MOST
    }

    /// In the order in which a reader meets them in `file`, then elsewhere.
    pub(super) fn in_order(mut self, file: &str) -> Self {
        let key = |p: &Problem| (p.file != file, p.file.clone(), p.span.as_ref().map_or(0, |span| span.start));
        self.list.sort_by_cached_key(key);
        self
    }

    fn summary(&self) -> String {
        match self.list.len() {
            1 => format!("1 problem in {}", self.name),
            n => format!("{n} problems in {}", self.name),
        }
    }
}

impl Diagnostic for Problems {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.list.iter().map(|p| p as &dyn Diagnostic)))
    }
}
