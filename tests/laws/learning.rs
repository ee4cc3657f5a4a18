//! Learning: the synthetic set can be learned and overfitted, and dropout narrows the gap there.

use dropout_lab::experiment::RunResult;
use dropout_lab::model::Device;
use dropout_lab::spec::Spec;
use dropout_lab::stats::{Difference, Summary, Verdict};

use crate::support::{cohort, finish, spec};

fn last(spec: &Spec) -> Vec<RunResult> {
    let results = finish(&mut cohort(spec, spec.runs(), &Device::cpu()), u32::MAX);
    results.into_iter().filter(|(step, _)| *step == spec.steps()).map(|(_, result)| result).collect()
}

fn of_arm(results: &[RunResult], arm: &str, measure: fn(&RunResult) -> f64) -> Vec<f64> {
    results.iter().filter(|result| result.arm == arm).map(measure).collect()
}

#[test]
fn few_examples_are_overfitted_and_dropout_narrows_the_gap() {
    let spec = spec("v=1&data=synthetic&train=1500&test=500&hidden=128,128&batch=64&epochs=15&replicates=5&momentum=0.9&lr=0.05");
    let results = last(&spec);
    let learned = Summary::of(&of_arm(&results, "baseline", |result| result.train_accuracy)).expect("five replicates");
    let told = Summary::of(&of_arm(&results, "baseline", |result| result.test_accuracy)).expect("five replicates");
    assert!(learned.mean > 0.98, "the training set is learned by heart, found {}", learned.mean);
    assert!((0.5..0.9).contains(&told.mean), "far above chance, far below the training set, found {}", told.mean);
    let gap = |result: &RunResult| result.test_loss - result.train_loss;
    let effect = Difference::paired(&of_arm(&results, "treatment", gap), &of_arm(&results, "baseline", gap)).expect("pairs");
    assert_eq!(effect.verdict(), Verdict::Smaller, "the loss gap, {effect:?}");
}
