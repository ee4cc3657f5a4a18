/** @file Tests of predictions and outcomes in words. */
import { expect, test } from 'vitest';
import type { Outcome } from '../statistics';
import { guessWords, measureWords, outcomeWords, unitOf } from './question-words';

const choice = { kind: 'choice', text: '?', measure: 'test_loss', layer: 0, arm: 'treatment', within: 0 } as const;
const number = { kind: 'number', text: '?', measure: 'test_accuracy', layer: 0, arm: 'baseline', within: 5 } as const;
const came = (judged: Outcome['judged'], verdict: Outcome['verdict'] = 'inconclusive', level = ''): Outcome => ({ judged, verdict, level, sentence: '' });

test('each way in which a prediction comes out is a sentence of its own', () => {
  expect(outcomeWords(choice, { kind: 'smaller' }, came('right', 'smaller'))).toBe('Right: your prediction was smaller, and so it came out.');
  expect(outcomeWords(choice, { kind: 'alike' }, came('right'))).toBe('Right: your prediction was no clear difference, and so it came out.');
  expect(outcomeWords(choice, { kind: 'smaller' }, came('wrong', 'larger'))).toBe('Not so: your prediction was smaller, and it came out larger.');
  expect(outcomeWords(choice, { kind: 'larger' }, came('cannot_tell'))).toMatch(/^These runs cannot tell: your prediction was larger/);
  expect(outcomeWords(choice, undefined, came('no_guess', 'larger'))).toBe('No prediction was made before these runs. It came out larger.');
  expect(outcomeWords(number, { kind: 'number', number: 80 }, came('wrong', 'inconclusive', '91.20%'))).toBe('Not so: your prediction was 80 percent, and it came out 91.20%.');
  expect(outcomeWords(number, undefined, came('no_guess'))).toBe('No prediction was made before these runs.');
});

test('a number has the unit of its measure', () => {
  expect(unitOf('accuracy_gap')).toBe('percentage points');
  expect(unitOf('test_loss')).toBe('nats');
  expect(guessWords({ measure: 'activation_variance' }, { kind: 'number', number: 0.2 })).toBe('0.2');
});

test('a question says what it is about, its layer included', () => {
  expect(measureWords(choice)).toBe('Test loss of treatment, compared with the reference arm after the last epoch.');
  expect(measureWords({ ...number, measure: 'activation_variance', layer: 2 })).toBe('Variance of the outputs, masks off, hidden layer 2 of baseline after the last epoch, mean over the replicates.');
});
