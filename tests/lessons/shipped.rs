//! The lessons that come with the page, and the schema that is published for others: sound, and of one mind with the reader of files.

use std::fs;
use std::path::{Path, PathBuf};

use dropout_lab::effects::Quantity;
use dropout_lab::lesson::{FORMAT, Lesson, MOST_LINK, MOST_MINUTES, MOST_STEPS, MOST_TEXT, MOST_TITLE, MOST_WITHIN, Reading, read, write};
use dropout_lab::spec::Opened;
use serde_json::{Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("www/lessons/files")
}

fn schema() -> Value {
    let text = fs::read_to_string(folder().join("lesson.schema.json")).expect("the schema is there");
    serde_json::from_str(&text).expect("the schema is JSON")
}

/// The shipped lessons by name.
fn lessons() -> Vec<(String, String, Lesson)> {
    let files = fs::read_dir(folder()).expect("the folder is there").flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = files.filter(|file| !file.ends_with("lesson.schema.json")).collect();
    files.sort();
    let read_file = |file: &PathBuf| {
        let text = fs::read_to_string(file).expect("it can be read");
        let Reading { lesson, faults, notices } = read(&text);
        let name = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        assert_eq!((faults, notices), (Vec::new(), Vec::new()), "{name}");
        (name, text, lesson.expect("no fault"))
    };
    files.iter().map(read_file).collect()
}

#[test]
fn two_lessons_are_shipped_without_a_fault_and_every_link_in_them_opens_without_a_notice() {
    let lessons = lessons();
    let titles: Vec<(&str, &str)> = lessons.iter().map(|(name, _, lesson)| (name.as_str(), lesson.title.as_str())).collect();
    assert_eq!(titles, [("does-dropout-help", "Does dropout help?"), ("exercises-1-to-4", "Exercises 1 to 4 of the chapter")]);
    for (name, text, lesson) in &lessons {
        for step in &lesson.steps {
            let opened = Opened::from_link(&step.link);
            assert!(opened.notices.is_empty(), "{name}, {}: {:?}", step.title, opened.notices);
            assert!(opened.spec.replicates > 1, "{name}, {}: one replicate answers nothing", step.title);
        }
        assert!(lesson.steps.iter().filter(|step| step.question.is_some()).count() >= 5, "{name} asks little");
        let again: Value = serde_json::from_str(&write(lesson, "./lesson.schema.json")).expect("it is JSON");
        let same: Value = serde_json::from_str(text).expect("it is JSON");
        assert_eq!(read(&again.to_string()).lesson, read(&same.to_string()).lesson, "{name}: written back the same");
    }
}

#[test]
fn the_schema_states_the_fields_and_bounds_that_files_are_read_by() {
    let schema = schema();
    let at = |pointer: &str| schema.pointer(pointer).cloned().unwrap_or(Value::Null);
    assert_eq!(at("/$schema"), "https://json-schema.org/draft/2020-12/schema");
    let bounds = [
        ("/properties/format/const", json!(FORMAT)),
        ("/properties/minutes/maximum", json!(MOST_MINUTES)),
        ("/properties/steps/maxItems", json!(MOST_STEPS)),
        ("/properties/about/maxLength", json!(MOST_TEXT)),
        ("/$defs/title/maxLength", json!(MOST_TITLE)),
        ("/$defs/text/maxLength", json!(MOST_TEXT)),
        ("/$defs/step/properties/after/maxLength", json!(MOST_TEXT)),
        ("/$defs/step/properties/link/maxLength", json!(MOST_LINK)),
        ("/$defs/measure/enum", json!(Quantity::ALL.map(Quantity::key))),
    ];
    for (pointer, expected) in bounds {
        assert_eq!(at(pointer), expected, "{pointer}");
    }
    assert_eq!(at("/$defs/number/properties/within/maximum").as_f64(), Some(MOST_WITHIN));
    // A field that the schema names is known to the reader, and the other way round.
    let unknown = json!({ "format": 1, "unknown": 1, "steps": [{ "unknown": 1, "question": { "kind": "number", "unknown": 1 } }] });
    let faults = read(&unknown.to_string()).faults;
    for (pointer, step, field) in [("", 0, "unknown"), ("/$defs/step", 1, "unknown"), ("/$defs/number", 1, "unknown")] {
        let names = at(&format!("{pointer}/properties")).as_object().expect("an object has properties").clone();
        let lists = faults.iter().filter(|fault| (fault.step, fault.field.as_str()) == (step, field));
        let known = |fault: &str| {
            let list = fault.split("the fields are ").nth(1).unwrap_or_default().to_owned();
            let mut list: Vec<String> = list.split(", ").map(str::to_owned).collect();
            list.sort();
            list
        };
        let mut named: Vec<String> = names.keys().cloned().collect();
        named.sort();
        assert!(lists.map(|fault| known(&fault.message)).any(|list| list == named), "{pointer}: {named:?} in {faults:?}");
    }
}
