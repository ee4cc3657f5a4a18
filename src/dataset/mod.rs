//! Bytes -> examples: IDX, the synthetic set, batch order, label noise. No fetching, no tensors.

pub mod fashion_mnist;
mod idx;
mod label_noise;
mod order;
mod synthetic;

pub use idx::{Examples, IdxError, MAX_EXAMPLES, MAX_FILE_BYTES};
pub use label_noise::noisy_labels;
pub use order::epoch_order;
pub use synthetic::synthetic;
