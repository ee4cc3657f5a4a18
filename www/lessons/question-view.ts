/** @file The question of a step: a prediction made before the run, locked in, and held against what the runs say. */

import type { Prediction } from '../sharing-module';
import type { Guess, Outcome } from '../statistics';
import { texts } from '../texts/texts';
import { make, setText } from '../views/element';
import { inEnglish } from '../views/in-english';
import { fromMarkdown } from './markdown';
import { guessWords, measureWords, outcomeWords, unitOf } from './question-words';
import type { Stage } from './stage';

/** What a question is shown with. */
export interface Asked {
  readonly stage: Stage;
  readonly guess: Guess | undefined;
  /** What the runs came to; `undefined` before they are finished. */
  readonly outcome: Outcome | undefined;
}

/** What a question needs to know, and what the reader does. */
export interface QuestionContext {
  /** The language of the question. */
  readonly language: string;
  /** A prediction is locked in; `undefined` = taken back. */
  readonly onGuess: (guess: Guess | undefined) => void;
  /** The outcome of runs that were there already is wanted without a prediction. */
  readonly onReveal: () => void;
}

const CHOICES = ['larger', 'smaller', 'alike'] as const;

let made = 0;

/** One question of one step. */
export class QuestionView {
  readonly element = make('section', 'lesson-question');
  readonly #question: Prediction;
  readonly #form = make('form', 'lesson-form');
  readonly #locked = make('p', 'lesson-locked');
  readonly #change = make('button', '', texts().lessons.change);
  readonly #reveal = make('button', '', texts().lessons.reveal);
  readonly #hint = make('p', 'help');
  readonly #outcome = make('p', 'lesson-outcome');
  readonly #rests_on = inEnglish(make('p', 'help'));
  readonly #read: () => Guess | undefined;
  /** Where the focus goes when what had it is gone. */
  readonly #heading = make('h4', '', texts().lessons.predict);

  constructor(question: Prediction, { language, onGuess, onReveal }: QuestionContext) {
    this.#question = question;
    this.#heading.tabIndex = -1;
    const text = make('div', 'lesson-text', fromMarkdown(question.text));
    text.id = nextId('question');
    text.lang = language;
    this.#read = question.kind === 'choice' ? this.#addChoices(text.id) : this.#addNumber(text.id);
    this.#form.append(make('button', 'primary', texts().lessons.lock), this.#hint);
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const guess = this.#read();
      if (!guess) return;
      onGuess(guess);
      this.#heading.focus({ preventScroll: true });
    });
    this.#change.type = 'button';
    this.#change.addEventListener('click', () => {
      onGuess(undefined);
      this.#form.querySelector('input')?.focus();
    });
    this.#reveal.type = 'button';
    this.#reveal.addEventListener('click', onReveal);
    this.element.append(this.#heading, text, this.#form, this.#reveal, this.#locked, this.#change, this.#outcome, this.#rests_on);
  }

  render({ stage, guess, outcome }: Asked): void {
    const had_focus = [this.#form, this.#change, this.#reveal].some((element) => element.contains(document.activeElement));
    const are_there = stage === 'finished' && !outcome;
    this.#form.hidden = guess !== undefined || !(stage === 'before' || are_there);
    this.#reveal.hidden = guess !== undefined || !are_there;
    setText(this.#hint, are_there ? texts().lessons.thereAlready : texts().lessons.orRun);
    this.#change.hidden = stage !== 'before' || guess === undefined;
    setText(this.#locked, this.#standsAt(stage, guess, outcome));
    setText(this.#outcome, outcome ? outcomeWords(this.#question, guess, outcome) : '');
    setText(this.#rests_on, outcome?.sentence ?? '');
    this.#outcome.dataset['judged'] = outcome?.judged ?? '';
    const is_gone = document.activeElement === document.body || (document.activeElement instanceof HTMLElement && document.activeElement.closest('[hidden]') !== null);
    if (had_focus && is_gone) this.#heading.focus({ preventScroll: true });
  }

  #standsAt(stage: Stage, guess: Guess | undefined, outcome: Outcome | undefined): string {
    const said = texts().lessons;
    if (outcome || stage === 'elsewhere') return '';
    if (!guess) return stage === 'under-way' ? said.begunWithout : '';
    const words = guessWords(this.#question, guess);
    return stage === 'before' ? said.locked(words) : said.underWay(words);
  }

  #addChoices(labelled_by: string): () => Guess | undefined {
    const name = nextId('choice');
    const boxes = CHOICES.map((kind) => {
      const box = make('input');
      box.type = 'radio';
      box.name = name;
      box.required = true;
      box.value = kind;
      return box;
    });
    const labels = boxes.map((box, index) => make('label', 'check', box, make('span', '', texts().lessons.choices[CHOICES[index] ?? 'alike'])));
    const group = make('fieldset', 'lesson-choices', ...labels, make('p', 'help', measureWords(this.#question)));
    group.setAttribute('aria-labelledby', labelled_by);
    this.#form.append(group);
    return () => {
      const kind = CHOICES[boxes.findIndex((box) => box.checked)];
      return kind && { kind };
    };
  }

  #addNumber(described_by: string): () => Guess | undefined {
    const input = make('input');
    input.type = 'number';
    input.step = 'any';
    input.required = true;
    input.inputMode = 'decimal';
    input.autocomplete = 'off';
    input.setAttribute('aria-describedby', described_by);
    const unit = unitOf(this.#question.measure);
    const label = make('label', 'lesson-number', make('span', '', texts().lessons.yourNumber), input, make('span', 'unit-name', unit));
    this.#form.append(label, make('p', 'help', `${measureWords(this.#question)} ${texts().lessons.within(this.#question.within ?? 0, unit)}`));
    return () => (Number.isFinite(input.valueAsNumber) ? { kind: 'number', number: input.valueAsNumber } : undefined);
  }
}

function nextId(what: string): string {
  made += 1;
  return `lesson-${what}-${String(made)}`;
}
