//! A look inside one run's network: masks, weights, correlations, predictions; beside the experiment, never part of it.

use serde::Serialize;

use super::report::bytes;
use super::test_time::{Pass, test_masks};
use super::{Cohort, Report, TrainingData};
use crate::dataset::Examples;
use crate::model::{Device, DeviceExamples, ExampleScores, Masks, Mode, Network, dropout, masked_inputs};
use crate::predictions::{self, Calibration, Ensemble};
use crate::random::{Row, Stream, drop_threshold};
use crate::spec::{CLASSES, PIXELS, RunSpec, Spec};
use crate::stats::correlations;

/// One example of the batch that is trained next, under its masks.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct MaskedExample {
    /// Steps trained before: the masks are those of the next one.
    pub step: u32,
    /// Its place in the batch.
    pub row: u32,
    /// Its position in the training split.
    pub example: u32,
    /// Its true label.
    pub label: u8,
    /// The input, then each hidden layer.
    pub layers: Vec<MaskedLayer>,
}

/// One layer's outputs for one example, before and after its mask.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct MaskedLayer {
    /// The layer's drop probability.
    pub drop_prob: f64,
    /// 1 for each unit that is kept, 0 for each that is dropped.
    #[serde(serialize_with = "bytes")]
    #[cfg_attr(feature = "web", tsify(type = "Uint8Array"))]
    pub kept: Vec<u8>,
    /// Outputs before the mask, with the masks of the layers below it on.
    pub before: Vec<f32>,
    /// The same after the mask.
    pub after: Vec<f32>,
}

/// A hidden layer's outputs for one test example under several draws of its mask, the masks below it off.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct MaskDraws {
    /// The outputs without a mask.
    pub plain: Vec<f32>,
    /// Under one mask after another: `[draws, width]`.
    pub masked: Vec<f32>,
}

/// Pearson's correlations between the first units of a hidden layer over test examples, masks off.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Correlations {
    /// How many units.
    pub units: usize,
    /// `[units, units]`; none where one of the two does not vary.
    pub values: Vec<Option<f64>>,
    /// Mean of their sizes over the pairs of different units; none where fewer than two vary.
    pub mean_absolute: Option<f64>,
}

/// What a network says of the test examples, masks off.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Predictions {
    /// Steps trained before.
    pub step: u32,
    /// Fraction told right.
    pub accuracy: f64,
    /// Mean cross-entropy, in nats.
    pub loss: f64,
    /// Mean of each example's largest probability.
    pub mean_confidence: f64,
    /// `[count, classes]`.
    pub probabilities: Vec<f32>,
    /// Entropy of each example's probabilities, in nats.
    pub entropies: Vec<f32>,
    /// Examples by true class (rows) and told class (columns).
    pub confusion: Vec<u32>,
    /// How far confidence and accuracy agree.
    pub calibration: Calibration,
}

/// The masked passes so far, after one more.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct PassSummary {
    /// How many passes.
    pub passes: u32,
    /// Accuracy of the averaged probabilities.
    pub accuracy: f64,
    /// Mean cross-entropy of the averaged probabilities, in nats.
    pub loss: f64,
    /// Accuracy of this pass alone.
    pub pass_accuracy: f64,
    /// Mean cross-entropy of this pass alone, in nats.
    pub pass_loss: f64,
    /// Accuracy of a single pass: the mean over the passes.
    pub one_pass_accuracy: f64,
    /// Mean cross-entropy of a single pass, in nats: the mean over the passes.
    pub one_pass_loss: f64,
    /// Standard error of the averaged probability of the true class, a mean over the examples; none after a single pass.
    pub standard_error: Option<f64>,
    /// Fraction of the examples that not all passes put into the same class.
    pub changed_fraction: f64,
    /// Entropy of each example's averaged probabilities, in nats.
    pub entropies: Vec<f32>,
    /// Mutual information between class and mask of each example, in nats.
    pub informations: Vec<f32>,
}

/// What a network says of one picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct PicturePrediction {
    /// Probabilities of the classes, masks off.
    pub probabilities: Vec<f32>,
    /// The same in each masked pass: `[passes, classes]`.
    pub passes: Vec<f32>,
}

/// The weights and biases of a run as one list, with the step they stand at.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldWeights {
    /// Steps trained before.
    pub step: u32,
    /// Layer by layer: weights row by row, then biases.
    pub weights: Vec<f32>,
}

/// A network to look into: one run of an experiment, at any step.
#[derive(Debug)]
pub struct Inspection {
    spec: Spec,
    run: RunSpec,
    cohort: Cohort,
    data: TrainingData,
    device: Device,
    /// The masked passes so far, and whether they scale what they keep.
    passes: Option<(Masks, Ensemble)>,
}

impl Inspection {
    /// The network of `run` at step 0.
    ///
    /// # Errors
    /// As [`Cohort::start`].
    pub fn start(spec: Spec, run: RunSpec, data: TrainingData, device: &Device) -> Result<Self, String> {
        let cohort = Cohort::start(spec.clone(), vec![run.clone()], data.clone(), device)?;
        Ok(Self { spec, run, cohort, data, device: device.clone(), passes: None })
    }

    /// Goes on from the weights that the same run had elsewhere, without the velocity of momentum.
    ///
    /// # Errors
    /// When they are of another shape, or the run has momentum.
    pub fn resume(&mut self, held: &HeldWeights) -> Result<(), String> {
        self.passes = None;
        self.cohort.resume(held)
    }

    /// As [`Cohort::advance`].
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn advance(&mut self, units: u32, until: u32) -> Result<Report, String> {
        self.passes = None;
        self.cohort.advance(units, until).await
    }

    /// Trains one batch, unless training is over; tells the step after it.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn train_batch(&mut self) -> Result<u32, String> {
        self.passes = None;
        self.cohort.train_batch().await?;
        Ok(self.step())
    }

    /// Steps trained so far.
    #[must_use]
    pub fn step(&self) -> u32 {
        self.cohort.step()
    }

    /// The example at place `row` of the batch that is trained next, under its masks.
    ///
    /// # Errors
    /// When the batch is smaller, or the device was lost.
    pub async fn masked_example(&mut self, row: u32) -> Result<MaskedExample, String> {
        let indices = self.cohort.prepare_step();
        let example = *indices.get(row as usize).ok_or_else(|| format!("row: found {row}, expected one below {}", indices.len()))?;
        let (network, masks, step) = (self.cohort.network()?, self.cohort.masks(), self.step());
        let place = row as usize;
        let pixels = |values: Vec<f32>| values[place * PIXELS..(place + 1) * PIXELS].to_vec();
        let dims = [1, indices.len()];
        let none = Masks::none(&self.spec.widths());
        let before = pixels(masked_inputs(&self.data.train, &indices, dims, &none, step).await?);
        let after = pixels(masked_inputs(&self.data.train, &indices, dims, masks, step).await?);
        let around = network.read_outputs_around_masks(&self.data.train, &indices, place, Mode::Train { masks, step }).await?;
        let drop = self.run.drop_at(step).probs();
        let layers = core::iter::once([before, after]).chain(around).zip(drop).zip(0..).map(|(([before, after], &drop_prob), layer)| {
            let mask = Row { seed: self.run.seed, stream: Stream::Mask(layer), step, row };
            let threshold = drop_threshold(drop_prob);
            let kept = (0..).take(before.len()).map(|unit| u8::from(mask.bits(unit) >= threshold)).collect();
            MaskedLayer { drop_prob, kept, before, after }
        });
        Ok(MaskedExample { step, row, example, label: self.data.host_train_label(example), layers: layers.collect() })
    }

    /// What hidden layer `layer` (from 1) makes of a test example under `draws` masks, others for each `first`.
    ///
    /// # Errors
    /// When there is no such layer or example, or the device was lost.
    pub async fn expectation(&self, example: u32, layer: usize, first: u32, draws: u32) -> Result<MaskDraws, String> {
        self.check_layer(layer)?;
        if example >= self.spec.test {
            return Err(format!("example: found {example}, expected one below {}", self.spec.test));
        }
        let network = self.cohort.network()?;
        let mut around = network.read_outputs_around_masks(&self.data.test, &[example], 0, Mode::Eval).await?;
        let [plain, _] = around.swap_remove(layer - 1);
        let masks = test_masks(core::slice::from_ref(&self.run), self.step(), true, &self.device);
        let dims = [1, draws as usize, plain.len()];
        let masked = dropout(plain.repeat(draws as usize), dims, layer, Mode::Train { masks: &masks, step: first }, &self.device).await?;
        Ok(MaskDraws { plain, masked })
    }

    /// The weights into the first hidden layer: `[784, width]`.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn first_layer(&self) -> Result<Vec<f32>, String> {
        let mut layers = self.cohort.network()?.read_weights().await?.swap_remove(0);
        Ok(layers.swap_remove(0).weights)
    }

    /// Correlations between the first `units` units of hidden layer `layer` (from 1), over the test examples that probes look at.
    ///
    /// # Errors
    /// When there is no such layer, or the device was lost.
    pub async fn correlations(&self, layer: usize, units: usize) -> Result<Correlations, String> {
        self.check_layer(layer)?;
        let count = ExampleScores::PART.min(self.spec.test);
        let units = units.min(self.spec.hidden[layer - 1] as usize);
        let covariances = self.cohort.network()?.read_covariances(&self.data.test, count, layer, units).await?;
        let (values, mean_absolute) = correlations(&covariances);
        Ok(Correlations { units, values, mean_absolute })
    }

    /// What the network says of the test examples.
    ///
    /// # Errors
    /// When the device was lost.
    pub async fn predictions(&self) -> Result<Predictions, String> {
        let probabilities = self.pass(None).await?;
        let labels = self.data.host_test_labels(&self.spec);
        Ok(Predictions {
            step: self.step(),
            accuracy: predictions::accuracy(&probabilities, &labels),
            loss: predictions::loss(&probabilities, &labels),
            mean_confidence: predictions::mean_confidence(&probabilities),
            entropies: predictions::entropies(&probabilities),
            confusion: predictions::confusion(&probabilities, &labels),
            calibration: predictions::calibration(&probabilities, &labels),
            probabilities,
        })
    }

    /// Forgets the masked passes so far; those that follow scale what they keep by 1 / `keep_prob`, or leave it as it is.
    pub fn begin_passes(&mut self, scaled: bool) {
        let masks = test_masks(core::slice::from_ref(&self.run), self.step(), scaled, &self.device);
        self.passes = Some((masks, Ensemble::new(self.data.host_test_labels(&self.spec))));
    }

    /// One more masked pass over the test examples.
    ///
    /// # Errors
    /// When none were begun since the network changed, or the device was lost.
    pub async fn next_pass(&mut self) -> Result<PassSummary, String> {
        let (masks, mut ensemble) = self.passes.take().ok_or("found no passes begun, expected begin_passes first")?;
        let probabilities = self.pass(Some((&masks, ensemble.passes()))).await?;
        ensemble.add(&probabilities);
        let labels = self.data.host_test_labels(&self.spec);
        let summary = PassSummary {
            passes: ensemble.passes(),
            accuracy: ensemble.accuracy(),
            loss: ensemble.loss(),
            pass_accuracy: predictions::accuracy(&probabilities, &labels),
            pass_loss: predictions::loss(&probabilities, &labels),
            one_pass_accuracy: ensemble.one_pass_accuracy(),
            one_pass_loss: ensemble.one_pass_loss(),
            standard_error: ensemble.standard_error(),
            changed_fraction: ensemble.changed_fraction(),
            entropies: ensemble.entropies(),
            informations: ensemble.informations(),
        };
        self.passes = Some((masks, ensemble));
        Ok(summary)
    }

    /// What the network says of a picture of 784 bytes, and under so many masks.
    ///
    /// # Errors
    /// When the picture has another size, or the device was lost.
    pub async fn picture(&self, pixels: Vec<u8>, passes: u32, scaled: bool) -> Result<PicturePrediction, String> {
        if pixels.len() != PIXELS {
            return Err(format!("picture: found {} pixels, expected {PIXELS}", pixels.len()));
        }
        let network = self.cohort.network()?;
        let only = |pixels| DeviceExamples::new(&Examples { pixels, labels: Vec::new() }, &self.device);
        let probabilities = network.probabilities(&only(pixels.clone()), 0, 1, Mode::Eval).await?.concat();
        let mut told = Vec::with_capacity(passes as usize * CLASSES);
        if passes > 0 {
            let masks = test_masks(core::slice::from_ref(&self.run), self.step(), scaled, &self.device);
            // One copy for each pass: their rows have masks of their own.
            told = network
                .probabilities(&only(pixels.repeat(passes as usize)), 0, passes, Mode::Train { masks: &masks, step: 0 })
                .await?
                .concat();
        }
        Ok(PicturePrediction { probabilities, passes: told })
    }

    async fn pass(&self, masks: Option<(&Masks, u32)>) -> Result<Vec<f32>, String> {
        let network: &Network = self.cohort.network()?;
        let mut pass = Pass::default();
        while !pass.advance(&self.spec, network, &self.data, masks).await? {}
        Ok(pass.finish().concat())
    }

    fn check_layer(&self, layer: usize) -> Result<(), String> {
        let count = self.spec.hidden.len();
        if (1..=count).contains(&layer) { Ok(()) } else { Err(format!("layer: found {layer}, expected one from 1 to {count}")) }
    }
}
