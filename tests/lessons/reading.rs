//! A lesson file is used as it stands, or refused with the step, the field, what was found and what was expected.

use dropout_lab::lesson::{MOST_BYTES, Reading, page_link, read, step_link, write};
use dropout_lab::spec::Presentation;
use serde_json::{Value, json};

/// A lesson of two steps with a question of each kind.
pub(crate) fn good() -> Value {
    json!({
        "$schema": "https://example.org/lesson.schema.json",
        "format": 1,
        "title": "A first lesson",
        "language": "en",
        "minutes": 5,
        "about": "What **dropout** does.",
        "steps": [
            {
                "title": "One",
                "text": "Look at the gap.",
                "link": "v=1&data=synthetic&epochs=3&hide=lr&lock=drop",
                "question": { "kind": "choice", "text": "Will the gap be larger?", "measure": "accuracy_gap", "arm": "treatment" },
                "after": "So it is."
            },
            {
                "title": "Two",
                "text": "Look at the accuracy.",
                "link": "v=1&probes=1",
                "question": { "kind": "number", "text": "How many?", "measure": "test_accuracy", "arm": "baseline", "within": 5 }
            }
        ]
    })
}

fn read_value(value: &Value) -> Reading {
    read(&value.to_string())
}

/// The one fault of the good lesson with one field changed; `null` takes the field out.
fn fault_of(pointer: &str, value: Value) -> String {
    let mut lesson = good();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer has a slash");
    let fields = lesson.pointer_mut(parent).and_then(Value::as_object_mut).expect("the lesson has this object");
    if value.is_null() {
        fields.remove(key);
    } else {
        fields.insert(key.to_owned(), value);
    }
    let Reading { lesson, faults, .. } = read_value(&lesson);
    assert_eq!(lesson, None, "{pointer}");
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults.len(), 1, "{pointer}: {faults:?}");
    faults[0].clone()
}

#[test]
fn a_good_file_is_used_as_it_stands_and_written_back_the_same() {
    let Reading { lesson, faults, notices } = read_value(&good());
    assert_eq!((faults, notices), (Vec::new(), Vec::new()));
    let lesson = lesson.expect("the file is good");
    assert_eq!((lesson.title.as_str(), lesson.minutes, lesson.steps.len()), ("A first lesson", 5, 2));
    let written = write(&lesson, "https://example.org/lesson.schema.json");
    assert_eq!(serde_json::from_str::<Value>(&written).expect("it is JSON"), {
        let mut same = good();
        same["steps"][1]["question"]["within"] = json!(5.0);
        same
    });
    assert_eq!(read(&written).lesson, Some(lesson.clone()));
    assert_eq!(read(&format!("\u{feff}{written}")).lesson, Some(lesson), "a byte order mark");
}

#[test]
fn every_fault_names_the_field_what_was_found_and_what_was_expected() {
    let cases = [
        ("/title", Value::Null, "title: found nothing, expected a text of 1 to 120 characters"),
        ("/title", json!(7), "title: found the number 7, expected a text"),
        ("/title", json!(" "), "title: found an empty text, expected one of 1 to 120 characters"),
        ("/title", json!("x".repeat(121)), "title: found 121 characters, expected at most 120"),
        ("/title", json!("a\u{7}b"), "title: found the control character U+0007, expected none but line breaks and tabs"),
        ("/language", json!("English"), "language: found \"English\", expected a language tag such as en or pt-BR"),
        ("/minutes", json!(0), "minutes: found the number 0, expected a whole number from 1 to 600"),
        ("/minutes", json!(2.5), "minutes: found the number 2.5, expected a whole number from 1 to 600"),
        ("/format", json!(0), "format: found the number 0, expected a whole number from 1 to 1"),
        ("/about", json!([]), "about: found a list of 0, expected a text"),
        ("/$schema", json!(1), "$schema: found the number 1, expected the address of a schema"),
        ("/steps", json!([]), "steps: found a list of 0, expected a list of 1 to 50 steps"),
        ("/steps", json!("none"), "steps: found \"none\", expected a list of 1 to 50 steps"),
        ("/steps/1/text", Value::Null, "Step 2, text: found nothing, expected a text of 1 to 20000 characters"),
        ("/steps/1/link", json!(true), "Step 2, link: found true, expected a text"),
        (
            "/steps/1/onload",
            json!("x"),
            "Step 2, onload: found \"x\", expected no such field; the fields are title, text, link, question, after",
        ),
        ("/steps/0/question/kind", json!("essay"), "Step 1, question.kind: found \"essay\", expected choice, number"),
        ("/steps/0/question/arm", json!("baseline"), "Step 1, question.arm: found \"baseline\", expected treatment"),
        ("/steps/1/question/arm", json!("pinned-1"), "Step 2, question.arm: found \"pinned-1\", expected baseline, treatment"),
        ("/steps/1/question/within", json!(0), "Step 2, question.within: found the number 0, expected a number above 0, at most 100"),
        (
            "/steps/0/question/within",
            json!(1),
            "Step 1, within: found the number 1, expected no such field; the fields are kind, text, measure, layer, arm",
        ),
        ("/steps/0/question/layer", json!(1), "Step 1, question.layer: found the number 1, expected none: accuracy_gap is of no layer"),
        (
            "/steps/1/question/measure",
            json!("one_pass_accuracy"),
            "Step 2, question.measure: found \"one_pass_accuracy\" without it in the link, expected passes of at least 1 there",
        ),
        (
            "/steps/1/question/measure",
            json!("activation_variance"),
            "Step 2, question.layer: found nothing, expected a whole number from 1 to 2",
        ),
    ];
    for (pointer, value, expected) in cases {
        assert_eq!(fault_of(pointer, value), expected);
    }
    let misspelt = fault_of("/steps/0/question/measure", json!("accurracy"));
    assert!(misspelt.starts_with("Step 1, question.measure: found \"accurracy\", expected accuracy_gap, loss_gap, "), "{misspelt}");
}

#[test]
fn all_faults_of_a_file_are_named_at_once() {
    let mut lesson = good();
    lesson["title"] = json!("");
    lesson["steps"][0]["link"] = json!(1);
    lesson["steps"][1]["question"]["text"] = Value::Null;
    let fields: Vec<(u32, String)> = read_value(&lesson).faults.into_iter().map(|fault| (fault.step, fault.field)).collect();
    assert_eq!(fields, [(0, "title".to_owned()), (1, "link".to_owned()), (2, "question.text".to_owned())]);
    let endless = format!("{{{}\"format\":1}}", (0..200).map(|at| format!("\"k{at}\":1,")).collect::<String>());
    let faults = read(&endless).faults;
    assert_eq!(faults.len(), 41);
    assert!(faults[40].message.contains("more faults were found"), "{:?}", faults[40]);
}

#[test]
fn a_newer_format_says_so_and_nothing_else() {
    let mut lesson = good();
    lesson["format"] = json!(2);
    lesson["chapters"] = json!([]);
    let faults: Vec<String> = read_value(&lesson).faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults, ["format: found 2, this page knows format 1: the lesson was made for a newer one"]);
}

#[test]
fn what_is_no_json_or_too_large_or_nested_without_end_is_refused_in_a_sentence() {
    let message = |text: &str| read(text).faults[0].to_string();
    assert!(message("").starts_with("file: found no JSON (EOF"), "{}", message(""));
    assert!(message("{\"format\":1,}").contains("line 1 column 13"), "{}", message("{\"format\":1,}"));
    assert_eq!(message("[]"), "file: found a list of 0, expected an object");
    assert_eq!(message(&" ".repeat(MOST_BYTES + 1)), "file: found 1000001 bytes, expected at most 1000000");
    assert!(message(&"[".repeat(100_000)).starts_with("file: found no JSON (recursion limit"), "{}", message(&"[".repeat(100_000)));
}

#[test]
fn what_the_page_would_say_of_a_link_is_said_of_its_step_and_the_lesson_opens_nevertheless() {
    let mut lesson = good();
    lesson["steps"][1]["link"] = json!("v=1&lr=fast&probes=1&lesson=other");
    let Reading { lesson, faults, notices } = read_value(&lesson);
    assert!(lesson.is_some() && faults.is_empty(), "{faults:?}");
    let notices: Vec<String> = notices.iter().map(ToString::to_string).collect();
    assert_eq!(notices.len(), 2, "{notices:?}");
    assert!(notices[0].starts_with("Step 2, link: lr: found \"fast\", expected a number from 0.0001 to 10"), "{}", notices[0]);
    assert_eq!(notices[1], "Step 2, link: found \"lesson=other\", expected settings, hide and lock: the page says this itself");
}

#[test]
fn a_step_opens_with_its_own_settings_and_controls_in_the_page_as_it_is() {
    let shown = Presentation { embed: true, lang: "de".to_owned(), hide: vec!["lr".to_owned()], ..Presentation::default() };
    assert_eq!(
        page_link("https://example.org/lab/#v=1&epochs=3&lock=drop&lesson=other&lang=en", &shown, "first"),
        "v=1&epochs=3&lock=drop&embed=1&lesson=first&lang=de"
    );
    assert_eq!(page_link("", &Presentation::default(), "first"), "lesson=first");
    assert_eq!(step_link("v=1&epochs=3&lesson=first", &["lr".to_owned(), "batch".to_owned()], &[]), "v=1&epochs=3&hide=lr,batch");
    assert_eq!(step_link("epochs=3", &[], &["drop".to_owned()]), "v=1&epochs=3&lock=drop");
}
