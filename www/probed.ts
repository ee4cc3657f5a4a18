/** @file A run that was trained with probes or masked passes is also the run without them: while it is at hand, its curve serves both. */

import { Curve, curveOf, type Curves, type Point, saysMore } from './curves';

const PROBES = '&probes=1';
const PASSES = /&passes=\d+/;

const passesOf = (key: string): string => PASSES.exec(key)?.[0] ?? '';
const plain = (key: string): string => key.replace(PROBES, '').replace(PASSES, '');

/**
 * The key of the same run, trained with probes; `undefined` where it has them already. What the browser keeps is looked for
 * under it, too, but not under the keys with masked passes: there is one for each number of them.
 */
export function probedKey(key: string): string | undefined {
  return key.includes(PROBES) ? undefined : key.replace(/(?=(?:&passes=\d+)?&drop=)/, PROBES);
}

/** With a curve for each of these keys that another run covers: the same one, of which more was measured. */
export function withCovered(curves: Curves, keys: readonly string[]): Curves {
  const richer = [...curves.keys()].filter((key) => key !== plain(key));
  if (richer.length === 0) return curves;
  const covered = keys.flatMap((key) => {
    const candidates = richer.filter((other) => covers(other, key)).map((other) => curveOf(curves, other));
    const best = candidates.reduce((more, curve) => (saysMore(curve, more) ? curve : more), curveOf(curves, key));
    return best === curveOf(curves, key) ? [] : [[key, asMeasuredFor(key, best)] as const];
  });
  return covered.length === 0 ? curves : new Map([...curves, ...covered]);
}

/** Whether all that a run was to measure was measured of another, too, which is the same but for that. */
function covers(other: string, key: string): boolean {
  const has_all = other.includes(PROBES) || !key.includes(PROBES);
  return other !== key && has_all && (passesOf(key) === '' || passesOf(key) === passesOf(other)) && plain(other) === plain(key);
}

/** A curve as training under this key would have given it: without what was not asked for. */
export function asMeasuredFor(key: string, curve: Curve): Curve {
  const { diverged_at, stopped_at, millis, test_hits, test_times } = curve;
  const [has_probes, has_passes] = [key.includes(PROBES), passesOf(key) !== ''];
  const points = Array.from({ length: curve.length }, (_, index) => curve.at(index)).filter((point) => point !== undefined);
  const without = (point: Point): Point => {
    const others = { ...point };
    delete others.probes;
    return others;
  };
  const of_test = test_times.map(({ step, test_time }) => ({ step, test_time: has_passes ? test_time : { ...test_time, masked: undefined } }));
  return Curve.of(has_probes ? points : points.map(without), { diverged_at, stopped_at, millis, test_hits, test_times: has_probes || has_passes ? of_test : [] });
}
