//! Arms: pinned, named, moved, removed, swapped, with the reference following whom it meant.

use dropout_lab::spec::{Arm, ArmChange, Opened, Spec};

use crate::support::spec;

/// The link after these changes, none of which may be refused.
fn after(link: &str, changes: &[ArmChange]) -> String {
    let changed = changes.iter().fold(spec(link), |spec, change| {
        let Opened { spec, notices, .. } = spec.with_arms(change);
        let other: Vec<_> = notices.iter().filter(|notice| notice.key != "reference").collect();
        assert!(other.is_empty(), "{change:?}: {other:?}");
        spec
    });
    changed.to_link()
}

/// What is said of the reference.
fn said_of_the_reference(link: &str, change: &ArmChange) -> String {
    let notices = spec(link).with_arms(change).notices;
    notices.iter().filter(|notice| notice.key == "reference").map(ToString::to_string).collect()
}

/// What is said to a change that cannot be made, and that nothing changed.
fn refusal(link: &str, change: &ArmChange) -> String {
    let before = spec(link);
    let Opened { spec, notices, .. } = before.with_arms(change);
    assert_eq!(spec, before, "{change:?}");
    notices.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn pinning_keeps_the_treatment_as_an_arm_once() {
    assert_eq!(after("v=1", &[ArmChange::Pin]), "v=1&pin=0,0.5,0.5");
    assert_eq!(after("v=1", &[ArmChange::Pin, ArmChange::Pin]), "v=1&pin=0,0.5,0.5", "the same is pinned once");
}

#[test]
fn a_pinned_arm_is_the_treatment_s_run_and_needs_no_training_of_its_own() {
    let spec = spec("v=1&pin=0,0.5,0.5");
    let [treatment, pinned] = [Arm::Treatment, Arm::Pinned(0)].map(|arm| spec.run_key(&spec.run(arm, 3)));
    assert_eq!(treatment, pinned);
}

#[test]
fn the_seventh_arm_is_refused() {
    let full = "v=1&pin=0,0.1,0.1;0,0.2,0.2;0,0.3,0.3;0,0.4,0.4;0,0.6,0.6;0,0.7,0.7";
    assert!(refusal(full, &ArmChange::Pin).contains("found 6 pinned arms already"));
}

#[test]
fn a_schedule_is_not_pinned_and_that_is_said() {
    let Opened { spec, notices, .. } = spec("v=1&then=62:0,0.1,0.2").with_arms(&ArmChange::Pin);
    assert_eq!(spec.pin[0].drop.probs(), [0.0, 0.1, 0.2]);
    assert!(notices[0].message.contains("changes while training are not pinned"), "{notices:?}");
}

#[test]
fn names_are_given_and_taken_and_odd_ones_refused() {
    let rename = |name: &str| ArmChange::Rename { index: 0, name: name.to_owned() };
    assert_eq!(after("v=1&pin=0,0.1,0.1", &[rename(" half the rate ")]), "v=1&pin=half%20the%20rate:0,0.1,0.1");
    assert_eq!(after("v=1&pin=a:0,0.1,0.1", &[rename("")]), "v=1&pin=0,0.1,0.1");
    for name in ["a;b", "a:b", "a@1", "<b>", "longer than anybody would want", "baseline", "treatment", "pinned-2"] {
        assert!(refusal("v=1&pin=0,0.1,0.1", &rename(name)).contains("expected names of at most 24"), "{name}");
    }
}

#[test]
fn no_two_arms_have_one_name() {
    let link = "v=1&drop=0,0.1,0.5&pin=unswapped:0,0.2,0.5;b:0,0.3,0.3";
    let rename = ArmChange::Rename { index: 1, name: "unswapped".to_owned() };
    assert!(refusal(link, &rename).contains("which another arm has"));
    assert!(after(link, &[ArmChange::Swap]).ends_with(";0,0.1,0.5&reference=pinned-3"), "{}", after(link, &[ArmChange::Swap]));
}

#[test]
fn the_reference_follows_the_arm_that_it_meant() {
    let link = "v=1&pin=a:0,0.1,0.1;b:0,0.2,0.2;c:0,0.3,0.3&reference=pinned-2";
    let reference = |change: ArmChange| {
        let spec: Spec = spec(link).with_arms(&change).spec;
        spec.arm_name(spec.reference)
    };
    assert_eq!(reference(ArmChange::Move { index: 1, to: 0 }), "b");
    assert_eq!(reference(ArmChange::Move { index: 0, to: 2 }), "b");
    assert_eq!(reference(ArmChange::Remove { index: 0 }), "b");
    assert_eq!(reference(ArmChange::Remove { index: 2 }), "b");
    assert_eq!(reference(ArmChange::Remove { index: 1 }), "baseline", "an arm that is gone is no reference");
    assert_eq!(reference(ArmChange::Reference { arm: Arm::Treatment }), "treatment");
    assert!(refusal(link, &ArmChange::Remove { index: 3 }).contains("found pinned-4, expected one of 3 pinned arms"));
}

#[test]
fn a_change_that_moves_the_reference_says_so_and_no_other_does() {
    let link = "v=1&drop=0,0.2,0.5&pin=a:0,0.1,0.1&reference=pinned-1";
    assert_eq!(
        said_of_the_reference(link, &ArmChange::Remove { index: 0 }),
        "reference: all arms are compared with baseline now, no longer with a; the list of arms lets you choose"
    );
    assert!(said_of_the_reference(link, &ArmChange::Swap).contains("compared with unswapped now, no longer with a"));
    assert!(said_of_the_reference(link, &ArmChange::Twin).contains("compared with again now"));
    assert_eq!(said_of_the_reference(link, &ArmChange::Pin), "");
    assert_eq!(said_of_the_reference(link, &ArmChange::Rename { index: 0, name: "b".to_owned() }), "");
}

#[test]
fn a_second_check_finds_the_twin_that_is_there() {
    let once = after("v=1", &[ArmChange::Twin]);
    assert_eq!(after(&once, &[ArmChange::Twin]), once);
    let reseeded = once.replace("v=1", "v=1&seed=9");
    assert_eq!(spec(&after(&reseeded, &[ArmChange::Twin])).pin.len(), 1, "other seeds of the experiment are still others");
}

#[test]
fn swapping_compares_with_the_unswapped_arm_and_back() {
    let swapped = after("v=1&drop=0,0.2,0.5", &[ArmChange::Swap]);
    assert_eq!(swapped, "v=1&drop=0,0.5,0.2&pin=unswapped:0,0.2,0.5&reference=pinned-1");
    let back = spec(&swapped).with_arms(&ArmChange::Swap).spec;
    assert_eq!((back.drop.probs(), back.drop_of(back.reference).probs()), (&[0.0, 0.2, 0.5][..], &[0.0, 0.5, 0.2][..]));
    assert_eq!(back.pin.len(), 1, "swapping back adds no arm");
    assert!(refusal("v=1", &ArmChange::Swap).contains("found 0.5 in both hidden layers, expected two that differ"));
    assert!(refusal("v=1&hidden=64", &ArmChange::Swap).contains("found one hidden layer"));
}

#[test]
fn a_twin_differs_in_its_seeds_alone() {
    let spec = spec(&after("v=1&seed=7", &[ArmChange::Twin]));
    let twin = spec.reference;
    assert_eq!((spec.drop_of(twin), spec.twins()), (spec.drop.clone(), Some([Arm::Treatment, twin])));
    let seeds = |arm| (0..50).map(|replicate| spec.run(arm, replicate).seed).collect::<Vec<_>>();
    assert!(seeds(twin).iter().all(|seed| !seeds(Arm::Treatment).contains(seed)), "not even fifty replicates share a seed");
}
