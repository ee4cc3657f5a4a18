/** @file What happens to a claim that came with a link: it stands with its settings, and only with them. */
import { expect, test } from 'vitest';
import type { Experiment } from './core';
import { addressLink, claimedLink } from './state';
import { initialState, reduce } from './store';
import { experimentOf } from './test-experiment';

const claiming: Experiment = { ...experimentOf(), claim: '1/cpu/and-so-on' };
const opened = initialState(claiming);

test('the claim of a link stands in the address, and not in what is passed on', () => {
  expect(opened.claim).toBe('1/cpu/and-so-on');
  expect(claimedLink(opened)).toBe(`${claiming.link}&result=1/cpu/and-so-on`);
  expect(addressLink(opened)).toBe(claiming.link);
});

test('other settings withdraw a claim, and its link is kept as the way back', () => {
  for (const cause of ['setting', 'anew', 'continue'] as const) {
    const changed = reduce(opened, { kind: 'opened', experiment: experimentOf({ epochs: 3 }), cause });
    expect([changed.claim, changed.withdrawn]).toEqual(['', claimedLink(opened)]);
    const again = reduce(changed, { kind: 'opened', experiment: experimentOf({ epochs: 4 }), cause });
    expect(again.withdrawn).toBe(claimedLink(opened));
  }
  const carried = reduce(opened, { kind: 'carried-on', experiment: experimentOf({ then: '5:0,0,0' }), step: 5 });
  expect([carried.claim, carried.withdrawn]).toEqual(['', claimedLink(opened)]);
});

test('a control that changes nothing leaves the claim alone', () => {
  expect(reduce(opened, { kind: 'opened', experiment: experimentOf(), cause: 'setting' }).claim).toBe('1/cpu/and-so-on');
  expect(reduce(opened, { kind: 'reset' }).claim).toBe('1/cpu/and-so-on');
});

test('another link makes its own claim or none, and withdraws nothing', () => {
  const plain = reduce(opened, { kind: 'opened', experiment: experimentOf({ epochs: 3 }), cause: 'link' });
  expect([plain.claim, plain.withdrawn]).toEqual(['', '']);
  const other = reduce(plain, { kind: 'opened', experiment: { ...experimentOf({ seed: 3 }), claim: '1/webgpu' }, cause: 'link' });
  expect([other.claim, other.withdrawn]).toEqual(['1/webgpu', '']);
});
