//! What a mechanism says of itself.

/// What a mechanism says of itself, to readers of `explain` and of the documents.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Its name and what it is about.
    pub title: &'static str,
    /// What it does.
    pub does: &'static str,
    /// Why it matters, and the evidence.
    pub matters: &'static str,
    /// What happens without it.
    pub switched_off: &'static str,
    /// What it leaves out.
    pub limits: &'static str,
}

impl About {
    /// Each heading with its text.
    #[must_use]
    pub fn sections(&self) -> [(&'static str, &'static str); 4] {
        [("What it does", self.does), ("Why it matters", self.matters), ("Switched off", self.switched_off), ("Limits", self.limits)]
    }
}
