/** @file The weights into each unit of a layer: their norms, and orders to show them in. */

/** How units are ordered. */
export type Order = 'number' | 'largest' | 'smallest';

/** Euclidean norm of the weights into each unit, of weights `[inputs, width]` row by row. */
export function incomingNorms(weights: ArrayLike<number>, width: number): Float64Array {
  const squares = new Float64Array(width);
  for (let at = 0; at < weights.length; at += 1) squares[at % width] = (squares[at % width] ?? 0) + (weights[at] ?? 0) ** 2;
  return squares.map(Math.sqrt);
}

/** Units in this order; equal norms keep the order of their numbers. */
export function ordered(norms: ArrayLike<number>, order: Order): number[] {
  const units = Array.from({ length: norms.length }, (_, unit) => unit);
  if (order === 'number') return units;
  const sign = order === 'largest' ? -1 : 1;
  return units.sort((a, b) => sign * ((norms[a] ?? 0) - (norms[b] ?? 0)));
}

/** The size that so large a share of some values does not exceed: single large values shall not pale all others. */
export function sizeOf(values: Iterable<number>, share: number): number {
  const sizes = Float64Array.from(values, Math.abs).sort();
  return sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * share))] ?? 0;
}
