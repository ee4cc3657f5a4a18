/** @file The quantities as tables name and write them, in one order. */

import { loss, percent, points } from '../format';
import type { Quantity } from '../summaries';
import { make } from './element';

/** A quantity, its name in the middle of a sentence, and how its values are written. */
export interface WrittenQuantity {
  readonly quantity: Quantity;
  readonly name: string;
  readonly write: (value: number) => string;
}

/** All quantities: accuracies and their gap, then losses and theirs. */
export const WRITTEN: readonly WrittenQuantity[] = [
  { quantity: 'train_accuracy', name: 'train accuracy', write: percent },
  { quantity: 'test_accuracy', name: 'test accuracy', write: percent },
  { quantity: 'accuracy_gap', name: 'accuracy gap', write: points },
  { quantity: 'train_loss', name: 'train loss', write: loss },
  { quantity: 'test_loss', name: 'test loss', write: loss },
  { quantity: 'loss_gap', name: 'loss gap', write: loss },
];

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
