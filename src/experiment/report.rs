//! What a cohort reports: evaluations, progress, runs that diverged.

use serde::Serialize;

/// All four measures of one run at one step, masks off.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "page", derive(tsify::Tsify))]
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
}

/// The measures of all runs of a cohort at one step.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "page", derive(tsify::Tsify))]
pub struct Evaluation {
    /// Steps trained before.
    pub step: u32,
    /// The same in epochs.
    pub epoch: f64,
    /// One entry for each run that has not diverged.
    pub results: Vec<RunResult>,
}

/// A run that is no longer trained, since its loss is no finite number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "page", derive(tsify::Tsify))]
pub struct Diverged {
    /// Its arm.
    pub arm: String,
    /// Its replicate.
    pub replicate: u32,
    /// The evaluation that found it.
    pub step: u32,
}

/// What came of one slice of work.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "page", derive(tsify::Tsify))]
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
}
