//! `veilsim diff` says in words what differs, and calls chance no difference.

use crate::common::{folder_with, smoke_text, texts, veilsim};
use std::path::{Path, PathBuf};
use std::process::Output;

/// Pairs of equal models with other seeds; `VEILSIM_PAIRS` asks for more.
const PAIRS: u32 = 12;

fn run(folder: &Path, name: &str, replications: &str, more: &[&str]) -> PathBuf {
    let out = folder.join(name);
    let arguments = ["run", "scenarios/smoke.toml", "--tables-only", "--quiet", "--set", "sample=0.0002", "--replications", replications];
    let output = veilsim(&[&arguments[..], &["--out", &*out.display().to_string()], more].concat());
    assert!(output.status.success(), "{}", texts(&output).1);
    out
}

fn diff(more: &[&str], first: &Path, second: &Path) -> Output {
    veilsim(&[&["diff"], more, &[&*first.display().to_string(), &*second.display().to_string()]].concat())
}

#[test]
fn a_result_is_the_same_bytes_as_itself_and_one_value_that_is_set_is_named_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (a, twin) = (run(folder.path(), "a", "8", &[]), run(folder.path(), "twin", "8", &["--threads", "1"]));
    for same in [&a, &twin] {
        let output = diff(&[], &a, same);
        let (said, _) = texts(&output);
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains("The scenarios state the same.") && said.contains("The results are the same bytes."), "{said}");
    }
    let b = run(folder.path(), "b", "8", &["--set", "platform.tiktok.review.staff=1"]);
    let output = diff(&[], &a, &b);
    let (said, _) = texts(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("The scenarios differ in one place:\n  platform.tiktok.review.staff\n    A: "), "{said}");
    assert!(said.contains("    B: 1\n") && said.contains("in pairs: 4 draws"), "{said}");
    let (markdown, _) = texts(&diff(&["--markdown"], &a, &b));
    assert!(markdown.contains("| what | A | B | rests on |\n|---|---|---|---|\n| platform.tiktok.review.staff | "), "{markdown}");
}

#[test]
fn a_difference_beyond_noise_is_told_in_pairs_and_between_other_seeds() {
    let folder = tempfile::tempdir().unwrap();
    let many = ["--set", "platform.tiktok.detection.user-reports.enabled=true"];
    let none = ["--set", "platform.tiktok.detection.user-reports.enabled=false"];
    let (a, b) = (run(folder.path(), "a", "40", &many), run(folder.path(), "b", "40", &none));
    let other = run(folder.path(), "other", "40", &[&none[..], &["--seed", "77"]].concat());
    for (second, how) in [(&b, "in pairs: 20 draws"), (&other, "20 draws of A are compared with 20 independent ones of B")] {
        let (said, _) = texts(&diff(&[], &a, second));
        assert!(said.contains(how) && said.contains("moved beyond noise among") && !said.contains("Nothing moved"), "{said}");
    }
}

#[test]
fn equal_models_with_other_seeds_are_seldom_told_apart() {
    let pairs = std::env::var("VEILSIM_PAIRS").ok().map_or(PAIRS, |asked| asked.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let of = |seed: u32| run(folder.path(), &format!("seed-{seed}"), "20", &["--seed", &seed.to_string()]);
    let told = |pair: u32| {
        let (said, _) = texts(&diff(&[], &of(2 * pair + 1), &of(2 * pair + 2)));
        assert!(said.contains("  seed\n    A: ") && said.contains("The scenarios differ in one place"), "{said}");
        !said.contains("Nothing moved beyond noise")
    };
    let flagged = (0..pairs).filter(|pair| told(*pair)).count();
    println!("{flagged} of {pairs} pairs flagged");
    // Five in a hundred are to be expected; more than this come in one of a thousand such tests.
    assert!(flagged <= (0.05 * f64::from(pairs) + 3.1 * (0.05 * 0.95 * f64::from(pairs)).sqrt()) as usize, "{flagged} of {pairs}");
}

#[test]
fn scenarios_are_compared_value_by_value_policies_and_settings_included() {
    let text = smoke_text();
    let changed = text.replace("seed = 1\n", "seed = 2\n").replace("[arm.e2ee-metadata-reports", "[arm.e2ee-other");
    let changed = changed.replace("investigation.investigators = { value = 400,", "investigation.investigators = { value = 500,");
    assert_ne!(text, changed);
    let folder = folder_with(&[("a.toml", &text), ("b.toml", &changed)]);
    let (a, b) = (folder.path().join("a.toml"), folder.path().join("b.toml"));
    let output = diff(&[], &a, &b);
    let (said, _) = texts(&output);
    assert_eq!(output.status.code(), Some(1));
    for part in [
        "The scenarios differ in 4 places:",
        "  seed\n    A: 1\n    B: 2\n",
        "  arm.e2ee-metadata-reports\n    A: a policy\n    B: not stated\n",
        "  arm.e2ee-other\n    A: not stated\n    B: a policy\n",
        "  market.us.investigation.investigators\n    A: 400\n    B: 500\n    rests on: assumed\n",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert_eq!(diff(&[], &a, &a).status.code(), Some(0));
    assert_eq!(diff(&[], &a, Path::new("scenarios/smoke.toml")).status.code(), Some(0));
}

#[test]
fn what_cannot_be_compared_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let smoke = Path::new("scenarios/smoke.toml");
    for (second, says) in [(folder.path().to_owned(), "manifest.json"), (folder.path().join("none.toml"), "none.toml")] {
        let output = diff(&[], smoke, &second);
        let (_, said) = texts(&output);
        assert!(output.status.code() == Some(2) && said.contains(says), "{:?} {said}", output.status);
    }
}
