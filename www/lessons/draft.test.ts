/** @file Tests of the lesson that is being made: what is done to it, and what is taken for one when it is read again. */
import { expect, test } from 'vitest';
import { blankDraft, blankQuestion, blankStep, fileNameOf, readDraft, withoutStep, withQuestion, withStep, withStepAfter, withStepMoved } from './draft';

const titles = ({ steps }: { readonly steps: readonly { readonly title: string }[] }): string[] => steps.map(({ title }) => title);

function draftOf(...names: string[]): ReturnType<typeof blankDraft> {
  return { ...blankDraft('v=1', 'en'), steps: names.map((title) => ({ ...blankStep('v=1'), title })) };
}

test('steps are added behind one, moved, changed and removed, and the draft before stays as it was', () => {
  const before = draftOf('a', 'b');
  expect(titles(withStepAfter(before, 0, { ...blankStep('v=1'), title: 'c' }))).toEqual(['a', 'c', 'b']);
  expect(titles(withStepMoved(before, 1, -1))).toEqual(['b', 'a']);
  expect(withStepMoved(before, 1, 1)).toBe(before);
  expect(withStepMoved(before, 0, -1)).toBe(before);
  expect(titles(withStep(before, 1, { title: 'd' }))).toEqual(['a', 'd']);
  expect(titles(withoutStep(before, 0))).toEqual(['b']);
  expect(titles(before)).toEqual(['a', 'b']);
});

test('a lesson keeps one step', () => {
  const only = draftOf('a');
  expect(withoutStep(only, 0)).toBe(only);
});

test('a question comes and goes', () => {
  const asked = withQuestion(draftOf('a', 'b'), 1, blankQuestion('number'));
  expect(asked.steps[1]?.question).toEqual({ kind: 'number', text: '', measure: 'test_accuracy', layer: 0, arm: 'treatment', within: 5 });
  expect(withQuestion(asked, 1, undefined).steps[1]).not.toHaveProperty('question');
});

test('a draft is read again as it was kept; anything else is none', () => {
  const draft = withQuestion(draftOf('a'), 0, blankQuestion('choice'));
  expect(readDraft(JSON.stringify(draft))).toEqual(draft);
  for (const text of [undefined, '', '{', 'null', '[]', '{}', '{"steps":[]}', '{"steps":[1]}', '{"steps":[{"title":"a","text":"b"}]}']) expect(readDraft(text), text ?? 'nothing').toBeUndefined();
});

test('numbers that no file holds are read as the nearest that it does', () => {
  const asked = withQuestion(draftOf('a'), 0, { ...blankQuestion('choice'), layer: 1.6 });
  const minutesOf = (minutes: number): number | undefined => readDraft(JSON.stringify({ ...asked, minutes }))?.minutes;
  expect([2.4, -1, 1e12].map(minutesOf)).toEqual([2, 0, 0xffff_ffff]);
  expect(readDraft(JSON.stringify(asked))?.steps[0]?.question?.layer).toBe(2);
});

test('a file is named after the title, whatever is in it', () => {
  const nameOf = (title: string): string => fileNameOf({ ...draftOf('a'), title });
  expect(nameOf('Does dropout help?')).toBe('does-dropout-help.json');
  expect(nameOf('Übung 1/2: «Größe»')).toBe('ubung-1-2-gro-e.json');
  expect(nameOf('../../..')).toBe('lesson.json');
  expect(nameOf('課')).toBe('lesson.json');
});
