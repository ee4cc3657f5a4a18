//! Cohorts, evaluation, reports: an experiment as it goes. No clock of its own, no I/O, no web.

mod checkpoint;
mod cohort;
mod early_stopping;
mod evaluation;
mod inspection;
mod report;
mod share;
mod test_time;
mod training_data;

pub use checkpoint::{Checkpoint, Checkpoints, RunCheckpoint};
pub use cohort::Cohort;
pub use inspection::{
    Correlations, HeldWeights, Inspection, MaskDraws, MaskedExample, MaskedLayer, PassSummary, PicturePrediction, Predictions,
};
pub use report::{Diverged, Evaluation, Report, RunResult, Spent, Stopped, TestHits, TestTimeResult};
pub use share::Share;
pub use training_data::{TrainingData, parse_run};
