/** @file A chart as an SVG file: real paths and text, drawn from the same model as the chart on the page. */

import { type ChartModel, type ChartOptions, type Column, extentOf, labelledTicks, lastCommon, type Line, logExtentOf, logRange, logTicks, type Mark, readout, symbolPlaces } from '../charts/chart-model';
import { OUTLINES, type SymbolName } from '../charts/symbols';
import { epochText } from '../format';

/** What stands around the chart. */
export interface Caption {
  readonly title: string;
  /** The settings in sentences. */
  readonly sentences: readonly string[];
  /** Where the experiment can be opened. */
  readonly address: string;
}

/** The picture with its measures. */
export interface ChartPicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const WIDTH = 880;
const PLOT_HEIGHT = 400;
const LEFT = 72;
const RIGHT = 24;
const ROW = 22;
const SMALL = 12;
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
/** A letter's mean width in parts of its size: pictures must be the same everywhere, so nothing is measured. */
const LETTER = 0.58;
const DASHES: Readonly<Record<Line['stroke'], string>> = { solid: '', dashed: ' stroke-dasharray="6 4"', dotted: ' stroke-dasharray="1.5 4"', none: '' };

/** Draws a chart; `color` gives what a token of the page's styles stands for. */
export function chartSvg(model: ChartModel, options: ChartOptions, caption: Caption, color: (token: string) => string): ChartPicture {
  const legend = legendOf(model, options, color);
  const top = 52 + legend.rows * ROW + 26;
  const lines = [...caption.sentences.flatMap((text) => wrap(text, WIDTH - 48)), ...wrap(caption.address, WIDTH - 48)];
  const bottom = top + PLOT_HEIGHT;
  const height = bottom + 64 + lines.length * 17 + 16;
  const place = placesOf(model, options, top);
  const parts = [
    `<rect width="${String(WIDTH)}" height="${String(height)}" fill="${color('--paper')}"/>`,
    textAt(24, 36, caption.title, `font-size="20" font-weight="600" fill="${color('--ink')}"`),
    legend.svg,
    axes(model, options, { place, top, color }),
    `<clipPath id="plot"><rect x="${String(LEFT)}" y="${String(top)}" width="${String(WIDTH - LEFT - RIGHT)}" height="${String(PLOT_HEIGHT)}"/></clipPath>`,
    `<g clip-path="url(#plot)">`,
    ...model.shades.map((shade) => shadeOf(model, shade, place, color)),
    ...model.lines.map((line) => bandOf(model.x, line, place, color)),
    ...model.lines.map((line) => pathOf(model.x, line, place, color)),
    '</g>',
    rulesOf(model, { place, top, color }),
    symbolsOf(model, place, color),
    ...model.marks.map((mark) => markOf(mark, place, color)),
    ...lines.map((line, index) => textAt(24, bottom + 68 + index * 17, line, `font-size="${String(SMALL)}" fill="${color('--muted')}"`)),
  ].filter((part) => part !== '');
  const about = [
    `<title>${escape(caption.title)}</title>`,
    `<desc>${escape(caption.sentences.join(' '))}</desc>`,
    `<metadata><dc:source xmlns:dc="http://purl.org/dc/elements/1.1/">${escape(caption.address)}</dc:source></metadata>`,
  ];
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(WIDTH)}" height="${String(height)}" viewBox="0 0 ${String(WIDTH)} ${String(height)}" font-family="${FONT}" role="img">`;
  return { svg: `${[head, ...about, ...parts].join('\n')}\n</svg>\n`, width: WIDTH, height };
}

/** Where values stand, in the picture. */
interface Places {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly y_range: readonly [number, number];
}

type Color = (token: string) => string;

interface Frame {
  readonly place: Places;
  readonly top: number;
  readonly color: Color;
}

function placesOf(model: ChartModel, options: ChartOptions, top: number): Places {
  const columns: Column[] = model.lines.flatMap((line) => (line.band ? [line.values, line.band.low, line.band.high] : [line.values]));
  const [low, high] = model.is_log === true ? logRange(...(logExtentOf(model.lines) ?? ([0.1, 1] as const))) : options.y_range(...(extentOf(model.x, model.x_end, columns) ?? options.y_empty));
  const scale = model.is_log === true ? Math.log : (value: number): number => value;
  const share = (value: number): number => (scale(value) - scale(low)) / (scale(high) - scale(low));
  return {
    x: (value) => LEFT + (value / Math.max(model.x_end, 1e-9)) * (WIDTH - LEFT - RIGHT),
    y: (value) => top + (1 - share(value)) * PLOT_HEIGHT,
    y_range: [low, high],
  };
}

function axes(model: ChartModel, options: ChartOptions, { place, top, color }: Frame): string {
  const [low, high] = place.y_range;
  const y_step = stepFor((high - low) / (PLOT_HEIGHT / 44));
  const y_ticks = model.is_log === true ? [...labelledTicks(logTicks(low, high), place.y, ROW)] : ticksOf(low, high, y_step);
  const x_step = Math.max(1, stepFor(model.x_end / ((WIDTH - LEFT - RIGHT) / 60)));
  const bottom = top + PLOT_HEIGHT;
  const muted = `font-size="${String(SMALL)}" fill="${color('--muted')}"`;
  return [
    ...y_ticks.map((tick) => `<path d="M${String(LEFT)} ${at(place.y(tick))}H${String(WIDTH - RIGHT)}" stroke="${color('--rule')}"/>`),
    ...y_ticks.map((tick) => textAt(LEFT - 10, place.y(tick) + 4, options.tick(tick, model.is_log === true ? 0 : y_step), `text-anchor="end" ${muted}`)),
    ...ticksOf(0, model.x_end, x_step).map((tick) => textAt(place.x(tick), bottom + 20, epochText(tick), `text-anchor="middle" ${muted}`)),
    textAt((LEFT + WIDTH - RIGHT) / 2, bottom + 40, options.x_name, `text-anchor="middle" ${muted}`),
  ].join('\n');
}

/** The smallest step of one digit, 1, 2 or 5, that is not below this. */
function stepFor(least: number): number {
  const power = Math.floor(Math.log10(Math.max(least, 1e-12)));
  const steps = [1, 2, 5, 10].map((digit) => Number(`${String(digit)}e${String(power)}`));
  return steps.find((step) => step >= least * (1 - 1e-9)) ?? least;
}

function ticksOf(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * step);
}

/** Stretches of a column without gaps, each as indices. */
function stretches(values: readonly unknown[]): number[][] {
  const found: number[][] = [];
  values.forEach((value, index) => {
    if (typeof value !== 'number') return;
    const last = found.at(-1);
    if (last?.at(-1) === index - 1) last.push(index);
    else found.push([index]);
  });
  return found;
}

function pathOf(x: readonly number[], line: Line, place: Places, color: Color): string {
  if (line.stroke === 'none') return '';
  const point = (index: number): string => `${at(place.x(x[index] ?? 0))} ${at(place.y(line.values[index] ?? 0))}`;
  const d = stretches(line.values).map((indices) => `M${indices.map(point).join('L')}${indices.length === 1 ? 'h.01' : ''}`).join('');
  const look = line.thin === true ? 'stroke-width="1" stroke-opacity=".35"' : 'stroke-width="2"';
  return d === '' ? '' : `<path d="${d}" fill="none" stroke="${color(line.color)}" ${look} stroke-linejoin="round" stroke-linecap="round"${DASHES[line.stroke]}/>`;
}

function area(x: readonly number[], [low, high]: readonly [Column, Column], place: Places, fill: string): string {
  const both = x.map((_, index) => (typeof low[index] === 'number' && typeof high[index] === 'number' ? index : undefined));
  const point = (column: Column) => (index: number): string => `${at(place.x(x[index] ?? 0))} ${at(place.y(column[index] ?? 0))}`;
  const d = stretches(both).filter((indices) => indices.length > 1).map((indices) => `M${indices.map(point(high)).join('L')}L${indices.toReversed().map(point(low)).join('L')}Z`).join('');
  return d === '' ? '' : `<path d="${d}" ${fill}/>`;
}

function bandOf(x: readonly number[], line: Line, place: Places, color: Color): string {
  if (!line.band || line.quiet === true) return '';
  return area(x, [line.band.low, line.band.high], place, `fill="${color(line.color)}" fill-opacity="${line.stroke === 'none' ? '.12' : '.16'}"`);
}

function shadeOf({ x, lines }: ChartModel, shade: ChartModel['shades'][number], place: Places, color: Color): string {
  const [lower, upper] = [shade.lower, shade.upper].map((id) => lines.find((line) => line.id === id));
  return lower && upper ? area(x, [lower.values, upper.values], place, `fill="${color(shade.color)}" fill-opacity=".09"`) : '';
}

function rulesOf({ rules }: ChartModel, { place, top, color }: Frame): string {
  return rules
    .map(({ x, label, solid = false }) => {
      const look = color(solid ? '--ink' : '--muted');
      const right = place.x(x) + label.length * 11 * LETTER + 8 > WIDTH - RIGHT;
      const text = textAt(place.x(x) + (right ? -4 : 4), top + (solid ? 27 : 12), label, `font-size="11" fill="${look}"${right ? ' text-anchor="end"' : ''}`);
      return `<path d="M${at(place.x(x))} ${String(top)}v${String(PLOT_HEIGHT)}" stroke="${look}"${solid ? '' : ' stroke-dasharray="2 3"'}/>\n${text}`;
    })
    .join('\n');
}

function symbolsOf({ x, x_end, lines }: ChartModel, place: Places, color: Color): string {
  const names = [...new Set(lines.flatMap((line) => line.symbol ?? []))];
  const of_line = (line: Line): string[] => {
    const { symbol } = line;
    if (line.thin === true || symbol === undefined) return [];
    const indices = symbolPlaces(x, x_end, line, names.indexOf(symbol), names.length);
    return indices.map((index) => symbolAt(symbol, { x: x[index] ?? 0, y: line.values[index] ?? 0 }, { place, color, token: line.color, radius: 3.2 }));
  };
  return lines.flatMap(of_line).filter((symbol) => symbol !== '').join('\n');
}

interface SymbolLook {
  readonly place: Places;
  readonly color: Color;
  readonly token: string;
  readonly radius: number;
}

/** A symbol with a rim of the ground's colour; nothing where its value lies beyond the axis. */
function symbolAt(name: SymbolName, { x, y }: { readonly x: number; readonly y: number }, { place, color, token, radius }: SymbolLook): string {
  const [low, high] = place.y_range;
  if (y < low || y > high) return '';
  const of = (size: number, fill: string): string => `<path d="${OUTLINES[name]}" transform="translate(${at(place.x(x))} ${at(place.y(y))}) scale(${String(size)})" fill="${fill}"/>`;
  return of(radius + 1.2, color('--paper')) + of(radius, color(token));
}

function markOf({ x, y, kind, color: token }: Mark, place: Places, color: Color): string {
  const look = { place, color, token };
  if (kind !== 'ring') return symbolAt(kind, { x, y }, { ...look, radius: 5 });
  const rings = [{ token, radius: 5.5 }, { token: '--paper', radius: 3.5 }, { token, radius: 1.8 }];
  return rings.map((ring) => symbolAt('circle', { x, y }, { ...look, ...ring })).join('');
}

/** The legend above the plot: a sample, the name and the last value of each line, in as many rows as they take. */
function legendOf(model: ChartModel, options: ChartOptions, color: Color): { readonly svg: string; readonly rows: number } {
  const named = model.lines.filter((line) => line.thin !== true);
  const index = lastCommon(model);
  const when = model.x[index];
  const words = when === undefined ? '' : `${options.x_name} ${epochText(when)}`;
  let [left, row] = [24 + (words === '' ? 0 : widthOf(words) + 20), 0];
  const parts = words === '' ? [] : [textAt(24, 60, words, `font-size="${String(SMALL)}" fill="${color('--muted')}"`)];
  for (const line of named) {
    const label = when === undefined ? line.label : `${line.label} ${readout(line, index, options.exact)}`;
    const width = 34 + widthOf(label) + 18;
    if (left + width > WIDTH - RIGHT && left > 24) [left, row] = [24, row + 1];
    parts.push(legendEntry(line, label, { x: left, y: 60 + row * ROW }, color));
    left += width;
  }
  return { svg: parts.join('\n'), rows: row };
}

function legendEntry(line: Line, label: string, { x, y }: { readonly x: number; readonly y: number }, color: Color): string {
  const look = line.stroke === 'none' ? `<rect x="${at(x)}" y="${at(y - 9)}" width="26" height="10" fill="${color(line.color)}" fill-opacity=".12"/>` : `<path d="M${at(x)} ${at(y - 4)}h26" stroke="${color(line.color)}" stroke-width="2"${DASHES[line.stroke]}/>`;
  const symbol = line.symbol ? `<path d="${OUTLINES[line.symbol]}" transform="translate(${at(x + 13)} ${at(y - 4)}) scale(3.6)" fill="${color(line.color)}"/>` : '';
  return look + symbol + textAt(x + 34, y, label, `font-size="${String(SMALL)}" fill="${color('--ink')}"`);
}

function textAt(x: number, y: number, text: string, attributes: string): string {
  return `<text x="${at(x)}" y="${at(y)}" ${attributes}>${escape(text)}</text>`;
}

function widthOf(text: string): number {
  return text.length * SMALL * LETTER;
}

/** Lines no wider than this; a word that is wider, such as a link, is cut. */
function wrap(text: string, width: number): string[] {
  const most = Math.floor(width / (SMALL * LETTER));
  const words = text.split(' ').flatMap((word) => word.match(new RegExp(`.{1,${String(most)}}`, 'gu')) ?? []);
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A coordinate in tenths of a pixel. */
function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}
