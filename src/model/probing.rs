//! What probes take of the networks of a cohort: moments of hidden units, norms of weights, gradients and changes; in one read.

use burn::prelude::*;

use super::examples::DeviceExamples;
use super::kernels;
use super::masks::Masks;
use super::network::{Batch, Mode, Network, read};
use super::optimizer::Sgd;
use crate::probes::{CORRELATED_UNITS, LayerProbes, PROBED_UNITS, Probes, UnitProbes, WeightProbes};
use crate::spec::DropProbs;
use crate::stats::{correlations, mean};

/// Outputs of each hidden layer on some examples, masks off, still on the device: `[runs, count, width]`.
#[derive(Clone, Debug)]
pub struct HiddenOutputs(pub(super) Vec<Tensor<3>>);

/// What is probed, and how.
#[derive(Clone, Copy, Debug)]
pub struct ProbeTask<'a> {
    /// The outputs to probe with masks off.
    pub outputs: &'a HiddenOutputs,
    /// The examples that the masked pass takes from their head.
    pub examples: &'a DeviceExamples,
    /// How many of them.
    pub masked_count: u32,
    /// The batch that is trained next.
    pub batch: Batch<'a>,
    /// Its masks.
    pub masks: &'a Masks,
    /// The drop probabilities of each run that they are drawn with.
    pub drops: &'a [&'a DropProbs],
    /// Which of the masks.
    pub step: u32,
    /// How the batch's gradients would change the weights.
    pub sgd: Sgd,
}

impl Network {
    /// What goes on inside each run's network; changes nothing of it.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn probes(&self, task: ProbeTask<'_>) -> Result<Vec<Probes>, String> {
        let ProbeTask { examples, masked_count, masks, step, drops, .. } = task;
        let indices: Vec<u32> = (0..masked_count).collect();
        let masked = self.outputs_around_masks(examples, &indices, Mode::Train { masks, step });
        let (gradients, _) = self.gradients(task.batch, masks, step, None);
        let mut pieces = Pieces { values: Vec::new(), runs: self.runs() };
        for (plain, [before, after]) in task.outputs.0.iter().zip(masked) {
            let width = plain.dims()[2];
            let correlated = plain.clone().narrow(2, 0, width.min(CORRELATED_UNITS));
            pieces.add(kernels::unit_moments(plain.clone(), self.on_gpu()));
            pieces.add(kernels::unit_activity(plain.clone(), self.on_gpu()));
            pieces.add(kernels::covariances(correlated, self.on_gpu()));
            pieces.add(kernels::unit_moments(before, self.on_gpu()));
            pieces.add(kernels::unit_moments(after, self.on_gpu()));
        }
        for (parameter, [gradient, _]) in self.weights().zip(&gradients.0) {
            let change = parameter.change(task.sgd, true, gradient.clone());
            for values in [&parameter.value, gradient, &change] {
                pieces.add(kernels::column_squares(values.clone(), self.on_gpu()));
            }
            for values in [&parameter.value, gradient] {
                let first = values.dims()[1].min(PROBED_UNITS);
                // Row by row, so that the rows' sums stand in one line.
                pieces.add(kernels::column_squares(values.clone().narrow(1, 0, first).swap_dims(1, 2), self.on_gpu()));
            }
        }
        let hidden_count = task.outputs.0.len();
        let runs = pieces.read().await?;
        Ok(runs.iter().zip(drops).map(|(pieces, drop)| probes_of(pieces, hidden_count, drop)).collect())
    }

    /// Outputs of each hidden layer before and after its mask, for the example at `place` of `indices`, of the only run.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn read_outputs_around_masks(
        &self,
        examples: &DeviceExamples,
        indices: &[u32],
        place: usize,
        mode: Mode<'_>,
    ) -> Result<Vec<[Vec<f32>; 2]>, String> {
        let mut layers = Vec::new();
        for [before, after] in self.outputs_around_masks(examples, indices, mode) {
            layers.push([read(before.narrow(1, place, 1)).await?, read(after.narrow(1, place, 1)).await?]);
        }
        Ok(layers)
    }

    /// Covariances of the first `units` units of hidden layer `layer` (from 1) over the first `count` examples, masks off; of the only run.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn read_covariances(&self, examples: &DeviceExamples, count: u32, layer: usize, units: usize) -> Result<Vec<f64>, String> {
        let indices: Vec<u32> = (0..count).collect();
        let [outputs, _] = self.outputs_around_masks(examples, &indices, Mode::Eval).swap_remove(layer - 1);
        let covariances = read(kernels::covariances(outputs.narrow(2, 0, units), self.on_gpu())).await?;
        Ok(covariances.into_iter().map(f64::from).collect())
    }
}

/// Numbers on the device on their way to one read.
struct Pieces {
    /// `[runs, numbers]` each.
    values: Vec<Tensor<2>>,
    runs: usize,
}

impl Pieces {
    fn add(&mut self, piece: Tensor<3>) {
        let [runs, rows, columns] = piece.dims();
        self.values.push(piece.reshape([runs, rows * columns]));
    }

    /// The pieces of each run.
    async fn read(self) -> Result<Vec<Vec<Vec<f64>>>, String> {
        let lengths: Vec<usize> = self.values.iter().map(|piece| piece.dims()[1]).collect();
        let values = read(Tensor::cat(self.values, 1)).await?;
        let runs = values.chunks_exact(values.len() / self.runs).map(|run| {
            let mut rest = run;
            let piece = |&length: &usize| {
                let (piece, after) = rest.split_at(length);
                rest = after;
                piece.iter().copied().map(f64::from).collect()
            };
            lengths.iter().map(piece).collect()
        });
        Ok(runs.collect())
    }
}

/// Pieces that each hidden layer takes, and each layer of weights after them.
const OF_LAYER: usize = 5;
const OF_WEIGHTS: usize = 5;

fn probes_of(pieces: &[Vec<f64>], hidden_count: usize, drop: &DropProbs) -> Probes {
    let (layers, weights) = pieces.split_at(hidden_count * OF_LAYER);
    let weights: Vec<Norms<'_>> = weights.chunks_exact(OF_WEIGHTS).map(Norms::of).collect();
    let layers = layers.chunks_exact(OF_LAYER).zip(&drop.probs()[1..]).zip(weights.windows(2)).map(|((pieces, &drop_prob), around)| {
        let [plain, before, after] = [&pieces[0], &pieces[3], &pieces[4]].map(|moments| Moments::of(moments));
        let active = &pieces[1];
        LayerProbes {
            activation_variance: mean_over(plain.variances),
            variance_before_mask: mean_over(before.variances),
            variance_after_mask: mean_over(after.variances),
            predicted_variance: mean_over(before.variances) + drop_prob / (1.0 - drop_prob) * before.mean_square(),
            mean_activation: mean_over(plain.means),
            active_fraction: mean_over(active),
            silent_fraction: mean(active.iter().map(|&active| f64::from(active == 0.0))),
            unit_correlation: correlations(&pieces[2]).1,
            units: units(&around[0], &around[1]),
        }
    });
    Probes { layers: layers.collect(), weights: weights.iter().map(Norms::of_layer).collect() }
}

/// Rows of [`kernels::unit_moments`], one number for each unit.
struct Moments<'a> {
    means: &'a [f64],
    variances: &'a [f64],
}

impl<'a> Moments<'a> {
    fn of(values: &'a [f64]) -> Self {
        let (means, variances) = values.split_at(values.len() / 2);
        Self { means, variances }
    }

    /// E[h^2], a mean over the units.
    fn mean_square(&self) -> f64 {
        mean(self.means.iter().zip(self.variances).map(|(mean, variance)| mean * mean + variance))
    }
}

/// Sums of squares of one layer's weights, of their gradients and changes: by the unit they lead to, or by the unit they come from.
struct Norms<'a> {
    into: &'a [f64],
    gradient_into: &'a [f64],
    change_into: &'a [f64],
    from: &'a [f64],
    gradient_from: &'a [f64],
}

impl<'a> Norms<'a> {
    fn of(pieces: &'a [Vec<f64>]) -> Self {
        Self { into: &pieces[0], gradient_into: &pieces[1], change_into: &pieces[2], from: &pieces[3], gradient_from: &pieces[4] }
    }

    fn of_layer(&self) -> WeightProbes {
        let norm = |squares: &[f64]| squares.iter().sum::<f64>().sqrt();
        let weight_norm = norm(self.into);
        WeightProbes { weight_norm, gradient_norm: norm(self.gradient_into), update_ratio: norm(self.change_into) / weight_norm }
    }
}

/// The first units of a hidden layer, from the weights into it and those out of it.
fn units(incoming: &Norms<'_>, outgoing: &Norms<'_>) -> Vec<UnitProbes> {
    let unit = |unit: usize| UnitProbes {
        incoming_norm: incoming.into[unit].sqrt(),
        outgoing_norm: outgoing.from[unit].sqrt(),
        incoming_gradient_norm: incoming.gradient_into[unit].sqrt(),
        outgoing_gradient_norm: outgoing.gradient_from[unit].sqrt(),
    };
    (0..outgoing.from.len()).map(unit).collect()
}

fn mean_over(units: &[f64]) -> f64 {
    mean(units.iter().copied())
}
