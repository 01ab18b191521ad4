//! What several promises need: small worlds, whole runs, exact comparison and statistical bounds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};
use veilsim::experiment::{Design, Runs, replicate};
use veilsim::model::chance::Chance;
use veilsim::model::{Cell, Outcome, Outcomes, Plan, Simulation};
use veilsim::results::Results;
use veilsim::scenario::{Problems, Scenario, load, parse};

/// Chance of a false alarm of one statistical test. Seeds are fixed, so a test that passes keeps passing until results change.
pub const ALPHA: f64 = 1e-3;

pub use veilsim::verification::WORLD;

/// The channels that need nobody to report.
pub const AUTOMATIC: [&str; 6] = ["hash-match", "image-classifier", "text-classifier", "behaviour", "visible-surfaces", "client-side-scan"];

/// Overrides as the scenario reader takes them.
pub fn sets(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect()
}

/// The smoke scenario with overrides.
pub fn smoke(pairs: &[(&str, &str)]) -> Scenario {
    load("scenarios/smoke.toml".as_ref(), &sets(pairs)).unwrap_or_else(|problems| panic!("{:?}", problems.list))
}

/// The text of the smoke scenario.
pub fn smoke_text() -> String {
    std::fs::read_to_string("scenarios/smoke.toml").unwrap()
}

/// A scenario from a text with overrides.
pub fn scenario(text: &str, pairs: &[(&str, &str)]) -> Scenario {
    parse("test", text, &sets(pairs)).unwrap_or_else(|problems| panic!("{:?}", problems.list))
}

/// The base world of a scenario as a plan, its uncertain parameters at their medians.
pub fn plan(text: &str, pairs: &[(&str, &str)]) -> Plan {
    scenario(text, pairs).arms.remove(0).plan
}

/// Every automatic channel and users' reports of a platform switched off.
pub fn blind(platform: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> =
        AUTOMATIC.iter().map(|channel| (format!("platform.{platform}.detection.{channel}.enabled"), "false".to_owned())).collect();
    pairs.push((format!("platform.{platform}.detection.user-reports.enabled"), "false".to_owned()));
    pairs
}

/// The plan run under this seed and replication as it stands: nothing is drawn.
pub fn run_of(plan: &Plan, seed: u64, replication: u64) -> Outcomes {
    Simulation::run(plan, Chance::new(seed, replication)).0
}

/// All arms of a scenario in all its replications.
pub fn all_runs(scenario: &Scenario, threads: usize) -> Vec<Vec<Outcomes>> {
    replicate(&Design::of(scenario), scenario.replications, threads).unwrap().records
}

/// The results of a scenario with these runs, by arm.
pub fn results(scenario: &Scenario, records: Vec<Vec<Outcomes>>) -> Results {
    Results::new(Arc::new(scenario.clone()), Design::of(scenario), Runs { records, events: 1 })
}

/// One number of a run with its place.
pub type Named = (String, u64);

/// Every number of a run, bit by bit, with its place: values of all cells, then time series. Names, not numbers, stand for platforms
/// and markets, so that runs of worlds with different tables can be compared.
pub fn bits(run: &Outcomes, platforms: &[&str], markets: &[&str]) -> Vec<Named> {
    let name = |place: Option<usize>, names: &[&str]| place.map_or("all", |i| names[i]).to_owned();
    let mut all = Vec::new();
    for cell in run.layout().cells() {
        for outcome in Outcome::ALL {
            let (platform, market) = (name(cell.platform, platforms), name(cell.market, markets));
            let place = format!("{} {platform} {market} {:?}", outcome.definition().id, cell.band);
            all.push((place, run.value(*outcome, cell).unwrap_or(f64::NAN).to_bits()));
        }
    }
    for cell in run.layout().margins() {
        for outcome in Outcome::ALL {
            let (platform, market) = (name(cell.platform, platforms), name(cell.market, markets));
            for (window, value) in run.series(*outcome, cell).into_iter().enumerate() {
                let value = if value.is_nan() { f64::NAN } else { value };
                let place = format!("{} {platform} {market} {:?} window {window}", outcome.definition().id, cell.band);
                all.push((place, value.to_bits()));
            }
        }
    }
    all
}

/// The names of a scenario's platforms and markets.
pub fn names(scenario: &Scenario) -> (Vec<&str>, Vec<&str>) {
    (scenario.base.platform.iter().map(|(n, _)| n).collect(), scenario.base.market.iter().map(|(n, _)| n).collect())
}

/// Fails with the first places at which two lists of numbers differ, those only in `other` apart.
pub fn assert_same(one: &[Named], other: &[Named], what: &str) {
    let found: BTreeMap<&str, u64> = other.iter().map(|(place, bits)| (place.as_str(), *bits)).collect();
    let differ: Vec<String> = one
        .iter()
        .filter(|(place, bits)| found.get(place.as_str()) != Some(bits))
        .map(|(place, bits)| format!("{place}: {} v {:?}", f64::from_bits(*bits), found.get(place.as_str()).map(|b| f64::from_bits(*b))))
        .collect();
    assert!(differ.is_empty(), "{what}: {} numbers differ, among them\n{}", differ.len(), differ[..differ.len().min(12)].join("\n"));
}

/// Fails where two series of runs differ in any outcome but these.
pub fn assert_same_but(one: &[Outcomes], other: &[Outcomes], but: &[Outcome]) {
    for (a, b) in one.iter().zip(other) {
        for outcome in Outcome::ALL.iter().filter(|outcome| !but.contains(outcome)) {
            let [a, b] = [a, b].map(|run| run.total(*outcome).map(f64::to_bits));
            assert!(a == b, "{} differs", outcome.definition().id);
        }
    }
}

/// The time that this thread has worked, where the system tells; else the time of day, which other processes lengthen.
pub fn clock() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let worked = told.and_then(|text| text.split_whitespace().next()?.parse().ok()).map(Duration::from_nanos);
    worked.unwrap_or_else(|| BEGUN.elapsed())
}

/// A row of a table, by column.
pub type Row = BTreeMap<String, String>;

/// The rows of a table in a directory.
pub fn table(dir: &Path, file: &str) -> Vec<Row> {
    csv::Reader::from_path(dir.join(file)).unwrap().deserialize().map(Result::unwrap).collect()
}

/// The number in a column of a row.
pub fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// The manifest of a results directory.
pub fn manifest(out: &Path) -> serde_json::Value {
    serde_json::from_str(&std::fs::read_to_string(out.join("manifest.json")).unwrap()).unwrap()
}

/// The built command line with these arguments, run in a folder.
pub fn veilsim(args: &[&str]) -> Output {
    assert_cmd::Command::cargo_bin("veilsim").unwrap().args(args).output().unwrap()
}

/// A short run of the smoke scenario into `out`; its output.
pub fn short_run(out: &Path, more: &[&str]) -> Output {
    let out = out.display().to_string();
    let mut args = vec!["run", "scenarios/smoke.toml", "--replications", "3", "--set", "horizon=4 weeks", "--set", "sample=0.0003"];
    args.extend(["--out", &out]);
    args.extend(more);
    veilsim(&args)
}

/// Standard output and error as text.
pub fn texts(output: &Output) -> (String, String) {
    (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Every file below a folder, sorted.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// A small smoke world with reviewers enough.
pub const SMALL: [(&str, &str); 3] = [("sample", "0.0005"), ("replications", "3"), ("platform.tiktok.review.staff", "4000")];

/// The smoke scenario with other arms, of which the first, that changes nothing, is called base.
pub fn smoke_with(arms: &str, pairs: &[(&str, &str)]) -> Scenario {
    scenario(&format!("{}[arm.base]\n{arms}", smoke_text().split("[arm.").next().unwrap()), pairs)
}

/// All runs of the smoke scenario with overrides, by arm.
pub fn runs(pairs: &[(&str, &str)]) -> Vec<Vec<Outcomes>> {
    all_runs(&smoke(&[&SMALL[..], pairs].concat()), 2)
}

/// The same of the baseline alone.
pub fn base(pairs: &[(&str, &str)]) -> Vec<Outcomes> {
    runs(pairs).remove(0)
}

/// An outcome added up over runs.
pub fn sum(runs: &[Outcomes], outcome: Outcome) -> f64 {
    runs.iter().map(|run| run.total(outcome).unwrap()).sum()
}

pub fn assert_none(runs: &[Outcomes], outcomes: &[Outcome]) {
    for outcome in outcomes {
        assert!(sum(runs, *outcome) == 0.0, "{}: {}", outcome.definition().id, sum(runs, *outcome));
    }
}

pub fn assert_some(runs: &[Outcomes], outcomes: &[Outcome]) {
    for outcome in outcomes {
        assert!(sum(runs, *outcome) > 0.0, "{}: none, so this test would see nothing", outcome.definition().id);
    }
}

/// The base arm encrypted from before the start, so that nothing readable is left.
pub const ENCRYPTED: [(&str, &str); 2] =
    [("arm.keep-readable.platform.tiktok.encryption", "default"), ("arm.keep-readable.platform.tiktok.encryption-minors", "default")];

/// An outcome of the base arm in one market, added up over runs.
pub fn in_market(runs: &[Outcomes], outcome: Outcome, market: usize) -> f64 {
    let cell = Cell { platform: Some(1), market: Some(market), band: None };
    runs.iter().map(|run| run.value(outcome, cell).unwrap()).sum()
}

/// What is wrong with a scenario, in words.
pub fn messages(problems: &Problems) -> Vec<String> {
    problems.list.iter().map(|problem| problem.message.clone()).collect()
}

/// Fails unless a text is refused with these words, and a place.
pub fn refused(text: &str, says: &str) {
    let problems = parse("test", text, &[]).expect_err(says);
    assert!(problems.list.iter().any(|p| p.message.contains(says) && p.line > 0), "{says}: {:?}", messages(&problems));
}

/// A folder with the smoke scenario, and what belongs to it.
pub fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// Evidence of a user's own.
pub const OWN: &str = "id,quantity,value,low,high,unit,year,platform_or_jurisdiction,status,confidence,source,url,caveat\n\
    my_staff_2025,\"Staff of mine\",300,,,count,2025,TikTok,seen,high,My report,https://example.org,none\n";
