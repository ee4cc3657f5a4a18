//! The only folder that names burn: MLP of all runs, init, dropout, loss, optimizer, device choice and self-test.

mod device;
mod examples;
mod init;
mod kernels;
mod loss;
mod masks;
mod network;
mod optimizer;
mod probing;
mod self_test;

pub use device::{Backend, Device, DeviceReport};
pub use examples::{DeviceExamples, DeviceLabels};
pub use init::{LayerWeights, initial_weights};
pub use loss::{ExampleScores, Score, ScoreSums};
pub use masks::{Masks, dropout, masked_inputs};
pub use network::{Batch, Gradients, Mode, Network};
pub use optimizer::Sgd;
pub use probing::{HiddenOutputs, ProbeTask};
