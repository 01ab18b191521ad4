//! Queues: the station that reviews and investigations wait at, against the closed forms of queueing theory.

use super::{Check, Oracle, WORLD, only, plan, runs_of, sets, totals};
use crate::engine::{Clock, Key, Limits, Model, Station, Stream, run};
use crate::model::chance::Chance;
use crate::model::identity::MarketId;
use crate::model::{Outcome, Plan, Simulation};
use crate::units::Time;

pub(super) const ORACLE: Oracle = Oracle {
    name: "queues",
    statement: "Mean waits are Erlang's for M/M/c, Pollaczek and Khinchine's for M/G/1 and Cobham's for priorities; by Little's law, \
                jobs waiting integrate to their waits; and review and police in the model wait as their stations do",
    checks,
};

/// A service time from a stream \[days\].
type Service = fn(&mut Stream) -> f64;

#[derive(Clone, Copy)]
enum Event {
    Arrival(usize, u32),
    Departure,
}

/// A station in front of Poisson arrivals of several classes.
struct Queue {
    key: Key,
    station: Station<(usize, u32)>,
    /// Arrivals a day, by class.
    rates: Vec<f64>,
    service: Service,
    /// No arrivals from then on.
    until: Time,
    /// Waits of those who arrived after this instant: sum and number, by class.
    from: Time,
    waits: Vec<(f64, u32)>,
    served: f64,
}

impl Queue {
    /// Waits by class, means over one run.
    fn run(servers: usize, rates: &[f64], service: Service, days: f64, warm: f64, seed: u64) -> Self {
        let at = |days| Time::ZERO.after_days(days);
        let mut queue = Self {
            key: Key::new(20_260_303, seed),
            station: Station::new(servers, rates.len()),
            rates: rates.to_vec(),
            service,
            until: at(days),
            from: at(warm),
            waits: vec![(0.0, 0); rates.len()],
            served: 0.0,
        };
        let mut clock = Clock::default();
        for class in 0..rates.len() {
            queue.next(class, 0, &mut clock);
        }
        run(&mut queue, &mut clock, Limits::until(Time::NEVER));
        queue
    }

    fn next(&mut self, class: usize, n: u32, clock: &mut Clock<Event>) {
        let at = clock.now().after_days(self.key.stream(class as u16, 0, n).exponential(1.0 / self.rates[class]));
        if at < self.until {
            clock.schedule(at, 0, Event::Arrival(class, n));
        }
    }

    fn mean_wait(&self, class: usize) -> f64 {
        self.waits[class].0 / f64::from(self.waits[class].1)
    }
}

impl Model for Queue {
    type Event = Event;
    fn handle(&mut self, event: Event, clock: &mut Clock<Event>) {
        let now = clock.now();
        let begins = match event {
            Event::Arrival(class, n) => {
                self.next(class, n + 1, clock);
                self.station.arrive(now, class, (class, n))
            }
            Event::Departure => self.station.depart(now),
        };
        if let Some(job) = begins {
            let (class, n) = job.what;
            if job.arrived >= self.from {
                self.waits[class].0 += now.since(job.arrived).days();
                self.waits[class].1 += 1;
            }
            let end = now.after_days((self.service)(&mut self.key.stream(100 + class as u16, 0, n)));
            self.served += end.since(now).days();
            clock.schedule(end, 0, Event::Departure);
        }
    }
}

/// Mean waits of a class over independent runs.
fn waits(servers: usize, rates: &[f64], service: Service, class: usize) -> Vec<f64> {
    (0..40).map(|seed| Queue::run(servers, rates, service, 12_000.0, 2_000.0, seed).mean_wait(class)).collect()
}

/// Mean wait of M/M/c by Erlang's C formula, with services of mean 1.
fn erlang_c(servers: u32, arrivals: f64) -> f64 {
    let term = |n: u32| (1..=n).fold(1.0, |product, k| product * arrivals / f64::from(k));
    let rest = f64::from(servers) - arrivals;
    let all_busy = term(servers) * f64::from(servers) / rest;
    all_busy / ((0..servers).map(term).sum::<f64>() + all_busy) / rest
}

fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    for (servers, load) in [(1_u32, 0.7), (3, 2.4), (5, 4.2)] {
        let found = waits(servers as usize, &[load], |s| s.exponential(1.0), 0);
        checks.push(Check::mean(format!("wait of M/M/{servers} at load {load}, in service times"), &found, erlang_c(servers, load)));
    }
    // W = λ E[S²] / (2 (1 - ρ)).
    let general: [(&str, Service, f64); 3] = [
        ("constant", |_| 1.0, 1.0),
        ("uniform", |s| 2.0 * s.uniform(), 4.0 / 3.0),
        ("two-point", |s| if s.chance(0.1) { 5.5 } else { 0.5 }, 0.9 * 0.25 + 0.1 * 30.25),
    ];
    for (what, service, square) in general {
        let expected = 0.7 * square / (2.0 * (1.0 - 0.7));
        checks.push(Check::mean(format!("wait of M/G/1 at load 0.7, {what} services"), &waits(1, &[0.7], service, 0), expected));
    }
    // W_k = W_0 / ((1 - s_(k-1)) (1 - s_k)), with W_0 = λ E[S²] / 2 and s_k the load of the classes up to k (Cobham 1954).
    for (class, expected) in [0.75 / 0.7, 0.75 / (0.7 * 0.25)].into_iter().enumerate() {
        let found = waits(1, &[0.3, 0.45], |s| s.exponential(1.0), class);
        checks.push(Check::mean(format!("wait of priority {class} of two at loads 0.3 and 0.45"), &found, expected));
    }
    checks.push(little());
    checks.extend(review());
    checks.extend(police());
    checks
}

/// Little's law on a path that ends empty, where it holds exactly but for rounding.
fn little() -> Check {
    let queue = Queue::run(3, &[1.0, 0.5, 1.2], |s| s.exponential(1.0), 3_000.0, 0.0, 1);
    let waited: f64 = queue.waits.iter().map(|(sum, _)| sum).sum();
    // Beyond the last event the level is zero, so any instant after it gives the whole area.
    let area = queue.station.queued().area(Time::ZERO.after_days(1e6));
    Check {
        what: "jobs waiting, integrated over time, against their waits added up".into(),
        found: area,
        expected: waited,
        margin: 1e-9 * waited,
    }
}

/// 100 false flags a day before 3 reviewers on duty (15 × 0.2) who take 0.8 × 3 / 100 days for each.
fn review() -> Vec<Check> {
    let (channel, review) = ("platform.main.detection.image-classifier", "platform.main.review");
    let overrides = [
        (format!("{channel}.false-positives"), "0.001"),
        (format!("{channel}.reference-false-positives"), "0.001"),
        (format!("{review}.staff"), "15"),
        (format!("{review}.on-duty"), "0.2"),
        (format!("{review}.handling"), "2073600 ms"),
        (format!("{review}.expiry"), "20 days"),
        ("platform.main.enforcement.suspend".into(), "0"),
        ("horizon".into(), "250 days"),
        ("warm-up".into(), "50 days"),
    ];
    let overrides: Vec<(&str, &str)> = overrides.iter().map(|(path, value)| (path.as_str(), *value)).collect();
    let runs = runs_of(&plan(WORLD, &[only("image-classifier", "main"), sets(&overrides)].concat()), 12, 30);
    // Jobs waiting, integrated, against waits, added up: they differ by what straddles the ends of the count, which is even.
    let areas = runs.iter().map(|run| run.on(Outcome::Backlog, 0).unwrap_or(f64::NAN) * 250.0);
    let gaps: Vec<f64> = areas.zip(totals(&runs, Outcome::ReviewWaited)).map(|(area, waited)| area - waited).collect();
    vec![
        Check::mean("mean wait for review in a world [days]", &totals(&runs, Outcome::ReviewWait), erlang_c(3, 2.4) * 0.024),
        Check::mean("hours of review in a world", &totals(&runs, Outcome::ReviewHours), 100.0 * 250.0 * 0.024 * 24.0),
        Check::mean("backlog over time less the waits of a world [days]", &gaps, 0.0),
    ]
}

/// The same flags, all of which a reviewer confirms and police open a case on, before 3 investigators on duty as quick as those reviewers.
fn police() -> Vec<Check> {
    let (channel, police) = ("platform.main.detection.image-classifier", "market.us.investigation");
    let overrides = [
        (format!("{channel}.false-positives"), "0.001"),
        (format!("{channel}.reference-false-positives"), "0.001"),
        ("platform.main.review.staff".into(), "4_000_000"),
        ("platform.main.review.specificity".into(), "0"),
        ("platform.main.reporting.duty-imagery".into(), "1"),
        ("platform.main.enforcement.suspend".into(), "0"),
        (format!("{police}.investigators"), "15"),
        (format!("{police}.on-duty"), "0.2"),
        (format!("{police}.handling"), "2073600 ms"),
        (format!("{police}.referral"), "1 day"),
        (format!("{police}.opens-factor"), "1000"),
        (format!("{police}.opens-other"), "1"),
        (format!("{police}.criminal"), "1"),
        (format!("{police}.load-triage"), "0"),
        (format!("{police}.stale"), "20 days"),
        ("horizon".into(), "250 days"),
        ("warm-up".into(), "50 days"),
    ];
    let overrides: Vec<(&str, &str)> = overrides.iter().map(|(path, value)| (path.as_str(), *value)).collect();
    let plan = plan(WORLD, &[only("image-classifier", "main"), sets(&overrides)].concat());
    let (gaps, waits): (Vec<f64>, Vec<f64>) = (0..30).map(|replication| waiting(&plan, replication)).unzip();
    vec![
        Check::mean("mean wait of a case in a world [days]", &waits, erlang_c(3, 2.4) * 0.024),
        Check::mean("cases waiting less the waits of cases a day", &gaps, 0.0),
    ]
}

/// Of one run: cases waiting, looked at every tenth of a day, less what cases waited for each day (Little); and their mean wait.
fn waiting(plan: &Plan, replication: u64) -> (f64, f64) {
    let market = MarketId::new(plan.world.market.index_of("us").unwrap_or(0));
    let (mut simulation, mut clock) = Simulation::new(plan, Chance::new(13, replication));
    let mut seen = 0;
    for tenth in 500..3000 {
        run(&mut simulation, &mut clock, Limits::until(Time::ZERO.after_days(f64::from(tenth) / 10.0)));
        seen += simulation.cases_waiting(market);
    }
    simulation.advance(&mut clock);
    let run = simulation.close();
    let of = |outcome| run.total(outcome).unwrap_or(f64::NAN);
    (seen as f64 / 2500.0 - of(Outcome::CaseWaited) / 250.0, of(Outcome::CaseWait))
}

#[cfg(test)]
mod tests {
    use super::erlang_c;

    #[test]
    fn erlang_s_formula_is_typed_right() {
        // M/M/1 at 0.8 waits 0.8 / 0.2; M/M/2 at load 1 waits 1/3.
        assert!((erlang_c(1, 0.8) - 4.0).abs() < 1e-12 && (erlang_c(2, 1.0) - 1.0 / 3.0).abs() < 1e-12);
    }
}
