//! The runs that one worker or thread trains: one cohort on the GPU, one for each run on the CPU.
//!
//! On the GPU launches are what costs, and a cohort launches once for all its runs. On the CPU arithmetic is what costs: there
//! a cohort of many runs is no faster than as many cohorts, but its steps would be too long to pause between.

use super::{Cohort, Report, TrainingData};
use crate::model::{Backend, Device};
use crate::spec::{RunSpec, Spec};

/// Runs that are trained by turns, the one furthest behind first.
#[derive(Debug)]
pub struct Share {
    cohorts: Vec<Cohort>,
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
        Ok(Self { cohorts: cohorts.collect::<Result<_, _>>()? })
    }

    /// As [`Cohort::advance`]; the report's step is that of the run furthest ahead.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn advance(&mut self, units: u32, until: u32) -> Result<Report, String> {
        let mut report = Report::default();
        // A lone cohort takes all units at once: on the GPU a read ends each call.
        let turn = if self.cohorts.len() == 1 { units } else { 1 };
        while report.units < units {
            let behind = self.cohorts.iter_mut().filter(|cohort| !cohort.reached(until)).min_by_key(|cohort| cohort.step());
            let Some(cohort) = behind else { break };
            let part = cohort.advance(turn, until).await?;
            report.units += part.units;
            report.evaluations.extend(part.evaluations);
            report.diverged.extend(part.diverged);
        }
        report.reached = self.cohorts.iter().all(|cohort| cohort.reached(until));
        report.step = self.cohorts.iter().map(Cohort::step).max().unwrap_or(0);
        report.steps = self.cohorts.first().map_or(0, Cohort::steps);
        self.cohorts.retain(|cohort| !cohort.runs().is_empty());
        Ok(report)
    }

    /// As [`Cohort::retain`].
    pub fn retain(&mut self, keep: impl Fn(&RunSpec) -> bool) {
        self.cohorts.iter_mut().for_each(|cohort| cohort.retain(&keep));
        self.cohorts.retain(|cohort| !cohort.runs().is_empty());
    }

    /// As [`Cohort::update`], for all runs.
    ///
    /// # Errors
    /// When the spec would change the past of a run, or is another experiment.
    pub fn update(&mut self, spec: &Spec) -> Result<(), String> {
        self.cohorts.iter_mut().try_for_each(|cohort| cohort.update(spec.clone()))
    }
}
