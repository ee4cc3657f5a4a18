//! The questions that an experiment may be made to answer.

use serde::Serialize;

/// What a reader of the chapter wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Question {
    /// None of these in particular.
    None,
    /// Does dropout shrink the gap between training and test?
    Gap,
    /// Test accuracy did not improve: is something broken?
    Broken,
    /// Do the swapped probabilities matter, and was it the swap?
    Swap,
    /// How alike are two trainings of the same?
    Alike,
    /// Too little, too much: which drop probability?
    Amount,
    /// What does dropout on the input add?
    Input,
    /// More epochs, with and without dropout?
    Longer,
    /// Why look at the test loss when accuracy is what counts?
    Loss,
    /// Does training go on if it is called again?
    Again,
    /// What does dropout do to the variance of the activations?
    Variance,
    /// Does dropout stabilise training?
    Stable,
    /// Do lazy units learn when the others are dropped?
    Lazy,
    /// Why is there no dropout at test time?
    TestTime,
    /// Is the full capacity used at inference?
    Capacity,
    /// Are the units less alike?
    Units,
    /// Is the network better calibrated?
    Calibrated,
}

impl Question {
    /// Whether its answer rests on all evaluations of the runs, not on the last and the best alone.
    #[must_use]
    pub const fn needs_curves(self) -> bool {
        matches!(self, Self::Stable | Self::Lazy)
    }
}
