/** @file Where lessons are opened: a shipped one by its name, one from a file, or the builder; in the section `#lesson`. */

import { fetchFile } from '../download';
import { told } from '../file-troubles';
import type { Lab } from '../lab';
import { later } from '../later';
import { type Fault, loadSharing, read_lesson, type Reading } from '../sharing-module';
import type { State } from '../state';
import { texts } from '../texts/texts';
import { byId, make } from '../views/element';
import '../styles/lessons.css';
import { BUILDER, OWN_FILE } from './doorway';
import { faultList } from './fault-list';
import { AT_THE_START, Kept } from './kept';
import { Player } from './player';

/** Larger files are not even read. */
const MOST_BYTES = 1_000_000;

/** What the section shows. */
interface Shown {
  readonly element: HTMLElement;
  render(state: State): void;
  focus(): void;
  /** It is not shown any more. */
  dispose(): void;
}

/** The section `#lesson`; loaded when something of it is wanted. */
export class Desk {
  readonly #lab: Lab;
  readonly #kept: Kept;
  readonly #place = byId('lesson', HTMLElement);
  #shown: Shown | undefined;
  /** Counts what is opened: what arrives after something else was asked for is dropped. */
  #opened = 0;
  /** The file that is opened next was just chosen: its experiment takes the place of whatever is on the page. */
  #is_fresh = false;

  constructor(lab: Lab) {
    this.#lab = lab;
    this.#kept = new Kept((reason) => lab.notice(texts().lessons.notKept(reason)));
  }

  /** Opens what the link names; `is_first` = with the page itself, whose focus is left alone. */
  async open(name: string, is_first: boolean): Promise<void> {
    this.#opened += 1;
    const turn = this.#opened;
    this.#clear();
    if (name === '') return;
    this.#place.hidden = false;
    this.#place.append(make('p', 'help', texts().lessons.loading));
    try {
      await loadSharing();
      if (name === BUILDER) {
        const { Builder } = await later(() => import('./builder'));
        if (turn === this.#opened) this.#show(new Builder({ lab: this.#lab, kept: this.#kept, onPlay: (text) => this.#playText(text, BUILDER_FILE), onClose: () => this.close() }), is_first);
        return;
      }
      const text = await this.#textOf(name);
      if (turn !== this.#opened) return;
      if (text === undefined) this.close();
      else this.#play(name, text, is_first);
    } catch (error) {
      if (turn !== this.#opened) return;
      this.#lab.notice(texts().lessons.notLoaded(told(error)));
      this.close();
    }
  }

  /** Plays a file that a reader chose or dropped; where it is none, says every fault of it. */
  async openFile(file: File): Promise<void> {
    await loadSharing();
    const said = texts().lessons;
    if (file.size > MOST_BYTES) return this.#refuse(file.name, [{ step: 0, field: '', message: said.tooLarge(file.size, MOST_BYTES) }]);
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    } catch {
      return this.#refuse(file.name, [{ step: 0, field: '', message: said.notText }]);
    }
    this.#playText(text, file.name);
  }

  render(state: State): void {
    this.#shown?.render(state);
  }

  /** No lesson is open any more; the experiment stays as it is. */
  close(): void {
    const had_focus = this.#place.contains(document.activeElement);
    this.#lab.present({ lesson: '', hide: [], lock: [] });
    this.#clear();
    // The list of lessons may be hidden until the next frame.
    if (had_focus) requestAnimationFrame(() => byId('lessons-title', HTMLElement).focus());
  }

  #playText(text: string, file_name: string): void {
    const reading = read_lesson(text);
    if (!reading.lesson) return this.#refuse(file_name, reading.faults);
    if (this.#kept.read(OWN_FILE) !== text) {
      this.#kept.write(OWN_FILE, text);
      this.#kept.keepProgress(OWN_FILE, AT_THE_START);
    }
    this.#is_fresh = true;
    // Where the link names another lesson, this one opens because the link then names it.
    if (this.#lab.store.state.presentation.lesson === OWN_FILE) void this.open(OWN_FILE, false);
    else this.#lab.present({ lesson: OWN_FILE });
  }

  #play(name: string, text: string, is_first: boolean): void {
    const reading: Reading = read_lesson(text);
    if (!reading.lesson) return this.#refuse(name, reading.faults);
    const { lesson } = reading;
    const is_fresh = this.#is_fresh;
    this.#is_fresh = false;
    const player = new Player({ lab: this.#lab, kept: this.#kept, name, lesson, onClose: () => this.close() });
    this.#show(player, is_first);
    player.begin(is_fresh);
  }

  #show(shown: Shown, is_first: boolean): void {
    this.#shown = shown;
    this.#place.replaceChildren(shown.element);
    this.#place.hidden = false;
    shown.render(this.#lab.store.state);
    if (!is_first) shown.focus();
  }

  #clear(): void {
    this.#shown?.dispose();
    this.#shown = undefined;
    this.#place.replaceChildren();
    this.#place.hidden = true;
  }

  /** The text of a lesson; `undefined`, with a notice, where there is none. */
  async #textOf(name: string): Promise<string | undefined> {
    if (name === OWN_FILE) {
      const text = this.#kept.read(OWN_FILE);
      if (text === undefined) this.#lab.notice(texts().lessons.fileGone);
      return text;
    }
    if (!__LESSONS__.includes(name)) {
      this.#lab.notice(texts().lessons.unknown(name.slice(0, 40), __LESSONS__.join(', ')));
      return undefined;
    }
    const response = await fetchFile(new URL(`lessons/${name}.json`, document.baseURI), `lessons/${name}.json`);
    return response.text();
  }

  #refuse(file_name: string, faults: readonly Fault[]): void {
    this.#opened += 1;
    this.#clear();
    const said = texts().lessons;
    const title = make('h2', '', said.faults(file_name));
    title.tabIndex = -1;
    title.id = 'lesson-title';
    const close = make('button', '', said.close);
    close.type = 'button';
    close.addEventListener('click', () => this.close());
    this.#place.replaceChildren(make('header', 'lesson-head', title, close), make('p', 'help', said.faultsHelp), faultList(faults));
    this.#place.hidden = false;
    title.focus();
  }
}

/** What a lesson that is being made is called until it is a file. */
const BUILDER_FILE = 'lesson.json';
