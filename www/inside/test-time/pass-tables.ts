/** @file The numbers of masked passes as tables: at the number of passes read, and over it. */

import { loss, percent, signed } from '../../format';
import { insideTexts } from '../../texts/inside';
import type { InsideTexts } from '../../texts/texts';
import { make } from '../../views/element';
import { headCell } from '../../views/quantities';
import { SIDES } from '../inspector';
import { meanOf } from '../numbers';
import type { PassPoint } from './pass-record';
import { type Found, pointsOf } from './pass-runner';

/** Numbers of passes that the table over them lists. */
const LISTED = [1, 2, 3, 5, 10, 20, 30, 50, 70, 100];
const NONE = '–';

interface Row {
  readonly name: keyof InsideTexts['test_time']['rows'];
  readonly off: (found: Found, side: 0 | 1) => string;
  readonly of: (point: PassPoint) => string;
}

const ROWS: readonly Row[] = [
  { name: 'accuracy', off: ({ plain }, side) => percent(plain[side].accuracy), of: ({ accuracy }) => percent(accuracy) },
  { name: 'loss', off: ({ plain }, side) => loss(plain[side].loss), of: (point) => loss(point.loss) },
  { name: 'entropy', off: ({ plain }, side) => signed(meanOf(plain[side].entropies), 3), of: ({ entropy }) => signed(entropy, 3) },
  { name: 'information', off: () => NONE, of: ({ mutual_information }) => signed(mutual_information, 3) },
  { name: 'changes', off: () => NONE, of: ({ changed_fraction }) => percent(changed_fraction, 1) },
  { name: 'standard_error', off: () => NONE, of: errorOf },
];

/** Everything at one number of passes. */
export function tableAt(found: Found, passes: number, unscaled: readonly [boolean, boolean]): HTMLElement {
  const words = insideTexts().test_time;
  // Passes without the scaling come after the others: until all are there, those that there are.
  const without = SIDES.map((side) => pointsOf(found, side, false).slice(0, passes));
  const unscaledName = (name: string, side: 0 | 1): string => {
    const there = without[side]?.length ?? 0;
    return there === passes ? `${name}, ${words.not_scaled}` : `${name}, ${words.not_scaled} (${words.passes(there)})`;
  };
  const kinds = (name: string, side: 0 | 1): string[] => [`${name}, ${words.masks_off}`, ...(passes === 0 ? [] : [`${name}, ${words.averaged}`, ...(unscaled[side] ? [unscaledName(name, side)] : [])])];
  const head = make('tr', '', headCell(words.measure, 'col'), ...SIDES.flatMap((side) => kinds(found.standing.arms[side].name, side).map((text) => headCell(text, 'col'))));
  const cells = (row: Row, side: 0 | 1): string[] => {
    const write = (point: PassPoint | undefined): string => (point ? row.of(point) : NONE);
    return [row.off(found, side), ...(passes === 0 ? [] : [write(pointsOf(found, side, true)[passes - 1]), ...(unscaled[side] ? [write(without[side]?.at(-1))] : [])])];
  };
  const shown = passes === 0 ? ROWS.slice(0, 3) : ROWS;
  const rows = shown.map((row) => make('tr', '', headCell(words.rows[row.name], 'row'), ...SIDES.flatMap((side) => cells(row, side).map((text) => make('td', '', text)))));
  const caption = passes === 0 ? words.caption_off : words.caption_averaged(passes);
  return make('table', 'passes-at', make('caption', '', caption), make('thead', '', head), make('tbody', '', ...rows));
}

/** Some numbers of passes, as far as both networks have got. */
export function tableOver(found: Found): HTMLElement {
  const words = insideTexts().test_time;
  const curves = SIDES.map((side) => pointsOf(found, side, true));
  const names = SIDES.flatMap((side) => [words.error, words.rows.loss, words.rows.standard_error].map((text) => `${found.standing.arms[side].name} ${text}`));
  const listed = LISTED.filter((passes) => curves.every((curve) => curve.length >= passes));
  const rows = listed.map((passes) => {
    const texts = curves.flatMap((curve) => textsOf(curve[passes - 1]));
    return make('tr', '', headCell(String(passes), 'row'), ...texts.map((text) => make('td', '', text)));
  });
  const head = make('tr', '', headCell(words.passes_head, 'col'), ...names.map((text) => headCell(text, 'col')));
  return make('table', 'passes-over', make('caption', '', words.caption_over), make('thead', '', head), make('tbody', '', ...rows));
}

function textsOf(point: PassPoint | undefined): string[] {
  return point ? [percent(1 - point.accuracy), loss(point.loss), errorOf(point)] : [];
}

function errorOf({ standard_error }: PassPoint): string {
  return standard_error === undefined ? NONE : percent(standard_error);
}

