/** @file The history: finished experiments to open again, to compare and to delete, and what the browser keeps of them. */

import { count, storage } from '../format';
import { type HistoryEntry, orderOf } from '../records/entry';
import { differences, type Settings } from '../records/history';
import type { Keeper } from '../records/keeper';
import { phase, type State } from '../state';
import { laterTexts } from '../texts/later';
import { spokenTag, texts } from '../texts/texts';
import { comparisonOf } from './comparison';
import { byId, make, setText } from './element';
import { inEnglish } from './in-english';
import { thumbnail } from './thumbnail';

/** Entries that "Show more" adds. */
const SHOWN_AT_ONCE = 100;

/** An entry on the page. */
interface Item {
  readonly entry: HistoryEntry;
  readonly element: HTMLLIElement;
}

/** Built only while it is open; what is focused stays where it is when entries come and go. */
export class HistoryView {
  readonly #keeper: Keeper;
  readonly #settings: Settings;
  readonly #onReopen: (link: string) => void;
  readonly #details = byId('history-details', HTMLDetailsElement);
  readonly #summary = byId('history-summary', HTMLElement);
  readonly #files_text = byId('history-files', HTMLElement);
  readonly #list = byId('history-entries', HTMLElement);
  readonly #hint = byId('history-hint', HTMLElement);
  readonly #comparison = byId('history-comparison', HTMLElement);
  readonly #more = byId('history-more', HTMLButtonElement);
  readonly #kept_text = byId('kept-text', HTMLElement);
  readonly #removed_text = byId('removed-text', HTMLElement);
  readonly #delete_all = byId('delete-all', HTMLButtonElement);
  readonly #confirm = byId('delete-all-confirm', HTMLElement);
  readonly #deleted_text = byId('deleted-text', HTMLElement);
  readonly #when = new Intl.DateTimeFormat(spokenTag(), { dateStyle: 'medium', timeStyle: 'short' });
  #items = new Map<string, Item>();
  /** Deleted while the list was open, so that they can be brought back. */
  readonly #deleted = new Map<string, HistoryEntry>();
  readonly #ticked = new Set<string>();
  #compared = '';
  #next_id = 0;
  #most_shown = SHOWN_AT_ONCE;
  #quota_text = '';

  constructor(keeper: Keeper, settings: Settings, onReopen: (link: string) => void) {
    this.#keeper = keeper;
    this.#settings = settings;
    this.#onReopen = onReopen;
    this.#details.addEventListener('toggle', () => {
      if (this.#details.open) {
        this.#keeper.recount();
        void this.#readQuota();
      } else this.#deleted.clear();
      this.#update();
    });
    this.#more.addEventListener('click', () => {
      this.#most_shown += SHOWN_AT_ONCE;
      this.#update();
    });
    this.#listenForDeletion();
  }

  render(state: State): void {
    this.#files_text.hidden = state.experiment.spec.data !== 'files' || phase(state) !== 'finished';
    this.#update();
  }

  #update(): void {
    const { entries } = this.#keeper;
    setText(this.#summary, entries.length === 0 ? laterTexts().history.empty : laterTexts().history.summary(entries.length));
    if (!this.#details.open) return;
    this.#updateList(entries);
    this.#updateComparison(entries);
    this.#updateUsage();
  }

  #updateList(entries: readonly HistoryEntry[]): void {
    for (const { key } of entries) this.#deleted.delete(key);
    const all = [...entries, ...this.#deleted.values()].sort((a, b) => orderOf(b) - orderOf(a));
    const shown = all.slice(0, this.#most_shown);
    this.#more.hidden = shown.length === all.length;
    const items = new Map(shown.map((entry) => [this.#itemKey(entry), this.#items.get(this.#itemKey(entry)) ?? this.#itemOf(entry)]));
    for (const [key, { element }] of this.#items) if (!items.has(key)) element.remove();
    this.#items = items;
    [...items.values()].forEach(({ element }, index) => {
      const there = this.#list.children[index];
      if (there !== element) this.#list.insertBefore(element, there ?? null);
    });
  }

  #itemKey({ key, finished_at }: HistoryEntry): string {
    return `${this.#deleted.has(key) ? 'deleted' : 'entry'} ${String(finished_at)} ${key}`;
  }

  #itemOf(entry: HistoryEntry): Item {
    return { entry, element: this.#deleted.has(entry.key) ? this.#deletedElement(entry) : this.#element(entry) };
  }

  #element(entry: HistoryEntry): HTMLLIElement {
    const title = make('h3', '', entry.title);
    this.#next_id += 1;
    title.id = `entry-${String(this.#next_id)}`;
    const when = make('time', '', this.#when.format(entry.finished_at));
    when.dateTime = new Date(entry.finished_at).toISOString();
    const told = differences(entry.texts, this.#settings);
    const words = told.length === 0 ? laterTexts().history.defaults : told.join('; ').replace(/[^.?!]$/, '$&.');
    const verdicts = entry.verdicts.filter((text) => text !== '').map((text) => inEnglish(make('p', 'entry-verdict', text)));
    const about = make('div', 'entry-words', title, make('p', 'help', when), make('p', 'help', words), ...verdicts);
    const reopen = button(laterTexts().history.reopen, title.id, () => this.#onReopen(entry.link));
    const remove = button(laterTexts().history.remove, title.id, () => this.#delete(entry));
    const actions = make('div', 'entry-actions', reopen, remove, this.#compareBox(entry, title.id));
    return make('li', 'entry', thumbnail(entry.thumbnail, entry.epochs), about, actions);
  }

  #compareBox({ key }: HistoryEntry, described_by: string): HTMLLabelElement {
    const box = make('input');
    box.type = 'checkbox';
    box.checked = this.#ticked.has(key);
    box.setAttribute('aria-describedby', described_by);
    box.addEventListener('change', () => {
      if (box.checked) this.#ticked.add(key);
      else this.#ticked.delete(key);
      this.#update();
    });
    return make('label', 'check', box, make('span', '', laterTexts().history.compare));
  }

  #delete(entry: HistoryEntry): void {
    this.#ticked.delete(entry.key);
    this.#deleted.set(entry.key, entry);
    this.#keeper.deleteEntry(entry.key);
    this.#update();
    this.#focusIn(entry);
  }

  #deletedElement(entry: HistoryEntry): HTMLLIElement {
    const said = make('p', '', laterTexts().history.deleted(entry.title));
    said.setAttribute('role', 'status');
    const undo = button(laterTexts().history.undo, undefined, () => {
      this.#deleted.delete(entry.key);
      this.#keeper.keepEntry(entry);
      this.#update();
      this.#focusIn(entry);
    });
    return make('li', 'entry deleted', said, undo);
  }

  /** The focus would be lost with the button that was just pressed. */
  #focusIn(entry: HistoryEntry): void {
    this.#items.get(this.#itemKey(entry))?.element.querySelector('button')?.focus({ preventScroll: true });
  }

  #updateComparison(entries: readonly HistoryEntry[]): void {
    const ticked = entries.filter(({ key }) => this.#ticked.has(key));
    setText(this.#hint, hintText(entries.length, ticked.length));
    const [second, first] = ticked;
    const pair = ticked.length === 2 && first && second ? ([first, second] as const) : undefined;
    const compared = pair ? pair.map((entry) => `${String(entry.finished_at)} ${entry.key}`).join('|') : '';
    if (compared === this.#compared) return;
    this.#compared = compared;
    this.#comparison.replaceChildren(...(pair ? [comparisonOf(...pair, this.#settings)] : []));
  }

  #updateUsage(): void {
    const { runs, unfinished, bytes, removed, most_bytes } = this.#keeper.usage;
    const unfinished_text = unfinished.runs === 0 ? '' : texts().resume.kept(unfinished.runs, storage(unfinished.bytes));
    setText(this.#kept_text, `${laterTexts().history.kept(runs, count(runs), storage(bytes), storage(most_bytes))}${unfinished_text}${this.#quota_text}`);
    this.#removed_text.hidden = removed === 0;
    setText(this.#removed_text, laterTexts().history.removed(removed, count(removed)));
    if (this.#delete_all.dataset['locked'] === undefined) this.#delete_all.disabled = runs + unfinished.runs === 0 && this.#keeper.entries.length === 0;
  }

  async #readQuota(): Promise<void> {
    // Absent where the page is not served securely.
    const { quota } = await ((navigator as Partial<Navigator>).storage?.estimate() ?? Promise.resolve<StorageEstimate>({}));
    this.#quota_text = quota === undefined ? '' : ` ${laterTexts().history.quota(storage(quota))}`;
    this.#update();
  }

  #listenForDeletion(): void {
    const ask = (asks: boolean): void => {
      this.#confirm.hidden = !asks;
      this.#delete_all.hidden = asks;
      (asks ? byId('keep-all', HTMLButtonElement) : this.#delete_all).focus({ preventScroll: true });
    };
    this.#delete_all.addEventListener('click', () => {
      setText(this.#deleted_text, '');
      ask(true);
    });
    byId('keep-all', HTMLButtonElement).addEventListener('click', () => ask(false));
    byId('delete-all-confirmed', HTMLButtonElement).addEventListener('click', () => {
      this.#deleted.clear();
      this.#ticked.clear();
      this.#keeper.clear();
      ask(false);
      setText(this.#deleted_text, laterTexts().history.all_deleted);
      this.#summary.focus({ preventScroll: true });
    });
  }
}

function hintText(entries: number, ticked: number): string {
  if (entries < 2) return '';
  return ticked <= 2 ? laterTexts().history.tick_two : laterTexts().history.ticked(ticked);
}

function button(text: string, described_by: string | undefined, act: () => void): HTMLButtonElement {
  const element = make('button', '', text);
  element.type = 'button';
  if (described_by !== undefined) element.setAttribute('aria-describedby', described_by);
  element.addEventListener('click', act);
  return element;
}
