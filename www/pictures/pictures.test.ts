/** @file Pictures of charts: the same text for the same chart, everything in it that is on the chart, and nothing that breaks it. */
import { crc32 as expected_crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import type { ChartModel, ChartOptions, Line } from '../charts/chart-model';
import { chartSvg } from './chart-svg';
import { crc32, withTexts } from './png-text';

const OPTIONS: ChartOptions = {
  name: 'Accuracy', x_name: 'Epoch', exact: (value) => value.toFixed(2), tick: (value) => value.toFixed(1), y_range: () => [0, 1], y_empty: [0, 1], height: 200,
};
const CAPTION = { title: 'Accuracy', sentences: ['Network: 784-8-10 units.'], address: 'https://example.org/#v=1&drop=0,0.5' };
const train: Line = { id: 'train', label: 'treatment train', color: '--treatment', stroke: 'solid', symbol: 'circle', values: [0, 0.5, 1], band: { low: [0, 0.4, 0.9], high: [0, 0.6, 1] } };
const test_line: Line = { id: 'test', label: 'treatment test', color: '--treatment', stroke: 'dashed', values: [0, null, 0.5] };
const MODEL: ChartModel = { x: [0, 1, 2], x_end: 2, lines: [train, test_line], shades: [{ upper: 'train', lower: 'test', color: '--treatment' }], rules: [{ x: 1, label: '0 / 0.2' }], marks: [{ x: 2, y: 0.5, kind: 'ring', color: '--ink', line: 'test' }] };

const draw = (model: ChartModel = MODEL, caption = CAPTION): string => chartSvg(model, OPTIONS, caption, (token) => token.replace('--', 'color-of-')).svg;

test('a picture is the same text every time', () => {
  expect(draw()).toBe(draw());
});

test('a picture holds title, settings and link, as text and for programs', () => {
  const svg = draw();
  expect(svg).toContain('<title>Accuracy</title>');
  expect(svg).toContain('<desc>Network: 784-8-10 units.</desc>');
  expect(svg).toContain('>https://example.org/#v=1&amp;drop=0,0.5</dc:source>');
  expect(svg).toContain('>https://example.org/#v=1&amp;drop=0,0.5</text>');
  expect(svg).toContain('>treatment train 1.00 ± 0.00</text>');
});

test('lines are paths through their values, with gaps where there are none', () => {
  const svg = draw();
  // The plot is 784 wide from 72 on, and 400 high from 78 on.
  expect(svg).toContain('d="M72 478L464 278L856 78" fill="none" stroke="color-of-treatment"');
  expect(svg).toContain('d="M72 478h.01M856 278h.01" fill="none" stroke="color-of-treatment" stroke-width="2" stroke-linejoin="round" stroke-linecap="round" stroke-dasharray="6 4"');
  expect(svg).toContain('d="M72 478L464 238L856 78L856 118L464 318L72 478Z" fill="color-of-treatment" fill-opacity=".16"');
});

test('names from a link are text, never markup', () => {
  const svg = draw({ ...MODEL, lines: [{ ...train, label: '<script>&"' }] }, { ...CAPTION, sentences: ['a < b & c'] });
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&lt;script&gt;&amp;&quot;');
});

test('an empty chart is a picture, too', () => {
  expect(draw({ x: [], x_end: 3, lines: [], shades: [], rules: [], marks: [] })).toContain('<title>Accuracy</title>');
});

test('a logarithmic axis places powers of ten evenly', () => {
  const svg = draw({ x: [0, 1, 2], x_end: 2, lines: [{ ...test_line, stroke: 'solid', values: [0.01, 0.1, 1] }], shades: [], rules: [], marks: [], is_log: true });
  expect(svg).toContain('d="M72 478L464 278L856 78"');
});

test('texts stand in a PNG behind its header, with the checksum that decoders demand', () => {
  const png = Uint8Array.from({ length: 60 }, (_, index) => index);
  const found = Buffer.from(withTexts(png, { Source: 'https://example.org/#v=1', Title: 'naïve' }));
  expect([...found.subarray(0, 33)]).toEqual([...png.subarray(0, 33)]);
  const length = found.readUInt32BE(33);
  const chunk = found.subarray(37, 41 + length);
  expect(chunk.toString('latin1')).toBe('tEXtSource\0https://example.org/#v=1');
  expect(found.readUInt32BE(41 + length)).toBe(expected_crc32(chunk));
  expect(found.toString('latin1')).toContain('tEXtTitle\0na?ve');
  expect([...found.subarray(-27)]).toEqual([...png.subarray(33)]);
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});
