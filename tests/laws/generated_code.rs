//! Generated code, run for real: PyTorch, a notebook's cell and burn come to the lab's own accuracies. Minutes: `cargo xtask bench -- code`.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use dropout_lab::code::{Form, code};
use dropout_lab::stats::Difference;
use serde_json::Value;

use crate::code::EVERYTHING;
use crate::support::spec;

/// Small, with all that the training loop has: noise, momentum, decay, an own start, a change on the way, several evaluations an epoch.
const LINK: &str = "v=1&data=synthetic&train=512&test=1000&hidden=32,32&batch=32&epochs=16&replicates=20&drop=0.1,0.4,0.3&\
    then=128:0,0.5,0.5&label_noise=0.1&lr=0.05&momentum=0.6&weight_decay=0.002&evals=2";
const MEASURES: [&str; 4] = ["train_accuracy", "test_accuracy", "train_loss", "test_loss"];
/// A difference as large as the one found, or larger, is rarer than this where there is none. Of the 24 comparisons that the three
/// programs make, at least one falls below it by chance in at most 2.4 of 100 such tests.
const LEAST_P: f64 = 0.001;
/// Equality means something where half the 95% interval of a difference is no wider than this, in accuracy.
const WIDEST: f64 = 0.03;

#[test]
#[ignore = "trains by PyTorch, which is too large for every run of the tests: cargo xtask bench -- code"]
fn the_pytorch_script_comes_to_our_accuracies() {
    let Some(python) = python_with_torch() else { return };
    let folder = folder_with_data();
    write_files(folder.path(), LINK, Form::Pytorch);
    let records = run(alone(&python).args(["dropout_lab.py", "--data", "synthetic"]).current_dir(&folder));
    agrees_with_ours(folder.path(), "PyTorch", &records);
}

#[test]
#[ignore = "trains by PyTorch, which is too large for every run of the tests: cargo xtask bench -- code"]
fn the_notebook_s_cell_comes_to_our_accuracies() {
    let Some(python) = python_with_torch() else { return };
    let folder = folder_with_data();
    fs::write(folder.path().join("cell.py"), code(&spec(LINK), Form::D2l, "").text).expect("the folder can be written");
    run(alone(&python).arg("cell.py").env("MPLBACKEND", "Agg").current_dir(&folder));
    let records = fs::read_to_string(folder.path().join("dropout-lab.jsonl")).expect("the cell writes its records");
    agrees_with_ours(folder.path(), "the notebook's cell", &records);
}

#[test]
#[ignore = "builds burn with its autodiff, which takes minutes: cargo xtask bench -- code"]
fn the_burn_program_comes_to_our_accuracies() {
    let folder = folder_with_data();
    write_files(folder.path(), LINK, Form::Burn);
    let records = run(cargo(folder.path()).args(["run", "--release", "--quiet", "--", "synthetic"]));
    agrees_with_ours(folder.path(), "burn", &records);
    // What that link does not ask for compiles as well.
    write_files(folder.path(), EVERYTHING, Form::Burn);
    run(cargo(folder.path()).args(["build", "--release", "--quiet"]));
}

/// For the burn program in a folder, with the versions of the lab's own lock file, so that nothing newer comes between.
fn cargo(folder: &Path) -> Command {
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file is there");
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated-burn");
    command.env("CARGO_TARGET_DIR", target).env_remove("RUSTFLAGS").current_dir(folder);
    command
}

/// A Python that has torch; none is said aloud.
fn python_with_torch() -> Option<String> {
    let named = env::var("DROPOUT_LAB_PYTHON").ok();
    let candidates = named.into_iter().chain(["python3".to_owned(), "/usr/bin/python3".to_owned()]);
    let has_torch =
        |python: &String| Command::new(python).args(["-c", "import torch"]).output().is_ok_and(|output| output.status.success());
    let found = candidates.into_iter().find(has_torch);
    if found.is_none() {
        say("left out: found no Python with torch; name one in DROPOUT_LAB_PYTHON");
    }
    found
}

/// Networks as small as these only wait for each other on several threads.
fn alone(python: &str) -> Command {
    let mut command = Command::new(python);
    command.env("OMP_NUM_THREADS", "1");
    command
}

/// Not `println!`, which the test runner keeps to itself when a test passes.
fn say(text: &str) {
    writeln!(io::stderr(), "{text}").expect("stderr is open");
}

fn folder_with_data() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(Command::new(env!("CARGO_BIN_EXE_dropout-lab")).args(["data", LINK, "--out", "synthetic"]).current_dir(&folder));
    folder
}

fn write_files(folder: &Path, link: &str, form: Form) {
    for file in code(&spec(link), form, "").files {
        let path = folder.join(file.name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("the folder can be made");
        fs::write(path, file.text).expect("the folder can be written");
    }
}

/// What a command prints; it must succeed.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(output.status.success(), "{command:?}\n{stdout}\n{stderr}");
    stdout
}

/// The last value of a measure in each run of an arm.
fn finals(records: &[Value], arm: &str, measure: &str) -> Vec<f64> {
    let spec = spec(LINK);
    let last = |replicate: u32| {
        let of_run = records.iter().filter(|record| record["arm"] == arm && record["replicate"] == replicate);
        let last = of_run.max_by_key(|record| record["step"].as_u64()).unwrap_or_else(|| panic!("{arm}/{replicate} has no record"));
        assert_eq!(last["step"], spec.steps(), "{arm}/{replicate} went to the end");
        last[measure].as_f64().expect("a number")
    };
    (0..spec.replicates).map(last).collect()
}

fn records_of(text: &str) -> Vec<Value> {
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line is JSON"));
    lines.filter(|line| line.get("train_loss").is_some()).collect()
}

fn agrees_with_ours(folder: &Path, name: &str, theirs: &str) {
    let ours = records_of(&run(Command::new(env!("CARGO_BIN_EXE_dropout-lab")).args(["run", LINK]).current_dir(folder)));
    let theirs = records_of(theirs);
    // Both evaluate at the same steps, and step 0 shows the arms of a replicate to start alike.
    let places = |records: &[Value]| {
        let mut places: Vec<String> = records.iter().map(|one| format!("{} {} {}", one["arm"], one["replicate"], one["step"])).collect();
        places.sort_unstable();
        places
    };
    assert_eq!(places(&ours), places(&theirs), "{name} measures when the lab does");
    for replicate in 0..spec(LINK).replicates {
        let start = |arm: &str| theirs.iter().find(|one| one["arm"] == arm && one["replicate"] == replicate && one["step"] == 0);
        let [baseline, treatment] = ["baseline", "treatment"].map(|arm| start(arm).map(|one| one["train_loss"].to_string()));
        assert_eq!(baseline, treatment, "{name}: the arms of replicate {replicate} start from the same weights and labels");
    }
    for arm in ["baseline", "treatment"] {
        for measure in MEASURES {
            let (own, other) = (finals(&ours, arm, measure), finals(&theirs, arm, measure));
            let found = Difference::unpaired(&other, &own).expect("both have values");
            let (half_width, p_value) = (found.half_width.expect("many runs"), found.p_value.expect("many runs"));
            say(&format!("{name} minus ours, {arm}, {measure}: {:+.4} ± {half_width:.4}, p {p_value:.3}", found.mean));
            assert!(p_value > LEAST_P, "{name}, {arm}, {measure}: differs by {:+.4} ± {half_width:.4}", found.mean);
            assert!(
                !measure.ends_with("accuracy") || half_width < WIDEST,
                "{name}, {arm}, {measure}: ± {half_width:.4} is too wide to tell"
            );
        }
    }
    let gap = |records: &[Value]| {
        let effect = Difference::unpaired(&finals(records, "treatment", "train_accuracy"), &finals(records, "baseline", "train_accuracy"));
        effect.expect("both have values")
    };
    // What is found equal is far apart where dropout differs, so ignoring a probability would not pass.
    for (whose, effect) in [("ours", gap(&ours)), (name, gap(&theirs))] {
        assert!(
            effect.mean < -2.0 * effect.half_width.expect("many runs"),
            "{whose}: dropout lowers the training accuracy, found {effect:?}"
        );
    }
}
