//! Made-up tables of a plausible shape, to test and to look at the charts.

use crate::analysis::{Interval, mean, mean_interval, quantile_of_sorted, sorted};
use crate::results::tables::{
    ALL, AuditRow, ConvergenceRow, DefinitionRow, InfluenceRow, OutcomeRow, RankRow, Reading, SeriesRow, Sign, SignMapRow, SummaryRow,
};
use crate::results::{Manifest, RunInfo, Selection};

/// id, label, unit, better, concerns, baseline mean, spread, and each policy's factor.
type Outcome = (&'static str, &'static str, &'static str, &'static str, &'static str, f64, f64, [f64; 6]);

const ARMS: [&str; 6] =
    ["keep-readable", "opt-in", "default-e2ee", "default-adults-only", "e2ee-client-side-scanning", "e2ee-metadata-reports"];

/// The outcomes of the headline; those after them feed single charts.
const HEADLINE: usize = 11;

const RISES: [f64; 6] = [1.0, 1.03, 1.17, 1.08, 1.04, 1.09];
const FALLS: [f64; 6] = [1.0, 0.94, 0.41, 0.78, 0.83, 0.66];
const MIXED: [f64; 6] = [1.0, 0.9, 0.14, 0.62, 2.9, 1.35];
const VANISHES: [f64; 6] = [1.0, 0.86, 0.0009, 0.29, 0.011, 0.0012];

const OUTCOMES: [Outcome; 27] = [
    ("children-harmed", "Distinct children harmed", "children", "lower", "children", 1_840.0, 0.11, RISES),
    ("children-safeguarded", "Children safeguarded after a report", "children", "higher", "children", 212.0, 0.16, FALLS),
    ("offenders-stopped", "Offenders stopped", "people", "higher", "children", 96.0, 0.2, FALLS),
    ("contact-offences", "Contact offences that followed messages", "offences", "lower", "children", 31.0, 0.35, RISES),
    ("reports-sent", "Reports sent to the clearing house", "reports", "neither", "", 1_260_000.0, 0.05, FALLS),
    ("reports-actionable", "Actionable reports", "reports", "higher", "investigators", 38_400.0, 0.09, FALLS),
    ("innocent-accused", "Innocent people with a false report", "people", "lower", "innocent people", 5_320.0, 0.14, MIXED),
    ("content-exposed-days", "Account-days with content exposed", "account-days", "lower", "account holders", 7.4e8, 0.8, VANISHES),
    ("people-surveilled", "People surveilled without lawful ground", "people", "lower", "account holders", 14_300.0, 0.5, FALLS),
    ("review-cost", "Cost of review", "USD", "lower", "platforms", 21_500_000.0, 0.07, MIXED),
    ("list-poisoned", "Accounts flagged by a poisoned list", "accounts", "lower", "account holders", 0.0, 0.4, [0.0; 6]),
    plain("true-flags", "Flags of abuse", "flags", 2.1e6),
    plain("incidents", "Confirmed incidents", "incidents", 1.6e6),
    plain("reports", "Reports", "reports", 1.26e6),
    plain("cases-investigated", "Cases investigated", "cases", 3_100.0),
    plain("content-unlawful", "Content exposed unlawfully", "account-days", 4.5e8),
    plain("harm-grooming", "Grooming harm episodes", "episodes", 900.0),
    plain("harm-sextortion", "Financial-sextortion episodes", "episodes", 700.0),
    plain("known-material-shared", "Sessions sharing known material", "sessions", 9.1e6),
    plain("review-wait", "Mean wait for review", "days", 4.0),
    plain("review-timely", "Share of flags taken up in time", "share", 0.8),
    plain("flags-expired", "Flags closed unseen", "flags", 1.0e5),
    plain("review-taken", "Flags taken up", "flags", 9.0e5),
    plain("case-wait", "Mean wait of a case", "days", 60.0),
    plain("cases-opened", "Cases opened", "cases", 5_000.0),
    plain("case-taken", "Cases taken up", "cases", 4_400.0),
    plain("cases-stale", "Cases closed for age", "cases", 1_900.0),
];

const fn plain(id: &'static str, name: &'static str, unit: &'static str, mean: f64) -> Outcome {
    (id, name, unit, "neither", "", mean, 0.2, [1.0, 0.96, 0.7, 0.85, 0.9, 0.75])
}

/// A run's tables.
pub(super) struct Tables {
    pub run: RunInfo,
    pub selection: Selection,
    pub outcomes: Vec<OutcomeRow>,
    pub summary: Vec<SummaryRow>,
    pub series: Vec<SeriesRow>,
    pub groups: Vec<SeriesRow>,
    pub definitions: Vec<DefinitionRow>,
    pub convergence: Vec<ConvergenceRow>,
    pub audit: Vec<AuditRow>,
    pub influences: Vec<InfluenceRow>,
    pub ranks: Vec<RankRow>,
    pub map: Vec<SignMapRow>,
}

impl Tables {
    /// A manifest that goes with them.
    pub fn manifest(&self) -> Manifest {
        Manifest {
            method: None,
            tables_only: false,
            run: self.run.clone(),
            charts: self.selection.clone(),
            scenario: "question = \"Made up\"\n".into(),
            presets: Vec::new(),
            set: Vec::new(),
            scenario_hash: String::new(),
            replications_per_draw: std::num::NonZeroU32::MIN,
            events: 0,
            arms: Vec::new(),
            digest: String::new(),
            tables: Vec::new(),
        }
    }
}

/// A uniform number that depends on nothing but its key (the finaliser of `SplitMix64`).
fn uniform(key: u64) -> f64 {
    let mut z = key.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
}

fn normal(key: u64) -> f64 {
    (0..12).map(|i| uniform(key.wrapping_mul(12).wrapping_add(i))).sum::<f64>() - 6.0
}

fn value(outcome: usize, arm: usize, factor: f64, replication: u32) -> f64 {
    let (_, _, unit, _, _, base, spread, _) = OUTCOMES[outcome];
    let shared = normal(u64::from(replication) * 1_000 + outcome as u64);
    let own = normal(u64::from(replication) * 1_000_000 + outcome as u64 * 1_000 + arm as u64 + 7);
    let value = base * factor * libm::exp(spread * (0.9 * shared + 0.44 * own));
    if unit == "USD" { value } else { value.round() }
}

/// Tables of `arms` policies (the six of the seed's story, then variants) and `replications`.
pub(super) fn tables(arms: usize, replications: u32) -> Tables {
    let name = |arm: usize| ARMS.get(arm).map_or_else(|| format!("variant-{arm}-with-a-rather-long-name"), |a| (*a).to_owned());
    let names: Vec<String> = (0..arms).map(name).collect();
    let mut tables = Tables {
        run: run(names.clone(), replications),
        selection: Selection {
            headline: OUTCOMES[..HEADLINE].iter().map(|o| o.0.to_owned()).collect(),
            answer: ["children-harmed", "innocent-accused", "children-safeguarded"].map(str::to_owned).to_vec(),
            trade_offs: vec![
                ("content-exposed-days".into(), "children-harmed".into()),
                ("people-surveilled".into(), "children-safeguarded".into()),
            ],
            over_time: vec!["children-harmed".into(), "reports-sent".into()],
        },
        outcomes: Vec::new(),
        summary: Vec::new(),
        series: Vec::new(),
        groups: Vec::new(),
        definitions: OUTCOMES.iter().map(definition).collect(),
        convergence: Vec::new(),
        audit: vec![counts(ALL, 61), counts("platform · detection", 40), counts("market · access", 20), counts("settings of the run", 1)],
        influences: influences(&names, replications / 2),
        map: map(&names, replications / 2),
        ranks: names.iter().enumerate().flat_map(|(arm, name)| ranks(arm, name, arms)).collect(),
    };
    for (index, outcome) in OUTCOMES.iter().enumerate() {
        let mut samples: Vec<Vec<f64>> = Vec::new();
        for (arm, name) in names.iter().enumerate() {
            let factor = outcome.7[arm % 6] * (1.0 + 0.15 * (arm / 6) as f64);
            let sample: Vec<f64> = (0..replications).map(|r| value(index, arm, factor, r)).collect();
            tables.outcomes.extend(sample.iter().enumerate().map(|(r, v)| outcome_row(r as u32, name, outcome, *v)));
            tables.series.extend((1..=26).map(|w| series_row(w, arm, name, outcome, factor)));
            tables.groups.extend(GROUPS.iter().flat_map(|group| (1..=26).map(move |w| group_row(w, arm, name, outcome, factor, *group))));
            let gaps = samples.first().map(|base: &Vec<f64>| sample.iter().zip(base).map(|(own, base)| own - base).collect::<Vec<_>>());
            tables.convergence.extend(gaps.iter().flat_map(|gaps| convergence_rows(name, outcome, gaps)));
            samples.push(sample);
        }
        tables.summary.extend(summary_rows(&names, outcome, &samples));
    }
    tables
}

fn run(arms: Vec<String>, replications: u32) -> RunInfo {
    RunInfo {
        name: "tiktok-dms".into(),
        question: "What changes if TikTok encrypts direct messages by default?".into(),
        baseline: arms.first().cloned().unwrap_or_default(),
        asks_about: None,
        platform: None,
        titles: Vec::new(),
        begins: Vec::new(),
        arms,
        replications,
        planned: None,
        precision: None,
        targets: None,
        posterior: None,
        seed: 20_260_303,
        assumption_seed: None,
        horizon_days: 728.0,
        sample: 0.01,
        platforms: vec!["tiktok".into()],
        markets: vec!["us".into(), "eu".into()],
        names: std::collections::BTreeMap::new(),
        version: "0.1.0".into(),
    }
}

fn definition(outcome: &Outcome) -> DefinitionRow {
    DefinitionRow {
        outcome: outcome.0.into(),
        name: outcome.1.into(),
        unit: outcome.2.into(),
        better: outcome.3.into(),
        concerns: outcome.4.into(),
        ..DefinitionRow::default()
    }
}

fn outcome_row(replication: u32, arm: &str, outcome: &Outcome, value: f64) -> OutcomeRow {
    OutcomeRow {
        replication,
        draw: replication / 2,
        arm: arm.into(),
        platform: ALL.into(),
        market: ALL.into(),
        age_band: ALL.into(),
        outcome: outcome.0.into(),
        unit: outcome.2.into(),
        value,
        expected: None,
    }
}

fn convergence_rows(arm: &str, outcome: &Outcome, gaps: &[f64]) -> Vec<ConvergenceRow> {
    let row = |n: usize| {
        let (difference, interval) = (mean(&gaps[..n])?, mean_interval(&gaps[..n], 0.95)?);
        let (low, high) = (interval.low, interval.high);
        Some(ConvergenceRow {
            arm: arm.into(),
            outcome: outcome.0.into(),
            unit: outcome.2.into(),
            replications: n as u32,
            difference,
            low,
            high,
        })
    };
    (2..=gaps.len()).filter_map(row).collect()
}

/// Parameter, unit, correlation, and what the first outcome's difference is in the lowest and in the highest third.
const INFLUENCES: [(&str, &str, f64, f64, f64); 5] = [
    ("offender.groomer.adaptation.displace", "share", -0.81, 420.0, -180.0),
    ("platform.tiktok.detection.client-side-scan.recall", "probability", 0.62, 40.0, 310.0),
    ("platform.tiktok.access.endpoint-rate", "per account-year", 0.55, 60.0, 280.0),
    ("response.16-17.report", "probability", -0.48, 260.0, 90.0),
    ("market.row.investigation.handling", "days", 0.41, 30.0, 30.0),
];

/// As in a run of so many draws: none of fewer than ten.
fn influences(names: &[String], draws: u32) -> Vec<InfluenceRow> {
    let of_arm = |(arm, name): (usize, &String)| {
        let row = |(parameter, unit, rho, low, high): &(&str, &str, f64, f64, f64)| InfluenceRow {
            arm: name.clone(),
            outcome: OUTCOMES[0].0.into(),
            unit: OUTCOMES[0].2.into(),
            parameter: (*parameter).into(),
            parameter_unit: (*unit).into(),
            draws,
            rank_correlation: *rho,
            significant: rho.abs() > 0.5,
            difference_low_third: *low * arm as f64,
            difference_high_third: *high * arm as f64,
            flips: low * high < 0.0 && arm > 0,
            ..InfluenceRow::default()
        };
        INFLUENCES[..5 - arm % 3].iter().map(row).collect::<Vec<_>>()
    };
    if draws < 10 { Vec::new() } else { names.iter().enumerate().flat_map(of_arm).collect() }
}

/// Four cells of each policy beside the baseline.
fn map(names: &[String], draws: u32) -> Vec<SignMapRow> {
    let cell = |(arm, place): (usize, u32)| SignMapRow {
        arm: names[arm].clone(),
        outcome: OUTCOMES[0].0.into(),
        unit: OUTCOMES[0].2.into(),
        first: INFLUENCES[0].0.into(),
        first_part: place % 2,
        first_to: f64::from(place % 2),
        second: INFLUENCES[1].0.into(),
        second_part: place / 2,
        second_to: f64::from(place / 2),
        draws: draws / 4,
        sign: [Sign::Above, Sign::Below, Sign::Unclear, Sign::Same][place as usize],
        ..SignMapRow::default()
    };
    if draws < 10 { Vec::new() } else { (1..names.len()).flat_map(|arm| (0..4).map(move |place| (arm, place))).map(cell).collect() }
}

/// The first policy has the least as often as not, the last the most; of a single one nothing is said.
fn ranks(arm: usize, name: &str, arms: usize) -> Vec<RankRow> {
    let share = |often: bool| if often { [0.5, 0.4, 0.6] } else { [0.0, 0.0, 0.1] };
    let ([lowest, lowest_low, lowest_high], [highest, highest_low, highest_high]) = (share(arm == 0), share(arm + 1 == arms));
    let row = |outcome: &Outcome| RankRow {
        arm: name.into(),
        outcome: outcome.0.into(),
        unit: outcome.2.into(),
        draws: 20,
        lowest,
        lowest_low,
        lowest_high,
        highest,
        highest_low,
        highest_high,
    };
    OUTCOMES[..HEADLINE].iter().filter(|_| arms > 1).map(row).collect()
}

fn counts(topic: &str, values: u32) -> AuditRow {
    AuditRow { topic: topic.into(), cited: values / 5, recalled: values / 20, assumed: values - values / 5 - values / 20, unstated: 0 }
}

fn summary_rows(names: &[String], outcome: &Outcome, samples: &[Vec<f64>]) -> Vec<SummaryRow> {
    let gaps = |sample: &[f64]| sample.iter().zip(&samples[0]).map(|(own, base)| own - base).collect::<Vec<f64>>();
    let paired: Vec<Vec<f64>> = samples.iter().skip(1).map(|sample| gaps(sample)).collect();
    let rows = names.iter().zip(samples).enumerate();
    rows.map(|(index, (arm, sample))| {
        let ordered = sorted(sample);
        let at = |p: f64| quantile_of_sorted(&ordered, p).unwrap_or(f64::NAN);
        let interval = mean_interval(sample, 0.95);
        let gaps = index.checked_sub(1).map(|other| &paired[other][..]);
        let between = gaps.and_then(|gaps| mean_interval(gaps, 0.95));
        let word = |interval: Interval| match interval {
            Interval { low, .. } if low > 0.0 => Reading::Higher,
            Interval { high, .. } if high < 0.0 => Reading::Lower,
            _ => Reading::Unclear,
        };
        SummaryRow {
            arm: arm.clone(),
            platform: ALL.into(),
            market: ALL.into(),
            age_band: ALL.into(),
            outcome: outcome.0.into(),
            unit: outcome.2.into(),
            replications: sample.len() as u32,
            mean: mean(sample).unwrap_or(f64::NAN),
            mean_low: interval.map(|i| i.low),
            mean_high: interval.map(|i| i.high),
            median: at(0.5),
            p05: at(0.05),
            p95: at(0.95),
            difference: gaps.and_then(mean),
            difference_low: between.map(|interval| interval.low),
            difference_high: between.map(|interval| interval.high),
            reading: between.map(word),
            ..SummaryRow::default()
        }
    })
    .collect()
}

/// Market, age band, and the share of the outcome there.
const GROUPS: [(&str, &str, f64); 6] = [
    (ALL, "under-13", 0.02),
    (ALL, "13-15", 0.6),
    (ALL, "adult", 0.38),
    ("eu", ALL, 0.2),
    ("rest-of-the-world", ALL, 0.6),
    ("us", ALL, 0.2),
];

fn group_row(window: u32, arm: usize, name: &str, outcome: &Outcome, factor: f64, (market, band, share): (&str, &str, f64)) -> SeriesRow {
    let all = series_row(window, arm, name, outcome, factor);
    SeriesRow { market: market.into(), age_band: band.into(), mean: share * all.mean, ..all }
}

fn series_row(window: u32, arm: usize, name: &str, outcome: &Outcome, factor: f64) -> SeriesRow {
    let rolled_out = ((f64::from(window) - 7.0) / 3.0).clamp(0.0, 1.0);
    let wobble = 1.0 + 0.05 * normal(u64::from(window) * 77 + arm as u64 + 3);
    let median = outcome.5 / 26.0 * (1.0 + (factor - 1.0) * rolled_out) * wobble;
    let at = |z: f64| median * libm::exp(1.6 * outcome.6 * z);
    SeriesRow {
        market: ALL.into(),
        age_band: ALL.into(),
        arm: name.into(),
        platform: ALL.into(),
        outcome: outcome.0.into(),
        unit: outcome.2.into(),
        day: 28.0 * f64::from(window),
        days: 28.0,
        mean: median,
        p05: at(-1.645),
        p25: at(-0.674),
        median,
        p75: at(0.674),
        p95: at(1.645),
    }
}
