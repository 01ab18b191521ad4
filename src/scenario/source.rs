//! Texts of scenarios and presets: where a line begins, and how a piece of one is shown to a person.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// Most bytes of a text that are shown around a problem.
pub(super) const SHOWN: usize = 200;
/// Most characters of a message: a list of all there is can be long.
const MESSAGE: usize = 2000;
/// Most characters of a key or a value that a message repeats.
const REPEATED: usize = 60;

/// A text, its name, and where its lines begin.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) file: String,
    pub(super) text: String,
    lines: Vec<usize>,
    /// The text, with what a terminal would obey replaced by as many bytes, if there is any.
    safe: Option<String>,
}

impl Source {
    pub(super) fn new(file: &str, text: &str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        let safe = text.contains(is_unsafe).then(|| text.chars().map(stand_in).collect());
        Self { file: file.to_owned(), text: text.to_owned(), lines, safe }
    }

    /// The line of a byte, from 0.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at) - 1
    }

    /// Line and column of a byte, both from 1, the column in characters.
    pub(super) fn position(&self, at: usize) -> (usize, usize) {
        let line = self.line(at);
        (line + 1, self.text[self.lines[line]..at].chars().count() + 1)
    }

    /// The nearest character boundary at or before a byte, which may lie beyond the text.
    pub(super) fn boundary(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        (0..=at).rev().find(|i| self.text.is_char_boundary(*i)).unwrap_or(0)
    }
}

/// A place in a text.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) source: Arc<Source>,
    pub(super) at: Range<usize>,
}

/// The piece of a text around a problem: of long lines a part, and nothing in it that a terminal would obey.
#[derive(Clone, Debug)]
pub(super) struct Excerpt {
    source: Arc<Source>,
}

impl Excerpt {
    pub(super) fn new(source: &Arc<Source>) -> Self {
        Self { source: Arc::clone(source) }
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(&'a self, span: &SourceSpan, before: usize, after: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let Source { file, text, lines, safe } = &*self.source;
        let text = safe.as_ref().unwrap_or(text);
        let (first, last) = (self.source.line(span.offset()).saturating_sub(before), self.source.line(span.offset() + span.len()) + after);
        let whole = lines[first]..lines.get(last + 1).copied().unwrap_or(text.len());
        let long = whole.len() > 10 * SHOWN;
        let piece = if long {
            let start = self.source.boundary(span.offset().saturating_sub(SHOWN / 2)).max(whole.start);
            start..self.source.boundary(span.offset() + SHOWN).clamp(start, whole.end)
        } else {
            whole
        };
        let inner = SourceSpan::from((span.offset() - piece.start, span.len().min(piece.end - span.offset())));
        let found = text[piece.clone()].read_span(&inner, before, after)?;
        let (offset, line) = (piece.start + found.span().offset(), self.source.line(piece.start));
        let data = &text.as_bytes()[offset..offset + found.span().len()];
        let at = SourceSpan::from((offset, data.len()));
        let name = plain(file).into_owned();
        let place = (line + found.line(), found.column(), line + found.line_count());
        Ok(Box::new(MietteSpanContents::new_named(name, data, at, place.0, place.1, place.2)))
    }
}

/// Whether a character could change what a terminal or a page shows elsewhere: controls, and overrides of the direction of writing.
pub(super) fn is_unsafe(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What is shown for a character, in as many bytes.
fn stand_in(c: char) -> char {
    match (is_unsafe(c), c.len_utf8()) {
        (false, _) => c,
        (true, 1) => '?',
        (true, 2) => '¿',
        (true, _) => char::REPLACEMENT_CHARACTER,
    }
}

/// A message for a terminal: without what it would obey, and of a length that can be read.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.len() <= MESSAGE && !text.contains(is_unsafe) {
        return text.into();
    }
    let cut = if text.chars().nth(MESSAGE).is_some() { "…" } else { "" };
    (text.chars().take(MESSAGE).map(stand_in).collect::<String>() + cut).into()
}

/// A key or value for a message, cut where it is long.
pub(super) fn brief(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(REPEATED) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}
