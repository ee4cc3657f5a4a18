//! A cohort: runs trained in lockstep on one device, advanced in slices, each run's curve the same whatever trains beside it.

use super::checkpoint::{Checkpoint, needs_batch_scores};
use super::early_stopping::Best;
use super::evaluation::{Scores, Scoring};
use super::test_time::{TestTimePasses, test_masks};
use super::{Diverged, Evaluation, HeldWeights, Report, RunResult, Stopped, TestHits, TestTimeResult, TrainingData};
use crate::dataset::epoch_order;
use crate::model::{Batch, Device, DeviceLabels, ExampleScores, LayerWeights, Masks, Network, ProbeTask, ScoreSums, Sgd};
use crate::probes::Probes;
use crate::spec::{Arm, DropProbs, RunSpec, Spec};

/// Examples of the test set, from its head, that probes pass over with masks on.
const MASKED_EXAMPLES: u32 = 200;

/// Runs trained in lockstep on one device.
#[derive(Debug)]
pub struct Cohort {
    spec: Spec,
    runs: Vec<RunSpec>,
    data: TrainingData,
    train_labels: DeviceLabels,
    device: Device,
    network: Network,
    step: u32,
    masks: Masks,
    /// The order of the examples in the epoch of the step that is trained next, for each run; empty before it is asked for.
    orders: Vec<Vec<u32>>,
    /// Which epoch that is.
    orders_epoch: u32,
    /// Loss and hits of the batches since the epoch began, summed place by place.
    batch_scores: Option<ExampleScores>,
    /// The best evaluation of each run.
    bests: Vec<Best>,
    /// The evaluation under way.
    scoring: Option<Scoring>,
    /// The passes after a last evaluation, while they are under way, and what else is told of it then.
    test_time: Option<(TestTimePasses, Report)>,
    next_evaluation: u32,
}

impl Cohort {
    /// Fresh networks for these runs, at step 0, nothing evaluated yet.
    ///
    /// # Errors
    /// When there is no run, or there are fewer examples than the spec uses.
    pub fn start(spec: Spec, runs: Vec<RunSpec>, data: TrainingData, device: &Device) -> Result<Self, String> {
        if runs.is_empty() {
            return Err("found no runs, expected at least one".to_owned());
        }
        data.check(&spec)?;
        let seeds: Vec<u32> = runs.iter().map(|run| run.seed).collect();
        Ok(Self {
            network: Network::new(&spec.widths(), spec.init, spec.lazy, &seeds, device),
            train_labels: data.train_labels(&spec, &runs, device),
            masks: masks_at(&runs, 0, device),
            orders: Vec::new(),
            orders_epoch: 0,
            batch_scores: None,
            bests: vec![Best::NONE; runs.len()],
            step: 0,
            scoring: None,
            test_time: None,
            next_evaluation: 0,
            device: device.clone(),
            spec,
            runs,
            data,
        })
    }

    /// Goes on from weights that the only run here had elsewhere, as if it had been evaluated there.
    ///
    /// # Errors
    /// When they are of another shape, their step lies beyond the end, or momentum would need more than weights.
    pub(super) fn resume(&mut self, held: &HeldWeights) -> Result<(), String> {
        let widths = self.spec.widths();
        let expected: usize = widths.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum();
        if self.spec.momentum > 0.0 {
            return Err(format!("momentum: found {}, expected 0 where only weights are handed over", self.spec.momentum));
        }
        if held.weights.len() != expected || held.step > self.steps() {
            let found = format!("{} weights at step {}", held.weights.len(), held.step);
            return Err(format!("found {found}, expected {expected} at a step up to {}", self.steps()));
        }
        self.network = Network::from_weights(&widths, &[unflatten(&widths, &held.weights)], &self.device);
        self.step = held.step;
        self.masks = masks_at(&self.runs, self.step, &self.device);
        (self.batch_scores, self.scoring, self.test_time) = (None, None, None);
        self.next_evaluation = self.spec.evaluation_after(self.step);
        Ok(())
    }

    /// The weights of a run; none where it is no longer trained here.
    ///
    /// # Errors
    /// When the device was lost.
    pub(super) async fn held_weights(&self, arm: Arm, replicate: u32) -> Result<Option<HeldWeights>, String> {
        let Some(at) = self.runs.iter().position(|run| (run.arm, run.replicate) == (arm, replicate)) else { return Ok(None) };
        let layers = self.network.read_weights().await?.swap_remove(at);
        Ok(Some(HeldWeights { step: self.step, weights: flatten(layers) }))
    }

    /// Goes on from where each of the runs here was elsewhere: checkpoints in their order, all of one step.
    ///
    /// # Errors
    /// When there are not as many, or they are of different steps.
    pub fn go_on_from(&mut self, checkpoints: &[&Checkpoint]) -> Result<(), String> {
        let place = |checkpoint: &Checkpoint| (checkpoint.step, checkpoint.is_evaluated);
        let Some(&first) = checkpoints.first().filter(|_| checkpoints.len() == self.runs.len()) else {
            return Err(format!("found {} checkpoints, expected {}", checkpoints.len(), self.runs.len()));
        };
        if let Some(other) = checkpoints.iter().find(|other| place(other) != place(first)) {
            return Err(format!("found checkpoints of steps {} and {}, expected one step in a cohort", first.step, other.step));
        }
        let widths = self.spec.widths();
        let runs = |of: fn(&Checkpoint) -> Option<&Vec<f32>>| -> Option<Vec<&Vec<f32>>> { checkpoints.iter().map(|one| of(one)).collect() };
        let layers = |runs: Vec<&Vec<f32>>| runs.into_iter().map(|numbers| unflatten(&widths, numbers)).collect::<Vec<_>>();
        let weights = runs(|one| Some(&one.weights)).map(layers).unwrap_or_default();
        let network = Network::from_weights(&widths, &weights, &self.device);
        let velocities = runs(|one| one.velocities.as_ref()).map(layers);
        self.network = velocities.map_or(network.clone(), |velocities| network.moving(&velocities));
        self.bests = checkpoints.iter().map(|one| one.best).collect();
        let batch_scores = runs(|one| one.batch_scores.as_ref());
        self.batch_scores =
            batch_scores.map(|runs| ExampleScores::from_numbers(&runs.into_iter().map(Vec::as_slice).collect::<Vec<_>>(), &self.device));
        self.step = first.step;
        self.masks = masks_at(&self.runs, self.step, &self.device);
        (self.scoring, self.test_time) = (None, None);
        self.next_evaluation = if first.is_evaluated { self.spec.evaluation_after(self.step) } else { self.step };
        Ok(())
    }

    /// Where each run is, in the order of the runs. An evaluation under way counts as not begun.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn checkpoints(&self) -> Result<Vec<Checkpoint>, String> {
        if self.runs.is_empty() {
            return Ok(Vec::new());
        }
        let is_evaluated = self.next_evaluation != self.step && self.test_time.is_none();
        let mut weights = self.network.read_weights().await?.into_iter().map(flatten);
        let mut velocities = self.network.read_velocities().await?.map(|runs| runs.into_iter().map(flatten));
        let scores = self.batch_scores.as_ref().filter(|_| needs_batch_scores(&self.spec, self.step, is_evaluated));
        let mut batch_scores = match scores {
            Some(scores) => Some(scores.read().await?.into_iter()),
            None => None,
        };
        let runs = self.bests.iter().map(|&best| Checkpoint {
            step: self.step,
            is_evaluated,
            best,
            weights: weights.next().unwrap_or_default(),
            velocities: velocities.as_mut().and_then(Iterator::next),
            batch_scores: batch_scores.as_mut().and_then(Iterator::next),
        });
        Ok(runs.collect())
    }

    /// One training step, unless all are done; nothing is evaluated.
    ///
    /// # Errors
    /// When the device was lost.
    pub(super) async fn train_batch(&mut self) -> Result<(), String> {
        if self.step < self.steps() && !self.runs.is_empty() {
            self.train_step();
            self.next_evaluation = self.next_evaluation.max(self.spec.evaluation_after(self.step - 1));
        }
        self.network.settle().await
    }

    /// The networks of the runs still trained.
    ///
    /// # Errors
    /// When there is none left: every run has diverged or was stopped early.
    pub(super) fn network(&self) -> Result<&Network, String> {
        if self.runs.is_empty() { Err("the run has ended: it diverged or was stopped early".to_owned()) } else { Ok(&self.network) }
    }

    /// The masks of the step that was last prepared.
    pub(super) fn masks(&self) -> &Masks {
        &self.masks
    }

    /// Does up to `units` units of work, up to step `until` and its evaluation, then waits for the device.
    ///
    /// A unit is one training step of all runs, or one part of an evaluation.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn advance(&mut self, units: u32, until: u32) -> Result<Report, String> {
        let mut report = Report { steps: self.steps(), ..Report::default() };
        while report.units < units && !self.reached(until) {
            report.units += 1;
            if self.test_time.is_some() {
                self.test_time_part(&mut report).await?;
            } else if self.step == self.next_evaluation {
                self.score_part(&mut report).await?;
            } else {
                self.train_step();
            }
        }
        self.network.settle().await?;
        report.step = self.step;
        report.reached = self.reached(until);
        Ok(report)
    }

    /// Forgets all runs but those that `keep` wants; their weights are gone.
    pub fn retain(&mut self, keep: impl Fn(&RunSpec) -> bool) {
        let kept: Vec<usize> = (0..self.runs.len()).filter(|&at| keep(&self.runs[at])).collect();
        self.retain_at(&kept);
    }

    /// [`Self::retain`] by position among the runs.
    fn retain_at(&mut self, kept: &[usize]) {
        if kept.len() == self.runs.len() {
            return;
        }
        self.runs = kept.iter().map(|&at| self.runs[at].clone()).collect();
        self.bests = kept.iter().map(|&at| self.bests[at]).collect();
        if self.runs.is_empty() {
            return;
        }
        let positions: Vec<u32> = kept.iter().map(|&at| u32::try_from(at).expect("a cohort has few runs")).collect();
        if !self.orders.is_empty() {
            self.orders = kept.iter().map(|&at| std::mem::take(&mut self.orders[at])).collect();
        }
        self.network = self.network.clone().retained(&positions);
        self.batch_scores = self.batch_scores.take().map(|scores| scores.retained(&positions));
        self.train_labels = self.data.train_labels(&self.spec, &self.runs, &self.device);
        self.masks = masks_at(&self.runs, self.step, &self.device);
        // An evaluation under way has summed the runs that are gone: it starts anew, and so do the passes after it.
        self.scoring = None;
        if let Some((passes, report)) = self.test_time.take() {
            let at_now = |at: &usize| kept.iter().position(|old| old == at);
            let [last, kept] = passes.positions().map(|positions| positions.iter().filter_map(at_now).collect::<Vec<usize>>());
            self.begin_test_time(last, kept, report);
        }
    }

    /// Goes on under a spec that differs only in what is still to come: more epochs, changes from this step on.
    ///
    /// # Errors
    /// When the spec would change the past, or is another experiment.
    pub fn update(&mut self, spec: Spec) -> Result<(), String> {
        if spec.steps() < self.step {
            return Err(format!("found an end at step {}, expected one after step {}", spec.steps(), self.step));
        }
        let runs: Vec<RunSpec> = self.runs.iter().map(|run| spec.run(run.arm, run.replicate)).collect();
        let mut same = spec.clone();
        (same.epochs, same.then, same.autorun) = (self.spec.epochs, self.spec.then.clone(), self.spec.autorun);
        (same.device, same.replicates) = (self.spec.device, self.spec.replicates);
        if same != self.spec {
            return Err("expected the same experiment but for epochs and later changes, found another".to_owned());
        }
        if (0..self.step).any(|step| self.runs.iter().zip(&runs).any(|(old, new)| old.drop_at(step) != new.drop_at(step))) {
            return Err(format!("expected changes from step {} on, found an earlier one", self.step));
        }
        self.runs = runs;
        self.spec = spec;
        self.masks = masks_at(&self.runs, self.step, &self.device);
        Ok(())
    }

    /// The runs still trained.
    #[must_use]
    pub fn runs(&self) -> &[RunSpec] {
        &self.runs
    }

    /// The experiment, as it was last told.
    pub(super) fn spec(&self) -> &Spec {
        &self.spec
    }

    /// Steps trained so far.
    #[must_use]
    pub fn step(&self) -> u32 {
        self.step
    }

    /// Steps of the whole training.
    #[must_use]
    pub fn steps(&self) -> u32 {
        self.spec.steps()
    }

    /// Whether all is done up to `until`; its evaluation, if one is due there, included.
    pub(super) fn reached(&self, until: u32) -> bool {
        let until = until.min(self.steps());
        self.runs.is_empty() || (self.step >= until && self.step != self.next_evaluation && self.test_time.is_none())
    }

    fn train_step(&mut self) {
        let indices = self.prepare_step();
        let so_far = self.batch_scores.take().filter(|_| !self.step.is_multiple_of(self.spec.steps_per_epoch()));
        let (gradients, batch_scores) = self.network.gradients(self.batch(&indices), &self.masks, self.step, so_far);
        self.batch_scores = Some(batch_scores);
        self.network.step(self.sgd(), gradients);
        self.step += 1;
    }

    /// The positions of the examples that are trained next, run by run; masks and orders are then those of that step.
    pub(super) fn prepare_step(&mut self) -> Vec<u32> {
        let (size, per_epoch) = (self.spec.batch_size() as usize, self.spec.steps_per_epoch());
        let (epoch, within) = (self.step / per_epoch, (self.step % per_epoch) as usize);
        if epoch != self.orders_epoch || self.orders.is_empty() {
            self.orders = orders(&self.runs, epoch, self.spec.train);
            self.orders_epoch = epoch;
        }
        if self.runs.iter().any(|run| run.then.iter().any(|change| change.step == self.step)) {
            self.masks = masks_at(&self.runs, self.step, &self.device);
        }
        let part = within * size..(within + 1) * size;
        self.orders.iter().flat_map(|order| &order[part.clone()]).copied().collect()
    }

    fn batch<'a>(&'a self, indices: &'a [u32]) -> Batch<'a> {
        Batch { examples: &self.data.train, labels: &self.train_labels, indices }
    }

    fn sgd(&self) -> Sgd {
        Sgd { lr: self.spec.lr, momentum: self.spec.momentum, weight_decay: self.spec.weight_decay }
    }

    async fn score_part(&mut self, report: &mut Report) -> Result<(), String> {
        let scoring = self.scoring.get_or_insert_default();
        if !scoring.advance(&self.spec, &self.network, &self.data, &self.train_labels) {
            return Ok(());
        }
        let mut scoring = self.scoring.take().unwrap_or_default();
        let probes = self.probes(&scoring).await?;
        let scores = scoring.read(&self.spec, self.batch_sums()).await?;
        self.next_evaluation = self.spec.evaluation_after(self.step);
        let mut found = Report::default();
        let fates = self.report_scores(&scores, probes, &mut found);
        let which = |is: fn(&Fate) -> bool| (0..fates.len()).filter(|&at| is(&fates[at])).collect::<Vec<usize>>();
        let (last, kept) = (which(|fate| fate.is_last), which(|fate| fate.goes_on));
        if !last.is_empty() {
            self.report_hits(scoring.read_hits().await?, &fates, &mut found);
            if self.spec.probes || self.spec.passes > 0 {
                // Who sees a last evaluation takes the run for done, so it is told with all that is told of it.
                self.begin_test_time(last, kept, found);
                return Ok(());
            }
        }
        report.take_in(found);
        self.retain_at(&kept);
        Ok(())
    }

    /// What goes on inside each run, where the spec asks for it.
    async fn probes(&mut self, scoring: &Scoring) -> Result<Option<Vec<Probes>>, String> {
        let Some(outputs) = scoring.outputs() else { return Ok(None) };
        let indices = self.prepare_step();
        let drops: Vec<&DropProbs> = self.runs.iter().map(|run| run.drop_at(self.step)).collect();
        let task = ProbeTask {
            outputs,
            examples: &self.data.test,
            masked_count: MASKED_EXAMPLES.min(self.spec.test),
            batch: self.batch(&indices),
            masks: &self.masks,
            drops: &drops,
            step: self.step,
            sgd: self.sgd(),
        };
        self.network.probes(task).await.map(Some)
    }

    /// Begins the passes over the runs at the positions `last`; `kept` train on afterwards, and `report` is told with what they find.
    fn begin_test_time(&mut self, last: Vec<usize>, kept: Vec<usize>, report: Report) {
        let positions: Vec<u32> = last.iter().map(|&at| u32::try_from(at).expect("a cohort has few runs")).collect();
        let network = self.network.clone().retained(&positions);
        let runs: Vec<RunSpec> = last.iter().map(|&at| self.runs[at].clone()).collect();
        let masks = [true, false].map(|scaled| test_masks(&runs, self.step, scaled, &self.device));
        let passes = TestTimePasses::new([last, kept], network, masks, &self.data.host_test_labels(&self.spec));
        self.test_time = Some((passes, report));
    }

    async fn test_time_part(&mut self, report: &mut Report) -> Result<(), String> {
        let Some((passes, _)) = &mut self.test_time else { return Ok(()) };
        if !passes.advance(&self.spec, &self.data).await? {
            return Ok(());
        }
        let Some((passes, found)) = self.test_time.take() else { return Ok(()) };
        report.take_in(found);
        let kept = passes.positions()[1].to_vec();
        for (at, test_time) in passes.finish(self.spec.passes) {
            let RunSpec { arm, replicate, .. } = &self.runs[at];
            report.test_time.push(TestTimeResult { arm: arm.to_string(), replicate: *replicate, step: self.step, test_time });
        }
        self.retain_at(&kept);
        Ok(())
    }

    /// Loss and hits of the batches since the epoch began, and of how many examples; none at step 0.
    fn batch_sums(&self) -> Option<(ScoreSums, u32)> {
        let steps = (self.step.checked_sub(1)?) % self.spec.steps_per_epoch() + 1;
        Some((self.batch_scores.as_ref()?.sums(), steps * self.spec.batch_size()))
    }

    fn report_scores(&mut self, scores: &Scores, probes: Option<Vec<Probes>>, report: &mut Report) -> Vec<Fate> {
        let (step, is_end) = (self.step, self.step == self.steps());
        let mut evaluation = Evaluation { step, epoch: self.epoch(), results: Vec::new() };
        let mut fates = Vec::with_capacity(self.runs.len());
        let mut probes = probes.map(Vec::into_iter);
        for (at, (run, best)) in self.runs.iter().zip(&mut self.bests).enumerate() {
            let probes = probes.as_mut().and_then(Iterator::next);
            let (train, test) = (scores.train[at], scores.test[at]);
            let batch = scores.batch.as_ref().map(|batch| batch[at]);
            let (arm, replicate) = (run.arm.to_string(), run.replicate);
            if !(train.loss.is_finite() && test.loss.is_finite()) {
                report.diverged.push(Diverged { arm, replicate, step });
                fates.push(Fate { goes_on: false, is_last: false });
                continue;
            }
            let is_stopped = best.ends(&self.spec, step, test.loss);
            fates.push(Fate { goes_on: !is_stopped, is_last: is_stopped || is_end });
            report.stopped.extend(is_stopped.then(|| Stopped { arm: arm.clone(), replicate, step }));
            evaluation.results.push(RunResult {
                arm,
                replicate,
                train_loss: train.loss,
                train_accuracy: train.accuracy,
                test_loss: test.loss,
                test_accuracy: test.accuracy,
                batch_loss: batch.map(|batch| batch.loss),
                batch_accuracy: batch.map(|batch| batch.accuracy),
                probes,
            });
        }
        report.evaluations.push(evaluation);
        fates
    }

    fn report_hits(&self, hits: Vec<Vec<u8>>, fates: &[Fate], report: &mut Report) {
        let step = self.step;
        let ended = self.runs.iter().zip(fates).zip(hits).filter(|((_, fate), _)| fate.is_last);
        let told = ended.map(|((run, _), hits)| TestHits { arm: run.arm.to_string(), replicate: run.replicate, step, hits });
        report.test_hits.extend(told);
    }

    fn epoch(&self) -> f64 {
        f64::from(self.step) / f64::from(self.spec.steps_per_epoch())
    }
}

/// What an evaluation means for a run.
#[derive(Clone, Copy)]
struct Fate {
    /// It has neither diverged nor is it stopped early.
    goes_on: bool,
    /// It has not diverged, and ends: training does, or it is stopped early.
    is_last: bool,
}

/// The order of each run; runs of one seed share it, so it is drawn once for each seed.
fn orders(runs: &[RunSpec], epoch: u32, count: u32) -> Vec<Vec<u32>> {
    let mut orders: Vec<Vec<u32>> = Vec::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        let twin = runs[..at].iter().position(|other| other.seed == run.seed);
        let order = twin.map_or_else(|| epoch_order(run.seed, epoch, count), |twin| orders[twin].clone());
        orders.push(order);
    }
    orders
}

/// Weights, then biases, layer by layer.
fn flatten(layers: Vec<LayerWeights>) -> Vec<f32> {
    layers.into_iter().flat_map(|layer| [layer.weights, layer.biases]).flatten().collect()
}

/// Weights and biases of each layer, from one list of all.
fn unflatten(widths: &[usize], weights: &[f32]) -> Vec<LayerWeights> {
    let mut rest = weights;
    let mut take = |count: usize| {
        let (taken, after) = rest.split_at(count);
        rest = after;
        taken.to_vec()
    };
    widths.windows(2).map(|pair| LayerWeights { weights: take(pair[0] * pair[1]), biases: take(pair[1]) }).collect()
}

fn masks_at(runs: &[RunSpec], step: u32, device: &Device) -> Masks {
    let seeds: Vec<u32> = runs.iter().map(|run| run.seed).collect();
    let drops: Vec<&DropProbs> = runs.iter().map(|run| run.drop_at(step)).collect();
    Masks::new(&seeds, &drops, device)
}
