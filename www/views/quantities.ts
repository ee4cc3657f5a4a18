/** @file The quantities as tables name and write them, in one order. */

import { loss, percent, points } from '../format';
import type { Quantity } from '../summaries';
import { make } from './element';
import { laterTexts } from '../texts/later';

/** A quantity, and how its values are written. */
export interface WrittenQuantity {
  readonly quantity: Quantity;
  readonly write: (value: number) => string;
}

/** All quantities: accuracies and their gap, then losses and theirs. */
export const WRITTEN: readonly WrittenQuantity[] = [
  { quantity: 'train_accuracy', write: percent },
  { quantity: 'test_accuracy', write: percent },
  { quantity: 'accuracy_gap', write: points },
  { quantity: 'train_loss', write: loss },
  { quantity: 'test_loss', write: loss },
  { quantity: 'loss_gap', write: loss },
];

/** Its name in the middle of a sentence. */
export function quantityName({ quantity }: WrittenQuantity): string {
  return laterTexts().quantities[quantity];
}

/** A mean with half its 95% interval, where it has one. */
export function meanText({ mean, half_width }: { readonly mean: number; readonly half_width?: number | undefined }, write: WrittenQuantity['write']): string {
  return typeof half_width === 'number' ? `${write(mean)} ± ${write(half_width)}` : write(mean);
}

/** A cell that names its column or row. */
export function headCell(text: string, scope: 'col' | 'row'): HTMLTableCellElement {
  const cell = make('th', '', text);
  cell.scope = scope;
  return cell;
}
