/** @file Colours and type of the charts, read from the page's CSS tokens. */

/** The colour that a token stands for now. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The same colour, more transparent. */
export function faded(color: string, percent: number): string {
  return `color-mix(in srgb, ${color} ${String(percent)}%, transparent)`;
}

/** Calls back whenever the page turns light or dark. */
export function onThemeChange(callback: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', callback);
}
