/** @file Looks inside a network: what an inspection can be asked, and what it answers. */

/** One way to look inside a network. */
export type Look =
  /** The example at this place of the batch that is trained next, with the masks it will meet. */
  | { readonly kind: 'masked-example'; readonly row: number }
  /** A hidden layer (1 is the first) on a test example: masks off, and with so many draws of its own mask, from the `first` on. */
  | { readonly kind: 'expectation'; readonly example: number; readonly layer: number; readonly first: number; readonly draws: number }
  /** The weights into the first hidden layer. */
  | { readonly kind: 'first-layer' }
  /** How the first units of a hidden layer go together over the test examples. */
  | { readonly kind: 'correlations'; readonly layer: number; readonly units: number }
  /** What it tells of every test example, masks off. */
  | { readonly kind: 'predictions' }
  /** One more pass over the test examples with masks on; `begin` forgets the passes so far. */
  | { readonly kind: 'passes'; readonly scaled: boolean; readonly begin: boolean }
  /** What it tells of a picture, masks off and in so many passes with masks on. */
  | { readonly kind: 'picture'; readonly pixels: Uint8Array; readonly passes: number; readonly scaled: boolean };

/** The answer to a look. */
export type Seen<L extends Look> = SeenBy[L['kind']];

interface SeenBy {
  'masked-example': MaskedExample;
  expectation: MaskDraws;
  'first-layer': Float32Array;
  correlations: Correlations;
  predictions: Predictions;
  passes: PassSummary;
  picture: PicturePrediction;
}

/** Weights and biases of one run at a step, layer by layer. */
export interface HeldWeights {
  step: number;
  weights: Float32Array;
}

/** A training example on its way through the network in training: `layers[0]` is the input, then each hidden layer. */
export interface MaskedExample {
  step: number;
  /** Its place in the batch that is trained next. */
  row: number;
  /** Its index in the training split. */
  example: number;
  label: number;
  layers: MaskedLayer[];
}

/** The outputs of a layer before and after its mask. */
export interface MaskedLayer {
  drop_prob: number;
  /** 1 = kept. */
  kept: Uint8Array;
  before: Float32Array;
  after: Float32Array;
}

/** A layer's outputs, of `width` numbers each. */
export interface MaskDraws {
  /** Masks off. */
  plain: Float32Array;
  /** With the layer's own mask on, draw by draw. */
  masked: Float32Array;
}

/** Pearson's correlation of each pair of units over the test examples; NaN where a unit does not vary. */
export interface Correlations {
  units: number;
  values: Float32Array;
  /** Mean of |r| over the pairs that have one. */
  mean_absolute: number | undefined;
}

/** How often the network is right where it is so sure. */
export interface Calibration {
  bins: CalibrationBin[];
  /** Expected calibration error. */
  error: number;
}

/** Test examples whose largest probability lies in one bin; the means are 0 where there is none. */
export interface CalibrationBin {
  lower: number;
  upper: number;
  count: number;
  confidence: number;
  accuracy: number;
}

/** What a network tells of every test example, masks off. */
export interface Predictions {
  step: number;
  accuracy: number;
  loss: number;
  mean_confidence: number;
  /** `[count, 10]`. */
  probabilities: Float32Array;
  /** In nats. */
  entropies: Float32Array;
  /** `[10, 10]`: by true class, then by the class told. */
  confusion: Uint32Array;
  calibration: Calibration;
}

/** Passes with masks on so far: of the last one alone, of the average of them all, and of single passes on average. */
export interface PassSummary {
  passes: number;
  accuracy: number;
  loss: number;
  pass_accuracy: number;
  pass_loss: number;
  one_pass_accuracy: number;
  one_pass_loss: number;
  /** Mean over the pictures of the standard error of the true class's averaged probability; none after one pass. */
  standard_error: number | undefined;
  /** Fraction of the pictures that not all passes put into the same class. */
  changed_fraction: number;
  /** Means over the pictures, in nats. */
  entropy: number;
  mutual_information: number;
  /** Of each picture. */
  entropies: Float32Array;
  informations: Float32Array;
}

/** What a network tells of one picture. */
export interface PicturePrediction {
  /** Masks off. */
  probabilities: Float32Array;
  /** `[passes, 10]`. */
  passes: Float32Array;
}
