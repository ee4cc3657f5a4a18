//! The map: a lab that finds out by experiment what dropout does. A file imports only from its own or a lower floor.
//!
//! F0 `spec`, `random`, `stats` · F1 `dataset`, `probes`, `predictions`, `effects`, `claim`, `lesson`, `records`, `code` · F2 `model` · F3 `experiment` ·
//! F4 `wasm`, `bin`.

pub mod claim;
pub mod code;
pub mod dataset;
pub mod effects;
#[cfg(feature = "training")]
pub mod experiment;
pub mod lesson;
#[cfg(feature = "training")]
pub mod model;
pub mod predictions;
pub mod probes;
pub mod random;
pub mod records;
pub mod spec;
pub mod stats;
#[cfg(feature = "web")]
mod wasm;
