//! Effects in words: known sentences for known numbers, in every case that a reader may meet.

use dropout_lab::effects::{At, Comparison, Effects, Hits, Measure, Measured, batch_picture, effects, test_set_effects};
use dropout_lab::spec::{Arm, Spec};
use dropout_lab::stats::Verdict;

use crate::support::spec;

/// One run whose losses and accuracies follow from two numbers: how well it does on its training examples, and how far behind on
/// the test examples.
fn run(arm: Arm, replicate: u32, step: u32, train: f64, behind: f64) -> Measured {
    Measured {
        arm,
        replicate,
        step,
        train_loss: 2.0 * (1.0 - train),
        train_accuracy: train,
        test_loss: 2.0 * (1.0 - train) + 10.0 * behind,
        test_accuracy: train - behind,
        batch_accuracy: (step > 0).then_some(train - 0.1),
        probes: None,
        test_time: None,
    }
}

/// Both arms in so many replicates; the treatment's gap is smaller by 0.02 and a little that differs by replicate.
fn measured(replicates: u32) -> Vec<Measured> {
    let pair = |replicate: u32| {
        let wobble = 0.001 * f64::from(replicate % 3);
        [run(Arm::Baseline, replicate, 310, 0.9 + wobble, 0.10), run(Arm::Treatment, replicate, 310, 0.88, 0.08 + wobble)]
    };
    (0..replicates).flat_map(pair).collect()
}

fn compared(spec: &Spec, measured: Vec<Measured>) -> Effects {
    effects(spec, &Comparison { at: At::Last, measured, holm: false, accuracy_size: None, loss_size: None })
}

fn sentence(effects: &Effects, measure: Measure) -> String {
    effects.arms[0].effects.iter().find(|effect| effect.measure == measure).expect("every measure is compared").sentence.clone()
}

#[test]
fn a_clear_effect_is_said_with_its_interval_and_verdict() {
    let effects = compared(&spec("v=1"), measured(5));
    assert_eq!(effects.heading, "After epoch 10, compared with baseline");
    // Differences in points: -2.0, -1.9, -1.8, -2.0, -1.9; mean -1.92, deviation 0.0837, half width 2.776 * 0.0837 / sqrt(5).
    assert_eq!(
        sentence(&effects, Measure::AccuracyGap),
        "Accuracy gap, treatment minus baseline: −1.92 pp (95% interval −2.02 pp to −1.82 pp, 5 pairs): smaller."
    );
    assert_eq!(effects.arms[0].effects.iter().map(|effect| effect.dots.len()).collect::<Vec<_>>(), [5; 6]);
    assert!(effects.notes[0].contains("uncorrected") && effects.notes[0].contains("6 comparisons"), "{:?}", effects.notes);
}

#[test]
fn an_inconclusive_effect_says_how_many_replicates_would_show_it() {
    let mut runs = measured(4);
    for run in runs.iter_mut().filter(|run| run.arm == Arm::Treatment) {
        run.test_accuracy = 0.8 + if run.replicate % 2 == 0 { 0.02 } else { -0.01 };
    }
    let spec = spec("v=1&replicates=4");
    let found = sentence(&compared(&spec, runs.clone()), Measure::TestAccuracy);
    assert!(
        found.contains("inconclusive. It would take about ") && found.contains("to show an effect of this size with 80% power."),
        "{found}"
    );
    let wanted = |size| {
        let comparison = Comparison { at: At::Last, measured: runs.clone(), holm: false, accuracy_size: Some(size), loss_size: None };
        sentence(&effects(&spec, &comparison), Measure::TestAccuracy)
    };
    assert!(wanted(0.001).contains("to show an effect of 0.10 pp"), "{}", wanted(0.001));
    assert!(wanted(0.0001).contains("Even 10,000 replicates would not show an effect of 0.01 pp"), "{}", wanted(0.0001));
    assert!(wanted(0.5).contains("These replicates would have shown an effect of 50.00 pp"), "{}", wanted(0.5));
}

#[test]
fn arms_that_coincide_are_told_so() {
    let runs = (0..3).flat_map(|replicate| [Arm::Baseline, Arm::Treatment].map(|arm| run(arm, replicate, 31, 0.5, 0.1))).collect();
    let found = sentence(&compared(&spec("v=1&replicates=3&drop=0,0,0"), runs), Measure::TestLoss);
    assert_eq!(found, "Test loss, treatment minus baseline: 0.0000 (the arms coincide in all 3 pairs): no difference at all.");
}

#[test]
fn one_replicate_has_no_interval_and_says_why() {
    let effects = compared(&spec("v=1&replicates=1"), measured(1));
    assert!(sentence(&effects, Measure::LossGap).ends_with("(one replicate: no interval, so chance is not ruled out)."));
    assert!(effects.notes[0].starts_with("With one replicate there is no interval"), "{:?}", effects.notes);
    assert!(effects.arms[0].effects.iter().all(|effect| effect.verdict == Verdict::Inconclusive));
}

#[test]
fn a_diverged_run_leaves_its_pair_out_and_is_counted() {
    let runs = measured(5).into_iter().filter(|run| (run.arm, run.replicate) != (Arm::Treatment, 2)).collect();
    let effects = compared(&spec("v=1"), runs);
    assert!(sentence(&effects, Measure::LossGap).contains(", 4 pairs)"));
    assert!(effects.notes.contains(&"Treatment: 1 replicate left out, because it diverged.".to_owned()), "{:?}", effects.notes);
}

#[test]
fn where_nothing_is_left_to_compare_that_is_all_that_is_said() {
    let runs = measured(5).into_iter().filter(|run| run.arm == Arm::Baseline).collect();
    let effects = compared(&spec("v=1"), runs);
    assert!(effects.heading.starts_with("Nothing can be compared") && effects.arms.is_empty() && effects.notes.is_empty());
}

#[test]
fn holm_turns_what_is_barely_told_apart_inconclusive() {
    let mut runs = measured(5);
    for run in runs.iter_mut().filter(|run| run.arm == Arm::Treatment) {
        run.train_loss += 0.05 * (f64::from(run.replicate) - 0.8);
    }
    let spec = spec("v=1");
    let verdict = |holm| {
        let comparison = Comparison { at: At::Last, measured: runs.clone(), holm, accuracy_size: None, loss_size: None };
        let found = effects(&spec, &comparison);
        let effect = found.arms[0].effects.iter().find(|effect| effect.measure == Measure::TrainLoss).expect("compared").clone();
        (effect.verdict, effect.sentence, found.notes)
    };
    let (single, corrected) = (verdict(false), verdict(true));
    assert_eq!((single.0, corrected.0), (Verdict::Larger, Verdict::Inconclusive), "{} {}", single.1, corrected.1);
    assert!(corrected.1.ends_with("inconclusive. A single comparison would have called it larger."), "{}", corrected.1);
    assert!(corrected.1.contains("corrected p = ") && corrected.2[0].contains("Holm, 1979"), "{corrected:?}");
}

#[test]
fn arms_of_different_seeds_are_compared_unpaired() {
    let link = "v=1&pin=again:0,0.5,0.5@77&reference=pinned-1";
    let twin = |replicate| run(Arm::Pinned(0), replicate, 310, 0.88, 0.08 + 0.002 * f64::from(replicate));
    let runs = measured(5).into_iter().chain((0..5).map(twin)).collect();
    let effects = compared(&spec(link), runs);
    assert!(effects.heading.ends_with("compared with again"));
    assert!(sentence(&effects, Measure::LossGap).contains("5 replicates each"), "{}", sentence(&effects, Measure::LossGap));
    assert!(effects.notes.iter().any(|note| note.contains("starts from other seeds than")), "{:?}", effects.notes);
}

#[test]
fn best_epochs_are_named_and_called_optimistic() {
    let runs = measured(5).into_iter().map(|run| Measured { step: if run.arm == Arm::Baseline { 62 } else { 124 }, ..run }).collect();
    let comparison = Comparison { at: At::Best, measured: runs, holm: false, accuracy_size: None, loss_size: None };
    let notes = effects(&spec("v=1"), &comparison).notes;
    assert!(notes[0].starts_with("Best epochs: baseline at 2 and treatment at 4.") && notes[0].contains("optimistic"), "{notes:?}");
}

#[test]
fn the_tutorial_s_gap_is_taken_apart() {
    let sentences = batch_picture(&measured(5));
    assert!(
        sentences[0].contains("The tutorial's gap here would be −1.92 pp; with masks off, on the weights that are tested, it is +8.08 pp."),
        "{sentences:?}"
    );
    assert!(sentences[1].contains("Of the −10.00 pp between them, −10.00 pp also show in the baseline"), "{sentences:?}");
    assert_eq!(batch_picture(&[run(Arm::Treatment, 0, 0, 0.1, 0.0)]), Vec::<String>::new(), "nothing was trained yet");
}

#[test]
fn the_test_set_s_own_error_is_told_apart() {
    let spec = spec("v=1&test=16&replicates=2");
    // The treatment tells the first eight examples right, the baseline the first four.
    let hits = |arm, replicate, byte| Hits { arm, replicate, hits: vec![byte, 0] };
    let all: Vec<Hits> =
        (0..2).flat_map(|replicate| [hits(Arm::Treatment, replicate, 0xff), hits(Arm::Baseline, replicate, 0x0f)]).collect();
    let found = test_set_effects(&spec, &all);
    // Differences over examples: four ones among sixteen; deviation sqrt(16/15 * 3/16), half width 2.131 (t, 15 degrees of freedom) * 0.447 / 4.
    assert!((found[0].half_width - 2.131_449_5 * (0.2_f64 / 16.0).sqrt()).abs() < 1e-6, "{}", found[0].half_width);
    assert_eq!(found[0].pairs.len(), 2);
    assert_eq!(
        found[0].pairs[0].sentence,
        "Replicate 1: 4 examples told right by treatment alone, 0 examples by baseline alone, +25.00 pp (p = 0.125, McNemar's exact test): no more than the test examples alone explain."
    );
    assert!(test_set_effects(&spec, &[]).is_empty(), "without hits nothing is said");
}
