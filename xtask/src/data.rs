//! Fashion-MNIST on this machine: a named folder, Debian's package, a cache folder, or upstream.

use std::env;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use dropout_lab::dataset::MAX_FILE_BYTES;
use dropout_lab::dataset::fashion_mnist::{IdxFile, TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS};
use flate2::read::GzDecoder;

use crate::{apt, digest};

/// Names the folder of the four files to the programs that this one starts.
pub const VARIABLE: &str = "DROPOUT_LAB_DATA";

const DEBIAN_FOLDER: &str = "/usr/share/datasets/fashion-mnist";
const UPSTREAM: [&str; 2] = [
    "https://fashion-mnist.s3.eu-central-1.amazonaws.com",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion",
];

const FILES: [IdxFile; 4] = [TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS];

/// Looks for the four files; gets them where there are none. `None`: they cannot be had here.
pub fn find_or_get(named: Option<&Path>) -> Result<Option<PathBuf>> {
    if let Some(folder) = named {
        check(folder)?;
        return Ok(Some(folder.canonicalize()?));
    }
    let debian = Path::new(DEBIAN_FOLDER);
    if !holds_all(debian) && apt::usable() {
        let installed = apt::install("Fashion-MNIST", &["dataset-fashion-mnist"]);
        installed.unwrap_or_else(|error| println!("{error:#}"));
    }
    if holds_all(debian) {
        check(debian)?;
        return Ok(Some(debian.to_owned()));
    }
    let cache = cache_folder()?;
    if !holds_all(&cache)
        && let Err(error) = download(&cache)
    {
        println!("Fashion-MNIST cannot be had ({error:#}): the page will offer synthetic data");
        return Ok(None);
    }
    check(&cache)?;
    Ok(Some(cache))
}

/// Reads one of the files, unpacked and checked.
pub fn read(folder: &Path, file: &IdxFile) -> Result<Vec<u8>> {
    let path = locate(folder, file).with_context(|| format!("{} has neither {name}.gz nor {name}", folder.display(), name = file.name))?;
    let packed = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let bytes = if path.extension().is_some_and(|ending| ending == "gz") {
        unpack(&packed).with_context(|| format!("cannot unpack {}", path.display()))?
    } else {
        packed
    };
    let found = digest::sha256(&bytes);
    if found != file.sha256 {
        bail!("{}: this is not Fashion-MNIST: its content has SHA-256 {found}, expected {}", path.display(), file.sha256);
    }
    Ok(bytes)
}

fn check(folder: &Path) -> Result<()> {
    FILES.iter().try_for_each(|file| read(folder, file).map(drop))
}

fn holds_all(folder: &Path) -> bool {
    FILES.iter().all(|file| locate(folder, file).is_some())
}

fn locate(folder: &Path, file: &IdxFile) -> Option<PathBuf> {
    let packed = folder.join(format!("{}.gz", file.name));
    [packed, folder.join(file.name)].into_iter().find(|path| path.is_file())
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed).take(MAX_FILE_BYTES as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn cache_folder() -> Result<PathBuf> {
    let named = |variable| env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = named("XDG_CACHE_HOME")
        .or_else(|| named("LOCALAPPDATA"))
        .or_else(|| named("HOME").map(|home| home.join(".cache")))
        .context("none of XDG_CACHE_HOME, LOCALAPPDATA and HOME is set")?;
    Ok(folder.join("dropout-lab/fashion-mnist"))
}

fn download(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_connect(Some(Duration::from_secs(10)))
        .timeout_global(Some(Duration::from_secs(300)))
        .build()
        .into();
    for file in FILES.iter().filter(|file| locate(folder, file).is_none()) {
        let packed = download_one(&agent, file)?;
        let partial = folder.join(format!("{}.partial", file.name));
        fs::write(&partial, packed)?;
        fs::rename(&partial, folder.join(format!("{}.gz", file.name)))?;
    }
    Ok(())
}

/// Tries the addresses in turn and returns the last one's error where all fail.
fn download_one(agent: &ureq::Agent, file: &IdxFile) -> Result<Vec<u8>> {
    let mut failure: Option<anyhow::Error> = None;
    for host in UPSTREAM {
        let address = format!("{host}/{}.gz", file.name);
        println!("getting {} by https from {address}", file.name);
        let answer = agent.get(&address).call();
        match answer.and_then(|mut answer| answer.body_mut().with_config().limit(MAX_FILE_BYTES as u64).read_to_vec()) {
            Ok(packed) => match unpack(&packed).map(|bytes| digest::sha256(&bytes)) {
                Ok(found) if found == file.sha256 => return Ok(packed),
                _ => failure = Some(anyhow!("{address} answered with something else than {}", file.name)),
            },
            Err(error) => failure = Some(error.into()),
        }
    }
    Err(failure.context("no address is known")?)
}

#[cfg(test)]
mod tests {
    use super::{FILES, TEST_LABELS, read};

    #[test]
    fn a_wrong_file_is_named_with_both_digests() {
        let folder = std::env::temp_dir().join(format!("xtask-data-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("temporary folders can be created");
        std::fs::write(folder.join(TEST_LABELS.name), b"abc").expect("files can be written there");
        let error = read(&folder, &TEST_LABELS).expect_err("abc is not the set").to_string();
        assert!(error.contains("t10k-labels-idx1-ubyte"), "names the file: {error}");
        assert!(error.contains("ba7816bf"), "names what was found: {error}");
        assert!(error.contains(TEST_LABELS.sha256), "names what was expected: {error}");
        std::fs::remove_dir_all(&folder).expect("the folder is ours");
    }

    #[test]
    fn every_digest_is_pinned() {
        assert!(FILES.iter().all(|file| file.sha256.len() == 64), "64 hexadecimal digits each");
    }
}
