/** @file The course of a pair: the step that takes the least training, never beyond where a run ended. */
import { expect, test } from 'vitest';
import { type AtHand, courseOf } from './course';

const at = (held?: number, own?: number): AtHand => ({ held, own });

test('nothing measured and nothing at hand: both begin', () => {
  expect(courseOf([at(), at()], 0)).toEqual({ step: 0, from: ['start', 'start'], left: 0 });
});

test('held a slice apart: the one behind catches up', () => {
  expect(courseOf([at(104), at(100)], 90)).toEqual({ step: 104, from: ['held', 'held'], left: 4 });
});

test('held far apart, as after a slider was moved: the one ahead is trained to the other, and goes on from there', () => {
  expect(courseOf([at(3000), at(100)], 90)).toEqual({ step: 100, from: ['start', 'held'], left: 100 });
  expect(courseOf([at(3000, 100), at(600)], 590)).toEqual({ step: 600, from: ['own', 'held'], left: 500 });
  expect(courseOf([at(3000, 2900), at(3000)], 2950)).toEqual({ step: 3000, from: ['held', 'held'], left: 0 });
});

test('one held, one recalled: to where both were measured', () => {
  expect(courseOf([at(60), at()], 60)).toEqual({ step: 60, from: ['held', 'start'], left: 60 });
});

test('a network at hand that is at its step stays as it is', () => {
  expect(courseOf([at(60, 60), at(60, 60)], 60)).toEqual({ step: 60, from: ['own', 'own'], left: 0 });
});

test('after a reset there is no way back but from the start', () => {
  expect(courseOf([at(undefined, 60), at(undefined, 60)], 0)).toEqual({ step: 0, from: ['start', 'start'], left: 0 });
});

test('a run that ended is not trained beyond its end', () => {
  expect(courseOf([at(3000), at()], 500, 500)).toEqual({ step: 500, from: ['start', 'start'], left: 1000 });
});
