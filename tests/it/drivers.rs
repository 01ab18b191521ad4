//! What changes from outside at a date: how many offenders appear, how many investigators there are, and what users hear of a platform.

use crate::common::{WORLD, bits, names, plan, run_of, scenario, smoke_text};
use veilsim::model::chance::Chance;
use veilsim::model::{Cell, Outcome, Outcomes, Plan, Simulation};

/// The first arm of the smoke world with more text before its arms.
fn first(more: &str) -> (Plan, Vec<(String, u64)>) {
    let text = smoke_text().replace("[arm.keep-readable]\n", &format!("{more}[arm.keep-readable]\n"));
    let scenario = scenario(&text, &[("sample", "0.001"), ("warm-up", "4 weeks")]);
    let (platforms, markets) = names(&scenario);
    let plan = scenario.arms[0].plan.clone();
    let bits = bits(&run_of(&plan, 5, 0), &platforms, &markets);
    (plan, bits)
}

#[test]
fn a_driver_of_one_changes_nothing() {
    let none = first("").1;
    let one =
        "[offender.trader.driver.a]\nstart = \"2 weeks\"\narrivals = 1\n[market.us.driver.b]\nstart = \"3 weeks\"\ninvestigators = 1\n";
    assert!(none == first(one).1, "a factor of 1 changes something");
    for more in [one.replace("arrivals = 1", "arrivals = 2"), one.replace("investigators = 1", "investigators = 0")] {
        assert!(none != first(&more).1, "{more} changes nothing");
    }
}

/// Twenty traders a day of a million accounts; three times as many from day 200 on, half of that from day 300 on.
#[test]
fn more_offenders_appear_from_the_date_on() {
    let class = "[offender.trader]\nextends = \"trader\"\narrivals = \"20 per day\"\nlifetime = \"20 days\"\nsharing.rate = \"0 per day\"\n\
                 [offender.trader.driver]\nb-less = { start = \"300 days\", arrivals = 0.5 }\na-more = { start = \"200 days\", arrivals = 3 }\n[arm.base]";
    let plan = plan(&WORLD.replace("[arm.base]", class), &[]);
    let (mut simulation, mut clock) = Simulation::new(&plan, Chance::new(6, 0));
    simulation.advance(&mut clock);
    for (from, to, rate) in [(0.0, 200.0, 20.0), (200.0, 300.0, 60.0), (300.0, 500.0, 30.0)] {
        let came = simulation.offenders().iter().filter(|o| o.since.days() > from && o.since.days() <= to).count() as f64;
        let expected: f64 = rate * (to - from);
        assert!((came - expected).abs() < 4.0 * expected.sqrt(), "{came} from day {from} to {to}, not {expected}");
    }
}

#[test]
fn without_a_budget_no_case_is_begun() {
    let markets = ["us", "eu", "uk", "brazil", "row"];
    let none: String = markets.iter().map(|m| format!("[market.{m}.driver.cut]\nstart = \"4 weeks\"\ninvestigators = 0\n")).collect();
    let quick = |text: &str| {
        let mut text = text.to_owned();
        for market in markets {
            text = text.replace(&format!("[market.{market}]\n"), &format!("[market.{market}]\ninvestigation.handling = \"1 hour\"\n"));
        }
        text
    };
    let text = quick(&smoke_text()).replace("[arm.keep-readable]\n", &format!("{none}[arm.keep-readable]\n"));
    let run = run_of(&plan(&text, &[("sample", "0.002")]), 5, 0);
    let series = run.series(Outcome::CasesInvestigated, Cell::ALL);
    assert!(series[..4].iter().all(|cases| *cases > 0.0) && series[5..].iter().all(|cases| *cases == 0.0), "{series:?}");
}

/// Users hear something of the platform on day 70, and no rule changes.
fn announced(size: &str, more: &[(&str, &str)]) -> Outcomes {
    let step = format!("[[timeline]]\nstart = \"70 days\"\nramp = \"0 days\"\nplatform.main.trust.announced = {size}\n[arm.base]");
    let quiet = [
        ("horizon", "210 days"),
        ("window", "7 days"),
        ("mechanism.access.enabled", "false"),
        ("mechanism.regulator.enabled", "false"),
        ("platform.main.trust.departure", "0.001 per day"),
        ("platform.main.trust.return", "0 per day"),
        ("platform.main.trust.half-life", "14 days"),
    ];
    run_of(&plan(&WORLD.replace("[arm.base]", &step), &[&quiet[..], more].concat()), 1, 0)
}

#[test]
fn an_announcement_is_a_shock_that_decays() {
    let run = announced("0.5", &[]);
    let left = run.series(Outcome::Departures, Cell::ALL);
    assert!(left[..10].iter().all(|accounts| *accounts == 0.0), "{left:?}");
    let first = left.iter().position(|accounts| *accounts > 0.0).unwrap();
    // Distrust is felt from step to step: of those left a share of 0.001 a day leaves for each unit of it.
    for (week, accounts) in left[first..].iter().enumerate() {
        let expected = 1e6 * 0.001 * 7.0 * 0.5 * libm::exp2(-(week as f64) / 2.0);
        assert!((accounts - expected).abs() < 0.02 * expected, "week {week} after the announcement: {accounts}, not {expected}");
    }
    let twice = announced("1", &[]).total(Outcome::Departures).unwrap();
    let once = run.total(Outcome::Departures).unwrap();
    assert!((twice / once - 2.0).abs() < 0.02, "{twice} and {once}");
    let none = announced("0", &[]);
    assert!(none.total(Outcome::Departures) == Some(0.0));
    // What was said before the start is no news.
    let old = announced("0.5", &[("platform.main.trust.announced", "0.5")]);
    assert!(old.total(Outcome::Departures) == Some(0.0));
}
