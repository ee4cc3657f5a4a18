/** @file The history of experiments: the entry of one that is finished, in words, and what two entries differ in. */

import type { Catalog, Experiment } from '../core';
import { curveOf, valueAt } from '../curves';
import { armKeys, arms, shownCurves, type State, wantedKeys } from '../state';
import { QUANTITIES, type Quantity, type Summarize } from '../summaries';
import { type End, entryKey, type HistoryEntry } from './entry';
import { recordKey } from './record';
import { laterTexts } from '../texts/later';
import { texts } from '../texts/texts';

/** Most points of a line in a thumbnail. */
const MOST_POINTS = 60;
/** What is not a matter of the settings, or stands in the title. */
const UNTOLD = new Set(['drop', 'autorun']);

export type Settings = Catalog['settings'];

/** The words for what a finished experiment shows. */
export type Describe = (state: State) => { readonly verdicts: readonly string[] };

/** What an entry is made with. */
export interface EntryContext {
  readonly settings: Settings;
  readonly summarize: Summarize;
  readonly describe: Describe;
  readonly place: string;
  readonly now: number;
}

/** The entry of a finished experiment. */
export function entryOf(state: State, { settings, summarize, describe, place, now }: EntryContext): HistoryEntry {
  const { experiment } = state;
  const { epochs } = experiment.spec;
  const run_keys = wantedKeys(experiment).map((key) => recordKey(place, key));
  return {
    format: 1,
    key: entryKey(run_keys, epochs),
    link: experiment.link,
    finished_at: now,
    title: titleOf(experiment),
    differences: differences(experiment.texts, settings),
    texts: experiment.texts,
    verdicts: describe(state).verdicts,
    epochs,
    thumbnail: arms(experiment).map((arm) => ({ arm, points: thumbnailPoints(state, arm) })),
    ends: endsOf(state, summarize),
    run_keys,
  };
}

/** An experiment in one short line: "dropout 0 / 0.5 / 0.5". */
export function titleOf({ spec }: Pick<Experiment, 'spec'>): string {
  const later = spec.then.map(({ step, drop }) => laterTexts().history.from_step(step, drop.join(' / ')));
  return laterTexts().history.title(`${spec.drop.join(' / ')}${later.join('')}`);
}

/** The settings that differ from their defaults, in words. */
export function differences(texts: Experiment['texts'], settings: Settings): string[] {
  const told = settings.filter(({ key }) => !UNTOLD.has(key) && key !== 'then');
  return told.flatMap((setting) => {
    const text = textOf(texts, setting.key);
    return text === setting.default || text === '' ? [] : [`${setting.label}: ${inWords(setting, text, texts)}`];
  });
}

/** A setting in which two experiments differ. */
export interface Difference {
  readonly label: string;
  readonly first: string;
  readonly second: string;
}

/** The settings in which two entries differ, in the order of the schema. */
export function differing(first: HistoryEntry, second: HistoryEntry, settings: Settings): Difference[] {
  return settings.flatMap((setting) => {
    const [one, other] = [textOf(first.texts, setting.key), textOf(second.texts, setting.key)];
    const differs = one !== other && setting.key !== 'autorun';
    return differs ? [{ label: setting.label, first: inWords(setting, one, first.texts), second: inWords(setting, other, second.texts) }] : [];
  });
}

function textOf(texts: Experiment['texts'], key: string): string {
  return texts.find((one) => one.key === key)?.text ?? '';
}

/** A value as a reader says it: choices by their label, arms by their name, lists with air between. */
function inWords({ key, kind }: Settings[number], text: string, texts: Experiment['texts']): string {
  if (text === '') return laterTexts().history.none;
  if (key === 'reference') return armName(text, textOf(texts, 'pin'));
  switch (kind.kind) {
    case 'choice':
      return kind.choices.find(({ value }) => value === text)?.label ?? text;
    case 'flag':
      return text === '1' ? laterTexts().history.on : laterTexts().history.off;
    case 'numbers':
      return text.replaceAll(',', ' / ');
    case 'list':
      return text.split(';').map(itemInWords).join('; ');
    default:
      return text;
  }
}

/** An item of a list as links have it, "name:0,0.5,0.5@7": "name: 0 / 0.5 / 0.5 (seed 7)". */
function itemInWords(item: string): string {
  const [, before = '', drop = '', seed] = /^(?:(.*):)?([^:@]*)(?:@(\d+))?$/.exec(item) ?? [];
  return `${before === '' ? '' : `${before}: `}${drop.replaceAll(',', ' / ')}${seed === undefined ? '' : laterTexts().history.with_seed(seed)}`;
}

/** What the page calls an arm: "pinned-1" by the name it was given, or "pinned 1". */
function armName(arm: string, pinned: string): string {
  const index = /^pinned-(\d+)$/.exec(arm)?.[1];
  if (index === undefined) return arm === 'baseline' || arm === 'treatment' ? texts().arms[arm] : arm;
  const item = pinned.split(';')[Number(index) - 1] ?? '';
  return item.includes(':') ? item.slice(0, item.lastIndexOf(':')) : texts().arms.pinned(Number(index));
}

function endsOf(state: State, summarize: Summarize): Partial<Record<Quantity, End>> {
  const curves = shownCurves(state);
  const points = armKeys(state.experiment, 'treatment').map((key) => valueAt(curveOf(curves, key), state.experiment.steps));
  const measured = points.filter((point) => point !== undefined);
  const ends: Partial<Record<Quantity, End>> = {};
  for (const name of Object.keys(QUANTITIES) as Quantity[]) {
    const summary = summarize(Float64Array.from(measured, QUANTITIES[name]));
    if (summary) ends[name] = { mean: summary.mean, half_width: summary.half_width };
  }
  return ends;
}

/** The mean accuracy gap of an arm at some of its steps, the first and the last among them. */
function thumbnailPoints(state: State, arm: string): [number, number][] {
  const curves = shownCurves(state);
  const runs = armKeys(state.experiment, arm).map((key) => curveOf(curves, key));
  const longest = runs.reduce((most, curve) => (curve.length > most.length ? curve : most), curveOf(curves, ''));
  const count = Math.min(MOST_POINTS, longest.length);
  const indices = Array.from({ length: count }, (_, index) => Math.round((index * (longest.length - 1)) / Math.max(1, count - 1)));
  return indices.flatMap((index) => {
    const step = longest.at(index)?.step ?? 0;
    const gaps = runs.map((curve) => valueAt(curve, step)).filter((point) => point !== undefined).map(QUANTITIES.accuracy_gap);
    if (gaps.length === 0) return [];
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    return [[step / state.experiment.steps_per_epoch, Math.round(mean * 1e4) / 1e4]];
  });
}
