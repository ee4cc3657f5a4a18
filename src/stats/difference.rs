//! Two arms compared: the difference of their means, paired by replicate or not, with its t interval and test.

use serde::Serialize;
use statrs::distribution::ContinuousCDF;

use super::{Summary, Verdict, student, t_quantile};

/// How two lists are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Pairing {
    /// Replicate by replicate: what both arms share within a replicate (initial weights, order of the examples) cancels.
    Paired,
    /// As two independent lists.
    Unpaired,
}

/// The difference of two arms' means over replicates, in the unit of the values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Difference {
    /// How the lists were compared.
    pub pairing: Pairing,
    /// Pairs; when unpaired, the values of the shorter list. Only finite values count.
    pub count: u32,
    /// Mean of the values minus mean of the reference.
    pub mean: f64,
    /// Standard deviation of one difference: of the paired differences, or `sqrt(s_a^2 + s_b^2)` of the two lists.
    pub standard_deviation: Option<f64>,
    /// Degrees of freedom of the t distribution: pairs - 1, or those of Welch and Satterthwaite.
    pub degrees_of_freedom: Option<f64>,
    /// Half the width of the 95% t interval.
    pub half_width: Option<f64>,
    /// p-value of the two-sided t test of no difference; without any spread 1 for equal means and 0 for others.
    pub p_value: Option<f64>,
}

impl Difference {
    /// The paired t interval (Student, 1908) of `values[i] - reference[i]`; `None` when there is no pair.
    ///
    /// Pairs that are not finite are left out: a diverged run says nothing. One pair has a mean and no interval.
    #[must_use]
    pub fn paired(values: &[f64], reference: &[f64]) -> Option<Self> {
        let differences = values.iter().zip(reference).map(|(value, reference)| value - reference);
        let Summary { count, mean, standard_deviation, .. } = Summary::of_finite(differences)?;
        let n = f64::from(count);
        let spread = standard_deviation.map(|deviation| Spread {
            standard_deviation: deviation,
            standard_error: deviation / n.sqrt(),
            degrees_of_freedom: n - 1.0,
        });
        Some(Self::new(Pairing::Paired, count, mean, spread))
    }

    /// The interval of B. L. Welch (1947), which lets the two lists differ in spread; `None` when one list is empty.
    ///
    /// The degrees of freedom are those of F. E. Satterthwaite (1946). Values that are not finite are left out. One value
    /// on a side leaves a mean and no interval, since nothing says how that arm varies.
    #[must_use]
    pub fn unpaired(values: &[f64], reference: &[f64]) -> Option<Self> {
        let arm = |values: &[f64]| Summary::of_finite(values.iter().copied());
        let (a, b) = (arm(values)?, arm(reference)?);
        let spread = a.standard_deviation.zip(b.standard_deviation).map(|(s_a, s_b)| {
            let (n_a, n_b) = (f64::from(a.count), f64::from(b.count));
            let (error_a, error_b) = (s_a / n_a.sqrt(), s_b / n_b.sqrt());
            let standard_error = error_a.hypot(error_b);
            // Both lists constant: the limit depends on how one gets there, and the interval has no width in any case.
            let degrees_of_freedom = if standard_error > 0.0 {
                let (share_a, share_b) = ((error_a / standard_error).powi(2), (error_b / standard_error).powi(2));
                (share_a.powi(2) / (n_a - 1.0) + share_b.powi(2) / (n_b - 1.0)).recip()
            } else {
                n_a + n_b - 2.0
            };
            Spread { standard_deviation: s_a.hypot(s_b), standard_error, degrees_of_freedom }
        });
        Some(Self::new(Pairing::Unpaired, a.count.min(b.count), a.mean - b.mean, spread))
    }

    fn new(pairing: Pairing, count: u32, mean: f64, spread: Option<Spread>) -> Self {
        // Squares of values near the end of f64 overflow; then nothing can be said about chance.
        let spread = spread.filter(|spread| spread.standard_error.is_finite());
        Self {
            pairing,
            count,
            mean,
            standard_deviation: spread.map(|spread| spread.standard_deviation),
            degrees_of_freedom: spread.map(|spread| spread.degrees_of_freedom),
            half_width: spread.map(|spread| t_quantile(spread.degrees_of_freedom) * spread.standard_error),
            p_value: spread.map(|spread| spread.p_value(mean)),
        }
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

/// What chance does to a difference of means.
#[derive(Clone, Copy)]
struct Spread {
    /// Of one difference.
    standard_deviation: f64,
    /// Of the mean difference.
    standard_error: f64,
    degrees_of_freedom: f64,
}

impl Spread {
    fn p_value(&self, mean: f64) -> f64 {
        if self.standard_error > 0.0 {
            2.0 * student(self.degrees_of_freedom).sf(mean.abs() / self.standard_error)
        } else if mean == 0.0 {
            1.0
        } else {
            0.0
        }
    }
}
