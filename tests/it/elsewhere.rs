//! Results that are put in another place are those that a run there would have left, and a run that is ended may leave nothing to look at.

use crate::common::{files_below, manifest, smoke};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use veilsim::app::{self, AppError, Event, Inquiry, Progress, Request};
use veilsim::experiment::{Limits, Method};
use veilsim::model::Outcome;

fn request(out: &Path, replications: &str, tables_only: bool, so_far: bool) -> Request {
    let scenario = smoke(&[("sample", "0.00005"), ("replications", replications)]);
    Request { scenario, precision: None, tables_only, so_far, out: out.to_owned(), threads: 2 }
}

fn inquiry(out: &Path, tables_only: bool) -> Inquiry {
    Inquiry {
        scenario: request(out, "2", tables_only, false).scenario,
        method: Method::Sweep { over: vec!["platform.tiktok.review.staff=20..200:2".parse().unwrap()] },
        from: None,
        outcomes: vec![Outcome::Reports],
        limits: Limits::default(),
        tables_only,
        out: out.to_owned(),
        threads: 2,
    }
}

/// Every file below a folder.
fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files_below(folder).into_iter().map(|file| (file.strip_prefix(folder).unwrap().to_owned(), std::fs::read(&file).unwrap())).collect()
}

#[test]
fn tables_alone_become_all_that_a_run_or_a_method_there_would_have_left() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    app::run(request(&place("tables"), "2", true, true), &()).unwrap();
    app::run(request(&place("whole"), "2", false, true), &()).unwrap();
    app::inquire(inquiry(&place("method-tables"), true), &()).unwrap();
    app::inquire(inquiry(&place("method-whole"), false), &()).unwrap();
    for (tables, whole) in [("tables", "whole"), ("method-tables", "method-whole")] {
        let there = app::put_elsewhere(&place(tables), &place("there"), &()).unwrap();
        let expected = bytes(&place(whole));
        assert!(expected.keys().any(|file| file.ends_with("manifest.json")) && expected.len() > 8);
        assert_eq!(bytes(&there), expected);
        std::fs::remove_dir_all(there).unwrap();
    }
}

#[test]
fn what_a_record_names_elsewhere_is_neither_read_nor_written() {
    let folder = tempfile::tempdir().unwrap();
    let (tables, there) = (folder.path().join("a/tables"), folder.path().join("b/there"));
    std::fs::create_dir_all(there.parent().unwrap()).unwrap();
    app::run(request(&tables, "2", true, true), &()).unwrap();
    std::fs::write(folder.path().join("a/other.csv"), "somebody else's").unwrap();
    let mut record = manifest(&tables);
    record["tables"][0]["file"] = "../other.csv".into();
    std::fs::write(tables.join("manifest.json"), record.to_string()).unwrap();
    // The table that is no longer named is missing for the charts.
    assert!(app::put_elsewhere(&tables, &there, &()).is_err());
    assert!(files_below(&folder.path().join("b")).iter().all(|file| !file.ends_with("other.csv")));
}

/// Ends a run after so many of its parts.
struct Ends(AtomicU32);

impl Progress for Ends {
    fn hear(&self, event: Event<'_>) {
        if matches!(event, Event::RunFinished) {
            self.0.fetch_sub(1, Ordering::Relaxed);
        }
    }

    fn ends(&self) -> bool {
        // Runs that were in hand may still finish.
        !(1..=1000).contains(&self.0.load(Ordering::Relaxed))
    }
}

#[test]
fn a_run_that_is_ended_says_what_there_is_so_far_only_where_it_is_to() {
    for so_far in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let ended = app::run(request(&out, "300", true, so_far), &Ends(AtomicU32::new(30)));
        let shown = files_below(folder.path()).iter().filter(|file| file.ends_with("summary.csv")).count();
        match ended {
            Ok(ended) => assert!(so_far && !ended.is_whole() && shown == 1),
            Err(AppError::Halfway { replications, planned }) => assert!(!so_far && replications > 0 && planned == 300 && shown == 0),
            Err(other) => panic!("{other}"),
        }
        assert!(!out.exists());
    }
}
