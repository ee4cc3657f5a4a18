/** @file Own files, by a picker or dropped anywhere on the page. */

import { byId } from './element';

/** Calls back with the files a reader chose or dropped. */
export function listenForFiles(onFiles: (files: readonly File[]) => void): void {
  const picker = byId('files', HTMLInputElement);
  picker.addEventListener('change', () => {
    const files = [...(picker.files ?? [])];
    // The same files can then be chosen again.
    picker.value = '';
    if (files.length > 0) onFiles(files);
  });
  const root = document.documentElement;
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  root.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    root.classList.add('dropping');
  });
  root.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) root.classList.remove('dropping');
  });
  root.addEventListener('drop', (event) => {
    root.classList.remove('dropping');
    if (!carriesFiles(event)) return;
    event.preventDefault();
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
}
