//! Every arm against the reference, on every measure: the difference, its interval, its verdict, and a sentence that says so.

use serde::{Deserialize, Serialize};

use super::measure::replicates;
use super::words::{capitalised, counted, difference, epoch, listed, p_value, size, whole};
use super::{Measure, Measured};
use crate::spec::{Arm, Spec};
use crate::stats::{CONFIDENCE, Difference, MOST_REPLICATES, POWER, Pairing, Summary, Verdict, holm, replicates_needed};

/// Which evaluations are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum At {
    /// The last one that all arms have.
    Last,
    /// One that the reader picked.
    Step,
    /// For each arm that of its lowest mean test loss.
    Best,
}

/// What is to be compared, and how strictly.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Comparison {
    /// Which evaluations `measured` holds.
    pub at: At,
    /// One entry for each run that has not diverged.
    pub measured: Vec<Measured>,
    /// Whether verdicts are corrected for many comparisons.
    #[serde(default)]
    pub holm: bool,
    /// The difference in accuracies that a reader wants to see, as a fraction; else the observed one counts.
    #[serde(default)]
    pub accuracy_size: Option<f64>,
    /// The difference in losses that a reader wants to see, in nats; else the observed one counts.
    #[serde(default)]
    pub loss_size: Option<f64>,
}

/// All effects of an experiment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Effects {
    /// When and against what: "After epoch 30, compared with baseline".
    pub heading: String,
    /// Every arm but the reference.
    pub arms: Vec<ArmEffects>,
    /// What has to be known to read the verdicts.
    pub notes: Vec<String>,
}

/// The effects of one arm.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct ArmEffects {
    /// The arm.
    #[cfg_attr(feature = "web", tsify(type = "string"))]
    pub arm: Arm,
    /// What the reader calls it.
    pub name: String,
    /// One entry for each measure.
    pub effects: Vec<Effect>,
}

/// The difference of one replicate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Dot {
    /// Index of the paired repetition.
    pub replicate: u32,
    /// Paired: the arm's value minus the reference's. Unpaired: the arm's value minus the mean of the reference.
    pub difference: f64,
}

/// The effect of an arm on one measure, in the measure's unit: a fraction or nats.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Effect {
    /// The measure.
    pub measure: Measure,
    /// Its name.
    pub label: String,
    /// Arm minus reference.
    pub difference: Difference,
    /// What each replicate says.
    pub dots: Vec<Dot>,
    /// The p-value corrected for all comparisons shown (Holm), where that is asked for.
    pub adjusted_p_value: Option<f64>,
    /// What may be said.
    pub verdict: Verdict,
    /// Replicates that would show the effect asked for with 80% power; none where that is more than can be named.
    pub replicates_needed: Option<u32>,
    /// All this in words.
    pub sentence: String,
}

/// Compares every arm with the reference arm of `spec`.
#[must_use]
pub fn effects(spec: &Spec, comparison: &Comparison) -> Effects {
    let arms: Vec<Arm> = spec.arms().into_iter().filter(|&arm| arm != spec.reference).collect();
    let of_arm =
        |arm: Arm| Measure::ALL.into_iter().filter_map(|measure| effect(spec, comparison, measure, [arm, spec.reference])).collect();
    let mut found: Vec<(Arm, Vec<Effect>)> = arms.into_iter().map(|arm| (arm, of_arm(arm))).collect();
    if comparison.holm {
        correct(found.iter_mut().flat_map(|(_, effects)| effects));
    }
    for (arm, effects) in &mut found {
        for effect in effects {
            effect.sentence = sentence(spec, comparison, [*arm, spec.reference], effect);
        }
    }
    if found.iter().all(|(_, effects)| effects.is_empty()) {
        let heading = "Nothing can be compared: no arm has a run left that did not diverge beside one of the reference".to_owned();
        return Effects { heading, arms: Vec::new(), notes: Vec::new() };
    }
    Effects {
        heading: heading(spec, comparison),
        notes: notes(spec, comparison, &found),
        arms: found.into_iter().map(|(arm, effects)| ArmEffects { arm, name: spec.arm_name(arm), effects }).collect(),
    }
}

/// The effects of several pairs of arms at their last common evaluation, each on some measures, as one family: verdicts are
/// corrected for all of them (Holm). Pairs of which too few runs are left for an interval are left out.
pub(super) fn family(spec: &Spec, measured: &[Measured], compared: &[(Measure, [Arm; 2])]) -> Vec<([Arm; 2], Effect)> {
    let comparison = Comparison { at: At::Last, measured: measured.to_vec(), holm: true, accuracy_size: None, loss_size: None };
    let of_pair = |&(measure, arms): &(Measure, [Arm; 2])| {
        let found = effect(spec, &comparison, measure, arms).filter(|found| found.difference.half_width.is_some());
        found.map(|found| (arms, found))
    };
    let mut found: Vec<([Arm; 2], Effect)> = compared.iter().filter_map(of_pair).collect();
    correct(found.iter_mut().map(|(_, effect)| effect));
    for (arms, effect) in &mut found {
        effect.sentence = sentence(spec, &comparison, *arms, effect);
    }
    found
}

/// The first arm minus the second on one measure, paired where their seeds are; the sentence is still to be written.
fn effect(spec: &Spec, comparison: &Comparison, measure: Measure, arms: [Arm; 2]) -> Option<Effect> {
    let [values, mut others] = arms.map(|arm| measure.of_arm(&comparison.measured, arm));
    let paired = spec.are_paired(arms[0], arms[1]);
    let difference = if paired { Difference::paired(&values, &others) } else { Difference::unpaired(&values, &others) }?;
    if !paired {
        let mean = Summary::of_finite(others.iter().copied()).map_or(f64::NAN, |summary| summary.mean);
        others.fill(mean);
    }
    let size = wanted_size(comparison, measure).unwrap_or(difference.mean);
    let pairs = values.iter().zip(others).zip(replicates(&comparison.measured));
    let dots = pairs.map(|((value, other), replicate)| Dot { replicate, difference: value - other });
    Some(Effect {
        measure,
        label: capitalised(measure.words()),
        dots: dots.filter(|dot| dot.difference.is_finite()).collect(),
        adjusted_p_value: None,
        verdict: difference.verdict(),
        replicates_needed: needed_for(&difference, size),
        difference,
        sentence: String::new(),
    })
}

/// Unpaired, the formula promises too much below four replicates, where the degrees of freedom are themselves an estimate.
fn needed_for(difference: &Difference, size: f64) -> Option<u32> {
    let least = if difference.pairing == Pairing::Unpaired { 4 } else { 2 };
    replicates_needed(difference.pairing, size, difference.standard_deviation?).map(|count| count.max(least))
}

fn wanted_size(comparison: &Comparison, measure: Measure) -> Option<f64> {
    let size = if measure.is_accuracy() { comparison.accuracy_size } else { comparison.loss_size };
    size.filter(|size| size.is_finite() && *size > 0.0)
}

/// Verdicts by corrected p-values instead of by single intervals.
fn correct<'a>(effects: impl Iterator<Item = &'a mut Effect>) {
    let effects: Vec<&mut Effect> = effects.collect();
    let differences: Vec<Difference> = effects.iter().map(|effect| effect.difference).collect();
    for (effect, (p_value, verdict)) in effects.into_iter().zip(corrected(&differences)) {
        (effect.adjusted_p_value, effect.verdict) = (p_value, verdict);
    }
}

/// The p-values of one family, corrected, and what they let one say.
pub(super) fn corrected(family: &[Difference]) -> Vec<(Option<f64>, Verdict)> {
    let raw: Vec<Option<f64>> = family.iter().map(|difference| difference.p_value).collect();
    let judged = holm(&raw).into_iter().zip(family).map(|(p_value, difference)| match p_value {
        Some(adjusted) if adjusted < 1.0 - CONFIDENCE => (p_value, difference.verdict()),
        _ => (p_value, Verdict::Inconclusive),
    });
    judged.collect()
}

fn heading(spec: &Spec, comparison: &Comparison) -> String {
    let reference = spec.arm_name(spec.reference);
    match comparison.at {
        At::Best => format!("At each arm's best epoch by test loss, compared with {reference}"),
        At::Last if spec.patience > 0 => format!("Where each run ended, compared with {reference}"),
        At::Last | At::Step => {
            let step = comparison.measured.iter().map(|run| run.step).max().unwrap_or(0);
            format!("After epoch {}, compared with {reference}", epoch(step, spec.steps_per_epoch()))
        }
    }
}

fn sentence(spec: &Spec, comparison: &Comparison, [arm, reference]: [Arm; 2], effect: &Effect) -> String {
    let Effect { measure, difference: found, verdict, .. } = effect;
    let names = format!("{} minus {}", spec.arm_name(arm), spec.arm_name(reference));
    let start = format!("{}, {names}: {}", effect.label, difference(*measure, found.mean));
    let Some(half_width) = found.half_width else {
        let left = if replicates(&comparison.measured).len() == 1 { "one replicate" } else { "one pair left" };
        return format!("{start} ({left}: no interval, so chance is not ruled out).");
    };
    let count = match found.pairing {
        Pairing::Paired => counted(found.count, "pair"),
        Pairing::Unpaired => format!("{} replicates each", found.count),
    };
    if found.mean == 0.0 && half_width == 0.0 {
        return format!("{start} (the arms coincide in all {count}): no difference at all.");
    }
    let [low, high] = [-half_width, half_width].map(|side| difference(*measure, found.mean + side));
    let corrected = effect.adjusted_p_value.map_or(String::new(), |p| format!(", corrected {}", p_value(p)));
    let end = if *verdict == Verdict::Inconclusive { format!(". {}", needed(comparison, effect)) } else { ".".to_owned() };
    format!("{start} (95% interval {low} to {high}, {count}{corrected}): {verdict}{end}")
}

/// How many replicates it would take.
fn needed(comparison: &Comparison, effect: &Effect) -> String {
    let single = if effect.adjusted_p_value.is_some() { " in a single comparison" } else { "" };
    let what = wanted_size(comparison, effect.measure)
        .map_or_else(|| OBSERVED.to_owned(), |wanted| format!("an effect of {}", size(effect.measure, wanted)));
    outlook(&effect.difference, effect.replicates_needed, &what, single)
}

/// How many replicates it would take to show the observed effect in a comparison by itself.
pub(super) fn outlook_of(found: &Difference) -> String {
    outlook(found, needed_for(found, found.mean), OBSERVED, " in a single comparison")
}

const OBSERVED: &str = "an effect of this size";

fn outlook(found: &Difference, needed: Option<u32>, what: &str, single: &str) -> String {
    let percent = POWER * 100.0;
    if found.verdict() != Verdict::Inconclusive {
        return format!("A single comparison would have called it {}.", found.verdict());
    }
    match needed {
        None if found.mean == 0.0 => "No difference was seen, so there is none whose replicates could be counted.".to_owned(),
        None => format!("Even {} replicates would not show {what} with {percent}% power{single}.", whole(MOST_REPLICATES)),
        Some(count) if count <= found.count => format!("These replicates would have shown {what} with at least {percent}% power{single}."),
        Some(count) => format!("It would take about {} replicates to show {what} with {percent}% power{single}.", whole(two_digits(count))),
    }
}

/// Rounded up to two digits that matter: a count that follows from an observed spread is no more exact.
fn two_digits(count: u32) -> u32 {
    let unit = 10_u32.pow(count.max(1).ilog10().saturating_sub(1));
    count.div_ceil(unit) * unit
}

fn notes(spec: &Spec, comparison: &Comparison, found: &[(Arm, Vec<Effect>)]) -> Vec<String> {
    let compared: usize = found.iter().map(|(_, effects)| effects.len()).sum();
    let mut notes = Vec::new();
    if comparison.at == At::Best {
        let per_epoch = spec.steps_per_epoch();
        let best = |arm: Arm| comparison.measured.iter().find(|run| run.arm == arm).map(|run| epoch(run.step, per_epoch));
        let arms: Vec<String> =
            spec.arms().into_iter().filter_map(|arm| best(arm).map(|epoch| format!("{} at {epoch}", spec.arm_name(arm)))).collect();
        notes.push(format!(
            "Best epochs: {}. These figures are optimistic: the epochs were picked by looking at the test set.",
            listed(&arms)
        ));
    }
    if spec.patience > 0 {
        notes.push("Early stopping picked where each run ends by looking at the test set, so the test measures are optimistic.".to_owned());
    }
    let all = replicates(&comparison.measured).len();
    if all == 1 {
        notes
            .push("With one replicate there is no interval: one run of each arm cannot tell the arm from the luck of its seed.".to_owned());
    } else if comparison.holm {
        notes.push(format!(
            "Verdicts are corrected for all {compared} comparisons shown (Holm, 1979); the intervals are those of single comparisons."
        ));
    } else {
        notes.push(format!(
            "The intervals are uncorrected: each is for one comparison alone. Of {compared} comparisons without any effect, about one in twenty would still be called smaller or larger."
        ));
    }
    let unpaired: Vec<String> =
        found.iter().filter(|(arm, _)| !spec.are_paired(*arm, spec.reference)).map(|(arm, _)| spec.arm_name(*arm)).collect();
    if !unpaired.is_empty() {
        let reference = spec.arm_name(spec.reference);
        let names = listed(&unpaired);
        notes.push(format!(
            "{} starts from other seeds than {names}, so no replicate of it has a partner there (Welch's interval, 1947).",
            capitalised(&reference)
        ));
    }
    notes.extend(found.iter().filter(|(arm, _)| spec.are_twins(*arm, spec.reference)).map(|(arm, _)| {
        let names = format!("{} and {}", spec.arm_name(*arm), spec.arm_name(spec.reference));
        format!(
            "{} differ in their seeds alone: whatever differs there is chance, and a verdict of smaller or larger a false alarm.",
            capitalised(&names)
        )
    }));
    notes.extend(spec.arms().into_iter().filter_map(|arm| {
        let present = comparison.measured.iter().filter(|run| run.arm == arm).count();
        let missing = u32::try_from(all - present).expect("an experiment has few replicates");
        let why = if missing == 1 { "because it diverged" } else { "because they diverged" };
        (missing > 0).then(|| format!("{}: {} left out, {why}.", capitalised(&spec.arm_name(arm)), counted(missing, "replicate")))
    }));
    notes
}
