/** @file What the page says of a file that did not come as it should. */

import { FileError, type FileTrouble, STALLED_MILLIS } from './download';
import { texts } from './texts/texts';
import { unreachable } from './unreachable';
import { sentence } from './workbench';

/** What an error says, in one line; of a file in the language of the page. */
export function told(error: unknown): string {
  return error instanceof FileError ? troubleText(error.trouble) : sentence(error);
}

/** What is said while nothing of a file comes. */
export function stalledText(file: string): string {
  return texts().files.stalled(nameOf(file), STALLED_MILLIS / 1000);
}

function nameOf(file: string): string {
  const names: Readonly<Record<string, string>> = texts().files.names;
  return names[file] ?? file;
}

/** What was found in place of a file, and what was expected. */
export function troubleText({ file, fault }: FileTrouble): string {
  const said = texts().files;
  const name = nameOf(file);
  switch (fault.kind) {
    case 'unreachable':
      return said.unreachable(name);
    case 'status':
      return said.status(name, fault.status);
    case 'page':
      return said.page(name);
    case 'broken-off':
      return said.broken_off(name, fault.found);
    case 'length':
      return said.length(name, fault.found, fault.expected);
    case 'digest':
      return said.digest(name, fault.found, fault.expected);
    case 'unusable':
      return said.unusable(name, fault.why);
    default:
      return unreachable(fault);
  }
}
