//! What an experiment came to, as a link says it: written, read, and compared with what somebody else measured.

mod compare;
mod letters;
mod outcome;
mod text;
mod told;
mod tolerance;

pub use compare::{ClaimVerdict, ClaimVerdictKind, compare};
pub use outcome::{Evaluated, MEASURES, Outcome, RunCurve};
pub use text::{Claim, Detail, Fault, MOST_CHARACTERS};
pub use told::{ToldArm, ToldClaim};

use crate::spec::Spec;

/// Version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Counts the changes after which the same link gives other bits on the CPU. Programs of one revision must agree to the last digit,
/// whatever their version; a law of the tests trains and fails where it should have been raised.
pub const REVISION: u32 = 1;

/// The kind of device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// The CPU, the same bits everywhere.
    Cpu,
    /// A GPU, close to the CPU.
    Webgpu,
}

/// Where an experiment was trained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The kind of device.
    pub backend: Backend,
    /// The GPU in a few letters; empty on the CPU, and where the browser does not tell.
    pub adapter: String,
}

impl Place {
    /// Most characters of an adapter's name.
    const MOST_ADAPTER: usize = 24;

    /// The CPU.
    #[must_use]
    pub fn cpu() -> Self {
        Self { backend: Backend::Cpu, adapter: String::new() }
    }

    /// A GPU, its name shortened to what a link can hold.
    #[must_use]
    pub fn webgpu(adapter: &str) -> Self {
        let words = adapter.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let mut adapter = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
        adapter.truncate(Self::MOST_ADAPTER);
        Self { backend: Backend::Webgpu, adapter: adapter.trim_end_matches('-').to_owned() }
    }

    /// "the CPU", "WebGPU (apple-metal-3)".
    #[must_use]
    pub fn told(&self) -> String {
        match self.backend {
            Backend::Cpu => "the CPU".to_owned(),
            Backend::Webgpu if self.adapter.is_empty() => "WebGPU".to_owned(),
            Backend::Webgpu => format!("WebGPU ({})", self.adapter),
        }
    }
}

/// What tells experiments apart that train other runs, whatever else is measured of the runs.
fn fingerprint(spec: &Spec) -> String {
    let plain = Spec { probes: false, passes: 0, ..spec.clone() };
    let keys = plain.runs().iter().map(|run| format!("{} {}", run.arm, plain.run_key(run))).collect::<Vec<_>>();
    letters::of_hash(&letters::hash(&[keys.join("\n").as_bytes(), &spec.steps().to_le_bytes()]), FINGERPRINT_LETTERS)
}

/// Letters of a fingerprint.
const FINGERPRINT_LETTERS: usize = 6;
