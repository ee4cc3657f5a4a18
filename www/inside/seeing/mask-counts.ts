/** @file What a mask does to a layer, counted and in words. */

import { count } from '../../format';
import type { MaskedLayer } from '../../looks';

/** Units of one layer for one example in training. Active = above zero before the mask. */
export interface MaskCounts {
  readonly units: number;
  readonly kept: number;
  readonly kept_active: number;
  readonly dropped: number;
  readonly dropped_active: number;
}

export function maskCounts({ kept, before }: MaskedLayer): MaskCounts {
  const counts = { units: kept.length, kept: 0, kept_active: 0, dropped: 0, dropped_active: 0 };
  for (let unit = 0; unit < kept.length; unit += 1) {
    const is_active = (before[unit] ?? 0) > 0 ? 1 : 0;
    if (kept[unit] === 1) {
      counts.kept += 1;
      counts.kept_active += is_active;
    } else {
      counts.dropped += 1;
      counts.dropped_active += is_active;
    }
  }
  return counts;
}

/** The name of a layer by its place: 0 is the input. */
export function placeName(layer: number): string {
  return layer === 0 ? 'Input' : `Hidden ${String(layer)}`;
}

/** A layer's mask in a sentence. */
export function maskWords(layer: number, masked: MaskedLayer): string {
  const { units, kept, kept_active, dropped, dropped_active } = maskCounts(masked);
  const what = layer === 0 ? 'pixels' : 'units';
  const head = `${placeName(layer)}, drop probability ${String(Math.round(masked.drop_prob * 1000) / 1000)}`;
  const [inked, blank] = layer === 0 ? ['with ink', 'blank'] : ['active', 'silent'];
  const rest = dropped === 0 ? 'none dropped' : `${count(dropped)} dropped, ${count(dropped_active)} of them ${inked}`;
  return `${head}: ${count(kept)} of ${count(units)} ${what} kept (${count(kept_active)} ${inked}, ${count(kept - kept_active)} ${blank}), ${rest}.`;
}
