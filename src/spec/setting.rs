//! What a schema row is: key, label, kind, range and unit of one setting, and how it is read and written.

use serde::Serialize;

use super::Spec;

/// One choice of a setting with a fixed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Choice {
    /// The word in the link.
    pub value: &'static str,
    /// The words on the page.
    pub label: &'static str,
}

/// What values a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Kind {
    /// A number.
    Number {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// Whether only whole numbers are meant.
        whole: bool,
    },
    /// One word of a list.
    Choice {
        /// The list.
        choices: &'static [Choice],
    },
    /// On (1) or off (0).
    Flag,
    /// Several numbers, joined by `,`.
    Numbers {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// Most entries.
        max_count: usize,
    },
    /// Lists with a form of their own: `then`, `pin`.
    List {
        /// The form, by example.
        example: &'static str,
    },
}

/// Where the control of a setting stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// In the network diagram.
    Network,
    /// In the list of arms.
    Arms,
    /// Set by the questions.
    Questions,
    /// Always in view.
    Main,
    /// Folded away.
    More,
}

/// One row of the schema.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Setting {
    /// The key in the link.
    pub key: &'static str,
    /// The name of the control.
    pub label: &'static str,
    /// One sentence that says what it does.
    pub help: &'static str,
    /// Unit of the value, or nothing.
    pub unit: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// Where its control stands.
    pub group: Group,
    /// The default, as in the link.
    pub default: &'static str,
    /// The value in a spec, as text.
    #[serde(skip)]
    pub read: fn(&Spec) -> String,
    /// Writes text into a spec.
    #[serde(skip)]
    pub write: fn(&mut Spec, &str) -> Written,
}

/// What came of writing a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It was taken as it is.
    AsIs,
    /// It was taken at the nearest allowed value; the text says what was expected.
    Clamped(String),
    /// It was refused and the spec left alone; the text says what was expected.
    Refused(String),
}
