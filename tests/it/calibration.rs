//! The targets that the model is held against can be read, cite the evidence base, and are all computed by `calibration-check`.

use std::collections::BTreeSet;
use veilsim::scenario::evidence::Base;
use veilsim::scenario::load;
use veilsim::scenario::targets::shipped;

#[test]
fn every_target_cites_evidence_and_names_what_the_scenario_has() {
    let (base, targets) = (Base::shipped(), shipped().unwrap());
    let scenario = load("scenarios/calibration-check.toml".as_ref(), &[]).unwrap();
    for target in &targets {
        assert!(target.low < target.high && !target.what.is_empty(), "{target:?}");
        assert!(!target.evidence.is_empty() && target.evidence.iter().all(|id| base.get(id).is_some()), "{:?}", target.evidence);
        let against = target.against.iter().flatten().flatten();
        for term in target.over.iter().chain(&target.under).chain(against) {
            assert!(scenario.arms.iter().any(|arm| arm.name == term.arm), "{term:?}");
            let [platform, market, _] = &term.place;
            assert!(platform.iter().all(|name| scenario.base.platform.get(name).is_some()), "{term:?}");
            assert!(market.iter().all(|name| scenario.base.market.get(name).is_some()), "{term:?}");
        }
    }
    let numbers: BTreeSet<&str> = targets.iter().map(|target| target.target.as_str()).collect();
    assert_eq!(numbers, (1..=15).map(|n| format!("C{n}")).collect::<BTreeSet<_>>().iter().map(String::as_str).collect());
}
