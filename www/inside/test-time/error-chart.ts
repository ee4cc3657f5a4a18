/** @file A small chart of errors over numbers of draws, both axes logarithmic, each with its guide. */

import { OUTLINES, type SymbolName } from '../../charts/symbols';
import { count } from '../../format';
import { makeSvg } from '../../svg';
import type { ErrorAt } from '../seeing/draws-mean';
import { insideTexts } from '../../texts/inside';

/** One network's errors, and what they are expected to be. */
export interface ErrorLine {
  readonly errors: readonly ErrorAt[];
  readonly expected: (draws: number) => number;
  /** As CSS has it. */
  readonly color: string;
  readonly symbol: SymbolName | undefined;
}

const HEIGHT = 230;
const [LEFT, TOP, RIGHT, BOTTOM] = [46, 10, 12, 34];
const [LOWEST, HIGHEST] = [0.003, 3];
const GUIDE_APART = 1.08;

/** Draws into an SVG element in place of what was there. Errors of zero have no place on a logarithmic axis. */
export function drawErrors(svg: SVGSVGElement, { lines, most_draws, width }: { readonly lines: readonly ErrorLine[]; readonly most_draws: number; readonly width: number }): void {
  const x = (draws: number): number => LEFT + (Math.log(draws) / Math.log(most_draws)) * (width - LEFT - RIGHT);
  const y = (error: number): number => {
    const share = (Math.log(HIGHEST) - Math.log(Math.min(HIGHEST, Math.max(LOWEST, error)))) / (Math.log(HIGHEST) - Math.log(LOWEST));
    return TOP + share * (HEIGHT - TOP - BOTTOM);
  };
  const path = (points: readonly ErrorAt[]): string => points.filter(({ error }) => error > 0).map(({ draws, error }, index) => `${index === 0 ? 'M' : 'L'}${x(draws).toFixed(1)} ${y(error).toFixed(1)}`).join('');
  const parts: SVGElement[] = [];
  for (const error of [0.01, 0.1, 1]) {
    parts.push(makeSvg('line', { class: 'error-grid', x1: LEFT, x2: width - RIGHT, y1: y(error), y2: y(error) }), label(`${String(error * 100)}%`, LEFT - 6, y(error) + 4, 'end'));
  }
  for (let draws = 1; draws <= most_draws; draws *= 10) {
    parts.push(makeSvg('line', { class: 'error-grid', x1: x(draws), x2: x(draws), y1: TOP, y2: HEIGHT - BOTTOM }), label(count(draws), x(draws), HEIGHT - BOTTOM + 15, 'middle'));
  }
  parts.push(label(insideTexts().seeing.draws_axis, (LEFT + width - RIGHT) / 2, HEIGHT - 3, 'middle'));
  for (const { errors, expected, color, symbol } of lines) {
    const guide = guideDraws(most_draws).map((draws) => ({ draws, error: expected(draws) }));
    const drawn = [makeSvg('path', { class: 'error-guide', d: path(guide) }), makeSvg('path', { class: 'error-line', d: path(errors) })];
    for (const one of drawn) one.style.stroke = color;
    parts.push(...drawn);
    const last = errors.findLast(({ error }) => error > 0);
    if (symbol && last) parts.push(symbolAt(symbol, color, x(last.draws), y(last.error)));
  }
  svg.setAttribute('viewBox', `0 0 ${String(width)} ${String(HEIGHT)}`);
  svg.replaceChildren(...parts);
}

/** At the end of a line, so that two lines are told apart without their colours. */
function symbolAt(symbol: SymbolName, color: string, x: number, y: number): SVGElement {
  const drawn = makeSvg('path', { d: OUTLINES[symbol], transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(4)` });
  drawn.style.fill = color;
  return drawn;
}

/** All numbers of draws at first, later ones in growing steps: enough for a line over a logarithmic axis. */
function guideDraws(most_draws: number): number[] {
  const numbers: number[] = [];
  for (let draws = 1; draws < most_draws; draws = Math.ceil(draws * GUIDE_APART)) numbers.push(draws);
  return [...numbers, most_draws];
}

function label(words: string, x: number, y: number, anchor: string): SVGElement {
  const text = makeSvg('text', { x, y, 'text-anchor': anchor });
  text.textContent = words;
  return text;
}
