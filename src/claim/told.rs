//! A claim in words: who says what, arm by arm.

use serde::Serialize;

use super::outcome::{ArmOutcome, is_accuracy};
use super::{Backend, Claim, Fault};
use crate::spec::Spec;

/// What a link says that its experiment came to, for people; or why it says nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct ToldClaim {
    /// Why the text is no claim about this experiment; then nothing else is told.
    pub fault: Option<String>,
    /// Where it was trained, `cpu` or `webgpu`; empty where it is no claim.
    pub backend: &'static str,
    /// Who claims it: program and device, and what the claim leaves out.
    pub sentences: Vec<String>,
    /// The arms with their means at the end.
    pub arms: Vec<ToldArm>,
}

/// One arm of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct ToldArm {
    /// What the reader calls it.
    pub name: String,
    /// The four measures in the order of the data fields; empty where every run diverged.
    pub means: Vec<String>,
    /// What happened to its runs, if anything.
    pub note: String,
}

impl ToldClaim {
    /// The claim that a link makes about these settings.
    #[must_use]
    pub fn of(read: &Result<Claim, Fault>, spec: &Spec) -> Self {
        match read {
            Ok(claim) => Self {
                fault: None,
                backend: if claim.place.backend == Backend::Cpu { "cpu" } else { "webgpu" },
                sentences: sentences(claim, spec),
                arms: spec.arms().into_iter().zip(&claim.outcome.arms).map(|(arm, found)| told(spec.arm_name(arm), found)).collect(),
            },
            Err(fault) => Self { fault: Some(fault.to_string()), backend: "", sentences: Vec::new(), arms: Vec::new() },
        }
    }
}

fn sentences(claim: &Claim, spec: &Spec) -> Vec<String> {
    let replicates = if spec.replicates == 1 { "1 replicate".to_owned() } else { format!("{} replicates", spec.replicates) };
    let who = format!(
        "Claimed by whoever made this link, with version {} of Dropout Lab on {}: means over {replicates}, after training.",
        claim.version,
        claim.place.told()
    );
    let left_out = claim.detail().left_out().map(|what| format!("To keep the link short, the claim leaves out {what}."));
    core::iter::once(who).chain(left_out).collect()
}

fn told(name: String, ArmOutcome { means, diverged }: &ArmOutcome) -> ToldArm {
    let means = means.map_or(Vec::new(), |means| means.iter().enumerate().map(|(measure, &mean)| short(measure, mean)).collect());
    let note = match diverged {
        0 => String::new(),
        1 => "1 run diverged".to_owned(),
        count => format!("{count} runs diverged"),
    };
    ToldArm { name, means, note }
}

/// A mean in a table: percent with two decimals, nats with four.
fn short(measure: usize, value: f64) -> String {
    match measure {
        measure if is_accuracy(measure) => format!("{:.2}%", value * 100.0),
        _ if value >= 1000.0 => format!("{value:.2e}"),
        _ => format!("{value:.4}"),
    }
}
