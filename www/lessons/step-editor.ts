/** @file Edits one step of a lesson that is being made: its texts, its experiment, what of it is hidden or locked, its question. */

import { catalog, type Experiment, open_link } from '../core';
import { capitalised } from '../format';
import { type Prediction, type Quantity, type Step, step_link } from '../sharing-module';
import { texts } from '../texts/texts';
import { make } from '../views/element';
import { inEnglish } from '../views/in-english';
import { asking, blankQuestion } from './draft';
import { button, countInput, labelled, lineInput, numberInput, selectInput, textInput } from './inputs';
import { unitOf } from './question-words';

/** What the editor asks of its builder. */
export interface StepCallbacks {
  readonly onChange: (change: Partial<Step>) => void;
  readonly onQuestion: (question: Prediction | undefined) => void;
  /** The fragment of the experiment on the page. */
  readonly presentLink: () => string;
  /** Puts the step's experiment on the page. */
  readonly onOpen: (link: string) => void;
}

const QUANTITIES: readonly Quantity[] = [
  'accuracy_gap',
  'loss_gap',
  'test_accuracy',
  'test_loss',
  'train_accuracy',
  'train_loss',
  'activation_variance',
  'variance_after_mask',
  'one_pass_accuracy',
];
const OF_LAYER: readonly Quantity[] = ['activation_variance', 'variance_after_mask'];
type Showing = 'shown' | 'locked' | 'hidden';

/** The fields of one step. */
export class StepEditor {
  readonly element = make('div', 'builder-step');
  readonly #callbacks: StepCallbacks;
  readonly #experiment = make('div', 'builder-experiment');
  readonly #question = make('div', 'builder-question');
  #step: Step;

  constructor(step: Step, callbacks: StepCallbacks) {
    this.#step = step;
    this.#callbacks = callbacks;
    const said = texts().builder;
    this.element.append(
      labelled(said.stepTitle, lineInput(step.title, (title) => this.#change({ title }))),
      labelled(said.stepText, textInput(step.text, 7, (text) => this.#change({ text })), said.markdown),
      this.#experiment,
      this.#question,
      labelled(said.after, textInput(step.after ?? '', 4, (after) => this.#change({ after })), said.afterHelp),
    );
    this.#showExperiment();
    this.#showQuestion();
  }

  /** Where writing goes on. */
  focus(): void {
    this.element.querySelector('input')?.focus();
  }

  #change(change: Partial<Step>): void {
    this.#step = { ...this.#step, ...change };
    this.#callbacks.onChange(change);
  }

  #showExperiment(): void {
    const said = texts().builder;
    const experiment = open_link(this.#step.link);
    const take = button(said.take, () => {
      const { hide, lock } = open_link(this.#step.link).presentation;
      this.#setLink(step_link(this.#callbacks.presentLink(), hide, lock));
    });
    const open = button(said.open, () => this.#callbacks.onOpen(this.#step.link));
    const link = lineInput(this.#step.link, () => undefined);
    // A link that is pasted counts once it is there as a whole.
    link.addEventListener('change', () => this.#setLink(link.value.trim().replace(/^[^#]*#/, '')));
    link.spellcheck = false;
    const sentences = inEnglish(make('ul', 'plain-list builder-sentences', ...experiment.sentences.map((sentence) => make('li', '', sentence))));
    const had_focus = this.#experiment.contains(document.activeElement);
    this.#experiment.replaceChildren(make('h4', '', said.experiment), make('div', 'builder-acts', take, open), labelled(said.link, link, said.linkHelp), sentences, this.#controls(experiment));
    if (had_focus) take.focus();
  }

  #setLink(link: string): void {
    this.#change({ link });
    this.#showExperiment();
    this.#showQuestion();
  }

  /** Which controls a reader sees, and which can be changed. */
  #controls({ presentation }: Experiment): HTMLElement {
    const said = texts().builder;
    const words: readonly (readonly [Showing, string])[] = [['shown', said.shown], ['locked', said.locked], ['hidden', said.hidden]];
    const now = new Map<string, Showing>([...presentation.lock.map((key) => [key, 'locked'] as const), ...presentation.hide.map((key) => [key, 'hidden'] as const)]);
    const { settings, parts } = catalog();
    const onChange = (key: string, showing: string): void => {
      now.set(key, words.find(([word]) => word === showing)?.[0] ?? 'shown');
      const keysOf = (wanted: Showing): string[] => [...now].filter(([, one]) => one === wanted).map(([one]) => one);
      this.#change({ link: step_link(this.#step.link, keysOf('hidden'), keysOf('locked')) });
      const [link] = this.#experiment.getElementsByTagName('input');
      if (link) link.value = this.#step.link;
    };
    const grid = make('div', 'builder-grid');
    const details = make('details', 'builder-controls', make('summary', '', said.controls), make('p', 'help', said.controlsHelp), grid);
    // Made when they are wanted: they bear the names of the page's own controls.
    details.addEventListener('toggle', () => {
      const rows = settings.map(({ key, label }) => labelled(label, selectInput(words, now.get(key) ?? 'shown', (showing) => onChange(key, showing))));
      const shown_or_hidden = words.filter(([word]) => word !== 'locked');
      const part_rows = parts.map(({ name, about }) => labelled(capitalised(about), selectInput(shown_or_hidden, now.get(name) ?? 'shown', (showing) => onChange(name, showing))));
      grid.replaceChildren(...(details.open ? [...rows, ...part_rows] : []));
    });
    return details;
  }

  #showQuestion(): void {
    const said = texts().builder;
    const { question } = this.#step;
    const kinds = [['none', said.noQuestion], ['choice', said.choice], ['number', said.number]] as const;
    const kind = selectInput(kinds, question?.kind ?? 'none', (chosen) => {
      const text = this.#step.question?.text ?? '';
      this.#setQuestion(chosen === 'none' ? undefined : { ...blankQuestion(chosen === 'choice' ? 'choice' : 'number'), text });
    });
    this.#question.replaceChildren(make('h4', '', said.question), labelled(said.kind, kind), ...(question ? this.#questionFields(question) : []));
  }

  #questionFields(question: Prediction): HTMLElement[] {
    const said = texts().builder;
    const { measures } = texts().lessons;
    const { spec, arms } = open_link(this.#step.link);
    const write = (change: Partial<Prediction>): void => {
      const next = { ...(this.#step.question ?? question), ...change };
      this.#step = { ...this.#step, question: next };
      this.#callbacks.onQuestion(next);
    };
    const comparable = arms.filter(({ id }) => question.kind === 'number' || id !== String(spec.reference));
    // An arm that the experiment lacks stays in view, so that nothing changes unseen; the checks name it.
    const choices = comparable.some(({ id }) => id === question.arm) ? comparable : [...comparable, { id: question.arm, name: question.arm }];
    const layer = countInput(question.layer ?? 1, (value) => write({ layer: value }));
    const measure = selectInput(QUANTITIES.map((key) => [key, measures[key]] as const), question.measure, (key) => {
      const chosen = QUANTITIES.find((one) => one === key) ?? question.measure;
      this.#setQuestion({ ...(this.#step.question ?? question), measure: chosen, layer: OF_LAYER.includes(chosen) ? Math.max(1, question.layer ?? 1) : 0 });
      this.#question.getElementsByTagName('select')[1]?.focus();
    });
    return [
      labelled(said.questionText, textInput(question.text, 2, (text) => write({ text })), said.questionHelp),
      make(
        'div',
        'builder-grid',
        labelled(said.measure, measure),
        ...(OF_LAYER.includes(question.measure) ? [labelled(said.layer, layer)] : []),
        labelled(said.arm, selectInput(choices.map(({ id, name }) => [id, name] as const), question.arm, (arm) => write({ arm }))),
        ...(question.kind === 'number' ? [labelled(said.within(unitOf(question.measure)), numberInput(question.within ?? 0, (within) => write({ within })))] : []),
      ),
    ];
  }

  #setQuestion(question: Prediction | undefined): void {
    this.#step = asking(this.#step, question);
    this.#callbacks.onQuestion(question);
    const had_focus = this.#question.contains(document.activeElement);
    this.#showQuestion();
    if (had_focus) this.#question.querySelector('select')?.focus();
  }
}
