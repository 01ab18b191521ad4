//! What the writer of a scenario holds outcomes to be worth, if they say so. There is no weight that they did not write.

use super::document::{Content, Document, Entry};
use super::grammar::{MOST_WEIGHT, weighable};
use super::reader::{Context, Reader};
use super::source::brief;
use crate::model::Outcome;
use std::rc::Rc;

/// The weight of one outcome, in whatever unit the writer thinks in; of the outcome's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight {
    /// The outcome.
    pub outcome: Outcome,
    /// What one unit of it is worth, or costs.
    pub weight: f64,
}

impl Reader {
    /// The weights of all layers, each outcome's last one, in the order in which they were first written.
    pub(super) fn weights(&mut self, layers: &[Rc<Document>]) -> Vec<Weight> {
        let mut weights: Vec<Weight> = Vec::new();
        for document in layers {
            let context = Context::new(document, "", true).below("weights");
            let Some(entry) = document.root.get("weights") else { continue };
            let Some(table) = entry.value.table() else {
                self.not_a_table(entry, &context);
                continue;
            };
            for entry in &table.entries {
                let Some(found) = self.weight(entry, &context) else { continue };
                match weights.iter_mut().find(|weight| weight.outcome == found.outcome) {
                    Some(earlier) => *earlier = found,
                    None => weights.push(found),
                }
            }
        }
        weights
    }

    fn weight(&mut self, entry: &Entry, context: &Context) -> Option<Weight> {
        if self.problems.is_full() {
            return None;
        }
        let Some(outcome) = Outcome::ALL.iter().copied().find(|outcome| outcome.definition().id == entry.key) else {
            let ids = weighable().map(|outcome| outcome.definition().id);
            let near = self.near(&entry.key, ids).map(|id| format!("did you mean {id}? ")).unwrap_or_default();
            let help = format!("{near}weights are of outcomes; `veilsim explain` lists them");
            self.problem(&context.spot(&entry.at), format!("there is no outcome called {}", brief(&entry.key)), help);
            return None;
        };
        if weighable().all(|other| other != outcome) {
            let message = format!("{} has no value over all platforms, and so no weight", entry.key);
            self.problem(&context.spot(&entry.at), message, "take it out: a sum without it would not be the one that you asked for");
            return None;
        }
        match entry.value.content {
            Content::Number(weight, _) if weight.abs() <= MOST_WEIGHT => Some(Weight { outcome, weight }),
            _ => {
                let message = format!("the weight of {} is a finite number, of {MOST_WEIGHT:e} at most", entry.key);
                self.problem(&context.spot(&entry.value.at), message, format!("write for example {} = 2.5", entry.key));
                None
            }
        }
    }
}
