//! The GPU against the CPU: the same masks to the last bit, the same curves within 1e-3, whatever the number of runs.

use std::cell::Cell;

use dropout_lab::experiment::{Report, Share};
use dropout_lab::model::{Device, Masks, Mode, dropout};
use pollster::block_on;

use crate::support::{cohort, data, finish, gpu, measures, probs, reports, results, spec};

/// Twenty steps, an evaluation after each: input and hidden dropout, momentum, weight decay, label noise, ragged widths.
const TWENTY_STEPS: &str = "v=1&data=synthetic&train=320&test=100&hidden=30,18&batch=16&epochs=1&evals=20&replicates=2\
    &drop=0.1,0.2,0.5&then=10:0,0.5,0.3&momentum=0.5&weight_decay=0.001&label_noise=0.1";

#[test]
fn masks_are_the_same_bits_on_both_devices() {
    let Some(gpu) = gpu() else { return };
    let dims = [2, 33, 45];
    let count = dims.iter().product();
    let found = [Device::cpu(), gpu].map(|device| {
        let masks = Masks::new(&[1, u32::MAX], &[&probs(&[0.0, 0.3]), &probs(&[0.0, 0.8])], &device);
        let mode = Mode::Train { masks: &masks, step: 12_345 };
        block_on(dropout(vec![1.0; count], dims, 1, mode, &device)).expect("the device answers")
    });
    assert_eq!(found[0], found[1]);
}

#[test]
fn all_curves_agree_for_twenty_steps() {
    let Some(gpu) = gpu() else { return };
    let spec = spec(TWENTY_STEPS);
    let [cpu, gpu] = [Device::cpu(), gpu].map(|device| finish(&mut cohort(&spec, spec.runs(), &device), u32::MAX));
    assert_eq!((cpu.len(), gpu.len()), (21 * 4, 21 * 4), "step 0 and twenty more for four runs");
    for ((step, cpu), (_, gpu)) in cpu.iter().zip(&gpu) {
        for (expected, found) in measures(cpu).into_iter().zip(measures(gpu)) {
            assert!((expected - found).abs() < 1e-3, "step {step}, {}/{}: CPU {expected}, GPU {found}", cpu.arm, cpu.replicate);
        }
    }
}

#[test]
fn epochs_begin_anew_and_runs_stop_early_as_on_the_cpu() {
    let Some(gpu) = gpu() else { return };
    // At this learning rate some runs stop within the last epoch, while the others go on.
    let spec = spec("v=1&data=synthetic&train=96&test=100&hidden=12&batch=32&epochs=6&evals=3&replicates=3&drop=0,0.3&patience=1&lr=0.7");
    let [cpu, gpu] = [Device::cpu(), gpu].map(|device| reports(&mut cohort(&spec, spec.runs(), &device), u32::MAX));
    let stopped = |reports: &[Report]| reports.iter().flat_map(|report| report.stopped.clone()).collect::<Vec<_>>();
    assert_eq!(stopped(&cpu), stopped(&gpu));
    assert!(stopped(&cpu).iter().any(|run| run.step % 3 != 0) && stopped(&cpu).len() < 6, "{:?}", stopped(&cpu));
    let (cpu, gpu) = (results(&cpu), results(&gpu));
    assert_eq!(cpu.len(), gpu.len());
    for ((step, cpu), (_, gpu)) in cpu.iter().zip(&gpu) {
        for (expected, found) in measures(cpu).into_iter().zip(measures(gpu)) {
            assert!((expected - found).abs() < 1e-3, "step {step}, {}/{}: CPU {expected}, GPU {found}", cpu.arm, cpu.replicate);
        }
    }
}

#[test]
fn a_run_is_the_same_alone_and_in_company_on_the_gpu() {
    let Some(gpu) = gpu() else { return };
    let spec = spec(TWENTY_STEPS);
    let together = finish(&mut cohort(&spec, spec.runs(), &gpu), u32::MAX);
    let run = spec.runs().remove(3);
    let alone = finish(&mut cohort(&spec, vec![run.clone()], &gpu), u32::MAX);
    let same: Vec<_> =
        together.iter().filter(|(_, result)| result.arm == run.arm.to_string() && result.replicate == run.replicate).collect();
    assert_eq!((alone.len(), same.len()), (21, 21), "step 0 and twenty more");
    for ((step, alone), (_, together)) in alone.iter().zip(same) {
        for (alone, together) in measures(alone).into_iter().zip(measures(together)) {
            assert!((alone - together).abs() < 1e-3, "step {step}: alone {alone}, together {together}");
        }
    }
}

#[test]
fn the_time_of_a_cohort_is_divided_evenly_among_its_runs() {
    let Some(gpu) = gpu() else { return };
    let spec = spec(TWENTY_STEPS);
    let mut share = Share::start(&spec, spec.runs(), &data(&spec, &gpu), &gpu).expect("the data suffice");
    let millis = Cell::new(0.0);
    let report = block_on(share.advance(3, u32::MAX, &|| millis.replace(millis.get() + 8.0))).expect("the device answers");
    let told: Vec<f64> = report.spent.iter().map(|spent| spent.millis).collect();
    assert_eq!(told, [2.0; 4], "one stretch of 8 ms for four runs");
}
