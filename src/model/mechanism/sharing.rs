//! # Sharing: abuse material is passed on
//!
//! **What it does.** An offender passes on files in sessions, at random instants. A session's files are known to the lists, altered
//! copies of known ones, or new. A session does not happen while the account is lost, or where messages carry no images.
//!
//! **Why it matters.** Known, altered and new material are found by different channels, and encryption blinds each differently (M1,
//! M2). Most reports are copies of few files (evidence: `fb_dup_share_2020`, `fb_six_videos_share`), most of them shared without
//! malice (`fb_nonmalicious_share`): report counts are neither victims nor offenders (M14).
//! Whether messages carry images at all is a choice of its own (M17; evidence: `tiktok_photo_dm`).
//!
//! **Switched off.** No abuse material is passed on.
//!
//! **Limits.** Where messages carry no images, nobody goes elsewhere for that. Files have no identity: that a file is known is
//! drawn by session, and a file never becomes known by being found. Whoever receives them is taken for an adult of the sender's
//! market, and reports nothing.

use super::Mechanism;
use super::detection::Sight;
use crate::engine::{Clock, Stream};
use crate::model::chance::{BEFORE_FIRST, Decision};
use crate::model::event::{Event, schedule};
use crate::model::outcome::Outcome;
use crate::model::population::{ADULT, Account};
use crate::model::simulation::Simulation;
use crate::parameter::Param;
use crate::units::{Multiple, PerTime, Probability, Share};

crate::parameters! {
    /// How an offender passes on abuse material.
    pub struct Sharing {
        /// Sharing sessions by one offender.
        "rate" [shared] rate: Param<PerTime>,
        /// Mean number of files in a session.
        "files" [shared] files: Param<Multiple>,
        /// Share of sessions whose files are on the lists of known material.
        "known" [shared] known: Param<Share>,
        /// Share of sessions whose files are altered copies of known material. What is left is new material.
        "near-duplicate" [shared] near_duplicate: Param<Share>,
        /// The chance that a session leaves a trace on a surface that stays readable under every regime.
        "surface" [shared] surface: Param<Probability>,
        /// Share of sessions with files that many people are passing on at the time.
        "viral" [shared] viral: Param<Share>,
    }
}

impl Simulation {
    pub(in crate::model) fn first_share(&self, number: u32, clock: &mut Clock<Event>) {
        let (_, wait) = self.chance.act(Decision::ShareGap, self.offenders[number as usize].id, BEFORE_FIRST);
        self.next_share(number, wait, clock);
    }

    fn next_share(&self, number: u32, mut wait: Stream, clock: &mut Clock<Event>) {
        let offender = &self.offenders[number as usize];
        let rate = self.class_of(number).rules.sharing.rate.number();
        if rate > 0.0 && self.plays(Mechanism::Sharing) {
            let at = clock.now().after_days(wait.exponential(1.0 / rate));
            if at < offender.until && at <= self.horizon {
                schedule(clock, at, Event::Share(number));
            }
        }
    }

    pub(in crate::model) fn share(&mut self, number: u32, clock: &mut Clock<Event>) {
        let offender = self.offenders[number as usize];
        let (session, wait) = self.chance.act(Decision::ShareGap, offender.id, offender.shares);
        self.offenders[number as usize].shares += 1;
        self.next_share(number, wait, clock);
        let account = self.which_account(&offender, session);
        let platform = usize::from(offender.platform);
        let timeline = &self.platforms[platform].timeline;
        let passes = timeline.adults_exchange_images(clock.now());
        if !passes || self.standing(number, account).lost || clock.now() >= offender.until {
            return;
        }
        let class = self.class_of(number);
        let rules = &class.rules;
        let mut stream = self.chance.of(Decision::ShareKind, session, 0);
        let [kind, on_surface] = stream.halves();
        let [files, among_many] = stream.halves();
        let (known, near) = (rules.sharing.known.number(), rules.sharing.near_duplicate.number());
        let is_new = kind >= known + near;
        let matches = match kind {
            u if u < known => 1.0,
            u if u < known + near => timeline.now(clock.now()).rules.detection.near_duplicate_match.number(),
            _ => 0.0,
        };
        let files = class.files.quantile(files);
        let surface = on_surface < rules.sharing.surface.number();
        let viral = among_many < rules.sharing.viral.number();
        let market = usize::from(offender.market);
        let reader = || Account { declared: ADULT, position: stream.uniform(), reluctance: 1.0 };
        let taste = rules.privacy_taste.number();
        let encrypted = self.encrypts(platform, clock.now(), [market; 2], taste, || offender.account(), reader);
        let sight = Sight {
            id: session,
            to: market,
            files,
            matches,
            new_image: is_new,
            surface,
            viral,
            encrypted,
            imagery: true,
            ..Sight::default()
        };
        let outcome = if is_new { Outcome::NewShared } else { Outcome::KnownShared };
        self.count_offender(outcome, platform, number, clock.now(), 1.0);
        self.look(number, account, platform, &sight, clock);
    }
}
