//! Templates of generated programs: lines that stand only under a condition, and places for values.

use core::fmt::Write;

/// What a template is filled with.
#[derive(Default)]
pub(super) struct Filling {
    conditions: Vec<(&'static str, bool)>,
    values: Vec<(&'static str, String)>,
}

impl Filling {
    /// Lines that begin with `{?name}` stand where this holds, those with `{!name}` where it does not.
    pub(super) fn when(mut self, name: &'static str, holds: bool) -> Self {
        self.conditions.push((name, holds));
        self
    }

    /// Stands wherever the template says `{=name}`.
    pub(super) fn put(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// The text of a template. What is put in may hold places itself, if they are put later.
    pub(super) fn fill(&self, template: &str) -> String {
        let mut text = self.chosen_lines(template);
        for (name, value) in &self.values {
            // A value of several lines has conditions of its own.
            text = text.replace(&format!("{{={name}}}"), self.chosen_lines(value).trim_end_matches('\n'));
        }
        debug_assert!(!text.contains("{="), "a place is left empty: {}", text.split("{=").nth(1).unwrap_or_default());
        text
    }

    fn chosen_lines(&self, template: &str) -> String {
        template.lines().filter_map(|line| self.chosen(line)).fold(String::new(), |mut text, line| {
            writeln!(text, "{line}").expect("writing to a string cannot fail");
            text
        })
    }

    /// The line without its condition; none where that does not hold.
    fn chosen<'a>(&self, line: &'a str) -> Option<&'a str> {
        let (wanted, rest) = match line.strip_prefix("{?") {
            Some(rest) => (true, rest),
            None => match line.strip_prefix("{!") {
                Some(rest) => (false, rest),
                None => return Some(line),
            },
        };
        let (name, line) = rest.split_once('}')?;
        let known = self.conditions.iter().find(|(condition, _)| *condition == name);
        debug_assert!(known.is_some(), "no condition is called {name}");
        (known?.1 == wanted).then_some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_under_their_condition_and_places_hold_their_values() {
        let filling = Filling::default().when("big", true).put("body", "{!big}x\n{?big}y = {=n}").put("n", "7");
        assert_eq!(filling.fill("{=body}\n{!big}small\n{?big}  large {=n}\n"), "y = 7\n  large 7\n");
    }
}
