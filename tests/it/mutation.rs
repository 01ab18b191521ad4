//! Whatever the text, the reader answers with a scenario or with problems, and never panics: shipped scenarios and presets with bytes
//! and with words changed, swapped, doubled and cut.

use proptest::prelude::*;
use std::sync::LazyLock;
use veilsim::scenario::{load, parse, reread};

/// Every scenario and preset that ships, and every bad one.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let files = ["scenarios", "tests/it/bad"].into_iter().flat_map(|folder| crate::common::files_below(folder.as_ref()));
    files.filter(|path| path.extension().is_some_and(|e| e == "toml")).filter_map(|path| std::fs::read_to_string(path).ok()).collect()
});

fn text(which: prop::sample::Index) -> &'static str {
    &TEXTS[which.index(TEXTS.len())]
}

/// What a slip of the hand or of a program puts where something else should be.
const SLIPS: [&str; 32] = [
    "",
    "0",
    "-1",
    "1e308",
    "nan",
    "inf",
    "0.5",
    "18446744073709551616",
    "true",
    "\"\"",
    "\"1 per 0 days\"",
    "\"1 day\"",
    "\"1e9 years\"",
    "[]",
    "[[]]",
    "[1, 0]",
    "{}",
    "{ value = 1 }",
    "{ uniform = [0, 1] }",
    "extends",
    "evidence",
    "arm",
    "platform.tiktok",
    "[arm]",
    "[[timeline]]",
    "start",
    "ramp",
    "2026-01-01",
    "=",
    ".",
    "\n",
    "\u{1F600}",
];

/// The text cut into words and what stands between them.
fn words(text: &str) -> Vec<&str> {
    let kind = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { 1 } else { 2 + u32::from(c) };
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let starts = chars.windows(2).filter(|pair| kind(pair[0].1) != kind(pair[1].1)).map(|pair| pair[1].0);
    let bounds: Vec<usize> = std::iter::once(0).chain(starts).chain([text.len()]).collect();
    bounds.windows(2).map(|bound| &text[bound[0]..bound[1]]).collect()
}

/// One change: where, as a part of the whole, and what.
type Change = (prop::sample::Index, u8, prop::sample::Index);

fn change_words(text: &str, changes: &[Change]) -> String {
    let mut words = words(text);
    for (at, how, other) in changes.iter().filter(|_| !text.is_empty()) {
        let (i, j) = (at.index(words.len()), other.index(words.len()));
        match how % 5 {
            0 => words[i] = SLIPS[other.index(SLIPS.len())],
            1 => words.swap(i, j),
            2 => words.insert(i, words[j]),
            3 if words.len() > 1 => drop(words.remove(i)),
            _ => words.insert(i, SLIPS[other.index(SLIPS.len())]),
        }
    }
    words.concat()
}

fn change_bytes(text: &str, changes: &[Change]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (at, how, other) in changes {
        if bytes.is_empty() {
            break;
        }
        let (i, j) = (at.index(bytes.len()), other.index(bytes.len()));
        match how % 4 {
            0 => bytes[i] = other.index(256) as u8,
            1 => bytes.swap(i, j),
            2 => bytes.truncate(i),
            _ => drop(bytes.remove(i)),
        }
    }
    bytes
}

/// A scenario is whole, and problems are told with their place.
fn answers(text: &str) {
    let problems = match parse("mutant", text, &[]) {
        Ok(scenario) => {
            assert!(!scenario.arms.is_empty());
            assert!(reread("mutant", text, &scenario.presets, &[]).is_ok());
            return;
        }
        Err(problems) => problems,
    };
    assert!(!problems.list.is_empty());
    for problem in &problems.list {
        assert!(!problem.message.is_empty());
        assert!(problem.help.is_some(), "no way out of: {problem:?}");
    }
    let mut shown = String::new();
    miette::GraphicalReportHandler::new().render_report(&mut shown, &problems).unwrap();
}

fn changes(most: usize) -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<prop::sample::Index>()), 1..most)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn changed_words_are_answered(which in any::<prop::sample::Index>(), changes in changes(6)) {
        answers(&change_words(text(which), &changes));
    }

    #[test]
    fn changed_bytes_are_answered(which in any::<prop::sample::Index>(), changes in changes(6)) {
        answers(&String::from_utf8_lossy(&change_bytes(text(which), &changes)));
    }

    #[test]
    fn a_changed_set_is_answered(path in "[a-z.\\-\" =\\[\\]{}]{0,30}", value in ".{0,20}") {
        if let Err(problems) = load("scenarios/smoke.toml".as_ref(), &[(path, value)]) {
            prop_assert!(!problems.list.is_empty());
        }
    }
}
