//! What a finite test set leaves open, apart from the spread over seeds: its examples are a sample, too.

use serde::Serialize;
use statrs::distribution::{Binomial, DiscreteCDF};

use super::{Summary, normal_quantile};

/// Two runs on the same examples, told apart by the examples that only one of them gets right.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct McNemar {
    /// Examples that only the first run gets right.
    pub only_first: u32,
    /// Examples that only the second run gets right.
    pub only_second: u32,
    /// Two-sided p-value of the exact test that both are equally likely; 1 where the runs err on the same examples.
    pub p_value: f64,
}

impl McNemar {
    /// The test of Q. McNemar (1947) in its exact form: the smaller count is binomial with probability 1/2 among both, its
    /// tail is doubled, and at most 1.
    ///
    /// `first` and `second` say of each test example whether the run was right about it.
    #[must_use]
    pub fn of(first: &[bool], second: &[bool]) -> Self {
        debug_assert_eq!(first.len(), second.len(), "both runs see the same examples");
        let (mut only_first, mut only_second) = (0_u32, 0_u32);
        for (&first, &second) in first.iter().zip(second) {
            only_first += u32::from(first && !second);
            only_second += u32::from(second && !first);
        }
        let all = u64::from(only_first) + u64::from(only_second);
        let evenly = Binomial::new(0.5, all).expect("one half is a probability");
        let tail = evenly.cdf(u64::from(only_first.min(only_second)));
        Self { only_first, only_second, p_value: (2.0 * tail).min(1.0) }
    }
}

/// Half the width of the 95% interval of one accuracy, a fraction, on `count` examples.
///
/// By the normal approximation to the binomial (Laplace, 1812): `z sqrt(p (1 - p) / n)`. It is good to a few percent of itself
/// where at least ten examples are right and ten are wrong, and says 0 where all are. No example at all leaves
/// the whole range open.
#[must_use]
pub fn accuracy_half_width(accuracy: f64, count: u32) -> f64 {
    if count == 0 {
        return 1.0;
    }
    normal_quantile() * (accuracy * (1.0 - accuracy) / f64::from(count)).sqrt()
}

/// Half the width of the 95% interval, over test examples, of the mean difference in accuracy between two arms.
///
/// `hits[replicate][example]` says whether that run is right about that example, `reference` the same of the other arm. The
/// examples are the units: of each the mean over replicates of (hit - reference hit) is taken, and the t interval (Student,
/// 1908) is that of these numbers. So it says how far the difference may move with other examples, these runs given. `None`
/// where there are fewer than two examples, or an arm without a replicate.
#[must_use]
pub fn test_set_half_width(hits: &[Vec<bool>], reference: &[Vec<bool>]) -> Option<f64> {
    let count = hits.first()?.len();
    debug_assert!(hits.iter().chain(reference).all(|run| run.len() == count), "all runs see the same examples");
    let (rates, references) = (hit_rates(hits)?, hit_rates(reference)?);
    let differences: Vec<f64> = rates.iter().zip(references).map(|(rate, reference)| rate - reference).collect();
    Summary::of(&differences)?.half_width
}

/// Of each example, the share of the runs that are right about it; `None` without a run.
fn hit_rates(runs: &[Vec<bool>]) -> Option<Vec<f64>> {
    let mut sums = vec![0.0; runs.first()?.len()];
    for run in runs {
        for (sum, &hit) in sums.iter_mut().zip(run) {
            *sum += f64::from(u8::from(hit));
        }
    }
    let count = f64::from(u32::try_from(runs.len()).ok()?);
    sums.iter_mut().for_each(|sum| *sum /= count);
    Some(sums)
}
