//! Curves out of thin air, and claims about them.

use dropout_lab::claim::{Claim, ClaimVerdict, Evaluated, Outcome, Place, RunCurve, compare};
use dropout_lab::spec::{Arm, Opened, Spec};
use sha2::{Digest, Sha256};

/// Three arms of four replicates, evaluated five times.
pub(crate) const LINK: &str =
    "v=1&data=synthetic&train=256&test=1000&hidden=16,16&drop=0,0.3,0.4&pin=mild:0,0.1,0.1&batch=32&epochs=4&replicates=4";

/// The spec of a link that must be free of faults.
pub(crate) fn spec(link: &str) -> Spec {
    let Opened { spec, notices, .. } = Opened::from_link(link);
    assert!(notices.is_empty(), "the link {link} is not clean: {notices:?}");
    spec
}

/// A number in 0..1 that depends on nothing but what it is made of.
pub(crate) fn chance(of: &str) -> f64 {
    let hash = Sha256::digest(of.as_bytes());
    f64::from(u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])) / f64::from(u32::MAX)
}

/// Curves of every run, each number changed by what `drift` says of it.
pub(crate) fn curves(spec: &Spec, drift: impl Fn(Arm, u32, u32, usize) -> f64) -> Vec<RunCurve> {
    let mut steps = vec![0];
    while steps[steps.len() - 1] < spec.steps() {
        steps.push(spec.evaluation_after(steps[steps.len() - 1]));
    }
    let of_run = |arm: Arm, replicate: u32| {
        let evaluated = |&step: &u32| {
            let progress = 1.0 - 0.8 * f64::from(step) / f64::from(spec.steps());
            let value = |measure: usize| {
                let own = 0.05 * chance(&format!("{arm} {replicate} {step} {measure}"));
                let value = if measure.is_multiple_of(2) { 2.3 * progress + own } else { 0.95 - 0.8 * progress + own };
                value + drift(arm, replicate, step, measure)
            };
            Evaluated { step, measures: [value(0), value(1), value(2), value(3)] }
        };
        RunCurve { arm, replicate, evaluated: steps.iter().map(evaluated).collect(), diverged_at: None, stopped_at: None }
    };
    spec.runs().iter().map(|run| of_run(run.arm, run.replicate)).collect()
}

/// The same, unchanged.
pub(crate) fn plain(spec: &Spec) -> Vec<RunCurve> {
    curves(spec, |_, _, _, _| 0.0)
}

/// What these curves came to.
pub(crate) fn outcome(spec: &Spec, curves: &[RunCurve]) -> Outcome {
    Outcome::of(spec, curves).expect("every run has ended")
}

/// The claim, trained on the CPU, that these curves are those of the experiment.
pub(crate) fn claim(spec: &Spec, curves: &[RunCurve]) -> Claim {
    Claim::new(Place::cpu(), outcome(spec, curves))
}

/// What a text claims, compared with curves that were found at a place.
pub(crate) fn judged(spec: &Spec, text: &str, curves: &[RunCurve], here: &Place) -> ClaimVerdict {
    let claim = Claim::read(text, spec).expect("the text is whole");
    compare(&claim, spec, &outcome(spec, curves), here, 0)
}

/// A text with one part changed and its checksum made to fit, as a forger would.
pub(crate) fn forged(text: &str, part: usize, change: impl Fn(&str) -> String) -> String {
    let mut parts: Vec<String> = text.split('/').map(str::to_owned).collect();
    parts[part] = change(&parts[part]);
    let last = parts.len() - 1;
    let body = parts[..last].join("/") + "/";
    let checksum: String = Sha256::digest(body.as_bytes())[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    body + &checksum
}

/// The parts of a claim by their place in it.
pub(crate) mod part {
    pub(crate) const PLACE: usize = 1;
    pub(crate) const PROGRAM: usize = 2;
    pub(crate) const DIGEST: usize = 4;
    pub(crate) const ARMS: usize = 5;
    pub(crate) const RUNS: usize = 6;
    pub(crate) const POINTS: usize = 7;
}
