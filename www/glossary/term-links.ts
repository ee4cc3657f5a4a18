/** @file Links the terms in the page's help to what they mean, the first of each in every section. */

import '../styles/glossary.css';
import { byId, make } from '../views/element';
import { addressOf, formsOf, type Glossary, glossaryIn, type Term } from './entries';
import { termText } from './term-text';

/** Help that stands in the page; what scripts write anew is left alone. */
const HELP = '.lead, .how-to, .help[data-text], figcaption p';
const SECTIONS = '.masthead, section';

/** Marks the terms in the language that the page speaks. */
export async function linkTerms(tag: string): Promise<void> {
  const glossary = await glossaryIn(tag);
  const popover = new TermPopover(glossary);
  byId('glossary-link', HTMLAnchorElement).href = addressOf('', tag);
  const linked = new Map<Element, Set<string>>();
  for (const help of document.querySelectorAll<HTMLElement>(HELP)) {
    const section = help.closest(SECTIONS);
    if (!section || help.closest('label, button, summary')) continue;
    const known = linked.get(section) ?? new Set();
    linked.set(section, known);
    linkIn(help, glossary, known, popover);
  }
}

function linkIn(help: HTMLElement, { terms, tag }: Glossary, known: Set<string>, popover: TermPopover): void {
  for (const [id, term] of Object.entries(terms)) {
    if (known.has(id)) continue;
    const found = firstOf(help, term);
    if (!found) continue;
    known.add(id);
    const link = make('a', 'term');
    link.href = addressOf(id, tag);
    link.setAttribute('aria-haspopup', 'dialog');
    found.surroundContents(link);
    link.addEventListener('click', (event) => popover.open(event, link, id, term));
  }
}

/** The first place of a term in text that is no link yet. */
function firstOf(help: HTMLElement, term: Term): Range | undefined {
  const pattern = formsOf(term);
  for (const node of help.childNodes) {
    const at = node.nodeType === Node.TEXT_NODE ? pattern.exec(node.textContent ?? '') : null;
    if (!at) continue;
    const range = document.createRange();
    range.setStart(node, at.index);
    range.setEnd(node, at.index + at[0].length);
    return range;
  }
  return undefined;
}

/** One for all terms: opens beside the link, closes by Escape, by a press elsewhere or by its button; a popover gives the focus back by itself. */
class TermPopover {
  readonly #element = make('div', 'term-popover');
  readonly #glossary: Glossary;

  constructor(glossary: Glossary) {
    this.#glossary = glossary;
    this.#element.popover = 'auto';
    this.#element.tabIndex = -1;
    this.#element.setAttribute('role', 'dialog');
    document.body.append(this.#element);
  }

  /** A press with a key that opens a new tab, and a browser without popovers, follow the link. */
  open(event: MouseEvent, link: HTMLElement, id: string, term: Term): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !('showPopover' in this.#element)) return;
    event.preventDefault();
    const { words, tag } = this.#glossary;
    const close = make('button', 'dismiss', '×');
    close.type = 'button';
    close.setAttribute('aria-label', words.close);
    close.addEventListener('click', () => this.#element.hidePopover());
    const more = make('a', '', words.all);
    more.href = addressOf(id, tag);
    this.#element.setAttribute('aria-label', term.name);
    this.#element.replaceChildren(make('div', 'term-head', make('strong', '', term.name), close), termText(term), make('p', '', more));
    this.#element.showPopover();
    this.#place(link);
    this.#element.focus({ preventScroll: true });
  }

  /** Beneath the link, or above it where there is no room. */
  #place(link: HTMLElement): void {
    const at = link.getBoundingClientRect();
    const own = this.#element.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - own.width - 8));
    const fits = at.bottom + own.height + 12 < innerHeight || at.top < own.height + 12;
    this.#element.style.left = `${String(left + scrollX)}px`;
    this.#element.style.top = `${String((fits ? at.bottom + 6 : at.top - own.height - 6) + scrollY)}px`;
  }
}
