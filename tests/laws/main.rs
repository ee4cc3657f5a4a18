//! The laws of the core, one in each file.

mod cohort;
mod dropout;
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
