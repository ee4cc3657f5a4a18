//! Verdicts on real training: equal settings are called inconclusive as often as promised, a planted difference is always found.

use std::sync::Mutex;
use std::thread;

use dropout_lab::effects::{At, Comparison, Measure, effects};
use dropout_lab::model::Device;
use dropout_lab::spec::{Arm, Spec};
use dropout_lab::stats::Verdict;

use crate::support::{cohort, finish, measured, spec};

/// Small nets that overfit in a moment, on examples some of whose labels are wrong.
const NET: &str = "v=1&data=synthetic&train=96&test=96&label_noise=0.3&hidden=24,24&batch=16&epochs=30&lr=0.3&replicates=5";

#[test]
fn of_a_hundred_comparisons_of_the_same_between_90_and_99_are_inconclusive() {
    // Half a million keeps the seeds of all arms of all experiments apart.
    let link = |seed: u32| format!("{NET}&seed={seed}&drop=0,0.3,0.3&pin=again:0,0.3,0.3@{}&reference=pinned-1", seed + 500_000);
    let found = verdicts(100, link);
    let inconclusive = found.iter().filter(|&&verdict| verdict == Verdict::Inconclusive).count();
    assert!((90..=99).contains(&inconclusive), "found {inconclusive} of {}", found.len());
}

#[test]
fn a_planted_difference_is_found_in_all_of_twenty_experiments() {
    let found = verdicts(20, |seed| format!("{NET}&seed={seed}&drop=0,0.8,0.8"));
    assert_eq!(found, [Verdict::Smaller; 20], "drop 0.8 leaves less of a gap than none");
}

/// What is said about the accuracy gap of the treatment at the end of so many experiments, each from a seed of its own.
fn verdicts(count: u32, link: impl Fn(u32) -> String + Sync) -> Vec<Verdict> {
    let (next, found) = (Mutex::new(0..count), Mutex::new(Vec::new()));
    let take = || next.lock().expect("no thread panicked").next();
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(experiment) = take() {
                    let verdict = verdict(&spec(&link(1000 * experiment)));
                    found.lock().expect("no thread panicked").push(verdict);
                }
            });
        }
    });
    found.into_inner().expect("no thread panicked")
}

fn verdict(spec: &Spec) -> Verdict {
    let compared = [Arm::Treatment, spec.reference];
    let runs = spec.runs().into_iter().filter(|run| compared.contains(&run.arm)).collect();
    let results = finish(&mut cohort(spec, runs, &Device::cpu()), spec.steps());
    let last = results.iter().filter(|(step, _)| *step == spec.steps());
    let measured = last.map(|(step, result)| measured(*step, result)).collect();
    let found = effects(spec, &Comparison { at: At::Last, measured, holm: false, accuracy_size: None, loss_size: None });
    let treatment = found.arms.iter().find(|arm| arm.arm == Arm::Treatment).expect("the treatment is compared");
    let gap = treatment.effects.iter().find(|effect| effect.measure == Measure::AccuracyGap);
    gap.expect("it was trained to the end").verdict
}
