//! What the test set leaves open: the numbers of statsmodels and SciPy, and laws of the exact test.

use dropout_lab::stats::{McNemar, accuracy_half_width, test_set_half_width};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{agrees, number, published, whole};

/// Hits of two runs, of which so many only the first has and so many only the second; both share some.
fn runs(only_first: u32, only_second: u32) -> (Vec<bool>, Vec<bool>) {
    let pairs = [((true, false), only_first), ((false, true), only_second), ((true, true), 5), ((false, false), 5)];
    pairs.iter().flat_map(|&(pair, count)| (0..count).map(move |_| pair)).unzip()
}

/// `hits[replicate][example]` under this key, kept as 0 and 1.
fn hits(case: &Value, key: &str) -> Vec<Vec<bool>> {
    let rows: Vec<Vec<u8>> = serde_json::from_value(case[key].clone()).expect("rows of 0 and 1");
    rows.into_iter().map(|row| row.into_iter().map(|hit| hit == 1).collect()).collect()
}

#[test]
fn the_exact_test_of_mcnemar_equals_that_of_statsmodels() {
    for case in published("exact_mcnemar") {
        let (first, second) = runs(whole(&case, "only_first"), whole(&case, "only_second"));
        let found = McNemar::of(&first, &second);
        assert_eq!((found.only_first, found.only_second), (whole(&case, "only_first"), whole(&case, "only_second")));
        agrees(&case.to_string(), found.p_value, number(&case, "p_value"));
    }
}

#[test]
fn half_widths_of_an_accuracy_equal_those_of_statsmodels() {
    for case in published("accuracy") {
        agrees(&case.to_string(), accuracy_half_width(number(&case, "accuracy"), whole(&case, "count")), number(&case, "half_width"));
    }
    assert_eq!(accuracy_half_width(0.5, 0), 1.0, "no example leaves the whole range open");
}

#[test]
fn half_widths_over_test_examples_equal_those_of_scipy() {
    for (at, case) in published("test_set").iter().enumerate() {
        let half_width = test_set_half_width(&hits(case, "hits"), &hits(case, "reference")).expect("many examples");
        agrees(&format!("case {at}"), half_width, number(case, "half_width"));
    }
}

#[test]
fn too_few_examples_and_a_missing_arm_leave_no_interval() {
    let run = |count: usize| vec![vec![true; count]];
    assert_eq!(test_set_half_width(&run(2), &run(2)), Some(0.0));
    assert_eq!(test_set_half_width(&run(1), &run(1)), None);
    assert_eq!(test_set_half_width(&run(0), &run(0)), None);
    assert_eq!(test_set_half_width(&[], &run(2)), None);
    assert_eq!(test_set_half_width(&run(2), &[]), None);
}

proptest! {
    #[test]
    fn which_run_comes_first_does_not_matter(pairs in prop::collection::vec(any::<(bool, bool)>(), 0..60)) {
        let (first, second): (Vec<bool>, Vec<bool>) = pairs.into_iter().unzip();
        let (found, swapped) = (McNemar::of(&first, &second), McNemar::of(&second, &first));
        prop_assert_eq!((found.only_first, found.only_second), (swapped.only_second, swapped.only_first));
        prop_assert_eq!(found.p_value.to_bits(), swapped.p_value.to_bits());
        prop_assert!((0.0..=1.0).contains(&found.p_value), "{:?}", found);
        let (there, back) = (test_set_half_width(std::slice::from_ref(&first), std::slice::from_ref(&second)), test_set_half_width(&[second], &[first]));
        prop_assert_eq!(there.map(f64::to_bits), back.map(f64::to_bits));
    }
}
