//! What `dropout-lab run` and `pool` print: a head, records in a fixed order, the effects, a foot.

use std::io::{self, Write};

use dropout_lab::experiment::{Evaluation, Report, TestTimeResult};
use dropout_lab::spec::Spec;
use serde::Serialize;

use crate::record::{Ended, Foot, Head, Record};
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
        line(&mut out, head)?;
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
        let effects = summary::at_the_end(&self.spec, &self.printed, &self.diverged);
        summary::write(&self.spec, &effects, &mut self.out, words)?;
        for sentence in summary::answered(&self.spec, &self.printed, &self.diverged) {
            writeln!(words, "{sentence}")?;
        }
        self.diverged.sort_by_key(Ended::place);
        self.stopped.sort_by_key(Ended::place);
        line(&mut self.out, &Foot { records: self.printed.len(), diverged: self.diverged, stopped: self.stopped })?;
        self.out.flush()
    }

    fn take(&mut self, evaluation: &Evaluation, test_time: &[TestTimeResult]) -> io::Result<()> {
        for result in &evaluation.results {
            let is_of_it =
                |found: &&TestTimeResult| (found.step, &found.arm, found.replicate) == (evaluation.step, &result.arm, result.replicate);
            let mut record = Record::new(&self.spec, evaluation, result).map_err(io::Error::other)?;
            record.test_time = test_time.iter().find(is_of_it).map(|found| found.test_time.clone());
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
            line(&mut self.out, record)?;
        }
        self.printed.extend(records);
        Ok(())
    }
}

fn line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
