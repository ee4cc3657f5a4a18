//! What a finite test set leaves open, apart from the spread over seeds.

use serde::{Deserialize, Serialize};

use super::Measure;
use super::words::{counted, p_value, points, size};
use crate::spec::{Arm, Spec};
use crate::stats::{McNemar, accuracy_half_width, test_set_half_width};

/// Which test examples one run told right.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Hits {
    /// Its arm.
    #[cfg_attr(feature = "web", tsify(type = "string"))]
    pub arm: Arm,
    /// Index of the paired repetition.
    pub replicate: u32,
    /// Bit `i % 8` of byte `i / 8` stands for test example `i`.
    pub hits: Vec<u8>,
}

/// What other test examples could change about an arm's test accuracy.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct TestSetEffect {
    /// The arm that is compared with the reference.
    #[cfg_attr(feature = "web", tsify(type = "string"))]
    pub arm: Arm,
    /// Half the width of the 95% interval of the difference in test accuracy over test examples, the runs given.
    pub half_width: f64,
    /// All this in words.
    pub sentence: String,
    /// Replicate by replicate.
    pub pairs: Vec<PairOfRuns>,
}

/// Two runs on the same test examples.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct PairOfRuns {
    /// Index of the paired repetition.
    pub replicate: u32,
    /// p-value of McNemar's test.
    pub p_value: f64,
    /// All this in words.
    pub sentence: String,
}

/// For each arm but the reference what its test accuracy owes to these very test examples; nothing for arms without hits.
#[must_use]
pub fn test_set_effects(spec: &Spec, hits: &[Hits]) -> Vec<TestSetEffect> {
    let arms = spec.arms().into_iter().filter(|&arm| arm != spec.reference);
    arms.filter_map(|arm| test_set_effect(spec, hits, arm)).collect()
}

fn test_set_effect(spec: &Spec, hits: &[Hits], arm: Arm) -> Option<TestSetEffect> {
    let count = spec.test as usize;
    let of = |arm: Arm, replicate: u32| {
        let run = hits.iter().find(|run| run.arm == arm && run.replicate == replicate && run.hits.len() * 8 >= count)?;
        Some((0..count).map(|example| run.hits[example / 8] >> (example % 8) & 1 == 1).collect::<Vec<bool>>())
    };
    let runs: Vec<(u32, Vec<bool>, Vec<bool>)> =
        (0..spec.replicates).filter_map(|replicate| Some((replicate, of(arm, replicate)?, of(spec.reference, replicate)?))).collect();
    let arm_hits: Vec<Vec<bool>> = runs.iter().map(|(_, hits, _)| hits.clone()).collect();
    let reference_hits: Vec<Vec<bool>> = runs.iter().map(|(_, _, hits)| hits.clone()).collect();
    let half_width = test_set_half_width(&arm_hits, &reference_hits)?;
    let all = reference_hits.iter().flatten();
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 examples")]
    let accuracy = all.clone().filter(|&&hit| hit).count() as f64 / all.count() as f64;
    let (name, reference) = (spec.arm_name(arm), spec.arm_name(spec.reference));
    let sentence = format!(
        "The test set is finite, too. With other {count} test examples the accuracy of one run could differ by {}, and that of {name} minus {reference} by {} (95%, these runs given). Both arms are tested on the same examples, so the second is the one that counts.",
        plus_minus(accuracy_half_width(accuracy, spec.test)),
        plus_minus(half_width),
    );
    let pairs = runs.iter().map(|(replicate, hits, others)| pair(*replicate, hits, others, &name, &reference)).collect();
    Some(TestSetEffect { arm, half_width, sentence, pairs })
}

fn pair(replicate: u32, hits: &[bool], others: &[bool], name: &str, reference: &str) -> PairOfRuns {
    let McNemar { only_first, only_second, p_value: p } = McNemar::of(hits, others);
    let verdict = if p < 0.05 { "more than the test examples alone explain" } else { "no more than the test examples alone explain" };
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 examples")]
    let difference = (f64::from(only_first) - f64::from(only_second)) / hits.len() as f64;
    let sentence = format!(
        "Replicate {}: {} told right by {name} alone, {} by {reference} alone, {} ({}, McNemar's exact test): {verdict}.",
        replicate + 1,
        counted(only_first, "example"),
        counted(only_second, "example"),
        points(difference),
        p_value(p),
    );
    PairOfRuns { replicate, p_value: p, sentence }
}

fn plus_minus(half_width: f64) -> String {
    format!("±{}", size(Measure::TestAccuracy, half_width))
}
