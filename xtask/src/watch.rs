//! Runs something again whenever a file under a folder has changed and then rested.

use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

/// Editors write a file in several steps; this long without another one ends them.
const REST: Duration = Duration::from_millis(300);

/// Calls `action` after each burst of changes, on its own thread, until the watcher is dropped.
pub fn on_change(folder: &Path, action: impl Fn() -> Result<()> + Send + 'static) -> Result<RecommendedWatcher> {
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| event.kind.is_modify() || event.kind.is_create() || event.kind.is_remove()) {
            // The receiver is gone only when nobody watches any more.
            let _ = sender.send(());
        }
    })?;
    watcher.watch(folder, RecursiveMode::Recursive).with_context(|| format!("cannot watch {}", folder.display()))?;
    thread::spawn(move || {
        while changes.recv().is_ok() {
            while changes.recv_timeout(REST).is_ok() {}
            println!("a file changed: building again");
            if let Err(error) = action() {
                eprintln!("error: {error:#}");
            }
        }
    });
    Ok(watcher)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    #[test]
    fn a_burst_of_writes_is_one_call() {
        let folder = std::env::temp_dir().join(format!("xtask-watch-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("temporary folders can be created");
        let (sender, calls) = mpsc::channel();
        let watching = super::on_change(&folder, move || Ok(sender.send(())?));
        let watching = watching.expect("a folder can be watched");
        for text in ["one", "two", "three"] {
            std::fs::write(folder.join("file.rs"), text).expect("files can be written there");
        }
        calls.recv_timeout(Duration::from_secs(10)).expect("one call");
        assert!(calls.recv_timeout(Duration::from_secs(1)).is_err(), "and not a second one");
        drop(watching);
        std::fs::remove_dir_all(&folder).expect("the folder is ours");
    }
}
