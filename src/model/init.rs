//! Initial weights: on the host, addressed by the replicate's seed, so that all arms and devices start alike.

use crate::random::{Row, Stream};
use crate::spec::{Init, Lazy};

/// Standard deviation of the older initialisation.
const NORMAL_DEVIATION: f64 = 0.01;

/// Weights `[fan_in, fan_out]` and biases `[fan_out]` of one layer of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerWeights {
    /// Row by row, one row for each input unit.
    pub weights: Vec<f32>,
    /// One for each output unit.
    pub biases: Vec<f32>,
}

/// The initial weights of layer `layer` (0 is the first) under `seed`.
#[must_use]
pub fn initial_weights(init: Init, seed: u32, layer: u32, fan_in: usize, fan_out: usize) -> LayerWeights {
    let row = |stream, row| Row { seed, stream, step: 0, row };
    let rows = (0..).take(fan_in).map(|input| row(Stream::Weights(layer), input));
    LayerWeights {
        weights: rows.flat_map(|row| values(init, row, fan_in, fan_out)).collect(),
        biases: match init {
            Init::Default => values(init, row(Stream::Biases(layer), 0), fan_in, fan_out),
            Init::Normal => vec![0.0; fan_out],
        },
    }
}

/// Scales, once, the weights into the lazy units of the layer above where `outputs_are_hidden`, their biases too, and out of those of
/// the layer below where `inputs_are_hidden`.
#[expect(clippy::cast_possible_truncation, reason = "the network computes in f32")]
pub(super) fn make_lazy(layer: &mut LayerWeights, lazy: Lazy, inputs_are_hidden: bool, outputs_are_hidden: bool) {
    if lazy == Lazy::NONE {
        return;
    }
    let scale = |value: &mut f32| *value = (f64::from(*value) * lazy.factor) as f32;
    let is_lazy = |are_hidden: bool, unit: usize| are_hidden && unit < lazy.units as usize;
    for (input, row) in layer.weights.chunks_exact_mut(layer.biases.len()).enumerate() {
        let lazy =
            row.iter_mut().enumerate().filter(|(output, _)| is_lazy(inputs_are_hidden, input) || is_lazy(outputs_are_hidden, *output));
        lazy.for_each(|(_, weight)| scale(weight));
    }
    layer.biases.iter_mut().enumerate().filter(|(output, _)| is_lazy(outputs_are_hidden, *output)).for_each(|(_, bias)| scale(bias));
}

#[expect(clippy::cast_possible_truncation, reason = "the network computes in f32")]
#[expect(clippy::cast_precision_loss, reason = "a layer's width is far below 2^52")]
fn values(init: Init, row: Row, fan_in: usize, fan_out: usize) -> Vec<f32> {
    match init {
        Init::Default => row.uniforms().take(fan_out).map(|uniform| ((2.0 * uniform - 1.0) / (fan_in as f64).sqrt()) as f32).collect(),
        Init::Normal => (0..).take(fan_out).map(|unit| (NORMAL_DEVIATION * row.normal(unit)) as f32).collect(),
    }
}
