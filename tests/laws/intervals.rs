//! Intervals, tests and verdicts: SciPy's numbers, the truth covered in 95 of 100 simulated experiments, no false alarm in 95.

use dropout_lab::stats::{Difference, Pairing, Summary, Verdict};

use crate::support::{agrees, list, normals, number, published, rate};

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
fn paired_and_welch_intervals_and_tests_equal_those_of_scipy() {
    for (part, compare) in [("paired", Difference::paired as fn(&[f64], &[f64]) -> Option<Difference>), ("unpaired", Difference::unpaired)]
    {
        for (at, case) in published(part).iter().enumerate() {
            let (values, reference) = (list(case, "values"), list(case, "reference"));
            let difference = compare(&values, &reference).expect("two lists of numbers");
            let degrees_of_freedom = difference.degrees_of_freedom.expect("more than one value");
            agrees(&format!("{part} {at}, degrees of freedom"), degrees_of_freedom, number(case, "degrees_of_freedom"));
            agrees(&format!("{part} {at}, half width"), difference.half_width.expect("more than one value"), number(case, "half_width"));
            agrees(&format!("{part} {at}, p"), difference.p_value.expect("more than one value"), number(case, "p_value"));
            let mean = |values: &[f64]| Summary::of(values).expect("numbers").mean;
            assert!((difference.mean - (mean(&values) - mean(&reference))).abs() < 1e-12, "{part} {at}: {difference:?}");
        }
    }
}

#[test]
fn one_replicate_has_no_interval_and_no_verdict() {
    assert_eq!(Summary::of(&[]), None);
    assert_eq!(Summary::of(&[1.0, f64::NAN]), None);
    let pair = Difference::paired(&[0.9], &[0.2]).expect("one pair");
    let lone = Difference::unpaired(&[0.9, 0.9, 0.9], &[0.2]).expect("two lists");
    for difference in [pair, lone] {
        assert_eq!((difference.count, difference.half_width, difference.p_value), (1, None, None));
        assert_eq!((difference.standard_deviation, difference.verdict()), (None, Verdict::Inconclusive));
        assert!((difference.mean - 0.7).abs() < 1e-12, "{difference:?}");
    }
    assert_eq!(Difference::paired(&[f64::NAN], &[1.0]), None);
    assert_eq!(Difference::unpaired(&[f64::NAN], &[1.0]), None);
    assert_eq!(Difference::unpaired(&[1.0], &[]), None);
}

#[test]
fn a_diverged_run_takes_its_pair_along_and_only_itself_where_nothing_is_paired() {
    let (values, reference) = ([1.0, f64::NAN, 3.0, 2.0], [0.0, 0.0, 1.0, f64::INFINITY]);
    let paired = Difference::paired(&values, &reference).expect("two pairs");
    assert_eq!((paired.pairing, paired.count, paired.mean), (Pairing::Paired, 2, 1.5));
    let unpaired = Difference::unpaired(&values, &reference).expect("three values each");
    assert_eq!((unpaired.pairing, unpaired.count), (Pairing::Unpaired, 3));
    assert!((unpaired.mean - (2.0 - 1.0 / 3.0)).abs() < 1e-12, "{unpaired:?}");
}

#[test]
fn verdicts_follow_the_interval() {
    let verdict = |treatment: &[f64]| Difference::paired(treatment, &[0.0; 5]).expect("five pairs").verdict();
    assert_eq!(verdict(&[-1.0, -1.1, -0.9, -1.0, -1.0]), Verdict::Smaller);
    assert_eq!(verdict(&[1.0, 1.1, 0.9, 1.0, 1.0]), Verdict::Larger);
    assert_eq!(verdict(&[1.0, -1.0, 0.5, -0.7, 0.1]), Verdict::Inconclusive);
    assert_eq!(verdict(&[0.0; 5]), Verdict::Inconclusive, "no difference at all is no effect");
}

#[test]
fn values_too_large_to_square_have_no_interval() {
    for compare in [Difference::paired, Difference::unpaired] {
        let difference = compare(&[1e200, -1e300, 1e308, 1e308], &[1.0, 2.0, 3.0, 4.0]).expect("finite values");
        assert_eq!((difference.half_width, difference.p_value), (None, None), "{difference:?}");
    }
}

#[test]
fn without_any_spread_the_means_decide() {
    for compare in [Difference::paired, Difference::unpaired] {
        let of = |value: f64| compare(&[value; 3], &[0.5; 3]).expect("three values each");
        for (value, p_value, verdict) in [(0.5, 1.0, Verdict::Inconclusive), (0.75, 0.0, Verdict::Larger), (0.25, 0.0, Verdict::Smaller)] {
            let difference = of(value);
            assert_eq!((difference.half_width, difference.p_value), (Some(0.0), Some(p_value)), "{difference:?}");
            assert_eq!(difference.verdict(), verdict, "{difference:?}");
        }
    }
}

/// Whether the interval of a simulated experiment contains the true difference of 1.5.
fn covers(difference: Option<Difference>) -> bool {
    let difference = difference.expect("numbers");
    (difference.mean - 1.5).abs() <= difference.half_width.expect("more than one value")
}

/// Values around `mean`.
fn scaled(normals: &[f64], mean: f64, deviation: f64) -> Vec<f64> {
    normals.iter().map(|normal| mean + deviation * normal).collect()
}

#[test]
fn paired_intervals_cover_the_truth_in_95_of_100_experiments() {
    for count in [3, 5, 10] {
        let covered = rate(|experiment| {
            // What both arms of a pair share is larger than the effect, and must cancel.
            let shared = normals(1, experiment, 0, count);
            let apart = normals(1, experiment, 1, count);
            let values: Vec<f64> = shared.iter().zip(apart).map(|(shared, apart)| 1.5 + 9.0 * shared + 0.7 * apart).collect();
            covers(Difference::paired(&values, &scaled(&shared, 0.0, 9.0)))
        });
        println!("paired, n = {count}: {covered}");
        // The interval is exact; 0.01 is 4.6 standard errors of 10,000 experiments.
        assert!((covered - 0.95).abs() < 0.01, "n = {count}: {covered}");
    }
}

#[test]
fn welch_intervals_cover_the_truth_in_95_of_100_experiments() {
    for count in [5, 10] {
        for (deviation, reference_deviation) in [(1.0, 1.0), (2.0, 1.0), (10.0, 1.0)] {
            let covered = rate(|experiment| {
                let values = scaled(&normals(2, experiment, 0, count), 1.5, deviation);
                covers(Difference::unpaired(&values, &scaled(&normals(2, experiment, 1, count), 0.0, reference_deviation)))
            });
            println!("Welch, n = {count}, spreads {deviation} and {reference_deviation}: {covered}");
            // Chance moves it by 0.01 at most, as above; the rest is Welch's approximation, largest for few values of like spread.
            assert!((covered - 0.95).abs() < 0.015, "n = {count}, spreads {deviation} and {reference_deviation}: {covered}");
        }
    }
}

#[test]
fn where_nothing_is_to_be_found_5_of_100_verdicts_are_false() {
    for compare in [Difference::paired, Difference::unpaired] {
        for count in [3, 5, 10] {
            let of = |experiment| compare(&normals(3, experiment, 0, count), &normals(3, experiment, 1, count)).expect("numbers");
            let (smaller, larger) = (rate(|at| of(at).verdict() == Verdict::Smaller), rate(|at| of(at).verdict() == Verdict::Larger));
            let pairing = of(0).pairing;
            println!("{pairing:?}, n = {count}: smaller {smaller}, larger {larger}");
            // 4.6 standard errors of 10,000 experiments. Welch's test of few values errs on the careful side.
            let least = match (pairing, count) {
                (Pairing::Unpaired, 3) => 0.025,
                (Pairing::Unpaired, 5) => 0.03,
                _ => 0.04,
            };
            assert!((least..0.06).contains(&(smaller + larger)), "{pairing:?}, n = {count}: {smaller} + {larger}");
            assert!((smaller - larger).abs() < 0.01, "{pairing:?}, n = {count}: {smaller} and {larger}");
        }
    }
}

#[test]
fn the_interval_leaves_out_zero_where_p_is_below_5_percent() {
    for experiment in 0..1000 {
        let (values, reference) = (normals(4, experiment, 0, 4), normals(4, experiment, 1, 6));
        for difference in [Difference::paired(&values, &reference), Difference::unpaired(&values, &reference)] {
            let difference = difference.expect("numbers");
            let p_value = difference.p_value.expect("more than one value");
            assert_eq!(difference.verdict() == Verdict::Inconclusive, p_value >= 0.05, "{difference:?}");
        }
    }
}
