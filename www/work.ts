/** @file How much work an experiment is, measured against another. */

import type { Experiment } from './core';
import { wantedKeys } from './state';

/** Examples that go forward and backward through a network, over all runs and steps. */
export function work(experiment: Experiment): number {
  const { batch, train } = experiment.spec;
  return wantedKeys(experiment).length * experiment.steps * Math.min(batch, train);
}

/** "about 58 times the work", to two digits, since an evaluation costs something, too. */
export function workAgainst(experiment: Experiment, other: Experiment): string {
  const ratio = work(experiment) / work(other);
  const two_digits = (value: number): string => Number(value.toPrecision(2)).toLocaleString('en');
  if (ratio > 1.05) return `about ${two_digits(ratio)} times the work`;
  return ratio < 0.95 ? `about ${two_digits(ratio * 100)}% of the work` : 'about the same work';
}
