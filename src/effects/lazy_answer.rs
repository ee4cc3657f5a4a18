//! The answer about lazy units: what gradient they get at the start, and whether they catch up with the others.

use super::answers::{Evidence, one};
use super::findings::{Compared, Unit, judged, level};
use super::inside_answers::{ARMS, resting_on};
use super::measure::values_of;
use crate::probes::{PROBED_UNITS, Probes, UnitProbes};
use crate::spec::Arm;
use crate::stats::{Summary, Verdict, mean};

/// A norm of one unit.
type Norm = fn(&UnitProbes) -> f64;

const INTO: Norm = |unit| unit.incoming_norm;
const OUT_OF: Norm = |unit| unit.outgoing_norm;
const GRADIENT_INTO: Norm = |unit| unit.incoming_gradient_norm;

/// `None` where too few runs are left for an interval.
impl Evidence<'_> {
    pub(super) fn lazy(&self) -> Option<Vec<String>> {
        let lazy = self.spec.lazy.units as usize;
        let has_both = |width: &u32| (1..PROBED_UNITS.min(*width as usize)).contains(&lazy);
        if !self.spec.hidden.iter().all(has_both) {
            return Some(one(
                "This question needs a few lazy units beside others in each hidden layer: set \"Lazy units\" under More settings to 2:0.01, say.",
            ));
        }
        let at_start = |name: &str, arm: Arm, norm: Norm| {
            let of = |is_lazy: bool| {
                values_of(self.last, arm, |run| self.first(run).map_or(f64::NAN, |probes| self.mean_of(probes, is_lazy, norm)))
            };
            Compared {
                quantity: format!("gradient norm of the weights into a unit at step 0, {name}"),
                unit: Unit::Plain,
                names: ["lazy units", "other units"],
                values: [true, false].map(of),
            }
        };
        let at_the_end = |name: &str, norm: Norm| Compared {
            quantity: format!("share of a lazy unit beside another unit in the norm of the weights {name} them"),
            unit: Unit::Percent,
            names: ARMS,
            values: [Arm::Treatment, Arm::Baseline].map(|arm| self.shares(arm, norm)),
        };
        let found = judged(vec![
            at_the_end("into", INTO),
            at_the_end("out of", OUT_OF),
            at_start("without dropout", Arm::Baseline, GRADIENT_INTO),
            at_start("with dropout", Arm::Treatment, GRADIENT_INTO),
        ])?;
        let [into, out_of, gradient, _] = found.as_slice() else { return None };
        let any = |verdict| [into, out_of].iter().any(|finding| finding.verdict == verdict);
        let begin = match (any(Verdict::Larger), any(Verdict::Smaller)) {
            (true, false) => "Yes, in these runs dropout brings the lazy units closer to the others",
            (false, true) => "No, these runs show the reverse: with dropout the lazy units stay further behind the others",
            (true, true) => "In part",
            (false, false) => "These runs do not show that dropping the others makes lazy units learn more",
        };
        let conclusion = format!(
            "{begin}. After epoch {} a lazy unit's share beside another unit, its mean norm as a part of both kinds' mean norms together, is {} with dropout and {} without ({}) for the weights into them, and {} and {} ({}) for the weights out of them; 50% would be as much as the other has.",
            self.last_epoch(),
            into.level(0),
            into.level(1),
            into.verdict,
            out_of.level(0),
            out_of.level(1),
            out_of.verdict
        );
        let start = |norm: Norm| {
            let part = |probes: &Probes| self.mean_of(probes, true, norm) / self.mean_of(probes, false, norm);
            let parts = values_of(self.last, Arm::Baseline, |run| self.first(run).map_or(f64::NAN, part));
            mean(parts.into_iter().filter(|part| part.is_finite()))
        };
        let forum = format!(
            "The gradient at the start, without dropout: {} for the weights into a lazy unit, {} for those into another ({}), {} of it. By the chain rule its factors are the unit's input and the weights out of the unit; the weights into it decide only whether the unit is above zero. The weights out of the lazy units start at {} of the others' norm, those into them at {}.",
            gradient.level(0),
            gradient.level(1),
            gradient.verdict,
            level(Unit::Percent, gradient.ratio()),
            level(Unit::Percent, start(OUT_OF)),
            level(Unit::Percent, start(INTO))
        );
        let mut answer = resting_on(conclusion, &found);
        let caught_up =
            [(Arm::Treatment, "With"), (Arm::Baseline, "Without")].into_iter().filter_map(|(arm, name)| self.caught_up(arm, name));
        let note = answer.pop()?;
        answer.extend(caught_up.chain([forum, note]));
        Some(answer)
    }

    /// Whether the lazy units of an arm have caught up: what the interval of the share of one says.
    fn caught_up(&self, arm: Arm, name: &str) -> Option<String> {
        let Summary { mean, half_width, .. } = Summary::of_finite(self.shares(arm, INTO))?;
        let (low, high) = (mean - half_width?, mean + half_width?);
        let words = if high < 0.5 {
            "the lazy units have not caught up"
        } else if low > 0.5 {
            "the lazy units have overtaken the others"
        } else {
            "the interval contains 50%, so the lazy units may have caught up"
        };
        let [mean, low, high] = [mean, low, high].map(|share| level(Unit::Percent, share));
        Some(format!(
            "{name} dropout a lazy unit's share beside another unit ends at {mean} for the weights into them (95% interval {low} to {high}): {words}."
        ))
    }

    /// A lazy unit's share beside another unit at the last evaluation: its mean norm, divided by the sum of that and the others' mean
    /// norm. Unlike a ratio it stays within bounds where the others die out.
    fn shares(&self, arm: Arm, norm: Norm) -> Vec<f64> {
        let share = |probes: &Probes| {
            let [lazy, others] = [true, false].map(|is_lazy| self.mean_of(probes, is_lazy, norm));
            lazy / (lazy + others)
        };
        self.probed(arm, share)
    }

    /// Mean over the lazy units of all hidden layers, or over the others among those that are probed.
    fn mean_of(&self, probes: &Probes, is_lazy: bool, norm: Norm) -> f64 {
        let lazy = self.spec.lazy.units as usize;
        let units = probes.layers.iter().flat_map(|layer| layer.units.iter().enumerate());
        mean(units.filter(|(unit, _)| (*unit < lazy) == is_lazy).map(|(_, unit)| norm(unit)))
    }
}
