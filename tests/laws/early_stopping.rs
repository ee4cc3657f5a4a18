//! Early stopping: a run ends by its own test loss alone, and up to there its curve is the one without.

use dropout_lab::experiment::{Report, Share};
use dropout_lab::model::Device;
use dropout_lab::spec::Spec;
use pollster::block_on;

use crate::support::{cohort, curve, data, measures, reports, results, spec};

/// Few examples with wrong labels, learned by heart: the test loss falls, then rises.
const OVERFITTED: &str = "v=1&data=synthetic&train=128&test=96&hidden=24&batch=32&epochs=30&evals=2&replicates=3\
    &drop=0,0.5&label_noise=0.2&momentum=0.9&lr=0.05";

/// Where a curve must end: the first evaluation that lies `patience` epochs or more after the best one before.
fn expected_end(spec: &Spec, test_losses: &[(u32, f64)]) -> Option<u32> {
    let patience = spec.patience * spec.steps_per_epoch();
    let mut best = (0, f64::INFINITY);
    test_losses.iter().find_map(|&(step, loss)| {
        if loss < best.1 {
            best = (step, loss);
        }
        (step >= best.0 + patience).then_some(step)
    })
}

fn stopped(reports: &[Report]) -> Vec<(String, u32, u32)> {
    let mut stopped: Vec<_> =
        reports.iter().flat_map(|report| &report.stopped).map(|run| (run.arm.clone(), run.replicate, run.step)).collect();
    stopped.sort();
    stopped
}

#[test]
fn a_run_ends_where_its_test_loss_says_and_its_curve_is_the_beginning_of_the_whole_one() {
    let (whole, device) = (spec(OVERFITTED), Device::cpu());
    let patient = whole.with("patience", "3").spec;
    let whole = results(&reports(&mut cohort(&whole, whole.runs(), &device), u32::MAX));
    let mut together = cohort(&patient, patient.runs(), &device);
    let found = reports(&mut together, u32::MAX);
    let (stops, curves) = (stopped(&found), results(&found));
    let mut ends = Vec::new();
    for run in patient.runs() {
        let (arm, replicate) = (run.arm.to_string(), run.replicate);
        let of_run = whole.iter().filter(|(_, result)| result.arm == arm && result.replicate == replicate);
        let losses: Vec<(u32, f64)> = of_run.map(|(step, result)| (*step, measures(result)[2])).collect();
        let end = expected_end(&patient, &losses);
        ends.extend(end.map(|step| (arm.clone(), replicate, step)));
        let (whole, found) = (curve(&whole, &arm, replicate), curve(&curves, &arm, replicate));
        assert_eq!(found[..], whole[..found.len()], "{arm}/{replicate}: the beginning of the whole curve");
        assert_eq!(found.last().map(|(step, _)| *step), Some(end.unwrap_or(patient.steps())), "{arm}/{replicate}: its last evaluation");
        let alone = reports(&mut cohort(&patient, vec![run], &device), u32::MAX);
        assert_eq!(curve(&results(&alone), &arm, replicate), found, "{arm}/{replicate}: alone as in company");
    }
    ends.sort();
    assert_eq!(stops, ends);
    let steps: Vec<u32> = ends.iter().map(|(.., step)| *step).collect();
    assert!(steps.len() > 3 && steps.iter().any(|step| *step != steps[0]), "runs end at different steps, found {ends:?}");
}

#[test]
fn when_all_runs_have_stopped_training_is_done() {
    let (spec, device) = (spec(OVERFITTED).with("patience", "1").spec, Device::cpu());
    let mut share = Share::start(&spec, spec.runs(), &data(&spec, &device), &device).expect("the data suffice");
    let report = block_on(share.advance(u32::MAX, u32::MAX, &|| 0.0)).expect("the CPU answers");
    assert_eq!(report.stopped.len(), 6, "{:?}", report.stopped);
    let last = report.stopped.iter().map(|run| run.step).max().expect("six runs");
    assert!(report.reached && report.step == last && last < report.steps, "step {} of {}", report.step, report.steps);
    let after = block_on(share.advance(u32::MAX, u32::MAX, &|| 0.0)).expect("the CPU answers");
    assert_eq!((after.reached, after.units, after.step, after.steps), (true, 0, last, report.steps), "nothing is left to do");
}

#[test]
fn more_epochs_leave_the_end_of_a_run_where_it_was() {
    let (long, device) = (spec(OVERFITTED).with("patience", "3").spec, Device::cpu());
    let expected = reports(&mut cohort(&long, long.runs(), &device), u32::MAX);
    for epochs in ["2", "5", "8"] {
        let short = long.with("epochs", epochs).spec;
        let mut continued = cohort(&short, short.runs(), &device);
        let mut found = reports(&mut continued, u32::MAX);
        continued.update(long.clone()).expect("only the epochs differ");
        found.extend(reports(&mut continued, u32::MAX));
        assert_eq!(stopped(&found), stopped(&expected), "continued after {epochs} epochs");
        assert_eq!(results(&found).len(), results(&expected).len());
    }
}
