/** @file A grid of 28 by 28 pixels to draw on, by pointer, touch or keyboard. */

import { insideTexts } from '../../texts/inside';
import { make } from '../../views/element';
import { inverted, painted, type Place } from './brush';
import { drawGrey, greyCanvas, PIXELS, SIDE } from '../grey-picture';

const MOVES: Readonly<Partial<Record<string, Place>>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Holds the pixels that are drawn. */
export class DrawingPad {
  readonly element = make('div', 'drawing-pad');
  readonly #canvas = greyCanvas('large');
  readonly #cursor = make('span', 'pad-cursor');
  readonly #hint = make('span', 'pad-hint', insideTexts().own.draw_here);
  readonly #spoken = make('p', 'visually-hidden');
  readonly #onChange: () => void;
  #pixels = new Uint8Array(PIXELS);
  #at: Place = { x: SIDE / 2, y: SIDE / 2 };
  #last: Place | undefined;
  /** The brush takes away instead of painting. */
  erases = false;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'application');
    this.element.setAttribute('aria-label', insideTexts().own.pad);
    this.#spoken.setAttribute('aria-live', 'polite');
    this.#hint.setAttribute('aria-hidden', 'true');
    this.element.append(this.#canvas, this.#hint, this.#cursor, this.#spoken);
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.#canvas.addEventListener('pointerdown', (event) => this.#onDown(event));
    this.#canvas.addEventListener('pointermove', (event) => this.#onMove(event));
    for (const end of ['pointerup', 'pointercancel'] as const) this.#canvas.addEventListener(end, () => (this.#last = undefined));
    this.#moveTo(this.#at);
    drawGrey(this.#canvas, this.#pixels);
  }

  get pixels(): Uint8Array {
    return this.#pixels;
  }

  /** Nothing is drawn. */
  get is_empty(): boolean {
    return this.#pixels.every((value) => value === 0);
  }

  /** Puts a picture in place of what is drawn. */
  put(pixels: Uint8Array): void {
    this.#pixels = new Uint8Array(pixels);
    drawGrey(this.#canvas, this.#pixels);
    this.#hint.hidden = !this.is_empty;
    this.#onChange();
  }

  clear(): void {
    this.put(new Uint8Array(PIXELS));
  }

  invert(): void {
    this.put(inverted(this.#pixels));
  }

  #stroke(from: Place, to: Place): void {
    this.put(painted(this.#pixels, from, to, this.erases));
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === ' ') {
      event.preventDefault();
      this.#stroke(this.#at, this.#at);
      return this.#speak();
    }
    const by = MOVES[event.key];
    if (!by) return;
    event.preventDefault();
    const from = this.#at;
    this.#moveTo({ x: clamped(from.x + by.x), y: clamped(from.y + by.y) });
    if (event.shiftKey) this.#stroke(from, this.#at);
    this.#speak();
  }

  #moveTo(place: Place): void {
    this.#at = place;
    this.#cursor.style.setProperty('--x', String(place.x));
    this.#cursor.style.setProperty('--y', String(place.y));
  }

  #speak(): void {
    const { x, y } = this.#at;
    this.#spoken.textContent = insideTexts().own.pixel(y + 1, x + 1, this.#pixels[y * SIDE + x] ?? 0);
  }

  #onDown(event: PointerEvent): void {
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    this.#canvas.setPointerCapture(event.pointerId);
    this.#paintTo(event);
  }

  #onMove(event: PointerEvent): void {
    if (this.#last) this.#paintTo(event);
  }

  #paintTo({ clientX, clientY }: PointerEvent): void {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    const place = { x: ((clientX - left) / width) * SIDE - 0.5, y: ((clientY - top) / height) * SIDE - 0.5 };
    this.#stroke(this.#last ?? place, place);
    this.#last = place;
    this.#moveTo({ x: clamped(Math.round(place.x)), y: clamped(Math.round(place.y)) });
  }
}

function clamped(at: number): number {
  return Math.max(0, Math.min(SIDE - 1, at));
}
