//! The experiment as a program in Rust: burn's own layers, dropout, autodiff and optimizer, in a training loop of its own.

use super::template::Filling;
use super::{CodeFile, FROM_THE_TERMINAL, Program, about, changes_of, data_command, listed, name_of, title, wrapped};
use crate::spec::{Arm, Data, Init, Lazy, Spec};

/// What differs from the lab.
const DIFFERENCES: &str = "The random numbers are burn's and rand's: the arms of a replicate share initial weights and batches, not masks, \
    so curves differ from the lab's as those of other seeds do.";

pub(super) fn burn(spec: &Spec, page: &str) -> Program {
    let (has_noise, has_momentum, has_decay) = (spec.label_noise > 0.0, spec.momentum > 0.0, spec.weight_decay > 0.0);
    let (is_lazy, is_normal) = (spec.lazy != Lazy::NONE, spec.init == Init::Normal);
    let widths: Vec<String> = spec.widths().iter().map(ToString::to_string).collect();
    let arms: Vec<String> = spec.arms().into_iter().map(|arm| arm_entry(spec, arm)).collect();
    let momentum = ".with_momentum(Some(MomentumConfig::new().with_momentum(MOMENTUM).with_dampening(0.0)))";
    let changes: Vec<String> =
        changes_of(spec).iter().map(|change| format!("    ({}, {}),", change.step, listed(change.drop.probs()))).collect();
    let (usage, folder) = match spec.data {
        Data::FashionMnist => ("The argument is a folder with the four files of Fashion-MNIST, plain or .gz:", "FOLDER"),
        Data::Synthetic => (FROM_THE_TERMINAL, "synthetic"),
        Data::Files => ("The argument is the folder of the four IDX files, plain or .gz:", "FOLDER"),
    };
    let run = format!("cargo run --release -- {folder} > records.jsonl");
    let command = if spec.data == Data::Synthetic { format!("{}\n//!     {run}", data_command(spec)) } else { run };
    let filling = Filling::default()
        .when("noise", has_noise)
        .when("momentum", has_momentum)
        .when("decay", has_decay)
        .when("patience", spec.patience > 0)
        .when("lazy", is_lazy)
        .when("normal", is_normal)
        .when("reinit", is_lazy || is_normal)
        .when("only_lazy", is_lazy && !is_normal)
        .when("evals", spec.evals > 1)
        .put("about", wrapped(&about(spec, page, DIFFERENCES), "//! ", 100))
        .put("usage", usage)
        .put("command", command)
        .when("then", !changes.is_empty())
        .put("rust_arms", arms.join("\n"))
        .put("change_count", changes.len().to_string())
        .put("rust_changes", changes.join("\n"))
        .put("train", spec.train.to_string())
        .put("test", spec.test.to_string())
        .put("label_noise", format!("{:?}", spec.label_noise))
        .put("width_count", widths.len().to_string())
        .put("drop_count", (widths.len() - 1).to_string())
        .put("arm_count", spec.arms().len().to_string())
        .put("widths", widths.join(", "))
        .put("lr", format!("{:?}", spec.lr))
        .put("momentum", format!("{:?}", spec.momentum))
        .put("weight_decay", format!("{:?}", spec.weight_decay))
        .put("batch", spec.batch_size().to_string())
        .put("epochs", spec.epochs.to_string())
        .put("evals", spec.evals.to_string())
        .put("patience", spec.patience.to_string())
        .put("replicates", spec.replicates.to_string())
        .put("lazy_units", spec.lazy.units.to_string())
        .put("lazy_factor", format!("{:?}", spec.lazy.factor))
        .put("and_noise", if has_noise { " and the noise in the labels" } else { "" })
        .put("momentum_config", if has_momentum { momentum } else { "" })
        .put("labels_reference", if has_noise { "&labels" } else { "labels" })
        .put("is_evaluated", if spec.evals > 1 { "is_evaluated(within)" } else { "within == 0" })
        .put("title", title(spec));
    let main = filling.fill(include_str!("templates/main.rs.txt"));
    let manifest = filling.fill(include_str!("templates/Cargo.toml.txt"));
    let file = |name: &str, text: String| CodeFile { name: name.to_owned(), text };
    Program { text: main.clone(), files: vec![file("Cargo.toml", manifest), file("src/main.rs", main)] }
}

fn arm_entry(spec: &Spec, arm: Arm) -> String {
    let drop = listed(spec.drop_of(arm).probs());
    format!("    Arm {{ name: \"{arm}\", seed: {}, drop: {drop} }},{}", spec.first_seed(arm), name_of(spec, arm, " // "))
}
