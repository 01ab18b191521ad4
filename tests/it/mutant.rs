//! Mutants: scenarios with slips of every kind in them, from a seed. Some slips know what a scenario is made of, so that many a mutant is
//! accepted, and its world is an odd one.

use crate::common::files_below;
use veilsim::engine::{Key, Stream};
use veilsim::parameter::each_parameter;
use veilsim::scenario::parse;
use veilsim::units::{Kind, Syntax};

/// Most bytes of a mutant that has grown.
const LONGEST: usize = 1_000_000;
/// What a slip of the hand or of a program puts where something else should be.
const SLIPS: [&str; 40] = [
    "",
    "0",
    "-1",
    "-0.0",
    "1e308",
    "1e-308",
    "nan",
    "inf",
    "0.5",
    "18446744073709551616",
    "true",
    "\"\"",
    "\"1 per 0 days\"",
    "\"1 day\"",
    "\"1 minute\"",
    "\"1e9 years\"",
    "\"1e9 per day\"",
    "[]",
    "[[]]",
    "[1, 0]",
    "{}",
    "{ value = 1 }",
    "{ uniform = [0, 1] }",
    "{ log-uniform = [0.001, 1] }",
    "{ triangular = [0, 0, 1] }",
    "extends",
    "evidence",
    "evidence = \"assumed\"",
    "arm",
    "platform.tiktok",
    "[arm]",
    "[[timeline]]",
    "start",
    "ramp",
    "rollout = { start = \"1 week\", ramp = \"0 days\" }",
    "2026-01-01",
    "=",
    ".",
    "\n",
    "\u{1F600}",
];
/// Presets of every kind, and names of none.
const PRESETS: [&str; 16] = [
    "tiktok",
    "whatsapp",
    "snapchat",
    "elsewhere",
    "common",
    "us",
    "row",
    "trader",
    "groomer",
    "default-e2ee",
    "readable",
    "more-detection",
    "e2ee-client-side-scanning",
    "opt-in",
    "base",
    "none",
];

/// A text and what `--set` lays over it.
pub struct Mutant {
    pub text: String,
    pub set: Vec<(String, String)>,
}

/// A text that mutants come from, and the parameters of its world with their values, if it is a scenario.
struct Parent {
    text: String,
    parameters: Vec<(String, Kind, f64)>,
}

/// Where mutants come from.
pub struct Breeder {
    key: Key,
    /// The smallest first.
    scenarios: Vec<Parent>,
    others: Vec<Parent>,
}

impl Breeder {
    /// Mutants of every scenario and preset that ships, and of every one known to be bad.
    pub fn new(seed: u64) -> Self {
        let files = ["scenarios", "tests/it/bad"].into_iter().flat_map(|folder| files_below(folder.as_ref()));
        let texts =
            files.filter(|path| path.extension().is_some_and(|e| e == "toml")).filter_map(|path| std::fs::read_to_string(path).ok());
        let (mut scenarios, others): (Vec<_>, _) = texts.map(Parent::new).partition(|parent: &Parent| !parent.parameters.is_empty());
        scenarios.sort_by_key(|parent| parent.parameters.len());
        Self { key: Key::new(seed, 0), scenarios, others }
    }

    /// A mutant by its number.
    pub fn mutant(&self, number: u64) -> Mutant {
        let mut chance = self.key.stream(0, number, 0);
        // Half of them of a small world: they take the least time.
        let parent = match chance.below(4) {
            0 | 1 => &self.scenarios[0],
            2 => pick(&mut chance, &self.scenarios),
            _ => pick(&mut chance, &self.others),
        };
        let mut text = parent.text.clone();
        while chance.chance(0.6) {
            let slip = pick(&mut chance, &SLIPS_OF_A_TEXT);
            slip(&mut chance, &mut text);
        }
        if chance.chance(0.002) {
            text = grown(&mut chance, &text);
        }
        let mut set = Vec::new();
        while !parent.parameters.is_empty() && chance.chance(0.75) {
            set.push(parent.setting(&mut chance));
        }
        if chance.chance(0.8) {
            let sample = pick(&mut chance, &["1e-6", "0.0001", "0.0005", "0.002"]);
            set.push(("sample".to_owned(), (*sample).to_owned()));
        }
        Mutant { text, set }
    }
}

impl Parent {
    fn new(text: String) -> Self {
        let mut parameters = Vec::new();
        if let Ok(mut scenario) = parse("parent", &text, &[]) {
            each_parameter(&mut scenario.base, &mut |path, _, leaf| {
                parameters.extend(leaf.spec().map(|spec| (path.to_owned(), leaf.kind(), spec.quantile(0.5))));
            });
            let levers: Vec<_> = parameters.iter().filter(|(path, ..)| path.starts_with("platform.")).cloned().collect();
            for arm in &scenario.arms {
                parameters.extend(levers.iter().map(|(path, kind, x)| (format!("arm.{}.{path}", arm.name), *kind, *x)));
            }
        }
        Self { text, parameters }
    }

    /// A parameter with another value of its kind.
    fn setting(&self, chance: &mut Stream) -> (String, String) {
        let (path, kind, usual) = pick(chance, &self.parameters);
        let mut one = || value(chance, kind, *usual);
        let (a, b, c) = (one(), one(), one());
        let written = |x: f64| match kind.syntax {
            Syntax::Duration | Syntax::Rate | Syntax::Word(_) => format!("\"{}\"", kind.exact(x)),
            _ => kind.exact(x),
        };
        let mut ordered = [a, b, c];
        ordered.sort_by(f64::total_cmp);
        let [low, middle, high] = ordered.map(written);
        let value = match chance.below(12) {
            0 => format!("{{ uniform = [{low}, {high}] }}"),
            1 => format!("{{ log-uniform = [{low}, {high}] }}"),
            2 => format!("{{ triangular = [{low}, {middle}, {high}] }}"),
            3 => (*pick(chance, &SLIPS)).to_owned(),
            _ => written(a),
        };
        (path.clone(), value)
    }
}

fn pick<'a, T>(chance: &mut Stream, from: &'a [T]) -> &'a T {
    &from[chance.below(from.len() as u64) as usize]
}

/// A place in something so long, which may be nothing.
fn place(chance: &mut Stream, length: usize) -> usize {
    chance.below(length.max(1) as u64) as usize
}

/// A value of a kind: at its ends, near them, by powers of ten from the usual one, or anywhere.
fn value(chance: &mut Stream, kind: &Kind, usual: f64) -> f64 {
    let x = match kind.syntax {
        Syntax::Word(words) => place(chance, words.len()) as f64,
        Syntax::Switch => chance.below(2) as f64,
        _ => match chance.below(10) {
            0 => kind.low,
            1 => kind.high,
            2 => kind.low.max(f64::MIN_POSITIVE),
            3 => kind.high * (1.0 - f64::EPSILON),
            4 => 1.0,
            5 => kind.low + chance.uniform() * (kind.high.min(1e6) - kind.low),
            6 => chance.uniform() * kind.high.min(1.0),
            _ => usual * libm::exp10(chance.below(9) as f64 - 4.0),
        },
    };
    let x = x.clamp(kind.low, kind.high);
    if kind.syntax == Syntax::Whole { x.round() } else { x }
}

/// Slips, each of which changes a text in one place.
const SLIPS_OF_A_TEXT: [fn(&mut Stream, &mut String); 12] = [
    slip_of_a_byte,
    slip_of_a_word,
    slip_of_a_word,
    extreme_number,
    extreme_number,
    lines_out_of_place,
    lines_out_of_place,
    keys_swapped,
    sections_out_of_place,
    sections_out_of_place,
    presets_laid,
    another_policy,
];

fn slip_of_a_byte(chance: &mut Stream, text: &mut String) {
    let mut bytes = std::mem::take(text).into_bytes();
    if !bytes.is_empty() {
        let (i, j) = (place(chance, bytes.len()), place(chance, bytes.len()));
        match chance.below(4) {
            0 => bytes[i] = chance.below(256) as u8,
            1 => bytes.swap(i, j),
            2 => bytes.truncate(i),
            _ => drop(bytes.remove(i)),
        }
    }
    *text = String::from_utf8_lossy(&bytes).into_owned();
}

/// The text cut where the kind of character changes.
fn words(text: &str) -> Vec<&str> {
    let kind = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { 1 } else { 2 + u32::from(c) };
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let starts = chars.windows(2).filter(|pair| kind(pair[0].1) != kind(pair[1].1)).map(|pair| pair[1].0);
    let bounds: Vec<usize> = std::iter::once(0).chain(starts).chain([text.len()]).collect();
    bounds.windows(2).map(|bound| &text[bound[0]..bound[1]]).collect()
}

fn slip_of_a_word(chance: &mut Stream, text: &mut String) {
    let mut words = words(text);
    let (i, j) = (place(chance, words.len()), place(chance, words.len()));
    match chance.below(5) {
        0 => words[i] = *pick(chance, &SLIPS),
        1 => words.swap(i, j),
        2 => words.insert(i, words[j]),
        3 if words.len() > 1 => drop(words.remove(i)),
        _ => words.insert(i, *pick(chance, &SLIPS)),
    }
    *text = words.concat();
}

fn extreme_number(chance: &mut Stream, text: &mut String) {
    let mut words = words(text);
    let numbers: Vec<usize> = (0..words.len()).filter(|i| words[*i].starts_with(|c: char| c.is_ascii_digit())).collect();
    if numbers.is_empty() {
        return;
    }
    let at = *pick(chance, &numbers);
    words[at] = *pick(chance, &["0", "1", "-1", "1e-300", "1e-9", "0.5", "2", "1000", "1e9", "1e300", "9223372036854775807", "nan", "inf"]);
    *text = words.concat();
}

/// Lines or sections out of place: one twice, one missing, two swapped, or one where another was.
fn out_of_place(chance: &mut Stream, parts: &mut Vec<String>) {
    if parts.is_empty() {
        return;
    }
    let (i, j) = (place(chance, parts.len()), place(chance, parts.len()));
    match chance.below(4) {
        0 => parts.insert(i, parts[j].clone()),
        1 => drop(parts.remove(i)),
        2 => parts.swap(i, j),
        _ => parts[i] = parts[j].clone(),
    }
}

fn lines_out_of_place(chance: &mut Stream, text: &mut String) {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    out_of_place(chance, &mut lines);
    *text = lines.concat();
}

/// The text cut before every header of a table.
fn sections(text: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') {
            sections.push(String::new());
        }
        sections.last_mut().unwrap().push_str(line);
    }
    sections
}

/// As [`out_of_place`], or the keys of one section under the header of another.
fn sections_out_of_place(chance: &mut Stream, text: &mut String) {
    let mut sections = sections(text);
    if chance.chance(0.3) {
        let (i, j) = (place(chance, sections.len()), place(chance, sections.len()));
        let header = sections[i].split_inclusive('\n').next().unwrap_or_default();
        let body: String = sections[j].split_inclusive('\n').skip(1).collect();
        sections[i] = format!("{header}{body}");
    } else {
        out_of_place(chance, &mut sections);
    }
    *text = sections.concat();
}

fn keys_swapped(chance: &mut Stream, text: &mut String) {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let keyed: Vec<usize> = (0..lines.len()).filter(|i| lines[*i].contains(" = ")).collect();
    if keyed.is_empty() {
        return;
    }
    let places = [*pick(chance, &keyed), *pick(chance, &keyed)];
    let parts = |line: usize| lines[line].split_once(" = ").map(|(key, value)| (key.to_owned(), value.to_owned())).unwrap_or_default();
    let [one, other] = places.map(parts);
    lines[places[0]] = format!("{} = {}", other.0, one.1);
    lines[places[1]] = format!("{} = {}", one.0, other.1);
    *text = lines.concat();
}

/// Presets where there was one, or none.
fn presets_laid(chance: &mut Stream, text: &mut String) {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let extending: Vec<usize> = (0..lines.len()).filter(|i| lines[*i].starts_with("extends")).collect();
    let names: Vec<String> = (0..chance.below(5)).map(|_| format!("\"{}\"", pick(chance, &PRESETS))).collect();
    let laid = format!("extends = [{}]\n", names.join(", "));
    if extending.is_empty() {
        lines.insert(0, laid);
    } else {
        let at = *pick(chance, &extending);
        let own = lines[at].trim().trim_start_matches("extends = ").to_owned();
        lines[at] = if chance.chance(0.5) { format!("extends = [{own}, \"{}\"]\n", pick(chance, &PRESETS)) } else { laid };
    }
    *text = lines.concat();
}

/// One more arm, change of an arm or step of the timeline.
fn another_policy(chance: &mut Stream, text: &mut String) {
    let start = *pick(chance, &["0 days", "1 minute", "1 week", "55 days", "8 weeks", "1000 years"]);
    let ramp = *pick(chance, &["0 days", "1 minute", "3 weeks", "100 years"]);
    let preset = *pick(chance, &PRESETS);
    let number = chance.below(3);
    text.push_str(&match chance.below(3) {
        0 => format!(
            "\n[arm.more-{number}.platform.tiktok]\nextends = \"{preset}\"\nrollout = {{ start = \"{start}\", ramp = \"{ramp}\" }}\n"
        ),
        1 => format!("\n[[timeline]]\nstart = \"{start}\"\nramp = \"{ramp}\"\nplatform.tiktok.extends = \"{preset}\"\n"),
        _ => format!("\n[[arm.keep-readable.change]]\nstart = \"{start}\"\nramp = \"{ramp}\"\nplatform.tiktok.extends = \"{preset}\"\n"),
    });
}

/// A line or a section as often as makes a long text, its names counted up or not.
fn grown(chance: &mut Stream, text: &str) -> String {
    let parts = if chance.chance(0.5) { sections(text) } else { text.split_inclusive('\n').map(str::to_owned).collect() };
    if parts.is_empty() {
        return String::new();
    }
    let at = place(chance, parts.len());
    let times = (LONGEST / (parts[at].len() + 8)).min(1 << chance.below(15));
    let counted = chance.chance(0.7);
    let end = parts[at].find([']', ' ']).filter(|_| counted);
    let again = |i: usize| end.map_or_else(|| parts[at].clone(), |end| format!("{}{i}{}", &parts[at][..end], &parts[at][end..]));
    let middle: String = (0..times).map(again).collect();
    format!("{}{middle}{}", parts[..at].concat(), parts[at..].concat())
}
