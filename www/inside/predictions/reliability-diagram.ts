/** @file A reliability diagram: accuracy over confidence, bin by bin, and how many pictures each bin holds. */

import { count, percent } from '../../format';
import { makeSvg } from '../../svg';
import type { Calibration } from '../inspector';
import { insideTexts } from '../../texts/inside';

const [LEFT, TOP, SIDE, GAP, COUNTS, BOTTOM] = [40, 10, 250, 26, 60, 34];
const WIDTH = LEFT + SIDE + 20;
const HEIGHT = TOP + SIDE + GAP + COUNTS + BOTTOM;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** The drawing of one network. `name` is what it is called when read aloud. */
export function reliabilityDiagram({ bins }: Calibration, name: string): SVGSVGElement {
  const { calibration } = insideTexts();
  const drawing = makeSvg('svg', { class: 'reliability', viewBox: `0 0 ${String(WIDTH)} ${String(HEIGHT)}`, role: 'img', 'aria-label': insideTexts().calibration.diagram(name) });
  const x = (value: number): number => LEFT + value * SIDE;
  const y = (value: number): number => TOP + (1 - value) * SIDE;
  const base = TOP + SIDE + GAP + COUNTS;
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  drawing.append(...TICKS.flatMap((tick) => [makeSvg('path', { class: 'grid', d: `M${String(LEFT)},${String(y(tick))}h${String(SIDE)}` }), text(percent(tick, 0), LEFT - 5, y(tick) + 4, 'end'), text(percent(tick, 0), x(tick), base + 14, 'middle')]));
  for (const bin of bins) {
    const [left, width] = [x(bin.lower) + 0.75, (bin.upper - bin.lower) * SIDE - 1.5];
    const high = (bin.count / most) * COUNTS;
    const title = makeSvg('title');
    title.textContent = `${calibration.range(percent(bin.lower, 1), percent(bin.upper, 1))}: ${calibration.bin_holds(count(bin.count))}${bin.count === 0 ? '' : `, ${calibration.bin_measures(percent(bin.confidence, 1), percent(bin.accuracy, 1))}`}`;
    const column = makeSvg('g');
    column.append(title, makeSvg('rect', { class: 'count', x: left, width, y: base - high, height: high }));
    if (bin.count > 0) {
      const [top, sure] = [y(bin.accuracy), y(bin.confidence)];
      column.append(
        makeSvg('rect', { class: 'accuracy', x: left, width, y: top, height: y(0) - top }),
        makeSvg('rect', { class: 'apart', x: left, width, y: Math.min(top, sure), height: Math.abs(sure - top) }),
      );
    }
    drawing.append(column);
  }
  drawing.append(
    makeSvg('path', { class: 'diagonal', d: `M${String(x(0))},${String(y(0))}L${String(x(1))},${String(y(1))}` }),
    makeSvg('path', { class: 'axis', d: `M${String(LEFT)},${String(y(0))}h${String(SIDE)}M${String(LEFT)},${String(base)}h${String(SIDE)}` }),
    text(calibration.accuracy, LEFT + 6, TOP + 12, 'start'),
    text(calibration.most(count(most)), LEFT + 6, TOP + SIDE + GAP - 4, 'start'),
    text(calibration.axis, LEFT + SIDE / 2, base + 30, 'middle'),
  );
  return drawing;
}

function text(words: string, x: number, y: number, anchor: string): SVGElement {
  const made = makeSvg('text', { x, y, 'text-anchor': anchor });
  made.textContent = words;
  return made;
}
