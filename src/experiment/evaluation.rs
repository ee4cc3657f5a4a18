//! An evaluation under way: both splits, part by part, so that no slice of work grows long.

use super::TrainingData;
use crate::model::{DeviceLabels, Network, Score, ScoreSums};
use crate::spec::Spec;

/// How far an evaluation has come.
#[derive(Debug, Default)]
pub(super) struct Scoring {
    parts: Vec<ScoreSums>,
}

/// The scores of each run on both splits.
pub(super) struct Scores {
    pub(super) train: Vec<Score>,
    pub(super) test: Vec<Score>,
}

impl Scoring {
    /// Does the next part; true when that was the last.
    pub(super) fn advance(&mut self, spec: &Spec, network: &Network, data: &TrainingData, train_labels: &DeviceLabels) -> bool {
        let size = ScoreSums::EXAMPLES;
        let train_parts = spec.train.div_ceil(size);
        let all_parts = train_parts + spec.test.div_ceil(size);
        let next = u32::try_from(self.parts.len()).expect("an evaluation has few parts");
        let part = if next < train_parts {
            let first = next * size;
            network.score(&data.train, train_labels, first, size.min(spec.train - first))
        } else {
            let first = (next - train_parts) * size;
            network.score(&data.test, &data.test_labels, first, size.min(spec.test - first))
        };
        self.parts.push(part);
        next + 1 == all_parts
    }

    /// Reads the scores back, once all parts are done.
    pub(super) async fn read(self, spec: &Spec) -> Result<Scores, String> {
        let mut splits = ScoreSums::read(self.parts, &[spec.train, spec.test]).await?.into_iter();
        match (splits.next(), splits.next()) {
            (Some(train), Some(test)) => Ok(Scores { train, test }),
            _ => Err("an evaluation must score two splits".to_owned()),
        }
    }
}
