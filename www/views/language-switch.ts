/** @file The other languages, as buttons. Another one loads the page anew, so nothing that this would lose is lost without a word. */

import { isKnown, nameOf, rememberLanguage, unknownText, withLanguage } from '../language';
import { claimedLink, phase, type State } from '../state';
import { LANGUAGE_NAMES, spokenTag, texts } from '../texts/texts';
import { byId, make } from './element';

/** What a change of language has to do with. */
export interface LanguageSurroundings {
  state(): State;
  notice(text: string): void;
  /** Runs are still there when the page is opened again, and unfinished ones go on. */
  keepsRuns(): boolean;
  /** Resolves when all of them are written. */
  written(): Promise<void>;
}

/** The switch, above the title. */
export class LanguageSwitch {
  readonly #host = byId('languages', HTMLElement);
  readonly #surroundings: LanguageSurroundings;

  constructor(surroundings: LanguageSurroundings) {
    this.#surroundings = surroundings;
    this.#offer();
  }

  /** A link was opened that says something about the language. */
  follow(asked: string): void {
    if (asked === '' || asked === spokenTag()) return;
    if (!isKnown(asked)) return this.#surroundings.notice(unknownText(asked));
    this.#want(asked);
  }

  #offer(): HTMLButtonElement[] {
    const buttons = LANGUAGE_NAMES.filter(([tag]) => tag !== spokenTag()).map(([tag, name]) => {
      const button = buttonOf(name, () => this.#want(tag));
      button.lang = tag;
      return button;
    });
    this.#host.replaceChildren(...buttons);
    return buttons;
  }

  #want(tag: string): void {
    const lost = this.#lost();
    if (lost === undefined) return void this.#change(tag);
    const stay = buttonOf(texts().language.stay, () => this.#offer()[0]?.focus());
    const go = buttonOf(texts().language.change(nameOf(tag)), () => void this.#change(tag));
    const question = make('p', '', lost);
    question.id = 'languages-question';
    const group = make('div', 'confirm', question, stay, go);
    group.setAttribute('role', 'group');
    group.setAttribute('aria-labelledby', question.id);
    this.#host.replaceChildren(group);
    stay.focus();
  }

  /** What loading the page anew would lose, in a sentence. */
  #lost(): string | undefined {
    const state = this.#surroundings.state();
    const now = phase(state);
    if (state.experiment.spec.data === 'files' && state.data.kind === 'ready') return texts().language.loses_files;
    // What is kept goes on where it was.
    const has_trained = now === 'running' || now === 'paused' || now === 'finished';
    return has_trained && !this.#surroundings.keepsRuns() ? texts().language.loses_runs : undefined;
  }

  async #change(tag: string): Promise<void> {
    await this.#surroundings.written();
    const state = this.#surroundings.state();
    // Where the link names a language, or the browser remembers none, the address has to.
    const in_address = !rememberLanguage(tag) || state.presentation.lang !== '';
    const address = claimedLink(in_address ? { ...state, presentation_link: withLanguage(state.presentation_link, tag) } : state);
    history.replaceState(null, '', `#${address}`);
    location.reload();
  }
}

function buttonOf(text: string, act: () => void): HTMLButtonElement {
  const button = make('button', '', text);
  button.type = 'button';
  button.addEventListener('click', act);
  return button;
}
