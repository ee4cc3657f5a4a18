//! The six measures that arms are compared on, and what one run measured.

use serde::{Deserialize, Serialize};

use crate::probes::{Probes, TestTime};
use crate::spec::Arm;

/// What one run measured at one evaluation. Fractions and nats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Measured {
    /// Its arm.
    #[cfg_attr(feature = "web", tsify(type = "string"))]
    pub arm: Arm,
    /// Index of the paired repetition.
    pub replicate: u32,
    /// Steps trained before.
    pub step: u32,
    /// Mean cross-entropy on the training examples, masks off.
    pub train_loss: f64,
    /// Fraction of the training examples told right, masks off.
    pub train_accuracy: f64,
    /// Mean cross-entropy on the test examples, masks off.
    pub test_loss: f64,
    /// Fraction of the test examples told right, masks off.
    pub test_accuracy: f64,
    /// Fraction of the epoch's training examples told right while it trained, masks on; none before the first step.
    #[serde(default)]
    pub batch_accuracy: Option<f64>,
    /// What probes found inside at the same evaluation, where there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probes: Option<Probes>,
    /// What masks do at test time, where this is the run's last evaluation and it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_time: Option<TestTime>,
}

/// The replicates that were measured, in order.
pub(super) fn replicates(measured: &[Measured]) -> Vec<u32> {
    let mut found: Vec<u32> = measured.iter().map(|run| run.replicate).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// A value for each replicate of an arm that was measured at all; NaN where the arm's run diverged.
pub(super) fn values_of(measured: &[Measured], arm: Arm, value: impl Fn(&Measured) -> f64) -> Vec<f64> {
    let run = |replicate| measured.iter().find(|run| run.arm == arm && run.replicate == replicate);
    replicates(measured).into_iter().map(|replicate| run(replicate).map_or(f64::NAN, &value)).collect()
}

/// What arms are compared on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Train accuracy minus test accuracy.
    AccuracyGap,
    /// Test loss minus train loss.
    LossGap,
    /// Fraction of the test examples told right.
    TestAccuracy,
    /// Mean cross-entropy on the test examples.
    TestLoss,
    /// Fraction of the training examples told right.
    TrainAccuracy,
    /// Mean cross-entropy on the training examples.
    TrainLoss,
}

impl Measure {
    /// All of them, gaps first: they are what dropout is for.
    pub const ALL: [Self; 6] = [Self::AccuracyGap, Self::LossGap, Self::TestAccuracy, Self::TestLoss, Self::TrainAccuracy, Self::TrainLoss];

    /// Its value for one run.
    #[must_use]
    pub fn of(self, run: &Measured) -> f64 {
        match self {
            Self::AccuracyGap => run.train_accuracy - run.test_accuracy,
            Self::LossGap => run.test_loss - run.train_loss,
            Self::TestAccuracy => run.test_accuracy,
            Self::TestLoss => run.test_loss,
            Self::TrainAccuracy => run.train_accuracy,
            Self::TrainLoss => run.train_loss,
        }
    }

    /// Its values for the replicates of an arm, one for each replicate that was measured at all; NaN where the arm's run diverged.
    pub(super) fn of_arm(self, measured: &[Measured], arm: Arm) -> Vec<f64> {
        values_of(measured, arm, |run| self.of(run))
    }

    /// Whether it is a fraction of examples, written in percent and points; else a loss, written in nats.
    #[must_use]
    pub fn is_accuracy(self) -> bool {
        matches!(self, Self::AccuracyGap | Self::TestAccuracy | Self::TrainAccuracy)
    }

    /// Its name in records: `accuracy_gap` and so on.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::AccuracyGap => "accuracy_gap",
            Self::LossGap => "loss_gap",
            Self::TestAccuracy => "test_accuracy",
            Self::TestLoss => "test_loss",
            Self::TrainAccuracy => "train_accuracy",
            Self::TrainLoss => "train_loss",
        }
    }

    /// Its name in a sentence.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::AccuracyGap => "accuracy gap",
            Self::LossGap => "loss gap",
            Self::TestAccuracy => "test accuracy",
            Self::TestLoss => "test loss",
            Self::TrainAccuracy => "train accuracy",
            Self::TrainLoss => "train loss",
        }
    }
}
