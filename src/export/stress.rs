//! The STRESS-DES checklist of Monks et al. (2019), filled for a result.

use super::checklist::{Checklist, Text};
use super::model::{item, section};
use crate::model::mechanism::Mechanism;
use crate::results::Manifest;
use crate::scenario::{Grounds, Scenario};

/// The STRESS-DES text of a result: its twenty items, in order.
#[must_use]
pub fn stress(scenario: &Scenario, manifest: &Manifest) -> Text {
    let mut list = Checklist::new(scenario, manifest);
    objectives(&mut list);
    logic(&mut list);
    data(&mut list);
    experimentation(&mut list);
    implementation(&mut list);
    list.end(
        "The STRESS-DES checklist for discrete-event models",
        "Monks et al. 2019, [doi:10.1080/17477778.2018.1442155](https://doi.org/10.1080/17477778.2018.1442155)",
    )
}

fn objectives(list: &mut Checklist) {
    list.say("## 1 Objectives\n\n### 1.1 Purpose of the model");
    list.say(&section("## 1 Purpose and patterns"));
    list.ask("whose decision this study informs, and why a simulation is the means.");
    list.say("### 1.2 Model outputs");
    list.outcomes();
    list.say("### 1.3 Aims of experimentation");
    list.say(&format!("The question is: {}", list.manifest.run.question));
    list.policies();
    list.method();
    list.ask("what was expected before the run, and what would have been a surprise.");
}

fn logic(list: &mut Checklist) {
    list.say("## 2 Logic\n\n### 2.1 Diagram of the base model");
    list.say("Which mechanism acts on which:");
    list.say(&section("## 7 Submodels"));
    list.say("### 2.2 Logic of the base model");
    list.say(&section("## 3 Process overview and scheduling"));
    list.say("### 2.3 Logic of the scenarios");
    list.say("Each policy differs from the world that all share in these values alone:");
    list.changes();
    list.say("### 2.4 Algorithms");
    list.say(&item("2.4"));
    list.say("### 2.5 Components");
    list.say(&item("2.5"));
    list.say("**Entities.**");
    list.say(&section("## 2 Entities, state variables, scales"));
    list.places();
    list.say("**Activities.**");
    for mechanism in Mechanism::ALL {
        let off = if list.is_off(*mechanism) { " *Switched off here.*" } else { "" };
        list.say(&format!("- {}. {}{off}", mechanism.about().0, mechanism.about().1[0].1));
    }
    list.say("**Resources and their queues.**");
    list.values(&["staff", "appeal-staff", "on-duty", "investigators"]);
}

fn data(list: &mut Checklist) {
    list.say("## 3 Data\n\n### 3.1 Sources");
    let cited = list.cited();
    list.say(&format!("The values in force cite {} rows of evidence:", cited.len()));
    list.table(["id", "figure", "status", "source"], cited);
    list.say("### 3.2 Preprocessing");
    list.say(&item("3.2"));
    list.say("### 3.3 Input parameters");
    let (all, ranges) = list.counts();
    list.say(&format!("All {all} are in `assumptions.csv`, with value, unit and source. {ranges} of them are ranges:"));
    list.ranges();
    list.say("### 3.4 Assumptions");
    list.say(&item("3.4"));
    let of = |grounds| list.assumptions.iter().filter(|row| row.grounds() == grounds).count();
    let [cited, recalled, assumed, unstated] = Grounds::ALL.map(of);
    list.say(&format!(
        "Of the {all} values {cited} are cited, {recalled} recalled from memory, {assumed} assumed, and {unstated} have no stated source, \
         settings of the run among them."
    ));
    list.ask(
        "which of the assumptions matter most for the conclusions (`veilsim sensitivity` ranks them), and why they are held to be fair.",
    );
}

fn experimentation(list: &mut Checklist) {
    list.say("## 4 Experimentation\n\n### 4.1 Initialization");
    list.say(&section("## 5 Initialization"));
    let base = &list.scenario.base;
    let [warm_up, horizon, window] = [&base.warm_up, &base.horizon, &base.window].map(|span| span.get().to_string());
    list.say(&format!("The warm-up is {warm_up}."));
    list.say("### 4.2 Run length");
    list.say(&format!("Each run is counted for {horizon} after the warm-up, and over time in windows of {window}."));
    list.say("### 4.3 Estimation");
    list.say(&item("4.3"));
    list.replications();
}

fn implementation(list: &mut Checklist) {
    let run = &list.manifest.run;
    list.say("## 5 Implementation\n\n### 5.1 Software");
    list.say(&format!("veilsim {}. {}", run.version, item("5.1")));
    list.say("### 5.2 Random sampling");
    list.say(&format!("{}. {}", item("5.2").trim_end_matches([';', '.']), list.seeds()));
    list.say("### 5.3 Model execution");
    list.say(&item("5.3"));
    list.say(&format!("{} events were simulated in all.", list.manifest.events));
    list.say("### 5.4 System");
    list.ask("the machine on which it was run, and how long it took; the record of a run holds neither.");
    list.say("## 6 Code access\n\n### 6.1 Sharing of the model");
    list.say(&list.proof());
    list.ask("where code and result can be had: an archive's address for each.");
}
