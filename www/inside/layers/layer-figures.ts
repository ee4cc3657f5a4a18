/** @file The charts of the layers: what each of them shows, in words and as lines. */

import type { Stroke } from '../../charts/chart-model';
import type { SymbolName } from '../../charts/symbols';
import type { Experiment, LayerProbes, Probes, UnitProbes, WeightProbes } from '../../core';
import { percent } from '../../format';
import { onAxis, threeDigits } from '../numbers';

/** What of a network decides which charts there are. */
export interface Network {
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[];
  /** How many units of each hidden layer started lazy. */
  readonly lazy: number;
}

/** One line of each arm. */
export interface Series {
  readonly id: string;
  /** What it is, behind the arm's name. */
  readonly words: string;
  readonly stroke: Stroke;
  readonly symbol?: SymbolName;
  /** Whether it is drawn with its 95% interval. */
  readonly has_band: boolean;
  readonly read: (probes: Probes) => number | undefined;
}

/** A chart for each of some layers. */
export interface LayerFigure {
  readonly id: string;
  readonly title: string;
  /** What exactly is drawn. */
  readonly about: string;
  /** The layers that have it, counted from hidden layer 1 = 0; the output comes last. */
  readonly layers: (network: Network) => number[];
  readonly series: (layer: number, network: Network) => Series[];
  readonly write: (value: number) => string;
  readonly tick: (value: number) => string;
  /** The largest value it can have, where there is one. */
  readonly most?: number;
  /** Its values lie orders of magnitude apart, and above zero. */
  readonly can_be_log?: boolean;
  /** Has many lines, so its charts take the whole width. */
  readonly is_wide?: boolean;
}

/** Figures that are shown or hidden together. */
export interface FigureChoice {
  readonly id: string;
  readonly label: string;
  readonly figures: readonly LayerFigure[];
}

/** Units that are probed one by one: as many as have a name here. */
const UNIT_NAMES = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
const UNIT_SYMBOLS: readonly SymbolName[] = ['circle', 'square', 'diamond', 'down', 'up', 'plus', 'hourglass', 'bar'];

const MASKS_OFF = 'Masks off, over the first 500 test examples (all, where fewer are used).';
const NEXT_BATCH = 'of the batch that is trained next, with its masks on';

export function networkOf({ spec }: Experiment): Network {
  return { hidden: spec.hidden, lazy: spec.lazy.units };
}

/** What a layer is called, counted from hidden layer 1 = 0. */
export function layerName(layer: number, { hidden }: Network): string {
  return layer < hidden.length ? `Hidden ${String(layer + 1)}` : 'Output';
}

const hiddenLayers = ({ hidden }: Network): number[] => hidden.map((_, layer) => layer);
/** The hidden layers, then the output. */
export const allLayers = ({ hidden }: Network): number[] => [...hidden, 'output'].map((_, layer) => layer);
/** Layers in which single units can be followed. */
const unitLayers = (network: Network): number[] => hiddenLayers(network).filter((layer) => network.lazy > 0 || (network.hidden[layer] ?? 0) <= UNIT_NAMES.length);

/** Whether some layer's units are drawn one by one. */
export function showsUnits(network: Network): boolean {
  return unitLayers(network).length > 0;
}

type OfLayer = Exclude<keyof LayerProbes, 'units'>;

const ofLayer = (quantity: OfLayer, words = '', stroke: Stroke = 'solid', has_band = true) => (layer: number): Series => ({
  id: quantity,
  words,
  stroke,
  has_band,
  read: ({ layers }) => layers[layer]?.[quantity],
});

const ofWeights = (quantity: keyof WeightProbes) => (layer: number): Series[] => [
  { id: quantity, words: '', stroke: 'solid', has_band: true, read: ({ weights }) => weights[layer]?.[quantity] },
];

const ofUnits = (quantity: keyof UnitProbes) => (layer: number, { hidden, lazy }: Network): Series[] =>
  UNIT_NAMES.slice(0, hidden[layer]).map((name, unit): Series => {
    const is_lazy = unit < lazy;
    const symbol = UNIT_SYMBOLS[unit];
    return {
      id: `${quantity} ${name}`,
      words: is_lazy ? `${name} (lazy)` : name,
      stroke: is_lazy || lazy === 0 ? 'solid' : 'dashed',
      ...(symbol && { symbol }),
      has_band: false,
      read: ({ layers }) => layers[layer]?.units[unit]?.[quantity],
    };
  });

const plain = { write: threeDigits, tick: onAxis, can_be_log: true };
const fraction = { write: (value: number) => percent(value), tick: (value: number) => percent(value, 0), most: 1 };

function unitFigure(quantity: keyof UnitProbes, title: string, about: string): LayerFigure {
  return { id: quantity, title, about, layers: unitLayers, series: ofUnits(quantity), ...plain, is_wide: true };
}

/** All there is to see, in order. */
export const FIGURE_CHOICES: readonly FigureChoice[] = [
  {
    id: 'mask',
    label: 'Variance before and after the mask',
    figures: [
      {
        id: 'mask',
        title: 'Variance before and after the mask',
        about:
          'Variance of a unit’s output h over the first 200 test examples, averaged over the units of the layer, with masks on as in training. Solid: before the layer’s own mask. Dashed: after it, kept outputs scaled by 1/(1 − p). Dotted: what the law says, Var(h′) = Var(h) + p/(1 − p) · E[h²]. Where p is 0 the three are one line.',
        layers: hiddenLayers,
        series: (layer) => [
          ofLayer('variance_before_mask', 'before')(layer),
          ofLayer('variance_after_mask', 'after', 'dashed')(layer),
          ofLayer('predicted_variance', 'after, by the law', 'dotted', false)(layer),
        ],
        ...plain,
      },
    ],
  },
  {
    id: 'activation_variance',
    label: 'Variance, masks off',
    figures: [
      {
        id: 'activation_variance',
        title: 'Variance with masks off',
        about: `Variance of a unit’s output over the examples, averaged over the units of the layer. ${MASKS_OFF} This is the network as it is used, so the arms can be compared.`,
        layers: hiddenLayers,
        series: (layer) => [ofLayer('activation_variance')(layer)],
        ...plain,
      },
    ],
  },
  {
    id: 'mean_activation',
    label: 'Mean activation',
    figures: [
      {
        id: 'mean_activation',
        title: 'Mean activation',
        about: `Mean of all outputs of the layer, over its units and the examples. ${MASKS_OFF}`,
        layers: hiddenLayers,
        series: (layer) => [ofLayer('mean_activation')(layer)],
        write: threeDigits,
        tick: onAxis,
      },
    ],
  },
  {
    id: 'active',
    label: 'Active and silent units',
    figures: [
      {
        id: 'active',
        title: 'Active and silent units',
        about: `Solid: the share of all outputs that are above zero. Dashed: the share of units that are silent, zero on every one of the examples. ${MASKS_OFF}`,
        layers: hiddenLayers,
        series: (layer) => [ofLayer('active_fraction', 'active')(layer), ofLayer('silent_fraction', 'silent', 'dashed')(layer)],
        ...fraction,
      },
    ],
  },
  {
    id: 'gradient_norm',
    label: 'Gradient norm',
    figures: [
      {
        id: 'gradient_norm',
        title: 'Gradient norm',
        about: `Euclidean norm of the gradient of the loss with respect to the weights into the layer, biases left out: ${NEXT_BATCH}, before weight decay. Gradients that vanish or explode would shrink or grow from the output to hidden 1.`,
        layers: allLayers,
        series: ofWeights('gradient_norm'),
        ...plain,
      },
    ],
  },
  {
    id: 'update_ratio',
    label: 'Update-to-weight ratio',
    figures: [
      {
        id: 'update_ratio',
        title: 'Update-to-weight ratio',
        about: `Norm of the change that the next batch makes to the weights into the layer, divided by the norm of those weights: how fast they move, measured by their own size.`,
        layers: allLayers,
        series: ofWeights('update_ratio'),
        ...plain,
      },
    ],
  },
  {
    id: 'weight_norm',
    label: 'Weight norm',
    figures: [
      {
        id: 'weight_norm',
        title: 'Weight norm',
        about: 'Euclidean norm of the weights into the layer, biases left out.',
        layers: allLayers,
        series: ofWeights('weight_norm'),
        ...plain,
      },
    ],
  },
  {
    id: 'unit_correlation',
    label: 'Correlation between units',
    figures: [
      {
        id: 'unit_correlation',
        title: 'Correlation between units',
        about: `Mean of |r| over the pairs among the first 32 units of the layer, where r is Pearson’s correlation of two units’ outputs over the examples: 1 where each unit repeats the others, up to sign. Units that never vary are left out. ${MASKS_OFF}`,
        layers: hiddenLayers,
        series: (layer) => [ofLayer('unit_correlation')(layer)],
        write: threeDigits,
        tick: onAxis,
        most: 1,
      },
    ],
  },
  {
    id: 'units',
    label: 'Units one by one',
    figures: [
      unitFigure('incoming_norm', 'Units: weights in', 'Euclidean norm of the weights into a unit, its bias left out. A is unit 0 of the layer, B unit 1 and so on, as the file and the pictures of weights number them; each line is a mean over the replicates.'),
      unitFigure('outgoing_norm', 'Units: weights out', 'Euclidean norm of the weights that lead from a unit to the next layer.'),
      unitFigure(
        'incoming_gradient_norm',
        'Units: gradient of the weights in',
        `Norm of the gradient with respect to the weights into a unit: ${NEXT_BATCH}. One batch is a small sample, so these lines jump about; a unit that is dropped for an example learns nothing from it.`,
      ),
      unitFigure('outgoing_gradient_norm', 'Units: gradient of the weights out', `Norm of the gradient with respect to the weights out of a unit: ${NEXT_BATCH}.`),
    ],
  },
];

/** Where a figure's y axis ends: at zero, since nothing here is below it, however far an interval reaches; and above the highest value. */
export function yRange(most: number | undefined): (low: number, high: number) => [number, number] {
  return (_, high) => {
    const top = high > 0 ? high * 1.06 : 1;
    return [0, most === undefined ? top : Math.min(most * 1.005, top)];
  };
}
