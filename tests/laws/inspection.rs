//! Looking inside one run: the very network of the experiment, masks as they are in training, averages that settle as 1 / sqrt(k).

use dropout_lab::dataset::synthetic;
use dropout_lab::experiment::{HeldWeights, Inspection, Share};
use dropout_lab::model::Device;
use dropout_lab::predictions::Ensemble;
use dropout_lab::random::{Row, Stream, drop_threshold};
use dropout_lab::spec::{Arm, Spec};
use pollster::block_on;

use crate::support::{cohort, data, finish, gpu, spec};

/// Trained long enough to be sure of some examples and unsure of others.
const TRAINED: &str = "v=1&data=synthetic&train=320&test=600&hidden=40,30&batch=32&epochs=6&replicates=2&drop=0.1,0.3,0.5&lr=0.3";

/// The treatment's network of replicate 1 at step `step`, trained by the inspection itself.
fn inspection(spec: &Spec, step: u32, device: &Device) -> Inspection {
    let mut inspection =
        Inspection::start(spec.clone(), spec.run(Arm::Treatment, 1), data(spec, device), device).expect("the data suffice");
    block_on(inspection.advance(u32::MAX, step)).expect("the device answers");
    assert_eq!(inspection.step(), step, "the run is looked at where it was asked to be");
    inspection
}

/// Weights of the same run, taken from an experiment.
fn held(spec: &Spec, step: u32, device: &Device) -> HeldWeights {
    let mut share = Share::start(spec, spec.runs(), &data(spec, device), device).expect("the data suffice");
    block_on(share.advance(u32::MAX, step, &|| 0.0)).expect("the device answers");
    block_on(share.held_weights(Arm::Treatment, 1)).expect("the device answers").expect("the run is held")
}

#[test]
fn what_is_looked_at_is_the_experiments_own_network() {
    let (spec, device) = (spec(TRAINED), Device::cpu());
    let measured = finish(&mut cohort(&spec, spec.runs(), &device), u32::MAX);
    let (_, last) = measured.iter().rfind(|(_, run)| run.arm == "treatment" && run.replicate == 1).expect("its last evaluation");
    let own = inspection(&spec, spec.steps(), &device);
    let mut resumed = inspection(&spec, 0, &device);
    resumed.resume(&held(&spec, spec.steps(), &device)).expect("the same run");
    let found = [own, resumed].map(|inspection| block_on(inspection.predictions()).expect("the CPU answers"));
    assert_eq!(found[0], found[1], "trained here or handed over");
    assert_eq!(found[0].accuracy, last.test_accuracy);
    assert!((found[0].loss - last.test_loss).abs() < 1e-6, "{} and {}", found[0].loss, last.test_loss);
    assert_eq!(found[0].confusion.iter().sum::<u32>(), spec.test);
    assert_eq!(found[0].calibration.bins.iter().map(|bin| bin.count).sum::<u32>(), spec.test);
}

#[test]
fn training_goes_on_from_handed_over_weights_bit_for_bit() {
    let (spec, device) = (spec(TRAINED), Device::cpu());
    let mut ahead = inspection(&spec, 13, &device);
    let mut resumed = inspection(&spec, 0, &device);
    resumed.resume(&held(&spec, 13, &device)).expect("the same run");
    for step in 14..20 {
        assert_eq!([&mut ahead, &mut resumed].map(|inspection| block_on(inspection.train_batch()).expect("an answer")), [step; 2]);
    }
    assert_eq!(block_on(ahead.predictions()), block_on(resumed.predictions()));
}

#[test]
fn weights_that_do_not_fit_are_refused() {
    let (spec, device) = (spec(TRAINED), Device::cpu());
    let mut found = inspection(&spec, 0, &device);
    let error = found.resume(&HeldWeights { step: 3, weights: vec![0.0; 7] }).expect_err("too few");
    assert!(error.contains("7 weights") && error.contains("32940"), "{error}");
    let weights = held(&spec, 0, &device).weights;
    assert!(found.resume(&HeldWeights { step: spec.steps() + 1, weights: weights.clone() }).is_err(), "beyond the end");
    let with_momentum = crate::support::spec(&format!("{TRAINED}&momentum=0.9"));
    let error = inspection(&with_momentum, 0, &device).resume(&HeldWeights { step: 3, weights }).expect_err("momentum has a velocity");
    assert!(error.contains("0.9"), "{error}");
}

#[test]
fn the_masks_shown_are_those_of_the_next_step() {
    for device in [Some(Device::cpu()), gpu()].into_iter().flatten() {
        let spec = spec(TRAINED);
        let mut found = inspection(&spec, 13, &device);
        let seen = block_on(found.masked_example(5)).expect("the device answers");
        assert_eq!((seen.step, seen.row, seen.layers.len()), (13, 5, 3));
        let pixels = &synthetic(0, spec.train).pixels[seen.example as usize * 784..][..784];
        for (position, (layer, drop_prob)) in seen.layers.iter().zip([0.1, 0.3, 0.5]).enumerate() {
            let mask = Row { seed: spec.seed + 1, stream: Stream::Mask(u32::try_from(position).expect("few")), step: 13, row: 5 };
            assert!(layer.before.iter().any(|&before| before > 0.0), "layer {position} has nothing to mask");
            for (unit, ((&kept, &before), &after)) in (0..).zip(layer.kept.iter().zip(&layer.before).zip(&layer.after)) {
                assert_eq!(kept == 1, mask.bits(unit) >= drop_threshold(drop_prob), "layer {position}, unit {unit}");
                let expected = if kept == 1 { f64::from(before) / (1.0 - drop_prob) } else { 0.0 };
                assert!((f64::from(after) - expected).abs() < 1e-5, "layer {position}, unit {unit}: {before} became {after}");
            }
        }
        assert!(seen.layers[0].before.iter().zip(pixels).all(|(value, &pixel)| (value * 255.0 - f32::from(pixel)).abs() < 1e-3));
        assert!(block_on(found.masked_example(32)).expect_err("a batch of 32").contains("32"));
    }
}

#[test]
fn the_mean_of_masked_outputs_comes_to_the_outputs() {
    let (spec, device) = (spec(TRAINED), Device::cpu());
    let found = inspection(&spec, 20, &device);
    for layer in [1, 2] {
        let error_of = |draws: u32| {
            let seen = block_on(found.expectation(3, layer, 0, draws)).expect("the CPU answers");
            let width = seen.plain.len();
            assert_eq!(seen.masked.len(), width * draws as usize);
            let mean = |unit: usize| seen.masked.iter().skip(unit).step_by(width).copied().map(f64::from).sum::<f64>() / f64::from(draws);
            let errors: f64 = (0..width).map(|unit| (mean(unit) - f64::from(seen.plain[unit])).powi(2)).sum();
            (errors / seen.plain.iter().map(|&plain| f64::from(plain).powi(2)).sum::<f64>()).sqrt()
        };
        // The relative error of a mean over k draws is sqrt(p / (1 - p) / k).
        let [few, many] = [100, 6400].map(error_of);
        let expected = |draws: f64| ([0.3, 0.5][layer - 1] / [0.7, 0.5][layer - 1] / draws).sqrt();
        assert!((few / expected(100.0) - 1.0).abs() < 0.6 && (many / expected(6400.0) - 1.0).abs() < 0.6, "layer {layer}: {few}, {many}");
    }
    let [first, second] = [0, 50].map(|first| block_on(found.expectation(3, 1, first, 50)).expect("the CPU answers"));
    assert_eq!(first.plain, second.plain);
    assert_ne!(first.masked, second.masked, "other draws");
    assert!(block_on(found.expectation(0, 3, 0, 1)).is_err() && block_on(found.expectation(600, 1, 0, 1)).is_err());
}

#[test]
fn averaged_passes_settle_as_one_over_the_root_of_their_number_and_are_the_same_again() {
    let (spec, device) = (spec(TRAINED), Device::cpu());
    let mut found = inspection(&spec, spec.steps(), &device);
    assert!(block_on(found.next_pass()).is_err(), "none begun");
    let mut passes = |count: usize| {
        found.begin_passes(true);
        (0..count).map(|_| block_on(found.next_pass()).expect("the CPU answers")).collect::<Vec<_>>()
    };
    let summaries = passes(64);
    assert_eq!(summaries[..4], passes(4), "fixed seed, same numbers");
    assert_eq!(summaries[0].standard_error, None);
    let error = |passes: usize| summaries[passes - 1].standard_error.expect("more than one pass");
    for (few, many) in [(4, 16), (8, 32), (16, 64)] {
        let ratio = error(few) / error(many);
        assert!((ratio - 2.0).abs() < 0.15, "four times the passes, half the error: {ratio}");
    }
    let [one, last] = [&summaries[0], &summaries[63]];
    assert!(last.loss < last.one_pass_loss && one.loss == one.pass_loss && last.passes == 64);
    let plain = block_on(found.predictions()).expect("the CPU answers");
    assert!((last.accuracy - plain.accuracy).abs() < 0.05, "{} averaged, {} with masks off", last.accuracy, plain.accuracy);
}

#[test]
fn the_standard_error_that_is_told_is_the_spread_between_averages() {
    let (spec, device) = (spec(TRAINED), Device::cpu());
    let found = inspection(&spec, spec.steps(), &device);
    let labels = synthetic(100_000, spec.test).labels;
    let copies = 400;
    // One test picture under 400 masks, in 20 averages of 20.
    let picture = synthetic(100_000, spec.test).pixels[..784].to_vec();
    let told = block_on(found.picture(picture, copies, true)).expect("the CPU answers").passes;
    let of_true: Vec<f64> = told.chunks_exact(10).map(|pass| f64::from(pass[usize::from(labels[0])])).collect();
    let means: Vec<f64> = of_true.chunks_exact(20).map(|block| block.iter().sum::<f64>() / 20.0).collect();
    let spread = deviation(&means);
    let mut ensemble = Ensemble::new(labels[..1].to_vec());
    told.chunks_exact(10).take(20).for_each(|pass| ensemble.add(pass));
    let expected = deviation(&of_true) / 20.0_f64.sqrt();
    assert!((spread / expected - 1.0).abs() < 0.5, "averages of 20 lie {spread} apart, single passes say {expected}");
    let of_twenty = ensemble.standard_error().expect("twenty passes");
    assert!((of_twenty / expected - 1.0).abs() < 0.5, "{of_twenty} from twenty, {expected} from all");
}

fn deviation(values: &[f64]) -> f64 {
    dropout_lab::stats::Summary::of(values).and_then(|summary| summary.standard_deviation).expect("several values")
}

#[test]
fn a_picture_is_told_as_the_same_test_example() {
    for device in [Some(Device::cpu()), gpu()].into_iter().flatten() {
        let spec = spec(TRAINED);
        let found = inspection(&spec, 20, &device);
        let all = block_on(found.predictions()).expect("the device answers").probabilities;
        let pixels = synthetic(100_000, spec.test).pixels[7 * 784..8 * 784].to_vec();
        let told = block_on(found.picture(pixels, 0, true)).expect("the device answers");
        assert!(told.passes.is_empty());
        assert!(told.probabilities.iter().zip(&all[70..80]).all(|(told, expected)| (told - expected).abs() < 1e-6));
        assert!(block_on(found.picture(vec![0; 10], 0, true)).expect_err("ten pixels").contains("10 pixels"));
    }
}

#[test]
fn correlations_are_symmetric_and_those_that_probes_average() {
    let (spec, device) = (spec(&format!("{TRAINED}&probes=1").replace("replicates=2", "replicates=2&evals=1")), Device::cpu());
    let measured = finish(&mut cohort(&spec, spec.runs(), &device), u32::MAX);
    let (_, last) = measured.into_iter().rfind(|(_, run)| run.arm == "treatment" && run.replicate == 1).expect("its last evaluation");
    let found = inspection(&spec, spec.steps(), &device);
    for (layer, probes) in last.probes.expect("probes are on").layers.iter().enumerate() {
        let seen = block_on(found.correlations(layer + 1, 32)).expect("the CPU answers");
        assert_eq!((seen.units, seen.values.len()), ([32, 30][layer], [32 * 32, 30 * 30][layer]));
        let [mean, expected] = [seen.mean_absolute, probes.unit_correlation].map(|mean| mean.expect("some units vary"));
        assert!((mean - expected).abs() < 1e-6, "{mean} here, {expected} by the probes");
        for a in 0..seen.units {
            assert!(seen.values[a * seen.units + a].is_none_or(|own| (own - 1.0).abs() < 1e-6));
            assert!((0..seen.units).all(|b| seen.values[a * seen.units + b] == seen.values[b * seen.units + a]));
        }
    }
    assert!(block_on(found.correlations(0, 32)).is_err());
}
