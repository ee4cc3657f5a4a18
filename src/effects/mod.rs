//! What the arms' measurements say: effects against the reference arm with their intervals, in sentences. No training, no web.

mod answers;
mod batch_picture;
mod best;
mod comparison;
mod findings;
mod inside_answers;
mod lazy_answer;
mod measure;
mod prediction;
mod test_set;
mod test_time_answers;
mod words;

pub use answers::answer;
pub use batch_picture::batch_picture;
pub use best::best_of_others;
pub use comparison::{ArmEffects, At, Comparison, Dot, Effect, Effects, effects};
pub use measure::{Measure, Measured};
pub use prediction::{Guess, Judged, Outcome, Prediction, PredictionKind, Quantity, outcome};
pub use test_set::{Hits, PairOfRuns, TestSetEffect, test_set_effects};
