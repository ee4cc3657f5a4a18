//! The sizes that `dist/` may have, compressed: what the first paint needs, and the trainer.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::{compress, sbom};

const FIRST_PAINT_AT_MOST: usize = 150_000;
const TRAINER_AT_MOST: usize = 2_000_000;

/// Beginnings of the names of what the page is used without at first, or what is not for the page.
const LATER: [&str; 10] =
    ["glossary", "statistics_bg", "sharing_bg", "worker", "later-", "service-worker", "app-icon", "_headers", ".htaccess", sbom::FILE];

/// What a file of `dist/` is loaded for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    /// Before the page can be used.
    FirstPaint,
    /// The trainer's module.
    Trainer,
    /// In the background, when it is asked for, or by hosts and auditors: modules, scripts, the data, lessons, headers, the list
    /// of parts.
    Later,
}

/// Prints the sizes and fails where a part is larger than allowed.
pub fn check(dist: &Path) -> Result<()> {
    let (mut first_paint, mut trainer) = (0, 0);
    let index = fs::read_to_string(dist.join("index.html")).context("cannot read index.html")?;
    println!("{:>10} {:>10}  file of dist/", "bytes", "brotli");
    for file in compress::files_under(dist)? {
        let name = file.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
        if name.ends_with(".br") || name.starts_with("data/") {
            continue;
        }
        let bytes = fs::read(&file).with_context(|| format!("cannot read {name}"))?;
        let packed = compress::brotli(&bytes)?.len();
        let note = match part(&name, &index) {
            Part::FirstPaint => {
                first_paint += packed;
                ""
            }
            Part::Trainer => {
                trainer += packed;
                " (trainer)"
            }
            Part::Later => " (later)",
        };
        println!("{:>10} {packed:>10}  {name}{note}", bytes.len());
    }
    allow("the first paint", first_paint, FIRST_PAINT_AT_MOST)?;
    allow("the trainer module", trainer, TRAINER_AT_MOST)
}

fn allow(what: &str, found: usize, allowed: usize) -> Result<()> {
    println!("{:>10} {found:>10}  {what}, at most {allowed}", "");
    match found {
        0 => bail!("{what}: found no file of it in dist/, expected at least one"),
        _ if found > allowed => {
            bail!("{what} is too large: found {found} bytes after brotli, allowed are {allowed}")
        }
        _ => Ok(()),
    }
}

/// What a file is loaded for, by its name and by whether `index`, the page itself, names it.
fn part(name: &str, index: &str) -> Part {
    let file = name.rsplit('/').next().unwrap_or(name);
    if index.contains(file) {
        Part::FirstPaint
    } else if file.starts_with("trainer_bg") && file.ends_with(".wasm") {
        Part::Trainer
    } else if name.starts_with("lessons/") || LATER.iter().any(|start| file.starts_with(start)) || file.ends_with(".map") {
        Part::Later
    } else {
        Part::FirstPaint
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, allow, part};

    #[test]
    fn all_but_trainer_and_worker_counts_as_first_paint() {
        let index = r#"<link rel="modulepreload" href="./assets/later-shared-a1.js">"#;
        assert_eq!(part("index.html", index), Part::FirstPaint);
        assert_eq!(part("assets/page_bg-a1.wasm", index), Part::FirstPaint);
        assert_eq!(part("assets/index-a1.js", index), Part::FirstPaint);
        assert_eq!(part("assets/trainer_bg-a1.wasm", index), Part::Trainer);
        assert_eq!(part("assets/worker-a1.js", index), Part::Later);
        assert_eq!(part("assets/statistics_bg-a1.wasm", index), Part::Later);
        assert_eq!(part("assets/later-shared-a1.js", index), Part::FirstPaint);
        assert_eq!(part("assets/later-loader-a1.js", index), Part::Later);
        assert_eq!(part("assets/later-seeing-a1.css", index), Part::Later);
        assert_eq!(part("lessons/lesson.schema.json", index), Part::Later);
    }

    #[test]
    fn a_part_that_is_too_large_or_missing_is_refused_with_both_numbers() {
        let error = allow("the part", 11, 10).expect_err("too large").to_string();
        assert!(error.contains("11") && error.contains("10"), "{error}");
        allow("the part", 0, 10).expect_err("missing");
        allow("the part", 10, 10).expect("just right");
    }
}
