//! A file of records: a head that says which experiment, a record per run and evaluation, the effects, and a foot that ends it.

use std::collections::HashMap;

use dropout_lab::effects::Measured;
use dropout_lab::experiment::{Evaluation, RunResult};
use dropout_lab::probes::{Probes, TestTime};
use dropout_lab::spec::{Arm, Spec};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tinyjson::JsonValue;

use crate::json::{Json, as_whole};

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Head {
    /// The link of the experiment.
    pub(crate) experiment: String,
    /// The replicates that were trained.
    pub(crate) replicates: Vec<u32>,
    /// Where: `cpu` or `webgpu`.
    pub(crate) backend: String,
    /// The GPU, where it was one.
    pub(crate) adapter: Option<String>,
    /// SHA-256 of the examples used: pixels and labels of both splits.
    pub(crate) examples: String,
    /// Version of the program.
    pub(crate) version: String,
}

/// One run at one evaluation. Fractions, not percent; losses in nats.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Record {
    pub(crate) arm: Arm,
    pub(crate) replicate: u32,
    seed: u32,
    drop: Vec<f64>,
    pub(crate) step: u32,
    epoch: f64,
    train_loss: f64,
    train_accuracy: f64,
    test_loss: f64,
    test_accuracy: f64,
    /// Over the batches of the epoch so far, masks on: not comparable with the above.
    batch_loss: Option<f64>,
    batch_accuracy: Option<f64>,
    /// What goes on inside, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    probes: Option<Probes>,
    /// Certainty and masks at test time, in the run's last record and where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) test_time: Option<TestTime>,
}

/// A run that ended before the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Ended {
    pub(crate) arm: Arm,
    pub(crate) replicate: u32,
    pub(crate) step: u32,
}

/// The last line, without which a file is cut off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Foot {
    /// How many records there are.
    pub(crate) records: usize,
    /// Runs whose loss was no finite number.
    pub(crate) diverged: Vec<Ended>,
    /// Runs that early stopping ended.
    pub(crate) stopped: Vec<Ended>,
}

/// A line of a file.
pub(crate) enum Line {
    Head(Head),
    Record(Box<Record>),
    /// Effects are computed anew, so they are only recognised.
    Effect,
    Foot(Foot),
}

impl Record {
    /// The record of a run's result at an evaluation.
    pub(crate) fn new(spec: &Spec, evaluation: &Evaluation, result: &RunResult) -> Result<Self, String> {
        let arm: Arm = result.arm.parse()?;
        let run = spec.run(arm, result.replicate);
        Ok(Self {
            arm,
            replicate: result.replicate,
            seed: run.seed,
            drop: run.drop_at(evaluation.step).probs().to_vec(),
            step: evaluation.step,
            epoch: evaluation.epoch,
            train_loss: result.train_loss,
            train_accuracy: result.train_accuracy,
            test_loss: result.test_loss,
            test_accuracy: result.test_accuracy,
            batch_loss: result.batch_loss,
            batch_accuracy: result.batch_accuracy,
            probes: result.probes.clone(),
            test_time: None,
        })
    }

    /// What is compared of it.
    pub(crate) fn measured(&self) -> Measured {
        Measured {
            arm: self.arm,
            replicate: self.replicate,
            step: self.step,
            train_loss: self.train_loss,
            train_accuracy: self.train_accuracy,
            test_loss: self.test_loss,
            test_accuracy: self.test_accuracy,
            batch_accuracy: self.batch_accuracy,
            probes: self.probes.clone(),
            test_time: self.test_time.clone(),
        }
    }

    /// Records stand in this order, whatever order their runs come in.
    pub(crate) fn place(&self) -> (u32, u32, Arm) {
        (self.step, self.replicate, self.arm)
    }
}

impl Ended {
    /// In the order of records.
    pub(crate) fn place(&self) -> (u32, u32, Arm) {
        (self.step, self.replicate, self.arm)
    }
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
