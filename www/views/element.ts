/** @file Small means to find, make and change elements; text goes in as text, never as markup. */

/** The element of this id, which the page has. */
export function byId<E extends HTMLElement>(id: string, type: new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page has no ${type.name} with the id ${id}.`);
  return found;
}

/** A new element. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, class_name = '', ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (class_name) element.className = class_name;
  element.append(...children);
  return element;
}

/** Writes only what differs, so that nothing is laid out or read aloud again for nothing. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
