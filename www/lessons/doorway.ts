/** @file The way to lessons: the list, the file picker, and the lesson that the link names. All else is fetched when one is opened. */

import { told } from '../file-troubles';
import type { Lab } from '../lab';
import { later, PartMissing } from '../later';
import type { State } from '../state';
import { texts } from '../texts/texts';
import { byId } from '../views/element';
import type { Desk } from './desk';

/** What a link calls a lesson that came from the reader's own file. */
export const OWN_FILE = 'file';
/** What a link calls the page on which lessons are made. */
export const BUILDER = 'builder';

/** Follows the link's lesson. */
export class LessonsView {
  readonly #lab: Lab;
  #desk: Promise<Desk> | undefined;
  /** Once it is there. */
  #at_hand: Desk | undefined;
  /** The lesson that the link named last; `undefined` before the first drawing. */
  #name: string | undefined;

  constructor(lab: Lab) {
    this.#lab = lab;
    const picker = byId('lesson-file', HTMLInputElement);
    const onChosen = (): void => {
      void this.open([...(picker.files ?? [])]);
      // The same file can then be chosen again.
      picker.value = '';
    };
    picker.addEventListener('change', onChosen);
    // Chosen before this script was here.
    if (picker.files?.length === 1) onChosen();
    byId('make-lesson', HTMLButtonElement).addEventListener('click', () => lab.present({ lesson: BUILDER }));
  }

  /** A file that may be a lesson; others are none of this view's business. */
  static takes(files: readonly File[]): boolean {
    return files.length === 1 && (files[0]?.name.toLowerCase().endsWith('.json') ?? false);
  }

  /** Plays a lesson from a file. */
  async open([file]: readonly File[]): Promise<void> {
    if (file) await this.#use((desk) => desk.openFile(file));
  }

  render(state: State): void {
    const { lesson } = state.presentation;
    const is_first = this.#name === undefined;
    if (lesson !== (this.#name ?? '')) {
      this.#name = lesson;
      void this.#use((desk) => desk.open(lesson, is_first));
    }
    this.#name = lesson;
    this.#at_hand?.render(state);
  }

  async #use(use: (desk: Desk) => Promise<void>): Promise<void> {
    try {
      this.#desk ??= later(() => import('./desk')).then((loaded) => new loaded.Desk(this.#lab));
      this.#at_hand = await this.#desk;
      await use(this.#at_hand);
    } catch (error) {
      // Tried again when a lesson is next opened.
      this.#desk = undefined;
      if (error instanceof PartMissing) this.#lab.notice(error.message, error.reload_helps);
      else this.#lab.notice(texts().later.missing(told(error)));
    }
  }
}
