//! A lesson: steps with a text, an experiment and a prediction each. What a lesson file holds, and how the page opens a step of it.

mod fields;
mod reading;

pub use fields::{Fault, MOST_FAULTS};
pub use reading::{FORMAT, MOST_BYTES, MOST_LINK, MOST_MINUTES, MOST_STEPS, MOST_TEXT, MOST_TITLE, MOST_WITHIN, Reading, read};

use serde::{Deserialize, Serialize};

use crate::effects::Prediction;
use crate::spec::{Opened, Presentation};

/// A lesson as its file says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Lesson {
    /// Version of the format.
    pub format: u32,
    /// What it is called.
    pub title: String,
    /// The language of its texts, as a tag: `en`, `de`.
    pub language: String,
    /// How long it takes.
    pub minutes: u32,
    /// What it is about, as Markdown.
    pub about: String,
    /// Its steps, at least one.
    pub steps: Vec<Step>,
}

/// One step of a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Step {
    /// What it is called.
    pub title: String,
    /// What the reader reads first, as Markdown.
    pub text: String,
    /// Its experiment, with what is hidden or locked: the fragment of a link.
    pub link: String,
    /// What the reader is asked to predict before the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Prediction>,
    /// What the reader reads once the runs are finished, as Markdown; empty = nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub after: String,
}

/// Keys of a link that a lesson's page says itself, whatever the link of a step says.
const NOT_OF_A_STEP: [&str; 3] = ["embed", "lesson", "lang"];

/// The link under which the page opens a step: its experiment and what it hides or locks, in the lesson called `name`. Whether the page
/// is part of another one, and its language, stay as they are.
#[must_use]
pub fn page_link(step_link: &str, shown: &Presentation, name: &str) -> String {
    let own = pairs(step_link).filter(|pair| !is_not_of_a_step(pair)).map(str::to_owned);
    let page = Presentation { embed: shown.embed, lang: shown.lang.clone(), lesson: name.to_owned(), ..Presentation::default() };
    own.chain([page.to_link()]).collect::<Vec<_>>().join("&")
}

/// The link of a step that has this experiment and hides and locks these controls, by the link's own keys.
#[must_use]
pub fn step_link(link: &str, hide: &[String], lock: &[String]) -> String {
    let shown = Presentation { hide: hide.to_vec(), lock: lock.to_vec(), ..Presentation::default() };
    let parts = [Opened::from_link(link).spec.to_link(), shown.to_link()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&")
}

/// The lesson as a file, to be read again by [`read`]; `schema` is the address of its schema, empty = none is named.
///
/// # Panics
///
/// Never: a lesson holds nothing that JSON cannot.
#[must_use]
pub fn write(lesson: &Lesson, schema: &str) -> String {
    let mut file = serde_json::to_value(lesson).expect("a lesson is texts, numbers and lists");
    for step in file["steps"].as_array_mut().into_iter().flatten() {
        if let Some(question) = step.get_mut("question").and_then(|question| question.as_object_mut()) {
            // What the kind of question has no use for is left out, since it would be refused.
            question.retain(|_, value| *value != 0 && *value != 0.0);
        }
    }
    let mut named = serde_json::Map::new();
    if !schema.is_empty() {
        named.insert("$schema".to_owned(), schema.into());
    }
    named.extend(file.as_object().cloned().into_iter().flatten());
    let text = serde_json::to_string_pretty(&named).expect("a map of values is JSON");
    format!("{text}\n")
}

fn pairs(link: &str) -> impl Iterator<Item = &str> {
    let fragment = link.split_once('#').map_or(link, |(_, fragment)| fragment);
    fragment.split('&').filter(|pair| !pair.is_empty())
}

fn is_not_of_a_step(pair: &str) -> bool {
    NOT_OF_A_STEP.contains(&pair.split_once('=').map_or(pair, |(key, _)| key))
}
