//! Two training steps from given weights, batch and masks equal JAX's to 1e-5 (numbers kept by `tests/oracle/step.py`).

use dropout_lab::dataset::Examples;
use dropout_lab::model::{Batch, Device, DeviceExamples, DeviceLabels, LayerWeights, Masks, Network, ScoreSums, Sgd};
use dropout_lab::spec::PIXELS;
use pollster::block_on;
use serde_json::Value;

use crate::support::{gpu, probs};

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        number => vec![number.as_f64().expect("a number")],
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the network computes in f32")]
fn formula(layer: usize, row: usize, column: usize) -> f32 {
    let numerator = i32::try_from((row * 37 + column * 101 + layer * 53) % 200).expect("below 200") - 100;
    (f64::from(numerator) / if layer == 0 { 400.0 } else { 100.0 }) as f32
}

fn weights(widths: &[usize]) -> Vec<LayerWeights> {
    let layers = widths.windows(2).enumerate();
    let layers = layers.map(|(layer, pair)| LayerWeights {
        weights: (0..pair[0]).flat_map(|row| (0..pair[1]).map(move |column| formula(layer, row, column))).collect(),
        biases: (0..pair[1]).map(|column| formula(layer, 999, column)).collect(),
    });
    layers.collect()
}

#[expect(clippy::cast_possible_truncation, reason = "taken modulo 256 and 10")]
fn examples(count: usize) -> Examples {
    Examples {
        pixels: (0..count).flat_map(|i| (0..PIXELS).map(move |p| ((i * 7 + p * 13) % 256) as u8)).collect(),
        labels: (0..count).map(|i| ((3 * i + 1) % 10) as u8).collect(),
    }
}

fn check(device: &Device) {
    let kept: Value = serde_json::from_str(include_str!("../oracle/step.json")).expect("the kept numbers are JSON");
    let widths: Vec<usize> = serde_json::from_value(kept["widths"].clone()).expect("whole numbers");
    let whole = |key: &str| u32::try_from(kept[key].as_u64().expect("a whole number")).expect("fits");
    let number = |key: &str| kept[key].as_f64().expect("a number");
    let data = examples(whole("batch") as usize);
    let (split, labels) = (DeviceExamples::new(&data, device), DeviceLabels::shared(&data.labels, device));
    let indices: Vec<u32> = (0..whole("batch")).collect();
    let batch = Batch { examples: &split, labels: &labels, indices: &indices };
    let masks = Masks::new(&[whole("seed")], &[&probs(&numbers(&kept["drop"]))], device);
    let sgd = Sgd { lr: number("lr"), momentum: number("momentum"), weight_decay: number("weight_decay") };
    let mut network = Network::from_weights(&widths, &[weights(&widths)], device);
    for (step, expected) in (whole("step")..).zip(numbers(&kept["losses"])) {
        let (gradients, scores) = network.gradients(batch, &masks, step, None);
        let scores = block_on(ScoreSums::read(vec![(vec![scores.sums()], whole("batch"))])).expect("an answer");
        close("loss", &[scores[0][0].loss], &[expected]);
        network.step(sgd, gradients);
    }
    let layers = block_on(network.read_weights()).expect("an answer").remove(0);
    let floats = |values: &[f32]| values.iter().copied().map(f64::from).collect::<Vec<f64>>();
    let some_rows: Vec<f32> = layers[0].weights.chunks_exact(widths[1]).step_by(97).flatten().copied().collect();
    close("first weights", &floats(&some_rows), &numbers(&kept["first_weights_every_97th_row"]));
    for (layer, weights) in layers.iter().enumerate() {
        close("biases", &floats(&weights.biases), &numbers(&kept["biases"][layer]));
        if layer > 0 {
            close("weights", &floats(&weights.weights), &numbers(&kept["weights"][layer - 1]));
        }
    }
}

fn close(what: &str, found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() < 1e-5, "{what} {at}: found {found}, JAX {expected}");
    }
}

#[test]
fn two_steps_equal_jax_on_the_cpu() {
    check(&Device::cpu());
}

#[test]
fn two_steps_equal_jax_on_the_gpu() {
    let Some(gpu) = gpu() else { return };
    check(&gpu);
}
