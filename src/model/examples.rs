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

/// The labels that each run learns from or is measured by, on the device.
#[derive(Clone, Debug)]
pub struct DeviceLabels {
    /// `[count]` where all runs share them, else `[runs * count]`.
    labels: Tensor<1, Int>,
    count: u32,
    shared: bool,
}

impl DeviceLabels {
    /// The same labels for every run.
    #[must_use]
    pub fn shared(labels: &[u8], device: &ModelDevice) -> Self {
        Self { count: count(labels), labels: upload_labels(labels, device), shared: true }
    }

    /// Labels of their own for each run.
    #[must_use]
    pub fn per_run(labels: &[Vec<u8>], device: &ModelDevice) -> Self {
        let count = labels.first().map_or(0, |labels| count(labels));
        Self { count, labels: upload_labels(&labels.concat(), device), shared: false }
    }

    /// The labels of the examples at `indices`, `[runs, batch, 1]`; `uploaded` holds the same indices.
    pub(super) fn gather(&self, indices: &[u32], uploaded: &Tensor<1, Int>, [runs, batch]: [usize; 2]) -> Tensor<3, Int> {
        let picked = if self.shared {
            self.labels.clone().select(0, uploaded.clone())
        } else {
            let rows = indices.chunks_exact(batch).zip(0..);
            let positions: Vec<u32> = rows.flat_map(|(row, run)| row.iter().map(move |index| run * self.count + index)).collect();
            self.labels.clone().select(0, upload(&positions, &uploaded.device()))
        };
        picked.reshape([runs, batch, 1])
    }

    /// The labels of the examples `first .. first + count`, `[runs or 1, count, 1]`.
    pub(super) fn range(&self, first: u32, count: u32) -> Tensor<3, Int> {
        let (first, count) = (first as usize, count as usize);
        let rows = if self.shared { 1 } else { self.labels.dims()[0] / self.count as usize };
        let table = self.labels.clone().reshape([rows, self.count as usize, 1]);
        table.slice([0..rows, first..first + count, 0..1])
    }
}

fn count(labels: &[u8]) -> u32 {
    u32::try_from(labels.len()).expect("files with more examples are refused")
}

fn upload_labels(labels: &[u8], device: &ModelDevice) -> Tensor<1, Int> {
    let numbers: Vec<u32> = labels.iter().map(|&label| u32::from(label)).collect();
    upload(&numbers, device.tensors())
}

fn pack(pixels: &[u8]) -> Vec<u32> {
    pixels.chunks_exact(4).map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])).collect()
}
