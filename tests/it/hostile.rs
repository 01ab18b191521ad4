//! Text from outside does nothing to a terminal, a shell or a page.

use crate::common::{OWN, folder_with, messages, refused, smoke_text, texts, veilsim};
use std::fmt::Write;
use veilsim::scenario::{load, parse};

#[test]
fn control_characters_are_refused_with_their_place() {
    for (hostile, code) in [("\\u001b[31mRED", "U+001B"), ("\\u0000", "U+0000"), ("\\u202Egnp.exe", "U+202E"), ("\\u0085", "U+0085")] {
        let title = smoke_text().replace("\"Encrypt all\"", &format!("\"Encrypt {hostile}\""));
        for text in [
            smoke_text().replace("Does everything run?", hostile),
            smoke_text().replace("\"Smoke test\"", &format!("\"{hostile}\"")),
            smoke_text().replacen("extends = \"tiktok\"", &format!("extends = \"tiktok\"\nnote = \"{hostile}\""), 1),
            title,
        ] {
            refused(&text, code);
        }
    }
    // Lines and tabs, and writing from right to left, are text; a title is one line.
    assert!(parse("test", &smoke_text().replace("Does everything run?", "Two\\nlines\\tand \u{5d0}\u{200f}"), &[]).is_ok());
    refused(&smoke_text().replace("\"Smoke test\"", "\"two\\nlines\""), "U+000A");
}

#[test]
fn what_a_terminal_would_obey_is_never_shown() {
    let raw = "\u{1b}[31mRED\u{1b}]0;pwn\u{7}\u{9b}\u{202e}";
    let escaped = "\\u001b[31mRED\\u001b]0;pwn\\u0007\\u202e";
    for text in [
        smoke_text().replace("Does everything run?", raw),
        smoke_text().replace("Does everything run?", escaped),
        format!("# {raw}\n{}", smoke_text()),
        format!("{}\"{escaped}\" = 1\n", smoke_text()),
        format!("{}[platform.\"{escaped}\"]\n", smoke_text()),
        smoke_text().replace("\"8 weeks\"", &format!("\"{escaped}\"")),
        format!("{}platform.tiktok.encryption = \"{escaped}\"\n", smoke_text()),
        smoke_text().replace("\"tiktok\"", &format!("\"{escaped}\"")),
        smoke_text().replacen("extends = \"tiktok\"", &format!("extends = \"tiktok\"\nevidence = \"{escaped}\""), 1),
        format!("{}[weights]\n\"{escaped}\" = 1\n", smoke_text()),
    ] {
        let folder = folder_with(&[("evil.toml", &text)]);
        let output = veilsim(&["check", &folder.path().join("evil.toml").display().to_string()]);
        let (_, said) = texts(&output);
        assert_eq!(output.status.code(), Some(2));
        let obeyed: Vec<char> = said.chars().filter(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}').collect();
        assert!(obeyed.is_empty(), "{obeyed:?} in {said}");
    }
}

#[test]
fn control_characters_in_evidence_are_refused() {
    let folder = folder_with(&[("s.toml", &smoke_text()), ("evidence.csv", &OWN.replace("Staff of mine", "Staff\u{1b}[31m of mine"))]);
    let problems = load(&folder.path().join("s.toml"), &[]).unwrap_err();
    assert!(messages(&problems)[0].contains("my_staff_2025 holds a control character"), "{:?}", messages(&problems));
}

#[test]
fn a_command_that_is_suggested_can_be_pasted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("it's; a folder").join("mine").display().to_string();
    let (_, said) = texts(&veilsim(&["new", &path]));
    let word = format!("'{}.toml'", path.replace('\'', r"'\''"));
    assert!(said.contains(&format!("veilsim check {word} && ")), "{said}");
    let mut command = String::new();
    write!(command, "test -f {}", said.trim_end().rsplit("veilsim run ").next().unwrap()).unwrap();
    assert!(std::process::Command::new("sh").args(["-c", &command]).status().unwrap().success(), "{command}");
}
