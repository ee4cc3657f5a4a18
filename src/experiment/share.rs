//! The runs that one worker or thread trains: one cohort on the GPU, one for each run on the CPU.
//!
//! On the GPU launches are what costs, and a cohort launches once for all its runs. On the CPU arithmetic is what costs: there
//! a cohort of many runs is no faster than as many cohorts, but its steps would be too long to pause between.

use super::{Cohort, HeldWeights, Report, Spent, TrainingData};
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
        let groups = match device.backend() {
            Backend::Webgpu => vec![runs],
            Backend::Cpu => runs.into_iter().map(|run| vec![run]).collect(),
        };
        let cohorts = groups.into_iter().map(|runs| Cohort::start(spec.clone(), runs, data.clone(), device));
        Ok(Self { cohorts: cohorts.collect::<Result<_, _>>()?, step: 0, steps: spec.steps() })
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
