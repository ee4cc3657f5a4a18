//! The link: settings as `key=value` joined by `&`, read leniently with notices, written in one canonical form.

use core::fmt;

use serde::Serialize;

use super::pinning::TWIN_SEED_OFFSET;
use super::setting::Written;
use super::{Arm, Data, DeviceChoice, DropProbs, Init, Lazy, PRESENTATION_KEYS, Presentation, Question, SETTINGS, Spec};

/// Version of the link format.
const VERSION: u32 = 1;
/// The key under which a link says what its experiment came to.
const CLAIM_KEY: &str = "result";
/// A claim is shorter; so much is enough to tell that a text is none.
const MAX_CLAIM: usize = 2001;
/// Text from a link is quoted up to this many characters.
const QUOTED: usize = 40;
/// Most numbers that all runs of an experiment may hold while they train: 1.6 GB.
const MAX_NUMBERS: u64 = 400_000_000;
/// More notices than this are summed up in one.
const MAX_NOTICES: usize = 12;

/// What a link said that could not be used as it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Notice {
    /// The key it is about.
    pub key: String,
    /// What was found, what was expected, what is used.
    pub message: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.key, self.message)
    }
}

/// A link that was opened: always a valid spec, and what had to be said about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Opened {
    /// The experiment.
    pub spec: Spec,
    /// How the page shows it.
    pub presentation: Presentation,
    /// What the link says that the experiment came to, as it stands there; empty = nothing.
    pub claim: String,
    /// What could not be used as it stood.
    pub notices: Vec<Notice>,
}

impl Default for Spec {
    fn default() -> Self {
        let mut spec = Self {
            data: Data::FashionMnist,
            train: 0,
            test: 0,
            label_noise: 0.0,
            hidden: Vec::new(),
            drop: DropProbs::none(0),
            then: Vec::new(),
            pin: Vec::new(),
            reference: Arm::Baseline,
            lr: 0.0,
            momentum: 0.0,
            weight_decay: 0.0,
            batch: 0,
            epochs: 0,
            patience: 0,
            replicates: 0,
            seed: 0,
            evals: 0,
            probes: false,
            passes: 0,
            init: Init::Default,
            lazy: Lazy::NONE,
            device: DeviceChoice::Auto,
            autorun: false,
            question: Question::None,
        };
        for row in SETTINGS {
            let written = (row.write)(&mut spec, row.default);
            debug_assert!(written == Written::AsIs, "the default of {} must be valid: {written:?}", row.key);
        }
        spec
    }
}

impl Opened {
    /// An experiment about which nothing has to be said.
    pub(super) fn from_spec(spec: Spec) -> Self {
        Self { spec, presentation: Presentation::default(), claim: String::new(), notices: Vec::new() }
    }

    /// Reads a link or a bare fragment: never fails, says what it could not use.
    #[must_use]
    pub fn from_link(link: &str) -> Self {
        let fragment = link.split_once('#').map_or(link, |(_, fragment)| fragment);
        let mut opened = Self::from_spec(Spec::default());
        let mut seen: Vec<&str> = Vec::new();
        for pair in fragment.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(value);
            if seen.contains(&key) {
                opened.say(key, format!("given twice, the later {} is ignored", quoted(&value)));
            } else {
                opened.write(key, &value);
            }
            seen.push(key);
        }
        opened.reconcile();
        if opened.notices.len() > MAX_NOTICES {
            let more = opened.notices.len() - MAX_NOTICES;
            opened.notices.truncate(MAX_NOTICES);
            opened.say("link", format!("{more} more entries could not be used"));
        }
        opened
    }

    /// With settings that depend on each other made to agree.
    pub(super) fn settled(mut self) -> Self {
        self.reconcile();
        self
    }

    /// With each of these settings as `held` has it, as far as the others allow; a notice for each that would have changed.
    #[must_use]
    pub fn holding(mut self, held: &Spec, keys: &[String]) -> Self {
        let rows = || SETTINGS.iter().filter(|row| keys.iter().any(|key| key == row.key));
        let found: Vec<String> = rows().map(|row| (row.read)(&self.spec)).collect();
        for row in rows() {
            let written = (row.write)(&mut self.spec, &(row.read)(held));
            debug_assert!(written == Written::AsIs, "{} must read what it has written: {written:?}", row.key);
        }
        self.reconcile();
        for (row, found) in rows().zip(found) {
            let kept = (row.read)(&self.spec);
            if kept != found {
                let none = |text: String| if text.is_empty() { "none".to_owned() } else { text };
                self.say(row.key, format!("found {}, but the link of this page locks it; keeps {}", quoted(&found), none(kept)));
            }
        }
        self
    }

    fn write(&mut self, key: &str, value: &str) {
        if key == "v" {
            return self.check_version(value);
        }
        if key == CLAIM_KEY {
            self.claim = value.chars().take(MAX_CLAIM).collect();
            return;
        }
        if PRESENTATION_KEYS.contains(&key) {
            if let Err(message) = self.presentation.write(key, value) {
                self.say(key, message);
            }
            return;
        }
        let Some(row) = SETTINGS.iter().find(|row| row.key == key) else {
            return self.say(key, format!("unknown setting, its value {} is ignored", quoted(value)));
        };
        let written = (row.write)(&mut self.spec, value);
        let used = (row.read)(&self.spec);
        match written {
            Written::AsIs => {}
            Written::Clamped(expected) => self.say(key, format!("found {}, {expected}; uses {used}", quoted(value))),
            Written::Refused(expected) => {
                let used = if used.is_empty() { "none".to_owned() } else { used };
                self.say(key, format!("found {}, {expected}; uses {used}", quoted(value)));
            }
        }
    }

    fn check_version(&mut self, value: &str) {
        match value.parse::<u32>() {
            Ok(VERSION) => {}
            Ok(newer) if newer > VERSION => {
                self.say(
                    "v",
                    format!(
                        "found version {newer}, expected {VERSION}: this version of Dropout Lab is older than the link, so reload the page or update the program; what it knows of the link is used"
                    ),
                );
            }
            _ => self.say("v", format!("found {}, expected {VERSION}; read as version {VERSION}", quoted(value))),
        }
    }

    fn say(&mut self, key: &str, message: String) {
        self.notices.push(Notice { key: plain(key), message });
    }

    /// Makes settings that depend on each other agree.
    fn reconcile(&mut self) {
        let count = self.spec.hidden.len();
        let layers = count + 1;
        let fit = |drop: &mut DropProbs| {
            let found = drop.probs().len();
            *drop = drop.fitted(count);
            (found != layers).then_some(found)
        };
        let mut misfits = Vec::new();
        let default = DropProbs::default();
        if self.spec.drop != default || layers == default.probs().len() {
            misfits.extend(fit(&mut self.spec.drop).map(|found| ("drop", found)));
        } else {
            self.spec.drop = default.fitted(count);
        }
        misfits.extend(self.spec.then.iter_mut().filter_map(|change| fit(&mut change.drop)).map(|found| ("then", found)));
        misfits.extend(self.spec.pin.iter_mut().filter_map(|arm| fit(&mut arm.drop)).map(|found| ("pin", found)));
        for (key, found) in misfits {
            self.say(key, format!("found {found} probabilities, expected {layers} (input and {count} hidden); fitted"));
        }
        self.drop_repeated_steps();
        self.check_reference();
        self.bound_replicates();
        self.part_seeds();
    }

    /// Seeds of two arms are the same or apart: if some replicates shared theirs, the arms would be neither paired nor independent.
    fn part_seeds(&mut self) {
        let count = self.spec.replicates;
        let mut first_seeds = vec![self.spec.seed];
        for index in 0..self.spec.pin.len() {
            let Some(found) = self.spec.pin[index].seed else { continue };
            let overlaps = |seed: u32| {
                let distance = |other: &u32| seed.wrapping_sub(*other).min(other.wrapping_sub(seed));
                first_seeds.iter().any(|other| (1..count).contains(&distance(other)))
            };
            let mut seed = found;
            while overlaps(seed) {
                seed = seed.wrapping_add(TWIN_SEED_OFFSET);
            }
            first_seeds.push(seed);
            self.spec.pin[index].seed = Some(seed);
            if seed != found {
                let arm = index + 1;
                self.say(
                    "pin",
                    format!(
                        "found seed {found} for pinned-{arm}, some of whose {count} replicates share the seeds of another arm; uses {seed}"
                    ),
                );
            }
        }
    }

    fn check_reference(&mut self) {
        let pinned = self.spec.pin.len();
        if let Arm::Pinned(index) = self.spec.reference
            && index >= pinned
        {
            self.say("reference", format!("found pinned-{}, expected one of {pinned} pinned arms; uses baseline", index + 1));
            self.spec.reference = Arm::Baseline;
        }
    }

    /// A link must not fill the memory of whoever opens it.
    fn bound_replicates(&mut self) {
        let found = self.spec.replicates;
        let of_one = self.spec.numbers_per_run() * self.spec.arms().len() as u64;
        let most = u32::try_from(MAX_NUMBERS / of_one).unwrap_or(u32::MAX).max(1);
        if found > most {
            let megabytes = of_one * 4 / 1_000_000;
            let arms = self.spec.arms().len();
            self.say(
                "replicates",
                format!("found {found}; {arms} arms of this network take {megabytes} MB for each replicate; uses {most}"),
            );
            self.spec.replicates = most;
        }
    }

    fn drop_repeated_steps(&mut self) {
        let before = self.spec.then.len();
        self.spec.then.reverse();
        self.spec.then.dedup_by_key(|change| change.step);
        self.spec.then.reverse();
        if self.spec.then.len() < before {
            self.say("then", "two changes at one step; the later one is used".to_owned());
        }
    }
}

impl Default for DropProbs {
    /// The drop probabilities of the default experiment.
    fn default() -> Self {
        Spec::default().drop
    }
}

impl Spec {
    /// The same spec with one setting changed, checked as a link is.
    #[must_use]
    pub fn with(&self, key: &str, value: &str) -> Opened {
        let mut opened = Opened::from_spec(self.clone());
        opened.write(key, value);
        opened.settled()
    }

    /// The fragment that stands for this spec: `v` first, then what differs from the default, in the schema's order.
    #[must_use]
    pub fn to_link(&self) -> String {
        let default = Self::default();
        let mut pairs = vec![format!("v={VERSION}")];
        for row in SETTINGS {
            let value = (row.read)(self);
            if value != (row.read)(&default) {
                pairs.push(format!("{}={}", row.key, encode(&value)));
            }
        }
        pairs.join("&")
    }
}

/// Percent-encodes all that a browser or a chat program would change in a link; plain values stay as they are.
#[must_use]
pub fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b",;:@._-/()'".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Undoes percent-encoding, as chat programs add it to links; what is not valid UTF-8 then becomes U+FFFD.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|hex| core::str::from_utf8(hex).ok());
        let byte = hex.filter(|_| first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Foreign text, shortened and without control characters.
fn plain(text: &str) -> String {
    let short: String = text.chars().filter(|c| !c.is_control()).take(QUOTED).collect();
    if text.chars().count() > QUOTED { format!("{short}…") } else { short }
}

pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", plain(text))
}
