//! What the records of an experiment come to: a line of JSON for each effect, and the page's own sentences.

use std::collections::BTreeMap;
use std::io::{self, Write};

use dropout_lab::effects::{At, Comparison, Effects, effects};
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

/// The effects at the end of training, from records by rising step: each run's last one, those that diverged left out.
pub(crate) fn at_the_end(spec: &Spec, records: &[Record], diverged: &[Ended]) -> Effects {
    let mut last: BTreeMap<(Arm, u32), &Record> = records.iter().map(|record| ((record.arm, record.replicate), record)).collect();
    for run in diverged {
        last.remove(&(run.arm, run.replicate));
    }
    let measured = last.into_values().map(Record::measured).collect();
    effects(spec, &Comparison { at: At::Last, measured, holm: false, accuracy_size: None, loss_size: None })
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
