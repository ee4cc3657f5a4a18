//! Answers about test time: why masks are off then, what all units together are worth, and whether the network is as sure as it is right.

use super::answers::{Evidence, one};
use super::findings::{Compared, Finding, Unit, judged, level};
use super::inside_answers::{ARMS, resting_on};
use super::measure::values_of;
use super::words::{listed, plain};
use super::{Measure, Measured};
use crate::predictions::CALIBRATION_BINS;
use crate::probes::{MaskedPasses, TestTime};
use crate::spec::Arm;
use crate::stats::{Summary, Verdict};

/// `None` where too few runs are left for an interval.
impl Evidence<'_> {
    pub(super) fn test_time(&self) -> Option<Vec<String>> {
        if let Some(sentence) = self.drops_nothing() {
            return Some(one(sentence));
        }
        let passes = self.spec.passes;
        let names = [["masks off", "one masked pass"], ["masks off", "the average of the passes"]];
        let compared = vec![
            self.masked(Measure::TestAccuracy, names[0], |masked| masked.one_pass_accuracy),
            self.masked(Measure::TestLoss, names[0], |masked| masked.one_pass_loss),
            self.masked(Measure::TestAccuracy, names[1], |masked| masked.averaged_accuracy),
            self.masked(Measure::TestLoss, names[1], |masked| masked.averaged_loss),
        ];
        let found = judged(compared)?;
        let [accuracy, loss, averaged_accuracy, averaged_loss] = found.as_slice() else { return None };
        let begin = match (accuracy.verdict, loss.verdict) {
            (Verdict::Larger, Verdict::Smaller) => {
                "Because a pass with masks is right less often, with a larger loss, and what it tells is left to chance"
            }
            (Verdict::Larger, _) => "Because a pass with masks is right less often",
            (_, Verdict::Smaller) => "Because a pass with masks has the larger loss",
            (Verdict::Smaller, _) | (_, Verdict::Larger) => "These runs give no reason: here one masked pass does better than masks off",
            _ => "Here a pass with masks is no worse by more than chance explains, but what it tells is left to chance",
        };
        let changed = self.mean_masked(|masked| masked.changed_fraction)?;
        let conclusion = format!(
            "{begin}: one masked pass gets {} right with a loss of {}, masks off {} with {}. With the masks on, {} of the pictures are not always put into the same class in {passes} passes. Their average gets {} right with a loss of {} and costs {passes} passes instead of one: {}.",
            accuracy.level(1),
            loss.level(1),
            accuracy.level(0),
            loss.level(0),
            level(Unit::Percent, changed),
            averaged_accuracy.level(1),
            averaged_loss.level(1),
            against_average(averaged_accuracy, averaged_loss)
        );
        let mut answer = resting_on(conclusion, &found);
        let [entropy, information] = [|masked: &MaskedPasses| masked.entropy, |masked: &MaskedPasses| masked.mutual_information];
        answer.push(format!(
            "Of the averaged probabilities' mean entropy of {} nats, {} are disagreement between the passes (mutual information of class and mask).",
            plain(self.mean_masked(entropy)?),
            plain(self.mean_masked(information)?)
        ));
        answer.push(format!(
            "Passes that forget to scale the kept units by 1 / keep_prob would get {} right on average, with a loss of {}.",
            level(Unit::Percent, self.mean_masked(|masked| masked.unscaled_accuracy)?),
            plain(self.mean_masked(|masked| masked.unscaled_loss)?)
        ));
        Some(answer)
    }

    pub(super) fn capacity(&self) -> Option<Vec<String>> {
        if let Some(sentence) = self.drops_nothing() {
            return Some(one(sentence));
        }
        let of_arms = |measure: Measure| Compared {
            quantity: format!("{} with all units", measure.words()),
            unit: Unit::of(measure),
            names: ARMS,
            values: [Arm::Treatment, Arm::Baseline].map(|arm| measure.of_arm(self.last, arm)),
        };
        let names = ["all units", "one thinned network"];
        let compared = vec![
            self.masked(Measure::TestAccuracy, names, |masked| masked.one_pass_accuracy),
            self.masked(Measure::TestLoss, names, |masked| masked.one_pass_loss),
            of_arms(Measure::TestAccuracy),
            of_arms(Measure::TestLoss),
        ];
        let found = judged(compared)?;
        let [accuracy, loss, arms @ ..] = found.as_slice() else { return None };
        let begin = match (accuracy.verdict, loss.verdict) {
            (Verdict::Larger, _) => {
                "Yes, and to good effect. With masks off no unit is dropped, and all of them together are right more often than one thinned network"
            }
            (Verdict::Smaller, _) => "With masks off no unit is dropped, and yet here one thinned network is right more often",
            (Verdict::Inconclusive, Verdict::Smaller) => {
                "Yes. With masks off no unit is dropped; all of them together are right no more often than one thinned network by more than chance explains, but their loss is smaller"
            }
            (Verdict::Inconclusive, _) => {
                "With masks off no unit is dropped, but these runs do not show that all units are worth more than one thinned network"
            }
        };
        let conclusion = format!(
            "{begin}: {} of the test examples against {}, with a loss of {} against {}. A thinned network is a pass with fresh masks, which keep on average {}. Compared with the baseline, which drops no unit in training either, {}.",
            accuracy.level(0),
            accuracy.level(1),
            loss.level(0),
            loss.level(1),
            self.kept(),
            listed(&arms.iter().map(Finding::told).collect::<Vec<_>>())
        );
        let mut answer = resting_on(conclusion, &found);
        answer.extend(self.active());
        Some(answer)
    }

    pub(super) fn calibrated(&self) -> Option<Vec<String>> {
        let of_arms = |quantity: &str, value: fn(&Measured, &TestTime) -> f64| {
            let of = |arm| values_of(self.last, arm, |run| run.test_time.as_ref().map_or(f64::NAN, |at_end| value(run, at_end)));
            Compared { quantity: quantity.to_owned(), unit: Unit::Percent, names: ARMS, values: [Arm::Treatment, Arm::Baseline].map(of) }
        };
        let compared = vec![
            of_arms("expected calibration error", |_, at_end| at_end.calibration_error),
            of_arms("mean confidence", |_, at_end| at_end.mean_confidence),
            of_arms("mean confidence minus test accuracy", |run, at_end| at_end.mean_confidence - run.test_accuracy),
            of_arms("test accuracy", |run, _| run.test_accuracy),
        ];
        let found = judged(compared)?;
        let [error, confidence, surplus, accuracy] = found.as_slice() else { return None };
        let begin = match error.verdict {
            Verdict::Smaller => "Yes, here the network is better calibrated with dropout",
            Verdict::Larger => "No, here the network is worse calibrated with dropout",
            Verdict::Inconclusive => "These runs cannot tell which network is better calibrated",
        };
        let conclusion = format!(
            "{begin}: the expected calibration error is {}. Treatment against baseline, mean confidence is {} and test accuracy {}, so that confidence minus accuracy comes to {} ({}).",
            error.levels(),
            confidence.levels(),
            accuracy.levels(),
            surplus.levels(),
            surplus.verdict
        );
        let mut answer = resting_on(conclusion, &found);
        answer.push(format!(
            "The error is the mean distance between confidence and accuracy in {CALIBRATION_BINS} bins of equal width, weighted by their examples (Guo et al., 2017); confidence is the largest probability, masks off."
        ));
        Some(answer)
    }

    fn drops_nothing(&self) -> Option<&'static str> {
        let is_nothing = self.spec.drop.probs().iter().all(|&prob| prob == 0.0) && self.spec.then.is_empty();
        is_nothing.then_some("The treatment drops nothing, so its masks leave everything as it is: move a slider.")
    }

    /// The treatment with masks off against what its masked passes tell.
    fn masked(&self, measure: Measure, names: [&'static str; 2], value: fn(&MaskedPasses) -> f64) -> Compared<'static> {
        Compared {
            quantity: format!("{} of the treatment", measure.words()),
            unit: Unit::of(measure),
            names,
            values: [measure.of_arm(self.last, Arm::Treatment), self.of_masked(value)],
        }
    }

    /// A value of the treatment's masked passes for each replicate.
    fn of_masked(&self, value: fn(&MaskedPasses) -> f64) -> Vec<f64> {
        let masked = |run: &Measured| run.test_time.as_ref()?.masked.as_ref().map(value);
        values_of(self.last, Arm::Treatment, |run| masked(run).unwrap_or(f64::NAN))
    }

    fn mean_masked(&self, value: fn(&MaskedPasses) -> f64) -> Option<f64> {
        Summary::of_finite(self.of_masked(value)).map(|summary| summary.mean)
    }

    /// "50% of hidden layer 1 and 80% of the input".
    fn kept(&self) -> String {
        let last = self.spec.then.last().map_or(&self.spec.drop, |change| &change.drop);
        let layers = last.probs().iter().enumerate().filter(|(_, prob)| **prob > 0.0);
        let layer = |(at, prob): (usize, &f64)| {
            let name = if at == 0 { "the input".to_owned() } else { format!("hidden layer {at}") };
            format!("{:.0}% of {name}", 100.0 * (1.0 - prob))
        };
        listed(&layers.map(layer).collect::<Vec<_>>())
    }

    /// How much of each hidden layer is above zero, where probes were on.
    fn active(&self) -> Option<String> {
        let of = |at: usize, arm: Arm| {
            Summary::of_finite(self.probed(arm, |probes| probes.layers[at].active_fraction)).map(|summary| summary.mean)
        };
        let layer = |at: usize| {
            let [with, without] = [of(at, Arm::Treatment)?, of(at, Arm::Baseline)?].map(|mean| level(Unit::Percent, mean));
            Some(format!("{with} against {without} in hidden layer {}", at + 1))
        };
        let layers: Vec<String> = (0..self.spec.hidden.len()).map(layer).collect::<Option<_>>()?;
        Some(format!("Outputs above zero with masks off, treatment against baseline: {}.", listed(&layers)))
    }
}

/// What masks off are worth beside the average of the passes.
fn against_average(accuracy: &Finding, loss: &Finding) -> String {
    let [accuracy, loss] = [accuracy, loss].map(|finding| match finding.verdict {
        Verdict::Inconclusive => "no different by more than chance explains".to_owned(),
        verdict => verdict.to_string(),
    });
    format!("beside it, masks off have an accuracy that is {accuracy} and a loss that is {loss}")
}
