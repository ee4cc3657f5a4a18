//! IDX files, the format of MNIST and its relatives: images and labels checked against each other.
//!
//! The format is described on the MNIST page of Y. LeCun, C. Cortes and C. Burges: a big-endian magic number, the sizes of
//! each dimension as big-endian 32-bit numbers, then the bytes.

use core::fmt;

use crate::spec::{CLASSES, PIXELS};

/// Magic number of a file of unsigned bytes in three dimensions.
const IMAGES_MAGIC: u32 = 0x0803;
/// Magic number of a file of unsigned bytes in one dimension.
const LABELS_MAGIC: u32 = 0x0801;
/// Rows and columns of an image.
const SIDE: u32 = 28;
/// Most examples in one file: as many as the largest of the family (EMNIST ByClass has 814,255, more than a page holds).
pub const MAX_EXAMPLES: u32 = 120_000;
/// Most bytes of one file after decompression; what grows beyond is taken for a decompression bomb.
pub const MAX_FILE_BYTES: usize = 16 + MAX_EXAMPLES as usize * PIXELS;

/// Images with their labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// Pixels, 0 to 255, [`PIXELS`] for each example.
    pub pixels: Vec<u8>,
    /// Classes, below [`CLASSES`], one for each example.
    pub labels: Vec<u8>,
}

/// Why a file is no data set: always names the file, what was found and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdxError {
    /// The file's name.
    pub file: String,
    /// What was found and expected.
    pub message: String,
}

impl fmt::Display for IdxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.message)
    }
}

impl core::error::Error for IdxError {}

/// A named file, for the errors.
struct File<'a> {
    name: &'a str,
    bytes: &'a [u8],
}

impl File<'_> {
    fn error(&self, message: impl Into<String>) -> IdxError {
        IdxError { file: self.name.to_owned(), message: message.into() }
    }

    fn number(&self, index: usize) -> Result<u32, IdxError> {
        let at = index * 4;
        let bytes = self.bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes
            .map(u32::from_be_bytes)
            .ok_or_else(|| self.error(format!("found {} bytes, expected a header of at least {}", self.bytes.len(), at + 4)))
    }

    fn check_magic(&self, expected: u32, what: &str) -> Result<(), IdxError> {
        let found = self.number(0)?;
        if found == expected {
            return Ok(());
        }
        let hint = match found {
            IMAGES_MAGIC => " (these are images)",
            LABELS_MAGIC => " (these are labels)",
            _ if self.bytes.starts_with(&[0x1f, 0x8b]) => " (this is still compressed)",
            _ => "",
        };
        Err(self.error(format!("found magic number 0x{found:08x}{hint}, expected 0x{expected:08x} for IDX {what}")))
    }

    fn count(&self) -> Result<u32, IdxError> {
        match self.number(1)? {
            0 => Err(self.error("found 0 examples, expected at least 1")),
            count if count > MAX_EXAMPLES => Err(self.error(format!("found {count} examples, expected at most {MAX_EXAMPLES}"))),
            count => Ok(count),
        }
    }

    fn body(&self, header: usize, expected: usize) -> Result<&[u8], IdxError> {
        let body = self.bytes.get(header..).unwrap_or_default();
        if body.len() == expected {
            return Ok(body);
        }
        let fault = if body.len() < expected { "truncated file" } else { "file too long" };
        Err(self.error(format!("{fault}: found {} bytes after the header, expected {expected}", body.len())))
    }
}

impl Examples {
    /// Reads an image file and its label file, both decompressed.
    ///
    /// # Errors
    /// A wrong magic number, sizes other than 28 x 28, no examples, a truncated or overlong file, a label above 9, or
    /// counts that disagree.
    pub fn from_idx(images: (&str, &[u8]), labels: (&str, &[u8])) -> Result<Self, IdxError> {
        let images = File { name: images.0, bytes: images.1 };
        let labels = File { name: labels.0, bytes: labels.1 };
        let pixels = read_images(&images)?;
        let classes = read_labels(&labels)?;
        let image_count = pixels.len() / PIXELS;
        if image_count != classes.len() {
            return Err(labels.error(format!(
                "found {} labels, expected {image_count}, one for each image of {}",
                classes.len(),
                images.name,
            )));
        }
        Ok(Self { pixels: pixels.to_vec(), labels: classes.to_vec() })
    }

    /// Number of examples.
    #[must_use]
    pub fn count(&self) -> usize {
        self.labels.len()
    }

    /// The first `count` examples, or all where there are fewer.
    #[must_use]
    pub fn head(&self, count: usize) -> Self {
        let count = count.min(self.count());
        Self { pixels: self.pixels[..count * PIXELS].to_vec(), labels: self.labels[..count].to_vec() }
    }

    /// The images as an IDX file.
    #[must_use]
    pub fn images_to_idx(&self) -> Vec<u8> {
        idx(IMAGES_MAGIC, &[self.labels.len(), SIDE as usize, SIDE as usize], &self.pixels)
    }

    /// The labels as an IDX file.
    #[must_use]
    pub fn labels_to_idx(&self) -> Vec<u8> {
        idx(LABELS_MAGIC, &[self.labels.len()], &self.labels)
    }
}

fn idx(magic: u32, sizes: &[usize], body: &[u8]) -> Vec<u8> {
    let sizes = sizes.iter().map(|&size| u32::try_from(size).expect("a set of examples has no size beyond u32"));
    let header = core::iter::once(magic).chain(sizes).flat_map(u32::to_be_bytes);
    header.chain(body.iter().copied()).collect()
}

fn read_images<'a>(file: &'a File<'a>) -> Result<&'a [u8], IdxError> {
    file.check_magic(IMAGES_MAGIC, "images")?;
    let count = file.count()?;
    let (rows, columns) = (file.number(2)?, file.number(3)?);
    if (rows, columns) != (SIDE, SIDE) {
        return Err(file.error(format!("found images of {rows} x {columns} pixels, expected {SIDE} x {SIDE}")));
    }
    file.body(16, count as usize * PIXELS)
}

fn read_labels<'a>(file: &'a File<'a>) -> Result<&'a [u8], IdxError> {
    file.check_magic(LABELS_MAGIC, "labels")?;
    let labels = file.body(8, file.count()? as usize)?;
    match labels.iter().position(|&label| usize::from(label) >= CLASSES) {
        Some(at) => Err(file.error(format!("found label {} at example {at}, expected 0 to {}", labels[at], CLASSES - 1))),
        None => Ok(labels),
    }
}
