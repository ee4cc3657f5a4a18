//! Drop probabilities and the arms that differ in them.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// The largest drop probability accepted; at 1 nothing would be left.
pub(super) const MAX_DROP_PROB: f64 = 0.99;

/// A setting under comparison. Baseline, treatment, then the pinned arms, is also their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arm {
    /// No dropout.
    Baseline,
    /// The sliders.
    Treatment,
    /// A further arm, by its index in `pin`.
    Pinned(usize),
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Baseline => f.write_str("baseline"),
            Self::Treatment => f.write_str("treatment"),
            Self::Pinned(index) => write!(f, "pinned-{}", index + 1),
        }
    }
}

impl FromStr for Arm {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let pinned = || text.strip_prefix("pinned-")?.parse::<usize>().ok()?.checked_sub(1).map(Self::Pinned);
        match text {
            "baseline" => Ok(Self::Baseline),
            "treatment" => Ok(Self::Treatment),
            _ => pinned().ok_or_else(|| format!("arm: found {text:?}, expected baseline, treatment or pinned-N")),
        }
    }
}

impl Serialize for Arm {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Arm {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Drop probabilities of the input and of each hidden layer, each in [0, 0.99].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct DropProbs(Vec<f64>);

impl DropProbs {
    /// No dropout in a network of so many hidden layers.
    #[must_use]
    pub fn none(hidden_count: usize) -> Self {
        Self(vec![0.0; hidden_count + 1])
    }

    /// Clamps each probability into its range; `None` where one is not a number.
    #[must_use]
    pub fn clamped(probs: &[f64]) -> Option<Self> {
        let finite = probs.iter().all(|prob| !prob.is_nan());
        finite.then(|| Self(probs.iter().map(|prob| prob.clamp(0.0, MAX_DROP_PROB)).collect()))
    }

    /// The probabilities, input first.
    #[must_use]
    pub fn probs(&self) -> &[f64] {
        &self.0
    }

    /// The same with as many entries as `hidden_count` hidden layers need: cut, or lengthened by its last one.
    #[must_use]
    pub fn fitted(&self, hidden_count: usize) -> Self {
        let last = self.0.last().copied().unwrap_or(0.0);
        let mut probs = self.0.clone();
        probs.resize(hidden_count + 1, last);
        Self(probs)
    }
}

impl fmt::Display for DropProbs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&texts.join(","))
    }
}

/// A further arm, as the link's `pin` lists it: `name:drop@seed`, name and seed only where they are its own.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct PinnedArm {
    /// What the reader calls it; empty where it has no name.
    pub name: String,
    /// Its drop probabilities.
    pub drop: DropProbs,
    /// Seed of its replicate 0 where it differs from the experiment's: then nothing pairs it with the other arms.
    pub seed: Option<u32>,
}

impl PinnedArm {
    /// Most characters of a name.
    const MAX_NAME: usize = 24;

    /// A name without the characters that have a meaning in the link or none on a chart, cut to its length; empty where it is another arm's.
    pub(super) fn plain_name(name: &str) -> String {
        let plain = |c: &char| c.is_alphanumeric() || " -_./()'".contains(*c);
        let plain: String = name.trim().chars().filter(plain).take(Self::MAX_NAME).collect();
        let plain = plain.trim();
        if plain.parse::<Arm>().is_ok() { String::new() } else { plain.to_owned() }
    }

    /// What a name may hold, in words.
    pub(super) fn expected_name() -> String {
        format!("expected names of at most {} letters, digits, spaces or -_./()', none of them baseline or treatment", Self::MAX_NAME)
    }

    /// A list of arms as it stands in the link.
    #[must_use]
    pub fn join(arms: &[Self]) -> String {
        let texts: Vec<String> = arms.iter().map(ToString::to_string).collect();
        texts.join(";")
    }
}

impl fmt::Display for PinnedArm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.name.is_empty() {
            write!(f, "{}:", self.name)?;
        }
        write!(f, "{}", self.drop)?;
        self.seed.map_or(Ok(()), |seed| write!(f, "@{seed}"))
    }
}

/// New drop probabilities from a step on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Change {
    /// The first step that uses them.
    pub step: u32,
    /// The new probabilities.
    pub drop: DropProbs,
}

impl Change {
    /// A list of changes as it stands in the link.
    #[must_use]
    pub fn join(changes: &[Self]) -> String {
        let texts: Vec<String> = changes.iter().map(|change| format!("{}:{}", change.step, change.drop)).collect();
        texts.join(";")
    }
}

/// One run: what is trained once, from one seed, under one arm.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSpec {
    /// Its arm.
    pub arm: Arm,
    /// Index of the paired repetition.
    pub replicate: u32,
    /// Seed of that repetition.
    pub seed: u32,
    /// Drop probabilities at the start.
    pub drop: DropProbs,
    /// Changes of them, by rising step.
    pub then: Vec<Change>,
}

impl RunSpec {
    /// The drop probabilities in force at `step`.
    #[must_use]
    pub fn drop_at(&self, step: u32) -> &DropProbs {
        let changed = self.then.iter().rev().find(|change| change.step <= step);
        changed.map_or(&self.drop, |change| &change.drop)
    }
}
