//! An evaluation under way: both splits, part by part, so that no slice of work grows long.

use super::TrainingData;
use crate::model::{DeviceLabels, ExampleScores, HiddenOutputs, Network, Score, ScoreSums};
use crate::spec::Spec;

/// How far an evaluation has come.
#[derive(Debug, Default)]
pub(super) struct Scoring {
    train: Vec<ScoreSums>,
    test: Vec<ScoreSums>,
    /// The same parts of the test set example by example, for the hits of runs that end here.
    test_examples: Vec<ExampleScores>,
    /// What the hidden layers made of the first part of the test set, where probes are to look at it.
    outputs: Option<HiddenOutputs>,
}

/// The scores of each run.
pub(super) struct Scores {
    pub(super) train: Vec<Score>,
    pub(super) test: Vec<Score>,
    /// Those of the batches since the epoch began, where there were any.
    pub(super) batch: Option<Vec<Score>>,
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
        let (scores, outputs) = network.score_with_outputs(&data.test, &data.test_labels, test, count);
        if spec.probes && test == 0 {
            self.outputs = Some(outputs);
        }
        self.test.push(scores.sums());
        self.test_examples.push(scores);
        test + count == spec.test
    }

    /// The outputs that probes are to look at.
    pub(super) fn outputs(&self) -> Option<&HiddenOutputs> {
        self.outputs.as_ref()
    }

    /// Reads the scores back in one read, once all parts are done; with them those of `batch`: sums, and of how many examples.
    pub(super) async fn read(&mut self, spec: &Spec, batch: Option<(ScoreSums, u32)>) -> Result<Scores, String> {
        let splits = [(std::mem::take(&mut self.train), spec.train), (std::mem::take(&mut self.test), spec.test)];
        let groups = splits.into_iter().chain(batch.map(|(sums, count)| (vec![sums], count)));
        let mut scores = ScoreSums::read(groups.collect()).await?.into_iter();
        match (scores.next(), scores.next()) {
            (Some(train), Some(test)) => Ok(Scores { train, test, batch: scores.next() }),
            _ => Err("an evaluation must score two splits".to_owned()),
        }
    }

    /// Reads back which test examples each run told right: see [`ExampleScores::read_hits`].
    pub(super) async fn read_hits(self) -> Result<Vec<Vec<u8>>, String> {
        ExampleScores::read_hits(self.test_examples).await
    }
}
