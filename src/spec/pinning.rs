//! Changes of the arms: pinning, naming, ordering, swapping, and a twin that differs in its seeds alone.

use serde::Deserialize;

use super::{Arm, DropProbs, Notice, Opened, PinnedArm, Spec};

/// Most further arms.
pub(super) const MAX_PINNED: usize = 6;
/// How far a twin's seeds lie from the experiment's: further than replicates ever reach.
pub(super) const TWIN_SEED_OFFSET: u32 = 1_000_000;

/// Said when the treatment that is pinned changes while it trains.
const SCHEDULE_NOT_PINNED: &str =
    "the pinned arm has the treatment's present probabilities from its start on; changes while training are not pinned";

/// What a reader does to the arms. An `index` is that of a pinned arm, from 0.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum ArmChange {
    /// Keep the present treatment as a pinned arm.
    Pin,
    /// Give a pinned arm a name.
    Rename {
        /// Which one.
        index: usize,
        /// Its name; the empty one takes it away.
        name: String,
    },
    /// Take a pinned arm away.
    Remove {
        /// Which one.
        index: usize,
    },
    /// Move a pinned arm to another place.
    Move {
        /// Which one.
        index: usize,
        /// Where it stands then.
        to: usize,
    },
    /// Compare all arms with this one.
    Reference {
        /// `baseline`, `treatment` or `pinned-N`.
        #[cfg_attr(feature = "web", tsify(type = "string"))]
        arm: Arm,
    },
    /// Exchange the treatment's first two hidden layers, pin it as it was and compare with that.
    Swap,
    /// Pin an arm with the treatment's settings and other seeds, and compare with that.
    Twin,
}

impl Spec {
    /// The same spec with its arms changed; what cannot be done is said in a notice and changes nothing.
    #[must_use]
    pub fn with_arms(&self, change: &ArmChange) -> Opened {
        let mut spec = self.clone();
        let changed = match change {
            ArmChange::Pin => spec.pin_treatment("", None).map(|_| ()),
            ArmChange::Rename { index, name } => spec.rename(*index, name),
            ArmChange::Remove { index } => spec.remove(*index),
            ArmChange::Move { index, to } => spec.move_arm(*index, *to),
            ArmChange::Reference { arm } => return self.with("reference", &arm.to_string()),
            ArmChange::Swap => spec.swap(),
            ArmChange::Twin => spec.pin_twin(),
        };
        let say = |message: String| vec![Notice { key: "pin".to_owned(), message }];
        match changed {
            Err(message) => Opened { notices: say(message), ..Opened::from_spec(self.clone()) },
            Ok(()) => {
                let is_new = spec.pin.len() > self.pin.len() && !self.then.is_empty();
                let mut notices = if is_new { say(SCHEDULE_NOT_PINNED.to_owned()) } else { Vec::new() };
                notices.extend(self.new_reference(&spec, change));
                Opened { notices, ..Opened::from_spec(spec) }.settled()
            }
        }
    }

    /// Said where a change of the arms also changes what they are compared with.
    fn new_reference(&self, changed: &Self, change: &ArmChange) -> Option<Notice> {
        let is_other = match change {
            ArmChange::Swap | ArmChange::Twin => changed.reference != self.reference,
            ArmChange::Remove { index } => self.reference == Arm::Pinned(*index),
            _ => false,
        };
        let [before, after] = [self, changed].map(|spec| spec.arm_name(spec.reference));
        let message = format!("all arms are compared with {after} now, no longer with {before}; the list of arms lets you choose");
        is_other.then(|| Notice { key: "reference".to_owned(), message })
    }

    /// Pins the treatment's present probabilities, or finds them pinned already; gives the arm.
    fn pin_treatment(&mut self, name: &str, seed: Option<u32>) -> Result<Arm, String> {
        let drop = self.then.last().map_or(&self.drop, |change| &change.drop).clone();
        if let Some(index) = self.pin.iter().position(|arm| arm.drop == drop && arm.seed == seed) {
            return Ok(Arm::Pinned(index));
        }
        if self.pin.len() == MAX_PINNED {
            return Err(format!("found {MAX_PINNED} pinned arms already, which is the most; remove one first"));
        }
        // Two arms of one name could not be told apart.
        let name = if self.pin.iter().any(|arm| arm.name == name) { "" } else { name };
        self.pin.push(PinnedArm { name: name.to_owned(), drop, seed });
        Ok(Arm::Pinned(self.pin.len() - 1))
    }

    fn rename(&mut self, index: usize, name: &str) -> Result<(), String> {
        self.check(index)?;
        let plain = PinnedArm::plain_name(name);
        let refused = (plain != name.trim()).then(|| format!("found the name \"{name}\", {}", PinnedArm::expected_name()));
        refused.map_or(Ok(()), Err)?;
        let is_taken = |(at, arm): (usize, &PinnedArm)| at != index && !plain.is_empty() && arm.name == plain;
        if self.pin.iter().enumerate().any(is_taken) {
            return Err(format!("found the name \"{plain}\", which another arm has; expected one of its own"));
        }
        self.pin[index].name = plain;
        Ok(())
    }

    fn remove(&mut self, index: usize) -> Result<(), String> {
        self.check(index)?;
        self.pin.remove(index);
        self.reference = match self.reference {
            Arm::Pinned(at) if at == index => Arm::Baseline,
            Arm::Pinned(at) if at > index => Arm::Pinned(at - 1),
            arm => arm,
        };
        Ok(())
    }

    fn move_arm(&mut self, index: usize, to: usize) -> Result<(), String> {
        self.check(index)?;
        self.check(to)?;
        let mut order: Vec<usize> = (0..self.pin.len()).collect();
        let moved = order.remove(index);
        order.insert(to, moved);
        if let Arm::Pinned(at) = self.reference {
            self.reference = Arm::Pinned(order.iter().position(|&from| from == at).unwrap_or(at));
        }
        self.pin = order.iter().map(|&from| self.pin[from].clone()).collect();
        Ok(())
    }

    fn swap(&mut self) -> Result<(), String> {
        let unswapped = self.then.last().map_or(&self.drop, |change| &change.drop).clone();
        let mut probs = unswapped.probs().to_vec();
        if probs.len() < 3 {
            return Err("found one hidden layer, expected two whose probabilities can be swapped".to_owned());
        }
        probs.swap(1, 2);
        if probs == unswapped.probs() {
            return Err(format!("found {} in both hidden layers, expected two that differ; set one of the sliders first", probs[1]));
        }
        let swapped = DropProbs::clamped(&probs).expect("they were probabilities before");
        // Swapping back exchanges the two arms instead of adding a third.
        match self.pin.iter().position(|arm| arm.drop == swapped && arm.seed.is_none()) {
            Some(index) => {
                self.pin[index].drop = unswapped;
                self.reference = Arm::Pinned(index);
            }
            None => self.reference = self.pin_treatment("unswapped", None)?,
        }
        self.then.clear();
        self.drop = swapped;
        Ok(())
    }

    fn pin_twin(&mut self) -> Result<(), String> {
        let drop = self.then.last().map_or(&self.drop, |change| &change.drop);
        let twin = (0..self.pin.len()).map(Arm::Pinned).find(|&arm| self.drop_of(arm) == *drop && !self.are_paired(arm, Arm::Treatment));
        self.reference = match twin {
            Some(twin) => twin,
            None => self.pin_treatment("again", Some(self.seed.wrapping_add(TWIN_SEED_OFFSET)))?,
        };
        Ok(())
    }

    fn check(&self, index: usize) -> Result<(), String> {
        let count = self.pin.len();
        if index < count { Ok(()) } else { Err(format!("found pinned-{}, expected one of {count} pinned arms", index + 1)) }
    }
}
