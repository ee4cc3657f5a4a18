//! What the page needs where an experiment is passed on: sentences about it, and lessons made of links.

use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::lesson::{self, Lesson, Reading};
use crate::spec::{Opened, explain};

/// The experiment of `link` in words, one sentence for each group of settings.
#[must_use]
#[wasm_bindgen]
pub fn sentences(link: &str) -> Vec<String> {
    explain(&Opened::from_link(link).spec)
}

/// Reads a lesson file: the lesson, or every fault of the file.
///
/// # Errors
/// When a value cannot be handed over.
#[wasm_bindgen]
pub fn read_lesson(text: &str) -> Result<Ts<Reading>, JsError> {
    Ok(lesson::read(text).into_ts()?)
}

/// A lesson as a file that names `schema`.
///
/// # Errors
/// When `lesson` is none.
#[wasm_bindgen]
pub fn write_lesson(lesson: &Ts<Lesson>, schema: &str) -> Result<String, JsError> {
    Ok(lesson::write(&lesson.to_rust()?, schema))
}

/// The link under which the page opens a step of the lesson called `name`; embedded and in its language as `shown` says.
#[must_use]
#[wasm_bindgen]
pub fn step_page_link(step_link: &str, shown: &str, name: &str) -> String {
    lesson::page_link(step_link, &Opened::from_link(shown).presentation, name)
}

/// The link of a step that has the experiment of `link` and hides and locks these controls.
#[must_use]
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "lists come from JavaScript as values")]
pub fn step_link(link: &str, hide: Vec<String>, lock: Vec<String>) -> String {
    lesson::step_link(link, &hide, &lock)
}
