//! How the page shows an experiment: what is hidden, locked or left out, which lesson, which language. It changes no run.

use serde::Serialize;

use super::link::{encode, quoted};

/// The keys of a link that say how the page shows the experiment; a program without a page reads past them.
pub const PRESENTATION_KEYS: [&str; 5] = ["hide", "lock", "embed", "lesson", "lang"];

/// What a link says about how the page shows its experiment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Presentation {
    /// Controls that are not shown, by the link's own keys.
    pub hide: Vec<String>,
    /// Controls that are shown and cannot be changed, by the link's own keys.
    pub lock: Vec<String>,
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
        let names = || value.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        match (key, value) {
            ("hide", _) => self.hide = names(),
            ("lock", _) => self.lock = names(),
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
