//! The scenarios that ship, in the program itself, so that it needs no file beside it.

use std::path::Path;

macro_rules! shipped {
    ($($name:literal)*) => {
        /// Every scenario that ships: its name and its text.
        pub const SCENARIOS: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../scenarios/", $name, ".toml"))),)*];
    };
}

shipped! {
    "tiktok-dms" "messenger-rollout-2023" "whatsapp" "instagram-opt-in-ended" "eu-derogation-lapses" "regulator-mandate"
        "minors-protection" "parent-company-access" "capacity" "deterrence" "fraud" "calibration-check" "transparency-report" "smoke"
}

/// The posterior of the base world, and the file that it ships in.
const POSTERIOR: (&str, &str) = ("posterior.csv", include_str!("../../scenarios/posterior.csv"));

/// The text of the posterior that ships under this name.
pub(super) fn posterior(name: &str) -> Option<&'static str> {
    (name == POSTERIOR.0).then_some(POSTERIOR.1)
}

/// The text of the scenario that a path names, if it is nothing but the name of one that ships, and no file.
pub(super) fn text(path: &Path) -> Option<&'static str> {
    let (_, text) = SCENARIOS.iter().find(|(name, _)| path.as_os_str() == *name)?;
    (!path.exists()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;
    use std::collections::BTreeSet;

    #[test]
    fn every_scenario_is_in_the_program_and_is_the_file() {
        let files = std::fs::read_dir("scenarios").unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let files: BTreeSet<String> = files.filter_map(|file| file.strip_suffix(".toml").map(str::to_owned)).collect();
        assert_eq!(files, SCENARIOS.iter().map(|(name, _)| (*name).to_owned()).collect());
        for (name, text) in SCENARIOS {
            assert_eq!(*text, std::fs::read_to_string(format!("scenarios/{name}.toml")).unwrap());
            assert_eq!(load(name.as_ref(), &[]).unwrap().name, *name);
        }
    }
}
