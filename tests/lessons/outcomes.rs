//! A prediction is right, wrong, or cannot be told, by the same verdicts as the evidence.

use dropout_lab::effects::{
    At, Comparison, Guess, Judged, Measure, Measured, Outcome, Prediction, PredictionKind, Quantity, effects, outcome,
};
use dropout_lab::spec::{Arm, Opened, Spec};
use dropout_lab::stats::Verdict;

fn spec(link: &str) -> Spec {
    Opened::from_link(link).spec
}

fn run(arm: Arm, replicate: u32, test_accuracy: f64) -> Measured {
    Measured {
        arm,
        replicate,
        step: 310,
        train_loss: 0.1,
        train_accuracy: 0.95,
        test_loss: 0.6,
        test_accuracy,
        batch_accuracy: None,
        probes: None,
        test_time: None,
    }
}

/// Both arms with these test accuracies, replicate by replicate.
fn runs(treatment: &[f64], baseline: &[f64]) -> Vec<Measured> {
    let of = |arm, values: &[f64]| values.iter().zip(0..).map(|(&value, replicate)| run(arm, replicate, value)).collect::<Vec<_>>();
    [of(Arm::Treatment, treatment), of(Arm::Baseline, baseline)].concat()
}

fn asked(kind: PredictionKind, arm: Arm, within: f64) -> Prediction {
    Prediction { kind, text: "?".to_owned(), measure: Quantity::TestAccuracy, layer: 0, arm, within }
}

const LARGER: ([f64; 3], [f64; 3]) = ([0.85, 0.86, 0.87], [0.80, 0.81, 0.82]);
const ALIKE: ([f64; 3], [f64; 3]) = ([0.80, 0.84, 0.79], [0.81, 0.81, 0.82]);

#[test]
fn a_choice_is_right_where_the_verdict_is_the_same_and_wrong_where_it_is_another() {
    let spec = spec("v=1&replicates=3");
    let judged = |(treatment, baseline): ([f64; 3], [f64; 3]), guess| {
        outcome(&spec, &asked(PredictionKind::Choice, Arm::Treatment, 0.0), guess, &runs(&treatment, &baseline)).judged
    };
    assert_eq!(judged(LARGER, Some(Guess::Larger)), Judged::Right);
    assert_eq!(judged(LARGER, Some(Guess::Smaller)), Judged::Wrong);
    assert_eq!(judged(LARGER, Some(Guess::Alike)), Judged::Wrong);
    assert_eq!(judged(ALIKE, Some(Guess::Alike)), Judged::Right);
    assert_eq!(judged(ALIKE, Some(Guess::Larger)), Judged::CannotTell);
    assert_eq!(judged(ALIKE, Some(Guess::Smaller)), Judged::CannotTell);
    assert_eq!(judged(LARGER, None), Judged::NoGuess);
    assert_eq!(judged((LARGER.1, LARGER.0), Some(Guess::Smaller)), Judged::Right);
}

#[test]
fn what_a_choice_rests_on_is_the_sentence_of_the_evidence() {
    let (spec, measured) = (spec("v=1&replicates=3"), runs(&LARGER.0, &LARGER.1));
    let found = outcome(&spec, &asked(PredictionKind::Choice, Arm::Treatment, 0.0), None, &measured);
    let comparison = Comparison { at: At::Last, measured, holm: false, accuracy_size: None, loss_size: None };
    let shown = effects(&spec, &comparison).arms.remove(0).effects;
    let shown = shown.into_iter().find(|effect| effect.measure == Measure::TestAccuracy).expect("all measures are compared");
    assert_eq!((found.verdict, found.sentence), (shown.verdict, shown.sentence));
    assert_eq!(found.verdict, Verdict::Larger);
}

#[test]
fn one_replicate_cannot_tell() {
    let spec = spec("v=1&replicates=1");
    let measured = runs(&[0.9], &[0.8]);
    let found = outcome(&spec, &asked(PredictionKind::Choice, Arm::Treatment, 0.0), Some(Guess::Larger), &measured);
    assert_eq!(found.judged, Judged::CannotTell);
    assert!(found.sentence.contains("one replicate: no interval"), "{}", found.sentence);
    let number = asked(PredictionKind::Number, Arm::Baseline, 5.0);
    let found = outcome(&spec, &number, Some(Guess::Number { number: 80.0 }), &measured);
    assert_eq!(found.judged, Judged::CannotTell);
    assert_eq!(found.sentence, "Test accuracy of baseline: 80.00% (one replicate: no interval, so chance is not ruled out).");
}

#[test]
fn a_number_is_right_where_the_whole_interval_is_near_enough_and_wrong_where_none_of_it_is() {
    let spec = spec("v=1&replicates=3");
    // Mean 81%, deviation 1 point, half width 4.3027 / sqrt(3) = 2.48 points.
    let judged = |number: f64, within: f64| {
        let number = Guess::Number { number };
        outcome(&spec, &asked(PredictionKind::Number, Arm::Baseline, within), Some(number), &runs(&LARGER.0, &LARGER.1))
    };
    let Outcome { judged: found, level, sentence, .. } = judged(80.0, 3.6);
    assert_eq!((found, level.as_str()), (Judged::Right, "81.00%"));
    assert_eq!(sentence, "Test accuracy of baseline: 81.00% (95% interval 78.52% to 83.48%, 3 replicates).");
    assert_eq!(judged(80.0, 3.4).judged, Judged::CannotTell, "part of the interval is too far off");
    assert_eq!(judged(70.0, 8.0).judged, Judged::Wrong, "nearest 78.52, 8.52 off");
    assert_eq!(judged(70.0, 8.6).judged, Judged::CannotTell);
}

#[test]
fn where_nothing_is_left_to_compare_the_runs_cannot_tell_and_say_so() {
    let spec = spec("v=1&replicates=3&probes=1");
    let diverged: Vec<Measured> = runs(&LARGER.0, &LARGER.1).into_iter().filter(|run| run.arm == Arm::Baseline).collect();
    for measure in [Quantity::TestAccuracy, Quantity::ActivationVariance, Quantity::OnePassAccuracy] {
        for kind in [PredictionKind::Choice, PredictionKind::Number] {
            let asked = Prediction { measure, layer: 1, ..asked(kind, Arm::Treatment, 5.0) };
            let found = outcome(&spec, &asked, Some(Guess::Larger), &diverged);
            assert_eq!(found.judged, Judged::CannotTell, "{measure:?} {kind:?}");
            assert!(found.sentence.starts_with("Nothing can be compared"), "{}", found.sentence);
        }
    }
}
