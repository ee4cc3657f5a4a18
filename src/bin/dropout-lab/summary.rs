//! What the records of an experiment come to: a line of JSON for each effect, the page's own sentences, and the answer to its question.

use std::collections::BTreeMap;
use std::io::{self, Write};

use dropout_lab::effects::{At, Comparison, Effects, Measured, answer, best_of_others, effects};
use dropout_lab::spec::{Arm, CARDS, Spec};
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
    let measured = last(records, diverged);
    effects(spec, &Comparison { at: At::Last, measured, holm: false, accuracy_size: None, loss_size: None })
}

fn last(records: &[Record], diverged: &[Ended]) -> Vec<Measured> {
    let mut last: BTreeMap<(Arm, u32), &Record> = records.iter().map(|record| ((record.arm, record.replicate), record)).collect();
    for run in diverged {
        last.remove(&(run.arm, run.replicate));
    }
    last.into_values().map(Record::measured).collect()
}

/// The question of the experiment and its answer in sentences; nothing where none is asked.
pub(crate) fn answered(spec: &Spec, records: &[Record], diverged: &[Ended]) -> Vec<String> {
    let Some(card) = CARDS.iter().find(|card| card.question == spec.question) else { return Vec::new() };
    let has_diverged = |record: &&Record| diverged.iter().any(|run| (run.arm, run.replicate) == (record.arm, record.replicate));
    let curves: Vec<Measured> = records.iter().filter(|record| !has_diverged(record)).map(Record::measured).collect();
    let sentences = answer(spec, &last(records, diverged), &best_of_others(&curves), &curves);
    core::iter::once(card.title.to_owned()).chain(sentences).collect()
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
