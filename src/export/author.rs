//! What nobody but the author of a result can say of it.

use serde_json::Value;

/// What nobody but the author of a result can say of it; nothing of it is in a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// Their name.
    pub name: Option<String>,
    /// The address of the licence under which they publish it.
    pub license: Option<String>,
    /// The day on which they publish it, as `2026-11-27`.
    pub published: Option<String>,
}

impl Author {
    /// What is not said, in words.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let parts = [(&self.name, "the author (--author)"), (&self.license, "the licence (--license)")];
        let parts = parts.into_iter().chain([(&self.published, "the day of publication (--published)")]);
        parts.filter(|(said, _)| said.is_none()).map(|(_, what)| what).collect()
    }

    /// What an RO-Crate that veilsim wrote has of its author.
    pub(super) fn of_crate(text: &str) -> Self {
        let read: Value = serde_json::from_str(text).unwrap_or_default();
        let entity = |id: &str| read["@graph"].as_array().and_then(|all| all.iter().find(|entity| entity["@id"] == id));
        let said = |value: &Value| value.as_str().map(str::to_owned);
        Self {
            name: entity("#author").and_then(|person| said(&person["name"])),
            license: entity("./").and_then(|root| said(&root["license"]["@id"])),
            published: entity("./").and_then(|root| said(&root["datePublished"])),
        }
    }
}
