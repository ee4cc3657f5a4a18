//! A claim beside what was measured here: reproduced to the last digit, within tolerance, or different, and where.

use serde::Serialize;

use super::outcome::{Finals, MEASURES, Outcome, is_accuracy, point_steps};
use super::tolerance::Tolerance;
use super::{Backend, Claim, Place, REVISION, VERSION};
use crate::spec::{Arm, Data, Spec};
use crate::stats::mean;

/// What rounding in the text of a claim may add up to between its own numbers: a part of a loss,
const LOSS_ROUNDING: f64 = 0.001;
/// and a fraction of examples.
const ACCURACY_ROUNDING: f64 = 0.000_02;
/// Most differences that are told one by one.
const MOST_TOLD: usize = 4;

/// How a claim stands beside what was measured here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum ClaimVerdictKind {
    /// Every bit of every curve is the same.
    Exact,
    /// All numbers agree as well as devices of two kinds do.
    Close,
    /// Something does not agree.
    Differs,
}

/// A verdict in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct ClaimVerdict {
    /// Which of the three.
    pub kind: ClaimVerdictKind,
    /// The same in a few words.
    pub title: String,
    /// What it rests on; where it differs, the places with claimed and found.
    pub sentences: Vec<String>,
}

/// Where a number of a claim belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Spot {
    /// An arm's mean at the end.
    Mean(Arm),
    /// A run at its end.
    Run(Arm, u32),
    /// An arm's mean at a step.
    Point(Arm, u32),
}

/// A number of a claim beside the one found; none = diverged.
struct Pair {
    spot: Spot,
    measure: usize,
    claimed: Option<f64>,
    found: Option<f64>,
}

/// Compares a claim about the runs of `spec` with what came of them at a place. Of those runs `kept` were not trained now.
#[must_use]
pub fn compare(claim: &Claim, spec: &Spec, found: &Outcome, here: &Place, kept: usize) -> ClaimVerdict {
    let pairs = pairs(spec, &claim.outcome, found);
    let off: Vec<&Pair> = pairs.iter().filter(|pair| pair.claimed != pair.found).collect();
    let bits_are_due = claim.place.backend == Backend::Cpu && here.backend == Backend::Cpu && claim.revision == REVISION;
    let (kind, mut sentences) = if claim.outcome.digest == found.digest {
        let changed = [diverged(spec, &claim.outcome, found), told(spec, &off), marks(spec, claim, found)].concat();
        if changed.is_empty() {
            (ClaimVerdictKind::Exact, vec![exact(spec, claim, here)])
        } else {
            (ClaimVerdictKind::Differs, altered(changed))
        }
    } else if bits_are_due {
        (ClaimVerdictKind::Differs, other_bits(spec, claim, found, &off))
    } else {
        within_tolerance(spec, claim, found, here, &pairs)
    };
    if kept > 0 {
        let all = spec.runs().len();
        sentences.push(format!(
            "{kept} of {all} runs were kept in this browser from before and not trained now: train them again to confirm the claim anew."
        ));
    }
    ClaimVerdict { kind, title: title(kind, kept > 0), sentences }
}

/// Runs that were kept are no reproduction.
fn title(kind: ClaimVerdictKind, has_kept: bool) -> String {
    let words = match (kind, has_kept) {
        (ClaimVerdictKind::Exact, false) => "Reproduced to the last digit",
        (ClaimVerdictKind::Exact, true) => "Agrees to the last digit, with runs kept from before",
        (ClaimVerdictKind::Close, false) => "Reproduced within tolerance",
        (ClaimVerdictKind::Close, true) => "Agrees within tolerance, with runs kept from before",
        (ClaimVerdictKind::Differs, false) => "Differs from the claim",
        (ClaimVerdictKind::Differs, true) => "Differs from the claim, with runs kept from before",
    };
    words.to_owned()
}

fn exact(spec: &Spec, claim: &Claim, here: &Place) -> String {
    format!(
        "All {} curves are the same in every bit of every evaluation: claimed by version {} on {}, found by version {VERSION} on {}.",
        spec.runs().len(),
        claim.version,
        claim.place.told(),
        here.told()
    )
}

fn altered(changed: Vec<String>) -> Vec<String> {
    let start = "The curves are those of the claim, bit for bit, so numbers of the claim were changed since.".to_owned();
    core::iter::once(start).chain(changed).collect()
}

/// On the CPU, by programs that must agree to the last bit.
fn other_bits(spec: &Spec, claim: &Claim, found: &Outcome, off: &[&Pair]) -> Vec<String> {
    let start = "Both were trained on the CPU, where the same link gives the same bits; here it did not.".to_owned();
    let digests = format!("Digest of all curves: claimed {}, found {}.", claim.outcome.digest, found.digest);
    let places = [diverged(spec, &claim.outcome, found), told(spec, off), marks(spec, claim, found)].concat();
    core::iter::once(start).chain(places).chain([digests]).chain(files_note(spec)).collect()
}

/// Runs whose marks tell that their curves are others than claimed.
fn marks(spec: &Spec, claim: &Claim, found: &Outcome) -> Vec<String> {
    let marks = claim.outcome.runs.iter().zip(&found.runs).zip(spec.runs());
    let others = marks.filter(|((claimed, found), _)| claimed.mark != found.mark);
    let others: Vec<String> = others.map(|(_, run)| format!("{}, replicate {}", spec.arm_name(run.arm), run.replicate + 1)).collect();
    let all = spec.runs().len();
    match others.len() {
        0 => Vec::new(),
        count if count > MOST_TOLD => vec![format!("The marks of {count} of {all} curves are others than claimed.")],
        count => vec![format!("The marks of {count} of {all} curves are others than claimed: {}.", others.join("; "))],
    }
}

/// Arms of which other numbers of runs diverged.
fn diverged(spec: &Spec, claimed: &Outcome, found: &Outcome) -> Vec<String> {
    let arms = spec.arms().into_iter().zip(claimed.arms.iter().zip(&found.arms));
    let others = arms.filter(|(_, (claimed, found))| claimed.diverged != found.diverged);
    let told = others.map(|(arm, (claimed, found))| {
        format!(
            "{}, runs that diverged: claimed {}, found {} of {}.",
            spec.arm_name(arm),
            claimed.diverged,
            found.diverged,
            spec.replicates
        )
    });
    told.collect()
}

/// Where equal bits cannot be expected: on another kind of device, or by a program whose arithmetic has changed since.
fn within_tolerance(spec: &Spec, claim: &Claim, found: &Outcome, here: &Place, pairs: &[Pair]) -> (ClaimVerdictKind, Vec<String>) {
    let why = if claim.place.backend == Backend::Cpu && here.backend == Backend::Cpu {
        format!("The claim is of version {}, whose arithmetic was another than that of version {VERSION} here.", claim.version)
    } else {
        let (there, here) = (claim.place.told(), here.told());
        format!("Claimed on {there}, found on {here}: graphics cards order sums as they like, so not every bit can agree.")
    };
    let tolerance = Tolerance::new(spec, &claim.outcome, found);
    let beyond: Vec<&Pair> = pairs.iter().filter(|pair| pair.distance() > pair.limit(&tolerance)).collect();
    let places = [contradictions(spec, claim), diverged(spec, &claim.outcome, found), told(spec, &beyond)].concat();
    if places.is_empty() {
        let rest = [why].into_iter().chain(tolerance.told(spec)).chain([largest(spec, pairs)]);
        return (ClaimVerdictKind::Close, rest.collect());
    }
    let settles = (claim.place.backend == Backend::Cpu && here.backend != Backend::Cpu)
        .then(|| "On the CPU the same link has to give the same bits, so a run there settles it.".to_owned());
    let rest = [why].into_iter().chain(tolerance.told(spec)).chain(settles).chain(files_note(spec));
    (ClaimVerdictKind::Differs, places.into_iter().chain(rest).collect())
}

fn files_note(spec: &Spec) -> Option<String> {
    let told = "The experiment uses the reader's own files: with other files than those of the claim other numbers are to be expected.";
    (spec.data == Data::Files).then(|| told.to_owned())
}

/// The largest differences that were found, of accuracies and of losses.
fn largest(spec: &Spec, pairs: &[Pair]) -> String {
    let means = || pairs.iter().filter(|pair| matches!(pair.spot, Spot::Mean(_)));
    let of = |accuracy: bool| {
        let those = means().filter(|pair| is_accuracy(pair.measure) == accuracy);
        those.max_by(|one, other| one.distance().total_cmp(&other.distance()))
    };
    let told: Vec<String> = [true, false].into_iter().filter_map(of).map(|pair| pair.told(spec)).collect();
    format!("The means that lie furthest apart: {}", told.join(" "))
}

impl Pair {
    fn distance(&self) -> f64 {
        match (self.claimed, self.found) {
            (Some(claimed), Some(found)) => (claimed - found).abs(),
            (None, None) => 0.0,
            _ => f64::INFINITY,
        }
    }

    /// How far the number found may lie from the claimed one.
    fn limit(&self, tolerance: &Tolerance) -> f64 {
        match self.spot {
            Spot::Mean(arm) => tolerance.of(arm, self.measure).mean,
            Spot::Run(arm, _) => tolerance.of(arm, self.measure).run,
            Spot::Point(_, 0) => tolerance.at_start(self.measure),
            Spot::Point(arm, _) => tolerance.of(arm, self.measure).on_the_way(),
        }
    }

    /// "treatment, replicate 2, test accuracy at the end: claimed 87.10%, found 86.60%."
    fn told(&self, spec: &Spec) -> String {
        let (arm, place) = match self.spot {
            Spot::Mean(arm) => (arm, "mean at the end".to_owned()),
            Spot::Run(arm, replicate) => (arm, format!("replicate {} at its end", replicate + 1)),
            Spot::Point(arm, step) => (arm, format!("mean at step {step}")),
        };
        let what = MEASURES[self.measure].replace('_', " ");
        let number = |value: Option<f64>| value.map_or("a run that diverged".to_owned(), |value| level(self.measure, value));
        format!("{}, {what}, {place}: claimed {}, found {}.", spec.arm_name(arm), number(self.claimed), number(self.found))
    }
}

/// A measure with as many digits as a claim keeps.
fn level(measure: usize, value: f64) -> String {
    match measure {
        measure if is_accuracy(measure) => format!("{:.3}%", value * 100.0),
        _ if value >= 1000.0 => format!("{value:.4e}"),
        _ => format!("{value:.5}"),
    }
}

/// A few differences in words, and how many more there are.
fn told(spec: &Spec, pairs: &[&Pair]) -> Vec<String> {
    let mut sentences: Vec<String> = pairs.iter().take(MOST_TOLD).map(|pair| pair.told(spec)).collect();
    if pairs.len() > MOST_TOLD {
        let more = pairs.len() - MOST_TOLD;
        sentences.push(format!("{more} more {}.", if more == 1 { "number differs" } else { "numbers differ" }));
    }
    sentences
}

/// Every number of the claim beside the one found: means first, then runs, then the way there.
fn pairs(spec: &Spec, claimed: &Outcome, found: &Outcome) -> Vec<Pair> {
    let four = |spot: Spot, claimed: Option<[f64; 4]>, found: Option<[f64; 4]>| {
        let at = |measures: Option<[f64; 4]>, measure: usize| measures.map(|measures| measures[measure]);
        let pair = move |measure| Pair { spot, measure, claimed: at(claimed, measure), found: at(found, measure) };
        // Where one of them diverged, one sentence says all.
        let count = if claimed.is_some() == found.is_some() { MEASURES.len() } else { 1 };
        (0..count).map(pair).collect::<Vec<Pair>>()
    };
    let arms = spec.arms();
    let means = arms.iter().zip(claimed.arms.iter().zip(&found.arms));
    let means = means.flat_map(|(&arm, (claimed, found))| four(Spot::Mean(arm), claimed.means, found.means));
    let finals = |finals: Finals| if let Finals::Measured(measures) = finals { Some(measures) } else { None };
    let runs = spec.runs();
    let runs = runs.iter().zip(claimed.runs.iter().zip(&found.runs)).filter(|(_, (claimed, _))| claimed.finals != Finals::LeftOut);
    let runs =
        runs.flat_map(|(run, (claimed, found))| four(Spot::Run(run.arm, run.replicate), finals(claimed.finals), finals(found.finals)));
    let steps = point_steps(spec);
    let points = arms.iter().zip(claimed.points.iter().zip(&found.points)).flat_map(|(&arm, (claimed, found))| {
        let along = steps.iter().zip(claimed.iter().zip(found));
        along.flat_map(move |(&step, (&claimed, &found))| four(Spot::Point(arm, step), claimed, found)).collect::<Vec<_>>()
    });
    means.chain(runs).chain(points).collect()
}

/// Where the means of a claim are not those of its own runs, or their numbers of diverged runs are not.
fn contradictions(spec: &Spec, claim: &Claim) -> Vec<String> {
    let of_arm = |arm: Arm| {
        let own = spec.runs().into_iter().zip(&claim.outcome.runs).filter(move |(run, _)| run.arm == arm).map(|(_, run)| run.finals);
        own.collect::<Vec<Finals>>()
    };
    let mut sentences = Vec::new();
    for (arm, written) in spec.arms().into_iter().zip(&claim.outcome.arms) {
        let finals = of_arm(arm);
        if finals.is_empty() || finals.contains(&Finals::LeftOut) {
            continue;
        }
        let measured: Vec<[f64; 4]> =
            finals.iter().filter_map(|run| if let Finals::Measured(run) = run { Some(*run) } else { None }).collect();
        let Some(means) = written.means.filter(|_| !measured.is_empty()) else { continue };
        for (measure, &written) in means.iter().enumerate() {
            let own = mean(measured.iter().map(|run| run[measure]));
            let rounding = if is_accuracy(measure) { ACCURACY_ROUNDING } else { LOSS_ROUNDING * own + ACCURACY_ROUNDING };
            if (own - written).abs() > rounding {
                let what = MEASURES[measure].replace('_', " ");
                let name = spec.arm_name(arm);
                let [written, own] = [written, own].map(|value| level(measure, value));
                sentences.push(format!(
                    "The claim contradicts itself: {name}, {what}, mean at the end: claimed {written}, its own runs come to {own}."
                ));
            }
        }
    }
    sentences
}
