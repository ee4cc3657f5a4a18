//! Answers from what probes found: the variance of the activations, whether training is steadier, whether units are less alike.

use super::Measured;
use super::answers::{Evidence, corrected_note, one};
use super::findings::{Compared, Finding, Unit, by_layer, judged};
use super::measure::values_of;
use super::words::{listed, plain};
use crate::probes::{CORRELATED_UNITS, LayerProbes, Probes, WeightProbes};
use crate::spec::{Arm, Question};
use crate::stats::{Summary, Verdict, mean};

/// Fewest evaluations in the last half of training that say how the test loss wobbles.
const FEWEST_LATE: usize = 4;

/// `None` where too few runs are left for an interval.
impl Evidence<'_> {
    /// What to do where the question asks for something that was not measured.
    pub(super) fn not_measured(&self) -> Option<&'static str> {
        let is_inside = matches!(self.spec.question, Question::Variance | Question::Stable | Question::Units | Question::Lazy);
        let is_masked = matches!(self.spec.question, Question::TestTime | Question::Capacity);
        let is_at_the_end = is_masked || self.spec.question == Question::Calibrated;
        let is_still_to_come = self.last.iter().any(|run| run.test_time.is_none());
        if is_masked && self.spec.passes == 0 {
            Some(
                "This question needs passes with masks on after training, and none are asked for: set \"Masked test passes\" under More settings to 20.",
            )
        } else if (is_inside || self.spec.question == Question::Calibrated && self.spec.passes == 0) && !self.spec.probes {
            Some("This question looks inside the networks, and probes are off: switch on \"Probes\" under More settings.")
        } else if is_at_the_end && is_still_to_come {
            Some("What this question asks is measured after the last epoch, so the answer comes at the end of training.")
        } else {
            None
        }
    }

    pub(super) fn variance(&self) -> Option<Vec<String>> {
        let off = |layer: &LayerProbes| layer.activation_variance;
        let passed_on = |layer: &LayerProbes| layer.variance_after_mask;
        let compared = self.layers().flat_map(|at| {
            [
                self.of_layer(at, "variance of the outputs, masks off,", off),
                self.of_layer(at, "variance of what is passed on in training, masks on,", passed_on),
            ]
        });
        let found = judged(compared.collect())?;
        let [off, passed_on] = [0, 1].map(|first| found.iter().skip(first).step_by(2).collect::<Vec<_>>());
        let conclusion = format!(
            "Masks off, the variance of the outputs with dropout is {} ({} in hidden layer 1). What the next layer is given in training has a variance that is {} ({} in hidden layer 1): there the masks make some outputs zero and multiply the others by 1 / keep_prob, which spreads them.",
            by_layer(&off),
            off.first()?.levels(),
            by_layer(&passed_on),
            passed_on.first()?.levels()
        );
        let mut answer = resting_on(conclusion, &found);
        answer.insert(answer.len() - 1, self.law()?);
        Some(answer)
    }

    /// What the law says of the treatment's masks, and what they do.
    fn law(&self) -> Option<String> {
        let mean = |at: usize, value: fn(&LayerProbes) -> f64| {
            Summary::of_finite(self.probed(Arm::Treatment, |probes| value(&probes.layers[at]))).map(|summary| summary.mean)
        };
        let layers = self.layers().map(|at| {
            let [before, after, predicted] = [
                |layer: &LayerProbes| layer.variance_before_mask,
                |layer: &LayerProbes| layer.variance_after_mask,
                |layer: &LayerProbes| layer.predicted_variance,
            ]
            .map(|value| mean(at, value));
            Some(format!(
                "hidden layer {}: {} before the mask, {} after it, {} predicted",
                at + 1,
                plain(before?),
                plain(after?),
                plain(predicted?)
            ))
        });
        let layers: Vec<String> = layers.collect::<Option<_>>()?;
        Some(format!(
            "The law Var(h') = Var(h) + p / (1 − p) E[h²] beside the treatment's masks, means over its runs; {}.",
            layers.join("; ")
        ))
    }

    pub(super) fn stable(&self) -> Option<Vec<String>> {
        let fewest = self.last.iter().map(|run| self.late(run).len()).min()?;
        if fewest < FEWEST_LATE {
            return Some(one(
                "This question needs at least eight evaluations of each run: take more epochs, or more evaluations per epoch.",
            ));
        }
        let of_late = |value: fn(&Probes) -> f64| {
            move |run: &Measured| mean(self.late(run).iter().filter_map(|measured| measured.probes.as_ref().map(value)))
        };
        let at_start = |run: &Measured| self.first(run).map_or(f64::NAN, gradient_norm);
        let compared = vec![
            self.of_arms("gradient norm over the last half of training", of_late(gradient_norm)),
            self.of_arms("update-to-weight ratio over the last half of training", of_late(update_ratio)),
            self.of_arms("wobble of the test loss from one evaluation to the next", |run| wobble(&self.late(run))),
            self.of_arms("distance of a run's last test loss from the mean of its arm", |run| self.distance(run)),
            self.of_arms("gradient norm at step 0", at_start),
            self.of_arms("gradient norm of the first layer as a multiple of the output layer's", of_late(first_to_last)),
        ];
        let found = judged(compared)?;
        let [late @ .., start, depth] = found.as_slice() else { return None };
        let told = |verdict: Verdict| listed(&late.iter().filter(|one| one.verdict == verdict).map(Finding::told).collect::<Vec<_>>());
        let open: Vec<String> = late.iter().filter(|one| one.verdict == Verdict::Inconclusive).map(|one| one.quantity.clone()).collect();
        let (smaller, larger) = (told(Verdict::Smaller), told(Verdict::Larger));
        let begin = match (smaller.as_str(), larger.as_str()) {
            ("", "") => "These runs cannot tell: gradients, updates, test loss and spread over the seeds are no steadier and no less steady with dropout by more than chance explains.".to_owned(),
            (_, "") if open.is_empty() => format!("Yes: with dropout {smaller}."),
            (_, "") => format!("In part: with dropout {smaller}."),
            ("", _) if open.is_empty() => format!("No, these runs show the reverse: with dropout {larger}."),
            ("", _) => format!("No, in part the reverse: with dropout {larger}."),
            _ => format!("It depends on what one calls stable: with dropout {smaller}; but {larger}."),
        };
        let open = if open.is_empty() || open.len() == late.len() { String::new() } else { format!(" Not told apart: {}.", listed(&open)) };
        let conclusion = format!(
            "{begin}{open} From the same weights, {}. Gradients that vanish or explode on their way back would show in the first layer: over the last half of training {}.",
            start.told(),
            depth.told()
        );
        let mut answer = resting_on(conclusion, &found);
        answer.push("Gradients are those of the next batch with its masks on, all layers taken together. The wobble is the standard deviation of the test loss's changes over the last half of training, so that a steady rise or fall does not count.".to_owned());
        Some(answer)
    }

    pub(super) fn units(&self) -> Option<Vec<String>> {
        let correlation = |layer: &LayerProbes| layer.unit_correlation.unwrap_or(f64::NAN);
        let found = judged(self.layers().map(|at| self.of_layer(at, "mean |r| between units", correlation)).collect())?;
        let layers: Vec<&Finding> = found.iter().collect();
        let any = |verdict| layers.iter().any(|finding| finding.verdict == verdict);
        let begin = match (any(Verdict::Smaller), any(Verdict::Larger), any(Verdict::Inconclusive)) {
            (true, false, false) => "Yes, here units are less alike with dropout",
            (true, _, _) => "In part",
            (false, true, false) => "No, here units are more alike with dropout",
            (false, true, true) => "No, if anything they are more alike with dropout",
            (false, false, _) => "These runs cannot tell",
        };
        let levels = layers.iter().zip(1..).map(|(finding, layer): (_, u32)| format!("{} in hidden layer {layer}", finding.levels()));
        let conclusion = format!(
            "{begin}: the mean absolute correlation between two units is {}. Treatment against baseline: {}.",
            by_layer(&layers),
            listed(&levels.collect::<Vec<_>>())
        );
        let mut answer = resting_on(conclusion, &found);
        answer.push(format!(
            "Correlations are Pearson's over test examples, masks off, between the first {CORRELATED_UNITS} units of a layer; 0 is unrelated, 1 is the same."
        ));
        Some(answer)
    }

    fn layers(&self) -> core::ops::Range<usize> {
        0..self.spec.hidden.len()
    }

    /// A quantity of one hidden layer, treatment against baseline.
    fn of_layer(&self, at: usize, quantity: &str, value: impl Fn(&LayerProbes) -> f64) -> Compared<'static> {
        let values = [Arm::Treatment, Arm::Baseline].map(|arm| self.probed(arm, |probes| value(&probes.layers[at])));
        Compared { quantity: format!("{quantity} in hidden layer {}", at + 1), unit: Unit::Plain, names: ARMS, values }
    }

    /// A quantity of a run, treatment against baseline.
    fn of_arms(&self, quantity: &str, value: impl Fn(&Measured) -> f64) -> Compared<'static> {
        let values = [Arm::Treatment, Arm::Baseline].map(|arm| values_of(self.last, arm, &value));
        Compared { quantity: quantity.to_owned(), unit: Unit::Plain, names: ARMS, values }
    }

    /// A value of each replicate's probes at the last evaluation.
    pub(super) fn probed(&self, arm: Arm, value: impl Fn(&Probes) -> f64) -> Vec<f64> {
        values_of(self.last, arm, |run| run.probes.as_ref().map_or(f64::NAN, &value))
    }

    /// What probes found at step 0 of a run.
    pub(super) fn first(&self, run: &Measured) -> Option<&Probes> {
        self.along(run).find(|measured| measured.step == 0)?.probes.as_ref()
    }

    /// The evaluations of a run in the last half of its training.
    fn late(&self, run: &Measured) -> Vec<&Measured> {
        self.along(run).filter(|measured| 2 * measured.step > run.step).collect()
    }

    /// The evaluations of a run up to its last one that is compared, by rising step.
    fn along<'a>(&'a self, run: &Measured) -> impl Iterator<Item = &'a Measured> {
        let (arm, replicate, step) = (run.arm, run.replicate, run.step);
        let mut of_run: Vec<&Measured> =
            self.curves.iter().filter(|one| (one.arm, one.replicate) == (arm, replicate) && one.step <= step).collect();
        of_run.sort_unstable_by_key(|one| one.step);
        of_run.into_iter()
    }

    /// How far a run's last test loss lies from the mean of its arm: what H. Levene (1960) compares to tell spreads apart.
    fn distance(&self, run: &Measured) -> f64 {
        let of_arm = self.last.iter().filter(|other| other.arm == run.arm).map(|other| other.test_loss);
        (run.test_loss - mean(of_arm)).abs()
    }
}

/// What most comparisons compare.
pub(super) const ARMS: [&str; 2] = ["treatment", "baseline"];

/// A conclusion, what it rests on, and how it was corrected.
pub(super) fn resting_on(conclusion: String, findings: &[Finding]) -> Vec<String> {
    let sentences = findings.iter().map(|finding| finding.sentence.clone());
    core::iter::once(conclusion).chain(sentences).chain([corrected_note(findings.len())]).collect()
}

/// Norm of the gradient of all weights together.
fn gradient_norm(probes: &Probes) -> f64 {
    norm(probes.weights.iter().map(|layer| layer.gradient_norm))
}

/// Norm of the change of all weights together, divided by their norm.
fn update_ratio(probes: &Probes) -> f64 {
    let change = |layer: &WeightProbes| layer.update_ratio * layer.weight_norm;
    norm(probes.weights.iter().map(change)) / norm(probes.weights.iter().map(|layer| layer.weight_norm))
}

/// Gradient norm of the weights into the first hidden layer, divided by that of the weights into the output.
fn first_to_last(probes: &Probes) -> f64 {
    match probes.weights.as_slice() {
        [first, .., last] => first.gradient_norm / last.gradient_norm,
        _ => f64::NAN,
    }
}

/// Standard deviation of the changes of the test loss from one evaluation to the next.
fn wobble(evaluations: &[&Measured]) -> f64 {
    let changes: Vec<f64> = evaluations.windows(2).map(|pair| pair[1].test_loss - pair[0].test_loss).collect();
    Summary::of(&changes).and_then(|summary| summary.standard_deviation).unwrap_or(f64::NAN)
}

fn norm(values: impl Iterator<Item = f64>) -> f64 {
    values.map(|value| value * value).sum::<f64>().sqrt()
}
