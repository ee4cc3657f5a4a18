//! What replicates say: mean, spread, paired difference, t interval, and the words for it.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Confidence of every interval in this project.
pub const CONFIDENCE: f64 = 0.95;

/// A mean over replicates with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "page", derive(tsify::Tsify))]
pub struct Summary {
    /// Number of replicates.
    pub count: u32,
    /// Mean over the replicates.
    pub mean: f64,
    /// Standard deviation with `count - 1` in the denominator; absent for one replicate.
    pub standard_deviation: Option<f64>,
    /// Half the width of the 95% t interval; absent for one replicate, which says nothing about chance.
    pub half_width: Option<f64>,
}

/// What an interval lets one say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "page", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The whole interval lies below zero.
    Smaller,
    /// The whole interval lies above zero.
    Larger,
    /// The interval contains zero, or there is none.
    Inconclusive,
}

impl core::fmt::Display for Verdict {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Smaller => "smaller",
            Self::Larger => "larger",
            Self::Inconclusive => "inconclusive",
        })
    }
}

impl Summary {
    /// Mean and 95% t interval (Student, 1908) of `values`; `None` when there is none, or one is not finite.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        if values.is_empty() || values.iter().any(|value| !value.is_finite()) {
            return None;
        }
        let count = u32::try_from(values.len()).ok()?;
        let n = f64::from(count);
        let mean = values.iter().sum::<f64>() / n;
        if count == 1 {
            return Some(Self { count, mean, standard_deviation: None, half_width: None });
        }
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let standard_deviation = (squares / (n - 1.0)).sqrt();
        let half_width = t_quantile(count - 1) * standard_deviation / n.sqrt();
        Some(Self { count, mean, standard_deviation: Some(standard_deviation), half_width: Some(half_width) })
    }

    /// The summary of `treatment[i] - reference[i]`, pairs that are not finite left out: a diverged run says nothing.
    #[must_use]
    pub fn of_paired_difference(treatment: &[f64], reference: &[f64]) -> Option<Self> {
        let differences: Vec<f64> = treatment
            .iter()
            .zip(reference)
            .map(|(treatment, reference)| treatment - reference)
            .filter(|difference| difference.is_finite())
            .collect();
        Self::of(&differences)
    }

    /// What the interval says about the sign.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.half_width {
            Some(half_width) if self.mean + half_width < 0.0 => Verdict::Smaller,
            Some(half_width) if self.mean - half_width > 0.0 => Verdict::Larger,
            _ => Verdict::Inconclusive,
        }
    }
}

/// The two-sided 95% quantile of Student's t with these degrees of freedom.
fn t_quantile(degrees_of_freedom: u32) -> f64 {
    StudentsT::new(0.0, 1.0, f64::from(degrees_of_freedom))
        .expect("at least one degree of freedom makes a t distribution")
        .inverse_cdf(f64::midpoint(1.0, CONFIDENCE))
}
