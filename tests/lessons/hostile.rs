//! A hundred thousand hostile files: mutated, cut, glued and made up. Each ends in a lesson or in faults, never in a panic.

use dropout_lab::lesson::{MOST_FAULTS, Reading, read};
use dropout_lab::random::philox4x32;
use serde_json::{Map, Value, json};

use crate::reading::good;

/// Numbers that follow from a case, so that a failure can be seen again.
struct Draws {
    case: u32,
    drawn: u32,
}

impl Draws {
    fn below(&mut self, bound: usize) -> usize {
        self.drawn += 1;
        let [bits, ..] = philox4x32([self.drawn, 0, 0, 0], [self.case, 7]);
        bits as usize % bound.max(1)
    }

    fn one_of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

const TEXTS: [&str; 16] = [
    "",
    "v=1",
    "choice",
    "number",
    "treatment",
    "baseline",
    "pinned-4294967295",
    "test_accuracy",
    "activation_variance",
    "1e999",
    "\u{0}",
    "\u{202e}",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "v=1&hide=%00%ff&lr=NaN&drop=,,,&pin=@",
    "\u{10ffff}",
];
const KEYS: [&str; 16] = [
    "$schema",
    "format",
    "title",
    "language",
    "minutes",
    "about",
    "steps",
    "text",
    "link",
    "question",
    "after",
    "kind",
    "measure",
    "layer",
    "arm",
    "__proto__",
];
const TOKENS: [&str; 12] = ["{", "}", "[", "]", "\"", ",", ":", "null", "-1e400", "\\ud800", "99999999999999999999", "\u{feff}"];

fn any_value(draws: &mut Draws, depth: usize) -> Value {
    match draws.below(if depth > 3 { 7 } else { 9 }) {
        0 => Value::Null,
        1 => json!(draws.below(2) == 0),
        2 => json!(draws.below(3)),
        3 => json!([-1.5, 1e300, 5e-324, 4_294_967_296.0, -0.0][draws.below(5)]),
        4 => json!(u64::MAX - draws.below(9) as u64),
        5 | 6 => json!(*draws.one_of(&TEXTS)),
        7 => (0..draws.below(4)).map(|_| any_value(draws, depth + 1)).collect(),
        _ => Value::Object((0..draws.below(6)).map(|_| ((*draws.one_of(&KEYS)).to_owned(), any_value(draws, depth + 1))).collect()),
    }
}

/// The good lesson with some value replaced, taken out or doubled, wherever it is.
fn mutate(value: &mut Value, draws: &mut Draws) {
    match value {
        Value::Object(fields) if !fields.is_empty() && draws.below(5) > 0 => {
            let keys: Vec<String> = fields.keys().cloned().collect();
            let key = draws.one_of(&keys);
            match draws.below(8) {
                0 => {
                    fields.remove(key);
                }
                1 => {
                    fields.insert((*draws.one_of(&KEYS)).to_owned(), any_value(draws, 2));
                }
                _ => mutate(&mut fields[key], draws),
            }
        }
        Value::Array(items) if !items.is_empty() && draws.below(5) > 0 => {
            let at = draws.below(items.len());
            match draws.below(6) {
                0 => {
                    items.remove(at);
                }
                1 => items.extend(vec![items[at].clone(); draws.below(60)]),
                _ => mutate(&mut items[at], draws),
            }
        }
        Value::String(text) if draws.below(2) == 0 => {
            let at = text.char_indices().map(|(at, _)| at).nth(draws.below(text.chars().count())).unwrap_or(0);
            let more = *draws.one_of(&TEXTS);
            text.insert_str(at, more);
        }
        other => *other = any_value(draws, 0),
    }
}

fn hostile(case: u32, base: &str) -> String {
    let mut draws = Draws { case, drawn: 0 };
    match draws.below(4) {
        0 => Value::Object(Map::from_iter(KEYS.map(|key| (key.to_owned(), any_value(&mut draws, 0))))).to_string(),
        1 => {
            let mut text = base.to_owned();
            for _ in 0..=draws.below(4) {
                // Some tokens are not ASCII, so places are those of whole letters.
                let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
                let from = *draws.one_of(&places);
                if draws.below(2) == 0 {
                    text.remove(from);
                }
                let token = *draws.one_of(&TOKENS);
                text.insert_str(from, token);
                if draws.below(4) == 0 {
                    text.truncate(from);
                }
                if text.is_empty() {
                    break;
                }
            }
            text
        }
        _ => {
            let mut lesson = good();
            for _ in 0..=draws.below(3) {
                mutate(&mut lesson, &mut draws);
            }
            lesson.to_string()
        }
    }
}

#[test]
fn a_hundred_thousand_hostile_files_end_in_a_lesson_or_in_faults() {
    let base = good().to_string();
    let (mut lessons, mut refused) = (0_u32, 0_u32);
    for case in 0..100_000 {
        let text = hostile(case, &base);
        let Reading { lesson, faults, notices } = read(&text);
        assert_eq!(lesson.is_none(), !faults.is_empty(), "case {case}: a lesson or faults, never both and never neither: {text}");
        assert!(faults.len() <= MOST_FAULTS + 1 && notices.len() <= MOST_FAULTS + 1, "case {case}: {} faults", faults.len());
        let longest = faults.iter().chain(&notices).map(|fault| fault.to_string().chars().count()).max().unwrap_or(0);
        assert!(longest < 400, "case {case}: a fault of {longest} characters");
        if lesson.is_some() {
            lessons += 1;
        } else {
            refused += 1;
        }
    }
    // Both ways were gone down, or this has tested little.
    assert!(lessons > 5_000 && refused > 50_000, "{lessons} lessons, {refused} refused");
}
