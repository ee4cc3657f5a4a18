//! The settings: one row each, the only place of its key, default, range, label and unit.

use super::arm::MAX_DROP_PROB;
use super::pinning::MAX_PINNED;
use super::setting::{Choice, Group, Kind, Setting, Written};
use super::{Arm, Change, Data, DeviceChoice, DropProbs, Init, Lazy, PinnedArm, Question, Spec};

/// Most changes while training.
const MAX_CHANGES: usize = 32;

/// A row for a number, its range stated once.
macro_rules! number {
    ($field:ident: $ty:ty, $label:literal, $help:literal, $unit:literal, $min:literal ..= $max:literal, $whole:literal, $group:ident, $default:literal) => {
        Setting {
            key: stringify!($field),
            label: $label,
            help: $help,
            unit: $unit,
            kind: Kind::Number { min: $min, max: $max, whole: $whole },
            group: Group::$group,
            default: $default,
            read: |spec| spec.$field.to_string(),
            write: |spec, text| {
                let (value, written) = parse_number(text, $min, $max, $whole);
                if let Some(value) = value {
                    spec.$field = value as $ty;
                }
                written
            },
        }
    };
}

/// A row for a word of a list.
macro_rules! choice {
    ($field:ident, $label:literal, $help:literal, $group:ident, $default:literal, [$($word:literal $words:literal => $value:expr),+ $(,)?]) => {
        Setting {
            key: stringify!($field),
            label: $label,
            help: $help,
            unit: "",
            kind: Kind::Choice { choices: &[$(Choice { value: $word, label: $words }),+] },
            group: Group::$group,
            default: $default,
            read: |spec| [$(($value, $word)),+].iter().find(|(value, _)| *value == spec.$field).map_or("", |(_, word)| word).to_owned(),
            write: |spec, text| match [$(($word, $value)),+].iter().find(|(word, _)| *word == text) {
                Some((_, value)) => { spec.$field = *value; Written::AsIs }
                None => Written::Refused(format!("expected {}", [$($word),+].join(" or "))),
            },
        }
    };
}

/// A row for a switch.
macro_rules! flag {
    ($field:ident, $label:literal, $help:literal) => {
        Setting {
            key: stringify!($field),
            label: $label,
            help: $help,
            unit: "",
            kind: Kind::Flag,
            group: Group::More,
            default: "0",
            read: |spec| u8::from(spec.$field).to_string(),
            write: |spec, text| match text {
                "0" | "1" => {
                    spec.$field = text == "1";
                    Written::AsIs
                }
                _ => Written::Refused("expected 0 or 1".to_owned()),
            },
        }
    };
}

/// Every setting, in the order of the link.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "parse_number keeps values inside the row's range")]
pub const SETTINGS: &[Setting] = &[
    choice!(data, "Data", "Which images the networks learn to tell apart.", Main, "fashion-mnist", [
        "fashion-mnist" "Fashion-MNIST" => Data::FashionMnist,
        "synthetic" "Synthetic (generated)" => Data::Synthetic,
        "files" "Your own files" => Data::Files,
    ]),
    number!(train: u32, "Training examples", "How many images the networks train on, from the head of the file. Few examples overfit soon.", "examples", 1.0..=60_000.0, true, Main, "1000"),
    number!(test: u32, "Test examples", "How many held-out images measure what was learned, from the head of the file.", "examples", 1.0..=10_000.0, true, More, "1000"),
    number!(label_noise: f64, "Label noise", "Fraction of training labels replaced by another class at random. Test labels stay true.", "fraction", 0.0..=1.0, false, More, "0"),
    Setting {
        key: "hidden",
        label: "Hidden layer widths",
        help: "Units in each hidden layer, from the input on: one to four numbers.",
        unit: "units",
        kind: Kind::Numbers { min: 1.0, max: 1024.0, max_count: 4 },
        group: Group::More,
        default: "256,256",
        read: |spec| spec.hidden.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
        write: write_hidden,
    },
    Setting {
        key: "drop",
        label: "Drop probabilities",
        help: "Chance that a unit is zeroed in one training step: input, then each hidden layer.",
        unit: "probability",
        kind: Kind::Numbers { min: 0.0, max: MAX_DROP_PROB, max_count: 5 },
        group: Group::Network,
        default: "0,0.5,0.5",
        read: |spec| spec.drop.to_string(),
        write: |spec, text| write_parsed(parse_drop(text), |drop| spec.drop = drop),
    },
    Setting {
        key: "then",
        label: "Changes while training",
        help: "New drop probabilities of the treatment from a step on, as step:input,hidden 1,hidden 2 with ; between.",
        unit: "",
        kind: Kind::List { example: "620:0,0.2,0.5" },
        group: Group::More,
        default: "",
        read: |spec| Change::join(&spec.then),
        write: |spec, text| write_parsed(parse_changes(text), |then| spec.then = then),
    },
    Setting {
        key: "pin",
        label: "Pinned arms",
        help: "Further arms that train beside the treatment, with ; between: name:drop probabilities@seed, name and seed only if wanted.",
        unit: "",
        kind: Kind::List { example: "swapped:0,0.5,0.2;again:0,0.2,0.5@1001" },
        group: Group::Arms,
        default: "",
        read: |spec| PinnedArm::join(&spec.pin),
        write: |spec, text| write_parsed(parse_pinned(text), |pin| spec.pin = pin),
    },
    Setting {
        key: "reference",
        label: "Reference arm",
        help: "The arm that all others are compared with: baseline, treatment or pinned-1, pinned-2 and so on.",
        unit: "",
        kind: Kind::List { example: "pinned-1" },
        group: Group::Arms,
        default: "baseline",
        read: |spec| spec.reference.to_string(),
        write: |spec, text| match text.parse::<Arm>() {
            Ok(arm) => {
                spec.reference = arm;
                Written::AsIs
            }
            Err(_) => Written::Refused("expected baseline, treatment or pinned-1 to pinned-6".to_owned()),
        },
    },
    number!(lr: f64, "Learning rate", "Size of each step of gradient descent.", "", 0.0001..=10.0, false, Main, "0.1"),
    number!(momentum: f64, "Momentum", "How much of the last step's direction is kept: 0 is plain gradient descent.", "", 0.0..=0.999, false, More, "0"),
    number!(weight_decay: f64, "Weight decay", "Pull of the weights towards zero (L2); biases are not decayed.", "", 0.0..=1.0, false, More, "0"),
    number!(batch: u32, "Batch size", "Examples in one training step; larger than the training set, it shrinks to it.", "examples", 1.0..=4096.0, true, Main, "32"),
    number!(epochs: u32, "Epochs", "Passes over the training examples.", "epochs", 1.0..=1000.0, true, Main, "30"),
    number!(patience: u32, "Early stopping", "A run ends after so many epochs without a better test loss; 0 trains every run to the end. This looks at the test set.", "epochs", 0.0..=1000.0, true, More, "0"),
    number!(replicates: u32, "Replicates", "Paired repetitions, each from its own seed. Two or more give an interval.", "", 1.0..=50.0, true, Main, "5"),
    number!(seed: u32, "Seed", "Number that fixes the initial weights, the order of the examples and the masks of replicate 0.", "", 0.0..=4_294_967_295.0, true, More, "1"),
    number!(evals: u32, "Evaluations per epoch", "How often in an epoch the loss and accuracy are measured, with masks off.", "per epoch", 1.0..=50.0, true, More, "1"),
    flag!(
        probes,
        "Probes",
        "Measure inside the networks at each evaluation: activations, gradients, weights. Changes no curve; one evaluation an epoch takes about a tenth more time."
    ),
    number!(passes: u32, "Masked test passes", "After training, average so many passes over the test examples with masks on, and as many without scaling; 0 = none.", "passes", 0.0..=100.0, true, More, "0"),
    choice!(init, "Initial weights", "How the weights start: uniform by fan-in as PyTorch does, or normal with 0.01 as older tutorials do.", More, "default", [
        "default" "uniform by fan-in" => Init::Default,
        "normal" "normal, 0.01" => Init::Normal,
    ]),
    Setting {
        key: "lazy",
        label: "Lazy units",
        help: "How many units of each hidden layer start near zero, as count:factor; the factor scales all weights into and out of them.",
        unit: "",
        kind: Kind::List { example: "2:0.01" },
        group: Group::More,
        default: "",
        read: |spec| spec.lazy.to_string(),
        write: |spec, text| write_parsed(parse_lazy(text), |lazy| spec.lazy = lazy),
    },
    choice!(device, "Device", "Where training runs. Automatic takes WebGPU where it is real hardware and passes its test.", More, "auto", [
        "auto" "automatic" => DeviceChoice::Auto,
        "webgpu" "WebGPU" => DeviceChoice::Webgpu,
        "cpu" "CPU" => DeviceChoice::Cpu,
    ]),
    flag!(autorun, "Run on opening", "Start training as soon as the page is ready."),
    choice!(question, "Question", "What this experiment is to answer, from its own numbers.", Questions, "none", [
        "none" "none" => Question::None,
        "gap" "Does dropout shrink the gap?" => Question::Gap,
        "broken" "Test accuracy did not improve: broken?" => Question::Broken,
        "swap" "Does swapping the probabilities matter?" => Question::Swap,
        "alike" "How alike is the same?" => Question::Alike,
        "amount" "Too little, too much?" => Question::Amount,
        "input" "Dropout on the input?" => Question::Input,
        "longer" "More epochs, with and without?" => Question::Longer,
        "loss" "Why look at the test loss?" => Question::Loss,
        "again" "Reset or continue?" => Question::Again,
        "variance" "Variance of the activations?" => Question::Variance,
        "stable" "Does it stabilise training?" => Question::Stable,
        "lazy" "Do lazy units learn?" => Question::Lazy,
        "testtime" "Why not at test time?" => Question::TestTime,
        "capacity" "Full capacity at inference?" => Question::Capacity,
        "units" "Are the units less alike?" => Question::Units,
        "calibrated" "Better calibrated?" => Question::Calibrated,
    ]),
];

/// A number in a range: `None` where the text is no number.
fn parse_number(text: &str, min: f64, max: f64, whole: bool) -> (Option<f64>, Written) {
    let what = if whole { "a whole number" } else { "a number" };
    let expected = format!("expected {what} from {min} to {max}");
    let value = match text.trim().parse::<f64>() {
        Ok(value) if value.is_finite() => value,
        _ => return (None, Written::Refused(expected)),
    };
    let nearest = if whole { value.round() } else { value }.clamp(min, max);
    // `+ 0.0` turns a negative zero into zero.
    let nearest = nearest + 0.0;
    let written = if nearest.to_bits() == (value + 0.0).to_bits() { Written::AsIs } else { Written::Clamped(expected) };
    (Some(nearest), written)
}

type Parsed<T> = Result<(T, Option<String>), String>;

fn write_parsed<T>(parsed: Parsed<T>, put: impl FnOnce(T)) -> Written {
    match parsed {
        Ok((value, clamped)) => {
            put(value);
            clamped.map_or(Written::AsIs, Written::Clamped)
        }
        Err(expected) => Written::Refused(expected),
    }
}

fn write_hidden(spec: &mut Spec, text: &str) -> Written {
    let expected = "expected one to four whole numbers from 1 to 1024, joined by commas";
    let parts: Vec<_> = text.split(',').map(|part| parse_number(part, 1.0, 1024.0, true)).collect();
    if parts.len() > 4 || parts.iter().any(|(value, _)| value.is_none()) {
        return Written::Refused(expected.to_owned());
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1..=1024 just above")]
    let widths: Vec<u32> = parts.iter().filter_map(|(value, _)| value.map(|value| value as u32)).collect();
    spec.hidden = widths;
    let clamped = parts.iter().any(|(_, written)| *written != Written::AsIs);
    if clamped { Written::Clamped(expected.to_owned()) } else { Written::AsIs }
}

fn parse_drop(text: &str) -> Parsed<DropProbs> {
    let expected = format!("expected probabilities from 0 to {MAX_DROP_PROB}, joined by commas");
    let parts: Vec<_> = text.split(',').map(|part| parse_number(part, 0.0, MAX_DROP_PROB, false)).collect();
    let probs: Vec<f64> = parts.iter().filter_map(|(value, _)| *value).collect();
    if probs.len() != parts.len() || probs.len() > 5 {
        return Err(expected);
    }
    let clamped = parts.iter().any(|(_, written)| *written != Written::AsIs);
    let drop = DropProbs::clamped(&probs).ok_or_else(|| expected.clone())?;
    Ok((drop, clamped.then_some(expected)))
}

/// Parses a list with `;` between its items, at most `max` of them.
fn parse_list<T>(text: &str, max: usize, parse: impl Fn(&str) -> Parsed<T>) -> Parsed<Vec<T>> {
    if text.is_empty() {
        return Ok((Vec::new(), None));
    }
    if text.split(';').count() > max {
        return Err(format!("expected at most {max} entries"));
    }
    let items: Vec<(T, Option<String>)> = text.split(';').map(parse).collect::<Result<_, _>>()?;
    let clamped = items.iter().find_map(|(_, clamped)| clamped.clone());
    Ok((items.into_iter().map(|(item, _)| item).collect(), clamped))
}

fn parse_lazy(text: &str) -> Parsed<Lazy> {
    if text.is_empty() {
        return Ok((Lazy::NONE, None));
    }
    let expected = "expected count:factor, the count a whole number from 0 to 1024, the factor from 0 to 1";
    let (units, factor) = text.split_once(':').ok_or(expected)?;
    let (Some(units), units_written) = parse_number(units, 0.0, 1024.0, true) else { return Err(expected.to_owned()) };
    let (Some(factor), factor_written) = parse_number(factor, 0.0, 1.0, false) else { return Err(expected.to_owned()) };
    let clamped = units_written != Written::AsIs || factor_written != Written::AsIs;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1024 just above")]
    #[expect(clippy::float_cmp, reason = "a factor of exactly 1 changes nothing")]
    let lazy = if units == 0.0 || factor == 1.0 { Lazy::NONE } else { Lazy { units: units as u32, factor } };
    Ok((lazy, clamped.then(|| expected.to_owned())))
}

fn parse_pinned(text: &str) -> Parsed<Vec<PinnedArm>> {
    parse_list(text, MAX_PINNED, |item| {
        let (name, rest) = item.rsplit_once(':').unwrap_or(("", item));
        let (drop, seed) = rest.split_once('@').map_or((rest, None), |(drop, seed)| (drop, Some(seed)));
        let expected = || "expected name:drop probabilities@seed, the seed a whole number from 0 to 4294967295".to_owned();
        let seed = seed.map(str::parse::<u32>).transpose().map_err(|_| expected())?;
        let plain = PinnedArm::plain_name(name);
        let renamed = (plain != name.trim()).then(PinnedArm::expected_name);
        let (drop, clamped) = parse_drop(drop)?;
        Ok((PinnedArm { name: plain, drop, seed }, renamed.or(clamped)))
    })
}

fn parse_changes(text: &str) -> Parsed<Vec<Change>> {
    let (mut changes, clamped) = parse_list(text, MAX_CHANGES, |item| {
        let expected = || "expected step:probabilities, steps as whole numbers".to_owned();
        let (step, drop) = item.split_once(':').ok_or_else(expected)?;
        let step = step.parse::<u32>().map_err(|_| expected())?;
        let (drop, clamped) = parse_drop(drop)?;
        Ok((Change { step, drop }, clamped))
    })?;
    changes.sort_by_key(|change| change.step);
    Ok((changes, clamped))
}
