//! Lazy units: hidden units that start near zero.

use core::fmt;

use serde::Serialize;

/// How many units of each hidden layer start lazy, and how near to zero; in the link `count:factor`, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Lazy {
    /// The first so many units of each hidden layer; in a narrower layer all of them.
    pub units: u32,
    /// What the initial weights into and out of them are multiplied by, biases included; weights from one to another once.
    pub factor: f64,
}

impl Lazy {
    /// No unit is lazy.
    pub const NONE: Self = Self { units: 0, factor: 1.0 };
}

impl fmt::Display for Lazy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::NONE { Ok(()) } else { write!(f, "{}:{}", self.units, self.factor) }
    }
}
