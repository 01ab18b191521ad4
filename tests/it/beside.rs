//! What lies beside a scenario belongs to it and to the record, however the scenario was found.

use crate::common::{OWN, folder_with, messages, scenario, smoke_text, texts, veilsim};
use std::path::Path;
use veilsim::scenario::{Notice, load, reread};

#[cfg(unix)]
#[test]
fn a_scenario_found_through_a_link_looks_beside_the_real_file_and_says_so() {
    let policy = "evidence = \"assumed\"\nencryption = \"default\"\nencryption-minors = \"default\"\nreview.staff = 1\n";
    let text = smoke_text().replace("evidence = \"none\"", "");
    let folder = folder_with(&[("real/smoke.toml", &text), ("real/presets/policy/default-e2ee.toml", policy), ("real/evidence.csv", OWN)]);
    let link = |name: &str, to: &Path| {
        let path = folder.path().join(name);
        std::os::unix::fs::symlink(to, &path).unwrap();
        path
    };
    let near = link("link.toml", Path::new("real/smoke.toml"));
    let far = link("again.toml", Path::new("link.toml"));
    let plain = load(&folder.path().join("real/smoke.toml"), &[]).unwrap();
    assert!(plain.notices().is_empty());
    for path in [near, far] {
        let found = load(&path, &[]).unwrap();
        let staff = found.arms[1].plan.changes[0].after.review.staff.number();
        assert_eq!((staff.to_string().as_str(), &found.presets), ("1", &plain.presets));
        assert!(found.evidence.get("my_staff_2025").is_some());
        assert!(matches!(&found.notices()[..], [Notice::Linked { real }] if real.ends_with("real/smoke.toml")));
    }
    // A link to the folder is another way to the same file.
    let way = link("way", Path::new("real")).join("smoke.toml");
    assert_eq!(load(&way, &[]).unwrap().presets, plain.presets);
    let broken = link("broken.toml", Path::new("nowhere.toml"));
    assert!(messages(&load(&broken, &[]).unwrap_err())[0].contains("cannot be read"));
}

#[test]
fn evidence_of_one_s_own_is_part_of_the_record() {
    let text = smoke_text()
        .replace("extends = \"tiktok\"\n", "extends = \"tiktok\"\nreview.staff = { value = 300, evidence = \"my_staff_2025\" }\n");
    let folder = folder_with(&[("s.toml", &text), ("evidence.csv", OWN)]);
    let found = load(&folder.path().join("s.toml"), &[]).unwrap();
    assert!(found.presets.iter().any(|(name, text)| name == "evidence.csv" && text == OWN));
    let again = reread("s", &found.text, &found.presets, &found.overrides).unwrap();
    assert_eq!((&again.presets, again.evidence.get("my_staff_2025")), (&found.presets, found.evidence.get("my_staff_2025")));
    // Without the record, the id leads nowhere.
    assert!(reread("s", &found.text, &[], &[]).is_err());
    // A file that is there and cites nothing is part of it too, and one that is not there is not.
    assert!(scenario(&smoke_text(), &[]).presets.iter().all(|(name, _)| name != "evidence.csv"));
}

#[test]
fn a_run_with_evidence_of_one_s_own_is_verified() {
    let text = smoke_text()
        .replace("extends = \"tiktok\"\n", "extends = \"tiktok\"\nreview.staff = { value = 300, evidence = \"my_staff_2025\" }\n");
    let folder = folder_with(&[("s.toml", &text), ("evidence.csv", OWN)]);
    let path = |name: &str| folder.path().join(name).display().to_string();
    let run = veilsim(&["run", &path("s.toml"), "--replications", "2", "--set", "horizon=4 weeks", "--out", &path("out"), "-q"]);
    assert!(run.status.success(), "{}", texts(&run).1);
    std::fs::remove_file(folder.path().join("evidence.csv")).unwrap();
    let verified = veilsim(&["verify", &path("out")]);
    assert!(verified.status.success(), "{:?}", texts(&verified));
}
