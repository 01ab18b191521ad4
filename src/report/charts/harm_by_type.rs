//! Forest plot of the types of harm: a policy can move one and not another.

use super::chart::{Chart, Picture, Sheet};
use super::inputs::Inputs;
use super::paired_differences::forest;
use crate::model::Outcome;

pub(super) const CHART: Chart = Chart {
    name: "harm-by-type",
    table: "summary.csv",
    about: "Difference of each policy from the baseline in each type of harm, in per cent of the baseline; types are never added up",
    draw,
};

const HARMS: [Outcome; 6] =
    [Outcome::HarmGrooming, Outcome::HarmNewImages, Outcome::HarmSextortion, Outcome::HarmFraud, Outcome::KnownShared, Outcome::NewShared];

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let harms = HARMS.map(|harm| harm.definition().id.to_owned());
    forest(inputs, sheet, CHART.name, &harms, format!("Harm by type: difference from {}", inputs.baseline()))
}
