/** @file Tests of the published schema by a validator of its draft: the shipped lessons pass, broken ones do not. */
import { readdirSync, readFileSync } from 'node:fs';
import { Validator, type Schema } from '@cfworker/json-schema';
import { expect, test } from 'vitest';

const FOLDER = 'www/lessons/files/';
const SCHEMA = 'lesson.schema.json';
const read = (file: string): unknown => JSON.parse(readFileSync(FOLDER + file, 'utf8'));
const validator = new Validator(read(SCHEMA) as Schema, '2020-12');

const lesson = (step: object): object => ({ format: 1, title: 'T', language: 'en', minutes: 5, steps: [{ title: 'S', text: 'x', link: 'v=1', ...step }] });

test('every shipped lesson is one by the schema', () => {
  const files = readdirSync(FOLDER).filter((file) => file !== SCHEMA);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(validator.validate(read(file)).errors, file).toEqual([]);
});

test('what the page refuses the schema refuses, too', () => {
  const choice = { kind: 'choice', text: '?', measure: 'test_loss', arm: 'treatment' };
  expect(validator.validate(lesson({ question: choice })).valid).toBe(true);
  expect(validator.validate(lesson({ question: { ...choice, kind: 'number', within: 5 } })).valid).toBe(true);
  const refused = [
    { ...lesson({}), format: 2 },
    { ...lesson({}), chapters: [] },
    lesson({ title: ' ' }),
    lesson({ onload: 'x' }),
    lesson({ question: { ...choice, measure: 'beauty' } }),
    lesson({ question: { ...choice, within: 5 } }),
    lesson({ question: { ...choice, kind: 'number' } }),
    lesson({ question: { ...choice, arm: 'pinned-9' } }),
    { ...lesson({}), steps: [] },
  ];
  for (const value of refused) expect(validator.validate(value).valid, JSON.stringify(value)).toBe(false);
});
