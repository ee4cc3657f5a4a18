/** @file A column of numbers as it is kept, in as few bytes as lose nothing. */

/** Four bytes a value where that loses nothing, else eight. */
export type Column = Float32Array | Float64Array;

export function compact(values: readonly number[]): Column {
  const loses_nothing = values.every((value) => Object.is(Math.fround(value), value));
  return loses_nothing ? Float32Array.from(values) : Float64Array.from(values);
}

/** Whether something read is a column of so many values. */
export function isColumn(value: unknown, length: number): value is Column {
  return (value instanceof Float32Array || value instanceof Float64Array) && value.length === length;
}
