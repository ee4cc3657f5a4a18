//! Probes: what JAX and numpy find inside the same network, the law of the variance on a trained one, and no bit of training changed.

use dropout_lab::dataset::Examples;
use dropout_lab::experiment::{Report, TestTimeResult};
use dropout_lab::model::{Batch, Device, DeviceExamples, DeviceLabels, LayerWeights, Masks, Network, ProbeTask, Sgd, initial_weights};
use dropout_lab::probes::Probes;
use dropout_lab::spec::{Arm, Init, PIXELS, Spec};
use dropout_lab::stats::Summary;
use pollster::block_on;
use serde_json::Value;

use crate::support::{SMALL, cohort, gpu, probs, reports, results, spec};

#[test]
fn probes_equal_jax_and_numpy_on_the_cpu() {
    check_against_jax(&Device::cpu());
}

#[test]
fn probes_equal_jax_and_numpy_on_the_gpu() {
    let Some(gpu) = gpu() else { return };
    check_against_jax(&gpu);
}

/// The network, the batch and the two steps of `tests/oracle/probes.py`.
fn check_against_jax(device: &Device) {
    let kept: Value = serde_json::from_str(include_str!("../oracle/probes.json")).expect("the kept numbers are JSON");
    let widths: Vec<usize> = serde_json::from_value(kept["widths"].clone()).expect("whole numbers");
    let drop: Vec<f64> = serde_json::from_value(kept["drop"].clone()).expect("numbers");
    let whole = |key: &str| u32::try_from(kept[key].as_u64().expect("a whole number")).expect("fits");
    let number = |key: &str| kept[key].as_f64().expect("a number");
    let count = whole("batch");
    let data = examples(count);
    let (split, labels) = (DeviceExamples::new(&data, device), DeviceLabels::shared(&data.labels, device));
    let indices: Vec<u32> = (0..count).collect();
    let batch = Batch { examples: &split, labels: &labels, indices: &indices };
    let drops = [&probs(&drop)];
    let masks = Masks::new(&[whole("seed")], &drops, device);
    let sgd = Sgd { lr: number("lr"), momentum: number("momentum"), weight_decay: number("weight_decay") };
    let mut network = Network::from_weights(&widths, &[weights(&widths)], device);
    let step = whole("step");
    let (gradients, _) = network.gradients(batch, &masks, step - 1, None);
    network.step(sgd, gradients);
    let (_, outputs) = network.score_with_outputs(&split, &labels, 0, count);
    let task = ProbeTask { outputs: &outputs, examples: &split, masked_count: count, batch, masks: &masks, drops: &drops, step, sgd };
    let found = block_on(network.probes(task)).expect("the device answers").remove(0);
    let expected: Probes = serde_json::from_value(kept["probes"].clone()).expect("probes");
    close(&found, &expected, 1e-4);
}

#[expect(clippy::cast_possible_truncation, reason = "taken modulo 256 and 10")]
fn examples(count: u32) -> Examples {
    let pixel = |i: usize, p: usize| ((i * i * 31 + p * p * 7 + i * p * 13) % 256) as u8;
    Examples {
        pixels: (0..count as usize).flat_map(|i| (0..PIXELS).map(move |p| pixel(i, p))).collect(),
        labels: (0..count).map(|i| ((3 * i + 1) % 10) as u8).collect(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the network computes in f32")]
fn weights(widths: &[usize]) -> Vec<LayerWeights> {
    let value = |layer: usize, i: usize, j: usize| {
        let numerator = i32::try_from((i * i * 37 + j * j * 101 + i * j * 29 + layer * 53) % 199).expect("below 199") - 99;
        (f64::from(numerator) / if layer == 0 { 1400.0 } else { 150.0 }) as f32
    };
    let layers = widths.windows(2).enumerate().map(|(layer, pair)| LayerWeights {
        weights: (0..pair[0]).flat_map(|i| (0..pair[1]).map(move |j| value(layer, i, j))).collect(),
        biases: (0..pair[1]).map(|j| value(layer, 999, j)).collect(),
    });
    layers.collect()
}

/// Every number of both, within a relative tolerance.
fn close(found: &Probes, expected: &Probes, tolerance: f64) {
    let (found, expected) = (numbers(found), numbers(expected));
    assert_eq!(found.len(), expected.len(), "found {found:?}, expected {expected:?}");
    for ((name, found), (_, expected)) in found.iter().zip(&expected) {
        let is_close = (found - expected).abs() <= tolerance * expected.abs().max(1e-3);
        assert!(is_close, "{name}: found {found}, expected {expected}");
    }
}

/// The numbers of probes with their places.
fn numbers(probes: &Probes) -> Vec<(String, f64)> {
    fn walk(path: &str, value: &Value, found: &mut Vec<(String, f64)>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, value)| walk(&format!("{path}.{name}"), value, found)),
            Value::Array(items) => items.iter().enumerate().for_each(|(at, value)| walk(&format!("{path}[{at}]"), value, found)),
            value => found.push((path.to_owned(), value.as_f64().unwrap_or(f64::MAX))),
        }
    }
    let mut found = Vec::new();
    walk("probes", &serde_json::to_value(probes).expect("numbers"), &mut found);
    found
}

/// All probes of an experiment, with step, arm and replicate.
fn probed(spec: &Spec, device: &Device) -> Vec<(u32, String, u32, Probes)> {
    let found = results(&reports(&mut cohort(spec, spec.runs(), device), u32::MAX));
    found.into_iter().map(|(step, run)| (step, run.arm, run.replicate, run.probes.expect("probes are on"))).collect()
}

#[test]
fn the_variance_grows_by_the_law_on_trained_networks() {
    for drop_prob in ["0.1", "0.3", "0.8"] {
        let spec = spec(&format!(
            "v=1&data=synthetic&train=640&test=500&hidden=200,200&batch=32&epochs=12&replicates=3&drop=0,{drop_prob},{drop_prob}&probes=1"
        ));
        let probed = probed(&spec, &Device::cpu());
        let is_trained = |step: &u32| *step >= 3 * spec.steps_per_epoch();
        let mut ratios = [Vec::new(), Vec::new()];
        for (_, arm, _, probes) in probed.iter().filter(|(step, ..)| is_trained(step)) {
            for (ratios, layer) in ratios.iter_mut().zip(&probes.layers) {
                if arm == "baseline" {
                    assert_eq!(layer.variance_before_mask.to_bits(), layer.variance_after_mask.to_bits(), "no mask, no change");
                    assert_eq!(layer.predicted_variance.to_bits(), layer.variance_before_mask.to_bits());
                } else {
                    assert!(layer.variance_after_mask > layer.variance_before_mask, "{layer:?}");
                    ratios.push(layer.variance_after_mask / layer.predicted_variance);
                }
            }
        }
        for ratios in ratios {
            // Each evaluation draws other masks, so their sampling errors are independent of each other.
            let Summary { mean, half_width, .. } = Summary::of(&ratios).expect("ten evaluations of three replicates");
            let half_width = half_width.expect("more than one value");
            assert_eq!(ratios.len(), 30);
            // A mean over 200 examples is itself masked, which takes up to 1 / 200 of the growth away.
            assert!((mean - 1.0).abs() < 1.5 * half_width + 1.0 / 200.0, "p = {drop_prob}: measured / predicted {mean} ± {half_width}");
            assert!(half_width < 0.02, "p = {drop_prob}: too uncertain to tell, ±{half_width}");
        }
    }
}

#[test]
fn probes_change_no_bit_of_training() {
    let device = Device::cpu();
    let link = format!("{SMALL}&evals=2&momentum=0.5&then=4:0.1,0.5,0.2&patience=2");
    let run = |extra: &str| {
        let spec = spec(&format!("{link}{extra}"));
        reports(&mut cohort(&spec, spec.runs(), &device), u32::MAX)
    };
    let bits = |reports: &[Report]| {
        let plain = results(reports).into_iter().map(|(step, run)| {
            let measures = crate::support::measures(&run).map(f64::to_bits);
            (step, run.arm, run.replicate, measures)
        });
        plain.collect::<Vec<_>>()
    };
    let off = run("");
    assert!(results(&off).iter().all(|(_, run)| run.probes.is_none()) && off.iter().all(|report| report.test_time.is_empty()));
    for extra in ["&probes=1", "&passes=3", "&probes=1&passes=2"] {
        let on = run(extra);
        assert_eq!(bits(&off), bits(&on), "{extra}");
        let hits = |reports: &[Report]| reports.iter().flat_map(|report| report.test_hits.clone()).collect::<Vec<_>>();
        assert_eq!(hits(&off), hits(&on), "{extra}");
    }
}

#[test]
fn probes_are_a_runs_own_whatever_trains_beside_it() {
    let (spec, device) = (spec(&format!("{SMALL}&probes=1&passes=3")), Device::cpu());
    let together = reports(&mut cohort(&spec, spec.runs(), &device), u32::MAX);
    let told = |reports: &[Report]| reports.iter().flat_map(|report| report.test_time.clone()).collect::<Vec<TestTimeResult>>();
    for run in spec.runs() {
        let alone = reports(&mut cohort(&spec, vec![run.clone()], &device), u32::MAX);
        let of_run = |found: &[Report]| {
            let found =
                results(found).into_iter().filter(|(_, found)| (&found.arm, found.replicate) == (&run.arm.to_string(), run.replicate));
            found.collect::<Vec<_>>()
        };
        assert_eq!(of_run(&together), of_run(&alone));
        let of_company: Vec<_> =
            told(&together).into_iter().filter(|told| (&told.arm, told.replicate) == (&run.arm.to_string(), run.replicate)).collect();
        assert_eq!(of_company, told(&alone));
        assert_eq!(of_company.len(), 1);
    }
}

#[test]
fn the_gpu_finds_what_the_cpu_finds() {
    let Some(gpu) = gpu() else { return };
    let spec =
        spec("v=1&data=synthetic&train=96&test=120&hidden=40,33&batch=32&epochs=2&replicates=2&drop=0.1,0.3,0.5&momentum=0.5&probes=1");
    let (cpu, gpu) = (probed(&spec, &Device::cpu()), probed(&spec, &gpu));
    assert_eq!(cpu.len(), 3 * 4);
    for ((step, arm, replicate, cpu), (_, _, _, gpu)) in cpu.iter().zip(&gpu) {
        assert_eq!(cpu.layers.len(), 2, "{step} {arm}/{replicate}");
        close(gpu, cpu, 1e-3);
    }
}

#[test]
fn masked_passes_tell_nothing_new_where_nothing_is_dropped() {
    let spec = spec("v=1&data=synthetic&train=96&test=64&hidden=12,9&batch=32&epochs=40&replicates=4&drop=0.1,0.3,0.5&lr=0.5&passes=4");
    let reports = reports(&mut cohort(&spec, spec.runs(), &Device::cpu()), u32::MAX);
    let told: Vec<_> = reports.iter().flat_map(|report| report.test_time.clone()).collect();
    let last: Vec<_> = results(&reports).into_iter().filter(|(step, _)| *step == spec.steps()).map(|(_, run)| run).collect();
    assert_eq!((told.len(), last.len()), (8, 8));
    for told in told {
        let run = last.iter().find(|run| (&run.arm, run.replicate) == (&told.arm, told.replicate)).expect("its last evaluation");
        let masked = told.test_time.masked.expect("passes were asked for");
        assert_eq!(masked.passes, 4);
        if told.arm == Arm::Baseline.to_string() {
            assert_eq!((masked.changed_fraction, masked.one_pass_accuracy), (0.0, run.test_accuracy));
            assert!((masked.averaged_loss - run.test_loss).abs() < 1e-6 && masked.mutual_information.abs() < 1e-6, "{masked:?}");
            assert_eq!(masked.averaged_loss.to_bits(), masked.unscaled_loss.to_bits());
        } else {
            assert!(masked.changed_fraction > 0.0 && masked.mutual_information > 0.0, "{masked:?}");
            assert!(masked.averaged_loss < masked.one_pass_loss, "a mean of probabilities has less loss than they have: {masked:?}");
            assert!((masked.unscaled_loss - masked.averaged_loss).abs() > 1e-3, "{masked:?}");
        }
    }
}

#[test]
fn lazy_units_start_near_zero_and_the_others_as_ever() {
    let spec = spec("v=1&data=synthetic&train=96&test=64&hidden=6,4&batch=32&epochs=1&replicates=1&drop=0,0,0&lazy=2:0.01&probes=1");
    let (_, _, _, probes) = probed(&spec, &Device::cpu()).swap_remove(0);
    let widths = spec.widths();
    for (layer, probes) in probes.layers.iter().enumerate() {
        let into = initial_weights(Init::Default, spec.seed, u32::try_from(layer).expect("few"), widths[layer], widths[layer + 1]);
        for (unit, found) in probes.units.iter().enumerate() {
            // Weights out of lazy units of the layer below are small, too; those from one to another are scaled once.
            let factor = |row: usize| if unit < 2 || (layer > 0 && row < 2) { 0.01 } else { 1.0 };
            let weights = into.weights.iter().skip(unit).step_by(widths[layer + 1]).enumerate();
            let expected = weights.map(|(row, weight)| (f64::from(*weight) * factor(row)).powi(2)).sum::<f64>().sqrt();
            assert!((found.incoming_norm / expected - 1.0).abs() < 1e-5, "layer {layer}, unit {unit}: {found:?}, expected {expected}");
        }
        let of_lazy: Vec<f64> = probes.units[..2].iter().map(|unit| unit.incoming_gradient_norm).collect();
        let of_others = probes.units[2..].iter().map(|unit| unit.incoming_gradient_norm).fold(0.0, f64::max);
        assert!(
            of_lazy.iter().all(|lazy| *lazy < 0.1 * of_others),
            "a lazy unit's gradient goes through its outgoing weights: {of_lazy:?}"
        );
    }
    assert_eq!(probes.layers.iter().map(|layer| layer.units.len()).collect::<Vec<_>>(), [6, 4]);
}

#[test]
fn a_run_that_stops_early_is_looked_at_where_it_stopped() {
    let spec = spec(
        "v=1&data=synthetic&train=96&test=100&hidden=12&batch=32&epochs=6&evals=3&replicates=3&drop=0,0.3&patience=1&lr=0.7&passes=2&probes=1",
    );
    let reports = reports(&mut cohort(&spec, spec.runs(), &Device::cpu()), u32::MAX);
    let stopped: Vec<_> = reports.iter().flat_map(|report| report.stopped.clone()).collect();
    assert!(!stopped.is_empty() && stopped.len() < 6, "{stopped:?}");
    let told: Vec<_> = reports.iter().flat_map(|report| report.test_time.clone()).collect();
    assert_eq!(told.len(), 6, "each run once");
    for stop in stopped {
        assert!(told.iter().any(|told| (&told.arm, told.replicate, told.step) == (&stop.arm, stop.replicate, stop.step)), "{stop:?}");
    }
}

#[test]
fn a_last_evaluation_comes_with_all_that_is_told_of_it() {
    let (spec, device) = (spec(&format!("{SMALL}&passes=6")), Device::cpu());
    let mut cohort = cohort(&spec, spec.runs(), &device);
    let mut slices = 0;
    loop {
        let report = block_on(cohort.advance(1, u32::MAX)).expect("the CPU answers");
        let is_last = report.evaluations.iter().any(|evaluation| evaluation.step == spec.steps());
        // Whoever sees a last evaluation takes the run for done.
        assert_eq!((is_last, is_last), (report.reached, !report.test_time.is_empty()));
        assert_eq!(is_last, !report.test_hits.is_empty());
        slices += u32::from(report.step == spec.steps());
        if report.reached {
            break;
        }
    }
    assert!(slices > 12, "thirteen passes of one part each take slices of their own, found {slices}");
}

#[test]
fn runs_that_are_let_go_and_epochs_that_are_added_leave_the_passes_of_others_alone() {
    let (spec, device) = (spec(&format!("{SMALL}&passes=6")), Device::cpu());
    let whole = reports(&mut cohort(&spec, spec.runs(), &device), u32::MAX);
    let told = |reports: &[Report]| reports.iter().flat_map(|report| report.test_time.clone()).collect::<Vec<TestTimeResult>>();
    let mut cohort = cohort(&spec, spec.runs(), &device);
    // Into the passes, but not through them.
    while cohort.step() < spec.steps() {
        block_on(cohort.advance(1, u32::MAX)).expect("the CPU answers");
    }
    let report = block_on(cohort.advance(5, u32::MAX)).expect("the CPU answers");
    assert!(!report.reached && report.test_time.is_empty(), "{report:?}");
    cohort.retain(|run| run.arm == Arm::Treatment);
    let longer = spec.with("epochs", &(spec.epochs + 1).to_string()).spec;
    cohort.update(longer.clone()).expect("only longer");
    let after = reports(&mut cohort, u32::MAX);
    let of_treatment: Vec<_> = told(&whole).into_iter().filter(|told| told.arm == "treatment").collect();
    let (at_end, later): (Vec<_>, Vec<_>) = told(&after).into_iter().partition(|told| told.step == spec.steps());
    assert_eq!(at_end, of_treatment);
    assert_eq!((later.len(), later[0].step), (4, longer.steps()));
}
