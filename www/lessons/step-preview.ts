/** @file A step as a reader will see it, beside the fields that it is written in. */

import type { Lesson, Step } from '../sharing-module';
import { texts } from '../texts/texts';
import { make } from '../views/element';
import { fromMarkdown } from './markdown';
import { QuestionView } from './question-view';

/** The step before its run, with what is said afterwards below. */
export function previewOf(step: Step, at: number, { steps, language }: Lesson): HTMLElement[] {
  const said = texts().lessons;
  const title = make('h3', 'lesson-step-title', make('span', 'lesson-count', said.step(at + 1, steps.length)), ' ', step.title);
  const question = step.question && new QuestionView(step.question, { language, onReveal: () => undefined, onGuess: (guess) => question?.render({ stage: 'before', guess, outcome: undefined }) });
  question?.render({ stage: 'before', guess: undefined, outcome: undefined });
  const after = step.after ?? '';
  return [
    title,
    make('div', 'lesson-text', fromMarkdown(step.text)),
    ...(question ? [question.element] : []),
    ...(after === '' ? [] : [make('section', 'lesson-after', make('h4', '', said.after), make('div', 'lesson-text', fromMarkdown(after)))]),
  ];
}
