//! Passes over the test examples, masks off or on; and what they tell of a run after its last evaluation.

use super::TrainingData;
use crate::model::{Device, ExampleScores, Masks, Mode, Network};
use crate::predictions::{Ensemble, calibration, mean_confidence};
use crate::probes::{MaskedPasses, TestTime};
use crate::spec::{DropProbs, RunSpec, Spec};
use crate::stats::mean;

/// One pass over the test examples, part by part.
#[derive(Debug, Default)]
pub(super) struct Pass {
    /// Probabilities of each run's network so far.
    probabilities: Vec<Vec<f32>>,
    /// Examples done.
    done: u32,
}

impl Pass {
    /// Does the next part, under the masks of this pass where there are any; true when that was the last.
    pub(super) async fn advance(
        &mut self,
        spec: &Spec,
        network: &Network,
        data: &TrainingData,
        masks: Option<(&Masks, u32)>,
    ) -> Result<bool, String> {
        let count = ExampleScores::PART.min(spec.test - self.done);
        // Masks are addressed by the place within a part, so each part of each pass is a step of its own.
        let parts = spec.test.div_ceil(ExampleScores::PART);
        let step = |pass: u32| pass * parts + self.done / ExampleScores::PART;
        let mode = masks.map_or(Mode::Eval, |(masks, pass)| Mode::Train { masks, step: step(pass) });
        let part = network.probabilities(&data.test, self.done, count, mode).await?;
        self.probabilities.resize(part.len(), Vec::new());
        self.probabilities.iter_mut().zip(part).for_each(|(whole, part)| whole.extend(part));
        self.done += count;
        Ok(self.done == spec.test)
    }

    /// The probabilities of each run, once all parts are done.
    pub(super) fn finish(self) -> Vec<Vec<f32>> {
        self.probabilities
    }
}

/// Masks of passes at test time for these runs, with the drop probabilities in force at `step`.
pub(super) fn test_masks(runs: &[RunSpec], step: u32, scaled: bool, device: &Device) -> Masks {
    let seeds: Vec<u32> = runs.iter().map(|run| run.seed).collect();
    let drops: Vec<&DropProbs> = runs.iter().map(|run| run.drop_at(step)).collect();
    Masks::at_test_time(&seeds, &drops, scaled, device)
}

/// The passes after a last evaluation, under way: one with masks off, then as many as the spec says, scaled and unscaled.
#[derive(Debug)]
pub(super) struct TestTimePasses {
    /// Positions in the cohort of the runs that they tell of, and of those that are still trained afterwards.
    positions: [Vec<usize>; 2],
    /// The networks of the first of these alone.
    network: Network,
    /// Their masks, which scale what is kept, and those that do not.
    masks: [Masks; 2],
    labels: Vec<u8>,
    pass: Pass,
    /// What masks off told, of each run.
    plain: Vec<TestTime>,
    /// Of each run, for each of `masks`.
    ensembles: [Vec<Ensemble>; 2],
}

impl TestTimePasses {
    /// Passes that are to begin; `masks` scale what is kept, then do not.
    pub(super) fn new(positions: [Vec<usize>; 2], network: Network, masks: [Masks; 2], labels: &[u8]) -> Self {
        let ensembles = [(); 2].map(|()| positions[0].iter().map(|_| Ensemble::new(labels.to_vec())).collect());
        Self { positions, network, masks, labels: labels.to_vec(), pass: Pass::default(), plain: Vec::new(), ensembles }
    }

    /// Positions in the cohort of the runs that they tell of, and of those that are still trained afterwards.
    pub(super) fn positions(&self) -> [&[usize]; 2] {
        [&self.positions[0], &self.positions[1]]
    }

    /// Does the next part; true when that was the last of the last pass.
    pub(super) async fn advance(&mut self, spec: &Spec, data: &TrainingData) -> Result<bool, String> {
        let current = self.current(spec.passes);
        let masks = current.map(|kind| (&self.masks[kind], self.ensembles[kind].first().map_or(0, Ensemble::passes)));
        if !self.pass.advance(spec, &self.network, data, masks).await? {
            return Ok(false);
        }
        let probabilities = core::mem::take(&mut self.pass).finish();
        match current {
            None => self.take_plain(&probabilities, spec.passes),
            Some(kind) => self.ensembles[kind].iter_mut().zip(&probabilities).for_each(|(ensemble, pass)| ensemble.add(pass)),
        }
        Ok(self.current(spec.passes).is_none())
    }

    /// What they tell, of each run.
    pub(super) fn finish(self, passes: u32) -> Vec<(usize, TestTime)> {
        let [scaled, unscaled] = self.ensembles;
        let masked = scaled.iter().zip(&unscaled).map(|(scaled, unscaled)| (passes > 0).then(|| masked_passes(scaled, unscaled)));
        let plain = self.plain.into_iter().zip(masked).map(|(plain, masked)| TestTime { masked, ..plain });
        let [last, _] = self.positions;
        last.into_iter().zip(plain).collect()
    }

    /// Which masks the pass under way has; none where they are off, and after the last pass.
    fn current(&self, passes: u32) -> Option<usize> {
        let is_short = |kind: &usize| self.ensembles[*kind].first().is_some_and(|ensemble| ensemble.passes() < passes);
        if self.plain.is_empty() { None } else { (0..2).find(is_short) }
    }

    fn take_plain(&mut self, probabilities: &[Vec<f32>], passes: u32) {
        let plain = |of_run: &Vec<f32>| TestTime {
            mean_confidence: mean_confidence(of_run),
            calibration_error: calibration(of_run, &self.labels).error,
            masked: None,
        };
        self.plain = probabilities.iter().map(plain).collect();
        if self.masks.iter().all(Masks::are_empty) {
            // Nothing is dropped: each pass would be this one.
            let ensembles = self.ensembles.iter_mut().flat_map(|kind| kind.iter_mut().zip(probabilities));
            ensembles.for_each(|(ensemble, pass)| (0..passes).for_each(|_| ensemble.add(pass)));
        }
    }
}

fn masked_passes(scaled: &Ensemble, unscaled: &Ensemble) -> MaskedPasses {
    let mean = |values: Vec<f32>| mean(values.into_iter().map(f64::from));
    MaskedPasses {
        passes: scaled.passes(),
        one_pass_accuracy: scaled.one_pass_accuracy(),
        one_pass_loss: scaled.one_pass_loss(),
        averaged_accuracy: scaled.accuracy(),
        averaged_loss: scaled.loss(),
        changed_fraction: scaled.changed_fraction(),
        entropy: mean(scaled.entropies()),
        mutual_information: mean(scaled.informations()),
        unscaled_accuracy: unscaled.accuracy(),
        unscaled_loss: unscaled.loss(),
    }
}
