//! The CPU form of the kernels: one pass over the values.

use burn::prelude::*;

use super::{Activation, MaskTable, PIXEL_SCALE};
use crate::model::loss::share;
use crate::random::Row;
use crate::spec::PIXELS;

/// See [`super::gather`].
pub(super) fn gather(pixels: &[u8], indices: &[u32], dims: [usize; 2], mask: Option<&MaskTable>, step: u32, device: &Device) -> Tensor<3> {
    let [runs, batch] = dims;
    let mut values = Vec::with_capacity(runs * batch * PIXELS);
    for &index in indices {
        let first = index as usize * PIXELS;
        values.extend(pixels[first..first + PIXELS].iter().map(|&pixel| f32::from(pixel) * PIXEL_SCALE));
    }
    if let Some(mask) = mask {
        drop_units(&mut values, [runs, batch, PIXELS], mask, step);
    }
    Tensor::from_data(TensorData::new(values, [runs, batch, PIXELS]), device)
}

/// See [`super::activate`].
pub(super) fn activate(sums: Tensor<3>, biases: &Tensor<3>, activation: Activation<'_>) -> Tensor<3> {
    let (dims, device) = (sums.dims(), sums.device());
    let [_, batch, width] = dims;
    let mut values = to_vec(sums);
    let biases = to_vec(biases.clone());
    for (values, biases) in values.chunks_exact_mut(batch * width).zip(biases.chunks_exact(width)) {
        for values in values.chunks_exact_mut(width) {
            for (value, bias) in values.iter_mut().zip(biases) {
                let sum = *value + bias;
                // Written so that a sum that is not a number stays one.
                *value = if sum <= 0.0 { 0.0 } else { sum };
            }
        }
    }
    if let Some(mask) = activation.mask {
        drop_units(&mut values, dims, mask, activation.step);
    }
    Tensor::from_data(TensorData::new(values, dims), &device)
}

/// See [`super::activate_backward`].
pub(super) fn activate_backward(outputs: Tensor<3>, gradients: Tensor<3>, mask: Option<&MaskTable>) -> Tensor<3> {
    let (dims, device) = (outputs.dims(), outputs.device());
    let [_, batch, width] = dims;
    let mut values = to_vec(gradients);
    let outputs = to_vec(outputs);
    for (run, (values, outputs)) in values.chunks_exact_mut(batch * width).zip(outputs.chunks_exact(batch * width)).enumerate() {
        let scale = mask.map_or(1.0, |mask| mask.host[run].scale);
        for (value, output) in values.iter_mut().zip(outputs) {
            *value = if *output <= 0.0 { 0.0 } else { *value * scale };
        }
    }
    Tensor::from_data(TensorData::new(values, dims), &device)
}

/// See [`crate::model::loss`]. The exponential is `libm`'s on every target, so that the terminal agrees with the browser.
pub(in crate::model) fn cross_entropy_gradient(logits: Tensor<3>, labels: Tensor<3, Int>) -> Tensor<3> {
    let (dims, device) = (logits.dims(), logits.device());
    let [_, batch, classes] = dims;
    let (mut values, labels) = (to_vec(logits), to_labels(labels));
    for (logits, label) in values.chunks_exact_mut(classes).zip(labels) {
        let largest = largest(logits);
        logits.iter_mut().for_each(|logit| *logit = libm::expf(*logit - largest));
        let sum: f32 = logits.iter().sum();
        logits.iter_mut().for_each(|exponential| *exponential /= sum);
        logits[label] -= 1.0;
        logits.iter_mut().for_each(|gradient| *gradient *= share(batch));
    }
    Tensor::from_data(TensorData::new(values, dims), &device)
}

/// See [`crate::model::loss`].
pub(in crate::model) fn score_sums(logits: Tensor<3>, labels: Tensor<3, Int>) -> Tensor<2> {
    let ([runs, count, classes], device) = (logits.dims(), logits.device());
    let (values, labels) = (to_vec(logits), to_labels(labels));
    let sums = values.chunks_exact(count * classes).enumerate().flat_map(|(run, logits)| {
        // Labels that all runs share stand there once.
        let labels = if labels.len() == count { &labels[..] } else { &labels[run * count..(run + 1) * count] };
        let (mut loss, mut hits) = (0.0_f64, 0.0_f32);
        for (logits, &label) in logits.chunks_exact(classes).zip(labels) {
            let largest = largest(logits);
            let sum: f32 = logits.iter().map(|logit| libm::expf(logit - largest)).sum();
            loss += f64::from(libm::logf(sum) + largest - logits[label]);
            let first = logits.iter().position(|&logit| logit == largest);
            hits += f32::from(u8::from(first == Some(label)));
        }
        #[expect(clippy::cast_possible_truncation, reason = "as the GPU's sums, which are f32")]
        [loss as f32, hits]
    });
    Tensor::from_data(TensorData::new(sums.collect::<Vec<f32>>(), [runs, 2]), &device)
}

/// The largest logit; where one is not a number, the sum of exponentials is none either, and divergence shows.
fn largest(logits: &[f32]) -> f32 {
    logits.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}

/// Multiplies by the mask in place: 0 where a unit is dropped, else 1 / keep_prob.
fn drop_units(values: &mut [f32], [_, batch, width]: [usize; 3], mask: &MaskTable, step: u32) {
    for (values, run) in values.chunks_exact_mut(batch * width).zip(&mask.host) {
        if run.threshold == 0 {
            continue;
        }
        for (values, row) in values.chunks_exact_mut(width).zip(0..) {
            let row = Row { seed: run.seed, stream: mask.stream, step, row };
            for (values, quad) in values.chunks_mut(4).zip(0..) {
                for (value, bits) in values.iter_mut().zip(row.quad(quad)) {
                    *value = if bits >= run.threshold { *value * run.scale } else { 0.0 };
                }
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "on the CPU the data are at hand: no read-back")]
fn to_labels(labels: Tensor<3, Int>) -> Vec<usize> {
    let data = labels.into_data();
    data.iter::<i64>().map(|label| usize::try_from(label).expect("labels are classes")).collect()
}

#[expect(clippy::disallowed_methods, reason = "on the CPU the data are at hand: no read-back")]
fn to_vec(tensor: Tensor<3>) -> Vec<f32> {
    tensor.into_data().try_into_vec().expect("the network computes in f32")
}
