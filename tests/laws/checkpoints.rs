//! Checkpoints: a run interrupted anywhere goes on to the same bits as one that never was; bytes that are not its own are refused.

use dropout_lab::experiment::{Checkpoint, Cohort, Report, RunResult, Share};
use dropout_lab::model::Device;
use dropout_lab::spec::{Arm, RunSpec, Spec};
use pollster::block_on;
use proptest::prelude::*;

use crate::support::{cohort, data, gpu, measures, reports, results, spec};

/// Everything that the rest of a run may depend on: momentum, decay, a schedule, early stopping, evaluations within epochs, probes.
const ALL: &str = "v=1&data=synthetic&train=96&test=64&hidden=12,9&batch=16&epochs=4&evals=3&replicates=2&drop=0.1,0.3,0.6\
    &then=7:0,0.5,0.2;15:0.2,0,0.5&momentum=0.6&weight_decay=0.01&lr=0.3&patience=1&label_noise=0.1&probes=1&passes=2";
/// Plain SGD to the end.
const PLAIN: &str = "v=1&data=synthetic&train=96&test=64&hidden=10&batch=32&epochs=4&evals=2&replicates=2&drop=0,0.4";

/// All that reports tell, but for the time it took, in one order.
fn told(reports: &[Report]) -> Vec<String> {
    let mut told: Vec<String> =
        results(reports).iter().map(|(step, result)| format!("{}/{} at {step}: {result:?}", result.arm, result.replicate)).collect();
    told.extend(reports.iter().flat_map(|report| &report.stopped).map(|stop| format!("{stop:?}")));
    told.extend(reports.iter().flat_map(|report| &report.test_hits).map(|hits| format!("{hits:?}")));
    told.extend(reports.iter().flat_map(|report| &report.test_time).map(|found| format!("{found:?}")));
    told.sort();
    told
}

fn advance(share: &mut Share, units: u32) -> Report {
    block_on(share.advance(units, u32::MAX, &|| 0.0)).expect("the device answers")
}

fn to_the_end(share: &mut Share) -> Vec<Report> {
    let mut reports = Vec::new();
    while reports.last().is_none_or(|report: &Report| !report.reached) {
        reports.push(advance(share, 11));
    }
    reports
}

/// The runs of a share as they are kept: names and bytes, read again.
fn kept(share: &Share, spec: &Spec) -> Vec<(RunSpec, Option<Checkpoint>)> {
    let kept = block_on(share.checkpoints()).expect("the device answers").runs;
    let read = kept.into_iter().map(|one| {
        let run = spec.run(one.arm.parse().expect("an arm"), one.replicate);
        let checkpoint = Checkpoint::read(&one.bytes, spec, &run).expect("these bytes were written for this run");
        assert_eq!(checkpoint.step(), one.step, "the step that is told is that of the bytes");
        (run, Some(checkpoint))
    });
    read.collect()
}

#[test]
fn runs_interrupted_anywhere_give_the_same_bits_as_runs_that_never_were() {
    let device = Device::cpu();
    for spec in [ALL, PLAIN].map(spec) {
        let data = data(&spec, &device);
        let begin = || Share::start(&spec, spec.runs(), &data, &device).expect("the data suffice");
        let expected = told(&to_the_end(&mut begin()));
        // Steps, evaluations under way and the passes after the last ones: interrupted after so many units, and again.
        let mut interruptions = 0;
        for every in [1, 6, 17, 40] {
            let mut share = begin();
            let mut found = Vec::new();
            loop {
                found.push(advance(&mut share, every));
                if found.last().is_some_and(|report| report.reached) {
                    break;
                }
                share = Share::go_on(&spec, kept(&share, &spec), &data, &device).expect("the data suffice");
                interruptions += 1;
                // An evaluation begins again after an interruption, so shorter stretches than one would never end.
                found.push(advance(&mut share, 9));
                if found.last().is_some_and(|report| report.reached) {
                    break;
                }
            }
            assert_eq!(told(&found), expected, "interrupted every {every} units of {}", spec.runs().len());
        }
        assert!(interruptions > 20, "{interruptions} interruptions");
    }
}

#[test]
fn a_run_goes_on_alone_as_it_would_have_in_company() {
    let (spec, device) = (spec(ALL), Device::cpu());
    let data = data(&spec, &device);
    let mut share = Share::start(&spec, spec.runs(), &data, &device).expect("the data suffice");
    let before = advance(&mut share, 70);
    let company = kept(&share, &spec);
    let rest = to_the_end(&mut share);
    assert!(!before.reached && company.len() == 4, "all runs are interrupted");
    for one in company {
        let name = format!("{}/{} ", one.0.arm, one.0.replicate);
        let of_run = |told: Vec<String>| told.into_iter().filter(|line| line.starts_with(&name)).collect::<Vec<_>>();
        let mut alone = Share::go_on(&spec, vec![one], &data, &device).expect("the data suffice");
        assert_eq!(of_run(told(&to_the_end(&mut alone))), of_run(told(&rest)));
    }
}

#[test]
fn a_cohort_of_several_runs_goes_on_from_every_one_of_its_evaluations() {
    let (spec, device) = (spec(ALL), Device::cpu());
    let expected = told(&reports(&mut cohort(&spec, spec.runs(), &device), u32::MAX));
    let evaluations = std::iter::successors(Some(0), |&step| Some(spec.evaluation_after(step))).take_while(|&step| step < spec.steps());
    for step in evaluations {
        let mut first = cohort(&spec, spec.runs(), &device);
        let mut found = reports(&mut first, step);
        if first.runs().is_empty() {
            continue;
        }
        let mut second = resumed(&first, &spec, &device);
        found.extend(reports(&mut second, u32::MAX));
        assert_eq!(told(&found), expected, "interrupted at step {step}");
    }
}

/// A fresh cohort of the same runs, from the checkpoints of another.
fn resumed(cohort: &Cohort, spec: &Spec, device: &Device) -> Cohort {
    let checkpoints = block_on(cohort.checkpoints()).expect("the device answers");
    let mut fresh = Cohort::start(spec.clone(), cohort.runs().to_vec(), data(spec, device), device).expect("the data suffice");
    fresh.go_on_from(&checkpoints.iter().collect::<Vec<_>>()).expect("all are of one step");
    fresh
}

#[test]
fn on_the_gpu_runs_go_on_within_tolerance_whatever_steps_they_are_at() {
    let Some(gpu) = gpu() else { return };
    let spec = spec(&ALL.replace("&patience=1", "").replace("&probes=1&passes=2", ""));
    let data = data(&spec, &gpu);
    let begin = |runs| Share::start(&spec, runs, &data, &gpu).expect("the data suffice");
    let expected = results(&to_the_end(&mut begin(spec.runs())));
    let (ahead, behind): (Vec<RunSpec>, Vec<RunSpec>) = spec.runs().into_iter().partition(|run| run.replicate == 0);
    let (mut ahead, mut behind) = (begin(ahead), begin(behind));
    let mut found = vec![advance(&mut ahead, 23), advance(&mut behind, 9)];
    let runs = [kept(&ahead, &spec), kept(&behind, &spec)].concat();
    found.extend(to_the_end(&mut Share::go_on(&spec, runs, &data, &gpu).expect("the data suffice")));
    let found = results(&found);
    assert_eq!(found.len(), expected.len());
    for (step, expected) in &expected {
        let same = |(at, result): &&(u32, RunResult)| (at, &result.arm, result.replicate) == (step, &expected.arm, expected.replicate);
        let (_, found) = found.iter().find(same).expect("each is measured once");
        for (expected, found) in measures(expected).into_iter().zip(measures(found)) {
            assert!((expected - found).abs() < 1e-3, "step {step}: expected {expected}, found {found}");
        }
    }
}

#[test]
fn more_epochs_go_on_from_the_checkpoint_of_a_finished_run() {
    let (short, device) = (spec(PLAIN), Device::cpu());
    let long = short.with("epochs", "6").spec;
    let data = data(&short, &device);
    let mut share = Share::start(&short, short.runs(), &data, &device).expect("the data suffice");
    let mut found = to_the_end(&mut share);
    let mut continued = Share::go_on(&long, kept(&share, &long), &data, &device).expect("the data suffice");
    found.extend(to_the_end(&mut continued));
    let whole = to_the_end(&mut Share::start(&long, long.runs(), &data, &device).expect("the data suffice"));
    assert_eq!(results_alone(&found), results_alone(&whole));
}

/// Results without the hits, which both ends of training tell.
fn results_alone(reports: &[Report]) -> Vec<String> {
    told(reports).into_iter().filter(|line| line.contains(" at ")).collect()
}

/// A checkpoint in the midst of [`ALL`], as bytes, and whose it is.
fn in_the_midst() -> (Spec, RunSpec, Vec<u8>) {
    let (spec, device) = (spec(ALL), Device::cpu());
    let run = spec.run(Arm::Treatment, 1);
    let mut share = Share::start(&spec, vec![run.clone()], &data(&spec, &device), &device).expect("the data suffice");
    advance(&mut share, 20);
    let bytes = block_on(share.checkpoints()).expect("the CPU answers").runs.remove(0).bytes;
    (spec, run, bytes)
}

#[test]
fn bytes_that_are_not_of_this_run_are_refused_with_what_was_found() {
    let (spec, run, bytes) = in_the_midst();
    let refusal = |bytes: &[u8], spec: &Spec, run: &RunSpec| Checkpoint::read(bytes, spec, run).expect_err("these are not of this run");
    assert!(refusal(b"PK\x03\x04", &spec, &run).contains("expected a checkpoint"));
    let mut newer = bytes.clone();
    newer[4] = 9;
    assert!(refusal(&newer, &spec, &run).contains("found version 9, expected version 1"));
    assert!(refusal(&bytes, &spec, &spec.run(Arm::Treatment, 0)).contains("one of another run"));
    for (key, value) in [("hidden", "12,8"), ("batch", "8"), ("momentum", "0.5"), ("then", "7:0,0.5,0.2")] {
        let other = spec.with(key, value).spec;
        assert!(refusal(&bytes, &other, &other.run(Arm::Treatment, 1)).contains("one of another run"), "{key}={value}");
    }
    let ended = spec.with("epochs", "1").spec;
    let mut later = bytes.clone();
    later[16..20].copy_from_slice(&23_u32.to_le_bytes());
    assert!(refusal(&later, &ended, &run).contains("found step 23, expected one up to 6"));
    let mut damaged = bytes.clone();
    damaged[1000] ^= 1;
    assert!(refusal(&damaged, &spec, &run).contains("damaged"));
    for length in (0..bytes.len()).step_by(7) {
        refusal(&bytes[..length], &spec, &run);
    }
    refusal(&[bytes.clone(), vec![0]].concat(), &spec, &run);
}

#[test]
fn checkpoints_of_different_steps_are_no_cohort() {
    let (spec, device) = (spec(PLAIN), Device::cpu());
    let at = |step| {
        let mut cohort = cohort(&spec, spec.runs(), &device);
        reports(&mut cohort, step);
        block_on(cohort.checkpoints()).expect("the CPU answers").remove(0)
    };
    let (early, late) = (at(1), at(5));
    let mut pair = cohort(&spec, spec.runs()[..2].to_vec(), &device);
    assert!(pair.go_on_from(&[&early, &late]).expect_err("one step in a cohort").contains("steps 1 and 5"));
    assert!(pair.go_on_from(&[&early]).expect_err("one for each run").contains("found 1 checkpoints, expected 2"));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), flips in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 1..4)) {
        thread_local! {
            static MIDST: (Spec, RunSpec, Vec<u8>) = in_the_midst();
        }
        MIDST.with(|(spec, run, good)| {
            prop_assert!(Checkpoint::read(&bytes, spec, run).is_err());
            let mut hostile = good.clone();
            for (at, flip) in &flips {
                hostile[at.index(good.len())] ^= flip;
            }
            prop_assert!(hostile == *good || Checkpoint::read(&hostile, spec, run).is_err());
            Ok(())
        })?;
    }
}
