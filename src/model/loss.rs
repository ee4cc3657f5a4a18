//! Cross-entropy of the softmax: its gradient for training, its sum and the hits for evaluation.

use burn::prelude::*;
use burn::tensor::activation::{log_softmax, softmax};

use super::kernels::cpu;
use crate::spec::CLASSES;

/// Loss and accuracy of one run on one split.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Mean cross-entropy, in nats.
    pub loss: f64,
    /// Fraction of examples whose largest logit is the label's.
    pub accuracy: f64,
}

/// The gradient of each run's mean cross-entropy with respect to its logits `[runs, batch, classes]`; labels `[runs, batch, 1]`.
pub(super) fn cross_entropy_gradient(logits: Tensor<3>, labels: Tensor<3, Int>, on_gpu: bool) -> Tensor<3> {
    if !on_gpu {
        return cpu::cross_entropy_gradient(logits, labels);
    }
    let [_, batch, classes] = logits.dims();
    debug_assert_eq!(classes, CLASSES, "the last layer has one unit for each class");
    let class = Tensor::<1, Int>::arange(0..10, &logits.device()).reshape([1, 1, classes]);
    let one_hot = labels.equal(class).float();
    (softmax(logits, 2) - one_hot) * share(batch)
}

/// Sum of the cross-entropy and number of hits of each run over these examples, `[runs, 2]`; labels `[runs or 1, count, 1]`.
pub(super) fn score_sums(logits: Tensor<3>, labels: Tensor<3, Int>, on_gpu: bool) -> Tensor<2> {
    if !on_gpu {
        return cpu::score_sums(logits, labels);
    }
    let [runs, count, _] = logits.dims();
    let labels = labels.expand([runs, count, 1]);
    let hits = logits.clone().argmax(2).equal(labels.clone()).float();
    let losses = log_softmax(logits, 2).gather(2, labels).neg();
    let sums = [losses, hits].map(|values| values.sum_dim(1).reshape([runs, 1]));
    Tensor::cat(sums.to_vec(), 1)
}

/// The part of one example in the mean over its batch.
#[expect(clippy::cast_precision_loss, reason = "a batch has at most a few thousand examples")]
pub(super) fn share(batch: usize) -> f32 {
    1.0 / batch as f32
}
