//! Early stopping: when a run has gone too long without a better test loss.

use crate::spec::Spec;

/// The best test loss of a run so far, and the evaluation that found it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Best {
    pub(super) loss: f64,
    pub(super) step: u32,
}

impl Best {
    /// Nothing found yet.
    pub(super) const NONE: Self = Self { loss: f64::INFINITY, step: 0 };

    /// Takes the test loss at an evaluation; whether the run ends there, since `spec.patience` epochs brought no better one.
    pub(super) fn ends(&mut self, spec: &Spec, step: u32, test_loss: f64) -> bool {
        if test_loss < self.loss {
            *self = Self { loss: test_loss, step };
        }
        let patience = spec.patience.saturating_mul(spec.steps_per_epoch());
        patience > 0 && step >= self.step.saturating_add(patience)
    }
}
