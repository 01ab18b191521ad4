//! Readers' own priors: what a reader of one camp would take an assumption to be, in place of the scenario's range. The same draws answer
//! both, weighed anew; nothing else is simulated.

use super::document::{Document, Entry};
use super::grammar::Place;
use super::reader::{Context, Reader};
use super::source::Spot;
use crate::model::assumptions::World;
use crate::parameter::{Source, Spec, each_parameter};
use crate::units::Kind;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// What one reader takes assumptions to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Prior {
    /// What the reader is called in tables.
    pub name: String,
    /// The reader in words.
    pub title: Option<String>,
    /// The assumptions of which the reader's range is another, all others being the scenario's.
    pub ranges: Vec<OwnRange>,
}

/// An assumption of which a reader's range is another.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnRange {
    /// Its path.
    pub path: String,
    /// What kind of quantity it is.
    pub kind: Kind,
    /// The scenario's range.
    pub scenario: Spec,
    /// The reader's, within it.
    pub own: Spec,
    /// Where the reader's comes from.
    pub source: Source,
}

/// What a world states, by path.
type Stated = BTreeMap<String, (Kind, Spec, Source)>;

/// What the layers of a scenario say of a reader.
struct Stating {
    entry: Entry,
    context: Context,
    title: Option<String>,
    layers: Vec<Rc<Document>>,
}

impl Reader {
    /// The readers' priors of all layers, the later over the earlier; what a reader does not state is as in the scenario, and what `--set`
    /// states is so for everybody.
    pub(super) fn priors(&mut self, layers: &[Rc<Document>], base: &World, set: &[(String, String)]) -> Vec<Prior> {
        let mut readers: Vec<Stating> = Vec::new();
        for document in layers {
            let context = Context::new(document, "", true).below("prior");
            let Some(entry) = document.root.get("prior") else { continue };
            let Some(table) = entry.value.table() else {
                self.not_a_table(entry, &context);
                continue;
            };
            for entry in &table.entries {
                let Some(own) = self.stating(entry, document, &context) else { continue };
                match readers.iter_mut().find(|known| known.entry.key == entry.key) {
                    Some(known) => {
                        known.layers.extend(own.layers);
                        known.title = own.title.or(known.title.take());
                    }
                    None => readers.push(own),
                }
            }
        }
        let scenario = stated(&mut base.clone());
        let is_set = |path: &str| {
            set.iter().any(|(own, _)| path == own || path.strip_prefix(own.as_str()).is_some_and(|rest| rest.starts_with('.')))
        };
        readers.into_iter().filter_map(|reader| self.prior(reader, layers, &scenario, &is_set)).collect()
    }

    fn stating(&mut self, entry: &Entry, document: &Rc<Document>, context: &Context) -> Option<Stating> {
        let Some(own) = entry.value.table() else {
            self.not_a_table(entry, &context.below(&entry.key));
            return None;
        };
        let title = own.get("title").and_then(|title| self.text(title, Place::Scenario, context));
        let root = own.only(|key| key != "title");
        let layer = Document { text: Arc::clone(&document.text), root, source: document.source.clone() };
        let fits = self.is_fit_name(entry, context);
        fits.then(|| Stating { entry: entry.clone(), context: context.clone(), title, layers: vec![Rc::new(layer)] })
    }

    fn prior(&mut self, reader: Stating, layers: &[Rc<Document>], scenario: &Stated, is_set: &dyn Fn(&str) -> bool) -> Option<Prior> {
        let Stating { entry, context, title, layers: own } = reader;
        let earlier = self.problems.list.len();
        // What the layers of the scenario leave behind as they are read, they have left already.
        let (titles, notices) = (self.titles.clone(), self.notices.clone());
        let (places, overridden) = (self.places.clone(), self.overridden.clone());
        let mut world = self.base(&layers.iter().cloned().chain(own).collect::<Vec<_>>());
        (self.titles, self.notices, self.overridden) = (titles, notices, overridden);
        let written = std::mem::replace(&mut self.places, places);
        if self.problems.list.len() > earlier {
            return None;
        }
        let start = context.spot(&entry.at);
        let (mut ranges, mut taken) = (Vec::new(), false);
        for (path, (kind, own, source)) in stated(&mut world) {
            let known = scenario.get(&path);
            if known.is_some_and(|(_, spec, _)| *spec == own) {
                continue;
            }
            if is_set(&path) {
                taken = true;
                continue;
            }
            let spot = written.get(&path).unwrap_or(&start);
            let Some((_, known, _)) = known else {
                let help = "a reader's prior gives ranges of what the scenario has";
                self.problem(spot, format!("{path} is not in the scenario"), help);
                continue;
            };
            ranges.extend(self.own_range(spot, (&path, kind), known, own, source));
        }
        if ranges.is_empty() && taken {
            return None;
        }
        if ranges.is_empty() && self.problems.list.len() == earlier {
            let help = "state a range that differs from the scenario's, such as platform.NAME.trust.chilling = { uniform = [0, 0.1] }";
            self.problem(&start, format!("the prior {} changes no range", entry.key), help);
        }
        Some(Prior { name: entry.key, title, ranges })
    }

    /// A reader's range, if the draws of the scenario's can be weighed for it.
    fn own_range(&mut self, spot: &Spot, (path, kind): (&str, Kind), known: &Spec, own: Spec, source: Source) -> Option<OwnRange> {
        let ([low, high], [least, most]) = (own.ends(), known.ends());
        if !known.is_uncertain() {
            let help = "give it a range in the scenario that holds what every reader believes; a prior then weighs the draws from it";
            self.problem(spot, format!("{path} is one value in the scenario, of which there are no other draws"), help);
        } else if !own.is_uncertain() {
            let help = format!("write a range, such as {{ uniform = [{}, {}] }}", kind.show(least), kind.show(most));
            self.problem(spot, format!("{path} is one value, which no draw has exactly"), help);
        } else if low < least || high > most {
            let help = "no draw lies beyond the scenario's range: keep within it, or make that wider";
            let (own, known) = (own.show(&kind), known.show(&kind));
            self.problem(spot, format!("{path}: {own} reaches beyond the scenario's {known}"), help);
        } else {
            return Some(OwnRange { path: path.to_owned(), kind, scenario: *known, own, source });
        }
        None
    }
}

fn stated(world: &mut World) -> Stated {
    let mut found = Stated::new();
    each_parameter(world, &mut |path, _, leaf| {
        if let Some(spec) = leaf.spec() {
            found.insert(path.to_owned(), (leaf.kind(), spec, leaf.source().clone()));
        }
    });
    found
}
