//! Power and the replicates an effect takes: the numbers of statsmodels, and four of five simulated experiments find the effect.

use dropout_lab::stats::{Difference, MOST_REPLICATES, POWER, Pairing, Verdict, power, replicates_needed};
use serde_json::Value;

use crate::support::{agrees, normals, number, published, rate, whole};

fn pairing(case: &Value) -> Pairing {
    if case["pairing"] == "paired" { Pairing::Paired } else { Pairing::Unpaired }
}

#[test]
fn power_equals_that_of_statsmodels() {
    for case in published("power") {
        let (effect, replicates) = (number(&case, "effect"), whole(&case, "replicates"));
        // Neither the unit nor the sign changes anything.
        for unit in [1.0, -0.01] {
            agrees(&case.to_string(), power(pairing(&case), unit * effect, unit.abs(), replicates), number(&case, "power"));
        }
    }
}

#[test]
fn replicates_needed_are_those_of_statsmodels() {
    for case in published("sample_size") {
        let needed = replicates_needed(pairing(&case), -0.01 * number(&case, "effect"), 0.01);
        assert_eq!(needed, Some(whole(&case, "replicates")), "{case}");
    }
}

#[test]
fn the_fewest_replicates_that_suffice_are_asked_for() {
    for pairing in [Pairing::Paired, Pairing::Unpaired] {
        for step in 0..100 {
            // Effects from 0.03 to 30 standard deviations.
            let effect = 0.03 * 10_f64.powf(0.03 * f64::from(step));
            let needed = replicates_needed(pairing, effect, 1.0).expect("at most 8,723");
            assert!(power(pairing, effect, 1.0, needed) >= POWER, "{pairing:?}, {effect}: {needed}");
            assert!(needed == 2 || power(pairing, effect, 1.0, needed - 1) < POWER, "{pairing:?}, {effect}: {needed}");
        }
    }
}

/// What rounding may do to a power; quantiles with thousands of degrees of freedom are exact to a few 1e-12.
const ROUNDING: f64 = 1e-10;

#[test]
fn power_rises_with_the_effect_and_the_replicates_and_stays_a_probability() {
    for pairing in [Pairing::Paired, Pairing::Unpaired] {
        for count in [2, 3, 5, 10, 100, 10_000] {
            let mut before = 0.05 - ROUNDING;
            for effect in [0.0, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 70.0, 1e3, 1e300] {
                let found = power(pairing, effect, 1.0, count);
                assert!(
                    found >= before - ROUNDING && found <= 1.0 + ROUNDING,
                    "{pairing:?}, n = {count}, {effect}: {found} after {before}"
                );
                assert!(power(pairing, effect, 1.0, count + 1) >= found - ROUNDING, "{pairing:?}, n = {count}, {effect}");
                before = found;
            }
        }
    }
}

#[test]
fn effects_out_of_reach_and_effects_without_spread_have_plain_answers() {
    for pairing in [Pairing::Paired, Pairing::Unpaired] {
        assert_eq!(replicates_needed(pairing, 0.0, 1.0), None, "there is nothing to find");
        assert_eq!(replicates_needed(pairing, 0.0, 0.0), None, "there is nothing to find");
        assert_eq!(replicates_needed(pairing, 1e-9, 1.0), None, "more than {MOST_REPLICATES}");
        assert_eq!(replicates_needed(pairing, f64::NAN, 1.0), None);
        assert_eq!(replicates_needed(pairing, 1.0, f64::INFINITY), None);
        assert_eq!(replicates_needed(pairing, 1e-9, 0.0), Some(2), "without spread any interval is exact");
        assert_eq!(replicates_needed(pairing, 1e300, 1e-300), Some(2));
        assert_eq!((power(pairing, 0.1, 0.0, 2), power(pairing, 0.0, 0.0, 2), power(pairing, 0.1, 0.0, 1)), (1.0, 0.0, 0.0));
    }
}

#[test]
fn four_of_five_experiments_with_the_replicates_asked_for_find_a_planted_effect() {
    for (pairing, effects) in [(Pairing::Paired, [2.2, 1.18, 0.73, 0.497]), (Pairing::Unpaired, [1.75, 1.08, 0.71, 0.49])] {
        for (law, (effect, expected)) in (10..).zip(effects.into_iter().zip([4, 8, 17, 34])) {
            let needed = replicates_needed(pairing, effect, 1.0).expect("few");
            assert_eq!(needed, expected, "{pairing:?}, effect {effect}");
            let found = rate(|experiment| {
                let values = normals(law, experiment, 0, needed);
                // The effect is in standard deviations of one difference: sqrt(2) times that of a value.
                let values: Vec<f64> = values.iter().map(|value| value + effect * 2_f64.sqrt()).collect();
                let reference = normals(law, experiment, 1, needed);
                let difference = match pairing {
                    Pairing::Paired => Difference::paired(&values, &reference),
                    Pairing::Unpaired => Difference::unpaired(&values, &reference),
                };
                difference.expect("numbers").verdict() == Verdict::Larger
            });
            let promised = power(pairing, effect, 1.0, needed);
            println!("{pairing:?}, effect {effect}, n = {needed}: {found}, formula {promised}");
            // The standard error of 10,000 experiments is 0.004.
            assert!((found - POWER).abs() < 0.05, "{pairing:?}, effect {effect}, n = {needed}: {found}");
            // 0.016 is four standard errors. Welch's test has to estimate its degrees of freedom, and of four values finds less.
            let bound = if pairing == Pairing::Unpaired && needed == 4 { 0.06 } else { 0.016 };
            assert!((found - promised).abs() < bound, "{pairing:?}, effect {effect}, n = {needed}: {found}, not {promised}");
        }
    }
}

#[test]
fn of_very_few_unpaired_values_welch_finds_less_than_the_formula_says() {
    // Where the formula says about 0.8, the documentation of `power` says by how much; 0.016 are four standard errors.
    for (count, effect, least, most) in [(2, 4.0, 0.3, 0.34), (3, 2.0, 0.09, 0.13), (4, 1.75, 0.03, 0.06), (5, 1.5, 0.01, 0.04)] {
        let found = rate(|experiment| {
            let values: Vec<f64> = normals(20, experiment, 0, count).iter().map(|value| value + effect * 2_f64.sqrt()).collect();
            let difference = Difference::unpaired(&values, &normals(20, experiment, 1, count));
            difference.expect("numbers").verdict() == Verdict::Larger
        });
        let missing = power(Pairing::Unpaired, effect, 1.0, count) - found;
        println!("unpaired, n = {count}, effect {effect}: {missing} below the formula");
        assert!((least..most).contains(&missing), "n = {count}: {missing}");
    }
}
