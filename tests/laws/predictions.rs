//! What probabilities tell: known answers, the numbers of scikit-learn and SciPy, and laws of calibration and of averaged passes.

use dropout_lab::predictions::{CALIBRATION_BINS, Ensemble, accuracy, calibration, confusion, entropies, loss, mean_confidence};
use dropout_lab::random::{Row, Stream};
use dropout_lab::spec::CLASSES;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{list, number};

/// The kept probabilities are whole numbers of this.
const PARTS: f32 = 4096.0;

/// The cases of one part of what scikit-learn and SciPy say, kept by `tests/oracle/predictions.py`.
fn published(part: &str) -> Vec<Value> {
    let kept: Value = serde_json::from_str(include_str!("../oracle/predictions.json")).expect("the kept numbers are JSON");
    kept[part].as_array().filter(|cases| !cases.is_empty()).expect("a list of cases").clone()
}

fn probabilities(parts: &Value) -> Vec<f32> {
    let parts: Vec<u16> = serde_json::from_value(parts.clone()).expect("small whole numbers");
    parts.into_iter().map(|part| f32::from(part) / PARTS).collect()
}

fn labels(case: &Value) -> Vec<u8> {
    serde_json::from_value(case["labels"].clone()).expect("classes")
}

/// Equal but for what the order of a sum in `f64` may change.
fn agrees(what: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{what}: found {found}, expected {expected}");
}

/// Equal but for rounding to `f32`.
fn all_agree(what: &str, found: &[f32], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (&found, &expected) in found.iter().zip(expected) {
        assert!((f64::from(found) - expected).abs() <= 1e-6, "{what}: found {found}, expected {expected}");
    }
}

/// An example that is told to be `class` with this probability, the rest spread over the other classes.
fn sure(class: usize, probability: f32) -> [f32; CLASSES] {
    let mut row = [(1.0 - probability) / 9.0; CLASSES];
    row[class] = probability;
    row
}

#[test]
fn known_answers() {
    let rows = [sure(3, 0.5), sure(0, 1.0), [0.1; CLASSES]].concat();
    let of = [3, 7, 0];
    agrees("accuracy", accuracy(&rows, &of), 2.0 / 3.0);
    assert_eq!(accuracy(&[0.1; CLASSES], &[1]), 0.0, "of several largest the first counts");
    // The second example gave its label no chance at all, which counts as the smallest normal f32, 2^-126.
    agrees("loss", loss(&rows, &of), (2.0_f64.ln() + 126.0 * 2.0_f64.ln() - f64::from(0.1_f32).ln()) / 3.0);
    agrees("confidence", mean_confidence(&rows), (0.5 + 1.0 + f64::from(0.1_f32)) / 3.0);
    all_agree("entropies", &entropies(&rows), &[0.5 * 2.0_f64.ln() + 0.5 * 18.0_f64.ln(), 0.0, 10.0_f64.ln()]);
    let confusion = confusion(&rows, &of);
    let at = |label: usize, told: usize| confusion[label * CLASSES + told];
    assert_eq!((at(3, 3), at(7, 0), at(0, 0), confusion.iter().sum::<u32>()), (1, 1, 1, 3));
}

#[test]
fn bins_are_open_below_and_closed_above() {
    // 0.2 is the end of the third of 15 bins; as f32 it lies a hair above. 0.5 lies in the middle of the eighth.
    let rows = [sure(1, 0.2_f32.next_down()), sure(1, 0.2), sure(2, 0.5), sure(2, 1.0)].concat();
    let found = calibration(&rows, &[1, 1, 0, 2]);
    let counts: Vec<u32> = found.bins.iter().map(|bin| bin.count).collect();
    assert_eq!(counts, [0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!((found.bins[7].confidence, found.bins[7].accuracy), (0.5, 0.0));
    assert_eq!((found.bins[0].confidence, found.bins[0].accuracy), (0.0, 0.0), "an empty bin");
    assert_eq!((found.bins[0].lower, found.bins[CALIBRATION_BINS - 1].upper), (0.0, 1.0));
    assert!(found.bins.windows(2).all(|pair| pair[0].upper == pair[1].lower), "{found:?}");
    assert!((found.error - (0.8 + 0.8 + 0.5 + 0.0) / 4.0).abs() < 1e-7, "{found:?}");
}

#[test]
fn single_predictions_are_judged_as_by_scikit_learn_and_scipy() {
    for (at, case) in published("told").iter().enumerate() {
        let (rows, labels) = (probabilities(&case["parts"]), labels(case));
        agrees(&format!("{at}, accuracy"), accuracy(&rows, &labels), number(case, "accuracy"));
        agrees(&format!("{at}, loss"), loss(&rows, &labels), number(case, "loss"));
        agrees(&format!("{at}, confidence"), mean_confidence(&rows), number(case, "mean_confidence"));
        agrees(&format!("{at}, calibration"), calibration(&rows, &labels).error, number(case, "calibration_error"));
        all_agree(&format!("{at}, entropies"), &entropies(&rows), &list(case, "entropies"));
        let counts: Vec<u32> = serde_json::from_value(case["confusion"].clone()).expect("counts");
        assert_eq!(confusion(&rows, &labels), counts, "{at}");
    }
}

#[test]
fn averaged_passes_are_judged_as_by_scikit_learn_and_scipy() {
    for (at, case) in published("passes").iter().enumerate() {
        let passes: Vec<Vec<f32>> = case["passes"].as_array().expect("passes").iter().map(probabilities).collect();
        let mut ensemble = Ensemble::new(labels(case));
        passes.iter().for_each(|pass| ensemble.add(pass));
        assert_eq!(ensemble.passes() as usize, passes.len());
        let found = [
            ("accuracy", ensemble.accuracy()),
            ("loss", ensemble.loss()),
            ("one_pass_accuracy", ensemble.one_pass_accuracy()),
            ("one_pass_loss", ensemble.one_pass_loss()),
            ("standard_error", ensemble.standard_error().expect("several passes")),
            ("changed_fraction", ensemble.changed_fraction()),
        ];
        found.into_iter().for_each(|(key, found)| agrees(&format!("{at}, {key}"), found, number(case, key)));
        all_agree(&format!("{at}, entropies"), &ensemble.entropies(), &list(case, "entropies"));
        all_agree(&format!("{at}, informations"), &ensemble.informations(), &list(case, "informations"));
    }
}

#[test]
fn passes_that_disagree_are_informative_and_passes_that_agree_are_not() {
    let mut apart = Ensemble::new(vec![0]);
    apart.add(&sure(0, 1.0));
    assert_eq!((apart.standard_error(), apart.changed_fraction()), (None, 0.0), "one pass");
    apart.add(&sure(1, 1.0));
    all_agree("two sure passes apart", &apart.informations(), &[2.0_f64.ln()]);
    assert_eq!((apart.changed_fraction(), apart.accuracy(), apart.one_pass_accuracy()), (1.0, 1.0, 0.5));
    agrees("their loss", apart.loss(), 2.0_f64.ln());
    agrees("their standard error", apart.standard_error().expect("two passes"), 0.5);
    let row = sure(4, 0.3);
    let mut alike = Ensemble::new(vec![4]);
    (0..5).for_each(|_| alike.add(&row));
    // The mean of five equal numbers may differ from them in the last digit.
    assert!(alike.informations()[0] < 1e-9 && alike.standard_error().expect("five passes") < 1e-12, "{alike:?}");
    assert_eq!(alike.changed_fraction(), 0.0);
    agrees("their loss", alike.loss(), loss(&row, &[4]));
}

#[test]
fn before_the_first_pass_nothing_is_told() {
    let none = Ensemble::new(vec![0, 1]);
    let means = [none.accuracy(), none.loss(), none.one_pass_accuracy(), none.one_pass_loss(), none.changed_fraction()];
    assert!(means.iter().all(|mean| mean.is_nan()) && none.standard_error().is_none(), "{means:?}");
}

/// One pass over `count` examples, independent of every other: a uniform number is the probability of each example's label.
fn independent_pass(pass: u32, count: u32) -> Vec<f32> {
    let row = Row { seed: 5, stream: Stream::Synthetic, step: pass, row: 0 };
    #[expect(clippy::cast_possible_truncation, reason = "a uniform number as f32 is still one")]
    (0..count).flat_map(|example| sure(0, row.uniform(example) as f32)).collect()
}

#[test]
fn the_standard_error_falls_as_the_root_of_independent_passes() {
    const COUNT: u32 = 2000;
    let mut ensemble = Ensemble::new(vec![0; COUNT as usize]);
    for passes in 1..=64_u32 {
        ensemble.add(&independent_pass(passes, COUNT));
        if [4, 16, 64].contains(&passes) {
            // A uniform number has a standard deviation of sqrt(1/12). Estimated from k numbers it comes out smaller on average, by
            // a share of about (1.8 - (k - 3) / (k - 1)) / 8 k: 4.6% for k = 4, 0.7% for k = 16.
            let expected = (1.0 / 12.0 / f64::from(passes)).sqrt();
            let found = ensemble.standard_error().expect("several passes");
            let least = if passes == 4 { 0.94 } else { 0.985 };
            // The mean over 2000 examples has a standard error of 0.7% at k = 4, and less after.
            assert!((least..1.015).contains(&(found / expected)), "{passes} passes: {found}, expected about {expected}");
        }
    }
}

#[test]
fn a_network_that_is_right_as_often_as_it_is_sure_is_calibrated() {
    // 64 examples told with probability k / 64, of which k are right, for several k.
    let mut rows = Vec::new();
    let mut labels = Vec::new();
    for right in [16_u8, 32, 48, 64] {
        for example in 0..64 {
            rows.extend(sure(5, f32::from(right) / 64.0));
            labels.push(if example < right { 5 } else { 6 });
        }
    }
    let found = calibration(&rows, &labels);
    assert!(found.error < 1e-12, "{found:?}");
    let too_sure: Vec<f32> = rows.chunks_exact(CLASSES).flat_map(|_| sure(5, 1.0)).collect();
    agrees("always sure", calibration(&too_sure, &labels).error, 1.0 - 0.625);
}

/// Some rows of probabilities and a label for each.
fn rows() -> impl Strategy<Value = (Vec<f32>, Vec<u8>)> {
    let row = proptest::collection::vec(0.0_f32..1.0, CLASSES).prop_map(|row| {
        let sum = row.iter().sum::<f32>().max(1e-6);
        row.into_iter().map(move |value| value / sum).collect::<Vec<f32>>()
    });
    proptest::collection::vec((row, 0..10_u8), 1..30).prop_map(|examples| {
        let (rows, labels): (Vec<Vec<f32>>, Vec<u8>) = examples.into_iter().unzip();
        (rows.concat(), labels)
    })
}

proptest! {
    #[test]
    fn every_example_is_counted_once((rows, labels) in rows()) {
        let count = u32::try_from(labels.len()).expect("few");
        let counts = confusion(&rows, &labels);
        prop_assert_eq!(counts.iter().sum::<u32>(), count);
        let right: u32 = (0..CLASSES).map(|class| counts[class * CLASSES + class]).sum();
        prop_assert!((accuracy(&rows, &labels) - f64::from(right) / f64::from(count)).abs() < 1e-12);
        let found = calibration(&rows, &labels);
        prop_assert_eq!(found.bins.iter().map(|bin| bin.count).sum::<u32>(), count);
        prop_assert!((0.0..=1.0).contains(&found.error));
        prop_assert!(found.bins.iter().all(|bin| bin.count == 0 || (bin.lower - 1e-6..=bin.upper + 1e-6).contains(&bin.confidence)));
    }

    #[test]
    fn mutual_information_is_not_negative_and_below_the_entropy((rows, labels) in rows(), turn in 0..10_usize) {
        let mut ensemble = Ensemble::new(labels.clone());
        ensemble.add(&rows);
        // A second pass that tells something else: the same probabilities with their classes turned round.
        let turned: Vec<f32> = rows.chunks_exact(CLASSES).flat_map(|row| [&row[turn..], &row[..turn]].concat()).collect();
        ensemble.add(&turned);
        for (information, entropy) in ensemble.informations().into_iter().zip(ensemble.entropies()) {
            prop_assert!(information >= 0.0 && information <= entropy, "{information}, {entropy}");
        }
    }
}
