//! The map in ARCHITECTURE.md repeats the purpose of every file.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use crate::{opening, purposes};

const BEGIN: &str = "<!-- the map: written by DROPOUT_LAB_BLESS=1 cargo test --test tidy -->\n";
const END: &str = "<!-- the map ends -->";

#[test]
fn the_map_repeats_the_purpose_of_every_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let text = fs::read_to_string(&path).expect("ARCHITECTURE.md is there");
    let (before, rest) = text.split_once(BEGIN).expect("ARCHITECTURE.md marks where the map begins");
    let (found, after) = rest.split_once(END).expect("ARCHITECTURE.md marks where the map ends");
    let expected = map(&purposes());
    if env::var_os("DROPOUT_LAB_BLESS").is_some() {
        fs::write(&path, [before, BEGIN, &expected, END, after].concat()).expect("ARCHITECTURE.md can be written");
        return;
    }
    assert!(found == expected, "the map in ARCHITECTURE.md is out of date: run DROPOUT_LAB_BLESS=1 cargo test --test tidy");
}

/// A heading for each folder and a line for each file; tests of TypeScript stand beside what they test and are left out.
fn map(purposes: &[(String, String)]) -> String {
    let mut map = String::new();
    let mut folder = String::new();
    for (path, purpose) in purposes.iter().filter(|(path, _)| !path.ends_with(".test.ts")) {
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
        if parent != folder {
            folder = parent.to_owned();
            writeln!(map, "\n**`{folder}/`**\n").expect("writing to a string cannot fail");
        }
        writeln!(map, "- `{name}`: {purpose}").expect("writing to a string cannot fail");
    }
    map.push('\n');
    map
}

#[test]
fn the_map_has_a_heading_for_each_folder() {
    let purposes =
        [("src/a.rs", "A."), ("src/b/c.rs", "C."), ("www/d.test.ts", "D.")].map(|(path, purpose)| (path.to_owned(), purpose.to_owned()));
    assert_eq!(map(&purposes), "\n**`src/`**\n\n- `a.rs`: A.\n\n**`src/b/`**\n\n- `c.rs`: C.\n\n");
    assert_eq!(opening("src/a.rs"), Some("//! "));
}
