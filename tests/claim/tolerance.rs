//! Between devices: drift is forgiven, half a point is not, and training that amplifies rounding is judged by its paired runs.

use dropout_lab::claim::{ClaimVerdict, ClaimVerdictKind, Place};
use dropout_lab::spec::{Arm, Spec};

use crate::made::{LINK, chance, claim, curves, forged, judged, part, plain, spec};

fn on_webgpu(spec: &Spec, drift: impl Fn(Arm, u32, u32, usize) -> f64) -> ClaimVerdict {
    judged(spec, &claim(spec, &plain(spec)).text(spec), &curves(spec, drift), &Place::webgpu("software"))
}

/// A rounding of this size, another one for each number.
fn noise(arm: Arm, replicate: u32, step: u32, measure: usize) -> f64 {
    chance(&format!("noise {arm} {replicate} {step} {measure}")) - 0.5
}

#[test]
fn drift_between_devices_is_within_the_stated_tolerance() {
    let spec = spec(LINK);
    let verdict = on_webgpu(&spec, |arm, replicate, step, measure| 1e-4 * noise(arm, replicate, step, measure));
    assert_eq!((verdict.kind, &*verdict.title), (ClaimVerdictKind::Close, "Reproduced within tolerance"));
    let told = verdict.sentences.join(" ");
    assert!(told.contains("Claimed on the CPU, found on WebGPU (software)"), "{told}");
    assert!(told.contains("an arm's mean may be off by 0.20 points in accuracy and by 1% in loss"), "{told}");
    assert!(told.contains("The means that lie furthest apart: "), "{told}");
    assert!(!told.contains("amplified"), "{told}");
}

#[test]
fn half_a_point_differs_in_every_measure_of_every_arm() {
    let spec = spec(LINK);
    for (arm, name) in spec.arms().into_iter().zip(["baseline", "treatment", "mild"]) {
        for (measure, what) in [(1, "train accuracy"), (3, "test accuracy")] {
            let verdict = on_webgpu(&spec, |of, replicate, step, at| {
                let shift = if (of, at, step) == (arm, measure, spec.steps()) { 0.005 } else { 0.0 };
                shift + 1e-4 * noise(of, replicate, step, at)
            });
            assert_eq!(verdict.kind, ClaimVerdictKind::Differs, "{name}, {what}");
            assert!(verdict.sentences[0].starts_with(&format!("{name}, {what}, mean at the end: claimed ")), "{verdict:?}");
        }
    }
}

#[test]
fn half_a_point_of_a_single_replicate_differs() {
    let spec = spec("v=1&train=1000&test=1000&epochs=2&replicates=1");
    let verdict =
        on_webgpu(&spec, |arm, _, step, measure| if (arm, step, measure) == (Arm::Treatment, spec.steps(), 3) { 0.005 } else { 0.0 });
    assert_eq!(verdict.kind, ClaimVerdictKind::Differs);
}

#[test]
fn a_loss_that_is_off_at_step_0_differs_since_nothing_has_amplified_it() {
    let spec = spec(LINK);
    let verdict = on_webgpu(&spec, |arm, _, step, measure| if (arm, step, measure) == (Arm::Baseline, 0, 0) { 0.004 } else { 0.0 });
    assert_eq!(verdict.kind, ClaimVerdictKind::Differs);
    assert!(verdict.sentences[0].starts_with("baseline, train loss, mean at step 0: claimed "), "{verdict:?}");
}

#[test]
fn a_claim_whose_mean_is_not_that_of_its_runs_contradicts_itself() {
    let spec = spec(LINK);
    let text = claim(&spec, &plain(&spec)).text(&spec);
    // A run of the treatment alone, whose share in the mean is a fourth.
    let altered = forged(&text, part::RUNS, |runs| format!("{}V{}", &runs[..27], &runs[28..]));
    let verdict = judged(&spec, &altered, &curves(&spec, |_, _, _, _| 1e-6), &Place::webgpu(""));
    assert_eq!(verdict.kind, ClaimVerdictKind::Differs);
    assert!(verdict.sentences[0].starts_with("The claim contradicts itself: treatment, test accuracy"), "{verdict:?}");
}

/// Twelve replicates that training took apart by points, in no direction.
fn amplified(spec: &Spec, shift: f64) -> ClaimVerdict {
    on_webgpu(spec, |arm, replicate, step, measure| match (arm, step > 0) {
        (Arm::Treatment, true) => shift + 0.04 * noise(arm, replicate, step, measure),
        _ => 0.0,
    })
}

#[test]
fn runs_that_training_took_apart_are_judged_by_their_paired_differences() {
    let spec = spec(&LINK.replace("replicates=4", "replicates=12"));
    let verdict = amplified(&spec, 0.0);
    assert_eq!(verdict.kind, ClaimVerdictKind::Close, "{verdict:?}");
    assert!(verdict.sentences.join(" ").contains("Training amplified the rounding in treatment"), "{verdict:?}");
    for shift in [0.02, -0.02] {
        let verdict = amplified(&spec, shift);
        assert_eq!(verdict.kind, ClaimVerdictKind::Differs, "all shifted by {shift}");
        assert!(verdict.sentences.join(" ").contains("a run there settles it"), "{verdict:?}");
    }
}

#[test]
fn own_files_are_named_as_a_reason() {
    let spec = spec(&LINK.replace("data=synthetic", "data=files"));
    let verdict = on_webgpu(&spec, |_, _, _, _| 0.1);
    assert_eq!(verdict.kind, ClaimVerdictKind::Differs);
    assert!(verdict.sentences.join(" ").contains("reader's own files"), "{verdict:?}");
}
