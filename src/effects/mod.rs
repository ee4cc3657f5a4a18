//! What the arms' measurements say: effects against the reference arm with their intervals, in sentences. No training, no web.

mod answers;
mod batch_picture;
mod comparison;
mod measure;
mod test_set;
mod words;

pub use answers::answer;
pub use batch_picture::batch_picture;
pub use comparison::{ArmEffects, At, Comparison, Dot, Effect, Effects, effects};
pub use measure::{Measure, Measured};
pub use test_set::{Hits, PairOfRuns, TestSetEffect, test_set_effects};
