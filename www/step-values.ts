/** @file One value for each step of some runs, computed once and kept. */

/** Keeps what it has computed by a name; each call computes a limited number of new steps. */
export class StepValues<Value = number> {
  readonly #known = new Map<string, Map<number, Value | undefined>>();

  /** Values at these steps; `complete` is false where more are left for the next call. */
  of(
    id: string,
    steps: readonly number[],
    most_new: number,
    compute: (step: number) => Value | undefined,
  ): { readonly values: ReadonlyMap<number, Value | undefined>; readonly complete: boolean } {
    const known = this.#known.get(id) ?? new Map<number, Value | undefined>();
    this.#known.set(id, known);
    // Curves get shorter when they are cleared.
    if (steps.length < known.size) known.clear();
    let added = 0;
    for (const step of steps) {
      if (known.has(step)) continue;
      if (added === most_new) return { values: known, complete: false };
      known.set(step, compute(step));
      added += 1;
    }
    return { values: known, complete: true };
  }

  /** Forgets all, when runs under the same name may have changed. */
  clear(): void {
    this.#known.clear();
  }
}
