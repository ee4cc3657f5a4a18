//! On the CPU: the same bits are reproduced to the last digit, and any number that was altered is found, with its place.

use dropout_lab::claim::{Claim, ClaimVerdictKind, Place, compare};

use crate::made::{LINK, claim, curves, forged, judged, outcome, part, plain, spec};

/// Measures in the order of a claim, as sentences name them.
const NAMES: [&str; 4] = ["train loss", "train accuracy", "test loss", "test accuracy"];
const ARMS: [&str; 3] = ["baseline", "treatment", "mild"];

#[test]
fn the_same_bits_are_reproduced_to_the_last_digit() {
    let spec = spec(LINK);
    let text = claim(&spec, &plain(&spec)).text(&spec);
    let verdict = judged(&spec, &text, &plain(&spec), &Place::cpu());
    assert_eq!((verdict.kind, &*verdict.title), (ClaimVerdictKind::Exact, "Reproduced to the last digit"));
    assert!(verdict.sentences[0].starts_with("All 12 curves are the same in every bit"), "{verdict:?}");
}

#[test]
fn one_bit_of_one_evaluation_is_enough_to_differ() {
    let spec = spec(LINK);
    let text = claim(&spec, &plain(&spec)).text(&spec);
    let mut other = plain(&spec);
    let number = &mut other[7].evaluated[2].measures[3];
    *number = f64::from_bits(number.to_bits() + 1);
    let verdict = judged(&spec, &text, &other, &Place::cpu());
    assert_eq!((verdict.kind, &*verdict.title), (ClaimVerdictKind::Differs, "Differs from the claim"));
    let told = verdict.sentences.join(" ");
    assert!(
        told.contains("The marks of 1 of 12 curves are others than claimed: treatment, replicate 3.")
            && told.contains("Digest of all curves"),
        "{told}"
    );
}

#[test]
fn every_altered_mean_is_found_with_arm_and_measure() {
    let spec = spec(LINK);
    let text = claim(&spec, &plain(&spec)).text(&spec);
    for (arm, name) in ARMS.iter().enumerate() {
        for (measure, what) in NAMES.iter().enumerate() {
            for by in [0.005, 0.00001] {
                let altered = forged(&text, part::ARMS, |arms| changed(arms, arm, measure, by));
                for here in [Place::cpu(), Place::webgpu("")] {
                    let verdict = judged(&spec, &altered, &plain(&spec), &here);
                    let place = format!("{name}, {what}, mean at the end: claimed ");
                    assert_eq!(verdict.kind, ClaimVerdictKind::Differs, "{place}");
                    assert!(verdict.sentences.iter().any(|sentence| sentence.starts_with(&place)), "{place}: {:?}", verdict.sentences);
                }
            }
        }
    }
}

/// The arms of a claim with one number of one arm off.
fn changed(arms: &str, arm: usize, measure: usize, by: f64) -> String {
    let mut arms: Vec<Vec<String>> = arms.split(';').map(|arm| arm.split(',').map(str::to_owned).collect()).collect();
    let number: f64 = arms[arm][measure].parse().expect("a number");
    arms[arm][measure] = format!("{:.5}", number + by);
    arms.iter().map(|arm| arm.join(",")).collect::<Vec<_>>().join(";")
}

#[test]
fn every_altered_number_of_a_run_or_a_step_is_found_with_its_place() {
    let spec = spec(LINK);
    let text = claim(&spec, &plain(&spec)).text(&spec);
    let letter = |text: &str, at: usize| {
        let other = if &text[at..=at] == "A" { "B" } else { "A" };
        format!("{}{other}{}", &text[..at], &text[at + 1..])
    };
    let check = |part: usize, at: usize, place: String| {
        let verdict = judged(&spec, &forged(&text, part, |text| letter(text, at)), &plain(&spec), &Place::cpu());
        assert_eq!(verdict.kind, ClaimVerdictKind::Differs, "{place}");
        assert!(verdict.sentences.iter().any(|sentence| sentence.starts_with(&place)), "{place}: {:?}", verdict.sentences);
    };
    for (run, width) in (0..12).map(|run| (run, 14)) {
        let (name, replicate) = (ARMS[run % 3], run / 3 + 1);
        check(
            part::RUNS,
            run * width,
            "The marks of 1 of 12 curves are others than claimed: ".to_owned() + &format!("{name}, replicate {replicate}."),
        );
        for (measure, what) in NAMES.iter().enumerate() {
            check(part::RUNS, run * width + 2 + 3 * measure + 1, format!("{name}, {what}, replicate {replicate} at its end: claimed "));
        }
    }
    for (at, step) in [0, 8, 16, 24].into_iter().enumerate() {
        for (arm, name) in ARMS.iter().enumerate() {
            for (measure, what) in NAMES.iter().enumerate() {
                let letter = (arm * 4 + at) * 12 + 3 * measure + 1;
                check(part::POINTS, letter, format!("{name}, {what}, mean at step {step}: claimed "));
            }
        }
    }
    check(part::DIGEST, 5, "Digest of all curves: claimed ".to_owned());
}

#[test]
fn runs_that_diverged_or_stopped_are_part_of_the_claim() {
    let spec = spec(&format!("{LINK}&patience=2"));
    let mut found = plain(&spec);
    found[1].evaluated.truncate(2);
    found[1].diverged_at = Some(16);
    found[3].evaluated.truncate(3);
    found[3].stopped_at = Some(16);
    for replicate in 0..4 {
        found[2 + 3 * replicate].diverged_at = Some(8);
        found[2 + 3 * replicate].evaluated.truncate(1);
    }
    let text = claim(&spec, &found).text(&spec);
    assert!(text.contains("@1;@4/"), "one of the treatment's runs and all of the third arm's: {text}");
    assert_eq!(judged(&spec, &text, &found, &Place::cpu()).kind, ClaimVerdictKind::Exact);

    let mut other = found.clone();
    other[1] = plain(&spec)[1].clone();
    let verdict = judged(&spec, &text, &other, &Place::webgpu(""));
    let told = verdict.sentences.join(" ");
    assert_eq!(verdict.kind, ClaimVerdictKind::Differs);
    assert!(told.contains("treatment, runs that diverged: claimed 1, found 0 of 4."), "{told}");
    assert!(told.contains("treatment, train loss, replicate 1 at its end: claimed a run that diverged, found 0."), "{told}");

    let mut later = found.clone();
    later[3].stopped_at = Some(24);
    assert_eq!(judged(&spec, &text, &later, &Place::cpu()).kind, ClaimVerdictKind::Differs, "it stopped elsewhere");
}

#[test]
fn a_single_replicate_and_a_schedule_are_as_good_as_others() {
    for link in
        ["v=1&train=256&test=100&epochs=2&replicates=1", "v=1&train=256&test=100&batch=32&epochs=3&replicates=2&then=5:0,0,0;12:0,0.9,0.9"]
    {
        let spec = spec(link);
        let text = claim(&spec, &plain(&spec)).text(&spec);
        assert_eq!(judged(&spec, &text, &plain(&spec), &Place::cpu()).kind, ClaimVerdictKind::Exact, "{link}");
        let other = curves(&spec, |_, _, step, measure| if step == spec.steps() && measure == 3 { 0.005 } else { 0.0 });
        assert_eq!(judged(&spec, &text, &other, &Place::cpu()).kind, ClaimVerdictKind::Differs, "{link}");
    }
}

#[test]
fn runs_that_were_kept_are_no_reproduction() {
    let spec = spec(LINK);
    let found = outcome(&spec, &plain(&spec));
    let verdict = compare(&claim(&spec, &plain(&spec)), &spec, &found, &Place::cpu(), 5);
    assert_eq!((verdict.kind, &*verdict.title), (ClaimVerdictKind::Exact, "Agrees to the last digit, with runs kept from before"));
    assert!(verdict.sentences.iter().any(|sentence| sentence.starts_with("5 of 12 runs were kept in this browser")), "{verdict:?}");
}

#[test]
fn an_older_arithmetic_is_named_instead_of_a_fault() {
    let spec = spec(LINK);
    let drifted = curves(&spec, |_, _, _, _| 1e-6);
    let text = forged(&claim(&spec, &drifted).text(&spec), part::PROGRAM, |_| "0.0.9-0".to_owned());
    let claim = Claim::read(&text, &spec).expect("it is whole");
    let verdict = compare(&claim, &spec, &outcome(&spec, &plain(&spec)), &Place::cpu(), 0);
    assert_eq!(verdict.kind, ClaimVerdictKind::Close);
    assert!(verdict.sentences[0].starts_with("The claim is of version 0.0.9, whose arithmetic was another"), "{verdict:?}");
}
