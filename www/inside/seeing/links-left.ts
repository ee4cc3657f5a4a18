/** @file The links of the thinned network: those between two units that are both kept. */

import { count, percent } from '../../format';
import { insideTexts } from '../../texts/inside';

/** Units of a layer: all, and those kept. */
export interface Thinned {
  readonly units: number;
  readonly kept: number;
}

export interface LinksLeft {
  readonly all: number;
  readonly left: number;
}

/** Over all pairs of neighbouring layers, from the input to the output. */
export function linksLeft(layers: readonly Thinned[]): LinksLeft {
  const pairs = layers.slice(1).map((layer, index) => [layers[index] ?? layer, layer] as const);
  return {
    all: pairs.reduce((sum, [from, to]) => sum + from.units * to.units, 0),
    left: pairs.reduce((sum, [from, to]) => sum + from.kept * to.kept, 0),
  };
}

/** "58,752 of 269,322 links are left (21.8%): 784 × 118 + 118 × 131 + 131 × 10." */
export function linksWords(layers: readonly Thinned[]): string {
  const { all, left } = linksLeft(layers);
  if (left === all) return insideTexts().seeing.all_links(count(all));
  const products = layers.slice(1).map((layer, index) => `${count(layers[index]?.kept ?? 0)} × ${count(layer.kept)}`);
  return insideTexts().seeing.links_left(count(left), count(all), percent(left / all, 1), products.join(' + '));
}
