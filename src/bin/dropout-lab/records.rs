//! What `dropout-lab run` prints: a record per run and evaluation in a fixed order, then the effects.

use std::io::{self, Write};

use dropout_lab::experiment::{Diverged, Evaluation, RunResult, Stopped};
use dropout_lab::spec::{Arm, Spec};
use dropout_lab::stats::{Difference, Verdict};
use serde::Serialize;

/// One run at one evaluation. Fractions, not percent; losses in nats.
#[derive(Serialize)]
struct Record<'a> {
    arm: &'a str,
    replicate: u32,
    seed: u32,
    drop: &'a [f64],
    step: u32,
    epoch: f64,
    train_loss: f64,
    train_accuracy: f64,
    test_loss: f64,
    test_accuracy: f64,
    batch_loss: Option<f64>,
    batch_accuracy: Option<f64>,
}

/// The effect of an arm against the baseline on one measure, at the last evaluation of each run.
#[derive(Serialize)]
struct Effect<'a> {
    effect: &'a str,
    arm: String,
    reference: String,
    replicates: u32,
    mean: f64,
    standard_deviation: Option<f64>,
    half_width: Option<f64>,
    verdict: Verdict,
}

/// A measure by its name.
type Measure = (&'static str, fn(&RunResult) -> f64);

const MEASURES: [Measure; 6] = [
    ("accuracy_gap", |result| result.train_accuracy - result.test_accuracy),
    ("loss_gap", |result| result.test_loss - result.train_loss),
    ("test_accuracy", |result| result.test_accuracy),
    ("test_loss", |result| result.test_loss),
    ("train_accuracy", |result| result.train_accuracy),
    ("train_loss", |result| result.train_loss),
];

/// All results so far, printed in order of step, replicate and arm whatever order they come in.
pub(crate) struct Records<W: Write> {
    spec: Spec,
    out: W,
    /// Evaluations not yet printed, since some runs have not come so far.
    waiting: Vec<Evaluation>,
    last: Vec<RunResult>,
    run_count: usize,
    /// The first step that a run no longer reports, one entry for each run that diverged or was stopped early.
    gone_from: Vec<u32>,
    stopped: Vec<Stopped>,
}

impl<W: Write> Records<W> {
    pub(crate) fn new(spec: Spec, out: W) -> Self {
        let (gone_from, stopped) = (Vec::new(), Vec::new());
        Self { run_count: spec.runs().len(), spec, out, waiting: Vec::new(), last: Vec::new(), gone_from, stopped }
    }

    /// Takes the part of an evaluation that some runs have done; prints it once all have.
    pub(crate) fn add(&mut self, evaluation: Evaluation, diverged: &[Diverged], stopped: &[Stopped]) -> io::Result<()> {
        self.gone_from.extend(diverged.iter().map(|run| run.step).chain(stopped.iter().map(|run| run.step + 1)));
        self.stopped.extend_from_slice(stopped);
        match self.waiting.iter_mut().find(|waiting| waiting.step == evaluation.step) {
            Some(waiting) => waiting.results.extend(evaluation.results),
            None => self.waiting.push(evaluation),
        }
        while self.waiting.first().is_some_and(|first| self.is_whole(first)) {
            let evaluation = self.waiting.remove(0);
            self.print(evaluation)?;
        }
        Ok(())
    }

    /// Whether every run that was still trained has reported.
    fn is_whole(&self, evaluation: &Evaluation) -> bool {
        let gone = self.gone_from.iter().filter(|&&step| step <= evaluation.step).count();
        evaluation.results.len() + gone == self.run_count
    }

    fn print(&mut self, mut evaluation: Evaluation) -> io::Result<()> {
        evaluation.results.sort_by_key(|result| (result.replicate, result.arm.parse::<Arm>().map_or(0, order)));
        for result in &evaluation.results {
            let arm: Arm = result.arm.parse().map_err(io::Error::other)?;
            let run = self.spec.run(arm, result.replicate);
            let record = Record {
                arm: &result.arm,
                replicate: result.replicate,
                seed: run.seed,
                drop: run.drop_at(evaluation.step).probs(),
                step: evaluation.step,
                epoch: evaluation.epoch,
                train_loss: result.train_loss,
                train_accuracy: result.train_accuracy,
                test_loss: result.test_loss,
                test_accuracy: result.test_accuracy,
                batch_loss: result.batch_loss,
                batch_accuracy: result.batch_accuracy,
            };
            self.line(&record)?;
        }
        // Only a run that was stopped early is still told of by an earlier evaluation.
        let has_stopped = |run: &RunResult| self.stopped.iter().any(|stopped| stopped.arm == run.arm && stopped.replicate == run.replicate);
        let again = |run: &RunResult| evaluation.results.iter().any(|new| new.arm == run.arm && new.replicate == run.replicate);
        self.last.retain(|run| has_stopped(run) && !again(run));
        self.last.extend(evaluation.results);
        Ok(())
    }

    /// Prints the effects of each arm against the baseline; the sentences go to `words`.
    pub(crate) fn finish(mut self, words: &mut impl Write) -> io::Result<()> {
        for arm in self.spec.arms().into_iter().skip(1) {
            for (name, measure) in MEASURES {
                let (found, reference) = self.pairs(arm, measure);
                let Some(difference) = Difference::paired(&found, &reference) else { continue };
                writeln!(words, "{}", sentence(name, arm, &difference))?;
                self.line(&Effect {
                    effect: name,
                    arm: arm.to_string(),
                    reference: Arm::Baseline.to_string(),
                    replicates: difference.count,
                    mean: difference.mean,
                    standard_deviation: difference.standard_deviation,
                    half_width: difference.half_width,
                    verdict: difference.verdict(),
                })?;
            }
        }
        self.out.flush()
    }

    fn pairs(&self, arm: Arm, measure: fn(&RunResult) -> f64) -> (Vec<f64>, Vec<f64>) {
        let value = |arm: Arm, replicate| {
            let name = arm.to_string();
            let result = self.last.iter().find(|result| result.arm == name && result.replicate == replicate);
            result.map_or(f64::NAN, measure)
        };
        (0..self.spec.replicates).map(|replicate| (value(arm, replicate), value(Arm::Baseline, replicate))).unzip()
    }

    fn line(&mut self, record: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, record)?;
        self.out.write_all(b"\n")
    }
}

fn order(arm: Arm) -> usize {
    match arm {
        Arm::Baseline => 0,
        Arm::Treatment => 1,
        Arm::Pinned(index) => 2 + index,
    }
}

fn sentence(name: &str, arm: Arm, difference: &Difference) -> String {
    let name = name.replace('_', " ");
    match difference.half_width {
        Some(half_width) => {
            let verdict = difference.verdict();
            format!("{name}: {arm} - baseline = {:+.4} +- {half_width:.4} (95%, n = {}): {verdict}", difference.mean, difference.count)
        }
        None => format!("{name}: {arm} - baseline = {:+.4} (one replicate: no interval)", difference.mean),
    }
}
