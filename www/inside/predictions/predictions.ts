/** @file The panel "Predictions": test pictures, confusions, calibration and your own picture, of the pair that is looked at. */

import '../../styles/inside-predictions.css';
import type { State } from '../../state';
import { make, setText } from '../../views/element';
import { CalibrationView } from './calibration-view';
import { classNames } from './class-names';
import { ConfusionView } from './confusion-view';
import { Gallery } from './gallery';
import { OwnPicture } from './own-picture';
import { PairLook } from '../pair-look';
import { type PairPredictions, pairOf } from './pair-predictions';
import type { Panel, Tools } from '../panel';

/** Follows the pair while it is open. */
export class PredictionsPanel implements Panel {
  readonly #tools: Tools;
  readonly #fault = make('p', 'inside-fault');
  readonly #parts = make('div');
  readonly #gallery: Gallery;
  readonly #confusions = new ConfusionView();
  readonly #calibration = new CalibrationView();
  readonly #own: OwnPicture;
  readonly #look: PairLook<{ readonly kind: 'predictions' }>;
  #names: readonly string[] = [];
  #pair: PairPredictions | undefined;

  constructor(place: HTMLElement, tools: Tools) {
    const { inspector } = tools;
    const onFault = (words: string): void => setText(this.#fault, words);
    this.#tools = tools;
    this.#fault.setAttribute('role', 'status');
    this.#own = new OwnPicture(inspector, onFault);
    this.#gallery = new Gallery({ pixels: (example) => inspector.pixels('test', example), onDrawOn: (pixels) => this.#own.take(pixels) });
    this.#parts.append(this.#gallery.element, this.#confusions.element, this.#calibration.element, this.#own.element);
    this.#parts.hidden = true;
    place.append(this.#fault, this.#parts);
    this.#look = new PairLook(inspector, {
      onSeen: (seen, _, standing) => {
        onFault('');
        this.#pair = pairOf(seen, standing, (example) => inspector.label('test', example));
        this.#show();
      },
      onFault,
      redraw: tools.redraw,
    });
  }

  render({ experiment }: State): void {
    const names = classNames(experiment.spec.data);
    if (names !== this.#names) {
      this.#names = names;
      this.#show();
    }
    // Without a pair, what was seen last is of another one.
    if (!this.#tools.inspector.standing()) this.#parts.hidden = true;
    this.#look.want({ kind: 'predictions' });
  }

  close(): void {
    // What is under way comes to its end, and nothing else is asked for.
  }

  #show(): void {
    const pair = this.#pair;
    if (!pair) return;
    this.#parts.hidden = false;
    this.#gallery.show(pair, this.#names);
    this.#confusions.show(pair, this.#names);
    this.#calibration.show(pair);
    this.#own.show(this.#names);
  }
}
