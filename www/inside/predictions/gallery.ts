/** @file The gallery of test pictures: filtered, paged by buttons and keys, each picture opening large. */

import { count, epochText } from '../../format';
import { insideTexts } from '../../texts/inside';
import { make, setText } from '../../views/element';
import { colorOf } from '../../views/arm-look';
import { GalleryCard } from './gallery-card';
import { examplesOf, type Filter, filterLabel, FILTERS } from './gallery-filter';
import { OpenPicture } from './open-picture';
import { SIDES } from '../inspector';
import type { PairPredictions } from './pair-predictions';

const PAGE = 12;

/** What the gallery asks of its panel. */
export interface GalleryParts {
  readonly pixels: (example: number) => Uint8Array | undefined;
  /** The reader wants to draw on a test picture. */
  readonly onDrawOn: (pixels: Uint8Array) => void;
}

/** The pictures of one filter, a page at a time. */
export class Gallery {
  readonly element = make('section', 'inside-part');
  readonly #parts: GalleryParts;
  readonly #filters = make('fieldset', 'gallery-filters', make('legend', '', insideTexts().gallery.show));
  readonly #filter_texts = new Map<Filter, HTMLElement>();
  readonly #class = make('select');
  readonly #key = make('p', 'arm-key');
  readonly #list = make('ul', 'gallery');
  readonly #cards: readonly GalleryCard[];
  readonly #where = make('p', 'gallery-where');
  readonly #previous = make('button', '', insideTexts().gallery.previous_page);
  readonly #next = make('button', '', insideTexts().gallery.next_page);
  readonly #opened: OpenPicture;
  #pair: PairPredictions | undefined;
  #names: readonly string[] = [];
  #filter: Filter = 'all';
  #examples: readonly number[] = [];
  #first = 0;
  /** The card that Tab goes to. */
  #current = 0;

  constructor(parts: GalleryParts) {
    this.#parts = parts;
    this.#cards = Array.from({ length: PAGE }, () => new GalleryCard((example) => this.#open(example)));
    this.#opened = new OpenPicture({ ...parts, onMove: (by) => this.#moveOpened(by), onClosed: (example) => this.#focusOn(example) });
    this.#where.setAttribute('role', 'status');
    this.#list.setAttribute('aria-label', insideTexts().gallery.title);
    for (const button of [this.#previous, this.#next]) button.type = 'button';
    this.#previous.addEventListener('click', () => this.#goTo(this.#first - PAGE));
    this.#next.addEventListener('click', () => this.#goTo(this.#first + PAGE));
    this.#list.addEventListener('keydown', (event) => this.#onKey(event));
    this.#list.addEventListener('focusin', ({ target }) => this.#makeCurrent(this.#cards.findIndex(({ button }) => button === target)));
    const class_label = make('label', 'gallery-class', `${insideTexts().gallery.true_class} `, this.#class);
    this.#class.addEventListener('change', () => this.#choose());
    this.#makeFilters();
    this.element.append(
      make('h3', '', insideTexts().gallery.title),
      make('p', 'help', insideTexts().gallery.help),
      this.#filters,
      class_label,
      this.#key,
      this.#list,
      make('div', 'gallery-pages', this.#previous, this.#next, this.#where),
      make('p', 'help', insideTexts().gallery.keys),
      this.#opened.element,
    );
  }

  /** Shows the predictions of a pair; filter and page stay where they can. */
  show(pair: PairPredictions, names: readonly string[]): void {
    this.#pair = pair;
    if (names.join() !== this.#names.join()) this.#class.replaceChildren(new Option(insideTexts().gallery.any, ''), ...names.map((name, index) => new Option(name, String(index))));
    this.#names = names;
    this.#key.replaceChildren(`${insideTexts().gallery.at(epochText(pair.epoch))}: `, ...SIDES.map((side) => keyOf(pair.arms[side], side === 0 ? insideTexts().gallery.above : insideTexts().gallery.below)));
    this.#choose(this.#first);
  }

  #makeFilters(): void {
    for (const filter of FILTERS) {
      const input = make('input');
      input.type = 'radio';
      input.name = 'gallery-filter';
      input.value = filter;
      input.checked = filter === this.#filter;
      input.addEventListener('change', () => {
        this.#filter = filter;
        this.#choose();
      });
      const text = make('span');
      this.#filter_texts.set(filter, text);
      this.#filters.append(make('label', 'check', input, text));
    }
  }

  #choose(first = 0): void {
    const pair = this.#pair;
    if (!pair) return;
    const of_class = this.#class.value === '' ? undefined : Number(this.#class.value);
    for (const [filter, text] of this.#filter_texts) {
      const examples = examplesOf(pair, filter, of_class);
      setText(text, filterLabel(filter, pair.arms, examples.length));
      if (filter === this.#filter) this.#examples = examples;
    }
    this.#goTo(first);
  }

  #goTo(first: number): void {
    const last_page = Math.floor(Math.max(0, this.#examples.length - 1) / PAGE) * PAGE;
    this.#first = Math.max(0, Math.min(first, last_page));
    const shown = this.#examples.slice(this.#first, this.#first + PAGE);
    this.#previous.disabled = this.#first === 0;
    this.#next.disabled = this.#first + PAGE >= this.#examples.length;
    setText(this.#where, shown.length === 0 ? insideTexts().gallery.none : insideTexts().gallery.where(count(this.#first + 1), count(this.#first + shown.length), count(this.#examples.length)));
    const pair = this.#pair;
    if (!pair) return;
    shown.forEach((example, index) => this.#cards[index]?.show(pair, this.#names, { example, pixels: this.#parts.pixels(example) }));
    const elements = this.#cards.slice(0, shown.length).map(({ element }) => element);
    if (this.#list.children.length !== elements.length) this.#list.replaceChildren(...elements);
    this.#makeCurrent(Math.min(this.#current, Math.max(0, shown.length - 1)));
    this.#opened.refresh(pair, this.#names);
  }

  #makeCurrent(index: number): void {
    if (index < 0) return;
    this.#current = index;
    this.#cards.forEach(({ button }, at) => {
      button.tabIndex = at === index ? 0 : -1;
    });
  }

  #onKey(event: KeyboardEvent): void {
    const columns = getComputedStyle(this.#list).gridTemplateColumns.split(' ').length;
    const at = this.#first + this.#current;
    const targets: Partial<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - columns,
      ArrowDown: at + columns,
      PageUp: at - PAGE,
      PageDown: at + PAGE,
      Home: 0,
      End: this.#examples.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    this.#focusAt(Math.max(0, Math.min(target, this.#examples.length - 1)));
  }

  #focusAt(place: number): void {
    this.#goTo(Math.floor(place / PAGE) * PAGE);
    this.#cards[place - this.#first]?.button.focus();
  }

  #open(example: number): void {
    if (this.#pair) this.#opened.open(this.#pair, this.#names, example);
  }

  #moveOpened(by: number): void {
    const next = this.#examples[this.#examples.indexOf(this.#opened.example) + by];
    if (next !== undefined) this.#open(next);
  }

  /** Back from a picture, the one that was open last has the focus. */
  #focusOn(example: number): void {
    const place = this.#examples.indexOf(example);
    if (place >= 0) this.#focusAt(place);
  }
}

function keyOf(arm: PairPredictions['arms'][0], where: string): HTMLElement {
  const key = make('span', 'arm-key-entry', `${arm.name} ${where}`);
  key.style.setProperty('--hue', `var(${colorOf(arm.id)})`);
  return key;
}
