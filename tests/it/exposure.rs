//! What is asked of a firm, what it has to give, and who takes devices over: pairs of worlds that differ in one parameter.

use crate::common::{ENCRYPTED, assert_same_but, base, smoke, sum};
use veilsim::model::{Cell, Outcome, Outcomes};

const EVERYWHERE: [&str; 5] = ["us", "eu", "uk", "brazil", "row"];

/// The smoke world with a parameter of access set in every market, and more.
fn with(key: &str, value: &str, more: &[(&str, &str)]) -> Vec<Outcomes> {
    let paths: Vec<String> = EVERYWHERE.iter().map(|market| format!("market.{market}.access.{key}")).collect();
    let pairs: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), value)).chain(more.iter().copied()).collect();
    base(&pairs)
}

/// What was to be expected of an outcome on `TikTok`, in all runs.
fn expected(runs: &[Outcomes], outcome: Outcome) -> f64 {
    let here = Cell { platform: smoke(&[]).base.platform.index_of("tiktok"), ..Cell::ALL };
    runs.iter().map(|run| run.expected(outcome, here).unwrap()).sum()
}

fn assert_ratio(less: &[Outcomes], more: &[Outcomes], ratio: f64, outcomes: &[Outcome]) {
    for outcome in outcomes {
        let [less, more] = [less, more].map(|runs| expected(runs, *outcome));
        assert!(more > 0.0 && (less / more - ratio).abs() < 1e-9, "{}: {less} of {more} is not {ratio}", outcome.definition().id);
    }
}

#[test]
fn a_firm_that_is_asked_half_as_often_gives_half_as_much() {
    use Outcome::{ContentLawful, LawfulAccounts, LawfulDemands, LawfulProduced, MetadataLawful};
    let of = [LawfulDemands, LawfulProduced, LawfulAccounts, ContentLawful, MetadataLawful];
    let [half, all] = ["0.5", "1"].map(|factor| base(&[("platform.tiktok.access.lawful-factor", factor)]));
    assert_same_but(&half, &all, &of);
    assert_ratio(&half, &all, 0.5, &of);
}

#[test]
fn demands_for_records_get_records_alone() {
    let [none, some, all] = ["0", "0.25", "1"].map(|share| with("lawful-content", share, &[]));
    for pair in [[&none, &all], [&some, &all]] {
        assert_same_but(pair[0], pair[1], &[Outcome::ContentLawful, Outcome::MetadataLawful]);
        // The demands are the same: what they yield of metadata differs by rounding alone.
        let [a, b] = pair.map(|runs| sum(runs, Outcome::MetadataLawful));
        assert!((a / b - 1.0).abs() < 1e-9);
    }
    assert!(sum(&none, Outcome::ContentLawful) == 0.0 && sum(&all, Outcome::ContentLawful) > 0.0);
    assert_ratio(&some, &all, 0.25, &[Outcome::ContentLawful]);
}

#[test]
fn forged_demands_expose_records_and_harm_nobody() {
    let [none, some] = ["0 per year", "50 per year"].map(|rate| with("unlawful-records", rate, &[]));
    assert_same_but(&none, &some, &[Outcome::MetadataUnlawfulDemand, Outcome::MetadataUnlawful]);
    assert!(sum(&some, Outcome::MetadataUnlawfulDemand) > sum(&none, Outcome::MetadataUnlawfulDemand));
}

/// Nothing but what servers hold for those who come later: neither what victims show nor what is harmed in conversations.
#[test]
fn what_vanishes_is_not_there_for_those_who_come_later() {
    use Outcome::{AdultsHarmedByExposure, ContentBackup, ContentBreach, ContentBulk, ContentCovert, ContentInsider, HarmedByExposure};
    use Outcome::{ContentHeld, ContentLawful, ContentUnlawful, ContentUnlawfulDemand};
    let of =
        [ContentBreach, ContentBulk, ContentCovert, ContentInsider, ContentHeld, ContentLawful, ContentUnlawful, ContentUnlawfulDemand];
    // Police find nobody, and nothing follows from what they are given.
    let nothing_found: Vec<(String, &str)> = EVERYWHERE
        .iter()
        .flat_map(|market| ["arrest", "arrest-blind", "safeguard"].map(|key| (format!("market.{market}.investigation.{key}"), "0")))
        .collect();
    let more: Vec<(&str, &str)> = nothing_found.iter().map(|(path, value)| (path.as_str(), *value)).collect();
    let at = |share| base(&[&more[..], &[("platform.tiktok.access.vanishing", share)]].concat());
    let [lasting, vanishing] = [at("0"), at("0.75")];
    let harmed = [HarmedByExposure, AdultsHarmedByExposure, ContentBackup, Outcome::WarrantsContent, Outcome::InnocentWarrants];
    assert_same_but(&lasting, &vanishing, &[&of[..], &harmed].concat());
    assert_ratio(&vanishing, &lasting, 0.25, &of);
    let [lasting, vanishing] = [lasting, vanishing].map(|runs| sum(&runs, Outcome::WarrantsContent));
    assert!(vanishing < 0.6 * lasting && lasting > 0.0, "{vanishing} of {lasting}");
}

/// Closed servers move what states ask for to devices, and nobody who has the device in hand.
#[test]
fn closed_servers_move_states_to_devices_and_not_partners() {
    let at = |kind, substitution| {
        let other = if kind == "endpoint-state" { "endpoint-partner" } else { "endpoint-state" };
        let more: Vec<(String, &str)> = EVERYWHERE
            .iter()
            .flat_map(|market| {
                [(other, "0 per year"), ("endpoint-substitution", substitution)]
                    .map(|(key, v)| (format!("market.{market}.access.{key}"), v))
            })
            .collect();
        let more: Vec<(&str, &str)> = more.iter().map(|(path, value)| (path.as_str(), *value)).chain(ENCRYPTED).collect();
        with(kind, "500 per year", &more)
    };
    assert_ratio(&at("endpoint-state", "1"), &at("endpoint-state", "2"), 0.5, &[Outcome::ContentEndpoint]);
    assert_ratio(&at("endpoint-partner", "1"), &at("endpoint-partner", "2"), 1.0, &[Outcome::ContentEndpoint]);
}
