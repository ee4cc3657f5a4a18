/** @file Marks the end of an exhaustive switch: a missing case is a compile error. */

/** Never called when every case is handled. */
export function unreachable(value: never): never {
  throw new Error(`Unexpected case: ${JSON.stringify(value)}`);
}
