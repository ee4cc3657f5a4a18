//! The synthetic set: generated images that can be learned and overfitted, for where no data can be had.
//!
//! Each class has a smooth pattern. An example shows a share of its own class's pattern, a share of some other one's, and
//! noise in every pixel. Where the other share is the larger one the label cannot be told, only learned by heart.

use super::Examples;
use crate::random::{Row, Stream};
use crate::spec::{CLASSES, PIXELS};

/// Seed of the patterns and examples: the same set for everybody.
const SEED: u32 = 20_141_929;
/// Rows and columns of an image.
const SIDE: u32 = 28;
/// Bumps that make up a pattern.
const BUMPS: u32 = 6;
/// Grey value without any pattern.
const GREY: f64 = 20.0;
/// Strength of a pattern shown in full, in grey values.
const PATTERN: f64 = 120.0;
/// Range of the noise in each pixel, in grey values.
const NOISE: f64 = 120.0;

/// The examples `first .. first + count` of the endless synthetic set.
#[must_use]
pub fn synthetic(first: u32, count: u32) -> Examples {
    let patterns: Vec<Vec<f64>> = (0..).take(CLASSES).map(pattern).collect();
    let mut examples = Examples::default();
    for example in first..first + count {
        let row = Row { seed: SEED, stream: Stream::Synthetic, step: 1, row: example };
        let classes = u32::try_from(CLASSES).expect("there are ten classes");
        let label = row.below(0, classes);
        let other = (label + 1 + row.below(1, classes - 1)) % classes;
        let (own, other) = (&patterns[label as usize], &patterns[other as usize]);
        let noise = Row { step: 2, ..row };
        let own_share = 0.4 + 0.6 * row.uniform(2);
        let other_share = 0.9 * row.uniform(3);
        for (noise, (own, other)) in noise.uniforms().zip(own.iter().zip(other)) {
            let value = GREY + PATTERN * (own_share * own + other_share * other) + NOISE * (noise - 0.5);
            examples.pixels.push(to_byte(value));
        }
        examples.labels.push(u8::try_from(label).expect("there are ten classes"));
    }
    examples
}

/// A pattern of bumps of both signs, with values of about unit size.
fn pattern(class: u32) -> Vec<f64> {
    let row = Row { seed: SEED, stream: Stream::Synthetic, step: 0, row: class };
    let side = f64::from(SIDE);
    let bumps: Vec<[f64; 4]> = (0..BUMPS)
        .map(|bump| {
            let sign = if bump % 2 == 0 { 1.0 } else { -1.0 };
            [row.uniform(4 * bump) * side, row.uniform(4 * bump + 1) * side, 2.0 + 3.0 * row.uniform(4 * bump + 2), sign]
        })
        .collect();
    let pixels = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (f64::from(x), f64::from(y))));
    let values = pixels.map(|(x, y)| {
        let height = |[cx, cy, width, sign]: &[f64; 4]| sign * libm::exp(-((x - cx).powi(2) + (y - cy).powi(2)) / (2.0 * width * width));
        bumps.iter().map(height).sum::<f64>()
    });
    let values: Vec<f64> = values.collect();
    debug_assert_eq!(values.len(), PIXELS, "a pattern has as many values as an image pixels");
    values
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte first")]
fn to_byte(value: f64) -> u8 {
    value.clamp(0.0, 255.0) as u8
}
