//! Reads a lesson file strictly: what it says is used as it stands, or refused with every fault named.

use serde::Serialize;
use serde_json::{Map, Value};

use super::fields::{Fault, Faults, described, quoted};
use super::{Lesson, Step, is_not_of_a_step, pairs};
use crate::effects::{Prediction, PredictionKind, Quantity};
use crate::spec::{Arm, Opened, Spec};

/// The version of the format that is read here.
pub const FORMAT: u32 = 1;
/// Larger files are refused.
pub const MOST_BYTES: usize = 1_000_000;
/// Steps of a lesson.
pub const MOST_STEPS: usize = 50;
/// Minutes that a lesson takes.
pub const MOST_MINUTES: u32 = 600;
/// Characters of a title.
pub const MOST_TITLE: usize = 120;
/// Characters of a text.
pub const MOST_TEXT: usize = 20_000;
/// Characters of a link.
pub const MOST_LINK: usize = 4_000;
const MOST_LANGUAGE: usize = 35;
/// Most that a predicted number may be off and still be right.
pub const MOST_WITHIN: f64 = 100.0;

const LESSON_FIELDS: [&str; 7] = ["$schema", "format", "title", "language", "minutes", "about", "steps"];
const STEP_FIELDS: [&str; 5] = ["title", "text", "link", "question", "after"];
const CHOICE_FIELDS: [&str; 5] = ["kind", "text", "measure", "layer", "arm"];
const NUMBER_FIELDS: [&str; 6] = ["kind", "text", "measure", "layer", "arm", "within"];
const KINDS: [&str; 2] = ["choice", "number"];

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Reading {
    /// The lesson; none where the file has faults.
    pub lesson: Option<Lesson>,
    /// Why there is none.
    pub faults: Vec<Fault>,
    /// What the links of its steps say that cannot be used as it stands: the page opens them nevertheless.
    pub notices: Vec<Fault>,
}

/// Reads a lesson file: never fails, names every fault.
#[must_use]
pub fn read(text: &str) -> Reading {
    let (mut faults, mut notices) = (Faults::default(), Faults::default());
    let lesson = lesson(text, &mut faults, &mut notices);
    let lesson = lesson.filter(|_| faults.is_empty());
    Reading { lesson, faults: faults.into_list(), notices: notices.into_list() }
}

fn lesson(text: &str, faults: &mut Faults, notices: &mut Faults) -> Option<Lesson> {
    if text.len() > MOST_BYTES {
        faults.say("file", format!("found {} bytes, expected at most {MOST_BYTES}", text.len()));
        return None;
    }
    let value: Value = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(value) => value,
        Err(error) => {
            faults.say("file", format!("found no JSON ({error}), expected a lesson file"));
            return None;
        }
    };
    // A later format may have fields of its own, so nothing else is said of it.
    if let Some(format) = value.get("format").and_then(Value::as_u64).filter(|format| *format > u64::from(FORMAT)) {
        faults.say("format", format!("found {format}, this page knows format {FORMAT}: the lesson was made for a newer one"));
        return None;
    }
    let fields = faults.object(&value, "file", &LESSON_FIELDS)?;
    if let Some(schema) = fields.get("$schema").filter(|schema| !schema.is_string()) {
        faults.say("$schema", format!("found {}, expected the address of a schema", described(schema)));
    }
    let format = faults.whole(fields, "format", FORMAT, FORMAT);
    let title = faults.text(fields, "title", MOST_TITLE);
    let language = language(fields, faults);
    let minutes = faults.whole(fields, "minutes", 1, MOST_MINUTES);
    let about = faults.optional_text(fields, "about", MOST_TEXT);
    let steps = steps(fields, faults, notices);
    Some(Lesson { format: format?, title: title?, language: language?, minutes: minutes?, about: about?, steps: steps? })
}

/// A tag such as `en`, `de` or `pt-BR`.
fn language(fields: &Map<String, Value>, faults: &mut Faults) -> Option<String> {
    let tag = faults.text(fields, "language", MOST_LANGUAGE)?;
    let mut parts = tag.split('-');
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let first = parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase()));
    if first && parts.all(is_part) {
        return Some(tag);
    }
    faults.say("language", format!("found {}, expected a language tag such as en or pt-BR", quoted(&tag)));
    None
}

fn steps(fields: &Map<String, Value>, faults: &mut Faults, notices: &mut Faults) -> Option<Vec<Step>> {
    let found = fields.get("steps");
    let Some(items) = found.and_then(Value::as_array).filter(|items| (1..=MOST_STEPS).contains(&items.len())) else {
        faults.say(
            "steps",
            format!("found {}, expected a list of 1 to {MOST_STEPS} steps", found.map_or_else(|| "nothing".to_owned(), described)),
        );
        return None;
    };
    let steps = items.iter().zip(1..).map(|(item, number)| {
        (faults.step, notices.step) = (number, number);
        step(item, faults, notices)
    });
    // Each is read, so that the faults of all are named.
    let steps: Vec<Option<Step>> = steps.collect();
    (faults.step, notices.step) = (0, 0);
    steps.into_iter().collect()
}

fn step(value: &Value, faults: &mut Faults, notices: &mut Faults) -> Option<Step> {
    let fields = faults.object(value, "step", &STEP_FIELDS)?;
    let title = faults.text(fields, "title", MOST_TITLE);
    let text = faults.text(fields, "text", MOST_TEXT);
    let link = faults.text(fields, "link", MOST_LINK);
    let spec = link.as_deref().map(|link| opened(link, notices));
    let question = match fields.get("question") {
        None => Some(None),
        Some(question) => prediction(question, spec.as_ref(), faults).map(Some),
    };
    let after = faults.optional_text(fields, "after", MOST_TEXT);
    Some(Step { title: title?, text: text?, link: link?, question: question?, after: after? })
}

/// The experiment of a step, with a notice for each thing that the page would say when it opens.
fn opened(link: &str, notices: &mut Faults) -> Spec {
    let opened = Opened::from_link(link);
    for notice in &opened.notices {
        notices.say("link", notice.to_string());
    }
    for pair in pairs(link).filter(|pair| is_not_of_a_step(pair)) {
        notices.say("link", format!("found {}, expected settings, hide and lock: the page says this itself", quoted(pair)));
    }
    opened.spec
}

fn prediction(value: &Value, spec: Option<&Spec>, faults: &mut Faults) -> Option<Prediction> {
    let is_number = value.get("kind").and_then(Value::as_str) == Some("number");
    let known: &[&str] = if is_number { &NUMBER_FIELDS } else { &CHOICE_FIELDS };
    let fields = faults.object(value, "question", known)?;
    faults.within = "question.";
    let kind = faults.word(fields, "kind", &KINDS);
    let kind = kind.map(|kind| if kind == "number" { PredictionKind::Number } else { PredictionKind::Choice });
    let text = faults.text(fields, "text", MOST_TEXT);
    let keys = Quantity::ALL.map(Quantity::key);
    let measure = faults.word(fields, "measure", &keys);
    let measure = measure.and_then(|key| Quantity::ALL.into_iter().find(|quantity| quantity.key() == key));
    let within = if is_number { faults.positive(fields, "within", MOST_WITHIN) } else { Some(0.0) };
    let layer = measure.and_then(|measure| layer(fields, measure, spec, faults));
    let arm = arm(fields, kind, measure, spec, faults);
    faults.within = "";
    Some(Prediction { kind: kind?, text: text?, measure: measure?, layer: layer?, arm: arm?, within: within? })
}

/// The hidden layer that a question is about; 0 where it is about none.
fn layer(fields: &Map<String, Value>, measure: Quantity, spec: Option<&Spec>, faults: &mut Faults) -> Option<u32> {
    if let Some(needed) = spec.and_then(|spec| measure.lacks(spec)) {
        faults.say("measure", format!("found {} without it in the link, expected {needed} there", quoted(measure.key())));
    }
    match fields.get("layer") {
        Some(found) if !measure.is_of_layer() => {
            faults.say("layer", format!("found {}, expected none: {} is of no layer", described(found), measure.key()));
            None
        }
        None if !measure.is_of_layer() => Some(0),
        _ => {
            let count = spec.map_or(1, |spec| u32::try_from(spec.hidden.len()).unwrap_or(1));
            faults.whole(fields, "layer", 1, count)
        }
    }
}

/// An arm of the step's experiment; for a choice one that is compared with the reference.
fn arm(
    fields: &Map<String, Value>,
    kind: Option<PredictionKind>,
    measure: Option<Quantity>,
    spec: Option<&Spec>,
    faults: &mut Faults,
) -> Option<Arm> {
    let spec = spec?;
    let compares = kind != Some(PredictionKind::Number);
    let is_inside = measure.is_some_and(|measure| measure.is_of_layer() || measure == Quantity::OnePassAccuracy);
    // What is measured inside is compared pair by pair.
    let may = |arm: &Arm| !compares || (*arm != spec.reference && (!is_inside || spec.are_paired(*arm, spec.reference)));
    let arms: Vec<String> = spec.arms().into_iter().filter(may).map(|arm| arm.to_string()).collect();
    let words: Vec<&str> = arms.iter().map(String::as_str).collect();
    faults.word(fields, "arm", &words)?.parse().ok()
}
