/** @file What Share offers beside the link: the link with its result, a short text, a QR code, the device's own sharing. */

import { addressOf } from '../address';
import type { Lab } from '../lab';
import { loadSharing } from '../sharing-module';
import { phase, type State } from '../state';
import { effects, loadStatistics } from '../statistics';
import { texts } from '../texts/texts';
import { byId, make, setText } from '../views/element';
import { copyFrom } from '../views/share';
import { sentence } from '../workbench';
import { MOST_QR_CHARACTERS, qrDrawing } from './qr';
import '../styles/sharing.css';
import { shortText } from './short-text';
import { withRuns } from './with-runs';

/** A text with its button. */
interface Offer<F extends HTMLInputElement | HTMLTextAreaElement> {
  readonly field: F;
  readonly copy: HTMLButtonElement;
  readonly help: HTMLElement;
}

/** The part of the panel beneath the link. */
export class Offers {
  readonly #lab: Lab;
  readonly #panel = byId('share-panel', HTMLElement);
  readonly #link = byId('share-link', HTMLInputElement);
  readonly #result = offer('share-result', make('input'), texts().sharing.result);
  readonly #text = offer('share-short-text', make('textarea'), texts().sharing.text);
  readonly #code = make('details', 'share-code');
  readonly #code_place = make('div');
  readonly #code_help = make('p', 'help');
  readonly #save = button(texts().sharing.save_code, () => saveDrawing(this.#code_place));
  /** What is shown, so that nothing is made twice. */
  #shown: Pick<State, 'experiment' | 'curves' | 'presentation_link' | 'trainer'> | undefined;
  #ready = false;

  constructor(lab: Lab) {
    this.#lab = lab;
    const t = texts().sharing;
    const acts = make('div', 'share-acts', button(t.copy_link, () => void copyFrom(this.#link, texts().share.copied)));
    // The types do not say that some browsers have none.
    if ('share' in navigator) acts.append(button(t.by_device, () => void this.#shareByDevice()));
    acts.append(button(t.close, () => this.#close()));
    this.#result.copy.addEventListener('click', () => void copyFrom(this.#result.field, t.result.copied));
    this.#text.copy.addEventListener('click', () => void copyFrom(this.#text.field, t.text.copied));
    this.#text.field.rows = 6;
    this.#code.append(make('summary', '', t.code), this.#code_place, this.#code_help, this.#save);
    this.#code.addEventListener('toggle', () => this.#drawCode());
    byId('share-text', HTMLElement).after(acts, partOf(this.#result), partOf(this.#text), this.#code);
    this.#panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#close();
    });
    lab.store.listen((_, after) => {
      if (!this.#panel.hidden && this.#ready) this.#render(after);
    });
  }

  /** Shows what there is to offer now. */
  async show(): Promise<void> {
    await Promise.all([loadSharing(), loadStatistics()]);
    this.#ready = true;
    this.#render(this.#lab.store.state);
  }

  #render(state: State): void {
    const shown = this.#shown;
    const same = (key: keyof NonNullable<typeof shown>): boolean => shown?.[key] === state[key];
    const is_same = same('experiment') && same('presentation_link') && same('trainer') && (same('curves') || phase(state) !== 'finished');
    if (is_same) return;
    this.#shown = state;
    this.#link.value = addressOf(state);
    const with_result = this.#renderResult(state);
    this.#text.field.value = shortText(state, with_result ?? this.#link.value, effects);
    this.#drawCode();
  }

  /** The link with its result; `undefined` where there is none yet, which is said. */
  #renderResult(state: State): string | undefined {
    const t = texts().sharing.result;
    const { field, copy, help } = this.#result;
    const [link, said] = resultOf(state, this.#link.value);
    field.value = link ?? '';
    field.parentElement?.toggleAttribute('hidden', link === undefined);
    copy.hidden = link === undefined;
    setText(help, link === undefined ? said : [t.help, said].join(' ').trim());
    return link;
  }

  #drawCode(): void {
    if (!this.#code.open) return;
    const t = texts().sharing;
    const drawing = qrDrawing(this.#link.value, t.code_label);
    this.#code_place.replaceChildren(...(drawing ? [drawing] : []));
    this.#save.hidden = !drawing;
    setText(this.#code_help, drawing ? t.code_help : t.code_too_long(this.#link.value.length, MOST_QR_CHARACTERS));
  }

  async #shareByDevice(): Promise<void> {
    try {
      await navigator.share({ title: 'Dropout Lab', url: this.#result.field.value || this.#link.value });
    } catch (error) {
      // Whoever closes the device's own dialog wants nothing said.
      if (!(error instanceof DOMException && error.name === 'AbortError')) this.#lab.notice(texts().sharing.not_shared(sentence(error)));
    }
  }

  #close(): void {
    this.#panel.hidden = true;
    byId('share', HTMLButtonElement).focus();
  }
}

/** The link with what the experiment came to, and what it leaves out; or why there is none. */
function resultOf(state: State, plain: string): [link: string | undefined, said: string] {
  const t = texts().sharing.result;
  try {
    const made = withRuns(state, (runs) => runs.claimed_link(plain));
    return made ? [made.link, made.left_out === '' ? '' : t.left_out(made.left_out)] : [undefined, t.not_finished];
  } catch (error) {
    return [undefined, t.impossible(sentence(error))];
  }
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = make('button', '', text);
  made.type = 'button';
  made.addEventListener('click', onClick);
  return made;
}

function offer<F extends HTMLInputElement | HTMLTextAreaElement>(id: string, field: F, words: { readonly label: string; readonly copy: string }): Offer<F> {
  const made = field;
  made.id = id;
  made.readOnly = true;
  const help = make('p', 'help');
  help.id = `${id}-help`;
  made.setAttribute('aria-describedby', help.id);
  made.setAttribute('aria-label', words.label);
  const copy = make('button', '', words.copy);
  copy.type = 'button';
  return { field: made, copy, help };
}

function partOf({ field, copy, help }: Offer<HTMLInputElement | HTMLTextAreaElement>): HTMLElement {
  const label = make('h3', '', field.getAttribute('aria-label') ?? '');
  return make('div', 'share-part', label, make('div', 'share-line', field, copy), help);
}

/** Gives the reader the drawing as a file. */
function saveDrawing(place: HTMLElement): void {
  const drawing = place.querySelector('svg');
  if (!drawing) return;
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(drawing)], { type: 'image/svg+xml' }));
  const anchor = make('a');
  anchor.href = url;
  anchor.download = 'dropout-lab-qr.svg';
  anchor.click();
  // The browser has taken hold of the file by the next turn.
  setTimeout(() => URL.revokeObjectURL(url));
}
