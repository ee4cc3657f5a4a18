//! The multilayer perceptrons of all runs of a cohort, trained side by side: weights `[run, in, out]`, one matmul for all.

use burn::prelude::*;

use super::device::{Backend, Device as ModelDevice};
use super::examples::{DeviceExamples, DeviceLabels};
use super::init::{LayerWeights, initial_weights, make_lazy};
use super::kernels::{self, Activation, Task};
use super::loss::ExampleScores;
use super::masks::Masks;
use super::optimizer::{Parameter, Sgd};
use super::probing::HiddenOutputs;
use crate::spec::{CLASSES, Init, Lazy};

/// Whether units are dropped. Never hidden state: every pass is told.
#[derive(Clone, Copy, Debug)]
pub enum Mode<'a> {
    /// Units are dropped by the masks of this step.
    Train {
        /// Who drops how much.
        masks: &'a Masks,
        /// Which of the masks.
        step: u32,
    },
    /// Nothing is dropped, nothing is scaled.
    Eval,
}

impl<'a> Mode<'a> {
    /// What hidden layer `layer` does beside ReLU.
    pub(super) fn activation(self, layer: usize) -> Activation<'a> {
        match self {
            Self::Train { masks, step } => Activation { mask: masks.layer(layer), step },
            Self::Eval => Activation { mask: None, step: 0 },
        }
    }
}

/// The examples of one training step.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// The training split.
    pub examples: &'a DeviceExamples,
    /// Its labels.
    pub labels: &'a DeviceLabels,
    /// `runs * size` positions in the split, run by run.
    pub indices: &'a [u32],
}

/// Weights and biases of one layer of all runs.
#[derive(Clone, Debug)]
struct Layer {
    /// `[runs, in, out]`.
    weights: Parameter,
    /// `[runs, 1, out]`.
    biases: Parameter,
}

/// The networks of all runs of a cohort.
#[derive(Clone, Debug)]
pub struct Network {
    layers: Vec<Layer>,
    runs: usize,
    device: ModelDevice,
}

/// Gradients of each run's mean loss, layer by layer: weights `[runs, in, out]`, biases `[runs, 1, out]`.
#[derive(Clone, Debug)]
pub struct Gradients(pub(super) Vec<[Tensor<3>; 2]>);

impl Network {
    /// Fresh networks, one for each seed.
    #[must_use]
    pub fn new(widths: &[usize], init: Init, lazy: Lazy, seeds: &[u32], device: &ModelDevice) -> Self {
        let last = widths.len() - 2;
        let layers = widths.windows(2).enumerate().map(|(position, pair)| {
            let fresh = |&seed: &u32| {
                let mut layer = initial_weights(init, seed, u32::try_from(position).expect("a network has few layers"), pair[0], pair[1]);
                make_lazy(&mut layer, lazy, position > 0, position < last);
                layer
            };
            Layer::new(pair[0], pair[1], &seeds.iter().map(fresh).collect::<Vec<_>>(), device)
        });
        Self { layers: layers.collect(), runs: seeds.len(), device: device.clone() }
    }

    /// Networks with given weights: for each run its layers.
    ///
    /// # Panics
    /// If the runs are not all of the shape that `widths` says.
    #[must_use]
    pub fn from_weights(widths: &[usize], runs: &[Vec<LayerWeights>], device: &ModelDevice) -> Self {
        let layers = widths.windows(2).enumerate().map(|(layer, pair)| {
            let runs: Vec<LayerWeights> = runs.iter().map(|layers| layers[layer].clone()).collect();
            Layer::new(pair[0], pair[1], &runs, device)
        });
        Self { layers: layers.collect(), runs: runs.len(), device: device.clone() }
    }

    /// Logits `[runs, batch, classes]` of inputs `[runs or 1, batch, 784]`, and the outputs of each hidden layer.
    fn forward(&self, inputs: Tensor<3>, mode: Mode<'_>) -> (Vec<Tensor<3>>, Tensor<3>) {
        let mut outputs = vec![inputs];
        let (last, hidden) = self.layers.split_last().expect("a network has at least one layer");
        for (layer, position) in hidden.iter().zip(1..) {
            let sums = kernels::product(outputs[position - 1].clone(), layer.weights.value.clone(), self.on_gpu());
            outputs.push(kernels::activate(sums, &layer.biases.value, self.on_gpu(), mode.activation(position)));
        }
        let top = outputs[hidden.len()].clone();
        let logits = kernels::product(top, last.weights.value.clone(), self.on_gpu()) + last.biases.value.clone();
        (outputs, logits)
    }

    /// The same examples for every run: once where all see the same, else a copy for each, under its own mask.
    fn inputs(&self, examples: &DeviceExamples, indices: &[u32], mode: Mode<'_>) -> Tensor<3> {
        let Activation { mask, step } = mode.activation(0);
        let copies = if mask.is_some() { self.runs } else { 1 };
        kernels::gather(examples, &indices.repeat(copies), [copies, indices.len()], mask, step).0
    }

    /// Outputs of each hidden layer before its mask and after it, with those of the layers below it on.
    pub(super) fn outputs_around_masks(&self, examples: &DeviceExamples, indices: &[u32], mode: Mode<'_>) -> Vec<[Tensor<3>; 2]> {
        let mut inputs = self.inputs(examples, indices, mode);
        let hidden = self.layers.split_last().map_or(&[][..], |(_, hidden)| hidden);
        let around = hidden.iter().zip(1..).map(|(layer, position)| {
            let sums = kernels::product(inputs.clone(), layer.weights.value.clone(), self.on_gpu());
            let before = kernels::activate(sums, &layer.biases.value, self.on_gpu(), Mode::Eval.activation(position));
            let no_biases = layer.biases.value.zeros_like();
            let after = kernels::activate(before.clone(), &no_biases, self.on_gpu(), mode.activation(position));
            inputs = after.clone();
            [before, after]
        });
        around.collect()
    }

    /// The gradients of each run's mean loss over its part of the batch, and loss and hit of each example under the same masks.
    ///
    /// The latter are added to `so_far`, place by place of the batch. Masks are on: not comparable with [`Self::score`].
    #[must_use]
    pub fn gradients(&self, batch: Batch<'_>, masks: &Masks, step: u32, so_far: Option<ExampleScores>) -> (Gradients, ExampleScores) {
        let dims = [self.runs, batch.indices.len() / self.runs];
        let (inputs, uploaded) = kernels::gather(batch.examples, batch.indices, dims, masks.layer(0), step);
        let (mut outputs, logits) = self.forward(inputs, Mode::Train { masks, step });
        let task = Task::Train { so_far: so_far.map(ExampleScores::into_values) };
        let (gradient, scores) = kernels::cross_entropy(logits, batch.labels, batch.indices, &uploaded, task);
        let mut upstream = gradient.expect("training asks for the gradient");
        let mut gradients = Vec::with_capacity(self.layers.len());
        for (position, layer) in self.layers.iter().enumerate().rev() {
            let inputs = outputs.pop().expect("forward keeps the inputs of each layer");
            let biases = upstream.clone().sum_dim(1);
            let weights = kernels::product(inputs.clone().swap_dims(1, 2), upstream.clone(), self.on_gpu());
            gradients.push([weights, biases]);
            if position > 0 {
                let downstream = kernels::product(upstream, layer.weights.value.clone().swap_dims(1, 2), self.on_gpu());
                upstream = kernels::activate_backward(inputs, downstream, self.on_gpu(), masks.layer(position));
            } else {
                break;
            }
        }
        gradients.reverse();
        (Gradients(gradients), ExampleScores::new(scores, self.on_gpu()))
    }

    /// One step of SGD down these gradients.
    pub fn step(&mut self, sgd: Sgd, gradients: Gradients) {
        for (layer, [weights, biases]) in self.layers.iter_mut().zip(gradients.0) {
            layer.weights.step(sgd, true, weights);
            layer.biases.step(sgd, false, biases);
        }
    }

    /// Loss and hit of each run for each of the examples `first .. first + count`, masks off.
    #[must_use]
    pub fn score(&self, examples: &DeviceExamples, labels: &DeviceLabels, first: u32, count: u32) -> ExampleScores {
        self.score_with_outputs(examples, labels, first, count).0
    }

    /// [`Self::score`], with the outputs of the hidden layers that it comes from.
    #[must_use]
    pub fn score_with_outputs(
        &self,
        examples: &DeviceExamples,
        labels: &DeviceLabels,
        first: u32,
        count: u32,
    ) -> (ExampleScores, HiddenOutputs) {
        let indices: Vec<u32> = (first..first + count).collect();
        let (inputs, uploaded) = kernels::gather(examples, &indices, [1, indices.len()], None, 0);
        let (mut outputs, logits) = self.forward(inputs, Mode::Eval);
        let (_, scores) = kernels::cross_entropy(logits, labels, &indices, &uploaded, Task::Score);
        outputs.remove(0);
        (ExampleScores::new(scores, self.on_gpu()), HiddenOutputs(outputs))
    }

    /// Probabilities of the classes for each run and each of the examples `first .. first + count`: for each run `count * CLASSES`.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn probabilities(&self, examples: &DeviceExamples, first: u32, count: u32, mode: Mode<'_>) -> Result<Vec<Vec<f32>>, String> {
        let indices: Vec<u32> = (first..first + count).collect();
        let logits = read(self.forward(self.inputs(examples, &indices, mode), mode).1).await?;
        Ok(logits.chunks_exact(indices.len() * CLASSES).map(|run| run.chunks_exact(CLASSES).flat_map(softmax).collect()).collect())
    }

    /// The weights as numbers: for each run its layers.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn read_weights(&self) -> Result<Vec<Vec<LayerWeights>>, String> {
        self.read_layers(|parameter| parameter.value.clone()).await
    }

    /// The same of the momentum; none before the first step, or where there is no momentum.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn read_velocities(&self) -> Result<Option<Vec<Vec<LayerWeights>>>, String> {
        if self.layers.iter().any(|layer| layer.weights.velocity().is_none()) {
            return Ok(None);
        }
        self.read_layers(|parameter| parameter.velocity().expect("all layers move, or none does").clone()).await.map(Some)
    }

    /// The same networks with the momentum that [`Self::read_velocities`] told.
    ///
    /// # Panics
    /// If it is not of the same shape.
    #[must_use]
    pub fn moving(self, runs: &[Vec<LayerWeights>]) -> Self {
        let layers = self.layers.into_iter().enumerate().map(|(position, layer)| {
            let [_, fan_in, fan_out] = layer.weights.value.dims();
            let runs: Vec<LayerWeights> = runs.iter().map(|layers| layers[position].clone()).collect();
            let velocity = Layer::new(fan_in, fan_out, &runs, &self.device);
            Layer { weights: layer.weights.moving(velocity.weights.value), biases: layer.biases.moving(velocity.biases.value) }
        });
        Self { layers: layers.collect(), runs: self.runs, device: self.device.clone() }
    }

    async fn read_layers(&self, of: impl Fn(&Parameter) -> Tensor<3>) -> Result<Vec<Vec<LayerWeights>>, String> {
        let mut runs = vec![Vec::with_capacity(self.layers.len()); self.runs];
        for layer in &self.layers {
            let weights = read(of(&layer.weights)).await?;
            let biases = read(of(&layer.biases)).await?;
            let parts = weights.chunks_exact(weights.len() / self.runs).zip(biases.chunks_exact(biases.len() / self.runs));
            for (run, (weights, biases)) in runs.iter_mut().zip(parts) {
                run.push(LayerWeights { weights: weights.to_vec(), biases: biases.to_vec() });
            }
        }
        Ok(runs)
    }

    /// Keeps only the runs at these positions.
    #[must_use]
    pub fn retained(self, positions: &[u32]) -> Self {
        let picked = kernels::upload(positions, self.device.tensors());
        let layers =
            self.layers.into_iter().map(|layer| Layer { weights: layer.weights.retain(&picked), biases: layer.biases.retain(&picked) });
        Self { layers: layers.collect(), runs: positions.len(), device: self.device }
    }

    /// Waits until the device has done the work given so far: one small read, the only back-pressure there is.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn settle(&self) -> Result<(), String> {
        if !self.on_gpu() {
            return Ok(());
        }
        let last = self.layers.last().expect("a network has at least one layer");
        let corner = last.biases.value.clone().slice([0..1, 0..1, 0..1]);
        corner.into_data_async().await.map(|_| ()).map_err(lost)
    }

    pub(super) fn runs(&self) -> usize {
        self.runs
    }

    /// The weights of each layer, without its biases.
    pub(super) fn weights(&self) -> impl Iterator<Item = &Parameter> {
        self.layers.iter().map(|layer| &layer.weights)
    }

    pub(super) fn on_gpu(&self) -> bool {
        self.device.backend() == Backend::Webgpu
    }
}

impl Gradients {
    /// The gradients as numbers: for each layer weights, then biases, runs first.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn read(self) -> Result<Vec<[Vec<f32>; 2]>, String> {
        let mut layers = Vec::with_capacity(self.0.len());
        for [weights, biases] in self.0 {
            layers.push([read(weights).await?, read(biases).await?]);
        }
        Ok(layers)
    }
}

/// Exponentials are `libm`'s on every target, so that the terminal agrees with the browser.
fn softmax(logits: &[f32]) -> impl Iterator<Item = f32> {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let exponentials: Vec<f32> = logits.iter().map(|logit| libm::expf(logit - largest)).collect();
    let sum: f32 = exponentials.iter().sum();
    exponentials.into_iter().map(move |exponential| exponential / sum)
}

/// The library's message tells its own story over many lines; the first one is enough.
fn lost(error: impl core::fmt::Display) -> String {
    let message = error.to_string();
    format!("the device no longer answers: {}", message.lines().next().unwrap_or("no reason given").trim())
}

pub(super) async fn read<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>, String> {
    let data = tensor.into_data_async().await.map_err(lost)?;
    data.try_into_vec().map_err(|error| format!("expected 32-bit numbers, found {error:?}"))
}

impl Layer {
    fn new(fan_in: usize, fan_out: usize, runs: &[LayerWeights], device: &ModelDevice) -> Self {
        let collect = |part: fn(&LayerWeights) -> &Vec<f32>| runs.iter().flat_map(|run| part(run).iter().copied()).collect::<Vec<_>>();
        let tensor = |values, dims: [usize; 3]| Tensor::from_data(TensorData::new(values, dims), device.tensors());
        Self {
            weights: Parameter::new(tensor(collect(|run| &run.weights), [runs.len(), fan_in, fan_out])),
            biases: Parameter::new(tensor(collect(|run| &run.biases), [runs.len(), 1, fan_out])),
        }
    }
}
