//! The terminal program: records by the contract, the same bits twice, bad input refused with exit code 2.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::SMALL;

fn dropout_lab(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dropout-lab")).args(arguments).output().expect("the program was built")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8")
}

#[test]
fn run_prints_a_record_per_run_and_evaluation_then_the_effects() {
    let output = dropout_lab(&["run", SMALL]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let records: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let with = |key: &str| records.iter().filter(|line| line.get(key).is_some()).collect::<Vec<&Value>>();
    let (effects, records) = (with("effect"), with("train_accuracy"));
    assert_eq!((with("experiment").len(), records.len(), effects.len(), with("records").len()), (1, 4 * 8, 6, 1));
    let measures = ["train_loss", "train_accuracy", "test_loss", "test_accuracy", "batch_loss", "batch_accuracy"];
    for key in ["arm", "replicate", "seed", "drop", "step", "epoch"].into_iter().chain(measures) {
        assert!(records.iter().all(|record| record.get(key).is_some()), "every record has {key}");
    }
    let accuracy = records[0]["train_accuracy"].as_f64().expect("a number");
    assert!((0.0..=1.0).contains(&accuracy), "a fraction, found {accuracy}");
    assert_eq!(records[1]["drop"].to_string(), "[0.1,0.3,0.8]");
    assert!(records.iter().all(|record| record["batch_loss"].is_null() == (record["step"] == 0)), "no batch before step 0");
    assert!(text(&output.stderr).contains("compute time: baseline "), "{}", text(&output.stderr));
}

#[test]
fn what_probes_find_stands_in_each_record_and_test_time_in_each_runs_last() {
    let link = "v=1&data=synthetic&train=128&test=96&hidden=24,9&batch=32&epochs=30&replicates=3&drop=0,0.5,0.3&label_noise=0.2\
        &momentum=0.9&lr=0.05&patience=2&passes=3";
    let output = dropout_lab(&["run", link, "--probes"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let in_the_link = dropout_lab(&["run", &format!("{link}&probes=1")]);
    assert_eq!(text(&output.stdout), text(&in_the_link.stdout), "--probes is probes=1");
    let records: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let records: Vec<&Value> = records.iter().filter(|line| line.get("train_loss").is_some()).collect();
    let is_of = |record: &Value, other: &Value| record["arm"] == other["arm"] && record["replicate"] == other["replicate"];
    for (at, record) in records.iter().enumerate() {
        let probes = &record["probes"];
        let count = |list: &Value| list.as_array().expect("a list").len();
        assert_eq!((count(&probes["layers"]), count(&probes["weights"])), (2, 3), "{record}");
        assert_eq!((count(&probes["layers"][0]["units"]), count(&probes["layers"][1]["units"])), (8, 8), "{record}");
        assert!(probes["layers"][0]["variance_after_mask"].as_f64().expect("a number") > 0.0, "{record}");
        let is_last = !records[at + 1..].iter().any(|later| is_of(later, record));
        assert_eq!(record.get("test_time").is_some(), is_last, "{record}");
        if is_last {
            assert_eq!(record["test_time"]["masked"]["passes"], 3, "{record}");
        }
    }
    let plain = text(&dropout_lab(&["run", &link.replace("&passes=3", "")]).stdout);
    assert!(!plain.contains("probes") && !plain.contains("test_time"), "nothing is written that was not asked for");
    let strip = |line: &Value| ["step", "arm", "replicate", "train_loss", "test_loss", "batch_loss"].map(|key| line[key].to_string());
    let plain: Vec<Value> = plain.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let curves = plain.iter().filter(|line| line.get("train_loss").is_some()).map(strip);
    assert!(curves.eq(records.iter().map(|record| strip(record))), "the curves are those without probes");
}

#[test]
fn the_answer_to_a_question_follows_the_effects() {
    let said = |link: &str| {
        let output = dropout_lab(&["run", link]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let words = text(&output.stderr);
        words.split_once("about one in twenty would still be called smaller or larger.\n").expect("a note on the intervals").1.to_owned()
    };
    assert_eq!(said(SMALL), "", "no question, no answer");
    let gap = said(&format!("{SMALL}&question=gap"));
    assert!(gap.starts_with("Does dropout shrink the gap between training and test?\n"), "{gap}");
    assert!(gap.contains("Loss gap, treatment minus baseline: ") && gap.ends_with("for its 2 comparisons (Holm, 1979).\n"), "{gap}");
    let longer = said(&format!("{SMALL}&question=longer"));
    assert!(longer.contains("(for each replicate the best by the test loss of the others)"), "{longer}");
    assert!(said(&format!("{SMALL}&question=units")).contains("switch on \"Probes\" under More settings"));
}

#[test]
fn the_same_link_twice_gives_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let outputs = ["a", "b"].map(|name| {
        let path = folder.path().join(name);
        let output = dropout_lab(&["run", SMALL, "--out", path.to_str().expect("a plain path")]);
        assert!(output.status.success() && output.stdout.is_empty());
        fs::read(path).expect("the file was written")
    });
    assert!(!outputs[0].is_empty());
    assert_eq!(outputs[0], outputs[1]);
}

#[test]
fn runs_that_diverge_leave_every_other_record_in_place() {
    // Weight decay of 1 at a learning rate of 10 blows every run up, each at an evaluation of its own.
    let output = dropout_lab(&[
        "run",
        "v=1&data=synthetic&train=64&test=32&hidden=8&batch=32&epochs=40&replicates=3&drop=0,0.3&lr=10&weight_decay=1",
    ]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let messages = text(&output.stderr);
    assert_eq!(messages.matches("diverged by step").count(), 6, "{messages}");
    let records: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let steps: Vec<u64> = records.iter().filter_map(|record| record["step"].as_u64()).collect();
    assert!(steps.is_sorted() && steps.iter().filter(|&&step| step == 0).count() == 6, "{steps:?}");
    let expected: u64 = messages
        .lines()
        .filter_map(|line| line.split("by step ").nth(1)?.split(':').next()?.parse::<u64>().ok())
        .map(|step| step / 2)
        .sum();
    assert_eq!(records.iter().filter(|record| record.get("step").is_some()).count() as u64, expected, "{messages}");
}

#[test]
fn runs_that_stop_early_are_named_and_count_with_their_last_record() {
    let link = "v=1&data=synthetic&train=128&test=96&hidden=24&batch=32&epochs=30&replicates=3&drop=0,0.5&label_noise=0.2\
        &momentum=0.9&lr=0.05&patience=2";
    let output = dropout_lab(&["run", link]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let messages = text(&output.stderr);
    assert_eq!(messages.matches(": no better test loss for 2 epochs (looked at the test set)").count(), 6, "{messages}");
    let records: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let with = |key: &str| records.iter().filter(|line| line.get(key).is_some()).collect::<Vec<&Value>>();
    let (effects, records) = (with("effect"), with("train_loss"));
    let steps: Vec<u64> = records.iter().filter_map(|record| record["step"].as_u64()).collect();
    assert!(steps.is_sorted(), "{steps:?}");
    let mut last = [[f64::NAN; 3]; 2];
    for record in records {
        let replicate = usize::try_from(record["replicate"].as_u64().expect("a number")).expect("below 3");
        last[usize::from(record["arm"] == "treatment")][replicate] = record["test_loss"].as_f64().expect("a number");
        let stop = format!("{}/{replicate} stopped at step ", record["arm"].as_str().expect("a name"));
        let stop = messages.split(&stop).nth(1).and_then(|rest| rest.split(':').next()?.parse::<u64>().ok()).expect("it stopped");
        assert!(record["step"].as_u64() <= Some(stop), "no record after step {stop}: {record}");
    }
    let expected: f64 = (0..3).map(|replicate| last[1][replicate] - last[0][replicate]).sum::<f64>() / 3.0;
    let effect = effects.iter().find(|effect| effect["effect"] == "test_loss").expect("an effect on the test loss");
    assert!((effect["mean"].as_f64().expect("a number") - expected).abs() < 1e-12, "{effect}, expected {expected}");
}

#[test]
fn bad_input_is_refused_in_the_words_of_the_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("train-images-idx3-ubyte"), [0; 20]).expect("written");
    let folder = folder.path().to_str().expect("a plain path");
    let cases: [(&[&str], &str); 5] = [
        (&["run", "lr=abc"], "lr: found \"abc\", expected a number from 0.0001 to 10; uses 0.1"),
        (&["explain", "epochs=0"], "epochs: found \"0\""),
        (&["link", "train=0", "lr=0.1"], "train: found \"0\""),
        (&["run", "v=1", "--data", folder], "train-images-idx3-ubyte: found contents with SHA-256"),
        (&["run", "v=1&data=files", "--data", folder], "found neither train-labels-idx1-ubyte.gz nor"),
    ];
    for (arguments, words) in cases {
        let output = dropout_lab(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "nothing on stdout for {arguments:?}");
        assert!(text(&output.stderr).contains(words), "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn link_and_explain_speak_of_the_same_experiment() {
    let link = text(&dropout_lab(&["link", "lr=0.5", "train=5000", "drop=0,0.2,0.5"]).stdout);
    assert_eq!(link.trim(), "v=1&train=5000&drop=0,0.2,0.5&lr=0.5");
    let words = text(&dropout_lab(&["explain", link.trim()]).stdout);
    assert!(words.contains("first 5000 training"), "{words}");
    assert!(words.contains("20% of hidden layer 1, 50% of hidden layer 2"), "{words}");
    assert!(words.contains("learning rate 0.5"), "{words}");
}

#[test]
fn a_link_with_its_result_is_printed_and_confirmed_or_refused_with_a_code_of_its_own() {
    let made = dropout_lab(&["run", SMALL, "--result"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let link = text(&made.stdout).trim_end().to_owned();
    assert!(link.contains("&result=1/cpu/") && link.len() <= 2000 && !link.contains('\n'), "{link}");
    let confirmed = dropout_lab(&["run", &link]);
    assert!(
        confirmed.status.success() && text(&confirmed.stderr).contains("\nReproduced to the last digit\n"),
        "{}",
        text(&confirmed.stderr)
    );
    assert_eq!(text(&confirmed.stdout), text(&dropout_lab(&["run", SMALL]).stdout), "a claim changes no record");

    // Another experiment's claim under this one's settings, as whoever puts a good result to bad settings would do.
    let other = text(&dropout_lab(&["run", &format!("{SMALL}&seed=9"), "--result"]).stdout);
    let swapped = format!("{SMALL}&result={}", other.trim_end().split_once("&result=").expect("a result").1);
    let cases = [
        (swapped, "result: found the result of other settings"),
        (link[..link.len() - 3].to_owned(), "result: the result is damaged: found 5 of 8 characters of its checksum"),
        (format!("{SMALL}&result=2/later"), "result: found a result in form 2, expected form 1"),
    ];
    for (link, told) in cases {
        let refused = dropout_lab(&["run", &link]);
        assert_eq!(refused.status.code(), Some(2), "{link}");
        assert!(text(&refused.stderr).starts_with(told), "{}", text(&refused.stderr));
    }
    let slice = dropout_lab(&["run", &link, "--replicates", "0..2"]);
    assert_eq!(slice.status.code(), Some(2));
    assert!(text(&slice.stderr).contains("expected all of them, since a result is about the whole experiment"), "{}", text(&slice.stderr));
}

#[test]
fn a_number_that_was_altered_ends_with_exit_code_3_and_its_place() {
    let link = text(&dropout_lab(&["run", SMALL, "--result"]).stdout).trim_end().to_owned();
    let (settings, claim) = link.split_once("&result=").expect("a result");
    let parts: Vec<&str> = claim.split('/').collect();
    // The first arm's first digit after the point, with a checksum that fits.
    let digit = if &parts[5][2..3] == "9" { "0" } else { "9" };
    let arms = format!("{}{digit}{}", &parts[5][..2], &parts[5][3..]);
    let body = [&parts[..5], &[&*arms], &parts[6..8]].concat().join("/") + "/";
    let checksum: String = Sha256::digest(body.as_bytes())[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    let refused = dropout_lab(&["run", &format!("{settings}&result={body}{checksum}")]);
    assert_eq!(refused.status.code(), Some(3), "{}", text(&refused.stderr));
    assert!(text(&refused.stderr).contains("\nDiffers from the claim\n"), "{}", text(&refused.stderr));
    assert!(text(&refused.stderr).contains("\nbaseline, train loss, mean at the end: claimed "), "{}", text(&refused.stderr));
}
