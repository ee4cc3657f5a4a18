/** @file The colours of the charts stay apart for every eye, in grey by lightness or symbol, and against the ground. */
import { readFileSync } from 'node:fs';
import { differenceCiede2000, filterDeficiencyDeuter, filterDeficiencyProt, filterDeficiencyTrit, lab, parse, wcagContrast, type Color } from 'culori';
import { expect, test } from 'vitest';
import { symbolOf } from '../views/arm-look';

const ARMS = ['baseline', 'treatment', 'pinned-1', 'pinned-2', 'pinned-3', 'pinned-4', 'pinned-5', 'pinned-6'];
/** Of CIEDE2000: 2 can just be seen side by side, so that lines far apart need several times as much. */
const LEAST_APART = 12;
/** Of the lightness L*, for ends of a scale seen in grey. */
const LEAST_LIGHTER = 18;

const difference = differenceCiede2000();
const EYES: Readonly<Record<string, (color: Color) => Color>> = {
  usual: (color) => color,
  protanopia: filterDeficiencyProt(1),
  deuteranopia: filterDeficiencyDeuter(1),
  tritanopia: filterDeficiencyTrit(1),
};

/** The tokens of a theme: those of the dark one stand in a rule of their own. */
function tokensOf(theme: 'light' | 'dark'): ReadonlyMap<string, Color> {
  const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
  const [light = '', dark = ''] = css.split('@media screen and (prefers-color-scheme: dark)');
  const read = (rules: string): [string, Color][] => [...rules.matchAll(/--([\w-]+): (#\w+);/g)].flatMap(([, name = '', value]) => {
    const color = parse(value ?? '');
    return color ? [[name, color]] : [];
  });
  return new Map([...read(light), ...(theme === 'dark' ? read(dark.split('@media')[0] ?? '') : [])]);
}

for (const theme of ['light', 'dark'] as const) {
  const tokens = tokensOf(theme);
  const colour = (token: string): Color => {
    const found = tokens.get(token);
    if (!found) throw new Error(`tokens.css has no --${token} in the ${theme} theme.`);
    return found;
  };
  const tokenOf = (arm: string): string => arm.replace('pinned', 'pin');

  for (const [eye, seen] of Object.entries(EYES)) {
    test(`${theme}: any two arms are told apart by an eye with ${eye} vision`, () => {
      const shown = [...ARMS.map(tokenOf), 'ghost'];
      const near = shown.flatMap((one, index) =>
        shown.slice(index + 1).map((other) => ({ pair: `${one} and ${other}`, apart: difference(seen(colour(one)), seen(colour(other))) })),
      );
      expect(near.filter(({ apart }) => apart < LEAST_APART)).toEqual([]);
    });

    test(`${theme}: the two ends of a scale of signs are told apart by an eye with ${eye} vision`, () => {
      expect(difference(seen(colour('below')), seen(colour('above')))).toBeGreaterThan(LEAST_APART * 2);
    });
  }

  test(`${theme}: every line stands out from the ground`, () => {
    for (const arm of ARMS) expect(wcagContrast(colour(tokenOf(arm)), colour('paper')), arm).toBeGreaterThanOrEqual(3);
  });

  test(`${theme}: in grey the ends of a scale of signs differ in lightness`, () => {
    const lightness = (token: string): number => lab(colour(token)).l;
    expect(lightness('above') - lightness('below')).toBeGreaterThan(LEAST_LIGHTER);
  });
}

test('in grey arms are told apart by their symbols, of which no two are the same', () => {
  const looks = ARMS.map((arm) => symbolOf(arm) ?? 'bare');
  expect(new Set(looks).size).toBe(ARMS.length);
});
