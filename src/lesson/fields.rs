//! Reads JSON field by field and collects every fault: which step, which field, what was found, what was expected.

use core::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

/// More faults than this are summed up in one.
pub const MOST_FAULTS: usize = 40;
/// Text from a file is quoted up to this many characters.
const QUOTED: usize = 40;

/// What is wrong with a lesson file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Fault {
    /// The step it is in, from 1 on; 0 = the lesson as a whole.
    pub step: u32,
    /// The field it is about: `title`, `question.arm`.
    pub field: String,
    /// What was found and what was expected.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step {
            0 => write!(f, "{}: {}", self.field, self.message),
            step => write!(f, "Step {step}, {}: {}", self.field, self.message),
        }
    }
}

/// The faults found so far, and where reading is.
#[derive(Default)]
pub(super) struct Faults {
    found: Vec<Fault>,
    /// The step that is read; 0 = the lesson as a whole.
    pub(super) step: u32,
    /// The object that is read, with a dot behind it; empty = the step or the lesson itself.
    pub(super) within: &'static str,
}

impl Faults {
    pub(super) fn say(&mut self, field: &str, message: String) {
        self.found.push(Fault { step: self.step, field: format!("{}{}", self.within, quotable(field)), message });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All of them, or as many as can be read.
    pub(super) fn into_list(mut self) -> Vec<Fault> {
        if self.found.len() > MOST_FAULTS {
            let more = self.found.len() - MOST_FAULTS;
            self.found.truncate(MOST_FAULTS);
            self.found.push(Fault { step: 0, field: "file".to_owned(), message: format!("{more} more faults were found") });
        }
        self.found
    }

    /// The fields of an object, none of which may be unknown.
    pub(super) fn object<'a>(&mut self, value: &'a Value, name: &str, known: &[&str]) -> Option<&'a Map<String, Value>> {
        let Some(fields) = value.as_object() else {
            self.say(name, format!("found {}, expected an object", described(value)));
            return None;
        };
        for (key, value) in fields.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            self.say(key, format!("found {}, expected no such field; the fields are {}", described(value), known.join(", ")));
        }
        Some(fields)
    }

    /// A text of at most so many characters, and not blank.
    pub(super) fn text(&mut self, fields: &Map<String, Value>, key: &str, most: usize) -> Option<String> {
        match fields.get(key) {
            None => self.say(key, format!("found nothing, expected a text of 1 to {most} characters")),
            Some(Value::String(text)) if text.trim().is_empty() => {
                self.say(key, format!("found an empty text, expected one of 1 to {most} characters"));
            }
            Some(value) => return self.any_text(value, key, most),
        }
        None
    }

    /// A text of at most so many characters that may be left out; empty without it.
    pub(super) fn optional_text(&mut self, fields: &Map<String, Value>, key: &str, most: usize) -> Option<String> {
        fields.get(key).map_or_else(|| Some(String::new()), |value| self.any_text(value, key, most))
    }

    fn any_text(&mut self, value: &Value, key: &str, most: usize) -> Option<String> {
        let Some(text) = value.as_str() else {
            self.say(key, format!("found {}, expected a text", described(value)));
            return None;
        };
        let length = text.chars().count();
        if length > most {
            self.say(key, format!("found {length} characters, expected at most {most}"));
            return None;
        }
        if let Some(control) = text.chars().find(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')) {
            self.say(key, format!("found the control character U+{:04X}, expected none but line breaks and tabs", u32::from(control)));
            return None;
        }
        Some(text.to_owned())
    }

    /// A whole number in a range.
    pub(super) fn whole(&mut self, fields: &Map<String, Value>, key: &str, least: u32, most: u32) -> Option<u32> {
        let found = fields.get(key);
        let number = found.and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
        let number = number.filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.say(key, format!("found {}, expected a whole number from {least} to {most}", found.map_or_else(nothing, described)));
        }
        number
    }

    /// A number above zero, at most `most`.
    pub(super) fn positive(&mut self, fields: &Map<String, Value>, key: &str, most: f64) -> Option<f64> {
        let found = fields.get(key);
        let number = found.and_then(Value::as_f64).filter(|number| *number > 0.0 && *number <= most);
        if number.is_none() {
            self.say(key, format!("found {}, expected a number above 0, at most {most}", found.map_or_else(nothing, described)));
        }
        number
    }

    /// One of a few words.
    pub(super) fn word<'a>(&mut self, fields: &Map<String, Value>, key: &str, words: &[&'a str]) -> Option<&'a str> {
        let found = fields.get(key);
        let word = found.and_then(Value::as_str).and_then(|text| words.iter().find(|word| **word == text).copied());
        if word.is_none() {
            self.say(key, format!("found {}, expected {}", found.map_or_else(nothing, described), words.join(", ")));
        }
        word
    }
}

fn nothing() -> String {
    "nothing".to_owned()
}

/// A value in a few words.
pub(super) fn described(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(fields) => format!("an object of {} fields", fields.len()),
    }
}

/// Foreign text in quotes, shortened and without control characters.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", quotable(text))
}

fn quotable(text: &str) -> String {
    let mut letters = text.chars().filter(|letter| !letter.is_control());
    let short: String = letters.by_ref().take(QUOTED).collect();
    if letters.next().is_some() { format!("{short}…") } else { short }
}
