//! Answers to the questions: each conclusion for runs that call for it, and a plain sentence where the runs cannot answer.

use dropout_lab::effects::{Measured, answer, best_of_others};
use dropout_lab::spec::{Arm, CARDS, Spec};

use crate::support::spec;

/// The four measures of an arm; a replicate adds a little of its own to each, the same little for every arm but the last digit.
#[derive(Clone, Copy)]
struct Level {
    train_accuracy: f64,
    test_accuracy: f64,
    train_loss: f64,
    test_loss: f64,
}

const PLAIN: Level = Level { train_accuracy: 0.95, test_accuracy: 0.80, train_loss: 0.20, test_loss: 0.70 };

fn run(arm: Arm, replicate: u32, step: u32, level: Level) -> Measured {
    let common = 0.004 * f64::from(replicate);
    let own = 0.0004 * f64::from((replicate * 7 + arm_number(arm) * 3) % 5);
    Measured {
        arm,
        replicate,
        step,
        train_loss: level.train_loss + common + own,
        train_accuracy: level.train_accuracy + common - own,
        test_loss: level.test_loss + common - own,
        test_accuracy: level.test_accuracy + common + own,
        batch_accuracy: None,
        probes: None,
        test_time: None,
    }
}

fn arm_number(arm: Arm) -> u32 {
    match arm {
        Arm::Baseline => 0,
        Arm::Treatment => 1,
        Arm::Pinned(index) => 2 + u32::try_from(index).expect("few arms"),
    }
}

/// All runs of a spec at a step, each arm at its level.
fn runs(spec: &Spec, step: u32, level: impl Fn(Arm) -> Level) -> Vec<Measured> {
    let of = |arm: Arm| (0..spec.replicates).map(move |replicate| (arm, replicate));
    spec.arms().into_iter().flat_map(of).map(|(arm, replicate)| run(arm, replicate, step, level(arm))).collect()
}

/// The conclusion for a treatment at this level beside plain arms.
fn conclusion(link: &str, treatment: Level) -> String {
    let spec = spec(link);
    let last = runs(&spec, spec.steps(), |arm| if arm == Arm::Treatment { treatment } else { PLAIN });
    answer(&spec, &last, &last, &[])[0].clone()
}

fn card(question: &str) -> &'static str {
    CARDS.iter().map(|card| card.link).find(|link| link.ends_with(&format!("question={question}"))).expect("every question has a card")
}

#[test]
fn the_gap_is_said_to_shrink_grow_or_not_to_be_told() {
    let link = card("gap");
    let smaller = Level { train_accuracy: 0.92, train_loss: 0.30, ..PLAIN };
    let found = conclusion(link, smaller);
    assert!(
        found.starts_with("Yes, here dropout shrinks both gaps: the accuracy gap is smaller by 3.00 pp and the loss gap is smaller by 0.1000. From baseline to treatment"),
        "{found}"
    );
    assert!(found.contains("mean train accuracy from 95.7"), "{found}");
    assert!(conclusion(link, Level { train_loss: 0.30, ..PLAIN }).starts_with("In part: the accuracy gap does not differ"));
    assert!(
        conclusion(link, Level { train_accuracy: 0.98, train_loss: 0.10, ..PLAIN }).starts_with("Not here: the accuracy gap is larger")
    );
    assert!(conclusion(link, PLAIN).starts_with("These runs cannot tell"));
}

#[test]
fn test_accuracy_that_stands_still_is_no_fault() {
    let link = card("broken");
    assert!(conclusion(link, Level { test_loss: 0.60, ..PLAIN }).starts_with(
        "Nothing is broken. Test accuracy does not tell the arms apart, but other measures do: the test loss is smaller by 0.1000"
    ));
    assert!(conclusion(link, Level { test_accuracy: 0.83, ..PLAIN }).starts_with("Here test accuracy did improve"));
    assert!(conclusion(link, Level { test_accuracy: 0.77, ..PLAIN }).starts_with("Here test accuracy even fell"));
    assert!(conclusion(link, PLAIN).contains("That is no sign of a fault"));
}

#[test]
fn the_swap_is_said_to_do_something_only_where_it_does() {
    let link = card("swap");
    let found = conclusion(link, Level { train_loss: 0.25, ..PLAIN });
    assert!(
        found.contains("treatment (0.5/0.2) and unswapped (0.2/0.5)") && found.contains("the loss gap is smaller by 0.0500"),
        "{found}"
    );
    assert!(
        found.contains("Test accuracy, which one looks at first, shows nothing of it. From unswapped to treatment mean train accuracy"),
        "{found}"
    );
    assert!(conclusion(link, PLAIN).contains("cannot be told apart: on no measure does the swap do more than chance explains"));
    assert!(conclusion("v=1&question=swap", PLAIN).contains("press Swap"));
    assert!(conclusion(&format!("{link}&then=99:0,0.1,0.1"), PLAIN).contains("changed its drop probabilities while it trained"));
}

#[test]
fn the_same_twice_gives_the_measure_of_chance() {
    let link = card("alike");
    assert!(conclusion(link, PLAIN).contains("chance alone moves that difference by ±"), "{}", conclusion(link, PLAIN));
    let spec = spec(link);
    let last = runs(&spec, spec.steps(), |arm| if arm == Arm::Treatment { Level { test_accuracy: 0.9, ..PLAIN } } else { PLAIN });
    let said = answer(&spec, &last, &last, &[]);
    assert!(said.iter().any(|sentence| sentence.contains("is a false alarm here")), "{said:?}");
    assert!(conclusion("v=1&question=alike", PLAIN).contains("press A/A check"));
    let of_the_baseline = answer(&crate::support::spec("v=1&pin=again:0,0,0@1000001&question=alike"), &last, &last, &[]);
    assert!(of_the_baseline.iter().all(|sentence| !sentence.contains("and baseline cannot")), "{of_the_baseline:?}");
}

#[test]
fn too_much_and_enough_are_named_by_their_probabilities() {
    let spec = spec(card("amount"));
    let level = |arm: Arm| match spec.drop_of(arm).probs()[1] {
        0.9 => Level { test_accuracy: 0.5, test_loss: 1.2, ..PLAIN },
        0.5 | 0.3 => Level { test_loss: 0.55, ..PLAIN },
        _ => PLAIN,
    };
    let last = runs(&spec, spec.steps(), level);
    let said = answer(&spec, &last, &last, &[]);
    assert_eq!(
        said[0],
        "Compared with no dropout the test loss is smaller at 0.3 and 0.5. Too much costs test accuracy: after epoch 30 it is smaller at 0.9."
    );
    assert!(said.iter().any(|sentence| sentence.starts_with("0.9: train accuracy")), "{said:?}");
    assert!(said.last().expect("a note").contains("corrected for its 14 comparisons"), "{said:?}");
    let without: Vec<Measured> = last.iter().filter(|run| spec.drop_of(run.arm).probs()[1] != 0.9).cloned().collect();
    assert!(answer(&spec, &without, &without, &[]).contains(&"0.9: every run diverged.".to_owned()));
}

#[test]
fn the_input_is_compared_with_the_hidden_layers_alone() {
    let link = card("input");
    assert!(
        conclusion(link, Level { test_loss: 0.6, ..PLAIN })
            .starts_with("Dropping 0.2 of the input as well makes a difference: the test loss is smaller by 0.1000")
    );
    assert!(conclusion(link, PLAIN).contains("adds nothing that these runs could tell from chance"));
    assert!(conclusion("v=1&question=input", PLAIN).contains("pin the treatment"));
}

#[test]
fn more_epochs_and_the_test_loss_are_judged_since_the_best_epoch() {
    let said = |question: &str, baseline: Level, treatment: Level| {
        let spec = spec(card(question));
        let best = runs(&spec, 310, |_| PLAIN);
        let last = runs(&spec, spec.steps(), |arm| if arm == Arm::Baseline { baseline } else { treatment });
        answer(&spec, &last, &best, &[])
    };
    let worse = Level { test_loss: 0.9, ..PLAIN };
    assert!(
        said("longer", worse, worse)[0]
            .contains("both arms overfit: after its best epoch the test loss rises again, by 0.2000 without dropout and by 0.2000 with it")
    );
    assert!(said("longer", worse, PLAIN)[0].starts_with("Without dropout more epochs overfit"));
    assert!(said("longer", PLAIN, PLAIN)[0].starts_with("So many epochs do not overfit by more than chance explains"));
    assert!(
        said("longer", worse, PLAIN)[1]
            .contains("after epoch 100 minus after epoch 10 (for each replicate the best by the test loss of the others)")
    );
    assert!(
        said("loss", worse, PLAIN)[0].contains("its test loss rose by 0.2000")
            && said("loss", worse, PLAIN)[0].contains("no more than chance explains")
    );
    assert!(said("loss", Level { test_accuracy: 0.7, ..worse }, PLAIN)[0].contains("both got worse"));
    assert!(said("loss", PLAIN, PLAIN)[0].contains("does not rise after its best epoch by more than chance explains"));
}

#[test]
fn runs_that_cannot_answer_are_said_not_to() {
    for card in CARDS {
        let spec = spec(card.link);
        if spec.probes || spec.passes > 0 {
            // What these need is made up in `inside_answers`.
            continue;
        }
        assert!(answer(&spec, &[], &[], &[]).is_empty(), "{}", card.title);
        let all = runs(&spec, spec.steps(), |_| PLAIN);
        if card.link.ends_with("again") {
            assert!(answer(&spec, &all, &all, &[])[1].contains("95."), "{:?}", answer(&spec, &all, &all, &[]));
            continue;
        }
        let first = |run: &&Measured| run.replicate == 0;
        let alone: Vec<Measured> = all.iter().filter(first).cloned().collect();
        assert!(answer(&spec, &alone, &alone, &[])[0].starts_with("One replicate cannot answer this"), "{}", card.title);
        let left: Vec<Measured> = all.iter().filter(|run| run.replicate == 0 || run.arm == Arm::Pinned(9)).cloned().collect();
        let of_baseline = all.iter().filter(|run| run.arm == Arm::Baseline && run.replicate > 0).cloned();
        let left: Vec<Measured> = left.into_iter().chain(of_baseline).collect();
        let said = answer(&spec, &left, &left, &[])[0].clone();
        let is_about_the_baseline_alone = card.link.ends_with("question=loss");
        assert!(said.starts_with("Too few runs are left") || is_about_the_baseline_alone, "{}: {said}", card.title);
    }
}

#[test]
fn each_run_takes_the_step_at_which_the_others_were_best() {
    let curve = |arm: Arm, replicate: u32, losses: &[f64]| {
        let steps = losses.iter().zip(0..);
        let of = |(&test_loss, at): (&f64, u32)| Measured { test_loss, ..run(arm, replicate, 10 * at, PLAIN) };
        steps.map(of).collect::<Vec<_>>()
    };
    let chosen = |curves: &[Vec<Measured>]| {
        let best = best_of_others(&curves.concat());
        best.iter().map(|run| (run.arm.to_string(), run.replicate, run.step)).collect::<Vec<_>>()
    };
    let of = |arm: &str, steps: &[u32]| (0..).zip(steps).map(|(at, &step)| (arm.to_owned(), at, step)).collect::<Vec<_>>();
    let [a, b, c] = [[3.0, 1.0, 2.0], [3.0, 2.0, 1.0], [3.0, 2.0, 1.0]];
    let baseline = |replicate, losses: &[f64]| curve(Arm::Baseline, replicate, losses);
    assert_eq!(chosen(&[baseline(0, &a), baseline(1, &b)]), of("baseline", &[20, 10]));
    assert_eq!(chosen(&[baseline(0, &a), baseline(1, &b), baseline(2, &c)]), of("baseline", &[20, 10, 10]), "the first of several");
    assert_eq!(chosen(&[baseline(0, &a)]), of("baseline", &[10]), "alone it chooses for itself");
    // The second stopped at step 10 and keeps its loss of 1, so the first finds 10 first; at 20 the second is still what it was.
    assert_eq!(chosen(&[baseline(0, &b), baseline(1, &[3.0, 1.0])]), of("baseline", &[10, 10]));
    let both = chosen(&[baseline(0, &a), curve(Arm::Treatment, 0, &b)]);
    assert_eq!(both, [of("baseline", &[10]), of("treatment", &[20])].concat(), "each arm by itself");
    assert!(best_of_others(&[]).is_empty());
}
