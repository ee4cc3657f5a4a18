//! The start-up test of a GPU: a few small training steps there against the same steps on the CPU.

use super::device::Device;
use super::{Batch, DeviceExamples, DeviceLabels, Masks, Network, ScoreSums, Sgd};
use crate::dataset::synthetic;
use crate::spec::{CLASSES, DropProbs, Init, Lazy, PIXELS};

/// Largest difference of loss or accuracy that is still agreement.
const TOLERANCE: f64 = 1e-3;
/// Steps of the test.
const STEPS: u32 = 3;
/// Examples of the test, all in every batch.
const EXAMPLES: u32 = 32;

/// Whether a GPU computes as the CPU does.
///
/// # Errors
/// What differed, or why the GPU did not answer.
pub(super) async fn self_test(gpu: &Device) -> Result<(), String> {
    let expected = train(&Device::cpu()).await?;
    let found = train(gpu).await?;
    for (at, (found, expected)) in found.iter().zip(&expected).enumerate() {
        let difference = (found - expected).abs();
        if difference.is_nan() || difference > TOLERANCE {
            return Err(format!("loss {at}: found {found}, the CPU found {expected}"));
        }
    }
    Ok(())
}

async fn train(device: &Device) -> Result<Vec<f64>, String> {
    let data = synthetic(0, EXAMPLES);
    let examples = DeviceExamples::new(&data, device);
    let labels = DeviceLabels::shared(&data.labels, device);
    let drops = [[0.0, 0.0], [0.2, 0.3]].map(|probs| DropProbs::clamped(&probs).expect("these are numbers"));
    let masks = Masks::new(&[1, 1], &[&drops[0], &drops[1]], device);
    let sgd = Sgd { lr: 0.1, momentum: 0.5, weight_decay: 0.01 };
    let indices: Vec<u32> = (0..EXAMPLES).chain(0..EXAMPLES).collect();
    let batch = Batch { examples: &examples, labels: &labels, indices: &indices };
    let mut network = Network::new(&[PIXELS, 16, CLASSES], Init::Default, Lazy::NONE, &[1, 1], device);
    let mut batch_scores = None;
    for step in 0..STEPS {
        let (gradients, scores) = network.gradients(batch, &masks, step, batch_scores.take());
        network.step(sgd, gradients);
        batch_scores = Some(scores);
    }
    let scores = network.score(&examples, &labels, 0, EXAMPLES);
    let batch_sums = batch_scores.map(|scores| (vec![scores.sums()], STEPS * EXAMPLES));
    let groups = [(vec![scores.sums()], EXAMPLES)].into_iter().chain(batch_sums);
    let scores = ScoreSums::read(groups.collect()).await?;
    Ok(scores.iter().flatten().map(|score| score.loss).collect())
}
