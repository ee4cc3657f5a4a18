//! What cross-entropy tells of examples: loss and hit of each, their sums, and how they are read back from the device.

use burn::prelude::*;

use super::device::{Backend, Device};
use super::kernels;
use super::network::read;

/// Loss and accuracy of one run on some examples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Mean cross-entropy, in nats.
    pub loss: f64,
    /// Fraction of examples whose largest logit is the label's.
    pub accuracy: f64,
}

/// Loss and hit of each example, or the sums of these at each place of some batches; still on the device.
#[derive(Clone, Debug)]
pub struct ExampleScores {
    /// `[runs, count, 2]`.
    values: Tensor<3>,
    on_gpu: bool,
}

/// Sums of loss and hits of each run, `[runs, 2]`, still on the device.
#[derive(Clone, Debug)]
pub struct ScoreSums(Tensor<2>);

impl ExampleScores {
    /// Examples in one part of an evaluation.
    pub const PART: u32 = 500;

    pub(super) fn new(values: Tensor<3>, on_gpu: bool) -> Self {
        Self { values, on_gpu }
    }

    pub(super) fn into_values(self) -> Tensor<3> {
        self.values
    }

    /// The sums over all examples.
    #[must_use]
    pub fn sums(&self) -> ScoreSums {
        ScoreSums(kernels::sum_scores(self.values.clone(), self.on_gpu))
    }

    /// Keeps only the runs at these positions.
    #[must_use]
    pub fn retained(self, positions: &[u32]) -> Self {
        let picked = kernels::upload(positions, &self.values.device());
        Self { values: self.values.select(0, picked), on_gpu: self.on_gpu }
    }

    /// The numbers of each run, place by place, in one read.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn read(&self) -> Result<Vec<Vec<f32>>, String> {
        let [runs, count, parts] = self.values.dims();
        let numbers = read(self.values.clone()).await?;
        debug_assert_eq!(numbers.len(), runs * count * parts, "every place of every run is read");
        Ok(numbers.chunks_exact(count * parts).map(<[f32]>::to_vec).collect())
    }

    /// What [`Self::read`] told, of as many examples for each run.
    #[must_use]
    pub fn from_numbers(runs: &[&[f32]], device: &Device) -> Self {
        let dims = [runs.len(), runs.first().map_or(0, |run| run.len() / 2), 2];
        let values = Tensor::from_data(TensorData::new(runs.concat(), dims), device.tensors());
        Self { values, on_gpu: device.backend() == Backend::Webgpu }
    }

    /// Which examples were told right, in one read: for each run a bit for each example of all parts.
    ///
    /// Example `i` is bit `i % 8`, counted from the least significant, of byte `i / 8`; what is left of the last byte is 0.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn read_hits(parts: Vec<Self>) -> Result<Vec<Vec<u8>>, String> {
        let hits = Tensor::cat(parts.into_iter().map(|part| part.values.narrow(2, 1, 1)).collect(), 1);
        let [_, count, _] = hits.dims();
        let hits = read(hits).await?;
        let bits = |hits: &[f32]| hits.iter().zip(0..).fold(0, |byte, (&hit, bit)| byte | u8::from(hit > 0.0) << bit);
        Ok(hits.chunks_exact(count).map(|run| run.chunks(8).map(bits).collect()).collect())
    }
}

impl ScoreSums {
    /// Scores of several groups of examples, in one read: for each group one score for each run.
    ///
    /// A group is the sums of its parts and how many examples they are of.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn read(groups: Vec<(Vec<Self>, u32)>) -> Result<Vec<Vec<Score>>, String> {
        let shape: Vec<(usize, u32)> = groups.iter().map(|(parts, count)| (parts.len(), *count)).collect();
        let sums = Tensor::stack::<3>(groups.into_iter().flat_map(|(parts, _)| parts).map(|part| part.0).collect(), 0);
        let [_, runs, _] = sums.dims();
        let values = read(sums).await?;
        let mut parts = values.chunks_exact(2 * runs);
        let mut scores = Vec::with_capacity(shape.len());
        for (part_count, count) in shape {
            let mut totals = vec![[0.0_f64; 2]; runs];
            for part in parts.by_ref().take(part_count) {
                for (total, sums) in totals.iter_mut().zip(part.chunks_exact(2)) {
                    total[0] += f64::from(sums[0]);
                    total[1] += f64::from(sums[1]);
                }
            }
            let share = |[loss, hits]: [f64; 2]| Score { loss: loss / f64::from(count), accuracy: hits / f64::from(count) };
            scores.push(totals.into_iter().map(share).collect());
        }
        Ok(scores)
    }
}
