//! Statistics: intervals and verdicts against published quantiles of Student's t.

use dropout_lab::stats::{Summary, Verdict};

/// Two-sided 95% quantiles for 1, 2, 4 and 9 degrees of freedom, as in any printed table of Student's t.
const QUANTILES: [(u32, f64); 4] = [(2, 12.706), (3, 4.303), (5, 2.776), (10, 2.262)];

#[test]
fn half_widths_use_the_printed_quantiles() {
    for (count, quantile) in QUANTILES {
        let values: Vec<f64> = (0..count).map(f64::from).collect();
        let summary = Summary::of(&values).expect("finite values");
        let n = f64::from(count);
        // The variance of 0, 1, ..., n - 1 is n (n + 1) / 12.
        let deviation = (n * (n + 1.0) / 12.0).sqrt();
        let half_width = summary.half_width.expect("more than one value");
        assert!((summary.standard_deviation.expect("more than one value") - deviation).abs() < 1e-12);
        assert!((half_width * n.sqrt() / deviation - quantile).abs() < 5e-4, "n = {count}: {half_width}");
    }
}

#[test]
fn one_replicate_has_no_interval_and_no_verdict() {
    let summary = Summary::of_paired_difference(&[0.9], &[0.2]).expect("one pair");
    assert_eq!((summary.count, summary.half_width, summary.verdict()), (1, None, Verdict::Inconclusive));
    assert_eq!(Summary::of(&[]), None);
    assert_eq!(Summary::of(&[1.0, f64::NAN]), None);
}

#[test]
fn a_diverged_pair_is_left_out() {
    let summary = Summary::of_paired_difference(&[1.0, f64::NAN, 3.0], &[0.0, 0.0, 1.0]).expect("two pairs");
    assert_eq!((summary.count, summary.mean), (2, 1.5));
}

#[test]
fn verdicts_follow_the_interval() {
    let verdict = |treatment: &[f64]| Summary::of_paired_difference(treatment, &[0.0; 5]).expect("five pairs").verdict();
    assert_eq!(verdict(&[-1.0, -1.1, -0.9, -1.0, -1.0]), Verdict::Smaller);
    assert_eq!(verdict(&[1.0, 1.1, 0.9, 1.0, 1.0]), Verdict::Larger);
    assert_eq!(verdict(&[1.0, -1.0, 0.5, -0.7, 0.1]), Verdict::Inconclusive);
    assert_eq!(verdict(&[0.0; 5]), Verdict::Inconclusive, "no difference at all is no effect");
}
