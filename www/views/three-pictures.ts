/** @file Reset or continue: three buttons, and beneath each the picture of what it led to. */

import { type Act, followed, meanLine, NO_PICTURES, type Picture, type Pictures, pictureText, pressed } from '../again';
import { percent } from '../format';
import type { Lab } from '../lab';
import { phase, type State } from '../state';
import { byId, make, setText } from './element';
import { drawPictureOf } from './small-picture';
import { texts } from '../texts/texts';

interface Figure {
  readonly act: Act;
  readonly button: HTMLButtonElement;
  readonly frame: HTMLElement;
  readonly text: HTMLElement;
  drawn: Picture | undefined;
}

const ACTS: readonly Act[] = ['continue', 'reset', 'new-seeds'];

/** The figures of `question=again`. */
export class ThreePictures {
  readonly #lab: Lab;
  readonly #group = byId('three-pictures', HTMLElement);
  readonly #figures: readonly Figure[];
  #pictures: Pictures = NO_PICTURES;

  constructor(lab: Lab) {
    this.#lab = lab;
    this.#figures = ACTS.map((act) => this.#figureOf(act));
    const samples = (['train', 'test', 'before'] as const).map((line) => make('span', `picture-sample ${line}`));
    const { again } = texts();
    const words = [again.training, again.test, again.before];
    const key = make('p', 'picture-key', again.key, ...samples.map((sample, index) => make('span', '', sample, words[index] ?? '')));
    this.#group.replaceChildren(make('p', '', again.press), ...this.#figures.map(({ frame }) => frame.parentElement ?? frame), key);
  }

  render(state: State): void {
    if (state.experiment.spec.question !== 'again') {
      this.#pictures = NO_PICTURES;
      this.#group.hidden = true;
      return;
    }
    this.#pictures = followed(this.#pictures, state);
    const { waiting, taken } = this.#pictures;
    const is_finished = phase(state) === 'finished';
    const has_begun = waiting !== undefined || Object.keys(taken).length > 0;
    this.#group.hidden = !is_finished && !has_begun;
    for (const figure of this.#figures) {
      figure.button.ariaDisabled = is_finished ? null : 'true';
      this.#draw(figure, taken[figure.act], waiting?.act === figure.act);
    }
  }

  /** Out of use while training, but not `disabled`: that would take the focus from the button just pressed. */
  #press(act: Act): void {
    const { store } = this.#lab;
    const before = store.state;
    if (phase(before) !== 'finished') return;
    ({ continue: () => this.#lab.continue(), reset: () => this.#lab.reset(), 'new-seeds': () => this.#lab.newSeeds() })[act]();
    if (act !== 'continue') this.#lab.run();
    this.#pictures = pressed(this.#pictures, act, before, store.state);
  }

  #figureOf(act: Act): Figure {
    const { name, about } = texts().again.acts[act];
    const help = make('p', 'help', about);
    help.id = `picture-of-${act}-help`;
    const button = make('button', '', name);
    button.type = 'button';
    button.setAttribute('aria-describedby', help.id);
    button.addEventListener('click', () => this.#press(act));
    const frame = make('div', 'picture-frame');
    const text = make('figcaption', 'picture-text');
    make('figure', '', button, help, frame, text);
    return { act, button, frame, text, drawn: undefined };
  }

  #draw(figure: Figure, picture: Picture | undefined, is_waiting: boolean): void {
    figure.frame.classList.toggle('is-waiting', is_waiting);
    figure.frame.classList.toggle('is-drawn', picture !== undefined && !is_waiting);
    if (!picture || is_waiting) {
      figure.drawn = undefined;
      setText(figure.frame, is_waiting ? texts().again.waiting : texts().again.not_pressed);
      setText(figure.text, '');
      return;
    }
    if (figure.drawn === picture) return;
    figure.drawn = picture;
    const [train, test] = (['train_accuracy', 'test_accuracy'] as const).map((measure) => meanLine(picture.after, measure));
    const [train_before, test_before] = (['train_accuracy', 'test_accuracy'] as const).map((measure) => meanLine(picture.before, measure));
    const lines = [
      { line: train_before ?? [], kind: 'before train' },
      { line: test_before ?? [], kind: 'before test' },
      { line: train ?? [], kind: 'train' },
      { line: test ?? [], kind: 'test' },
    ];
    const drawing = drawPictureOf(lines, (value) => percent(value, 0));
    drawing.ariaLabel = texts().again.picture(figure.button.textContent);
    figure.frame.replaceChildren(drawing);
    setText(figure.text, pictureText(figure.act, picture));
  }
}
