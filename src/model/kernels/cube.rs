//! The kernels' programs in CubeCL: what one unit of work does.

use cubecl::prelude::*;

use super::PIXEL_SCALE;
use crate::random::{KEY_STEPS, MULTIPLIERS, ROUNDS};
use crate::spec::{CLASSES, PIXELS};

/// Words of four packed pixels in an image.
pub(super) const WORDS: u32 = (PIXELS / 4) as u32;

/// Logits of an example.
const LOGITS: u32 = CLASSES as u32;

/// Four random words.
#[derive(CubeType)]
struct Quad {
    a: u32,
    b: u32,
    c: u32,
    d: u32,
}

/// Philox4x32-10, as `random::philox4x32`.
#[cube]
fn philox(quad: u32, row: u32, step: u32, seed: u32, #[comptime] stream: u32) -> Quad {
    let mut c0 = quad;
    let mut c1 = row;
    let mut c2 = step;
    let mut c3 = 0u32.runtime();
    let mut k0 = seed;
    let mut k1 = stream.runtime();
    for _ in 0..ROUNDS {
        let low0 = c0 * MULTIPLIERS[0];
        let high0 = c0.mul_hi(MULTIPLIERS[0]);
        let low1 = c2 * MULTIPLIERS[1];
        let high1 = c2.mul_hi(MULTIPLIERS[1]);
        c0 = high1 ^ c1 ^ k0;
        c2 = high0 ^ c3 ^ k1;
        c1 = low1;
        c3 = low0;
        k0 += KEY_STEPS[0];
        k1 += KEY_STEPS[1];
    }
    Quad { a: c0, b: c1, c: c2, d: c3 }
}

/// `value * scale` where the bits say "kept", else 0.
#[cube]
fn keep(value: f32, bits: u32, threshold: u32, scale: f32) -> f32 {
    select(bits >= threshold, value * scale, 0.0)
}

#[cube]
fn pixel(word: u32, #[comptime] index: u32) -> f32 {
    f32::cast_from((word >> comptime!(8 * index)) & 255) * PIXEL_SCALE
}

/// One unit of work: four neighbouring pixels of one example of one run.
#[cube(launch)]
#[expect(clippy::too_many_arguments, reason = "a kernel has as many arguments as buffers and numbers")]
pub(super) fn gather_kernel(
    packed: &[u32],
    indices: &[u32],
    runs: &[u32],
    scales: &[f32],
    output: &mut [f32],
    batch: u32,
    step: u32,
    #[comptime] stream: u32,
    #[comptime] masked: bool,
) {
    let at = ABSOLUTE_POS as u32;
    let row = at / WORDS;
    if row >= indices.len() as u32 {
        terminate!();
    }
    let quad = at % WORDS;
    let word = packed[(indices[row as usize] * WORDS + quad) as usize];
    let mut p0 = pixel(word, 0u32);
    let mut p1 = pixel(word, 1u32);
    let mut p2 = pixel(word, 2u32);
    let mut p3 = pixel(word, 3u32);
    if masked {
        let run = (row / batch) as usize;
        let threshold = runs[2 * run + 1];
        let scale = scales[run];
        let bits = philox(quad, row % batch, step, runs[2 * run], stream);
        p0 = keep(p0, bits.a, threshold, scale);
        p1 = keep(p1, bits.b, threshold, scale);
        p2 = keep(p2, bits.c, threshold, scale);
        p3 = keep(p3, bits.d, threshold, scale);
    }
    let first = (at * 4) as usize;
    output[first] = p0;
    output[first + 1] = p1;
    output[first + 2] = p2;
    output[first + 3] = p3;
}

#[cube]
fn rectify(sums: &[f32], biases: &[f32], at: u32, bias_at: u32) -> f32 {
    let value = sums[at as usize] + biases[bias_at as usize];
    select(value <= 0.0, 0.0, value)
}

/// One unit of work: four neighbouring units of one example of one run.
#[cube(launch)]
#[expect(clippy::too_many_arguments, reason = "a kernel has as many arguments as buffers and numbers")]
pub(super) fn activate_kernel(
    sums: &[f32],
    biases: &[f32],
    runs: &[u32],
    scales: &[f32],
    output: &mut [f32],
    batch: u32,
    step: u32,
    #[comptime] width: u32,
    #[comptime] stream: u32,
    #[comptime] masked: bool,
) {
    let quads = comptime!(width.div_ceil(4));
    let at = ABSOLUTE_POS as u32;
    let row = at / quads;
    if row * width >= output.len() as u32 {
        terminate!();
    }
    let unit = (at % quads) * 4;
    let run = row / batch;
    let first = row * width + unit;
    let bias = run * width + unit;
    let mut a = 0u32.runtime();
    let mut b = 0u32.runtime();
    let mut c = 0u32.runtime();
    let mut d = 0u32.runtime();
    let mut threshold = 0u32.runtime();
    let mut scale = 1.0f32.runtime();
    if masked {
        let bits = philox(at % quads, row % batch, step, runs[(2 * run) as usize], stream);
        a = bits.a;
        b = bits.b;
        c = bits.c;
        d = bits.d;
        threshold = runs[(2 * run + 1) as usize];
        scale = scales[run as usize];
    }
    output[first as usize] = keep(rectify(sums, biases, first, bias), a, threshold, scale);
    if unit + 1 < width {
        output[(first + 1) as usize] = keep(rectify(sums, biases, first + 1, bias + 1), b, threshold, scale);
    }
    if unit + 2 < width {
        output[(first + 2) as usize] = keep(rectify(sums, biases, first + 2, bias + 2), c, threshold, scale);
    }
    if unit + 3 < width {
        output[(first + 3) as usize] = keep(rectify(sums, biases, first + 3, bias + 3), d, threshold, scale);
    }
}

/// One unit of work: one value.
#[cube(launch)]
pub(super) fn activate_backward_kernel(
    outputs: &[f32],
    gradients: &[f32],
    scales: &[f32],
    result: &mut [f32],
    run_length: u32,
    #[comptime] masked: bool,
) {
    let at = ABSOLUTE_POS;
    if at >= result.len() {
        terminate!();
    }
    let mut scale = 1.0f32.runtime();
    if masked {
        scale = scales[at / run_length as usize];
    }
    result[at] = select(outputs[at] <= 0.0, 0.0, gradients[at] * scale);
}

/// One unit of work: one example of one run.
#[cube(launch)]
#[expect(clippy::too_many_arguments, reason = "a kernel has as many arguments as buffers and numbers")]
pub(super) fn cross_entropy_kernel(
    logits: &[f32],
    labels: &[u32],
    indices: &[u32],
    so_far: &[f32],
    gradient: &mut [f32],
    scores: &mut [f32],
    count: u32,
    label_stride: u32,
    share: f32,
    #[comptime] with_gradient: bool,
    #[comptime] adding: bool,
) {
    let row = ABSOLUTE_POS as u32;
    let score = (2 * row) as usize;
    if score >= scores.len() {
        terminate!();
    }
    let first = row * LOGITS;
    let index = indices[(row % indices.len() as u32) as usize];
    let label = labels[(row / count * label_stride + index) as usize];
    let mut largest = logits[first as usize];
    let mut told = 0u32.runtime();
    for class in 1..LOGITS {
        let logit = logits[(first + class) as usize];
        if logit > largest {
            largest = logit;
            told = class;
        }
    }
    let mut sum = 0.0f32.runtime();
    for class in 0..LOGITS {
        sum += (logits[(first + class) as usize] - largest).exp();
    }
    let mut loss = sum.ln() + largest - logits[(first + label) as usize];
    let mut hit = select(told == label, 1.0f32, 0.0f32);
    if adding {
        loss += so_far[score];
        hit += so_far[score + 1];
    }
    scores[score] = loss;
    scores[score + 1] = hit;
    if with_gradient {
        for class in 0..LOGITS {
            let at = (first + class) as usize;
            let target = select(class == label, 1.0f32, 0.0f32);
            gradient[at] = ((logits[at] - largest).exp() / sum - target) * share;
        }
    }
}
