//! The laws of the core, one in each file.

mod batch_measures;
mod cohort;
mod dropout;
mod early_stopping;
mod gpu;
mod gradients;
mod idx;
mod labels_and_order;
mod learning;
mod link;
mod oracle;
mod random;
mod schedule;
mod stats;
mod support;
mod terminal;
mod test_hits;
