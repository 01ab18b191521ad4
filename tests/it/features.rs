//! Features of a platform other than encryption: what is missing changes what depends on it, and nothing else.

use crate::common::{assert_none, assert_some, blind, runs};
use veilsim::model::{Outcome, Outcomes};

/// The baseline's runs with images from this declared age on, whether anybody looks or not.
fn images_from(age: &str, looks: bool) -> Vec<Outcomes> {
    let off = if looks { Vec::new() } else { blind("tiktok") };
    let mut pairs: Vec<(&str, &str)> = off.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    pairs.extend([
        ("platform.tiktok.images-from", age),
        ("sample", "0.003"),
        ("platform.tiktok.stranger-limits.minimum-age", "none"),
        // Nobody moves to a platform where images pass, and nobody lets police know.
        ("offender.groomer.conversation.move", "0"),
        ("offender.sextortion.conversation.move", "0"),
        ("offender.groomer.adaptation.displace", "0"),
        ("response.13-15.tell", "0"),
        ("response.16-17.tell", "0"),
    ]);
    runs(&pairs).remove(0)
}

#[test]
fn where_no_image_passes_none_is_shared_made_or_flagged() {
    use Outcome::{FalseHash, FalseImage, FalseText, FalseUser, HarmGrooming, HarmNewImages, KnownShared, NewShared, TrueHash, TrueImage};
    let on_tiktok = |runs: &[Outcomes], outcome| -> f64 { runs.iter().filter_map(|run| run.on(outcome, 1)).sum() };
    let (all, none) = (images_from("none", true), images_from("nobody", true));
    let of_images = [FalseHash, FalseImage, HarmNewImages, KnownShared, NewShared, TrueHash, TrueImage];
    for outcome in of_images {
        let [with, without] = [&all, &none].map(|runs| on_tiktok(runs, outcome));
        assert!((with > 0.0 || outcome == FalseHash) && without == 0.0, "{}: {with}, then {without}", outcome.definition().id);
    }
    assert_some(&none, &[HarmGrooming, FalseText, FalseUser]);
}

/// Images that cannot pass are not made; the harm is done without. Adults go on exchanging theirs.
#[test]
fn images_from_18_make_no_image_of_who_declares_less_and_harm_goes_on() {
    use Outcome::{HarmGrooming, HarmNewImages, KnownShared, NewShared};
    let (all, adults) = (images_from("none", false), images_from("18", false));
    let mut fewer = 0.0;
    for (a, b) in all.iter().zip(&adults) {
        let harm = |run: &Outcomes| [HarmGrooming, HarmNewImages].map(|outcome| run.total(outcome).unwrap());
        let ([grooming, images], [more, fewer_images]) = (harm(a), harm(b));
        assert!(
            (grooming + images - more - fewer_images).abs() < 1e-6 && more >= grooming,
            "{grooming} + {images} is not {more} + {fewer_images}"
        );
        fewer += images - fewer_images;
        for outcome in [KnownShared, NewShared, Outcome::ChildrenHarmed, Outcome::HarmSextortion] {
            assert_eq!(a.total(outcome), b.total(outcome), "{}", outcome.definition().id);
        }
    }
    assert!(fewer > 0.0, "{:?}", all.iter().map(|run| run.total(HarmNewImages)).collect::<Vec<_>>());
    assert_none(&adults, &[Outcome::Incidents]);
}
