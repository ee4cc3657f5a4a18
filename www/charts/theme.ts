/** @file Colours and type of the charts, read from the page's CSS tokens. */

/** What changes the colours of the page while it is open. */
const THEMES = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'];
/** Set on the root element while the page is drawn for paper. */
const ON_PAPER = 'data-paper';
/** Paper shows finer dots than most screens. */
const PAPER_SCALE = 2;
/** In CSS pixels: what A4 and Letter have between usual margins. */
const PAPER_WIDTH = 680;

/** The colour that a token stands for now. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** How much larger than usual text and lines are drawn: a browser may be told to show all text larger, and paper takes finer dots. */
export function drawingScale(): number {
  return isOnPaper() ? PAPER_SCALE : parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

/** How wide a chart is drawn that has so much room on the screen. */
export function drawingWidth(room: number): number {
  return isOnPaper() && room > 0 ? PAPER_WIDTH * PAPER_SCALE : room;
}

function isOnPaper(): boolean {
  return document.documentElement.hasAttribute(ON_PAPER);
}

/** The same colour, more transparent. */
export function faded(color: string, percent: number): string {
  return `color-mix(in srgb, ${color} ${String(percent)}%, transparent)`;
}

/** Thin diagonals of a colour, for areas that are to lie behind all others. */
export function hatching(color: string, percent: number): CanvasPattern | string {
  const side = Math.round(6 * devicePixelRatio);
  const tile = document.createElement('canvas');
  tile.width = tile.height = side;
  const ctx = tile.getContext('2d');
  if (!ctx) return faded(color, percent / 4);
  ctx.strokeStyle = faded(color, percent);
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  for (const shift of [-side, 0, side]) {
    ctx.moveTo(shift, side);
    ctx.lineTo(shift + side, 0);
  }
  ctx.stroke();
  return ctx.createPattern(tile, 'repeat') ?? faded(color, percent / 4);
}

/** Calls back whenever the page takes other colours: light or dark, of high contrast, the reader's own, those of paper. */
export function onThemeChange(callback: () => void): void {
  for (const theme of THEMES) matchMedia(theme).addEventListener('change', callback);
  // The charts are drawn before the browser lays the page out for paper.
  addEventListener('beforeprint', () => onPaper(true, callback));
  addEventListener('afterprint', () => onPaper(false, callback));
}

function onPaper(on: boolean, callback: () => void): void {
  document.documentElement.toggleAttribute(ON_PAPER, on);
  callback();
}
