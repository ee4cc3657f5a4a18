/** @file What is drawn over the lines of a chart: rules, symbols, marks. */

import type uPlot from 'uplot';
import { type ChartModel, type Line, type Mark, type Rule, symbolPlaces } from './chart-model';
import { drawSymbol, type SymbolName } from './symbols';
import { drawingScale, token } from './theme';

/** Draws all that lies over the lines that are shown. */
export function drawOver(plot: uPlot, model: ChartModel, isShown: (line: string) => boolean): void {
  const { ctx } = plot;
  ctx.save();
  drawRules(plot, model.rules);
  drawSymbols(plot, model, isShown);
  for (const mark of model.marks) if (isShown(mark.line)) drawMark(plot, mark);
  ctx.restore();
}

function drawRules(plot: uPlot, rules: readonly Rule[]): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio * drawingScale();
  ctx.lineWidth = ratio;
  const text = 11 * ratio;
  ctx.font = `${String(text)}px system-ui, sans-serif`;
  ctx.textBaseline = 'top';
  for (const { x, label, solid } of rules) {
    const at = plot.valToPos(x, 'x', true);
    ctx.strokeStyle = ctx.fillStyle = token(solid ? '--ink' : '--muted');
    ctx.setLineDash(solid ? [] : [2 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(at, bbox.top);
    ctx.lineTo(at, bbox.top + bbox.height);
    ctx.stroke();
    const fits = at + ctx.measureText(label).width + 6 * ratio < bbox.left + bbox.width;
    ctx.textAlign = fits ? 'left' : 'right';
    // What the reader set stands one row lower, clear of the other labels.
    ctx.fillText(label, at + (fits ? 4 : -4) * ratio, bbox.top + 2 * ratio + (solid ? text * 1.3 : 0));
  }
  ctx.setLineDash([]);
}

function drawSymbols(plot: uPlot, { x, x_end, lines }: ChartModel, isShown: (line: string) => boolean): void {
  const names = [...new Set(lines.flatMap((line) => line.symbol ?? []))];
  const drawn = lines.filter((line) => !line.thin && isShown(line.id));
  for (const line of drawn) {
    if (line.symbol === undefined) continue;
    for (const index of symbolPlaces(x, x_end, line, names.indexOf(line.symbol), names.length)) {
      symbolAt(plot, line.symbol, { x: x[index] ?? 0, y: valueOf(line, index), color: line.color, radius: 3.2 });
    }
  }
}

function valueOf(line: Line, index: number): number {
  return line.values[index] ?? 0;
}

function drawMark(plot: uPlot, { x, y, kind, color }: Mark): void {
  if (kind !== 'ring') return symbolAt(plot, kind, { x, y, color, radius: 5 });
  symbolAt(plot, 'circle', { x, y, color, radius: 5.5 });
  symbolAt(plot, 'circle', { x, y, color: '--paper', radius: 3.5 });
  symbolAt(plot, 'circle', { x, y, color, radius: 1.8 });
}

/** A symbol with a rim of the ground's colour, so that it stands out from the lines beneath. */
function symbolAt(plot: uPlot, name: SymbolName, { x, y, color, radius }: { x: number; y: number; color: string; radius: number }): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio * drawingScale();
  const place = { x: plot.valToPos(x, 'x', true), y: plot.valToPos(y, 'y', true) };
  // A steep start may lie below the axis.
  if (place.y < bbox.top || place.y > bbox.top + bbox.height) return;
  ctx.fillStyle = token('--paper');
  drawSymbol(ctx, name, { ...place, radius: (radius + 1.2) * ratio });
  ctx.fillStyle = token(color);
  drawSymbol(ctx, name, { ...place, radius: radius * ratio });
}
