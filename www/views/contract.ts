/** @file The attributes of <html> by which scripts tell what the page is doing. */

import { evaluatedEpoch, phase, type State } from '../state';

/** Kept up to date with each change of the state, also in a hidden tab. */
export function writeContract(state: State): void {
  const { dataset } = document.documentElement;
  const epoch = evaluatedEpoch(state);
  const facts = {
    state: phase(state),
    backend: state.trainer.kind === 'open' ? state.trainer.backend : undefined,
    dataset: state.experiment.spec.data,
    epoch: epoch === undefined ? undefined : String(epoch),
  };
  for (const [name, value] of Object.entries(facts)) {
    if (dataset[name] === value) continue;
    if (value === undefined) Reflect.deleteProperty(dataset, name);
    else dataset[name] = value;
  }
}
