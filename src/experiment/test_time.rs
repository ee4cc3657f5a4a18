//! Passes over the test examples, masks off or on; and what they tell of a run after its last evaluation.

use super::TrainingData;
use crate::model::{Device, ExampleScores, Masks, Mode, Network};
use crate::predictions::{Ensemble, calibration, mean_confidence};
use crate::probes::{MaskedPasses, TestTime};
use crate::spec::{DropProbs, RunSpec, Spec};

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
    /// Positions of the runs that they tell of.
    last: Vec<usize>,
    /// Positions of the runs that are still trained afterwards.
    kept: Vec<usize>,
    /// Masks that scale what is kept, and masks that do not.
    masks: [Masks; 2],
    pass: Pass,
    /// What masks off told, of each of `last`.
    plain: Vec<TestTime>,
    /// Of each of `last`, for each of `masks`.
    ensembles: [Vec<Ensemble>; 2],
}

impl TestTimePasses {
    /// Passes that are to begin.
    pub(super) fn new(
        last: Vec<usize>,
        kept: Vec<usize>,
        runs: &[RunSpec],
        step: u32,
        data: &TrainingData,
        device: &Device,
        spec: &Spec,
    ) -> Self {
        let labels = data.host_test_labels(spec);
        let fresh = || last.iter().map(|_| Ensemble::new(labels.clone())).collect::<Vec<_>>();
        Self {
            ensembles: [fresh(), fresh()],
            last,
            kept,
            masks: [true, false].map(|scaled| test_masks(runs, step, scaled, device)),
            pass: Pass::default(),
            plain: Vec::new(),
        }
    }

    /// Positions of the runs that they tell of, and of those that are still trained afterwards.
    pub(super) fn positions(&self) -> [&[usize]; 2] {
        [&self.last, &self.kept]
    }

    /// Does the next part; true when that was the last of the last pass.
    pub(super) async fn advance(&mut self, spec: &Spec, network: &Network, data: &TrainingData) -> Result<bool, String> {
        let current = self.current(spec.passes);
        let masks = current.map(|kind| (&self.masks[kind], self.ensembles[kind].first().map_or(0, Ensemble::passes)));
        if !self.pass.advance(spec, network, data, masks).await? {
            return Ok(false);
        }
        let probabilities = core::mem::take(&mut self.pass).finish();
        let of_last: Vec<Vec<f32>> = self.last.iter().map(|&at| probabilities[at].clone()).collect();
        match current {
            None => self.take_plain(&of_last, spec, &data.host_test_labels(spec)),
            Some(kind) => self.ensembles[kind].iter_mut().zip(&of_last).for_each(|(ensemble, pass)| ensemble.add(pass)),
        }
        Ok(self.current(spec.passes).is_none())
    }

    /// What they tell, of each run.
    pub(super) fn finish(self, passes: u32) -> Vec<(usize, TestTime)> {
        let [scaled, unscaled] = self.ensembles;
        let masked = scaled.iter().zip(&unscaled).map(|(scaled, unscaled)| (passes > 0).then(|| masked_passes(scaled, unscaled)));
        let plain = self.plain.into_iter().zip(masked).map(|(plain, masked)| TestTime { masked, ..plain });
        self.last.into_iter().zip(plain).collect()
    }

    /// Which masks the pass under way has; none where they are off, and after the last pass.
    fn current(&self, passes: u32) -> Option<usize> {
        let is_short = |kind: &usize| self.ensembles[*kind].first().is_some_and(|ensemble| ensemble.passes() < passes);
        if self.plain.is_empty() { None } else { (0..2).find(is_short) }
    }

    fn take_plain(&mut self, probabilities: &[Vec<f32>], spec: &Spec, labels: &[u8]) {
        let plain = |of_run: &Vec<f32>| TestTime {
            mean_confidence: mean_confidence(of_run),
            calibration_error: calibration(of_run, labels).error,
            masked: None,
        };
        self.plain = probabilities.iter().map(plain).collect();
        if self.masks.iter().all(Masks::are_empty) {
            // Nothing is dropped: each pass would be this one.
            let ensembles = self.ensembles.iter_mut().flat_map(|kind| kind.iter_mut().zip(probabilities));
            ensembles.for_each(|(ensemble, pass)| (0..spec.passes).for_each(|_| ensemble.add(pass)));
        }
    }
}

fn masked_passes(scaled: &Ensemble, unscaled: &Ensemble) -> MaskedPasses {
    let mean = |values: Vec<f32>| {
        #[expect(clippy::cast_precision_loss, reason = "a test set has at most 10,000 examples")]
        let count = values.len() as f64;
        values.into_iter().map(f64::from).sum::<f64>() / count
    };
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
