//! The laws of the core, one in each file.

mod batch_measures;
mod cohort;
mod dropout;
mod early_stopping;
mod gpu;
mod gradients;
mod idx;
mod intervals;
mod labels_and_order;
mod learning;
mod link;
mod multiple;
mod oracle;
mod power;
mod random;
mod schedule;
mod support;
mod terminal;
mod test_set;
mod test_hits;
