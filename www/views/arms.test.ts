/** @file What an arm's runs cost, in words. */
import { expect, test } from 'vitest';
import { armKeys } from '../state';
import { initialState } from '../store';
import { curveWithLosses } from '../test-curves';
import { experimentOf } from '../test-experiment';
import { timeText } from './arms';

test('compute time is summed over the runs of an arm, and not named before there is any', () => {
  const experiment = experimentOf();
  const spent = (millis: number) => new Map(armKeys(experiment, 'treatment').map((key) => [key, curveWithLosses(1).withMillis(millis)]));
  const text = (millis: number): string => timeText({ ...initialState(experiment), curves: spent(millis) }, 'treatment');
  expect([text(6150), text(90_000), text(0)]).toEqual(['12.3 s for 2 runs', '180 s for 2 runs', '']);
});
