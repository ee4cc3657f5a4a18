//! Cohorts, evaluation, reports: an experiment as it goes. No clock of its own, no I/O, no web.

mod cohort;
mod early_stopping;
mod evaluation;
mod report;
mod share;
mod training_data;

pub use cohort::Cohort;
pub use report::{Diverged, Evaluation, Report, RunResult, Spent, Stopped, TestHits, TestTimeResult};
pub use share::Share;
pub use training_data::{TrainingData, parse_run};
