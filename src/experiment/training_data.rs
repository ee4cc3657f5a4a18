//! The data of an experiment on its device, shared by the cohorts that train there.

use std::sync::Arc;

use crate::dataset::{Examples, noisy_labels};
use crate::model::{Device, DeviceExamples, DeviceLabels};
use crate::spec::{Arm, RunSpec, Spec};

/// Both splits on the device, with the true labels on the host.
#[derive(Clone, Debug)]
pub struct TrainingData {
    pub(super) train: Arc<DeviceExamples>,
    pub(super) test: Arc<DeviceExamples>,
    pub(super) test_labels: DeviceLabels,
    train_labels: Arc<Vec<u8>>,
    host_test_labels: Arc<Vec<u8>>,
}

impl TrainingData {
    /// Brings both splits to the device.
    #[must_use]
    pub fn new(train: &Examples, test: &Examples, device: &Device) -> Self {
        Self {
            train: Arc::new(DeviceExamples::new(train, device)),
            test: Arc::new(DeviceExamples::new(test, device)),
            test_labels: DeviceLabels::shared(&test.labels, device),
            train_labels: Arc::new(train.labels.clone()),
            host_test_labels: Arc::new(test.labels.clone()),
        }
    }

    /// Whether there are as many examples as the spec uses.
    ///
    /// # Errors
    /// Which split has too few.
    pub(super) fn check(&self, spec: &Spec) -> Result<(), String> {
        let splits = [("training", self.train.count(), spec.train), ("test", self.test.count(), spec.test)];
        splits
            .into_iter()
            .find(|(_, found, wanted)| found < wanted)
            .map_or(Ok(()), |(split, found, wanted)| Err(format!("found {found} {split} examples, expected at least {wanted}")))
    }

    /// The true labels of the test examples that the spec uses.
    pub(super) fn host_test_labels(&self, spec: &Spec) -> Vec<u8> {
        self.host_test_labels[..spec.test as usize].to_vec()
    }

    /// The true label of a training example.
    pub(super) fn host_train_label(&self, example: u32) -> u8 {
        self.train_labels[example as usize]
    }

    /// The training labels of these runs, with their noise: the test labels stay true.
    pub(super) fn train_labels(&self, spec: &Spec, runs: &[RunSpec], device: &Device) -> DeviceLabels {
        let labels = &self.train_labels[..spec.train as usize];
        if spec.label_noise > 0.0 {
            let noisy: Vec<Vec<u8>> = runs.iter().map(|run| noisy_labels(labels, spec.label_noise, run.seed)).collect();
            DeviceLabels::per_run(&noisy, device)
        } else {
            DeviceLabels::shared(labels, device)
        }
    }
}

/// Reads `arm/replicate`, for example `treatment/3`, as a run of `spec`.
///
/// # Errors
/// When it names no run of the experiment.
pub fn parse_run(spec: &Spec, name: &str) -> Result<RunSpec, String> {
    let expected = || format!("run: found {name:?}, expected arm/replicate, for example treatment/0");
    let (arm, replicate) = name.split_once('/').ok_or_else(expected)?;
    let arm: Arm = arm.parse()?;
    let replicate = replicate.parse::<u32>().map_err(|_| expected())?;
    if !spec.arms().contains(&arm) || replicate >= spec.replicates {
        return Err(format!("run: {name} is not part of this experiment of {} replicates", spec.replicates));
    }
    Ok(spec.run(arm, replicate))
}
