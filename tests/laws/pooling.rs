//! Slices of an experiment, pooled, are the whole; files that do not belong together, are cut off or repeat a run are named.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Nets that overfit, so that early stopping ends most of their runs.
const LINK: &str = "v=1&data=synthetic&train=128&test=96&hidden=24&batch=32&epochs=20&replicates=5&drop=0,0.5&label_noise=0.2&momentum=0.9\
    &lr=0.05&patience=2&pin=again:0,0.5@77";

/// Files of records in a folder of their own.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Trains and writes a file.
    fn run(&self, name: &str, link: &str, options: &[&str]) {
        let path = self.path(name);
        let output = dropout_lab(&[&["run", link, "--out", path.to_str().expect("a plain path")], options].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file was written")
    }

    fn write(&self, name: &str, content: &str) {
        fs::write(self.path(name), content).expect("written");
    }

    fn pool(&self, names: &[&str]) -> Output {
        let paths: Vec<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        let paths = paths.iter().map(|path| path.to_str().expect("a plain path"));
        dropout_lab(&["pool"].into_iter().chain(paths).collect::<Vec<_>>())
    }

    /// The sentence with which these files are refused.
    fn refusal(&self, names: &[&str]) -> String {
        let output = self.pool(names);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        assert!(output.stdout.is_empty(), "nothing on stdout");
        text(&output.stderr)
    }
}

fn dropout_lab(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dropout-lab")).args(arguments).output().expect("the program was built")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8")
}

#[test]
fn slices_pooled_are_the_whole_byte_for_byte_and_in_the_same_words() {
    let files = Files::new();
    let whole = dropout_lab(&["run", LINK]);
    assert!(text(&whole.stdout).contains(r#""stopped":[{"#), "some run stops early, so that its end is pooled, too");
    files.run("a", LINK, &["--replicates", "0..2"]);
    files.run("b", LINK, &["--replicates", "2..5"]);
    for names in [["a", "b"], ["b", "a"]] {
        let pooled = files.pool(&names);
        assert_eq!(text(&pooled.stdout), text(&whole.stdout));
        let words = text(&whole.stderr);
        assert!(words.ends_with(&text(&pooled.stderr)) && words.contains("Accuracy gap, treatment minus baseline"), "{words}");
    }
    assert!(!files.read("b").contains(r#""replicate":1,"#), "a slice holds its replicates alone");
}

#[test]
fn slices_with_probes_and_masked_passes_pooled_are_the_whole_byte_for_byte() {
    let files = Files::new();
    let link = format!("{LINK}&passes=2&question=capacity");
    files.run("a", &link, &["--probes", "--replicates", "0..2"]);
    files.run("b", &link, &["--probes", "--replicates", "2..5"]);
    let whole = dropout_lab(&["run", &link, "--probes"]);
    let pooled = files.pool(&["b", "a"]);
    assert_eq!(text(&pooled.stdout), text(&whole.stdout));
    let words = text(&pooled.stderr);
    assert!(text(&whole.stderr).ends_with(&words) && words.contains("Is the full capacity of the network used after training?"), "{words}");
    files.run("plain", &link, &["--replicates", "2..5"]);
    assert!(files.refusal(&["a", "plain"]).contains("probes is 1 and 0"), "other measurements");
}

#[test]
fn what_probes_found_comes_back_to_the_last_bit() {
    let files = Files::new();
    files.run("a", LINK, &["--replicates", "0..2"]);
    files.run("b", LINK, &["--replicates", "2..5"]);
    let unit = r#"{"incoming_norm":0.30000000000000004,"outgoing_norm":1.0,"incoming_gradient_norm":5e-324,"outgoing_gradient_norm":0.0}"#;
    let layer = |correlation: &str| {
        format!(
            r#"{{"activation_variance":0.1,"variance_before_mask":0.2,"variance_after_mask":1e+21,"predicted_variance":0.1234567890123456,"mean_activation":2.0,"active_fraction":0.5,"silent_fraction":0.0,"unit_correlation":{correlation},"units":[{unit},{unit}]}}"#
        )
    };
    let weights = r#"{"weight_norm":7.123456789012345,"gradient_norm":123456789.12345679,"update_ratio":null}"#;
    let probes = format!(r#","probes":{{"layers":[{},{}],"weights":[{weights},{weights}]}}"#, layer("0.7"), layer("null"));
    let masked = r#"{"passes":20,"one_pass_accuracy":0.7,"one_pass_loss":0.9,"averaged_accuracy":0.8,"averaged_loss":0.6000000000000001,"changed_fraction":0.25,"entropy":0.5,"mutual_information":0.1,"unscaled_accuracy":0.6,"unscaled_loss":2.0}"#;
    let test_time = |masked: &str| format!(r#","test_time":{{"mean_confidence":0.91,"calibration_error":0.1,"masked":{masked}}}"#);
    let with_more = |line: &str, more: &str| format!("{}{more}}}", line.trim_end_matches('}'));
    for name in ["a", "b"] {
        let lines = files.read(name);
        let probed = lines.lines().map(|line| match line {
            line if !line.contains(r#""train_loss":"#) => line.to_owned(),
            line if line.contains(r#""step":80"#) => with_more(line, &format!("{probes}{}", test_time(masked))),
            line if line.contains(r#""step":8,"#) => with_more(line, &test_time("null")),
            line => with_more(line, &probes),
        });
        files.write(&format!("{name}-probed"), &format!("{}\n", probed.collect::<Vec<_>>().join("\n")));
    }
    let pooled = text(&files.pool(&["b-probed", "a-probed"]).stdout);
    for name in ["a-probed", "b-probed"] {
        for record in files.read(name).lines().filter(|line| line.contains(r#""train_loss":"#)) {
            assert!(pooled.lines().any(|line| line == record), "{record} comes back");
        }
    }
    assert!(pooled.contains(r#""passes":20"#) && pooled.contains(r#""masked":null"#) && pooled.contains(r#""unit_correlation":null"#));
    files.write("fraction", &files.read("a-probed").replace(r#""passes":20"#, r#""passes":2.5"#));
    assert!(files.refusal(&["fraction"]).contains("test_time: found 2.5, expected a whole number"), "{}", files.refusal(&["fraction"]));
    files.write("broken", &files.read("a-probed").replacen(r#""active_fraction":0.5,"#, "", 1));
    assert!(files.refusal(&["broken"]).contains("probes: missing field `active_fraction`"), "{}", files.refusal(&["broken"]));
}

#[test]
fn a_slice_may_reach_beyond_the_replicates_of_its_link() {
    let files = Files::new();
    let two = LINK.replace("replicates=5", "replicates=2");
    files.run("a", &two, &[]);
    files.run("b", &two, &["--replicates", "2..5"]);
    assert_eq!(text(&files.pool(&["a", "b"]).stdout), text(&dropout_lab(&["run", LINK]).stdout));
}

#[test]
fn a_run_that_stands_twice_counts_once_and_is_named() {
    let files = Files::new();
    files.run("a", LINK, &["--replicates", "0..3"]);
    files.run("b", LINK, &["--replicates", "2..5"]);
    let pooled = files.pool(&["a", "b"]);
    assert_eq!(text(&pooled.stdout), text(&dropout_lab(&["run", LINK]).stdout));
    assert!(text(&pooled.stderr).contains("treatment/2 stands in "), "{}", text(&pooled.stderr));
}

#[test]
fn what_does_not_belong_together_is_refused_with_the_reason() {
    let files = Files::new();
    files.run("a", LINK, &["--replicates", "0..2"]);
    files.run("other", &LINK.replace("lr=0.05", "lr=0.2").replace("momentum=0.9", "momentum=0.5"), &["--replicates", "2..3"]);
    let message = files.refusal(&["a", "other"]);
    assert!(message.contains("lr is 0.05 and 0.2") && message.contains("momentum is 0.9 and 0.5"), "{message}");
    let whole = files.read("a");
    files.write("examples", &whole.replacen(r#""examples":""#, r#""examples":"0"#, 1));
    assert!(files.refusal(&["a", "examples"]).contains("examples is "), "other data");
    let third = whole.lines().nth(2).expect("a record");
    let changed = third.replacen(r#""test_accuracy":0."#, r#""test_accuracy":0.9"#, 1);
    assert_ne!(third, changed, "a measurement was changed");
    files.write("changed", &whole.replace(third, &changed));
    assert!(files.refusal(&["a", "changed"]).contains("with different values"), "a run that stands twice must be the same");
}

#[test]
fn files_that_are_cut_off_or_none_of_ours_are_named_with_the_line() {
    let files = Files::new();
    files.run("a", LINK, &["--replicates", "0..1"]);
    let whole = files.read("a");
    let lines: Vec<&str> = whole.lines().collect();
    files.write("in-a-line", &whole[..whole.len() / 2]);
    files.write("between-lines", &lines[..5].join("\n"));
    files.write("middle-missing", &[&lines[..3], &lines[5..]].concat().join("\n"));
    files.write("headless", &lines[1..].join("\n"));
    files.write("empty", "");
    files.write("twice", &whole.repeat(2));
    files.write("text", "hello\n");
    let cases = [
        ("in-a-line", "the line may be cut off"),
        ("between-lines", "found 4 records and no last line, the file is cut off"),
        ("middle-missing", "as its last line says"),
        ("headless", "line 1: found no head"),
        ("empty", "found an empty file"),
        ("twice", "found more after the last line"),
        ("text", "line 1: found no JSON object"),
    ];
    for (name, words) in cases {
        let message = files.refusal(&["a", name]);
        assert!(message.contains(words) && message.contains(name), "{name}: {message}");
    }
    assert!(files.refusal(&["a", "nowhere"]).contains("nowhere"), "a file that is not there");
}

#[test]
fn a_slice_of_more_than_fits_in_memory_is_refused() {
    let large =
        "v=1&data=synthetic&hidden=1024,1024,1024,1024&batch=64&replicates=2&pin=0,0.1,0.1,0.1,0.1;0,0.2,0.2,0.2,0.2;0,0.3,0.3,0.3,0.3";
    let output = dropout_lab(&["run", large, "--replicates", "40..41"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("arms of this network take") && output.stdout.is_empty(), "{}", text(&output.stderr));
}

#[test]
fn a_slice_that_is_none_is_refused() {
    for slice in ["3..3", "5..2", "0..51", "a..b", "3"] {
        let output = dropout_lab(&["run", LINK, "--replicates", slice]);
        assert_eq!(output.status.code(), Some(2), "{slice}");
        assert!(text(&output.stderr).contains("expected FROM..TO"), "{}", text(&output.stderr));
    }
}
