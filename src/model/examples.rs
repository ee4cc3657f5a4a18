//! The examples where the network is: bytes on the CPU, packed bytes on the GPU, never as numbers of four bytes each.

use burn::prelude::*;

use super::device::{Backend, Device as ModelDevice};
use super::kernels::upload;
use crate::dataset::Examples;
use crate::spec::PIXELS;

/// Pixels of a split, as the device's kernels want them.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there are two of them on a device")]
pub(super) enum Pixels {
    /// One byte a pixel, in the host's memory.
    Host(Vec<u8>),
    /// Four bytes in each word, the first pixel lowest, in the GPU's memory.
    Packed(Tensor<1, Int>),
}

/// A split on the device.
#[derive(Clone, Debug)]
pub struct DeviceExamples {
    pixels: Pixels,
    count: u32,
    device: Device,
}

impl DeviceExamples {
    /// Brings the pixels of a split to the device.
    #[must_use]
    pub fn new(examples: &Examples, device: &ModelDevice) -> Self {
        let pixels = match device.backend() {
            Backend::Cpu => Pixels::Host(examples.pixels.clone()),
            Backend::Webgpu => Pixels::Packed(upload(&pack(&examples.pixels), device.tensors())),
        };
        let count = u32::try_from(examples.pixels.len() / PIXELS).expect("files with more examples are refused");
        Self { pixels, count, device: device.tensors().clone() }
    }

    /// Number of examples.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    pub(super) fn pixels(&self) -> &Pixels {
        &self.pixels
    }

    pub(super) fn device(&self) -> &Device {
        &self.device
    }
}

/// Labels, as the device's kernels want them.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there are two of them on a device")]
pub(super) enum LabelTable {
    /// In the host's memory.
    Host(Vec<u8>),
    /// In the GPU's memory.
    Uploaded(Tensor<1, Int>),
}

/// The labels that each run learns from or is measured by, on the device.
#[derive(Clone, Debug)]
pub struct DeviceLabels {
    /// One label for each example where all runs share them, else those of each run one after another.
    table: LabelTable,
    /// Labels from one run to the next; 0 where all runs share them.
    stride: u32,
}

impl DeviceLabels {
    /// The same labels for every run.
    #[must_use]
    pub fn shared(labels: &[u8], device: &ModelDevice) -> Self {
        Self { table: label_table(labels, device), stride: 0 }
    }

    /// Labels of their own for each run.
    #[must_use]
    pub fn per_run(labels: &[Vec<u8>], device: &ModelDevice) -> Self {
        let count = labels.first().map_or(0, Vec::len);
        let stride = u32::try_from(count).expect("files with more examples are refused");
        Self { table: label_table(&labels.concat(), device), stride }
    }

    pub(super) fn table(&self) -> &LabelTable {
        &self.table
    }

    pub(super) fn stride(&self) -> u32 {
        self.stride
    }
}

fn label_table(labels: &[u8], device: &ModelDevice) -> LabelTable {
    match device.backend() {
        Backend::Cpu => LabelTable::Host(labels.to_vec()),
        Backend::Webgpu => {
            let numbers: Vec<u32> = labels.iter().map(|&label| u32::from(label)).collect();
            LabelTable::Uploaded(upload(&numbers, device.tensors()))
        }
    }
}

fn pack(pixels: &[u8]) -> Vec<u32> {
    pixels.chunks_exact(4).map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])).collect()
}
