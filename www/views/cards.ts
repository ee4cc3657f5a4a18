/** @file The questions as links, and the card of the one that is open. */

import { type Card, open_link } from '../core';
import type { Lab } from '../lab';
import type { State } from '../state';
import { type Answering, CardPanel, type OpenCard } from './card-panel';
import { byId, make } from './element';

interface Question {
  readonly card: OpenCard;
  readonly anchor: HTMLAnchorElement;
}

/** The list of questions; the open one is marked, and its card stands above the charts. */
export class CardsView {
  readonly #questions: readonly Question[];
  readonly #panel: CardPanel;
  /** `undefined` before the first drawing. */
  #shown: string | undefined;

  constructor(cards: readonly Card[], lab: Lab) {
    this.#questions = cards.map((card) => {
      const [own, full] = [open_link(card.link), open_link(card.full_link)];
      const anchor = make('a', '', card.title);
      anchor.href = `#${own.link}`;
      // Where its link is in the address already, nothing else would tell that it was pressed.
      anchor.addEventListener('click', () => {
        if (this.#shown === card.question) this.#panel.comeIntoView();
      });
      return { card: { ...card, own, full }, anchor };
    });
    byId('question-list', HTMLElement).replaceChildren(...this.#questions.map(({ anchor }) => make('li', '', anchor)));
    this.#panel = new CardPanel(lab, (by_pointer) => this.#close(lab, by_pointer));
  }

  /** From here on questions are answered. */
  answerBy(answering: Answering): void {
    this.#panel.answerBy(answering);
  }

  render(state: State): void {
    const { question } = state.experiment.spec;
    const open = this.#questions.find(({ card }) => card.question === question);
    const loses_focus = !open && byId('card', HTMLElement).contains(document.activeElement);
    this.#panel.render(state, open?.card);
    if (question === this.#shown) return;
    // Undo or Back closed it; the focus goes where it goes when the reader closes it.
    if (loses_focus) this.#questions.find(({ card }) => card.question === this.#shown)?.anchor.focus({ preventScroll: true });
    const is_first = this.#shown === undefined;
    this.#shown = question;
    for (const { anchor } of this.#questions) {
      if (anchor === open?.anchor) anchor.setAttribute('aria-current', 'true');
      else anchor.removeAttribute('aria-current');
    }
    // In a lesson, reading goes on with its step.
    if (!open || state.presentation.lesson !== '') return;
    if (!is_first) this.#panel.comeIntoView();
    else if (scrollY === 0) this.#panel.scrollTo('instant');
  }

  /** The focus goes back to where the question was opened; a pointer does not need the page to scroll there. */
  #close(lab: Lab, by_pointer: boolean): void {
    const opened_by = this.#questions.find(({ card }) => card.question === this.#shown)?.anchor;
    lab.set('question', 'none');
    opened_by?.focus({ preventScroll: by_pointer });
  }
}
