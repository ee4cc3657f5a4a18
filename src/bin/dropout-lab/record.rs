//! Reads a file of records, line by line: a head that says which experiment, a record per run and evaluation, the effects, and a foot.

use std::collections::HashMap;

use dropout_lab::records::{Ended, Foot, Head, Record};
use dropout_lab::spec::Arm;
use serde::de::DeserializeOwned;
use tinyjson::JsonValue;

use crate::json::{Json, as_whole};

/// A line of a file.
pub(crate) enum Line {
    Head(Head),
    Record(Box<Record>),
    /// Effects are computed anew, so they are only recognised.
    Effect,
    Foot(Foot),
}

impl Line {
    /// Reads a line; numbers come back to the last bit.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let value: JsonValue = text.parse().map_err(|_| "found no JSON object, the line may be cut off".to_owned())?;
        let fields = Fields(&value);
        if fields.has("experiment") {
            return fields.head().map(Self::Head);
        }
        if fields.has("effect") {
            return Ok(Self::Effect);
        }
        if fields.has("records") { fields.foot().map(Self::Foot) } else { fields.record().map(|record| Self::Record(Box::new(record))) }
    }
}

/// The fields of a JSON object, each asked for with what it must be.
///
/// Not `serde_json`: its quick reading of numbers may be off in the last bit, and pooled slices must equal the whole.
struct Fields<'a>(&'a JsonValue);

impl Fields<'_> {
    fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    fn value(&self, key: &str) -> Option<&JsonValue> {
        self.0.get::<HashMap<String, JsonValue>>()?.get(key)
    }

    fn get<T>(&self, key: &str, what: &str, read: impl Fn(&JsonValue) -> Option<T>) -> Result<T, String> {
        let value = self.value(key).ok_or_else(|| format!("found no {key}, expected {what}"))?;
        read(value).ok_or_else(|| {
            let found = value.stringify().unwrap_or_default();
            format!("{key}: found {found}, expected {what}")
        })
    }

    fn text(&self, key: &str) -> Result<String, String> {
        self.get(key, "a text", |value| value.get::<String>().cloned())
    }

    fn number(&self, key: &str) -> Result<f64, String> {
        self.get(key, "a number", as_number)
    }

    fn whole(&self, key: &str) -> Result<u32, String> {
        self.get(key, "a whole number", as_whole)
    }

    fn optional(&self, key: &str) -> Result<Option<f64>, String> {
        self.get(key, "a number or null", |value| if value.is_null() { Some(None) } else { as_number(value).map(Some) })
    }

    fn list<T>(&self, key: &str, what: &str, read: impl Fn(&JsonValue) -> Option<T>) -> Result<Vec<T>, String> {
        self.get(key, what, |value| value.get::<Vec<JsonValue>>()?.iter().map(&read).collect())
    }

    /// What may be absent, in the form that it has in the library.
    fn form<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, String> {
        let read = |value| T::deserialize(Json(value)).map_err(|error| format!("{key}: {error}"));
        self.value(key).map(read).transpose()
    }

    fn arm(&self) -> Result<Arm, String> {
        self.text("arm")?.parse()
    }

    fn head(&self) -> Result<Head, String> {
        Ok(Head {
            experiment: self.text("experiment")?,
            replicates: self.list("replicates", "a list of whole numbers", as_whole)?,
            backend: self.text("backend")?,
            adapter: self.get(
                "adapter",
                "a text or null",
                |value| if value.is_null() { Some(None) } else { value.get().cloned().map(Some) },
            )?,
            examples: self.text("examples")?,
            version: self.text("version")?,
        })
    }

    fn record(&self) -> Result<Record, String> {
        Ok(Record {
            arm: self.arm()?,
            replicate: self.whole("replicate")?,
            seed: self.whole("seed")?,
            drop: self.list("drop", "a list of probabilities", as_number)?,
            step: self.whole("step")?,
            epoch: self.number("epoch")?,
            train_loss: self.number("train_loss")?,
            train_accuracy: self.number("train_accuracy")?,
            test_loss: self.number("test_loss")?,
            test_accuracy: self.number("test_accuracy")?,
            batch_loss: self.optional("batch_loss")?,
            batch_accuracy: self.optional("batch_accuracy")?,
            probes: self.form("probes")?,
            test_time: self.form("test_time")?,
        })
    }

    fn foot(&self) -> Result<Foot, String> {
        let ended = |value: &JsonValue| {
            let fields = Fields(value);
            Some(Ended { arm: fields.arm().ok()?, replicate: fields.whole("replicate").ok()?, step: fields.whole("step").ok()? })
        };
        Ok(Foot {
            records: self.whole("records")? as usize,
            diverged: self.list("diverged", "a list of runs", ended)?,
            stopped: self.list("stopped", "a list of runs", ended)?,
        })
    }
}

fn as_number(value: &JsonValue) -> Option<f64> {
    value.get::<f64>().copied()
}
