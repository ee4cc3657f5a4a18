//! What several laws need: small data, a way to run a cohort to its end, a GPU where there is one.

use std::env;
use std::io::{self, Write};
use std::sync::OnceLock;

use dropout_lab::dataset::synthetic;
use dropout_lab::experiment::{Cohort, Report, RunResult, TrainingData};
use dropout_lab::model::{Backend, Device};
use dropout_lab::spec::{DeviceChoice, DropProbs, Opened, RunSpec, Spec};
use pollster::block_on;

/// A small experiment on the synthetic set.
pub(crate) const SMALL: &str = "v=1&data=synthetic&train=96&test=64&hidden=12,9&batch=32&epochs=3&replicates=4&drop=0.1,0.3,0.8";

/// The spec of a link that must be free of faults.
pub(crate) fn spec(link: &str) -> Spec {
    let Opened { spec, notices } = Opened::from_link(link);
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
