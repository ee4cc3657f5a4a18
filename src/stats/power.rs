//! Power: how often the t test finds an effect of a given size, and how many replicates it takes to find it.

use statrs::distribution::{ContinuousCDF, Normal};

use super::{Pairing, normal_quantile, t_quantile};

/// The power that [`replicates_needed`] asks for: four verdicts in five, the convention since J. Cohen (1988).
pub const POWER: f64 = 0.8;
/// Above this many replicates [`replicates_needed`] gives up.
pub const MOST_REPLICATES: u32 = 10_000;

/// Where the weight of a value of chi, relative to the largest, counts as nothing.
const NEGLIGIBLE: f64 = 1e-12;

/// The chance that the 95% interval of this many replicates leaves out zero where the true effect is `effect`.
///
/// `standard_deviation` is that of one difference, as in [`super::Difference`], in the unit of the effect. `replicates` are
/// pairs, or the values in each of two lists; for these the formula takes both arms to vary alike, so that the degrees of
/// freedom are `2 (n - 1)`. Below two replicates there is no interval, hence no power.
///
/// Exact when paired. Unpaired, Welch's test has to estimate its degrees of freedom and finds less: about 0.02 with five
/// values in each list, up to 0.05 with four, 0.11 with three and 0.32 with two (simulated; `tests/laws/power.rs`).
#[must_use]
pub fn power(pairing: Pairing, effect: f64, standard_deviation: f64, replicates: u32) -> f64 {
    if replicates < 2 {
        return 0.0;
    }
    if standard_deviation == 0.0 {
        return if effect == 0.0 { 0.0 } else { 1.0 };
    }
    let n = f64::from(replicates);
    let degrees_of_freedom = match pairing {
        Pairing::Paired => n - 1.0,
        Pairing::Unpaired => 2.0 * (n - 1.0),
    };
    two_sided_power(degrees_of_freedom, effect.abs() * n.sqrt() / standard_deviation)
}

/// The fewest replicates, at least 2, at which [`power`] reaches [`POWER`].
///
/// Unpaired, that is too few where it says two or three; see [`power`].
///
/// `None` where more than [`MOST_REPLICATES`] are needed, for an effect of zero, and where a number is not finite.
#[must_use]
pub fn replicates_needed(pairing: Pairing, effect: f64, standard_deviation: f64) -> Option<u32> {
    if effect == 0.0 || !effect.is_finite() || !standard_deviation.is_finite() {
        return None;
    }
    // With a known spread so many would do, and t needs more: one or two for large n. So the climb from here is short.
    let quantiles = normal_quantile() + Normal::standard().inverse_cdf(POWER);
    let fewest = (quantiles * standard_deviation / effect).powi(2);
    if fewest > f64::from(MOST_REPLICATES) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and MOST_REPLICATES")]
    let fewest = (fewest as u32).max(2);
    (fewest..=MOST_REPLICATES).find(|&replicates| power(pairing, effect, standard_deviation, replicates) >= POWER)
}

/// `P(|T| > t)` at the 95% quantile `t`, for a noncentral T with this noncentrality, which is not negative.
///
/// `T = (Z + d) / S` with `S = chi / sqrt(df)` independent of the normal `Z` (Johnson, Kotz and Balakrishnan, Continuous
/// Univariate Distributions 2, 1995, chapter 31), so the power is the mean over S of `P(Z > t S - d) + P(Z < -t S - d)`.
///
/// The mean is taken in `x = ln S`, whose density is proportional to `exp(df (x - exp(2 x) / 2))`: on the whole line the
/// trapezoid rule converges faster than any power of its step (Trefethen and Weideman, 2014), and dividing by the sum of the
/// weights spares the normalizing constant.
fn two_sided_power(degrees_of_freedom: f64, noncentrality: f64) -> f64 {
    let critical = t_quantile(degrees_of_freedom);
    if noncentrality > 8.0 * (critical + 1.0) {
        // T misses only where S is above 8 or Z below -8: the power is above 1 - 1e-14.
        return 1.0;
    }
    let normal = Normal::standard();
    // Half of the narrower: of the density's standard deviation, and of the width on which the normal rises at t S = d. With few
    // degrees of freedom the density is less smooth than its width says: hence at most 0.1. The error is then below 1e-12.
    let step = 0.5 / (2.0 * degrees_of_freedom).sqrt().max(noncentrality).max(5.0);
    let (mut found, mut total) = (0.0, 0.0);
    let mut add = |x: f64| {
        let square = (2.0 * x).exp();
        let weight = (degrees_of_freedom * (x - (square - 1.0) / 2.0)).exp();
        let bound = critical * square.sqrt();
        found += weight * (normal.cdf(noncentrality - bound) + normal.cdf(-noncentrality - bound));
        total += weight;
        weight > NEGLIGIBLE
    };
    // The density is highest at 0 and falls to both sides.
    let mut x = 0.0;
    while add(x) {
        x += step;
    }
    x = -step;
    while add(x) {
        x -= step;
    }
    found / total
}
