//! Answers to the questions, made from the numbers of the runs in front of the reader: a conclusion first, then what it rests on.

use super::comparison::family;
use super::measure::replicates;
use super::words::{capitalised, difference, epoch, level, listed, size};
use super::{Effect, Measure, Measured};
use crate::spec::{Arm, Question, Spec};
use crate::stats::{Difference, Summary, Verdict};

/// Compared by every answer about two arms: what everybody looks at first.
const ALL_BUT_TRAIN: [Measure; 4] = [Measure::TestAccuracy, Measure::TestLoss, Measure::AccuracyGap, Measure::LossGap];

/// The answer to the question of `spec`, from its runs at their last common evaluation, from each run at the epoch at which the
/// other replicates of its arm had their lowest mean test loss, and from all evaluations so far where [`Question::needs_curves`] says so.
///
/// Verdicts are corrected for all comparisons that an answer makes (Holm, 1979). Empty where no question is asked or nothing was measured.
#[must_use]
pub fn answer(spec: &Spec, last: &[Measured], best: &[Measured], curves: &[Measured]) -> Vec<String> {
    let evidence = Evidence { spec, last, best, curves };
    if last.is_empty() || spec.question == Question::None {
        return Vec::new();
    }
    let names_rates = matches!(spec.question, Question::Swap | Question::Amount | Question::Input);
    if names_rates && !spec.then.is_empty() {
        return one(
            "The treatment changed its drop probabilities while it trained, and this question needs constant ones: clear \"Changes while training\" under More settings.",
        );
    }
    if let Some(sentence) = evidence.not_measured() {
        return one(sentence);
    }
    if replicates(last).len() == 1 && spec.question != Question::Again {
        return one("One replicate cannot answer this: a single pair of runs cannot tell the arms from the luck of the seed. Take five.");
    }
    let answer = match spec.question {
        Question::None => Some(Vec::new()),
        Question::Gap => evidence.gap(),
        Question::Broken => evidence.broken(),
        Question::Swap => evidence.swap(),
        Question::Alike => evidence.alike(),
        Question::Amount => evidence.amount(),
        Question::Input => evidence.input(),
        Question::Longer => evidence.longer(),
        Question::Loss => evidence.loss(),
        Question::Again => evidence.again(),
        Question::Variance => evidence.variance(),
        Question::Stable => evidence.stable(),
        Question::Lazy => evidence.lazy(),
        Question::TestTime => evidence.test_time(),
        Question::Capacity => evidence.capacity(),
        Question::Units => evidence.units(),
        Question::Calibrated => evidence.calibrated(),
    };
    answer.unwrap_or_else(|| one("Too few runs are left to answer this: of an arm that it needs all but one have diverged. A smaller learning rate usually helps."))
}

/// The runs that an answer rests on.
pub(super) struct Evidence<'a> {
    pub(super) spec: &'a Spec,
    pub(super) last: &'a [Measured],
    best: &'a [Measured],
    pub(super) curves: &'a [Measured],
}

/// `None` where too few runs are left for an interval.
impl Evidence<'_> {
    fn gap(&self) -> Option<Vec<String>> {
        let effects = self.effects(&[Measure::AccuracyGap, Measure::LossGap], [Arm::Treatment, Arm::Baseline])?;
        let found = in_words(&effects);
        let any = |verdict| effects.iter().any(|effect| effect.verdict == verdict);
        let conclusion = match (any(Verdict::Smaller), any(Verdict::Larger), any(Verdict::Inconclusive)) {
            (true, false, false) => format!("Yes, here dropout shrinks both gaps: {found}."),
            (true, _, _) => format!("In part: {found}."),
            (false, true, _) => format!("Not here: {found}."),
            (false, false, _) => "These runs cannot tell: neither gap differs by more than chance explains.".to_owned(),
        };
        Some(with_evidence(format!("{conclusion}{}", self.levels_in_words([Arm::Baseline, Arm::Treatment])), &effects))
    }

    fn broken(&self) -> Option<Vec<String>> {
        let effects = self.effects(&ALL_BUT_TRAIN, [Arm::Treatment, Arm::Baseline])?;
        let accuracy = effects.iter().find(|effect| effect.measure == Measure::TestAccuracy)?.verdict;
        let shown = told_apart(&effects);
        let conclusion = match accuracy {
            Verdict::Larger => "Here test accuracy did improve, by more than chance explains.".to_owned(),
            Verdict::Smaller => "Here test accuracy even fell: so much dropout costs more than it brings in so many epochs.".to_owned(),
            Verdict::Inconclusive if shown.is_empty() => "No test measure and no gap tells the arms apart. That is no sign of a fault: where little is learned by heart there is little to close. More epochs or fewer examples overfit more.".to_owned(),
            Verdict::Inconclusive => format!("Nothing is broken. Test accuracy does not tell the arms apart, but other measures do: {}. Dropout acts; test accuracy is too coarse to show it in {} replicates.", in_words(&shown), replicates(self.last).len()),
        };
        Some(with_evidence(conclusion, &effects))
    }

    fn swap(&self) -> Option<Vec<String>> {
        let drop = self.spec.drop.probs();
        let is_the_same_but_swapped =
            |arm: &Arm| is_swapped(self.spec.drop_of(*arm).probs(), drop) && self.spec.are_paired(Arm::Treatment, *arm);
        let Some(unswapped) = self.spec.arms().into_iter().find(is_the_same_but_swapped) else {
            return Some(one(
                "This question needs the two probabilities both ways round, from the same seeds: set them unequal and press Swap.",
            ));
        };
        let effects = self.effects(&ALL_BUT_TRAIN, [Arm::Treatment, unswapped])?;
        let [swapped_name, name] = [Arm::Treatment, unswapped].map(|arm| format!("{} ({})", self.spec.arm_name(arm), self.rates(arm)));
        let shown = told_apart(&effects);
        if shown.is_empty() {
            let names = capitalised(&swapped_name);
            let conclusion = format!("{names} and {name} cannot be told apart: on no measure does the swap do more than chance explains.");
            return Some(with_evidence(conclusion, &effects));
        }
        let hidden = if shown.iter().any(|effect| effect.measure == Measure::TestAccuracy) {
            ""
        } else {
            " Test accuracy, which one looks at first, shows nothing of it."
        };
        let found = in_words(&shown);
        let conclusion = format!(
            "The swap does something over these random starts: {swapped_name} and {name} start from the same weights and see the same batches, and with the first {found}.{hidden}{}",
            self.levels_in_words([unswapped, Arm::Treatment])
        );
        Some(with_evidence(conclusion, &effects))
    }

    fn alike(&self) -> Option<Vec<String>> {
        let Some([first, second]) = self.spec.twins() else {
            return Some(one("This question needs two arms with equal settings and different seeds: press A/A check."));
        };
        let measures = [Measure::TestAccuracy, Measure::AccuracyGap, Measure::LossGap];
        let effects = self.effects(&measures, [second, first])?;
        let Difference { mean, half_width, .. } = effects.first()?.difference;
        let [found, chance] = [mean, half_width?].map(|value| size(Measure::TestAccuracy, value));
        let conclusion = format!(
            "Two sets of {} runs with equal settings differ by {found} in mean test accuracy here, and chance alone moves that difference by ±{chance}. Pictures that differ by no more must be called similar.",
            replicates(self.last).len()
        );
        let mut sentences = with_evidence(conclusion, &effects);
        if !told_apart(&effects).is_empty() {
            sentences.push("Nothing but the seeds differs between these two, so a verdict of smaller or larger is a false alarm here, as about one in twenty must be.".to_owned());
        }
        if first != Arm::Baseline {
            let apart = told_apart(&self.effects(&measures, [first, Arm::Baseline])?);
            let name = capitalised(&self.spec.arm_name(first));
            sentences.push(if apart.is_empty() {
                format!("{name} and baseline cannot be told apart in any of these measures, either.")
            } else {
                format!("{name} compared with baseline is another matter: {}.", in_words(&apart))
            });
        }
        Some(sentences)
    }

    fn amount(&self) -> Option<Vec<String>> {
        let mut arms = self.spec.arms();
        let strength = |arm: &Arm| self.spec.drop_of(*arm).probs().iter().sum::<f64>();
        arms.sort_unstable_by(|a, b| strength(a).total_cmp(&strength(b)));
        let others: Vec<Arm> = arms.iter().copied().filter(|&arm| arm != Arm::Baseline).collect();
        let compared = [Measure::TestLoss, Measure::TestAccuracy];
        let pairs: Vec<(Measure, [Arm; 2])> =
            compared.into_iter().flat_map(|measure| others.iter().map(move |&arm| (measure, [arm, Arm::Baseline]))).collect();
        let found = family(self.spec, self.last, &pairs);
        if found.is_empty() {
            return None;
        }
        let where_it_is = |measure: Measure, verdict: Verdict| {
            let such = found.iter().filter(|(_, effect)| effect.measure == measure && effect.verdict == verdict);
            listed(&such.map(|([arm, _], _)| self.rates(*arm)).collect::<Vec<_>>())
        };
        let better = match where_it_is(Measure::TestLoss, Verdict::Smaller).as_str() {
            "" => "No probability here makes the test loss smaller by more than chance explains.".to_owned(),
            rates => format!("Compared with no dropout the test loss is smaller at {rates}."),
        };
        let worse = match where_it_is(Measure::TestAccuracy, Verdict::Smaller).as_str() {
            "" => format!("After epoch {} none costs test accuracy by more than chance explains.", self.last_epoch()),
            rates => format!("Too much costs test accuracy: after epoch {} it is smaller at {rates}.", self.last_epoch()),
        };
        let measures = [Measure::TrainAccuracy, Measure::TestAccuracy, Measure::TestLoss];
        let levels = arms.iter().map(|&arm| {
            let name = capitalised(&self.rates(arm));
            let [Some(train), Some(test), Some(loss)] = measures.map(|measure| self.mean(measure, arm)) else {
                return format!("{name}: every run diverged.");
            };
            format!("{name}: train accuracy {train}, test accuracy {test}, test loss {loss}.")
        });
        let note = corrected_note(found.len());
        Some(core::iter::once(format!("{better} {worse}")).chain(levels).chain([note]).collect())
    }

    fn input(&self) -> Option<Vec<String>> {
        let drop = self.spec.drop.probs();
        let differs_in_the_input_alone = |arm: &Arm| {
            let other = self.spec.drop_of(*arm);
            let probs = other.probs();
            probs[0] == 0.0 && drop[0] > 0.0 && probs[1..] == drop[1..] && self.spec.are_paired(Arm::Treatment, *arm)
        };
        let Some(hidden_only) = self.spec.arms().into_iter().find(differs_in_the_input_alone) else {
            return Some(one("This question needs an arm that differs in the input alone: pin the treatment, then move its input slider."));
        };
        let effects = self.effects(&ALL_BUT_TRAIN, [Arm::Treatment, hidden_only])?;
        let shown = told_apart(&effects);
        let conclusion = if shown.is_empty() {
            format!("Dropping {} of the input as well adds nothing that these runs could tell from chance.", drop[0])
        } else {
            format!("Dropping {} of the input as well makes a difference: {}.", drop[0], in_words(&shown))
        };
        Some(with_evidence(conclusion, &effects))
    }

    fn longer(&self) -> Option<Vec<String>> {
        let [without, with] = [Arm::Baseline, Arm::Treatment].map(|arm| self.since_best(arm, Measure::TestLoss));
        let (without, with) = (without?, with?);
        let rises = |change: &Difference| change.verdict() == Verdict::Larger;
        let by = |change: &Difference| size(Measure::TestLoss, change.mean);
        let conclusion = match (rises(&without), rises(&with)) {
            (true, true) => format!(
                "With more epochs both arms overfit: after its best epoch the test loss rises again, by {} without dropout and by {} with it.",
                by(&without),
                by(&with)
            ),
            (true, false) => format!(
                "Without dropout more epochs overfit: after its best epoch the test loss rises again, by {}. With dropout these runs do not show that.",
                by(&without)
            ),
            (false, true) => {
                format!("Here the test loss rises again with dropout, by {}, and without it these runs do not show that.", by(&with))
            }
            (false, false) => "So many epochs do not overfit by more than chance explains, in neither arm.".to_owned(),
        };
        let changes = [(Arm::Baseline, without), (Arm::Treatment, with)];
        let lines = changes.into_iter().filter_map(|(arm, change)| self.since_best_line(arm, Measure::TestLoss, change));
        let effects = self.effects(&ALL_BUT_TRAIN, [Arm::Treatment, Arm::Baseline])?;
        Some(core::iter::once(conclusion).chain(lines).chain(with_evidence(String::new(), &effects).into_iter().skip(1)).collect())
    }

    fn loss(&self) -> Option<Vec<String>> {
        let measures = [Measure::TestAccuracy, Measure::TestLoss];
        let [accuracy, loss] = measures.map(|measure| self.since_best(Arm::Baseline, measure));
        let (accuracy, loss) = (accuracy?, loss?);
        let [accuracy_change, loss_change] = [size(Measure::TestAccuracy, accuracy.mean), size(Measure::TestLoss, loss.mean)];
        let conclusion = match (accuracy.verdict(), loss.verdict()) {
            (Verdict::Smaller, Verdict::Larger) => {
                format!(
                    "After the baseline's best epoch both got worse: accuracy fell by {accuracy_change} and the loss rose by {loss_change}."
                )
            }
            (verdict, Verdict::Larger) => {
                let accuracy = match verdict {
                    Verdict::Larger => format!("even rose by {accuracy_change}"),
                    _ => format!("moved by {}, no more than chance explains", difference(Measure::TestAccuracy, accuracy.mean)),
                };
                format!(
                    "After its best epoch the baseline's test accuracy {accuracy}, while its test loss rose by {loss_change}: as far as these runs can tell it errs no more often, but it is surer when it errs. Accuracy cannot see that; the loss can."
                )
            }
            _ => "Here the test loss does not rise after its best epoch by more than chance explains: train longer, or on fewer examples."
                .to_owned(),
        };
        let lines =
            measures.into_iter().zip([accuracy, loss]).filter_map(|(measure, change)| self.since_best_line(Arm::Baseline, measure, change));
        Some(core::iter::once(conclusion).chain(lines).collect())
    }

    fn again(&self) -> Option<Vec<String>> {
        let [train, test] = [Measure::TrainAccuracy, Measure::TestAccuracy].map(|measure| self.mean(measure, Arm::Treatment));
        let (train, test) = (train?, test?);
        Some(vec![
            "Training goes on where it stood with Continue; Reset and New seeds begin again at step 0.".to_owned(),
            format!(
                "After epoch {} the treatment gets {train} of the training examples right, and {test} of the test examples.",
                self.last_epoch()
            ),
        ])
    }

    /// The change of a measure from an arm's best epoch to the last one, replicate by replicate.
    ///
    /// Each replicate's best epoch was chosen by the others, so that its own chance dip does not pass for a rise afterwards.
    fn since_best(&self, arm: Arm, measure: Measure) -> Option<Difference> {
        let [last, best] = [self.last, self.best].map(|measured| measure.of_arm(measured, arm));
        Difference::paired(&last, &best).filter(|change| change.half_width.is_some())
    }

    fn since_best_line(&self, arm: Arm, measure: Measure, change: Difference) -> Option<String> {
        let half_width = change.half_width?;
        let steps = self.best.iter().filter(|run| run.arm == arm).map(|run| run.step);
        let [first, last] = [steps.clone().min()?, steps.max()?].map(|step| epoch(step, self.spec.steps_per_epoch()));
        let best = if first == last { format!("epoch {first}") } else { format!("epochs {first} to {last}") };
        let [mean, low, high] = [0.0, -half_width, half_width].map(|side| difference(measure, change.mean + side));
        Some(format!(
            "{} of {}, after epoch {} minus after {best} (for each replicate the best by the test loss of the others): {mean} (95% interval {low} to {high}): {}.",
            capitalised(measure.words()),
            self.spec.arm_name(arm),
            self.last_epoch(),
            change.verdict(),
        ))
    }

    pub(super) fn last_epoch(&self) -> String {
        epoch(self.last.iter().map(|run| run.step).max().unwrap_or(0), self.spec.steps_per_epoch())
    }

    /// These measures of two arms as one family; nothing where too few pairs are left.
    fn effects(&self, measures: &[Measure], arms: [Arm; 2]) -> Option<Vec<Effect>> {
        let compared: Vec<(Measure, [Arm; 2])> = measures.iter().map(|&measure| (measure, arms)).collect();
        let found = family(self.spec, self.last, &compared);
        (found.len() == measures.len()).then(|| found.into_iter().map(|(_, effect)| effect).collect())
    }

    /// The mean of a measure over an arm's replicates, in words.
    fn mean(&self, measure: Measure, arm: Arm) -> Option<String> {
        Summary::of_finite(measure.of_arm(self.last, arm)).map(|summary| level(measure, summary.mean))
    }

    /// What moved: the accuracies of one arm and of the other, as means.
    fn levels_in_words(&self, arms: [Arm; 2]) -> String {
        let from_to = |measure: Measure| {
            let [from, to] = arms.map(|arm| self.mean(measure, arm));
            Some(format!("{} from {} to {}", measure.words(), from?, to?))
        };
        let [from, to] = arms.map(|arm| self.spec.arm_name(arm));
        match [Measure::TrainAccuracy, Measure::TestAccuracy].map(from_to) {
            [Some(train), Some(test)] => format!(" From {from} to {to} mean {train}, mean {test}."),
            _ => String::new(),
        }
    }

    /// The drop probabilities of an arm's hidden layers in words.
    fn rates(&self, arm: Arm) -> String {
        let drop = self.spec.drop_of(arm);
        let hidden: Vec<String> = drop.probs()[1..].iter().map(ToString::to_string).collect();
        match hidden.as_slice() {
            _ if arm == Arm::Baseline => "no dropout".to_owned(),
            [first, rest @ ..] if rest.iter().all(|prob| prob == first) => first.clone(),
            _ => hidden.join("/"),
        }
    }
}

pub(super) fn one(sentence: &str) -> Vec<String> {
    vec![sentence.to_owned()]
}

fn with_evidence(conclusion: String, effects: &[Effect]) -> Vec<String> {
    let sentences = effects.iter().map(|effect| effect.sentence.clone());
    core::iter::once(conclusion).chain(sentences).chain([corrected_note(effects.len())]).collect()
}

pub(super) fn corrected_note(comparisons: usize) -> String {
    format!("The verdicts of this answer are corrected for its {comparisons} comparisons (Holm, 1979).")
}

fn told_apart(effects: &[Effect]) -> Vec<Effect> {
    effects.iter().filter(|effect| effect.verdict != Verdict::Inconclusive).cloned().collect()
}

/// "the loss gap is smaller by 0.1224 and the test loss does not differ by more than chance explains".
fn in_words(effects: &[Effect]) -> String {
    let in_words = |effect: &Effect| match effect.verdict {
        Verdict::Inconclusive => format!("the {} does not differ by more than chance explains", effect.measure.words()),
        verdict => format!("the {} is {verdict} by {}", effect.measure.words(), size(effect.measure, effect.difference.mean)),
    };
    listed(&effects.iter().map(in_words).collect::<Vec<_>>())
}

fn is_swapped(probs: &[f64], of: &[f64]) -> bool {
    match (probs, of) {
        ([input, first, second, rest @ ..], [of_input, of_first, of_second, of_rest @ ..]) => {
            input == of_input && first == of_second && second == of_first && first != second && rest == of_rest
        }
        _ => false,
    }
}
