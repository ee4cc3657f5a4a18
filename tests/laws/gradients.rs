//! Gradients: exact for each run, against central differences of the loss under the same masks.

use dropout_lab::dataset::synthetic;
use dropout_lab::model::{Batch, Device, DeviceExamples, DeviceLabels, LayerWeights, Masks, Network, ScoreSums, initial_weights};
use dropout_lab::spec::{CLASSES, Init, PIXELS};
use pollster::block_on;

use crate::support::probs;

const WIDTHS: [usize; 4] = [PIXELS, 12, 9, CLASSES];
const BATCH: u32 = 12;
/// How far a weight is moved for a difference.
const SHIFT: f32 = 2e-3;
/// Error of a difference quotient: the loss has 24 bits.
const ROUNDING: f64 = 4e-4;

/// Initial weights made three times as large, so that the gradients stand out from the rounding of the loss.
fn weights(seed: u32) -> Vec<LayerWeights> {
    let layers = WIDTHS.windows(2).zip(0..);
    let mut layers: Vec<LayerWeights> = layers.map(|(pair, layer)| initial_weights(Init::Default, seed, layer, pair[0], pair[1])).collect();
    layers.iter_mut().flat_map(|layer| &mut layer.weights).for_each(|weight| *weight *= 3.0);
    layers
}

/// The mean loss under the masks of step 2 at these weights.
fn loss(weights: &[LayerWeights], drop: &[f64]) -> f64 {
    let device = Device::cpu();
    let data = synthetic(0, BATCH);
    let (examples, labels) = (DeviceExamples::new(&data, &device), DeviceLabels::shared(&data.labels, &device));
    let indices: Vec<u32> = (0..BATCH).collect();
    let masks = Masks::new(&[3], &[&probs(drop)], &device);
    let batch = Batch { examples: &examples, labels: &labels, indices: &indices };
    let network = Network::from_weights(&WIDTHS, &[weights.to_vec()], &device);
    let (_, scores) = network.gradients(batch, &masks, 2, None);
    block_on(ScoreSums::read(vec![(vec![scores.sums()], BATCH)])).expect("the CPU answers")[0][0].loss
}

/// The gradients of three runs in one cohort; the one in the middle is looked at.
fn gradients(drop: &[f64]) -> Vec<[Vec<f32>; 2]> {
    let device = Device::cpu();
    let data = synthetic(0, BATCH);
    let (examples, labels) = (DeviceExamples::new(&data, &device), DeviceLabels::shared(&data.labels, &device));
    let indices: Vec<u32> = [0; 3].iter().flat_map(|_| 0..BATCH).collect();
    let others = probs(&[0.5, 0.5, 0.5]);
    let masks = Masks::new(&[8, 3, 9], &[&others, &probs(drop), &others], &device);
    let batch = Batch { examples: &examples, labels: &labels, indices: &indices };
    let network = Network::from_weights(&WIDTHS, &[weights(8), weights(3), weights(9)], &device);
    let layers = block_on(network.gradients(batch, &masks, 2, None).0.read()).expect("the CPU answers");
    let middle = |values: Vec<f32>| values[values.len() / 3..2 * values.len() / 3].to_vec();
    layers.into_iter().map(|[weights, biases]| [middle(weights), middle(biases)]).collect()
}

#[test]
fn gradients_equal_central_differences() {
    for drop in [[0.0, 0.0, 0.0], [0.1, 0.1, 0.1], [0.1, 0.3, 0.3], [0.3, 0.2, 0.4]] {
        let found = gradients(&drop);
        let mut compared = 0;
        for (layer, parts) in found.iter().enumerate() {
            for (part, gradient) in parts.iter().enumerate() {
                for at in positions(gradient) {
                    let Some(expected) = central_difference(&drop, layer, part, at) else { continue };
                    let difference = (f64::from(gradient[at]) - expected).abs();
                    assert!(
                        difference < ROUNDING + 0.02 * expected.abs(),
                        "drop {drop:?}, layer {layer}, part {part}, {at}: {} {expected}",
                        gradient[at]
                    );
                    compared += usize::from(expected.abs() > 5.0 * ROUNDING);
                }
            }
        }
        assert!(compared > 30, "drop {drop:?}: only {compared} gradients stood out from the rounding");
    }
}

/// The largest gradients, which tell most, and some from everywhere.
fn positions(gradient: &[f32]) -> Vec<usize> {
    let mut by_size: Vec<usize> = (0..gradient.len()).collect();
    by_size.sort_by(|&a, &b| gradient[b].abs().total_cmp(&gradient[a].abs()));
    by_size.truncate(10);
    by_size.extend((0..gradient.len()).step_by((gradient.len() / 13).max(1)));
    by_size
}

/// `None` where a unit's sum changes its sign within the shift: the loss has a kink there.
fn central_difference(drop: &[f64], layer: usize, part: usize, at: usize) -> Option<f64> {
    let shifted = |shift: f32| {
        let mut weights = weights(3);
        let values = if part == 0 { &mut weights[layer].weights } else { &mut weights[layer].biases };
        values[at] += shift;
        (f64::from(values[at]), loss(&weights, drop))
    };
    let [low, middle, high] = [-SHIFT, 0.0, SHIFT].map(shifted);
    let slope = |from: (f64, f64), to: (f64, f64)| (to.1 - from.1) / (to.0 - from.0);
    let smooth = (slope(low, middle) - slope(middle, high)).abs() < 2.0 * ROUNDING + 0.04 * slope(low, high).abs();
    smooth.then(|| slope(low, high))
}
