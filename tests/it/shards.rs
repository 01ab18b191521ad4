//! A run in shards: whatever happens to them on the way, what is merged is the bytes of the run that was never divided, or it is said
//! what is missing or strange.
#![cfg(unix)]

use crate::common::{files_below, smoke, texts};
use std::fs;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use veilsim::app::{self, AppError, Request, Sharded, merge, run_shard};
use veilsim::experiment::Shard;
use veilsim::results::ShardsError;
use veilsim::scenario::Scenario;

/// A run of some tenths of a second: six draws.
fn short(more: &[(&str, &str)]) -> Scenario {
    smoke(&[&[("horizon", "3 weeks"), ("sample", "0.0002"), ("replications", "11")], more].concat())
}

fn shards(count: u32) -> Vec<Shard> {
    Shard::all(NonZeroU32::new(count).unwrap()).collect()
}

/// Every file of a result but the shards, with its bytes.
pub fn result(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let below = |file: PathBuf| (file.strip_prefix(folder).unwrap().to_owned(), fs::read(file).unwrap());
    files_below(folder).into_iter().map(below).filter(|(file, _)| !file.starts_with("shards")).collect()
}

/// The names in the folder of the shards.
fn names(out: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(out.join("shards")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The result of a scenario that was never divided.
fn alone(scenario: &Scenario, folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let out = folder.join("alone");
    app::run(Request { scenario: scenario.clone(), precision: None, tables_only: false, so_far: true, out: out.clone(), threads: 0 }, &())
        .unwrap();
    result(&out)
}

#[test]
fn shards_of_any_number_in_any_order_give_the_bytes_of_the_run_that_was_never_divided() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = short(&[]);
    let alone = alone(&scenario, folder.path());
    for (count, step) in [(1, 1), (3, 2), (7, 5), (64, 27)] {
        let out = folder.path().join(format!("out-{count}"));
        let shards = shards(count);
        for place in 0..shards.len() {
            let shard = shards[place * step % shards.len()];
            assert_eq!(run_shard(&scenario, shard, &out, 1 + place % 2, &()).unwrap(), Sharded::Now);
        }
        merge(&out, &()).unwrap();
        assert!(result(&out) == alone, "{count} shards");
        assert_eq!(run_shard(&scenario, shards[0], &out, 1, &()).unwrap(), Sharded::Before);
        assert_eq!(names(&out).len(), count as usize, "nothing is left of the way: {:?}", names(&out));
    }
}

#[test]
fn two_at_work_on_one_shard_do_not_disturb_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let (scenario, out) = (short(&[]), folder.path().join("out"));
    let alone = alone(&scenario, folder.path());
    std::thread::scope(|scope| {
        let work = || shards(2).into_iter().map(|shard| run_shard(&scenario, shard, &out, 1, &()).unwrap()).collect::<Vec<_>>();
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        for thread in threads {
            thread.join().unwrap();
        }
    });
    assert_eq!(names(&out), ["0-of-2", "1-of-2"]);
    merge(&out, &()).unwrap();
    assert!(result(&out) == alone);
}

/// The shards that a merge says are lost, and why.
fn lost(out: &Path) -> Vec<(u32, String)> {
    match merge(out, &()) {
        Err(AppError::Shards(ShardsError::Lost { lost, .. })) => lost.into_iter().map(|lost| (lost.index, lost.reason)).collect(),
        other => panic!("{:?}", other.map(|ended| ended.folder)),
    }
}

#[test]
fn what_is_missing_or_torn_is_named_and_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let (scenario, out) = (short(&[]), folder.path().join("out"));
    let alone = alone(&scenario, folder.path());
    let run = || {
        for shard in shards(7) {
            run_shard(&scenario, shard, &out, 1, &()).unwrap();
        }
    };
    run();
    let file = |name: &str| out.join("shards").join(name);
    fs::remove_dir_all(file("1-of-7")).unwrap();
    // Half a journal, a bit of one, half a record, none, and a whole shard under another's name.
    let journal = fs::read(file("2-of-7/journal")).unwrap();
    fs::write(file("2-of-7/journal"), &journal[..journal.len() / 2]).unwrap();
    let mut bytes = fs::read(file("3-of-7/journal")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(file("3-of-7/journal"), bytes).unwrap();
    let record = fs::read(file("4-of-7/shard.json")).unwrap();
    fs::write(file("4-of-7/shard.json"), &record[..record.len() / 2]).unwrap();
    fs::remove_file(file("5-of-7/journal")).unwrap();
    for name in ["journal", "shard.json"] {
        fs::copy(file("0-of-7").join(name), file("6-of-7").join(name)).unwrap();
    }
    let found = lost(&out);
    assert_eq!(found.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    let words = ["missing", "not the one that was written", "not the one that was written", "shard.json", "cannot be read", "it is 0/7"];
    for ((index, reason), word) in found.iter().zip(words) {
        assert!(reason.contains(word), "{index}: {reason}");
    }
    assert!(!out.join("manifest.json").exists() && files_below(&out).iter().all(|f| f.extension().is_none_or(|e| e != "csv")));
    run();
    assert_eq!(names(&out).len(), 7, "{:?}", names(&out));
    merge(&out, &()).unwrap();
    assert!(result(&out) == alone);
}

#[test]
fn a_journal_that_lacks_a_run_is_found_though_its_hash_is_on_record() {
    let folder = tempfile::tempdir().unwrap();
    let (scenario, out) = (short(&[]), folder.path().join("out"));
    for shard in shards(2) {
        run_shard(&scenario, shard, &out, 1, &()).unwrap();
    }
    let path = |name: &str| out.join("shards/1-of-2").join(name);
    let journal = fs::read(path("journal")).unwrap();
    fs::write(path("journal"), &journal[..journal.len() - 100]).unwrap();
    let hash = blake3_of(&path("journal"));
    let record = fs::read_to_string(path("shard.json")).unwrap();
    let own = record.rsplit_once("\"journal\": \"").unwrap().1.split('"').next().unwrap();
    fs::write(path("shard.json"), record.replace(own, &hash)).unwrap();
    let found = lost(&out);
    assert!(found.len() == 1 && found[0].0 == 1 && found[0].1.contains("1 of its runs are missing, 0 are not its own"), "{found:?}");
}

fn blake3_of(file: &Path) -> String {
    // The hash of a table is the hash of a file.
    let folder = tempfile::tempdir().unwrap();
    fs::copy(file, folder.path().join("a.csv")).unwrap();
    veilsim::results::table_hashes(folder.path()).unwrap().remove(0).hash
}

#[test]
fn a_shard_of_another_run_is_refused_by_merge_and_by_the_next_shard() {
    let folder = tempfile::tempdir().unwrap();
    let others = [
        (short(&[("seed", "9")]), 3, "seed 9"),
        (short(&[("replications", "12")]), 3, "12 replications"),
        (short(&[("sample", "0.0001")]), 3, "other values set"),
        (short(&[]), 4, "4 shards"),
    ];
    for (place, (other, count, word)) in others.iter().enumerate() {
        let (out, strange) = (folder.path().join(format!("out-{place}")), folder.path().join(format!("strange-{place}")));
        let scenario = short(&[]);
        // The foreign shard is the last, so that it is the run's own that is met first.
        for shard in &shards(3)[..2] {
            run_shard(&scenario, *shard, &out, 1, &()).unwrap();
        }
        run_shard(other, shards(*count)[2], &strange, 1, &()).unwrap();
        let name = format!("2-of-{count}");
        fs::rename(strange.join("shards").join(&name), out.join("shards").join(&name)).unwrap();
        let error = merge(&out, &()).unwrap_err();
        assert!(matches!(error, AppError::Shards(ShardsError::Foreign { .. })) && error.to_string().contains(word), "{error}");
        let refused = run_shard(other, shards(*count)[1], &out, 1, &()).unwrap_err().to_string();
        assert!(refused.contains("a shard of another run") && refused.contains("--out"), "{refused}");
    }
    let error = merge(&folder.path().join("nowhere"), &()).unwrap_err();
    assert!(matches!(error, AppError::Shards(ShardsError::None(_))), "{error}");
}

/// The command line of a shard.
fn command(out: &Path, replications: &str, shard: &str) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("veilsim"));
    command.args(["run", "scenarios/smoke.toml", "--set", "horizon=3 weeks", "--set", "sample=0.0002", "--threads", "1"]);
    command.args(["--replications", replications, "--shard", shard, "--out"]).arg(out);
    command.env_remove("SLURM_ARRAY_TASK_ID").env_remove("JOB_COMPLETION_INDEX");
    command
}

fn begin(out: &Path, shard: &str) -> Child {
    command(out, "4000", shard).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits until a process has written so many bytes of a shard.
fn wait_for_journal(out: &Path, bytes: u64) {
    let started = Instant::now();
    let written = || -> u64 {
        let folders = fs::read_dir(out.join("shards")).into_iter().flatten().flatten();
        folders.filter_map(|folder| Some(folder.path().join("journal").metadata().ok()?.len())).sum()
    };
    while written() < bytes {
        assert!(started.elapsed() < Duration::from_mins(1), "no journal");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn code(output: &Output) -> (Option<i32>, String) {
    let (stdout, stderr) = texts(output);
    (output.status.code(), stdout + &stderr)
}

fn merged(out: &Path) -> Output {
    crate::common::veilsim(&["merge", &out.display().to_string()])
}

#[test]
fn a_shard_that_is_killed_or_stopped_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut child = begin(&out, "0/2");
    wait_for_journal(&out, 300_000);
    child.kill().unwrap();
    child.wait().unwrap();
    let (status, says) = code(&merged(&out));
    assert!(
        status == Some(75) && says.contains("--array=0,1\n") && says.contains("0: not whole yet") && says.contains("1: missing"),
        "{says}"
    );

    let stopped = begin(&out, "0/2");
    wait_for_journal(&out, 900_000);
    let asked = Instant::now();
    assert!(Command::new("kill").args(["-TERM", &stopped.id().to_string()]).status().unwrap().success());
    let (status, says) = code(&stopped.wait_with_output().unwrap());
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    assert!(status == Some(75) && says.contains("runs of the shard"), "{says}");
    assert!(says.contains("going on from"), "what the killed one had finished counts: {says}");
    let files: Vec<PathBuf> = files_below(&out);
    assert!(files.iter().all(|file| file.ends_with("journal")), "no table and no shard: {files:?}");
}

#[test]
fn exit_codes_say_what_to_do_next() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let of = |shard: &str, set: &[(&str, &str)]| code(&command(&out, "6", shard).envs(set.iter().copied()).output().unwrap());
    // A mistake, which another attempt does not mend.
    for (shard, set, word) in [
        ("3/3", &[][..], "numbered from 0"),
        ("0/0", &[], "write K/N"),
        ("x/3", &[], "write K/N"),
        ("auto/3", &[], "neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX"),
        ("auto/3", &[("SLURM_ARRAY_TASK_ID", "3")], "outside 0 to 2"),
        ("auto/3", &[("JOB_COMPLETION_INDEX", "two")], "no number"),
    ] {
        let (status, says) = of(shard, set);
        assert!(status == Some(2) && says.contains(word), "{shard}: {says}");
    }
    let (status, says) = code(&command(&out, "6", "0/3").args(["--until-precision", "5%"]).output().unwrap());
    assert!(status == Some(2) && says.contains("--until-precision"), "{says}");
    assert_eq!(code(&merged(&out)).0, Some(2), "no shards at all");
    assert!(!out.exists());

    // Done, and done before.
    assert_eq!(of("auto/3", &[("SLURM_ARRAY_TASK_ID", "1")]).0, Some(0));
    assert_eq!(of("auto/3", &[("JOB_COMPLETION_INDEX", "2")]).0, Some(0));
    let (status, says) = of("1/3", &[]);
    assert!(status == Some(0) && says.contains("was whole before"), "{says}");
    let (status, says) = code(&merged(&out));
    assert!(status == Some(75) && says.starts_with("--array=0\n"), "{says}");

    // A disk that is full, or a file that may not grow: another attempt may find room.
    let program = command(&out, "400", "0/1");
    let arguments: Vec<String> = program.get_args().map(|a| format!("'{}'", a.to_str().unwrap())).collect();
    let full = out.with_file_name("full");
    let line = format!("trap '' XFSZ; ulimit -f 200; exec '{}' {}", program.get_program().to_str().unwrap(), arguments.join(" "));
    let line = line.replace(out.to_str().unwrap(), full.to_str().unwrap());
    let (status, says) = code(&Command::new("sh").args(["-c", &line]).output().unwrap());
    assert!(status == Some(75) && says.contains("journal"), "{says}");

    // Whole.
    assert_eq!(of("0/3", &[]).0, Some(0));
    let (status, says) = code(&merged(&out));
    assert!(status == Some(0) && says.contains("Does everything run?") && says.contains("results in"), "{says}");
}
