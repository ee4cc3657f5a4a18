/** @file The card of an open question: what is trained for it, one button to run it, and its answer as the numbers come in. */

import type { Card, Experiment } from '../core';
import type { Curves } from '../curves';
import { lastStep, measuredAlong, measuredAt, measuredAtBestOfOthers } from '../evidence';
import { capitalised } from '../format';
import type { Lab } from '../lab';
import { evaluatedEpoch, phase, shownCurves, type State } from '../state';
import type { answer, needs_curves } from '../statistics';
import { costText, whenText } from './card-words';
import { byId, make, setText } from './element';
import { texts } from '../texts/texts';
import { inEnglish } from './in-english';
import { ThreePictures } from './three-pictures';
import { workAgainst } from '../work';

/** A card with its experiments opened. */
export interface OpenCard extends Card {
  readonly own: Experiment;
  readonly full: Experiment;
}

/** What answers questions, once the statistics have arrived. */
export interface Answering {
  readonly answer: typeof answer;
  readonly needs_curves: typeof needs_curves;
}

interface Answered {
  readonly experiment: Experiment;
  readonly curves: State['curves'];
  readonly is_running: boolean;
  readonly is_finished: boolean;
  readonly at_millis: number;
}

/** While training, the answer follows the numbers this often. */
const ANSWER_EVERY_MILLIS = 1000;
/** Before this share of the epochs an answer so far would only mislead. */
const EARLY = 1 / 3;

/** The panel `#card`; hidden where no question is open. */
export class CardPanel {
  readonly #panel = byId('card', HTMLElement);
  readonly #title = byId('card-title', HTMLElement);
  readonly #about = byId('card-about', HTMLElement);
  readonly #start = byId('card-start', HTMLElement);
  readonly #run = byId('card-run', HTMLButtonElement);
  readonly #cost = byId('card-cost', HTMLElement);
  readonly #answer = byId('card-answer', HTMLElement);
  readonly #when = byId('card-when', HTMLElement);
  readonly #conclusion = inEnglish(byId('card-conclusion', HTMLElement));
  readonly #rests = byId('card-rests', HTMLDetailsElement);
  readonly #evidence = inEnglish(byId('card-evidence', HTMLElement));
  readonly #spoken = byId('card-spoken', HTMLElement);
  readonly #full_way = byId('card-full-way', HTMLElement);
  readonly #full = byId('card-full', HTMLAnchorElement);
  readonly #full_work = byId('card-full-work', HTMLElement);
  readonly #back_way = byId('card-back-way', HTMLElement);
  readonly #back = byId('card-back', HTMLAnchorElement);
  readonly #inside_way = byId('card-inside-way', HTMLElement);
  readonly #pictures: ThreePictures;
  #card: OpenCard | undefined;
  /** What the answer on the page was made from, and when. */
  #answered: Answered | undefined;
  #was_running = false;
  #answering: Answering | undefined;

  constructor(lab: Lab, onClose: (by_pointer: boolean) => void) {
    this.#run.addEventListener('click', () => lab.run());
    byId('card-inside', HTMLButtonElement).addEventListener('click', openLayers);
    byId('card-close', HTMLButtonElement).addEventListener('click', ({ detail }) => onClose(detail > 0));
    this.#pictures = new ThreePictures(lab);
  }

  /** From here on questions are answered. */
  answerBy(answering: Answering): void {
    this.#answering = answering;
    this.#answered = undefined;
  }

  render(state: State, card: OpenCard | undefined): void {
    this.#panel.hidden = card === undefined;
    this.#pictures.render(state);
    if (card !== this.#card) this.#show(card);
    if (!card) return;
    this.#renderStart(state, card);
    this.#renderWays(state.experiment, card);
    this.#renderAnswer(state);
  }

  /** Scrolls to the card and puts the focus on it, where a screen reader goes on reading. */
  comeIntoView(): void {
    this.scrollTo(howToScroll());
    this.#title.focus({ preventScroll: true });
  }

  scrollTo(behavior: ScrollBehavior): void {
    this.#panel.scrollIntoView({ behavior, block: 'start' });
  }

  #show(card: OpenCard | undefined): void {
    this.#card = card;
    this.#answered = undefined;
    this.#was_running = false;
    this.#rests.open = false;
    setText(this.#spoken, '');
    if (!card) return;
    setText(this.#title, card.title);
    setText(this.#about, card.about);
    this.#full.href = `#${card.full.link}`;
    setText(this.#full_work, `${capitalised(workAgainst(card.full, card.own))}.`);
    this.#back.href = `#${card.own.link}`;
  }

  #renderStart(state: State, card: OpenCard): void {
    const now = phase(state);
    const had_focus = document.activeElement === this.#run;
    const can_run = !state.wants_running && now !== 'finished' && now !== 'failed';
    this.#start.hidden = !can_run;
    setText(this.#run, now === 'paused' ? texts().card.go_on : texts().card.run);
    const { experiment } = state;
    setText(this.#cost, now === 'paused' ? texts().card.to_the_end : costText(experiment.link === card.own.link ? undefined : workAgainst(experiment, card.own)));
    // The focus would be lost with the button that was just pressed.
    if (had_focus && !can_run) this.#title.focus({ preventScroll: true });
  }

  #renderWays({ link, spec }: Experiment, card: OpenCard): void {
    this.#full_way.hidden = link === card.full.link;
    this.#back_way.hidden = link === card.own.link;
    this.#inside_way.hidden = !spec.probes;
  }

  #renderAnswer(state: State): void {
    const now = phase(state);
    const is_running = now === 'running';
    const { experiment } = state;
    const curves = shownCurves(state);
    const last = this.#answered;
    const same = last?.experiment === experiment && last.curves === state.curves && last.is_running === is_running;
    const soon = is_running && last?.is_running === true && last.experiment === experiment && performance.now() - last.at_millis < ANSWER_EVERY_MILLIS;
    if (!same && !soon) {
      this.#answered = { experiment, curves: state.curves, is_running, is_finished: now === 'finished', at_millis: performance.now() };
      const height = this.#answer.offsetHeight;
      const epoch = evaluatedEpoch(state) ?? 0;
      const is_early = is_running && epoch < experiment.spec.epochs * EARLY;
      const [conclusion = '', ...evidence] = this.#answering && epoch > 0 && !is_early ? answerOf(this.#answering, state, curves) : [];
      setText(this.#when, whenText(now, epoch));
      setText(this.#conclusion, conclusion);
      this.#writeEvidence(evidence);
      this.#answer.classList.toggle('so-far', now !== 'finished');
      // Closed until there is a final answer: while a card trains for the first time, the charts are to stay near.
      if (now === 'finished' && !last?.is_finished) this.#rests.open = true;
      this.#keepHeight(is_running, height);
    }
    if (this.#was_running && now === 'finished') this.#spoken.replaceChildren(`${whenText(now, evaluatedEpoch(state) ?? 0)} `, inEnglish(make('span', '', this.#conclusion.textContent)));
    else if (is_running) setText(this.#spoken, '');
    this.#was_running = is_running;
  }

  #writeEvidence(sentences: readonly string[]): void {
    const items = [...this.#evidence.children];
    sentences.forEach((sentence, index) => {
      const item = items[index] ?? this.#evidence.appendChild(make('li'));
      setText(item, sentence);
    });
    for (const item of items.slice(sentences.length)) item.remove();
    this.#rests.hidden = sentences.length === 0;
  }

  /** What stands below does not jump up and down with each provisional answer; `before` is what the last one took. */
  #keepHeight(is_running: boolean, before: number): void {
    this.#answer.style.minHeight = is_running ? `${String(Math.max(before, this.#answer.offsetHeight))}px` : '';
  }
}

/** What the layers do over time, which is measured with such a question, stands in a panel of its own. */
function openLayers(): void {
  const panel = byId('inside-layers', HTMLDetailsElement);
  panel.open = true;
  panel.querySelector('summary')?.focus({ preventScroll: true });
  panel.scrollIntoView({ behavior: howToScroll() });
}

function howToScroll(): ScrollBehavior {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
}

/** The answer from the evaluations so far: a conclusion, then what it rests on. */
function answerOf({ answer, needs_curves }: Answering, state: State, curves: Curves): string[] {
  const { link } = state.experiment;
  const along = needs_curves(link) ? measuredAlong(state, curves) : [];
  return answer(link, measuredAt(state, curves, lastStep(state, curves)), measuredAtBestOfOthers(state, curves), along);
}
