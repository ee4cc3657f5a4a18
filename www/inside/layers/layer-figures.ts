/** @file The charts of the layers: what each of them shows, in words and as lines. */

import type { Stroke } from '../../charts/chart-model';
import type { SymbolName } from '../../charts/symbols';
import type { Experiment, LayerProbes, Probes, UnitProbes, WeightProbes } from '../../core';
import { percent } from '../../format';
import { onAxis, threeDigits } from '../numbers';
import { insideTexts } from '../../texts/inside';
import { texts } from '../../texts/texts';

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
  readonly figures: readonly LayerFigure[];
}

/** Units that are probed one by one: as many as have a name here. */
const UNIT_NAMES = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
const UNIT_SYMBOLS: readonly SymbolName[] = ['circle', 'square', 'diamond', 'down', 'up', 'plus', 'hourglass', 'bar'];

export function networkOf({ spec }: Experiment): Network {
  return { hidden: spec.hidden, lazy: spec.lazy.units };
}

/** What a layer is called, counted from hidden layer 1 = 0. */
export function layerName(layer: number, { hidden }: Network): string {
  return layer < hidden.length ? texts().network.hidden(layer + 1) : texts().network.output;
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
      words: is_lazy ? insideTexts().layers.lazy(name) : name,
      stroke: is_lazy || lazy === 0 ? 'solid' : 'dashed',
      ...(symbol && { symbol }),
      has_band: false,
      read: ({ layers }) => layers[layer]?.units[unit]?.[quantity],
    };
  });

const plain = { write: threeDigits, tick: onAxis, can_be_log: true };
const fraction = { write: (value: number) => percent(value), tick: (value: number) => percent(value, 0), most: 1 };

function unitFigure(quantity: keyof UnitProbes): LayerFigure {
  return { id: quantity, layers: unitLayers, series: ofUnits(quantity), ...plain, is_wide: true };
}

/** All there is to see, in order. */
export const FIGURE_CHOICES: readonly FigureChoice[] = [
  {
    id: 'mask',
    figures: [
      {
        id: 'mask',
        layers: hiddenLayers,
        series: (layer) => [
          ofLayer('variance_before_mask', insideTexts().layers.before)(layer),
          ofLayer('variance_after_mask', insideTexts().layers.after, 'dashed')(layer),
          ofLayer('predicted_variance', insideTexts().layers.by_the_law, 'dotted', false)(layer),
        ],
        ...plain,
      },
    ],
  },
  {
    id: 'activation_variance',
    figures: [
      {
        id: 'activation_variance',
        layers: hiddenLayers,
        series: (layer) => [ofLayer('activation_variance')(layer)],
        ...plain,
      },
    ],
  },
  {
    id: 'mean_activation',
    figures: [
      {
        id: 'mean_activation',
        layers: hiddenLayers,
        series: (layer) => [ofLayer('mean_activation')(layer)],
        write: threeDigits,
        tick: onAxis,
      },
    ],
  },
  {
    id: 'active',
    figures: [
      {
        id: 'active',
        layers: hiddenLayers,
        series: (layer) => [ofLayer('active_fraction', insideTexts().layers.active)(layer), ofLayer('silent_fraction', insideTexts().layers.silent, 'dashed')(layer)],
        ...fraction,
      },
    ],
  },
  {
    id: 'gradient_norm',
    figures: [
      {
        id: 'gradient_norm',
        layers: allLayers,
        series: ofWeights('gradient_norm'),
        ...plain,
      },
    ],
  },
  {
    id: 'update_ratio',
    figures: [
      {
        id: 'update_ratio',
        layers: allLayers,
        series: ofWeights('update_ratio'),
        ...plain,
      },
    ],
  },
  {
    id: 'weight_norm',
    figures: [
      {
        id: 'weight_norm',
        layers: allLayers,
        series: ofWeights('weight_norm'),
        ...plain,
      },
    ],
  },
  {
    id: 'unit_correlation',
    figures: [
      {
        id: 'unit_correlation',
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
    figures: [
      unitFigure('incoming_norm'),
      unitFigure('outgoing_norm'),
      unitFigure('incoming_gradient_norm'),
      unitFigure('outgoing_gradient_norm'),
    ],
  },
];

/** What a figure is called, and what exactly it draws. */
export function figureWords({ id }: LayerFigure): { readonly title: string; readonly about: string } {
  const words: Readonly<Record<string, { readonly title: string; readonly about: string }>> = insideTexts().layers.figures;
  return words[id] ?? { title: id, about: '' };
}

/** What a choice of figures is called. */
export function choiceWords({ id }: FigureChoice): string {
  const words: Readonly<Record<string, string>> = insideTexts().layers.choices;
  return words[id] ?? id;
}

/** Where a figure's y axis ends: at zero, since nothing here is below it, however far an interval reaches; and above the highest value. */
export function yRange(most: number | undefined): (low: number, high: number) => [number, number] {
  return (_, high) => {
    const top = high > 0 ? high * 1.06 : 1;
    return [0, most === undefined ? top : Math.min(most * 1.005, top)];
  };
}
