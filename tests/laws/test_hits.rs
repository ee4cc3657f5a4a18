//! Hits: which test examples a run tells right at its last evaluation, as many as its test accuracy says.

use dropout_lab::experiment::{Report, RunResult, TestHits};
use dropout_lab::model::Device;

use crate::support::{cohort, gpu, reports, results, spec};

/// More test examples than one part of an evaluation holds, and a number that fills no whole byte.
const LINK: &str = "v=1&data=synthetic&train=192&test=1101&hidden=16&batch=32&epochs=3&evals=2&replicates=2&drop=0,0.3&lr=0.2";
const COUNT: usize = 1101;

fn hits(reports: &[Report]) -> Vec<TestHits> {
    reports.iter().flat_map(|report| report.test_hits.iter().cloned()).collect()
}

/// Whether example `at` was told right.
fn bit(hits: &TestHits, at: usize) -> bool {
    hits.hits[at / 8] >> (at % 8) & 1 == 1
}

/// The result that these hits belong to.
fn result(reports: &[Report], hits: &TestHits) -> RunResult {
    let of_run = |(step, result): &(u32, RunResult)| *step == hits.step && result.arm == hits.arm && result.replicate == hits.replicate;
    results(reports).into_iter().find(of_run).expect("an evaluation with hits is reported").1
}

fn told_at_the_end(device: &Device) -> Vec<TestHits> {
    let spec = spec(LINK);
    let reports = reports(&mut cohort(&spec, spec.runs(), device), u32::MAX);
    let found = hits(&reports);
    assert_eq!(found.len(), 4, "one entry for each run");
    for told in &found {
        assert_eq!((told.step, told.hits.len()), (spec.steps(), COUNT.div_ceil(8)), "at the end alone");
        let count: u32 = told.hits.iter().map(|byte| byte.count_ones()).sum();
        assert_eq!(f64::from(count) / f64::from(spec.test), result(&reports, told).test_accuracy, "{}/{}", told.arm, told.replicate);
        assert_eq!(told.hits[COUNT / 8] >> (COUNT % 8), 0, "no bit stands for an example that is not there");
    }
    found
}

#[test]
fn as_many_bits_as_the_test_accuracy_says_in_the_order_of_the_examples() {
    let device = Device::cpu();
    let found = told_at_the_end(&device);
    // Training does not depend on the test examples, so fewer of them have the first of the same bits.
    for count in [1, 2, 3, 7, 9, 64, 499, 500, 501, 700] {
        let spec = spec(LINK).with("test", &count.to_string()).spec;
        let reports = reports(&mut cohort(&spec, spec.runs(), &device), u32::MAX);
        for (all, some) in found.iter().zip(hits(&reports)) {
            assert!((0..count).all(|at| bit(all, at) == bit(&some, at)), "the first {count} of {}/{}", all.arm, all.replicate);
        }
    }
}

#[test]
fn a_run_stopped_early_tells_its_hits_where_it_stops() {
    let (spec, device) = (spec(&format!("{LINK}&patience=1").replace("epochs=3", "epochs=40")), Device::cpu());
    let reports = reports(&mut cohort(&spec, spec.runs(), &device), u32::MAX);
    let (mut stopped, found) = (0, hits(&reports));
    for run in reports.iter().flat_map(|report| &report.stopped) {
        let told = found.iter().find(|told| told.arm == run.arm && told.replicate == run.replicate).expect("hits of a stopped run");
        assert_eq!(told.step, run.step);
        let count: u32 = told.hits.iter().map(|byte| byte.count_ones()).sum();
        assert_eq!(f64::from(count) / f64::from(spec.test), result(&reports, told).test_accuracy);
        stopped += u32::from(run.step < spec.steps());
    }
    assert!(stopped > 0, "a run was stopped before the end");
    assert_eq!(found.len(), 4, "one entry for each run");
}

#[test]
fn after_more_epochs_later_hits_follow() {
    let (short, device) = (spec(LINK), Device::cpu());
    let long = short.with("epochs", "5").spec;
    let mut continued = cohort(&short, short.runs(), &device);
    let first = hits(&reports(&mut continued, u32::MAX));
    continued.update(long.clone()).expect("only the epochs differ");
    let second = hits(&reports(&mut continued, u32::MAX));
    assert_eq!(second, hits(&reports(&mut cohort(&long, long.runs(), &device), u32::MAX)));
    assert!(first.iter().zip(&second).all(|(first, second)| first.step == 18 && second.step == 30));
}

#[test]
fn nearly_all_examples_are_told_alike_on_the_gpu() {
    let Some(gpu) = gpu() else { return };
    for (cpu, gpu) in told_at_the_end(&Device::cpu()).iter().zip(told_at_the_end(&gpu)) {
        assert_eq!((&cpu.arm, cpu.replicate), (&gpu.arm, gpu.replicate));
        let differ = (0..COUNT).filter(|&at| bit(cpu, at) != bit(&gpu, at)).count();
        assert!(differ <= 5, "{differ} of {COUNT} examples are told otherwise");
    }
}
