//! Random numbers addressed by (seed, stream, step, row, unit): Philox4x32-10, no generator state.
//!
//! The generator is Philox4x32-10 of J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers:
//! as easy as 1, 2, 3", SC11 (2011). The key is `[seed, stream]`, the counter `[unit / 4, row, step, 0]`, and `unit % 4`
//! picks one of the four words. So any number can be had on any device, in any order, without drawing those before it.

/// Multipliers of the two halves of the state (`M4x32_0`, `M4x32_1` in the paper's code).
pub const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
/// What is added to each key word between rounds: the golden ratio and sqrt(3) - 1 (Weyl sequences).
pub const KEY_STEPS: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
/// Rounds of Philox4x32-10.
pub const ROUNDS: u32 = 10;

/// What a random number is for: numbers of different streams are independent of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// The order of the examples; `step` is the epoch.
    Order,
    /// Which training labels are replaced, and by what.
    LabelNoise,
    /// The synthetic data set.
    Synthetic,
    /// The initial weights of the layer with this index.
    Weights(u32),
    /// The initial biases of the layer with this index.
    Biases(u32),
    /// The dropout mask on the input (0) or on the hidden layer with this number (from 1).
    Mask(u32),
    /// The same in a masked pass at test time; `step` counts passes and the parts of the split in them.
    TestMask(u32),
}

impl Stream {
    /// The number of this stream in the key. Never change one: links would show other curves.
    #[must_use]
    pub const fn id(self) -> u32 {
        match self {
            Self::Order => 1,
            Self::LabelNoise => 2,
            Self::Synthetic => 3,
            Self::Weights(layer) => 0x100 + layer,
            Self::Biases(layer) => 0x200 + layer,
            Self::Mask(layer) => 0x300 + layer,
            Self::TestMask(layer) => 0x400 + layer,
        }
    }
}

/// The four 32-bit words of Philox4x32-10 at `counter` under `key`.
#[must_use]
pub fn philox4x32(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let ([mut c0, mut c1, mut c2, mut c3], [mut k0, mut k1]) = (counter, key);
    for _ in 0..ROUNDS {
        let low = u64::from(MULTIPLIERS[0]) * u64::from(c0);
        let high = u64::from(MULTIPLIERS[1]) * u64::from(c2);
        (c0, c1, c2, c3) = (upper(high) ^ c1 ^ k0, lower(high), upper(low) ^ c3 ^ k1, lower(low));
        k0 = k0.wrapping_add(KEY_STEPS[0]);
        k1 = k1.wrapping_add(KEY_STEPS[1]);
    }
    [c0, c1, c2, c3]
}

const fn upper(product: u64) -> u32 {
    (product >> 32) as u32
}

#[expect(clippy::cast_possible_truncation, reason = "the lower word is what is asked for")]
const fn lower(product: u64) -> u32 {
    product as u32
}

/// A place in the table of all random numbers, but for the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Seed of the replicate.
    pub seed: u32,
    /// What the number is for.
    pub stream: Stream,
    /// Training step, or epoch for [`Stream::Order`].
    pub step: u32,
    /// Row: the position in the batch for masks, the input unit for weights.
    pub row: u32,
}

impl Row {
    /// The words of units `4 * quad .. 4 * quad + 4`.
    #[must_use]
    pub fn quad(self, quad: u32) -> [u32; 4] {
        philox4x32([quad, self.row, self.step, 0], [self.seed, self.stream.id()])
    }

    /// 32 uniform bits of one unit.
    #[must_use]
    pub fn bits(self, unit: u32) -> u32 {
        self.quad(unit / 4)[(unit % 4) as usize]
    }

    /// A uniform number in [0, 1) with 24 bits, exact in `f32`.
    #[must_use]
    pub fn uniform(self, unit: u32) -> f64 {
        to_uniform(self.bits(unit))
    }

    /// [`Self::uniform`] of units 0, 1, 2 and so on, four for each block of the generator.
    pub fn uniforms(self) -> impl Iterator<Item = f64> {
        (0..).flat_map(move |quad| self.quad(quad)).map(to_uniform)
    }

    /// A whole number in `0..bound` by multiply and shift; its bias is below `bound` / 2^32.
    ///
    /// # Panics
    /// If `bound` is 0.
    #[must_use]
    pub fn below(self, unit: u32, bound: u32) -> u32 {
        assert!(bound > 0, "a number below 0 was asked for");
        upper(u64::from(self.bits(unit)) * u64::from(bound))
    }

    /// A standard normal number by the method of Box and Muller (1958), one for each unit.
    ///
    /// Uses `libm` on every target, so that native code and WebAssembly agree to the last bit.
    #[must_use]
    pub fn normal(self, unit: u32) -> f64 {
        let words = self.quad(unit / 2);
        let pair = if unit.is_multiple_of(2) { [words[0], words[1]] } else { [words[2], words[3]] };
        let radius = (-2.0 * libm::log((f64::from(pair[0]) + 1.0) / 4_294_967_296.0)).sqrt();
        radius * libm::cos(core::f64::consts::TAU * f64::from(pair[1]) / 4_294_967_296.0)
    }
}

fn to_uniform(bits: u32) -> f64 {
    f64::from(bits >> 8) / f64::from(1 << 24)
}

/// The bound below which 32 uniform bits mean "dropped": `u < drop_prob` in whole numbers, the same on every device.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "drop_prob is in [0, 1): the bound fits")]
pub fn drop_threshold(drop_prob: f64) -> u32 {
    debug_assert!((0.0..1.0).contains(&drop_prob), "drop_prob must be in [0, 1), found {drop_prob}");
    (drop_prob * 4_294_967_296.0).ceil() as u32
}
