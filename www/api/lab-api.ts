/** @file `window.dropoutLab`: the page as scripts see and steer it. docs/api.md tells of it in full. */

import type { Notice, Setting } from '../core';
import { lastStep, measuredAt } from '../evidence';
import type { Lab } from '../lab';
import { addressLink, evaluatedEpoch, phase, type Phase, shownCurves, type State } from '../state';
import { effects, type Effects } from '../statistics';
import { type CurveRecord, recordsOf } from './records';
import { linkWith, settingsObject, type SettingsObject, typeName, type Value } from './settings-object';

/** What the page is doing, at one moment. */
export interface Status {
  readonly state: Phase;
  /** The last epoch at which every run was evaluated; `null` before the first. */
  readonly epoch: number | null;
  readonly epochs: number;
  readonly backend: 'webgpu' | 'cpu' | null;
  readonly dataset: string;
  /** The settings, as the part of an address behind the `#`. */
  readonly link: string;
  /** Why training cannot go on. */
  readonly failure: string | null;
}

/** The settings at one moment. */
export interface SpecReading {
  readonly settings: Record<string, Value>;
  readonly link: string;
  /** The whole address, with what it says of how the page is shown. */
  readonly address: string;
}

/** What scripts can do. None of it runs code that it is given, but for listeners. */
export interface DropoutLab {
  readonly version: string;
  /** This very object: for scripts that may come before it. */
  readonly ready: Promise<DropoutLab>;
  readonly status: () => Status;
  readonly getSpec: () => SpecReading;
  readonly setSpec: (spec: string | SettingsObject) => readonly Notice[];
  readonly run: () => void;
  readonly pause: () => void;
  readonly reset: () => void;
  readonly wait: () => Promise<Status>;
  readonly curves: () => CurveRecord[];
  readonly effects: () => Effects;
  readonly on: (listener: (status: Status) => void) => () => void;
}

/** The object for a lab. `ready` comes from whoever told of it first. */
export function apiOf(lab: Lab, settings: readonly Setting[], ready: Promise<DropoutLab>): DropoutLab {
  const listeners = new Set<(status: Status) => void>();
  const waiting = new Set<(status: Status) => void>();
  lab.store.listen((before, after) => {
    if (waiting.size > 0 && isAtRest(after)) {
      for (const resolve of waiting) resolve(statusOf(after));
      waiting.clear();
    }
    if (listeners.size === 0 || !tells(before, after)) return;
    const status = statusOf(after);
    for (const listener of [...listeners]) tell(listener, status);
  });
  const press = (name: string, act: () => void) => (): void => {
    const { lock } = lab.store.state.presentation;
    if (lock.includes('run') || lock.includes(name)) throw new Error(`${name}: found locked by the link of this page, expected a page that may be steered`);
    act();
  };
  return Object.freeze<DropoutLab>({
    version: __VERSION__,
    ready,
    status: () => statusOf(lab.store.state),
    getSpec: () => {
      const { state } = lab.store;
      return { settings: settingsObject(state.experiment, settings), link: state.experiment.link, address: new URL(`#${addressLink(state)}`, location.href).href };
    },
    setSpec: (spec) => setSpec(lab, spec).map(({ key, message }) => ({ key, message })),
    run: press('run', () => lab.run()),
    pause: press('pause', () => lab.pause()),
    reset: press('reset', () => lab.reset()),
    wait: () => new Promise((resolve) => (isAtRest(lab.store.state) ? resolve(statusOf(lab.store.state)) : waiting.add(resolve))),
    curves: () => structuredClone(recordsOf(lab.store.state)),
    effects: () => {
      const { state } = lab.store;
      const curves = shownCurves(state);
      const measured = measuredAt(state, curves, lastStep(state, curves));
      // Nothing is measured before the statistics are there.
      return measured.length === 0 ? { heading: '', arms: [], notes: [] } : effects(state.experiment.link, { at: 'last', measured });
    },
    on: (listener) => {
      if (typeof listener !== 'function') throw new TypeError(`on: found ${typeName(listener)}, expected a function`);
      // The same function may be given twice, and taken away once.
      const own = (status: Status): void => listener(status);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  });
}

function setSpec(lab: Lab, spec: unknown): readonly Notice[] {
  if (typeof spec === 'string') return lab.setAll(spec, 'link');
  if (!(spec instanceof Object) || Array.isArray(spec) || typeof spec === 'function') throw new TypeError(`setSpec: found ${typeName(spec)}, expected a link or an object of settings`);
  return lab.setAll(linkWith(lab.store.state.experiment, spec), 'setting');
}

/** Nothing trains, loads or is looked for. */
function isAtRest(state: State): boolean {
  return state.recall === 'done' && phase(state) !== 'loading' && phase(state) !== 'running';
}

function statusOf(state: State): Status {
  const { experiment, trainer, data, failure } = state;
  return {
    state: phase(state),
    epoch: evaluatedEpoch(state) ?? null,
    epochs: experiment.spec.epochs,
    backend: trainer.kind === 'open' ? trainer.backend : null,
    dataset: experiment.spec.data,
    link: experiment.link,
    failure: failure ?? (data.kind === 'missing' ? data.message : null),
  };
}

function tells(before: State, after: State): boolean {
  return before.experiment !== after.experiment || phase(before) !== phase(after) || evaluatedEpoch(before) !== evaluatedEpoch(after);
}

/** A listener that fails does not keep others from hearing; the page tells of it as of any error. */
function tell(listener: (status: Status) => void, status: Status): void {
  try {
    listener(status);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
