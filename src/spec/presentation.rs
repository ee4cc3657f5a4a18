//! How the page shows an experiment: what is hidden, locked or left out, which lesson, which language. It changes no run.

use serde::Serialize;

use super::SETTINGS;
use super::link::{encode, quoted};
use super::setting::Group;

/// The keys of a link that say how the page shows the experiment; a program without a page reads past them.
pub const PRESENTATION_KEYS: [&str; 5] = ["hide", "lock", "embed", "lesson", "lang"];

/// A part of the page that a link may hide or lock by name, beside the controls of the settings, which go by their keys.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Part {
    /// Its name in a link, and on the page as `data-part`.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
}

/// The parts of the page, from top to bottom. What always stays in view is none of them: progress, device and data, notices.
pub const PARTS: &[Part] = &[
    Part { name: "intro", about: "the paragraph beneath the title" },
    Part { name: "questions", about: "the list of questions" },
    Part { name: "lessons", about: "the list of lessons" },
    Part { name: "presets", about: "the list of presets" },
    Part { name: "network", about: "the drawing of the network with its sliders" },
    Part { name: "keep_training", about: "the switch that keeps training through a change of a slider" },
    Part { name: "run", about: "all buttons that train, and those beside them" },
    Part { name: "step", about: "the button Step" },
    Part { name: "continue", about: "the button Continue" },
    Part { name: "reset", about: "the button Reset" },
    Part { name: "more_replicates", about: "the button +5 replicates" },
    Part { name: "new_seeds", about: "the button New seeds" },
    Part { name: "swap", about: "the button Swap" },
    Part { name: "undo", about: "the buttons Undo and Redo" },
    Part { name: "share", about: "the button Share" },
    Part { name: "pause_at", about: "the field for the epoch to pause at" },
    Part { name: "charts", about: "all charts" },
    Part { name: "accuracy", about: "the accuracy chart" },
    Part { name: "gap", about: "the chart of the accuracy gap" },
    Part { name: "loss_gap", about: "the chart of the loss gap" },
    Part { name: "loss", about: "the loss chart" },
    Part { name: "arms", about: "the list of arms with its buttons" },
    Part { name: "evidence", about: "the effects with their intervals" },
    Part { name: "table", about: "the table of the measurements" },
    Part { name: "take_away", about: "the section with files, code and citations" },
    Part { name: "inside", about: "the panels inside the network" },
    Part { name: "experiment", about: "the experiment in words, its settings, and own data" },
    Part { name: "settings", about: "the settings below the charts" },
    Part { name: "files", about: "the picker of own data" },
    Part { name: "history", about: "the history of finished experiments" },
];

/// What a link says about how the page shows its experiment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Presentation {
    /// What is not shown: controls by the link's own keys, parts by the names in [`PARTS`].
    pub hide: Vec<String>,
    /// What is shown and cannot be changed, named in the same way.
    pub lock: Vec<String>,
    /// The keys of all settings that are locked, by themselves or with a part that they belong to.
    pub locked: Vec<String>,
    /// Whether the page is a compact part of another page.
    pub embed: bool,
    /// The lesson that is open; empty = none.
    pub lesson: String,
    /// The language of the page's texts; empty = the reader's own choice.
    pub lang: String,
}

impl Presentation {
    /// Takes one key of a link; `Err` with what was found and expected.
    pub(super) fn write(&mut self, key: &str, value: &str) -> Result<(), String> {
        match (key, value) {
            ("hide", _) => return read_names(value, &mut self.hide),
            ("lock", _) => {
                let read = read_names(value, &mut self.lock);
                let is_locked = |key: &str, group: Group| self.lock.iter().any(|name| name == key || part_holds(name, key, group));
                self.locked = SETTINGS.iter().filter(|row| is_locked(row.key, row.group)).map(|row| row.key.to_owned()).collect();
                return read;
            }
            ("embed", "0" | "1") => self.embed = value == "1",
            ("embed", _) => return Err(format!("found {}, expected 0 or 1; uses 0", quoted(value))),
            ("lesson", _) => value.clone_into(&mut self.lesson),
            ("lang", _) => value.clone_into(&mut self.lang),
            _ => return Err(format!("found {}, expected one of {}", quoted(key), PRESENTATION_KEYS.join(", "))),
        }
        Ok(())
    }

    /// The part of a fragment that stands for this presentation; empty where nothing is out of the ordinary.
    #[must_use]
    pub fn to_link(&self) -> String {
        let embed = if self.embed { "1" } else { "" };
        let pairs = [
            ("hide", &*self.hide.join(",")),
            ("lock", &*self.lock.join(",")),
            ("embed", embed),
            ("lesson", &*self.lesson),
            ("lang", &*self.lang),
        ];
        let written = pairs.iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| format!("{key}={}", encode(value)));
        written.collect::<Vec<_>>().join("&")
    }
}

/// Takes the names that there are, each once; `Err` tells of the others.
fn read_names(value: &str, into: &mut Vec<String>) -> Result<(), String> {
    let is_known = |name: &str| SETTINGS.iter().any(|row| row.key == name) || PARTS.iter().any(|part| part.name == name);
    let (known, unknown): (Vec<&str>, Vec<&str>) = value.split(',').filter(|name| !name.is_empty()).partition(|name| is_known(name));
    into.clear();
    for name in known {
        if !into.iter().any(|one| one == name) {
            into.push(name.to_owned());
        }
    }
    if unknown.is_empty() {
        return Ok(());
    }
    let parts: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
    let expected = format!("expected a setting's key or one of {}", parts.join(", "));
    let rest = if into.is_empty() { "uses none".to_owned() } else { format!("uses {}", into.join(",")) };
    Err(format!("found {}, {expected}; {rest}", quoted(&unknown.join(","))))
}

/// Whether a part of the page is where this setting is changed.
fn part_holds(part: &str, key: &str, group: Group) -> bool {
    match part {
        "network" => group == Group::Network || key == "then",
        "arms" => group == Group::Arms,
        "settings" | "experiment" => matches!(group, Group::Main | Group::More),
        _ => false,
    }
}
