/** @file Colours and type of the charts, read from the page's CSS tokens. */

/** The colour that a token stands for now. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
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

/** Calls back whenever the page turns light or dark. */
export function onThemeChange(callback: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', callback);
}
