/** @file Controls that stand in the page before the script that listens to them: disabled until it has come, so that no press is lost. */

/** What brings the listeners; controls name it as `data-waits`. */
export type Listeners = 'controls' | 'readings' | 'steering';

/** Enables the controls that have waited for these listeners. What a link locks is not for this to say. */
export function enableWaiting(listeners: Listeners): void {
  for (const control of document.querySelectorAll<HTMLButtonElement | HTMLInputElement>(`[data-waits=${listeners}]`)) {
    Reflect.deleteProperty(control.dataset, 'waits');
    control.disabled = control.dataset['locked'] !== undefined;
  }
}
