//! Random numbers: Philox4x32-10 as published, streams apart, distributions right.

use dropout_lab::random::{Row, Stream, drop_threshold, philox4x32};

/// Known answers of the authors' library Random123, file `kat_vectors`: counter, key, result.
const KNOWN: [([u32; 4], [u32; 2], [u32; 4]); 3] = [
    ([0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
    ([u32::MAX; 4], [u32::MAX; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
    (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
        [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
    ),
];

#[test]
fn philox_gives_the_published_answers() {
    for (counter, key, expected) in KNOWN {
        assert_eq!(philox4x32(counter, key), expected, "counter {counter:x?}, key {key:x?}");
    }
}

#[test]
fn every_part_of_the_address_matters() {
    let here = Row { seed: 1, stream: Stream::Mask(1), step: 2, row: 3 };
    let others = [
        Row { seed: 2, ..here },
        Row { stream: Stream::Mask(2), ..here },
        Row { stream: Stream::Weights(1), ..here },
        Row { step: 3, ..here },
        Row { row: 4, ..here },
    ];
    for other in others {
        assert_ne!(here.quad(0), other.quad(0), "{other:?} must not repeat {here:?}");
    }
    assert_ne!(here.bits(0), here.bits(1), "units differ");
}

#[test]
fn normal_numbers_have_mean_zero_and_variance_one() {
    let row = |row| Row { seed: 5, stream: Stream::Weights(0), step: 0, row };
    let values: Vec<f64> = (0..200).flat_map(|r| (0..100).map(move |unit| row(r).normal(unit))).collect();
    let n = 20_000.0;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
    let fourth = values.iter().map(|value| value.powi(4)).sum::<f64>() / n;
    // Standard errors at n = 20,000: mean 0.0071, variance 0.01, fourth moment 0.069; bounds at five of them.
    assert!(mean.abs() < 0.036, "mean {mean}");
    assert!((variance - 1.0).abs() < 0.05, "variance {variance}");
    assert!((fourth - 3.0).abs() < 0.35, "fourth moment {fourth}");
}

#[test]
fn thresholds_say_u_below_drop_prob() {
    assert_eq!(drop_threshold(0.0), 0, "nothing lies below zero");
    assert_eq!(drop_threshold(0.5), 1 << 31);
    for drop_prob in [0.1, 0.3, 0.8, 0.99] {
        let threshold = f64::from(drop_threshold(drop_prob));
        let bits = drop_prob * 4_294_967_296.0;
        assert!(bits <= threshold && threshold < bits + 1.0, "drop_prob {drop_prob}: {threshold}");
    }
}

#[test]
fn numbers_below_a_bound_are_all_met() {
    let row = Row { seed: 9, stream: Stream::Order, step: 0, row: 0 };
    let mut counts = [0_u32; 9];
    (0..9000).for_each(|unit| counts[row.below(unit, 9) as usize] += 1);
    // Each is binomial with mean 1000 and standard deviation 30.
    assert!(counts.iter().all(|count| count.abs_diff(1000) < 150), "{counts:?}");
}
