//! The ODD protocol of Grimm et al. (2020), filled for a result.

use super::checklist::{Checklist, Text};
use super::model::section;
use crate::model::mechanism::Mechanism;
use crate::results::Manifest;
use crate::scenario::Scenario;

/// The ODD text of a result: its seven elements, in order.
#[must_use]
pub fn odd(scenario: &Scenario, manifest: &Manifest) -> Text {
    let mut list = Checklist::new(scenario, manifest);
    overview(&mut list);
    list.say("## 4 Design concepts");
    list.say(&section("## 4 Design concepts"));
    list.say("Observed are, first of all:");
    list.outcomes();
    details(&mut list);
    submodels(&mut list);
    list.end(
        "The model by the ODD protocol (Overview, Design concepts, Details)",
        "Grimm et al. 2020, [doi:10.18564/jasss.4259](https://doi.org/10.18564/jasss.4259)",
    )
}

fn overview(list: &mut Checklist) {
    list.say("## 1 Purpose and patterns");
    list.say(&section("## 1 Purpose and patterns"));
    list.say(&format!("The question here is: {}", list.manifest.run.question));
    list.ask("whose decision this study informs, and which of the patterns have to be met for the model to serve it.");
    list.say("## 2 Entities, state variables, scales");
    list.say(&section("## 2 Entities, state variables, scales"));
    list.places();
    list.say("## 3 Process overview and scheduling");
    list.say(&section("## 3 Process overview and scheduling"));
}

fn details(list: &mut Checklist) {
    let base = &list.scenario.base;
    let [warm_up, horizon, window] = [&base.warm_up, &base.horizon, &base.window].map(|span| span.get().to_string());
    list.say("## 5 Initialization");
    list.say(&section("## 5 Initialization"));
    list.say(&format!("The warm-up is {warm_up}. Each run is then counted for {horizon}, and over time in windows of {window}."));
    list.replications();
    list.say(&list.seeds());
    list.say("## 6 Input data");
    list.say(&section("## 6 Input data"));
    list.policies();
    list.method();
    list.say("Each policy differs from the world that all share in these values alone:");
    list.changes();
    let cited = list.cited();
    list.say(&format!("The values in force cite {} rows of evidence:", cited.len()));
    list.table(["id", "figure", "status", "source"], cited);
}

fn submodels(list: &mut Checklist) {
    list.say("## 7 Submodels");
    list.say(&section("## 7 Submodels"));
    for mechanism in Mechanism::ALL {
        let (title, sections) = mechanism.about();
        list.say(&format!("### {title}"));
        if list.is_off(*mechanism) {
            list.say("*Switched off here.*");
        }
        for (heading, body) in sections {
            list.say(&format!("**{heading}.** {body}"));
        }
    }
    let (all, ranges) = list.counts();
    list.say("### Parameters");
    list.say(&format!("All {all} are in `assumptions.csv`, with value, unit and source. {ranges} of them are ranges:"));
    list.ranges();
    list.say(&list.proof());
    list.ask("how the model was changed for this study, if its code is not that of the version named above; else strike this out.");
}
