//! Differences in any quantity that runs were measured in, judged as one family: intervals, corrected verdicts, sentences.

use super::Measure;
use super::comparison::{corrected, outlook_of};
use super::words::{capitalised, counted, decimals, listed, p_value, percent, plain, points, signed};
use crate::stats::{Difference, Summary, Verdict};

/// How a quantity is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A fraction: in percent, its differences in points.
    Percent,
    /// Any other number, with three digits that matter.
    Plain,
}

impl Unit {
    /// That of one of the six measures.
    pub(super) fn of(measure: Measure) -> Self {
        if measure.is_accuracy() { Self::Percent } else { Self::Plain }
    }
}

/// One quantity of paired runs, to be compared.
#[derive(Clone, Debug)]
pub(super) struct Compared<'a> {
    /// What it is, as a sentence names it.
    pub(super) quantity: String,
    /// How it is written.
    pub(super) unit: Unit,
    /// What is compared, and with what.
    pub(super) names: [&'a str; 2],
    /// A value for each replicate of both; a pair that is not finite is left out.
    pub(super) values: [Vec<f64>; 2],
}

/// What a comparison found.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    /// What it is, as a sentence names it.
    pub(super) quantity: String,
    /// Corrected for the whole family.
    pub(super) verdict: Verdict,
    /// All of it in words.
    pub(super) sentence: String,
    unit: Unit,
    /// Over the pairs that count.
    means: [f64; 2],
}

impl Finding {
    /// The mean of what is compared, or of what it is compared with, in words.
    pub(super) fn level(&self, at: usize) -> String {
        level(self.unit, self.means[at])
    }

    /// "0.116 against 0.239".
    pub(super) fn levels(&self) -> String {
        format!("{} against {}", self.level(0), self.level(1))
    }

    /// Of the first mean to the second.
    pub(super) fn ratio(&self) -> f64 {
        self.means[0] / self.means[1]
    }

    /// "the gradient norm is larger (1.72 against 1.35)".
    pub(super) fn told(&self) -> String {
        match self.verdict {
            Verdict::Inconclusive => format!("the {} does not differ by more than chance explains", self.quantity),
            verdict => format!("the {} is {verdict} ({})", self.quantity, self.levels()),
        }
    }
}

/// Compares each quantity; `None` where one of them has too few pairs for an interval.
pub(super) fn judged(compared: Vec<Compared<'_>>) -> Option<Vec<Finding>> {
    let differences = compared.iter().map(|Compared { values: [values, others], .. }| {
        Difference::paired(values, others).filter(|difference| difference.half_width.is_some())
    });
    let differences: Vec<Difference> = differences.collect::<Option<_>>()?;
    let verdicts = corrected(&differences);
    let found = compared.into_iter().zip(differences).zip(verdicts);
    found.map(|((compared, difference), (p_value, verdict))| finding(compared, &difference, p_value, verdict)).collect()
}

fn finding(compared: Compared<'_>, difference: &Difference, adjusted: Option<f64>, verdict: Verdict) -> Option<Finding> {
    let Compared { quantity, unit, names: [name, other], values } = compared;
    let means = means(&values)?;
    let half_width = difference.half_width?;
    let start = format!("{}, {name} minus {other}", capitalised(&quantity));
    let levels = means.map(|mean| level(unit, mean)).join(" and ");
    let pairs = counted(difference.count, "pair");
    let sentence = if difference.mean == 0.0 && half_width == 0.0 {
        format!("{start}: no difference at all in {pairs}. Means: {levels}.")
    } else {
        let digits = decimals(difference.mean.abs().max(half_width));
        let write = |value: f64| if unit == Unit::Percent { points(value) } else { signed(value, digits) };
        let [mean, low, high] = [0.0, -half_width, half_width].map(|side| write(difference.mean + side));
        let corrected = adjusted.map_or(String::new(), |p| format!(", corrected {}", p_value(p)));
        let end = if verdict == Verdict::Inconclusive { format!(" {}", outlook_of(difference)) } else { String::new() };
        format!("{start}: {mean} (95% interval {low} to {high}, {pairs}{corrected}): {verdict}.{end} Means: {levels}.")
    };
    Some(Finding { quantity, verdict, sentence, unit, means })
}

/// The means over the pairs of which both values are finite.
fn means([values, others]: &[Vec<f64>; 2]) -> Option<[f64; 2]> {
    let pairs = values.iter().zip(others).filter(|(value, other)| (*value - *other).is_finite());
    let (values, others): (Vec<f64>, Vec<f64>) = pairs.unzip();
    Some([Summary::of(&values)?.mean, Summary::of(&others)?.mean])
}

/// A value in words.
pub(super) fn level(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Percent => percent(value),
        Unit::Plain => plain(value),
    }
}

/// "smaller in hidden layers 1 and 2, and no different by more than chance explains in hidden layer 3", of findings layer by layer.
pub(super) fn by_layer(findings: &[&Finding]) -> String {
    let of = |wanted: Verdict, words: &str| {
        let layers = findings.iter().zip(1..).filter(|(finding, _)| finding.verdict == wanted);
        let layers: Vec<String> = layers.map(|(_, layer): (_, u32)| layer.to_string()).collect();
        let noun = if layers.len() == 1 { "hidden layer" } else { "hidden layers" };
        (!layers.is_empty()).then(|| format!("{words} in {noun} {}", listed(&layers)))
    };
    let told = [
        of(Verdict::Smaller, "smaller"),
        of(Verdict::Larger, "larger"),
        of(Verdict::Inconclusive, "no different by more than chance explains"),
    ];
    told.into_iter().flatten().collect::<Vec<_>>().join(", and ")
}
