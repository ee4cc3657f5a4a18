/** @file What a mask does to a layer, counted and in words. */

import { count } from '../../format';
import type { MaskedLayer } from '../../looks';
import { insideTexts } from '../../texts/inside';
import { texts } from '../../texts/texts';

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
  return layer === 0 ? texts().network.input : texts().network.hidden(layer);
}

/** A layer's mask in a sentence. */
export function maskWords(layer: number, masked: MaskedLayer): string {
  const { units, kept, kept_active, dropped, dropped_active } = maskCounts(masked);
  const { seeing } = insideTexts();
  const { what, active, silent } = layer === 0 ? seeing.of_pixels : seeing.of_units;
  const rest = dropped === 0 ? seeing.none_dropped : seeing.dropped(count(dropped), count(dropped_active), active);
  const head = seeing.mask_of(placeName(layer), Math.round(masked.drop_prob * 1000) / 1000);
  return `${head}: ${seeing.kept(count(kept), count(units), what)} (${count(kept_active)} ${active}, ${count(kept - kept_active)} ${silent}), ${rest}.`;
}
