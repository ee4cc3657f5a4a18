/** @file Makes the elements of drawings. */

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** A new element of a drawing. */
export function makeSvg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Readonly<Record<string, string | number>> = {}): SVGElementTagNameMap[K] {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
