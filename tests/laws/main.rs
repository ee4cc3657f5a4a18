//! The laws of the core, one in each file.

mod answers;
mod arms;
mod batch_measures;
mod chance;
mod cohort;
mod dropout;
mod early_stopping;
mod effects;
mod gpu;
mod gradients;
mod idx;
mod intervals;
mod labels_and_order;
mod learning;
mod link;
mod multiple;
mod oracle;
mod pooling;
mod power;
mod predictions;
mod random;
mod schedule;
mod support;
mod terminal;
mod test_hits;
mod test_set;
