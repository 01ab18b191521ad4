//! The terms of a target: outcomes of an arm in a place, in the words of `targets.csv`.

use crate::model::Outcome;

/// One outcome of one arm in one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// 1, or -1 where it is taken away.
    pub sign: f64,
    /// Arm; none for the baseline.
    pub arm: Option<String>,
    /// Platform, market and age band by name; none for all.
    pub place: [Option<String>; 3],
    /// Outcome.
    pub outcome: Outcome,
}

/// Where the terms of a target stand that do not say it themselves.
pub(super) struct Home {
    arm: Option<String>,
    /// Each platform with each market and each age band.
    places: Vec<[Option<String>; 3]>,
}

impl Home {
    /// From the columns `arm`, `platform`, `place` and `band`: names apart by spaces, "all" or nothing for no breakdown.
    pub fn new(arm: &str, platform: &str, market: &str, band: &str) -> Self {
        let [platforms, markets, bands] = [platform, market, band].map(|names| {
            let names: Vec<_> = names.split_whitespace().map(named).collect();
            if names.is_empty() { vec![None] } else { names }
        });
        let mut places = Vec::new();
        for platform in &platforms {
            for market in &markets {
                places.extend(bands.iter().map(|band| [platform.clone(), market.clone(), band.clone()]));
            }
        }
        Self { arm: (!arm.is_empty()).then(|| arm.to_owned()), places }
    }

    /// A sum of terms, apart by spaces.
    pub fn sum(&self, text: &str) -> Result<Vec<Term>, String> {
        let terms: Result<Vec<Vec<Term>>, String> = text.split_whitespace().map(|text| self.terms(text)).collect();
        terms.map(|terms| terms.concat())
    }

    /// `outcome`, in the places of the row; `arm:outcome`, there in another arm; `arm/platform/market/age band/outcome`, in a place of
    /// its own. A minus before it takes it away.
    fn terms(&self, text: &str) -> Result<Vec<Term>, String> {
        let (sign, rest) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
        let parts: Vec<&str> = rest.split('/').collect();
        let (arm, places, id) = match parts[..] {
            [short] => match short.split_once(':') {
                Some((arm, id)) => (Some(arm.to_owned()), self.places.clone(), id),
                None => (self.arm.clone(), self.places.clone(), short),
            },
            [arm, platform, market, band, id] => (Some(arm.to_owned()), vec![[platform, market, band].map(named)], id),
            _ => return Err(format!("{text} is neither outcome, arm:outcome nor arm/platform/market/age band/outcome")),
        };
        if places.iter().any(|[_, market, band]| market.is_some() && band.is_some()) {
            return Err(format!("{text} has a market and an age band: no outcome is broken down by both"));
        }
        let outcome = Outcome::by_id(id).ok_or_else(|| format!("{id} is no outcome"))?;
        Ok(places.into_iter().map(|place| Term { sign, arm: arm.clone(), place, outcome }).collect())
    }
}

fn named(name: &str) -> Option<String> {
    (name != "all").then(|| name.to_owned())
}
