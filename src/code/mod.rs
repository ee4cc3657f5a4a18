//! The experiment for elsewhere, generated from the spec: as code for PyTorch, a notebook, burn and the terminal, and as a citation.

mod burn_program;
mod citation;
mod python;
mod template;
mod terminal;

use core::fmt::Write;
use core::str::FromStr;

pub use citation::{Citation, Visit, citation};
use serde::Serialize;

use crate::spec::{Arm, Change, Data, Spec, explain};

/// What the code is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A PyTorch script.
    Pytorch,
    /// A notebook of one cell, in the names of *Dive into Deep Learning*.
    D2l,
    /// A program in Rust with burn's own modules.
    Burn,
    /// The command line of this lab's terminal program.
    Terminal,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 4] = [Self::Pytorch, Self::D2l, Self::Burn, Self::Terminal];

    /// Its name on a command line.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pytorch => "pytorch",
            Self::D2l => "d2l",
            Self::Burn => "burn",
            Self::Terminal => "terminal",
        }
    }
}

impl FromStr for Form {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let keys = || Self::ALL.map(Self::key).join(", ");
        Self::ALL.into_iter().find(|form| form.key() == text).ok_or_else(|| format!("found {text:?}, expected one of {}", keys()))
    }
}

/// A file of a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct CodeFile {
    /// Its path in the program's folder.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// An experiment as code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Program {
    /// All that a reader needs, to be read and copied as one text.
    pub text: String,
    /// The same as files.
    pub files: Vec<CodeFile>,
}

/// The experiment as code; `page` is the address of the lab's page, empty where there is none at hand.
#[must_use]
pub fn code(spec: &Spec, form: Form, page: &str) -> Program {
    match form {
        Form::Pytorch => python::pytorch(spec, page),
        Form::D2l => python::notebook(spec, page),
        Form::Burn => burn_program::burn(spec, page),
        Form::Terminal => terminal::terminal(spec, page),
    }
}

/// What the experiment is called where it is named in one line.
#[must_use]
pub fn title(spec: &Spec) -> String {
    let widths: Vec<String> = spec.widths().iter().map(ToString::to_string).collect();
    let data = match spec.data {
        Data::FashionMnist => "Fashion-MNIST",
        Data::Synthetic => "the synthetic set of Dropout Lab",
        Data::Files => "own IDX files",
    };
    format!("Dropout {} in a {} network on {data}", spec.drop.to_string().replace(',', ", "), widths.join("-"))
}

/// The link of the experiment as a reader can open it.
#[must_use]
pub fn address(spec: &Spec, page: &str) -> String {
    let page = page.split('#').next().unwrap_or_default();
    if page.is_empty() { spec.to_link() } else { format!("{page}#{}", spec.to_link()) }
}

/// The settings in sentences, the link, and what the code does not share with the lab.
fn about(spec: &Spec, page: &str, differences: &str) -> Vec<String> {
    let mut sentences = explain(spec);
    sentences.push(format!("In Dropout Lab: {}", address(spec, page)));
    sentences.push(differences.to_owned());
    let left_out = [(spec.probes, "probes"), (spec.passes > 0, "masked test passes")];
    let left_out: Vec<&str> = left_out.iter().filter(|(asked, _)| *asked).map(|(_, what)| *what).collect();
    if !left_out.is_empty() {
        sentences.push(format!("Left out, since only the lab measures it: {}.", left_out.join(", ")));
    }
    sentences
}

/// Breaks each text into lines of at most `width` letters, words whole, with `start` before each.
fn wrapped(texts: &[String], start: &str, width: usize) -> String {
    let mut lines = String::new();
    for text in texts {
        let mut length = 0;
        for word in text.split(' ') {
            let fits = length > 0 && length + 1 + word.chars().count() <= width;
            if length > 0 && !fits {
                lines.push('\n');
            }
            length = if fits { length + 1 } else { 0 } + word.chars().count();
            write!(lines, "{}{word}", if fits { " " } else { start }).expect("writing to a string cannot fail");
        }
        lines.push('\n');
    }
    lines.trim_end().to_owned()
}

/// Where the examples of the synthetic set come from.
const FROM_THE_TERMINAL: &str = "The lab's terminal program writes the examples of the synthetic set:";

/// The command that writes the examples of the experiment into the folder `synthetic`.
fn data_command(spec: &Spec) -> String {
    format!("dropout-lab data {} --out synthetic", quoted(&spec.to_link()))
}

/// A word of a shell's command line.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The changes of the treatment's drop probabilities; of two at one step the later one holds.
fn changes_of(spec: &Spec) -> Vec<&Change> {
    let is_last = |at: &usize| spec.then[at + 1..].iter().all(|later| later.step != spec.then[*at].step);
    (0..spec.then.len()).filter(is_last).map(|at| &spec.then[at]).collect()
}

/// The reader's own name of an arm as a comment; nothing where it has none.
fn name_of(spec: &Spec, arm: Arm, mark: &str) -> String {
    match arm {
        Arm::Pinned(index) if !spec.pin[index].name.is_empty() => format!("{mark}{}", spec.pin[index].name),
        _ => String::new(),
    }
}

/// Numbers as a list, each so that Python, Rust and JSON take it for a fraction.
fn listed(numbers: &[f64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(|number| format!("{number:?}")).collect();
    format!("[{}]", numbers.join(", "))
}
