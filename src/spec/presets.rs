//! The presets: named links.

use serde::Serialize;

/// A named link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// One sentence: what there is to see.
    pub about: &'static str,
    /// Its link.
    pub link: &'static str,
}

/// The presets, the default first.
pub const PRESETS: &[Preset] = &[
    Preset { name: "Small data", about: "Few examples, five replicates: overfitting and its cure within seconds.", link: "v=1" },
    Preset {
        name: "D2L today",
        about: "The chapter's current setting: 0.5/0.5, learning rate 0.1, 10 epochs, all 60,000 examples.",
        link: "v=1&train=60000&test=10000&drop=0,0.5,0.5&lr=0.1&batch=256&epochs=10",
    },
    Preset {
        name: "D2L before 2021",
        about: "The chapter's older setting: 0.2/0.5, learning rate 0.5, weights from a normal distribution.",
        link: "v=1&train=60000&test=10000&drop=0,0.2,0.5&lr=0.5&batch=256&epochs=10&init=normal",
    },
    Preset {
        name: "No dropout at all",
        about: "Both arms without dropout: their curves must coincide, or the comparison would be unfair.",
        link: "v=1&drop=0,0,0",
    },
];
