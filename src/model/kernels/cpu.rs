//! The CPU form of the kernels: one pass over the values.

use burn::prelude::*;

use super::{Activation, MaskTable, PIXEL_SCALE, Task, share};
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

/// See [`super::cross_entropy`]. Exponential and logarithm are `libm`'s on every target, so that the terminal agrees with the browser.
pub(super) fn cross_entropy(
    logits: Tensor<3>,
    labels: &[u8],
    label_stride: usize,
    indices: &[u32],
    task: Task,
) -> (Option<Tensor<3>>, Tensor<3>) {
    let (dims, device) = (logits.dims(), logits.device());
    let [runs, count, classes] = dims;
    let (with_gradient, mut scores) = match task {
        Task::Score => (false, vec![0.0; runs * count * 2]),
        Task::Train { so_far } => (true, so_far.map_or_else(|| vec![0.0; runs * count * 2], to_vec)),
    };
    let mut values = to_vec(logits);
    // Indices that all runs share stand there once.
    let indices = indices.iter().cycle();
    for (row, ((logits, score), &index)) in values.chunks_exact_mut(classes).zip(scores.chunks_exact_mut(2)).zip(indices).enumerate() {
        let label = usize::from(labels[row / count * label_stride + index as usize]);
        let (largest, of_label) = (largest(logits), logits[label]);
        let first = logits.iter().position(|&logit| logit == largest);
        logits.iter_mut().for_each(|logit| *logit = libm::expf(*logit - largest));
        let sum: f32 = logits.iter().sum();
        score[0] += libm::logf(sum) + largest - of_label;
        score[1] += f32::from(u8::from(first == Some(label)));
        if with_gradient {
            logits.iter_mut().for_each(|exponential| *exponential /= sum);
            logits[label] -= 1.0;
            logits.iter_mut().for_each(|gradient| *gradient *= share(count));
        }
    }
    let gradient = with_gradient.then(|| Tensor::from_data(TensorData::new(values, dims), &device));
    (gradient, Tensor::from_data(TensorData::new(scores, [runs, count, 2]), &device))
}

/// See [`super::sum_scores`]: in order, in 64 bits.
pub(super) fn sum_scores(scores: Tensor<3>) -> Tensor<2> {
    let ([runs, count, _], device) = (scores.dims(), scores.device());
    let scores = to_vec(scores);
    let sums = scores.chunks_exact(count * 2).flat_map(|scores| {
        let sum = |at: usize| scores.iter().skip(at).step_by(2).copied().map(f64::from).sum::<f64>();
        #[expect(clippy::cast_possible_truncation, reason = "as the GPU's sums, which are f32")]
        [0, 1].map(|at| sum(at) as f32)
    });
    Tensor::from_data(TensorData::new(sums.collect::<Vec<f32>>(), [runs, 2]), &device)
}

/// See [`super::unit_moments`]: in order, in 64 bits.
pub(super) fn unit_moments(outputs: Tensor<3>) -> Tensor<3> {
    each_run(outputs, 2, |outputs, width| {
        let means = column_means(outputs, &vec![0.0; width], |value, _| value);
        let variances = column_means(outputs, &means, |value, mean| (value - mean) * (value - mean));
        [means, variances].concat()
    })
}

/// See [`super::unit_activity`].
pub(super) fn unit_activity(outputs: Tensor<3>) -> Tensor<3> {
    each_run(outputs, 1, |outputs, width| column_means(outputs, &vec![0.0; width], |value, zero| f64::from(u8::from(value > zero))))
}

/// See [`super::covariances`]: in order, in 64 bits.
pub(super) fn covariances(outputs: Tensor<3>) -> Tensor<3> {
    let [_, count, width] = outputs.dims();
    each_run(outputs, width, |outputs, width| {
        let means = column_means(outputs, &vec![0.0; width], |value, _| value);
        let mut sums = vec![0.0_f64; width * width];
        for example in outputs.chunks_exact(width) {
            let centred: Vec<f64> = example.iter().zip(&means).map(|(&value, mean)| f64::from(value) - mean).collect();
            for (sums, a) in sums.chunks_exact_mut(width).zip(&centred) {
                sums.iter_mut().zip(&centred).for_each(|(sum, b)| *sum += a * b);
            }
        }
        sums.iter_mut().for_each(|sum| *sum *= share_64(count));
        sums
    })
}

/// See [`super::column_squares`]: in order, in 64 bits.
pub(super) fn column_squares(values: Tensor<3>) -> Tensor<3> {
    each_run(values, 1, |values, width| column_sums(values, &vec![0.0; width], |value, _| value * value))
}

/// What `of` makes of each run's part of `values` `[runs, rows, columns]` and the number of columns: `[runs, rows_out, columns]`.
fn each_run(values: Tensor<3>, rows_out: usize, of: impl Fn(&[f32], usize) -> Vec<f64>) -> Tensor<3> {
    let ([runs, rows, columns], device) = (values.dims(), values.device());
    let values = to_vec(values);
    #[expect(clippy::cast_possible_truncation, reason = "as the GPU's, which are f32")]
    let made = values.chunks_exact(rows * columns).flat_map(|run| of(run, columns)).map(|value| value as f32).collect::<Vec<f32>>();
    Tensor::from_data(TensorData::new(made, [runs, rows_out, columns]), &device)
}

/// Sums down each column of what `of` makes of a value and the column's own number.
fn column_sums(values: &[f32], own: &[f64], of: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let mut sums = vec![0.0; own.len()];
    for row in values.chunks_exact(own.len()) {
        for ((sum, &value), &own) in sums.iter_mut().zip(row).zip(own) {
            *sum += of(f64::from(value), own);
        }
    }
    sums
}

/// The same as means over the rows.
fn column_means(values: &[f32], own: &[f64], of: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let share = share_64(values.len() / own.len());
    column_sums(values, own, of).into_iter().map(|sum| sum * share).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a pass has a few hundred examples")]
fn share_64(count: usize) -> f64 {
    1.0 / count as f64
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
fn to_vec(tensor: Tensor<3>) -> Vec<f32> {
    tensor.into_data().try_into_vec().expect("the network computes in f32")
}
