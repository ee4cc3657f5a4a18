/** @file What probes measure, by the names of src/probes.rs: of a hidden layer, of the weights into a layer, of a single unit. */

import type { LayerProbes, UnitProbes, WeightProbes } from './core';

/** Measured of each hidden layer. */
export const LAYER_QUANTITIES = [
  'activation_variance',
  'variance_before_mask',
  'variance_after_mask',
  'predicted_variance',
  'mean_activation',
  'active_fraction',
  'silent_fraction',
  'unit_correlation',
] as const satisfies readonly Exclude<keyof LayerProbes, 'units'>[];

/** Measured of the weights into each hidden layer, then of those into the output. */
export const WEIGHT_QUANTITIES = ['weight_norm', 'gradient_norm', 'update_ratio'] as const satisfies readonly (keyof WeightProbes)[];

/** Measured of each of the first units of a hidden layer. */
export const UNIT_QUANTITIES = ['incoming_norm', 'outgoing_norm', 'incoming_gradient_norm', 'outgoing_gradient_norm'] as const satisfies readonly (keyof UnitProbes)[];

export type LayerQuantity = (typeof LAYER_QUANTITIES)[number];
export type WeightQuantity = (typeof WEIGHT_QUANTITIES)[number];
export type UnitQuantity = (typeof UNIT_QUANTITIES)[number];
