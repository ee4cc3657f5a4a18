//! An evaluation under way: both splits, part by part, so that no slice of work grows long.

use super::TrainingData;
use crate::model::{DeviceLabels, ExampleScores, Network, Score, ScoreSums};
use crate::spec::Spec;

/// How far an evaluation has come.
#[derive(Debug, Default)]
pub(super) struct Scoring {
    train: Vec<ScoreSums>,
    test: Vec<ScoreSums>,
}

/// The scores of each run on both splits.
pub(super) struct Scores {
    pub(super) train: Vec<Score>,
    pub(super) test: Vec<Score>,
}

impl Scoring {
    /// Does the next part; true when that was the last.
    pub(super) fn advance(&mut self, spec: &Spec, network: &Network, data: &TrainingData, train_labels: &DeviceLabels) -> bool {
        let first = |parts: &[ScoreSums]| u32::try_from(parts.len()).expect("an evaluation has few parts") * ExampleScores::PART;
        let (train, test) = (first(&self.train), first(&self.test));
        if train < spec.train {
            let count = ExampleScores::PART.min(spec.train - train);
            self.train.push(network.score(&data.train, train_labels, train, count).sums());
            return false;
        }
        let count = ExampleScores::PART.min(spec.test - test);
        self.test.push(network.score(&data.test, &data.test_labels, test, count).sums());
        test + count == spec.test
    }

    /// Reads the scores back, once all parts are done.
    pub(super) async fn read(self, spec: &Spec) -> Result<Scores, String> {
        let mut scores = ScoreSums::read(vec![(self.train, spec.train), (self.test, spec.test)]).await?.into_iter();
        match (scores.next(), scores.next()) {
            (Some(train), Some(test)) => Ok(Scores { train, test }),
            _ => Err("an evaluation must score two splits".to_owned()),
        }
    }
}
