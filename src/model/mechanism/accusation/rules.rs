//! Accusation: the course of a wrong one: what it is, and its parameters.

use crate::model::mechanism::about::About;
use crate::parameter::Param;
use crate::units::{Probability, Span};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Accusation: the course of a wrong one",
    does: "When police open a case on an innocent person, that person is under suspicion for an exponential time, until cleared; with a \
        chance, devices are held, for an exponential time too. Once cleared, a suspended account may be given back. The days of all \
        this are counted, each day of a person once: under suspicion, without devices, or shut out of an account.",
    matters: "A wrong accusation is not over when a reviewer errs (M8): it has a length, and the account may stay lost after the police have \
        found nothing (evidence: `google_father_case_months`, `instagram_cse_ban_complaints_2025`). Many of those under suspicion can be \
        minors (`spain_tip_minors_2020`).",
    switched_off: "No course is followed and no person-days are counted; accounts are shut and restored on appeal as ever.",
    limits: "Suspicion begins when a case is opened, not with the report, of which nobody learns; how long it lasts is drawn apart from the \
        queue of cases and from how the investigation ends. A person cleared can be accused again. What is lost with an account or a \
        device beyond its days, at work or in a family, is not counted. A restored account is given back for good. Those who passed on \
        a file without malice are not among the innocent here.",
};

crate::parameters! {
    /// What a wrong accusation is in one market.
    pub struct Accusation {
        /// Mean time from the opening of a case on an innocent person until the person is cleared.
        "suspicion" [shared] suspicion: Param<Span>,
        /// The chance that the person's devices are held.
        "devices" [shared] devices: Param<Probability>,
        /// Mean time for which they are held.
        "devices-held" [shared] devices_held: Param<Span>,
    }
}
