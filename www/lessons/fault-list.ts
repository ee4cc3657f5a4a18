/** @file The faults of a lesson file as a list: where, what was found, what was expected. */

import type { Fault } from '../sharing-module';
import { texts } from '../texts/texts';
import { make } from '../views/element';

export function faultList(faults: readonly Fault[]): HTMLElement {
  return make('ul', 'lesson-faults', ...faults.map((fault) => make('li', '', faultText(fault))));
}

/** One fault in a sentence. */
export function faultText({ step, field, message }: Fault): string {
  const text = field === '' ? message : `${field}: ${message}`;
  return step === 0 ? texts().lessons.ofLesson(text) : texts().lessons.ofStep(step, text);
}
