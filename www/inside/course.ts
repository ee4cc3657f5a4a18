/** @file The course of a pair of networks: to which step both are brought, and from what each begins. */

/** Steps at which a network is at hand. */
export interface AtHand {
  /** Of the weights that the workers of the experiment hold. */
  readonly held: number | undefined;
  /** Of the network that is looked at now. */
  readonly own: number | undefined;
}

/** What a network is brought to its step from. */
export type Origin = 'own' | 'held' | 'start';

export interface Course {
  readonly step: number;
  readonly from: readonly [Origin, Origin];
  /** Training steps that are left to do, of both together. */
  readonly left: number;
}

/**
 * Both networks are shown at one step: where both are held or where both were measured, whichever takes less training; the
 * later one of two that take the same. `most` is where the training of one of them ended.
 */
export function courseOf(at_hand: readonly [AtHand, AtHand], measured: number, most = Infinity): Course {
  const steps = [measured, ...at_hand.flatMap(({ held }) => held ?? [])].filter((step) => step <= most);
  const courses = [...new Set(steps)].sort((a, b) => b - a).map((step) => courseTo(step, at_hand));
  return courses.reduce((best, one) => (one.left < best.left ? one : best), courses[0] ?? courseTo(0, at_hand));
}

function courseTo(step: number, [one, other]: readonly [AtHand, AtHand]): Course {
  const [first, second] = [originFor(step, one), originFor(step, other)];
  return { step, from: [first.from, second.from], left: 2 * step - first.at - second.at };
}

/** The latest that does not lie beyond the step; of two alike the one that need not be brought here. */
function originFor(step: number, { own, held }: AtHand): { readonly from: Origin; readonly at: number } {
  const own_at = own !== undefined && own <= step ? own : -1;
  const held_at = held !== undefined && held <= step ? held : -1;
  if (own_at < 0 && held_at < 0) return { from: 'start', at: 0 };
  return own_at >= held_at ? { from: 'own', at: own_at } : { from: 'held', at: held_at };
}
