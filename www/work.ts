/** @file How much work an experiment is, measured against another. */

import type { Experiment } from './core';
import { count } from './format';
import { wantedKeys } from './state';
import { texts } from './texts/texts';

/** Examples that go forward and backward through a network, over all runs and steps. */
export function work(experiment: Experiment): number {
  const { batch, train } = experiment.spec;
  return wantedKeys(experiment).length * experiment.steps * Math.min(batch, train);
}

/** "about 58 times the work", to two digits, since an evaluation costs something, too. */
export function workAgainst(experiment: Experiment, other: Experiment): string {
  const ratio = work(experiment) / work(other);
  if (ratio > 1.05) return texts().card.times_the_work(twoDigits(ratio));
  return ratio < 0.95 ? texts().card.share_of_the_work(twoDigits(ratio * 100)) : texts().card.same_work;
}

function twoDigits(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return rounded < 1000 ? String(rounded) : count(rounded);
}
