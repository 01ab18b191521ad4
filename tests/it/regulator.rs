//! Inquiries at their limits: without notices nothing follows, a remedy ends the case, a contest stands or is lifted.

use crate::common::{ENCRYPTED, SMALL, all_runs, assert_none, assert_same_but, assert_some, base, in_market, smoke, smoke_with, sum};
use veilsim::engine::{Limits, run};
use veilsim::model::chance::Chance;
use veilsim::model::identity::PlatformId;
use veilsim::model::mechanism::access::rules::Path;
use veilsim::model::{Cell, Outcome, Simulation};
use veilsim::units::Time;

/// Inquiries and mandates all the time, in the largest market.
const MANDATES: [(&str, &str); 8] = [
    ("warm-up", "0 days"),
    ("market.row.regulator.safety-inquiries", "60 per year"),
    ("market.row.regulator.notice", "1 day"),
    ("market.row.regulator.notices", "1"),
    ("market.row.regulator.decision", "2 days"),
    ("market.row.regulator.mandates", "1"),
    ("market.row.regulator.contest", "2 days"),
    ("platform.tiktok.answer.concedes", "0"),
];

/// Markets stand in the order of their names: brazil, eu, row, uk, us.
const ROW: usize = 2;
const US: usize = 4;

#[test]
fn a_contested_mandate_stands_or_is_lifted() {
    use Outcome::{Contests, Mandates, MandatesLifted, Withdrawals};
    let contested = |upheld: &'static str, more: &[(&str, &str)]| {
        let outcome = [("market.row.regulator.upheld", upheld), ("platform.tiktok.answer.complies", "0")];
        base(&[&MANDATES[..], &ENCRYPTED, &outcome, more].concat())
    };
    let lifted = contested("0", &[]);
    assert_some(&lifted, &[Contests, MandatesLifted]);
    assert_none(&lifted, &[Withdrawals]);
    assert!((sum(&lifted, Mandates) - sum(&lifted, Contests)).abs() < 0.5, "none is complied with");
    let upheld = contested("1", &[]);
    assert_some(&upheld, &[Contests, Withdrawals, Outcome::ContentHeld]);
    assert_none(&upheld, &[MandatesLifted]);
    // Without the courts' time, to lose is to comply.
    let (lost, complied) = (
        contested("1", &[("market.row.regulator.contest", "0 days")]),
        base(&[&MANDATES[..], &ENCRYPTED, &[("platform.tiktok.answer.complies", "1")]].concat()),
    );
    assert_same_but(&lost, &complied, &[Contests]);
}

#[test]
fn without_a_notice_nothing_follows_an_inquiry() {
    use Outcome::{Contests, Fines, Inquiries, Mandates, Notices, Remedies, Withdrawals};
    let never = ["us", "eu", "uk", "brazil", "row"].map(|market| (format!("market.{market}.regulator.notices"), "0".to_owned()));
    let never = never.each_ref().map(|(path, value)| (path.as_str(), value.as_str()));
    let busy = [("market.row.regulator.privacy-inquiries", "60 per year"), ("market.row.regulator.fines", "1")];
    for encryption in [&[][..], &ENCRYPTED] {
        let always = base(&[&MANDATES[..], &busy, encryption].concat());
        assert_some(&always, &[Inquiries, Notices, Fines]);
        let closed = base(&[&MANDATES[..], &busy, encryption, &never].concat());
        assert_some(&closed, &[Inquiries]);
        assert_none(&closed, &[Notices, Remedies, Fines, Mandates, Contests, Withdrawals]);
    }
}

#[test]
fn a_notice_on_safety_that_is_remedied_ends_in_a_withdrawal_and_in_nothing_else() {
    use Outcome::{Contests, Fines, Mandates, Notices, Remedies, Withdrawals};
    let safety = [("market.row.regulator.fines", "1"), ("market.row.regulator.privacy-inquiries", "0 per year")];
    let runs = base(&[&MANDATES[..], &ENCRYPTED, &safety, &[("platform.tiktok.answer.concedes", "1")]].concat());
    assert_none(&runs, &[Fines, Mandates, Contests]);
    let [notices, remedies, withdrawals] = [Notices, Remedies, Withdrawals].map(|outcome| in_market(&runs, outcome, ROW).to_bits());
    // The first takes the cause of any other away: one in each of the three runs.
    assert_eq!([notices, remedies, withdrawals], [3.0_f64.to_bits(); 3]);
    assert_some(&runs, &[Outcome::ContentHeld]);
    assert_some(&base(&[&MANDATES[..], &ENCRYPTED, &safety].concat()), &[Fines, Mandates]);
}

/// Inquiries into privacy all the time in the largest market, each remedied, and every path of access busy.
const TIGHTENED: [(&str, &str); 9] = [
    ("warm-up", "0 days"),
    ("market.row.regulator.privacy-inquiries", "1 per day"),
    ("market.row.regulator.notice", "1 day"),
    ("market.row.regulator.notices", "1"),
    ("market.row.regulator.fines", "1"),
    ("platform.tiktok.answer.remedies", "1"),
    ("platform.tiktok.access.breach-rate", "30 per year"),
    ("platform.tiktok.access.covert-rate", "300 per year"),
    ("platform.tiktok.access.employees", "16_000"),
];

#[test]
fn internal_access_that_was_tightened_opens_no_more_accounts_of_the_market() {
    let plan = smoke(&[&TIGHTENED[..], &[("sample", "0.0003"), ("platform.tiktok.answer.safeguards", "1")]].concat()).arms.remove(0).plan;
    let tiktok = plan.world.platform.index_of("tiktok").unwrap();
    // What a case at the end of a week exposes in a market.
    let exposed = |week: f64, path: Path, market: usize| {
        let opened = |accounts: f64| {
            let (mut simulation, mut clock) = Simulation::new(&plan, Chance::new(1, 0));
            run(&mut simulation, &mut clock, Limits::until(Time::ZERO.after_days(week * 7.0)));
            simulation.expose(PlatformId::new(tiktok), path, accounts, clock.now());
            let outcomes = simulation.close();
            let outcome = match path {
                Path::Insider => Outcome::ContentInsider,
                Path::Breach => Outcome::ContentBreach,
                Path::Covert => Outcome::ContentCovert,
            };
            outcomes.value(outcome, Cell { platform: Some(tiktok), market: Some(market), band: None }).unwrap()
        };
        opened(1e6) - opened(0.0)
    };
    for path in Path::ALL {
        assert!(exposed(0.0, path, ROW) > 0.0 && exposed(6.0, path, US) > 0.0, "{path:?}");
        let after = exposed(6.0, path, ROW);
        assert!(if path == Path::Breach { after > 0.0 } else { after == 0.0 }, "{path:?} opens {after} in a market where it is tightened");
    }
}

#[test]
fn safeguards_that_keep_nobody_out_change_nothing_and_others_only_what_is_opened_from_inside() {
    use Outcome::{ContentCovert, ContentInsider, ContentUnlawful, HarmedByExposure, MetadataCovert, MetadataInsider, MetadataUnlawful};
    let guarded = |share| base(&[&TIGHTENED[..], &[("platform.tiktok.answer.safeguards", share)]].concat());
    let (none, all) = (guarded("0"), guarded("1"));
    for runs in [&none, &all] {
        assert_some(runs, &[Outcome::Remedies]);
        assert_none(runs, &[Outcome::Fines]);
        assert!((sum(runs, Outcome::Remedies) - sum(runs, Outcome::Notices)).abs() < 0.5);
    }
    let inside = [ContentInsider, ContentCovert, MetadataInsider, MetadataCovert];
    for outcome in inside {
        let [open, shut] = [&none, &all].map(|runs| in_market(runs, outcome, ROW));
        assert!(shut < 0.5 * open, "{}: {open}, then {shut}", outcome.definition().id);
    }
    let moved = [&inside[..], &[ContentUnlawful, MetadataUnlawful, HarmedByExposure, Outcome::AdultsHarmedByExposure]].concat();
    assert_same_but(&none, &all, &moved);
}

/// Found in review: encryption was withdrawn from markets that had none by then.
#[test]
fn an_inquiry_whose_cause_has_gone_comes_to_nothing() {
    use Outcome::{Contests, Fines, Inquiries, Mandates, Notices, Remedies, Withdrawals};
    let arm = "[arm.ended.platform.tiktok]\nencryption = \"none\"\nencryption-minors = \"none\"\n\
               rollout = { start = \"14 days\", ramp = \"0 days\" }\n";
    let slow = [
        ("market.row.regulator.privacy-inquiries", "0 per year"),
        ("market.row.regulator.safety-inquiries", "1000 per year"),
        ("market.row.regulator.notice", "1000 days"),
        ("market.row.regulator.fines", "1"),
        ("platform.tiktok.answer.concedes", "0.5"),
        ("platform.tiktok.encryption", "default"),
        ("platform.tiktok.encryption-minors", "default"),
        ("horizon", "1000 weeks"),
        ("window", "2 weeks"),
        ("sample", "0.0001"),
    ];
    let runs = all_runs(&smoke_with(arm, &[&SMALL[..], &MANDATES, &slow].concat()), 2);
    let later = |arm: usize, outcome: Outcome| -> f64 {
        let market = Cell { market: Some(ROW), ..Cell::ALL };
        runs[arm].iter().map(|run| run.series(outcome, market)[1..].iter().sum::<f64>()).sum()
    };
    assert!(runs[1].iter().all(|run| run.series(Inquiries, Cell { market: Some(ROW), ..Cell::ALL })[0] > 0.0), "inquiries are under way");
    for outcome in [Notices, Remedies, Fines, Mandates, Contests, Withdrawals] {
        assert!(later(1, outcome) == 0.0, "{}", outcome.definition().id);
    }
    assert!(later(0, Notices) > 0.0);
}
