//! A reader's prediction against what the runs say: the same verdicts and intervals as the evidence, on one measure of one arm.

use serde::{Deserialize, Serialize};

use super::comparison::{At, Comparison, effects};
use super::findings::{Compared, Unit, judged};
use super::measure::values_of;
use super::words::{capitalised, counted, percent, plain, points};
use super::{Measure, Measured};
use crate::spec::{Arm, Spec};
use crate::stats::{Summary, Verdict};

/// What can be predicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Train accuracy minus test accuracy.
    AccuracyGap,
    /// Test loss minus train loss.
    LossGap,
    /// Fraction of the test examples told right.
    TestAccuracy,
    /// Mean cross-entropy on the test examples.
    TestLoss,
    /// Fraction of the training examples told right.
    TrainAccuracy,
    /// Mean cross-entropy on the training examples.
    TrainLoss,
    /// Variance of a hidden layer's outputs, masks off: needs probes.
    ActivationVariance,
    /// Variance of what a hidden layer passes on in training, masks on: needs probes.
    VarianceAfterMask,
    /// Accuracy of a single pass over the test examples with masks on: needs masked passes.
    OnePassAccuracy,
}

impl Quantity {
    /// All of them, the six measures first.
    pub const ALL: [Self; 9] = [
        Self::AccuracyGap,
        Self::LossGap,
        Self::TestAccuracy,
        Self::TestLoss,
        Self::TrainAccuracy,
        Self::TrainLoss,
        Self::ActivationVariance,
        Self::VarianceAfterMask,
        Self::OnePassAccuracy,
    ];

    /// Its name in a lesson file.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::ActivationVariance => "activation_variance",
            Self::VarianceAfterMask => "variance_after_mask",
            Self::OnePassAccuracy => "one_pass_accuracy",
            _ => self.measure().map_or("", Measure::key),
        }
    }

    /// Whether it is one of a hidden layer.
    #[must_use]
    pub fn is_of_layer(self) -> bool {
        matches!(self, Self::ActivationVariance | Self::VarianceAfterMask)
    }

    /// Whether it is a fraction, and so predicted in percent or points.
    #[must_use]
    pub fn is_fraction(self) -> bool {
        self == Self::OnePassAccuracy || self.measure().is_some_and(Measure::is_accuracy)
    }

    /// What an experiment must measure for it, by the link's own words, where it does not.
    #[must_use]
    pub fn lacks(self, spec: &Spec) -> Option<&'static str> {
        match self {
            Self::ActivationVariance | Self::VarianceAfterMask => (!spec.probes).then_some("probes=1"),
            Self::OnePassAccuracy => (spec.passes == 0).then_some("passes of at least 1"),
            _ => None,
        }
    }

    fn measure(self) -> Option<Measure> {
        match self {
            Self::AccuracyGap => Some(Measure::AccuracyGap),
            Self::LossGap => Some(Measure::LossGap),
            Self::TestAccuracy => Some(Measure::TestAccuracy),
            Self::TestLoss => Some(Measure::TestLoss),
            Self::TrainAccuracy => Some(Measure::TrainAccuracy),
            Self::TrainLoss => Some(Measure::TrainLoss),
            Self::ActivationVariance | Self::VarianceAfterMask | Self::OnePassAccuracy => None,
        }
    }

    /// Its value for one run; NaN where that was not measured.
    fn of(self, run: &Measured, layer: u32) -> f64 {
        let probed = || run.probes.as_ref()?.layers.get(usize::try_from(layer).ok()?.checked_sub(1)?);
        let found = match self {
            Self::ActivationVariance => probed().map(|layer| layer.activation_variance),
            Self::VarianceAfterMask => probed().map(|layer| layer.variance_after_mask),
            Self::OnePassAccuracy => run.test_time.as_ref().and_then(|at_end| Some(at_end.masked?.one_pass_accuracy)),
            _ => self.measure().map(|measure| measure.of(run)),
        };
        found.unwrap_or(f64::NAN)
    }

    /// A value in words, with its unit.
    fn level(self, value: f64) -> String {
        match self {
            Self::AccuracyGap => points(value),
            _ if self.is_fraction() => percent(value),
            _ => plain(value),
        }
    }

    fn words(self, layer: u32) -> String {
        match self {
            Self::ActivationVariance => format!("variance of the outputs, masks off, in hidden layer {layer}"),
            Self::VarianceAfterMask => format!("variance of what is passed on in training, masks on, in hidden layer {layer}"),
            Self::OnePassAccuracy => "test accuracy of one pass with masks on".to_owned(),
            _ => self.measure().map_or_else(String::new, |measure| measure.words().to_owned()),
        }
    }
}

/// How a prediction is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum PredictionKind {
    /// Larger, smaller, or no clear difference from the reference arm.
    Choice,
    /// The value itself: in percent, points or nats.
    Number,
}

/// What a reader is asked to predict before the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Prediction {
    /// How it is made.
    pub kind: PredictionKind,
    /// The question, as Markdown.
    pub text: String,
    /// What is predicted.
    pub measure: Quantity,
    /// Which hidden layer, from 1 on, where it is one of a layer; 0 elsewhere.
    #[serde(default)]
    pub layer: u32,
    /// Of which arm.
    #[cfg_attr(feature = "web", tsify(type = "string"))]
    pub arm: Arm,
    /// How far a predicted number may be off, in its own unit; 0 for a choice.
    #[serde(default)]
    pub within: f64,
}

/// What a reader predicts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Guess {
    /// The arm has more of it than the reference.
    Larger,
    /// The arm has less of it.
    Smaller,
    /// No difference beyond what chance explains.
    Alike,
    /// Its value: in percent, points or nats.
    Number {
        /// The value.
        number: f64,
    },
}

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// The runs say the same.
    Right,
    /// The runs say something else.
    Wrong,
    /// The runs cannot tell.
    CannotTell,
    /// Nothing was predicted.
    NoGuess,
}

/// A prediction beside what the runs say.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Outcome {
    /// How it came out.
    pub judged: Judged,
    /// Of a choice: what the interval says.
    pub verdict: Verdict,
    /// Of a number: the mean over the replicates, with its unit; empty where there is none.
    pub level: String,
    /// What the runs say, with interval and number of replicates.
    pub sentence: String,
}

/// Holds a prediction against what runs measured at their last common evaluation.
#[must_use]
pub fn outcome(spec: &Spec, asked: &Prediction, guess: Option<Guess>, measured: &[Measured]) -> Outcome {
    match asked.kind {
        PredictionKind::Choice => of_choice(spec, asked, guess, measured),
        PredictionKind::Number => of_number(spec, asked, guess, measured),
    }
}

fn of_choice(spec: &Spec, asked: &Prediction, guess: Option<Guess>, measured: &[Measured]) -> Outcome {
    let found = if asked.measure.measure().is_some() { as_in_evidence(spec, asked, measured) } else { inside(spec, asked, measured) };
    let Some((verdict, sentence)) = found else {
        return Outcome { judged: unknown(guess), verdict: Verdict::Inconclusive, level: String::new(), sentence: TOO_FEW.to_owned() };
    };
    let judged = match (guess, verdict) {
        (None, _) => Judged::NoGuess,
        (Some(Guess::Larger), Verdict::Larger) | (Some(Guess::Smaller), Verdict::Smaller) | (Some(Guess::Alike), Verdict::Inconclusive) => {
            Judged::Right
        }
        (Some(Guess::Larger | Guess::Smaller), Verdict::Inconclusive) | (Some(Guess::Number { .. }), _) => Judged::CannotTell,
        (Some(Guess::Larger | Guess::Smaller | Guess::Alike), _) => Judged::Wrong,
    };
    Outcome { judged, verdict, level: String::new(), sentence }
}

/// The row of the evidence that is about this measure of this arm.
fn as_in_evidence(spec: &Spec, asked: &Prediction, measured: &[Measured]) -> Option<(Verdict, String)> {
    let comparison = Comparison { at: At::Last, measured: measured.to_vec(), holm: false, accuracy_size: None, loss_size: None };
    let found = effects(spec, &comparison).arms.into_iter().find(|found| found.arm == asked.arm)?;
    let effect = found.effects.into_iter().find(|effect| Some(effect.measure) == asked.measure.measure())?;
    Some((effect.verdict, effect.sentence))
}

/// The same of what probes and masked passes measure.
fn inside(spec: &Spec, asked: &Prediction, measured: &[Measured]) -> Option<(Verdict, String)> {
    let arms = [asked.arm, spec.reference];
    let names = arms.map(|arm| spec.arm_name(arm));
    let compared = Compared {
        quantity: asked.measure.words(asked.layer),
        unit: if asked.measure.is_fraction() { Unit::Percent } else { Unit::Plain },
        names: [&names[0], &names[1]],
        values: arms.map(|arm| values_of(measured, arm, |run| asked.measure.of(run, asked.layer))),
    };
    let found = judged(vec![compared])?.pop()?;
    Some((found.verdict, found.sentence))
}

const TOO_FEW: &str = "Nothing can be compared: too few runs of these arms are left that measured it and did not diverge.";

fn of_number(spec: &Spec, asked: &Prediction, guess: Option<Guess>, measured: &[Measured]) -> Outcome {
    let Some(summary) = Summary::of_finite(values_of(measured, asked.arm, |run| asked.measure.of(run, asked.layer))) else {
        return Outcome { judged: unknown(guess), verdict: Verdict::Inconclusive, level: String::new(), sentence: TOO_FEW.to_owned() };
    };
    let level = asked.measure.level(summary.mean);
    let start = format!("{} of {}: {level}", capitalised(&asked.measure.words(asked.layer)), spec.arm_name(asked.arm));
    let sentence = match summary.half_width {
        None => format!("{start} (one replicate: no interval, so chance is not ruled out)."),
        Some(half_width) => {
            let [low, high] = [-half_width, half_width].map(|side| asked.measure.level(summary.mean + side));
            format!("{start} (95% interval {low} to {high}, {}).", counted(summary.count, "replicate"))
        }
    };
    let scale = if asked.measure.is_fraction() { 100.0 } else { 1.0 };
    let judged = match (guess, summary.half_width) {
        (None, _) => Judged::NoGuess,
        (Some(Guess::Number { number }), Some(half_width)) => {
            let (off, chance) = ((summary.mean * scale - number).abs(), half_width * scale);
            if off + chance <= asked.within {
                Judged::Right
            } else if off - chance > asked.within {
                Judged::Wrong
            } else {
                Judged::CannotTell
            }
        }
        _ => Judged::CannotTell,
    };
    Outcome { judged, verdict: Verdict::Inconclusive, level, sentence }
}

fn unknown(guess: Option<Guess>) -> Judged {
    if guess.is_none() { Judged::NoGuess } else { Judged::CannotTell }
}
