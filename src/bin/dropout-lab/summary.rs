//! What the records of an experiment come to: a line of JSON for each effect, and the page's own sentences.

use std::io::{self, Write};

use dropout_lab::effects::{At, Comparison, Effects, Measured, effects};
use dropout_lab::spec::{Arm, Spec};
use dropout_lab::stats::{Pairing, Verdict};
use serde::Serialize;

use crate::record::{Ended, Record};

/// The effect of an arm against the reference arm on one measure, at the last evaluation.
#[derive(Serialize)]
struct Line<'a> {
    effect: &'a str,
    arm: Arm,
    reference: Arm,
    pairing: Pairing,
    replicates: u32,
    mean: f64,
    standard_deviation: Option<f64>,
    half_width: Option<f64>,
    p_value: Option<f64>,
    replicates_needed: Option<u32>,
    verdict: Verdict,
}

/// The effects at the end of training: each run's last record, those that diverged left out.
pub(crate) fn at_the_end(spec: &Spec, records: &[Record], diverged: &[Ended]) -> Effects {
    let mut last: Vec<Measured> = Vec::new();
    for record in records {
        let is_same = |other: &Measured| (other.arm, other.replicate) == (record.arm, record.replicate);
        match last.iter_mut().find(|other| is_same(other)) {
            Some(other) if other.step < record.step => *other = record.measured(),
            Some(_) => {}
            None => last.push(record.measured()),
        }
    }
    last.retain(|run| !diverged.iter().any(|gone| (gone.arm, gone.replicate) == (run.arm, run.replicate)));
    effects(spec, &Comparison { at: At::Last, measured: last, holm: false, accuracy_size: None, loss_size: None })
}

/// Writes the effects: lines of JSON to `out`, sentences to `words`.
pub(crate) fn write(spec: &Spec, effects: &Effects, out: &mut impl Write, words: &mut impl Write) -> io::Result<()> {
    writeln!(words, "{}", effects.heading)?;
    for arm in &effects.arms {
        for effect in &arm.effects {
            let found = effect.difference;
            let line = Line {
                effect: effect.measure.key(),
                arm: arm.arm,
                reference: spec.reference,
                pairing: found.pairing,
                replicates: found.count,
                mean: found.mean,
                standard_deviation: found.standard_deviation,
                half_width: found.half_width,
                p_value: found.p_value,
                replicates_needed: effect.replicates_needed,
                verdict: effect.verdict,
            };
            serde_json::to_writer(&mut *out, &line)?;
            out.write_all(b"\n")?;
            writeln!(words, "{}", effect.sentence)?;
        }
    }
    effects.notes.iter().try_for_each(|note| writeln!(words, "{note}"))
}
