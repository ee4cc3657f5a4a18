//! Runs are pure functions: alone or in company, in any slices, a run's curve is the same to the last bit on the CPU.

use std::cell::Cell;

use dropout_lab::experiment::Share;
use dropout_lab::model::Device;
use dropout_lab::spec::Arm;
use pollster::block_on;

use crate::support::{SMALL, cohort, curve, data, finish, spec};

#[test]
fn a_run_is_the_same_alone_and_in_a_cohort_of_eight() {
    let (spec, device) = (spec(SMALL), Device::cpu());
    let together = finish(&mut cohort(&spec, spec.runs(), &device), u32::MAX);
    assert_eq!(spec.runs().len(), 8);
    for run in spec.runs() {
        let alone = finish(&mut cohort(&spec, vec![run.clone()], &device), u32::MAX);
        let arm = run.arm.to_string();
        assert_eq!(curve(&together, &arm, run.replicate), curve(&alone, &arm, run.replicate), "{arm}/{}", run.replicate);
        assert_eq!(alone.len(), 4, "step 0 and three epochs");
    }
}

#[test]
fn a_share_keeps_its_runs_in_step_and_their_curves_as_they_are() {
    let (spec, device) = (spec(SMALL), Device::cpu());
    let expected = finish(&mut cohort(&spec, spec.runs(), &device), u32::MAX);
    let mut share = Share::start(&spec, spec.runs(), &data(&spec, &device), &device).expect("the data suffice");
    let halfway = block_on(share.advance(u32::MAX, 4, &|| 0.0)).expect("the CPU answers");
    assert_eq!((halfway.step, halfway.steps, halfway.reached), (4, 9, true));
    let mut results = Vec::new();
    let mut evaluations = halfway.evaluations;
    loop {
        results.extend(evaluations.into_iter().flat_map(|found| found.results.into_iter().map(move |result| (found.step, result))));
        let report = block_on(share.advance(5, u32::MAX, &|| 0.0)).expect("the CPU answers");
        assert!(report.units <= 5);
        evaluations = report.evaluations;
        if report.reached && evaluations.is_empty() {
            break;
        }
    }
    for run in spec.runs() {
        let arm = run.arm.to_string();
        assert_eq!(curve(&expected, &arm, run.replicate), curve(&results, &arm, run.replicate));
    }
}

#[test]
fn a_share_tells_the_time_of_each_run_by_the_clock_it_is_handed() {
    let (spec, device) = (spec(SMALL), Device::cpu());
    let mut share = Share::start(&spec, spec.runs(), &data(&spec, &device), &device).expect("the data suffice");
    // A clock that moves by 3 ms whenever it is looked at.
    let millis = Cell::new(0.0);
    let now = || millis.replace(millis.get() + 3.0);
    let report = block_on(share.advance(24, u32::MAX, &now)).expect("the CPU answers");
    let runs: Vec<(&str, u32)> = report.spent.iter().map(|spent| (&*spent.arm, spent.replicate)).collect();
    assert_eq!((report.units, runs.len(), runs[0], runs[1]), (24, 8, ("baseline", 0), ("treatment", 0)));
    assert!(report.spent.iter().all(|spent| spent.millis == 9.0), "two parts of an evaluation and a step: {:?}", report.spent);
    let report = block_on(share.advance(12, u32::MAX, &now)).expect("the CPU answers");
    let told: f64 = report.spent.iter().map(|spent| spent.millis).sum();
    assert_eq!((report.spent.len(), told), (8, 36.0), "twelve units, told in one entry for each run");
}

#[test]
fn dropping_nothing_equals_the_baseline_bit_for_bit() {
    let spec = spec(&format!("{SMALL}&momentum=0.5&weight_decay=0.01").replace("drop=0.1,0.3,0.8", "drop=0,0,0&pin=0.1,0.3,0.8"));
    let results = finish(&mut cohort(&spec, spec.runs(), &Device::cpu()), u32::MAX);
    for replicate in 0..spec.replicates {
        assert_eq!(curve(&results, "baseline", replicate), curve(&results, "treatment", replicate));
        assert_ne!(curve(&results, "baseline", replicate), curve(&results, "pinned-1", replicate));
    }
}

#[test]
fn arms_of_a_replicate_start_alike_and_replicates_differ() {
    let spec = spec(SMALL);
    let results = finish(&mut cohort(&spec, spec.runs(), &Device::cpu()), 0);
    assert_eq!(curve(&results, "baseline", 0), curve(&results, "treatment", 0));
    assert_ne!(curve(&results, "baseline", 0), curve(&results, "baseline", 1));
}

#[test]
fn forgetting_runs_leaves_the_others_as_they_were() {
    for at in [0, 2, 4] {
        let (spec, device) = (spec(SMALL), Device::cpu());
        let whole = finish(&mut cohort(&spec, spec.runs(), &device), u32::MAX);
        let mut cohort = cohort(&spec, spec.runs(), &device);
        let mut results = finish(&mut cohort, at);
        // A few units further, so that a step or an evaluation is under way.
        let under_way = block_on(cohort.advance(1, u32::MAX)).expect("the CPU answers");
        assert!(under_way.evaluations.is_empty());
        cohort.retain(|run| run.arm == Arm::Baseline);
        assert_eq!(cohort.runs().len(), 4);
        results.extend(finish(&mut cohort, u32::MAX));
        assert_eq!(curve(&whole, "baseline", 2), curve(&results, "baseline", 2), "forgotten at step {at}");
    }
}

#[test]
fn more_epochs_go_on_where_training_stopped() {
    let (short, device) = (spec(SMALL), Device::cpu());
    let long = short.with("epochs", "5").spec;
    let mut continued = cohort(&short, short.runs(), &device);
    let mut results = finish(&mut continued, u32::MAX);
    continued.update(long.clone()).expect("only the epochs differ");
    results.extend(finish(&mut continued, u32::MAX));
    let whole = finish(&mut cohort(&long, long.runs(), &device), u32::MAX);
    for run in long.runs() {
        let arm = run.arm.to_string();
        assert_eq!(curve(&whole, &arm, run.replicate), curve(&results, &arm, run.replicate));
    }
}

#[test]
fn another_experiment_is_no_update() {
    let spec = spec(SMALL);
    let mut cohort = cohort(&spec, spec.runs(), &Device::cpu());
    finish(&mut cohort, 6);
    for (key, value) in [("lr", "0.2"), ("seed", "9"), ("drop", "0,0,0"), ("patience", "2"), ("epochs", "1"), ("then", "2:0,0,0")] {
        assert!(cohort.update(spec.with(key, value).spec).is_err(), "{key}={value} would change the past");
    }
}

#[test]
fn a_run_that_diverges_is_named_and_the_others_go_on() {
    let spec =
        spec("v=1&data=synthetic&train=64&test=32&hidden=8&batch=32&epochs=3&replicates=1&drop=0,0.3&lr=10&weight_decay=1&init=normal");
    let device = Device::cpu();
    let mut cohort = cohort(&spec.with("epochs", "40").spec, spec.runs(), &device);
    let mut diverged = Vec::new();
    loop {
        let report = block_on(cohort.advance(50, u32::MAX)).expect("the CPU answers");
        let finite = report.evaluations.iter().flat_map(|evaluation| &evaluation.results).all(|result| result.train_loss.is_finite());
        assert!(finite, "only finite numbers are reported");
        diverged.extend(report.diverged);
        if report.reached {
            break;
        }
    }
    assert_eq!(diverged.len(), 2, "weight decay of 1 at a learning rate of 10 blows every run up");
    assert!(diverged.iter().all(|found| found.step > 0));
    assert!(cohort.runs().is_empty());
}
