//! Brotli at its best level beside every large file of `dist/`, once per content.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result};

use crate::cache;

/// Smaller files gain less than the second file costs.
const BYTES_AT_LEAST: u64 = 10_000;
/// These are compressed already.
const SKIPPED: [&str; 8] = ["br", "gz", "shard", "png", "jpg", "webp", "woff2", "zip"];

/// Writes `FILE.br` beside every file of `folder` worth it.
pub fn beside_large_files(folder: &Path) -> Result<()> {
    let mut files: Vec<PathBuf> = files_under(folder)?.into_iter().filter(|file| is_worth_it(file)).collect();
    // The largest are taken first, so that no thread is left alone with one of them.
    files.sort_by_key(|file| fs::metadata(file).map_or(0, |metadata| metadata.len()));
    let queue = Mutex::new(files);
    let next = || queue.lock().ok().and_then(|mut files| files.pop());
    let threads = thread::available_parallelism().map_or(1, |count| count.get());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    while let Some(file) = next() {
                        write_beside(&file)?;
                    }
                    Ok(())
                })
            })
            .collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("compressing does not panic"))
    })
}

/// Brotli's best for `bytes`, kept between runs.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    cache::made_once("brotli quality 11 window 24", bytes, |bytes| {
        let mut packed = Vec::new();
        let mut writer = brotli::CompressorWriter::new(&mut packed, 1 << 16, 11, 24);
        writer.write_all(bytes)?;
        drop(writer);
        Ok(packed)
    })
}

/// Every file under a folder, at any depth, in the order of their paths.
pub fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

fn is_worth_it(file: &Path) -> bool {
    let ending = file.extension().unwrap_or_default().to_string_lossy().into_owned();
    !SKIPPED.contains(&ending.as_str()) && fs::metadata(file).is_ok_and(|metadata| metadata.len() > BYTES_AT_LEAST)
}

fn write_beside(file: &Path) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut name = file.as_os_str().to_owned();
    name.push(".br");
    fs::write(&name, brotli(&bytes)?).with_context(|| format!("cannot write {}", name.display()))
}
