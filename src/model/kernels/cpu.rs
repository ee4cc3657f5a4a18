//! The CPU form of the kernels: one pass over the values.

use burn::prelude::*;

use super::{Activation, MaskTable};
use crate::random::Row;
use crate::spec::PIXELS;

/// A pixel of 255 becomes 1.
const PIXEL_SCALE: f32 = 1.0 / 255.0;

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
