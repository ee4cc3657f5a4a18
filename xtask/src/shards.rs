//! Cuts Fashion-MNIST into the gzip shards that the page fetches one by one.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use dropout_lab::dataset::fashion_mnist::{IdxFile, TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS};
use dropout_lab::spec::PIXELS;
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};

use crate::data;
use crate::{digest, workspace};

/// Small ones, because most experiments use few examples.
const EXAMPLES_PER_SHARD: usize = 1_000;
const IMAGE_HEADER: usize = 16;
const LABEL_HEADER: usize = 8;

/// Writes the shards and their manifest under `pkg/public/data/fashion-mnist`, once.
///
/// A shard is gzip of `n` label bytes and then `n` images of 784 bytes. Without `folder` the page
/// gets no manifest, and says so.
pub fn write(folder: Option<&Path>) -> Result<()> {
    let out = workspace::pkg().join("public/data/fashion-mnist");
    fs::create_dir_all(&out)?;
    let manifest = out.join("manifest.json");
    let Some(folder) = folder else {
        return Ok(());
    };
    if is_complete(&out, &manifest) {
        return Ok(());
    }
    println!("cutting Fashion-MNIST into shards of {EXAMPLES_PER_SHARD} examples");
    let train = write_split(&out, "train", folder, &TRAIN_LABELS, &TRAIN_IMAGES)?;
    let test = write_split(&out, "test", folder, &TEST_LABELS, &TEST_IMAGES)?;
    let text = json!({ "name": "fashion-mnist", "train": train, "test": test });
    fs::write(&manifest, format!("{text:#}\n")).with_context(|| format!("cannot write {}", manifest.display()))
}

fn write_split(out: &Path, split: &str, folder: &Path, labels: &IdxFile, images: &IdxFile) -> Result<Value> {
    let labels = data::read(folder, labels)?.split_off(LABEL_HEADER);
    let images = data::read(folder, images)?.split_off(IMAGE_HEADER);
    let mut shards = Vec::new();
    for (index, shard) in cut(&labels, &images)?.iter().enumerate() {
        let file = format!("{split}-{index:02}.shard");
        let packed = pack(&shard.bytes)?;
        fs::write(out.join(&file), &packed).with_context(|| format!("cannot write {file}"))?;
        shards.push(json!({
            "file": file,
            "count": shard.count,
            "bytes": packed.len(),
            "sha256": digest::sha256(&packed),
        }));
    }
    Ok(json!({ "count": labels.len(), "shards": shards }))
}

struct Shard {
    count: usize,
    bytes: Vec<u8>,
}

fn cut(labels: &[u8], images: &[u8]) -> Result<Vec<Shard>> {
    ensure!(
        images.len() == labels.len() * PIXELS,
        "{} labels, but {} pixels, expected {}",
        labels.len(),
        images.len(),
        labels.len() * PIXELS
    );
    let parts = labels.chunks(EXAMPLES_PER_SHARD).zip(images.chunks(EXAMPLES_PER_SHARD * PIXELS));
    Ok(parts.map(|(labels, images)| Shard { count: labels.len(), bytes: [labels, images].concat() }).collect())
}

fn pack(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// True where the manifest is there and every shard has the length that it states and no more examples than it would get today.
fn is_complete(out: &Path, manifest: &Path) -> bool {
    let Ok(text) = fs::read(manifest) else {
        return false;
    };
    let value: Value = serde_json::from_slice(&text).unwrap_or_default();
    ["train", "test"].iter().all(|&split| {
        value[split]["shards"].as_array().is_some_and(|shards| !shards.is_empty() && shards.iter().all(|shard| is_as_stated(out, shard)))
    })
}

fn is_as_stated(out: &Path, shard: &Value) -> bool {
    let (Some(file), Some(bytes), Some(count)) = (shard["file"].as_str(), shard["bytes"].as_u64(), shard["count"].as_u64()) else {
        return false;
    };
    if count > EXAMPLES_PER_SHARD as u64 {
        return false;
    }
    fs::metadata(out.join(file)).is_ok_and(|metadata| metadata.len() == bytes)
}

#[cfg(test)]
mod tests {
    use super::{EXAMPLES_PER_SHARD, PIXELS, cut};

    #[test]
    fn shards_hold_every_example_once_in_order() {
        let count = EXAMPLES_PER_SHARD + 3;
        let labels: Vec<u8> = (0..count).map(|example| (example % 10) as u8).collect();
        let images: Vec<u8> = (0..count * PIXELS).map(|at| (at / PIXELS % 251) as u8).collect();
        let shards = cut(&labels, &images).expect("the lengths agree");
        assert_eq!(shards.iter().map(|shard| shard.count).collect::<Vec<_>>(), [EXAMPLES_PER_SHARD, 3]);
        let last = &shards[1];
        assert_eq!(last.bytes.len(), 3 + 3 * PIXELS);
        assert_eq!(last.bytes[..3], labels[EXAMPLES_PER_SHARD..]);
        assert_eq!(last.bytes[3..], images[EXAMPLES_PER_SHARD * PIXELS..]);
    }

    #[test]
    fn labels_and_images_must_agree() {
        assert!(cut(&[1, 2], &[0; PIXELS]).is_err(), "two labels, one image");
    }
}
