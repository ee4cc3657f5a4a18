//! What `dropout-lab run` and `pool` print: a head, records in a fixed order, the effects, a foot.

use std::io::{self, Write};

use dropout_lab::claim::{Evaluated, RunCurve};
use dropout_lab::effects::Measured;
use dropout_lab::experiment::{Evaluation, Report, RunResult, TestTimeResult};
use dropout_lab::records::{Ended, Foot, Head, Record, at_the_end, line};
use dropout_lab::spec::{RunSpec, Spec};

use crate::summary;

/// Records on their way out, in order of step, replicate and arm whatever order they come in.
pub(crate) struct Records<W: Write> {
    spec: Spec,
    out: W,
    run_count: usize,
    /// Records not yet printed, since some runs have not come so far.
    waiting: Vec<Record>,
    printed: Vec<Record>,
    diverged: Vec<Ended>,
    stopped: Vec<Ended>,
}

impl<W: Write> Records<W> {
    /// Prints the head.
    pub(crate) fn new(spec: Spec, head: &Head, mut out: W) -> io::Result<Self> {
        out.write_all(line(head).as_bytes())?;
        let run_count = spec.arms().len() * head.replicates.len();
        Ok(Self { spec, out, run_count, waiting: Vec::new(), printed: Vec::new(), diverged: Vec::new(), stopped: Vec::new() })
    }

    /// Takes what some runs have done; prints an evaluation once all runs have done it.
    pub(crate) fn add(&mut self, report: &Report) -> io::Result<()> {
        let ended = |arm: &str, replicate, step| -> io::Result<Ended> {
            Ok(Ended { arm: arm.parse().map_err(io::Error::other)?, replicate, step })
        };
        for run in &report.diverged {
            self.diverged.push(ended(&run.arm, run.replicate, run.step)?);
        }
        for run in &report.stopped {
            self.stopped.push(ended(&run.arm, run.replicate, run.step)?);
        }
        for evaluation in &report.evaluations {
            self.take(evaluation, &report.test_time)?;
        }
        while let Some(step) = self.next_whole() {
            let (mut ready, waiting) = std::mem::take(&mut self.waiting).into_iter().partition::<Vec<_>, _>(|record| record.step == step);
            self.waiting = waiting;
            ready.sort_by_key(Record::place);
            self.print(ready)?;
        }
        Ok(())
    }

    /// Prints these records, which are in order and all there are.
    pub(crate) fn print_all(&mut self, records: Vec<Record>, diverged: Vec<Ended>, stopped: Vec<Ended>) -> io::Result<()> {
        (self.diverged, self.stopped) = (diverged, stopped);
        self.print(records)
    }

    /// What was trained, as a claim needs it.
    pub(crate) fn curves(&self) -> Vec<RunCurve> {
        let at = |ended: &[Ended], run: &RunSpec| {
            ended.iter().find(|found| (found.arm, found.replicate) == (run.arm, run.replicate)).map(|found| found.step)
        };
        let of_run = |run: RunSpec| {
            let own = self.printed.iter().filter(|record| (record.arm, record.replicate) == (run.arm, run.replicate));
            RunCurve {
                arm: run.arm,
                replicate: run.replicate,
                evaluated: own.map(evaluated).collect(),
                diverged_at: at(&self.diverged, &run),
                stopped_at: at(&self.stopped, &run),
            }
        };
        self.spec.runs().into_iter().map(of_run).collect()
    }

    /// Prints the effects and the foot; the sentences go to `words`.
    ///
    /// # Errors
    /// When runs are missing whose records the others waited for, or the records cannot be written.
    pub(crate) fn finish(mut self, words: &mut impl Write) -> io::Result<()> {
        if !self.waiting.is_empty() {
            let found = self.waiting.len();
            return Err(io::Error::other(format!(
                "found {found} records that wait for others, expected every run to report each evaluation"
            )));
        }
        let effects = at_the_end(&self.spec, &self.printed, &self.diverged);
        summary::write(&self.spec, &effects, &mut self.out, words)?;
        for sentence in summary::answered(&self.spec, &self.printed, &self.diverged) {
            writeln!(words, "{sentence}")?;
        }
        self.diverged.sort_by_key(Ended::place);
        self.stopped.sort_by_key(Ended::place);
        let foot = Foot { records: self.printed.len(), diverged: self.diverged, stopped: self.stopped };
        self.out.write_all(line(&foot).as_bytes())?;
        self.out.flush()
    }

    fn take(&mut self, evaluation: &Evaluation, test_time: &[TestTimeResult]) -> io::Result<()> {
        for result in &evaluation.results {
            let is_of_it =
                |found: &&TestTimeResult| (found.step, &found.arm, found.replicate) == (evaluation.step, &result.arm, result.replicate);
            let mut measured = measured(evaluation, result).map_err(io::Error::other)?;
            measured.test_time = test_time.iter().find(is_of_it).map(|found| found.test_time.clone());
            let record = Record::new(&self.spec, measured, result.batch_loss);
            self.waiting.push(record);
        }
        Ok(())
    }

    /// The first waiting evaluation, if every run that had not ended before has reported.
    fn next_whole(&self) -> Option<u32> {
        let step = self.waiting.iter().map(|record| record.step).min()?;
        let present = self.waiting.iter().filter(|record| record.step == step).count();
        // A run that diverged is missing where that was found; one that stopped was still evaluated there.
        let diverged = self.diverged.iter().filter(|run| run.step <= step).count();
        let stopped = self.stopped.iter().filter(|run| run.step < step).count();
        (present + diverged + stopped == self.run_count).then_some(step)
    }

    fn print(&mut self, records: Vec<Record>) -> io::Result<()> {
        for record in &records {
            self.out.write_all(line(record).as_bytes())?;
        }
        self.printed.extend(records);
        Ok(())
    }
}

fn measured(evaluation: &Evaluation, result: &RunResult) -> Result<Measured, String> {
    Ok(Measured {
        arm: result.arm.parse()?,
        replicate: result.replicate,
        step: evaluation.step,
        train_loss: result.train_loss,
        train_accuracy: result.train_accuracy,
        test_loss: result.test_loss,
        test_accuracy: result.test_accuracy,
        batch_accuracy: result.batch_accuracy,
        probes: result.probes.clone(),
        test_time: None,
    })
}

/// What a claim is made of.
fn evaluated(record: &Record) -> Evaluated {
    Evaluated { step: record.step, measures: [record.train_loss, record.train_accuracy, record.test_loss, record.test_accuracy] }
}
