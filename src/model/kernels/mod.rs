//! The few operations that burn has no single call for, in a CPU and a GPU form with the same bits in their masks.

mod cpu;
#[expect(clippy::cast_possible_truncation, reason = "tensors here have fewer than 2^32 values")]
mod cube;
mod gpu;
mod product;

use burn::prelude::*;

use super::examples::{DeviceExamples, DeviceLabels, LabelTable, Pixels};
use super::masks::MaskTable;

/// A pixel of 255 becomes 1.
const PIXEL_SCALE: f32 = 1.0 / 255.0;

/// What [`activate`] does beside ReLU.
#[derive(Clone, Copy)]
pub(super) struct Activation<'a> {
    /// The mask to apply; none in eval mode, or where no run drops anything.
    pub(super) mask: Option<&'a MaskTable>,
    /// The training step, which picks the mask.
    pub(super) step: u32,
}

/// The pixels of the examples at `indices` (`runs * batch` of them) as numbers in [0, 1], masked: `[runs, batch, 784]`.
pub(super) fn gather(
    examples: &DeviceExamples,
    indices: &[u32],
    dims: [usize; 2],
    mask: Option<&MaskTable>,
    step: u32,
) -> (Tensor<3>, Tensor<1, Int>) {
    let device = examples.device();
    let uploaded = upload(indices, device);
    let values = match examples.pixels() {
        Pixels::Host(pixels) => cpu::gather(pixels, indices, dims, mask, step, device),
        Pixels::Packed(packed) => gpu::gather(packed, &uploaded, dims, mask, step),
    };
    (values, uploaded)
}

/// `lhs` `[runs or 1, rows, depth]` times `rhs` `[runs or 1, depth, columns]`: `[runs, rows, columns]`.
pub(super) fn product(lhs: Tensor<3>, rhs: Tensor<3>, on_gpu: bool) -> Tensor<3> {
    if on_gpu { lhs.matmul(rhs) } else { product::product(lhs, rhs) }
}

/// ReLU of `sums` `[runs, batch, width]` + `biases` `[runs, 1, width]`, then inverted dropout.
pub(super) fn activate(sums: Tensor<3>, biases: &Tensor<3>, on_gpu: bool, activation: Activation<'_>) -> Tensor<3> {
    if on_gpu { gpu::activate(sums, biases, activation) } else { cpu::activate(sums, biases, activation) }
}

/// The gradient of [`activate`] with respect to `sums`, from its `outputs` and the `gradients` with respect to those.
///
/// An output above zero was kept and had a positive sum, so the mask need not be drawn again.
pub(super) fn activate_backward(outputs: Tensor<3>, gradients: Tensor<3>, on_gpu: bool, mask: Option<&MaskTable>) -> Tensor<3> {
    if on_gpu { gpu::activate_backward(outputs, gradients, mask) } else { cpu::activate_backward(outputs, gradients, mask) }
}

/// What [`cross_entropy`] is asked for.
#[expect(clippy::large_enum_variant, reason = "one for each pass, never kept")]
pub(super) enum Task {
    /// Loss and hit of each example.
    Score,
    /// The gradient as well.
    Train {
        /// Added to loss and hit, place by place of the batch: `[runs, batch, 2]`.
        so_far: Option<Tensor<3>>,
    },
}

/// Cross-entropy of the softmax of `logits` `[runs, count, classes]`, for the labels of the examples at `indices`.
///
/// Gives the gradient of each run's mean with respect to its logits, where asked for, and loss and hit of each example,
/// `[runs, count, 2]`. `indices` are `runs * count`, or `count` where all runs share them; `uploaded` holds the same. A hit is a
/// label whose logit is the first of the largest.
pub(super) fn cross_entropy(
    logits: Tensor<3>,
    labels: &DeviceLabels,
    indices: &[u32],
    uploaded: &Tensor<1, Int>,
    task: Task,
) -> (Option<Tensor<3>>, Tensor<3>) {
    match labels.table() {
        LabelTable::Host(table) => cpu::cross_entropy(logits, table, labels.stride() as usize, indices, task),
        LabelTable::Uploaded(table) => gpu::cross_entropy(logits, table, labels.stride(), uploaded, task),
    }
}

/// Sums of loss and hits `[runs, 2]` over all places of `scores` `[runs, count, 2]`.
pub(super) fn sum_scores(scores: Tensor<3>, on_gpu: bool) -> Tensor<2> {
    if on_gpu {
        let [runs, _, measures] = scores.dims();
        scores.sum_dim(1).reshape([runs, measures])
    } else {
        cpu::sum_scores(scores)
    }
}

/// Mean and variance (over the number of examples) of each unit of `outputs` `[runs, count, width]`: `[runs, 2, width]`.
pub(super) fn unit_moments(outputs: Tensor<3>, on_gpu: bool) -> Tensor<3> {
    if on_gpu {
        let mean = outputs.clone().mean_dim(1);
        let centred = outputs - mean.clone();
        Tensor::cat(vec![mean, (centred.clone() * centred).mean_dim(1)], 1)
    } else {
        cpu::unit_moments(outputs)
    }
}

/// The fraction of `outputs` `[runs, count, width]` above zero, unit by unit: `[runs, 1, width]`.
pub(super) fn unit_activity(outputs: Tensor<3>, on_gpu: bool) -> Tensor<3> {
    if on_gpu { outputs.greater_elem(0.0).float().mean_dim(1) } else { cpu::unit_activity(outputs) }
}

/// Covariances between the units of `outputs` `[runs, count, width]`, over the number of examples: `[runs, width, width]`.
pub(super) fn covariances(outputs: Tensor<3>, on_gpu: bool) -> Tensor<3> {
    if on_gpu {
        let count = outputs.dims()[1];
        let centred = outputs.clone() - outputs.mean_dim(1);
        centred.clone().swap_dims(1, 2).matmul(centred) * share(count)
    } else {
        cpu::covariances(outputs)
    }
}

/// Sums of squares down each column of `values` `[runs, rows, columns]`: `[runs, 1, columns]`.
pub(super) fn column_squares(values: Tensor<3>, on_gpu: bool) -> Tensor<3> {
    if on_gpu { (values.clone() * values).sum_dim(1) } else { cpu::column_squares(values) }
}

/// The part of one example in the mean over its batch.
#[expect(clippy::cast_precision_loss, reason = "a batch has at most a few thousand examples")]
fn share(batch: usize) -> f32 {
    1.0 / batch as f32
}

/// Whole numbers to the device.
pub(super) fn upload(numbers: &[u32], device: &Device) -> Tensor<1, Int> {
    let bits: Vec<i32> = numbers.iter().map(|number| number.cast_signed()).collect();
    Tensor::from_data(TensorData::from(bits.as_slice()), device)
}
