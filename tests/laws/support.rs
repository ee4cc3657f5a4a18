//! What several laws need: small data, a way to run a cohort to its end, a GPU where there is one, statistics from elsewhere.

use std::env;
use std::io::{self, Write};
use std::sync::OnceLock;

use dropout_lab::dataset::synthetic;
use dropout_lab::effects::Measured;
use dropout_lab::experiment::{Cohort, Report, RunResult, TrainingData};
use dropout_lab::model::{Backend, Device};
use dropout_lab::random::{Row, Stream};
use dropout_lab::spec::{DeviceChoice, DropProbs, Opened, RunSpec, Spec};
use pollster::block_on;
use serde_json::Value;

/// A small experiment on the synthetic set.
pub(crate) const SMALL: &str = "v=1&data=synthetic&train=96&test=64&hidden=12,9&batch=32&epochs=3&replicates=4&drop=0.1,0.3,0.8";

/// The spec of a link that must be free of faults.
pub(crate) fn spec(link: &str) -> Spec {
    let Opened { spec, notices, .. } = Opened::from_link(link);
    assert!(notices.is_empty(), "the link {link} is not clean: {notices:?}");
    spec
}

/// Drop probabilities.
pub(crate) fn probs(probs: &[f64]) -> DropProbs {
    DropProbs::clamped(probs).expect("these are numbers")
}

/// The synthetic data of a spec.
pub(crate) fn data(spec: &Spec, device: &Device) -> TrainingData {
    TrainingData::new(&synthetic(0, spec.train), &synthetic(100_000, spec.test), device)
}

/// A fresh cohort of these runs.
pub(crate) fn cohort(spec: &Spec, runs: Vec<RunSpec>, device: &Device) -> Cohort {
    Cohort::start(spec.clone(), runs, data(spec, device), device).expect("the data suffice")
}

/// All reports of a cohort up to step `until`.
pub(crate) fn reports(cohort: &mut Cohort, until: u32) -> Vec<Report> {
    let mut reports = Vec::new();
    loop {
        let report = block_on(cohort.advance(7, until)).expect("the device answers");
        let reached = report.reached;
        reports.push(report);
        if reached {
            return reports;
        }
    }
}

/// All results of these reports, with their steps.
pub(crate) fn results(reports: &[Report]) -> Vec<(u32, RunResult)> {
    let evaluations = reports.iter().flat_map(|report| &report.evaluations);
    evaluations.flat_map(|evaluation| evaluation.results.iter().map(|result| (evaluation.step, result.clone()))).collect()
}

/// All results of a cohort up to step `until`, with their steps.
pub(crate) fn finish(cohort: &mut Cohort, until: u32) -> Vec<(u32, RunResult)> {
    results(&reports(cohort, until))
}

/// The curve of one run: step and the bits of its measures.
pub(crate) fn curve(results: &[(u32, RunResult)], arm: &str, replicate: u32) -> Vec<(u32, [u64; 6])> {
    let of_run = results.iter().filter(|(_, result)| result.arm == arm && result.replicate == replicate);
    of_run.map(|(step, result)| (*step, measures(result).map(f64::to_bits))).collect()
}

/// The four measures with masks off and the two with masks on, which are -1 where they are absent.
pub(crate) fn measures(result: &RunResult) -> [f64; 6] {
    let RunResult { train_loss, train_accuracy, test_loss, test_accuracy, batch_loss, batch_accuracy, .. } = *result;
    [train_loss, train_accuracy, test_loss, test_accuracy, batch_loss.unwrap_or(-1.0), batch_accuracy.unwrap_or(-1.0)]
}

/// What is compared of a result.
pub(crate) fn measured(step: u32, result: &RunResult) -> Measured {
    Measured {
        arm: result.arm.parse().expect("a result names its arm"),
        replicate: result.replicate,
        step,
        train_loss: result.train_loss,
        train_accuracy: result.train_accuracy,
        test_loss: result.test_loss,
        test_accuracy: result.test_accuracy,
        batch_accuracy: result.batch_accuracy,
        probes: result.probes.clone(),
        test_time: None,
    }
}

/// A GPU, hardware or emulated; none is said aloud, and is a failure where `DROPOUT_LAB_GPU=required`.
pub(crate) fn gpu() -> Option<Device> {
    static GPU: OnceLock<Option<Device>> = OnceLock::new();
    let found = GPU.get_or_init(|| {
        let (device, report) = block_on(Device::choose(DeviceChoice::Webgpu));
        // Not `println!`, which the test runner keeps to itself when a test passes.
        writeln!(io::stderr(), "the GPU tests run on: {}", report.reason).expect("stderr is open");
        (device.backend() == Backend::Webgpu).then_some(device)
    });
    let required = env::var("DROPOUT_LAB_GPU").is_ok_and(|value| value == "required");
    assert!(found.is_some() || !required, "DROPOUT_LAB_GPU=required, but no GPU works here");
    found.clone()
}

/// The cases of one part of what SciPy and statsmodels say, kept by `tests/oracle/statistics.py`.
pub(crate) fn published(part: &str) -> Vec<Value> {
    let kept: Value = serde_json::from_str(include_str!("../oracle/statistics.json")).expect("the kept numbers are JSON");
    let cases = kept[part].as_array().expect("a list of cases").clone();
    assert!(!cases.is_empty(), "{part} has no cases");
    cases
}

/// The number under this key of a case.
pub(crate) fn number(case: &Value, key: &str) -> f64 {
    case[key].as_f64().expect("a number")
}

/// The whole number under this key of a case.
pub(crate) fn whole(case: &Value, key: &str) -> u32 {
    u32::try_from(case[key].as_u64().expect("a whole number")).expect("fits")
}

/// The list of numbers under this key of a case.
pub(crate) fn list(case: &Value, key: &str) -> Vec<f64> {
    case[key].as_array().expect("a list").iter().map(|value| value.as_f64().expect("a number")).collect()
}

/// Equal to a part in a million: both sides compute in f64 by iterations that stop at about 1e-12, and a wrong formula is off
/// by far more. Numbers below 1e-12 count as 0.
pub(crate) fn agrees(what: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-6 * expected.abs() + 1e-12, "{what}: found {found}, expected {expected}");
}

/// How many experiments a simulated law takes: a rate near 5% then has a standard error of 0.22 points, one near 80% of 0.4.
pub(crate) const EXPERIMENTS: u32 = 10_000;

/// Standard normal numbers of one arm in one simulated experiment; `law` keeps those of different laws apart.
pub(crate) fn normals(law: u32, experiment: u32, arm: u32, count: u32) -> Vec<f64> {
    let row = Row { seed: law, stream: Stream::Synthetic, step: experiment, row: arm };
    (0..count).map(|unit| row.normal(unit)).collect()
}

/// The share of the simulated experiments of which this holds.
pub(crate) fn rate(holds: impl Fn(u32) -> bool) -> f64 {
    let count = (0..EXPERIMENTS).filter(|&experiment| holds(experiment)).count();
    f64::from(u32::try_from(count).expect("at most all")) / f64::from(EXPERIMENTS)
}
