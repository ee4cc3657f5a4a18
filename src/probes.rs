//! What probes measure inside a run's network: its hidden layers, its weights, single units, and its masks at test time.

use serde::{Deserialize, Serialize};

/// Units of each hidden layer that are probed one by one: the first ones, hence any lazy ones first.
pub const PROBED_UNITS: usize = 8;
/// Units of each hidden layer whose correlations are taken: the first ones.
pub const CORRELATED_UNITS: usize = 32;

/// One hidden layer at one evaluation. Variances are over examples (divided by their number), then averaged over the units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct LayerProbes {
    /// Variance of the outputs, masks off.
    pub activation_variance: f64,
    /// Variance of the outputs before the layer's own mask, with the masks of the layers below it on.
    pub variance_before_mask: f64,
    /// Variance of the same outputs after the layer's mask.
    pub variance_after_mask: f64,
    /// What the law says of that: Var(h) + p / (1 - p) * E[h^2], from the outputs before the mask.
    pub predicted_variance: f64,
    /// Mean output, masks off.
    pub mean_activation: f64,
    /// Fraction of all outputs above zero, masks off.
    pub active_fraction: f64,
    /// Fraction of the units that are zero on every example, masks off.
    pub silent_fraction: f64,
    /// Mean of |r| over the pairs among the first [`CORRELATED_UNITS`] units, masks off, where r is Pearson's correlation over the
    /// examples; none where fewer than two of them vary.
    pub unit_correlation: Option<f64>,
    /// The first [`PROBED_UNITS`] units, one by one.
    pub units: Vec<UnitProbes>,
}

/// One hidden unit. Norms are Euclidean and leave out the bias; gradients are of the batch that is trained next, masks on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct UnitProbes {
    /// Norm of the weights into it.
    pub incoming_norm: f64,
    /// Norm of the weights out of it.
    pub outgoing_norm: f64,
    /// Norm of the gradient with respect to the weights into it.
    pub incoming_gradient_norm: f64,
    /// Norm of the gradient with respect to the weights out of it.
    pub outgoing_gradient_norm: f64,
}

/// The weights into one layer (each hidden one, then the output), all runs' biases left out. Norms are Euclidean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct WeightProbes {
    /// Norm of the weights.
    pub weight_norm: f64,
    /// Norm of the gradient of the batch that is trained next, masks on, before weight decay.
    pub gradient_norm: f64,
    /// Norm of the change that this batch makes to the weights, divided by their norm.
    pub update_ratio: f64,
}

/// What goes on inside one run's network at one evaluation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Probes {
    /// The hidden layers, from the input on.
    pub layers: Vec<LayerProbes>,
    /// The weights into each hidden layer, then those into the output.
    pub weights: Vec<WeightProbes>,
}

/// How sure a run's network is of the test examples at its last evaluation, and what masks do to it at test time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct TestTime {
    /// Mean of each example's largest probability, masks off.
    pub mean_confidence: f64,
    /// Expected calibration error, masks off: see [`crate::predictions::calibration`].
    pub calibration_error: f64,
    /// What masked passes tell; none where none were asked for.
    pub masked: Option<MaskedPasses>,
}

/// Passes over the test examples with masks on, as in training, and averaged.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct MaskedPasses {
    /// How many passes.
    pub passes: u32,
    /// Accuracy of a single pass: the mean over the passes.
    pub one_pass_accuracy: f64,
    /// Mean cross-entropy of a single pass, in nats: the mean over the passes.
    pub one_pass_loss: f64,
    /// Accuracy of the averaged probabilities.
    pub averaged_accuracy: f64,
    /// Mean cross-entropy of the averaged probabilities, in nats.
    pub averaged_loss: f64,
    /// Fraction of the examples that not all passes put into the same class.
    pub changed_fraction: f64,
    /// Mean entropy of the averaged probabilities, in nats.
    pub entropy: f64,
    /// Mean mutual information between class and mask, in nats: the part of the entropy on which the passes disagree.
    pub mutual_information: f64,
    /// Accuracy of the averaged probabilities where kept units are not scaled by 1 / keep_prob.
    pub unscaled_accuracy: f64,
    /// Mean cross-entropy of the same, in nats.
    pub unscaled_loss: f64,
}
