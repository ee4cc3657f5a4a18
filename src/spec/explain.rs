//! A spec in words.

use super::{Arm, Change, Data, DropProbs, Init, Spec};

/// The settings in sentences that a reader of the chapter understands.
#[must_use]
pub fn explain(spec: &Spec) -> Vec<String> {
    let mut sentences = vec![data(spec), network(spec), arms(spec)];
    sentences.extend(spec.then.iter().map(change));
    sentences.push(training(spec));
    sentences.extend((spec.patience > 0).then(|| early_stopping(spec)));
    sentences.push(measures(spec));
    sentences
}

fn data(spec: &Spec) -> String {
    let name = match spec.data {
        Data::FashionMnist => "Fashion-MNIST",
        Data::Synthetic => "the synthetic set",
        Data::Files => "your own files",
    };
    let noise = if spec.label_noise > 0.0 {
        format!(", {} of the training labels replaced at random", percent(spec.label_noise))
    } else {
        String::new()
    };
    format!("Data: the first {} training and {} test examples of {name}{noise}.", spec.train, spec.test)
}

fn network(spec: &Spec) -> String {
    let widths: Vec<String> = spec.widths().iter().map(ToString::to_string).collect();
    let init = match spec.init {
        Init::Default => "uniform by fan-in",
        Init::Normal => "normal with standard deviation 0.01",
    };
    let lazy = if spec.lazy.units > 0 {
        let of_units = if spec.lazy.units == 1 { "unit".to_owned() } else { format!("{} units", spec.lazy.units) };
        format!(", into and out of the first {of_units} of each hidden layer times {}", spec.lazy.factor)
    } else {
        String::new()
    };
    format!("Network: {} units, ReLU between them, initial weights {init}{lazy}.", widths.join("-"))
}

fn arms(spec: &Spec) -> String {
    let pinned = spec.arms().into_iter().skip(2).map(|arm| {
        let seeds = if spec.are_paired(arm, Arm::Baseline) { String::new() } else { format!(" from seed {} on", spec.first_seed(arm)) };
        format!("; {} drops {}{seeds}", spec.arm_name(arm), probs(&spec.drop_of(arm)))
    });
    let pinned: String = pinned.collect();
    let reference = match spec.reference {
        Arm::Baseline => String::new(),
        arm => format!(" All are compared with {}.", spec.arm_name(arm)),
    };
    format!("Arms: the baseline drops nothing; the treatment drops {}{pinned}.{reference}", probs(&spec.drop))
}

fn change(change: &Change) -> String {
    format!("From step {} on the treatment drops {}.", change.step, probs(&change.drop))
}

fn training(spec: &Spec) -> String {
    let momentum = if spec.momentum > 0.0 { format!(", momentum {}", spec.momentum) } else { String::new() };
    let decay = if spec.weight_decay > 0.0 { format!(", weight decay {}", spec.weight_decay) } else { String::new() };
    format!(
        "Training: SGD with learning rate {}{momentum}{decay}, batches of {}, {} epochs of {} steps.",
        spec.lr,
        spec.batch_size(),
        spec.epochs,
        spec.steps_per_epoch(),
    )
}

fn early_stopping(spec: &Spec) -> String {
    let plural = if spec.patience == 1 { "" } else { "s" };
    format!(
        "Early stopping: a run ends after {} epoch{plural} without a better test loss, which is chosen by looking at the test set.",
        spec.patience
    )
}

fn measures(spec: &Spec) -> String {
    let last = spec.seed_of(spec.replicates - 1);
    let seeds = if spec.replicates == 1 { format!("seed {}", spec.seed) } else { format!("seeds {} to {last}", spec.seed) };
    let plural = if spec.replicates == 1 { "" } else { "s" };
    format!(
        "{} paired replicate{plural} ({seeds}); loss and accuracy are measured with masks off, {} per epoch.",
        spec.replicates,
        if spec.evals == 1 { "once".to_owned() } else { format!("{} times", spec.evals) },
    )
}

fn probs(drop: &DropProbs) -> String {
    let layers = drop.probs().iter().enumerate().map(|(layer, prob)| match layer {
        0 => format!("{} of the input", percent(*prob)),
        layer => format!("{} of hidden layer {layer}", percent(*prob)),
    });
    let dropped: Vec<String> = layers.zip(drop.probs()).filter(|(_, prob)| **prob > 0.0).map(|(text, _)| text).collect();
    if dropped.is_empty() { "nothing".to_owned() } else { dropped.join(", ") }
}

fn percent(fraction: f64) -> String {
    let rounded = (fraction * 1000.0).round() / 10.0;
    format!("{rounded}%")
}
