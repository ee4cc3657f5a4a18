//! The data of an experiment from a folder of IDX files, plain or .gz.

use std::env;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use dropout_lab::dataset::fashion_mnist::{IdxFile, TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS};
use dropout_lab::dataset::{Examples, MAX_FILE_BYTES, synthetic};
use dropout_lab::spec::{Data, Spec};
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

use crate::Failure;

/// Where Debian's package puts the files.
const DEBIAN_FOLDER: &str = "/usr/share/datasets/fashion-mnist";
/// The synthetic test examples start here, far from the training ones.
const SYNTHETIC_TEST_FIRST: u32 = 100_000;

/// The two splits.
pub(crate) struct Splits {
    pub(crate) train: Examples,
    pub(crate) test: Examples,
}

impl Splits {
    /// SHA-256 of all pixels and labels, in hexadecimal.
    pub(crate) fn digest(&self) -> String {
        let parts = [&self.train.pixels, &self.train.labels, &self.test.pixels, &self.test.labels];
        hexadecimal(&parts.iter().fold(Sha256::new(), |digest, part| digest.chain_update(part)).finalize())
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads what the spec asks for: of Fashion-MNIST only the known files, of `data=files` any IDX files by the same names.
pub(crate) fn load(spec: &Spec, folder: Option<&Path>) -> Result<Splits, Failure> {
    if spec.data == Data::Synthetic {
        return Ok(Splits { train: synthetic(0, spec.train), test: synthetic(SYNTHETIC_TEST_FIRST, spec.test) });
    }
    let folder = folder.map_or_else(find, |folder| Ok(folder.to_owned())).map_err(Failure::Input)?;
    let known = spec.data == Data::FashionMnist;
    let read = |images: &IdxFile, labels: &IdxFile, count: u32| -> Result<Examples, String> {
        let (images_bytes, labels_bytes) = (read(&folder, images, known)?, read(&folder, labels, known)?);
        let examples = Examples::from_idx((images.name, &images_bytes), (labels.name, &labels_bytes)).map_err(|error| error.to_string())?;
        Ok(examples.head(count as usize))
    };
    let splits =
        || Ok(Splits { train: read(&TRAIN_IMAGES, &TRAIN_LABELS, spec.train)?, test: read(&TEST_IMAGES, &TEST_LABELS, spec.test)? });
    splits().map_err(Failure::Input)
}

fn find() -> Result<PathBuf, String> {
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")));
    let candidates = [Some(PathBuf::from(DEBIAN_FOLDER)), cache.map(|cache| cache.join("dropout-lab/fashion-mnist"))];
    let found = candidates.into_iter().flatten().find(|folder| locate(folder, TRAIN_IMAGES.name).is_some());
    found.ok_or_else(|| {
        format!("found no Fashion-MNIST in {DEBIAN_FOLDER} or the cache folder; name its folder with --data, or use data=synthetic")
    })
}

fn locate(folder: &Path, name: &str) -> Option<PathBuf> {
    [format!("{name}.gz"), name.to_owned()].into_iter().map(|name| folder.join(name)).find(|path| path.is_file())
}

fn read(folder: &Path, file: &IdxFile, known: bool) -> Result<Vec<u8>, String> {
    let name = file.name;
    let path = locate(folder, name).ok_or_else(|| format!("{}: found neither {name}.gz nor {name}", folder.display()))?;
    let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let bytes = if path.extension().is_some_and(|extension| extension == "gz") { unpack(&bytes, &path)? } else { bytes };
    let found = hexadecimal(&Sha256::digest(&bytes));
    if known && found != file.sha256 {
        return Err(format!(
            "{}: found contents with SHA-256 {found}, expected {}; use data=files for other sets",
            path.display(),
            file.sha256
        ));
    }
    Ok(bytes)
}

fn unpack(bytes: &[u8], path: &Path) -> Result<Vec<u8>, String> {
    let mut unpacked = Vec::new();
    let limit = MAX_FILE_BYTES as u64 + 1;
    GzDecoder::new(bytes).take(limit).read_to_end(&mut unpacked).map_err(|error| format!("{}: {error}", path.display()))?;
    if unpacked.len() > MAX_FILE_BYTES {
        return Err(format!("{}: found more than {MAX_FILE_BYTES} bytes after decompression, expected at most that", path.display()));
    }
    Ok(unpacked)
}
