//! The order of the examples: a fresh permutation for each epoch of each replicate.

use crate::random::{Row, Stream};

/// The permutation of `0..count` that epoch `epoch` uses under `seed`, by the shuffle of Fisher and Yates.
#[must_use]
pub fn epoch_order(seed: u32, epoch: u32, count: u32) -> Vec<u32> {
    let row = Row { seed, stream: Stream::Order, step: epoch, row: 0 };
    let mut order: Vec<u32> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last as usize, row.below(last, last + 1) as usize);
    }
    order
}
