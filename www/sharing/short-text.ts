/** @file An experiment in a few lines for a forum post or a slide: a title, what it came to, the link. */

import { lastStep, measuredAt } from '../evidence';
import { phase, referenceOf, shownCurves, type State } from '../state';
import type { effects } from '../statistics';
import { texts } from '../texts/texts';
import { sentencesOf } from '../verdicts';

/** The measures that are told. */
const TOLD = ['accuracy_gap', 'loss_gap', 'test_accuracy'];

/** The lines; without effects before the experiment has finished. */
export function shortText(state: State, link: string, compare: typeof effects): string {
  return [titleOf(state), ...toldOf(state, compare), link].join('\n');
}

function titleOf({ experiment }: State): string {
  const { spec, arms } = experiment;
  const named = arms.map(({ id, name, drop }) => (id === 'baseline' ? name : `${name} (${drop.join(' / ')})`));
  return texts().sharing.title(named, spec.replicates, spec.epochs);
}

function toldOf(state: State, compare: typeof effects): string[] {
  if (phase(state) !== 'finished') return [];
  const curves = shownCurves(state);
  const found = compare(state.experiment.link, { at: 'last', measured: measuredAt(state, curves, lastStep(state, curves)) });
  const sentences = sentencesOf(found, TOLD).filter((sentence) => sentence !== '');
  return sentences.length > 0 ? sentences : [texts().sharing.nothing_to_compare(referenceOf(state.experiment))];
}
