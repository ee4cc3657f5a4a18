//! Several tests at once: Holm's adjusted p-values are those of statsmodels, keep the order and never fall below the raw ones.

use dropout_lab::stats::holm;
use proptest::prelude::*;

use crate::support::{agrees, list, published};

#[test]
fn adjusted_p_values_equal_those_of_statsmodels() {
    for case in published("adjusted") {
        let p_values: Vec<Option<f64>> = list(&case, "p_values").into_iter().map(Some).collect();
        for (found, expected) in holm(&p_values).into_iter().zip(list(&case, "adjusted")) {
            agrees(&case.to_string(), found.expect("every test was made"), expected);
        }
    }
}

#[test]
fn a_test_that_could_not_be_made_is_no_part_of_the_family() {
    assert_eq!(holm(&[None, Some(0.03), None]), [None, Some(0.03), None]);
    assert_eq!(holm(&[]), []);
}

proptest! {
    #[test]
    fn adjusting_keeps_the_order_and_never_lowers_a_p_value(
        p_values in prop::collection::vec(prop::option::of(0.0..=1.0_f64), 0..12)
    ) {
        let adjusted = holm(&p_values);
        prop_assert_eq!(adjusted.len(), p_values.len());
        let made: Vec<(f64, f64)> = p_values.iter().zip(&adjusted).filter_map(|(raw, found)| (*raw).zip(*found)).collect();
        prop_assert_eq!(made.len(), p_values.iter().flatten().count(), "a value for each test that was made");
        for (raw, found) in &made {
            prop_assert!(raw <= found && *found <= 1.0, "{} became {}", raw, found);
            for (other, other_found) in &made {
                prop_assert!(raw > other || found <= other_found, "{} and {} changed places", raw, other);
            }
        }
    }
}
