//! Answers from probes and masked passes: each conclusion for runs that call for it, and what to do where nothing was measured.

use dropout_lab::effects::{Measured, answer};
use dropout_lab::probes::{LayerProbes, MaskedPasses, Probes, TestTime, UnitProbes, WeightProbes};
use dropout_lab::spec::{Arm, CARDS, Card, Question, Spec};

use crate::support::spec;

/// What is found in every run of an arm; a replicate adds a little of its own.
#[derive(Clone, Copy)]
struct Inside {
    test_loss: f64,
    test_accuracy: f64,
    variance: f64,
    passed_on: f64,
    /// Of each hidden layer.
    correlations: [Option<f64>; 2],
    gradient: f64,
    update_ratio: f64,
    /// The test loss goes up and down by this from evaluation to evaluation.
    wobble: f64,
    /// What a replicate's last test loss lies away from the others.
    spread: f64,
    /// The lazy units' norms as a part of the others', at the end.
    caught_up: f64,
    confidence: f64,
    calibration_error: f64,
    one_pass_accuracy: f64,
    one_pass_loss: f64,
    averaged_loss: f64,
}

const PLAIN: Inside = Inside {
    test_loss: 0.7,
    test_accuracy: 0.8,
    variance: 0.2,
    passed_on: 0.2,
    correlations: [Some(0.3); 2],
    gradient: 1.0,
    update_ratio: 0.01,
    wobble: 0.01,
    spread: 0.01,
    caught_up: 0.5,
    confidence: 0.9,
    calibration_error: 0.1,
    one_pass_accuracy: 0.8,
    one_pass_loss: 0.7,
    averaged_loss: 0.7,
};

/// What a replicate adds to each number: different in the two arms, so that nothing is told apart by it alone.
fn own(arm: Arm, replicate: u32) -> f64 {
    let arm = u32::from(arm == Arm::Treatment);
    0.0004 * f64::from((replicate * 7 + arm * 3) % 5) - 0.0008
}

fn unit(norm: f64, gradient: f64) -> UnitProbes {
    UnitProbes { incoming_norm: norm, outgoing_norm: norm, incoming_gradient_norm: gradient, outgoing_gradient_norm: gradient }
}

fn probes(spec: &Spec, of: Inside, own: f64, step: u32) -> Probes {
    let lazy = spec.lazy.units as usize;
    let part = if step == 0 { spec.lazy.factor } else { of.caught_up + own };
    let gradient = if step == 0 { 0.02 * (1.0 + own) } else { 0.5 };
    let layer = |(at, width): (usize, u32)| LayerProbes {
        activation_variance: of.variance + own,
        variance_before_mask: of.variance + own,
        variance_after_mask: of.passed_on + own,
        predicted_variance: of.passed_on + own,
        mean_activation: 0.3,
        active_fraction: 0.4,
        silent_fraction: 0.0,
        unit_correlation: of.correlations[at].map(|correlation| correlation + own),
        units: (0..8.min(width as usize)).map(|at| if at < lazy { unit(2.0 * part, gradient) } else { unit(2.0, 1.0 + own) }).collect(),
    };
    let weights = WeightProbes { weight_norm: 3.0, gradient_norm: of.gradient + own, update_ratio: of.update_ratio + 0.01 * own };
    Probes { layers: spec.hidden.iter().copied().enumerate().map(layer).collect(), weights: vec![weights; spec.hidden.len() + 1] }
}

fn test_time(spec: &Spec, of: Inside, own: f64) -> TestTime {
    let masked = MaskedPasses {
        passes: spec.passes,
        one_pass_accuracy: of.one_pass_accuracy - own,
        one_pass_loss: of.one_pass_loss - own,
        averaged_accuracy: of.test_accuracy - own,
        averaged_loss: of.averaged_loss - own,
        changed_fraction: 0.25,
        entropy: 0.6,
        mutual_information: 0.1,
        unscaled_accuracy: 0.5,
        unscaled_loss: 3.0,
    };
    TestTime {
        mean_confidence: of.confidence + own,
        calibration_error: of.calibration_error + own,
        masked: (spec.passes > 0).then_some(masked),
    }
}

fn run(spec: &Spec, arm: Arm, replicate: u32, step: u32, of: Inside) -> Measured {
    let own = own(arm, replicate);
    let is_last = step == spec.steps();
    let evaluation = f64::from(step / spec.steps_per_epoch());
    let sign = if evaluation % 2.0 == 0.0 { 1.0 } else { -1.0 };
    let apart = if is_last { of.spread * [-1.0, 1.0][replicate as usize % 2] * (1.0 + 50.0 * own) } else { 0.0 };
    Measured {
        arm,
        replicate,
        step,
        train_loss: 0.2,
        train_accuracy: 0.95,
        test_loss: of.test_loss + own + 0.001 * evaluation + sign * of.wobble * (1.0 + 100.0 * own) + apart,
        test_accuracy: of.test_accuracy + own,
        batch_accuracy: None,
        probes: spec.probes.then(|| probes(spec, of, own, step)),
        test_time: (is_last && (spec.probes || spec.passes > 0)).then(|| test_time(spec, of, own)),
    }
}

/// All evaluations of all runs.
fn curves(spec: &Spec, treatment: Inside) -> Vec<Measured> {
    let of = |arm: Arm| if arm == Arm::Treatment { treatment } else { PLAIN };
    let steps = (0..=spec.epochs).map(|epoch| epoch * spec.steps_per_epoch());
    let runs = spec.runs();
    steps.flat_map(|step| runs.iter().map(move |one| run(spec, one.arm, one.replicate, step, of(one.arm))).collect::<Vec<_>>()).collect()
}

fn last(spec: &Spec, curves: &[Measured]) -> Vec<Measured> {
    curves.iter().filter(|run| run.step == spec.steps()).cloned().collect()
}

/// The whole answer for a treatment like this beside a plain baseline.
fn said(link: &str, treatment: Inside) -> Vec<String> {
    let spec = spec(link);
    let curves = curves(&spec, treatment);
    answer(&spec, &last(&spec, &curves), &[], &curves)
}

/// The conclusion must begin and go on like this.
fn concludes(link: &str, treatment: Inside, begin: &str, contains: &str) {
    let answer = said(link, treatment);
    assert!(answer[0].starts_with(begin) && answer[0].contains(contains), "{answer:#?}");
}

/// The cards of these answers.
fn cards() -> impl Iterator<Item = &'static Card> {
    CARDS.iter().filter(|card| card.link.contains("probes=1") || card.link.contains("passes="))
}

fn card(question: Question) -> &'static str {
    cards().find(|card| card.question == question).expect("the question has a card").link
}

#[test]
fn variance_is_told_apart_before_and_after_the_masks() {
    let link = card(Question::Variance);
    let as_measured = Inside { variance: 0.1, passed_on: 0.25, ..PLAIN };
    concludes(
        link,
        as_measured,
        "Masks off, the variance of the outputs with dropout is smaller in hidden layers 1 and 2 (0.100 against 0.200 in hidden layer 1).",
        "in training has a variance that is larger in hidden layers 1 and 2 (0.250 against 0.200 in hidden layer 1): there",
    );
    let answer = said(link, as_measured);
    assert!(
        answer[1].starts_with("Variance of the outputs, masks off, in hidden layer 1, treatment minus baseline: −0.100 (95% interval "),
        "{answer:#?}"
    );
    assert!(answer[1].ends_with(": smaller. Means: 0.100 and 0.200."), "{answer:#?}");
    let law = &answer[answer.len() - 2];
    assert!(law.contains("hidden layer 1: 0.100 before the mask, 0.250 after it, 0.250 predicted"), "{answer:#?}");
    assert!(answer.last().expect("a note").contains("corrected for its 4 comparisons"), "{answer:#?}");
    concludes(
        link,
        PLAIN,
        "Masks off, the variance of the outputs with dropout is no different by more than chance explains in hidden layers 1 and 2 (",
        "no different",
    );
    concludes(link, Inside { variance: 0.4, ..PLAIN }, "Masks off, the variance of the outputs with dropout is larger", "no different");
}

#[test]
fn training_is_called_stable_by_what_was_measured() {
    let link = card(Question::Stable);
    concludes(link, PLAIN, "These runs cannot tell", "does not differ by more than chance explains");
    let steadier = Inside { gradient: 0.5, wobble: 0.005, ..PLAIN };
    concludes(
        link,
        steadier,
        "In part: with dropout the gradient norm over the last half of training is smaller (0.866 against 1.73)",
        "Not told apart: update-to-weight ratio over the last half of training",
    );
    let rising = Inside { gradient: 2.0, update_ratio: 0.03, ..PLAIN };
    concludes(
        link,
        rising,
        "No, in part the reverse: with dropout the gradient norm over the last half of training is larger (3.46 against 1.73) and the update-to-weight",
        "From the same weights, the gradient norm at step 0 is larger",
    );
    concludes(
        link,
        Inside { gradient: 2.0, wobble: 0.001, ..PLAIN },
        "It depends on what one calls stable: with dropout the wobble",
        "; but the gradient norm",
    );
    concludes(
        link,
        Inside { spread: 0.2, ..PLAIN },
        "No, in part the reverse: with dropout the wobble",
        "the distance of a run's last test loss from the mean of its arm is larger (0.200 against 0.00980)",
    );
    // One alone of the four, and all of them: the same weight in both directions.
    let one = |gradient: f64| Inside { gradient, ..PLAIN };
    concludes(link, one(0.5), "In part: with dropout the gradient norm", "Not told apart: update-to-weight ratio");
    concludes(link, one(2.0), "No, in part the reverse: with dropout the gradient norm", "Not told apart: update-to-weight ratio");
    let all = |gradient: f64, update_ratio: f64, wobble: f64, spread: f64| Inside { gradient, update_ratio, wobble, spread, ..PLAIN };
    concludes(link, all(0.5, 0.003, 0.001, 0.0), "Yes: with dropout the gradient norm", "");
    concludes(link, all(2.0, 0.03, 0.05, 0.2), "No, these runs show the reverse: with dropout the gradient norm", "");
    let answer = said(link, PLAIN);
    assert!(answer[answer.len() - 2].contains("corrected for its 6 comparisons"), "{answer:#?}");
    let short = said(&link.replace("v=1&", "v=1&epochs=5&"), PLAIN);
    assert!(short[0].starts_with("This question needs at least eight evaluations"), "{short:#?}");
}

#[test]
fn a_steady_rise_of_the_test_loss_is_no_wobble() {
    let answer = said(card(Question::Stable), Inside { wobble: 0.0, ..PLAIN });
    let wobble = answer.iter().find(|sentence| sentence.starts_with("Wobble")).expect("it is compared");
    // The made-up loss rises by 0.001 at each evaluation; only the last one lies apart from that.
    assert!(wobble.contains(": smaller."), "{wobble}");
}

#[test]
fn lazy_units_are_said_to_catch_up_only_where_they_do() {
    let link = card(Question::Lazy);
    concludes(
        link,
        Inside { caught_up: 0.9, ..PLAIN },
        "Yes, in these runs dropout brings the lazy units closer to the others. After epoch 30 a lazy unit's share beside another unit, its mean norm as a part of both kinds' mean norms together, is 47.37% with dropout and 33.33% without (larger) for the weights into them",
        "50% would be as much as the other has.",
    );
    let begun = said(link, PLAIN);
    assert!(
        begun.iter().any(|one| one.starts_with("The gradient at the start, without dropout: 0.0200 for the weights into a lazy unit, 1.00 for those into another (smaller), 2.00% of it.")
            && one.contains("The weights out of the lazy units start at 1.00% of the others' norm, those into them at 1.00%")),
        "{begun:#?}"
    );
    concludes(
        link,
        Inside { caught_up: 0.2, ..PLAIN },
        "No, these runs show the reverse: with dropout the lazy units stay further behind the others",
        "(smaller) for the weights into them",
    );
    concludes(link, PLAIN, "These runs do not show that dropping the others makes lazy units learn more", "(inconclusive)");
    let caught_up = said(link, Inside { caught_up: 1.0, ..PLAIN });
    assert!(
        caught_up.iter().any(|one| one.starts_with("With dropout a lazy unit's share beside another unit ends at 50.00%")
            && one.contains("the lazy units may have caught up")),
        "{caught_up:#?}"
    );
    assert!(
        caught_up.iter().any(|one| one.starts_with("Without dropout") && one.ends_with("the lazy units have not caught up.")),
        "{caught_up:#?}"
    );
    let ahead = said(link, Inside { caught_up: 1.5, ..PLAIN });
    assert!(ahead.iter().any(|one| one.ends_with("the lazy units have overtaken the others.")), "{ahead:#?}");
    for without in ["lazy=", "lazy=4:0.01", "lazy=0:0.5"] {
        let found = said(&link.replace("lazy=2:0.01", without), PLAIN);
        assert!(found[0].starts_with("This question needs a few lazy units beside others"), "{without}: {found:#?}");
    }
}

#[test]
fn masks_at_test_time_are_judged_by_what_they_cost() {
    let link = card(Question::TestTime);
    let worse = Inside { one_pass_accuracy: 0.7, one_pass_loss: 0.9, ..PLAIN };
    let treatment = Inside { test_loss: 0.7, wobble: 0.0, spread: 0.0, ..worse };
    concludes(
        link,
        treatment,
        "Because a pass with masks is right less often, with a larger loss, and what it tells is left to chance: one masked pass gets 70.00% right",
        "25.00% of the pictures are not always put into the same class in 20 passes",
    );
    let answer = said(link, treatment);
    assert!(answer.iter().any(|one| one.contains("entropy of 0.600 nats, 0.100 are disagreement")), "{answer:#?}");
    assert!(answer.iter().any(|one| one.contains("would get 50.00% right on average, with a loss of 3.00")), "{answer:#?}");
    concludes(
        link,
        Inside { one_pass_accuracy: 0.7, one_pass_loss: 0.73, wobble: 0.0, spread: 0.0, ..PLAIN },
        "Because a pass with masks is right less often: one masked",
        "beside it, masks off have an accuracy that is no different by more than chance explains and a loss that is",
    );
    let no_worse = Inside { one_pass_loss: 0.73, averaged_loss: 0.73, wobble: 0.0, spread: 0.0, ..PLAIN };
    concludes(link, no_worse, "Here a pass with masks is no worse by more than chance explains, but", "");
    concludes(link, Inside { one_pass_accuracy: 0.9, ..no_worse }, "These runs give no reason: here one masked pass does better", "");
    concludes(&link.replace("v=1&", "v=1&drop=0,0,0&"), PLAIN, "The treatment drops nothing", "move a slider");
}

#[test]
fn the_full_network_is_compared_with_a_thinned_one_and_with_the_baseline() {
    let link = card(Question::Capacity);
    let plain = Inside { one_pass_loss: 0.73, wobble: 0.0, spread: 0.0, ..PLAIN };
    concludes(link, Inside { one_pass_accuracy: 0.7, ..plain }, "Yes, and to good effect.", "80.00% of the test examples against 70.00%");
    concludes(
        link,
        plain,
        "With masks off no unit is dropped, but these runs do not show",
        "masks, which keep on average 50% of hidden layer 1 and 50% of hidden layer 2.",
    );
    concludes(
        link,
        Inside { one_pass_loss: 0.95, ..plain },
        "Yes. With masks off no unit is dropped; all of them together are right no more often",
        "but their loss is smaller",
    );
    concludes(
        link,
        Inside { one_pass_accuracy: 0.9, ..plain },
        "With masks off no unit is dropped, and yet here one thinned network is right more often",
        "",
    );
    concludes(link, Inside { test_loss: 0.5, ..plain }, "", "the test loss with all units is smaller");
    let answer = said(link, plain);
    assert!(answer.last().expect("a line").contains("40.00% against 40.00% in hidden layer 1"), "{answer:#?}");
}

#[test]
fn units_are_said_to_be_less_alike_or_more() {
    let link = card(Question::Units);
    concludes(
        link,
        Inside { correlations: [Some(0.2); 2], ..PLAIN },
        "Yes, here units are less alike with dropout",
        "smaller in hidden layers 1 and 2. Treatment against baseline: 0.200 against 0.300 in hidden layer 1",
    );
    concludes(
        link,
        Inside { correlations: [Some(0.4); 2], ..PLAIN },
        "No, here units are more alike with dropout",
        "larger in hidden layers 1 and 2",
    );
    concludes(link, PLAIN, "These runs cannot tell", "no different by more than chance explains in hidden layers 1 and 2");
    let mixed = |first: f64, second: f64| Inside { correlations: [Some(first), Some(second)], ..PLAIN };
    let mixtures = [
        (mixed(0.2, 0.3), "In part: ", "smaller in hidden layer 1, and no different by more than chance explains in hidden layer 2."),
        (mixed(0.4, 0.2), "In part: ", "smaller in hidden layer 2, and larger in hidden layer 1."),
        (
            mixed(0.3, 0.4),
            "No, if anything they are more alike with dropout: ",
            "larger in hidden layer 2, and no different by more than chance explains in hidden layer 1.",
        ),
    ];
    mixtures.into_iter().for_each(|(treatment, begin, contains)| concludes(link, treatment, begin, contains));
    concludes(link, Inside { correlations: [None; 2], ..PLAIN }, "Too few runs are left", "");
}

#[test]
fn calibration_follows_the_error_and_names_confidence_and_accuracy() {
    let link = card(Question::Calibrated);
    concludes(
        link,
        Inside { calibration_error: 0.05, confidence: 0.84, ..PLAIN },
        "Yes, here the network is better calibrated with dropout: the expected calibration error is 5.00% against 10.00%",
        "mean confidence is 84.00% against 90.00% and test accuracy 80.00% against 80.00%, so that confidence minus accuracy comes to 4.00% against 10.00% (smaller)",
    );
    concludes(link, Inside { calibration_error: 0.2, ..PLAIN }, "No, here the network is worse calibrated with dropout", "");
    concludes(link, PLAIN, "These runs cannot tell which network is better calibrated", "(inconclusive)");
    assert!(said(link, PLAIN).last().expect("a line").contains("in 15 bins of equal width"));
    concludes(
        link,
        Inside { confidence: 0.7, ..PLAIN },
        "These runs cannot tell",
        "confidence minus accuracy comes to −10.00% against 10.00% (smaller)",
    );
    // A little less than nothing.
    let hardly_less = said(link, Inside { confidence: 0.79999, ..PLAIN });
    assert!(hardly_less[0].contains("comes to 0.00% against 10.00% (smaller)"), "{hardly_less:#?}");
    assert!(hardly_less.iter().any(|one| one.ends_with("Means: 0.00% and 10.00%.")), "{hardly_less:#?}");
    assert!(!hardly_less.concat().contains("-0"), "{hardly_less:#?}");
}

#[test]
fn what_was_not_measured_is_named_with_the_setting_that_measures_it() {
    for card in cards() {
        let link = card.link.replace("&probes=1", "").replace("&passes=20", "");
        let expected = match card.question {
            Question::TestTime | Question::Capacity => "set \"Masked test passes\" under More settings to 20",
            _ => "switch on \"Probes\" under More settings",
        };
        concludes(&link, PLAIN, "This question ", expected);
        let spec = spec(card.link);
        let early: Vec<Measured> = curves(&spec, PLAIN).into_iter().filter(|run| run.step <= 20 * spec.steps_per_epoch()).collect();
        let now: Vec<Measured> = early.iter().filter(|run| run.step == 20 * spec.steps_per_epoch()).cloned().collect();
        let said = answer(&spec, &now, &[], &early);
        let is_at_the_end = matches!(card.question, Question::TestTime | Question::Capacity | Question::Calibrated);
        assert_eq!(said[0].contains("is measured after the last epoch"), is_at_the_end, "{}: {said:#?}", card.title);
    }
    // Masked passes alone tell how sure the network is, too.
    assert!(said("v=1&passes=5&question=calibrated", PLAIN)[0].starts_with("These runs cannot tell which"));
}

#[test]
fn runs_that_diverged_are_left_out_and_too_few_say_so() {
    for card in cards() {
        let spec = spec(card.link);
        let all = curves(&spec, PLAIN);
        let said_of = |keep: &dyn Fn(&Measured) -> bool| {
            // A run that diverged has points, but no last one.
            let last: Vec<Measured> = last(&spec, &all).into_iter().filter(keep).collect();
            answer(&spec, &last, &[], &all)
        };
        assert!(answer(&spec, &[], &[], &[]).is_empty(), "{}", card.title);
        let alone = said_of(&|run| run.replicate == 0);
        assert!(alone[0].starts_with("One replicate cannot answer this"), "{}: {alone:#?}", card.title);
        let one_pair = said_of(&|run| run.arm == Arm::Baseline || run.replicate == 0);
        assert!(one_pair[0].starts_with("Too few runs are left"), "{}: {one_pair:#?}", card.title);
        let pairs = said_of(&|run| run.arm == Arm::Baseline || run.replicate != 1);
        let count = spec.replicates - 1;
        assert!(pairs[1].contains(&format!("{count} pairs")), "{}: {pairs:#?}", card.title);
    }
}
