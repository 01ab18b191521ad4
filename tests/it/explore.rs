//! `veilsim explore` over its sockets, without a browser: who may ask, what comes, and that it is what the command line gives.

use crate::common::{manifest, veilsim};
use assert_cmd::cargo::cargo_bin;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A machine that is busy with other tests ends all of this within so long.
const PATIENCE: Duration = Duration::from_mins(2);

/// The program, at work until it is dropped.
struct Explorer {
    child: Child,
    host: String,
    /// With its slashes.
    token: String,
}

impl Explorer {
    fn start() -> Self {
        let mut child = Command::new(cargo_bin("veilsim"))
            .args(["explore", "scenarios/smoke.toml", "--threads", "2"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let (host, token) = address.trim().strip_prefix("http://").and_then(|rest| rest.split_once('/')).unwrap();
        Self { child, host: host.to_owned(), token: format!("/{token}") }
    }

    /// Sends a request and gives the stream of what comes back.
    fn send(&self, head: &str, body: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).unwrap();
        BufReader::new(stream)
    }

    fn post(&self, place: &str, body: &str) -> BufReader<TcpStream> {
        self.send(&format!("POST {}{place} HTTP/1.1\r\nHost: {}", self.token, self.host), body)
    }

    /// Status and body of what comes back.
    fn answer(mut stream: BufReader<TcpStream>) -> (u16, String) {
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn wish(set: &[(&str, &str)]) -> String {
        json!({ "set": set }).to_string()
    }
}

impl Drop for Explorer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The next event: its name and its data.
fn next(stream: &mut BufReader<TcpStream>) -> Option<(String, Value)> {
    let mut name = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).unwrap() == 0 {
            return None;
        }
        if let Some(event) = line.strip_prefix("event: ") {
            event.trim().clone_into(&mut name);
        }
        if let Some(data) = line.strip_prefix("data: ") {
            return Some((name, serde_json::from_str(data).unwrap()));
        }
    }
}

/// The answers of a run until its end.
fn answers(mut stream: BufReader<TcpStream>) -> Vec<Value> {
    std::iter::from_fn(|| next(&mut stream)).filter(|(name, _)| name == "answer").map(|(_, data)| data).collect()
}

#[test]
fn only_the_page_itself_is_answered() {
    let explorer = Explorer::start();
    let get =
        |path: &str, host: &str, more: &str| Explorer::answer(explorer.send(&format!("GET {path} HTTP/1.1\r\nHost: {host}{more}"), "")).0;
    let (token, host) = (explorer.token.as_str(), explorer.host.as_str());
    assert_eq!(get(token, host, ""), 200);
    assert_eq!(get(token, host, &format!("\r\nOrigin: http://{host}")), 200);
    for (what, status) in [
        ("another host", get(token, "example.org", "")),
        ("a host of another port", get(token, "127.0.0.1:1", "")),
        ("another origin", get(token, host, "\r\nOrigin: http://example.org")),
        ("no origin that can be named", get(token, host, "\r\nOrigin: null")),
        ("no token", get("/", host, "")),
        ("another token", get("/00000000000000000000000000000000/", host, "")),
        ("no token before a file", get("/explore.js", host, "")),
    ] {
        assert_eq!(status, 403, "{what}");
    }
    assert_eq!(get(&format!("{token}../../Cargo.toml"), host, ""), 404);
    assert_eq!(get(&format!("{token}run"), host, ""), 404, "a run is asked for by POST alone");
    let long = format!("\r\nA: {}", "a".repeat(20_000));
    assert_eq!(get(token, host, &long), 413);
    assert_eq!(Explorer::answer(explorer.post("run", &"a".repeat(70_000))).0, 413);
    let (_, page) = Explorer::answer(explorer.send(&format!("GET {token} HTTP/1.1\r\nHost: {host}"), ""));
    assert!(
        !page.contains("<script>") && !page.contains("style=") && !page.contains("//"),
        "all that a page uses has a file of its own here"
    );
}

#[test]
fn a_client_that_sends_nothing_keeps_nobody_waiting() {
    let explorer = Explorer::start();
    let silent: Vec<TcpStream> = (0..8).map(|_| TcpStream::connect(&explorer.host).unwrap()).collect();
    let begun = Instant::now();
    let head = format!("GET {} HTTP/1.1\r\nHost: {}", explorer.token, explorer.host);
    assert_eq!(Explorer::answer(explorer.send(&head, "")).0, 200);
    println!("beside {} silent clients: {:?}", silent.len(), begun.elapsed());
    let mut first = silent.into_iter().next().unwrap();
    first.set_read_timeout(Some(PATIENCE)).unwrap();
    assert_eq!(first.read(&mut [0; 1]).unwrap(), 0, "whoever sends nothing is let go");
}

#[test]
fn first_numbers_come_at_two_draws_and_go_on_to_what_the_command_line_gives() {
    let explorer = Explorer::start();
    let begun = Instant::now();
    let mut stream = explorer.post("run", &Explorer::wish(&[]));
    let first = std::iter::from_fn(|| next(&mut stream)).find(|(name, _)| name == "answer").unwrap().1;
    println!("first numbers after {:?}", begun.elapsed());
    assert_eq!((&first["draws"], &first["replications"]), (&json!(2), &json!(4)));
    let last = answers(stream).pop().unwrap();
    assert_eq!((&last["is_last"], &last["draws"]), (&json!(true), &json!(16)));
    assert_eq!(last["changed"], json!([]), "nothing is set");

    let settings = [("platform.tiktok.review.staff", "80"), ("arm.default-e2ee.platform.tiktok.rollout.start", "3 days"), ("seed", "7")];
    let wish = Explorer::wish(&settings);
    let found = answers(explorer.post("run", &wish));
    assert_eq!(found.iter().map(|answer| answer["draws"].as_u64().unwrap()).collect::<Vec<_>>(), [2, 4, 8, 16]);
    let second = &found[1];
    let rows = second["changed"][0]["rows"].as_array().unwrap();
    assert!(rows.len() > 5 && rows.iter().all(|row| row["n"] == 8 && row["difference"] != ""), "{rows:?}");
    assert!(
        second["changed"]
            .as_array()
            .unwrap()
            .iter()
            .all(|policy| policy["is_same"] == false && policy["wide"][0].as_str().unwrap().starts_with("<svg"))
    );

    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("saved.toml"), folder.path().join("out"));
    let (status, text) = Explorer::answer(explorer.post("save", &wish));
    assert_eq!(status, 200, "{text}");
    assert!(text.contains("# Does everything run?") && text.contains("review.staff = { value = 80, evidence = \"assumed\""), "{text}");
    std::fs::write(&file, text).unwrap();
    let arguments = ["run", file.to_str().unwrap(), "--replications", "8", "--tables-only", "--quiet", "--out", out.to_str().unwrap()];
    assert!(veilsim(&arguments).status.success());
    assert_eq!(manifest(&out)["digest"], second["digest"], "the saved file gives what was seen");
}

#[test]
fn only_what_a_setting_changes_is_said_to_change() {
    let explorer = Explorer::start();
    let found = answers(explorer.post("run", &Explorer::wish(&[("arm.default-e2ee.platform.tiktok.encryption", "opt-in")])));
    let is_same: Vec<bool> = found[0]["changed"].as_array().unwrap().iter().map(|policy| policy["is_same"].as_bool().unwrap()).collect();
    assert_eq!(is_same, [true, false, true]);
}

#[test]
fn a_new_setting_ends_the_run_before_it() {
    let explorer = Explorer::start();
    // A world so large that its first step takes long.
    let mut slow = explorer.post("run", &Explorer::wish(&[("sample", "0.2")]));
    assert_eq!(next(&mut slow).unwrap().0, "progress");
    let begun = Instant::now();
    let mut quick = explorer.post("run", &Explorer::wish(&[]));
    let last = std::iter::from_fn(|| next(&mut slow)).last().unwrap().0;
    println!("cancelled after {:?}", begun.elapsed());
    assert_eq!(last, "cancelled");
    assert!(std::iter::from_fn(|| next(&mut quick)).any(|(name, _)| name == "answer"));
}

#[test]
fn a_bad_setting_is_answered_as_on_the_command_line() {
    let explorer = Explorer::start();
    for (path, value) in [("platform.tiktok.review.staf", "80"), ("platform.tiktok.review.on-duty", "35"), ("a b", "\"")] {
        let (status, said) = Explorer::answer(explorer.post("run", &Explorer::wish(&[(path, value)])));
        let output =
            veilsim(&["run", "scenarios/smoke.toml", "--replications", "32", "--set", &format!("{path}={value}"), "--most-events", "1e10"]);
        let expected = String::from_utf8(output.stderr).unwrap();
        assert_eq!((status, output.status.code()), (400, Some(2)), "{path}: {said} {expected}");
        for line in said.lines().map(str::trim).filter(|line| !line.is_empty()) {
            assert!(expected.contains(line), "{line}\n{expected}");
        }
    }
    let (status, said) = Explorer::answer(explorer.post("run", "{\"file\": \"/etc/passwd\"}"));
    assert_eq!(status, 400, "{said}");
    let (status, said) = Explorer::answer(explorer.post("run", &Explorer::wish(&[("arm.another.title", "\"Another\"")])));
    assert!(status == 400 && said.contains("another"), "{said}");
}
