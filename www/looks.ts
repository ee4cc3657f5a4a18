/** @file Looks inside a network: what an inspection can be asked, and what it answers. */

import type { Correlations, MaskDraws, MaskedExample, PassSummary, PicturePrediction, Predictions } from './core';

export type { Calibration, CalibrationBin, Correlations, MaskDraws, MaskedExample, MaskedLayer, PassSummary, PicturePrediction, Predictions } from './core';

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
