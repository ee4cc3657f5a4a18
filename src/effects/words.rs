//! Numbers and small words as sentences write them.

use super::Measure;

/// A difference in a measure: points for accuracies, nats for losses; always with its sign.
pub(super) fn difference(measure: Measure, value: f64) -> String {
    if measure.is_accuracy() { points(value) } else { signed(value, 4) }
}

/// A difference of fractions in percentage points: 0.0312 -> "+3.12 pp".
pub(super) fn points(value: f64) -> String {
    format!("{} pp", signed(value * 100.0, 2))
}

/// The same without a sign, as for half a width.
pub(super) fn size(measure: Measure, value: f64) -> String {
    without_plus(&difference(measure, value.abs()))
}

/// A fraction in percent: 0.8125 -> "81.25%"; one below zero has a true minus.
pub(super) fn percent(value: f64) -> String {
    format!("{}%", without_plus(&signed(value * 100.0, 2)))
}

/// A value of a measure itself: percent or nats.
pub(super) fn level(measure: Measure, value: f64) -> String {
    match measure {
        Measure::AccuracyGap => points(value),
        measure if measure.is_accuracy() => percent(value),
        _ => format!("{value:.3}"),
    }
}

/// Decimals that show three digits of a number of this size once it is rounded to them.
pub(super) fn decimals(size: f64) -> usize {
    let size = size * 1.0005;
    (0..6).find(|&digits| size.abs() >= [100.0, 10.0, 1.0, 0.1, 0.01, 0.001][digits]).unwrap_or(6)
}

/// Any number with three digits that matter; one below zero has a true minus.
pub(super) fn plain(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    without_plus(&signed(value, decimals(value)))
}

/// With its sign, a true minus, and no "-0.00".
pub(super) fn signed(value: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", value.abs());
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    match value {
        _ if is_zero => text,
        value if value < 0.0 => format!("−{text}"),
        _ => format!("+{text}"),
    }
}

fn without_plus(signed: &str) -> String {
    signed.trim_start_matches('+').to_owned()
}

/// An epoch, fractions of it to two digits: 30 -> "30", 2.5 -> "2.5".
pub(super) fn epoch(step: u32, steps_per_epoch: u32) -> String {
    let epoch = f64::from(step) / f64::from(steps_per_epoch);
    ((epoch * 100.0).round() / 100.0).to_string()
}

/// A whole number with its thousands marked: 12345 -> "12,345".
pub(super) fn whole(number: u32) -> String {
    let digits = number.to_string();
    let head = digits.len() % 3;
    let groups = (head..digits.len()).step_by(3).map(|at| &digits[at..at + 3]);
    (head > 0).then(|| &digits[..head]).into_iter().chain(groups).collect::<Vec<_>>().join(",")
}

/// A number with its noun: "1 pair", "5 pairs".
pub(super) fn counted(count: u32, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// A p-value to two digits that matter.
pub(super) fn p_value(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") }
}

/// With a capital first letter.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// "a", "a and b", "a, b and c".
pub(super) fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}
