//! The masks of one step: which runs drop how much, layer by layer.

use burn::prelude::*;

use super::device::{Backend, Device as ModelDevice};
use super::examples::DeviceExamples;
use super::kernels::{self, upload};
use super::network::{Mode, read};
use crate::random::{Stream, drop_threshold};
use crate::spec::DropProbs;

/// One run's part in a mask.
#[derive(Clone, Copy, Debug)]
pub(super) struct RunMask {
    /// Seed of the run's replicate.
    pub(super) seed: u32,
    /// Bits below this mean "dropped".
    pub(super) threshold: u32,
    /// 1 / keep_prob.
    pub(super) scale: f32,
}

/// The mask of one layer for all runs, on host and device.
#[derive(Clone, Debug)]
pub(super) struct MaskTable {
    pub(super) stream: Stream,
    pub(super) host: Vec<RunMask>,
    /// `[2 * runs]`: seed and threshold of each run, as bits.
    pub(super) table: Tensor<1, Int>,
    /// `[runs, 1, 1]`: 1 / keep_prob.
    pub(super) scales: Tensor<3>,
}

/// The masks of all layers that can drop: the input and each hidden layer. `None` where no run drops anything.
#[derive(Clone, Debug)]
pub struct Masks {
    layers: Vec<Option<MaskTable>>,
}

impl Masks {
    /// The masks for runs with these seeds and drop probabilities.
    #[must_use]
    pub fn new(seeds: &[u32], drops: &[&DropProbs], device: &ModelDevice) -> Self {
        Self::of(seeds, drops, &Kind { stream: Stream::Mask, scale }, device)
    }

    /// The masks of masked passes at test time, from a stream of their own; what is kept is scaled by 1 / `keep_prob`, or left as it is.
    #[must_use]
    pub fn at_test_time(seeds: &[u32], drops: &[&DropProbs], scaled: bool, device: &ModelDevice) -> Self {
        let scale = if scaled { scale } else { |_| 1.0 };
        Self::of(seeds, drops, &Kind { stream: Stream::TestMask, scale }, device)
    }

    /// No masks at all for a network of these widths, from the input to the classes.
    #[must_use]
    pub fn none(widths: &[usize]) -> Self {
        Self { layers: vec![None; widths.len() - 1] }
    }

    fn of(seeds: &[u32], drops: &[&DropProbs], kind: &Kind, device: &ModelDevice) -> Self {
        let layer_count = drops.first().map_or(0, |drop| drop.probs().len());
        let layers = (0..layer_count).map(|layer| table(layer, seeds, drops, kind, device)).collect();
        Self { layers }
    }

    /// Whether no run drops anything anywhere.
    #[must_use]
    pub fn are_empty(&self) -> bool {
        self.layers.iter().all(Option::is_none)
    }

    /// The mask after layer `layer`: 0 is the input.
    pub(super) fn layer(&self, layer: usize) -> Option<&MaskTable> {
        self.layers[layer].as_ref()
    }
}

/// What masks are for.
struct Kind {
    /// Their numbers, by layer.
    stream: fn(u32) -> Stream,
    /// What kept units are multiplied by, from the drop probability.
    scale: fn(f64) -> f32,
}

/// Inverted dropout of `values` `[runs, batch, width]`, none below zero, as a network applies it after hidden layer `layer`.
///
/// # Errors
/// When the device was lost.
pub async fn dropout(values: Vec<f32>, dims: [usize; 3], layer: usize, mode: Mode<'_>, device: &ModelDevice) -> Result<Vec<f32>, String> {
    let values = Tensor::from_data(TensorData::new(values, dims), device.tensors());
    let no_bias = Tensor::zeros([dims[0], 1, dims[2]], device.tensors());
    let activation = mode.activation(layer);
    read(kernels::activate(values, &no_bias, device.backend() == Backend::Webgpu, activation)).await
}

/// The inputs of a network in training: pixels in [0, 1] under the input mask, `[runs, batch, 784]`.
///
/// # Errors
/// When the device was lost.
pub async fn masked_inputs(
    examples: &DeviceExamples,
    indices: &[u32],
    dims: [usize; 2],
    masks: &Masks,
    step: u32,
) -> Result<Vec<f32>, String> {
    read(kernels::gather(examples, indices, dims, masks.layer(0), step).0).await
}

fn table(layer: usize, seeds: &[u32], drops: &[&DropProbs], kind: &Kind, device: &ModelDevice) -> Option<MaskTable> {
    let probs: Vec<f64> = drops.iter().map(|drop| drop.probs()[layer]).collect();
    if probs.iter().all(|&drop_prob| drop_prob == 0.0) {
        return None;
    }
    let host: Vec<RunMask> = seeds
        .iter()
        .zip(&probs)
        .map(|(&seed, &drop_prob)| RunMask { seed, threshold: drop_threshold(drop_prob), scale: (kind.scale)(drop_prob) })
        .collect();
    let words: Vec<u32> = host.iter().flat_map(|run| [run.seed, run.threshold]).collect();
    let scales: Vec<f32> = host.iter().map(|run| run.scale).collect();
    let runs = scales.len();
    Some(MaskTable {
        stream: (kind.stream)(u32::try_from(layer).expect("a network has few layers")),
        table: upload(&words, device.tensors()),
        scales: Tensor::from_data(TensorData::new(scales, [runs, 1, 1]), device.tensors()),
        host,
    })
}

/// 1 / keep_prob, by which inverted dropout scales what it keeps.
#[expect(clippy::cast_possible_truncation, reason = "the network computes in f32")]
fn scale(drop_prob: f64) -> f32 {
    (1.0 / (1.0 - drop_prob)) as f32
}
