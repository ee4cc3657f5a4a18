/** @file Plays a lesson: its step with text, question and what is said after the run; on to the next, back to the one before. */

import { type Experiment, open_link } from '../core';
import { lastStep, measuredAt } from '../evidence';
import type { Lab } from '../lab';
import { type Lesson, step_page_link } from '../sharing-module';
import { settled, shownCurves, type State } from '../state';
import { type Guess, type Outcome, outcome } from '../statistics';
import { texts } from '../texts/texts';
import { byId, make, setText } from '../views/element';
import type { Kept, Progress } from './kept';
import { fromMarkdown } from './markdown';
import { QuestionView } from './question-view';
import { outcomeWords } from './question-words';
import { asksTheSame, type Stage, stageOf } from './stage';

/** What a player is made of. */
export interface PlayerContext {
  readonly lab: Lab;
  readonly kept: Kept;
  /** By which the link names it. */
  readonly name: string;
  readonly lesson: Lesson;
  readonly onClose: () => void;
}

interface Judged {
  readonly experiment: Experiment;
  readonly curves: State['curves'];
  readonly guess: Guess | undefined;
  readonly outcome: Outcome;
}

/** One lesson, in the section `#lesson`. */
export class Player {
  readonly element = make('div', 'lesson-player');
  readonly #context: PlayerContext;
  readonly #experiments: readonly Experiment[];
  readonly #body = make('div', 'lesson-body');
  readonly #title = make('h3', 'lesson-step-title');
  readonly #bar = make('progress', 'lesson-bar');
  readonly #text = make('div', 'lesson-text');
  readonly #elsewhere = make('div', 'lesson-elsewhere');
  readonly #question = make('div');
  readonly #after = make('section', 'lesson-after');
  readonly #after_text = make('div', 'lesson-text');
  readonly #previous = button(texts().lessons.previous);
  readonly #next = button(texts().lessons.next);
  readonly #spoken = make('p', 'visually-hidden');
  #progress: Progress;
  #view: QuestionView | undefined;
  #judged: Judged | undefined;
  /** The browser's Back or Forward was pressed; where it leads is not known yet. */
  #travels = false;
  readonly #open = new AbortController();
  #stage: Stage | undefined;
  /** The reader has seen the runs of this step under way, or asked for their outcome. */
  #is_told = false;

  constructor(context: PlayerContext) {
    const { lesson, kept, name, onClose } = context;
    this.#context = context;
    this.#experiments = lesson.steps.map(({ link }) => open_link(link));
    const progress = kept.progress(name);
    this.#progress = { ...progress, step: Math.min(progress.step, lesson.steps.length - 1) };
    const said = texts().lessons;
    const close = button(said.close);
    close.addEventListener('click', onClose);
    const back = button(said.back);
    back.addEventListener('click', () => {
      this.#openExperiment();
      this.#title.focus({ preventScroll: true });
    });
    this.#elsewhere.append(make('p', '', said.elsewhere), back);
    this.#elsewhere.setAttribute('role', 'status');
    this.#after.append(make('h4', '', said.after), this.#after_text);
    this.#spoken.setAttribute('role', 'status');
    this.#title.tabIndex = -1;
    this.#title.id = 'lesson-step-title';
    this.#bar.max = lesson.steps.length;
    this.#bar.setAttribute('aria-hidden', 'true');
    this.#previous.addEventListener('click', () => this.#move(this.#progress.step - 1));
    this.#next.addEventListener('click', () => this.#move(this.#progress.step + 1));
    for (const text of [this.#text, this.#after_text]) text.lang = lesson.language;
    this.#body.append(make('div', 'lesson-reading', this.#title, this.#text), make('div', 'lesson-asking', this.#elsewhere, this.#question, this.#after));
    const title = make('h2', '', lesson.title);
    title.id = 'lesson-title';
    title.lang = lesson.language;
    this.element.append(
      make('header', 'lesson-head', title, make('p', 'help', said.minutes(lesson.minutes)), close),
      this.#bar,
      this.#body,
      make('nav', 'lesson-steps', this.#previous, this.#next),
      this.#spoken,
    );
    addEventListener('popstate', () => (this.#travels = true), { signal: this.#open.signal });
    this.#show();
  }

  /** It is not shown any more. */
  dispose(): void {
    this.#open.abort();
  }

  /** Opens the experiment of the step that is open; unless the lesson is fresh, one that the address brought stays. */
  begin(is_fresh: boolean): void {
    const { experiment } = this.#context.lab.store.state;
    if (is_fresh || asksTheSame(experiment, open_link(''))) return this.#openExperiment();
    const own = this.#experiments.findIndex(({ link }) => link === experiment.link);
    // The link of a step that somebody passed on, to one who has not begun.
    if (own > 0 && this.#progress.step === 0 && this.#progress.guesses.size === 0 && this.#experiments[0]?.link !== experiment.link) {
      this.#keep({ ...this.#progress, step: own });
      this.#show();
    }
  }

  /** Puts the focus where reading goes on. */
  focus(): void {
    byId('lesson', HTMLElement).scrollIntoView({ block: 'start', behavior: 'instant' });
    this.#title.focus({ preventScroll: true });
  }

  render(state: State): void {
    if (this.#travels) this.#followTo(state.experiment);
    const shown = settled(state);
    const experiment = this.#experiments[this.#progress.step];
    const step = this.#context.lesson.steps[this.#progress.step];
    if (!experiment || !step) return;
    const stage = stageOf(shown, experiment);
    const guess = this.#progress.guesses.get(this.#progress.step);
    this.#is_told ||= stage === 'under-way';
    // Runs that were there when the step was opened keep their outcome to themselves until it is predicted.
    const is_told = stage === 'finished' && (this.#is_told || guess !== undefined || !step.question);
    const found = is_told && step.question ? this.#outcomeOf(shown, guess) : undefined;
    const had_focus = this.#elsewhere.contains(document.activeElement);
    this.#elsewhere.hidden = stage !== 'elsewhere';
    if (had_focus && this.#elsewhere.hidden) this.#title.focus({ preventScroll: true });
    this.#view?.render({ stage, guess, outcome: found });
    this.#after.hidden = !is_told || step.after === undefined || step.after === '';
    this.#body.toggleAttribute('data-asks', this.#view !== undefined || !this.#after.hidden || !this.#elsewhere.hidden);
    // Said once, when the runs end; what is there already when a step opens is read with it.
    if (this.#stage === 'under-way' && is_told) {
      const words = found && step.question ? `${outcomeWords(step.question, guess, found)} ${found.sentence}` : texts().lessons.after;
      setText(this.#spoken, words);
    } else if (stage !== 'finished') setText(this.#spoken, '');
    this.#stage = stage;
  }

  /** Back and Forward lead to experiments of other steps: reading goes on at the nearest that has it. */
  #followTo(experiment: Experiment): void {
    this.#travels = false;
    const at = this.#progress.step;
    const same = this.#experiments.flatMap((own, step) => (asksTheSame(own, experiment) ? [step] : []));
    const nearest = same.sort((a, b) => Math.abs(a - at) - Math.abs(b - at))[0];
    if (nearest === undefined || nearest === at) return;
    this.#keep({ ...this.#progress, step: nearest });
    this.#show();
  }

  #outcomeOf(state: State, guess: Guess | undefined): Outcome | undefined {
    const { experiment, curves } = state;
    const question = this.#context.lesson.steps[this.#progress.step]?.question;
    if (!question) return undefined;
    const known = this.#judged;
    if (known?.experiment === experiment && known.curves === curves && known.guess === guess) return known.outcome;
    const all = shownCurves(state);
    const found = outcome(experiment.link, question, guess, measuredAt(state, all, lastStep(state, all)));
    this.#judged = { experiment, curves, guess, outcome: found };
    return found;
  }

  #move(step: number): void {
    if (!this.#context.lesson.steps[step]) return;
    this.#keep({ ...this.#progress, step });
    this.#show();
    this.#openExperiment();
    this.focus();
  }

  #openExperiment(): void {
    const { lab, lesson, name } = this.#context;
    const step = lesson.steps[this.#progress.step];
    if (!step) return;
    const { experiment, presentation_link } = lab.store.state;
    const link = step_page_link(step.link, presentation_link, name);
    // Where it is computed is the reader's choice, unless the lesson has one.
    const { device } = experiment.spec;
    lab.openLink(device === 'auto' || /(^|&)device=/.test(link) ? link : `${link}&device=${device}`);
  }

  #keep(progress: Progress): void {
    this.#progress = progress;
    this.#context.kept.keepProgress(this.#context.name, progress);
  }

  #show(): void {
    const { lesson } = this.#context;
    const at = this.#progress.step;
    const step = lesson.steps[at];
    if (!step) return;
    this.#judged = undefined;
    this.#stage = undefined;
    this.#is_told = false;
    const said = texts().lessons;
    const title = make('span', '', step.title);
    title.lang = lesson.language;
    this.#title.replaceChildren(make('span', 'lesson-count', said.step(at + 1, lesson.steps.length)), ' ', title);
    this.#bar.value = at + 1;
    this.#text.replaceChildren(...(at === 0 && lesson.about !== '' ? [make('div', 'lesson-about', fromMarkdown(lesson.about))] : []), fromMarkdown(step.text));
    this.#after_text.replaceChildren(fromMarkdown(step.after ?? ''));
    this.#view = step.question && new QuestionView(step.question, { language: lesson.language, onGuess: (guess) => this.#guess(guess), onReveal: () => this.#tell() });
    this.#question.replaceChildren(...(this.#view ? [this.#view.element] : []));
    this.#previous.disabled = at === 0;
    this.#next.disabled = at === lesson.steps.length - 1;
    this.render(this.#context.lab.store.state);
  }

  #tell(): void {
    this.#is_told = true;
    this.#stage = 'under-way';
    this.render(this.#context.lab.store.state);
  }

  #guess(guess: Guess | undefined): void {
    const guesses = new Map(this.#progress.guesses);
    if (guess) guesses.set(this.#progress.step, guess);
    else guesses.delete(this.#progress.step);
    // Said aloud where the runs are there already.
    if (guess && this.#stage === 'finished') this.#stage = 'under-way';
    this.#keep({ ...this.#progress, guesses });
    this.render(this.#context.lab.store.state);
  }
}

function button(name: string): HTMLButtonElement {
  const made = make('button', '', name);
  made.type = 'button';
  return made;
}
