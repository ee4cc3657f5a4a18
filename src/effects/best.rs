//! Where each run's arm was best: the evaluation at which the other replicates had their lowest mean test loss.

use std::collections::BTreeMap;

use super::Measured;
use crate::spec::Arm;

/// For each run its measurements at the step at which the other replicates of its arm had their lowest mean test loss, the first of
/// several; a run without others chooses for itself. So its own chance dip does not pass for a rise afterwards.
///
/// `curves` holds all evaluations of the runs that did not diverge, by rising step. A run that stopped early keeps its last values.
#[must_use]
pub fn best_of_others(curves: &[Measured]) -> Vec<Measured> {
    let mut runs: BTreeMap<(Arm, u32), Vec<&Measured>> = BTreeMap::new();
    for measured in curves {
        runs.entry((measured.arm, measured.replicate)).or_default().push(measured);
    }
    let of_arm = |arm: Arm| runs.iter().filter(move |((other, _), _)| *other == arm).map(|(_, curve)| curve.as_slice());
    let best = |((arm, _), curve): (&(Arm, u32), &Vec<&Measured>)| {
        let longest = of_arm(*arm).max_by_key(|other| other.last().map(|measured| measured.step))?;
        let is_alone = of_arm(*arm).count() == 1;
        let others = |step: u32| {
            let total = of_arm(*arm).map(|other| Some(at(other, step)?.test_loss)).sum::<Option<f64>>()?;
            Some(total - if is_alone { 0.0 } else { at(curve, step)?.test_loss })
        };
        let losses = longest.iter().filter_map(|measured| Some((measured.step, others(measured.step)?)));
        let (step, _) = losses.reduce(|best, found| if found.1 < best.1 { found } else { best })?;
        at(curve, step).cloned()
    };
    runs.iter().filter_map(best).collect()
}

/// What a run measured last up to a step.
fn at<'a>(curve: &[&'a Measured], step: u32) -> Option<&'a Measured> {
    curve[..curve.partition_point(|measured| measured.step <= step)].last().copied()
}
