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
}
