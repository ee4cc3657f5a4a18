//! A file of records: a head that says which experiment, a record per run and evaluation, the effects, and a foot that ends it.
//!
//! The terminal program prints it and the page offers it, from one place, so that the same runs give the same bytes.

mod effect_lines;

pub use effect_lines::{EffectLine, at_the_end, effect_lines, last_of_each_run};

use serde::{Deserialize, Serialize};

use crate::effects::Measured;
use crate::probes::{Probes, TestTime};
use crate::spec::{Arm, Spec};

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The link of the experiment.
    pub experiment: String,
    /// The replicates that were trained.
    pub replicates: Vec<u32>,
    /// Where: `cpu` or `webgpu`.
    pub backend: String,
    /// The GPU, where it was one.
    pub adapter: Option<String>,
    /// SHA-256 of the examples used: pixels and labels of both splits.
    pub examples: String,
    /// Version of the program.
    pub version: String,
}

/// One run at one evaluation. Fractions, not percent; losses in nats.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    /// Its arm.
    pub arm: Arm,
    /// Its replicate.
    pub replicate: u32,
    /// Seed of the replicate.
    pub seed: u32,
    /// Drop probabilities in force from this step on.
    pub drop: Vec<f64>,
    /// Steps trained before.
    pub step: u32,
    /// The same in epochs.
    pub epoch: f64,
    /// Mean cross-entropy on the training examples.
    pub train_loss: f64,
    /// Fraction of the training examples told right.
    pub train_accuracy: f64,
    /// Mean cross-entropy on the test examples.
    pub test_loss: f64,
    /// Fraction of the test examples told right.
    pub test_accuracy: f64,
    /// Over the batches of the epoch so far, masks on: not comparable with the above.
    pub batch_loss: Option<f64>,
    /// Fraction told right of the same examples.
    pub batch_accuracy: Option<f64>,
    /// What goes on inside, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probes: Option<Probes>,
    /// Certainty and masks at test time, in the run's last record and where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_time: Option<TestTime>,
}

/// A run that ended before the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Ended {
    /// Its arm.
    #[cfg_attr(feature = "web", tsify(type = "string"))]
    pub arm: Arm,
    /// Its replicate.
    pub replicate: u32,
    /// Where it ended.
    pub step: u32,
}

/// The last line, without which a file is cut off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Foot {
    /// How many records there are.
    pub records: usize,
    /// Runs whose loss was no finite number.
    pub diverged: Vec<Ended>,
    /// Runs that early stopping ended.
    pub stopped: Vec<Ended>,
}

impl Record {
    /// The record of what a run measured.
    #[must_use]
    pub fn new(spec: &Spec, measured: Measured, batch_loss: Option<f64>) -> Self {
        let run = spec.run(measured.arm, measured.replicate);
        Self {
            arm: measured.arm,
            replicate: measured.replicate,
            seed: run.seed,
            drop: run.drop_at(measured.step).probs().to_vec(),
            step: measured.step,
            epoch: f64::from(measured.step) / f64::from(spec.steps_per_epoch()),
            train_loss: measured.train_loss,
            train_accuracy: measured.train_accuracy,
            test_loss: measured.test_loss,
            test_accuracy: measured.test_accuracy,
            batch_loss,
            batch_accuracy: measured.batch_accuracy,
            probes: measured.probes,
            test_time: measured.test_time,
        }
    }

    /// What is compared of it.
    #[must_use]
    pub fn measured(&self) -> Measured {
        Measured {
            arm: self.arm,
            replicate: self.replicate,
            step: self.step,
            train_loss: self.train_loss,
            train_accuracy: self.train_accuracy,
            test_loss: self.test_loss,
            test_accuracy: self.test_accuracy,
            batch_accuracy: self.batch_accuracy,
            probes: self.probes.clone(),
            test_time: self.test_time.clone(),
        }
    }

    /// Records stand in this order, whatever order their runs come in.
    #[must_use]
    pub fn place(&self) -> (u32, u32, Arm) {
        (self.step, self.replicate, self.arm)
    }
}

impl Ended {
    /// In the order of records.
    #[must_use]
    pub fn place(&self) -> (u32, u32, Arm) {
        (self.step, self.replicate, self.arm)
    }
}

/// A value as a line of a file.
#[must_use]
pub fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("numbers, texts and lists have a form in JSON") + "\n"
}

/// A whole file. Runs that are still training leave it without effects and last line: what is there holds, but is not all.
#[must_use]
pub fn file(spec: &Spec, head: &Head, mut records: Vec<Record>, ended: Option<Foot>) -> String {
    records.sort_by_key(Record::place);
    let mut lines = vec![line(head)];
    lines.extend(records.iter().map(line));
    if let Some(mut foot) = ended {
        lines.extend(effect_lines(spec, &at_the_end(spec, &records, &foot.diverged)).iter().map(line));
        foot.diverged.sort_by_key(Ended::place);
        foot.stopped.sort_by_key(Ended::place);
        lines.push(line(&Foot { records: records.len(), ..foot }));
    }
    lines.concat()
}
