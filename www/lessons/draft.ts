/** @file A lesson that is being made, and what can be done to it: pure, and never refused; what is missing is told by the checks. */

import type { Lesson, Prediction, Step } from '../sharing-module';

/** The same form as a lesson, with whatever has been filled in so far. */
export type Draft = Lesson;

/** A lesson of one step about this experiment. */
export function blankDraft(link: string, language: string): Draft {
  return { format: 1, title: '', language, minutes: 10, about: '', steps: [blankStep(link)] };
}

export function blankStep(link: string): Step {
  return { title: '', text: '', link, after: '' };
}

/** What a question starts from. */
export function blankQuestion(kind: Prediction['kind']): Prediction {
  const measure = kind === 'choice' ? 'accuracy_gap' : 'test_accuracy';
  return { kind, text: '', measure, layer: 0, arm: 'treatment', within: kind === 'choice' ? 0 : 5 };
}

export function withStep(draft: Draft, at: number, change: Partial<Step>): Draft {
  return { ...draft, steps: draft.steps.map((step, index) => (index === at ? { ...step, ...change } : step)) };
}

/** With another step behind this one. */
export function withStepAfter(draft: Draft, at: number, step: Step): Draft {
  return { ...draft, steps: draft.steps.toSpliced(at + 1, 0, step) };
}

/** A lesson keeps one step. */
export function withoutStep(draft: Draft, at: number): Draft {
  return draft.steps.length > 1 ? { ...draft, steps: draft.steps.toSpliced(at, 1) } : draft;
}

/** With a step one place earlier or later; the same where there is no such place. */
export function withStepMoved(draft: Draft, at: number, by: -1 | 1): Draft {
  const [step, other] = [draft.steps[at], draft.steps[at + by]];
  if (!step || !other) return draft;
  const steps = [...draft.steps];
  steps[at] = other;
  steps[at + by] = step;
  return { ...draft, steps };
}

/** Another question, or none. */
export function withQuestion(draft: Draft, at: number, question: Prediction | undefined): Draft {
  return { ...draft, steps: draft.steps.map((step, index) => (index === at ? asking(step, question) : step)) };
}

/** A step with another question, or none. */
export function asking(step: Step, question: Prediction | undefined): Step {
  if (question) return { ...step, question };
  const silent = { ...step };
  delete silent.question;
  return silent;
}

/** The most that a file holds where it counts something. */
const MOST = 0xffff_ffff;

/** The nearest number that a file holds where it counts something. */
export function asCount(value: number): number {
  return Math.min(MOST, Math.max(0, Math.round(value)));
}

/** A draft as it was kept; `undefined` where that is none. */
export function readDraft(text: string | undefined): Draft | undefined {
  if (text === undefined) return undefined;
  try {
    const kept: unknown = JSON.parse(text);
    return isDraft(kept) ? withCounts({ ...blankDraft('v=1', 'en'), ...kept }) : undefined;
  } catch {
    return undefined;
  }
}

function withCounts(draft: Draft): Draft {
  const steps = draft.steps.map((step) => asking(step, step.question && { ...step.question, layer: asCount(step.question.layer ?? 0) }));
  return { ...draft, minutes: asCount(draft.minutes ?? 0), steps };
}

function isDraft(kept: unknown): kept is Pick<Draft, 'steps'> {
  return typeof kept === 'object' && kept !== null && 'steps' in kept && Array.isArray(kept.steps) && kept.steps.length > 0 && kept.steps.every(isStep);
}

function isStep(step: unknown): boolean {
  if (typeof step !== 'object' || step === null) return false;
  return ['title', 'text', 'link'].every((key) => typeof (step as Record<string, unknown>)[key] === 'string');
}

/** What a file of the lesson is called: its title in small letters without accents, joined by hyphens. */
export function fileNameOf({ title }: Draft): string {
  const plain = title.normalize('NFKD').replaceAll(/[̀-ͯ]/g, '').toLowerCase();
  const name = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 60);
  return `${name === '' ? 'lesson' : name}.json`;
}
