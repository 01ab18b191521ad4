//! Detection: what a platform can see, and what it recognises.

pub mod rules;
mod scanned;
pub mod signals;

use self::rules::Channel;
pub(in crate::model) use self::scanned::window_ends;
use self::signals::Signals;
use super::Mechanism;
use super::review;
use crate::engine::Clock;
use crate::engine::distribution::at_least_once;
use crate::model::chance::{Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::flag::{Flag, Subject};
use crate::model::identity::{AccountId, FlagId, OffenderId, PlatformId};
use crate::model::outcome::Outcome;
use crate::model::state::State;

/// Lets every automatic channel look at what an offender does. The one that is first raises a flag.
pub(in crate::model) fn look(
    state: &mut State,
    number: OffenderId,
    account: AccountId,
    platform: PlatformId,
    signals: &Signals,
    clock: &mut Clock<Event>,
) {
    if !state.simulates(Mechanism::Detection) {
        return;
    }
    let offender = &state.offenders[number];
    let timeline = &state.platforms[platform].timeline;
    let regime = timeline.now(clock.now());
    let servers_see = !signals.encrypted && regime.scans([offender.market, signals.to]);
    let malice = state.classes[offender.class].rules.malice.get();
    let mut first: Option<(f64, Channel)> = None;
    let if_seen = |seen: bool, what: f64| if seen { what } else { 0.0 };
    let eyes = [
        (Channel::HashMatch, if_seen(servers_see, signals.matches)),
        (Channel::ImageClassifier, if_seen(servers_see && signals.new_image, 1.0)),
        (Channel::TextClassifier, if_seen(servers_see && signals.text, 1.0)),
        (Channel::Behaviour, if_seen(signals.conduct, 1.0)),
        (Channel::VisibleSurfaces, if_seen(signals.surface, 1.0)),
        (Channel::ClientSideScan, if_seen(signals.encrypted, signals.matches)),
    ];
    for (channel, sees) in eyes {
        if sees <= 0.0 {
            continue;
        }
        let on_device = channel == Channel::ClientSideScan;
        let rules = if on_device { timeline.of(clock.now(), f64::from(offender.position)) } else { regime };
        let past = if on_device && malice { state.evasion(clock.now()) } else { 0.0 };
        let one = rules.recall(channel, offender.skill) * sees * (1.0 - past);
        // A session's files are many; its trace on a surface is one.
        let any = if signals.files > 1 && channel != Channel::VisibleSurfaces { at_least_once(one, signals.files) } else { one };
        // The server and the device match the same files against the same lists, and no file is before both: one chance for the two,
        // so that an arm which moves the matching changes no more than that.
        let eye = if on_device { Channel::HashMatch } else { channel };
        let mut stream = state.chance.of_channel(Decision::Recognise, eye as usize, signals.id, 0);
        if stream.chance(any) {
            let delay = stream.exponential(rules.rules.detection.channel(channel).delay.get().days());
            if first.is_none_or(|(soonest, _)| delay < soonest) {
                first = Some((delay, channel));
            }
        }
    }
    if let Some((delay, channel)) = first {
        raise(state, number, account, platform, signals, channel, delay, clock);
    }
}

/// The victim of conversation `conversation` may report, where the platform takes reports. True if so.
pub(in crate::model) fn victim_report(
    state: &mut State,
    (number, account): (OffenderId, AccountId),
    platform: PlatformId,
    (conversation, signals): (u64, &Signals),
    propensity: f64,
    clock: &mut Clock<Event>,
) -> bool {
    let reports = &state.platforms[platform].timeline.now(clock.now()).rules.detection.user_reports;
    let mut stream = state.chance.of(Decision::VictimReports, conversation, 0);
    let does = state.simulates(Mechanism::Detection) && reports.enabled.get() && stream.chance(propensity * reports.ease.number());
    if does {
        let delay = stream.exponential(reports.delay.get().days());
        raise(state, number, account, platform, signals, Channel::UserReport, delay, clock);
    }
    does
}

#[expect(clippy::too_many_arguments, reason = "a flag is who, where, what, how and when")]
fn raise(
    state: &mut State,
    number: OffenderId,
    account: AccountId,
    platform: PlatformId,
    signals: &Signals,
    channel: Channel,
    delay: f64,
    clock: &mut Clock<Event>,
) {
    let content = state.platforms[platform].timeline.now(clock.now()).shows_content(channel, signals.encrypted);
    // At most one flag by a channel, whichever is first, and one by the victim: what comes of it depends on the signals, not on the channel.
    let id = part(signals.id, Decision::Recognise, u32::from(channel == Channel::UserReport));
    let flag = Flag::new(id, Subject::Offender(number, account), platform, channel, content, signals.imagery);
    let away = signals.away;
    let generation =
        if away { state.offenders.generation_away(number, platform) } else { state.offenders.account(number, account).generation };
    let flag = Flag { at: clock.now(), encrypted: signals.encrypted, ..flag };
    let flag = state.flags.raise(Flag { away, generation, viral: signals.viral, known: signals.matches > 0.0, ..flag });
    schedule(clock, clock.now().after_days(delay), Event::Flag(flag));
}

/// A flag on an offender reaches the platform.
pub(in crate::model) fn flag_raised(state: &mut State, number: FlagId, clock: &mut Clock<Event>) {
    let flag = state.flags[number];
    if let Subject::Offender(offender, _) = flag.subject {
        let platform = flag.platform;
        state.count_offender(Outcome::TrueFlags, platform, offender, clock.now(), 1.0);
        state.count_offender(flag.channel.flags().0, platform, offender, clock.now(), 1.0);
    }
    review::submit(state, number, clock);
}
