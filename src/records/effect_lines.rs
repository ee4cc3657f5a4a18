//! What the records of an experiment come to, as lines of JSON: the effect of each arm on each measure at the end of training.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Ended, Record};
use crate::effects::{At, Comparison, Effects, Measured, effects};
use crate::spec::{Arm, Spec};
use crate::stats::{Pairing, Verdict};

/// The effect of an arm against the reference arm on one measure, at the last evaluation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EffectLine {
    /// The measure.
    pub effect: &'static str,
    /// The arm.
    pub arm: Arm,
    /// What it is compared with.
    pub reference: Arm,
    /// How its replicates are set against the reference's.
    pub pairing: Pairing,
    /// Pairs, or replicates of the smaller arm.
    pub replicates: u32,
    /// Mean difference.
    pub mean: f64,
    /// Of the differences, where they are paired.
    pub standard_deviation: Option<f64>,
    /// Half the width of the 95% interval.
    pub half_width: Option<f64>,
    /// Of no difference.
    pub p_value: Option<f64>,
    /// How many replicates a difference of this size takes.
    pub replicates_needed: Option<u32>,
    /// What it comes to.
    pub verdict: Verdict,
}

/// The effects at the end of training, from records by rising step: each run's last one, those that diverged left out.
#[must_use]
pub fn at_the_end(spec: &Spec, records: &[Record], diverged: &[Ended]) -> Effects {
    let measured = last_of_each_run(records, diverged);
    effects(spec, &Comparison { at: At::Last, measured, holm: false, accuracy_size: None, loss_size: None })
}

/// The last measurements of each run, those that diverged left out.
#[must_use]
pub fn last_of_each_run(records: &[Record], diverged: &[Ended]) -> Vec<Measured> {
    let mut last: BTreeMap<(Arm, u32), &Record> = records.iter().map(|record| ((record.arm, record.replicate), record)).collect();
    for run in diverged {
        last.remove(&(run.arm, run.replicate));
    }
    last.into_values().map(Record::measured).collect()
}

/// A line for each effect.
#[must_use]
pub fn effect_lines(spec: &Spec, effects: &Effects) -> Vec<EffectLine> {
    let of_arms = effects.arms.iter().flat_map(|arm| arm.effects.iter().map(move |effect| (arm.arm, effect)));
    let line = |(arm, effect): (Arm, &crate::effects::Effect)| {
        let found = effect.difference;
        EffectLine {
            effect: effect.measure.key(),
            arm,
            reference: spec.reference,
            pairing: found.pairing,
            replicates: found.count,
            mean: found.mean,
            standard_deviation: found.standard_deviation.map(twelve_digits),
            half_width: found.half_width.map(twelve_digits),
            p_value: found.p_value.map(twelve_digits),
            replicates_needed: effect.replicates_needed,
            verdict: effect.verdict,
        }
    };
    of_arms.map(line).collect()
}

/// Rounded to twelve digits: the quantiles behind these numbers rest on logarithms whose last bits differ from machine to machine.
fn twelve_digits(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_in_the_last_bit_is_written_alike() {
        assert_eq!(twelve_digits(0.043_146_988_335_470_33).to_string(), "0.0431469883355");
        assert_eq!(twelve_digits(0.043_146_988_335_470_33).to_bits(), twelve_digits(0.043_146_988_335_470_32).to_bits());
        assert_eq!([0.0, 1.0, f64::MIN_POSITIVE].map(|value| twelve_digits(value) > 0.0), [false, true, true]);
        assert!(twelve_digits(f64::NAN).is_nan());
    }
}
