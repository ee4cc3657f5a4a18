//! The average of several passes over the same examples, and what the passes disagree on.

use super::{accuracy, entropy, examples, loss, narrowed, surprise, told};
use crate::spec::CLASSES;
use crate::stats::mean;

/// A running average of passes, in `f64`. Before the first pass its means are NaN.
#[derive(Clone, Debug, PartialEq)]
pub struct Ensemble {
    labels: Vec<u8>,
    passes: u32,
    /// Sums over the passes, `[count, CLASSES]`.
    sums: Vec<f64>,
    /// Sum over the passes of each example's entropy.
    entropy_sums: Vec<f64>,
    /// Mean over the passes of the probability of each example's label, and the sum of squares around it.
    of_label: Vec<Moments>,
    /// What the first pass told, and whether a later one told otherwise.
    told: Vec<(usize, bool)>,
    accuracy_sum: f64,
    loss_sum: f64,
}

/// Mean and sum of squared deviations of numbers that come one by one (Welford, 1962).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Moments {
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Takes the `count`-th number.
    fn add(&mut self, value: f64, count: f64) {
        let before = value - self.mean;
        self.mean += before / count;
        self.squares += before * (value - self.mean);
    }
}

impl Ensemble {
    /// No pass so far over examples with these labels.
    #[must_use]
    pub fn new(labels: Vec<u8>) -> Self {
        let count = labels.len();
        Self {
            labels,
            passes: 0,
            sums: vec![0.0; count * CLASSES],
            entropy_sums: vec![0.0; count],
            of_label: vec![Moments::default(); count],
            told: vec![(0, false); count],
            accuracy_sum: 0.0,
            loss_sum: 0.0,
        }
    }

    /// Takes one more pass, `[count, CLASSES]`.
    pub fn add(&mut self, probabilities: &[f32]) {
        self.passes += 1;
        self.accuracy_sum += accuracy(probabilities, &self.labels);
        self.loss_sum += loss(probabilities, &self.labels);
        for (sum, &probability) in self.sums.iter_mut().zip(probabilities) {
            *sum += f64::from(probability);
        }
        let passes = f64::from(self.passes);
        for (at, (row, label)) in examples(probabilities, &self.labels).enumerate() {
            self.entropy_sums[at] += entropy(row.iter().copied().map(f64::from));
            self.of_label[at].add(row[label].into(), passes);
            let class = told(row);
            let (first, changed) = &mut self.told[at];
            if self.passes == 1 {
                *first = class;
            }
            *changed |= class != *first;
        }
    }

    /// How many passes were taken.
    #[must_use]
    pub fn passes(&self) -> u32 {
        self.passes
    }

    /// Accuracy of the averaged probabilities.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        let hits = mean(examples(&self.sums, &self.labels).map(|(row, label)| f64::from(told(row) == label)));
        if self.passes == 0 { f64::NAN } else { hits }
    }

    /// Mean cross-entropy of the averaged probabilities, in nats.
    #[must_use]
    pub fn loss(&self) -> f64 {
        let passes = f64::from(self.passes);
        let surprises = examples(&self.sums, &self.labels).map(|(row, label)| surprise(row[label] / passes));
        if self.passes == 0 { f64::NAN } else { mean(surprises) }
    }

    /// Accuracy of a single pass: the mean over the passes.
    #[must_use]
    pub fn one_pass_accuracy(&self) -> f64 {
        self.accuracy_sum / f64::from(self.passes)
    }

    /// Mean cross-entropy of a single pass, in nats: the mean over the passes.
    #[must_use]
    pub fn one_pass_loss(&self) -> f64 {
        self.loss_sum / f64::from(self.passes)
    }

    /// Standard error of the averaged probability of the label, averaged over the examples: the standard deviation over the passes
    /// (with `passes - 1` in the denominator), divided by the root of their number. None below two passes.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        let passes = f64::from(self.passes);
        let of = |moments: &Moments| (moments.squares / (passes - 1.0) / passes).sqrt();
        (self.passes > 1).then(|| mean(self.of_label.iter().map(of)))
    }

    /// Fraction of the examples that not all passes put into the same class.
    #[must_use]
    pub fn changed_fraction(&self) -> f64 {
        let changed = mean(self.told.iter().map(|&(_, changed)| f64::from(changed)));
        if self.passes == 0 { f64::NAN } else { changed }
    }

    /// Entropy of each example's averaged probabilities, in nats.
    #[must_use]
    pub fn entropies(&self) -> Vec<f32> {
        (0..self.labels.len()).map(|at| narrowed(self.entropy_at(at))).collect()
    }

    /// Mutual information between class and mask of each example, in nats: the entropy of the average minus the average entropy
    /// (Houlsby et al., 2011). It is 0 where all passes agree, and never negative.
    #[must_use]
    pub fn informations(&self) -> Vec<f32> {
        let passes = f64::from(self.passes);
        // Rounding may leave a little less than nothing.
        let of = |(at, sum): (usize, &f64)| narrowed((self.entropy_at(at) - sum / passes).max(0.0));
        self.entropy_sums.iter().enumerate().map(of).collect()
    }

    fn entropy_at(&self, at: usize) -> f64 {
        let passes = f64::from(self.passes);
        entropy(self.sums[at * CLASSES..][..CLASSES].iter().map(|sum| sum / passes))
    }
}
