//! What a cohort reports: evaluations, progress, runs that ended.

use serde::{Serialize, Serializer};

use crate::probes::{Probes, TestTime};

/// The measures of one run at one step: four with masks off, and two that fell off in training, with masks on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct RunResult {
    /// `baseline`, `treatment` or `pinned-N`.
    pub arm: String,
    /// Index of the paired repetition.
    pub replicate: u32,
    /// Mean cross-entropy on the training examples used, in nats.
    pub train_loss: f64,
    /// Fraction of the training examples told right.
    pub train_accuracy: f64,
    /// Mean cross-entropy on the test examples, in nats.
    pub test_loss: f64,
    /// Fraction of the test examples told right.
    pub test_accuracy: f64,
    /// Mean cross-entropy in nats over the batches since the epoch began (at its end: over the whole epoch), each with its masks
    /// and the weights before its step. Absent at step 0.
    pub batch_loss: Option<f64>,
    /// Fraction told right of the same examples, under the same masks and weights. Absent at step 0.
    pub batch_accuracy: Option<f64>,
    /// What goes on inside, where the spec asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probes: Option<Probes>,
}

/// The measures of all runs of a cohort at one step.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Evaluation {
    /// Steps trained before.
    pub step: u32,
    /// The same in epochs.
    pub epoch: f64,
    /// One entry for each run that has neither diverged nor been stopped before.
    pub results: Vec<RunResult>,
}

/// A run that is no longer trained, since its loss is no finite number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Diverged {
    /// Its arm.
    pub arm: String,
    /// Its replicate.
    pub replicate: u32,
    /// The evaluation that found it.
    pub step: u32,
}

/// A run that is no longer trained, since its test loss has not fallen for as long as the spec's `patience` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Stopped {
    /// Its arm.
    pub arm: String,
    /// Its replicate.
    pub replicate: u32,
    /// Its last evaluation, which is reported as any other.
    pub step: u32,
}

/// Which test examples a run told right at its last evaluation. After more epochs, those of the later evaluation replace these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct TestHits {
    /// The run's arm.
    pub arm: String,
    /// Its replicate.
    pub replicate: u32,
    /// The evaluation: the end of training, or where the run was stopped early.
    pub step: u32,
    /// A bit for each test example: example `i` is bit `i % 8`, counted from the least significant, of byte `i / 8`.
    #[serde(serialize_with = "bytes")]
    #[cfg_attr(feature = "web", tsify(type = "Uint8Array"))]
    pub hits: Vec<u8>,
}

/// What a run's last evaluation found out about its certainty, where the spec asks for probes or masked passes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct TestTimeResult {
    /// The run's arm.
    pub arm: String,
    /// Its replicate.
    pub replicate: u32,
    /// The evaluation: the end of training, or where the run was stopped early.
    pub step: u32,
    /// What was found.
    pub test_time: TestTime,
}

/// Time that went into one run, its evaluations included.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Spent {
    /// The run's arm.
    pub arm: String,
    /// Its replicate.
    pub replicate: u32,
    /// Milliseconds. On a GPU one program trains all runs of a share, and their times cannot be told apart: each run that is still
    /// trained is given an even part.
    pub millis: f64,
}

/// What came of one slice of work.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Report {
    /// Steps trained so far.
    pub step: u32,
    /// Steps of the whole training.
    pub steps: u32,
    /// Units of work done: training steps of all runs, or parts of an evaluation.
    pub units: u32,
    /// Whether all is done up to the step asked for, its evaluation included.
    pub reached: bool,
    /// Evaluations finished in this slice.
    pub evaluations: Vec<Evaluation>,
    /// Runs that diverged in this slice.
    pub diverged: Vec<Diverged>,
    /// Runs that were stopped early in this slice.
    pub stopped: Vec<Stopped>,
    /// The hits of runs whose last evaluation lies in this slice.
    pub test_hits: Vec<TestHits>,
    /// What masks do at test time, of the same runs where the spec asks for it; their last evaluation waits for it.
    pub test_time: Vec<TestTimeResult>,
    /// Time spent in this slice, one entry for each run that was trained; a [`Share`](super::Share) tells it, a lone cohort does not.
    pub spent: Vec<Spent>,
}

impl Report {
    /// Takes in what was found in another part of the slice.
    pub(super) fn take_in(&mut self, part: Self) {
        self.evaluations.extend(part.evaluations);
        self.diverged.extend(part.diverged);
        self.stopped.extend(part.stopped);
        self.test_hits.extend(part.test_hits);
        self.test_time.extend(part.test_time);
    }
}

/// Bytes as bytes: JavaScript gets a `Uint8Array` instead of a list of numbers.
pub(super) fn bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}
