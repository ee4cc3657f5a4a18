//! Dropout: kept fraction, mean, variance, identity in eval mode, nested and fresh masks, on the CPU.

use dropout_lab::dataset::Examples;
use dropout_lab::model::{Device, DeviceExamples, Masks, Mode, dropout, masked_inputs};
use dropout_lab::spec::PIXELS;
use pollster::block_on;

use crate::support::probs;

const BATCH: usize = 500;
const WIDTH: usize = 203;
const DIMS: [usize; 3] = [1, BATCH, WIDTH];

/// Dropout of a constant after hidden layer `layer` of a net of two.
fn dropped(seed: u32, drop_prob: f64, layer: usize, step: u32, value: f32) -> Vec<f32> {
    let device = Device::cpu();
    let masks = Masks::new(&[seed], &[&probs(&[0.0, drop_prob, drop_prob])], &device);
    let mode = Mode::Train { masks: &masks, step };
    block_on(dropout(vec![value; BATCH * WIDTH], DIMS, layer, mode, &device)).expect("the CPU answers")
}

#[test]
fn kept_fraction_mean_and_variance_follow_the_law() {
    let (n, x) = (f64::from(500 * 203), 1.7);
    for drop_prob in [0.1, 0.3, 0.8] {
        #[expect(clippy::cast_possible_truncation, reason = "the network computes in f32")]
        let values: Vec<f64> = dropped(3, drop_prob, 1, 0, x as f32).into_iter().map(f64::from).collect();
        let kept = values.iter().filter(|value| **value != 0.0).count();
        let kept = f64::from(u32::try_from(kept).expect("fits")) / n;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
        // Five standard errors of a binomial fraction; the mean and variance follow from the same count.
        let error = 5.0 * (drop_prob * (1.0 - drop_prob) / n).sqrt();
        assert!((kept - (1.0 - drop_prob)).abs() < error, "drop_prob {drop_prob}: kept {kept}");
        assert!((mean - x).abs() < error * x / (1.0 - drop_prob), "drop_prob {drop_prob}: mean {mean}");
        let law = x * x * drop_prob / (1.0 - drop_prob);
        assert!((variance / law - 1.0).abs() < 0.03, "drop_prob {drop_prob}: variance {variance}, law {law}");
    }
}

#[test]
fn what_is_kept_is_scaled_by_one_over_keep_prob() {
    for (drop_prob, scale) in [(0.1, 1.0 / 0.9), (0.3, 1.0 / 0.7), (0.8, 5.0_f32)] {
        let values = dropped(3, drop_prob, 1, 0, 1.0);
        assert!(values.iter().all(|&value| value == 0.0 || (value - scale).abs() < 1e-6), "drop_prob {drop_prob}");
    }
}

#[test]
fn eval_mode_is_the_identity() {
    let device = Device::cpu();
    let values: Vec<f32> = (0..6_u8).map(f32::from).collect();
    let found = block_on(dropout(values.clone(), [1, 2, 3], 1, Mode::Eval, &device)).expect("the CPU answers");
    assert_eq!(found, values);
}

#[test]
fn a_larger_drop_prob_drops_a_superset() {
    let sets = [0.1, 0.3, 0.8].map(|drop_prob| dropped(3, drop_prob, 1, 0, 1.0));
    for (small, large) in sets.iter().zip(&sets[1..]) {
        let nested = small.iter().zip(large).all(|(small, large)| *small != 0.0 || *large == 0.0);
        assert!(nested, "a unit dropped at the smaller drop_prob must be dropped at the larger one");
    }
}

#[test]
fn masks_differ_between_steps_layers_and_replicates() {
    let here = dropped(3, 0.3, 1, 0, 1.0);
    assert_eq!(here, dropped(3, 0.3, 1, 0, 1.0), "the same address gives the same mask");
    for (what, other) in
        [("step", dropped(3, 0.3, 1, 1, 1.0)), ("layer", dropped(3, 0.3, 2, 0, 1.0)), ("replicate", dropped(4, 0.3, 1, 0, 1.0))]
    {
        let agree = here.iter().zip(&other).filter(|(here, other)| (**here == 0.0) == (**other == 0.0)).count();
        let agree = f64::from(u32::try_from(agree).expect("fits")) / f64::from(500 * 203);
        // Independent masks agree in 0.3^2 + 0.7^2 of the units; the standard error is 0.0016.
        assert!((agree - 0.58).abs() < 0.008, "another {what}: {agree} agree");
    }
}

#[test]
fn the_input_is_masked_too() {
    let device = Device::cpu();
    let white = Examples { pixels: vec![255; 3 * PIXELS], labels: vec![0; 3] };
    let examples = DeviceExamples::new(&white, &device);
    let masks = Masks::new(&[7, 7], &[&probs(&[0.0, 0.0]), &probs(&[0.2, 0.0])], &device);
    let found = block_on(masked_inputs(&examples, &[0, 1, 2, 0, 1, 2], [2, 3], &masks, 4)).expect("the CPU answers");
    let (baseline, treatment) = found.split_at(3 * PIXELS);
    assert!(baseline.iter().all(|&value| value == 1.0), "the baseline's input is whole");
    let kept = treatment.iter().filter(|value| **value != 0.0).count();
    // Binomial with n = 2352 and p = 0.8: mean 1881.6, standard deviation 19.4.
    assert!((1785..1979).contains(&kept), "kept {kept}");
    assert!(treatment.iter().all(|&value| value == 0.0 || (value - 1.25).abs() < 1e-6));
}
