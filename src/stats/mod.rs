//! What replicates say: intervals, the words for them, how many replicates it takes, and what the test set leaves open.

mod correlation;
mod difference;
mod multiple;
mod power;
mod summary;
mod test_set;

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

pub use correlation::correlations;
pub use difference::{Difference, Pairing};
pub use multiple::holm;
pub use power::{MOST_REPLICATES, POWER, power, replicates_needed};
pub use summary::{Summary, mean};
pub use test_set::{McNemar, accuracy_half_width, test_set_half_width};

/// Confidence of every interval in this project.
pub const CONFIDENCE: f64 = 0.95;

/// What an interval lets one say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
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

/// Student's t (1908) with these degrees of freedom, which need not be whole.
fn student(degrees_of_freedom: f64) -> StudentsT {
    StudentsT::new(0.0, 1.0, degrees_of_freedom).expect("more than no degree of freedom makes a t distribution")
}

/// How many standard errors of t the interval reaches to each side.
fn t_quantile(degrees_of_freedom: f64) -> f64 {
    student(degrees_of_freedom).inverse_cdf(f64::midpoint(1.0, CONFIDENCE))
}

/// How many standard errors of the normal distribution the interval reaches to each side.
fn normal_quantile() -> f64 {
    Normal::standard().inverse_cdf(f64::midpoint(1.0, CONFIDENCE))
}
