/** @file The builder: a lesson is written step by step, seen as it is written, checked, tried and saved as a file. */

import { saveFile } from '../export/save-file';
import type { Lab } from '../lab';
import { type Lesson, read_lesson, step_page_link, write_lesson } from '../sharing-module';
import { texts } from '../texts/texts';
import { byId, make, setText } from '../views/element';
import { blankDraft, blankStep, type Draft, fileNameOf, readDraft, withoutStep, withQuestion, withStep, withStepAfter, withStepMoved } from './draft';
import { faultText } from './fault-list';
import { BUILDER } from './doorway';
import { button, countInput, labelled, lineInput, textInput } from './inputs';
import type { Kept } from './kept';
import { StepEditor } from './step-editor';
import { previewOf } from './step-preview';

/** What a builder is made of. */
export interface BuilderContext {
  readonly lab: Lab;
  readonly kept: Kept;
  /** Plays the lesson of this file. */
  readonly onPlay: (text: string) => void;
  readonly onClose: () => void;
}

const KEPT_AS = 'draft';

/** The builder, in the section `#lesson`. */
export class Builder {
  readonly element = make('div', 'builder');
  readonly #context: BuilderContext;
  readonly #title = make('h2', '', texts().builder.heading);
  readonly #about = make('div', 'builder-about');
  readonly #steps = make('ol', 'builder-steps');
  readonly #editor = make('div');
  readonly #preview = make('div', 'builder-preview');
  readonly #checks = make('ul', 'lesson-faults');
  readonly #checked = make('p', 'builder-checked');
  readonly #told = make('p', 'help');
  readonly #undo: HTMLButtonElement;
  readonly #acts: Readonly<Record<'earlier' | 'later' | 'remove' | 'save' | 'play', HTMLButtonElement>>;
  #draft: Draft;
  /** As it was before something was taken out of it. */
  #before: { readonly draft: Draft; readonly at: number } | undefined;
  #at = 0;
  #frame = 0;

  constructor(context: BuilderContext) {
    this.#context = context;
    this.#draft = readDraft(context.kept.read(KEPT_AS)) ?? this.#blank();
    const said = texts().builder;
    this.#title.id = 'lesson-title';
    this.#title.tabIndex = -1;
    this.#told.setAttribute('role', 'status');
    this.#checked.setAttribute('role', 'status');
    this.#undo = button(said.undo, () => this.#takeBack());
    this.#acts = {
      earlier: button(said.earlier, () => this.#moveStep(-1)),
      later: button(said.later, () => this.#moveStep(1)),
      remove: button(said.remove, () => this.#removeStep()),
      save: button(said.download, () => saveFile(fileNameOf(this.#draft), this.#file(), 'application/json'), 'primary'),
      play: button(said.play, () => context.onPlay(this.#file())),
    };
    const { earlier, later, remove, save, play } = this.#acts;
    const picker = make('input');
    picker.type = 'file';
    picker.accept = '.json,application/json';
    picker.addEventListener('change', () => {
      const [file] = picker.files ?? [];
      if (file) void this.#open(file);
      picker.value = '';
    });
    this.#preview.setAttribute('role', 'region');
    this.#preview.setAttribute('aria-label', said.preview);
    this.element.append(
      make('header', 'lesson-head', this.#title, make('p', 'help', said.help), button(texts().builder.close, context.onClose)),
      make('div', 'builder-acts', labelled(said.openFile, picker), button(said.anew, () => this.#replace(this.#blank(), said.begun))),
      make('div', 'builder-told', this.#told, this.#undo),
      this.#about,
      make('h3', '', said.steps),
      this.#steps,
      make('div', 'builder-acts', button(said.add, () => this.#addStep()), earlier, later, remove),
      make('div', 'builder-columns', this.#editor, make('div', 'builder-side', make('h3', '', said.preview), this.#preview)),
      make('section', 'builder-end', make('h3', '', said.checks), this.#checked, this.#checks, make('div', 'builder-acts', save, play)),
    );
    this.#showAll();
  }

  focus(): void {
    byId('lesson', HTMLElement).scrollIntoView({ block: 'start', behavior: 'instant' });
    this.#title.focus({ preventScroll: true });
  }

  /** The builder shows its draft, whatever the experiment does. */
  render(): void {
    return undefined;
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
  }

  #blank(): Draft {
    const { experiment, presentation } = this.#context.lab.store.state;
    return blankDraft(experiment.link, presentation.lang === '' ? document.documentElement.lang : presentation.lang);
  }

  #file(): string {
    return write_lesson(this.#draft, new URL('lessons/lesson.schema.json', document.baseURI).href);
  }

  #change(draft: Draft): void {
    this.#draft = draft;
    this.#context.kept.write(KEPT_AS, JSON.stringify(draft));
    // Typing stays quick: what follows from the draft is shown once in a frame.
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#showResults());
  }

  #replace(draft: Draft, told: string, at = 0): void {
    this.#before = { draft: this.#draft, at: this.#at };
    this.#at = at;
    this.#change(draft);
    setText(this.#told, told);
    this.#showAll();
  }

  #takeBack(): void {
    if (!this.#before) return;
    const { draft, at } = this.#before;
    this.#before = undefined;
    this.#at = at;
    this.#change(draft);
    setText(this.#told, texts().builder.undone);
    this.#showAll();
    this.#title.focus({ preventScroll: true });
  }

  async #open(file: File): Promise<void> {
    const { lesson, faults } = read_lesson(await file.text());
    const said = texts().builder;
    if (lesson) this.#replace(lesson, said.opened(file.name));
    else setText(this.#told, [said.notOpened(file.name), ...faults.map(faultText)].join(' '));
  }

  #addStep(): void {
    const link = this.#context.lab.store.state.experiment.link;
    this.#change(withStepAfter(this.#draft, this.#at, blankStep(link)));
    this.#select(this.#at + 1);
  }

  #removeStep(): void {
    const { title } = this.#draft.steps[this.#at] ?? { title: '' };
    const left = withoutStep(this.#draft, this.#at);
    this.#replace(left, texts().builder.removed(title), Math.min(this.#at, left.steps.length - 1));
    this.#undo.focus();
  }

  #moveStep(by: -1 | 1): void {
    const moved = withStepMoved(this.#draft, this.#at, by);
    if (moved === this.#draft) return;
    this.#at += by;
    this.#change(moved);
    this.#showSteps();
  }

  #select(at: number): void {
    this.#at = at;
    this.#showSteps();
    this.#showEditor().focus();
  }

  #showAll(): void {
    const said = texts().builder;
    const { title, language, minutes, about } = this.#draft;
    const write = (change: Partial<Lesson>): void => this.#change({ ...this.#draft, ...change });
    this.#about.replaceChildren(
      labelled(said.title, lineInput(title, (text) => write({ title: text }))),
      labelled(said.minutes, countInput(minutes, (value) => write({ minutes: value }))),
      labelled(said.language, lineInput(language, (text) => write({ language: text })), said.languageHelp),
      labelled(said.about, textInput(about, 3, (text) => write({ about: text })), said.aboutHelp),
    );
    this.#undo.hidden = this.#before === undefined;
    this.#showSteps();
    this.#showEditor();
  }

  #showSteps(): void {
    const { steps } = this.#draft;
    this.#steps.replaceChildren(
      ...steps.map((_, index) => {
        const choose = button(this.#nameOf(index), () => this.#select(index));
        if (index === this.#at) choose.setAttribute('aria-current', 'step');
        return make('li', '', choose);
      }),
    );
    const { earlier, later, remove } = this.#acts;
    earlier.disabled = this.#at === 0;
    later.disabled = this.#at === steps.length - 1;
    remove.disabled = steps.length === 1;
    this.#showResults();
  }

  #nameOf(index: number): string {
    const title = this.#draft.steps[index]?.title ?? '';
    return title.trim() === '' ? texts().builder.untitled(index + 1) : title;
  }

  #showEditor(): StepEditor {
    const { lab } = this.#context;
    const at = this.#at;
    const step = this.#draft.steps[at] ?? blankStep('v=1');
    const editor = new StepEditor(step, {
      onChange: (change) => this.#change(withStep(this.#draft, at, change)),
      onQuestion: (question) => this.#change(withQuestion(this.#draft, at, question)),
      presentLink: () => lab.store.state.experiment.link,
      // Nothing is hidden or locked while a lesson is made.
      onOpen: (link) => {
        lab.openLink(step_page_link(link, lab.store.state.presentation_link, BUILDER));
        lab.present({ hide: [], lock: [] });
      },
    });
    this.#editor.replaceChildren(editor.element);
    return editor;
  }

  /** What follows from the draft: the names of its steps, the preview, the checks. */
  #showResults(): void {
    this.#frame = 0;
    const said = texts().builder;
    [...this.#steps.querySelectorAll('button')].forEach((choose, index) => setText(choose, this.#nameOf(index)));
    const step = this.#draft.steps[this.#at];
    if (step) this.#preview.replaceChildren(...previewOf(step, this.#at, this.#draft));
    const { lesson, faults, notices } = read_lesson(this.#file());
    const found = [...faults, ...notices];
    setText(this.#checked, found.length === 0 ? said.sound : said.faulty(found.length));
    this.#checks.replaceChildren(...found.map((fault) => make('li', '', faultText(fault))));
    this.#acts.play.disabled = lesson === undefined;
  }
}
