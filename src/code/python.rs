//! The experiment in Python with PyTorch: a script, and a notebook cell in the names of *Dive into Deep Learning*.

use serde::Serialize;

use super::template::Filling;
use super::{CodeFile, FROM_THE_TERMINAL, Program, about, changes_of, data_command, listed, name_of, title, wrapped};
use crate::spec::{Arm, CLASSES, Data, Init, Lazy, PIXELS, Spec};

const IMPORTS: &str = include_str!("templates/python-imports.py.txt");
const SETTINGS: &str = include_str!("templates/python-settings.py.txt");
const DATA: &str = include_str!("templates/python-data.py.txt");
const TRAINING: &str = include_str!("templates/python-training.py.txt");

/// What differs from the lab in every Python form.
const DIFFERENCES: &str = "The random numbers are PyTorch's own: the arms of a replicate share initial weights and batches, not masks, \
    so curves differ from the lab's as those of other seeds do.";

pub(super) fn pytorch(spec: &Spec, page: &str) -> Program {
    let widths = spec.widths();
    let hidden = (1..=spec.hidden.len()).map(|at| {
        let [inputs, outputs] = [widths[at - 1], widths[at]];
        format!("        nn.Linear({inputs}, {outputs}), nn.ReLU(), nn.Dropout(drop[{at}]),")
    });
    let output = format!("        nn.Linear({}, {CLASSES}),", widths[spec.hidden.len()]);
    let (usage, folder) = match spec.data {
        Data::FashionMnist => ("Needs torch, and torchvision to download Fashion-MNIST, unless --data names a folder with its files:", ""),
        Data::Synthetic => (FROM_THE_TERMINAL, " --data synthetic"),
        Data::Files => ("Needs torch, and the folder of the four IDX files, plain or .gz:", " --data FOLDER"),
    };
    let run = format!("    python dropout_lab.py{folder} > records.jsonl");
    let commands = if spec.data == Data::Synthetic { format!("    {}\n{run}", data_command(spec)) } else { run };
    let filling = python(spec)
        .put("sequential_layers", hidden.chain([output]).collect::<Vec<_>>().join("\n"))
        .put("report", "print(json.dumps(record), flush=True)")
        .put("summary_to", ", file=sys.stderr")
        .put("about", wrapped(&about(spec, page, DIFFERENCES), "", 100))
        .put("usage", format!("{}\n\n{commands}", wrapped(&[usage.to_owned()], "", 100)))
        .put("title", title(spec));
    let text = filling.fill(include_str!("templates/pytorch.py.txt"));
    Program { files: vec![CodeFile { name: "dropout_lab.py".to_owned(), text: text.clone() }], text }
}

pub(super) fn notebook(spec: &Spec, page: &str) -> Program {
    let named = |name: &str| (1..=spec.hidden.len()).map(|at| format!("{name}_{at}")).collect::<Vec<_>>();
    let inputs_of = |at: usize| if at == 1 { PIXELS.to_string() } else { format!("num_hiddens_{}", at - 1) };
    let hidden = (1..=spec.hidden.len())
        .map(|at| format!("            nn.Linear({}, num_hiddens_{at}), nn.ReLU(), nn.Dropout(dropout_{at}),", inputs_of(at)));
    let output = format!("            nn.Linear({}, num_outputs),", inputs_of(spec.hidden.len() + 1));
    let input = drops_input(spec).then(|| "dropout_0".to_owned());
    let dropouts: Vec<String> = input.into_iter().chain(named("dropout")).collect();
    let widths: Vec<String> = named("num_hiddens").iter().zip(&spec.hidden).map(|(name, width)| format!("{name}={width}")).collect();
    let drops: Vec<String> = dropouts.iter().map(|name| format!("{name}=drop[{}]", name.trim_start_matches("dropout_"))).collect();
    let usage = match spec.data {
        Data::FashionMnist => "Needs torch, and torchvision to download Fashion-MNIST; draws with matplotlib.".to_owned(),
        Data::Synthetic => format!("Needs torch; draws with matplotlib. {FROM_THE_TERMINAL}\n    {}", data_command(spec)),
        Data::Files => "Needs torch, and the folder of the four IDX files, plain or .gz; draws with matplotlib.".to_owned(),
    };
    let filling = python(spec)
        .put("num_hiddens", named("num_hiddens").join(", "))
        .put("dropouts", dropouts.join(", "))
        .put("class_layers", hidden.chain([output]).collect::<Vec<_>>().join("\n"))
        .put("width_arguments", widths.join(", "))
        .put("drop_arguments", drops.join(", "))
        .put("folder", if spec.data == Data::Synthetic { "synthetic" } else { "data" })
        .put("report", "records.append(record)")
        .put("summary_to", "")
        .put("about", wrapped(&about(spec, page, DIFFERENCES), "# ", 100))
        .put("usage", format!("# {}", usage.replace('\n', "\n# ")))
        .put("title", title(spec));
    let cell = filling.fill(include_str!("templates/notebook.py.txt"));
    let text = serde_json::to_string_pretty(&Notebook::of(&cell)).expect("a notebook is plain data") + "\n";
    Program { text: cell, files: vec![CodeFile { name: "dropout-lab.ipynb".to_owned(), text }] }
}

/// What both forms share.
fn python(spec: &Spec) -> Filling {
    let (has_noise, has_momentum, has_decay) = (spec.label_noise > 0.0, spec.momentum > 0.0, spec.weight_decay > 0.0);
    let learning = [("LR", spec.lr, true), ("MOMENTUM", spec.momentum, has_momentum), ("WEIGHT_DECAY", spec.weight_decay, has_decay)];
    let (names, values): (Vec<&str>, Vec<String>) =
        learning.iter().filter(|(_, _, used)| *used).map(|(name, value, _)| (*name, format!("{value:?}"))).unzip();
    let arms: Vec<String> = spec.arms().into_iter().map(|arm| arm_entry(spec, arm)).collect();
    let changes: Vec<String> =
        changes_of(spec).iter().map(|change| format!("    {}: {},", change.step, listed(change.drop.probs()))).collect();
    Filling::default()
        .when("fashion", spec.data == Data::FashionMnist)
        .when("input_drop", drops_input(spec))
        .when("then", !changes.is_empty())
        .when("noise", has_noise)
        .when("decay", has_decay)
        .when("patience", spec.patience > 0)
        .when("lazy", spec.lazy != Lazy::NONE)
        .when("normal", spec.init == Init::Normal)
        .when("evals", spec.evals > 1)
        .put("python_imports", IMPORTS)
        .put("python_settings", SETTINGS)
        .put("python_data", DATA)
        .put("python_training", TRAINING)
        .put("python_arms", arms.join("\n"))
        .put("python_changes", changes.join("\n"))
        .put("skip_input", if drops_input(spec) { "" } else { "[1:]" })
        .put("train", spec.train.to_string())
        .put("test", spec.test.to_string())
        .put("label_noise", spec.label_noise.to_string())
        .put("learning", format!("{} = {}", names.join(", "), values.join(", ")))
        .put("batch", spec.batch_size().to_string())
        .put("epochs", spec.epochs.to_string())
        .put("replicates", spec.replicates.to_string())
        .put("patience", spec.patience.to_string())
        .put("lazy_units", spec.lazy.units.to_string())
        .put("lazy_factor", format!("{:?}", spec.lazy.factor))
        .put("evals", spec.evals.to_string())
        .put("and_noise", if has_noise { " and the noise in the labels" } else { "" })
        .put("train_labels", if has_noise { "noisy(clean_labels, draws)" } else { "clean_labels" })
        .put("momentum_argument", if has_momentum { ", momentum=MOMENTUM" } else { "" })
}

/// Whether any arm ever drops a part of the input.
fn drops_input(spec: &Spec) -> bool {
    let of_arms = spec.arms().into_iter().map(|arm| spec.drop_of(arm));
    of_arms.chain(spec.then.iter().map(|change| change.drop.clone())).any(|drop| drop.probs()[0] > 0.0)
}

fn arm_entry(spec: &Spec, arm: Arm) -> String {
    let drop = listed(spec.drop_of(arm).probs());
    format!("    \"{arm}\": ({}, {drop}),{}", spec.first_seed(arm), name_of(spec, arm, "  # "))
}

/// A notebook of one cell, as nbformat 4.5 writes it.
#[derive(Serialize)]
struct Notebook {
    cells: [Cell; 1],
    metadata: Metadata,
    nbformat: u32,
    nbformat_minor: u32,
}

#[derive(Serialize)]
struct Cell {
    cell_type: &'static str,
    execution_count: Option<u32>,
    id: &'static str,
    metadata: Empty,
    outputs: [u32; 0],
    source: Vec<String>,
}

#[derive(Serialize)]
struct Empty {}

#[derive(Serialize)]
struct Metadata {
    kernelspec: Kernel,
}

#[derive(Serialize)]
struct Kernel {
    display_name: &'static str,
    language: &'static str,
    name: &'static str,
}

impl Notebook {
    fn of(cell: &str) -> Self {
        let source = cell.trim_end().split_inclusive('\n').map(str::to_owned).collect();
        let cell = Cell { cell_type: "code", execution_count: None, id: "dropout-lab", metadata: Empty {}, outputs: [], source };
        let kernelspec = Kernel { display_name: "Python 3", language: "python", name: "python3" };
        Self { cells: [cell], metadata: Metadata { kernelspec }, nbformat: 4, nbformat_minor: 5 }
    }
}
