//! The command line: what is wrong is named with its place and a way out and leaves nothing behind; what is right writes everything,
//! can be drawn again from its tables, and can be verified.

use crate::common::{files_below, manifest, short_run, smoke_text, texts, veilsim};
use std::path::Path;
use tempfile::TempDir;

/// A folder with a scenario in it.
fn folder_with(scenario: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.toml"), scenario).unwrap();
    folder
}

/// Everything in a folder, hidden or not.
fn listing(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Runs a scenario of this text and expects it to be refused as the user's mistake, with all of `says`, and nothing left behind.
fn refused(scenario: &[u8], more: &[&str], says: &[&str]) {
    let folder = folder_with(scenario);
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (file, out) = (path("s.toml"), path("out"));
    let output = veilsim(&[&["run", &file, "--out", &out], more].concat());
    let (stdout, stderr) = texts(&output);
    assert_eq!(output.status.code(), Some(2), "{says:?}: {stderr}");
    for word in says {
        assert!(stderr.contains(word), "{word:?} is not in: {stderr}");
    }
    assert!(!stderr.contains("panicked") && stdout.is_empty(), "{stdout}{stderr}");
    assert_eq!(listing(folder.path()), ["s.toml"], "{says:?}: something was left behind");
}

#[test]
fn a_mistake_in_the_file_is_named_with_its_place_and_a_way_out() {
    let with = |from: &str, to: &str| {
        let text = smoke_text();
        assert!(text.contains(from));
        text.replacen(from, to, 1).into_bytes()
    };
    let below = |what: &str| format!("{}\n{what}\n", smoke_text()).into_bytes();
    refused(&with("sample = 0.0005", "sampel = 0.0005"), &[], &["s.toml:12:1", "sampel", "did you mean sample?"]);
    refused(
        &below("[platform.tiktok.review]\nsensitivity = 1.2"),
        &[],
        &["s.toml:84:", "1.2 is outside 0 to 1", "if this is a percentage, write 0.012"],
    );
    refused(&below("[platform.tiktok.traffic]\nmessages = 5"), &[], &["s.toml:84:", "no unit of time", "5 per day"]);
    refused(
        &below("[platform.tiktok.review]\nstaff = { value = 3, evidence = \"tiktok_ts_staf\" }"),
        &[],
        &["s.toml:84:", "tiktok_ts_staf", "did you mean", "tiktok_ts_staff"],
    );
    refused(
        &with("replications = 8", "replications = 0"),
        &[],
        &["s.toml:8:16", "replications is a whole number from 1", "replications = 200"],
    );
    refused(b"", &[], &["s.toml", "is empty"]);
    refused(b" \n\t\n", &[], &["s.toml", "is empty"]);
    refused(b"question = \"\xff\xfe\"", &[], &["s.toml", "not UTF-8", "line 1", "save the file as UTF-8"]);
    refused(b"\0\0\0", &[], &["s.toml"]);
}

#[test]
fn a_mistake_in_the_arguments_is_named_with_a_way_out() {
    let text = smoke_text();
    refused(text.as_bytes(), &["--replications", "0"], &["--replications", "1.."]);
    refused(text.as_bytes(), &["--replications", "-3"], &["-3"]);
    refused(text.as_bytes(), &["--seed", "x"], &["--seed"]);
    refused(text.as_bytes(), &["--set", "sample"], &["PATH=VALUE", "sample=0.1"]);
    refused(text.as_bytes(), &["--set", "sampel=0.1"], &["--set:1:1", "did you mean sample?"]);
    refused(text.as_bytes(), &["--set", "sample=7"], &["--set", "0 to 1"]);
    refused(text.as_bytes(), &["--set", "=7"], &["--set"]);
    refused(text.as_bytes(), &["--set", "platform.tiktok.review=7"], &["--set", "table"]);
    refused(text.as_bytes(), &["--set", "platform.tikto.review.staff=7"], &["--set"]);
}

#[test]
fn what_is_no_scenario_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let huge = folder.path().join("huge.toml");
    // 100 MB that take no room on the disk.
    std::fs::File::create(&huge).unwrap().set_len(100 << 20).unwrap();
    let out = folder.path().join("out").display().to_string();
    let started = std::time::Instant::now();
    for (path, says) in [(huge.as_path(), "4 MB"), (folder.path(), "folder"), (Path::new("no/such.toml"), "cannot be read")] {
        let output = veilsim(&["run", &path.display().to_string(), "--out", &out]);
        let (_, stderr) = texts(&output);
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains(says) && stderr.contains(&path.display().to_string()) && stderr.contains("help"), "{stderr}");
    }
    assert!(started.elapsed().as_secs() < 20, "read whole?");
    assert_eq!(listing(folder.path()), ["huge.toml"]);
}

#[test]
fn a_run_writes_tables_and_charts_prints_the_table_and_shows_no_bar_where_nobody_looks() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("deep/result");
    let output = short_run(&out, &[]);
    let (stdout, stderr) = texts(&output);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    let files: Vec<String> = files_below(&out).iter().map(|f| f.strip_prefix(&out).unwrap().display().to_string()).collect();
    for file in ["manifest.json", "outcomes.csv", "summary.csv", "timeseries.csv", "assumptions.csv", "definitions.csv", "draws.csv"] {
        assert!(files.iter().any(|f| f == file), "{file} is not in {files:?}");
        assert!(std::fs::metadata(out.join(file)).unwrap().len() > 100);
    }
    let charts = |ext: &str| files.iter().filter(|f| f.starts_with("charts/") && f.ends_with(ext)).count();
    assert!(charts(".png") >= 4 && charts(".svg") == charts(".png") + charts("-narrow.svg"), "{files:?}");
    assert!(charts("-narrow.svg") >= charts(".png"), "a narrow sheet holds less: {files:?}");
    for (ext, head) in [("svg", &b"<svg"[..]), ("png", b"\x89PNG")] {
        let chart = files_below(&out.join("charts")).into_iter().find(|f| f.extension().is_some_and(|e| e == ext)).unwrap();
        assert!(std::fs::read(chart).unwrap().starts_with(head));
    }
    for word in
        ["Does everything run?", "3 replications an arm", "Children harmed in conversations [children]", "keep-readable", "not a forecast"]
    {
        assert!(stdout.contains(word), "{word:?} is not in {stdout}");
    }
    assert!(stdout.contains("A sample of 0.03 % of the world"), "{stdout}");
    assert!(!stderr.contains("runs ·") && !stderr.contains('\r') && !stderr.contains('\u{1b}'), "a bar of progress: {stderr:?}");
    assert!(stderr.contains(&out.display().to_string()));
    assert_eq!(listing(folder.path()), ["deep"]);
    assert_eq!(listing(out.parent().unwrap()), ["result"], "a draft was left behind");
    let quiet = short_run(&folder.path().join("quiet"), &["--quiet"]);
    assert!(quiet.status.success() && quiet.stdout.is_empty() && quiet.stderr.is_empty());
}

#[test]
fn a_place_that_holds_something_else_is_refused_and_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let foreign = r#"{"manifest_version": 3, "name": "an extension of a browser"}"#;
    for (file, text) in [("letter.txt", "dear"), ("manifest.json", foreign), ("manifest.json", "not even JSON")] {
        let out = folder.path().join("mine");
        std::fs::create_dir_all(&out).unwrap();
        std::fs::write(out.join(file), text).unwrap();
        let output = short_run(&out, &[]);
        let (_, stderr) = texts(&output);
        assert!(!output.status.success() && stderr.contains("not a result of veilsim") && stderr.contains("--out"), "{stderr}");
        assert_eq!(listing(&out), [file]);
        assert_eq!(std::fs::read_to_string(out.join(file)).unwrap(), text);
        assert_eq!(listing(folder.path()), ["mine"]);
        std::fs::remove_dir_all(out).unwrap();
    }
    let file = folder.path().join("a-file");
    std::fs::write(&file, "dear").unwrap();
    assert!(!short_run(&file, &[]).status.success());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "dear");
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    assert!(short_run(&empty, &[]).status.success() && empty.join("manifest.json").is_file());
}

#[test]
fn a_place_that_cannot_be_written_shows_before_the_run() {
    let folder = folder_with(b"a file, not a folder");
    let out = folder.path().join("s.toml/below/out");
    // A run of days, if it began.
    let more = ["--replications", "100000", "--set", "sample=1", "--most-memory", "1e6", "--most-events", "1e15"];
    let started = std::time::Instant::now();
    let mut args = vec!["run", "scenarios/tiktok-dms.toml", "--out"];
    let out_text = out.display().to_string();
    args.push(&out_text);
    args.extend(more);
    let output = veilsim(&args);
    let (stdout, stderr) = texts(&output);
    assert!(!output.status.success() && stderr.contains("s.toml/below/out") && stdout.is_empty(), "{stderr}");
    assert!(!stderr.contains("panicked") && started.elapsed().as_secs() < 20);
    assert_eq!(listing(folder.path()), ["s.toml"]);
}

#[test]
fn a_rerun_replaces_the_earlier_result() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert!(short_run(&out, &[]).status.success());
    let read = |file: &str| std::fs::read_to_string(out.join(file)).unwrap();
    let (manifest, outcomes) = (read("manifest.json"), read("outcomes.csv"));
    assert!(short_run(&out, &["--seed", "2"]).status.success());
    assert!(read("manifest.json") != manifest && read("outcomes.csv") != outcomes);
    assert!(short_run(&out, &[]).status.success());
    assert_eq!((read("manifest.json"), read("outcomes.csv")), (manifest, outcomes));
    assert_eq!(listing(folder.path()), ["out"]);
}

#[test]
fn check_passes_every_scenario_that_ships_and_names_the_one_that_does_not() {
    let shipped: Vec<String> =
        listing(Path::new("scenarios")).iter().filter_map(|f| f.strip_suffix(".toml")).map(|f| format!("scenarios/{f}.toml")).collect();
    assert!(shipped.len() >= 2);
    let mut args = vec!["check"];
    args.extend(shipped.iter().map(String::as_str));
    let (stdout, stderr) = texts(&veilsim(&args));
    assert!(stderr.is_empty() && stdout.lines().count() == shipped.len(), "{stdout}{stderr}");
    assert!(stdout.lines().all(|line| line.contains(" without a stated source; ")), "{stdout}");
    args.push("tests/it/bad/out-of-range.toml");
    let output = veilsim(&args);
    let (stdout, stderr) = texts(&output);
    assert_eq!(output.status.code(), Some(2));
    assert!(stdout.lines().count() == shipped.len() && stderr.contains("out-of-range.toml cannot be run"), "{stderr}");
}

#[test]
fn explain_knows_mechanisms_parameters_outcomes_and_evidence() {
    for (name, says) in [
        ("platform.<platform>.review.staff", "Reviewers assigned"),
        ("review.staff", "parameter (count"),
        ("review.staff", "tiktok = 400 (assumed: "),
        ("adaptation", "Switched off. Who loses an account does not come back"),
        ("offender-days", "outcome (safety, in days; lower is better"),
        ("tiktok_no_e2ee", "evidence ("),
    ] {
        let output = veilsim(&["explain", name]);
        let (stdout, _) = texts(&output);
        assert!(output.status.success() && stdout.contains(name) && stdout.contains(says), "{name}: {stdout}");
    }
    for (slip, meant) in [("offender-dais", "offender-days"), ("stafff", "staff"), ("tiktok_no_e2e_", "tiktok_no_e2ee")] {
        let output = veilsim(&["explain", slip]);
        let (_, stderr) = texts(&output);
        assert!(output.status.code() == Some(2) && stderr.contains(&format!("did you mean {meant}?")), "{stderr}");
    }
    let (_, stderr) = texts(&veilsim(&["explain", "qqqqqqqqqq"]));
    assert!(stderr.contains("nothing is called qqqqqqqqqq; `veilsim explain` lists all names"), "{stderr}");
}

#[test]
fn explain_without_a_name_says_in_a_line_what_each_name_means() {
    let (all, _) = texts(&veilsim(&["explain"]));
    assert!(all.lines().count() > 400);
    for line in all.lines() {
        let (name, meaning) = line.split_once(": ").unwrap_or_else(|| panic!("{line}"));
        assert!(!name.contains(' ') && meaning.len() > 3, "{line}");
    }
    assert!(all.contains("\nreports: Reports to the clearinghouse\n"), "{all}");
    // "." is in the path of every parameter: this tells of all of them in full.
    let (full, _) = texts(&veilsim(&["explain", "."]));
    for links in ["[`", "](", "crate::"] {
        assert!(!full.contains(links) && !all.contains(links), "explain shows {links}, which is for rustdoc");
    }
}

#[test]
fn report_makes_the_same_charts_and_page_again_from_the_tables_alone() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert!(short_run(&out, &[]).status.success());
    let svgs = || files_below(&out.join("charts")).into_iter().map(|f| (f.clone(), std::fs::read(f).unwrap())).collect::<Vec<_>>();
    let before = svgs();
    let page = std::fs::read(out.join("report.html")).unwrap();
    std::fs::remove_dir_all(out.join("charts")).unwrap();
    std::fs::remove_file(out.join("report.html")).unwrap();
    let output = veilsim(&["report", &out.display().to_string()]);
    let (stdout, stderr) = texts(&output);
    assert!(output.status.success(), "{stderr}");
    assert!(before == svgs() && page == std::fs::read(out.join("report.html")).unwrap());
    assert_eq!(stdout.lines().count(), before.len() + 1);
    std::fs::remove_file(out.join("summary.csv")).unwrap();
    let (_, stderr) = texts(&veilsim(&["report", &out.display().to_string()]));
    assert!(stderr.contains("summary.csv"), "{stderr}");
}

#[test]
fn verify_finds_the_same_and_names_the_arm_that_differs() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert!(short_run(&out, &["--seed", "123456789012345678"]).status.success());
    let (directory, file) = (out.display().to_string(), out.join("manifest.json"));
    let verify = || {
        let output = veilsim(&["verify", &directory, "--threads", "2"]);
        let (stdout, stderr) = texts(&output);
        assert!(!stderr.contains("panicked"), "{stderr}");
        (output.status.code(), stdout, stderr)
    };
    let (code, stdout, stderr) = verify();
    assert!(code == Some(0) && stdout.starts_with("the same: ") && stderr.is_empty(), "{stdout}{stderr}");
    let text = std::fs::read_to_string(&file).unwrap();
    let tampered = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        std::fs::write(&file, text.replacen(from, to, 1)).unwrap();
        verify()
    };
    let (code, stdout, stderr) = tampered("\"seed\": 123456789012345678", "\"seed\": 123456789012345679");
    assert!(code == Some(1) && stdout.is_empty(), "{stdout}{stderr}");
    assert!(["keep-readable", "default-e2ee", "e2ee-metadata-reports"].iter().all(|arm| stderr.contains(arm)), "{stderr}");

    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    let digest = manifest["arms"][1]["digest"].as_str().unwrap();
    let other = |digest: &str| format!("{}{}", if digest.starts_with('0') { "1" } else { "0" }, &digest[1..]);
    let (code, _, stderr) = tampered(digest, &other(digest));
    assert!(code == Some(1) && stderr.contains("default-e2ee") && !stderr.contains("keep-readable"), "{stderr}");

    let whole = manifest["digest"].as_str().unwrap();
    let (code, _, stderr) = tampered(&format!("\"digest\": \"{whole}\""), &format!("\"digest\": \"{}\"", other(whole)));
    assert!(code == Some(1) && stderr.contains("digest of all arms"), "{stderr}");

    let (code, _, stderr) = tampered("sample = 0.0005", "sampel = 0.0005");
    assert!(code == Some(2) && stderr.contains("did you mean sample?"), "{stderr}");
    std::fs::write(&file, "{}").unwrap();
    let (code, _, stderr) = verify();
    assert!(code == Some(1) && stderr.contains("manifest.json"), "{stderr}");
}

#[test]
fn verify_says_first_that_another_version_wrote_the_results() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert!(short_run(&out, &[]).status.success());
    let (directory, file) = (out.display().to_string(), out.join("manifest.json"));
    let text = std::fs::read_to_string(&file).unwrap();
    let this = env!("CARGO_PKG_VERSION");
    let verify = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let output = veilsim(&["verify", &directory]);
        (output.status.code(), texts(&output).1)
    };
    let version = format!("\"version\": \"{this}\"");
    assert!(text.contains(&version));
    let other = text.replace(&version, "\"version\": \"0.0.7\"");
    let sentence = format!("error: {directory} was written by veilsim 0.0.7, and this is {this}: verify it with veilsim 0.0.7, or run");
    // The page shows the version: another one is said even where all else is the same.
    let (code, stderr) = verify(&other);
    assert!(code == Some(1) && stderr.starts_with(&sentence) && stderr.contains("not what the run gives in run.version"), "{stderr}");
    let unknown = |text: &str| text.replace("sample = 0.0005", "grain = 0.0005\\nfirst = 1\\nsecond = 2");
    let (code, stderr) = verify(&unknown(&other));
    assert!(code == Some(1) && stderr.starts_with(&sentence) && stderr.lines().count() == 1, "{stderr}");
    let (code, stderr) = verify(&other.replace("\"events\":", "\"happenings\":"));
    assert!(code == Some(1) && stderr.starts_with(&sentence) && stderr.lines().count() == 1, "{stderr}");
    let (code, stderr) = verify(&other.replace("\"seed\": 1,", "\"seed\": 2,"));
    assert!(code == Some(1) && stderr.starts_with(&sentence) && stderr.contains("the outcomes differ in"), "{stderr}");
    // A version under way keeps its number while parameters come and go.
    let (code, stderr) = verify(&unknown(&text));
    let first = stderr.lines().next().unwrap_or_default();
    assert!(code == Some(2) && first.contains(&format!("written by veilsim {this}")) && stderr.contains("unknown key grain"), "{stderr}");
}

#[test]
fn verify_names_the_table_and_the_row_that_was_changed() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert!(short_run(&out, &[]).status.success());
    let verify = || {
        let output = veilsim(&["verify", &out.display().to_string()]);
        (output.status.code(), texts(&output).1)
    };
    let csvs = || files_below(&out).into_iter().filter(|f| f.extension().is_some_and(|e| e == "csv")).collect::<Vec<_>>();
    let changed = |file: &str, from: &str, to: &str, says: &[&str]| {
        let file = out.join(file);
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{from}");
        std::fs::write(&file, text.replacen(from, to, 1)).unwrap();
        let (code, stderr) = verify();
        assert!(code == Some(1) && says.iter().all(|word| stderr.contains(word)), "{stderr}");
        std::fs::write(&file, text).unwrap();
    };
    changed(
        "outcomes.csv",
        ",harm-fraud,episodes,0,\n",
        ",harm-fraud,episodes,1,\n",
        &["outcomes.csv", "row 7", "harm-fraud", "\"1\"", "\"0\""],
    );
    let staff = "platform.tiktok.review.staff,,400";
    changed("assumptions.csv", staff, &staff.replace("400", "401"), &["assumptions.csv", "platform.tiktok.review.staff", "401"]);
    changed("manifest.json", "sample = 0.0005", "sample = 0.0006", &["hash is on record"]);
    let manifest = manifest(&out);
    assert_eq!(manifest["tables"].as_array().unwrap().len(), csvs().len());
    let hash = manifest["tables"][0]["hash"].as_str().unwrap();
    changed("manifest.json", hash, "0", &["assumptions.csv is not the table whose hash is on record"]);
    std::fs::remove_file(out.join("summary.csv")).unwrap();
    let (code, stderr) = verify();
    assert!(code == Some(1) && stderr.contains("summary.csv is missing"), "{stderr}");
    // Who keeps the manifest alone, as the repository does of its example, can still verify.
    for file in csvs() {
        std::fs::remove_file(file).unwrap();
    }
    assert_eq!(verify(), (Some(0), String::new()));
}

#[test]
fn a_result_is_verified_without_the_presets_beside_its_scenario() {
    let folder = folder_with(smoke_text().replace("extends = \"elsewhere\"", "extends = \"mine\"").as_bytes());
    let presets = folder.path().join("presets/platform");
    std::fs::create_dir_all(&presets).unwrap();
    let text = std::fs::read_to_string("scenarios/presets/platform/elsewhere.toml").unwrap();
    std::fs::write(presets.join("mine.toml"), text.replace("attraction.sharing = { value = 0.1", "attraction.sharing = { value = 0.2"))
        .unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let few = ["--replications", "2", "--set", "sample=0.0001", "--set", "horizon=3 weeks"];
    let output = veilsim(&[&["run", &path("s.toml"), "--out", &path("out")], &few[..]].concat());
    assert!(output.status.success(), "{}", texts(&output).1);
    let manifest = std::fs::read_to_string(folder.path().join("out/manifest.json")).unwrap();
    assert!(!manifest.contains(&path("")), "a manifest does not depend on where the scenario lay");
    std::fs::remove_dir_all(folder.path().join("presets")).unwrap();
    let (stdout, stderr) = texts(&veilsim(&["verify", &path("out")]));
    assert!(stdout.starts_with("the same: "), "{stderr}");
}

#[test]
fn a_reader_who_closes_the_pipe_breaks_nothing() {
    use std::process::{Command, Stdio};
    for args in
        [&["explain"][..], &["explain", "a"], &["trace", "scenarios/smoke.toml"], &["trace", "scenarios/smoke.toml", "--list", "flags"]]
    {
        let mut child =
            Command::new(assert_cmd::cargo::cargo_bin("veilsim")).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!stderr.contains("panicked"), "{args:?}: {stderr}");
        assert!(output.status.success(), "{args:?}: {stderr}");
    }
}

#[test]
fn a_world_in_which_nobody_looks_or_nobody_offends_is_told_by_name() {
    for (off, warning) in
        [("detection", "empty-stage,Flags of abuse is 0 in keep-readable"), ("arrival", "nothing-happens,no child is harmed in")]
    {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let set = format!("mechanism.{off}.enabled=false");
        let output =
            veilsim(&["run", "scenarios/smoke.toml", "--replications", "4", "--set", &set, "--quiet", "--out", out.to_str().unwrap()]);
        assert!(output.status.success());
        let told = std::fs::read_to_string(out.join("warnings.csv")).unwrap().replace('"', "");
        assert!(told.contains(warning), "{told}");
    }
}
