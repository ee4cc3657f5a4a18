//! Several tests at once: p-values adjusted so that one false finding among all of them stays rare.

/// The adjusted p-values of S. Holm (1979), in the order given: rejecting below 5% errs anywhere with 5% at most.
///
/// The i-th smallest of m is multiplied by `m - i + 1`, and is at least what came before it and at most 1. `None`, a test
/// that could not be made, stays `None` and is no part of the family.
#[must_use]
pub fn holm(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut family: Vec<(usize, f64)> = p_values.iter().enumerate().filter_map(|(at, p_value)| Some((at, (*p_value)?))).collect();
    family.sort_unstable_by(|(_, a), (_, b)| a.total_cmp(b));
    let mut adjusted = vec![None; p_values.len()];
    let (mut least, mut left) = (0.0, family.len());
    for (at, p_value) in family {
        #[expect(clippy::cast_precision_loss, reason = "a family has far fewer than 2^53 tests")]
        let candidate: f64 = p_value * left as f64;
        least = candidate.min(1.0).max(least);
        adjusted[at] = Some(least);
        left -= 1;
    }
    adjusted
}
