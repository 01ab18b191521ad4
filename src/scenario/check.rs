//! What no single parameter can get wrong: completeness, and sums and bounds across parameters.

use super::reader::Reader;
use super::source::Spot;
use crate::model::Layout;
use crate::model::ages::BandShares;
use crate::model::assumptions::{OffenderClass, Platform, World};
use crate::parameter::{Leaf, each_parameter};

/// Missing parameters told one by one; a scenario that forgot a preset misses a hundred.
const MISSING_SHOWN: usize = 20;
/// Most memory that the time series of a run may take while it is simulated, in megabytes.
const MOST_MEGABYTES: usize = 50;
/// How far a sum of shares may be from 1.
const TOLERANCE: f64 = 1e-6;

/// Least and greatest value of a parameter that is stated.
fn bounds(leaf: &dyn Leaf) -> Option<(f64, f64)> {
    leaf.spec().map(|spec| (spec.quantile(0.0), spec.quantile(1.0)))
}

/// A sum of shares without floating-point dust.
fn rounded(sum: f64) -> f64 {
    (sum * 1e7).round() / 1e7
}

impl Reader {
    /// Reports every parameter that nothing sets.
    pub(super) fn check_complete(&mut self, world: &mut World, start: &Spot) {
        let mut missing = Vec::new();
        each_parameter(world, &mut |path, doc, leaf| {
            if leaf.spec().is_none() && !self.places.contains_key(path) {
                missing.push((path.to_owned(), doc, leaf.kind()));
            }
        });
        for (path, doc, kind) in missing.iter().take(MISSING_SHOWN) {
            let (table, key) = path.rsplit_once('.').unwrap_or(("", path));
            let table = if table.is_empty() { "at the top level".to_owned() } else { format!("in [{table}]") };
            let help = format!("{} Write {key} = {} {table}, or extend a preset that does", doc.trim(), kind.example);
            let spot = self.locate("", path, start);
            self.problem(&spot, format!("{path} is not set: a {}", kind.name), help);
        }
        if missing.len() > MISSING_SHOWN {
            let more = missing.len() - MISSING_SHOWN;
            let last = &missing[missing.len() - 1].0;
            let help = "a preset sets a whole market, platform or class: write extends = \"NAME\" in its table";
            self.problem(start, format!("{more} more parameters are not set, the last of them {last}"), help);
        }
    }

    /// Checks a world at its start.
    pub(super) fn check_world(&mut self, prefix: &str, world: &World, start: &Spot) {
        self.check_times(world, start);
        if world.platform.is_empty() {
            self.problem(start, "the scenario has no platform", "write [platform.NAME] with extends = \"tiktok\" or another preset");
        }
        for (name, platform) in world.platform.iter() {
            self.check_markets(prefix, name, platform, world, start);
            self.check_platform(prefix, name, platform, start);
        }
        for (name, class) in world.offender.iter() {
            self.check_class(prefix, name, class, start);
        }
    }

    fn check_times(&mut self, world: &World, start: &Spot) {
        let settings: [(&str, &dyn Leaf); 3] = [("horizon", &world.horizon), ("window", &world.window), ("sample", &world.sample)];
        for (name, leaf) in settings {
            let Some((low, high)) = bounds(leaf) else { continue };
            let spot = self.locate("", name, start);
            if low < high {
                self.problem(&spot, format!("{name} is a setting of the run and cannot be uncertain"), "write one value");
            } else if high <= 0.0 {
                self.problem(&spot, format!("{name} is zero"), format!("write for example {name} = {}", leaf.kind().example));
            }
        }
        let (window, horizon) = (world.window.number(), world.horizon.number());
        if horizon > 0.0 && window > horizon {
            let spot = self.locate("", "window", start);
            let help = "the time series has one point for each window: write a shorter one, such as \"4 weeks\"";
            self.problem(&spot, "the window is longer than the horizon", help);
        }
        let megabytes = Layout::of(world).series() / (1_000_000 / size_of::<f64>());
        if window > 0.0 && megabytes > MOST_MEGABYTES {
            let spot = self.locate("", "window", start);
            let message = format!("the time series of each run would take {megabytes} MB, and {MOST_MEGABYTES} MB is the most");
            self.problem(&spot, message, "write a longer window, such as \"4 weeks\"");
        }
    }

    fn check_markets(&mut self, prefix: &str, name: &str, platform: &Platform, world: &World, start: &Spot) {
        let path = format!("platform.{name}.market");
        if platform.market.is_empty() {
            let spot = self.locate(prefix, &path, start);
            self.problem(&spot, format!("platform {name} has no users in any market"), format!("write users = 1_000_000 in [{path}.NAME]"));
        }
        for (market, _) in platform.market.iter().filter(|(m, _)| world.market.get(m).is_none()) {
            let near = self.near(market, world.market.iter().map(|(m, _)| m)).map(|m| format!("did you mean {m}? ")).unwrap_or_default();
            let spot = self.locate(prefix, &format!("{path}.{market}"), start);
            let message = format!("platform {name} has users in {market}, and there is no such market");
            self.problem(&spot, message, format!("{near}write [market.{market}], with extends = \"{market}\" if there is such a preset"));
        }
    }

    /// Checks a platform at the start or after a change.
    pub(super) fn check_platform(&mut self, prefix: &str, name: &str, platform: &Platform, start: &Spot) {
        let path = |rest: &str| format!("platform.{name}.{rest}");
        for (market, _) in platform.exception.iter().filter(|(m, _)| platform.market.get(m).is_none()) {
            let spot = self.locate(prefix, &path(&format!("exception.{market}")), start);
            let near = self.near(market, platform.market.iter().map(|(m, _)| m)).map(|m| format!("did you mean {m}? ")).unwrap_or_default();
            let help = format!("{near}name a market in which the platform has users");
            self.problem(&spot, format!("platform {name} has an exception for {market}, and no users there"), help);
        }
        self.sum_to_one(prefix, &path("ages"), &platform.ages, start);
        let enforcement: [&dyn Leaf; 2] = [&platform.enforcement.suspend, &platform.enforcement.restrict];
        self.sum_at_most_one(prefix, &path("enforcement.suspend"), "suspend and restrict", enforcement, start);
    }

    fn check_class(&mut self, prefix: &str, name: &str, class: &OffenderClass, start: &Spot) {
        let path = |rest: &str| format!("offender.{name}.{rest}");
        let material: [&dyn Leaf; 2] = [&class.sharing.known, &class.sharing.near_duplicate];
        self.sum_at_most_one(prefix, &path("sharing.known"), "known and near-duplicate", material, start);
        self.sum_to_one(prefix, &path("approach.targets"), &class.approach.targets, start);
    }

    fn sum_at_most_one(&mut self, prefix: &str, path: &str, names: &str, parts: [&dyn Leaf; 2], start: &Spot) {
        let sum: f64 = parts.iter().filter_map(|leaf| bounds(*leaf)).map(|(_, high)| high).sum();
        if sum > 1.0 + TOLERANCE {
            let spot = self.locate(prefix, path, start);
            let message = format!("{names} can add to {}, and are parts of one whole", rounded(sum));
            self.problem(&spot, message, "lower their upper bounds to 1 in all");
        }
    }

    fn sum_to_one(&mut self, prefix: &str, path: &str, shares: &BandShares, start: &Spot) {
        let leaves: [&dyn Leaf; 4] = [&shares.under_13, &shares.from_13, &shares.from_16, &shares.adult];
        let Some(parts) = leaves.into_iter().map(bounds).collect::<Option<Vec<_>>>() else { return };
        let spot = self.locate(prefix, path, start);
        let sum: f64 = parts.iter().map(|(low, _)| low).sum();
        if parts.iter().any(|(low, high)| low < high) {
            let help = "write one value for each band; to vary the mix, compare scenarios";
            self.problem(&spot, format!("the shares of {path} cannot be uncertain one by one, as they add to 1"), help);
        } else if (sum - 1.0).abs() > TOLERANCE {
            let help = format!("they are parts of one whole: {} what is missing or too much", if sum < 1.0 { "add" } else { "take away" });
            self.problem(&spot, format!("the shares of {path} add to {}, not to 1", rounded(sum)), help);
        }
    }
}
