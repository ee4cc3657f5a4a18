//! How closely numbers of two devices must agree, where bits cannot: small by itself, or, where training has amplified rounding,
//! by the paired differences of the runs.
//!
//! Calm training keeps WebGPU and CPU together to six digits, so a fifth of a point is wide there. Training at the edge of stability
//! doubles a rounding with every few steps, until two runs of one seed are as far apart as two seeds. That shows in the runs: their
//! differences scatter. Then each arm's mean difference, paired by seed, must be no more than chance explains (t test, all
//! corrected by Holm), the claimed mean must lie within the 95% interval of the one found, and no single run further off than other
//! seeds would be. A shift that all runs share does not scatter, and finds no such mercy.

use super::outcome::{Finals, MEASURES, Outcome, is_accuracy};
use crate::spec::{Arm, Spec};
use crate::stats::{CONFIDENCE, Difference, Summary, holm};

/// Most that an arm's mean accuracy may lie off in calm training: a fifth of a point.
const ACCURACY_LIMIT: f64 = 0.002;
/// Most that an arm's mean loss may lie off there, as a part of it,
const LOSS_LIMIT: f64 = 0.01;
/// and in nats, where it is so small that a part of it is nothing.
const LEAST_LOSS_LIMIT: f64 = 0.002;
/// Most that a loss may lie off at step 0, where nothing has amplified a rounding yet.
const START_LIMIT: f64 = 0.001;
/// Fewest pairs of runs whose differences can be seen to scatter.
const FEWEST_PAIRS: usize = 3;
/// Standard deviations of a difference between two seeds that a single run may lie off.
const MOST_DEVIATIONS: f64 = 3.0;

/// How far numbers of one arm and measure may lie off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limits {
    /// The mean at the end.
    pub(super) mean: f64,
    /// A single run at its end.
    pub(super) run: f64,
    /// Whether training has amplified rounding, so that the runs themselves had to tell.
    is_amplified: bool,
}

impl Limits {
    /// The mean in the course of training, where weights still move fast.
    pub(super) fn on_the_way(self) -> f64 {
        2.0 * self.mean
    }
}

/// The limits of every arm and measure of an experiment.
pub(super) struct Tolerance {
    arms: Vec<(Arm, [Limits; 4])>,
    /// Accuracies of train and test examples cannot be told closer at step 0.
    examples: [u32; 2],
}

impl Tolerance {
    /// The tolerance that the runs themselves call for.
    pub(super) fn new(spec: &Spec, claimed: &Outcome, found: &Outcome) -> Self {
        let arms = spec.arms();
        let runs: Vec<PairedRuns> = arms.iter().map(|&arm| PairedRuns::of(spec, claimed, found, arm)).collect();
        let tests: Vec<Option<f64>> =
            runs.iter().flat_map(|runs| core::array::from_fn::<_, 4, _>(|measure| runs.p_value(measure))).collect();
        let corrected = holm(&tests);
        let limits = |at: usize, measure: usize| {
            let level = claimed.arms[at].means.map_or(0.0, |means| means[measure]);
            let calm = calm(spec, measure, level);
            let is_chance = corrected[at * MEASURES.len() + measure].is_some_and(|p_value| p_value >= 1.0 - CONFIDENCE);
            if is_chance && runs[at].scatter(measure, calm.mean) { runs[at].amplified(measure, calm) } else { calm }
        };
        let of_arm = |(at, arm): (usize, Arm)| (arm, core::array::from_fn(|measure| limits(at, measure)));
        Self { arms: arms.into_iter().enumerate().map(of_arm).collect(), examples: [spec.train, spec.test] }
    }

    /// The limits of an arm, which the experiment has.
    pub(super) fn of(&self, arm: Arm, measure: usize) -> Limits {
        let found = self.arms.iter().find(|(other, _)| *other == arm);
        found.map(|(_, limits)| limits[measure]).expect("every arm of the experiment has limits")
    }

    /// How far a mean at step 0 may lie off.
    pub(super) fn at_start(&self, measure: usize) -> f64 {
        if is_accuracy(measure) { START_LIMIT.max(1.0 / f64::from(self.examples[measure / 2])) } else { START_LIMIT }
    }

    /// The tolerance in sentences.
    pub(super) fn told(&self, spec: &Spec) -> Vec<String> {
        let [train, test] = [1, 3].map(|measure| format!("{:.2}", calm(spec, measure, 0.0).mean * 100.0));
        let accuracy = if train == test { format!("{train} points") } else { format!("{train} points (train) or {test} points (test)") };
        let root = match spec.replicates {
            1 => String::new(),
            count => format!(", that of a single run by √{count} times as much"),
        };
        let percent = LOSS_LIMIT * 100.0;
        let calm = format!(
            "Tolerance: an arm's mean may be off by {accuracy} in accuracy and by {percent}% in loss, or {LEAST_LOSS_LIMIT} nats where that is more{root}; a loss at step 0 by {START_LIMIT} nats."
        );
        let of_arm = |(arm, limits): &(Arm, [Limits; 4])| limits.iter().any(|limits| limits.is_amplified).then(|| spec.arm_name(*arm));
        let arms: Vec<String> = self.arms.iter().filter_map(of_arm).collect();
        let amplified = (!arms.is_empty()).then(|| {
            format!(
                "Training amplified the rounding in {}, where single runs of one seed lie apart: there a claimed mean must lie within the 95% interval of the one found, and the differences, paired by seed, must be no more than chance explains.",
                arms.join(", ")
            )
        });
        core::iter::once(calm).chain(amplified).collect()
    }
}

/// Roundings of replicates are independent, so a single run is off by √R times as much as a mean over R of them. Nothing can be
/// told closer than by one example in one run.
fn calm(spec: &Spec, measure: usize, level: f64) -> Limits {
    let replicates = f64::from(spec.replicates);
    let examples = f64::from(if measure / 2 == 0 { spec.train } else { spec.test });
    let mean = match is_accuracy(measure) {
        true => ACCURACY_LIMIT.max(1.0 / (examples * replicates)),
        false => LEAST_LOSS_LIMIT.max(LOSS_LIMIT * level),
    };
    Limits { mean, run: mean * replicates.sqrt(), is_amplified: false }
}

/// The runs of one arm that neither diverged as claimed nor here, seed by seed.
struct PairedRuns {
    claimed: Vec<[f64; 4]>,
    found: Vec<[f64; 4]>,
}

impl PairedRuns {
    fn of(spec: &Spec, claimed: &Outcome, found: &Outcome, arm: Arm) -> Self {
        let runs = spec.runs().into_iter().zip(claimed.runs.iter().zip(&found.runs)).filter(|(run, _)| run.arm == arm);
        let both = runs.filter_map(|(_, (claimed, found))| match (claimed.finals, found.finals) {
            (Finals::Measured(claimed), Finals::Measured(found)) => Some((claimed, found)),
            _ => None,
        });
        let (claimed, found) = both.unzip();
        Self { claimed, found }
    }

    fn values(runs: &[[f64; 4]], measure: usize) -> Vec<f64> {
        runs.iter().map(|run| run[measure]).collect()
    }

    /// Of the paired t test of no difference; none for too few pairs.
    fn p_value(&self, measure: usize) -> Option<f64> {
        let [found, claimed] = [&self.found, &self.claimed].map(|runs| Self::values(runs, measure));
        if found.len() < FEWEST_PAIRS { None } else { Difference::paired(&found, &claimed)?.p_value }
    }

    /// Whether some pair lies further apart than calm training explains.
    fn scatter(&self, measure: usize, limit: f64) -> bool {
        self.found.iter().zip(&self.claimed).any(|(found, claimed)| (found[measure] - claimed[measure]).abs() > limit)
    }

    /// The limits where training amplified rounding; none is tighter than the calm one.
    fn amplified(&self, measure: usize, calm: Limits) -> Limits {
        let spread = Summary::of(&Self::values(&self.found, measure));
        let Some((half_width, deviation)) = spread.and_then(|spread| Some((spread.half_width?, spread.standard_deviation?))) else {
            return calm;
        };
        // Two seeds differ by √2 times what one varies.
        let run = calm.run.max(MOST_DEVIATIONS * core::f64::consts::SQRT_2 * deviation);
        Limits { mean: calm.mean.max(half_width), run, is_amplified: true }
    }
}
