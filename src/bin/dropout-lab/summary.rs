//! What the records of an experiment come to: a line of JSON for each effect, the page's own sentences, and the answer to its question.

use std::io::{self, Write};

use dropout_lab::effects::{Effects, Measured, answer, best_of_others};
use dropout_lab::records::{Ended, Record, effect_lines, last_of_each_run, line};
use dropout_lab::spec::{CARDS, Spec};

/// The question of the experiment and its answer in sentences; nothing where none is asked.
pub(crate) fn answered(spec: &Spec, records: &[Record], diverged: &[Ended]) -> Vec<String> {
    let Some(card) = CARDS.iter().find(|card| card.question == spec.question) else { return Vec::new() };
    let has_diverged = |record: &&Record| diverged.iter().any(|run| (run.arm, run.replicate) == (record.arm, record.replicate));
    let curves: Vec<Measured> = records.iter().filter(|record| !has_diverged(record)).map(Record::measured).collect();
    let sentences = answer(spec, &last_of_each_run(records, diverged), &best_of_others(&curves), &curves);
    core::iter::once(card.title.to_owned()).chain(sentences).collect()
}

/// Writes the effects: lines of JSON to `out`, sentences to `words`.
pub(crate) fn write(spec: &Spec, effects: &Effects, out: &mut impl Write, words: &mut impl Write) -> io::Result<()> {
    writeln!(words, "{}", effects.heading)?;
    effect_lines(spec, effects).iter().try_for_each(|effect| out.write_all(line(effect).as_bytes()))?;
    let sentences = effects.arms.iter().flat_map(|arm| &arm.effects).map(|effect| &effect.sentence);
    sentences.into_iter().try_for_each(|sentence| writeln!(words, "{sentence}"))?;
    effects.notes.iter().try_for_each(|note| writeln!(words, "{note}"))
}
