//! The runs that one worker or thread trains: one cohort on the GPU, one for each run on the CPU.
//!
//! On the GPU launches are what costs, and a cohort launches once for all its runs. On the CPU arithmetic is what costs: there
//! a cohort of many runs is no faster than as many cohorts, but its steps would be too long to pause between.

use super::{Checkpoint, Checkpoints, Cohort, HeldWeights, Report, RunCheckpoint, Spent, TrainingData};
use crate::model::{Backend, Device};
use crate::spec::{Arm, RunSpec, Spec};

/// Runs that are trained by turns, the one furthest behind first.
#[derive(Debug)]
pub struct Share {
    cohorts: Vec<Cohort>,
    /// The step of the run furthest ahead, those that ended included.
    step: u32,
    /// Steps of the whole training.
    steps: u32,
}

impl Share {
    /// Fresh networks for these runs, at step 0, nothing evaluated yet.
    ///
    /// # Errors
    /// As [`Cohort::start`].
    pub fn start(spec: &Spec, runs: Vec<RunSpec>, data: &TrainingData, device: &Device) -> Result<Self, String> {
        Self::go_on(spec, runs.into_iter().map(|run| (run, None)).collect(), data, device)
    }

    /// Runs that go on from their checkpoints, or begin at step 0 where they have none.
    ///
    /// On the GPU those of one step are a cohort; they stay as many cohorts to the end, which costs launches.
    ///
    /// # Errors
    /// As [`Cohort::start`].
    pub fn go_on(spec: &Spec, runs: Vec<(RunSpec, Option<Checkpoint>)>, data: &TrainingData, device: &Device) -> Result<Self, String> {
        let mut groups: Vec<Vec<(RunSpec, Option<Checkpoint>)>> = Vec::new();
        let place = |checkpoint: &Option<Checkpoint>| checkpoint.as_ref().map(|one| (one.step, one.is_evaluated));
        for (run, checkpoint) in runs {
            let alike = |group: &&mut Vec<(RunSpec, Option<Checkpoint>)>| place(&group[0].1) == place(&checkpoint);
            match groups.iter_mut().find(alike).filter(|_| device.backend() == Backend::Webgpu) {
                Some(group) => group.push((run, checkpoint)),
                None => groups.push(vec![(run, checkpoint)]),
            }
        }
        if groups.is_empty() && device.backend() == Backend::Webgpu {
            return Err("found no runs, expected at least one".to_owned());
        }
        let begin = |group: Vec<(RunSpec, Option<Checkpoint>)>| {
            let (runs, checkpoints): (Vec<RunSpec>, Vec<Option<Checkpoint>>) = group.into_iter().unzip();
            let mut cohort = Cohort::start(spec.clone(), runs, data.clone(), device)?;
            let checkpoints: Vec<&Checkpoint> = checkpoints.iter().flatten().collect();
            if checkpoints.is_empty() { Ok(cohort) } else { cohort.go_on_from(&checkpoints).map(|()| cohort) }
        };
        let cohorts: Vec<Cohort> = groups.into_iter().map(begin).collect::<Result<_, String>>()?;
        let step = cohorts.iter().map(Cohort::step).max().unwrap_or(0);
        Ok(Self { cohorts, step, steps: spec.steps() })
    }

    /// Where each run is that is still trained, so that [`Self::go_on`] can go on from there.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn checkpoints(&self) -> Result<Checkpoints, String> {
        let mut kept = Checkpoints::default();
        for cohort in &self.cohorts {
            let checkpoints = cohort.checkpoints().await?;
            kept.runs.extend(cohort.runs().iter().zip(checkpoints).map(|(run, checkpoint)| RunCheckpoint {
                arm: run.arm.to_string(),
                replicate: run.replicate,
                step: checkpoint.step(),
                bytes: checkpoint.to_bytes(cohort.spec(), run),
            }));
        }
        Ok(kept)
    }

    /// As [`Cohort::advance`]; the report's step is that of the run furthest ahead. `now` is a clock, in milliseconds from any start.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn advance(&mut self, units: u32, until: u32, now: &dyn Fn() -> f64) -> Result<Report, String> {
        let mut report = Report::default();
        // A lone cohort takes all units at once: on the GPU a read ends each call.
        let turn = if self.cohorts.len() == 1 { units } else { 1 };
        let mut since = now();
        while report.units < units {
            let behind = self.cohorts.iter_mut().filter(|cohort| !cohort.reached(until)).min_by_key(|cohort| cohort.step());
            let Some(cohort) = behind else { break };
            let trained: Vec<(String, u32)> = cohort.runs().iter().map(|run| (run.arm.to_string(), run.replicate)).collect();
            let part = cohort.advance(turn, until).await?;
            let until_now = now();
            spend(&mut report.spent, trained, until_now - since);
            since = until_now;
            report.units += part.units;
            report.take_in(part);
        }
        report.reached = self.cohorts.iter().all(|cohort| cohort.reached(until));
        self.step = self.cohorts.iter().map(Cohort::step).max().unwrap_or(0).max(self.step);
        (report.step, report.steps) = (self.step, self.steps);
        self.cohorts.retain(|cohort| !cohort.runs().is_empty());
        Ok(report)
    }

    /// As [`Cohort::retain`].
    pub fn retain(&mut self, keep: impl Fn(&RunSpec) -> bool) {
        self.cohorts.iter_mut().for_each(|cohort| cohort.retain(&keep));
        self.cohorts.retain(|cohort| !cohort.runs().is_empty());
    }

    /// The weights of a run, at the step it has reached; none where it is no longer trained here.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn held_weights(&self, arm: Arm, replicate: u32) -> Result<Option<HeldWeights>, String> {
        for cohort in &self.cohorts {
            if let Some(held) = cohort.held_weights(arm, replicate).await? {
                return Ok(Some(held));
            }
        }
        Ok(None)
    }

    /// As [`Cohort::update`], for all runs.
    ///
    /// # Errors
    /// When the spec would change the past of a run, or is another experiment.
    pub fn update(&mut self, spec: &Spec) -> Result<(), String> {
        self.cohorts.iter_mut().try_for_each(|cohort| cohort.update(spec.clone()))?;
        self.steps = spec.steps();
        Ok(())
    }
}

/// Gives each of these runs an even part of the time.
fn spend(spent: &mut Vec<Spent>, runs: Vec<(String, u32)>, millis: f64) {
    let count = u32::try_from(runs.len()).expect("a cohort has few runs");
    let millis = millis / f64::from(count);
    for (arm, replicate) in runs {
        match spent.iter_mut().find(|entry| entry.arm == arm && entry.replicate == replicate) {
            Some(entry) => entry.millis += millis,
            None => spent.push(Spent { arm, replicate, millis }),
        }
    }
}
