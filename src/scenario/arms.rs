//! Arms and the timeline: what each policy changes, and when.

use super::document::{Content, Document, Entry, Table};
use super::grammar::{Place, arm_parts, is_fixed, is_shared};
use super::reader::{Context, Reader};
use super::{Arm, tables};
use crate::model::assumptions::{Platform, World};
use crate::model::plan::{Change, Plan};
use crate::parameter::{Source, each_parameter};
use crate::units::{Quantity, Span, Time};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Most arms of a scenario.
const MOST_ARMS: usize = 256;
/// Most changes of one arm, the timeline's among them.
const MOST_CHANGES: usize = 200;
/// Most changes of all arms together: each is kept as the whole platform after it.
const MOST_CHANGES_IN_ALL: usize = 5000;

type Layer<'a> = (Rc<Document>, &'a Table);
/// An entry of a document, and what its values cite.
type PatchLayer<'a> = (Rc<Document>, &'a Entry, Option<Rc<Source>>);

/// A platform's table in an arm or on the timeline, layer over layer.
#[derive(Clone)]
struct Patch<'a> {
    platform: String,
    layers: Vec<PatchLayer<'a>>,
}

/// A patch at its time.
#[derive(Clone)]
struct Step<'a> {
    start: Time,
    ramp: Span,
    patch: Patch<'a>,
}

impl Reader {
    /// Builds every arm from the base world.
    pub(super) fn arms(&mut self, layers: &[Rc<Document>], base: &World) -> Vec<Arm> {
        let roots: Vec<Layer<'_>> = layers.iter().map(|d| (Rc::clone(d), &d.root)).collect();
        let timeline = self.steps(&roots, "timeline", "timeline", base);
        let of_arms = tables(&roots, "arm");
        let entries = layers[0].root.table("arm").map_or(&[][..], |table| &table.entries);
        if entries.len() > MOST_ARMS {
            let message = format!("there are {} arms, and {MOST_ARMS} at most can be compared", entries.len());
            self.problem(&layers[0].spot(&entries[MOST_ARMS].at), message, "split the question into scenarios");
            return Vec::new();
        }
        let names: BTreeSet<String> = entries.iter().map(|e| e.key.clone()).collect();
        self.check_arm_names(&roots, &names);
        let whole = entries.iter().filter(|e| e.value.table().is_some());
        whole.map(|e| self.arm(&e.key, &tables(&of_arms, &e.key), base, &timeline)).collect()
    }

    fn check_arm_names(&mut self, roots: &[Layer<'_>], names: &BTreeSet<String>) {
        if roots.iter().all(|(_, root)| root.get("arm").is_none_or(|arm| arm.value.table().is_some_and(|arms| arms.entries.is_empty()))) {
            let help = "write [arm.NAME] for each policy; the first is the baseline, and may be empty";
            self.problem(&roots[0].0.start(), "the scenario has no arm", help);
        }
        for (document, root) in roots {
            let context = Context::new(document, "", false).below("arm");
            let Some(arm) = root.get("arm") else { continue };
            let Some(table) = arm.value.table() else {
                self.not_a_table(arm, &context.below("NAME"));
                continue;
            };
            for entry in &table.entries {
                let inner = context.below(&entry.key);
                if entry.value.table().is_none() {
                    self.not_a_table(entry, &inner);
                } else if self.entry_exists(names, entry, &context) {
                    self.is_fit_name(entry, &context);
                }
            }
        }
    }

    fn arm(&mut self, name: &str, layers: &[Layer<'_>], base: &World, timeline: &[Step<'_>]) -> Arm {
        let prefix = format!("arm.{name}.");
        let mut world = base.clone();
        let mut title = None;
        for (document, table) in layers {
            let mut context = Context::new(document, &prefix, false);
            self.arm_keys(table, &context);
            title = table.get("title").and_then(|entry| self.text(entry, Place::Arm, &context)).or(title);
            context.citation = self.citation(table, &context);
            self.group(&mut world, &table.only(|key| arm_parts().any(|part| part == key)), &context, Place::Arm);
        }
        let mut steps = timeline.to_vec();
        for patch in self.patches(layers, base) {
            if let Some((start, ramp)) = self.rollout(&patch, base) {
                steps.push(Step { start, ramp, patch });
            } else if let Some(platform) = world.platform.get_mut(&patch.platform) {
                self.lay(platform, &patch, &prefix);
            }
        }
        // What stands for this arm so far stands from its start.
        let places = &self.places;
        self.overridden.retain(|path| places.contains_key(&format!("{prefix}{path}")));
        steps.extend(self.steps(layers, "change", &format!("{prefix}change"), base));
        self.bound_changes(&mut steps, layers);
        let changes = self.changes(steps, &world, &prefix);
        let start = layers[0].0.start();
        self.check_world(&prefix, &world, &start);
        for change in &changes {
            self.check_platform(&prefix, &change.platform, &change.after, &start);
        }
        Arm { name: name.to_owned(), title, plan: Plan { world, changes, explicit: false } }
    }

    fn arm_keys(&mut self, table: &Table, context: &Context) {
        for entry in table.entries.iter().filter(|entry| is_shared(&entry.key)) {
            let key = &entry.key;
            let help = format!("write {key} at the top level: arms share it, so that they can be compared");
            self.problem(&context.spot(&entry.at), format!("an arm cannot change {key}"), help);
        }
        let fields: Vec<&str> = arm_parts().collect();
        let whose = format!("in {}", context.prefix.trim_end_matches('.'));
        self.admit(&table.only(|key| !is_shared(key)), Place::Arm, &fields, context, &whose);
    }

    /// Keeps the changes to so many as can be kept in memory and simulated.
    fn bound_changes(&mut self, steps: &mut Vec<Step<'_>>, layers: &[Layer<'_>]) {
        self.changes += steps.len();
        let (of_one, of_all) = (steps.len() > MOST_CHANGES, self.changes > MOST_CHANGES_IN_ALL);
        if !of_one && !of_all {
            return;
        }
        let message = if of_one {
            format!("an arm has {} changes, those of the timeline among them, and at most {MOST_CHANGES} can be simulated", steps.len())
        } else {
            format!("all arms together have more than {MOST_CHANGES_IN_ALL} changes, those of the timeline in each of them")
        };
        let spot = steps.last().and_then(|step| step.patch.layers.first()).map_or_else(|| layers[0].0.start(), |(d, e, _)| d.spot(&e.at));
        self.problem(&spot, message, "join changes that are near in time, or compare fewer arms");
        steps.clear();
    }

    /// The patches of a table with a `platform` key, one for each platform.
    fn patches<'a>(&mut self, layers: &[Layer<'a>], base: &World) -> Vec<Patch<'a>> {
        let names: BTreeSet<String> = base.platform.iter().map(|(name, _)| name.to_owned()).collect();
        let mut patches: BTreeMap<String, Patch<'a>> = BTreeMap::new();
        for (document, table) in layers {
            let mut context = Context::new(document, "arm.NAME.", false).below("platform");
            let Some(entry) = table.get("platform") else { continue };
            context.citation = self.citation(table, &context);
            let Some(platforms) = entry.value.table() else {
                self.not_a_table(entry, &context);
                continue;
            };
            let citation = self.citation(platforms, &context);
            for entry in platforms.entries.iter().filter(|entry| Place::Names.key(&entry.key).is_none()) {
                if entry.value.table().is_none() {
                    self.not_a_table(entry, &context.below(&entry.key));
                } else if self.entry_exists(&names, entry, &context) {
                    let new = || Patch { platform: entry.key.clone(), layers: Vec::new() };
                    patches.entry(entry.key.clone()).or_insert_with(new).layers.push((Rc::clone(document), entry, citation.clone()));
                }
            }
        }
        patches.into_values().collect()
    }

    /// When a patch with a `rollout` comes into force.
    fn rollout(&mut self, patch: &Patch<'_>, base: &World) -> Option<(Time, Span)> {
        let mut layers = Vec::new();
        for (document, entry, _) in &patch.layers {
            let Some(rollout) = entry.value.table().and_then(|t| t.get("rollout")) else { continue };
            let context = Context::new(document, "", false).below("rollout");
            match rollout.value.table() {
                Some(table) => layers.push((context, table, rollout)),
                None => self.problem(
                    &context.spot(&rollout.value.at),
                    format!("rollout is {} where a table is expected", rollout.value.what()),
                    "write rollout = { start = \"26 weeks\", ramp = \"30 days\" }",
                ),
            }
        }
        self.timing(&layers, Place::Rollout, base)
    }

    /// The steps of an array of changes, such as `[[timeline]]`.
    fn steps<'a>(&mut self, layers: &[Layer<'a>], key: &str, header: &str, base: &World) -> Vec<Step<'a>> {
        let mut steps = Vec::new();
        for (document, table) in layers {
            let Some(entry) = table.get(key) else { continue };
            let context = Context::new(document, "", false).below(key);
            let items = if let Content::Array(items) = &entry.value.content { &items[..] } else { &[] };
            let tables: Vec<&Table> = items.iter().filter_map(|item| item.table()).collect();
            if tables.len() < items.len() || !matches!(entry.value.content, Content::Array(_)) {
                let help = format!("write [[{header}]] with start, ramp and platform.NAME below it");
                self.problem(&context.spot(&entry.at), format!("{key} is a list of changes"), help);
            }
            for table in tables {
                let Some((start, ramp)) = self.timing(&[(context.clone(), table, entry)], Place::Change, base) else { continue };
                if table.get("platform").is_none() {
                    self.problem(&context.spot(&entry.at), "this change changes nothing", "write platform.NAME and what changes there");
                }
                let patches = self.patches(&[(Rc::clone(document), table)], base);
                self.refuse_rollouts(&patches);
                steps.extend(patches.into_iter().map(|patch| Step { start, ramp, patch }));
            }
        }
        steps
    }

    /// Reports a `rollout` in what has its time already.
    fn refuse_rollouts(&mut self, patches: &[Patch<'_>]) {
        for (document, entry, _) in patches.iter().flat_map(|patch| &patch.layers) {
            if let Some(rollout) = entry.value.table().and_then(|table| table.get("rollout")) {
                let help = "its start and ramp stand beside platform: take the rollout out";
                self.problem(&document.spot(&rollout.at), "this change has its own time", help);
            }
        }
    }

    /// Reads `start` and `ramp`, the last layer first. None if there is no layer, or a problem.
    fn timing(&mut self, layers: &[(Context, &Table, &Entry)], place: Place, base: &World) -> Option<(Time, Span)> {
        let (first, _, whole) = layers.first()?;
        let mut found = [None, None];
        for (context, table, _) in layers {
            self.admit(table, place, &[], context, &format!("in {}", context.shown()));
            for (i, key) in ["start", "ramp"].into_iter().enumerate() {
                found[i] = table.get(key).map(|entry| (entry, context)).or(found[i]);
            }
        }
        let mut days = [None, None];
        for (i, key) in ["start", "ramp"].into_iter().enumerate() {
            if let Some((entry, context)) = found[i] {
                days[i] = self.scalar(&Span::KIND, &entry.value, &context.below(key));
            } else {
                let help = if key == "ramp" { "write ramp = \"30 days\"; \"0 days\" is at once" } else { "write start = \"26 weeks\"" };
                self.problem(&first.spot(&whole.at), format!("{} has no {key}", first.shown()), help);
            }
        }
        let (start, ramp) = (days[0]?, days[1]?);
        let horizon = base.horizon.number();
        if let Some((entry, context)) = found[0].filter(|_| horizon > 0.0 && start >= horizon) {
            let (start, horizon) = (Span::KIND.show(start), Span::KIND.show(horizon));
            let help = "start earlier, or lengthen the horizon";
            self.problem(&context.spot(&entry.value.at), format!("a change after {start} is beyond the horizon of {horizon}"), help);
        }
        Some((Time::ZERO.after_days(start), Span::from_days(ramp)))
    }

    /// Applies the steps in the order of time, each upon what the ones before made of the platform.
    fn changes(&mut self, mut steps: Vec<Step<'_>>, world: &World, prefix: &str) -> Vec<Change> {
        steps.sort_by_key(|step| step.start);
        let mut current: BTreeMap<String, Platform> = BTreeMap::new();
        let mut changes = Vec::new();
        for Step { start, ramp, patch } in steps {
            let Some(before) = current.get(&patch.platform).or_else(|| world.platform.get(&patch.platform)) else { continue };
            let mut after = before.clone();
            self.lay(&mut after, &patch, prefix);
            self.check_fixed(before.clone(), after.clone(), &patch.platform, prefix);
            current.insert(patch.platform.clone(), after.clone());
            changes.push(Change { platform: patch.platform, start, ramp, after });
        }
        changes
    }

    /// Reports what a change sets although the model reads it once, at the start.
    fn check_fixed(&mut self, mut before: Platform, mut after: Platform, name: &str, prefix: &str) {
        let mut stated = BTreeMap::new();
        each_parameter(&mut before, &mut |path, _, leaf| {
            if is_fixed(path) {
                stated.insert(path.to_owned(), leaf.spec());
            }
        });
        let mut changed = Vec::new();
        each_parameter(&mut after, &mut |path, _, leaf| {
            if is_fixed(path) && stated.get(path) != Some(&leaf.spec()) {
                changed.push(format!("platform.{name}.{path}"));
            }
        });
        for path in changed {
            let spot = self.places.get(&format!("{prefix}{path}")).or_else(|| self.places.get(&path)).cloned();
            if let Some(spot) = spot {
                let help = "set it without rollout, for the whole run of the arm";
                self.problem(&spot, format!("{path} cannot change during the run"), help);
            }
        }
    }

    fn lay(&mut self, platform: &mut Platform, patch: &Patch<'_>, prefix: &str) {
        for (document, entry, citation) in &patch.layers {
            let Some(table) = entry.value.table() else { continue };
            let mut context = Context::new(document, prefix, false).below("platform").below(&patch.platform);
            context.citation.clone_from(citation);
            self.places.insert(context.full(), context.spot(&entry.at));
            self.group(platform, table, &context, Place::Policy);
        }
    }
}
