//! Code for elsewhere: every setting reaches it, Python takes it, and the examples that it reads are the lab's own.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Output};

use dropout_lab::code::{Form, Visit, citation, code};
use dropout_lab::spec::SETTINGS;
use serde_json::Value;

use crate::support::{SMALL, spec};

/// Every condition of every template in one link.
pub(crate) const EVERYTHING: &str = "v=1&data=synthetic&train=200&test=128&label_noise=0.2&hidden=24,16,8&drop=0.1,0.5,0.3,0.2&\
    then=5:0,0.2,0.2,0.2;8:0,0.5,0.1,0&pin=O'Brien:0,0.8,0.8,0@77;0,0,0,0.5&lr=0.05&momentum=0.9&weight_decay=0.001&batch=64&\
    epochs=4&patience=3&replicates=2&seed=5&evals=2&probes=1&passes=4&init=normal&lazy=2:0.01";
const LINKS: [&str; 4] = [SMALL, EVERYTHING, "v=1", "v=1&data=files&hidden=64&drop=0,0.5&evals=3"];

fn dropout_lab(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dropout-lab")).args(arguments).output().expect("the program was built")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8")
}

/// The records of an output, without head, effects and foot.
fn records(output: &str) -> Vec<&str> {
    output.lines().filter(|line| line.starts_with("{\"arm\"")).collect()
}

#[test]
fn every_form_tells_the_settings_and_the_link_and_is_complete() {
    for link in LINKS {
        let spec = spec(link);
        for form in Form::ALL {
            let program = code(&spec, form, "https://example.org/lab/#old");
            let link = format!("https://example.org/lab/#{}", spec.to_link());
            assert!(program.text.contains(&link.replace('\'', if form == Form::Terminal { r"'\''" } else { "'" })), "{}", program.text);
            assert!(!program.text.contains("{=") && !program.text.contains("{?") && !program.text.contains("{!"), "{}", program.text);
            assert!(program.text.ends_with('\n') && !program.text.lines().any(|line| line.ends_with(' ')), "{}", program.text);
            let names: Vec<&str> = program.files.iter().map(|file| file.name.as_str()).collect();
            assert!(!names.is_empty() && program.files.iter().all(|file| !file.text.is_empty()), "{names:?}");
        }
    }
}

#[test]
fn every_setting_that_a_curve_depends_on_changes_the_code() {
    // Where training runs, when it begins and what else is measured is the lab's own affair.
    const OTHERS: [&str; 6] = ["reference", "device", "autorun", "question", "probes", "passes"];
    let others = |key: &str| match key {
        "data" => "files",
        "label_noise" => "0.1",
        "hidden" => "100,50",
        "drop" => "0.1,0.4,0.3",
        "then" => "9:0,0.1,0.1",
        "pin" => "0,0.3,0.3",
        "init" => "normal",
        "lazy" => "2:0.5",
        "lr" => "0.02",
        "momentum" => "0.5",
        "weight_decay" => "0.01",
        _ => "7",
    };
    let plain = spec("v=1");
    for row in SETTINGS.iter().filter(|row| !OTHERS.contains(&row.key)) {
        let changed = spec(&format!("v=1&{}={}", row.key, others(row.key)));
        // Where the examples are is an argument of the program in Rust.
        for form in Form::ALL.into_iter().filter(|&form| (row.key, form) != ("data", Form::Burn)) {
            // The link and the sentences differ anyhow: only what is executed counts.
            let executed = |text: &str| {
                let lines = text.lines().filter(|line| !line.starts_with("//!") && !line.starts_with('#'));
                let lines: Vec<&str> = lines.collect();
                lines.join("\n").rsplit("\"\"\"\nimport").next().map(str::to_owned)
            };
            let [before, after] = [&plain, &changed].map(|spec| executed(&code(spec, form, "").text));
            assert!(before != after, "{} changes nothing in {form:?}", row.key);
        }
    }
}

#[test]
fn python_takes_every_script_and_every_cell() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (at, link) in LINKS.iter().enumerate() {
        for form in [Form::Pytorch, Form::D2l] {
            let path = folder.path().join(format!("{}_{at}.py", form.key()));
            fs::write(&path, code(&spec(link), form, "").text).expect("the folder can be written");
            let Ok(output) = Command::new("python3").args(["-m", "py_compile"]).arg(&path).output() else {
                writeln!(io::stderr(), "left out: found no python3 to compile the generated Python").expect("stderr is open");
                return;
            };
            assert!(output.status.success(), "{}", text(&output.stderr));
        }
    }
}

#[test]
fn the_notebook_is_one_cell_with_the_very_text() {
    let program = code(&spec(EVERYTHING), Form::D2l, "");
    let notebook: Value = serde_json::from_str(&program.files[0].text).expect("a notebook is JSON");
    assert_eq!((notebook["nbformat"].as_u64(), notebook["cells"].as_array().map(Vec::len)), (Some(4), Some(1)));
    let lines = notebook["cells"][0]["source"].as_array().expect("lines");
    let source: String = lines.iter().filter_map(Value::as_str).collect();
    assert_eq!(source, program.text.trim_end());
    assert!(source.contains("dropout_0, dropout_1, dropout_2, dropout_3, lr"), "{source}");
}

#[test]
fn the_terminal_program_writes_code_and_refuses_other_forms() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().to_str().expect("a plain path");
    let output = dropout_lab(&["code", SMALL, "--as", "burn", "--out", out]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let program = code(&spec(SMALL), Form::Burn, "");
    for file in &program.files {
        assert_eq!(fs::read_to_string(folder.path().join(&file.name)).expect("the file was written"), file.text);
    }
    let printed = dropout_lab(&["code", SMALL, "--as", "pytorch"]);
    assert_eq!(text(&printed.stdout), code(&spec(SMALL), Form::Pytorch, "").text);
    let refused = dropout_lab(&["code", SMALL, "--as", "keras"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("expected one of pytorch, d2l, burn, terminal"), "{}", text(&refused.stderr));
}

#[test]
fn examples_as_idx_files_give_the_same_curves_as_the_synthetic_set_itself() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().to_str().expect("a plain path");
    let written = dropout_lab(&["data", SMALL, "--out", out]);
    assert!(written.status.success(), "{}", text(&written.stderr));
    let generated = dropout_lab(&["run", SMALL]);
    let read = dropout_lab(&["run", &SMALL.replace("data=synthetic", "data=files"), "--data", out]);
    let [generated, read] = [generated, read].map(|output| text(&output.stdout));
    assert!(!records(&generated).is_empty(), "{generated}");
    assert_eq!(records(&generated), records(&read));
    assert!(!Path::new(out).join("train-images-idx3-ubyte.gz").exists(), "the files are plain");
}

#[test]
fn the_command_line_runs_the_experiment() {
    let program = code(&spec(EVERYTHING), Form::Terminal, "https://example.org/lab/");
    let line = program.text.lines().last().expect("a command").replace("dropout-lab ", &format!("{} ", env!("CARGO_BIN_EXE_dropout-lab")));
    let Ok(output) = Command::new("sh").args(["-c", &line]).output() else {
        writeln!(io::stderr(), "left out: found no shell to run the command line").expect("stderr is open");
        return;
    };
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), text(&dropout_lab(&["run", EVERYTHING]).stdout));
}

#[test]
fn a_citation_names_the_experiment_its_data_and_the_chapter() {
    let visit = Visit { page: "https://example.org/lab/", accessed: "2026-11-30", backend: "webgpu", version: "0.1.0" };
    let found = citation(&spec("v=1&lr=0.2"), &visit);
    for part in ["https://example.org/lab/#v=1&lr=0.2", "0.1.0", "2026-11-30", "1708.07747", "Srivastava", "Dive into Deep Learning"] {
        assert!(found.bibtex.contains(part), "{part} in {}", found.bibtex);
        assert!(found.plain.contains(part), "{part} in {}", found.plain);
    }
    assert!(found.plain.contains("Trained by WebGPU.") && found.bibtex.contains("trained by WebGPU, "), "{found:?}");
    assert_eq!(found.bibtex.matches('{').count(), found.bibtex.matches('}').count(), "braces close");
    let synthetic = citation(&spec(SMALL), &Visit { backend: "", ..visit });
    assert!(!synthetic.bibtex.contains("Fashion") && !synthetic.plain.contains("rained"), "{synthetic:?}");
}
