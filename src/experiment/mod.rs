//! Cohorts, evaluation, reports: an experiment as it goes. No clock, no I/O, no web.

mod cohort;
mod evaluation;
mod report;
mod share;
mod training_data;

pub use cohort::Cohort;
pub use report::{Diverged, Evaluation, Report, RunResult};
pub use share::Share;
pub use training_data::{TrainingData, parse_run};
